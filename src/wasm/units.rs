//! Places in UTF-16 code units, as JavaScript counts its strings.

use crate::json::Span;
use crate::{Check, Diagnostic, Fix};

/// A mark is kept every so many bytes.
const STEP: usize = 64;

/// Converts byte offsets of one text into UTF-16 code units.
pub(super) struct Units<'t> {
    bytes: &'t [u8],
    /// The units before each multiple of [`STEP`] bytes; empty for plain ASCII, of which
    /// bytes and units are the same.
    marks: Vec<usize>,
}

impl<'t> Units<'t> {
    pub(super) fn of(bytes: &'t [u8]) -> Self {
        let mut marks = Vec::new();
        if !bytes.is_ascii() {
            let mut sum = 0;
            for chunk in bytes.chunks(STEP) {
                marks.push(sum);
                sum += count(chunk);
            }
            marks.push(sum);
        }
        Self { bytes, marks }
    }

    fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let Some(before) = self.marks.get(offset / STEP) else { return offset };
        before + self.bytes.get(offset / STEP * STEP..offset).map_or(0, count)
    }

    fn span(&self, span: Span) -> Span {
        Span::new(self.at(span.start), self.at(span.end))
    }

    /// A span that can be shown: an empty one is widened to one unit.
    fn shown(&self, span: Span) -> Span {
        let Span { start, end } = self.span(span);
        if start < end {
            return Span::new(start, end);
        }
        match self.at(self.bytes.len()) {
            0 => Span::new(0, 0),
            all if start < all => Span::new(start, start + 1),
            all => Span::new(all - 1, all),
        }
    }

    fn fixes(&self, fixes: &mut [Fix]) {
        for edit in fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = self.span(edit.span);
        }
    }

    /// Converts the places of findings on this text.
    pub(super) fn diagnostics(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            diagnostic.place.span = self.shown(diagnostic.place.span);
            for related in &mut diagnostic.related {
                related.place.span = self.shown(related.place.span);
            }
            self.fixes(&mut diagnostic.fixes);
        }
    }

    /// Converts a span of this text that is not changed otherwise.
    pub(super) fn place(&self, span: Span) -> Span {
        self.shown(span)
    }

    /// Converts the places of checks of which this is the configuration.
    pub(super) fn checks(&self, checks: &mut [Check], event: &Self) {
        for check in checks {
            if let Some(place) = &mut check.config {
                place.span = self.shown(place.span);
            }
            if let Some(place) = &mut check.event {
                place.span = event.shown(place.span);
            }
            self.fixes(&mut check.fixes);
        }
    }
}

/// How many units the characters are that begin in these bytes. Bytes that are no UTF-8
/// count about as their replacement does.
pub(super) fn count(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    let begins = |byte: &&u8| **byte & 0xC0 != 0x80;
    bytes.iter().filter(begins).map(|byte| 1 + usize::from(*byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_as_javascript_counts() {
        let text = "é😀".repeat(60);
        let units = Units::of(text.as_bytes());
        for (offset, _) in text.char_indices() {
            let expected = text[..offset].encode_utf16().count();
            assert_eq!(units.at(offset), expected, "at {offset}");
        }
        assert_eq!(units.at(text.len()), text.encode_utf16().count());
        assert_eq!(units.at(usize::MAX), text.encode_utf16().count());
    }

    #[test]
    fn an_empty_span_can_be_shown() {
        let units = Units::of(b"{}");
        let spans = [0, 1, 2].map(|at| units.shown(Span::new(at, at)));
        assert_eq!(spans, [Span::new(0, 1), Span::new(1, 2), Span::new(1, 2)]);
        assert_eq!(Units::of(b"").shown(Span::new(0, 0)), Span::new(0, 0));
    }
}
