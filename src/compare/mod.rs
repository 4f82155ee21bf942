//! What a new configuration delivers that the old one does not, and the other way round:
//! by events, each routed through both, or without any by proof.
//!
//! A comparison holds two routers; what was counted is a tally of its own, so that many
//! threads may count and tallies be merged. Memory does not grow with the events.

mod proof;
mod report;
mod tally;

use std::collections::BTreeMap;

use crate::dialect::Config;
use crate::event::EventForm;
use crate::lint::Relation;
use crate::router::{Router, Scratch};
use crate::subscription::Subscription;

pub use report::{ComparisonReport, DeliveryCounts, SubscriptionChange, TargetChange};
pub use tally::{ChangeExample, ComparisonTally};

/// Two configurations whose deliveries are compared.
///
/// ```
/// use hooksieve::{ConfigComparison, Config, Relation};
/// let old = Config::detect(r#"{"id":"a","events":["wallet.created"],"target":{"url":"https://a.example"}}"#);
/// let new = Config::detect(r#"{"id":"a","events":["wallet.*"],"target":{"url":"https://a.example"}}"#);
/// let comparison = ConfigComparison::new(&old, &new);
/// assert_eq!(comparison.proved(), Relation::Wider);
///
/// let mut tally = comparison.tally();
/// comparison.count(br#"{"type":"wallet.deleted"}"#, "events.ndjson:1", &mut tally);
/// let report = comparison.report(&tally);
/// assert!(report.differs);
/// assert_eq!((report.counts.gained, report.counts.lost), (1, 0));
/// assert_eq!(report.subscriptions[0].examples[0].place, "events.ndjson:1");
/// ```
#[derive(Clone, Debug)]
pub struct ConfigComparison {
    old: Side,
    new: Side,
    rows: Vec<Row>,
    /// The distinct URLs of targets, in the order of their first appearance.
    targets: Vec<String>,
}

/// One of both configurations.
#[derive(Clone, Debug)]
struct Side {
    router: Router,
    /// Of each subscription its row, and its target.
    places: Vec<(u32, Option<u32>)>,
}

/// A subscription of either configuration, or of both.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    old: Option<usize>,
    new: Option<usize>,
    proved: Relation,
    /// Whether the target, with its headers, is another.
    target_differs: bool,
}

/// Memory that counting uses again from event to event.
#[derive(Debug, Default)]
struct Memory {
    old: Scratch,
    new: Scratch,
}

impl ConfigComparison {
    /// Pairs the subscriptions of two configurations by their ids, those without one by
    /// their order; where each has a single one, it is the same. O(size of both), and of
    /// pairs that differ O(their conditions squared).
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config, Relation};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// assert_eq!(ConfigComparison::new(&config, &config).proved(), Relation::Equal);
    /// ```
    pub fn new(old: &Config, new: &Config) -> Self {
        let pairs = pairs(&old.subscriptions, &new.subscriptions);
        let mut targets = Targets::default();
        let mut rows = Vec::with_capacity(pairs.len());
        let mut sides =
            [vec![(0, None); old.subscriptions.len()], vec![(0, None); new.subscriptions.len()]];
        for (number, pair) in (0..).zip(pairs) {
            let of = |config: &'_ Config, at: Option<usize>| {
                at.and_then(|at| config.subscriptions.get(at)).cloned()
            };
            let (before, after) = (of(old, pair.0), of(new, pair.1));
            for (side, at, subscription) in [(0, pair.0, &before), (1, pair.1, &after)] {
                if let (Some(at), Some(subscription)) = (at, subscription) {
                    let target = subscription.target.as_ref().map(|target| targets.of(&target.url));
                    sides[side][at] = (number, target);
                }
            }
            let target = |each: &Option<Subscription>| {
                let target = each.as_ref()?.target.as_ref()?;
                Some((target.url.clone(), target.headers.clone()))
            };
            let target_differs =
                before.is_some() && after.is_some() && target(&before) != target(&after);
            let id = after.as_ref().or(before.as_ref()).map(|each| each.id.clone());
            let proved = proof::relation(before.as_ref(), after.as_ref());
            let id = id.unwrap_or_default();
            rows.push(Row { id, old: pair.0, new: pair.1, proved, target_differs });
        }
        let [before, after] = sides;
        Self {
            old: Side { router: Router::from_config(old), places: before },
            new: Side { router: Router::from_config(new), places: after },
            rows,
            targets: targets.urls,
        }
    }

    /// The same, reading events in a named form instead of by their shape.
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config, EventForm};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let comparison = ConfigComparison::new(&config, &config).with_event_form(EventForm::Dfns);
    /// let mut tally = comparison.tally();
    /// comparison.count(br#"{"kind":"wallet.created","data":{}}"#, "1", &mut tally);
    /// assert_eq!(comparison.report(&tally).counts.unchanged, 1);
    /// ```
    #[must_use]
    pub fn with_event_form(mut self, form: EventForm) -> Self {
        self.old.router = self.old.router.with_event_form(form);
        self.new.router = self.new.router.with_event_form(form);
        self
    }

    /// What can be said of every event: how the deliveries of the new configuration relate
    /// to those of the old one. [`Relation::Equal`] only where subscriptions, targets and
    /// headers deliver the same; [`Relation::Wider`] where nothing is lost.
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config, Relation};
    /// let old = Config::detect(r#"{"id":"a","events":["a"],"target":{"url":"https://a.example"}}"#);
    /// let new = Config::detect(r#"{"id":"a","events":["a"],"target":{"url":"https://b.example"}}"#);
    /// assert_eq!(ConfigComparison::new(&old, &new).proved(), Relation::Unknown);
    /// ```
    pub fn proved(&self) -> Relation {
        proof::overall(self.rows.iter().map(|row| {
            if row.target_differs && row.proved != Relation::Disjoint {
                Relation::Unknown
            } else {
                row.proved
            }
        }))
    }

    /// An empty tally.
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config};
    /// let config = Config::detect(r#"{"id":"a","events":["a"]}"#);
    /// let comparison = ConfigComparison::new(&config, &config);
    /// assert_eq!(comparison.report(&comparison.tally()).events, 0);
    /// ```
    pub fn tally(&self) -> ComparisonTally {
        ComparisonTally::default()
    }

    /// Routes one event through both and counts what came of it; `place` tells where the
    /// event stands, for examples. O(routing + matches).
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config};
    /// let old = Config::detect(r#"{"id":"a","events":["a"]}"#);
    /// let new = Config::detect(r#"{"id":"a","enabled":false,"events":["a"]}"#);
    /// let comparison = ConfigComparison::new(&old, &new);
    /// let mut tally = comparison.tally();
    /// comparison.count(br#"{"type":"a"}"#, "line 1", &mut tally);
    /// assert_eq!(comparison.report(&tally).counts.lost, 1);
    /// ```
    pub fn count(&self, event: &[u8], place: &str, tally: &mut ComparisonTally) {
        self.count_with(event, place, tally, &mut Memory::default());
    }

    /// [`ConfigComparison::count`] for many events, in memory that is used again.
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config};
    /// let config = Config::detect(r#"{"id":"a","events":["a"]}"#);
    /// let comparison = ConfigComparison::new(&config, &config);
    /// let events = [(br#"{"type":"a"}"#.as_slice(), "1"), (br#"{"type":"b"}"#, "2")];
    /// let tally = comparison.count_all(events.map(|(event, at)| (event, at.to_owned())));
    /// assert_eq!((tally.events(), comparison.report(&tally).counts.unchanged), (2, 1));
    /// ```
    pub fn count_all<'e>(
        &self,
        events: impl IntoIterator<Item = (&'e [u8], String)>,
    ) -> ComparisonTally {
        let mut memory = Memory::default();
        let mut tally = self.tally();
        for (event, place) in events {
            self.count_with(event, &place, &mut tally, &mut memory);
        }
        tally
    }

    /// What a tally came to.
    ///
    /// ```
    /// use hooksieve::{ConfigComparison, Config};
    /// let old = Config::detect(r#"{"id":"a","events":["a"]}"#);
    /// let new = Config::detect(r#"[{"id":"a","events":["a"]},{"id":"b","events":["b"]}]"#);
    /// let comparison = ConfigComparison::new(&old, &new);
    /// let report = comparison.report(&comparison.tally());
    /// assert!(report.differs, "without events the proof decides");
    /// assert_eq!(report.subscriptions[1].status, "added");
    /// ```
    pub fn report(&self, tally: &ComparisonTally) -> ComparisonReport {
        report::of(self, tally)
    }
}

/// The distinct targets, by URL.
#[derive(Default)]
struct Targets {
    urls: Vec<String>,
    by_url: BTreeMap<String, u32>,
}

impl Targets {
    fn of(&mut self, url: &str) -> u32 {
        if let Some(known) = self.by_url.get(url) {
            return *known;
        }
        let number = u32::try_from(self.urls.len()).unwrap_or(u32::MAX);
        self.urls.push(url.to_owned());
        self.by_url.insert(url.to_owned(), number);
        number
    }
}

/// Positions in both lists of what is one subscription: in the order of the new list, what
/// is in the old one alone behind.
fn pairs(old: &[Subscription], new: &[Subscription]) -> Vec<(Option<usize>, Option<usize>)> {
    if let ([_], [_]) = (old, new) {
        return vec![(Some(0), Some(0))];
    }
    // The `n`th without an id of its own is the same as the `n`th of the other list.
    let keys = |list: &[Subscription]| -> Vec<(bool, String)> {
        let mut nameless = 0_usize;
        let key = |subscription: &Subscription| match subscription.has_own_id {
            true => (true, subscription.id.clone()),
            false => {
                nameless += 1;
                (false, nameless.to_string())
            }
        };
        list.iter().map(key).collect()
    };
    let mut before: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (at, key) in keys(old).into_iter().enumerate().rev() {
        before.entry(key).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for (at, key) in keys(new).into_iter().enumerate() {
        pairs.push((before.get_mut(&key).and_then(Vec::pop), Some(at)));
    }
    let mut left: Vec<usize> = before.into_values().flatten().collect();
    left.sort_unstable();
    pairs.extend(left.into_iter().map(|at| (Some(at), None)));
    pairs
}
