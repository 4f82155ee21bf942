//! The neutral subscription: what every dialect is read into, plain data.
//!
//! Every difference between providers is a value in here (how conditions combine,
//! how a key is looked up, which values a label may have, whose coercion an operator
//! follows); nothing downstream asks where a subscription came from.

mod events;
mod labels;
mod path;

use std::fmt;

use crate::diagnostic::{Code, Place};
use crate::json::Member;
use crate::predicate::{Operation, Predicate};
use crate::truth::Truth;

pub use events::{EventPattern, EventTypes, PatternError};
pub(crate) use labels::is_evm_address;
pub use labels::{Label, LabelCase};
pub use path::{Lookup, Path, PathError, Root, Segment};

/// Who wants which events, and where to.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// The provider's id, a number as its decimal text; `#0`, `#1`, … by position
    /// where the configuration has none.
    pub id: String,
    /// Whether the configuration itself gave the id.
    pub has_own_id: bool,
    /// Whether it is switched on, and where the configuration says so.
    pub enabled: Setting,
    /// The event types it asks for.
    pub events: EventTypes,
    /// Labels that must all be on the event.
    pub labels: Vec<Label>,
    /// What the event's payload must hold.
    pub conditions: Conditions,
    /// Where a match is delivered.
    pub target: Option<Target>,
    /// What the subscription is for.
    pub description: Option<String>,
    /// The owner's own pairs.
    pub metadata: Vec<(String, String)>,
    /// Members that routing does not read and a round trip must keep.
    pub extra: Vec<Member>,
    /// What a reader of a verdict must know about how this was read.
    pub notes: Vec<Note>,
    /// The whole object in its configuration.
    pub place: Place,
}

impl Subscription {
    /// A subscription that is on, asks for nothing, and has no conditions.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            has_own_id: true,
            enabled: Setting::on(),
            events: EventTypes::none(),
            labels: Vec::new(),
            conditions: Conditions::none(),
            target: None,
            description: None,
            metadata: Vec::new(),
            extra: Vec::new(),
            notes: Vec::new(),
            place: Place::default(),
        }
    }
}

/// A switch of the configuration: on, off, or written so that it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: Truth,
    /// Where it stands; nothing where the provider's default applies.
    pub place: Option<Place>,
}

impl Setting {
    /// On by default.
    pub const fn on() -> Self {
        Self { value: Truth::True, place: None }
    }
}

/// The conditions of a subscription and how they combine.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// How they combine.
    pub combine: Combine,
    /// The conditions in their order.
    pub list: Vec<Condition>,
    /// Set when the list as a whole could not be read.
    pub unreadable: bool,
    /// Where the list stands.
    pub place: Option<Place>,
}

impl Conditions {
    /// No conditions: nothing that could fail, under any combination.
    pub const fn none() -> Self {
        Self { combine: Combine::All, list: Vec::new(), unreadable: false, place: None }
    }
}

/// How the conditions of a subscription combine. No conditions at all always hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Combine {
    /// Every condition must hold.
    All,
    /// One that holds is enough.
    Any,
    /// All or any, the configuration does not say which: decided where both agree.
    Unreadable,
    /// In order: the first that holds decides for, the first that throws decides
    /// against, and what stands behind is not tried.
    OrderedAny,
}

/// One test of the event's payload.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The key as the configuration writes it.
    pub key: String,
    /// What the key means.
    pub path: Path,
    /// What the value there must be.
    pub predicate: Predicate,
    /// The whole condition.
    pub place: Place,
    /// Its value, or the condition where it has none.
    pub value_place: Place,
    /// Its key.
    pub key_place: Place,
    /// Its operator.
    pub operator_place: Place,
}

impl Condition {
    /// A condition of which nothing could be read: undecidable.
    pub(crate) fn unreadable(place: Place) -> Self {
        Self {
            key: String::new(),
            path: Path { root: Root::Data, lookup: Lookup::Unreadable },
            predicate: Predicate {
                operator: String::new(),
                value: None,
                operation: Operation::Unreadable,
            },
            value_place: place.clone(),
            key_place: place.clone(),
            operator_place: place.clone(),
            place,
        }
    }
}

/// Where a match is delivered. `Debug` shows neither query, credentials nor header values.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    /// The URL as written.
    pub url: String,
    /// Headers to send along, in order.
    pub headers: Vec<(String, String)>,
    /// Where it stands.
    pub place: Place,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("url", &crate::url::without_secrets(&self.url))
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Something to know about how a subscription was read, said beside its verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub code: Code,
    /// The sentence.
    pub message: String,
}
