//! Subscriptions that can never match, and conditions that never or always hold.

use super::claims::{Claim, contradict, core};
use super::relation::{alternatives, claims, contradicting_labels};
use super::{label_place, label_words, words};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::subscription::{Combine, Condition, Conditions, Label, Subscription};
use crate::truth::Truth;

/// Finds what never or always holds in one subscription; whether it never matches.
pub(super) fn find(subscription: &Subscription, found: &mut Vec<Diagnostic>) -> bool {
    if subscription.enabled.value == Truth::False || subscription.events.test(None) == Truth::False
    {
        return true;
    }
    let never = never_matches(subscription);
    let is_never = never.is_some();
    let conditions = &subscription.conditions;
    match never {
        Some(finding) => found.push(finding),
        None => dead_alternatives(conditions, found),
    }
    if !conditions.unreadable {
        always_hold(subscription, found);
    }
    is_never
}

fn never_matches(subscription: &Subscription) -> Option<Diagnostic> {
    let labels: Vec<&Label> = subscription.labels.iter().collect();
    if let Some((one, other)) = contradicting_labels(&labels) {
        let message = format!(
            "{:?} never matches: {}, and {}",
            subscription.id,
            label_words(one),
            label_words(other)
        );
        let place = label_place(one, subscription);
        return Some(
            Diagnostic::new(Severity::Warning, Code::NeverMatches, place.clone(), message)
                .with_related(place, label_words(one))
                .with_related(label_place(other, subscription), label_words(other)),
        );
    }
    let alternatives = alternatives(&subscription.conditions)?;
    let mut proofs = Vec::new();
    for alternative in alternatives {
        let claims = claims(alternative, true);
        if !contradict(&claims) {
            return None;
        }
        proofs.push(core(&claims));
    }
    let parts: Vec<&Condition> = proofs.iter().flatten().map(|claim| claim.condition).collect();
    let first = parts.first()?;
    let reason = match proofs.as_slice() {
        [proof] => reason(proof),
        _ => format!("none of its {} conditions can hold", proofs.len()),
    };
    let message = format!("{:?} never matches: {reason}", subscription.id);
    let place = first.place.clone();
    let finding = Diagnostic::new(Severity::Warning, Code::NeverMatches, place, message);
    Some(with_proof(finding, &parts))
}

/// `no value can …`, from the claims that contradict each other.
fn reason(proof: &[Claim<'_>]) -> String {
    let facts: Vec<_> = proof.iter().map(|claim| words(claim.condition)).collect();
    match facts.as_slice() {
        [only] => format!("{only}, which nothing can"),
        several => format!("{} contradict each other", several.join(" and ")),
    }
}

fn with_proof(finding: Diagnostic, parts: &[&Condition]) -> Diagnostic {
    parts.iter().fold(finding, |finding, condition| {
        finding.with_related(condition.place.clone(), words(condition))
    })
}

/// Conditions of which one is enough, and that never hold.
fn dead_alternatives(conditions: &Conditions, found: &mut Vec<Diagnostic>) {
    if !matches!(conditions.combine, Combine::Any | Combine::OrderedAny) {
        return;
    }
    for condition in &conditions.list {
        if contradict(&[Claim { condition, holds: true }]) {
            let message = format!("this condition never holds: {}", words(condition));
            let place = condition.place.clone();
            let finding =
                Diagnostic::new(Severity::Warning, Code::ConditionNeverHolds, place, message);
            found.push(with_proof(finding, &[condition]));
        }
    }
}

fn always_hold(subscription: &Subscription, found: &mut Vec<Diagnostic>) {
    let conditions = &subscription.conditions;
    let always = |condition: &Condition| contradict(&[Claim { condition, holds: false }]);
    if conditions.combine == Combine::Any && conditions.list.len() > 1 {
        let refuted = claims(&conditions.list, false);
        if !contradict(&refuted) {
            return;
        }
        let core = core(&refuted);
        let parts: Vec<&Condition> = core.iter().map(|claim| claim.condition).collect();
        let facts: Vec<_> = parts.iter().map(|condition| words(condition)).collect();
        let message = format!(
            "the conditions always hold, so {:?} does not depend on them: {}",
            subscription.id,
            facts.join(", or ")
        );
        let place = conditions.place.clone().unwrap_or_else(|| subscription.place.clone());
        let finding =
            Diagnostic::new(Severity::Warning, Code::ConditionsAlwaysHold, place, message);
        found.push(with_proof(finding, &parts));
        return;
    }
    for condition in conditions.list.iter().filter(|condition| always(condition)) {
        let message = format!("this condition always holds: {}", words(condition));
        let place = condition.place.clone();
        let finding =
            Diagnostic::new(Severity::Warning, Code::ConditionsAlwaysHold, place, message);
        found.push(with_proof(finding, &[condition]));
    }
}
