//! The tree as a snapshot has it: the nodes, and of every filter the way it went.
//!
//! A way says at each node by which part of the filter it goes on, and where to for each
//! alternative, until it stays. Every step is held to the filter, so that whatever the bytes
//! are, a filter is found by every event that may satisfy it; they only spare weighing,
//! sorting and looking.

use super::node::{NodeId, ROOT};
use super::pool::{HERE, Postings};
use super::step::{Step, handle_of, may_be_next, post};
use super::{Posting, Tree, hash};
use crate::router::access::{self, Access, Handle, OpenBound};
use crate::router::filter::{FilterId, Filters, NONE};
use crate::router::slots::TOGETHER;
use crate::router::snapshot::SnapshotError;
use crate::router::snapshot::bytes::{Reader, check};
use crate::router::tokens::{Field, Kind};
use crate::subscription::Combine;

const INVALID: SnapshotError = SnapshotError::Invalid("index");

/// What a way says at a node: that the filter stays there and needs nothing next; or, each by
/// twice the number of a part, that it stays and this is needed next, or that it goes on by it.
/// The parts are needs, and behind them tests.
pub(super) const STAYS: u32 = 0;
pub(super) const STAYS_FOR: u32 = 1;
pub(super) const GOES_BY: u32 = 2;

/// What is to be done until all filters are filed.
#[derive(Debug, Default)]
pub(in crate::router) struct Refiling {
    /// Postings that are still to be filled in.
    awaited: usize,
    /// Nodes without postings, which must have children.
    hollow: Vec<NodeId>,
    /// Of one filter the nodes to go to and how many needs are satisfied there, the needs on
    /// the way, where a test leads to, and its postings: memory that is used again for the
    /// next.
    left: Vec<(NodeId, usize)>,
    way: Vec<usize>,
    children: Vec<NodeId>,
    listed: Vec<Posting>,
}

impl Tree {
    /// Makes the nodes of a snapshot, with room for their postings. `rest` is how many bytes
    /// are behind them, ways among them.
    pub(in crate::router) fn read(
        &mut self,
        from: &mut Reader<'_>,
        rest: usize,
        slots: usize,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Result<Refiling, SnapshotError> {
        let mut refiling = Refiling::default();
        let count = from.count(12)?;
        let mut bounds = Reader { bytes: from.take(count * 12)? };
        let count = from.count(12)?;
        let parents = Reader { bytes: from.take(count * 4)? };
        let keys = Reader { bytes: from.take(count * 4)? };
        let mut sizes = Reader { bytes: from.take((count + 1) * 4)? };
        let add = |all: usize, size: u32| all.saturating_add(size as usize);
        refiling.awaited = sizes.numbers().fold(0, add);
        // A byte of a way files a few postings at most.
        check(refiling.awaited / 4 <= rest, "index")?;
        let long = sizes.numbers().filter(|&size| size as usize > HERE);
        self.pool.reserve(long.fold(0, add));
        self.nodes.reserve_exact(count);
        self.children.reserve(parents.numbers().filter(|&above| above != ROOT).count());
        self.await_postings(ROOT, sizes.u32()?, &mut refiling);
        let mut hashes = Vec::with_capacity(TOGETHER);
        let chunks = parents.bytes.chunks(4 * TOGETHER).zip(keys.bytes.chunks(4 * TOGETHER));
        for (parents, keys) in chunks {
            let parents = Reader { bytes: parents }.numbers();
            let pairs = parents.zip(Reader { bytes: keys }.numbers());
            hashes.clear();
            hashes.extend(pairs.clone().map(|(above, key)| hash(above, key)));
            self.children.fetch_each(hashes.iter().copied());
            for ((above, key), &hash) in pairs.zip(&hashes) {
                let node = self.nodes.get(above as usize).ok_or(INVALID)?;
                let past_several = node.past_several();
                let child = if key == NONE {
                    check(!past_several, "index")?;
                    self.read_bound(above, &mut bounds, slots, filters, access)?
                } else {
                    check((key as usize) < filters.tokens.numbers(), "index")?;
                    check(!past_several || !filters.tokens.field(key).several(), "index")?;
                    let twin = match above {
                        ROOT => filters.tokens.first(key),
                        _ => self.children.find(hash, |child| self.is_child(above, key, child)),
                    };
                    check(twin.is_none(), "index")?;
                    let child = self.child(above, key, filters, access);
                    if above != ROOT {
                        self.children.insert(hash, child);
                    }
                    child
                };
                self.await_postings(child, sizes.u32()?, &mut refiling);
            }
        }
        check(bounds.bytes.is_empty() && from.bytes.is_empty(), "index")?;
        Ok(refiling)
    }

    /// Whether an index is read, or made anew: few subscriptions are loaded in WebAssembly,
    /// where every kilobyte counts.
    pub(in crate::router) const IS_READ: bool = !cfg!(target_family = "wasm");

    /// Makes the child of a node by the next bound.
    fn read_bound(
        &mut self,
        above: NodeId,
        bounds: &mut Reader<'_>,
        slots: usize,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Result<NodeId, SnapshotError> {
        let (field, low, high) = (bounds.u32()?, bounds.u32()?, bounds.u32()?);
        let rank = u64::from(high) << 32 | u64::from(low);
        let bound = OpenBound { field: Field::from_bits(field), rank };
        let known = matches!(bound.field.kind(), Kind::AtLeast | Kind::AtMost);
        check(known && bound.field.number() < slots, "index")?;
        check(self.bound_child(above, bound).is_none(), "index")?;
        let step = Step::Handle(Handle::Bound(bound));
        self.keys(above, &step, filters, access, &mut Vec::new());
        self.bound_child(above, bound).ok_or(INVALID)
    }

    fn await_postings(&mut self, at: NodeId, size: u32, refiling: &mut Refiling) {
        let node = &mut self.nodes[at as usize];
        node.postings = Postings::awaited(size, &mut self.pool);
        node.settle();
        if size == 0 && at != ROOT {
            refiling.hollow.push(at);
        }
    }

    /// Files a filter at the end of the way that a snapshot has for it.
    pub(in crate::router) fn refile(
        &mut self,
        id: FilterId,
        ways: &mut Reader<'_>,
        filters: &Filters,
        refiling: &mut Refiling,
    ) -> Result<(), SnapshotError> {
        let Refiling { awaited, left, way, children, listed, .. } = refiling;
        let terms = filters.terms(id);
        let needs = terms.hard_needs();
        left.push((ROOT, 0));
        while let Some((at, satisfied)) = left.pop() {
            way.truncate(satisfied);
            let code = ways.small()?;
            let part = (code.max(1) - 1) as usize / 2;
            let need = needs.get(part).filter(|_| code != STAYS && !way.contains(&part)).copied();
            if code == STAYS || code % 2 == STAYS_FOR {
                let may_stay = match need {
                    Some(need) => may_be_next(need, filters),
                    None => code == STAYS,
                };
                check(may_stay, "index")?;
                listed.clear();
                post(id, need, needs.len() - way.len(), filters, listed);
                let postings = &mut self.nodes[at as usize].postings;
                for &posting in &*listed {
                    check(postings.fill(posting, &mut self.pool), "index")?;
                    *awaited -= 1;
                }
                continue;
            }
            let begun = left.len();
            if let Some(need) = need {
                way.push(part);
                for &token in filters.tokens_of(&need) {
                    let child = ways.u32()?;
                    let is = (child as usize) < self.nodes.len() && self.is_child(at, token, child);
                    check(is, "index")?;
                    left.push((child, way.len()));
                }
            } else {
                let test = part.checked_sub(needs.len()).and_then(|at| terms.tests.get(at));
                let test = test.filter(|_| terms.flags.combine() == Combine::All);
                let count = ways.small()? as usize;
                children.clear();
                children.extend(Reader { bytes: ways.take(count * 4)? }.numbers());
                let leads = self.leads(at, *test.ok_or(INVALID)?, children, filters);
                check(leads, "index")?;
                left.extend(children.iter().map(|&child| (child, way.len())));
            }
            left[begun..].reverse();
        }
        Ok(())
    }

    /// Whether a test leads from a node to these children, which are all that an event may
    /// come to that passes it.
    pub(super) fn leads(
        &self,
        at: NodeId,
        test: u32,
        children: &[NodeId],
        filters: &Filters,
    ) -> bool {
        let is = |child: NodeId, field: Field, text: &[u8]| {
            let node = self.nodes.get(child as usize).filter(|node| node.parent == at);
            let token = node.and_then(|node| node.key.as_token());
            token.is_some_and(|token| filters.tokens.is(token, field, text))
        };
        let leads = |field: Field, text: &[u8]| children.iter().any(|&it| is(it, field, text));
        // Of the pieces of a text the one that leads there weighs nothing.
        let weight = |field: Field, text: &[u8]| usize::from(!leads(field, text));
        let may_lead = |&child: &NodeId| {
            let mut may = false;
            let shared = filters.tests.get(test);
            if let Some(shared) = shared {
                access::each_handle(shared.slot, &shared.operation, |handle| {
                    if let Handle::Tokens(field, texts) = handle {
                        may |= texts.iter().any(|text| is(child, field, text));
                    }
                });
            }
            may
        };
        match handle_of(test, filters, &weight) {
            Some(Handle::Tokens(field, texts)) => {
                let same = texts.len() == children.len();
                texts.iter().all(|text| leads(field, text))
                    && (same || children.iter().all(may_lead))
            }
            Some(Handle::Bound(bound)) => self.bound_child(at, bound).as_slice() == children,
            None => false,
        }
    }

    /// Whether all filters are filed, and all nodes are there for some.
    pub(in crate::router) fn is_filed(&self, refiling: &Refiling) -> bool {
        let used = |&at: &NodeId| !self.is_free(at as usize);
        refiling.awaited == 0 && refiling.hollow.iter().all(used)
    }
}
