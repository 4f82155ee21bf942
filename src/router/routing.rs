//! What became of one event.

use std::borrow::Cow;
use std::fmt;

use super::Router;
use crate::event::EventError;
use crate::truth::Outcome;

/// What became of one event.
///
/// ```
/// use hooksieve::{Config, Outcome, Router};
/// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
/// let router = Router::from_config(&config);
/// let routing = router.route(br#"{"id":"whe-1","type":"wallet.created"}"#);
/// assert_eq!(routing.outcome(), Outcome::Fires);
/// assert_eq!((routing.event_id(), routing.event_type()), (Some("whe-1"), Some("wallet.created")));
/// assert_eq!(routing.matched().next().unwrap().id(), "a");
/// ```
#[derive(Clone, Debug)]
pub struct Routing<'r> {
    pub(super) router: &'r Router,
    pub(super) id: Option<Cow<'r, str>>,
    pub(super) event_type: Option<Cow<'r, str>>,
    pub(super) error: Option<EventError>,
    pub(super) matched: Cow<'r, [u32]>,
    pub(super) undecidable: Cow<'r, [u32]>,
}

/// A subscription that an event fires, or for which that cannot be decided.
///
/// ```
/// use hooksieve::{Config, Router};
/// let config = Config::detect(r#"[{"id":"a","events":["key.*"]},{"id":"b","events":["*"]}]"#);
/// let router = Router::from_config(&config);
/// let found = router.route(br#"{"type":"wallet.created"}"#).matched().next().unwrap();
/// assert_eq!((found.id(), found.position()), ("b", 1));
/// assert_eq!(config.subscriptions[found.position()].id, "b");
/// ```
#[derive(Clone, Copy)]
pub struct Match<'r> {
    router: &'r Router,
    at: u32,
}

impl<'r> Match<'r> {
    pub(super) fn new(router: &'r Router, at: u32) -> Self {
        Self { router, at }
    }

    /// The subscription's id.
    ///
    /// ```
    /// use hooksieve::{Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(&Subscription::new("a"))?;
    /// assert_eq!(router.subscriptions().next().unwrap().id(), "a");
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn id(&self) -> &'r str {
        self.router.roster.id(self.at)
    }

    /// The subscription's position: of a router made from a configuration and not
    /// changed since, the index among the configuration's subscriptions. Removing
    /// subscriptions may renumber positions; their order stays.
    ///
    /// ```
    /// use hooksieve::{Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(&Subscription::new("a"))?;
    /// assert_eq!(router.subscriptions().next().unwrap().position(), 0);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn position(&self) -> usize {
        self.at as usize
    }
}

impl fmt::Debug for Match<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Match").field("id", &self.id()).field("position", &self.at).finish()
    }
}

impl<'r> Routing<'r> {
    /// Fires if it fires any subscription, else undecidable if any is, else does not fire.
    ///
    /// ```
    /// use hooksieve::{Outcome, Router};
    /// assert_eq!(Router::new().route(br#"{"type":"wallet.created"}"#).outcome(), Outcome::DoesNotFire);
    /// ```
    pub fn outcome(&self) -> Outcome {
        Outcome::of(!self.matched.is_empty(), !self.undecidable.is_empty())
    }

    /// Why the event could not be read, if it could not.
    ///
    /// ```
    /// assert!(hooksieve::Router::new().route(b"{").error().is_some());
    /// ```
    pub fn error(&self) -> Option<&EventError> {
        self.error.as_ref()
    }

    /// The event's id, a number as its decimal text.
    ///
    /// ```
    /// assert_eq!(hooksieve::Router::new().route(br#"{"id":7}"#).event_id(), Some("7"));
    /// ```
    pub fn event_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The event's type.
    ///
    /// ```
    /// let router = hooksieve::Router::new();
    /// assert_eq!(router.route(br#"{"kind":"wallet.created"}"#).event_type(), Some("wallet.created"));
    /// ```
    pub fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    /// The subscriptions it fires, in declaration order.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"[{"id":"a","events":["wallet.*"]},{"id":"b","events":["key.*"]}]"#));
    /// let routing = router.route(br#"{"type":"key.created"}"#);
    /// assert_eq!(routing.matched().map(|each| each.id()).collect::<Vec<_>>(), ["b"]);
    /// ```
    pub fn matched(&self) -> impl ExactSizeIterator<Item = Match<'r>> {
        matches(self.router, &self.matched)
    }

    /// The subscriptions for which that cannot be decided, in declaration order.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["wallet.created"]}"#));
    /// let routing = router.route(br#"{"data":{"amount":1000}}"#);
    /// assert_eq!(routing.undecidable().next().unwrap().id(), "a");
    /// ```
    pub fn undecidable(&self) -> impl ExactSizeIterator<Item = Match<'r>> {
        matches(self.router, &self.undecidable)
    }
}

fn matches<'r>(router: &'r Router, positions: &[u32]) -> impl ExactSizeIterator<Item = Match<'r>> {
    positions.iter().map(|&at| Match::new(router, at))
}
