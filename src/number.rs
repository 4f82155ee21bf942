//! Exact decimal numbers, compared from their text.
//!
//! A number is never turned into a float and its exponent is never expanded, so
//! `9007199254740993` is not `9007199254740992`, `1`, `1.0` and `1e0` are one
//! number, and `1e999999999` costs nothing. Comparing takes O(length of the texts)
//! and allocates nothing, unless an exponent itself has more than 36 digits.

use std::cmp::Ordering;

use crate::json::scan::number_parts;

/// A numeral taken apart: `0.DIGITS * 10^magnitude`, digits without zeros at either
/// end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'t> {
    negative: bool,
    /// The significant digits stand in these two runs, before and after the point.
    whole: &'t str,
    fraction: &'t str,
    /// Digits before the point, less the zeros after it; to which the exponent adds.
    shift: i64,
    exponent: Exponent<'t>,
}

#[derive(Clone, Copy, Debug)]
struct Exponent<'t> {
    negative: bool,
    /// Without leading zeros.
    digits: &'t str,
}

impl<'t> Decimal<'t> {
    /// Reads a numeral: the grammar of JSON numbers, nothing before or after it.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let parts = number_parts(text.as_bytes()).ok().filter(|parts| parts.end == text.len())?;
        let negative = text.starts_with('-');
        let whole = trim_start(text.get(usize::from(negative)..parts.whole_end)?);
        let fraction = text.get(parts.whole_end..parts.fraction_end)?;
        let fraction = trim_end(fraction.strip_prefix('.').unwrap_or(fraction));
        let exponent = text.get(parts.fraction_end..)?;
        let exponent = exponent.strip_prefix(['e', 'E']).unwrap_or(exponent);
        let (whole, fraction, shift) = if whole.is_empty() {
            let significant = trim_start(fraction);
            (whole, significant, -length(fraction.len() - significant.len()))
        } else if fraction.is_empty() {
            (trim_end(whole), fraction, length(whole.len()))
        } else {
            (whole, fraction, length(whole.len()))
        };
        let (exponent_negative, digits) = match exponent.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
        };
        let exponent = Exponent { negative: exponent_negative, digits: trim_start(digits) };
        Some(Self { negative, whole, fraction, shift, exponent })
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    /// Compares by value.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return sign(!other.negative, Ordering::Less),
            (false, true) => return sign(!self.negative, Ordering::Greater),
            (false, false) => {}
        }
        if self.negative != other.negative {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        let magnitude =
            self.compare_magnitude(other).then_with(|| self.digits().cmp(other.digits()));
        sign(!self.negative, magnitude)
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    /// Compares `shift + exponent` of both.
    fn compare_magnitude(&self, other: &Self) -> Ordering {
        let (a, b) = (self.exponent, other.exponent);
        match (a.small(), b.small()) {
            (Some(x), Some(y)) => (x + i128::from(self.shift)).cmp(&(y + i128::from(other.shift))),
            _ => {
                a.minus(b).saturating_add(i128::from(self.shift) - i128::from(other.shift)).cmp(&0)
            }
        }
    }
}

/// Digits without zeros before them.
fn trim_start(digits: &str) -> &str {
    let zeros = digits.bytes().take_while(|&byte| byte == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

/// Digits without zeros behind them.
fn trim_end(digits: &str) -> &str {
    let zeros = digits.bytes().rev().take_while(|&byte| byte == b'0').count();
    digits.get(..digits.len() - zeros).unwrap_or_default()
}

/// A numeral of a configuration, taken apart once and kept.
#[derive(Clone, Debug)]
pub(crate) struct Numeral {
    negative: bool,
    whole: String,
    fraction: String,
    shift: i64,
    exponent_negative: bool,
    exponent: String,
}

impl Numeral {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let decimal = Decimal::parse(text)?;
        Some(Self {
            negative: decimal.negative,
            whole: decimal.whole.to_owned(),
            fraction: decimal.fraction.to_owned(),
            shift: decimal.shift,
            exponent_negative: decimal.exponent.negative,
            exponent: decimal.exponent.digits.to_owned(),
        })
    }

    pub(crate) fn decimal(&self) -> Decimal<'_> {
        Decimal {
            negative: self.negative,
            whole: &self.whole,
            fraction: &self.fraction,
            shift: self.shift,
            exponent: Exponent { negative: self.exponent_negative, digits: &self.exponent },
        }
    }
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn sign(positive: bool, order: Ordering) -> Ordering {
    if positive { order } else { order.reverse() }
}

impl Exponent<'_> {
    /// The value, where it has at most 36 digits.
    fn small(self) -> Option<i128> {
        if self.digits.len() > 36 {
            return None;
        }
        let value = self.digits.bytes().fold(0, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        Some(if self.negative { -value } else { value })
    }

    /// The difference of two exponents of any length, saturated far beyond any shift.
    fn minus(self, other: Self) -> i128 {
        if self.negative != other.negative {
            let far = self.digits.len() > 36 || other.digits.len() > 36;
            let sum = match (self.small(), other.small()) {
                (Some(a), Some(b)) if !far => a - b,
                _ => i128::MAX,
            };
            return if self.negative { -sum } else { sum };
        }
        let ordered =
            self.digits.len().cmp(&other.digits.len()).then(self.digits.cmp(other.digits));
        let (large, small) = match ordered {
            Ordering::Equal => return 0,
            Ordering::Greater => (self.digits, other.digits),
            Ordering::Less => (other.digits, self.digits),
        };
        let difference = subtract(large.as_bytes(), small.as_bytes());
        if (ordered == Ordering::Greater) == self.negative { -difference } else { difference }
    }
}

/// `large - small` of two digit strings, saturated at [`i128::MAX`].
fn subtract(large: &[u8], small: &[u8]) -> i128 {
    let mut borrow = 0;
    let mut digits: Vec<i8> = Vec::with_capacity(large.len());
    let mut small = small.iter().rev();
    for &digit in large.iter().rev() {
        let below = small.next().map_or(0, |&digit| digit.cast_signed() - b'0'.cast_signed());
        let mut rest = digit.cast_signed() - b'0'.cast_signed() - below - borrow;
        borrow = i8::from(rest < 0);
        rest += borrow * 10;
        digits.push(rest);
    }
    digits.iter().rev().fold(0_i128, |sum, &digit| {
        sum.checked_mul(10).and_then(|sum| sum.checked_add(i128::from(digit))).unwrap_or(i128::MAX)
    })
}

/// Compares two numerals by value; nothing if either text is not one.
///
/// A numeral is exactly what the JSON grammar calls a number.
///
/// ```
/// use std::cmp::Ordering::*;
/// use hooksieve::compare_numerals;
/// assert_eq!(compare_numerals("9007199254740993", "9007199254740992"), Some(Greater));
/// assert_eq!(compare_numerals("1e999999999", "10e999999998"), Some(Equal));
/// assert_eq!(compare_numerals("-0", "0.00"), Some(Equal));
/// assert_eq!(compare_numerals("+5", "5"), None);
/// ```
pub fn compare_numerals(a: &str, b: &str) -> Option<Ordering> {
    Some(Decimal::parse(a)?.compare(&Decimal::parse(b)?))
}

/// Whether two numerals are the same number.
pub(crate) fn equal(a: &str, b: &str) -> bool {
    a == b || compare_numerals(a, b) == Some(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_ascending_order() {
        let ascending = [
            "-1e1000000000000000000000000000000000000001",
            "-1e1000000000000000000000000000000000000000",
            "-1e400",
            "-9007199254740993",
            "-9007199254740992",
            "-1.5",
            "-1e-5",
            "0",
            "1e-1000000000000000000000000000000000000000",
            "1e-999999999999999999999999999999999999999",
            "1e-400",
            "0.001",
            "0.0010000000000000000000000000000000000000001",
            "1",
            "1.5",
            "1.50001",
            "2",
            "10",
            "9007199254740992",
            "9007199254740993",
            "1000000000000000000000000000000000000000",
            "1000000000000000000000000000000000000001",
            "1e400",
            "2e400",
            "1e999999999999999999999999999999999999999",
            "1e1000000000000000000000000000000000000000",
            "11e1000000000000000000000000000000000000000",
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare_numerals(a, b), Some(i.cmp(&j)), "{a} against {b}");
            }
        }
    }

    #[test]
    fn one_number_many_spellings() {
        for same in [
            ["1", "1.0"],
            ["1", "1e0"],
            ["100", "1E+2"],
            ["0.5", "5e-1"],
            ["-0", "0e99999"],
            ["120e-1", "12"],
            [
                "1e10000000000000000000000000000000000000000",
                "10e9999999999999999999999999999999999999999",
            ],
            [
                "1e-9999999999999999999999999999999999999999",
                "0.1e-9999999999999999999999999999999999999998",
            ],
        ] {
            assert_eq!(compare_numerals(same[0], same[1]), Some(Ordering::Equal), "{same:?}");
        }
    }

    #[test]
    fn what_is_not_a_numeral() {
        for text in ["", "+1", "01", "1.", ".5", "1e", " 1", "1 ", "0x10", "NaN", "1_0", "--1"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
