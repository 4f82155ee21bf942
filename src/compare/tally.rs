//! Counting what came of events in both configurations.

use serde::Serialize;

use super::report::DeliveryCounts;
use super::{ConfigComparison, Memory, Side};
use crate::explain::EventRef;
use crate::json::sort;
use crate::router::Routing;
use crate::truth::Truth;

/// How many examples of a change are kept of each subscription.
const EXAMPLES: usize = 3;

/// What was counted over events. It grows with the subscriptions, not with the events.
///
/// ```
/// use hooksieve::{ConfigComparison, Config};
/// let config = Config::detect(r#"{"id":"a","events":["a"]}"#);
/// let comparison = ConfigComparison::new(&config, &config);
/// let mut first = comparison.count_all([(br#"{"type":"a"}"#.as_slice(), "1".to_owned())]);
/// let second = comparison.count_all([(b"not JSON".as_slice(), "2".to_owned())]);
/// first.merge(second);
/// assert_eq!((first.events(), first.unreadable()), (2, 1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ComparisonTally {
    pub(super) events: u64,
    pub(super) unreadable: u64,
    pub(super) undecidable: u64,
    /// By row, as far as something was counted.
    pub(super) rows: Vec<RowTally>,
    /// By target, as far as something was counted.
    pub(super) targets: Vec<DeliveryCounts>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct RowTally {
    pub(super) counts: DeliveryCounts,
    /// Events that fire it in both, at another target each.
    pub(super) moved: u64,
    /// Events whose verdict is another, be it undecidable.
    pub(super) differs: u64,
    pub(super) examples: Vec<ChangeExample>,
}

/// An event that shows a change.
///
/// ```
/// use hooksieve::{ConfigComparison, Config};
/// let old = Config::detect(r#"{"id":"a","events":["a"]}"#);
/// let new = Config::detect(r#"{"id":"a","events":["b"]}"#);
/// let comparison = ConfigComparison::new(&old, &new);
/// let tally = comparison.count_all([(br#"{"id":"e1","type":"a"}"#.as_slice(), "1".to_owned())]);
/// let example = &comparison.report(&tally).subscriptions[0].examples[0];
/// assert_eq!((example.change, example.event.id.as_deref()), ("lost", Some("e1")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeExample {
    /// `gained`, `lost`, `moved` or `undecidable`.
    pub change: &'static str,
    /// Where the event stands, as the caller told.
    pub place: String,
    /// The event.
    pub event: EventRef,
}

impl ComparisonTally {
    /// How many events were counted.
    ///
    /// ```
    /// assert_eq!(hooksieve::ComparisonTally::default().events(), 0);
    /// ```
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many of them could not be read.
    ///
    /// ```
    /// assert_eq!(hooksieve::ComparisonTally::default().unreadable(), 0);
    /// ```
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// Adds what another tally of the same comparison counted over later events.
    ///
    /// ```
    /// use hooksieve::ComparisonTally;
    /// let mut tally = ComparisonTally::default();
    /// tally.merge(ComparisonTally::default());
    /// assert_eq!(tally.events(), 0);
    /// ```
    pub fn merge(&mut self, later: Self) {
        self.events += later.events;
        self.unreadable += later.unreadable;
        self.undecidable += later.undecidable;
        for (row, tally) in (0..).zip(later.rows) {
            let own = entry(&mut self.rows, row);
            own.counts.add(tally.counts);
            own.moved += tally.moved;
            own.differs += tally.differs;
            for example in tally.examples {
                own.keep(example);
            }
        }
        for (target, counts) in (0..).zip(later.targets) {
            entry(&mut self.targets, target).add(counts);
        }
    }
}

impl RowTally {
    /// Keeps the first examples of each kind.
    fn keep(&mut self, example: ChangeExample) {
        let known = self.examples.iter().filter(|other| other.change == example.change).count();
        if known < EXAMPLES {
            self.examples.push(example);
        }
    }
}

/// What one event does to a subscription of one side that it does not leave alone.
struct Touch {
    row: u32,
    target: Option<u32>,
    is_new: bool,
    truth: Truth,
}

/// What is counted of a row or a target.
fn entry<T: Default>(list: &mut Vec<T>, number: u32) -> &mut T {
    let at = number as usize;
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    &mut list[at]
}

impl Side {
    /// Notes what an event does to the rows of this side.
    fn note(&self, routing: &Routing<'_>, is_new: bool, touched: &mut Vec<Touch>) {
        let fired = routing.matched().map(|each| (each, Truth::True));
        let doubtful = routing.undecidable().map(|each| (each, Truth::Undecidable));
        touched.extend(fired.chain(doubtful).filter_map(|(each, truth)| {
            let &(row, target) = self.places.get(each.position())?;
            Some(Touch { row, target, is_new, truth })
        }));
    }
}

impl ConfigComparison {
    pub(super) fn count_with(
        &self,
        event: &[u8],
        place: &str,
        tally: &mut ComparisonTally,
        memory: &mut Memory,
    ) {
        let old = self.old.router.route_with(event, &mut memory.old);
        let new = self.new.router.route_with(event, &mut memory.new);
        tally.events += 1;
        if new.error().is_some() {
            tally.unreadable += 1;
            return;
        }
        let event = || EventRef {
            id: new.event_id().map(str::to_owned),
            event_type: new.event_type().map(str::to_owned),
            index: None,
        };
        // Rows and targets that no router names are fired by neither side.
        let mut touched = Vec::new();
        self.old.note(&old, false, &mut touched);
        self.new.note(&new, true, &mut touched);
        let mut doubtful = false;
        sort(&mut touched, &|a, b| a.row.cmp(&b.row));
        for same in touched.chunk_by(|a, b| a.row == b.row) {
            let of = |is_new| {
                let found = same.iter().find(|touch| touch.is_new == is_new);
                found.map_or((Truth::False, None), |touch| (touch.truth, touch.target))
            };
            let ((before, from), (after, to)) = (of(false), of(true));
            let own = entry(&mut tally.rows, same[0].row);
            own.differs += u64::from(before != after);
            let moved = before == Truth::True && after == Truth::True && from != to;
            let change = match (before, after) {
                (Truth::True, Truth::True) if moved => {
                    own.moved += 1;
                    own.differs += 1;
                    Some("moved")
                }
                (Truth::True, Truth::True) => None,
                (Truth::False, Truth::True) => Some("gained"),
                (Truth::True, Truth::False) => Some("lost"),
                _ => Some("undecidable"),
            };
            match change {
                None => own.counts.unchanged += 1,
                Some("gained") => own.counts.gained += 1,
                Some("lost") => own.counts.lost += 1,
                Some("undecidable") => {
                    own.counts.undecidable += 1;
                    doubtful = true;
                }
                Some(_) => {}
            }
            if let Some(change) = change
                && (before != after || moved)
            {
                own.keep(ChangeExample { change, place: place.to_owned(), event: event() });
            }
        }
        tally.undecidable += u64::from(doubtful);
        sort(&mut touched, &|a, b| a.target.cmp(&b.target));
        for same in touched.chunk_by(|a, b| a.target == b.target) {
            let Some(target) = same[0].target else { continue };
            let count = |truth, is_new| {
                let such = |touch: &&Touch| touch.truth == truth && touch.is_new == is_new;
                u64::try_from(same.iter().filter(such).count()).unwrap_or(u64::MAX)
            };
            let (old, new) = (count(Truth::True, false), count(Truth::True, true));
            let counts = entry(&mut tally.targets, target);
            counts.unchanged += old.min(new);
            counts.gained += new.saturating_sub(old);
            counts.lost += old.saturating_sub(new);
            counts.undecidable +=
                count(Truth::Undecidable, false) + count(Truth::Undecidable, true);
        }
    }
}
