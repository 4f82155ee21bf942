//! Reading an event from its bytes, in one pass that keeps only what is needed.

use std::borrow::Cow;

use super::fields::{Capture, ENVELOPE};
use super::form::ID_MEMBERS;
use super::{EventError, EventForm, EventLabels, Facts, Fields, Slotted};
use crate::json::scan::{Scanner, SyntaxError};
use crate::json::{Kind, index_of};
use crate::predicate::{Compound, Value};

/// The facts of an event; nothing where only the tree reads its form (the text is
/// checked whole all the same).
pub(crate) fn read<'e>(
    text: &'e str,
    fields: &Fields,
    form: EventForm,
    depth: usize,
) -> Result<Option<Facts<'e>>, EventError> {
    let mut reader = Reader {
        scanner: Scanner::new(text),
        fields,
        envelope: std::array::from_fn(|_| None),
        slots: std::iter::repeat_with(|| None).take(fields.paths().len()).collect(),
        flat: std::iter::repeat_with(|| None).take(fields.paths().len()).collect(),
        visited: vec![false; fields.trie.len()],
    };
    let kind = reader.value(0, depth)?;
    reader.scanner.end()?;
    if kind != Kind::Object {
        let message = format!("an event must be an object, not {}", kind.with_article());
        let blank = text.len() - text.trim_start_matches([' ', '\n', '\t', '\r']).len();
        return Err(EventError::new(message, Some(blank)));
    }
    Ok(if fields.plain { reader.facts(form) } else { None })
}

struct Reader<'e, 'f> {
    scanner: Scanner<'e>,
    fields: &'f Fields,
    envelope: [Option<Value<'e>>; ENVELOPE.len()],
    slots: Vec<Option<Value<'e>>>,
    flat: Vec<Option<Value<'e>>>,
    visited: Vec<bool>,
}

impl<'e> Reader<'e, '_> {
    /// Reads the value at a node of the trie, capturing what is asked for there.
    fn value(&mut self, at: usize, depth: usize) -> Result<Kind, SyntaxError> {
        let fields = self.fields;
        let node = &fields.trie[at];
        let kind = self.scanner.kind()?;
        let start = self.scanner.offset();
        let value = match kind {
            Kind::Object if !node.children.is_empty() => {
                self.object(at, depth)?;
                Value::Object(Compound::Text(self.scanner.slice(start, self.scanner.offset())))
            }
            Kind::Array if !node.children.is_empty() => {
                self.array(at, depth)?;
                Value::Array(Compound::Text(self.scanner.slice(start, self.scanner.offset())))
            }
            Kind::String => Value::String(self.scanner.string()?.decode()),
            _ => {
                self.scanner.skip(depth)?;
                let text = self.scanner.slice(start, self.scanner.offset());
                match kind {
                    Kind::Null => Value::Null,
                    Kind::Bool => Value::Bool(text == "true"),
                    Kind::Number => Value::Number(Cow::Borrowed(text)),
                    Kind::Array => Value::Array(Compound::Text(text)),
                    _ => Value::Object(Compound::Text(text)),
                }
            }
        };
        if let [only] = node.captures.as_slice() {
            self.keep(*only, value);
        } else {
            for capture in &node.captures {
                self.keep(*capture, value.clone());
            }
        }
        Ok(kind)
    }

    fn keep(&mut self, capture: Capture, value: Value<'e>) {
        match capture {
            Capture::Envelope(index) => self.envelope[index] = Some(value),
            Capture::Slot(slot) => self.slots[slot.index()] = Some(value),
            Capture::Flat(slot) => self.flat[slot.index()] = Some(value),
        }
    }

    fn object(&mut self, at: usize, depth: usize) -> Result<(), SyntaxError> {
        let fields = self.fields;
        let depth = self.scanner.open(depth)?;
        let mut first = true;
        while let Some(key) = self.scanner.key(first)? {
            first = false;
            let child = fields.trie[at].children.iter().find(|(name, _)| key.is(name));
            match child {
                Some((_, child)) => {
                    self.enter(*child);
                    self.value(*child, depth)?;
                }
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
            let mut children = fields.trie[at].children.iter();
            match children.find(|(name, _)| index_of(name) == Some(index)) {
                Some((_, child)) => {
                    self.value(*child, depth)?;
                }
                None => {
                    self.scanner.skip(depth)?;
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Of duplicate members the last one counts: what an earlier one captured goes.
    fn enter(&mut self, at: usize) {
        if std::mem::replace(&mut self.visited[at], true) {
            self.forget(at);
        }
    }

    fn forget(&mut self, at: usize) {
        let fields = self.fields;
        let node = &fields.trie[at];
        for capture in &node.captures {
            match capture {
                Capture::Envelope(index) => self.envelope[*index] = None,
                Capture::Slot(slot) => self.slots[slot.index()] = None,
                Capture::Flat(slot) => self.flat[slot.index()] = None,
            }
        }
        for (_, child) in &node.children {
            self.visited[*child] = false;
            self.forget(*child);
        }
    }

    fn envelope(&mut self, name: &str) -> Option<Value<'e>> {
        let index = ENVELOPE.iter().position(|member| *member == name)?;
        self.envelope[index].take()
    }

    /// Puts the facts together; nothing for a record or for labels to be derived.
    fn facts(mut self, form: EventForm) -> Option<Facts<'e>> {
        let is_object = |value: Option<Value<'_>>| matches!(value, Some(Value::Object(_)));
        if is_object(self.envelope("body")) && is_object(self.envelope("headers")) {
            return None;
        }
        let named = form.type_members().iter().find_map(|name| match self.envelope(name)? {
            Value::String(text) => Some((*name, text)),
            _ => None,
        });
        let (named_by, event_type) = named.unzip();
        let labels = match self.envelope("labels") {
            Some(Value::Object(labels)) if self.fields.labels => {
                EventLabels::given(&labels.tree()).into_owned()
            }
            None if self.fields.labels && derives(event_type.as_deref()) => return None,
            _ => EventLabels::default(),
        };
        let id = ID_MEMBERS.iter().find_map(|name| match self.envelope(name)? {
            Value::String(text) | Value::Number(text) => Some(text),
            _ => None,
        });
        let flat = self.envelope("data").is_none();
        let body =
            self.fields.paths().iter().map(|path| path.root == crate::subscription::Root::Body);
        let slots = body
            .zip(self.slots.iter_mut().zip(&mut self.flat))
            .map(|(from_body, (slot, flat_slot))| {
                let value = match (from_body, flat) {
                    (false, true) if form.may_be_flat(named_by) => flat_slot.take(),
                    (false, true) => None,
                    _ => slot.take(),
                };
                value.map_or(Slotted::Missing, Slotted::One)
            })
            .collect();
        Some(Facts { id, event_type, labels, slots })
    }
}

/// Whether labels of an event of this type may be derived from its members.
fn derives(event_type: Option<&str>) -> bool {
    event_type
        .is_none_or(|name| name.starts_with("onchain.") || name.starts_with("wallet.activity."))
}
