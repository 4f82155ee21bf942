//! Why a text is not JSON.

use std::fmt;

/// Why a text is not JSON, and where.
///
/// ```
/// use hooksieve::json::Node;
/// let error = Node::parse(r#"{"amount":01}"#).unwrap_err();
/// assert_eq!(error.offset, 11);
/// assert_eq!(error.to_string(), "not a JSON number");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Byte offset of the fault.
    pub offset: usize,
    pub(crate) fault: Fault,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Empty,
    End,
    Value,
    Literal,
    Number,
    ControlCharacter,
    Escape,
    Surrogate,
    Key,
    Colon,
    ArrayEnd,
    ObjectEnd,
    Trailing,
    TooDeep,
    ByteOrderMark,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.fault {
            Fault::Empty => "the text is empty",
            Fault::End => "the text ends in the middle of a value",
            Fault::Value => "expected a JSON value",
            Fault::Literal => "expected true, false or null",
            Fault::Number => "not a JSON number",
            Fault::ControlCharacter => "a control character must be escaped in a string",
            Fault::Escape => "not an escape that JSON has",
            Fault::Surrogate => "a lone surrogate is not a character",
            Fault::Key => "expected a key in double quotes",
            Fault::Colon => "expected `:` after the key",
            Fault::ArrayEnd => "expected `,` or `]`",
            Fault::ObjectEnd => "expected `,` or `}`",
            Fault::Trailing => "expected nothing more after the value",
            Fault::TooDeep => "nested too deep",
            Fault::ByteOrderMark => "a byte order mark does not belong in JSON",
        })
    }
}

impl std::error::Error for SyntaxError {}

/// Out of line: no valid text comes here.
#[cold]
#[inline(never)]
pub(super) fn error(bytes: &[u8], offset: usize, fault: Fault) -> SyntaxError {
    let is_empty = || std::str::from_utf8(bytes).is_ok_and(|text| text.trim().is_empty());
    let fault = match fault {
        Fault::TooDeep | Fault::Surrogate | Fault::Escape => fault,
        _ if is_empty() => Fault::Empty,
        _ if offset >= bytes.len() => Fault::End,
        _ if offset == 0 && bytes.starts_with("\u{feff}".as_bytes()) => Fault::ByteOrderMark,
        _ => fault,
    };
    SyntaxError { offset: offset.min(bytes.len()), fault }
}
