//! The plain texts that a pattern asks for, so that an index can look for those first.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind, Look};

/// More alternatives than this are not worth looking for.
const MOST: usize = 16;

/// Texts of which everything that matches a translated pattern holds at least one.
pub(super) fn required(tree: &Hir) -> Option<Box<[Box<str>]>> {
    let texts = of(tree)?;
    Some(texts.into_iter().map(String::into_boxed_str).collect())
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

fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            (!text.is_empty()).then(|| vec![text.to_owned()])
        }
        HirKind::Concat(parts) => parts.iter().filter_map(of).max_by_key(|texts| worth(texts)),
        HirKind::Alternation(arms) => {
            let mut all = Vec::new();
            for arm in arms {
                all.extend(of(arm)?);
            }
            (all.len() <= MOST).then_some(all)
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Capture(capture) => of(&capture.sub),
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
        let cases: [(&str, &[&str]); 9] = [
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
    fn what_is_taken_to_be_small_is_small() {
        for symbol in [r"\W", "[^a]", ".", "\u{10FFFF}", "(?:.|\\W)", "[^aé€😀]*", "(.+)?"] {
            let pattern = symbol.repeat(super::super::SURELY_SHORT / symbol.len());
            let regexp = Regexp::compile(&pattern, Flavour::CodePoints, &Limits::default());
            assert!(regexp.unwrap().is_match("x").is_some(), "{symbol}");
        }
    }
}
