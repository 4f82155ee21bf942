//! Who has which filter: the ids of subscriptions in declaration order.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::filter::{FilterId, NONE};
use super::lists::Lists;
use super::number;

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
    lists: Lists,
}

/// Who has a filter: a position, or this bit and the place of a list, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holders(u32);

impl Holders {
    pub(super) const NOBODY: Self = Self(NONE);
}

const SEVERAL: u32 = 1 << 31;

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
            return Holders(SEVERAL | self.lists.insert(word & !SEVERAL, position));
        }
        let both = [word.min(position), word.max(position)];
        Holders(SEVERAL | self.lists.add(&both))
    }

    /// The holders of a filter without one of them.
    pub(super) fn part(&mut self, holders: Holders, position: u32) -> Holders {
        let Holders(word) = holders;
        if word == NONE || word & SEVERAL == 0 {
            return Holders::NOBODY;
        }
        match self.lists.remove(word & !SEVERAL, position) {
            Some(list) => Holders(SEVERAL | list),
            None => Holders::NOBODY,
        }
    }

    /// Asks for the positions of holders.
    #[inline(always)]
    pub(super) fn fetch(&self, Holders(word): Holders) {
        if word & SEVERAL != 0 {
            self.lists.fetch(word & !SEVERAL);
        }
    }

    /// Calls `act` with the positions of holders.
    #[inline]
    pub(super) fn each_holder(&self, Holders(word): Holders, act: impl FnMut(u32)) {
        if word & SEVERAL == 0 {
            std::iter::once(word).for_each(act);
        } else if word != NONE {
            self.lists.each(word & !SEVERAL, act);
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

    /// Fills an empty roster: of each position the length of its id, and all ids in a row.
    /// Whether these are of one length, cut between characters.
    pub(super) fn load(&mut self, lengths: impl ExactSizeIterator<Item = u32>, ids: &str) -> bool {
        ids.clone_into(&mut self.ids);
        self.filters = vec![NONE; lengths.len()];
        self.ends.reserve_exact(lengths.len());
        let mut end = 0_usize;
        for length in lengths {
            end = end.saturating_add(length as usize);
            if !ids.is_char_boundary(end) {
                return false;
            }
            self.ends.push(number(end));
        }
        end == ids.len() && end < NONE as usize && self.filters.len() < SEVERAL as usize
    }

    /// Gives a position to a filter; whether it had none.
    pub(super) fn assign(&mut self, position: u32, filter: FilterId) -> bool {
        let place = self.filters.get_mut(position as usize);
        place.is_some_and(|place| std::mem::replace(place, filter) == NONE)
    }

    /// The holders at these positions, which ascend.
    pub(super) fn holders(&mut self, positions: &[u32]) -> Holders {
        match positions {
            [only] => Holders(*only),
            _ => Holders(SEVERAL | self.lists.add(positions)),
        }
    }

    pub(super) fn shrink(&mut self) {
        self.lists.shrink();
    }

    pub(super) fn bytes(&self) -> usize {
        self.ids.capacity()
            + (self.ends.capacity() + self.filters.capacity()) * 4
            + self.by_id.as_ref().map_or(0, HashTable::allocation_size)
            + self.lists.bytes()
    }
}

fn id_at<'i>(ids: &'i str, ends: &[u32], position: u32) -> &'i str {
    let at = position as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    ids.get(start..ends[at] as usize).unwrap_or_default()
}
