//! Who has which filter: the ids of subscriptions in declaration order.

use std::collections::BTreeSet;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::filter::{FilterId, NONE};

/// Subscriptions by their position, and the positions that have each filter.
#[derive(Clone, Debug, Default)]
pub(super) struct Roster {
    ids: String,
    /// Where each id ends; it starts where the one before ends.
    ends: Vec<u32>,
    /// Of each position its filter; nothing where the subscription is gone.
    filters: Vec<FilterId>,
    removed: usize,
    /// Positions by id; made when the first subscription is looked for.
    by_id: Option<HashTable<u32>>,
    /// The positions that have a filter, where they are several.
    several: Vec<Positions>,
    free: Vec<u32>,
}

/// Who has a filter: a position, or this bit and a number in `several`, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holders(u32);

impl Holders {
    pub(super) const NOBODY: Self = Self(NONE);
}

const SEVERAL: u32 = 1 << 31;

/// Positions in ascending order.
#[derive(Clone, Debug)]
enum Positions {
    Few(Vec<u32>),
    Many(BTreeSet<u32>),
}

/// From so many on a set takes out one without moving the others.
const MANY: usize = 1024;

fn hash(id: &str) -> u64 {
    FixedState::with_seed(0).hash_one(id.as_bytes())
}

impl Roster {
    /// Adds a subscription after all others; its position.
    pub(super) fn push(&mut self, id: &str, filter: FilterId) -> u32 {
        let position = number(self.filters.len());
        self.ids.push_str(id);
        self.ends.push(number(self.ids.len()));
        self.filters.push(filter);
        if self.by_id.is_some() {
            self.enter(position);
        }
        position
    }

    /// Whether the ids and positions of one more subscription can still be numbered.
    pub(super) fn has_room(&self, id: &str) -> bool {
        self.ids.len() + id.len() < NONE as usize && self.filters.len() < SEVERAL as usize - 1
    }

    fn enter(&mut self, position: u32) {
        let (ids, ends) = (&self.ids, &self.ends);
        let rehash = |position: &u32| hash(id_at(ids, ends, *position));
        if let Some(table) = &mut self.by_id {
            table.insert_unique(rehash(&position), position, rehash);
        }
    }

    /// The first position of an id.
    pub(super) fn find(&mut self, id: &str) -> Option<u32> {
        if self.by_id.is_none() {
            self.by_id = Some(HashTable::with_capacity(self.filters.len()));
            for position in (0..).take(self.filters.len()) {
                if self.filter(position).is_some() {
                    self.enter(position);
                }
            }
        }
        let table = self.by_id.as_ref()?;
        let same = table.iter_hash(hash(id)).copied().filter(|&at| self.id(at) == id);
        same.min()
    }

    pub(super) fn id(&self, position: u32) -> &str {
        id_at(&self.ids, &self.ends, position)
    }

    pub(super) fn filter(&self, position: u32) -> Option<FilterId> {
        self.filters.get(position as usize).copied().filter(|&filter| filter != NONE)
    }

    /// Gives a position another filter.
    pub(super) fn refilter(&mut self, position: u32, filter: FilterId) {
        self.filters[position as usize] = filter;
    }

    /// Takes a subscription out.
    pub(super) fn remove(&mut self, position: u32) {
        let hash = hash(self.id(position));
        if let Some(table) = &mut self.by_id
            && let Ok(entry) = table.find_entry(hash, |other| *other == position)
        {
            entry.remove();
        }
        self.filters[position as usize] = NONE;
        self.removed += 1;
    }

    /// The holders of a filter with one more.
    pub(super) fn join(&mut self, holders: Holders, position: u32) -> Holders {
        let Holders(word) = holders;
        if word == NONE {
            return Holders(position);
        }
        if word & SEVERAL != 0 {
            self.several[(word & !SEVERAL) as usize].insert(position);
            return holders;
        }
        let both = Positions::Few(vec![word.min(position), word.max(position)]);
        Holders(SEVERAL | self.keep(both))
    }

    /// The holders of a filter without one of them.
    pub(super) fn part(&mut self, holders: Holders, position: u32) -> Holders {
        let Holders(word) = holders;
        if word == NONE || word & SEVERAL == 0 {
            return Holders::NOBODY;
        }
        let positions = &mut self.several[(word & !SEVERAL) as usize];
        positions.remove(position);
        if !matches!(positions, Positions::Few(few) if few.is_empty()) {
            return holders;
        }
        *positions = Positions::Few(Vec::new());
        self.free.push(word & !SEVERAL);
        Holders::NOBODY
    }

    fn keep(&mut self, positions: Positions) -> u32 {
        match self.free.pop() {
            Some(at) => {
                self.several[at as usize] = positions;
                at
            }
            None => {
                self.several.push(positions);
                number(self.several.len() - 1)
            }
        }
    }

    /// Calls `act` with the positions of holders.
    #[inline]
    pub(super) fn each_holder(&self, Holders(word): Holders, mut act: impl FnMut(u32)) {
        if word & SEVERAL == 0 {
            act(word);
        } else if word != NONE {
            match &self.several[(word & !SEVERAL) as usize] {
                Positions::Few(few) => few.iter().copied().for_each(act),
                Positions::Many(many) => many.iter().copied().for_each(act),
            }
        }
    }

    /// The positions in use, in ascending order, with their filters.
    pub(super) fn positions(&self) -> impl Iterator<Item = (u32, FilterId)> {
        (0..).zip(self.filters.iter().copied()).filter(|(_, filter)| *filter != NONE)
    }

    /// How many positions were given out.
    pub(super) fn numbers(&self) -> usize {
        self.filters.len()
    }

    pub(super) fn len(&self) -> usize {
        self.filters.len() - self.removed
    }

    pub(super) fn reserve(&mut self, subscriptions: usize, bytes: usize) {
        self.ids.reserve_exact(bytes);
        self.ends.reserve_exact(subscriptions);
        self.filters.reserve_exact(subscriptions);
    }

    pub(super) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.filters.shrink_to_fit();
        self.several.iter_mut().for_each(Positions::shrink);
    }

    pub(super) fn bytes(&self) -> usize {
        let several: usize = self.several.iter().map(Positions::bytes).sum();
        self.ids.capacity()
            + (self.ends.capacity() + self.filters.capacity()) * 4
            + self.by_id.as_ref().map_or(0, HashTable::allocation_size)
            + self.several.capacity() * size_of::<Positions>()
            + several
    }
}

impl Positions {
    fn insert(&mut self, position: u32) {
        match self {
            Self::Few(few) => {
                match few.last().is_none_or(|&last| last < position) {
                    true => few.push(position),
                    false => {
                        let at = few.partition_point(|&other| other < position);
                        few.insert(at, position);
                    }
                }
                if few.len() > MANY {
                    *self = Self::Many(few.iter().copied().collect());
                }
            }
            Self::Many(many) => {
                many.insert(position);
            }
        }
    }

    fn remove(&mut self, position: u32) {
        match self {
            Self::Few(few) => {
                if let Ok(at) = few.binary_search(&position) {
                    few.remove(at);
                }
                if few.len() * 4 < few.capacity() {
                    few.shrink_to(few.len() * 2);
                }
            }
            Self::Many(many) => {
                many.remove(&position);
                if many.len() < MANY / 2 {
                    *self = Self::Few(many.iter().copied().collect());
                }
            }
        }
    }

    fn shrink(&mut self) {
        if let Self::Few(few) = self {
            few.shrink_to_fit();
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Few(few) => few.capacity() * 4,
            Self::Many(many) => many.len() * 6,
        }
    }
}

fn id_at<'i>(ids: &'i str, ends: &[u32], position: u32) -> &'i str {
    let at = position as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    ids.get(start..ends[at] as usize).unwrap_or_default()
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
