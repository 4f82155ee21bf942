//! The comparison of numbers against an oracle that writes out every digit.

use std::cmp::Ordering;

use hooksieve::compare_numerals;

use super::random::Random;

/// Digits on either side of the point; exponents stay within.
const WIDTH: usize = 80;

/// A numeral written out: whether it is below zero, and all its digits.
fn written_out(text: &str) -> (bool, Vec<u8>) {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent: isize = exponent.trim_start_matches('+').parse().unwrap();
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let point = WIDTH.checked_add_signed(-exponent).unwrap() - whole.len();
    let mut digits = vec![0; 2 * WIDTH];
    for (index, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        digits[point + index] = digit - b'0';
    }
    (negative && digits.iter().any(|&digit| digit != 0), digits)
}

fn oracle(a: &str, b: &str) -> Ordering {
    match (written_out(a), written_out(b)) {
        ((false, a), (false, b)) => a.cmp(&b),
        ((true, a), (true, b)) => b.cmp(&a),
        ((true, _), _) => Ordering::Less,
        (_, (true, _)) => Ordering::Greater,
    }
}

fn digits(random: &mut Random, least: usize, most: usize) -> String {
    let count = least + random.below(most - least + 1);
    // Few different digits, so that numbers are often close to each other.
    (0..count).map(|_| *random.pick(&['0', '0', '1', '9'])).collect()
}

fn numeral(random: &mut Random) -> String {
    let mut text = String::new();
    text += if random.once_in(3) { "-" } else { "" };
    let whole = digits(random, 1, 20);
    let whole = whole.trim_start_matches('0');
    text += if whole.is_empty() { "0" } else { whole };
    if random.once_in(2) {
        text += ".";
        text += &digits(random, 1, 20);
    }
    if random.once_in(2) {
        text.push(*random.pick(&['e', 'E']));
        text.push_str(random.pick::<&str>(&["", "+", "-"]));
        text.push_str(random.pick::<&str>(&["", "0", "00"]));
        text.push_str(&random.below(20).to_string());
    }
    text
}

/// The same number in another spelling.
fn respelled(random: &mut Random, text: &str) -> String {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.trim_start_matches('+').parse().unwrap();
    let point = if mantissa.contains('.') { mantissa.to_owned() } else { format!("{mantissa}.0") };
    let zeros = "0".repeat(random.below(5));
    match random.below(3) {
        0 => format!("{point}{zeros}e{exponent}"),
        1 if !mantissa.contains('.') && mantissa.trim_start_matches('-') != "0" => {
            format!("{mantissa}{zeros}e{}", exponent - i32::try_from(zeros.len()).unwrap())
        }
        _ => text.to_owned(),
    }
}

#[test]
fn numbers_compare_as_if_every_digit_were_written_out() {
    let mut random = Random::new(90_000);
    let mut equal = 0;
    for _ in 0..60_000 {
        let a = numeral(&mut random);
        let b = if random.once_in(3) { respelled(&mut random, &a) } else { numeral(&mut random) };
        let expected = oracle(&a, &b);
        equal += usize::from(expected == Ordering::Equal);
        assert_eq!(compare_numerals(&a, &b), Some(expected), "{a} against {b}");
        assert_eq!(compare_numerals(&b, &a), Some(expected.reverse()), "{b} against {a}");
    }
    assert!(equal > 10_000, "{equal}");
}

#[test]
fn shifting_both_exponents_far_away_changes_nothing() {
    let mut random = Random::new(91_000);
    for _ in 0..20_000 {
        let (a, b) = (numeral(&mut random), numeral(&mut random));
        let expected = oracle(&a, &b);
        // An exponent of 45 digits: the shift and, after it, what was there.
        let shift = |text: &str, sign: &str| {
            let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
            let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap();
            let exponent = if sign == "-" { -exponent } else { exponent };
            format!("{mantissa}e{sign}{}{:05}", "7".repeat(40), 50_000 + exponent)
        };
        for sign in ["", "-"] {
            let (far_a, far_b) = (shift(&a, sign), shift(&b, sign));
            assert_eq!(compare_numerals(&far_a, &far_b), Some(expected), "{far_a} {far_b}");
        }
    }
}
