//! The operators of the shipped ARK node, with ECMAScript's coercions.

use super::{Test, Value};
use crate::json::Node;

/// An operator of the shipped node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcmaScriptOperator {
    /// Equal JSON text.
    Eq,
}

/// An operator with its expected value.
#[derive(Clone, Debug)]
pub struct EcmaScript {
    operator: EcmaScriptOperator,
    expected: Option<Node>,
}

impl EcmaScript {
    /// Tests the value at a key; nothing there is `undefined`.
    pub(crate) fn test(&self, _actual: Option<&Value<'_>>) -> Test {
        let _ = (&self.operator, &self.expected);
        Test::Undecidable
    }
}

/// `text` without ECMAScript's white space at either end: Unicode's, and the byte
/// order mark, but not U+0085.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}')
}
