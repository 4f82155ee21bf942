//! Lists of positions in ascending order, side by side in one block of memory.

use std::collections::BTreeSet;

use super::ahead;
use super::number;

/// Every list of a router. A list is named by its place, which changes when it outgrows
/// its room.
///
/// A room is a power of two of words. Its first says how long the list is and how large
/// the room, or the number of a set; the positions stand behind it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    words: Vec<u32>,
    /// Rooms that are free, by the power of two.
    free: Vec<Vec<u32>>,
    sets: Vec<BTreeSet<u32>>,
    free_sets: Vec<u32>,
}

/// From so many positions on a set takes out one without moving the others.
const MANY: usize = 1024;

/// The least room, as a power of two.
const LEAST: u32 = 2;

const SET: u32 = 1 << 31;
const POWER_AT: u32 = 16;
const LENGTH: u32 = (1 << POWER_AT) - 1;

impl Lists {
    /// Adds a list of positions; its place.
    pub(super) fn add(&mut self, positions: &[u32]) -> u32 {
        if positions.len() >= MANY {
            return self.add_set(positions);
        }
        let power = (positions.len() + 1).next_power_of_two().trailing_zeros().max(LEAST);
        let place = self.room(power);
        self.write(place, power, positions);
        place
    }

    fn add_set(&mut self, positions: &[u32]) -> u32 {
        let place = self.room(LEAST);
        let set = self.free_sets.pop().unwrap_or_else(|| {
            self.sets.push(BTreeSet::new());
            number(self.sets.len() - 1)
        });
        // One by one: a set made of a whole list brings a sort of its own into the module.
        self.sets[set as usize].extend(positions);
        self.words[place as usize] = SET | set;
        place
    }

    fn room(&mut self, power: u32) -> u32 {
        if let Some(place) = self.free.get_mut(power as usize).and_then(Vec::pop) {
            return place;
        }
        let place = number(self.words.len());
        self.words.resize(self.words.len() + (1 << power), 0);
        place
    }

    fn write(&mut self, place: u32, power: u32, positions: &[u32]) {
        let place = place as usize;
        self.words[place] = power << POWER_AT | number(positions.len());
        self.words[place + 1..][..positions.len()].copy_from_slice(positions);
    }

    fn leave(&mut self, place: u32, power: u32) {
        let power = power as usize;
        if self.free.len() <= power {
            self.free.resize_with(power + 1, Vec::new);
        }
        self.free[power].push(place);
    }

    /// The positions of a list that is no set.
    #[inline]
    fn positions(&self, place: u32) -> &[u32] {
        let place = place as usize;
        let length = (self.words[place] & LENGTH) as usize;
        &self.words[place + 1..][..length]
    }

    /// Adds a position; the place of the list from now on. Amortised O(1) behind the last,
    /// else O(length), at most [`MANY`].
    pub(super) fn insert(&mut self, place: u32, position: u32) -> u32 {
        let head = self.words[place as usize];
        if head & SET != 0 {
            self.sets[(head & !SET) as usize].insert(position);
            return place;
        }
        let (power, length) = (head >> POWER_AT, head & LENGTH);
        let last = self.positions(place).last();
        if last.is_none_or(|&last| last < position) && length + 1 < 1 << power {
            self.words[(place + 1 + length) as usize] = position;
            self.words[place as usize] = head + 1;
            return place;
        }
        let mut positions = self.positions(place).to_vec();
        if let Err(at) = positions.binary_search(&position) {
            positions.insert(at, position);
        }
        if positions.len() < 1 << power {
            self.write(place, power, &positions);
            return place;
        }
        self.leave(place, power);
        self.add(&positions)
    }

    /// Takes a position out; the place of the list from now on, if anything is left.
    pub(super) fn remove(&mut self, place: u32, position: u32) -> Option<u32> {
        let head = self.words[place as usize];
        let (power, positions) = if head & SET == 0 {
            let mut positions = self.positions(place).to_vec();
            if let Ok(at) = positions.binary_search(&position) {
                positions.remove(at);
            }
            (head >> POWER_AT, positions)
        } else {
            let set = &mut self.sets[(head & !SET) as usize];
            set.remove(&position);
            if set.len() >= MANY / 2 {
                return Some(place);
            }
            self.free_sets.push(head & !SET);
            (LEAST, std::mem::take(set).into_iter().collect())
        };
        let is_set = head & SET != 0;
        if !is_set && (positions.len() + 1) * 4 > 1 << power {
            self.write(place, power, &positions);
            return Some(place);
        }
        self.leave(place, power);
        (!positions.is_empty()).then(|| self.add(&positions))
    }

    /// Asks for a list.
    #[inline(always)]
    pub(super) fn fetch(&self, place: u32) {
        ahead::fetch(&self.words, place as usize);
    }

    /// Calls `act` with every position of a list.
    #[inline]
    pub(super) fn each(&self, place: u32, act: impl FnMut(u32)) {
        let head = self.words[place as usize];
        if head & SET == 0 {
            self.positions(place).iter().copied().for_each(act);
        } else {
            self.sets[(head & !SET) as usize].iter().copied().for_each(act);
        }
    }

    pub(super) fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        let sets: usize =
            self.sets.iter().map(|set| set.len() * 6 + size_of::<BTreeSet<u32>>()).sum();
        (self.words.capacity() + self.free.iter().map(Vec::capacity).sum::<usize>()) * 4 + sets
    }
}
