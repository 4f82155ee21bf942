//! Which subscriptions an event fires: candidates from the index, each verified.

mod index;
mod shared;
pub(crate) mod verify;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::dialect::{Config, Dialect};
use crate::event::{self, Captures, EventError, EventForm, Facts, Fields, Slot};
use crate::limits::Limits;
use crate::subscription::Subscription;
use crate::truth::{Outcome, Truth};

use index::Index;
use shared::{Answers, SharedTests, TestId};

/// A set of subscriptions, ready to route events.
///
/// Readers share it freely (`Send + Sync`); a clone shares the subscriptions.
///
/// ```
/// use hooksieve::{Config, Router};
/// let config = Config::detect(r#"[
///   {"id":"a","events":["wallet.*"],"target":{"url":"https://a.example"}},
///   {"id":"b","events":["wallet.created"],"labels":{"env":"prod"},"target":{"url":"https://b.example"}}]"#);
/// let router = Router::from_config(&config);
/// let routing = router.route(br#"{"id":"e1","type":"wallet.created","labels":{"env":"dev"},"data":{}}"#);
/// let ids: Vec<_> = routing.matched().map(|subscription| subscription.id.as_str()).collect();
/// assert_eq!(ids, ["a"]);
/// ```
#[derive(Clone)]
pub struct Router {
    /// In declaration order; nothing where one was removed.
    entries: Vec<Option<Arc<Entry>>>,
    by_id: HashMap<String, usize>,
    removed: usize,
    fields: Fields,
    tests: SharedTests,
    index: Index,
    form: EventForm,
    limits: Limits,
}

/// One subscription with the slots and the shared tests of its conditions.
pub(crate) struct Entry {
    pub(crate) subscription: Subscription,
    pub(crate) slots: Box<[Slot]>,
    tests: Box<[TestId]>,
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
    candidates: Vec<u32>,
    answers: Answers,
}

/// What could not be done with a router or a configuration.
///
/// ```
/// use hooksieve::{HooksieveError, Router, Subscription};
/// let mut router = Router::new();
/// let error = router.replace(Subscription::new("a")).unwrap_err();
/// assert_eq!(error, HooksieveError::IdUnknown("a".into()));
/// assert_eq!(error.to_string(), "there is no subscription \"a\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HooksieveError {
    /// A subscription with this id is there already.
    IdExists(String),
    /// No subscription has this id.
    IdUnknown(String),
    /// The configuration text is not JSON, or not UTF-8.
    Unreadable(String),
}

impl fmt::Display for HooksieveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IdExists(id) => write!(f, "there is a subscription {id:?} already"),
            Self::IdUnknown(id) => write!(f, "there is no subscription {id:?}"),
            Self::Unreadable(message) => write!(f, "the configuration is not JSON: {message}"),
        }
    }
}

impl std::error::Error for HooksieveError {}

impl Router {
    /// A router without subscriptions.
    ///
    /// ```
    /// assert!(hooksieve::Router::new().is_empty());
    /// ```
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            by_id: HashMap::new(),
            removed: 0,
            fields: Fields::default(),
            tests: SharedTests::default(),
            index: Index::default(),
            form: EventForm::Auto,
            limits: Limits::default(),
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
        let mut router = Self::new();
        for subscription in &config.subscriptions {
            router.append(subscription.clone());
        }
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
        let config = Config::read(text, dialect);
        if config.form == crate::dialect::Form::Unreadable {
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

    /// The same router with other limits on events.
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
        self.entries.len() - self.removed
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
    /// let ids: Vec<_> = router.subscriptions().map(|each| each.id.as_str()).collect();
    /// assert_eq!(ids, ["b", "a"]);
    /// ```
    pub fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
        self.entries().map(|entry| &entry.subscription)
    }

    /// Adds a subscription after all others.
    ///
    /// # Errors
    /// When its id is there already.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(Subscription { events: EventTypes::all(), ..Subscription::new("a") })?;
    /// assert!(router.insert(Subscription::new("a")).is_err());
    /// assert_eq!(router.route(br#"{"type":"wallet.created"}"#).matched().count(), 1);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn insert(&mut self, subscription: Subscription) -> Result<(), HooksieveError> {
        if self.by_id.contains_key(&subscription.id) {
            return Err(HooksieveError::IdExists(subscription.id));
        }
        self.append(subscription);
        Ok(())
    }

    /// Puts a subscription in the place of the one with its id.
    ///
    /// # Errors
    /// When no subscription has its id.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(Subscription::new("a"))?;
    /// router.replace(Subscription { events: EventTypes::all(), ..Subscription::new("a") })?;
    /// assert_eq!(router.route(br#"{"type":"wallet.created"}"#).matched().count(), 1);
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn replace(&mut self, subscription: Subscription) -> Result<(), HooksieveError> {
        let Some(&at) = self.by_id.get(&subscription.id) else {
            return Err(HooksieveError::IdUnknown(subscription.id));
        };
        self.take(at);
        self.put(at, subscription);
        Ok(())
    }

    /// Takes out the subscription with this id.
    ///
    /// ```
    /// use hooksieve::{Router, Subscription};
    /// let mut router = Router::new();
    /// router.insert(Subscription::new("a"))?;
    /// assert_eq!(router.remove("a").unwrap().id, "a");
    /// assert!(router.remove("a").is_none());
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn remove(&mut self, id: &str) -> Option<Subscription> {
        let at = self.by_id.remove(id)?;
        let entry = self.take(at)?;
        self.removed += 1;
        // A configuration may have given the id twice; the next one takes its place.
        let same =
            |entry: &Option<Arc<Entry>>| entry.as_ref().is_some_and(|e| e.subscription.id == id);
        self.by_id.extend(self.entries.iter().position(same).map(|next| (id.to_owned(), next)));
        if self.removed * 2 > self.entries.len() {
            self.compact();
        }
        Some(
            Arc::try_unwrap(entry)
                .map_or_else(|shared| shared.subscription.clone(), |entry| entry.subscription),
        )
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
    pub fn route<'r>(&'r self, event: &'r [u8]) -> Routing<'r> {
        self.route_with(event, &mut Scratch::default())
    }

    /// [`Router::route`] with memory that is used again for every event.
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
    pub fn route_with<'r>(&'r self, event: &'r [u8], scratch: &mut Scratch) -> Routing<'r> {
        let text = match event::text(event, &self.limits) {
            Ok(text) => text,
            Err(error) => return self.unreadable(error),
        };
        let depth = self.limits.depth;
        let read = event::read(text, &self.fields, &mut scratch.captures, self.form, depth);
        match read {
            Ok(Some(facts)) => {
                scratch.candidates.clear();
                self.index.candidates(&facts, &mut scratch.candidates);
                let routing = self.decide(&facts, &scratch.candidates, &mut scratch.answers);
                Routing { id: facts.id(), event_type: facts.into_event_type(), ..routing }
            }
            Ok(None) => self.route_tree(text, Some(scratch)),
            Err(error) => self.unreadable(error),
        }
    }

    /// The oracle of the tests: reads the event as a tree and evaluates every
    /// subscription.
    #[doc(hidden)]
    pub fn route_naively<'r>(&'r self, event: &'r [u8]) -> Routing<'r> {
        match event::text(event, &self.limits) {
            Ok(text) => self.route_tree(text, None),
            Err(error) => self.unreadable(error),
        }
    }

    /// Routes by a tree: with the index and shared tests, or without either.
    #[allow(clippy::needless_pass_by_value, reason = "the memory is lent for one event")]
    fn route_tree(&self, text: &str, scratch: Option<&mut Scratch>) -> Routing<'_> {
        let tree = match crate::json::Node::parse_within(text, self.limits.depth) {
            Ok(tree) => tree,
            Err(fault) => return self.unreadable(fault.into()),
        };
        let facts = match event::read_tree(&tree, &self.fields, self.form) {
            Ok((facts, _)) => facts,
            Err(error) => return self.unreadable(error),
        };
        let routing = if let Some(Scratch { candidates, answers, .. }) = scratch {
            candidates.clear();
            self.index.candidates(&facts, candidates);
            self.decide(&facts, candidates, answers)
        } else {
            let each = |at| self.entry(at).map(|entry| verify::verdict(entry, &facts));
            self.collect(self.index.all(), each)
        };
        let own = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Routing { id: own(facts.id), event_type: own(facts.event_type), ..routing }
    }

    /// Verifies candidates, which come in declaration order.
    fn decide(&self, facts: &impl Facts, candidates: &[u32], answers: &mut Answers) -> Routing<'_> {
        answers.begin(&self.tests);
        self.collect(candidates, |at| {
            let entry = self.entry(at)?;
            Some(verify::verdict_by(entry, facts, |index| match entry.tests.get(index) {
                Some(id) => answers.get(*id, || verify::test_condition(entry, facts, index)),
                None => verify::test_condition(entry, facts, index),
            }))
        })
    }

    fn collect(
        &self,
        candidates: &[u32],
        mut verdict: impl FnMut(u32) -> Option<Truth>,
    ) -> Routing<'_> {
        let mut routing = Routing {
            router: self,
            id: None,
            event_type: None,
            error: None,
            matched: Vec::new(),
            undecidable: Vec::new(),
        };
        for &at in candidates {
            match verdict(at) {
                Some(Truth::True) => routing.matched.push(at),
                Some(Truth::Undecidable) => routing.undecidable.push(at),
                Some(Truth::False) | None => {}
            }
        }
        routing
    }

    fn unreadable(&self, error: EventError) -> Routing<'_> {
        let undecidable = self.index.all().iter().copied().filter(|&at| {
            self.entry(at).is_some_and(|entry| verify::unread(entry) != Truth::False)
        });
        Routing {
            router: self,
            id: None,
            event_type: None,
            error: Some(error),
            matched: Vec::new(),
            undecidable: undecidable.collect(),
        }
    }

    fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)?.as_deref()
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten().map(Arc::as_ref)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn form(&self) -> EventForm {
        self.form
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    fn append(&mut self, subscription: Subscription) {
        let at = self.entries.len();
        self.by_id.entry(subscription.id.clone()).or_insert(at);
        self.entries.push(None);
        self.put(at, subscription);
    }

    fn put(&mut self, at: usize, subscription: Subscription) {
        let conditions = &subscription.conditions.list;
        let slots: Box<[Slot]> =
            conditions.iter().map(|condition| self.fields.slot(&condition.path)).collect();
        let tests = conditions.iter().zip(&slots);
        let tests =
            tests.map(|(condition, slot)| self.tests.take(*slot, &condition.predicate)).collect();
        subscription.labels.iter().for_each(|label| self.fields.add_label(label));
        let entry = Entry { subscription, slots, tests };
        self.index.insert(number(at), &entry);
        self.entries[at] = Some(Arc::new(entry));
    }

    fn take(&mut self, at: usize) -> Option<Arc<Entry>> {
        let entry = self.entries[at].take()?;
        self.index.remove(number(at), &entry);
        for (condition, slot) in entry.subscription.conditions.list.iter().zip(&entry.slots) {
            self.tests.give_back(*slot, &condition.predicate);
        }
        Some(entry)
    }

    /// Closes the gaps that removals left.
    fn compact(&mut self) {
        let form = self.form;
        let limits = self.limits.clone();
        let entries = std::mem::take(&mut self.entries);
        *self = Self { form, limits, ..Self::new() };
        for entry in entries.into_iter().flatten() {
            let at = self.entries.len();
            self.by_id.entry(entry.subscription.id.clone()).or_insert(at);
            self.entries.push(None);
            match Arc::try_unwrap(entry) {
                Ok(entry) => self.put(at, entry.subscription),
                Err(shared) => self.put(at, shared.subscription.clone()),
            }
        }
    }
}

/// A position as the index keeps it. A router holds fewer than 2^32 subscriptions.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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

/// What became of one event.
///
/// ```
/// use hooksieve::{Config, Outcome, Router};
/// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
/// let router = Router::from_config(&config);
/// let routing = router.route(br#"{"id":"whe-1","type":"wallet.created"}"#);
/// assert_eq!(routing.outcome(), Outcome::Fires);
/// assert_eq!((routing.event_id(), routing.event_type()), (Some("whe-1"), Some("wallet.created")));
/// assert_eq!(routing.matched().next().unwrap().id, "a");
/// ```
#[derive(Clone, Debug)]
pub struct Routing<'r> {
    router: &'r Router,
    id: Option<Cow<'r, str>>,
    event_type: Option<Cow<'r, str>>,
    error: Option<EventError>,
    matched: Vec<u32>,
    undecidable: Vec<u32>,
}

impl<'r> Routing<'r> {
    /// Fires if it fires any subscription, else undecidable if any is, else does not fire.
    ///
    /// ```
    /// use hooksieve::{Outcome, Router};
    /// assert_eq!(Router::new().route(br#"{"type":"wallet.created"}"#).outcome(), Outcome::DoesNotFire);
    /// ```
    pub fn outcome(&self) -> Outcome {
        if !self.matched.is_empty() {
            Outcome::Fires
        } else if self.undecidable.is_empty() {
            Outcome::DoesNotFire
        } else {
            Outcome::Undecidable
        }
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
    /// assert_eq!(routing.matched().map(|each| each.id.as_str()).collect::<Vec<_>>(), ["b"]);
    /// ```
    pub fn matched(&self) -> impl Iterator<Item = &'r Subscription> {
        Self::subscriptions(self.router, &self.matched)
    }

    /// The subscriptions for which that cannot be decided, in declaration order.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["wallet.created"]}"#));
    /// let routing = router.route(br#"{"data":{"amount":1000}}"#);
    /// assert_eq!(routing.undecidable().next().unwrap().id, "a");
    /// ```
    pub fn undecidable(&self) -> impl Iterator<Item = &'r Subscription> {
        Self::subscriptions(self.router, &self.undecidable)
    }

    fn subscriptions(router: &'r Router, at: &[u32]) -> impl Iterator<Item = &'r Subscription> {
        at.iter().filter_map(|&at| Some(&router.entry(at)?.subscription))
    }
}
