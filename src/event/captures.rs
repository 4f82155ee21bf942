//! What the byte reader found, as places in the text: nothing is copied but texts with
//! escapes, and the memory is used again for the next event.

use super::fields::{Capture, Fields, LabelKey, Slot};
use super::form::{self, EventForm};
use super::spread::Spread;
use crate::json::scan::Scanner;
use crate::json::{Kind, RawString};
use crate::subscription::{Lookup, Root};

/// The memory of a reader, to be used again for every event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures {
    /// Of each node its last visit.
    visits: Vec<Visit>,
    /// The nodes entered, in the order of the text, so that what a duplicate member
    /// replaces is found without a search.
    entered: Vec<u32>,
    /// The number of the event. Visits and notes of other events count for nothing, so
    /// that none has to be taken back, however much is asked for.
    event: u32,
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
    pub(super) spread: Spread,
}

/// A visit of a node: the value that was there.
#[derive(Clone, Copy, Debug, Default)]
struct Visit {
    event: u32,
    /// The part of `entered` that it filled.
    from: u32,
    to: u32,
    captured: Captured,
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

impl Captured {
    /// Where a string stands; one with escapes is put into `decoded`, those resolved.
    #[inline(always)]
    pub(super) fn string(scanner: &Scanner<'_>, string: RawString, decoded: &mut String) -> Self {
        if string.escaped {
            return decode(scanner, string, decoded);
        }
        let (start, end) = (number(string.start), number(string.end));
        Self { kind: Some(Kind::String), decoded: false, start, end }
    }
}

#[inline(never)]
fn decode(scanner: &Scanner<'_>, string: RawString, decoded: &mut String) -> Captured {
    let start = number(decoded.len());
    scanner.unescape_into(string, decoded);
    Captured { kind: Some(Kind::String), decoded: true, start, end: number(decoded.len()) }
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
    /// Forgets the event before. O(1) but for a router that was changed.
    pub(super) fn clear(&mut self, fields: &Fields) {
        if self.visits.len() != fields.trie.len() {
            self.visits.resize(fields.trie.len(), Visit::default());
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
        self.entered.clear();
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.visits.fill(Visit::default());
            self.noted.fill(0);
            self.event = 1;
        }
    }

    /// Begins a visit of a node. Of duplicate members the last one counts: what an
    /// earlier visit captured, there and below, goes.
    #[inline(always)]
    pub(super) fn begin(&mut self, at: usize) -> u32 {
        if self.visits[at].event == self.event {
            self.forget(at);
        }
        let from = number(self.entered.len());
        self.entered.push(number(at));
        from
    }

    #[cold]
    fn forget(&mut self, at: usize) {
        let Visit { from, to, .. } = self.visits[at];
        for &below in &self.entered[from as usize..to as usize] {
            self.visits[below as usize].event = 0;
        }
    }

    /// Ends a visit of a node that began at `from`.
    #[inline(always)]
    pub(super) fn end(&mut self, at: usize, from: u32, captured: Captured) {
        let to = number(self.entered.len());
        self.visits[at] = Visit { event: self.event, from, to, captured };
    }

    /// What was captured at a node.
    #[inline(always)]
    pub(super) fn at(&self, capture: Capture) -> Option<Captured> {
        let visit = &self.visits[capture.index()];
        (visit.event == self.event).then_some(visit.captured)
    }

    /// Notes the labels that were captured.
    pub(super) fn note_labels(&mut self, fields: &Fields) {
        let visit = self.visits[Fields::envelope(form::Envelope::Labels).index()];
        if visit.event != self.event || visit.captured.kind != Some(Kind::Object) {
            return;
        }
        for index in visit.from..visit.to {
            let at = self.entered[index as usize] as usize;
            let Visit { event, from, captured, .. } = self.visits[at];
            // A member that was given again is entered again.
            let last = event == self.event && from == index;
            if let (Some(key), Some(Kind::String), true) =
                (fields.trie[at].label, captured.kind, last)
            {
                self.labels.push((key, captured));
            }
        }
    }

    /// What is captured of a string.
    #[inline(always)]
    pub(super) fn text(&mut self, scanner: &Scanner<'_>, string: RawString) -> Captured {
        Captured::string(scanner, string, &mut self.decoded)
    }

    /// Calls `act` with a text, its escapes resolved, that is not kept.
    pub(super) fn with_decoded<T>(
        &mut self,
        scanner: &Scanner<'_>,
        string: RawString,
        act: impl FnOnce(&str) -> T,
    ) -> T {
        let start = decode(scanner, string, &mut self.decoded).start as usize;
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

    /// The same in the bytes of an event.
    pub(super) fn bytes_of<'e>(&'e self, bytes: &'e [u8], captured: Captured) -> &'e [u8] {
        let source = if captured.decoded { self.decoded.as_bytes() } else { bytes };
        source.get(captured.start as usize..captured.end as usize).unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn of_envelope(&self, member: form::Envelope) -> Option<Captured> {
        self.at(Fields::envelope(member))
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
        self.noted.resize(fields.paths().len(), 0);
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
            if let Some(Captured { kind: Some(Kind::Array | Kind::Object), start, .. }) =
                self.at(*before)
            {
                self.spread.follow(slot, segments, (text, start), &mut self.decoded);
            }
        }
    }
}

/// A number of a node or a visit, or an offset: [`crate::Limits`] bounds the size of an
/// event far below 4 GiB.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
