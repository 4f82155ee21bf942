//! The subset index: which filters an event may satisfy.
//!
//! A node stands for a set of tokens that an event has. A filter is filed at one node
//! (at several where a need has alternatives), whose tokens it all needs; a node that
//! holds more than a few filters sends them on to children, each by its rarest need that
//! is left, and by what its tests ask for at least once no need is left. Finding them
//! visits only nodes whose tokens the event has.

mod filing;
mod node;
mod pool;
mod refile;
mod step;
mod ways;

use std::collections::BTreeMap;

use super::access::{Offered, OpenBound};
use super::filter::Filters;
use super::slots::{self, Hash, Look, Slots};
use super::tokens::{Field, Kind, TokenId};
use crate::json::ordered;
use node::{Key, Node, NodeId, ROOT};
use pool::Pool;

pub(super) use node::{Next, Posting};
pub(super) use refile::Refiling;
pub(super) use ways::Order;

#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    pool: Pool,
    /// The children of nodes other than the root by their tokens. Those of the root are
    /// kept with the tokens.
    children: Slots,
    /// The children by bounds open on one side, in the order of the bounds.
    bounds: BTreeMap<(NodeId, Field, u64), NodeId>,
    /// The bounds that keys have the numbers of.
    opened: Vec<OpenBound>,
    free_nodes: Vec<NodeId>,
}

/// The bit of a token in [`Node::below`].
#[inline]
fn bit(token: TokenId) -> u64 {
    1 << (token.wrapping_mul(0x9E37_79B9) >> 26)
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Node::new(ROOT, Key::ROOT, false)],
            pool: Pool::default(),
            children: Slots::default(),
            bounds: BTreeMap::new(),
            opened: Vec::new(),
            free_nodes: Vec::new(),
        }
    }
}

/// The number of a filter or node in the lower half of a word, as [`Key::above`] makes it.
pub(super) fn lower(word: u64) -> u32 {
    u32::try_from(word & u64::from(u32::MAX)).unwrap_or_default()
}

#[inline(always)]
fn hash(parent: NodeId, token: TokenId) -> Hash {
    let word = u64::from(parent) << 32 | u64::from(token);
    slots::mixed(word)
}

/// Memory of a walk through the tree, used again for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Walk {
    /// The nodes of one level that are to be visited.
    level: Vec<NodeId>,
    /// What is looked for below them.
    looks: Vec<(NodeId, TokenId, Look)>,
}

impl Tree {
    /// Calls `act` with the posting of every filter that an event may satisfy, now and
    /// then twice.
    ///
    /// Nodes are far away in the memory. So it goes level by level, and each level in
    /// steps in which no look waits for the one before.
    #[inline]
    pub(super) fn each(&self, offered: &Offered, walk: &mut Walk, mut act: impl FnMut(Posting)) {
        let Walk { level, looks } = walk;
        let root = &self.nodes[ROOT as usize];
        self.visit(root, offered, &mut act);
        level.clear();
        level.extend_from_slice(&offered.first);
        self.open(ROOT, root, offered, level);
        while !level.is_empty() {
            looks.clear();
            for &at in &*level {
                let node = &self.nodes[at as usize];
                if node.children > 0 {
                    self.look(at, node, &offered.single, looks);
                    if !node.past_several() {
                        self.look(at, node, &offered.several, looks);
                    }
                }
            }
            for &at in &*level {
                self.visit(&self.nodes[at as usize], offered, &mut act);
            }
            self.descend(level, looks, offered);
        }
    }

    #[inline(always)]
    fn visit(&self, node: &Node, offered: &Offered, act: &mut impl FnMut(Posting)) {
        for &posting in node.postings(&self.pool) {
            match posting.next() {
                Next::Token(token) if !offered.has(token) => {}
                _ => act(posting),
            }
        }
    }

    /// Begins to look for the children of a node by these tokens.
    #[inline]
    fn look(
        &self,
        at: NodeId,
        node: &Node,
        tokens: &[TokenId],
        looks: &mut Vec<(NodeId, TokenId, Look)>,
    ) {
        for &token in tokens {
            if node.below & bit(token) != 0 {
                looks.push((at, token, self.children.look(hash(at, token))));
            }
        }
    }

    /// Puts the nodes of the next level in the place of those of this one.
    #[inline]
    fn descend(
        &self,
        level: &mut Vec<NodeId>,
        looks: &mut [(NodeId, TokenId, Look)],
        offered: &Offered,
    ) {
        let above = level.len();
        for (at, token, look) in looks {
            while let Some(child) = self.children.next(look) {
                if self.is_child(*at, *token, child) {
                    level.push(child);
                    break;
                }
            }
        }
        if !offered.ranks.is_empty() {
            for index in 0..above {
                let at = level[index];
                let node = &self.nodes[at as usize];
                if node.children > 0 && !node.past_several() {
                    self.open(at, node, offered, level);
                }
            }
        }
        level.drain(..above);
    }

    #[inline]
    fn is_child(&self, at: NodeId, token: TokenId, child: NodeId) -> bool {
        let child = &self.nodes[child as usize];
        child.parent == at && child.key == Key::token(token)
    }

    /// Adds the children of a node whose open bounds hold.
    #[inline]
    fn open(&self, at: NodeId, node: &Node, offered: &Offered, left: &mut Vec<NodeId>) {
        for &(slot, least, greatest) in &offered.ranks {
            let (from, to) = (Field::slot(Kind::AtLeast, slot), Field::slot(Kind::AtMost, slot));
            if node.below & from.bit() != 0 {
                let held = self.bounds.range((at, from, 0)..=(at, from, greatest));
                left.extend(held.map(|(_, child)| *child));
            }
            if node.below & to.bit() != 0 {
                let held = self.bounds.range((at, to, least)..=(at, to, u64::MAX));
                left.extend(held.map(|(_, child)| *child));
            }
        }
    }

    /// The child of a node by a token.
    fn child_of(&self, at: NodeId, token: TokenId, filters: &Filters) -> Option<NodeId> {
        if at == ROOT {
            return filters.tokens.first(token);
        }
        if self.nodes[at as usize].below & bit(token) == 0 {
            return None;
        }
        self.children.find(hash(at, token), |child| self.is_child(at, token, child))
    }

    /// The child of a node by a bound.
    fn bound_child(&self, at: NodeId, bound: OpenBound) -> Option<NodeId> {
        self.bounds.get(&(at, bound.field, bound.rank)).copied()
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
        self.nodes.capacity() * size_of::<Node>()
            + self.pool.bytes()
            + self.children.bytes()
            + self.bounds.len() * (size_of::<(NodeId, Field, u64)>() + 8)
            + self.opened.capacity() * size_of::<OpenBound>()
    }
}
