//! From the facts of an event to the subscriptions it fires.

use super::Router;
use super::access::Offered;
use super::filter::{FilterId, Flags, GROUP, Terms};
use super::order::{MANY, Ordered};
use super::roster::Holders;
use super::shared::Answers;
use super::tokens::Field;
use crate::event::Facts;
use crate::subscription::is_evm_address;
use crate::truth::Truth;

/// What matching needs for one event and keeps for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    pub(super) offered: Offered,
    answers: Answers,
    nodes: Vec<u32>,
    folded: String,
    fired: Ordered,
    doubted: Ordered,
    pub(super) matched: Vec<u32>,
    pub(super) undecidable: Vec<u32>,
}

impl Memory {
    pub(super) fn clear(&mut self) {
        self.offered.clear();
        self.matched.clear();
        self.undecidable.clear();
    }
}

impl Router {
    /// Fills in which subscriptions an event fires, and for which that cannot be decided.
    pub(super) fn decide(&self, facts: &impl Facts, memory: &mut Memory) {
        memory.clear();
        self.offer(facts, memory);
        let Memory { offered, answers, nodes, fired, doubted, matched, undecidable, .. } = memory;
        let positions = self.roster.numbers();
        answers.begin(&self.filters.tests);
        let mut decide = |id: FilterId, holders: Holders, complete: bool| {
            let truth = match complete {
                true => Truth::True,
                false => self.verdict(self.filters.terms(id), facts, offered, answers),
            };
            let (list, order) = match truth {
                Truth::True => (&mut *matched, &mut *fired),
                Truth::Undecidable => (&mut *undecidable, &mut *doubted),
                Truth::False => return,
            };
            self.roster.each_holder(holders, |position| list.push(position));
            if list.len() >= MANY {
                order.take(list, positions);
            }
        };
        if offered.typed {
            self.tree.each(offered, nodes, |posting| {
                decide(posting.filter(), posting.holders, posting.is_complete());
            });
        } else {
            // Without a type a list of types cannot be decided, so nothing is ruled out.
            self.filters.ids().for_each(|id| decide(id, self.filters.holders(id), false));
        }
        fired.finish(matched);
        doubted.finish(undecidable);
    }

    /// Which of the tokens that subscriptions ask for an event has.
    fn offer(&self, facts: &impl Facts, memory: &mut Memory) {
        let Memory { offered, folded, .. } = memory;
        let tokens = &self.filters.tokens;
        if let Some(event_type) = facts.event_type() {
            offered.typed = true;
            if let Some(token) = tokens.find(Field::TYPE, event_type.as_bytes()) {
                offered.add(Field::TYPE, token, tokens);
            }
            let mut places = std::mem::take(&mut offered.places);
            let add = |token| offered.add(Field::PATTERN, token, tokens);
            self.filters.patterns.each_match(event_type, &mut places, add);
            offered.places = places;
        }
        facts.each_label(|key, text| {
            let field = Field::label(key, false);
            if let Some(token) = tokens.find(field, text.as_bytes()) {
                offered.add(field, token, tokens);
            }
            if is_evm_address(text) {
                folded.clear();
                folded.push_str(text);
                folded.make_ascii_lowercase();
                let field = Field::label(key, true);
                if let Some(token) = tokens.find(field, folded.as_bytes()) {
                    offered.add(field, token, tokens);
                }
            }
        });
        self.access.offer(facts, tokens, offered);
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
        let test = |&id: &u32| {
            answers.get(id, || match self.filters.tests.get(id) {
                Some(shared) => facts.test(shared.slot, &shared.operation),
                None => crate::predicate::Test::Undecidable,
            })
        };
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
