//! How an input is made up, found without reading it whole.

use std::io;

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::elements::Scan;
use super::feed::{Feed, MARK, is_blank, trimmed};

/// How an input is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One JSON value, over as many lines as it likes.
    Document,
    /// JSON values one after the other, each over several lines.
    Sequence,
    /// A JSON array of events.
    Array,
    /// An event a line.
    Ndjson,
}

impl Shape {
    /// Looks at an input as far as it must: NDJSON if the first line is a whole value, or
    /// if it is broken and a later line is a whole object; an array after `[`; otherwise
    /// one document. A byte order mark is a fault that can be repaired in one document, so
    /// that a line alone behind one is such. Nothing is taken; at most `limit` bytes are
    /// kept.
    pub(super) fn detect(feed: &mut Feed, limit: usize) -> io::Result<Self> {
        let Some(start) = first_byte(feed, limit)? else {
            return Ok(Self::Ndjson);
        };
        if feed.rest().get(start) == Some(&b'[') {
            return Ok(Self::Array);
        }
        let (length, _) = feed.line(start, limit)?;
        if length > limit || is_json(part(feed, start, length)) {
            let is_marked = feed.rest().starts_with(MARK);
            return Ok(if is_marked && ends(feed, start + length, limit)? {
                Self::Document
            } else {
                Self::Ndjson
            });
        }
        by_later_lines(feed, start, start + length + 1, limit)
    }
}

/// The offset of the first byte that is neither blank nor a byte order mark.
fn first_byte(feed: &mut Feed, limit: usize) -> io::Result<Option<usize>> {
    let mut start = 0;
    loop {
        let rest = feed.rest();
        if rest.len() < MARK.len() && MARK.starts_with(rest) && feed.more()? {
            continue;
        }
        let rest = feed.rest();
        start = start.max(if rest.starts_with(MARK) { MARK.len() } else { 0 });
        let blank = rest[start..].iter().take_while(|byte| is_blank(**byte)).count();
        start += blank;
        if start < rest.len() {
            return Ok(Some(start));
        }
        if start > limit || !feed.more()? {
            return Ok(None);
        }
    }
}

/// Whether nothing but blanks stands from an offset on, as far as `limit` bytes tell.
fn ends(feed: &mut Feed, at: usize, limit: usize) -> io::Result<bool> {
    loop {
        let rest = feed.rest().get(at..).unwrap_or_default();
        if rest.len() > limit || rest.iter().any(|&byte| !is_blank(byte)) {
            return Ok(false);
        }
        if !feed.more()? {
            return Ok(true);
        }
    }
}

/// Decides by the lines after a first one that is no whole value.
fn by_later_lines(feed: &mut Feed, start: usize, mut at: usize, limit: usize) -> io::Result<Shape> {
    let mut line_is_object = false;
    let mut one_value_ended = false;
    let mut scan = Scan::default();
    scan.length(part(feed, start, at - start), false);
    let mut look_again_at = 64 << 10;
    loop {
        let (length, ended) = feed.line(at, limit)?;
        let line = trimmed(part(feed, at, length));
        if one_value_ended && line.first() == Some(&b'{') {
            return Ok(Shape::Sequence);
        }
        let is_object = line.first() == Some(&b'{') && is_json(line);
        let first_object = is_object && !line_is_object;
        line_is_object |= is_object;
        let so_far = part(feed, start, at + length - start);
        if first_object || (line_is_object && so_far.len() > look_again_at) {
            look_again_at = 2 * so_far.len();
            if is_broken(so_far) {
                return Ok(Shape::Ndjson);
            }
        }
        if !scan.closed && !line_is_object {
            scan.length(part(feed, at, length + 1), false);
            one_value_ended = scan.closed && is_json(so_far);
        }
        at += length + 1;
        if !ended || at > limit {
            break;
        }
    }
    let whole = part(feed, start, usize::MAX);
    Ok(if line_is_object && !is_json(whole) { Shape::Ndjson } else { Shape::Document })
}

fn part(feed: &Feed, from: usize, length: usize) -> &[u8] {
    let rest = feed.rest();
    rest.get(from..from.saturating_add(length).min(rest.len())).unwrap_or_default()
}

fn parse(text: &[u8]) -> serde_json::Result<IgnoredAny> {
    serde_json::from_slice(text)
}

fn is_json(text: &[u8]) -> bool {
    parse(text).is_ok()
}

/// Whether no continuation makes the text a JSON value.
fn is_broken(text: &[u8]) -> bool {
    parse(text).is_err_and(|error| error.classify() != Category::Eof)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn detected(text: &str) -> Shape {
        let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
        Shape::detect(&mut Feed::new(Box::new(bytes)), 1 << 20).unwrap()
    }

    #[test]
    fn shapes_are_told_apart() {
        for (text, shape) in [
            ("", Shape::Ndjson),
            ("\n \n", Shape::Ndjson),
            ("{\"a\":1}", Shape::Ndjson),
            ("\n{\"a\":1}\n{\"a\":2}\n", Shape::Ndjson),
            ("\u{feff}{\"a\":1}\n", Shape::Document),
            ("\u{feff}{\"a\":1}\n\n{\"a\":2}\n", Shape::Ndjson),
            ("\n [{\"a\":1}]", Shape::Array),
            ("{\n\"a\":1\n}\n", Shape::Document),
            ("{\n  \"items\": [\n    {\"a\":1},\n{\"b\":2}\n]}\n", Shape::Document),
            ("{\n  \"a\": 1,\n}\n", Shape::Document),
            ("// an event\n{\n  \"a\": 1\n}\n", Shape::Document),
            ("{\"a\":\n{\"a\":1}\n{\"b\":2}\n", Shape::Ndjson),
            ("{\"a\":\"cut\n{\"a\":1}\n", Shape::Ndjson),
            ("nonsense\nmore\n{\"a\":1}\n", Shape::Ndjson),
            ("nonsense", Shape::Document),
            ("{\n \"a\": 1\n}\n\n{\n \"a\": 2\n}\n", Shape::Sequence),
            ("{\n \"a\": [{}]}\n{\n \"a\": {}}\n", Shape::Sequence),
            ("{\n \"a\": 1\n}\n;\n", Shape::Document),
        ] {
            assert_eq!(detected(text), shape, "{text:?}");
        }
    }
}
