//! ECMAScript's `BigInt` of values that came from JSON, compared without arithmetic
//! wherever lengths decide.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::super::Value;
use super::text::{array_text, trim};
use crate::double;

/// A whole number of any length.
#[derive(Clone, Debug)]
pub(super) struct Integer<'t> {
    negative: bool,
    /// Without leading zeros; none at all for zero.
    digits: Cow<'t, str>,
    radix: Radix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Radix {
    Decimal,
    /// Two to the power of so many bits.
    Bits(u8),
}

/// The most digits that are converted between radices; the conversion is quadratic.
const CONVERTED: usize = 100_000;

impl<'t> Integer<'t> {
    /// `BigInt(value)`; nothing where it throws.
    pub(super) fn of(value: &'t Value<'_>) -> Option<Self> {
        match value {
            Value::Null | Value::Object(_) => None,
            Value::Bool(value) => Self::parse(Cow::Borrowed(if *value { "1" } else { "0" })),
            Value::Number(text) => {
                let value = double::of(text);
                (value.is_finite() && value.fract() == 0.0)
                    .then(|| Self::parse(double::whole(value).into()))
                    .flatten()
            }
            Value::String(text) => Self::parse(Cow::Borrowed(text)),
            Value::Array(array) => Self::parse(array_text(*array)?.into()),
        }
    }

    /// `StringToBigInt`: white space around is nothing, and so is zero; a sign before
    /// decimal digits only; `0x`, `0o` and `0b`.
    fn parse(text: Cow<'t, str>) -> Option<Self> {
        let literal = trim(&text);
        let start = text.find(literal).unwrap_or(0);
        let end = start + literal.len();
        let prefix = literal.get(..2).map(str::to_ascii_lowercase);
        let (radix, base) = match prefix.as_deref() {
            Some("0x") => (Radix::Bits(4), 16),
            Some("0o") => (Radix::Bits(3), 8),
            Some("0b") => (Radix::Bits(1), 2),
            _ => (Radix::Decimal, 10),
        };
        let negative = literal.starts_with('-');
        let lead = match radix {
            Radix::Bits(_) => 2,
            Radix::Decimal => usize::from(literal.starts_with(['+', '-'])),
        };
        let digits = literal.get(lead..)?;
        if !digits.chars().all(|digit| digit.is_digit(base)) || (lead > 0 && digits.is_empty()) {
            return None;
        }
        let first = start + lead + (digits.len() - digits.trim_start_matches('0').len());
        let digits = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(first..end)?),
            Cow::Owned(text) => Cow::Owned(text.get(first..end)?.to_owned()),
        };
        Some(Self { negative: negative && !digits.is_empty(), digits, radix })
    }

    /// Its parts: whether it is below zero, the bits of a digit (none for decimal ones),
    /// and the digits.
    pub(super) fn parts(&self) -> (bool, u8, &str) {
        let bits = match self.radix {
            Radix::Decimal => 0,
            Radix::Bits(bits) => bits,
        };
        (self.negative, bits, &self.digits)
    }

    /// The number of such parts, if they are those of one.
    pub(super) fn from_parts(negative: bool, bits: u8, digits: &str) -> Option<Integer<'static>> {
        let (radix, base) = match bits {
            0 => (Radix::Decimal, 10),
            1 | 3 | 4 => (Radix::Bits(bits), 1 << bits),
            _ => return None,
        };
        let fine = digits.chars().all(|digit| digit.is_digit(base))
            && !digits.starts_with('0')
            && !(negative && (digits.is_empty() || bits != 0));
        fine.then(|| Integer { negative, digits: Cow::Owned(digits.to_owned()), radix })
    }

    pub(super) fn into_owned(self) -> Integer<'static> {
        Integer {
            negative: self.negative,
            digits: Cow::Owned(self.digits.into_owned()),
            radix: self.radix,
        }
    }

    /// Compares by value; nothing where two very long numbers in different radices
    /// are too near to each other to be told apart at a bounded cost.
    pub(super) fn compare(&self, other: &Integer<'_>) -> Option<Ordering> {
        if self.negative != other.negative {
            return Some(other.negative.cmp(&self.negative));
        }
        let magnitude = self.compare_magnitude(other)?;
        Some(if self.negative { magnitude.reverse() } else { magnitude })
    }

    fn compare_magnitude(&self, other: &Integer<'_>) -> Option<Ordering> {
        if self.radix == other.radix {
            let (a, b) = (self.digits.bytes(), other.digits.bytes());
            let lower = |digit: u8| digit.to_ascii_lowercase();
            return Some(a.len().cmp(&b.len()).then_with(|| a.map(lower).cmp(b.map(lower))));
        }
        let (a, b) = (self.bit_lengths(), other.bit_lengths());
        if a.1 < b.0 {
            return Some(Ordering::Less);
        }
        if a.0 > b.1 {
            return Some(Ordering::Greater);
        }
        let (a, b) = (self.limbs()?, other.limbs()?);
        Some(a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev())))
    }

    /// The least and the most bits that a number of this many digits has; exact but
    /// for decimals.
    fn bit_lengths(&self) -> (u64, u64) {
        let count = self.digits.len() as u64;
        match self.radix {
            _ if count == 0 => (0, 0),
            Radix::Bits(bits) => {
                let first = self.digits.chars().next().and_then(|digit| digit.to_digit(16));
                let top = u64::from(u32::BITS - first.unwrap_or(1).leading_zeros());
                let exact = (count - 1) * u64::from(bits) + top;
                (exact, exact)
            }
            // 3.3219 < log2(10) < 3.3220
            Radix::Decimal => ((count - 1) * 33_219 / 10_000, count * 33_220 / 10_000 + 1),
        }
    }

    /// The magnitude in base 2^64, least limb first, without zeros at the top.
    fn limbs(&self) -> Option<Vec<u64>> {
        if self.digits.len() > CONVERTED {
            return None;
        }
        let mut limbs = match self.radix {
            Radix::Decimal => decimal_limbs(&self.digits),
            Radix::Bits(bits) => bit_limbs(&self.digits, u32::from(bits)),
        };
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Some(limbs)
    }
}

/// O(digits²), a limb at a time.
fn decimal_limbs(digits: &str) -> Vec<u64> {
    let mut limbs: Vec<u64> = Vec::new();
    for chunk in digits.as_bytes().chunks(19) {
        let value = chunk.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        let scale = chunk.iter().fold(1_u64, |scale, _| scale * 10);
        let mut carry = u128::from(value);
        for limb in &mut limbs {
            let product = u128::from(*limb) * u128::from(scale) + carry;
            *limb = low(product);
            carry = product >> 64;
        }
        if carry > 0 {
            limbs.push(low(carry));
        }
    }
    limbs
}

fn bit_limbs(digits: &str, bits: u32) -> Vec<u64> {
    let mut limbs = Vec::new();
    let (mut rest, mut filled) = (0_u128, 0);
    for digit in digits.chars().rev() {
        rest |= u128::from(digit.to_digit(16).unwrap_or(0)) << filled;
        filled += bits;
        if filled >= 64 {
            limbs.push(low(rest));
            rest >>= 64;
            filled -= 64;
        }
    }
    limbs.push(low(rest));
    limbs
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half is what is asked")]
fn low(value: u128) -> u64 {
    value as u64
}
