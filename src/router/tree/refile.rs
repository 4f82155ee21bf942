//! The tree as a snapshot has it: the nodes, and of every filter the way it went.
//!
//! A way says at each node by which need the filter goes on, and to which child for each
//! token that satisfies it, until it stays or only its tests are left to go by. Every step is
//! held to the filter, so that whatever the bytes are, a filter is found by every event that
//! may satisfy it; they only spare weighing, sorting and looking.

use super::filing::Filing;
use super::node::{NodeId, ROOT};
use super::pool::{HERE, Postings};
use super::step::{may_be_next, post};
use super::{Posting, Tree, hash};
use crate::router::access::Access;
use crate::router::filter::{FilterId, Filters};
use crate::router::slots::TOGETHER;
use crate::router::snapshot::SnapshotError;
use crate::router::snapshot::bytes::{Reader, check};

/// What a way says at a node: that the filter stays there and needs nothing next; that it
/// goes on by its tests; or, each by twice the number of a need, that it stays and this is
/// needed next, or that it goes on by it.
pub(super) const STAYS: u32 = 0;
pub(super) const TESTED: u32 = 1;
pub(super) const STAYS_FOR: u32 = 2;
pub(super) const GOES_BY: u32 = 3;

/// What is to be done until all filters are filed.
#[derive(Debug, Default)]
pub(in crate::router) struct Refiling {
    /// Postings that are still to be filled in.
    awaited: usize,
    /// Nodes without postings of their own.
    hollow: Vec<NodeId>,
    /// The filters that go on by their tests, and from where.
    tested: Vec<(NodeId, FilterId)>,
    /// Of one filter the nodes to go to and how many needs are satisfied there, the needs on
    /// the way, and its postings: memory that is used again for the next.
    left: Vec<(NodeId, usize)>,
    way: Vec<usize>,
    listed: Vec<Posting>,
}

impl Tree {
    /// Makes the nodes of a snapshot, with room for their postings; none where it has no
    /// index.
    pub(in crate::router) fn read(
        &mut self,
        from: &mut Reader<'_>,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Result<Option<Refiling>, SnapshotError> {
        let mut refiling = Refiling::default();
        let count = from.count(12)?;
        let tested = from.u32()? as usize;
        let parents = Reader { bytes: from.take(count * 4)? };
        let keys = Reader { bytes: from.take(count * 4)? };
        let mut sizes = Reader { bytes: from.take((count + 1) * 4)? };
        // Few subscriptions are loaded there, and every kilobyte counts.
        if count == 0 || cfg!(target_family = "wasm") {
            return Ok(None);
        }
        let add = |all: usize, size: u32| all.saturating_add(size as usize);
        refiling.awaited = sizes.numbers().fold(0, add);
        // A byte of a way files a few postings at most.
        check(refiling.awaited / 4 <= from.bytes.len(), "index")?;
        let long = sizes.numbers().filter(|&size| size as usize > HERE);
        self.pool.reserve(long.fold(0, add));
        self.nodes.reserve_exact(count + tested.min(count));
        self.children.reserve(parents.numbers().filter(|&above| above != ROOT).count());
        self.await_postings(ROOT, sizes.u32()?, &mut refiling);
        let mut hashes = Vec::with_capacity(TOGETHER);
        let chunks = parents.bytes.chunks(4 * TOGETHER).zip(keys.bytes.chunks(4 * TOGETHER));
        for (parents, keys) in chunks {
            let parents = Reader { bytes: parents }.numbers();
            let pairs = parents.zip(Reader { bytes: keys }.numbers());
            hashes.clear();
            hashes.extend(pairs.clone().map(|(above, key)| hash(above, key)));
            self.children.fetch(&hashes);
            for ((above, key), &hash) in pairs.zip(&hashes) {
                let known = (key as usize) < filters.tokens.numbers();
                check(known && (above as usize) < self.nodes.len(), "index")?;
                let several = filters.tokens.field(key).several();
                let astray = several && self.nodes[above as usize].past_several();
                let twin = match above {
                    ROOT => filters.tokens.first(key),
                    _ => self.children.find(hash, |child| self.is_child(above, key, child)),
                };
                check(!astray && twin.is_none(), "index")?;
                let child = self.child(above, key, filters, access);
                if above != ROOT {
                    self.children.insert(hash, child);
                }
                self.await_postings(child, sizes.u32()?, &mut refiling);
            }
        }
        Ok(Some(refiling))
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
        let Refiling { awaited, tested, left, way, listed, .. } = refiling;
        let needs = filters.terms(id).hard_needs();
        left.push((ROOT, 0));
        while let Some((at, satisfied)) = left.pop() {
            way.truncate(satisfied);
            let code = ways.small()?;
            if code == TESTED {
                tested.push((at, id));
                continue;
            }
            let part = (code / 2).wrapping_sub(1) as usize;
            let need = needs.get(part).filter(|_| !way.contains(&part)).copied();
            check(code == STAYS || need.is_some(), "index")?;
            let Some(need) = need.filter(|_| code % 2 == GOES_BY % 2) else {
                check(need.is_none_or(|need| may_be_next(need, filters)), "index")?;
                listed.clear();
                post(id, need, needs.len() - way.len(), filters, listed);
                let postings = &mut self.nodes[at as usize].postings;
                for &posting in &*listed {
                    check(postings.fill(posting, &mut self.pool), "index")?;
                    *awaited -= 1;
                }
                continue;
            };
            way.push(part);
            let begun = left.len();
            for &token in filters.tokens_of(&need) {
                let child = ways.u32()?;
                let is = (child as usize) < self.nodes.len() && self.is_child(at, token, child);
                check(is, "index")?;
                left.push((child, way.len()));
            }
            left[begun..].reverse();
        }
        Ok(())
    }

    /// Files what goes on by its tests, once all else is filed.
    pub(in crate::router) fn finish(
        &mut self,
        refiling: &Refiling,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Result<(), SnapshotError> {
        let mut filing = Filing::default();
        for &(at, id) in &refiling.tested {
            self.insert_at(at, true, id, filters, access, &mut filing);
        }
        let used = |&at: &NodeId| !self.is_free(at as usize);
        check(refiling.awaited == 0 && refiling.hollow.iter().all(used), "index")
    }
}
