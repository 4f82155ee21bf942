//! Writing the tree: its nodes, and of every filter the way it goes.
//!
//! What tests ask for at least is left out: filters below it go from the node above by it
//! again.

use super::node::{Next, Node, NodeId, ROOT};
use super::refile::{GOES_BY, STAYS, STAYS_FOR, TESTED};
use super::{Tree, lower};
use crate::router::filter::{FilterId, Filters, Flags, NONE, Terms};
use crate::router::snapshot::bytes::{Writer, number};
use crate::router::snapshot::save::{Numbers, Renumbered};

/// The nodes that a snapshot has, each before those below it and with all below it before the
/// next, and the filters at each.
#[derive(Debug, Default)]
pub(in crate::router) struct Order {
    pub(in crate::router) nodes: Vec<NodeId>,
    /// In ascending order the place of a node, whether only tests lead from it to the filter,
    /// and the filter.
    filed: Vec<u64>,
}

const TESTED_BIT: u64 = 1 << 32;

impl Order {
    /// The filters in the order of their nodes, those of several nodes several times.
    pub(in crate::router) fn filters(&self) -> impl Iterator<Item = FilterId> {
        self.filed.iter().map(|&word| lower(word))
    }
}

impl Tree {
    /// The nodes and filters in the order in which a snapshot has them.
    pub(in crate::router) fn in_order(&self, filters: &Filters) -> Order {
        let ids = (0_u32..).zip(&self.nodes).skip(1);
        let used = ids.filter(|(_, node)| node.children > 0 || !node.postings.is_empty());
        // The parent above, the node below: words sort with less code than tuples.
        let mut below: Vec<u64> =
            used.map(|(id, node)| u64::from(node.parent) << 32 | u64::from(id)).collect();
        below.sort_unstable();
        let mut order = Order::default();
        // Nodes, and for those below what a test asks for the place of the node above it.
        let mut left = vec![(ROOT, None)];
        while let Some((at, place)) = left.pop() {
            let node = &self.nodes[at as usize];
            let token = node.key.as_token();
            let derived = token.is_none_or(|token| filters.tokens.field(token).kind().derived());
            let tested = at != ROOT && derived;
            let place = place.filter(|_| tested).unwrap_or_else(|| {
                order.nodes.push(at);
                order.nodes.len() as u64 - 1
            });
            let word = place << 33 | if tested { TESTED_BIT } else { 0 };
            let postings = node.postings(&self.pool).iter();
            order.filed.extend(postings.map(|posting| word | u64::from(posting.filter())));
            let first = below.partition_point(|&word| word < u64::from(at) << 32);
            let children = below[first..].iter().take_while(|&&word| word >> 32 == u64::from(at));
            let before = left.len();
            left.extend(children.map(|&word| (lower(word), Some(place))));
            left[before..].reverse();
        }
        order.filed.sort_unstable();
        order.filed.dedup();
        order
    }

    /// The token that leads to a node.
    pub(in crate::router) fn token(&self, at: NodeId) -> Option<u32> {
        self.nodes[at as usize].key.as_token()
    }

    /// Writes the nodes for [`Tree::read`], or none but the root.
    pub(in crate::router) fn write(
        &self,
        order: &Order,
        index: bool,
        as_written: &Renumbered,
        out: &mut Writer,
    ) {
        let nodes = if index { order.nodes.as_slice() } else { &[ROOT] };
        let new = Numbers::of_all(nodes, self.nodes.len());
        let below = || nodes.iter().skip(1).map(|&at| &self.nodes[at as usize]);
        let key = |node: &Node| node.key.as_token().map_or(NONE, |it| as_written.tokens.of(it));
        out.u32(number(below().count()));
        out.u32(number(order.filed.iter().filter(|&word| word & TESTED_BIT != 0).count()));
        below().for_each(|node| out.u32(new.of(node.parent)));
        below().for_each(|node| out.u32(key(node)));
        for &at in nodes {
            out.u32(number(self.nodes[at as usize].postings.len()));
        }
    }

    /// Writes the way of every filter, for [`Tree::refile`].
    pub(in crate::router) fn write_ways(
        &self,
        order: &Order,
        filters: &Filters,
        as_written: &Renumbered,
        out: &mut Writer,
    ) {
        // The filter as it is written, above the place of the node.
        let place = |&word: &u64| {
            let filter = u64::from(as_written.filters.of(lower(word)));
            filter << 32 | word >> 33 << 1 | word >> 32 & 1
        };
        let mut places: Vec<u64> = order.filed.iter().map(place).collect();
        places.sort_unstable();
        let nodes = Numbers::of_all(&order.nodes, self.nodes.len());
        let mut places = places.as_slice();
        for (new, id) in (0_u64..).zip(as_written.filters.ids()) {
            let count = places.iter().take_while(|&&place| place >> 32 == new).count();
            let (own, rest) = places.split_at(count);
            places = rest;
            let terms = filters.terms(id);
            if !terms.flags.has(Flags::NEVER) {
                let place = |&word: &u64| (order.nodes[lower(word) as usize >> 1], word & 1 == 1);
                let own: Vec<_> = own.iter().map(place).collect();
                let way = Way { tree: self, id, terms, filters, as_written, nodes: &nodes };
                way.write(&own, out);
            }
        }
    }
}

/// One filter, and what its way is written with.
struct Way<'w> {
    tree: &'w Tree,
    id: FilterId,
    terms: Terms<'w>,
    filters: &'w Filters,
    as_written: &'w Renumbered,
    nodes: &'w Numbers,
}

impl Way<'_> {
    /// Writes the way to these nodes, which are in their order, each with whether tests lead
    /// on from it.
    fn write(&self, places: &[(NodeId, bool)], out: &mut Writer) {
        let needs = self.as_written.needs(self.terms);
        let needs = &needs[self.terms.needs.len() - self.terms.hard_needs().len()..];
        let mut way: Vec<usize> = Vec::new();
        let mut left = vec![(ROOT, 0, 0, places.len())];
        while let Some((at, satisfied, from, to)) = left.pop() {
            way.truncate(satisfied);
            if let Some((_, tested)) = places[from..to].first().filter(|(place, _)| *place == at) {
                out.small(if *tested { TESTED } else { self.stays(at, needs, &way) });
                continue;
            }
            // Where the places below each child begin.
            let (mut children, mut begins) = (Vec::new(), Vec::new());
            for (place, &(id, _)) in (from..to).zip(&places[from..to]) {
                let child = self.towards(at, id);
                if children.last() != Some(&child) {
                    children.push(child);
                    begins.push(place);
                }
            }
            begins.push(to);
            let Some((part, order)) = self.goes_by(needs, &way, &children) else {
                out.small(TESTED);
                continue;
            };
            out.small(2 * number(part) + GOES_BY);
            way.push(part);
            order.iter().for_each(|&child| out.u32(self.nodes.of(children[child])));
            let below = order.iter().rev().map(|&child| (children[child], child));
            left.extend(below.map(|(id, child)| (id, way.len(), begins[child], begins[child + 1])));
        }
    }

    /// The child of a node towards one that is below it.
    fn towards(&self, at: NodeId, mut place: NodeId) -> NodeId {
        loop {
            let parent = self.tree.nodes[place as usize].parent;
            if parent == at || parent == place {
                return place;
            }
            place = parent;
        }
    }

    /// The need that leads to these children and to no others, and their order by its tokens.
    fn goes_by(
        &self,
        needs: &[u32],
        way: &[usize],
        children: &[NodeId],
    ) -> Option<(usize, Vec<usize>)> {
        let key = |child| self.tree.token(child).map_or(NONE, |it| self.as_written.tokens.of(it));
        let mut keys: Vec<u64> =
            (0..).zip(children).map(|(at, &child)| u64::from(key(child)) << 32 | at).collect();
        keys.sort_unstable();
        let is = |part: &usize| {
            let tokens = self.as_written.tokens(self.filters.tokens_of(&needs[*part]));
            !way.contains(part) && keys.iter().map(|key| key >> 32).eq(tokens.map(u64::from))
        };
        let part = (0..needs.len()).find(is)?;
        Some((part, keys.iter().map(|&key| lower(key) as usize).collect()))
    }

    /// Says that the filter stays at a node, and what is needed next.
    fn stays(&self, at: NodeId, needs: &[u32], way: &[usize]) -> u32 {
        let postings = self.tree.nodes[at as usize].postings(&self.tree.pool);
        let own = postings.iter().filter(|posting| posting.filter() == self.id);
        let next: Vec<Next> = own.map(|posting| posting.next()).collect();
        let is_next = |part: &usize| {
            let tokens = self.filters.tokens_of(&needs[*part]);
            !way.contains(part) && next.iter().copied().eq(tokens.iter().map(|&it| Next::Token(it)))
        };
        let part = (0..needs.len()).find(is_next);
        part.map_or(STAYS, |part| 2 * number(part) + STAYS_FOR)
    }
}
