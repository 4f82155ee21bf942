//! What a new configuration delivers that the old one does not, and the other way round:
//! by events, each routed through both, or without any by proof.
//!
//! A comparison holds two routers; what was counted is a tally of its own, so that many
//! threads may count and tallies be merged. Memory does not grow with the events.

mod proof;
mod report;
mod tally;

use crate::dialect::Config;
use crate::event::EventForm;
use crate::json::{firsts, sort};
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
        let mut called: Vec<(usize, usize, &str)> = Vec::new();
        let mut rows = Vec::with_capacity(pairs.len());
        let mut sides =
            [vec![(0, None); old.subscriptions.len()], vec![(0, None); new.subscriptions.len()]];
        for (number, pair) in (0..).zip(pairs) {
            let before = pair.0.and_then(|at| old.subscriptions.get(at));
            let after = pair.1.and_then(|at| new.subscriptions.get(at));
            for (side, at, subscription) in [(0, pair.0, before), (1, pair.1, after)] {
                let (Some(at), Some(subscription)) = (at, subscription) else { continue };
                sides[side][at].0 = number;
                called.extend(subscription.target.iter().map(|it| (side, at, it.url.as_str())));
            }
            let target = |each: Option<&'_ Subscription>| {
                let target = each?.target.clone()?;
                Some((target.url, target.headers))
            };
            let target_differs =
                before.is_some() && after.is_some() && target(before) != target(after);
            let id = after.or(before).map(|each| each.id.clone()).unwrap_or_default();
            let proved = proof::relation(before, after);
            rows.push(Row { id, old: pair.0, new: pair.1, proved, target_differs });
        }
        let firsts = firsts(called.len(), &|place| called[place].2);
        let mut targets: Vec<String> = Vec::new();
        let mut numbers: Vec<u32> = Vec::with_capacity(called.len());
        for (place, &(side, at, url)) in called.iter().enumerate() {
            let number = match firsts[place] {
                first if first < place => numbers[first],
                _ => {
                    targets.push(url.to_owned());
                    u32::try_from(targets.len() - 1).unwrap_or(u32::MAX)
                }
            };
            numbers.push(number);
            sides[side][at].1 = Some(number);
        }
        let [before, after] = sides;
        Self {
            old: Side { router: Router::from_config(old), places: before },
            new: Side { router: Router::from_config(new), places: after },
            rows,
            targets,
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

/// Positions in both lists of what is one subscription: in the order of the new list, what
/// is in the old one alone behind.
fn pairs(old: &[Subscription], new: &[Subscription]) -> Vec<(Option<usize>, Option<usize>)> {
    if let ([_], [_]) = (old, new) {
        return vec![(Some(0), Some(0))];
    }
    // The `n`th without an id of its own is the same as the `n`th of the other list.
    let keys = |list: &[Subscription]| -> Vec<String> {
        let mut nameless = 0_usize;
        let key = |subscription: &Subscription| match subscription.has_own_id {
            true => format!("={}", subscription.id),
            false => {
                nameless += 1;
                nameless.to_string()
            }
        };
        list.iter().map(key).collect()
    };
    let keys = [keys(old), keys(new)].concat();
    let firsts = firsts(keys.len(), &|at| &keys[at]);
    // By the first of the same key: those of the old list that no new one was paired with.
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); keys.len()];
    for at in (0..old.len()).rev() {
        before[firsts[at]].push(at);
    }
    let mut pairs = Vec::new();
    for at in 0..new.len() {
        pairs.push((before[firsts[old.len() + at]].pop(), Some(at)));
    }
    let mut left: Vec<usize> = before.into_iter().flatten().collect();
    sort(&mut left, &|a, b| a.cmp(b));
    pairs.extend(left.into_iter().map(|at| (Some(at), None)));
    pairs
}
