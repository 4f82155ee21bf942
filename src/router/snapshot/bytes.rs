//! Numbers, texts and paths as bytes.

use super::SnapshotError;
use crate::router::number;
use crate::subscription::{Lookup, Path, Root, Segment};

pub(in crate::router) fn check(holds: bool, part: &'static str) -> Result<(), SnapshotError> {
    if holds { Ok(()) } else { Err(SnapshotError::Invalid(part)) }
}

pub(super) fn length(bytes: &[u8]) -> u32 {
    number(bytes.len())
}

pub(in crate::router) struct Writer {
    pub(in crate::router) bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn byte(&mut self, byte: usize) {
        self.bytes.push(u8::try_from(byte).unwrap_or(u8::MAX));
    }

    pub(in crate::router) fn u32(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// A number that is small nearly always.
    pub(in crate::router) fn small(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(byte) if byte < u8::MAX => self.bytes.push(byte),
            _ => {
                self.bytes.push(u8::MAX);
                self.u32(number);
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.u32(length(text.as_bytes()));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(in crate::router) fn list<T>(
        &mut self,
        items: impl Iterator<Item = T> + Clone,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.u32(number(items.clone().count()));
        items.for_each(|item| write(self, item));
    }

    pub(super) fn path(&mut self, path: &Path) {
        self.byte(match path.root {
            Root::Data => 0,
            Root::Body => 1,
        });
        let (kind, name) = match &path.lookup {
            Lookup::Segments(segments) => {
                self.byte(0);
                return self.list(segments.iter(), |out, segment| match segment {
                    Segment::Any => out.byte(0),
                    Segment::Name(name) => {
                        out.byte(1);
                        out.text(name);
                    }
                });
            }
            Lookup::LiteralThenSegments(name) => (1, name.as_str()),
            Lookup::EcmaScriptMember(name) => (2, name.as_str()),
            Lookup::EcmaScriptDotted(name) => (3, name.as_str()),
            Lookup::Unreadable => (4, ""),
        };
        self.byte(kind);
        self.text(name);
    }
}

/// Set at a position behind which another one of the same filter stands.
pub(super) const MORE: u32 = 1 << 31;

#[derive(Clone, Copy)]
pub(in crate::router) struct Reader<'b> {
    pub(in crate::router) bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(in crate::router) fn take(&mut self, length: usize) -> Result<&'b [u8], SnapshotError> {
        let split = self.bytes.split_at_checked(length);
        let (taken, rest) = split.ok_or(SnapshotError::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<usize, SnapshotError> {
        Ok(usize::from(self.take(1)?[0]))
    }

    pub(in crate::router) fn u32(&mut self) -> Result<u32, SnapshotError> {
        let (number, rest) = self.bytes.split_first_chunk().ok_or(SnapshotError::Truncated)?;
        self.bytes = rest;
        Ok(u32::from_le_bytes(*number))
    }

    pub(in crate::router) fn small(&mut self) -> Result<u32, SnapshotError> {
        let (byte, rest) = self.bytes.split_first().ok_or(SnapshotError::Truncated)?;
        self.bytes = rest;
        if *byte < u8::MAX { Ok(u32::from(*byte)) } else { self.u32() }
    }

    /// The length of a list of items of so many bytes at least, so that a false length
    /// reserves no memory.
    pub(in crate::router) fn count(&mut self, least: usize) -> Result<usize, SnapshotError> {
        let count = self.u32()? as usize;
        check(count <= self.bytes.len() / least, "lengths")?;
        Ok(count)
    }

    pub(in crate::router) fn numbers(self) -> impl ExactSizeIterator<Item = u32> + Clone + 'b {
        let (numbers, _) = self.bytes.as_chunks();
        numbers.iter().map(|number| u32::from_le_bytes(*number))
    }

    pub(super) fn text(&mut self) -> Result<&'b str, SnapshotError> {
        let length = self.u32()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| SnapshotError::Invalid("texts"))
    }

    pub(super) fn path(&mut self) -> Result<Path, SnapshotError> {
        let root = match self.byte()? {
            0 => Root::Data,
            1 => Root::Body,
            _ => return Err(SnapshotError::Invalid("paths")),
        };
        let lookup = match self.byte()? {
            0 => {
                let mut segments = Vec::new();
                for _ in 0..self.count(1)? {
                    segments.push(match self.byte()? {
                        0 => Segment::Any,
                        1 => Segment::Name(self.text()?.to_owned()),
                        _ => return Err(SnapshotError::Invalid("paths")),
                    });
                }
                Lookup::Segments(segments)
            }
            kind @ 1..=4 => {
                let name = self.text()?.to_owned();
                match kind {
                    1 => Lookup::LiteralThenSegments(name),
                    2 => Lookup::EcmaScriptMember(name),
                    3 => Lookup::EcmaScriptDotted(name),
                    _ => Lookup::Unreadable,
                }
            }
            _ => return Err(SnapshotError::Invalid("paths")),
        };
        Ok(Path { root, lookup })
    }
}
