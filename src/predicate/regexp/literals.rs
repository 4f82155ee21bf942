//! The plain texts that a pattern asks for, so that an index can look for those first.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind, Look};

/// More alternatives than this are not worth looking for.
const MOST: usize = 16;

/// The plain texts of a pattern.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Every text that matches holds at least one of these; none where no such texts are
    /// known.
    pub(super) texts: Box<[Box<str>]>,
    /// Whether they are just the texts that match.
    pub(super) whole: bool,
}

impl Texts {
    /// The texts of a pattern that lists plain words, `^(?:refund|chargeback)$`, without
    /// parsing it: a large configuration may hold many of them.
    pub(super) fn listed(source: &str) -> Option<Self> {
        let inner = source.strip_prefix('^')?.strip_suffix('$')?;
        let group = inner.strip_prefix("(?:").and_then(|inner| inner.strip_suffix(')'));
        let plain = |word: &str| {
            let symbol = |byte: &u8| byte.is_ascii_alphanumeric() || b" _-:,".contains(byte);
            !word.is_empty() && word.as_bytes().iter().all(symbol)
        };
        let words = || group.unwrap_or(inner).split(if group.is_some() { '|' } else { '^' });
        (words().all(plain) && words().count() <= MOST)
            .then(|| Self { texts: words().map(Box::from).collect(), whole: true })
    }

    /// The texts of a translated pattern.
    pub(super) fn of(tree: &Hir) -> Self {
        let words = words(tree);
        let whole = words.is_some();
        let texts = words.or_else(|| required(tree)).unwrap_or_default();
        Self { texts: texts.into_iter().map(String::into_boxed_str).collect(), whole }
    }
}

/// The texts that match, where the pattern lists them from their start to their end: one
/// at least, and none of them empty.
fn words(tree: &Hir) -> Option<Vec<String>> {
    let HirKind::Concat(parts) = tree.kind() else { return None };
    let [first, inner @ .., last] = parts.as_slice() else { return None };
    let is = |hir: &Hir, look| matches!(hir.kind(), HirKind::Look(there) if *there == look);
    if !is(first, Look::Start) || !is(last, Look::End) {
        return None;
    }
    let mut words = vec![String::new()];
    for part in inner {
        append(&mut words, part)?;
    }
    (words.iter().all(|word| !word.is_empty())).then_some(words)
}

/// Writes what a part of a pattern may be behind each of the words.
fn append(words: &mut Vec<String>, part: &Hir) -> Option<()> {
    match part.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            for word in words {
                word.push_str(text);
            }
        }
        HirKind::Concat(parts) => {
            for part in parts {
                append(words, part)?;
            }
        }
        HirKind::Alternation(arms) => {
            let mut all = Vec::new();
            for arm in arms {
                let mut longer = words.clone();
                append(&mut longer, arm)?;
                all.append(&mut longer);
                (all.len() <= MOST).then_some(())?;
            }
            *words = all;
        }
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(ClassUnicodeRange::len).sum();
            (count > 0 && words.len() * count <= MOST).then_some(())?;
            let mut longer = Vec::new();
            for character in class.iter().flat_map(|range| range.start()..=range.end()) {
                for word in words.iter() {
                    let mut word = word.clone();
                    word.push(character);
                    longer.push(word);
                }
            }
            *words = longer;
        }
        _ => return None,
    }
    Some(())
}

/// What is known of every text that matches a pattern, as bytes.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// It begins with one of these.
    pub(crate) starts: Option<Vec<Vec<u8>>>,
    /// It ends with one of these.
    pub(crate) ends: Option<Vec<Vec<u8>>>,
    /// It is one of these.
    pub(crate) whole: Option<Vec<String>>,
}

/// What is known of the texts that match a translated pattern.
pub(super) fn shape(hir: &Hir) -> Shape {
    let looks = hir.properties();
    let from_start = looks.look_set_prefix().contains(Look::Start);
    let to_end = looks.look_set_suffix().contains(Look::End);
    let prefixes = Extractor::new().kind(ExtractKind::Prefix).extract(hir);
    let suffixes = Extractor::new().kind(ExtractKind::Suffix).extract(hir);
    let bytes = |seq: &regex_syntax::hir::literal::Seq| -> Option<Vec<Vec<u8>>> {
        Some(seq.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect())
    };
    let is_whole = from_start && to_end && prefixes.is_exact();
    let texts = |texts: Vec<Vec<u8>>| -> Option<Vec<String>> {
        texts.into_iter().map(|text| String::from_utf8(text).ok()).collect()
    };
    Shape {
        starts: from_start.then(|| bytes(&prefixes)).flatten(),
        ends: to_end.then(|| bytes(&suffixes)).flatten(),
        whole: is_whole.then(|| bytes(&prefixes)).flatten().and_then(texts),
    }
}

/// Texts of which everything that matches holds at least one.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            (!text.is_empty()).then(|| vec![text.to_owned()])
        }
        HirKind::Concat(parts) => {
            parts.iter().filter_map(required).max_by_key(|texts| worth(texts))
        }
        HirKind::Alternation(arms) => {
            let mut all = Vec::new();
            for arm in arms {
                all.extend(required(arm)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Capture(capture) => required(&capture.sub),
        _ => None,
    }
}

/// How much a set of alternatives rules out: as its shortest text, the fewer the better.
fn worth(texts: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    let shortest = texts.iter().map(String::len).min().unwrap_or(0);
    (shortest.min(8), std::cmp::Reverse(texts.len()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use crate::limits::Limits;
    use crate::predicate::{Flavour, Regexp};

    #[test]
    fn what_is_asked_for_at_least() {
        let cases: [(&str, &[&str]); 11] = [
            ("^usd[ct]$", &["usdc", "usdt"]),
            ("^(?:a|b*)$", &[]),
            ("^wa-[0-9]+$", &["wa-"]),
            ("refund|chargeback", &["refund", "chargeback"]),
            ("(?:order|invoice) 4711", &[" 4711"]),
            ("(abcdef)+x?", &["abcdef"]),
            ("a*", &[]),
            ("x|[0-9]", &[]),
            ("[ab]{3}", &[]),
            ("usd[ct]", &["usd"]),
            ("", &[]),
        ];
        for (pattern, expected) in cases {
            let regexp = Regexp::compile(pattern, Flavour::CodePoints, &Limits::default()).unwrap();
            let literals: Vec<&str> = regexp.literals().iter().map(AsRef::as_ref).collect();
            assert_eq!(literals, expected, "{pattern}");
        }
    }

    #[test]
    fn plain_words_are_read_as_the_parser_reads_them() {
        let sorted = |texts: &super::Texts| {
            let mut texts = texts.texts.to_vec();
            texts.sort();
            texts.dedup();
            texts
        };
        let mut listed = 0;
        for pattern in [
            "^(?:refund|chargeback)$",
            "^(?:a|b)$",
            "^wallet created$",
            "^(?:re-fund)$",
            "^(?:a|a|b:c,d)$",
            "^(?:a||b)$",
            "^a|b$",
            "^(?:a)|(?:b)$",
            "^(?:a|b))$",
            "^(?:(?:a|b))$",
            "^$",
            "^a$$",
            "^^a$",
            "^a.$",
            "(?:a)$",
            "^(?:a1|a2|a3|a4|a5|a6|a7|a8|a9|b1|b2|b3|b4|b5|b6|b7|b8)$",
            "^é$",
        ] {
            let Some(texts) = super::Texts::listed(pattern) else { continue };
            listed += 1;
            let translated =
                super::super::parse::translate(pattern, super::super::Alphabet::Points, false);
            let parsed = super::Texts::of(&translated.unwrap().tree);
            assert!(parsed.whole && texts.whole, "{pattern}");
            assert_eq!(sorted(&texts), sorted(&parsed), "{pattern}");
        }
        assert_eq!(listed, 5);
    }

    #[test]
    fn what_lists_its_texts() {
        let cases: [(&str, Option<&[&str]>); 13] = [
            ("^(?:refund|chargeback)$", Some(&["refund", "chargeback"])),
            ("^wallet$", Some(&["wallet"])),
            ("^usd[ct]$", Some(&["usdc", "usdt"])),
            ("^(?:a|b)(?:c|d)$", Some(&["ac", "bc", "ad", "bd"])),
            ("^a?$", None),
            ("^(?:a|)b$", Some(&["ab", "b"])),
            ("^(?:a|)$", None),
            ("^$", None),
            ("^a|b$", None),
            ("(?:a|b)$", None),
            ("^(?:^a)$", None),
            ("^[a-z]$", None),
            ("^[^\\u0000-\\u{10FFFF}]$", None),
        ];
        for (pattern, expected) in cases {
            let regexp = Regexp::compile(pattern, Flavour::CodePoints, &Limits::default()).unwrap();
            let words = regexp.words().map(|words| words.iter().map(AsRef::as_ref).collect());
            assert_eq!(words, expected.map(<[&str]>::to_vec), "{pattern}");
        }
    }

    #[test]
    fn what_is_taken_to_be_small_is_small() {
        for symbol in [r"\W", "[^a]", ".", "\u{10FFFF}", "(?:.|\\W)", "[^aé€😀]*", "(.+)?"] {
            let pattern = symbol.repeat(super::super::SURELY_SHORT / symbol.len());
            let regexp = Regexp::compile(&pattern, Flavour::CodePoints, &Limits::default());
            assert!(regexp.unwrap().is_match("x").is_some(), "{symbol}");
        }
    }
}
