//! Positions put in ascending order, each once: without comparing where there are few,
//! by their digits where there are more, by setting bits where there are many.
//!
//! A branch on how two positions compare is guessed wrong every second time. Sorting by
//! such branches took a tenth of all routing where a hundred subscriptions match.

use super::number;

/// Whether each of a few positions is compared with all at once. Without vectors that is
/// slow, and WebAssembly, which may be without, counts every kilobyte: all are sorted there.
const VECTORS: bool = cfg!(any(target_feature = "sse2", target_feature = "neon"));

/// From so many positions on, setting bits is fastest.
pub(super) const MANY: usize = if VECTORS { 2_048 } else { 96 };

/// Up to so many, each is compared with all.
const FEW: usize = 32;

const _: () = assert!(MANY <= u16::MAX as usize);

/// The values that one of the three digits of a position may have.
const VALUES: usize = 256;

/// A set of positions: a bit for each, and a bit for each word of those that has any.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordered {
    words: Vec<u64>,
    filled: Vec<u64>,
    any: bool,
    /// Memory to put a list in order in.
    other: Vec<u32>,
}

impl Ordered {
    /// Takes positions out of `list`, all below `bound`.
    pub(super) fn take(&mut self, list: &mut Vec<u32>, bound: usize) {
        if self.words.len() * 64 < bound {
            self.words.resize(bound.div_ceil(64), 0);
            self.filled.resize(self.words.len().div_ceil(64), 0);
        }
        self.any = true;
        for position in list.drain(..) {
            let word = position as usize / 64;
            self.words[word] |= 1 << (position % 64);
            self.filled[word / 64] |= 1 << (word % 64);
        }
    }

    /// Puts all positions into `list`, those there already included, and is empty again.
    #[inline]
    pub(super) fn finish(&mut self, list: &mut Vec<u32>) {
        if self.any || list.len() > 1 {
            self.sort(list);
        }
    }

    fn sort(&mut self, list: &mut Vec<u32>) {
        if !self.any {
            match list.len() {
                _ if list.is_sorted() => {}
                _ if !VECTORS => list.sort_unstable(),
                ..=16 => return sort_few::<16>(list),
                17..=FEW => return sort_few::<FEW>(list),
                _ => self.sort_more(list),
            }
            list.dedup();
            return;
        }
        self.any = false;
        let bound = self.words.len() * 64;
        self.take(list, bound);
        self.any = false;
        for (at, filled) in self.filled.iter_mut().enumerate() {
            let mut filled = std::mem::take(filled);
            while filled != 0 {
                let word = at * 64 + filled.trailing_zeros() as usize;
                filled &= filled - 1;
                let mut bits = std::mem::take(&mut self.words[word]);
                let base = number(word * 64);
                while bits != 0 {
                    list.push(base + bits.trailing_zeros());
                    bits &= bits - 1;
                }
            }
        }
    }

    /// Puts a list in order by one digit after the other, the last one first.
    fn sort_more(&mut self, list: &mut Vec<u32>) {
        let most = list.iter().fold(0, |all, position| all | position);
        let width = (u32::BITS - most.leading_zeros()).div_ceil(3);
        if 1 << width > VALUES {
            list.sort_unstable();
            return;
        }
        let digit = |position: u32, shift: u32| (position >> shift) as usize & ((1 << width) - 1);
        let mut counts = [(0, [0_u16; VALUES]), (width, [0; VALUES]), (2 * width, [0; VALUES])];
        for &position in &*list {
            for (shift, counts) in &mut counts {
                counts[digit(position, *shift)] += 1;
            }
        }
        self.other.clear();
        self.other.resize(list.len(), 0);
        for (shift, counts) in &mut counts {
            let mut start = 0;
            for count in &mut counts[..1 << width] {
                start += std::mem::replace(count, start);
            }
            for &position in &*list {
                let place = &mut counts[digit(position, *shift)];
                self.other[usize::from(*place)] = position;
                *place += 1;
            }
            std::mem::swap(list, &mut self.other);
        }
    }
}

/// Puts at most `N` positions in order: the place of each is how many are less.
#[inline(never)]
fn sort_few<const N: usize>(list: &mut Vec<u32>) {
    // No position is as great.
    let (mut all, mut ordered) = ([u32::MAX; N], [u32::MAX; N]);
    let length = list.len().min(N);
    all[..length].copy_from_slice(&list[..length]);
    for &position in &all[..length] {
        let less: u32 = all.iter().map(|&other| u32::from(other < position)).sum();
        ordered[less as usize % N] = position;
    }
    // Twins come to one place, and leave another empty.
    let mut count = 0;
    for at in 0..N {
        let position = ordered[at];
        ordered[count] = position;
        count += usize::from(position != u32::MAX);
    }
    list.clear();
    list.extend_from_slice(&ordered[..count]);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every way to put positions in order, near the lengths at which the next one takes over.
    #[test]
    fn positions_come_in_order_each_once() {
        let mut ordered = Ordered::default();
        let mut state = 1_u32;
        for length in (0..70).chain([500, 2_000, MANY, MANY + 1, 5_000]) {
            for bound in [1, 3, 40, 90_000, 1_000_000, 1 << 24, 1 << 25] {
                let mut next = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 4) % bound
                };
                let all: Vec<u32> = (0..length).map(|_| next()).collect();
                let mut list = Vec::new();
                for &position in &all {
                    list.push(position);
                    if list.len() >= MANY {
                        ordered.take(&mut list, bound as usize);
                    }
                }
                ordered.finish(&mut list);
                let expected: Vec<u32> =
                    all.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
                assert_eq!(list, expected, "{length} below {bound}");
            }
        }
    }
}
