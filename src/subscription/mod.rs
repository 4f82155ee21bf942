//! The neutral subscription: what every dialect is read into, plain data.
//!
//! Every difference between providers is a value in here (how conditions combine,
//! how a key is looked up, which values a label may have, whose coercion an operator
//! follows); nothing downstream asks where a subscription came from.

mod conditions;
mod events;
mod labels;
mod path;

use std::fmt;

use crate::diagnostic::{Code, Place};
use crate::json::Member;
use crate::truth::Truth;

pub use conditions::{Combine, Condition, Conditions};
pub use events::{EventPattern, EventTypes, PatternError};
pub(crate) use labels::is_evm_address;
pub use labels::{Label, LabelCase};
pub use path::{Lookup, Path, PathError, Root, Segment};

/// Who wants which events, and where to.
///
/// ```
/// use hooksieve::Config;
/// let config = Config::detect(r#"{"id":"a","events":["wallet.*"],"labels":{"env":"prod"},"target":{"url":"https://a.example"}}"#);
/// let subscription = &config.subscriptions[0];
/// assert_eq!(subscription.events.patterns[0].text, "wallet.*");
/// assert_eq!(subscription.labels[0].key, "env");
/// assert_eq!(subscription.target.as_ref().unwrap().url, "https://a.example");
/// ```
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
    ///
    /// ```
    /// use hooksieve::{EventTypes, Subscription, Truth};
    /// let subscription = Subscription { events: EventTypes::all(), ..Subscription::new("a") };
    /// assert_eq!(subscription.enabled.value, Truth::True);
    /// assert!(subscription.conditions.list.is_empty());
    /// ```
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
///
/// ```
/// use hooksieve::{Config, Truth};
/// let config = Config::detect(r#"{"id":"a","enabled":false,"events":["*"]}"#);
/// let enabled = &config.subscriptions[0].enabled;
/// assert_eq!(enabled.value, Truth::False);
/// assert_eq!(enabled.place.as_ref().unwrap().pointer.as_str(), "/enabled");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: Truth,
    /// Where it stands; nothing where the provider's default applies.
    pub place: Option<Place>,
}

impl Setting {
    /// On by default.
    ///
    /// ```
    /// use hooksieve::{Setting, Truth};
    /// assert_eq!(Setting::on(), Setting { value: Truth::True, place: None });
    /// ```
    pub const fn on() -> Self {
        Self { value: Truth::True, place: None }
    }
}

/// Where a match is delivered. `Debug` shows neither query, credentials nor header values.
///
/// ```
/// use hooksieve::{Place, Target};
/// let headers = vec![("Authorization".to_owned(), "Bearer t0k3n".to_owned())];
/// let target = Target { url: "https://a.example/hooks?key=s3cret".into(), headers, place: Place::default() };
/// let shown = format!("{target:?}");
/// assert!(shown.contains("Authorization") && !shown.contains("t0k3n") && !shown.contains("s3cret"));
/// ```
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
///
/// ```
/// use hooksieve::{Code, Note, Subscription};
/// let note = Note { code: Code::EditionDiffers, message: "read as of 2026".into() };
/// let subscription = Subscription { notes: vec![note], ..Subscription::new("a") };
/// assert_eq!(subscription.notes[0].code.as_str(), "edition-differs");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub code: Code,
    /// The sentence.
    pub message: String,
}
