//! What a provider's endpoints are like, as data.

use super::answer::ErrorForm;
use super::paths::Route;
use crate::dialect::Dialect;
use crate::target::TargetRules;

/// The configuration endpoints of one provider.
///
/// ```
/// use hooksieve::{Dialect, endpoint::{Api, Change, Fresh}};
/// let api = Api::of(Dialect::DFNS).unwrap();
/// let fresh = Fresh::new(1_701_684_144_000, [7; 48]);
/// let answer = api.create(r#"{"url":"https://a.example","events":["*"]}"#, 0, &fresh);
/// assert_eq!(answer.status, 200);
/// let Change::Put { object, .. } = answer.change else { panic!() };
/// assert_eq!(object.get("status").unwrap().string(), Some("Enabled"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Api {
    pub(super) dialect: Dialect,
    pub(super) routes: &'static [Route],
    /// The member that holds the id, and the id's form.
    pub(super) id: (&'static str, IdForm),
    /// The member that holds what signs deliveries, where each object has its own.
    pub(super) secret: Option<(&'static str, SecretForm)>,
    /// Members that tell of times.
    pub(super) times: &'static [(&'static str, Time)],
    /// Members that are stored although a request leaves them out, as JSON.
    pub(super) defaults: &'static [(&'static str, &'static str)],
    /// The members in the order in which the provider writes them.
    pub(super) order: &'static [&'static str],
    /// The member that switches an object off, and its value then, as JSON.
    pub(super) off: Option<(&'static str, &'static str)>,
    /// Whether an update may stand in the query (ARK, Update a webhook, Query Parameters).
    pub(super) update_by_query: bool,
    /// Whether an answer holds its object in a member `data`.
    pub(super) wrapped: bool,
    /// The status of a creation.
    pub(super) created: u16,
    pub(super) updated: Done,
    pub(super) deleted: Done,
    pub(super) listing: Listing,
    pub(super) history: HistoryForm,
    pub(super) events: EventList,
    /// How many objects one tenant may have.
    pub(super) most: Option<usize>,
    /// The status of a request that is refused for what it says.
    pub(super) invalid: u16,
    pub(super) errors: ErrorForm,
}

/// How ids are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdForm {
    DfnsWebhook,
    Ksuid,
    Uuid,
}

/// How secrets are made, and what of them is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SecretForm {
    Dfns,
    Uuid,
    /// 64 hexadecimal digits, of which the first half is stored.
    HalfToken,
    /// `whsec_…`.
    StandardWebhooks,
}

/// What a member of the server tells, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// When it was created, as a date.
    Created,
    /// When it was changed last, as a date.
    Updated,
    /// When a delivery was attempted last, in seconds; from its creation on.
    Attempted,
    /// When a delivery succeeded last, in seconds; from its creation on.
    Healthy,
}

/// What is answered when something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// The object.
    Object,
    /// A status and a fixed body, as JSON.
    Body(u16, &'static str),
    /// A status alone.
    Status(u16),
}

/// How lists of deliveries are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventList {
    /// The member that holds them.
    pub(super) items: &'static str,
    /// The member that holds an id.
    pub(super) id: &'static str,
    /// What they can be asked for by.
    pub(super) filters: &'static [Filter],
    /// How many there are at most, where they are not told page by page.
    pub(super) first: Option<usize>,
    /// How they are paged, where that is not as the objects are.
    pub(super) paging: Option<Paging>,
}

/// A parameter that leaves some of the deliveries out, and the member that it looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filter {
    pub(super) parameter: &'static str,
    pub(super) member: &'static str,
    pub(super) asks: Asks,
}

/// What a filter asks of its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// The same text.
    Same,
    /// One of the texts between commas.
    OneOf,
    /// The same text, which must be one of these.
    Known(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A time no earlier than this one.
    From,
    /// A time no later than this one.
    To,
}

/// How deliveries are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HistoryForm {
    /// Not at all.
    None,
    /// Each attempt as an event.
    Attempts,
    /// The event's id and type with the state of its delivery.
    Summary,
    /// The event within a record of its delivery.
    Record,
}

/// How lists are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing {
    /// The member that holds the objects.
    pub(super) items: &'static str,
    /// The parameter that says how many.
    pub(super) limit: &'static str,
    /// How many, where it is absent.
    pub(super) usual: usize,
    /// How many at most.
    pub(super) most: usize,
    /// Whether the newest comes first.
    pub(super) newest_first: bool,
    pub(super) paging: Paging,
}

/// How a list goes on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Paging {
    /// By a token, from the parameter to the member.
    Token { parameter: &'static str, member: &'static str },
    /// By ids, with a count.
    Ids,
    /// By numbered pages of this path.
    Pages { path: &'static str },
    /// By the id of the last one, in `cursor`, with `has_more`.
    Cursor,
}

/// What is new with each request: the time, random bytes, and which targets are safe.
///
/// ```
/// use hooksieve::{endpoint::Fresh, target::TargetRules};
/// let fresh = Fresh { rules: Some(TargetRules::default()), ..Fresh::new(0, [0; 48]) };
/// assert_eq!(fresh.now, 0);
/// ```
#[derive(Clone, Copy)]
pub struct Fresh {
    /// Milliseconds since 1970.
    pub now: u64,
    /// Random bytes for an id (16) and a secret (32). `Debug` does not show them.
    pub random: [u8; 48],
    /// Which targets may be stored; nothing where the dialect alone decides.
    pub rules: Option<TargetRules>,
}

impl Fresh {
    /// Time and random bytes, with the dialect's own rules for targets.
    ///
    /// ```
    /// assert!(hooksieve::endpoint::Fresh::new(0, [0; 48]).rules.is_none());
    /// ```
    pub const fn new(now: u64, random: [u8; 48]) -> Self {
        Self { now, random, rules: None }
    }

    /// 16 of the random bytes.
    pub(super) fn bytes(&self, from: usize) -> [u8; 16] {
        let mut bytes = [0; 16];
        for (byte, random) in bytes.iter_mut().zip(self.random.iter().skip(from)) {
            *byte = *random;
        }
        bytes
    }
}

impl std::fmt::Debug for Fresh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fresh").field("now", &self.now).finish_non_exhaustive()
    }
}
