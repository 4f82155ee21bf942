//! Whether one subscription holds for the facts of one event.

use std::borrow::Cow;

use super::Entry;
use crate::event::{Facts, LabelText};
use crate::json::Kind;
use crate::predicate::Test;
use crate::subscription::{Combine, Conditions, Label};
use crate::truth::Truth;

/// The verdict: switch, event type, labels and conditions, false winning.
pub(crate) fn verdict(entry: &Entry, facts: &impl Facts) -> Truth {
    verdict_by(entry, facts, |index| test_condition(entry, facts, index))
}

/// The same with the tests of conditions answered by the caller.
pub(super) fn verdict_by(
    entry: &Entry,
    facts: &impl Facts,
    test: impl FnMut(usize) -> Test,
) -> Truth {
    let subscription = &entry.subscription;
    let mut truth = subscription.enabled.value;
    if truth == Truth::False {
        return truth;
    }
    truth = truth.and(subscription.events.test(facts.event_type()));
    for label in &subscription.labels {
        if truth == Truth::False {
            return truth;
        }
        truth = truth.and(test_label(label, facts).truth());
    }
    if truth == Truth::False {
        return truth;
    }
    truth.and(combine(&subscription.conditions, test))
}

/// The verdict on an event that cannot be read: undecidable, unless the subscription is
/// off or asks for no type at all.
pub(crate) fn unread(entry: &Entry) -> Truth {
    let subscription = &entry.subscription;
    subscription.enabled.value.and(subscription.events.test(None)).and(Truth::Undecidable)
}

/// How a label of the subscription fares on an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LabelTest<'e> {
    /// On the event with a value asked for; `folded` where only letter case differed.
    Equal {
        key: &'e str,
        actual: Cow<'e, str>,
        folded: bool,
    },
    Missing,
    /// On the event with another value.
    Differs {
        key: &'e str,
        actual: Cow<'e, str>,
    },
    /// On the event, but no text.
    WrongType {
        key: &'e str,
        kind: Kind,
    },
    /// The subscription's own value cannot be read.
    Unreadable,
}

impl LabelTest<'_> {
    pub(crate) fn truth(&self) -> Truth {
        match self {
            Self::Equal { .. } => Truth::True,
            Self::Unreadable => Truth::Undecidable,
            Self::Missing | Self::Differs { .. } | Self::WrongType { .. } => Truth::False,
        }
    }
}

pub(crate) fn test_label<'e>(label: &'e Label, facts: &'e impl Facts) -> LabelTest<'e> {
    if label.values.is_empty() {
        return LabelTest::Unreadable;
    }
    let mut test = LabelTest::Missing;
    for key in &label.event_keys {
        match facts.label(key) {
            Some(LabelText::Text(actual)) if label.accepts(&actual) => {
                let folded = !label.values.iter().any(|asked| *asked == actual);
                return LabelTest::Equal { key, actual, folded };
            }
            Some(LabelText::Text(actual)) => test = LabelTest::Differs { key, actual },
            Some(LabelText::Other(kind)) => test = LabelTest::WrongType { key, kind },
            None => {}
        }
    }
    test
}

/// The test of one condition, by its position.
pub(crate) fn test_condition(entry: &Entry, facts: &impl Facts, index: usize) -> Test {
    match (entry.subscription.conditions.list.get(index), entry.slots.get(index)) {
        (Some(condition), Some(slot)) => facts.test(*slot, &condition.predicate),
        _ => Test::Undecidable,
    }
}

/// Combines the tests of conditions, evaluating as few as decide it.
pub(crate) fn combine(conditions: &Conditions, mut test: impl FnMut(usize) -> Test) -> Truth {
    let count = conditions.list.len();
    if conditions.unreadable {
        return Truth::Undecidable;
    }
    if count == 0 {
        return Truth::True;
    }
    let mut truth;
    match conditions.combine {
        Combine::All => {
            truth = Truth::True;
            for index in 0..count {
                truth = truth.and(test(index).truth());
                if truth == Truth::False {
                    break;
                }
            }
        }
        Combine::Any => {
            truth = Truth::False;
            for index in 0..count {
                truth = truth.or(test(index).truth());
                if truth == Truth::True {
                    break;
                }
            }
        }
        Combine::Unreadable => {
            let mut all = Truth::True;
            truth = Truth::False;
            for index in 0..count {
                let each = test(index).truth();
                all = all.and(each);
                truth = truth.or(each);
            }
            if truth != all {
                truth = Truth::Undecidable;
            }
        }
        Combine::OrderedAny => {
            // An unknown could have decided for, or have let the rest decide: the
            // verdict stands only where the rest decides for as well.
            let mut unknown = false;
            truth = Truth::False;
            for index in 0..count {
                match test(index) {
                    Test::Pass => {
                        truth = Truth::True;
                        break;
                    }
                    Test::Undecidable => unknown = true,
                    Test::Throw => break,
                    Test::Fail | Test::Missing | Test::Mismatch => {}
                }
            }
            if unknown && truth == Truth::False {
                truth = Truth::Undecidable;
            }
        }
    }
    truth
}
