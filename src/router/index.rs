//! Which subscriptions an event may fire: each stands under one thing it needs.
//!
//! The index proposes too many, never too few; verification decides. A subscription
//! that can only hold (or be undecidable) when a certain label, payload text or event
//! type is there stands under that; all others are always proposed.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::Entry;
use crate::event::{Facts, Slot};
use crate::subscription::{Combine, Label, Lookup, is_evm_address};
use crate::truth::Truth;

/// Where subscriptions stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Every subscription, in declaration order.
    all: Vec<u32>,
    /// Those that need nothing in particular.
    always: Vec<u32>,
    /// By label key, then by value as [`label_value`] spells it.
    labels: HashMap<String, Postings, FixedState>,
    /// By slot, then by the text there.
    texts: BTreeMap<Slot, Postings>,
    types: Postings,
}

type Postings = HashMap<String, Vec<u32>, FixedState>;

/// What a subscription stands under.
enum Access<'s> {
    Never,
    Always,
    Label(&'s Label),
    Text(Slot, &'s str),
    Types(Vec<&'s str>),
}

impl Index {
    pub(super) fn insert(&mut self, at: u32, entry: &Entry) {
        insert_sorted(&mut self.all, at);
        self.each_list(entry, |list| insert_sorted(list, at));
    }

    pub(super) fn remove(&mut self, at: u32, entry: &Entry) {
        remove_sorted(&mut self.all, at);
        self.each_list(entry, |list| remove_sorted(list, at));
        self.labels.retain(|_, values| {
            values.retain(|_, list| !list.is_empty());
            !values.is_empty()
        });
        self.texts.retain(|_, values| {
            values.retain(|_, list| !list.is_empty());
            !values.is_empty()
        });
        self.types.retain(|_, list| !list.is_empty());
    }

    /// Every subscription, in declaration order.
    pub(super) fn all(&self) -> &[u32] {
        &self.all
    }

    /// Adds to `found` the subscriptions an event may fire, in declaration order.
    pub(super) fn candidates(&self, facts: &impl Facts, found: &mut Vec<u32>) {
        // Without a type a list of types cannot be decided, so nothing is ruled out.
        let Some(event_type) = facts.event_type() else {
            found.extend(&self.all);
            return;
        };
        found.extend(&self.always);
        found.extend(self.types.get(event_type).into_iter().flatten());
        if !self.labels.is_empty() {
            facts.each_label(&mut |key, text| {
                let postings = self.labels.get(key);
                let values = postings.and_then(|values| values.get(label_value(text).as_ref()));
                found.extend(values.into_iter().flatten());
            });
        }
        for (slot, values) in &self.texts {
            if let Some(text) = facts.text(*slot) {
                found.extend(values.get(text.as_ref()).into_iter().flatten());
            }
        }
        found.sort_unstable();
        found.dedup();
    }

    fn each_list(&mut self, entry: &Entry, mut act: impl FnMut(&mut Vec<u32>)) {
        match access(entry) {
            Access::Never => {}
            Access::Always => act(&mut self.always),
            Access::Label(label) => {
                for key in &label.event_keys {
                    let postings = self.labels.entry(key.clone()).or_default();
                    for value in &label.values {
                        act(postings.entry(label_value(value).into_owned()).or_default());
                    }
                }
            }
            Access::Text(slot, text) => {
                act(self.texts.entry(slot).or_default().entry(text.to_owned()).or_default());
            }
            Access::Types(names) => {
                for name in names {
                    act(self.types.entry(name.to_owned()).or_default());
                }
            }
        }
    }
}

/// What a subscription needs, the most selective kind first.
fn access(entry: &Entry) -> Access<'_> {
    let subscription = &entry.subscription;
    if subscription.enabled.value == Truth::False {
        return Access::Never;
    }
    if let Some(label) = subscription.labels.iter().find(|label| !label.values.is_empty()) {
        return Access::Label(label);
    }
    let conditions = &subscription.conditions;
    if conditions.combine == Combine::All && !conditions.unreadable {
        for (condition, slot) in conditions.list.iter().zip(&entry.slots) {
            let exact = matches!(
                condition.path.lookup,
                Lookup::Segments(_) | Lookup::LiteralThenSegments(_)
            );
            if exact
                && condition.path.wildcards() == 0
                && let Some(text) = condition.predicate.required_text()
            {
                return Access::Text(*slot, text);
            }
        }
    }
    let events = &subscription.events;
    if events.all || events.unreadable || events.patterns.iter().any(|pattern| pattern.wildcards) {
        return Access::Always;
    }
    Access::Types(events.patterns.iter().map(|pattern| pattern.text.as_str()).collect())
}

/// A label's value so that equal ones are spelled alike: addresses in lower case. Too
/// much for labels that compare to the letter, which verification mends.
fn label_value(text: &str) -> Cow<'_, str> {
    if is_evm_address(text) { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
}

/// Adds to an ascending list; a subscription stands in it once.
fn insert_sorted(list: &mut Vec<u32>, at: u32) {
    if let Err(place) = list.binary_search(&at) {
        list.insert(place, at);
    }
}

fn remove_sorted(list: &mut Vec<u32>, at: u32) {
    if let Ok(place) = list.binary_search(&at) {
        list.remove(place);
    }
}
