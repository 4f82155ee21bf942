//! Reading an event from its bytes, in one pass that keeps only what is needed.

use super::captures::{ByteFacts, Captured, Captures};
use super::{EventError, EventForm, Fields};
use crate::json::Kind;
use crate::json::scan::{Scanner, SyntaxError};

/// The facts of an event; nothing where only the tree reads its form (the text is
/// checked whole all the same).
pub(crate) fn read<'e, 'c>(
    text: &'e str,
    fields: &'c Fields,
    captures: &'c mut Captures,
    form: EventForm,
    depth: usize,
) -> Result<Option<ByteFacts<'e, 'c>>, EventError> {
    captures.clear(fields);
    let mut reader = Reader { scanner: Scanner::new(text), fields, captures };
    let kind = reader.value(0, depth)?;
    reader.scanner.end()?;
    if kind != Kind::Object {
        let start = text.len() - text.trim_start().len();
        let message = format!("an event must be an object, not {}", kind.with_article());
        return Err(EventError::new(message, Some(start)));
    }
    Ok(ByteFacts::new(text, fields, captures, form))
}

struct Reader<'e, 'c> {
    scanner: Scanner<'e>,
    fields: &'c Fields,
    captures: &'c mut Captures,
}

impl Reader<'_, '_> {
    /// Reads the value at a node of the trie, capturing it if it is asked for.
    fn value(&mut self, at: usize, depth: usize) -> Result<Kind, SyntaxError> {
        let fields = self.fields;
        let node = &fields.trie[at];
        let kind = self.scanner.kind()?;
        let mut start = self.scanner.offset();
        let mut escaped = false;
        match kind {
            Kind::Object if !node.is_leaf() => self.object(at, depth)?,
            Kind::Array if !node.is_leaf() => self.array(at, depth)?,
            Kind::String => {
                escaped = self.scanner.string()?.escaped;
                start += 1;
            }
            _ => {
                self.scanner.skip(depth)?;
            }
        }
        if let Some(capture) = node.capture {
            let end = self.scanner.offset() - usize::from(kind == Kind::String);
            if let Some(found) = self.captures.found.get_mut(capture.index()) {
                *found =
                    Captured { kind: Some(kind), escaped, start: offset(start), end: offset(end) };
            }
        }
        Ok(kind)
    }

    fn object(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let fields = self.fields;
        let depth = self.scanner.open(depth)?;
        let mut first = true;
        while let Some(key) = self.scanner.key(first)? {
            first = false;
            let node = &fields.trie[at];
            let child = if key.escaped {
                node.child(self.scanner.decode(key).as_bytes())
            } else {
                node.child(self.scanner.bytes_of(key))
            };
            match child {
                Some(child) => self.enter(child, depth)?,
                None => {
                    self.scanner.skip(depth)?;
                }
            }
        }
        Ok(())
    }

    fn array(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let fields = self.fields;
        let depth = self.scanner.open(depth)?;
        let mut index = 0;
        while self.scanner.element(index == 0)? {
            match fields.trie[at].element(index) {
                Some(child) => self.enter(child, depth)?,
                None => {
                    self.scanner.skip(depth)?;
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Reads the value at a node below. Of duplicate members the last one counts: what
    /// an earlier one captured goes.
    fn enter(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        if let Some((from, to)) = self.captures.visits[at].take() {
            for index in from..to {
                self.forget(self.captures.entered[index as usize] as usize);
            }
        }
        let from = offset(self.captures.entered.len());
        self.captures.entered.push(offset(at));
        self.value(at, depth)?;
        self.captures.visits[at] = Some((from, offset(self.captures.entered.len())));
        Ok(())
    }

    fn forget(&mut self, at: usize) {
        self.captures.visits[at] = None;
        if let Some(capture) = self.fields.trie[at].capture {
            self.captures.found[capture.index()] = Captured::default();
        }
    }
}

/// An offset within an event, whose size [`crate::Limits`] bounds far below 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
