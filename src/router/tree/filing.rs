//! Where a filter stands in the tree: filing it, moving it on, taking it out.

use super::node::{FEW, Key, Node, NodeId, ROOT};
use super::step::{Step, Steps, Weights};
use super::{Tree, bit, hash, lower};
use crate::router::access::{Access, Handle};
use crate::router::filter::{FilterId, Filters, Flags, GROUP};
use crate::router::number;
use crate::router::roster::Holders;
use crate::router::slots::TOGETHER;
use crate::router::tokens::{Field, TokenId};

/// So many filters are fetched from the memory at once: they wait together, not one after
/// the other.
const AHEAD: usize = 256;

impl Tree {
    /// Files every filter anew, now that it is known how often each token is asked for.
    /// O(n log n).
    pub(in crate::router) fn rebuild(&mut self, filters: &mut Filters, access: &mut Access) {
        for at in 0..self.nodes.len() {
            if at != ROOT as usize && !self.is_free(at) {
                self.forget(at, filters, access);
            }
        }
        *self = Self::default();
        let ids = filters.ids().filter(|&id| may_hold(filters, id)).collect();
        let mut weights = Weights::counted(filters);
        self.spread(ROOT, ids, &mut weights, filters, access);
        self.enter_children();
        self.nodes.shrink_to_fit();
        self.pool.shrink();
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
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
        if !may_hold(filters, id) {
            return;
        }
        let mut left = vec![ROOT];
        let (mut listed, mut keys) = (Vec::new(), Vec::new());
        let mut weights = Weights::default();
        while let Some(at) = left.pop() {
            weights.enter(self, at);
            let step = match self.nodes[at as usize].children {
                0 => None,
                _ => self.step(at, id, filters, &weights),
            };
            if let Some(step) = step {
                keys.clear();
                self.keys(at, &step, filters, access, &mut keys);
                for &key in &keys {
                    left.push(self.child_or_new(at, key, filters, access));
                    release(key, 1, filters);
                }
                continue;
            }
            listed.clear();
            Self::list(id, filters, &weights, &mut listed);
            let node = &mut self.nodes[at as usize];
            for &posting in &listed {
                node.postings.push(posting, &mut self.pool);
            }
            if node.is_crowded() {
                let ids = self.filters_at(at);
                self.spread(at, ids, &mut weights, filters, access);
            }
        }
        self.tidy();
    }

    /// Takes a filter out, while its words are still there. O(nodes that stand for parts
    /// of what it needs + postings at its own).
    pub(in crate::router) fn remove(
        &mut self,
        id: FilterId,
        filters: &mut Filters,
        access: &mut Access,
    ) {
        for at in self.places(id, filters) {
            self.nodes[at as usize].postings.remove(id, &mut self.pool);
            self.prune(at, filters, access);
        }
        self.tidy();
    }

    /// Notes who has a filter from now on, at the same cost.
    pub(in crate::router) fn set_holders(
        &mut self,
        id: FilterId,
        holders: Holders,
        filters: &Filters,
    ) {
        for at in self.places(id, filters) {
            self.nodes[at as usize].postings.set_holders(id, holders, &mut self.pool);
        }
    }

    /// Moves the longer lists together once more room is wasted than used.
    fn tidy(&mut self) {
        if self.pool.is_wasteful() {
            self.pool.compact(self.nodes.iter_mut().map(|node| &mut node.postings));
        }
    }

    /// The nodes at which a filter is filed, found by going every way that it may have
    /// been sent.
    fn places(&self, id: FilterId, filters: &Filters) -> Vec<NodeId> {
        let mut places = Vec::new();
        if !may_hold(filters, id) {
            return places;
        }
        let steps = Steps::of(filters.terms(id), filters);
        let mut left = vec![ROOT];
        while let Some(at) = left.pop() {
            let node = &self.nodes[at as usize];
            if node.postings(&self.pool).iter().any(|posting| posting.filter() == id) {
                places.push(at);
                if steps.one_place {
                    break;
                }
            }
            if node.children > 0 {
                let child = |&token| self.child_of(at, token, filters);
                left.extend(steps.tokens.iter().filter_map(child));
                let child = |bound: &_| self.bound_child(at, *bound);
                left.extend(steps.bounds.iter().filter_map(child));
            }
        }
        places
    }

    /// The filters of a node, each once: the postings of one stand side by side.
    fn filters_at(&self, at: NodeId) -> Vec<FilterId> {
        let postings = self.nodes[at as usize].postings(&self.pool);
        let mut ids: Vec<_> = postings.iter().map(|posting| posting.filter()).collect();
        ids.dedup();
        ids
    }

    /// Puts filters in the place of those at a node: there, where they are few or have to
    /// stay, else at its children.
    fn spread(
        &mut self,
        at: NodeId,
        ids: Vec<FilterId>,
        weights: &mut Weights,
        filters: &mut Filters,
        access: &mut Access,
    ) {
        // The filters of the nodes that are left, those of one behind those of the one before.
        let mut waiting = ids;
        let mut left = vec![(at, 0)];
        let (mut ids, mut listed, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        // Of each filter that goes on its key, above its number.
        let mut moved: Vec<u64> = Vec::new();
        while let Some((at, start)) = left.pop() {
            listed.clear();
            ids.clear();
            ids.extend(waiting.drain(start..));
            weights.enter(self, at);
            if ids.len() <= FEW {
                for &id in &ids {
                    Self::list(id, filters, weights, &mut listed);
                }
                self.settle(at, &listed);
                continue;
            }
            moved.clear();
            for ids in ids.chunks(AHEAD) {
                filters.fetch(ids.iter().copied());
                for &id in ids {
                    let Some(step) = self.step(at, id, filters, weights) else {
                        Self::list(id, filters, weights, &mut listed);
                        continue;
                    };
                    weights.note(&step);
                    keys.clear();
                    self.keys(at, &step, filters, access, &mut keys);
                    moved.extend(keys.iter().map(|key| key.above(id)));
                }
            }
            self.settle(at, &listed);
            moved.sort_unstable();
            let (mut begun, mut fetched) = (0, 0);
            for group in moved.chunk_by(|one, other| one >> 32 == other >> 32) {
                if begun >= fetched {
                    fetched = (begun + AHEAD).min(moved.len());
                    filters.fetch(moved[begun..fetched].iter().map(|&each| lower(each)));
                }
                begun += group.len();
                let key = Key::of(group[0]);
                let child = match key.as_token() {
                    Some(token) if weights.all_anew() => self.child(at, token, filters, access),
                    _ => self.child_or_new(at, key, filters, access),
                };
                release(key, group.len(), filters);
                let node = &self.nodes[child as usize];
                if node.children == 0 && node.postings.is_empty() && group.len() <= FEW {
                    listed.clear();
                    weights.go(key);
                    for &each in group {
                        Self::list(lower(each), filters, weights, &mut listed);
                    }
                    weights.leave(key);
                    self.settle(child, &listed);
                } else {
                    left.push((child, waiting.len()));
                    waiting.extend(self.filters_at(child));
                    waiting.extend(group.iter().map(|&each| lower(each)));
                }
            }
        }
    }

    /// Enters the children of all nodes but the root, each at its place in a table that
    /// need not grow.
    fn enter_children(&mut self) {
        let key = |node: &Node| node.key.as_token().filter(|_| node.parent != ROOT);
        self.children.reserve(self.nodes.iter().filter(|node| key(node).is_some()).count());
        let mut hashes = Vec::with_capacity(TOGETHER);
        let mut ids = Vec::with_capacity(TOGETHER);
        for (nodes, first) in self.nodes.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
            hashes.clear();
            ids.clear();
            for (id, node) in (first..).zip(nodes) {
                if let Some(token) = key(node) {
                    hashes.push(hash(node.parent, token));
                    ids.push(id);
                }
            }
            self.children.fetch_each(hashes.iter().copied());
            hashes.iter().zip(&ids).for_each(|(&hash, &id)| self.children.insert(hash, id));
        }
    }

    fn settle(&mut self, at: NodeId, postings: &[super::Posting]) {
        let node = &mut self.nodes[at as usize];
        node.postings.set(postings, &mut self.pool);
        node.settle();
    }

    /// Adds what leads from a node to the children that a step leads to. A token of a test
    /// has one more user by it, until [`release`].
    pub(super) fn keys(
        &mut self,
        at: NodeId,
        step: &Step,
        filters: &mut Filters,
        access: &mut Access,
        keys: &mut Vec<Key>,
    ) {
        match step {
            Step::Need(need) if need & GROUP == 0 => keys.push(Key::token(*need)),
            Step::Need(need) => {
                let tokens = filters.groups.tokens(need & !GROUP).iter();
                keys.extend(tokens.map(|&token| Key::token(token)));
            }
            Step::Handle(Handle::Tokens(field, texts)) => {
                let take = |text: &Vec<u8>| Key::token(filters.tokens.take(*field, text));
                keys.extend(texts.iter().map(take));
            }
            Step::Handle(Handle::Bound(bound)) => {
                if let Some(child) = self.bound_child(at, *bound) {
                    keys.push(self.nodes[child as usize].key);
                    return;
                }
                self.opened.push(*bound);
                let number = number(self.opened.len() - 1);
                let key = Key::bound(number);
                access.count(bound.field, &[], true);
                let child = self.new_node(at, key, bound.field.bit(), bound.field);
                self.bounds.insert((at, bound.field, bound.rank), child);
                keys.push(key);
            }
        }
    }

    fn child_or_new(
        &mut self,
        at: NodeId,
        key: Key,
        filters: &mut Filters,
        access: &mut Access,
    ) -> NodeId {
        let Some(token) = key.as_token() else {
            let bound = key.as_bound().map(|number| self.opened[number as usize]);
            return bound.and_then(|bound| self.bound_child(at, bound)).unwrap_or(ROOT);
        };
        if let Some(child) = self.child_of(at, token, filters) {
            return child;
        }
        let child = self.child(at, token, filters, access);
        if at != ROOT {
            self.children.insert(hash(at, token), child);
        }
        child
    }

    /// A new child of a node, which is still to be entered among those of all nodes but the
    /// root.
    pub(super) fn child(
        &mut self,
        at: NodeId,
        token: TokenId,
        filters: &mut Filters,
        access: &mut Access,
    ) -> NodeId {
        let field = filters.tokens.field(token);
        filters.tokens.keep(token);
        if field.kind().derived() {
            access.count(field, filters.tokens.text(token), true);
        }
        let child = self.new_node(at, Key::token(token), bit(token), field);
        if at == ROOT {
            filters.tokens.set_first(token, Some(child));
        }
        child
    }

    fn new_node(&mut self, at: NodeId, key: Key, bit: u64, field: Field) -> NodeId {
        let above = &mut self.nodes[at as usize];
        above.children += 1;
        above.below |= bit;
        let node = Node::new(at, key, above.past_several() || field.several());
        match self.free_nodes.pop() {
            Some(id) => {
                self.nodes[id as usize] = node;
                id
            }
            None => {
                self.nodes.push(node);
                number(self.nodes.len() - 1)
            }
        }
    }

    /// Takes a node away that holds nothing any more, and those above it likewise.
    fn prune(&mut self, mut at: NodeId, filters: &mut Filters, access: &mut Access) {
        while at != ROOT && self.is_free(at as usize) {
            let Node { parent, key, .. } = self.nodes[at as usize];
            if let Some(token) = key.as_token() {
                if parent != ROOT {
                    self.children.remove(hash(parent, token), at);
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
                above.below = 0;
            }
            at = parent;
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

/// Gives back the users that [`Tree::keys`] took for a key: the node keeps its own.
fn release(key: Key, times: usize, filters: &mut Filters) {
    if let Some(token) = key.as_token()
        && filters.tokens.field(token).kind().derived()
    {
        (0..times).for_each(|_| filters.tokens.release(token));
    }
}

/// Whether some event may satisfy a filter.
fn may_hold(filters: &Filters, id: FilterId) -> bool {
    !filters.terms(id).flags.has(Flags::NEVER)
}
