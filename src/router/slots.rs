//! A flat table from hashes to numbers: a look costs one line of the memory, and many
//! looks can be begun before the answer of the first is needed.

use super::ahead;

/// So many numbers are looked for together.
pub(super) const TOGETHER: usize = 64;

/// Each slot is empty (0) or a hash above and a number plus one below. A number stands at
/// the slot of its hash or, where others were there before, behind it.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    slots: Vec<u64>,
    count: usize,
}

/// The least number of slots.
const LEAST: usize = 16;

/// The slots that so many numbers need. Few numbers have many, so that a look for what is
/// not there nearly always ends at the first; many share less, which they find by and by.
fn room_for(numbers: usize) -> usize {
    let slots = match numbers {
        0..=2_048 => numbers * 4,
        2_049..=65_536 => numbers * 2,
        _ => numbers + numbers / 3,
    };
    slots.next_power_of_two().max(LEAST)
}

/// The part of a hash that is kept.
pub(super) type Hash = u32;

/// The upper half of a hash, which is the better mixed one.
#[inline(always)]
pub(super) fn upper(hash: u64) -> Hash {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// The hash of a number. A hasher for any value would join its words through 128 bits,
/// which takes calls in WebAssembly.
#[inline(always)]
pub(super) fn mixed(word: u64) -> Hash {
    let word = (word ^ word >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    upper((word ^ word >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

/// A look that was begun.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    hash: Hash,
    slot: u64,
    at: usize,
}

impl Look {
    /// Whether there may be anything to find.
    #[inline(always)]
    pub(super) fn is_open(&self) -> bool {
        self.slot != 0
    }
}

#[inline]
fn slot_of(hash: Hash, number: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(number.wrapping_add(1))
}

#[inline(always)]
fn hash_of(slot: u64) -> Hash {
    upper(slot)
}

#[inline(always)]
fn number_of(slot: u64) -> u32 {
    u32::try_from(slot & u64::from(u32::MAX)).unwrap_or_default().wrapping_sub(1)
}

impl Slots {
    /// Room for so many more.
    pub(super) fn reserve(&mut self, numbers: usize) {
        let wanted = room_for(self.count + numbers);
        if wanted > self.slots.len() {
            self.resize(wanted);
        }
    }

    fn mask(&self) -> usize {
        self.slots.len().wrapping_sub(1)
    }

    #[inline(always)]
    fn at(&self, at: usize) -> u64 {
        self.slots.get(at & self.mask()).copied().unwrap_or(0)
    }

    /// Begins to look for a number.
    #[inline(always)]
    pub(super) fn look(&self, hash: Hash) -> Look {
        let at = hash as usize;
        Look { hash, slot: self.at(at), at }
    }

    /// The next number that has the hash.
    #[inline(always)]
    pub(super) fn next(&self, look: &mut Look) -> Option<u32> {
        while look.slot != 0 {
            let slot = look.slot;
            look.at += 1;
            look.slot = self.at(look.at);
            if hash_of(slot) == look.hash {
                return Some(number_of(slot));
            }
        }
        None
    }

    /// The number with this hash that is the one looked for.
    #[inline]
    pub(super) fn find(&self, hash: Hash, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        let mut look = self.look(hash);
        while let Some(number) = self.next(&mut look) {
            if same(number) {
                return Some(number);
            }
        }
        None
    }

    /// Asks for the place of a hash that is about to be looked for.
    #[inline(always)]
    pub(super) fn fetch(&self, hash: Hash) {
        ahead::fetch(&self.slots, hash as usize & self.mask());
    }

    /// Asks for the places of hashes.
    pub(super) fn fetch_each(&self, hashes: impl IntoIterator<Item = Hash>) {
        hashes.into_iter().for_each(|hash| self.fetch(hash));
    }

    /// The same, and then for what the numbers there stand for, by `behind`.
    pub(super) fn fetch_behind(
        &self,
        hashes: impl Iterator<Item = Hash> + Clone,
        behind: impl FnMut(u32),
    ) {
        // Few subscriptions are loaded there, and every kilobyte counts.
        if cfg!(target_family = "wasm") {
            return;
        }
        self.fetch_each(hashes.clone());
        hashes.filter_map(|hash| self.find(hash, |_| true)).for_each(behind);
    }

    /// Adds a number that is not there. Amortised O(1).
    pub(super) fn insert(&mut self, hash: Hash, number: u32) {
        self.reserve(1);
        self.count += 1;
        self.put(slot_of(hash, number));
    }

    fn put(&mut self, slot: u64) {
        let mask = self.mask();
        let mut at = hash_of(slot) as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    fn resize(&mut self, slots: usize) {
        let slots = vec![0; slots];
        for slot in std::mem::replace(&mut self.slots, slots) {
            if slot != 0 {
                self.put(slot);
            }
        }
    }

    /// Takes a number out, if it is there.
    pub(super) fn remove(&mut self, hash: Hash, number: u32) {
        let (mask, wanted) = (self.mask(), slot_of(hash, number));
        let mut at = hash as usize;
        loop {
            match self.at(at) {
                0 => return,
                slot if slot == wanted => break,
                _ => at += 1,
            }
        }
        self.count -= 1;
        // What stands behind moves up to the gap, unless its own place is behind that.
        let mut gap = at & mask;
        let mut at = gap;
        loop {
            at = (at + 1) & mask;
            let slot = self.slots[at];
            if slot == 0 {
                break;
            }
            let own = hash_of(slot) as usize;
            if at.wrapping_sub(own) & mask >= at.wrapping_sub(gap) & mask {
                self.slots[gap] = slot;
                gap = at;
            }
        }
        self.slots[gap] = 0;
        if self.slots.len() >= 4 * room_for(self.count) {
            self.resize(self.slots.len() / 2);
        }
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Few different hashes, so that numbers stand in each other's places.
    #[test]
    fn numbers_are_found_until_they_are_removed() {
        let mut slots = Slots::default();
        let mut model = BTreeMap::new();
        let mut state = 1_u32;
        for round in 0..20_000_u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (hash, number) = ((state >> 20) % 61, (state >> 8) % 400);
            let rising = round % 2_000 < 1_200;
            if rising && !model.contains_key(&number) {
                slots.insert(hash, number);
                model.insert(number, hash);
            } else if !rising && let Some(hash) = model.remove(&number) {
                slots.remove(hash, number);
                slots.remove(hash, number);
            }
            let expected = model.get(&number).map(|_| number);
            let hash = model.get(&number).copied().unwrap_or(hash);
            assert_eq!(slots.find(hash, |other| other == number), expected, "round {round}");
            assert_eq!(slots.len(), model.len());
        }
        assert!(model.iter().all(|(number, hash)| slots.find(*hash, |it| it == *number).is_some()));
        assert!(slots.bytes() <= 32 * 1024);
    }
}
