//! One sort for every list that is short or seldom sorted.

use std::cmp::Ordering;

/// The places `0..length` in the order that `compare` gives them; equal ones keep theirs.
/// O(n log n).
///
/// The standard library's sort is compiled anew for each type and each comparison, 8 kB
/// of WebAssembly at a time; this one is compiled once.
pub(crate) fn ordered(
    length: usize,
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// Sorts a list by [`ordered`].
pub(crate) fn sort<T>(list: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let places = ordered(list.len(), &mut |a, b| compare(&list[a], &list[b]));
    let mut unsorted: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(places.into_iter().filter_map(|at| unsorted[at].take()));
}

/// For each of so many texts the first place at which the same text stands. O(n log n).
pub(crate) fn firsts<'t>(length: usize, text: &dyn Fn(usize) -> &'t str) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..length).collect();
    let order = ordered(length, &mut |a, b| text(a).cmp(text(b)));
    for pair in order.windows(2) {
        if let [before, at] = *pair
            && text(before) == text(at)
        {
            firsts[at] = firsts[before];
        }
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_keep_their_order() {
        let mut list = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        sort(&mut list, &|one, other| one.0.cmp(&other.0));
        assert_eq!(list, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }

    #[test]
    fn what_stands_twice_is_told_by_its_first_place() {
        let texts = ["b", "a", "b", "", "a", "b"];
        assert_eq!(firsts(texts.len(), &|at| texts[at]), [0, 1, 0, 3, 1, 0]);
        assert_eq!(ordered(texts.len(), &mut |a, b| texts[a].cmp(texts[b])), [3, 1, 4, 0, 2, 5]);
    }
}
