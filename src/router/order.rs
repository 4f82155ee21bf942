//! Positions put in ascending order, each once: a few by sorting, many by setting bits.

/// From so many positions on, setting bits is faster than sorting.
pub(super) const MANY: usize = 96;

/// A set of positions: a bit for each, and a bit for each word of those that has any.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordered {
    words: Vec<u64>,
    filled: Vec<u64>,
    any: bool,
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
            if !list.is_sorted() {
                list.sort_unstable();
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
                let base = u32::try_from(word * 64).unwrap_or(u32::MAX);
                while bits != 0 {
                    list.push(base + bits.trailing_zeros());
                    bits &= bits - 1;
                }
            }
        }
    }
}
