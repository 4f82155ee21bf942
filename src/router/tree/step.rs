//! By what a filter goes on from a node, and what is left to ask of it there.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Tree;
use super::node::{FEW, Key, Next, NodeId, Posting, ROOT};
use crate::router::access::{self, Handle, OpenBound};
use crate::router::filter::{FilterId, Filters, Flags, GROUP, Terms};
use crate::router::tokens::{Field, Kind, TokenId};
use crate::subscription::Combine;

/// A filter is filed at no more nodes than this, unless a single need of its own has more
/// alternatives.
const MOST_PLACES: usize = 64;

/// A group of at most so many tokens can be what is needed next.
const FEW_ALTERNATIVES: usize = 4;

/// What a filter is sent on by.
pub(super) enum Step {
    Need(u32),
    Handle(Handle),
}

/// How often what a filter may be sent on by is asked for, seen from one node.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// How many filters were sent on by each gram while the node spreads them: what its
    /// children do not show yet.
    grams: HashMap<(Field, u64), usize, FixedState>,
    /// The tokens on the way from the root to the node.
    way: Vec<TokenId>,
    /// The users of each token and group, side by side, while all filters are filed anew:
    /// otherwise they are looked up one by one.
    tokens: Vec<u32>,
    groups: Vec<u32>,
    anew: bool,
}

impl Weights {
    /// Counts every token and group.
    pub(super) fn counted(filters: &Filters) -> Self {
        let tokens: Vec<u32> = filters.tokens.each_users().collect();
        let users = |&token: &TokenId| tokens[token as usize];
        let group = |group: &[TokenId]| group.iter().map(users).fold(0, u32::saturating_add);
        let groups = filters.groups.each().map(group).collect();
        Self { tokens, groups, anew: true, ..Self::default() }
    }

    /// Whether all filters are filed anew, so that no node is there that was not made
    /// since.
    pub(super) fn all_anew(&self) -> bool {
        self.anew
    }

    /// Comes to a node.
    pub(super) fn enter(&mut self, tree: &Tree, mut at: NodeId) {
        self.grams.clear();
        self.way.clear();
        while at != ROOT {
            let node = &tree.nodes[at as usize];
            self.way.extend(node.key.as_token());
            at = node.parent;
        }
    }

    /// Goes on by a key, until [`Weights::leave`].
    pub(super) fn go(&mut self, key: Key) {
        self.way.extend(key.as_token());
    }

    /// Goes back.
    pub(super) fn leave(&mut self, key: Key) {
        if key.as_token().is_some() {
            self.way.pop();
        }
    }

    /// How many filters use what a need asks for.
    fn weight(&self, need: u32, filters: &Filters) -> usize {
        let counted = match need & GROUP {
            0 => self.tokens.get(need as usize),
            _ => self.groups.get((need & !GROUP) as usize),
        };
        counted.map_or_else(|| filters.weight(need), |&users| users as usize)
    }

    /// Whether a token on the way satisfies the need.
    fn is_past(&self, need: u32, filters: &Filters) -> bool {
        self.way.iter().any(|&token| is_satisfied(need, token, filters))
    }

    /// At how many nodes a filter is filed that was sent to this one: the alternatives of
    /// every step on the way, multiplied.
    fn places(&self, terms: Terms<'_>, filters: &Filters) -> usize {
        let alternatives = self.way.iter().map(|&token| alternatives(token, terms, filters));
        alternatives.fold(1, usize::saturating_mul)
    }

    pub(super) fn note(&mut self, step: &Step) {
        if let Step::Handle(Handle::Tokens(field, texts)) = step
            && field.kind() == Kind::Gram
        {
            for text in texts {
                *self.grams.entry((*field, word(text))).or_default() += 1;
            }
        }
    }

    fn of(&self, field: Field, text: &[u8]) -> usize {
        match self.grams.is_empty() {
            true => 0,
            false => self.grams.get(&(field, word(text))).copied().unwrap_or(0),
        }
    }
}

/// A gram, which is a few bytes, as a number.
fn word(gram: &[u8]) -> u64 {
    gram.iter().fold(1, |word, &byte| word << 8 | u64::from(byte))
}

impl Tree {
    /// By what a filter goes on from a node: its rarest need that is left, else what a
    /// test asks for at least. Nothing where it has to stay.
    pub(super) fn step(
        &self,
        at: NodeId,
        id: FilterId,
        filters: &Filters,
        weights: &Weights,
    ) -> Option<Step> {
        let terms = filters.terms(id);
        let past_several = self.nodes[at as usize].past_several();
        let mut best = None;
        for &need in terms.hard_needs() {
            let weight = weights.weight(need, filters);
            if best.is_some_and(|(least, _)| weight >= least) || weights.is_past(need, filters) {
                continue;
            }
            if need & GROUP == 0 {
                // One token of a field that an event may have many of is enough on a
                // way, so that long arrays do not multiply.
                if past_several && filters.tokens.field(need).several() {
                    continue;
                }
            } else {
                let tokens = filters.groups.tokens(need & !GROUP);
                let several = |&token: &TokenId| filters.tokens.field(token).several();
                let places = weights.places(terms, filters);
                if (past_several && tokens.iter().any(several))
                    || (places > 1 && places * tokens.len() > MOST_PLACES)
                {
                    continue;
                }
            }
            best = Some((weight, need));
        }
        match best {
            Some((_, need)) => Some(Step::Need(need)),
            None if past_several || terms.flags.combine() != Combine::All => None,
            None => self.handle(at, terms, filters, weights),
        }
    }

    /// What one of the tests asks for at least.
    fn handle(
        &self,
        at: NodeId,
        terms: Terms<'_>,
        filters: &Filters,
        weights: &Weights,
    ) -> Option<Step> {
        if terms.tests.is_empty() {
            return None;
        }
        let weight = |field: Field, text: &[u8]| {
            let token = filters.tokens.find(field, text);
            let child = token.and_then(|token| self.child_of(at, token, filters));
            let there = child.map_or(0, |child| {
                let node = &self.nodes[child as usize];
                node.postings.len() + node.children as usize * FEW
            });
            there + weights.of(field, text)
        };
        let mut open = None;
        for &test in terms.tests {
            match handle_of(test, filters, &weight) {
                Some(Handle::Tokens(_, texts))
                    if texts.len() > 1
                        && weights.places(terms, filters) * texts.len() > MOST_PLACES => {}
                Some(tokens @ Handle::Tokens(..)) => return Some(Step::Handle(tokens)),
                // A bound open on one side rules out the least.
                Some(bound) => open = open.or(Some(bound)),
                None => {}
            }
        }
        open.map(Step::Handle)
    }

    /// Adds the postings of a filter at the node that the weights are seen from: one, or one
    /// for each of a few tokens of which one is needed next.
    pub(super) fn list(id: FilterId, filters: &Filters, weights: &Weights, out: &mut Vec<Posting>) {
        let terms = filters.terms(id);
        let (mut rarest, mut left) = (None, 0);
        for &need in terms.hard_needs() {
            if weights.is_past(need, filters) {
                continue;
            }
            left += 1;
            let weight = weights.weight(need, filters);
            if may_be_next(need, filters) && rarest.is_none_or(|(least, _)| weight < least) {
                rarest = Some((weight, need));
            }
        }
        post(id, rarest.map(|(_, need)| need), left, filters, out);
    }
}

/// Whether a need can be what is needed next.
pub(super) fn may_be_next(need: u32, filters: &Filters) -> bool {
    (1..=FEW_ALTERNATIVES).contains(&filters.tokens_of(&need).len())
}

/// Adds the postings of a filter at a node past which so many needs are left, this one of
/// them next.
pub(super) fn post(
    id: FilterId,
    next: Option<u32>,
    left: usize,
    filters: &Filters,
    out: &mut Vec<Posting>,
) {
    let terms = filters.terms(id);
    let sure = !terms.flags.has(Flags::DOUBTFUL | Flags::SOFT);
    let holders = filters.holders(id);
    let mut post = |next, complete| out.push(Posting::new(id, complete, next, holders));
    match next {
        Some(need) => {
            let complete = sure && left == 1 && terms.tests.is_empty();
            let tokens = filters.tokens_of(&need).iter();
            tokens.for_each(|&token| post(Next::Token(token), complete));
        }
        None if terms.flags.combine() == Combine::All && !terms.tests.is_empty() => {
            let complete = sure && left == 0 && terms.tests.len() == 1;
            let test = filters.tests.quickest(terms.tests);
            post(Next::Test(test), complete);
        }
        None => post(Next::Nothing, sure && left == 0 && terms.tests.is_empty()),
    }
}

/// What one test asks for at least, of pieces of a text those with the least weight.
pub(super) fn handle_of(
    test: u32,
    filters: &Filters,
    weight: &dyn Fn(Field, &[u8]) -> usize,
) -> Option<Handle> {
    let range = filters.tests.range(test);
    if let Some(slot) = range.slot() {
        let (low, high) = range.ends();
        return access::within(slot, low, high);
    }
    let shared = filters.tests.get(test).filter(|shared| shared.plain)?;
    access::handle(shared.slot, &shared.operation, weight)
}

/// Whether a token is what a need asks for.
fn is_satisfied(need: u32, token: TokenId, filters: &Filters) -> bool {
    match need & GROUP {
        0 => need == token,
        _ => filters.groups.tokens(need & !GROUP).binary_search(&token).is_ok(),
    }
}

/// Of how many tokens this one was taken when a filter was sent on by it.
fn alternatives(token: TokenId, terms: Terms<'_>, filters: &Filters) -> usize {
    let field = filters.tokens.field(token);
    if field.kind().derived() {
        let tests = terms.tests.iter().filter_map(|&test| filters.tests.get(test));
        let same = tests.filter(|shared| shared.slot.index() == field.number());
        return same.map(|shared| access::alternatives(&shared.operation)).max().unwrap_or(1);
    }
    let need = terms.hard_needs().iter().find(|&&need| is_satisfied(need, token, filters));
    match need {
        Some(need) if need & GROUP != 0 => filters.groups.tokens(need & !GROUP).len(),
        _ => 1,
    }
}

/// Every step that a filter may have been sent on by.
pub(super) struct Steps {
    pub(super) tokens: Vec<TokenId>,
    pub(super) bounds: Vec<OpenBound>,
    /// Whether it is filed at one node only.
    pub(super) one_place: bool,
}

impl Steps {
    pub(super) fn of(terms: Terms<'_>, filters: &Filters) -> Self {
        let mut steps = Self { tokens: Vec::new(), bounds: Vec::new(), one_place: true };
        for &need in terms.hard_needs() {
            match need & GROUP {
                0 => steps.tokens.push(need),
                _ => {
                    steps.tokens.extend(filters.groups.tokens(need & !GROUP));
                    steps.one_place = false;
                }
            }
        }
        if terms.flags.combine() == Combine::All {
            for shared in terms.tests.iter().filter_map(|&test| filters.tests.get(test)) {
                steps.one_place = false;
                access::each_handle(shared.slot, &shared.operation, |handle| match handle {
                    Handle::Tokens(field, texts) => {
                        let find = |text: &Vec<u8>| filters.tokens.find(field, text);
                        steps.tokens.extend(texts.iter().filter_map(find));
                    }
                    Handle::Bound(bound) => steps.bounds.push(bound),
                });
            }
        }
        steps.tokens.sort_unstable();
        steps.tokens.dedup();
        steps
    }
}
