//! The elements of a JSON array, or values one after the other, split as they are read.

use std::io;

use super::feed::{Feed, MARK, is_blank, trimmed};
use super::{Event, Text};

/// Splits values by their brackets and strings alone; whether each is JSON is for the
/// event reader to say, so that one broken element does not take the others along.
pub(super) struct Elements {
    in_array: bool,
    state: State,
    line: usize,
    limit: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first value, or before the array.
    Start,
    /// After `[`.
    Opened,
    /// After `,`.
    Comma,
    /// After an element.
    Element,
    /// After `]`.
    Closed,
    /// Nothing more is read.
    End,
}

impl Elements {
    /// Splits an array, or values one after the other.
    pub(super) fn new(in_array: bool, limit: usize) -> Self {
        Self { in_array, state: State::Start, line: 1, limit }
    }

    /// The next element.
    pub(super) fn next(&mut self, feed: &mut Feed) -> io::Result<Option<Event>> {
        loop {
            self.skip_blank(feed)?;
            let Some(next) = feed.peek()? else {
                return Ok(self.end());
            };
            if !self.in_array {
                return self.value(feed).map(Some);
            }
            match (self.state, next) {
                (State::End, _) => return Ok(None),
                (State::Start, 0xef) if feed.rest().starts_with(MARK) => {
                    feed.take(MARK.len());
                    return Ok(Some(
                        self.fault(State::Start, "a byte order mark does not belong in JSON"),
                    ));
                }
                (State::Start | State::Closed, b'[') => self.step(feed, State::Opened),
                (State::Start | State::Closed, _) => {
                    return Ok(Some(
                        self.fault(State::End, "expected nothing more after the array"),
                    ));
                }
                (State::Opened | State::Element, b']') => self.step(feed, State::Closed),
                (State::Element, b',') => self.step(feed, State::Comma),
                (State::Element, _) => {
                    return Ok(Some(
                        self.fault(State::Comma, "expected `,` or `]` after an element"),
                    ));
                }
                (State::Comma, b']') => {
                    feed.take(1);
                    return Ok(Some(self.fault(State::Closed, "expected an element after `,`")));
                }
                (State::Opened | State::Comma, b',') => {
                    feed.take(1);
                    return Ok(Some(self.fault(State::Comma, "expected an element before `,`")));
                }
                (State::Opened | State::Comma, _) => {
                    self.state = State::Element;
                    return self.value(feed).map(Some);
                }
            }
        }
    }

    fn step(&mut self, feed: &mut Feed, state: State) {
        feed.take(1);
        self.state = state;
    }

    fn fault(&mut self, state: State, message: &'static str) -> Event {
        self.state = state;
        Event { line: self.line, first_line: self.line, text: Text::Fault(message) }
    }

    fn end(&mut self) -> Option<Event> {
        match self.state {
            State::Opened | State::Comma | State::Element if self.in_array => {
                Some(self.fault(State::End, "the array ends without `]`"))
            }
            _ => None,
        }
    }

    fn skip_blank(&mut self, feed: &mut Feed) -> io::Result<()> {
        while let Some(next) = feed.peek()? {
            if !is_blank(next) {
                break;
            }
            self.line += usize::from(next == b'\n');
            feed.take(1);
        }
        Ok(())
    }

    /// One value: to its last bracket, or to what cannot be part of it. Of a value that is
    /// too long one byte more than may be is kept, for the event reader to refuse.
    fn value(&mut self, feed: &mut Feed) -> io::Result<Event> {
        let line = self.line;
        let mut text = Vec::new();
        let mut scan = Scan::default();
        loop {
            let rest = feed.rest();
            let (length, ended) = scan.length(rest, self.in_array);
            let room = (self.limit + 1).saturating_sub(text.len());
            text.extend_from_slice(&rest[..length.min(room)]);
            self.line += memchr::memchr_iter(b'\n', &rest[..length]).count();
            feed.take(length);
            if ended || !feed.more()? {
                break;
            }
        }
        text.truncate(trimmed(&text).len());
        if !scan.closed && self.in_array && feed.peek()?.is_none() {
            // The value itself is cut off; the missing bracket would be the same news.
            self.state = State::End;
        }
        Ok(Event { line, first_line: line, text: Text::Bytes(text) })
    }
}

/// Where the scan of a value stands.
#[derive(Default)]
pub(super) struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Whether the value ended with its last bracket.
    pub(super) closed: bool,
}

impl Scan {
    /// How many bytes of `part` still belong to the value, and whether it ends there.
    pub(super) fn length(&mut self, part: &[u8], in_array: bool) -> (usize, bool) {
        for (at, &byte) in part.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    // A string cannot hold a newline: it was never closed.
                    b'"' | b'\n' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b']' | b',' if self.depth == 0 && in_array => return (at, true),
                b'\n' if self.depth == 0 && !in_array => return (at, true),
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.closed = true;
                        return (at + 1, true);
                    }
                }
                _ => {}
            }
        }
        (part.len(), false)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn split(text: &str, in_array: bool) -> Vec<(usize, String)> {
        let mut feed = Feed::new(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())));
        let mut elements = Elements::new(in_array, 1 << 20);
        let mut found = Vec::new();
        while let Some(event) = elements.next(&mut feed).unwrap() {
            found.push((
                event.line,
                match event.text {
                    Text::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
                    Text::Fault(message) => format!("fault: {message}"),
                },
            ));
        }
        found
    }

    #[test]
    fn arrays_are_split() {
        let texts =
            |text| -> Vec<String> { split(text, true).into_iter().map(|(_, text)| text).collect() };
        assert_eq!(texts("[]"), [""; 0]);
        assert_eq!(
            texts(r#"[{"a":"]}"},1 , [2,3],"\",",null]"#),
            [r#"{"a":"]}"}"#, "1", "[2,3]", r#""\",""#, "null"]
        );
        assert_eq!(texts("[1]\n[2]"), ["1", "2"]);
        assert_eq!(texts("[1,]"), ["1", "fault: expected an element after `,`"]);
        assert_eq!(texts("[{},"), ["{}", "fault: the array ends without `]`"]);
        assert_eq!(texts("[{}"), ["{}", "fault: the array ends without `]`"]);
        assert_eq!(texts(r#"[{},{"a":"#), ["{}", r#"{"a":"#]);
        assert_eq!(texts("\u{feff}[1]"), ["fault: a byte order mark does not belong in JSON", "1"]);
        assert_eq!(texts("[\u{c}1\u{c}]"), ["\u{c}1\u{c}"], "no blank of JSON");
        assert_eq!(texts("[{} {}]"), ["{}", "fault: expected `,` or `]` after an element", "{}"]);
        assert_eq!(texts("[{}] x"), ["{}", "fault: expected nothing more after the array"]);
        assert_eq!(texts("[{\"a\":\"x\n},{}]"), ["{\"a\":\"x\n}", "{}"]);
    }

    #[test]
    fn elements_know_their_line() {
        assert_eq!(
            split("\n[\n {\n\"a\":1},\n\n2]", true),
            [(3, "{\n\"a\":1}".to_owned()), (6, "2".to_owned())]
        );
        assert_eq!(
            split("{\n}\n{\n\n}\n", false),
            [(1, "{\n}".to_owned()), (3, "{\n\n}".to_owned())]
        );
    }
}
