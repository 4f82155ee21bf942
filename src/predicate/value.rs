//! A value of an event as operators see it.

use std::borrow::Cow;

use crate::json::{Data, Kind, Node};

/// A value of an event: scalars taken apart, arrays and objects left as they are
/// until an operator asks.
///
/// ```
/// use hooksieve::{Value, json::{Kind, Node}};
/// let node = Node::parse("1.50").unwrap();
/// let amount = Value::of(&node);
/// assert_eq!(amount.kind(), Kind::Number);
/// assert_eq!(amount.numeral(), Some("1.50"));
/// assert!(amount.equals(&Node::parse("1.5").unwrap()));
/// ```
#[derive(Clone, Debug)]
pub enum Value<'e> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number's own text.
    Number(Cow<'e, str>),
    /// A string with its escapes resolved.
    String(Cow<'e, str>),
    /// An array.
    Array(Compound<'e>),
    /// An object.
    Object(Compound<'e>),
}

/// An array or object, as checked JSON text or as a tree.
///
/// ```
/// use hooksieve::{Compound, Value, json::Node};
/// let tags = Value::Array(Compound::Text(r#"["usdc"]"#));
/// assert!(tags.equals(&Node::parse(r#"[ "usdc" ]"#).unwrap()));
/// ```
#[derive(Clone, Copy)]
pub enum Compound<'e> {
    /// Text that was checked before.
    Text(&'e str),
    /// A tree.
    Tree(&'e Node),
}

impl std::fmt::Debug for Compound<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compound")
    }
}

impl<'e> Compound<'e> {
    /// The tree; read from the text where it is one. O(length) then.
    ///
    /// ```
    /// use hooksieve::Compound;
    /// let tree = Compound::Text(r#"{"env":"prod"}"#).tree();
    /// assert_eq!(tree.get("env").unwrap().string(), Some("prod"));
    /// ```
    pub fn tree(self) -> Cow<'e, Node> {
        match self {
            Self::Tree(node) => Cow::Borrowed(node),
            Self::Text(text) => Cow::Owned(
                // Checked when the event was read, so there is no fault to report.
                Node::parse_within(text, usize::MAX).unwrap_or_else(|_| Node::new(Data::Null)),
            ),
        }
    }
}

impl Compound<'_> {
    /// Whether one of an array's elements is so.
    pub(super) fn has_element(self, mut is: impl FnMut(&Value<'_>) -> bool) -> bool {
        let tree = self.tree();
        tree.array().unwrap_or_default().iter().any(|element| is(&Value::of(element)))
    }
}

impl<'e> Value<'e> {
    /// The view of a tree.
    ///
    /// ```
    /// use hooksieve::{Value, json::Node};
    /// let node = Node::from_text("usdc");
    /// assert!(matches!(Value::of(&node), Value::String(text) if text == "usdc"));
    /// ```
    pub fn of(node: &'e Node) -> Self {
        match &node.data {
            Data::Null => Self::Null,
            Data::Bool(value) => Self::Bool(*value),
            Data::Number(text) => Self::Number(Cow::Borrowed(text)),
            Data::String(text) => Self::String(Cow::Borrowed(text)),
            Data::Array(_) => Self::Array(Compound::Tree(node)),
            Data::Object(_) => Self::Object(Compound::Tree(node)),
        }
    }

    /// The kind of the value.
    ///
    /// ```
    /// use hooksieve::{Value, json::Kind};
    /// assert_eq!(Value::Bool(true).kind(), Kind::Bool);
    /// ```
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    /// Whether this is the same JSON value as `other`.
    ///
    /// ```
    /// use hooksieve::{Value, json::Node};
    /// assert!(Value::Number("1e3".into()).equals(&Node::parse("1000").unwrap()));
    /// assert!(!Value::String("1000".into()).equals(&Node::parse("1000").unwrap()));
    /// ```
    pub fn equals(&self, other: &Node) -> bool {
        match (self, &other.data) {
            (Self::Null, Data::Null) => true,
            (Self::Bool(a), Data::Bool(b)) => a == b,
            (Self::Number(a), Data::Number(b)) => crate::number::equal(a, b),
            (Self::String(a), Data::String(b)) => a == b,
            (Self::Array(a), Data::Array(_)) | (Self::Object(a), Data::Object(_)) => {
                a.tree().equals(other)
            }
            _ => false,
        }
    }

    /// The text of a numeral: a number, or a string that is one.
    ///
    /// ```
    /// use hooksieve::Value;
    /// assert_eq!(Value::String("1000".into()).numeral(), Some("1000"));
    /// assert_eq!(Value::String("usdc".into()).numeral(), None);
    /// ```
    pub fn numeral(&self) -> Option<&str> {
        match self {
            Self::Number(text) => Some(text),
            Self::String(text) => crate::number::Decimal::parse(text).map(|_| text.as_ref()),
            _ => None,
        }
    }

    /// The value as JSON text.
    ///
    /// ```
    /// use hooksieve::Value;
    /// assert_eq!(Value::String("usdc".into()).to_json(), r#""usdc""#);
    /// ```
    pub fn to_json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(text) => text.to_string(),
            Self::String(text) => Node::from_text(text.as_ref()).to_json(),
            Self::Array(compound) | Self::Object(compound) => compound.tree().to_json(),
        }
    }
}
