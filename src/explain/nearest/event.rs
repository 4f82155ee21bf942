//! One event against the distinct parts: each is looked at when it is first asked for.

use super::super::conditions::{code_of, elsewhere};
use super::super::evaluate::Entry;
use super::super::labels::find_member;
use super::parts::{Filter, Parts, Tests};
use super::quick::Known;
use crate::diagnostic::Code;
use crate::event::{Fields, LabelText, Places, Slotted, TreeFacts};
use crate::predicate::Test;
use crate::subscription::{Combine, Condition};
use crate::truth::Truth;

/// What is known so far of how an event fares against the parts.
pub(super) struct Against<'a, 'e> {
    parts: &'a Parts,
    entries: &'a [Entry],
    facts: &'a TreeFacts<'e>,
    places: &'a Places<'e>,
    /// Of each name whether it asks for the type, and whether it does but for letter case.
    names: Vec<(bool, bool)>,
    /// What the event has at each label key.
    labels: Vec<Option<LabelText<'a>>>,
    /// Of each label whether it is satisfied, and whether it is but for letter case.
    satisfied: Vec<(bool, bool)>,
    /// Per slot what the short ways need to know.
    known: Vec<Known>,
    equal: Vec<bool>,
    tests: Vec<Option<Test>>,
    /// Per label key and per slot whether its name stands elsewhere in the event.
    label_nested: Vec<Option<bool>>,
    slot_nested: Vec<Option<bool>>,
    found: Vec<Test>,
}

/// How the conditions of a filter fare.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conditions {
    pub(super) truth: Truth,
    /// Failing checks, alternatives together as one.
    pub(super) failing: usize,
}

impl<'a, 'e> Against<'a, 'e> {
    pub(super) fn new(
        parts: &'a Parts,
        entries: &'a [Entry],
        fields: &Fields,
        facts: &'a TreeFacts<'e>,
        places: &'a Places<'e>,
    ) -> Self {
        let labels: Vec<_> = parts.labels.keys.iter().map(|key| facts.label(key)).collect();
        let mut satisfied = vec![(false, false); parts.labels.list.len()];
        for (key, label) in (0..).zip(&labels) {
            if let Some(LabelText::Text(value)) = label {
                parts.labels.each_of(key, value, |id, is_satisfied| {
                    let hit = &mut satisfied[id as usize];
                    *hit = (hit.0 || is_satisfied, true);
                });
            }
        }
        let mut equal = vec![false; parts.tests.list.len()];
        for (number, slotted) in facts.slots.iter().enumerate() {
            let Slotted::One(value) = slotted else { continue };
            let spelled = parts.tests.has_equalities().then(|| Tests::spelled(value)).flatten();
            if let (Some(spelled), Some(slot)) = (spelled, fields.slot_at(number)) {
                for &test in parts.tests.equal_to(slot, &spelled) {
                    equal[test as usize] = true;
                }
            }
        }
        let known = |slotted: &Slotted<'_>| match slotted {
            Slotted::One(value) => Known::of(value),
            _ => Known::default(),
        };
        let names = facts.event_type.as_deref().map(|name| parts.names.hits(name));
        Self {
            parts,
            entries,
            facts,
            places,
            names: names.unwrap_or_default(),
            label_nested: vec![None; labels.len()],
            labels,
            satisfied,
            known: facts.slots.iter().map(known).collect(),
            tests: vec![None; equal.len()],
            equal,
            slot_nested: vec![None; facts.slots.len()],
            found: Vec::new(),
        }
    }

    /// As [`crate::subscription::EventTypes::test`].
    pub(super) fn types(&self, filter: &Filter<'_>) -> Truth {
        if filter.asks_for_all() {
            return Truth::True;
        }
        if filter.names.is_empty() && !filter.types_unreadable() {
            return Truth::False;
        }
        if self.facts.event_type.is_none() {
            return Truth::Undecidable;
        }
        match filter.names.iter().any(|&name| self.names[name as usize].0) {
            true => Truth::True,
            false if filter.types_unreadable() => Truth::Undecidable,
            false => Truth::False,
        }
    }

    /// The code of a list of types that does not ask for the event's.
    pub(super) fn type_code(&self, filter: &Filter<'_>) -> Code {
        let near = |&name: &u32| self.names.get(name as usize).is_some_and(|(_, folded)| *folded);
        match filter.names.is_empty() {
            true => Code::NoEventTypes,
            false if filter.names.iter().any(near) => Code::EventTypeDiffersCase,
            false => Code::EventTypeNotListed,
        }
    }

    pub(super) fn label(&self, id: u32) -> Truth {
        match self.satisfied[id as usize].0 {
            true => Truth::True,
            false if self.parts.labels.list[id as usize].unreadable => Truth::Undecidable,
            false => Truth::False,
        }
    }

    /// The code of a label that the event does not have as it is asked for.
    pub(super) fn label_code(&mut self, id: u32) -> Code {
        let parts = self.parts;
        let keys = parts.labels.list[id as usize].keys.as_slice();
        let there = |&key: &u32| self.labels[key as usize].as_ref();
        match keys.iter().rev().find_map(there) {
            Some(LabelText::Text(actual)) => {
                let differs_in_case = match keys {
                    [_] => self.satisfied[id as usize].1,
                    // Only the last of several keys counts.
                    _ => self.differs_in_case(id, actual),
                };
                match differs_in_case {
                    true => Code::LabelDiffersCase,
                    false => Code::LabelDiffers,
                }
            }
            Some(LabelText::Other(_)) => Code::LabelWrongType,
            None => match keys.iter().any(|&key| self.label_is_nested(key as usize)) {
                true => Code::LabelNestedDeeper,
                false => Code::LabelMissing,
            },
        }
    }

    fn differs_in_case(&self, id: u32, actual: &str) -> bool {
        let keys = self.parts.labels.list[id as usize].keys.as_slice();
        let mut same = false;
        for &key in keys {
            self.parts.labels.each_of(key, actual, |other, _| same |= other == id);
        }
        same
    }

    fn label_is_nested(&mut self, key: usize) -> bool {
        let (parts, places) = (self.parts, self.places);
        let look = || {
            let (at, body) = places.body.as_ref()?;
            find_member(body, at, &parts.labels.keys[key])
        };
        *self.label_nested[key].get_or_insert_with(|| look().is_some())
    }

    fn condition(&self, id: u32) -> Option<&'a Condition> {
        let (entry, at) = self.parts.tests.rest[id as usize].at;
        self.entries.get(entry as usize)?.subscription.conditions.list.get(at as usize)
    }

    fn test(&mut self, id: u32) -> Test {
        let at = id as usize;
        if let Some(known) = self.tests[at] {
            return known;
        }
        let part = &self.parts.tests.list[at];
        let known = self.known.get(part.slot.index());
        let quick = known.and_then(|known| part.quick.decide(known, self.equal[at]));
        let rest = &self.parts.tests.rest;
        let test = quick.unwrap_or_else(|| self.facts.test(part.slot, &rest[at].operation));
        self.tests[at] = Some(test);
        test
    }

    /// How the conditions of a filter fare.
    pub(super) fn conditions(&mut self, filter: &Filter<'_>) -> Conditions {
        let combine = filter.combine();
        self.found.clear();
        for &test in filter.tests {
            let test = self.test(test);
            self.found.push(test);
            if combine == Combine::OrderedAny && matches!(test, Test::Pass | Test::Throw) {
                break;
            }
        }
        let found = &self.found;
        let truth = match filter.conditions_unreadable() {
            true => Truth::Undecidable,
            false => combine.over(found.iter().copied()),
        };
        let failing = found.iter().filter(|test| test.truth() == Truth::False).count();
        let is_any =
            filter.tests.len() > 1 && matches!(combine, Combine::Any | Combine::OrderedAny);
        let failing = match is_any {
            true if found.contains(&Test::Pass) => 0,
            true => failing.min(1),
            false => failing,
        };
        Conditions { truth, failing }
    }

    /// The code of the first condition that stands against a filter.
    pub(super) fn condition_code(&mut self, filter: &Filter<'_>) -> Option<Code> {
        for &id in filter.tests {
            let test = self.test(id);
            if test.truth() != Truth::False {
                continue;
            }
            let part = &self.parts.tests.list[id as usize];
            let slot = part.slot.index();
            return code_of(part.exists, test, || {
                if let Some(Some(known)) = self.slot_nested.get(slot) {
                    return *known;
                }
                let look = |condition| elsewhere(condition, self.places).is_some();
                let nested = self.condition(id).is_some_and(look);
                self.slot_nested[slot] = Some(nested);
                nested
            });
        }
        None
    }
}
