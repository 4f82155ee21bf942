//! What can be said of two configurations without an event.

use crate::lint::{Relation, never_fires};
use crate::predicate::Operation;
use crate::subscription::Subscription;
use crate::truth::Truth;

/// How a subscription that became another relates to it. One that is not there fires
/// never.
pub(super) fn relation(old: Option<&Subscription>, new: Option<&Subscription>) -> Relation {
    match (old, new) {
        (Some(old), Some(new)) if same_text(old, new) => Relation::Equal,
        (Some(old), Some(new)) => match Relation::of(old, new) {
            // What is true of both the same may still be undecidable of one alone.
            Relation::Equal if !(decided(old) && decided(new)) => Relation::Unknown,
            relation => relation,
        },
        (Some(only), None) if nothing_to_lose(only) => Relation::Equal,
        (None, Some(only)) if nothing_to_lose(only) => Relation::Equal,
        (Some(_), None) => Relation::Narrower,
        (None, Some(_)) => Relation::Wider,
        (None, None) => Relation::Equal,
    }
}

/// Whether a subscription fires never, and is never undecidable.
fn nothing_to_lose(subscription: &Subscription) -> bool {
    subscription.enabled.value == Truth::False
        || (decided(subscription) && never_fires(subscription))
}

/// Whether every event that can be read and has a type is decided.
fn decided(subscription: &Subscription) -> bool {
    let conditions = &subscription.conditions;
    let native = |operation: &Operation| matches!(operation, Operation::Native(_));
    subscription.enabled.value != Truth::Undecidable
        && !subscription.events.unreadable
        && subscription.labels.iter().all(|label| !label.values.is_empty())
        && !conditions.unreadable
        && conditions.combine != crate::subscription::Combine::Unreadable
        && conditions
            .list
            .iter()
            .all(|condition| condition.path.is_plain() && native(&condition.predicate.operation))
}

/// Whether both ask for the same in the same words.
fn same_text(old: &Subscription, new: &Subscription) -> bool {
    let words = |each: &Subscription| {
        let conditions = each.conditions.list.iter().map(|condition| {
            let value = condition.predicate.value.as_ref().map(crate::json::Node::to_json);
            (condition.path.clone(), condition.predicate.operator.clone(), value)
        });
        let conditions: Vec<_> = conditions.collect();
        let labels: Vec<_> = each
            .labels
            .iter()
            .map(|label| (label.key.clone(), label.event_keys.clone(), label.values.clone()))
            .collect();
        let events = &each.events;
        let patterns: Vec<_> =
            events.patterns.iter().map(|it| (it.text.clone(), it.wildcards)).collect();
        let flags = (each.enabled.value, events.all, events.unreadable, each.conditions.unreadable);
        (flags, each.conditions.combine, patterns, labels, conditions)
    };
    words(old) == words(new)
}

/// What holds for all subscriptions together.
pub(super) fn overall(relations: impl Iterator<Item = Relation>) -> Relation {
    let sided = |relation| matches!(relation, Relation::Wider | Relation::Narrower);
    let mut overall = None;
    for relation in relations {
        overall = match (overall, relation) {
            (None, other) => Some(other),
            (Some(a), b) if a == b => Some(a),
            (Some(a), b) if sided(a) && b == Relation::Equal => Some(a),
            (Some(Relation::Equal), b) if sided(b) => Some(b),
            _ => return Relation::Unknown,
        };
    }
    overall.unwrap_or(Relation::Equal)
}
