//! Reading an event: bytes or a tree in, the facts that subscriptions ask for out.
//!
//! [`tree`] is the reference: it reads every form from a tree and keeps places for
//! explanations. [`reader`] is the way of the hot path: one pass over the bytes that
//! keeps what some subscription needs and checks the rest; it hands over to the tree
//! for what it does not know (records, derived labels).

mod captures;
mod facts;
mod fields;
mod form;
mod labels;
mod names;
mod reader;
mod resolve;
mod spread;
mod tree;

use std::borrow::Cow;
use std::fmt;

use crate::Limits;
use crate::predicate::{Found, Operation, Test, Value};

pub(crate) use captures::Captures;
pub(crate) use fields::{Fields, LabelKey, Slot};
pub use form::{EventForm, UnknownEventForm};
pub(crate) use labels::{EventLabels, LabelText};
pub(crate) use reader::read;
pub(crate) use tree::{Places, read_tree};

/// Why an event could not be read.
///
/// ```
/// use hooksieve::{Dialect, Router};
/// let router = Router::from_json(Dialect::DFNS, br#"{"url":"https://a.example","events":["*"]}"#)?;
/// let routing = router.route(br#"{"kind":wallet.created}"#);
/// let error = routing.error().unwrap();
/// assert_eq!(error.offset(), Some(8));
/// assert_eq!(error.to_string(), "expected a JSON value");
/// # Ok::<(), hooksieve::HooksieveError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventError {
    message: String,
    offset: Option<usize>,
}

impl EventError {
    pub(crate) fn new(message: impl Into<String>, offset: Option<usize>) -> Self {
        Self { message: message.into(), offset }
    }

    /// The byte offset of the fault, where it has one.
    ///
    /// ```
    /// # use hooksieve::Router;
    /// # let router = Router::new();
    /// let routing = router.route(b"{\"kind\":\"\xff\"}");
    /// assert_eq!(routing.error().unwrap().offset(), Some(9));
    /// ```
    pub fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl From<crate::json::SyntaxError> for EventError {
    fn from(fault: crate::json::SyntaxError) -> Self {
        Self { message: fault.to_string(), offset: Some(fault.offset) }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EventError {}

/// The text of an event, after its size and its UTF-8 were checked.
pub(crate) fn text<'e>(bytes: &'e [u8], limits: &Limits) -> Result<&'e str, EventError> {
    check_size(bytes, limits)?;
    utf8(bytes)
}

fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), EventError> {
    match bytes.len() > limits.event_bytes {
        true => {
            let message = format!("the event is larger than {} bytes", limits.event_bytes);
            Err(EventError::new(message, None))
        }
        false => Ok(()),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, EventError> {
    std::str::from_utf8(bytes)
        .map_err(|fault| EventError::new("the event is not UTF-8", Some(fault.valid_up_to())))
}

/// What subscriptions ask of one event, however it was read.
pub(crate) trait Facts {
    /// The event's type.
    fn event_type(&self) -> Option<&str>;

    /// Calls `act` once for every asked label key that the event carries with a text.
    fn each_label(&self, act: impl FnMut(LabelKey, &str));

    /// Calls `act` once for every slot at which the event may hold something.
    fn each_slot(&self, act: impl FnMut(Slot));

    /// Calls `act` with every value at a slot (several under a `*`).
    fn each_value(&self, slot: Slot, act: impl FnMut(&Value<'_>));

    /// Tests what stands at a slot.
    fn test(&self, slot: Slot, operation: &Operation) -> Test;
}

/// How much of an event is read.
///
/// ```
/// use hooksieve::{Config, Outcome, Reading, Router};
/// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["wallet.*"]}"#));
/// let broken = br#"{"type":"wallet.created","data":{"amount":01}}"#;
/// assert_eq!(router.route(broken).outcome(), Outcome::Undecidable);
/// let router = router.with_reading(Reading::Touched);
/// assert_eq!(router.route(broken).outcome(), Outcome::Fires);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reading {
    /// All of it, checked to the last byte.
    #[default]
    Full,
    /// As far as needed, for senders that are trusted to send valid JSON: it ends once the
    /// type, the labels and the data that subscriptions ask for were seen, and what is not
    /// asked for is stepped over by its strings and brackets alone. A fault or a duplicate
    /// member behind that is not seen; of several members that could name the type the
    /// first counts; the id is told only if it came by. An event that lacks something asked
    /// for is read to its end.
    Touched,
}

/// The facts of an event that was read as a tree.
#[derive(Debug, Default)]
pub(crate) struct TreeFacts<'e> {
    pub(crate) id: Option<Cow<'e, str>>,
    pub(crate) event_type: Option<Cow<'e, str>>,
    pub(crate) labels: EventLabels<'e>,
    /// What each slot of the fields found.
    pub(crate) slots: Vec<Slotted<'e>>,
}

/// What one path found.
#[derive(Debug, Default)]
pub(crate) enum Slotted<'e> {
    #[default]
    Missing,
    One(Value<'e>),
    Many(Vec<Value<'e>>),
    /// The key names something that JavaScript objects inherit.
    Undecidable,
    /// Looking it up throws in the provider's engine.
    Throw,
}

impl<'e> Slotted<'e> {
    pub(crate) fn found(&self) -> Found<'_, 'e> {
        match self {
            Self::Missing => Found::Values(&[]),
            Self::One(value) => Found::Values(std::slice::from_ref(value)),
            Self::Many(values) => Found::Values(values),
            Self::Undecidable => Found::Undecidable,
            Self::Throw => Found::Throw,
        }
    }
}

impl TreeFacts<'_> {
    pub(crate) fn label(&self, key: &str) -> Option<LabelText<'_>> {
        self.labels.get(key).cloned()
    }

    pub(crate) fn test(&self, slot: Slot, operation: &Operation) -> Test {
        operation.test(self.slots.get(slot.index()).map_or(Found::Values(&[]), Slotted::found))
    }
}
