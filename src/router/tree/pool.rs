//! Where the postings of nodes are: the first few in the node itself, longer lists side
//! by side in one pool.

use super::node::Posting;
use crate::router::ahead;
use crate::router::filter::{FilterId, NONE};
use crate::router::number;
use crate::router::roster::Holders;

/// Postings that stand in the node itself.
pub(super) const HERE: usize = 3;

/// The postings of a node. Where they are more than [`HERE`], the first of them stands
/// for the place in the pool instead: its filter is the start, its next the room.
#[derive(Clone, Debug)]
pub(super) struct Postings {
    length: u32,
    here: [Posting; HERE],
}

/// The longer lists of all nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    list: Vec<Posting>,
    /// Places that no list has any more.
    wasted: usize,
}

impl Default for Postings {
    fn default() -> Self {
        Self { length: 0, here: [Posting::NOTHING; HERE] }
    }
}

impl Postings {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.length as usize
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    #[inline]
    pub(super) fn as_slice<'p>(&'p self, pool: &'p Pool) -> &'p [Posting] {
        match self.here.get(..self.len()) {
            Some(here) => here,
            None => {
                let start = self.here[0].filter as usize;
                pool.list.get(start..start + self.len()).unwrap_or_default()
            }
        }
    }

    /// Asks for the list, if it is in the pool.
    #[inline(always)]
    pub(super) fn fetch(&self, pool: &Pool) {
        if self.len() > HERE {
            ahead::fetch(&pool.list, self.here[0].filter as usize);
        }
    }

    fn as_mut_slice<'p>(&'p mut self, pool: &'p mut Pool) -> &'p mut [Posting] {
        let length = self.len();
        if length <= HERE {
            return &mut self.here[..length];
        }
        let start = self.here[0].filter as usize;
        pool.list.get_mut(start..start + length).unwrap_or_default()
    }

    /// Adds a posting behind all others; amortised O(1).
    pub(super) fn push(&mut self, posting: Posting, pool: &mut Pool) {
        let length = self.len();
        if length < HERE {
            self.here[length] = posting;
            self.length += 1;
            return;
        }
        let room = if length == HERE { HERE } else { self.here[0].next as usize };
        if length == room {
            self.move_to(2 * room + 2, pool);
        }
        self.length += 1;
        if let Some(last) = self.as_mut_slice(pool).last_mut() {
            *last = posting;
        }
    }

    /// Puts the list, which does not fit here, where there is room for so many.
    fn move_to(&mut self, room: usize, pool: &mut Pool) {
        let list = self.as_slice(pool).to_vec();
        self.give_back(pool);
        let start = pool.list.len();
        pool.list.extend_from_slice(&list);
        pool.list.resize(start + room, Posting::NOTHING);
        self.point(start, room);
    }

    fn point(&mut self, start: usize, room: usize) {
        self.here[0] = Posting { filter: number(start), next: number(room), ..Posting::NOTHING };
    }

    /// Leaves the place in the pool.
    fn give_back(&mut self, pool: &mut Pool) {
        if self.len() > HERE {
            pool.wasted += self.here[0].next as usize;
        }
    }

    /// Puts other postings in the place of all.
    pub(super) fn set(&mut self, list: &[Posting], pool: &mut Pool) {
        self.give_back(pool);
        self.length = number(list.len());
        if let Some(here) = self.here.get_mut(..list.len()) {
            here.copy_from_slice(list);
            return;
        }
        let start = pool.list.len();
        pool.list.extend_from_slice(list);
        self.point(start, list.len());
    }

    /// A list of so many postings, which are still to be filled in.
    pub(super) fn awaited(length: u32, pool: &mut Pool) -> Self {
        let mut postings = Self { length, ..Self::default() };
        if length as usize > HERE {
            let start = pool.list.len();
            pool.list.resize(start + length as usize, Posting::NOTHING);
            postings.point(start, length as usize);
            postings.here[1].filter = 0;
        }
        postings
    }

    /// Fills in the next posting; whether it was awaited.
    #[inline]
    pub(super) fn fill(&mut self, posting: Posting, pool: &mut Pool) -> bool {
        let length = self.len();
        let place = match self.here.get_mut(..length) {
            Some(here) => here.iter_mut().find(|place| place.filter == NONE),
            None => {
                // Beside the place of the list stands how much of it is filled.
                let filled = self.here[1].filter as usize;
                let start = self.here[0].filter as usize;
                self.here[1].filter += u32::from(filled < length);
                pool.list.get_mut(start..start + length).and_then(|list| list.get_mut(filled))
            }
        };
        place.map(|place| *place = posting).is_some()
    }

    /// Takes out the postings of a filter. O(postings).
    pub(super) fn remove(&mut self, filter: FilterId, pool: &mut Pool) {
        let room = if self.len() > HERE { self.here[0].next as usize } else { 0 };
        let mut left = 0;
        let list = self.as_mut_slice(pool);
        for at in 0..list.len() {
            if list[at].filter() != filter {
                list[left] = list[at];
                left += 1;
            }
        }
        if left <= HERE || left * 4 < room {
            let list = self.as_slice(pool)[..left].to_vec();
            self.set(&list, pool);
        } else {
            self.length = number(left);
        }
    }

    /// Notes who has a filter; whether it has postings here. O(postings).
    pub(super) fn set_holders(
        &mut self,
        filter: FilterId,
        holders: Holders,
        pool: &mut Pool,
    ) -> bool {
        let mut found = false;
        for posting in self.as_mut_slice(pool) {
            if posting.filter() == filter {
                posting.holders = holders;
                found = true;
            }
        }
        found
    }
}

impl Pool {
    /// Whether more is wasted than used.
    pub(super) fn is_wasteful(&self) -> bool {
        self.wasted > self.list.len() / 2 + 1024
    }

    /// Moves the lists of these nodes together.
    pub(super) fn compact<'n>(&mut self, nodes: impl Iterator<Item = &'n mut Postings>) {
        let mut fresh = Self::default();
        for postings in nodes.filter(|postings| postings.len() > HERE) {
            let start = fresh.list.len();
            fresh.list.extend_from_slice(postings.as_slice(self));
            postings.point(start, postings.len());
        }
        *self = fresh;
    }

    pub(super) fn reserve(&mut self, postings: usize) {
        self.list.reserve_exact(postings);
    }

    pub(super) fn shrink(&mut self) {
        self.list.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Posting>()
    }
}
