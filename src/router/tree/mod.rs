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
use super::ahead;
use super::filter::Filters;
use super::picked::Picked;
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
    level: Picked<NodeId>,
    /// Those of them that have children.
    inner: Picked<NodeId>,
    /// What may be found below them.
    asked: Picked<(NodeId, TokenId)>,
    /// What is looked for.
    looks: Vec<(NodeId, TokenId, Look)>,
    /// The looks that came upon something.
    open: Picked<usize>,
    /// What they found, most likely a child.
    found: Picked<(NodeId, TokenId, NodeId)>,
    /// The postings of the level that may hold.
    postings: Picked<Posting>,
}

impl Tree {
    /// Calls `act` with the posting of every filter that an event may satisfy, now and
    /// then twice; `fetch` some while before, to ask for what that will need.
    ///
    /// Nodes are far away in the memory. So it goes level by level, and each level in
    /// steps in which no look waits for the one before, nor for a branch that hangs on it.
    #[inline]
    pub(super) fn each(
        &self,
        offered: &Offered,
        walk: &mut Walk,
        fetch: impl Fn(Posting),
        mut act: impl FnMut(Posting),
    ) {
        walk.level.clear();
        walk.level.add(ROOT);
        // The children of the root are kept with the tokens. It is visited within the loop
        // all the same, so that `act` stands in one place and becomes part of it.
        let mut at_root = true;
        while !walk.level.as_slice().is_empty() {
            if !at_root {
                self.look_below(offered, walk);
            }
            self.visit_level(offered, walk, &fetch, &mut act);
            if at_root {
                walk.level.clear();
                walk.level.add_all(&offered.first);
                self.open(ROOT, offered, &mut walk.level);
                at_root = false;
            } else {
                self.descend(offered, walk);
            }
        }
    }

    /// Asks for a node that is about to be visited.
    #[inline(always)]
    pub(super) fn fetch(&self, at: NodeId) {
        ahead::fetch(&self.nodes, at as usize);
    }

    /// Visits the nodes of a level.
    #[inline]
    fn visit_level(
        &self,
        offered: &Offered,
        walk: &mut Walk,
        fetch: &impl Fn(Posting),
        act: &mut impl FnMut(Posting),
    ) {
        let Walk { level, postings, .. } = walk;
        postings.clear();
        for &at in level.as_slice() {
            let list = self.nodes[at as usize].postings(&self.pool);
            postings.pick(list.iter().map(|&posting| (posting, posting.may_hold(offered.bits))));
        }
        postings.as_slice().iter().for_each(|&posting| fetch(posting));
        for &posting in postings.as_slice() {
            match posting.next() {
                Next::Token(token) if !offered.has(token) => {}
                _ => act(posting),
            }
        }
    }

    /// Begins to look for the children of the nodes of a level.
    fn look_below(&self, offered: &Offered, walk: &mut Walk) {
        let Walk { level, inner, asked, looks, .. } = walk;
        inner.clear();
        inner.pick(level.as_slice().iter().map(|&at| {
            let node = &self.nodes[at as usize];
            node.postings.fetch(&self.pool);
            (at, node.children > 0)
        }));
        asked.clear();
        for &at in inner.as_slice() {
            let node = &self.nodes[at as usize];
            let ask = |&token: &TokenId| ((at, token), node.below & bit(token) != 0);
            asked.pick(offered.single.iter().map(ask));
            if !offered.several.is_empty() && !node.past_several() {
                asked.pick(offered.several.iter().map(ask));
            }
        }
        looks.clear();
        let look = |&(at, token): &_| (at, token, self.children.look(hash(at, token)));
        looks.extend(asked.as_slice().iter().map(look));
    }

    /// Puts the nodes of the next level in the place of those of this one.
    fn descend(&self, offered: &Offered, walk: &mut Walk) {
        let Walk { level, inner, looks, open, found, .. } = walk;
        open.clear();
        open.pick(looks.iter().enumerate().map(|(at, look)| (at, look.2.is_open())));
        found.clear();
        for &look in open.as_slice() {
            let (at, token, mut look) = looks[look];
            if let Some(child) = self.children.next(&mut look) {
                self.fetch(child);
                found.add((at, token, child));
            }
        }
        level.clear();
        let child = |&(at, token, child): &_| (child, self.is_child(at, token, child));
        level.pick(found.as_slice().iter().map(child));
        if level.as_slice().len() < found.as_slice().len() {
            self.find_again(found.as_slice(), level);
        }
        if !offered.ranks.is_empty() {
            for &at in inner.as_slice() {
                if !self.nodes[at as usize].past_several() {
                    self.open(at, offered, level);
                }
            }
        }
    }

    /// Adds the children that were taken for others with the same hash.
    #[cold]
    fn find_again(&self, found: &[(NodeId, TokenId, NodeId)], level: &mut Picked<NodeId>) {
        for &(at, token, child) in found {
            if !self.is_child(at, token, child) {
                let same = |child| self.is_child(at, token, child);
                self.children.find(hash(at, token), same).into_iter().for_each(|it| level.add(it));
            }
        }
    }

    #[inline]
    fn is_child(&self, at: NodeId, token: TokenId, child: NodeId) -> bool {
        let child = &self.nodes[child as usize];
        (child.parent == at) & (child.key == Key::token(token))
    }

    /// Adds the children of a node whose open bounds hold.
    #[inline(never)]
    fn open(&self, at: NodeId, offered: &Offered, left: &mut Picked<NodeId>) {
        let node = &self.nodes[at as usize];
        for &(slot, least, greatest) in &offered.ranks {
            for (kind, low, high) in [(Kind::AtLeast, 0, greatest), (Kind::AtMost, least, u64::MAX)]
            {
                let field = Field::slot(kind, slot);
                if node.below & field.bit() != 0 {
                    let held = self.bounds.range((at, field, low)..=(at, field, high));
                    held.for_each(|(_, child)| left.add(*child));
                }
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::router::number;
    use crate::router::roster::Holders;

    /// Two tokens of which the children of a node have the same hash.
    fn twins(at: NodeId) -> (TokenId, TokenId) {
        let mut seen = HashMap::new();
        for token in 0.. {
            if let Some(other) = seen.insert(hash(at, token), token) {
                return (other, token);
            }
        }
        unreachable!("a hash has 32 bits")
    }

    #[test]
    fn a_child_is_not_taken_for_another_with_its_hash() {
        let mut tree = Tree::default();
        let mut add = |parent: NodeId, key: TokenId| {
            tree.nodes.push(Node::new(parent, Key::token(key), false));
            let id = number(tree.nodes.len() - 1);
            let posting = Posting::new(id, true, Next::Nothing, Holders::NOBODY);
            tree.nodes[id as usize].postings.push(posting, &mut tree.pool);
            let above = &mut tree.nodes[parent as usize];
            above.children += 1;
            above.below |= bit(key);
            id
        };
        let above = add(ROOT, u32::MAX >> 1);
        let (one, other) = twins(above);
        let (first, second) = (add(above, one), add(above, other));
        tree.children.insert(hash(above, one), first);
        let found = |tree: &Tree, token: TokenId| {
            let mut offered = Offered::default();
            offered.single.push(token);
            offered.first.push(above);
            let mut filters = Vec::new();
            let note = |posting: Posting| filters.push(posting.filter());
            tree.each(&offered, &mut Walk::default(), |_| {}, note);
            filters
        };
        assert_eq!(found(&tree, one), [above, first]);
        assert_eq!(found(&tree, other), [above]);
        tree.children.insert(hash(above, other), second);
        assert_eq!(found(&tree, one), [above, first]);
        assert_eq!(found(&tree, other), [above, second]);
    }
}
