//! Where something stands in a text.

use serde::Serialize;

use crate::json::{Pointer, Span};

/// A part of a configuration or an event: its JSON Pointer and its bytes.
///
/// ```
/// use hooksieve::Config;
/// let config = Config::detect(r#"{"url":"https://a.example","events":["*"]}"#);
/// let place = &config.subscriptions[0].target.as_ref().unwrap().place;
/// assert_eq!(place.pointer.as_str(), "/url");
/// assert_eq!((place.span.start, place.span.end, place.line), (7, 26, None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The pointer within its JSON document.
    pub pointer: Pointer,
    /// The bytes within the whole text.
    pub span: Span,
    /// In NDJSON, the line of the document, from 1; nothing where there is one document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Place {
    /// A place in a text that is one document.
    ///
    /// ```
    /// use hooksieve::{Place, json::{Pointer, Span}};
    /// let place = Place::new(Pointer::root().child("events").index(0), Span::new(37, 40));
    /// assert_eq!(place.pointer.as_str(), "/events/0");
    /// ```
    pub fn new(pointer: Pointer, span: Span) -> Self {
        Self { pointer, span, line: None }
    }
}

/// A place as people count it: line and column from 1, columns in characters.
///
/// ```
/// use hooksieve::Position;
/// let text = "{\n  \"events\": []\n}";
/// let at = Position::of(text, text.find('[').unwrap());
/// assert_eq!((at.line, at.column), (2, 13));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character within the line, from 1.
    pub column: usize,
}

impl Position {
    /// The position of a byte offset in `text`. O(offset).
    ///
    /// ```
    /// use hooksieve::Position;
    /// assert_eq!(Position::of("{\n  \"é\": 1}", 9), Position { line: 2, column: 7 });
    /// ```
    pub fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}
