//! Regular expressions put together from texts.

use super::texts::Word;
use crate::limits::Limits;
use crate::predicate::{Flavour, Regexp};

/// The longest text whose absence is spelled out: each character nests one group deeper.
const LONGEST_AVOIDED: usize = 200;

/// Whether the native dialect takes a pattern.
pub(super) fn compiles(pattern: &str) -> bool {
    Regexp::compile(pattern, Flavour::CodePoints, &Limits::default()).is_ok()
}

/// A character as itself, within a class or outside.
pub(super) fn quoted(character: char) -> String {
    match character {
        '\0' => r"\x00".to_owned(),
        '\\' | '^' | '$' | '.' | '|' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}'
        | '/' | '-' => format!("\\{character}"),
        other => other.to_string(),
    }
}

/// One of some characters.
pub(super) fn class_of(characters: &[char]) -> String {
    match characters {
        // Outside of a class a hyphen is itself.
        ['-'] => "-".to_owned(),
        [only] => quoted(*only),
        several => {
            let several: String = several.iter().map(|character| quoted(*character)).collect();
            format!("[{several}]")
        }
    }
}

/// A pattern for what is none of the words: read forward after the start of the text, or
/// backward before its end. Nothing where every text is one of them, or a word is too long.
pub(super) fn avoiding(words: &[Word], backward: bool) -> Option<String> {
    if words.iter().any(|word| word.classes.len() > LONGEST_AVOIDED) {
        return None;
    }
    let words: Vec<_> = words.iter().map(|word| (word.classes.as_slice(), word.open)).collect();
    avoid(&words, backward)
}

type Rest<'w> = (&'w [Vec<char>], bool);

fn avoid(words: &[Rest<'_>], backward: bool) -> Option<String> {
    if words.iter().any(|(rest, open)| rest.is_empty() && *open) {
        return None;
    }
    let mut alternatives = Vec::new();
    if !words.iter().any(|(rest, _)| rest.is_empty()) {
        alternatives.push(if backward { "^" } else { "$" }.to_owned());
    }
    // Characters after which the same words may go on, together.
    let mut groups: Vec<(Vec<usize>, Vec<char>)> = Vec::new();
    let mut known = Vec::new();
    for character in words.iter().filter_map(|(rest, _)| rest.first()).flatten() {
        if known.contains(character) {
            continue;
        }
        known.push(*character);
        let goes_on = |(rest, _): &Rest<'_>| rest.first().is_some_and(|it| it.contains(character));
        let on: Vec<usize> = (0..words.len()).filter(|it| goes_on(&words[*it])).collect();
        match groups.iter_mut().find(|(indices, _)| *indices == on) {
            Some((_, characters)) => characters.push(*character),
            None => groups.push((on, vec![*character])),
        }
    }
    alternatives.push(match known.is_empty() {
        true => r"[\s\S]".to_owned(),
        false => format!("[^{}]", known.iter().map(|it| quoted(*it)).collect::<String>()),
    });
    for (indices, characters) in groups {
        let rests = indices.into_iter().filter_map(|index| words.get(index));
        let rests: Vec<Rest<'_>> =
            rests.map(|(rest, open)| (rest.get(1..).unwrap_or_default(), *open)).collect();
        if let Some(rest) = avoid(&rests, backward) {
            let class = class_of(&characters);
            alternatives.push(if backward { rest + &class } else { class + &rest });
        }
    }
    Some(format!("(?:{})", alternatives.join("|")))
}
