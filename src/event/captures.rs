//! What the byte reader found, as places in the text: nothing is copied but texts with
//! escapes, and the memory is used again for the next event.

use super::fields::{Capture, Fields, LabelKey, Slot};
use super::form::{self, EventForm};
use super::spread::Spread;
use crate::json::Kind;
use crate::json::scan::{RawString, Scanner, unescape_into};
use crate::subscription::{Lookup, Root};

/// The memory of a reader, to be used again for every event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures {
    pub(super) found: Vec<Captured>,
    /// The captures made, by their place in `found`. Kept here, for the next event may
    /// be another router's, whose nodes have other captures.
    filled: Vec<u32>,
    /// The nodes entered, in the order of the text, so that what a duplicate member
    /// replaces is found without a search.
    pub(super) entered: Vec<u32>,
    /// Of each node, the part of `entered` that its last visit filled.
    pub(super) visits: Vec<Option<(u32, u32)>>,
    /// Texts with their escapes resolved.
    decoded: String,
    /// The labels given as texts, of those that are asked for.
    pub(super) labels: Vec<(LabelKey, Captured)>,
    /// Whether labels are given beside the body of a record, and so read already.
    pub(super) labels_beside: bool,
    pub(super) header_type: Option<Captured>,
    pub(super) header_id: Option<Captured>,
    /// The slots at which something may be.
    pub(super) slots: Vec<Slot>,
    /// Of each slot the event that it was last noted for.
    noted: Vec<u32>,
    event: u32,
    pub(super) spread: Spread,
}

/// Where a value stands: a string without its quotes, all else with its brackets. A
/// decoded text stands in the memory instead.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Captured {
    pub(super) kind: Option<Kind>,
    pub(super) decoded: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What the members around the payload say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Envelope {
    /// The text that names the type.
    pub(super) event_type: Option<Captured>,
    /// Whether the data is flat in the body; nothing where the event has none.
    pub(super) flat: Option<bool>,
}

impl Captures {
    /// Forgets the event before: only what it touched, however much is asked for.
    pub(super) fn clear(&mut self, fields: &Fields) {
        if self.found.len() != fields.captures() || self.visits.len() != fields.trie.len() {
            self.found.clear();
            self.found.resize(fields.captures(), Captured::default());
            self.visits.clear();
            self.visits.resize(fields.trie.len(), None);
            self.entered.clear();
            self.filled.clear();
        }
        self.forget_all();
        self.decoded.clear();
        self.labels.clear();
        self.labels_beside = false;
        self.header_type = None;
        self.header_id = None;
    }

    /// Forgets every capture.
    pub(super) fn forget_all(&mut self) {
        for &at in &self.entered {
            self.visits[at as usize] = None;
        }
        for &at in &self.filled {
            self.found[at as usize] = Captured::default();
        }
        self.entered.clear();
        self.filled.clear();
    }

    /// Keeps what was captured.
    #[inline(always)]
    pub(super) fn fill(&mut self, capture: Capture, captured: Captured) {
        self.found[capture.index()] = captured;
        self.filled.push(capture.number());
    }

    /// Notes the labels that were captured.
    pub(super) fn note_labels(&mut self, fields: &Fields) {
        if self.of_envelope(form::Envelope::Labels).is_none_or(|it| it.kind != Some(Kind::Object)) {
            return;
        }
        for (index, &at) in (0..).zip(&self.entered) {
            let node = &fields.trie[at as usize];
            // A member that was given again is entered again.
            let last = self.visits[at as usize].is_some_and(|(from, _)| from == index);
            if let (Some(key), Some(capture), true) = (node.label, node.capture, last) {
                let captured = self.found[capture.index()];
                if captured.kind == Some(Kind::String) {
                    self.labels.push((key, captured));
                }
            }
        }
    }

    /// Forgets what an earlier visit of a node captured, there and below.
    pub(super) fn forget(&mut self, at: usize, fields: &Fields) {
        let Some((from, to)) = self.visits[at].take() else { return };
        for index in from..to {
            let below = self.entered[index as usize] as usize;
            self.visits[below] = None;
            if let Some(capture) = fields.trie[below].capture {
                self.found[capture.index()] = Captured::default();
            }
        }
    }

    /// Keeps a text with its escapes resolved; where it stands.
    pub(super) fn decode(
        &mut self,
        scanner: &Scanner<'_>,
        string: RawString,
    ) -> (usize, Option<usize>) {
        let start = self.decoded.len();
        unescape_into(scanner.slice(string.start, string.end), &mut self.decoded);
        (start, Some(self.decoded.len()))
    }

    /// Calls `act` with a text, its escapes resolved, that is not kept.
    pub(super) fn with_decoded<T>(
        &mut self,
        scanner: &Scanner<'_>,
        string: RawString,
        act: impl FnOnce(&str) -> T,
    ) -> T {
        let (start, _) = self.decode(scanner, string);
        let result = act(self.decoded.get(start..).unwrap_or_default());
        self.decoded.truncate(start);
        result
    }

    /// The text of what was captured: of strings without quotes.
    #[inline]
    pub(super) fn text_of<'e>(&'e self, text: &'e str, captured: Captured) -> &'e str {
        let source = if captured.decoded { self.decoded.as_str() } else { text };
        source.get(captured.start as usize..captured.end as usize).unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn of_envelope(&self, member: form::Envelope) -> Option<Captured> {
        let captured = self.found[Fields::envelope(member).index()];
        captured.kind.is_some().then_some(captured)
    }

    /// The member of the body that names the type, and its text.
    pub(super) fn named(&self, form: EventForm) -> Option<(form::Envelope, Captured)> {
        let is_text = |captured: &Captured| captured.kind == Some(Kind::String);
        let mut members = form.type_members().iter();
        members.find_map(|member| Some((*member, self.of_envelope(*member).filter(is_text)?)))
    }

    /// To be called when all is read: puts together what subscriptions may ask.
    pub(super) fn finish(&mut self, text: &str, fields: &Fields, form: EventForm) -> Envelope {
        let named = self.named(form);
        let flat = match self.of_envelope(form::Envelope::Data) {
            Some(_) => Some(false),
            None => form.may_be_flat(named.map(|(member, _)| member)).then_some(true),
        };
        if fields.has_labels() && !self.labels_beside {
            self.note_labels(fields);
        }
        if !fields.paths().is_empty() {
            self.note_slots(fields);
            self.spread_out(text, fields, flat);
        }
        Envelope { event_type: self.header_type.or(named.map(|(_, captured)| captured)), flat }
    }

    /// Notes the slots at which something may be.
    fn note_slots(&mut self, fields: &Fields) {
        self.slots.clear();
        self.noted.resize(fields.paths().len(), self.event);
        self.event = self.event.wrapping_add(1);
        for &at in self.entered.iter().chain(&[0]) {
            for &slot in &fields.trie[at as usize].slots {
                let noted = &mut self.noted[slot.index()];
                if *noted != self.event {
                    *noted = self.event;
                    self.slots.push(slot);
                }
            }
        }
    }

    /// Follows the keys with `*`.
    fn spread_out(&mut self, text: &str, fields: &Fields, flat: Option<bool>) {
        self.spread.clear(fields.paths().len());
        for &slot in &self.slots {
            let Some((plan, path)) = fields.plan(slot) else { continue };
            let way = match (path.root, flat) {
                (Root::Body, _) | (Root::Data, Some(false)) => &plan.under,
                (Root::Data, Some(true)) => plan.flat.as_ref().unwrap_or(&plan.under),
                (Root::Data, None) => continue,
            };
            let Some((before, Lookup::Segments(segments))) = &way.rest else { continue };
            let Captured { kind, start, .. } = self.found[before.index()];
            if matches!(kind, Some(Kind::Array | Kind::Object)) {
                self.spread.follow(slot, segments, (text, start), &mut self.decoded);
            }
        }
    }
}
