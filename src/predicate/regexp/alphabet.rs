//! What one symbol of a pattern is, and which characters of a text are in a set of
//! symbols.

use crate::json::ordered;

/// The symbols that a pattern is read over and a subject is searched over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Unicode code points.
    Points,
    /// UTF-16 code units. The half of a surrogate pair, which is no character to the
    /// `regex` crate, is written as the private character U+100000 + its offset; every
    /// astral character of a subject is written as two such halves, so that a real
    /// U+100000 never meets one.
    Units,
}

const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);
const HALVES: u32 = 0x10_0000;

/// A set of symbols: ranges, both ends included.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols(Vec<(u32, u32)>);

pub(super) const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];

pub(super) const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];

/// `\s`: ECMAScript's `WhiteSpace` and `LineTerminator`.
pub(super) const SPACE: &[(u32, u32)] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];

/// What `.` does not match: ECMAScript's `LineTerminator`.
pub(super) const LINE_TERMINATORS: &[(u32, u32)] = &[(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];

impl Alphabet {
    fn last(self) -> u32 {
        match self {
            Self::Points => 0x10_FFFF,
            Self::Units => 0xFFFF,
        }
    }

    /// The symbols of a text.
    pub(super) fn symbols(self, text: &str) -> Vec<u32> {
        match self {
            Self::Points => text.chars().map(u32::from).collect(),
            Self::Units => text.encode_utf16().map(u32::from).collect(),
        }
    }

    /// How many symbols a character is.
    pub(super) fn width(self, character: char) -> usize {
        match self {
            Self::Points => 1,
            Self::Units => character.len_utf16(),
        }
    }

    /// The set as ranges of characters of the text that is searched.
    pub(super) fn scalars(self, set: &Symbols) -> Vec<(u32, u32)> {
        let mut ranges = Vec::new();
        for &(first, last) in &set.0 {
            let mut part = |from: u32, to: u32, shift: u32| {
                let (from, to) = (first.max(from), last.min(to));
                if from <= to {
                    ranges.push((from + shift, to + shift));
                }
            };
            part(0, SURROGATES.0 - 1, 0);
            if self == Self::Units {
                part(SURROGATES.0, SURROGATES.1, HALVES - SURROGATES.0);
            }
            part(SURROGATES.1 + 1, self.last(), 0);
        }
        ranges
    }
}

impl Symbols {
    pub(super) fn of(ranges: &[(u32, u32)]) -> Self {
        Self(ranges.to_vec())
    }

    pub(super) fn add(&mut self, first: u32, last: u32) {
        self.0.push((first, last));
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// Everything in the alphabet that is not in the set.
    pub(super) fn complement(self, alphabet: Alphabet) -> Self {
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for at in ordered(self.0.len(), &mut |a, b| self.0[a].cmp(&self.0[b])) {
            let (first, last) = self.0[at];
            if first > next {
                rest.push((next, first - 1));
            }
            next = next.max(last + 1);
        }
        if next <= alphabet.last() {
            rest.push((next, alphabet.last()));
        }
        Self(rest)
    }
}

/// Whether a text has a character that is two code units.
pub(super) fn has_astral(text: &str) -> bool {
    // Their UTF-8 forms, and no others, begin with one of these bytes.
    text.bytes().any(|byte| byte >= 0xF0)
}

/// The text with every astral character as its two halves.
pub(super) fn halved(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        let mut units = [0; 2];
        match character.encode_utf16(&mut units) {
            [high, low] => out.extend([*high, *low].into_iter().filter_map(half)),
            _ => out.push(character),
        }
    }
    out
}

fn half(unit: u16) -> Option<char> {
    char::from_u32(HALVES + u32::from(unit) - SURROGATES.0)
}
