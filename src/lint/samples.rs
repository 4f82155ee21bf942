//! What sample events never had: types, labels, keys, and values of a fitting type.

use super::{label_place, words};
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::dialect::Config;
use crate::event::{EventError, EventForm};
use crate::explain::{Check, CheckStatus, Explainer, Explanation};
use crate::predicate::{Asked, Operation};
use crate::subscription::{Condition, Subscription};

/// What was seen so far.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    explainer: Explainer,
    events: usize,
    seen: Vec<Seen>,
}

/// What events of the types that a subscription asks for had.
#[derive(Clone, Debug)]
struct Seen {
    events: usize,
    labels: Vec<Part>,
    conditions: Vec<Part>,
}

#[derive(Clone, Debug, Default)]
struct Part {
    /// Events that have it.
    there: usize,
    /// Events in which its value has a type that the condition takes.
    suits: usize,
    /// Events for which it was not looked at.
    skipped: usize,
    /// What the first event without it has instead.
    instead: Option<(String, Vec<Fix>)>,
}

impl Samples {
    pub(super) fn new(config: &Config, form: EventForm) -> Self {
        let seen = |subscription: &Subscription| Seen {
            events: 0,
            labels: vec![Part::default(); subscription.labels.len()],
            conditions: vec![Part::default(); subscription.conditions.list.len()],
        };
        let seen = config.subscriptions.iter().map(seen).collect();
        Self { explainer: Explainer::new(config).with_event_form(form), events: 0, seen }
    }

    pub(super) fn see(&mut self, event: &[u8]) -> Result<(), EventError> {
        let explanations = self.explainer.explain_readable(event)?;
        self.events += 1;
        for (explanation, seen) in explanations.iter().zip(&mut self.seen) {
            seen.note(explanation);
        }
        Ok(())
    }

    pub(super) fn find(&self, config: &Config, found: &mut Vec<Diagnostic>) {
        if self.events == 0 {
            return;
        }
        for (subscription, seen) in config.subscriptions.iter().zip(&self.seen) {
            if seen.events == 0 {
                let events = &subscription.events;
                if !events.all && !events.patterns.is_empty() {
                    let place = events.place.clone().unwrap_or_else(|| subscription.place.clone());
                    let message = format!(
                        "{} has a type that {:?} asks for",
                        none_of(self.events),
                        subscription.id
                    );
                    let code = Code::EventTypeUnseen;
                    found.push(Diagnostic::new(Severity::Note, code, place, message));
                }
                continue;
            }
            found.extend(seen.find(subscription));
        }
    }
}

impl Seen {
    fn note(&mut self, explanation: &Explanation) {
        let is_type = |check: &&Check| check.code.as_str().starts_with("event-type");
        let asked = explanation.checks.iter().find(is_type);
        if asked.is_none_or(|check| check.status != CheckStatus::Pass) {
            return;
        }
        self.events += 1;
        let checks = explanation.checks.get(2..).unwrap_or_default();
        let (labels, rest) = checks.split_at(self.labels.len().min(checks.len()));
        let before = rest.len().saturating_sub(self.conditions.len());
        let parts = self.labels.iter_mut().zip(labels);
        for (part, check) in parts.chain(self.conditions.iter_mut().zip(&rest[before..])) {
            part.note(check);
        }
    }

    fn find(&self, subscription: &Subscription) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let none = format!("{} of its types", none_of(self.events));
        for (label, part) in subscription.labels.iter().zip(&self.labels) {
            if part.there == 0 && part.skipped == 0 && !label.values.is_empty() {
                let message = format!("{none} carries the label `{}`", label.key);
                let place = label_place(label, subscription);
                found.push(part.told(Diagnostic::new(
                    Severity::Warning,
                    Code::LabelUnseen,
                    place,
                    message,
                )));
            }
        }
        for (condition, part) in subscription.conditions.list.iter().zip(&self.conditions) {
            if part.skipped > 0 || asks_for_absence(condition) {
                continue;
            }
            if part.there == 0 {
                let message = format!("{none} has anything at `{}`", condition.key);
                let place = condition.key_place.clone();
                found.push(part.told(Diagnostic::new(
                    Severity::Warning,
                    Code::KeyUnseen,
                    place,
                    message,
                )));
            } else if part.suits == 0 {
                let message = format!(
                    "in {none} the value at `{}` has a type that suits: {}",
                    condition.key,
                    words(condition)
                );
                let place = condition.value_place.clone();
                found.push(Diagnostic::new(
                    Severity::Warning,
                    Code::ValueTypeUnseen,
                    place,
                    message,
                ));
            }
        }
        found
    }
}

impl Part {
    fn note(&mut self, check: &Check) {
        match check.code {
            Code::NotEvaluated | Code::ConfigUnreadable | Code::ConditionUndecidable => {
                self.skipped += 1;
            }
            Code::LabelMissing
            | Code::LabelNestedDeeper
            | Code::ConditionKeyMissing
            | Code::ConditionKeyNested => {
                let told = || (check.message.clone(), check.fixes.clone());
                self.instead.get_or_insert_with(told);
            }
            _ if check.actual.is_none() => {}
            code => {
                self.there += 1;
                self.suits += usize::from(code != Code::ConditionWrongType);
            }
        }
    }

    fn told(&self, finding: Diagnostic) -> Diagnostic {
        let Some((message, fixes)) = &self.instead else { return finding };
        let finding = finding.with_help(format!("in the first: {message}"));
        fixes.iter().cloned().fold(finding, Diagnostic::with_fix)
    }
}

/// Whether a condition is about the key not being there.
fn asks_for_absence(condition: &Condition) -> bool {
    matches!(&condition.predicate.operation,
        Operation::Native(native) if matches!(native.asked(), (Asked::Anything, false)))
}

/// As in "none of the 24 sample events".
fn none_of(events: usize) -> String {
    if events == 1 {
        "no sample event".to_owned()
    } else {
        format!("none of the {events} sample events")
    }
}
