//! Where a filter stands in the tree: filing it, moving it on, taking it out.

use super::node::{FEW, Key, Node, NodeId, Posting, Postings, ROOT};
use super::{Tree, hash};
use crate::router::access::{Access, Handle, handle};
use crate::router::filter::{FilterId, Filters, Flags, GROUP, NONE};
use crate::router::roster::Holders;
use crate::router::tokens::{Field, TokenId};
use crate::subscription::Combine;

/// A filter is filed at no more nodes than this, unless a single need of its own has more
/// alternatives.
const MOST_PLACES: usize = 64;

/// A group of at most so many tokens can be what is needed next.
const FEW_ALTERNATIVES: usize = 4;

/// Where a filter is filed: a node, or this bit and a number in `several`, or nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Places(u32);

const SEVERAL: u32 = 1 << 31;

impl Places {
    const NOWHERE: Self = Self(NONE);
}

/// What a filter is sent on by.
enum Step {
    Need(u32),
    Handle(Handle),
}

impl Tree {
    /// Files every filter anew, now that it is known how often each token is asked for.
    pub(in crate::router) fn rebuild(&mut self, filters: &mut Filters, access: &mut Access) {
        for at in 0..self.nodes.len() {
            if at != ROOT as usize && !self.is_free(at) {
                self.forget(at, filters, access);
            }
        }
        *self = Self::default();
        self.places = vec![Places::NOWHERE; filters.numbers()];
        let ids: Vec<_> = filters.ids().filter(|&id| may_hold(filters, id)).collect();
        self.nodes[ROOT as usize].postings.reserve(ids.len());
        for id in ids {
            self.post(ROOT, id, filters);
        }
        self.spread(ROOT, filters, access);
    }

    fn is_free(&self, at: usize) -> bool {
        let node = &self.nodes[at];
        node.children == 0 && node.postings.is_empty()
    }

    /// Files a filter.
    pub(in crate::router) fn insert(
        &mut self,
        id: FilterId,
        filters: &mut Filters,
        access: &mut Access,
    ) {
        if self.places.len() <= id as usize {
            self.places.resize(id as usize + 1, Places::NOWHERE);
        }
        self.places[id as usize] = Places::NOWHERE;
        if may_hold(filters, id) {
            self.send(id, filters, access);
        }
    }

    /// Takes a filter out, while its words are still there. O(postings at its nodes).
    pub(in crate::router) fn remove(
        &mut self,
        id: FilterId,
        filters: &mut Filters,
        access: &mut Access,
    ) {
        let Places(place) = std::mem::replace(&mut self.places[id as usize], Places::NOWHERE);
        if place == NONE {
            return;
        }
        if place & SEVERAL == 0 {
            self.unpost(place, id, filters, access);
            return;
        }
        let number = place & !SEVERAL;
        for node in std::mem::take(&mut self.several[number as usize]) {
            self.unpost(node, id, filters, access);
        }
        self.free_several.push(number);
    }

    /// Notes who has a filter from now on. O(postings at its nodes).
    pub(in crate::router) fn set_holders(&mut self, id: FilterId, holders: Holders) {
        let Self { nodes, places, several, .. } = self;
        let mut set = |at: NodeId| nodes[at as usize].postings.set_holders(id, holders);
        match places.get(id as usize) {
            None | Some(&Places::NOWHERE) => {}
            Some(&Places(place)) if place & SEVERAL == 0 => set(place),
            Some(Places(place)) => {
                several[(place & !SEVERAL) as usize].iter().copied().for_each(set);
            }
        }
    }

    /// Puts a filter where it belongs below the root.
    fn send(&mut self, id: FilterId, filters: &mut Filters, access: &mut Access) {
        let mut left = vec![ROOT];
        while let Some(at) = left.pop() {
            let step = match self.nodes[at as usize].children {
                0 => None,
                _ => self.step(at, id, self.count(id) + left.len() + 1, filters),
            };
            if let Some(step) = step {
                left.extend(self.reach(at, &step, filters, access));
                continue;
            }
            self.post(at, id, filters);
            if self.nodes[at as usize].is_crowded() {
                self.spread(at, filters, access);
            }
        }
    }

    /// Adds a filter to the filters of a node.
    fn post(&mut self, at: NodeId, id: FilterId, filters: &Filters) {
        let (need, complete) = self.next(at, id, filters);
        let holders = filters.holders(id);
        let postings = &mut self.nodes[at as usize].postings;
        let mut post = |next| postings.push(Posting::new(id, complete, next, holders));
        match need {
            Some(need) if need & GROUP != 0 => {
                filters.groups.tokens(need & !GROUP).iter().copied().for_each(post);
            }
            need => post(need.unwrap_or(NONE)),
        }
        let Places(place) = self.places[id as usize];
        self.places[id as usize] = Places(if place == NONE {
            at
        } else if place & SEVERAL == 0 {
            let number = self.free_several.pop().unwrap_or_else(|| {
                self.several.push(Vec::new());
                u32::try_from(self.several.len() - 1).unwrap_or(u32::MAX)
            });
            self.several[number as usize] = vec![place, at];
            SEVERAL | number
        } else {
            self.several[(place & !SEVERAL) as usize].push(at);
            place
        });
    }

    /// The rarest need of a filter that a node leaves open, and whether the filter holds
    /// once that is satisfied.
    fn next(&self, at: NodeId, id: FilterId, filters: &Filters) -> (Option<u32>, bool) {
        let terms = filters.terms(id);
        let (mut next, mut left) = (None, 0);
        for &need in terms.hard_needs() {
            if self.is_past(at, need, filters) {
                continue;
            }
            left += 1;
            let weight = filters.weight(need);
            let alternatives = match need & GROUP {
                0 => 1,
                _ => filters.groups.tokens(need & !GROUP).len(),
            };
            if (1..=FEW_ALTERNATIVES).contains(&alternatives)
                && next.is_none_or(|(least, _)| weight < least)
            {
                next = Some((weight, need));
            }
        }
        let complete = left == usize::from(next.is_some())
            && terms.tests.is_empty()
            && !terms.flags.has(Flags::DOUBTFUL | Flags::SOFT);
        (next.map(|(_, need)| need), complete)
    }

    /// Whether a node stands for an event that satisfies the need.
    fn is_past(&self, mut at: NodeId, need: u32, filters: &Filters) -> bool {
        while at != ROOT {
            let node = &self.nodes[at as usize];
            if let Some(token) = node.key.as_token() {
                let same = match need & GROUP {
                    0 => need == token,
                    _ => filters.groups.tokens(need & !GROUP).binary_search(&token).is_ok(),
                };
                if same {
                    return true;
                }
            }
            at = node.parent;
        }
        false
    }

    /// Removes a filter from the filters of a node, and the node where nothing is left.
    fn unpost(&mut self, mut at: NodeId, id: FilterId, filters: &mut Filters, access: &mut Access) {
        self.nodes[at as usize].postings.remove(id);
        while at != ROOT {
            let node = &self.nodes[at as usize];
            if !node.postings.is_empty() || node.children > 0 {
                return;
            }
            let (parent, key) = (node.parent, node.key);
            if let Some(token) = key.as_token() {
                if let Ok(entry) =
                    self.children.find_entry(hash(parent, token), |child| *child == at)
                {
                    entry.remove();
                }
            } else if let Some(number) = key.as_bound() {
                let bound = self.opened[number as usize];
                self.bounds.remove(&(parent, bound.field, bound.rank));
            }
            self.forget(at as usize, filters, access);
            self.free_nodes.push(at);
            let above = &mut self.nodes[parent as usize];
            above.children -= 1;
            if above.children == 0 {
                above.fields = 0;
            }
            at = parent;
        }
    }

    /// Sends on the filters of a node that can be, and those of its children.
    fn spread(&mut self, at: NodeId, filters: &mut Filters, access: &mut Access) {
        let mut crowded = vec![at];
        while let Some(at) = crowded.pop() {
            if !self.nodes[at as usize].is_crowded() {
                continue;
            }
            let postings = std::mem::take(&mut self.nodes[at as usize].postings);
            let mut staying = Vec::new();
            let mut sent = NONE;
            for posting in postings.iter() {
                let id = posting.filter();
                // The postings of a filter stand side by side.
                if sent == id {
                    continue;
                }
                let Some(step) = self.step(at, id, self.count(id), filters) else {
                    staying.push(posting);
                    continue;
                };
                sent = id;
                self.leave(at, id);
                for child in self.reach(at, &step, filters, access) {
                    self.post(child, id, filters);
                    crowded.push(child);
                }
            }
            let node = &mut self.nodes[at as usize];
            node.full = u32::try_from((staying.len() * 2).max(FEW)).unwrap_or(u32::MAX);
            node.postings = Postings::from_list(staying);
        }
    }

    /// At how many nodes a filter is filed.
    fn count(&self, id: FilterId) -> usize {
        let Places(place) = self.places[id as usize];
        match place & SEVERAL {
            0 => 1,
            _ if place == NONE => 0,
            _ => self.several[(place & !SEVERAL) as usize].len(),
        }
    }

    /// Notes that a filter is no longer at a node.
    fn leave(&mut self, at: NodeId, id: FilterId) {
        let Places(place) = self.places[id as usize];
        if place & SEVERAL == 0 {
            self.places[id as usize] = Places::NOWHERE;
            return;
        }
        self.several[(place & !SEVERAL) as usize].retain(|&node| node != at);
    }

    /// By what a filter goes on from a node: its rarest need that is left, else what a
    /// test asks for at least. Nothing where it has to stay.
    fn step(&self, at: NodeId, id: FilterId, places: usize, filters: &Filters) -> Option<Step> {
        let terms = filters.terms(id);
        let past_several = self.nodes[at as usize].past_several;
        let mut best = None;
        for &need in terms.hard_needs() {
            if self.is_past(at, need, filters) {
                continue;
            }
            let one = [need];
            let tokens = match need & GROUP {
                0 => &one,
                _ => filters.groups.tokens(need & !GROUP),
            };
            // One token of a field that an event may have many of is enough on a way, so
            // that long arrays do not multiply.
            let again =
                past_several && tokens.iter().any(|&token| filters.tokens.field(token).several());
            if again || (places > 1 && places * tokens.len() > MOST_PLACES) {
                continue;
            }
            let weight = filters.weight(need);
            if best.is_none_or(|(least, _)| weight < least) {
                best = Some((weight, need));
            }
        }
        match best {
            Some((_, need)) => Some(Step::Need(need)),
            None if past_several || terms.flags.combine() != Combine::All => None,
            None => self.handle(at, terms.tests, places, filters),
        }
    }

    /// What one of the tests asks for at least.
    fn handle(&self, at: NodeId, tests: &[u32], places: usize, filters: &Filters) -> Option<Step> {
        let weight = |field: Field, text: &[u8]| {
            let child = filters.tokens.find(field, text).and_then(|token| match at {
                ROOT => filters.tokens.first(token),
                _ => self.child(at, token),
            });
            child.map_or(0, |child| {
                let node = &self.nodes[child as usize];
                node.postings.len() + node.children as usize * FEW
            })
        };
        let mut open = None;
        for &test in tests {
            let shared = filters.tests.get(test)?;
            if !shared.plain {
                continue;
            }
            match handle(shared.slot, &shared.operation, weight) {
                Some(Handle::Tokens(_, texts)) if places * texts.len() > MOST_PLACES => {}
                Some(tokens @ Handle::Tokens(..)) => return Some(Step::Handle(tokens)),
                // A bound open on one side rules out the least.
                Some(bound) => open = open.or(Some(bound)),
                None => {}
            }
        }
        open.map(Step::Handle)
    }

    /// The children that a step leads to, new ones where there are none.
    fn reach(
        &mut self,
        at: NodeId,
        step: &Step,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Vec<NodeId> {
        match step {
            Step::Need(need) if need & GROUP == 0 => {
                vec![self.child_or_new(at, *need, filters, access)]
            }
            Step::Need(need) => {
                let tokens: Vec<_> = filters.groups.tokens(need & !GROUP).to_vec();
                let child = |token| self.child_or_new(at, token, filters, access);
                tokens.into_iter().map(child).collect()
            }
            Step::Handle(Handle::Tokens(field, texts)) => {
                let mut reached = Vec::with_capacity(texts.len());
                for text in texts {
                    let token = filters.tokens.take(*field, text);
                    reached.push(self.child_or_new(at, token, filters, access));
                    // The node keeps a user of its own.
                    filters.tokens.release(token);
                }
                reached
            }
            Step::Handle(Handle::Bound(bound)) => {
                let key = (at, bound.field, bound.rank);
                if let Some(&child) = self.bounds.get(&key) {
                    return vec![child];
                }
                self.opened.push(*bound);
                let number = u32::try_from(self.opened.len() - 1).unwrap_or(u32::MAX);
                access.count(bound.field, &[], true);
                let child = self.new_node(at, Key::bound(number), bound.field);
                self.bounds.insert(key, child);
                vec![child]
            }
        }
    }

    fn child_or_new(
        &mut self,
        at: NodeId,
        token: TokenId,
        filters: &mut Filters,
        access: &mut Access,
    ) -> NodeId {
        let known = match at {
            ROOT => filters.tokens.first(token),
            _ => self.child(at, token),
        };
        if let Some(child) = known {
            return child;
        }
        let field = filters.tokens.field(token);
        filters.tokens.keep(token);
        if field.kind().derived() {
            access.count(field, filters.tokens.text(token), true);
        }
        let child = self.new_node(at, Key::token(token), field);
        if at == ROOT {
            filters.tokens.set_first(token, Some(child));
            return child;
        }
        let nodes = &self.nodes;
        self.children.insert_unique(hash(at, token), child, |child| {
            let node = &nodes[*child as usize];
            hash(node.parent, node.key.as_token().unwrap_or(NONE))
        });
        child
    }

    fn new_node(&mut self, at: NodeId, key: Key, field: Field) -> NodeId {
        let above = &mut self.nodes[at as usize];
        above.children += 1;
        above.fields |= field.bit();
        let node = Node::new(at, key, above.past_several || field.several());
        match self.free_nodes.pop() {
            Some(id) => {
                self.nodes[id as usize] = node;
                id
            }
            None => {
                self.nodes.push(node);
                u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
            }
        }
    }

    /// Gives back what a node that goes away holds.
    fn forget(&mut self, at: usize, filters: &mut Filters, access: &mut Access) {
        let Node { key, parent, .. } = self.nodes[at];
        if let Some(token) = key.as_token() {
            let field = filters.tokens.field(token);
            if field.kind().derived() {
                access.count(field, filters.tokens.text(token), false);
            }
            if parent == ROOT {
                filters.tokens.set_first(token, None);
            }
            filters.tokens.release(token);
        } else if let Some(number) = key.as_bound() {
            access.count(self.opened[number as usize].field, &[], false);
        }
    }
}

/// Whether some event may satisfy a filter.
fn may_hold(filters: &Filters, id: FilterId) -> bool {
    !filters.terms(id).flags.has(Flags::NEVER)
}
