//! Counting what came of events in both configurations.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::DeliveryCounts;
use super::{ConfigComparison, Memory, Side};
use crate::explain::EventRef;
use crate::router::Match;
use crate::truth::Truth;

/// How many examples of a change are kept of each subscription.
const EXAMPLES: usize = 3;

/// What was counted over events. It grows with what changes, not with the events.
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
    /// By row.
    pub(super) rows: BTreeMap<u32, RowTally>,
    /// By target.
    pub(super) targets: BTreeMap<u32, DeliveryCounts>,
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
        for (row, tally) in later.rows {
            let own = self.rows.entry(row).or_default();
            own.counts.add(tally.counts);
            own.moved += tally.moved;
            own.differs += tally.differs;
            for example in tally.examples {
                own.keep(example);
            }
        }
        for (target, counts) in later.targets {
            self.targets.entry(target).or_default().add(counts);
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

/// What one event comes to at one target: deliveries before and after, and how many of
/// them are not certain.
#[derive(Default)]
struct AtTarget {
    old: u64,
    new: u64,
    undecidable: u64,
}

impl Side {
    /// Notes what an event does to each row and target of this side.
    fn note<'r>(
        &self,
        matches: impl Iterator<Item = Match<'r>>,
        mut act: impl FnMut(u32, Option<u32>),
    ) {
        for each in matches {
            if let Some(&(row, target)) = self.places.get(each.position()) {
                act(row, target);
            }
        }
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
        let mut rows: BTreeMap<u32, [(Truth, Option<u32>); 2]> = BTreeMap::new();
        let mut targets: BTreeMap<u32, AtTarget> = BTreeMap::new();
        for (at, side, routing) in [(0, &self.old, &old), (1, &self.new, &new)] {
            let mut note = |truth: Truth, row: u32, target: Option<u32>| {
                let none = (Truth::False, None);
                rows.entry(row).or_insert([none, none])[at] = (truth, target);
                let Some(target) = target else { return };
                let counted = targets.entry(target).or_default();
                match (truth, at) {
                    (Truth::Undecidable, _) => counted.undecidable += 1,
                    (_, 0) => counted.old += 1,
                    _ => counted.new += 1,
                }
            };
            side.note(routing.matched(), |row, target| note(Truth::True, row, target));
            side.note(routing.undecidable(), |row, target| note(Truth::Undecidable, row, target));
        }
        let mut doubtful = false;
        for (row, [(before, from), (after, to)]) in rows {
            let own = tally.rows.entry(row).or_default();
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
        for (target, AtTarget { old, new, undecidable }) in targets {
            let counts = tally.targets.entry(target).or_default();
            counts.unchanged += old.min(new);
            counts.gained += new.saturating_sub(old);
            counts.lost += old.saturating_sub(new);
            counts.undecidable += undecidable;
        }
    }
}
