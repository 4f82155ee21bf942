//! Building the tree of a strict JSON text.

use super::scan::Scanner;
use super::{Data, Kind, Member, Node, Span, SyntaxError};

/// Reads `text` whole; at most `depth` levels may nest.
pub(super) fn parse(text: &str, depth: usize) -> Result<Node, SyntaxError> {
    let mut scanner = Scanner::new(text.as_bytes());
    let node = value(&mut scanner, text, depth)?;
    scanner.end()?;
    Ok(node)
}

fn value(scanner: &mut Scanner<'_>, text: &str, depth: usize) -> Result<Node, SyntaxError> {
    let kind = scanner.kind()?;
    let start = scanner.offset();
    let data = match kind {
        Kind::Null => {
            scanner.literal(b"null")?;
            Data::Null
        }
        Kind::Bool => {
            let value = text.as_bytes().get(start) == Some(&b't');
            if value {
                scanner.literal(b"true")?;
            } else {
                scanner.literal(b"false")?;
            }
            Data::Bool(value)
        }
        Kind::Number => {
            scanner.number()?;
            Data::Number(text.get(start..scanner.offset()).unwrap_or_default().to_owned())
        }
        Kind::String => {
            let string = scanner.string()?;
            Data::String(string.decode(text).into_owned())
        }
        Kind::Array => {
            let depth = scanner.open(depth)?;
            let mut elements = Vec::new();
            while scanner.element(elements.is_empty())? {
                elements.push(value(scanner, text, depth)?);
            }
            Data::Array(elements)
        }
        Kind::Object => {
            let depth = scanner.open(depth)?;
            let mut members = Vec::new();
            while let Some(key) = scanner.key(members.is_empty())? {
                let key_span = Span::new(key.start - 1, key.end + 1);
                let value = value(scanner, text, depth)?;
                members.push(Member { key: key.decode(text).into_owned(), key_span, value });
            }
            Data::Object(members)
        }
    };
    Ok(Node { span: Span::new(start, scanner.offset()), data })
}
