//! Whether a number suits several tests at once: exact, without arithmetic.
//!
//! The numbers that the tests name cut the number line into points and the gaps between
//! them. Decimals are dense and have no end, so that every gap holds some, and all
//! numbers of a gap fare alike.

use std::cmp::Ordering;

use super::value::{Atom, number_of};
use crate::json::sort;
use crate::number::Decimal;
use crate::predicate::{Asked, Edge};

/// Whether some number suits all atoms.
pub(super) fn some_number_suits(atoms: &[&Atom<'_>]) -> bool {
    some_region(atoms, |atom, at| match &atom.asked {
        Asked::Anything | Asked::NotTrue => true,
        Asked::OneOf(list) => {
            let numbers = list.iter().filter_map(|node| Decimal::parse(number_of(node)?));
            numbers.into_iter().any(|number| at.compare(&number).is_eq())
        }
        Asked::Within(_) => at.is_within(&atom.asked),
        _ => false,
    })
}

/// Whether some numeral suits all atoms that are about numbers, whatever its spelling.
pub(super) fn some_numeral_suits(atoms: &[&Atom<'_>]) -> bool {
    let ranges: Vec<_> =
        atoms.iter().copied().filter(|atom| matches!(atom.asked, Asked::Within(_))).collect();
    some_region(&ranges, |atom, at| at.is_within(&atom.asked))
}

/// A point or a gap of the number line.
struct Region<'b, 'a> {
    bounds: &'b [Decimal<'a>],
    /// `2 i` is the gap before bound `i`, `2 i + 1` the bound itself.
    number: usize,
}

impl Region<'_, '_> {
    /// How its numbers compare to one of the bounds.
    fn compare(&self, bound: &Decimal<'_>) -> Ordering {
        let index = self.bounds.iter().position(|known| known.compare(bound).is_eq());
        index.map_or(Ordering::Less, |index| self.number.cmp(&(2 * index + 1)))
    }

    fn is_within(&self, asked: &Asked<'_>) -> bool {
        let Asked::Within(ends) = asked else { return false };
        ends.iter().all(|end| {
            let bound = end.decimal();
            bound.is_some_and(|bound| end.comparison.holds(self.compare(&bound)))
        })
    }
}

/// Whether there is a region whose numbers suit all atoms.
fn some_region(atoms: &[&Atom<'_>], passes: impl Fn(&Atom<'_>, &Region<'_, '_>) -> bool) -> bool {
    let mut bounds: Vec<Decimal<'_>> = Vec::new();
    for atom in atoms {
        match &atom.asked {
            Asked::Within(ends) => bounds.extend(ends.iter().filter_map(Edge::decimal)),
            Asked::OneOf(list) => {
                bounds.extend(list.iter().filter_map(|node| Decimal::parse(number_of(node)?)));
            }
            _ => {}
        }
    }
    sort(&mut bounds, &Decimal::compare);
    bounds.dedup_by(|a, b| a.compare(b).is_eq());
    (0..=2 * bounds.len()).any(|number| {
        let region = Region { bounds: &bounds, number };
        atoms.iter().all(|atom| passes(atom, &region) == atom.holds)
    })
}
