//! Reading an event from its bytes, in one pass that keeps only what is needed.

use super::captures::{Captured, Captures};
use super::facts::ByteFacts;
use super::form::{Envelope, ID_HEADERS, TYPE_HEADERS};
use super::{EventError, EventForm, Fields, Reading, labels};
use crate::json::Kind;
use crate::json::scan::{RawString, Scanner, SyntaxError};

/// The facts of an event.
pub(crate) fn read<'e>(
    text: &'e str,
    fields: &'e Fields,
    captures: &'e mut Captures,
    form: EventForm,
    depth: usize,
    reading: Reading,
) -> Result<ByteFacts<'e>, EventError> {
    captures.clear(fields);
    let touched = reading == Reading::Touched;
    let mut reader = Reader {
        text,
        scanner: Scanner::new(text),
        fields,
        captures,
        touched: touched.then(|| Touched::new(fields, form)),
    };
    reader.scanner.kind()?;
    let start = reader.scanner.offset();
    let kind = reader.value(0, depth)?;
    if !reader.is_done() {
        reader.scanner.end()?;
    }
    if kind != Kind::Object {
        let start = text.len() - text.trim_start().len();
        let message = format!("an event must be an object, not {}", kind.with_article());
        return Err(EventError::new(message, Some(start)));
    }
    let record = reader.record();
    if let Some((body, headers)) = record {
        reader.enter_record(body, headers, depth)?;
    }
    reader.read_sources(record.map_or(start, |(body, _)| body), form, depth)?;
    let envelope = captures.finish(text, fields, form);
    Ok(ByteFacts::new(text, fields, captures, envelope))
}

struct Reader<'e, 'c> {
    text: &'e str,
    scanner: Scanner<'e>,
    fields: &'c Fields,
    captures: &'c mut Captures,
    touched: Option<Touched>,
}

/// How far a reader that stops early has come.
struct Touched {
    /// The members of the body that name the type.
    type_members: &'static [Envelope],
    typed: bool,
    /// Members of the body still to come that something is asked of.
    left: u32,
    done: bool,
}

impl Touched {
    fn new(fields: &Fields, form: EventForm) -> Self {
        Self {
            type_members: form.type_members(),
            typed: false,
            left: if fields.whole_body { u32::MAX } else { fields.trie[0].asked_children },
            done: false,
        }
    }
}

impl Reader<'_, '_> {
    fn is_done(&self) -> bool {
        self.touched.as_ref().is_some_and(|touched| touched.done)
    }

    /// Reads the value at a node of the trie, capturing it if it is asked for.
    fn value(&mut self, at: usize, depth: usize) -> Result<Kind, SyntaxError> {
        let fields = self.fields;
        let node = &fields.trie[at];
        let kind = self.scanner.kind()?;
        let mut start = self.scanner.offset();
        let mut end = None;
        let mut decoded = false;
        match kind {
            Kind::Object if !node.is_leaf() => self.object(at, depth)?,
            Kind::Array if !node.is_leaf() => self.array(at, depth)?,
            Kind::String => {
                let string = self.scanner.string()?;
                (start, end) = (string.start, Some(string.end));
                if string.escaped && node.capture.is_some() {
                    decoded = true;
                    (start, end) = self.captures.decode(&self.scanner, string);
                }
            }
            _ => self.skip(depth)?,
        }
        if let Some(capture) = node.capture {
            let end = end.unwrap_or_else(|| self.scanner.offset());
            let (start, end) = (offset(start), offset(end));
            self.captures.fill(capture, Captured { kind: Some(kind), decoded, start, end });
        }
        Ok(kind)
    }

    /// Steps over a value: checking it, or only to its end.
    fn skip(&mut self, depth: usize) -> Result<(), SyntaxError> {
        match self.touched {
            None => self.scanner.skip(depth).map(|_| ()),
            Some(_) => self.scanner.leap(),
        }
    }

    fn object(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let fields = self.fields;
        let depth = self.scanner.open(depth)?;
        let mut first = true;
        let mut seen = 0;
        while let Some(key) = self.scanner.key(first)? {
            first = false;
            let node = &fields.trie[at];
            let child = if key.escaped {
                self.captures.with_decoded(&self.scanner, key, |key| node.child(key.as_bytes()))
            } else {
                node.child(self.scanner.bytes_of(key))
            };
            let Some(child) = child else {
                self.skip(depth)?;
                continue;
            };
            self.enter(child, depth)?;
            if self.touched.is_some() && self.has_enough(at, child, key, &mut seen)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Of a reader that stops early: whether nothing more is needed of the object of
    /// node `at`, whose member `child` was just read. Steps to the object's end then,
    /// or ends all of the reading.
    fn has_enough(
        &mut self,
        at: usize,
        child: usize,
        key: RawString,
        seen: &mut u32,
    ) -> Result<bool, SyntaxError> {
        let asked = self.fields.trie[child].asked;
        *seen += u32::from(asked);
        let Some(touched) = &mut self.touched else { return Ok(false) };
        if at != 0 {
            let node = &self.fields.trie[at];
            if touched.done {
                return Ok(true);
            }
            if *seen < node.asked_children || !node.all_asked() {
                return Ok(false);
            }
            self.scanner.leave()?;
            return Ok(true);
        }
        touched.left = touched.left.saturating_sub(u32::from(asked));
        let name = self.scanner.bytes_of(key);
        touched.typed |= touched.type_members.iter().any(|it| it.name().as_bytes() == name);
        touched.done = touched.typed && touched.left == 0;
        Ok(touched.done)
    }

    fn array(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let fields = self.fields;
        let depth = self.scanner.open(depth)?;
        let mut index = 0;
        while self.scanner.element(index == 0)? {
            match fields.trie[at].element(index) {
                Some(child) => self.enter(child, depth)?,
                None => self.skip(depth)?,
            }
            index += 1;
        }
        Ok(())
    }

    /// Reads the value at a node below. Of duplicate members the last one counts: what
    /// an earlier one captured goes.
    fn enter(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        self.captures.forget(at, self.fields);
        let from = offset(self.captures.entered.len());
        self.captures.entered.push(offset(at));
        self.value(at, depth)?;
        self.captures.visits[at] = Some((from, offset(self.captures.entered.len())));
        Ok(())
    }

    /// Where the body and the headers of a record of a delivery stand, if it is one.
    fn record(&self) -> Option<(usize, usize)> {
        let object = |member| {
            let captured = self.captures.of_envelope(member)?;
            (captured.kind == Some(Kind::Object)).then_some(captured.start as usize)
        };
        Some((object(Envelope::Body)?, object(Envelope::Headers)?))
    }

    /// Looks at the members that labels are derived from, where that may be done.
    fn read_sources(
        &mut self,
        body: usize,
        form: EventForm,
        depth: usize,
    ) -> Result<(), SyntaxError> {
        if self.fields.derived.is_empty()
            || self.captures.labels_beside
            || self.captures.of_envelope(Envelope::Labels).is_some()
        {
            return Ok(());
        }
        let named = self.captures.named(form).map(|(_, captured)| captured);
        if let Some(named) = self.captures.header_type.or(named)
            && !labels::may_be_derived(self.captures.text_of(self.text, named))
        {
            return Ok(());
        }
        self.scanner.go_to(body);
        self.value(self.fields.derivation, depth).map(|_| ())
    }

    /// Reads the body of a record in the record's place: labels beside the body go
    /// before those in it, headers may name the type and the id.
    fn enter_record(
        &mut self,
        body: usize,
        headers: usize,
        depth: usize,
    ) -> Result<(), SyntaxError> {
        let beside = self.captures.of_envelope(Envelope::Labels);
        let node = self.fields.trie[0].child(b"labels");
        self.captures.clear(self.fields);
        if let (Some(beside), Some(node)) = (beside, node) {
            // What is no object holds no labels, but goes before those in the body too.
            if beside.kind == Some(Kind::Object) {
                self.scanner.go_to(beside.start as usize);
                self.enter(node, depth)?;
                self.captures.note_labels(self.fields);
                self.captures.forget_all();
            }
            self.captures.labels_beside = true;
        }
        if let Some(touched) = &mut self.touched {
            *touched = Touched { typed: false, left: u32::MAX, ..*touched };
        }
        self.scanner.go_to(body);
        self.value(0, depth)?;
        for name in TYPE_HEADERS {
            self.captures.header_type = self.header(headers, name)?;
            if self.captures.header_type.is_some() {
                break;
            }
        }
        for name in ID_HEADERS {
            self.captures.header_id = self.header(headers, name)?;
            if self.captures.header_id.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// The text of the header `name`, in any letter case, in the object that begins
    /// there: the last one counts, a list stands for its first element, empty is absent.
    fn header(&mut self, headers: usize, name: &str) -> Result<Option<Captured>, SyntaxError> {
        self.scanner.go_to(headers);
        let depth = self.scanner.open(usize::MAX)?;
        let mut found = None;
        let mut first = true;
        while let Some(key) = self.scanner.key(first)? {
            first = false;
            let same = match key.escaped {
                true => self
                    .captures
                    .with_decoded(&self.scanner, key, |key| key.eq_ignore_ascii_case(name)),
                false => self.scanner.bytes_of(key).eq_ignore_ascii_case(name.as_bytes()),
            };
            if !same {
                self.scanner.skip(depth)?;
                continue;
            }
            found = match self.scanner.kind()? {
                Kind::String => Some(self.scanner.string()?),
                Kind::Array => {
                    let from = self.scanner.offset();
                    let depth = self.scanner.open(depth)?;
                    let one = self.scanner.element(true)? && self.scanner.kind()? == Kind::String;
                    let text = if one { Some(self.scanner.string()?) } else { None };
                    self.scanner.go_to(from);
                    self.scanner.skip(depth + 1)?;
                    text
                }
                _ => {
                    self.scanner.skip(depth)?;
                    None
                }
            };
        }
        Ok(found.filter(|text| text.start < text.end).map(|string| {
            let (start, end) = match string.escaped {
                true => self.captures.decode(&self.scanner, string),
                false => (string.start, Some(string.end)),
            };
            Captured {
                kind: Some(Kind::String),
                decoded: string.escaped,
                start: offset(start),
                end: offset(end.unwrap_or(start)),
            }
        }))
    }
}

/// An offset within an event, whose size [`crate::Limits`] bounds far below 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
