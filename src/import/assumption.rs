//! What an import takes for granted of events.

use std::fmt;

use serde::Serialize;

use crate::json::{Kind, Node, Pointer, index_of};

/// What is taken for granted of the events: where it is so, and the report is complete, what
/// was imported fires for exactly the events that the filter matched.
///
/// ```
/// use hooksieve::{ImportFormat, json::Node};
/// let imported = ImportFormat::EventBridge.import(r#"{"detail":{"state":["on"]}}"#).unwrap().remove(0);
/// let assumption = &imported.assumptions[0];
/// assert_eq!(assumption.to_string(), "/detail/state: a single value, or nothing");
/// assert!(assumption.holds(&Node::parse(r#"{"detail":{"state":"off"}}"#).unwrap()));
/// assert!(!assumption.holds(&Node::parse(r#"{"detail":{"state":["on"]}}"#).unwrap()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// The place in the event's body.
    pub pointer: Pointer,
    /// What is taken for granted of it.
    pub assumed: Assumed,
}

/// What is taken for granted of a place in an event.
///
/// ```
/// use hooksieve::Assumed;
/// assert_eq!(serde_json::to_string(&Assumed::SingleValue).unwrap(), "\"single-value\"");
/// assert_eq!(Assumed::Text.to_string(), "a text, or nothing");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Assumed {
    /// No array and no object stands there, and no array on the way.
    SingleValue,
    /// An array of single values, or nothing.
    Array,
    /// An object, or nothing.
    Object,
    /// A text, or nothing.
    Text,
    /// A number, or nothing.
    Number,
    /// A boolean, or nothing.
    Boolean,
    /// Whatever stands there is no number with more than 15 digits, more than 6 of them
    /// after the point, or beyond ±5,000,000,000.
    PlainNumber,
    /// Whatever stands there is no IP address in another form than four plain numbers.
    PlainAddress,
    /// The event is an envelope of `EventBridge`, without `type`, `kind`, `event`,
    /// `eventType` and `data` at its root.
    Envelope,
}

impl Assumption {
    /// Whether it is so of an event.
    ///
    /// ```
    /// use hooksieve::{ImportFormat, json::Node};
    /// let imported = ImportFormat::Convoy.import(r#"{"amount":{"$gt":5}}"#).unwrap().remove(0);
    /// let event = Node::parse(r#"{"amount":6.5}"#).unwrap();
    /// assert!(imported.assumptions.iter().all(|assumption| assumption.holds(&event)));
    /// ```
    pub fn holds(&self, event: &Node) -> bool {
        let mut value = Some(event);
        let mut through_array = false;
        for token in Pointer::tokens(self.pointer.as_str()).unwrap_or_default() {
            through_array = through_array || value.is_some_and(|it| it.kind() == Kind::Array);
            value = match (value, index_of(&token)) {
                (Some(node), Some(index)) if node.kind() == Kind::Array => node.element(index),
                (Some(node), _) => node.get(&token),
                (None, _) => None,
            };
        }
        if self.assumed == Assumed::Envelope {
            let names = ["type", "kind", "event", "eventType", "data"];
            return names.iter().all(|name| event.get(name).is_none());
        }
        if self.assumed == Assumed::SingleValue && through_array {
            return false;
        }
        let Some(value) = value else { return true };
        let is_single = |node: &Node| !matches!(node.kind(), Kind::Array | Kind::Object);
        match self.assumed {
            Assumed::SingleValue => is_single(value),
            Assumed::Array => value.array().is_some_and(|list| list.iter().all(is_single)),
            Assumed::Object => value.kind() == Kind::Object && !through_array,
            Assumed::Text => each(value, |it| it.kind() == Kind::String),
            Assumed::Number => each(value, |it| it.kind() == Kind::Number),
            Assumed::Boolean => each(value, |it| it.kind() == Kind::Bool),
            Assumed::PlainNumber => each(value, |it| it.number().is_none_or(is_plain_number)),
            Assumed::PlainAddress => each(value, |it| it.string().is_none_or(is_plain_address)),
            Assumed::Envelope => true,
        }
    }
}

/// The value, or each element of an array.
fn each(value: &Node, test: impl Fn(&Node) -> bool) -> bool {
    value.array().map_or_else(|| test(value), |list| list.iter().all(&test))
}

/// Whether a number needs no more digits than every product keeps.
pub(super) fn is_plain_number(text: &str) -> bool {
    const GREATEST: f64 = 5e9;
    let written = text.parse::<f64>().ok().filter(|it| it.abs() <= GREATEST);
    let digits = text.bytes().take_while(|it| !matches!(it, b'e' | b'E'));
    let digits = digits.filter(u8::is_ascii_digit).count();
    written.is_some_and(|value| {
        let scaled = format!("{value:.6}");
        digits <= 15 && crate::number::equal(&scaled, text)
    })
}

/// Whether a text is no address, or one of four numbers without leading zeros.
fn is_plain_address(text: &str) -> bool {
    if text.contains(':') {
        return false;
    }
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    parts.len() != 4
        || !parts.iter().all(is_number)
        || parts.iter().all(|part| *part == "0" || !part.starts_with('0'))
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SingleValue => "a single value, or nothing",
            Self::Array => "an array of single values, or nothing",
            Self::Object => "an object, or nothing",
            Self::Text => "a text, or nothing",
            Self::Number => "a number, or nothing",
            Self::Boolean => "true, false, or nothing",
            Self::PlainNumber => {
                "no number of more than 15 digits, 6 after the point, or beyond ±5e9"
            }
            Self::PlainAddress => "no IP address but as four numbers without leading zeros",
            Self::Envelope => "an envelope, without type, kind, event, eventType and data",
        })
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.assumed)
    }
}
