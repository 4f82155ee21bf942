//! Reading an event from its bytes, in one pass that keeps only what is needed.

use super::captures::{Captured, Captures, number};
use super::facts::ByteFacts;
use super::form::{Envelope, ID_HEADERS, TYPE_HEADERS};
use super::{EventError, EventForm, Fields, Reading, check_size, labels, utf8};
use crate::Limits;
use crate::json::scan::Scanner;
use crate::json::{Kind, RawString, SyntaxError};

/// The facts of an event.
///
/// That the bytes are UTF-8 is checked last: the first look at them is the reader's, which
/// does not wait for the memory as a check of its own would.
pub(crate) fn read<'e>(
    bytes: &'e [u8],
    fields: &'e Fields,
    captures: &'e mut Captures,
    form: EventForm,
    reading: Reading,
    limits: &Limits,
) -> Result<ByteFacts<'e>, EventError> {
    check_size(bytes, limits)?;
    captures.clear(fields);
    let touched = reading == Reading::Touched;
    let mut reader = Reader {
        bytes,
        scanner: Scanner::new(bytes),
        fields,
        captures,
        touched: touched.then(|| Touched::new(fields, form)),
        end: bytes.len(),
    };
    let read = reader.event(form, limits.depth);
    // What was not read of an event is not looked at.
    let text = utf8(bytes.get(..reader.end).unwrap_or(bytes))?;
    read?;
    let envelope = captures.finish(text, fields, form);
    Ok(ByteFacts::new(text, fields, captures, envelope))
}

struct Reader<'e, 'c> {
    bytes: &'e [u8],
    scanner: Scanner<'e>,
    fields: &'c Fields,
    captures: &'c mut Captures,
    touched: Option<Touched>,
    /// How far the event was read.
    end: usize,
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

    /// Reads all of an event that is asked for.
    fn event(&mut self, form: EventForm, depth: usize) -> Result<(), EventError> {
        self.scanner.kind()?;
        let start = self.scanner.offset();
        let kind = self.root(depth)?;
        match self.is_done() {
            true => self.end = self.scanner.offset(),
            false => self.scanner.end()?,
        }
        if kind != Kind::Object {
            let message = format!("an event must be an object, not {}", kind.with_article());
            return Err(EventError::new(message, Some(start)));
        }
        let record = self.record();
        if let Some((body, headers)) = record {
            self.enter_record(body, headers, depth)?;
        }
        self.read_sources(record.map_or(start, |(body, _)| body), form, depth)?;
        Ok(())
    }

    /// Reads the body.
    fn root(&mut self, depth: usize) -> Result<Kind, SyntaxError> {
        let captured = self.value(0, depth)?;
        self.captures.end(0, 0, captured);
        Ok(captured.kind.unwrap_or(Kind::Null))
    }

    /// Reads the value that begins here, at a node of the trie.
    fn value(&mut self, at: usize, depth: usize) -> Result<Captured, SyntaxError> {
        let kind = self.scanner.kind()?;
        let start = number(self.scanner.offset());
        match kind {
            Kind::String => return self.string(),
            Kind::Object if !self.fields.trie[at].is_leaf() => self.object(at, depth)?,
            Kind::Array if !self.fields.trie[at].is_leaf() => self.array(at, depth)?,
            _ => self.skip(depth)?,
        }
        let end = number(self.scanner.offset());
        Ok(Captured { kind: Some(kind), decoded: false, start, end })
    }

    /// Reads the string that begins here.
    fn string(&mut self) -> Result<Captured, SyntaxError> {
        let string = self.scanner.string()?;
        Ok(self.captures.text(&self.scanner, string))
    }

    /// Steps over a value: checking it, or only to its end.
    fn skip(&mut self, depth: usize) -> Result<(), SyntaxError> {
        match self.touched {
            None => self.scanner.skip(depth).map(|_| ()),
            Some(_) => self.scanner.leap(),
        }
    }

    fn object(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let node = &self.fields.trie[at];
        // A copy, whose address nothing takes, can stay in registers.
        let mut here = self.scanner.clone();
        let depth = here.open(depth)?;
        let mut first = true;
        let mut seen = 0;
        while let Some(key) = here.key(first)? {
            first = false;
            let child = if key.escaped {
                self.captures.with_decoded(&here, key, |key| node.child(key.as_bytes()))
            } else {
                node.child(here.bytes_of(key))
            };
            if here.is_at_string() {
                let string = here.string()?;
                if let Some(child) = child {
                    let from = self.captures.begin(child);
                    let captured = self.captures.text(&here, string);
                    self.captures.end(child, from, captured);
                }
            } else {
                self.scanner = here;
                match child {
                    Some(child) => self.enter(child, depth)?,
                    None => self.skip(depth)?,
                }
                here = self.scanner.clone();
            }
            if self.touched.is_some()
                && let Some(child) = child
            {
                self.scanner = here;
                if self.has_enough(at, child, key, &mut seen)? {
                    return Ok(());
                }
                here = self.scanner.clone();
            }
        }
        self.scanner = here;
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

    /// Reads the value at a node below.
    fn enter(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let from = self.captures.begin(at);
        let captured = self.value(at, depth)?;
        self.captures.end(at, from, captured);
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
            && !labels::may_be_derived(self.captures.bytes_of(self.bytes, named))
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
        self.root(depth)?;
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
        let found = found.filter(|text| text.start < text.end);
        Ok(found.map(|string| self.captures.text(&self.scanner, string)))
    }
}
