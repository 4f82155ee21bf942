//! Writing a router.

use super::bytes::{Writer, length, number};
use crate::event::{EventForm, Reading};
use crate::router::Router;
use crate::router::filter::{Flags, GROUP, NONE};
use crate::subscription::Combine;

impl Router {
    pub(super) fn write(&self, out: &mut Writer) {
        out.byte(EventForm::ALL.iter().position(|form| *form == self.form).unwrap_or(0));
        out.byte(usize::from(self.reading == Reading::Touched));
        let keys: Vec<&str> = self.fields.label_keys().collect();
        out.list(keys.iter(), |out, key| out.text(key));
        out.list(self.fields.paths().iter(), Writer::path);

        // In the order of the index, so that it goes through the memory in order when it
        // is made again; groups and tests in the order of the filters.
        let filters = &self.filters;
        let mut tokens = Numbers::none(filters.tokens.numbers());
        let mut used = Numbers::none(filters.numbers());
        self.tree.in_order(|token, postings| {
            let token = token.filter(|&id| !filters.tokens.field(id).kind().derived());
            if let Some(token) = token {
                tokens.add(token);
            }
            for posting in postings {
                used.add(posting.filter());
            }
        });
        tokens.add_all(|id| {
            filters.tokens.users(id) > 0 && !filters.tokens.field(id).kind().derived()
        });
        used.add_all(|id| filters.users(id) > 0);
        out.list(tokens.ids(), |out, id| out.u32(filters.tokens.field(id).to_bits()));
        tokens.ids().for_each(|id| out.u32(length(filters.tokens.text(id))));
        tokens.ids().for_each(|id| out.bytes.extend_from_slice(filters.tokens.text(id)));

        let mut groups = Numbers::none(filters.groups.numbers());
        let mut tests = Numbers::none(filters.tests.numbers());
        for id in used.ids() {
            let terms = filters.terms(id);
            let of_groups = terms.needs.iter().filter(|&need| need & GROUP != 0);
            of_groups.for_each(|need| groups.add(need & !GROUP));
            terms.tests.iter().for_each(|&test| tests.add(test));
        }
        let mut needs = Vec::new();
        out.list(groups.ids(), |out, id| {
            needs.clear();
            needs.extend(filters.groups.tokens(id).iter().map(|&token| tokens.of(token)));
            needs.sort_unstable();
            out.list(needs.iter(), |out, &token| out.u32(token));
        });

        let mut spelled = Vec::new();
        out.list(tests.ids(), |out, id| {
            let Some(shared) = filters.tests.get(id) else { return };
            spelled.clear();
            shared.operation.encode(&mut spelled);
            out.u32(u32::try_from(shared.slot.index()).unwrap_or(NONE));
            out.u32(length(&spelled));
            out.bytes.extend_from_slice(&spelled);
        });

        out.list(used.ids(), |out, id| {
            let terms = filters.terms(id);
            out.u32(terms.flags.0);
            needs.clear();
            needs.extend(terms.needs.iter().map(|&need| match need & GROUP {
                0 => tokens.of(need),
                _ => GROUP | groups.of(need & !GROUP),
            }));
            needs[usize::from(terms.flags.has(Flags::TYPED))..].sort_unstable();
            out.list(needs.iter(), |out, &need| out.u32(need));
            needs.clear();
            needs.extend(terms.tests.iter().map(|&test| tests.of(test)));
            if terms.flags.combine() != Combine::OrderedAny {
                needs.sort_unstable();
            }
            out.list(needs.iter(), |out, &test| out.u32(test));
        });

        let positions: Vec<_> = self.roster.positions().collect();
        out.list(positions.iter(), |out, (_, filter)| out.u32(used.of(*filter)));
        for (at, _) in &positions {
            out.u32(length(self.roster.id(*at).as_bytes()));
        }
        for (at, _) in &positions {
            out.bytes.extend_from_slice(self.roster.id(*at).as_bytes());
        }
    }
}

/// New numbers without gaps.
struct Numbers {
    new: Vec<u32>,
    old: Vec<u32>,
}

impl Numbers {
    fn none(count: usize) -> Self {
        Self { new: vec![NONE; count], old: Vec::new() }
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

    fn of(&self, id: u32) -> u32 {
        self.new.get(id as usize).copied().unwrap_or(NONE)
    }

    /// The old numbers in use, in the order of the new.
    fn ids(&self) -> impl Iterator<Item = u32> + Clone {
        self.old.iter().copied()
    }
}
