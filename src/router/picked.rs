//! A list that items are put on or not without a branch.

/// Where it cannot be foreseen whether an item is wanted, a processor guesses wrong half of
/// the time, and each time throws away what it had begun. So every item is written, and
/// only the wanted ones stay.
#[derive(Clone, Debug, Default)]
pub(super) struct Picked<T> {
    items: Vec<T>,
    count: usize,
}

impl<T: Copy + Default> Picked<T> {
    #[inline]
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Puts those of some items on the list that are wanted.
    #[inline]
    pub(super) fn pick(&mut self, items: impl ExactSizeIterator<Item = (T, bool)>) {
        if self.items.len() < self.count + items.len() {
            self.grow(self.count + items.len());
        }
        let (list, mut count) = (self.items.as_mut_slice(), self.count);
        for (item, wanted) in items {
            list[count] = item;
            count += usize::from(wanted);
        }
        self.count = count;
    }

    /// Puts an item on the list.
    #[inline]
    pub(super) fn add(&mut self, item: T) {
        self.pick(std::iter::once((item, true)));
    }

    /// Puts items on the list.
    #[inline]
    pub(super) fn add_all(&mut self, items: &[T]) {
        self.pick(items.iter().map(|&item| (item, true)));
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, least: usize) {
        self.items.resize(least.next_power_of_two(), T::default());
    }

    #[inline]
    pub(super) fn as_slice(&self) -> &[T] {
        self.items.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wanted_stays() {
        let mut picked = Picked::default();
        for round in 0..3 {
            picked.clear();
            for start in [0_u32, 10, 20] {
                picked.pick((start..start + 10 + round).map(|number| (number, number % 3 == 0)));
            }
            let expected: Vec<u32> = [0_u32, 10, 20]
                .iter()
                .flat_map(|start| *start..start + 10 + round)
                .filter(|number| number % 3 == 0)
                .collect();
            assert_eq!(picked.as_slice(), expected);
        }
        picked.clear();
        assert!(picked.as_slice().is_empty());
    }
}
