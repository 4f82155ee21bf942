//! Writing the tree: its nodes, and of every filter the way it goes.

use super::node::{Next, NodeId, ROOT};
use super::refile::{GOES_BY, STAYS, STAYS_FOR};
use super::step::handle_of;
use super::{Tree, lower};
use crate::router::access::Handle;
use crate::router::filter::{FilterId, Filters, Flags, NONE, Terms};
use crate::router::snapshot::bytes::{Writer, number};
use crate::router::snapshot::save::{Numbers, Renumbered};
use crate::router::tokens::{Field, TokenId};

impl Tree {
    /// The nodes, each before those below it and with all below it before the next.
    pub(in crate::router) fn in_order(&self) -> Vec<NodeId> {
        let ids = (0_u32..).zip(&self.nodes).skip(1);
        let used = ids.filter(|(_, node)| node.children > 0 || !node.postings.is_empty());
        // The parent above, the node below: words sort with less code than tuples.
        let mut below: Vec<u64> =
            used.map(|(id, node)| u64::from(node.parent) << 32 | u64::from(id)).collect();
        below.sort_unstable();
        let (mut left, mut order) = (vec![ROOT], Vec::new());
        while let Some(at) = left.pop() {
            order.push(at);
            let first = below.partition_point(|&word| word < u64::from(at) << 32);
            let children = below[first..].iter().take_while(|&&word| word >> 32 == u64::from(at));
            let before = left.len();
            left.extend(children.map(|&word| lower(word)));
            left[before..].reverse();
        }
        order
    }

    /// The token that leads to a node, if it is one.
    pub(in crate::router) fn token(&self, at: NodeId) -> Option<TokenId> {
        self.nodes[at as usize].key.as_token()
    }

    /// The filters at a node, one beside itself if it has several postings.
    pub(in crate::router) fn filed(&self, at: NodeId) -> impl Iterator<Item = FilterId> {
        self.nodes[at as usize].postings(&self.pool).iter().map(|posting| posting.filter())
    }

    /// Writes nodes in their order, for [`Tree::read`].
    pub(in crate::router) fn write(
        &self,
        order: &[NodeId],
        as_written: &Renumbered,
        out: &mut Writer,
    ) {
        let node = |at: NodeId| &self.nodes[at as usize];
        let bounds = order.iter().filter_map(|&at| node(at).key.as_bound());
        out.list(bounds, |out, bound| {
            let bound = self.opened[bound as usize];
            out.u32(bound.field.to_bits());
            out.bytes.extend_from_slice(&bound.rank.to_le_bytes());
        });
        let nodes = Numbers::of_all(order, self.nodes.len());
        let below = order.get(1..).unwrap_or_default();
        out.list(below.iter(), |out, &at| out.u32(nodes.of(node(at).parent)));
        below.iter().for_each(|&at| {
            out.u32(self.token(at).map_or(NONE, |token| as_written.tokens.of(token)));
        });
        order.iter().for_each(|&at| out.u32(number(node(at).postings.len())));
    }

    /// Writes the way of every filter, for [`Tree::refile`].
    pub(in crate::router) fn write_ways(
        &self,
        order: &[NodeId],
        filters: &Filters,
        as_written: &Renumbered,
        out: &mut Writer,
    ) {
        // The nodes of each filter as they are written, side by side.
        let mut places: Vec<u64> = Vec::new();
        for (at, &id) in (0_u64..).zip(order) {
            for filter in self.filed(id) {
                let place = u64::from(as_written.filters.of(filter)) << 32 | at;
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        places.sort_unstable();
        let nodes = Numbers::of_all(order, self.nodes.len());
        let mut places = places.as_slice();
        for (new, id) in (0_u64..).zip(as_written.filters.ids()) {
            let count = places.iter().take_while(|&&place| place >> 32 == new).count();
            let (own, rest) = places.split_at(count);
            places = rest;
            let terms = filters.terms(id);
            if !terms.flags.has(Flags::NEVER) {
                let own: Vec<_> = own.iter().map(|&place| order[lower(place) as usize]).collect();
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
                self.write_stay(at, needs, &way, out);
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
            // By one of them it went, or it would not be filed here.
            let by_need = self.by_need(needs, &way, &children);
            let goes = by_need.or_else(|| self.by_test(at, needs.len(), &tests, &children));
            let Some((part, order)) = goes else { continue };
            out.small(2 * number(part) + GOES_BY);
            match part < needs.len() {
                true => way.push(part),
                false => out.small(number(order.len())),
            }
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

    /// The test that leads to these children and to no others, above the needs, and their
    /// order by what it asks for.
    fn by_test(
        &self,
        at: NodeId,
        above: usize,
        tests: &[u32],
        children: &[NodeId],
    ) -> Option<(usize, Vec<usize>)> {
        let tokens = &self.filters.tokens;
        let child = |field: Field, text: &[u8]| {
            let is = |token| tokens.field(token) == field && tokens.text(token) == text;
            children.iter().position(|&it| self.tree.token(it).is_some_and(is))
        };
        let weight = |field: Field, text: &[u8]| usize::from(child(field, text).is_none());
        let order = |test: u32| -> Option<Vec<usize>> {
            match handle_of(test, self.filters, &weight)? {
                Handle::Tokens(field, texts) => {
                    texts.iter().map(|text| child(field, text)).collect()
                }
                Handle::Bound(bound) => {
                    let bound = self.tree.bound_child(at, bound);
                    children.iter().position(|&it| Some(it) == bound).map(|at| vec![at])
                }
            }
        };
        let orders = (above..).zip(tests.iter().map(|&test| order(test)));
        let mut orders = orders.filter_map(|(part, order)| Some((part, order?)));
        orders.find(|(_, order)| order.len() == children.len())
    }

    /// Writes that the filter stays at a node, and what is needed next.
    fn write_stay(&self, at: NodeId, needs: &[u32], way: &[usize], out: &mut Writer) {
        let postings = self.tree.nodes[at as usize].postings(&self.tree.pool);
        let own = postings.iter().filter(|posting| posting.filter() == self.id);
        let next: Vec<Next> = own.map(|posting| posting.next()).collect();
        let is_next = |part: &usize| {
            let tokens = self.filters.tokens_of(&needs[*part]);
            !way.contains(part) && next.iter().copied().eq(tokens.iter().map(|&it| Next::Token(it)))
        };
        let part = (0..needs.len()).find(is_next);
        out.small(part.map_or(STAYS, |part| 2 * number(part) + STAYS_FOR));
    }
}
