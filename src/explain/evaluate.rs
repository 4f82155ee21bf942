//! Whether one subscription holds for the facts of one event, each evaluated by itself:
//! what explanations show, and what routing with its index is held to.

use std::borrow::Cow;

use crate::dialect::Config;
use crate::event::{self, EventError, EventForm, Fields, LabelText, Places, Slot, TreeFacts};
use crate::json::{Kind, Node};
use crate::predicate::Test;
use crate::subscription::{Label, Subscription};
use crate::truth::{Outcome, Truth};

/// A subscription with the slots of its conditions.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) subscription: Subscription,
    pub(super) slots: Box<[Slot]>,
}

impl Entry {
    /// Notes in `fields` what the subscription looks at.
    pub(super) fn new(subscription: Subscription, fields: &mut Fields) -> Self {
        let conditions = &subscription.conditions.list;
        let slots = conditions.iter().map(|condition| fields.slot(&condition.path)).collect();
        Self { subscription, slots }
    }
}

/// Every subscription of a configuration, and the fields they look at.
#[derive(Clone, Debug)]
pub(super) struct Evaluator {
    pub(super) entries: Vec<Entry>,
    pub(super) fields: Fields,
    pub(super) form: EventForm,
}

impl Evaluator {
    pub(super) fn new(config: &Config) -> Self {
        let mut fields = Fields::default();
        let subscriptions = config.subscriptions.iter().cloned();
        let entries = subscriptions.map(|each| Entry::new(each, &mut fields)).collect();
        Self { entries, fields, form: EventForm::Auto }
    }

    pub(super) fn read<'e>(
        &self,
        tree: &'e Node,
    ) -> Result<(TreeFacts<'e>, Places<'e>), EventError> {
        event::read_tree(tree, &self.fields, self.form)
    }

    pub(super) fn outcomes(&self, facts: &TreeFacts<'_>) -> Vec<Outcome> {
        self.entries.iter().map(|entry| verdict(entry, facts).into()).collect()
    }
}

/// The verdict: switch, event type, labels and conditions, false winning.
pub(super) fn verdict(entry: &Entry, facts: &TreeFacts<'_>) -> Truth {
    let subscription = &entry.subscription;
    let mut truth = subscription.enabled.value;
    if truth == Truth::False {
        return truth;
    }
    truth = truth.and(subscription.events.test(facts.event_type.as_deref()));
    for label in &subscription.labels {
        if truth == Truth::False {
            return truth;
        }
        truth = truth.and(test_label(label, facts).truth());
    }
    if truth == Truth::False {
        return truth;
    }
    let test = |index| test_condition(entry, facts, index);
    truth.and(subscription.conditions.test(test))
}

/// The verdict on an event that cannot be read: undecidable, unless the subscription is
/// off or asks for no type at all.
pub(super) fn unread(entry: &Entry) -> Truth {
    let subscription = &entry.subscription;
    subscription.enabled.value.and(subscription.events.test(None)).and(Truth::Undecidable)
}

/// How a label of the subscription fares on an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LabelTest<'e> {
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
    pub(super) fn truth(&self) -> Truth {
        match self {
            Self::Equal { .. } => Truth::True,
            Self::Unreadable => Truth::Undecidable,
            Self::Missing | Self::Differs { .. } | Self::WrongType { .. } => Truth::False,
        }
    }
}

pub(super) fn test_label<'e>(label: &'e Label, facts: &'e TreeFacts<'_>) -> LabelTest<'e> {
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
pub(super) fn test_condition(entry: &Entry, facts: &TreeFacts<'_>, index: usize) -> Test {
    match (entry.subscription.conditions.list.get(index), entry.slots.get(index)) {
        (Some(condition), Some(slot)) => facts.test(*slot, &condition.predicate.operation),
        _ => Test::Undecidable,
    }
}
