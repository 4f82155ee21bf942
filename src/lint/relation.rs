//! How the events of two subscriptions relate, where that can be proved.

use super::claims::{Claim, contradict, same};
use crate::predicate::Operation;
use crate::subscription::{
    Combine, Condition, Conditions, EventPattern, EventTypes, Label, LabelCase, Subscription,
    is_evm_address,
};
use crate::truth::Truth;

/// How the events that fire one subscription relate to those that fire another.
///
/// ```
/// use hooksieve::{Config, Relation};
/// let read = |text| Config::detect(text).subscriptions.remove(0);
/// let all = read(r#"{"id":"a","events":["wallet.*"]}"#);
/// let some = read(r#"{"id":"a","events":["wallet.created"],"labels":{"env":"prod"}}"#);
/// assert_eq!(Relation::of(&all, &some), Relation::Narrower);
/// assert_eq!(Relation::of(&some, &all), Relation::Wider);
/// assert_eq!(Relation::of(&all, &all), Relation::Equal);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Relation {
    /// The same events fire both.
    Equal,
    /// Whatever fires the first fires the second.
    Wider,
    /// Whatever fires the second fires the first.
    Narrower,
    /// No event fires both.
    Disjoint,
    /// Nothing was proved.
    Unknown,
}

impl Relation {
    /// How `second` relates to `first`: [`Relation::Wider`] where it fires at least
    /// whenever `first` does. O(c²) for c conditions and labels of both.
    ///
    /// ```
    /// use hooksieve::{Config, Relation};
    /// let read = |text| Config::detect(text).subscriptions.remove(0);
    /// let low = read(r#"{"id":"a","events":["*"],"conditions":[{"key":"n","condition":"lt","value":5}]}"#);
    /// let high = read(r#"{"id":"a","events":["*"],"conditions":[{"key":"n","condition":"gt","value":5}]}"#);
    /// assert_eq!(Relation::of(&low, &high), Relation::Disjoint);
    /// ```
    pub fn of(first: &Subscription, second: &Subscription) -> Self {
        let wider = implies(first, second);
        let narrower = implies(second, first);
        match (wider, narrower) {
            (true, true) => Self::Equal,
            (true, false) => Self::Wider,
            (false, true) => Self::Narrower,
            (false, false) if excludes(first, second) => Self::Disjoint,
            (false, false) => Self::Unknown,
        }
    }

    /// The kebab-case text.
    ///
    /// ```
    /// assert_eq!(hooksieve::Relation::Disjoint.as_str(), "disjoint");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Disjoint => "disjoint",
            Self::Unknown => "unknown",
        }
    }
}

impl std::fmt::Display for Relation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether certainly every event that fires `a` fires `b`.
pub(super) fn implies(a: &Subscription, b: &Subscription) -> bool {
    if a.enabled.value == Truth::False || never_asks(a) {
        return true;
    }
    b.enabled.value == Truth::True
        && types_imply(&a.events, &b.events)
        && b.labels.iter().all(|label| a.labels.iter().any(|known| label_implies(known, label)))
        && conditions_imply(&a.conditions, &b.conditions)
}

/// Whether certainly no event fires a subscription.
pub(crate) fn never_fires(subscription: &Subscription) -> bool {
    excludes(subscription, subscription)
}

/// Whether certainly no event fires both.
pub(super) fn excludes(a: &Subscription, b: &Subscription) -> bool {
    let off = |each: &Subscription| each.enabled.value == Truth::False || never_asks(each);
    let labels: Vec<&Label> = a.labels.iter().chain(&b.labels).collect();
    off(a)
        || off(b)
        || types_exclude(&a.events, &b.events)
        || contradicting_labels(&labels).is_some()
        || conditions_exclude(&a.conditions, &b.conditions)
}

fn never_asks(subscription: &Subscription) -> bool {
    subscription.events.test(None) == Truth::False
}

/// What must hold for the conditions to hold: all of one of the lists. Nothing where they
/// cannot hold for being unreadable.
pub(super) fn alternatives(conditions: &Conditions) -> Option<Vec<Vec<&Condition>>> {
    if conditions.unreadable {
        return None;
    }
    let list = || conditions.list.iter();
    Some(match conditions.combine {
        _ if conditions.list.is_empty() => vec![Vec::new()],
        Combine::All | Combine::Unreadable => vec![list().collect()],
        Combine::Any | Combine::OrderedAny => list().map(|condition| vec![condition]).collect(),
    })
}

pub(super) fn claims<'a>(
    conditions: impl IntoIterator<Item = &'a Condition>,
    holds: bool,
) -> Vec<Claim<'a>> {
    conditions.into_iter().map(|condition| Claim { condition, holds }).collect()
}

fn conditions_imply(a: &Conditions, b: &Conditions) -> bool {
    let Some(alternatives) = alternatives(a) else { return false };
    if b.unreadable {
        return false;
    }
    if b.list.is_empty() || identical(a, b) {
        return true;
    }
    let refuted: Vec<Vec<Claim<'_>>> = match b.combine {
        Combine::OrderedAny if b.list.len() > 1 => return false,
        Combine::Any => vec![claims(&b.list, false)],
        _ => b.list.iter().map(|condition| claims([condition], false)).collect(),
    };
    alternatives.iter().all(|alternative| {
        refuted.iter().all(|refuted| {
            let mut all = claims(alternative.iter().copied(), true);
            all.extend_from_slice(refuted);
            contradict(&all)
        })
    })
}

fn identical(a: &Conditions, b: &Conditions) -> bool {
    a.combine == b.combine
        && a.list.len() == b.list.len()
        && a.list
            .iter()
            .zip(&b.list)
            .all(|(a, b)| same(a, b) && !matches!(a.predicate.operation, Operation::Unreadable))
}

fn conditions_exclude(a: &Conditions, b: &Conditions) -> bool {
    let (Some(a), Some(b)) = (alternatives(a), alternatives(b)) else { return false };
    a.iter().all(|one| {
        b.iter().all(|other| contradict(&claims(one.iter().chain(other).copied(), true)))
    })
}

/// Whether every text that `a` accepts on one of its keys `b` accepts on one of its own.
fn label_implies(a: &Label, b: &Label) -> bool {
    let accepts = |value: &String| {
        let folded = a.case == LabelCase::FoldEvmAddresses && is_evm_address(value);
        b.accepts(value) && (!folded || b.case == LabelCase::FoldEvmAddresses)
    };
    !a.values.is_empty()
        && a.event_keys.iter().all(|key| b.event_keys.contains(key))
        && a.values.iter().all(accepts)
}

/// Two labels that cannot both be on an event.
pub(super) fn contradicting_labels<'l>(labels: &[&'l Label]) -> Option<(&'l Label, &'l Label)> {
    let clash = |a: &Label, b: &Label| {
        let common = |x: &String| b.values.iter().any(|y| a.case.equal(x, y) || b.case.equal(x, y));
        !a.values.is_empty() && !b.values.is_empty() && !a.values.iter().any(common)
    };
    // A label that may be on one of several keys is refuted key by key.
    labels.iter().find_map(|label| {
        let refuting = |key: &String| {
            labels.iter().find(|other| {
                other.event_keys.as_slice() == std::slice::from_ref(key) && clash(label, other)
            })
        };
        let refuted: Option<Vec<_>> = label.event_keys.iter().map(refuting).collect();
        refuted?.first().map(|other| (*label, **other))
    })
}

pub(super) fn types_imply(a: &EventTypes, b: &EventTypes) -> bool {
    let covered = |pattern: &EventPattern| b.patterns.iter().any(|wide| covers(wide, pattern));
    b.all || (!a.all && a.patterns.iter().all(covered))
}

fn types_exclude(a: &EventTypes, b: &EventTypes) -> bool {
    !a.all
        && !b.all
        && a.patterns.iter().all(|one| b.patterns.iter().all(|other| !may_meet(one, other)))
}

/// Whether `wide` matches whatever `narrow` matches.
fn covers(wide: &EventPattern, narrow: &EventPattern) -> bool {
    if !narrow.wildcards {
        return wide.matches(&narrow.text);
    }
    if !wide.wildcards {
        return false;
    }
    let (mut wide, mut narrow) = (wide.text.split('.'), narrow.text.split('.'));
    loop {
        match (wide.next(), narrow.next()) {
            (None, None) | (Some("**"), Some(_)) => return true,
            (Some("*"), Some("**")) | (None, Some(_)) | (Some(_), None) => return false,
            (Some("*"), Some(_)) => {}
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

/// Whether some type may match both.
fn may_meet(a: &EventPattern, b: &EventPattern) -> bool {
    match (a.wildcards, b.wildcards) {
        (false, false) => a.text == b.text,
        (false, true) => b.matches(&a.text),
        (true, false) => a.matches(&b.text),
        (true, true) => {
            let (mut a, mut b) = (a.text.split('.'), b.text.split('.'));
            loop {
                match (a.next(), b.next()) {
                    (None, None) | (Some("**"), Some(_)) | (Some(_), Some("**")) => return true,
                    (Some("*"), Some(_)) | (Some(_), Some("*")) => {}
                    (Some(a), Some(b)) if a == b => {}
                    _ => return false,
                }
            }
        }
    }
}
