//! Explanations without what the event holds: paths and verdicts only, for people who may
//! see the configuration and not the payload.
//!
//! What is shown is built anew from codes, statuses and pointers; nothing is searched for
//! and struck out, so that nothing can be overlooked. What the configuration asks for goes
//! as well: where a check passes it is the event's value.

use super::{Check, CheckStatus, EventRef, Explanation, ExplanationNote};
use crate::diagnostic::{Code, Place};
use crate::truth::Outcome;

impl Explanation {
    /// The same without any value of the event: no id and type, no values asked for or
    /// found, sentences by code alone.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer};
    /// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[{"key":"card.number","condition":"eq","value":"4111"}]}"#);
    /// let event = br#"{"type":"t","data":{"card":{"number":"5500 0000 0000 0004"}}}"#;
    /// let redacted = Explainer::new(&config).explain(event).remove(0).redacted();
    /// let json = serde_json::to_string(&redacted).unwrap();
    /// assert!(!json.contains("5500") && json.contains("/data/card/number"));
    /// assert_eq!(redacted.summary, "The condition does not hold.");
    /// ```
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.event = self.event.as_ref().map(without_values);
        self.error = self.error.map(|_| Code::EventUnreadable.meaning().to_owned());
        self.checks = self.checks.into_iter().map(check).collect();
        self.notes = self.notes.iter().map(note).collect();
        self.summary = summary(self.outcome, &self.checks);
        if !self.counterfactual.is_empty() {
            self.counterfactual = needs(&self.checks);
        }
        self
    }
}

/// An event without its id and type.
pub(super) fn without_values(event: &EventRef) -> EventRef {
    EventRef { id: None, event_type: None, index: event.index }
}

/// A check by its code and its places.
pub(super) fn check(check: Check) -> Check {
    Check {
        message: check.code.meaning().to_owned(),
        expected: None,
        actual: None,
        fixes: Vec::new(),
        needs: None,
        ..check
    }
}

fn note(note: &ExplanationNote) -> ExplanationNote {
    ExplanationNote { code: note.code, message: note.code.meaning().to_owned() }
}

fn summary(outcome: Outcome, checks: &[Check]) -> String {
    if outcome == Outcome::Fires {
        return "every check that matters passes".to_owned();
    }
    super::summary(outcome, checks)
}

/// What would have to be different, by places alone.
pub(super) fn needs(checks: &[Check]) -> Vec<String> {
    let pointer = |place: &Option<Place>| {
        place.as_ref().map_or_else(|| "it".to_owned(), |place| format!("`{}`", place.pointer))
    };
    let need = |check: &Check| match &check.event {
        Some(_) => {
            format!("{} would have to hold for {}", pointer(&check.config), pointer(&check.event))
        }
        None => format!("{} would have to hold", pointer(&check.config)),
    };
    let failing = || checks.iter().filter(|check| check.status == CheckStatus::Fail);
    let satisfied =
        checks.iter().any(|check| check.alternative && check.status == CheckStatus::Pass);
    let mut needs: Vec<String> = failing().filter(|it| !it.alternative).map(need).collect();
    let alternatives: Vec<String> = failing().filter(|it| it.alternative).map(need).collect();
    if !satisfied && !alternatives.is_empty() {
        needs.push(alternatives.join(", or "));
    }
    needs
}
