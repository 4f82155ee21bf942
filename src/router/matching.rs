//! From the facts of an event to the subscriptions it fires.

use super::Router;
use super::access::Offered;
use super::filter::{Flags, GROUP, Terms};
use super::order::{MANY, Ordered};
use super::roster::Holders;
use super::shared::Answers;
use super::tokens::{Field, Looks};
use super::tree::{Next, Posting, Walk};
use crate::event::{Facts, Slot};
use crate::number::Decimal;
use crate::predicate::{Test, Value};
use crate::subscription::is_evm_address;
use crate::truth::Truth;

/// What matching needs for one event and keeps for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) offered: Offered,
    walk: Walk,
    looks: Looks,
    folded: String,
    places: Vec<u32>,
    pub(super) verdicts: Verdicts,
}

/// What becomes of the filters that an event may satisfy.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdicts {
    answers: Answers,
    fired: Ordered,
    doubted: Ordered,
    pub(super) matched: Vec<u32>,
    pub(super) undecidable: Vec<u32>,
}

impl Memory {
    pub(super) fn clear(&mut self) {
        self.offered.clear();
        self.verdicts.matched.clear();
        self.verdicts.undecidable.clear();
    }
}

impl Router {
    /// Fills in which subscriptions an event fires, and for which that cannot be decided.
    pub(super) fn decide(&self, facts: &impl Facts, memory: &mut Memory) {
        memory.clear();
        self.offer(facts, memory);
        let Memory { offered, walk, verdicts, .. } = memory;
        verdicts.answers.begin(&self.filters.tests, self.fields.paths().len());
        if offered.typed {
            let fetch = |posting| self.fetch(posting);
            let judge = |posting| self.judge(posting, facts, offered, verdicts);
            self.tree.each(offered, walk, fetch, judge);
        } else {
            // Without a type a list of types cannot be decided, so nothing is ruled out.
            for id in self.filters.ids() {
                let terms = self.filters.terms(id);
                let truth = self.verdict(terms, facts, offered, &mut verdicts.answers);
                self.keep(truth, self.filters.holders(id), verdicts);
            }
        }
        verdicts.fired.finish(&mut verdicts.matched);
        verdicts.doubted.finish(&mut verdicts.undecidable);
    }

    /// Asks for what deciding a filter that the index found is going to need.
    #[inline(always)]
    fn fetch(&self, posting: Posting) {
        if let Next::Test(test) = posting.next() {
            self.filters.tests.fetch_range(test);
        }
        self.roster.fetch(posting.holders);
    }

    /// Decides a filter that the index found.
    #[inline]
    fn judge(
        &self,
        posting: Posting,
        facts: &impl Facts,
        offered: &Offered,
        verdicts: &mut Verdicts,
    ) {
        let next = match posting.next() {
            Next::Test(test) => self.answer(test, facts, &mut verdicts.answers).truth(),
            _ => Truth::True,
        };
        let truth = match (next, posting.is_complete()) {
            // Among tests that must all pass false wins.
            (Truth::False, _) => return,
            (truth, true) => truth,
            _ => {
                let terms = self.filters.terms(posting.filter());
                self.verdict(terms, facts, offered, &mut verdicts.answers)
            }
        };
        self.keep(truth, posting.holders, verdicts);
    }

    /// Notes the subscriptions that have a filter.
    #[inline]
    fn keep(&self, truth: Truth, holders: Holders, verdicts: &mut Verdicts) {
        let Verdicts { fired, doubted, matched, undecidable, .. } = verdicts;
        let (list, order) = match truth {
            Truth::True => (matched, fired),
            Truth::Undecidable => (undecidable, doubted),
            Truth::False => return,
        };
        self.roster.each_holder(holders, |position| list.push(position));
        if list.len() >= MANY {
            order.take(list, self.roster.numbers());
        }
    }

    /// The answer of a test, which is looked for once an event.
    #[inline]
    fn answer(&self, id: u32, facts: &impl Facts, answers: &mut Answers) -> Test {
        let tests = &self.filters.tests;
        let range = tests.range(id);
        if let Some(slot) = range.slot()
            && let Some(rank) = answers.rank(slot, || rank(facts, slot))
            && let Some(holds) = range.holds(rank)
        {
            return Test::from(holds);
        }
        answers.get(id, || match tests.get(id) {
            Some(shared) => facts.test(shared.slot, &shared.operation),
            None => Test::Undecidable,
        })
    }

    /// Which of the tokens that subscriptions ask for an event has.
    fn offer(&self, facts: &impl Facts, memory: &mut Memory) {
        let Memory { offered, looks, folded, places, .. } = memory;
        let tokens = &self.filters.tokens;
        looks.clear();
        if let Some(event_type) = facts.event_type() {
            offered.typed = true;
            tokens.look(Field::TYPE, event_type.as_bytes(), looks);
            let add = |token| offered.add(token, tokens);
            self.filters.patterns.each_match(event_type, places, add);
        }
        facts.each_label(|key, text| {
            tokens.look(Field::label(key, false), text.as_bytes(), looks);
            if is_evm_address(text) {
                folded.clear();
                folded.push_str(text);
                folded.make_ascii_lowercase();
                tokens.look(Field::label(key, true), folded.as_bytes(), looks);
            }
        });
        self.access.offer(facts, tokens, looks, offered);
        let fetch = |node| self.tree.fetch(node);
        tokens.each_found(looks, fetch, |field, token| match field.several() {
            true => offered.add_several(field, token),
            false => offered.add(token, tokens),
        });
        offered.finish(tokens);
    }

    /// The verdict of a filter: its needs, then its tests, each distinct one once.
    fn verdict(
        &self,
        terms: Terms<'_>,
        facts: &impl Facts,
        offered: &Offered,
        answers: &mut Answers,
    ) -> Truth {
        let flags = terms.flags;
        if flags.has(Flags::NEVER) {
            return Truth::False;
        }
        let mut truth = match flags.has(Flags::DOUBTFUL) {
            true => Truth::Undecidable,
            false => Truth::True,
        };
        let mut needs = terms.needs.iter();
        if flags.has(Flags::TYPED)
            && let Some(&need) = needs.next()
        {
            if !offered.typed {
                truth = Truth::Undecidable;
            } else if !self.satisfied(need, offered) {
                if !flags.has(Flags::SOFT) {
                    return Truth::False;
                }
                truth = Truth::Undecidable;
            }
        }
        if !needs.all(|&need| self.satisfied(need, offered)) {
            return Truth::False;
        }
        if terms.tests.is_empty() {
            return truth;
        }
        let test = |&id: &u32| self.answer(id, facts, answers);
        truth.and(flags.combine().over(terms.tests.iter().map(test)))
    }

    #[inline]
    fn satisfied(&self, need: u32, offered: &Offered) -> bool {
        match need & GROUP {
            0 => offered.has(need),
            _ => offered.has_one(self.filters.groups.tokens(need & !GROUP)),
        }
    }
}

/// The rank of the one number at a slot, as far as there is one.
fn rank(facts: &impl Facts, slot: Slot) -> Option<u64> {
    let (mut rank, mut values) = (None, 0);
    facts.each_value(slot, |value| {
        values += 1;
        rank = match value {
            Value::Number(text) | Value::String(text) => Decimal::parse(text).map(|it| it.rank()),
            _ => None,
        };
    });
    rank.filter(|_| values == 1)
}
