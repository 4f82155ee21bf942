//! The tree as a snapshot has it: the nodes, and of every filter the way it went.
//!
//! A way says at each node by which part of the filter it goes on, and where that leads to
//! for each alternative, until it stays. Every step is held to the filter, so that whatever
//! the bytes are, a filter is found by every event that may satisfy it; they only spare
//! weighing, sorting and looking.

use super::node::{Key, NodeId, ROOT};
use super::pool::Postings;
use super::step::{Step, handle_of, may_be_next, post};
use super::{Posting, Tree};
use crate::router::access::{Access, Handle, OpenBound};
use crate::router::filter::{FilterId, Filters, GROUP, NONE};
use crate::router::snapshot::SnapshotError;
use crate::router::snapshot::bytes::{Reader, check};
use crate::router::tokens::{Field, Kind};
use crate::subscription::Combine;

const INVALID: SnapshotError = SnapshotError::Invalid("index");

/// What a way says at a node: that the filter stays there, nothing or the part of this
/// number needed next, or that it goes on by this part.
pub(super) const STAYS: u32 = 0;
pub(super) const STAYS_FOR: u32 = 1;
pub(super) const GOES_BY: u32 = 2;

/// Memory of [`Tree::refile`], used again for the next filter.
#[derive(Debug, Default)]
pub(in crate::router) struct Refiling {
    /// The nodes to go to, and how many needs are satisfied there.
    left: Vec<(NodeId, usize)>,
    /// The needs that the way goes by.
    way: Vec<usize>,
    listed: Vec<Posting>,
}

impl Tree {
    /// Makes the nodes of a snapshot, with room for their postings.
    pub(in crate::router) fn read(
        &mut self,
        from: &mut Reader<'_>,
        slots: usize,
        filters: &mut Filters,
        access: &mut Access,
    ) -> Result<(), SnapshotError> {
        let count = from.count(12)?;
        let mut bounds = Reader { bytes: from.take(count * 12)? };
        let count = from.count(12)?;
        let parents = Reader { bytes: from.take(count * 4)? }.numbers();
        let keys = Reader { bytes: from.take(count * 4)? }.numbers();
        let mut sizes = Reader { bytes: from.take((count + 1) * 4)? };
        let long = |size: &u32| *size as usize > super::pool::HERE;
        let room = sizes.numbers().filter(long).fold(0, |all, size| all + size as usize);
        // Each word of a way files a few postings at most.
        check(room <= 4 * from.bytes.len(), "index")?;
        self.pool.reserve(room);
        self.nodes.reserve_exact(count);
        self.await_postings(ROOT, sizes.u32()?);
        let mut made = Vec::new();
        for (above, key) in parents.zip(keys) {
            let node = self.nodes.get(above as usize).ok_or(INVALID)?;
            let past_several = node.past_several();
            if key == NONE {
                let (field, low, high) = (bounds.u32()?, bounds.u32()?, bounds.u32()?);
                let rank = u64::from(high) << 32 | u64::from(low);
                let bound = OpenBound { field: Field::from_bits(field), rank };
                let known = matches!(bound.field.kind(), Kind::AtLeast | Kind::AtMost);
                check(known && bound.field.number() < slots && !past_several, "index")?;
                check(self.bound_child(above, bound).is_none(), "index")?;
                self.keys(above, &Step::Handle(Handle::Bound(bound)), filters, access, &mut made);
            } else {
                check((key as usize) < filters.tokens.numbers(), "index")?;
                check(!(past_several && filters.tokens.field(key).several()), "index")?;
                check(above != ROOT || filters.tokens.first(key).is_none(), "index")?;
                self.child(above, key, filters, access);
            }
            let at = self.nodes.len() - 1;
            self.await_postings(u32::try_from(at).unwrap_or(ROOT), sizes.u32()?);
        }
        check(bounds.bytes.is_empty(), "index")
    }

    fn await_postings(&mut self, at: NodeId, size: u32) {
        let node = &mut self.nodes[at as usize];
        node.postings = Postings::awaited(size, &mut self.pool);
        node.settle();
    }

    /// Files a filter at the end of the way that a snapshot has for it.
    pub(in crate::router) fn refile(
        &mut self,
        id: FilterId,
        ways: &mut Reader<'_>,
        filters: &Filters,
        memory: &mut Refiling,
    ) -> Result<(), SnapshotError> {
        let Refiling { left, way, listed } = memory;
        let terms = filters.terms(id);
        let needs = terms.hard_needs();
        left.push((ROOT, 0));
        while let Some((at, satisfied)) = left.pop() {
            way.truncate(satisfied);
            let code = ways.small()?;
            let part = (code.max(1) - 1) as usize / 2;
            let need = needs.get(part).filter(|_| !way.contains(&part)).copied();
            if code == STAYS || code % 2 == STAYS_FOR {
                let next = need.filter(|&need| code != STAYS && may_be_next(need, filters));
                check(code == STAYS || next.is_some(), "index")?;
                listed.clear();
                post(id, next, needs.len() - way.len(), filters, listed);
                let postings = &mut self.nodes[at as usize].postings;
                for &posting in &*listed {
                    check(postings.fill(posting, &mut self.pool), "index")?;
                }
                continue;
            }
            let begun = left.len();
            if let Some(need) = need {
                way.push(part);
                let mut go = |token| {
                    let child = ways.u32()?;
                    left.push((child, way.len()));
                    check((child as usize) < self.nodes.len(), "index")?;
                    check(self.is_child(at, token, child), "index")
                };
                match need & GROUP {
                    0 => go(need)?,
                    _ => filters.groups.tokens(need & !GROUP).iter().try_for_each(|&t| go(t))?,
                }
            } else {
                let test = part.checked_sub(needs.len()).and_then(|at| terms.tests.get(at));
                let test = test.filter(|_| terms.flags.combine() == Combine::All);
                let count = ways.small()? as usize;
                let children = Reader { bytes: ways.take(count * 4)? };
                self.go_by_test(at, *test.ok_or(INVALID)?, children, filters)?;
                left.extend(children.numbers().map(|child| (child, way.len())));
            }
            left[begun..].reverse();
        }
        Ok(())
    }

    /// Whether these are all the children of a node that a test may lead to.
    fn go_by_test(
        &self,
        at: NodeId,
        test: u32,
        children: Reader<'_>,
        filters: &Filters,
    ) -> Result<(), SnapshotError> {
        let is_text = |child: u32, field: Field, text: &[u8]| {
            let node = self.nodes.get(child as usize).filter(|node| node.parent == at);
            let token = node.and_then(|node| node.key.as_token());
            token.is_some_and(|token| {
                filters.tokens.field(token) == field && filters.tokens.text(token) == text
            })
        };
        // Of the pieces of a text the one that the way goes by weighs nothing.
        let weight = |field: Field, text: &[u8]| {
            usize::from(!children.numbers().any(|child| is_text(child, field, text)))
        };
        let same = match handle_of(test, filters, &weight).ok_or(INVALID)? {
            Handle::Tokens(field, texts) => {
                children.numbers().len() == texts.len()
                    && children
                        .numbers()
                        .zip(&texts)
                        .all(|(child, text)| is_text(child, field, text))
            }
            Handle::Bound(bound) => children.numbers().eq(self.bound_child(at, bound)),
        };
        check(same, "index")
    }

    /// Makes the tree of a snapshot one to be used; whether it has all that it should.
    pub(in crate::router) fn finish(&mut self) -> bool {
        let full = |node: &super::Node| {
            let is_used = node.children > 0 || !node.postings.is_empty() || node.key == Key::ROOT;
            is_used && node.postings.is_full()
        };
        self.nodes.iter().all(full) && self.enter_children()
    }
}
