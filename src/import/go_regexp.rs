//! Regular expressions in Go's syntax (`regexp/syntax`) as ECMAScript has them, where both can
//! say the same.

use super::regexps::{compiles, quoted};

/// Go's white space, within a class.
const SPACE: &str = r"\t\n\f\r ";

/// The same pattern in ECMAScript's syntax; nothing where that is not sure.
pub(super) fn translated(pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..)?;
        rest = match first {
            '\\' => escape(after, &mut out)?,
            '.' => {
                out.push_str(r"[^\n]");
                after
            }
            '(' => group(after, &mut out)?,
            '[' => class(after, &mut out)?,
            '{' if !is_count(after) => {
                out.push_str(r"\{");
                after
            }
            ']' => {
                out.push_str(r"\]");
                after
            }
            other => {
                out.push(other);
                after
            }
        };
    }
    compiles(&out).then_some(out)
}

/// Whether `{` is followed by a count, as `2}`, `2,}` or `2,3}`.
fn is_count(rest: &str) -> bool {
    let Some((count, _)) = rest.split_once('}') else { return false };
    let (low, high) = count.split_once(',').unwrap_or((count, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    is_number(low) && (high.is_empty() || is_number(high))
}

/// What follows a backslash, outside of a class.
fn escape<'r>(rest: &'r str, out: &mut String) -> Option<&'r str> {
    let first = rest.chars().next()?;
    match first {
        'd' | 'D' | 'w' | 'W' | 'b' | 'B' | 'n' | 'r' | 't' | 'f' | 'v' => {
            out.push('\\');
            out.push(first);
        }
        's' | 'S' => {
            out.push_str(if first == 's' { "[" } else { "[^" });
            out.push_str(SPACE);
            out.push(']');
        }
        'A' => out.push('^'),
        'z' => out.push('$'),
        other if other.is_ascii_punctuation() => out.push_str(&quoted(other)),
        _ => return None,
    }
    rest.get(first.len_utf8()..)
}

/// What follows an opening parenthesis: a name of a group does not matter.
fn group<'r>(rest: &'r str, out: &mut String) -> Option<&'r str> {
    let named = rest.strip_prefix("?P<").or_else(|| rest.strip_prefix("?<"));
    if let Some(named) = named {
        let (name, after) = named.split_once('>')?;
        let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
        if name.is_empty() || !name.chars().all(is_word) {
            return None;
        }
        out.push('(');
        return Some(after);
    }
    if let Some(after) = rest.strip_prefix("?:") {
        out.push_str("(?:");
        return Some(after);
    }
    // Flags.
    if rest.starts_with('?') {
        return None;
    }
    out.push('(');
    Some(rest)
}

/// A class, after its opening bracket.
fn class<'r>(rest: &'r str, out: &mut String) -> Option<&'r str> {
    let (mut rest, start) = match rest.strip_prefix('^') {
        Some(after) => (after, "[^"),
        None => (rest, "["),
    };
    out.push_str(start);
    let mut is_first = true;
    loop {
        let first = rest.chars().next()?;
        let after = rest.get(first.len_utf8()..)?;
        match first {
            ']' if !is_first => {
                out.push(']');
                return Some(after);
            }
            ']' => out.push_str(r"\]"),
            // `[:alpha:]` and the like.
            '[' if after.starts_with(':') => return None,
            '[' => out.push_str(r"\["),
            '\\' => {
                let escaped = after.chars().next()?;
                match escaped {
                    'd' | 'D' | 'w' | 'W' | 'n' | 'r' | 't' | 'f' | 'v' => {
                        out.push('\\');
                        out.push(escaped);
                    }
                    's' => out.push_str(SPACE),
                    other if other.is_ascii_punctuation() => {
                        out.push('\\');
                        out.push(other);
                    }
                    _ => return None,
                }
                rest = after.get(escaped.len_utf8()..)?;
                is_first = false;
                continue;
            }
            other => out.push(other),
        }
        rest = after;
        is_first = false;
    }
}
