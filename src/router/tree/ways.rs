//! Writing the tree: its nodes, and of every filter the way it goes.

use super::node::{Next, Node, NodeId, ROOT};
use super::refile::{GOES_BY, STAYS, STAYS_FOR};
use super::{Tree, lower};
use crate::router::filter::{FilterId, Filters, Flags, NONE, Terms};
use crate::router::number;
use crate::router::snapshot::bytes::Writer;
use crate::router::snapshot::save::{Numbers, Renumbered};
use crate::router::tokens::TokenId;

/// The nodes in the order of a snapshot, each before those below it and with all below it
/// before the next, and the filters at each.
#[derive(Debug, Default)]
pub(in crate::router) struct Order {
    nodes: Vec<NodeId>,
    /// The place of a node above a filter; for an index in ascending order.
    filed: Vec<u64>,
}

impl Order {
    /// Whether there is a node beside the root.
    pub(in crate::router) fn has_nodes(&self) -> bool {
        self.nodes.len() > 1
    }

    /// The filters in the order of their nodes, those of several nodes several times.
    pub(in crate::router) fn filters(&self) -> impl Iterator<Item = FilterId> {
        self.filed.iter().map(|&word| lower(word))
    }
}

impl Tree {
    /// The nodes and filters in the order in which a snapshot has them; none where it has no
    /// index.
    pub(in crate::router) fn in_order(&self) -> Order {
        if !Self::IS_READ {
            return Order::default();
        }
        let ids = (0_u32..).zip(&self.nodes).skip(1);
        let used = ids.filter(|(_, node)| node.children > 0 || !node.postings.is_empty());
        // The parent above, the node below: words sort with less code than tuples.
        let mut below: Vec<u64> =
            used.map(|(id, node)| u64::from(node.parent) << 32 | u64::from(id)).collect();
        below.sort_unstable();
        let (mut left, mut order) = (vec![ROOT], Order::default());
        while let Some(at) = left.pop() {
            let place = (order.nodes.len() as u64) << 32;
            order.nodes.push(at);
            let postings = self.nodes[at as usize].postings(&self.pool).iter();
            order.filed.extend(postings.map(|posting| place | u64::from(posting.filter())));
            let first = below.partition_point(|&word| word < u64::from(at) << 32);
            let children = below[first..].iter().take_while(|&&word| word >> 32 == u64::from(at));
            let before = left.len();
            left.extend(children.map(|&word| lower(word)));
            left[before..].reverse();
        }
        order.filed.sort_unstable();
        order.filed.dedup();
        order
    }

    /// The tokens that lead to the nodes.
    pub(in crate::router) fn tokens(&self, order: &Order) -> impl Iterator<Item = TokenId> {
        order.nodes.iter().filter_map(|&at| self.token(at))
    }

    fn token(&self, at: NodeId) -> Option<TokenId> {
        self.nodes[at as usize].key.as_token()
    }

    /// Writes the nodes for [`Tree::read`].
    pub(in crate::router) fn write(
        &self,
        order: &Order,
        as_written: &Renumbered,
        out: &mut Writer,
    ) {
        let nodes = &order.nodes;
        let new = Numbers::of_all(nodes, self.nodes.len());
        let below = || nodes.iter().skip(1).map(|&at| &self.nodes[at as usize]);
        out.list(below().filter_map(|node| node.key.as_bound()), |out, bound| {
            let bound = self.opened[bound as usize];
            out.u32(bound.field.to_bits());
            out.bytes.extend_from_slice(&bound.rank.to_le_bytes());
        });
        let key = |node: &Node| node.key.as_token().map_or(NONE, |it| as_written.tokens.of(it));
        out.list(below(), |out, node| out.u32(new.of(node.parent)));
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
        let place = |&word: &u64| u64::from(as_written.filters.of(lower(word))) << 32 | word >> 32;
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
                let own: Vec<_> = own.iter().map(|&it| order.nodes[lower(it) as usize]).collect();
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
    /// Writes the way to these nodes, which are in their order.
    fn write(&self, places: &[NodeId], out: &mut Writer) {
        let needs = self.as_written.needs(self.terms);
        let needs = &needs[self.terms.needs.len() - self.terms.hard_needs().len()..];
        let tests = self.as_written.tests(self.terms);
        let mut way: Vec<usize> = Vec::new();
        let mut left = vec![(ROOT, 0, 0, places.len())];
        while let Some((at, satisfied, from, to)) = left.pop() {
            way.truncate(satisfied);
            if places[from..to].first() == Some(&at) {
                out.small(self.stays(at, needs, &way));
                continue;
            }
            // Where the places below each child begin.
            let (mut children, mut begins) = (Vec::new(), Vec::new());
            for (place, &id) in (from..to).zip(&places[from..to]) {
                let child = self.towards(at, id);
                if children.last() != Some(&child) {
                    children.push(child);
                    begins.push(place);
                }
            }
            begins.push(to);
            let by_test = || {
                let leads = |&test: &u32| self.tree.leads(at, test, &children, self.filters);
                let part = needs.len() + tests.iter().position(leads)?;
                Some((part, (0..children.len()).collect()))
            };
            let goes_by = self.by_need(needs, &way, &children).or_else(by_test);
            // By one of its parts it went, or it would not be filed there.
            let Some((part, order)) = goes_by else { continue };
            out.small(2 * number(part) + GOES_BY);
            match part < needs.len() {
                true => way.push(part),
                false => out.small(number(order.len())),
            }
            for &child in &order {
                out.u32(self.nodes.of(children[child]));
            }
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
    fn by_need(
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
