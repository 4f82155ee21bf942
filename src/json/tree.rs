//! Building the tree of a strict JSON text.

use super::scan::Scanner;
use super::{Data, Kind, Member, Node, Span, SyntaxError};

/// Reads `text` whole; at most `depth` levels may nest.
pub(super) fn parse(text: &str, depth: usize) -> Result<Node, SyntaxError> {
    let mut scanner = Scanner::new(text);
    let node = value(&mut scanner, depth)?;
    scanner.end()?;
    Ok(node)
}

fn value(scanner: &mut Scanner<'_>, depth: usize) -> Result<Node, SyntaxError> {
    let kind = scanner.kind()?;
    let start = scanner.offset();
    let data = match kind {
        Kind::Null => {
            scanner.literal(b"null")?;
            Data::Null
        }
        Kind::Bool => {
            let value = scanner.slice(start, start + 1) == "t";
            if value {
                scanner.literal(b"true")?;
            } else {
                scanner.literal(b"false")?;
            }
            Data::Bool(value)
        }
        Kind::Number => Data::Number(scanner.number()?.to_owned()),
        Kind::String => {
            let string = scanner.string()?;
            Data::String(scanner.decode(string).into_owned())
        }
        Kind::Array => {
            let depth = scanner.open(depth)?;
            let mut elements = Vec::new();
            while scanner.element(elements.is_empty())? {
                elements.push(value(scanner, depth)?);
            }
            Data::Array(elements)
        }
        Kind::Object => {
            let depth = scanner.open(depth)?;
            let mut members = Vec::new();
            while let Some(key) = scanner.key(members.is_empty())? {
                let key_span = Span::new(key.start - 1, key.end + 1);
                let value = value(scanner, depth)?;
                members.push(Member { key: scanner.decode(key).into_owned(), key_span, value });
            }
            Data::Object(members)
        }
    };
    Ok(Node { span: Span::new(start, scanner.offset()), data })
}
