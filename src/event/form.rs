//! The forms in which events come, found by their shape or named.

use std::fmt;

use crate::json::Node;

/// How an event is laid out. A record (`{"headers":…,"body":…}`) around the body is
/// found in every form.
///
/// ```
/// use hooksieve::EventForm;
/// assert_eq!("ark".parse(), Ok(EventForm::Ark));
/// assert_eq!(EventForm::default(), EventForm::Auto);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventForm {
    /// By its shape: the first of `eventType`, `type`, `kind`, `event` that is a text.
    #[default]
    Auto,
    /// `{"id","type","labels"?,"data"}`
    Hooksieve,
    /// `{"id","kind","date","data",…}`
    Dfns,
    /// `{"id","type","created","data":{"object":…},…}`
    Dakota,
    /// `{"eventId","eventType","data",…}`, flat without a type, or the shape of 2025.
    Cdp,
    /// `{"timestamp","data","event"}`
    Ark,
}

impl EventForm {
    /// Every form.
    ///
    /// ```
    /// use hooksieve::EventForm;
    /// assert!(EventForm::ALL.iter().all(|form| form.as_str().parse() == Ok(*form)));
    /// ```
    pub const ALL: &'static [Self] =
        &[Self::Auto, Self::Hooksieve, Self::Dfns, Self::Dakota, Self::Cdp, Self::Ark];

    /// The form's name.
    ///
    /// ```
    /// assert_eq!(hooksieve::EventForm::Cdp.as_str(), "cdp");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Hooksieve => "hooksieve",
            Self::Dfns => "dfns",
            Self::Dakota => "dakota",
            Self::Cdp => "cdp",
            Self::Ark => "ark",
        }
    }

    /// The members of the body that may name the type, the first text counts.
    pub(super) const fn type_members(self) -> &'static [Envelope] {
        use Envelope::{Event, EventType, Kind, Type};
        match self {
            Self::Auto => &[EventType, Type, Kind, Event],
            Self::Hooksieve | Self::Dakota => &[Type],
            Self::Dfns => &[Kind],
            Self::Cdp => &[EventType, Type],
            Self::Ark => &[Event],
        }
    }

    /// Whether an event whose type stands in the member `named_by` (or nowhere in the
    /// body) has its data flat in the body when it has no `data` member.
    pub(super) fn may_be_flat(self, named_by: Option<Envelope>) -> bool {
        matches!(self, Self::Auto | Self::Cdp)
            && matches!(named_by, None | Some(Envelope::EventType))
    }
}

/// Headers that name the event's type, in lower case.
pub(super) const TYPE_HEADERS: &[&str] = &["x-event-type", "x-dakota-event-type"];

/// Headers that name the event's id, in lower case.
pub(super) const ID_HEADERS: &[&str] = &["x-event-id", "x-hook0-id", "x-dakota-event-id"];

/// The members of the body that every event is looked through for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    EventType,
    Type,
    Kind,
    Event,
    Id,
    EventId,
    EventID,
    Labels,
    Data,
    Body,
    Headers,
}

impl Envelope {
    pub(super) const ALL: [Self; 11] = [
        Self::EventType,
        Self::Type,
        Self::Kind,
        Self::Event,
        Self::Id,
        Self::EventId,
        Self::EventID,
        Self::Labels,
        Self::Data,
        Self::Body,
        Self::Headers,
    ];

    /// The member's name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::EventType => "eventType",
            Self::Type => "type",
            Self::Kind => "kind",
            Self::Event => "event",
            Self::Id => "id",
            Self::EventId => "eventId",
            Self::EventID => "eventID",
            Self::Labels => "labels",
            Self::Data => "data",
            Self::Body => "body",
            Self::Headers => "headers",
        }
    }
}

/// Members of the body that name the event's id.
pub(super) const ID_MEMBERS: [Envelope; 3] = [Envelope::Id, Envelope::EventId, Envelope::EventID];

/// Whether an object is a record of a delivery: headers beside a body.
pub(super) fn is_record(node: &Node) -> bool {
    let object = |key| node.get(key).is_some_and(|value| value.members().is_some());
    object("body") && object("headers")
}

impl fmt::Display for EventForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No event form has this name.
///
/// ```
/// use hooksieve::{EventForm, UnknownEventForm};
/// assert_eq!("stripe".parse::<EventForm>(), Err(UnknownEventForm));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEventForm;

impl fmt::Display for UnknownEventForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = EventForm::ALL.iter().map(|form| form.as_str()).collect();
        write!(f, "there is no such event form; there are {}", names.join(", "))
    }
}

impl std::error::Error for UnknownEventForm {}

impl std::str::FromStr for EventForm {
    type Err = UnknownEventForm;

    fn from_str(text: &str) -> Result<Self, UnknownEventForm> {
        Self::ALL.iter().copied().find(|form| form.as_str() == text).ok_or(UnknownEventForm)
    }
}
