//! What an explanation's checks say at a glance: what blocked, and how near it was.

use hooksieve::{Check, CheckStatus, Code, Explanation, Outcome};

/// The status of the checks that decided against firing.
pub(super) fn blocking_status(outcome: Outcome) -> CheckStatus {
    match outcome {
        Outcome::Undecidable => CheckStatus::Undecidable,
        _ => CheckStatus::Fail,
    }
}

/// The first check that decided against firing.
pub(super) fn blocker(explanation: &Explanation) -> Option<&Check> {
    let status = blocking_status(explanation.outcome);
    explanation.checks.iter().find(|check| check.status == status)
}

/// How many checks decided against firing: of alternatives one would be enough, so they
/// count once, and not at all where one holds.
pub(super) fn blockers(explanation: &Explanation) -> usize {
    let status = blocking_status(explanation.outcome);
    let (alternatives, others): (Vec<&Check>, Vec<&Check>) =
        explanation.checks.iter().partition(|check| check.alternative);
    let satisfied = alternatives.iter().any(|check| check.status == CheckStatus::Pass);
    let of_alternatives = !satisfied && alternatives.iter().any(|check| check.status == status);
    others.iter().filter(|check| check.status == status).count() + usize::from(of_alternatives)
}

/// How many checks there are, alternatives together as one.
pub(super) fn checks(explanation: &Explanation) -> usize {
    let alternatives = explanation.checks.iter().filter(|check| check.alternative).count();
    explanation.checks.len() - alternatives + usize::from(alternatives > 0)
}

/// Whether a check is about the event's type.
pub(super) fn is_of_type(code: Code) -> bool {
    matches!(
        code,
        Code::EventTypeNotListed
            | Code::EventTypeDiffersCase
            | Code::NoEventTypes
            | Code::NoEventType
    )
}

/// Whether the event was asked for, or nearly, and something later stood against it.
pub(super) fn is_near(check: &Check) -> bool {
    match check.code {
        Code::EventTypeDiffersCase => true,
        Code::Disabled => false,
        code => !is_of_type(code),
    }
}
