//! A text that findings point into: where offsets are for people, and what of it may be shown.

use std::cell::OnceCell;
use std::ops::Range;

use hooksieve::Position;
use hooksieve::json::Span;

use super::mask;

/// How much of a long line is shown on either side of what is pointed at, in bytes.
const AROUND: usize = 240;

/// A named text.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name, as messages say it.
    pub(crate) name: String,
    /// The text.
    pub(crate) text: String,
    /// The line of a greater file on which the text starts, from 1.
    first_line: usize,
    line_starts: Vec<usize>,
    /// The end of the text without the blanks there.
    end: usize,
    secrets: OnceCell<Vec<Range<usize>>>,
}

/// One line of a source as it may be shown, with the part pointed at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The line, or the part of it around what is pointed at; secrets are masked.
    pub(crate) text: String,
    /// What is pointed at, in `text`.
    pub(crate) range: Range<usize>,
    /// Where that is in the source.
    pub(crate) position: Position,
}

impl Source {
    /// A text with its name.
    pub(crate) fn new(name: impl Into<String>, text: String) -> Self {
        Self::within(name, text, 1)
    }

    /// A text that starts at the line `first_line` of the file `name`.
    pub(crate) fn within(name: impl Into<String>, text: String, first_line: usize) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let end = text.trim_end().len();
        Self { name: name.into(), text, first_line, line_starts, end, secrets: OnceCell::new() }
    }

    /// The index of the line that holds an offset.
    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, without its end.
    fn line(&self, index: usize) -> Range<usize> {
        let start = self.line_starts.get(index).copied().unwrap_or_default();
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        start..end
    }

    /// An offset as people count it; what is missing at the end is missing after the last
    /// character that is not blank.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = boundary(&self.text, offset.min(self.end));
        let line = self.line_of(offset);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        let column = self.text[start..offset].chars().count() + 1;
        Position { line: line + self.first_line, column }
    }

    /// `name:line:column` of an offset.
    pub(crate) fn locate(&self, offset: usize) -> String {
        let Position { line, column } = self.position(offset);
        format!("{}:{line}:{column}", self.name)
    }

    /// The line on which a span starts; of a span over several lines, its first one.
    pub(crate) fn window(&self, span: Span, mask: &str) -> Window {
        let start = boundary(&self.text, span.start.min(self.end));
        let line = self.line(self.line_of(start));
        let start = start.clamp(line.start, line.end);
        let end = boundary(&self.text, span.end.clamp(start, line.end)).max(start);
        let from = boundary(&self.text, start.saturating_sub(AROUND).max(line.start));
        let to = boundary(&self.text, (end.min(start + AROUND) + AROUND).min(line.end));
        let (text, range) = self.masked(from..to, start..end, mask);
        Window { text, range, position: self.position(start) }
    }

    /// A part of the text with its secrets masked, and where `inner` is in that.
    fn masked(
        &self,
        part: Range<usize>,
        inner: Range<usize>,
        mask: &str,
    ) -> (String, Range<usize>) {
        let secrets = self.secrets.get_or_init(|| mask::secrets(&self.text));
        let first = secrets.partition_point(|secret| secret.end <= part.start);
        let mut out = String::with_capacity(part.len());
        let mut range = Range { start: usize::MAX, end: usize::MAX };
        let mut from = part.start;
        let mut take = |from: usize, to: usize, out: &mut String| {
            if range.start == usize::MAX && inner.start <= to {
                range.start = out.len() + inner.start.saturating_sub(from);
            }
            if range.end == usize::MAX && inner.end <= to {
                range.end = out.len() + inner.end.saturating_sub(from);
            }
            out.push_str(&self.text[from..to]);
        };
        for secret in secrets[first..].iter().take_while(|secret| secret.start < part.end) {
            take(from, secret.start.max(from), &mut out);
            out.push_str(mask);
            from = secret.end.min(part.end);
        }
        take(from, part.end, &mut out);
        let length = out.len();
        let start = range.start.min(length);
        (out, start..range.end.clamp(start, length))
    }
}

/// The greatest character boundary at or before `offset`.
fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str, start: usize, end: usize) -> Window {
        Source::new("a", text.to_owned()).window(Span::new(start, end), "****")
    }

    #[test]
    fn a_window_is_one_line() {
        let shown = window("{\n  \"é\": [1,\n2]}\r\n", 10, 15);
        assert_eq!(shown.text, "  \"é\": [1,");
        assert_eq!(&shown.text[shown.range.clone()], "[1,");
        assert_eq!(shown.position, Position { line: 2, column: 8 });
        assert_eq!(window("", 0, 0), window("", 7, 9));
    }

    #[test]
    fn secrets_are_masked_and_spans_follow() {
        let text = r#"{"secret":"whsec_123456","status":"On"}"#;
        let shown = window(text, 34, 38);
        assert_eq!(shown.text, r#"{"secret":"****","status":"On"}"#);
        assert_eq!(&shown.text[shown.range], r#""On""#);
        let shown = window(text, 10, 24);
        assert_eq!(&shown.text[shown.range], r#""****""#);
        let shown = window(text, 13, 16);
        assert!(!shown.text.contains("whsec"));
    }

    #[test]
    fn a_long_line_is_cut() {
        let text = format!("[{}\"here\"{}]", "1,".repeat(9000), ",1".repeat(9000));
        let shown = window(&text, 18001, 18007);
        assert!(shown.text.len() < 3 * AROUND);
        assert_eq!(&shown.text[shown.range], "\"here\"");
        assert_eq!(shown.position.column, 18002);
    }
}
