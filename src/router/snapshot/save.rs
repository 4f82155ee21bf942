//! Writing a router.

use super::bytes::{MORE, Writer, length};
use crate::event::{EventForm, Reading};
use crate::router::Router;
use crate::router::filter::{Flags, GROUP, NONE, Terms};
use crate::router::number;
use crate::router::tokens::TokenId;
use crate::router::tree::{Order, lower};
use crate::subscription::Combine;

impl Router {
    pub(super) fn write(&self, index: bool, out: &mut Writer) {
        out.byte(EventForm::ALL.iter().position(|form| *form == self.form).unwrap_or(0));
        out.byte(usize::from(self.reading == Reading::Touched));
        let keys: Vec<&str> = self.fields.label_keys().collect();
        out.list(keys.iter(), |out, key| out.text(key));
        out.list(self.fields.paths().iter(), Writer::path);

        let (filters, order) = (&self.filters, self.tree.in_order());
        let as_written = Renumbered::of(self, &order);
        let Renumbered { tokens, groups, tests, filters: used } = &as_written;
        let needed = tokens.ids().filter(|&id| !filters.tokens.field(id).kind().derived());
        self.write_tokens(needed, out);
        out.list(groups.ids(), |out, id| {
            out.list(as_written.tokens(filters.groups.tokens(id)), Writer::u32);
        });
        let mut spelled = Vec::new();
        out.list(tests.ids(), |out, id| {
            let Some(shared) = filters.tests.get(id) else { return };
            spelled.clear();
            shared.operation.encode(&mut spelled);
            out.u32(number(shared.slot.index()));
            out.u32(length(&spelled));
            out.bytes.extend_from_slice(&spelled);
        });

        let index = index && order.has_nodes();
        if index {
            let mut part = Writer { bytes: Vec::new() };
            let derived = tokens.ids().filter(|&id| filters.tokens.field(id).kind().derived());
            self.write_tokens(derived, &mut part);
            self.tree.write(&order, &as_written, &mut part);
            out.u32(length(&part.bytes));
            out.bytes.append(&mut part.bytes);
        } else {
            out.u32(0);
        }

        let positions: Vec<_> = self.roster.positions().map(|(at, _)| at).collect();
        out.list(positions.iter(), |out, &at| out.u32(length(self.roster.id(at).as_bytes())));
        out.u32(number(positions.iter().map(|&at| self.roster.id(at).len()).sum()));
        for &at in &positions {
            out.bytes.extend_from_slice(self.roster.id(at).as_bytes());
        }

        out.u32(number(used.old.len()));
        out.u32(number(used.ids().map(|id| filters.words_of(id).len()).sum()));
        for id in used.ids() {
            let terms = filters.terms(id);
            out.u32(terms.flags.0);
            out.u32(number(terms.needs.len()));
            out.u32(number(terms.tests.len()));
            as_written.needs(terms).into_iter().for_each(|need| out.u32(as_written.need(need)));
            as_written.tests(terms).into_iter().for_each(|test| out.u32(tests.of(test)));
        }
        let positions = Numbers::of_all(&positions, self.roster.numbers());
        for id in used.ids() {
            let mut last = None;
            self.roster.each_holder(filters.holders(id), |at| {
                last.replace(positions.of(at)).into_iter().for_each(|at| out.u32(at | MORE));
            });
            if let Some(at) = last {
                out.u32(at);
            }
        }
        if index {
            self.tree.write_ways(&order, filters, &as_written, out);
        }
    }
}

impl Router {
    fn write_tokens(&self, ids: impl Iterator<Item = TokenId> + Clone, out: &mut Writer) {
        let tokens = &self.filters.tokens;
        out.list(ids.clone(), |out, id| out.u32(tokens.field(id).to_bits()));
        ids.clone().for_each(|id| out.u32(length(tokens.text(id))));
        ids.for_each(|id| out.bytes.extend_from_slice(tokens.text(id)));
    }
}

/// The numbers that the parts of a router have in its snapshot: tokens and filters in the
/// order of the index, groups and tests in that of the filters, so that loading goes through
/// the memory in order.
pub(in crate::router) struct Renumbered {
    pub(in crate::router) tokens: Numbers,
    groups: Numbers,
    tests: Numbers,
    pub(in crate::router) filters: Numbers,
}

impl Renumbered {
    fn of(router: &Router, order: &Order) -> Self {
        let parts = &router.filters;
        let mut tokens = Numbers::none(parts.tokens.numbers());
        let mut filters = Numbers::none(parts.numbers());
        let derived = |&id: &TokenId| parts.tokens.field(id).kind().derived();
        let by_node = || router.tree.tokens(order);
        by_node().filter(|id| !derived(id)).for_each(|id| tokens.add(id));
        order.filters().for_each(|filter| filters.add(filter));
        tokens.add_all(|id| parts.tokens.users(id) > 0 && !derived(&id));
        by_node().for_each(|id| tokens.add(id));
        filters.add_all(|id| parts.users(id) > 0);
        let mut groups = Numbers::none(parts.groups.numbers());
        let mut tests = Numbers::none(parts.tests.numbers());
        for id in filters.ids() {
            let terms = parts.terms(id);
            let of_groups = terms.needs.iter().filter(|&need| need & GROUP != 0);
            of_groups.for_each(|need| groups.add(need & !GROUP));
            terms.tests.iter().for_each(|&test| tests.add(test));
        }
        Self { tokens, groups, tests, filters }
    }

    /// The tokens of a group as they are written.
    pub(in crate::router) fn tokens(&self, of: &[TokenId]) -> std::vec::IntoIter<u32> {
        let mut tokens: Vec<u32> = of.iter().map(|&token| self.tokens.of(token)).collect();
        tokens.sort_unstable();
        tokens.into_iter()
    }

    fn need(&self, need: u32) -> u32 {
        match need & GROUP {
            0 => self.tokens.of(need),
            _ => GROUP | self.groups.of(need & !GROUP),
        }
    }

    /// The needs of a filter in the order in which they are written.
    pub(in crate::router) fn needs(&self, terms: Terms<'_>) -> Vec<u32> {
        let first = usize::from(terms.flags.has(Flags::TYPED));
        in_order(terms.needs, first, |need| self.need(need))
    }

    /// The tests likewise.
    pub(in crate::router) fn tests(&self, terms: Terms<'_>) -> Vec<u32> {
        let ordered = terms.flags.combine() == Combine::OrderedAny;
        let first = if ordered { terms.tests.len() } else { 0 };
        in_order(terms.tests, first, |test| self.tests.of(test))
    }
}

/// Numbers in the order of their new ones, but for the first few.
fn in_order(numbers: &[u32], first: usize, new: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut words: Vec<u64> =
        numbers.iter().map(|&old| u64::from(new(old)) << 32 | u64::from(old)).collect();
    words[first..].sort_unstable();
    words.iter().map(|&word| lower(word)).collect()
}

/// New numbers without gaps.
pub(in crate::router) struct Numbers {
    new: Vec<u32>,
    old: Vec<u32>,
}

impl Numbers {
    fn none(count: usize) -> Self {
        Self { new: vec![NONE; count], old: Vec::new() }
    }

    /// Numbers of all these, of so many old ones.
    pub(in crate::router) fn of_all(ids: &[u32], count: usize) -> Self {
        let mut numbers = Self::none(count);
        for &id in ids {
            numbers.add(id);
        }
        numbers
    }

    /// Gives the next number, if it has none yet.
    fn add(&mut self, id: u32) {
        if self.new[id as usize] == NONE {
            self.new[id as usize] = number(self.old.len());
            self.old.push(id);
        }
    }

    fn add_all(&mut self, used: impl Fn(u32) -> bool) {
        for id in (0..number(self.new.len())).filter(|&id| used(id)) {
            self.add(id);
        }
    }

    pub(in crate::router) fn of(&self, id: u32) -> u32 {
        self.new.get(id as usize).copied().unwrap_or(NONE)
    }

    /// The old numbers in use, in the order of the new.
    pub(in crate::router) fn ids(&self) -> impl Iterator<Item = u32> + Clone {
        self.old.iter().copied()
    }
}
