//! JSON with its places kept: a byte scanner, a tree with spans, and a reader of
//! pasted snippets that says what it repaired.
//!
//! The policy (RFC 8259, numbers as text, the last of duplicate members wins,
//! nesting bounded, lone surrogates refused) lives in one scanner; the tree and the
//! event reader are both built on it. This room knows nothing of webhooks.

mod fault;
pub(crate) mod numeral;
mod order;
mod pointer;
mod repair;
pub(crate) mod scan;
mod string;
mod tree;
mod write;

use std::fmt;

use serde::{Serialize, Serializer};

pub use fault::SyntaxError;
pub(crate) use order::{firsts, ordered, sort};
pub use pointer::Pointer;
pub(crate) use pointer::index_of;
pub use repair::{Repair, RepairKind};
pub(crate) use string::RawString;

/// A range of bytes in the text something was read from, end exclusive.
///
/// Serialised as `[start, end]`.
///
/// ```
/// use hooksieve::json::{Node, Span};
/// let text = r#"{"amount":1000}"#;
/// let span = Node::parse(text).unwrap().get("amount").unwrap().span;
/// assert_eq!(span, Span::new(10, 14));
/// assert_eq!(&text[span.start..span.end], "1000");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`, both byte offsets.
    ///
    /// ```
    /// use hooksieve::json::Span;
    /// assert_eq!(serde_json::to_string(&Span::new(10, 14)).unwrap(), "[10,14]");
    /// ```
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same span in a text that begins `offset` bytes earlier.
    ///
    /// ```
    /// use hooksieve::json::Span;
    /// assert_eq!(Span::new(10, 14).shifted(100), Span::new(110, 114));
    /// ```
    #[must_use]
    pub const fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}

/// One JSON value and where it stood.
///
/// `Debug` shows the shape only, never a value: configurations hold secrets.
///
/// ```
/// use hooksieve::json::{Kind, Node};
/// let node = Node::parse(r#"{"id":"whe-1","labels":{"env":"prod"}}"#).unwrap();
/// assert_eq!(node.kind(), Kind::Object);
/// assert_eq!(node.get("labels").unwrap().to_json(), r#"{"env":"prod"}"#);
/// assert_eq!(format!("{node:?}"), r#"Object["id", "labels"]"#);
/// ```
#[derive(Clone)]
pub struct Node {
    /// The bytes of the value in its text.
    pub span: Span,
    /// The value.
    pub data: Data,
}

/// What a [`Node`] holds. Numbers keep the text they were written with.
///
/// ```
/// use hooksieve::json::{Data, Node};
/// let Data::Array(elements) = Node::parse("[1.50,\"usdc\"]").unwrap().data else { unreachable!() };
/// assert!(matches!(&elements[0].data, Data::Number(text) if text == "1.50"));
/// ```
#[derive(Clone)]
pub enum Data {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// The number's own text, of any length.
    Number(String),
    /// The text with its escapes resolved.
    String(String),
    /// The elements in order.
    Array(Vec<Node>),
    /// Every member as written, duplicates included; [`Node::get`] gives the last.
    Object(Vec<Member>),
}

/// One member of an object.
///
/// ```
/// use hooksieve::json::{Node, Span};
/// let node = Node::parse(r#"{"env":"prod"}"#).unwrap();
/// let member = node.member("env").unwrap();
/// assert_eq!(member.key_span, Span::new(1, 6));
/// assert_eq!(member.value.string(), Some("prod"));
/// ```
#[derive(Clone)]
pub struct Member {
    /// The key with its escapes resolved.
    pub key: String,
    /// The bytes of the key, quotes included.
    pub key_span: Span,
    /// The member's value.
    pub value: Node,
}

/// The kind of a JSON value, as its name is written in messages.
///
/// ```
/// use hooksieve::json::{Kind, Node};
/// let kind = Node::parse("[]").unwrap().kind();
/// assert_eq!(kind, Kind::Array);
/// assert_eq!(kind.to_string(), "array");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number
    Number,
    /// A string
    String,
    /// An array
    Array,
    /// An object
    Object,
}

impl Kind {
    /// The kind with its article, for a sentence: `an array`.
    ///
    /// ```
    /// assert_eq!(hooksieve::json::Kind::Array.with_article(), "an array");
    /// ```
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        })
    }
}

impl Node {
    /// Reads one whole JSON text strictly.
    ///
    /// # Errors
    /// The first fault of the text, with its byte offset.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"amount":12345678901234567890.50}"#).unwrap();
    /// assert_eq!(node.get("amount").unwrap().number(), Some("12345678901234567890.50"));
    /// assert!(Node::parse("[1,]").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        tree::parse(text, crate::Limits::default().depth)
    }

    /// [`Node::parse`] with a nesting limit of the caller's.
    ///
    /// # Errors
    /// The first fault of the text, with its byte offset.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert!(Node::parse_within(r#"{"data":{}}"#, 2).is_ok());
    /// assert!(Node::parse_within(r#"{"data":{}}"#, 1).is_err());
    /// ```
    pub fn parse_within(text: &str, depth: usize) -> Result<Self, SyntaxError> {
        tree::parse(text, depth)
    }

    /// Reads one pasted snippet: comments, trailing or missing commas, an ellipsis,
    /// a string that was never closed, single quotes and bare keys are repaired, and
    /// each repair is told. Strict JSON comes back without repairs.
    ///
    /// # Errors
    /// What could not be repaired, with its byte offset.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let (node, repairs) = Node::parse_pasted("{\"kind\":\"wallet.created\", // new\n}").unwrap();
    /// assert_eq!(node.get("kind").unwrap().string(), Some("wallet.created"));
    /// assert_eq!(repairs.len(), 2);
    /// ```
    pub fn parse_pasted(text: &str) -> Result<(Self, Vec<Repair>), SyntaxError> {
        Self::parse_pasted_within(text, crate::Limits::default().depth)
    }

    /// [`Node::parse_pasted`] with a nesting limit of the caller's.
    pub(crate) fn parse_pasted_within(
        text: &str,
        depth: usize,
    ) -> Result<(Self, Vec<Repair>), SyntaxError> {
        match tree::parse(text, depth) {
            Ok(node) => Ok((node, Vec::new())),
            Err(strict) => repair::parse(text, depth).map_err(|fault| {
                // The repaired reading may fail later than the strict one; the
                // first fault is the one to look at unless repairs led past it.
                if fault.offset > strict.offset { fault } else { strict }
            }),
        }
    }

    /// A value made by a program, without a place.
    ///
    /// ```
    /// use hooksieve::json::{Data, Node};
    /// assert_eq!(Node::new(Data::Number("1.50".into())).to_json(), "1.50");
    /// ```
    pub fn new(data: Data) -> Self {
        Self { span: Span::default(), data }
    }

    /// A string made by a program.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::from_text("wallet.created").to_json(), r#""wallet.created""#);
    /// ```
    pub fn from_text(text: impl Into<String>) -> Self {
        Self::new(Data::String(text.into()))
    }

    /// An object made by a program.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let labels = Node::object([("env", Node::from_text("prod")), ("team", Node::from_text("pay"))]);
    /// assert_eq!(labels.to_json(), r#"{"env":"prod","team":"pay"}"#);
    /// ```
    pub fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Node)>) -> Self {
        Self::new(Data::Object(
            members
                .into_iter()
                .map(|(key, value)| Member { key: key.into(), key_span: Span::default(), value })
                .collect(),
        ))
    }

    /// The kind of this value.
    ///
    /// ```
    /// use hooksieve::json::{Kind, Node};
    /// assert_eq!(Node::parse("1000").unwrap().kind(), Kind::Number);
    /// ```
    pub fn kind(&self) -> Kind {
        match self.data {
            Data::Null => Kind::Null,
            Data::Bool(_) => Kind::Bool,
            Data::Number(_) => Kind::Number,
            Data::String(_) => Kind::String,
            Data::Array(_) => Kind::Array,
            Data::Object(_) => Kind::Object,
        }
    }

    /// The text, if this is a string.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::parse(r#""a\u002eb""#).unwrap().string(), Some("a.b"));
    /// assert_eq!(Node::parse("1000").unwrap().string(), None);
    /// ```
    pub fn string(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number's text, if this is a number.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::parse("1e3").unwrap().number(), Some("1e3"));
    /// ```
    pub fn number(&self) -> Option<&str> {
        match &self.data {
            Data::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::parse("true").unwrap().bool(), Some(true));
    /// ```
    pub fn bool(&self) -> Option<bool> {
        match self.data {
            Data::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::parse(r#"["wallet.created"]"#).unwrap().array().unwrap().len(), 1);
    /// ```
    pub fn array(&self) -> Option<&[Node]> {
        match &self.data {
            Data::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members as written, if this is an object.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"env":"dev","env":"prod"}"#).unwrap();
    /// assert_eq!(node.members().unwrap().len(), 2);
    /// ```
    pub fn members(&self) -> Option<&[Member]> {
        match &self.data {
            Data::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of the member `key`; of duplicates the last, as the JSON policy has it.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"env":"dev","env":"prod"}"#).unwrap();
    /// assert_eq!(node.get("env").unwrap().string(), Some("prod"));
    /// ```
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The member `key`; of duplicates the last.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"env":"prod"}"#).unwrap();
    /// assert_eq!(node.member("env").unwrap().key, "env");
    /// assert!(node.member("team").is_none());
    /// ```
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members()?.iter().rev().find(|member| member.key == key)
    }

    /// The members that count: of duplicates the last one only, in the order of
    /// their last appearance. Empty for anything but an object. O(n log n).
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"env":"dev","team":"pay","env":"prod"}"#).unwrap();
    /// let keys: Vec<_> = node.effective_members().iter().map(|member| member.key.as_str()).collect();
    /// assert_eq!(keys, ["team", "env"]);
    /// ```
    pub fn effective_members(&self) -> Vec<&Member> {
        let members = self.members().unwrap_or_default();
        let mut order =
            ordered(members.len(), &mut |a, b| members[a].key.cmp(&members[b].key).then(b.cmp(&a)));
        order.dedup_by(|later, kept| members[*later].key == members[*kept].key);
        let mut last = vec![false; members.len()];
        for index in order {
            last[index] = true;
        }
        members.iter().zip(last).filter_map(|(member, last)| last.then_some(member)).collect()
    }

    /// The same in the order of their keys.
    pub(crate) fn sorted_members(&self) -> Vec<&Member> {
        let members = self.effective_members();
        let order = ordered(members.len(), &mut |a, b| members[a].key.cmp(&members[b].key));
        order.into_iter().map(|index| members[index]).collect()
    }

    /// The element at `index`, if this is an array that long.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"["wallet.created","key.created"]"#).unwrap();
    /// assert_eq!(node.element(1).unwrap().string(), Some("key.created"));
    /// ```
    pub fn element(&self, index: usize) -> Option<&Node> {
        self.array()?.get(index)
    }

    /// Puts `value` at the member `key`: in place of the last such member, or at the
    /// end. Earlier duplicates of the key go. Nothing happens on anything but an object.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let mut node = Node::parse(r#"{"env":"dev"}"#).unwrap();
    /// node.set("env", Node::from_text("prod"));
    /// node.set("team", Node::from_text("pay"));
    /// assert_eq!(node.to_json(), r#"{"env":"prod","team":"pay"}"#);
    /// ```
    pub fn set(&mut self, key: &str, value: Node) {
        if let Data::Object(members) = &mut self.data {
            match members.iter().rposition(|member| member.key == key) {
                Some(at) => {
                    members[at].value = value;
                    let mut index = 0;
                    members.retain(|member| {
                        index += 1;
                        index > at || member.key != key
                    });
                }
                None => {
                    members.push(Member { key: key.to_owned(), key_span: Span::default(), value });
                }
            }
        }
    }

    /// Moves every span by `offset` bytes: the value was read from a part of a text.
    pub(crate) fn shift(&mut self, offset: usize) {
        self.span = self.span.shifted(offset);
        match &mut self.data {
            Data::Array(elements) => elements.iter_mut().for_each(|element| element.shift(offset)),
            Data::Object(members) => {
                for member in members {
                    member.key_span = member.key_span.shifted(offset);
                    member.value.shift(offset);
                }
            }
            _ => {}
        }
    }

    /// Whether both are the same JSON value: numbers by value, strings exactly,
    /// arrays in order, objects whatever the order of their members.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let same = |a, b| Node::parse(a).unwrap().equals(&Node::parse(b).unwrap());
    /// assert!(same(r#"{"a":1.0,"b":[]}"#, r#"{"b":[],"a":1e0}"#));
    /// assert!(!same("9007199254740993", "9007199254740992"));
    /// ```
    pub fn equals(&self, other: &Node) -> bool {
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Number(a), Data::Number(b)) => crate::number::equal(a, b),
            (Data::String(a), Data::String(b)) => a == b,
            (Data::Array(a), Data::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b))
            }
            (Data::Object(_), Data::Object(_)) => {
                let (a, b) = (self.sorted_members(), other.sorted_members());
                a.len() == b.len()
                    && a.iter().zip(&b).all(|(a, b)| a.key == b.key && a.value.equals(&b.value))
            }
            _ => false,
        }
    }

    /// The value as a sentence shows it: compact JSON, cut where it is long.
    pub(crate) fn to_json_cut(&self) -> String {
        const LONGEST: usize = 60;
        let text = self.to_json();
        if text.chars().count() <= LONGEST {
            return text;
        }
        text.chars().take(LONGEST - 1).chain(['…']).collect()
    }

    /// The value as compact JSON text; numbers as they were written.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// assert_eq!(Node::parse(r#"{ "amount": 1.50 }"#).unwrap().to_json(), r#"{"amount":1.50}"#);
    /// ```
    pub fn to_json(&self) -> String {
        write::compact(self)
    }

    /// The value as JSON text over several lines, two blanks a level.
    ///
    /// ```
    /// use hooksieve::json::Node;
    /// let node = Node::parse(r#"{"amount":1.50}"#).unwrap();
    /// assert_eq!(node.to_json_pretty(), "{\n  \"amount\": 1.50\n}");
    /// ```
    pub fn to_json_pretty(&self) -> String {
        write::pretty(self)
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.data {
            Data::Array(elements) => write!(f, "Array({} elements)", elements.len()),
            Data::Object(members) => {
                f.write_str("Object")?;
                f.debug_list().entries(members.iter().map(|member| &member.key)).finish()
            }
            _ => write!(f, "{:?}", self.kind()),
        }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Data")
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {:?}", self.key, self.value)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::value::RawValue::from_string(self.to_json())
            .map_err(|_| serde::ser::Error::custom("not JSON"))?
            .serialize(serializer)
    }
}
