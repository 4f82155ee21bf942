//! Near misses over a whole set: which subscriptions an event almost fired, and what
//! stood against the rest.
//!
//! Subscriptions that ask for the same share a filter; a filter is made of parts (a list
//! of types, labels, conditions) that many filters share. One event is held against each
//! part at most once: types and labels through tables from what the event offers,
//! conditions only where types and labels hold or where the filter may still be among the
//! nearest. What remains is to count, filter by filter, how many parts fail.

mod event;
mod parts;
mod quick;

use std::cmp::Reverse;

use serde::Serialize;

use super::evaluate::{self, Evaluator};
use super::{Check, CheckStatus, EventRef, SubscriptionRef, explain_entry, redact};
use crate::diagnostic::Code;
use crate::dialect::{Config, Dialect};
use crate::event::{self as events, EventError, EventForm};
use crate::json::{Node, sort};
use crate::limits::Limits;
use crate::truth::Truth;
use event::Against;
use parts::{Filter, Parts};

/// Finds the near misses of events among all subscriptions of a configuration.
///
/// ```
/// use hooksieve::{Code, Config, NearMisses};
/// let config = Config::detect(r#"[
///   {"id":"far","events":["b"],"labels":{"env":"prod"}},
///   {"id":"near","events":["a"],"labels":{"env":"prod"}},
///   {"id":"hit","events":["a"]}]"#);
/// let near = NearMisses::new(&config);
/// let report = near.of(br#"{"type":"a","labels":{"env":"dev"}}"#, 1);
/// assert_eq!((report.fires, report.does_not_fire), (1, 2));
/// assert_eq!(report.nearest[0].subscription.id, "near");
/// assert_eq!(report.nearest[0].checks[0].code, Code::LabelDiffers);
/// ```
#[derive(Clone, Debug)]
pub struct NearMisses {
    dialect: Dialect,
    evaluator: Evaluator,
    parts: Parts,
    limits: Limits,
    redacts: bool,
}

/// The near misses of one event, and what stood against the other subscriptions.
///
/// ```
/// use hooksieve::{Code, Config, NearMisses};
/// let near = NearMisses::new(&Config::detect(r#"{"id":"a","events":["b"]}"#));
/// let report = near.of(br#"{"type":"a"}"#, 5);
/// assert_eq!(report.blocked[0].code, Code::EventTypeNotListed);
/// assert_eq!(report.blocked[0].subscriptions, 1);
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMissReport {
    /// The event; nothing where it could not be read.
    pub event: Option<EventRef>,
    /// Why the event could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Subscriptions that it fires.
    pub fires: usize,
    /// Subscriptions that it does not fire.
    pub does_not_fire: usize,
    /// Subscriptions that cannot be decided.
    pub undecidable: usize,
    /// What stood against firing: of each subscription the first check that failed, most
    /// frequent first.
    pub blocked: Vec<Blocked>,
    /// The nearest subscriptions that it does not fire, nearest first.
    pub nearest: Vec<NearMiss>,
}

/// How many subscriptions something stood against.
///
/// ```
/// use hooksieve::{Config, NearMisses};
/// let near = NearMisses::new(&Config::detect(r#"{"id":"a","enabled":false,"events":["*"]}"#));
/// assert_eq!(near.of(br#"{"type":"a"}"#, 1).blocked[0].code.as_str(), "disabled");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blocked {
    /// What it was.
    pub code: Code,
    /// How many subscriptions.
    pub subscriptions: usize,
}

/// One subscription that an event almost fired.
///
/// ```
/// use hooksieve::{Config, NearMisses};
/// let near = NearMisses::new(&Config::detect(
///     r#"{"id":"a","events":["*"],"conditions":[{"key":"amount","condition":"gte","value":10}]}"#));
/// let report = near.of(br#"{"type":"t","data":{"amount":9}}"#, 1);
/// assert_eq!(report.nearest[0].failing, 1);
/// assert_eq!(report.nearest[0].summary, "`amount` is 9; it must be at least 10");
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// The subscription.
    pub subscription: SubscriptionRef,
    /// How many checks fail, conditions of which one would be enough together as one.
    pub failing: usize,
    /// The first of them in one sentence.
    pub summary: String,
    /// The checks that fail.
    pub checks: Vec<Check>,
    /// What would have to be different, each sentence one necessary change.
    pub counterfactual: Vec<String>,
}

/// How near a subscription is: the least is the nearest. Failing checks, stages before
/// the first of them, position.
type Rank = (usize, Reverse<u8>, u32);

const TYPE_STAGE: u8 = 2;
const LABEL_STAGE: u8 = 3;
const CONDITION_STAGE: u8 = 4;

impl NearMisses {
    /// Prepares for the subscriptions of a configuration, O(their size).
    ///
    /// ```
    /// use hooksieve::{Config, NearMisses};
    /// let near = NearMisses::new(&Config::detect(r#"{"id":"a","events":["*"]}"#));
    /// assert_eq!(near.of(br#"{"type":"t"}"#, 3).fires, 1);
    /// ```
    pub fn new(config: &Config) -> Self {
        let evaluator = Evaluator::new(config);
        let mut parts = Parts::default();
        for (index, entry) in (0..).zip(&evaluator.entries) {
            parts.add(entry, index);
        }
        parts.finish();
        Self {
            dialect: config.dialect,
            evaluator,
            parts,
            limits: Limits::default(),
            redacts: false,
        }
    }

    /// The same, reading events in a named form instead of by their shape.
    ///
    /// ```
    /// use hooksieve::{Config, EventForm, NearMisses};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let near = NearMisses::new(&config).with_event_form(EventForm::Dfns);
    /// assert_eq!(near.of(br#"{"kind":"wallet.created","data":{}}"#, 1).fires, 1);
    /// ```
    #[must_use]
    pub fn with_event_form(mut self, form: EventForm) -> Self {
        self.evaluator.form = form;
        self
    }

    /// The same without any value of the event in what is told, as
    /// [`Explanation::redacted`](super::Explanation::redacted).
    ///
    /// ```
    /// use hooksieve::{Config, NearMisses};
    /// let config = Config::detect(r#"{"id":"a","events":["*"],"labels":{"env":"prod"}}"#);
    /// let report = NearMisses::new(&config).with_redaction().of(br#"{"type":"t","labels":{"env":"staging"}}"#, 1);
    /// assert_eq!(report.nearest[0].checks[0].config.as_ref().unwrap().pointer.as_str(), "/labels/env");
    /// assert!(!format!("{report:?}").contains("staging"));
    /// ```
    #[must_use]
    pub fn with_redaction(mut self) -> Self {
        self.redacts = true;
        self
    }

    /// The near misses of one event, at most `at_most`: ranked by the fewest failing
    /// checks, then by how late the first of them is, then by declaration order. A
    /// subscription that is off is no near miss, but counted. O(filters + distinct
    /// conditions that are looked at).
    ///
    /// ```
    /// use hooksieve::{Config, NearMisses};
    /// let near = NearMisses::new(&Config::detect(r#"{"id":"a","events":["b"]}"#));
    /// assert_eq!(near.of(b"not JSON", 3).undecidable, 1);
    /// assert!(near.of(b"not JSON", 3).error.is_some());
    /// ```
    pub fn of(&self, event: &[u8], at_most: usize) -> NearMissReport {
        let read = events::text(event, &self.limits)
            .and_then(|text| Ok(Node::parse_within(text, self.limits.depth)?));
        let mut report = match read {
            Ok(tree) => self.of_tree(&tree, at_most),
            Err(error) => self.unread(&error),
        };
        if self.redacts {
            report.event = report.event.as_ref().map(redact::without_values);
            report.error = report.error.map(|_| Code::EventUnreadable.meaning().to_owned());
        }
        report
    }

    fn of_tree(&self, tree: &Node, at_most: usize) -> NearMissReport {
        let (facts, places) = match self.evaluator.read(tree) {
            Ok(read) => read,
            Err(error) => return self.unread(&error),
        };
        let Evaluator { entries, fields, .. } = &self.evaluator;
        let against = Against::new(&self.parts, entries, fields, &facts, &places);
        let mut search = Search::new(self, against, at_most);
        search.count();
        search.look_at_the_rest();
        let Search { counts, fires, undecidable, nearest, .. } = search;
        let nearest = nearest.iter().map(|&(failing, _, index)| {
            let index = index as usize;
            let entry = &self.evaluator.entries[index];
            let mut explanation = explain_entry(self.dialect, entry, index, &facts, &places);
            if self.redacts {
                explanation = explanation.redacted();
            }
            explanation.checks.retain(|check| check.status == CheckStatus::Fail);
            NearMiss {
                subscription: explanation.subscription,
                failing,
                summary: explanation.summary,
                checks: explanation.checks,
                counterfactual: explanation.counterfactual,
            }
        });
        NearMissReport {
            event: Some(EventRef {
                id: facts.id.as_deref().map(str::to_owned),
                event_type: facts.event_type.as_deref().map(str::to_owned),
                index: None,
            }),
            error: None,
            fires,
            undecidable,
            does_not_fire: counts.sum(),
            nearest: nearest.collect(),
            blocked: counts.ranked(),
        }
    }

    fn unread(&self, error: &EventError) -> NearMissReport {
        let mut counts = Counts::default();
        let mut undecidable = 0;
        for entry in &self.evaluator.entries {
            let code = match entry.subscription.enabled.value {
                Truth::False => Code::Disabled,
                _ => Code::NoEventTypes,
            };
            match evaluate::unread(entry) {
                Truth::False => counts.add(code, 1),
                _ => undecidable += 1,
            }
        }
        NearMissReport {
            event: None,
            error: Some(error.to_string()),
            fires: 0,
            does_not_fire: counts.sum(),
            undecidable,
            blocked: counts.ranked(),
            nearest: Vec::new(),
        }
    }
}

/// How many subscriptions each code stood against.
#[derive(Default)]
struct Counts {
    by_code: Vec<(Code, usize)>,
    /// Where the last one was counted: the next is mostly the same.
    last: usize,
}

impl Counts {
    fn add(&mut self, code: Code, subscriptions: usize) {
        if self.by_code.get(self.last).is_none_or(|(known, _)| *known != code) {
            let known = self.by_code.iter().position(|(known, _)| *known == code);
            self.last = known.unwrap_or(self.by_code.len());
            if known.is_none() {
                self.by_code.push((code, 0));
            }
        }
        self.by_code[self.last].1 += subscriptions;
    }

    fn sum(&self) -> usize {
        self.by_code.iter().map(|(_, subscriptions)| subscriptions).sum()
    }

    fn ranked(self) -> Vec<Blocked> {
        let counted = self.by_code.into_iter();
        let mut blocked: Vec<_> =
            counted.map(|(code, subscriptions)| Blocked { code, subscriptions }).collect();
        let key = |each: &Blocked| (Reverse(each.subscriptions), each.code);
        sort(&mut blocked, &|a, b| key(a).cmp(&key(b)));
        blocked
    }
}

/// The search for the near misses of one event.
struct Search<'a, 'e> {
    parts: &'a Parts,
    against: Against<'a, 'e>,
    at_most: usize,
    nearest: Vec<Rank>,
    counts: Counts,
    fires: usize,
    undecidable: usize,
    /// Of each filter with failing types or labels how many fail, and the first's stage;
    /// none of any other.
    failing: Vec<(u32, u8)>,
}

impl<'a, 'e> Search<'a, 'e> {
    fn new(near: &'a NearMisses, against: Against<'a, 'e>, at_most: usize) -> Self {
        Self {
            parts: &near.parts,
            against,
            at_most,
            nearest: Vec::new(),
            counts: Counts::default(),
            fires: 0,
            undecidable: 0,
            failing: Vec::with_capacity(near.parts.count()),
        }
    }

    /// Decides every filter by its types and labels, and by its conditions where those
    /// hold.
    fn count(&mut self) {
        let parts = self.parts;
        for (filter, holders) in parts.filters() {
            let failing = match filter.enabled() {
                Truth::False => {
                    self.counts.add(Code::Disabled, holders.len());
                    (0, 0)
                }
                enabled => self.decide(enabled, &filter, holders),
            };
            self.failing.push(failing);
        }
    }

    fn decide(&mut self, enabled: Truth, filter: &Filter<'_>, holders: &[u32]) -> (u32, u8) {
        let types = self.against.types(filter);
        let mut truth = enabled.and(types);
        let mut failing = u32::from(types == Truth::False);
        let mut first = None;
        for &label in filter.labels {
            let fares = self.against.label(label);
            truth = truth.and(fares);
            if fares == Truth::False {
                failing += 1;
                first = first.or(Some(label));
            }
        }
        if failing > 0 {
            let (code, stage) = match first {
                Some(label) if types != Truth::False => {
                    (self.against.label_code(label), LABEL_STAGE)
                }
                _ => (self.against.type_code(filter), TYPE_STAGE),
            };
            self.counts.add(code, holders.len());
            return (failing, stage);
        }
        let conditions = self.against.conditions(filter);
        match truth.and(conditions.truth) {
            Truth::True => self.fires += holders.len(),
            Truth::Undecidable => self.undecidable += holders.len(),
            Truth::False => {
                let code = self.against.condition_code(filter).unwrap_or(Code::ConditionFalse);
                self.counts.add(code, holders.len());
                self.keep(conditions.failing, CONDITION_STAGE, holders);
            }
        }
        (0, 0)
    }

    /// Looks at filters whose types or labels fail, as far as they may be among the
    /// nearest: first those of which the fewest do.
    fn look_at_the_rest(&mut self) {
        let most = self.failing.iter().map(|(failing, _)| *failing).max().unwrap_or(0);
        for count in 1..=most {
            let least = count as usize;
            if self.worst().is_some_and(|worst| worst.0 < least) {
                break;
            }
            let parts = self.parts;
            for (at, (filter, holders)) in parts.filters().enumerate() {
                let (failing, stage) = self.failing[at];
                if failing == count && self.may_be_kept(least, stage, holders) {
                    let conditions = self.against.conditions(&filter);
                    self.keep(least + conditions.failing, stage, holders);
                }
            }
        }
    }

    /// The last of the nearest, once there are enough of them.
    fn worst(&self) -> Option<Rank> {
        let is_full = self.nearest.len() >= self.at_most;
        is_full.then(|| self.nearest.last().copied().unwrap_or((0, Reverse(0), 0)))
    }

    fn may_be_kept(&self, failing: usize, stage: u8, holders: &[u32]) -> bool {
        let rank = (failing, Reverse(stage), holders.first().copied().unwrap_or(0));
        self.worst().is_none_or(|worst| rank < worst)
    }

    fn keep(&mut self, failing: usize, stage: u8, holders: &[u32]) {
        for &index in holders.iter().take(self.at_most) {
            let rank = (failing, Reverse(stage), index);
            if self.worst().is_some_and(|worst| rank >= worst) {
                return;
            }
            let at = self.nearest.partition_point(|other| *other < rank);
            self.nearest.insert(at, rank);
            self.nearest.truncate(self.at_most);
        }
    }
}
