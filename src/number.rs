//! Exact decimal numbers, compared from their text.
//!
//! A number is never turned into a float and its exponent is never expanded, so
//! `9007199254740993` is not `9007199254740992`, `1`, `1.0` and `1e0` are one
//! number, and `1e999999999` costs nothing. Comparing takes O(length of the texts)
//! and allocates nothing, unless an exponent itself has more than 36 digits.

use std::cmp::Ordering;

use crate::json::numeral::number_parts;

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
    const ZERO: Self = Self {
        negative: false,
        whole: "",
        fraction: "",
        shift: 0,
        exponent: Exponent { negative: false, digits: "" },
    };

    /// Reads a numeral: the grammar of JSON numbers, nothing before or after it.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let parts =
            number_parts(text.as_bytes(), 0).ok().filter(|parts| parts.end == text.len())?;
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

    /// Writes the number so that equal ones have the same bytes: sign, digits and
    /// magnitude. False for magnitudes beyond 10^(10^17), which stay unwritten.
    pub(crate) fn spell(&self, out: &mut Vec<u8>) -> bool {
        if self.is_zero() {
            return true;
        }
        let Some(magnitude) = self.magnitude().filter(|it| it.unsigned_abs() < 10_u128.pow(17))
        else {
            return false;
        };
        if self.negative {
            out.push(b'-');
        }
        out.extend(self.digits());
        out.push(b'e');
        let mut left = magnitude;
        if left < 0 {
            out.push(b'-');
        }
        while left != 0 {
            out.extend(u8::try_from((left % 10).unsigned_abs()).map(|digit| b'0' + digit));
            left /= 10;
        }
        true
    }

    /// A word that never orders two numbers the other way round: equal for some that
    /// differ only far behind the first digits. It is neither 0 nor the greatest word, which
    /// stand for no number at all.
    pub(crate) fn rank(&self) -> u64 {
        const ZERO: u64 = 1 << 63;
        const MANTISSA_DIGITS: usize = 15;
        const MANTISSA_BITS: u32 = 50;
        const MIDDLE: i128 = 4096;
        if self.is_zero() {
            return ZERO;
        }
        let magnitude =
            self.magnitude().unwrap_or(if self.exponent.negative { i128::MIN } else { i128::MAX });
        let rank = match magnitude.saturating_add(MIDDLE) {
            ..1 => 1,
            place @ 1..8192 => {
                let (mut mantissa, mut left) = (0_u64, MANTISSA_DIGITS);
                for digit in self.digits().take(MANTISSA_DIGITS) {
                    mantissa = mantissa * 10 + u64::from(digit - b'0');
                    left -= 1;
                }
                let mantissa = (0..left).fold(mantissa, |mantissa, _| mantissa * 10);
                u64::try_from(place).unwrap_or(0) << MANTISSA_BITS | mantissa
            }
            8192.. => ZERO - 2,
        };
        if self.negative { ZERO - rank } else { ZERO + rank }
    }

    /// The power of ten of the point before the first digit that is not 0, where it has
    /// at most 36 digits.
    fn magnitude(&self) -> Option<i128> {
        Some(self.exponent.small()? + i128::from(self.shift))
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

/// A numeral of a configuration, as it is written: little memory, for there may be a
/// million of them.
#[derive(Clone, Debug)]
pub(crate) struct Numeral(Box<str>);

impl Numeral {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text).map(|_| Self(text.into()))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }

    pub(crate) fn decimal(&self) -> Decimal<'_> {
        Decimal::parse(&self.0).unwrap_or(Decimal::ZERO)
    }
}

/// Appends the one spelling that all numerals of the same number share: its digits
/// without zeros at either end and the exponent they need (`125e-1`). Exponents of more
/// than 36 digits, and what is no numeral, stay as they are.
pub(crate) fn write_canonical(text: &str, out: &mut Vec<u8>) {
    let Some(decimal) = Decimal::parse(text) else {
        out.extend_from_slice(text.as_bytes());
        return;
    };
    if decimal.is_zero() {
        out.push(b'0');
        return;
    }
    let Some(exponent) = decimal.exponent.small() else {
        out.extend_from_slice(text.as_bytes());
        return;
    };
    if decimal.negative {
        out.push(b'-');
    }
    let count = decimal.whole.len() + decimal.fraction.len();
    out.extend_from_slice(decimal.whole.as_bytes());
    out.extend_from_slice(decimal.fraction.as_bytes());
    let exponent = exponent + i128::from(decimal.shift) - i128::from(length(count));
    if exponent != 0 {
        out.push(b'e');
        out.extend_from_slice(exponent.to_string().as_bytes());
    }
}

/// The power of ten between two numerals of the same sign and digits: `3` for `1.5` and
/// `1500`. Nothing for any other two, and for exponents of more than 36 digits.
pub(crate) fn power_between(a: &str, b: &str) -> Option<i128> {
    let (a, b) = (Decimal::parse(a)?, Decimal::parse(b)?);
    let alike = a.negative == b.negative && !a.is_zero() && a.digits().eq(b.digits());
    if alike { b.magnitude()?.checked_sub(a.magnitude()?) } else { None }
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
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
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
    fn ranks_never_contradict_the_order() {
        let numbers = [
            "-1e1000000000000000000000000000000000000000",
            "-1e9000",
            "-9007199254740993",
            "-1.5",
            "-1e-9000",
            "0",
            "1e-999999999999999999999999999999999999999",
            "1e-9000",
            "0.001",
            "1",
            "1.5",
            "9.99",
            "10",
            "99",
            "100",
            "9007199254740992",
            "9007199254740993",
            "1e9000",
            "1e1000000000000000000000000000000000000000",
        ];
        let ranks: Vec<_> =
            numbers.iter().map(|text| Decimal::parse(text).unwrap().rank()).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert!(ranks[0] > 0 && ranks[ranks.len() - 1] < u64::MAX, "they stand for no number");
        assert!(ranks[3] < ranks[5] && ranks[5] < ranks[9] && ranks[9] < ranks[10]);
    }

    #[test]
    fn equal_numbers_are_spelled_alike() {
        let spelled = |text| {
            let mut out = Vec::new();
            Decimal::parse(text).unwrap().spell(&mut out).then_some(out)
        };
        for (a, b) in [("1", "10e-1"), ("-0", "0e7"), ("0.5", "5e-1"), ("-120", "-1.2e2")] {
            assert_eq!(spelled(a), spelled(b), "{a} and {b}");
        }
        for (a, b) in [("1", "10"), ("1", "-1"), ("9007199254740992", "9007199254740993")] {
            assert_ne!(spelled(a), spelled(b), "{a} and {b}");
        }
        assert_eq!(spelled("1e1000000000000000000"), None);
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
    fn one_number_one_canonical_spelling() {
        let canonical = |text: &str| {
            let mut out = Vec::new();
            write_canonical(text, &mut out);
            String::from_utf8(out).unwrap()
        };
        for (spellings, expected) in [
            (["0", "-0.00", "0e7"], "0"),
            (["12.5", "1.25e1", "125e-1"], "125e-1"),
            (["-1000", "-1e3", "-0.001E+6"], "-1e3"),
            (["1234", "1234.0", "12340e-1"], "1234"),
            (["100.5", "1005E-01", "0.1005e3"], "1005e-1"),
            (["1e999999999", "10e999999998", "0.1e1000000000"], "1e999999999"),
        ] {
            for text in spellings {
                assert_eq!(canonical(text), expected, "{text}");
                assert_eq!(compare_numerals(text, expected), Some(Ordering::Equal));
            }
        }
        let far = "10e9999999999999999999999999999999999999999";
        assert_eq!(canonical(far), far);
    }

    #[test]
    fn what_is_not_a_numeral() {
        for text in ["", "+1", "01", "1.", ".5", "1e", " 1", "1 ", "0x10", "NaN", "1_0", "--1"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
