//! The subset index: which filters an event may satisfy.
//!
//! A node stands for a set of tokens that an event has. A filter is filed at one node
//! (at several where a need has alternatives), whose tokens it all needs; a node that
//! holds more than a few filters sends them on to children, each by its rarest need that
//! is left, and by what its tests ask for at least once no need is left. Finding them
//! visits only nodes whose tokens the event has.

mod filing;
mod node;

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::access::{Offered, OpenBound};
use super::filter::Filters;
use super::tokens::{Field, Kind, TokenId};
use crate::json::ordered;
use node::{Key, Node, NodeId, ROOT};

pub(super) use node::Posting;

#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The children of nodes other than the root by their tokens. Those of the root are
    /// kept with the tokens.
    children: HashTable<NodeId>,
    /// The children by bounds open on one side, in the order of the bounds.
    bounds: BTreeMap<(NodeId, Field, u64), NodeId>,
    /// The bounds that keys have the numbers of.
    opened: Vec<OpenBound>,
    /// Where each filter is filed.
    places: Vec<filing::Places>,
    /// Of the filters filed at several nodes, those.
    several: Vec<Vec<NodeId>>,
    free_nodes: Vec<NodeId>,
    free_several: Vec<u32>,
}

fn hash(parent: NodeId, token: TokenId) -> u64 {
    FixedState::with_seed(0).hash_one(u64::from(parent) << 32 | u64::from(token))
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Node::new(ROOT, Key::ROOT, false)],
            children: HashTable::new(),
            bounds: BTreeMap::new(),
            opened: Vec::new(),
            places: Vec::new(),
            several: Vec::new(),
            free_nodes: Vec::new(),
            free_several: Vec::new(),
        }
    }
}

impl Tree {
    /// Calls `act` with the posting of every filter that an event may satisfy, now and
    /// then twice. `left` is memory to use.
    #[inline]
    pub(super) fn each(
        &self,
        offered: &Offered,
        left: &mut Vec<NodeId>,
        mut act: impl FnMut(Posting),
    ) {
        left.clear();
        self.visit(ROOT, offered, &mut act);
        left.extend_from_slice(&offered.first);
        self.open(ROOT, offered, left);
        while let Some(at) = left.pop() {
            self.visit(at, offered, &mut act);
            let node = &self.nodes[at as usize];
            if node.children == 0 {
                continue;
            }
            for &(field, token) in &offered.single {
                if node.fields & field.bit() != 0 {
                    left.extend(self.child(at, token));
                }
            }
            if node.past_several {
                continue;
            }
            for &(field, token) in &offered.several {
                if node.fields & field.bit() != 0 {
                    left.extend(self.child(at, token));
                }
            }
            self.open(at, offered, left);
        }
    }

    #[inline(always)]
    fn visit(&self, at: NodeId, offered: &Offered, act: &mut impl FnMut(Posting)) {
        for posting in self.nodes[at as usize].postings.iter() {
            if posting.next == super::filter::NONE || offered.has(posting.next) {
                act(posting);
            }
        }
    }

    /// Adds the children of a node whose open bounds hold.
    #[inline]
    fn open(&self, at: NodeId, offered: &Offered, left: &mut Vec<NodeId>) {
        for &(slot, least, greatest) in &offered.ranks {
            let fields = self.nodes[at as usize].fields;
            let (from, to) = (Field::slot(Kind::AtLeast, slot), Field::slot(Kind::AtMost, slot));
            if fields & from.bit() != 0 {
                let held = self.bounds.range((at, from, 0)..=(at, from, greatest));
                left.extend(held.map(|(_, child)| *child));
            }
            if fields & to.bit() != 0 {
                let held = self.bounds.range((at, to, least)..=(at, to, u64::MAX));
                left.extend(held.map(|(_, child)| *child));
            }
        }
    }

    #[inline]
    fn child(&self, at: NodeId, token: TokenId) -> Option<NodeId> {
        let same = |child: &NodeId| {
            let node = &self.nodes[*child as usize];
            node.parent == at && node.key == Key::token(token)
        };
        self.children.find(hash(at, token), same).copied()
    }
}

/// What one step down the tree asks of an event.
pub(super) enum Asked {
    Token(TokenId),
    Bound(OpenBound),
}

impl Tree {
    /// Calls `act` with the field that leads to each node and how many postings are
    /// there.
    pub(super) fn each_node(&self, filters: &Filters, mut act: impl FnMut(Option<Field>, usize)) {
        for node in &self.nodes {
            let field = self.asked(node.key).map(|asked| match asked {
                Asked::Token(token) => filters.tokens.field(token),
                Asked::Bound(bound) => bound.field,
            });
            if node.key == Key::ROOT || node.children > 0 || !node.postings.is_empty() {
                act(field, node.postings.len());
            }
        }
    }

    fn asked(&self, key: Key) -> Option<Asked> {
        let token = key.as_token().map(Asked::Token);
        token.or_else(|| Some(Asked::Bound(self.opened[key.as_bound()? as usize])))
    }

    /// The nodes with the most postings, the heaviest first, each with its way from the
    /// root.
    pub(super) fn heaviest(&self, count: usize) -> Vec<(Vec<Asked>, usize)> {
        let filled = |id: &usize| !self.nodes[*id].postings.is_empty();
        let length = |id: usize| self.nodes[id].postings.len();
        let order = ordered(self.nodes.len(), &mut |a, b| length(b).cmp(&length(a)));
        let ids = order.into_iter().filter(filled).take(count);
        ids.map(|id| (self.way(id), length(id))).collect()
    }

    fn way(&self, mut at: usize) -> Vec<Asked> {
        let mut way = Vec::new();
        while let Some(asked) = self.asked(self.nodes[at].key) {
            way.push(asked);
            at = self.nodes[at].parent as usize;
        }
        way.reverse();
        way
    }

    pub(super) fn bytes(&self) -> usize {
        let postings: usize = self.nodes.iter().map(|node| node.postings.bytes()).sum();
        let several: usize = self.several.iter().map(Vec::capacity).sum();
        self.nodes.capacity() * size_of::<Node>()
            + postings
            + self.children.allocation_size()
            + self.bounds.len() * (size_of::<(NodeId, Field, u64)>() + 8)
            + self.opened.capacity() * size_of::<OpenBound>()
            + self.places.capacity() * 4
            + self.several.capacity() * size_of::<Vec<NodeId>>()
            + several * 4
    }
}
