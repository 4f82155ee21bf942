//! How most conditions are decided without a look at their operand: equality through a
//! table from the event's value, bounds by rank, texts by a few bytes that they must hold.
//! Whatever is not decided so is tested.

use crate::json::Kind;
use crate::number::Decimal;
use crate::predicate::{Asked, Comparison, Operation, Test, Value};
use crate::subscription::Path;

/// The short way to decide a condition of one value.
#[derive(Clone, Debug)]
pub(super) enum Quick {
    /// There is none.
    None,
    /// The value is one of some scalars; of which kinds those are, a bit each.
    Equality { kinds: u8, negated: bool },
    /// Bounds by their ranks.
    Bounds { count: u8, bounds: [(Comparison, u64); 2] },
    /// A text that holds both pieces, the start and the end, of one of some texts.
    Pieces { pieces: Box<[[u16; 2]]>, negated: bool },
}

/// What a short way needs to know of the one value at a slot.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) kind: Option<Kind>,
    /// The rank of a number, or of a text that is one.
    pub(super) rank: Option<u64>,
    /// The pieces of a text, a bit each.
    pieces: Option<Box<[u64]>>,
}

/// Bits of the pieces of a text.
const BITS: u32 = 1 << 14;
/// Bytes of a piece.
const PIECE: usize = 4;
/// Longer texts are not taken to pieces: most bits would be set.
const LONGEST: usize = 4096;

impl Quick {
    /// The short way of an operation, and the scalars that satisfy an equality.
    pub(super) fn of(operation: &Operation, path: &Path) -> (Self, Vec<Vec<u8>>) {
        let none = (Self::None, Vec::new());
        let Operation::Native(native) = operation else { return none };
        if path.wildcards() > 0 || !path.is_plain() {
            return none;
        }
        let (asked, positive) = native.asked();
        let negated = !positive;
        match &asked {
            Asked::OneOf(list) => {
                let scalars: Option<Vec<_>> =
                    list.iter().map(|node| spelled(&Value::of(node))).collect();
                let Some(scalars) = scalars else { return none };
                let kinds = list.iter().fold(0, |kinds, node| kinds | bit(node.kind()));
                let kinds = if list.is_empty() { u8::MAX } else { kinds };
                (Self::Equality { kinds, negated }, scalars)
            }
            Asked::Within(edges) if positive && (1..=2).contains(&edges.len()) => {
                let mut bounds = [(Comparison::Gt, 0); 2];
                for (bound, edge) in bounds.iter_mut().zip(edges) {
                    let Some(decimal) = edge.decimal() else { return none };
                    *bound = (edge.comparison, decimal.rank());
                }
                (Self::Bounds { count: if edges.len() == 1 { 1 } else { 2 }, bounds }, Vec::new())
            }
            Asked::Holds(text) | Asked::Starts(Some(text)) | Asked::Ends(Some(text))
                if !text.is_empty() =>
            {
                (Self::Pieces { pieces: [ends(text.as_bytes())].into(), negated }, Vec::new())
            }
            Asked::Matches(regexp) if !regexp.literals().is_empty() => {
                let literals = regexp.literals().iter();
                let pieces = literals.map(|literal| ends(literal.as_bytes())).collect();
                (Self::Pieces { pieces, negated }, Vec::new())
            }
            _ => none,
        }
    }

    /// How the condition fares where the value is known; `equal` tells whether it satisfies
    /// an equality. Nothing where it must be tested.
    pub(super) fn decide(&self, known: &Known, equal: bool) -> Option<Test> {
        match self {
            Self::None => None,
            Self::Equality { kinds, negated } => {
                let kind = known.kind?;
                Some(match equal != *negated {
                    true => Test::Pass,
                    false if !negated && kinds & bit(kind) == 0 => Test::Mismatch,
                    false => Test::Fail,
                })
            }
            Self::Bounds { count, bounds } => {
                let (rank, bounds) = (known.rank?, &bounds[..usize::from(*count)]);
                let differ = bounds.iter().all(|(_, bound)| *bound != rank);
                let holds = || bounds.iter().all(|(how, bound)| how.holds(rank.cmp(bound)));
                differ.then(|| Test::from(holds()))
            }
            Self::Pieces { pieces, negated } => {
                let there = known.pieces.as_ref()?;
                let has = |piece: &u16| there[usize::from(*piece) / 64] & (1 << (piece % 64)) != 0;
                let may_hold = pieces.iter().any(|ends| ends.iter().all(has));
                (!may_hold).then(|| Test::from(*negated))
            }
        }
    }
}

impl Known {
    pub(super) fn of(value: &Value<'_>) -> Self {
        let rank = match value {
            Value::Number(text) | Value::String(text) => Decimal::parse(text).map(|it| it.rank()),
            _ => None,
        };
        let pieces = match value {
            Value::String(text) if text.len() <= LONGEST => Some(pieces(text.as_bytes())),
            _ => None,
        };
        Self { kind: Some(value.kind()), rank, pieces }
    }
}

fn bit(kind: Kind) -> u8 {
    1 << match kind {
        Kind::Null => 0,
        Kind::Bool => 1,
        Kind::Number => 2,
        Kind::String => 3,
        Kind::Array => 4,
        Kind::Object => 5,
    }
}

/// A scalar so that equal ones have the same bytes; nothing for what is none, and for
/// numbers too far away to be written so.
pub(super) fn spelled(value: &Value<'_>) -> Option<Vec<u8>> {
    let mut bytes = vec![bit(value.kind())];
    match value {
        Value::Null => {}
        Value::Bool(value) => bytes.push(u8::from(*value)),
        Value::Number(text) => {
            if !Decimal::parse(text)?.spell(&mut bytes) {
                return None;
            }
        }
        Value::String(text) => bytes.extend_from_slice(text.as_bytes()),
        Value::Array(_) | Value::Object(_) => return None,
    }
    Some(bytes)
}

/// The bits of the first and of the last bytes of a text.
fn ends(text: &[u8]) -> [u16; 2] {
    let length = text.len().min(PIECE);
    [hashed(&text[..length]), hashed(&text[text.len() - length..])]
}

fn hashed(bytes: &[u8]) -> u16 {
    let length = u32::try_from(bytes.len()).unwrap_or(0);
    let word = bytes.iter().fold(length, |word, &byte| word << 8 ^ word >> 24 ^ u32::from(byte));
    let mixed = (word ^ word >> 15).wrapping_mul(0x9E37_79B1);
    u16::try_from(mixed >> 16 & (BITS - 1)).unwrap_or(0)
}

/// Every piece of a text of one to four bytes.
fn pieces(text: &[u8]) -> Box<[u64]> {
    let mut bits = vec![0_u64; BITS as usize / 64];
    for length in 1..=PIECE {
        for window in text.windows(length) {
            let bit = hashed(window);
            bits[usize::from(bit) / 64] |= 1 << (bit % 64);
        }
    }
    bits.into()
}
