//! From a subscription to the words of its filter.

use super::Router;
use super::filter::{Flags, GROUP};
use super::number;
use super::scalar;
use super::slots::Hash;
use super::tokens::{self, Field, Kind, TokenId};
use crate::event::Slot;
use crate::predicate::Operation;
use crate::subscription::{
    Combine, Conditions, EventPattern, EventTypes, Label, LabelCase, Lookup, Path, Segment,
    Subscription, is_evm_address,
};
use crate::truth::Truth;

/// The parts of a filter while it is put together, in memory that is used again for the
/// next.
#[derive(Debug, Default)]
pub(super) struct Parts {
    flags: u32,
    combine: Option<Combine>,
    typed: Option<u32>,
    needs: Vec<u32>,
    tests: Vec<u32>,
    /// Tokens of which one is needed.
    tokens: Vec<TokenId>,
    spelled: Vec<u8>,
    words: Vec<u32>,
    /// The hashes of tokens that are taken soon.
    ahead: Vec<Hash>,
    /// Words of filters in a row, where each ends, and their hashes: memory for
    /// [`Router::enlist`].
    pub(super) compiled: (Vec<u32>, Vec<usize>, Vec<Hash>),
}

impl Parts {
    fn begin(&mut self) {
        (self.flags, self.combine, self.typed) = (0, None, None);
        self.needs.clear();
        self.tests.clear();
        self.tokens.clear();
        self.words.clear();
    }
}

impl Router {
    /// Touches the tokens of types and labels that subscriptions are about to be compiled
    /// to.
    pub(super) fn look_ahead(&mut self, subscriptions: &[Subscription], parts: &mut Parts) {
        parts.ahead.clear();
        for subscription in subscriptions.iter().filter(|subscription| !never(subscription)) {
            let events = &subscription.events;
            if !events.all {
                let patterns = events.patterns.iter().filter(|pattern| !pattern.wildcards);
                let of =
                    |pattern: &EventPattern| tokens::hash(Field::TYPE, pattern.text.as_bytes());
                parts.ahead.extend(patterns.map(of));
            }
            let exact = |label: &&Label| label.case == LabelCase::Exact && !label.values.is_empty();
            for label in subscription.labels.iter().filter(exact) {
                for key in &label.event_keys {
                    let field = Field::label(self.fields.label_key(key), false);
                    let of = |value: &String| tokens::hash(field, value.as_bytes());
                    parts.ahead.extend(label.values.iter().map(of));
                }
            }
        }
        self.filters.tokens.fetch(&parts.ahead);
    }

    /// The words of what a subscription asks for; their tokens, groups and tests have
    /// one more user.
    pub(super) fn compile<'p>(
        &mut self,
        subscription: &Subscription,
        parts: &'p mut Parts,
    ) -> &'p [u32] {
        parts.begin();
        if never(subscription) {
            parts.words.extend([Flags::NEVER, 0, 0]);
            return &parts.words;
        }
        if subscription.enabled.value == Truth::Undecidable {
            parts.flags |= Flags::DOUBTFUL;
        }
        self.compile_events(&subscription.events, parts);
        for label in &subscription.labels {
            self.compile_label(label, parts);
        }
        self.compile_conditions(&subscription.conditions, parts);
        self.finish(parts);
        &parts.words
    }

    fn compile_events(&mut self, events: &EventTypes, parts: &mut Parts) {
        if events.all {
            return;
        }
        if events.unreadable {
            parts.flags |= Flags::SOFT;
        }
        parts.flags |= Flags::TYPED;
        for pattern in &events.patterns {
            let field = if pattern.wildcards { Field::PATTERN } else { Field::TYPE };
            let token = self.filters.tokens.take(field, pattern.text.as_bytes());
            if pattern.wildcards {
                self.filters.patterns.insert(&pattern.text, token);
            }
            parts.tokens.push(token);
        }
        parts.typed = Some(self.need_of(&mut parts.tokens));
    }

    fn compile_label(&mut self, label: &Label, parts: &mut Parts) {
        if label.values.is_empty() {
            parts.flags |= Flags::DOUBTFUL;
            return;
        }
        for key in &label.event_keys {
            let key = self.fields.label_key(key);
            for value in &label.values {
                let folded = label.case == LabelCase::FoldEvmAddresses && is_evm_address(value);
                let field = Field::label(key, folded);
                parts.tokens.push(match folded {
                    true => self.filters.tokens.take(field, value.to_ascii_lowercase().as_bytes()),
                    false => self.filters.tokens.take(field, value.as_bytes()),
                });
            }
        }
        let need = self.need_of(&mut parts.tokens);
        parts.needs.push(need);
    }

    fn compile_conditions(&mut self, conditions: &Conditions, parts: &mut Parts) {
        if conditions.unreadable {
            parts.flags |= Flags::DOUBTFUL;
            return;
        }
        let all = conditions.combine == Combine::All
            || (conditions.combine == Combine::Any && conditions.list.len() == 1);
        let mut alternatives = Vec::new();
        for condition in &conditions.list {
            let slot = self.fields.slot(&condition.path);
            let operation = &condition.predicate.operation;
            let any = conditions.combine == Combine::Any;
            if (all || any) && self.tokens_of(&condition.path, slot, operation, parts) {
                match all {
                    true => parts.needs.push(self.need_of(&mut parts.tokens)),
                    false => alternatives.append(&mut parts.tokens),
                }
            } else {
                parts.tests.push(self.filters.tests.take(slot, operation, &condition.path));
            }
        }
        if all {
            parts.combine = Some(Combine::All);
        } else if conditions.combine == Combine::Any && parts.tests.is_empty() {
            // Every alternative is a token, so together they are one need.
            if !conditions.list.is_empty() {
                let need = self.need_of(&mut alternatives);
                parts.needs.push(need);
            }
        } else {
            self.keep_as_tests(conditions, alternatives, parts);
        }
    }

    /// Alternatives of which some are no tokens: all of them are tests.
    fn keep_as_tests(&mut self, conditions: &Conditions, tokens: Vec<TokenId>, parts: &mut Parts) {
        for token in tokens {
            self.filters.tokens.release(token);
        }
        parts.tests.drain(..).for_each(|test| self.filters.tests.release(test));
        for condition in &conditions.list {
            let slot = self.fields.slot(&condition.path);
            let operation = &condition.predicate.operation;
            parts.tests.push(self.filters.tests.take(slot, operation, &condition.path));
        }
        parts.combine = Some(conditions.combine);
    }

    /// Adds the tokens of which one must be on the event, where that is all a condition
    /// asks; whether it is.
    fn tokens_of(
        &mut self,
        path: &Path,
        slot: Slot,
        operation: &Operation,
        parts: &mut Parts,
    ) -> bool {
        let kind = match &path.lookup {
            Lookup::Segments(segments) if segments.contains(&Segment::Any) => Kind::AnyScalar,
            Lookup::Segments(_) | Lookup::LiteralThenSegments(_) => Kind::Scalar,
            _ => return false,
        };
        let Some(scalars) = operation.equals_one_of() else { return false };
        let field = Field::slot(kind, slot);
        for scalar in &scalars {
            if !scalar::spell(scalar, &mut parts.spelled) {
                for token in parts.tokens.drain(..) {
                    self.filters.tokens.release(token);
                }
                return false;
            }
            parts.tokens.push(self.filters.tokens.take(field, &parts.spelled));
        }
        self.access.watch(slot, kind);
        true
    }

    /// The need of one of these tokens; each comes with a user.
    fn need_of(&mut self, tokens: &mut Vec<TokenId>) -> u32 {
        sort_and_drop_twins(tokens, |token| self.filters.tokens.release(token));
        if let [only] = **tokens {
            tokens.clear();
            return only;
        }
        let (id, new) = self.filters.groups.take(tokens);
        for token in tokens.drain(..) {
            if !new {
                self.filters.tokens.release(token);
            }
        }
        GROUP | id
    }

    fn finish(&mut self, parts: &mut Parts) {
        // Of one test it does not matter how it combines.
        let combine = parts.combine.filter(|_| parts.tests.len() > 1).unwrap_or(Combine::All);
        sort_and_drop_twins(&mut parts.needs, |need| self.filters.release_need(need));
        if combine != Combine::OrderedAny {
            sort_and_drop_twins(&mut parts.tests, |test| self.filters.tests.release(test));
        }
        let flags = Flags(parts.flags).with_combine(combine);
        let needs = parts.typed.iter().chain(&parts.needs);
        parts.words.extend([
            flags.0,
            number(parts.needs.len() + usize::from(parts.typed.is_some())),
            number(parts.tests.len()),
        ]);
        parts.words.extend(needs.chain(&parts.tests));
    }
}

/// Whether no event can fire it: it is off, or asks for no type at all.
fn never(subscription: &Subscription) -> bool {
    subscription.enabled.value == Truth::False || subscription.events.test(None) == Truth::False
}

/// Sorts numbers and gives back what stands there twice.
fn sort_and_drop_twins(numbers: &mut Vec<u32>, mut release: impl FnMut(u32)) {
    numbers.sort_unstable();
    let mut last = None;
    numbers.retain(|&number| {
        let twice = last.replace(number) == Some(number);
        if twice {
            release(number);
        }
        !twice
    });
}
