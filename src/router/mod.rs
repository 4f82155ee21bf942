//! Which subscriptions an event fires.
//!
//! A subscription becomes a [`filter`]: needs over [`tokens`] and residual tests
//! ([`shared`]); subscriptions with the same filter share it ([`roster`]). The [`tree`]
//! finds the filters that an event may satisfy, [`matching`] decides them.

mod access;
mod ahead;
mod asked;
mod batch;
mod checksum;
mod compile;
mod error;
mod filter;
mod groups;
mod lists;
mod matching;
mod order;
mod patterns;
mod picked;
mod roster;
mod routing;
mod scalar;
mod shared;
mod slots;
mod snapshot;
mod spell;
mod stats;
mod tokens;
mod tree;

use std::borrow::Cow;
use std::fmt;

use crate::dialect::{Config, Dialect, Form};
use crate::event::{self, Captures, EventForm, Fields, Reading};
use crate::limits::Limits;
use crate::subscription::Subscription;

use access::Access;
use compile::Parts;
use filter::{FilterId, Filters, Flags};
use matching::Memory;
use roster::Roster;
use tree::Tree;

pub use batch::{Batch, BatchEvent};
pub use error::HooksieveError;
pub use routing::{Match, Routing};
pub use snapshot::SnapshotError;
pub use stats::{Heavy, Stats};

/// A set of subscriptions, ready to route events.
///
/// It keeps ids and what routing needs, not the subscriptions: a million of them take a
/// few hundred bytes each. What explaining needs is kept by [`Explainer`](crate::Explainer).
///
/// Readers share it freely (`Send + Sync`). To change it while others route, change a
/// clone and swap it in:
///
/// ```
/// use std::sync::{Arc, RwLock};
/// use hooksieve::{Config, EventTypes, Router, Subscription};
/// let config = Config::detect(r#"[
///   {"id":"a","events":["wallet.*"],"target":{"url":"https://a.example"}},
///   {"id":"b","events":["wallet.created"],"labels":{"env":"prod"},"target":{"url":"https://b.example"}}]"#);
/// let shared = RwLock::new(Arc::new(Router::from_config(&config)));
///
/// // A reader holds the lock for as long as it takes to clone the `Arc`.
/// let router = Arc::clone(&shared.read().unwrap());
/// let event = br#"{"id":"e1","type":"wallet.created","labels":{"env":"dev"},"data":{}}"#;
/// let ids = |router: &Router| -> Vec<String> {
///     router.route(event).matched().map(|each| each.id().to_owned()).collect()
/// };
/// assert_eq!(ids(&router), ["a"]);
///
/// // The writer works on a copy; readers go on with the one they have.
/// let mut changed = Router::clone(&router);
/// changed.insert(&Subscription { events: EventTypes::all(), ..Subscription::new("c") })?;
/// *shared.write().unwrap() = Arc::new(changed);
/// assert_eq!(ids(&router), ["a"]);
/// assert_eq!(ids(&shared.read().unwrap()), ["a", "c"]);
/// # Ok::<(), hooksieve::HooksieveError>(())
/// ```
#[derive(Clone)]
pub struct Router {
    roster: Roster,
    filters: Filters,
    tree: Tree,
    access: Access,
    fields: Fields,
    form: EventForm,
    reading: Reading,
    limits: Limits,
    /// Filters when the tree was built last.
    built: usize,
    /// Subscriptions removed or replaced since the router was made.
    churn: usize,
}

/// Memory of [`Router::route_with`], used again for every event; one for each thread.
///
/// ```
/// use hooksieve::{Router, Scratch};
/// let router = Router::new();
/// let mut scratch = Scratch::default();
/// assert_eq!(router.route_with(br#"{"type":"wallet.created"}"#, &mut scratch).matched().count(), 0);
/// assert_eq!(router.route_with(br#"{"type":"key.created"}"#, &mut scratch).event_type(), Some("key.created"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    captures: Captures,
    memory: Memory,
}

impl Router {
    /// A router without subscriptions.
    ///
    /// ```
    /// assert!(hooksieve::Router::new().is_empty());
    /// ```
    pub fn new() -> Self {
        Self {
            roster: Roster::default(),
            filters: Filters::default(),
            tree: Tree::default(),
            access: Access::default(),
            fields: Fields::default(),
            form: EventForm::Auto,
            reading: Reading::Full,
            limits: Limits::default(),
            built: 0,
            churn: 0,
        }
    }

    /// A router with every subscription of a configuration, in its order. Of two with
    /// the same id both route; [`Router::replace`] and [`Router::remove`] take the first.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let config = Config::detect(r#"[{"id":"a","events":["*"]},{"id":"a","events":["*"]}]"#);
    /// let router = Router::from_config(&config);
    /// assert_eq!(router.route(br#"{"type":"wallet.created"}"#).matched().count(), 2);
    /// ```
    pub fn from_config(config: &Config) -> Self {
        let (mut router, mut parts) = (Self::new(), Parts::default());
        for block in config.subscriptions.chunks(slots::TOGETHER) {
            router.enlist(block, &mut parts);
        }
        router.settle();
        router
    }

    /// Reads a configuration of stored objects and makes a router of it.
    ///
    /// # Errors
    /// When the text is not JSON. Other faults are diagnostics, which
    /// [`Config::read`] gives.
    ///
    /// ```
    /// use hooksieve::{Dialect, Router};
    /// let router = Router::from_json(Dialect::DFNS, br#"{"url":"https://a.example","events":["*"]}"#)?;
    /// assert_eq!(router.len(), 1);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn from_json(dialect: Dialect, config: &[u8]) -> Result<Self, HooksieveError> {
        let text = std::str::from_utf8(config)
            .map_err(|fault| HooksieveError::Unreadable(fault.to_string()))?;
        let mut router = Self::new();
        let limits = Limits::default();
        let mut parts = Parts::default();
        let enlist = |block: &[_]| router.enlist(block, &mut parts);
        let clean = Config::each_clean(text, dialect, &limits, enlist);
        if clean.is_some() {
            router.settle();
            return Ok(router);
        }
        let config = Config::read(text, dialect);
        if config.form == Form::Unreadable {
            let message = config.diagnostics.first().map(|first| first.message.clone());
            return Err(HooksieveError::Unreadable(message.unwrap_or_default()));
        }
        Ok(Self::from_config(&config))
    }

    /// The same router, reading events in a named form instead of by their shape.
    ///
    /// ```
    /// use hooksieve::{EventForm, Router};
    /// let router = Router::new().with_event_form(EventForm::Dfns);
    /// let event = br#"{"type":"other","kind":"wallet.created","data":{}}"#;
    /// assert_eq!(router.route(event).event_type(), Some("wallet.created"));
    /// ```
    #[must_use]
    pub fn with_event_form(mut self, form: EventForm) -> Self {
        self.form = form;
        self
    }

    /// The same router, reading events whole or only as far as needed.
    ///
    /// ```
    /// use hooksieve::{Reading, Router};
    /// let router = Router::new().with_reading(Reading::Touched);
    /// assert_eq!(router.route(br#"{"type":"wallet.created","data":{}}"#).event_type(), Some("wallet.created"));
    /// ```
    #[must_use]
    pub fn with_reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// The same router with other limits, on events and on what is inserted.
    ///
    /// ```
    /// use hooksieve::{Limits, Router};
    /// let router = Router::new().with_limits(Limits { event_bytes: 10, ..Limits::default() });
    /// let routing = router.route(br#"{"type":"wallet.created"}"#);
    /// assert_eq!(routing.error().unwrap().to_string(), "the event is larger than 10 bytes");
    /// ```
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How many subscriptions there are.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let config = Config::detect(r#"[{"id":"a","events":["*"]},{"id":"b","events":["*"]}]"#);
    /// assert_eq!(Router::from_config(&config).len(), 2);
    /// ```
    pub fn len(&self) -> usize {
        self.roster.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(hooksieve::Router::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The subscriptions in declaration order.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let config = Config::detect(r#"[{"id":"b","events":["*"]},{"id":"a","events":["*"]}]"#);
    /// let router = Router::from_config(&config);
    /// let ids: Vec<_> = router.subscriptions().map(|each| each.id()).collect();
    /// assert_eq!(ids, ["b", "a"]);
    /// ```
    pub fn subscriptions(&self) -> impl Iterator<Item = Match<'_>> {
        let each = self.roster.positions();
        each.map(|(at, _)| Match::new(self, at))
    }

    /// Adds a subscription after all others, in time proportional to what it asks for,
    /// amortised: now and then the index is made anew, and the first change after loading
    /// makes the tables that only changes need.
    ///
    /// # Errors
    /// When its id is there already, when it asks for more than the router's limits
    /// allow, or when the router is full.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(&Subscription { events: EventTypes::all(), ..Subscription::new("a") })?;
    /// assert!(router.insert(&Subscription::new("a")).is_err());
    /// assert_eq!(router.route(br#"{"type":"wallet.created"}"#).matched().count(), 1);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn insert(&mut self, subscription: &Subscription) -> Result<(), HooksieveError> {
        if self.roster.find(&subscription.id).is_some() {
            return Err(HooksieveError::IdExists(subscription.id.clone()));
        }
        self.admit(subscription)?;
        if !self.roster.has_room(&subscription.id) {
            return Err(HooksieveError::Full);
        }
        let (filter, new) = self.take_filter(subscription);
        let position = self.roster.push(&subscription.id, filter);
        self.join(filter, new, position);
        if self.filters.len() > 2 * self.built.max(32) {
            self.build();
        }
        Ok(())
    }

    /// Puts a subscription in the place of the one with its id, in time proportional to
    /// what both ask for, amortised as [`Router::insert`] is.
    ///
    /// # Errors
    /// When no subscription has its id, or when it asks for more than the router's
    /// limits allow.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(&Subscription::new("a"))?;
    /// router.replace(&Subscription { events: EventTypes::all(), ..Subscription::new("a") })?;
    /// assert_eq!(router.route(br#"{"type":"wallet.created"}"#).matched().count(), 1);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn replace(&mut self, subscription: &Subscription) -> Result<(), HooksieveError> {
        let Some(position) = self.roster.find(&subscription.id) else {
            return Err(HooksieveError::IdUnknown(subscription.id.clone()));
        };
        self.admit(subscription)?;
        let before = self.roster.filter(position);
        let (filter, new) = self.take_filter(subscription);
        if let Some(before) = before {
            self.part(before, position);
        }
        self.roster.refilter(position, filter);
        self.join(filter, new, position);
        self.churned();
        Ok(())
    }

    /// Takes out the subscription with this id, in time proportional to what it asked
    /// for, amortised; whether there was one.
    ///
    /// ```
    /// use hooksieve::{Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(&Subscription::new("a"))?;
    /// assert!(router.remove("a"));
    /// assert!(!router.remove("a"));
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(position) = self.roster.find(id) else { return false };
        let filter = self.roster.filter(position);
        self.roster.remove(position);
        if let Some(filter) = filter {
            self.part(filter, position);
        }
        self.churned();
        true
    }

    /// Decides which subscriptions an event fires. Never fails: an event that cannot
    /// be read is undecidable for every subscription that is on, and the routing says
    /// why ([`Routing::error`]).
    ///
    /// ```
    /// use hooksieve::{Dialect, Outcome, Router};
    /// let router = Router::from_json(Dialect::DFNS, br#"{"url":"https://a.example","events":["wallet.created"]}"#)?;
    /// assert_eq!(router.route(br#"{"kind":"wallet.created"}"#).outcome(), Outcome::Fires);
    /// assert_eq!(router.route(b"not JSON").outcome(), Outcome::Undecidable);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn route<'r>(&'r self, event: &[u8]) -> Routing<'r> {
        let mut scratch = Scratch::default();
        let own = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        let routing = self.route_with(event, &mut scratch);
        Routing {
            router: self,
            id: own(routing.id),
            event_type: own(routing.event_type),
            error: routing.error,
            matched: Cow::Owned(routing.matched.into_owned()),
            undecidable: Cow::Owned(routing.undecidable.into_owned()),
        }
    }

    /// [`Router::route`] with memory that is used again for every event: once it has
    /// grown to what events need, nothing is allocated any more.
    ///
    /// ```
    /// use hooksieve::{Dialect, Router, Scratch};
    /// let router = Router::from_json(Dialect::DFNS, br#"{"url":"https://a.example","events":["*"]}"#)?;
    /// let mut scratch = Scratch::default();
    /// for event in [r#"{"kind":"wallet.created"}"#, r#"{"kind":"key.created"}"#] {
    ///     let routing = router.route_with(event.as_bytes(), &mut scratch);
    ///     assert_eq!(routing.matched().count(), 1);
    /// }
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn route_with<'r>(&'r self, event: &'r [u8], scratch: &'r mut Scratch) -> Routing<'r> {
        ahead::fetch_start(event);
        let Scratch { captures, memory } = scratch;
        let (form, reading) = (self.form, self.reading);
        let read = event::read(event, &self.fields, captures, form, reading, &self.limits);
        let (id, event_type, error) = match read {
            Ok(facts) => {
                self.decide(&facts, memory);
                (facts.id(), facts.named_type(), None)
            }
            Err(error) => {
                self.leave_undecided(memory);
                (None, None, Some(error))
            }
        };
        Routing {
            router: self,
            id: id.map(Cow::Borrowed),
            event_type: event_type.map(Cow::Borrowed),
            error,
            matched: Cow::Borrowed(&memory.verdicts.matched),
            undecidable: Cow::Borrowed(&memory.verdicts.undecidable),
        }
    }

    /// An event that cannot be read: undecidable for every subscription that some event
    /// may fire.
    fn leave_undecided(&self, memory: &mut Memory) {
        memory.clear();
        let may_fire = |filter| !self.filters.terms(filter).flags.has(Flags::NEVER);
        let positions = self.roster.positions().filter(|&(_, filter)| may_fire(filter));
        memory.verdicts.undecidable.extend(positions.map(|(position, _)| position));
    }

    /// Adds subscriptions whose filters are filed when the index is built.
    fn enlist(&mut self, block: &[Subscription], parts: &mut Parts) {
        self.compile(block, parts);
        let mut taken = std::mem::take(&mut parts.taken);
        taken.clear();
        taken.extend(parts.filters().map(|(words, hash)| self.filters.take(words, hash).0));
        for &filter in &taken {
            self.roster.fetch(self.filters.holders(filter));
        }
        for (subscription, &filter) in block.iter().zip(&taken) {
            let position = self.roster.push(&subscription.id, filter);
            let holders = self.roster.join(self.filters.holders(filter), position);
            self.filters.set_holders(filter, holders);
        }
        parts.taken = taken;
    }

    /// Makes the index of all subscriptions that were enlisted; what only changes need is
    /// made with the first change.
    fn settle(&mut self) {
        self.filters.settle();
        self.build();
    }

    /// Makes the index anew from all filters.
    fn build(&mut self) {
        self.tree.rebuild(&mut self.filters, &mut self.access);
        self.built = self.filters.len();
    }

    /// The filter of a subscription with one more user, and whether it is new.
    fn take_filter(&mut self, subscription: &Subscription) -> (FilterId, bool) {
        let mut parts = Parts::default();
        self.compile(std::slice::from_ref(subscription), &mut parts);
        let mut filters = parts.filters();
        let taken = filters.next().map(|(words, hash)| self.filters.take(words, hash));
        taken.unwrap_or((filter::NONE, false))
    }

    /// Adds a holder of a filter, and files the filter where it is new.
    fn join(&mut self, filter: FilterId, new: bool, position: u32) {
        let before = self.filters.holders(filter);
        let holders = self.roster.join(before, position);
        self.filters.set_holders(filter, holders);
        if new {
            self.tree.insert(filter, &mut self.filters, &mut self.access);
        } else if holders != before {
            self.tree.set_holders(filter, holders, &self.filters);
        }
    }

    /// Takes a holder from a filter, and the filter away with the last.
    fn part(&mut self, filter: FilterId, position: u32) {
        let before = self.filters.holders(filter);
        let holders = self.roster.part(before, position);
        self.filters.set_holders(filter, holders);
        if self.filters.users(filter) == 1 {
            self.tree.remove(filter, &mut self.filters, &mut self.access);
        } else if holders != before {
            self.tree.set_holders(filter, holders, &self.filters);
        }
        self.filters.release(filter);
    }

    /// Refuses a subscription that was not read from a configuration under the limits.
    fn admit(&self, subscription: &Subscription) -> Result<(), HooksieveError> {
        let conditions = &subscription.conditions.list;
        let wildcards = conditions.iter().map(|condition| condition.path.wildcards()).max();
        let refused = |limit| HooksieveError::TooDear { id: subscription.id.clone(), limit };
        if wildcards.unwrap_or(0) > self.limits.wildcards {
            return Err(refused("wildcards"));
        }
        let mut regexps = conditions.iter().filter_map(|it| it.predicate.operation.regexp());
        match regexps.find_map(|regexp| regexp.broken_limit(&self.limits)) {
            Some(limit) => Err(refused(limit)),
            None => Ok(()),
        }
    }

    /// Makes the router anew once more is gone than there is.
    fn churned(&mut self) {
        self.churn += 1;
        if self.churn > self.len() + 64 {
            self.compact();
        }
    }

    /// The router as if it had been built from the subscriptions that are left.
    fn compact(&mut self) {
        let (form, reading) = (self.form, self.reading);
        let limits = std::mem::take(&mut self.limits);
        // A snapshot of one's own holds no fault.
        if let Ok(fresh) = Self::from_bytes_within(&self.to_bytes_with(false), &Limits::unbounded())
        {
            *self = Self { form, reading, ..fresh };
        }
        self.limits = limits;
        self.churn = 0;
    }
}

/// A place in a list as a number; [`filter::NONE`] beyond the last.
#[inline]
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(filter::NONE)
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("subscriptions", &self.len()).finish_non_exhaustive()
    }
}
