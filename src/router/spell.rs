//! From a subscription to the texts of what it asks for, before any table is looked at.

use super::access::Access;
use super::filter::Flags;
use super::scalar;
use super::shared;
use super::slots::Hash;
use super::tokens::{self, Field, Kind};
use crate::event::{Fields, Slot};
use crate::predicate::Operation;
use crate::subscription::{
    Combine, Condition, Conditions, EventTypes, Label, LabelCase, Lookup, Segment, Subscription,
    is_evm_address,
};
use crate::truth::Truth;

/// What subscriptions ask for, one behind the other, in memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    /// The texts of tokens and the canonical bytes of tests.
    text: Vec<u8>,
    pub(super) tokens: Vec<SpelledToken>,
    /// Where the tokens of each need end, of which one must be on the event.
    pub(super) needs: Vec<usize>,
    pub(super) tests: Vec<SpelledTest>,
    pub(super) filters: Vec<SpelledFilter>,
    scalar: Vec<u8>,
}

/// A token by its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpelledToken {
    pub(super) hash: Hash,
    pub(super) field: Field,
    start: usize,
    end: usize,
}

/// A test by its canonical bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpelledTest {
    pub(super) hash: Hash,
    pub(super) slot: Slot,
    /// Which of the subscription's conditions it is.
    pub(super) condition: usize,
    start: usize,
    end: usize,
}

/// What a subscription asks for: the needs and tests up to these places that no other
/// one has.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpelledFilter {
    pub(super) flags: Flags,
    pub(super) needs: usize,
    pub(super) tests: usize,
}

impl Spelled {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.tokens.clear();
        self.needs.clear();
        self.tests.clear();
        self.filters.clear();
    }

    #[inline]
    pub(super) fn text_of(&self, token: &SpelledToken) -> &[u8] {
        &self.text[token.start..token.end]
    }

    pub(super) fn bytes_of(&self, test: &SpelledTest) -> &[u8] {
        &self.text[test.start..test.end]
    }

    fn token(&mut self, field: Field, text: &[u8]) {
        let start = self.text.len();
        self.text.extend_from_slice(text);
        let (hash, end) = (tokens::hash(field, text), self.text.len());
        self.tokens.push(SpelledToken { hash, field, start, end });
    }

    /// The tokens since the last need are one.
    fn need(&mut self) {
        self.needs.push(self.tokens.len());
    }

    fn test(&mut self, slot: Slot, operation: &Operation, condition: usize) {
        let start = self.text.len();
        operation.encode(&mut self.text);
        let (hash, end) = (shared::hash(slot, &self.text[start..]), self.text.len());
        self.tests.push(SpelledTest { hash, slot, condition, start, end });
    }
}

/// What fields are called, and which of them the index looks at.
pub(super) struct Places<'r> {
    pub(super) fields: &'r mut Fields,
    pub(super) access: &'r mut Access,
}

impl Spelled {
    /// Adds what a subscription asks for.
    pub(super) fn add(&mut self, subscription: &Subscription, places: &mut Places<'_>) {
        let flags = match never(subscription) {
            true => Flags(Flags::NEVER),
            false => self.add_parts(subscription, places),
        };
        let (needs, tests) = (self.needs.len(), self.tests.len());
        self.filters.push(SpelledFilter { flags, needs, tests });
    }

    fn add_parts(&mut self, subscription: &Subscription, places: &mut Places<'_>) -> Flags {
        let mut flags = match subscription.enabled.value {
            Truth::Undecidable => Flags::DOUBTFUL,
            _ => 0,
        };
        flags |= self.events(&subscription.events);
        for label in &subscription.labels {
            if label.values.is_empty() {
                flags |= Flags::DOUBTFUL;
            } else {
                self.label(label, places);
            }
        }
        let conditions = &subscription.conditions;
        if conditions.unreadable {
            return Flags(flags | Flags::DOUBTFUL);
        }
        let combine = self.conditions(conditions, places);
        Flags(flags).with_combine(combine)
    }

    fn events(&mut self, events: &EventTypes) -> u32 {
        if events.all {
            return 0;
        }
        for pattern in &events.patterns {
            let field = if pattern.wildcards { Field::PATTERN } else { Field::TYPE };
            self.token(field, pattern.text.as_bytes());
        }
        self.need();
        match events.unreadable {
            true => Flags::TYPED | Flags::SOFT,
            false => Flags::TYPED,
        }
    }

    fn label(&mut self, label: &Label, places: &mut Places<'_>) {
        for key in &label.event_keys {
            let key = places.fields.label_key(key);
            for value in &label.values {
                let folded = label.case == LabelCase::FoldEvmAddresses && is_evm_address(value);
                let field = Field::label(key, folded);
                match folded {
                    true => self.token(field, value.to_ascii_lowercase().as_bytes()),
                    false => self.token(field, value.as_bytes()),
                }
            }
        }
        self.need();
    }

    /// How the tests combine, of which there may be none.
    fn conditions(&mut self, conditions: &Conditions, places: &mut Places<'_>) -> Combine {
        let Conditions { combine, list, .. } = conditions;
        let first = self.tests.len();
        match combine {
            // Of one it does not matter how it combines.
            Combine::All | Combine::Any if *combine == Combine::All || list.len() == 1 => {
                for (at, condition) in list.iter().enumerate() {
                    let slot = places.fields.slot(&condition.path);
                    match self.equality(slot, condition, places.access) {
                        true => self.need(),
                        false => self.test(slot, &condition.predicate.operation, at),
                    }
                }
                return Combine::All;
            }
            // Where every alternative is a token, together they are one need.
            Combine::Any if !list.is_empty() => {
                let before = (self.tokens.len(), self.text.len());
                let mut each = list.iter();
                let Places { fields, access } = places;
                if each.all(|it| self.equality(fields.slot(&it.path), it, access)) {
                    self.need();
                    return Combine::All;
                }
                self.forget(before);
            }
            _ => {}
        }
        for (at, condition) in list.iter().enumerate() {
            let slot = places.fields.slot(&condition.path);
            self.test(slot, &condition.predicate.operation, at);
        }
        match self.tests.len() - first {
            0 | 1 => Combine::All,
            _ => *combine,
        }
    }

    /// Adds the tokens of which one must be on the event, where that is all a condition
    /// asks; whether it is.
    fn equality(&mut self, slot: Slot, condition: &Condition, access: &mut Access) -> bool {
        let kind = match &condition.path.lookup {
            Lookup::Segments(segments) if segments.contains(&Segment::Any) => Kind::AnyScalar,
            Lookup::Segments(_) | Lookup::LiteralThenSegments(_) => Kind::Scalar,
            _ => return false,
        };
        let operation = &condition.predicate.operation;
        let Some(scalars) = operation.equals_one_of() else { return false };
        let before = (self.tokens.len(), self.text.len());
        let mut spelled = std::mem::take(&mut self.scalar);
        let all = scalars.iter().all(|scalar| {
            let short = scalar::spell(scalar, &mut spelled);
            if short {
                self.token(Field::slot(kind, slot), &spelled);
            }
            short
        });
        self.scalar = spelled;
        match all {
            true => access.watch(slot, kind),
            false => self.forget(before),
        }
        all
    }

    /// Takes back what was added since there were so many tokens and so much text.
    fn forget(&mut self, (tokens, text): (usize, usize)) {
        self.tokens.truncate(tokens);
        self.text.truncate(text);
    }
}

/// Whether no event can fire it: it is off, or asks for no type at all.
fn never(subscription: &Subscription) -> bool {
    subscription.enabled.value == Truth::False || subscription.events.test(None) == Truth::False
}
