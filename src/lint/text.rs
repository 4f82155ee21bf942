//! Whether certainly no text suits several tests at once.

use super::numbers::some_numeral_suits;
use super::value::Atom;
use crate::predicate::{Asked, trim};

/// What every text that suits the positive atoms holds: one text of each set.
type Needles = Vec<Vec<Vec<u8>>>;

/// Whether certainly no text suits all atoms. Of texts that suit there are always more
/// than a list of refused ones names, so lists to be avoided never matter.
pub(super) fn no_text_suits(atoms: &[&Atom<'_>]) -> bool {
    let (mut numeral, mut truth, mut not_truth) = (false, false, false);
    let mut needles: Needles = Vec::new();
    let mut starts: Needles = Vec::new();
    let mut ends: Needles = Vec::new();
    for atom in atoms.iter().filter(|atom| atom.holds) {
        match &atom.asked {
            Asked::Anything => {}
            Asked::NotTrue => not_truth = true,
            Asked::True => truth = true,
            Asked::Within(_) => numeral = true,
            Asked::Holds(text) => needles.push(vec![text.as_bytes().to_vec()]),
            Asked::Starts(Some(text)) => starts.push(vec![text.as_bytes().to_vec()]),
            Asked::Ends(Some(text)) => ends.push(vec![text.as_bytes().to_vec()]),
            Asked::Matches(regexp) => {
                let literals = regexp.literals();
                if !literals.is_empty() {
                    needles.push(literals.iter().map(|text| text.as_bytes().to_vec()).collect());
                }
                let shape = regexp.shape();
                starts.extend(shape.starts);
                ends.extend(shape.ends);
            }
            Asked::Starts(None) | Asked::Ends(None) | Asked::Element(_) | Asked::OneOf(_) => {
                return true;
            }
        }
    }
    if (truth && (not_truth || numeral)) || (numeral && !some_numeral_suits(atoms)) {
        return true;
    }
    let clash = |sets: &Needles, alike: fn(&[u8], &[u8]) -> bool| {
        let pair = |a: &Vec<Vec<u8>>, b: &Vec<Vec<u8>>| {
            a.iter().any(|one| b.iter().any(|other| alike(one, other) || alike(other, one)))
        };
        (1..sets.len()).any(|last| sets[..last].iter().any(|other| !pair(other, &sets[last])))
    };
    if clash(&starts, <[u8]>::starts_with) || clash(&ends, <[u8]>::ends_with) {
        return true;
    }
    needles.extend(starts);
    needles.extend(ends);
    let impossible =
        |fits: &dyn Fn(&[u8]) -> bool| needles.iter().any(|set| !set.iter().any(|text| fits(text)));
    if (numeral && impossible(&may_be_in_a_numeral)) || (truth && impossible(&may_be_in_true)) {
        return true;
    }
    atoms.iter().filter(|atom| !atom.holds).any(|atom| match &atom.asked {
        Asked::Anything => true,
        Asked::Holds(text) => {
            let has = |needle: &[u8]| contains(needle, text.as_bytes());
            text.is_empty()
                || needles.iter().any(|set| !set.is_empty() && set.iter().all(|it| has(it)))
        }
        _ => false,
    })
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

fn may_be_in_a_numeral(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'))
}

/// Whether a text can be part of "true" in any letter case with blanks around it.
fn may_be_in_true(text: &[u8]) -> bool {
    // Part of a character is no reason to refuse.
    let Ok(text) = std::str::from_utf8(text) else { return true };
    let blank = |character: char| trim(character.encode_utf8(&mut [0; 4])).is_empty();
    text.chars().all(|character| blank(character) || "trueTRUE".contains(character))
}
