//! Bytes of an input, read as they are asked for and looked at before they are taken.

use std::io::{self, Read};

/// How much is read at a time.
const READ: usize = 64 << 10;

/// The byte order mark, in UTF-8.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a byte is one of the four blanks of JSON.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A text without the blanks at its end.
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|&byte| !is_blank(byte)).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

/// A reader with everything that was read and not yet taken.
pub(super) struct Feed {
    reader: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// Where in the buffer the bytes begin that were not yet taken.
    taken: usize,
    at_end: bool,
}

impl Feed {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader, buffer: Vec::new(), taken: 0, at_end: false }
    }

    /// What was read and not yet taken.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }

    /// Reads more; false at the end of the input.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.at_end {
            return Ok(false);
        }
        if self.taken > 0 {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
        let start = self.buffer.len();
        self.buffer.resize(start + READ, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[start..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(start + *read.as_ref().unwrap_or(&0));
        self.at_end = matches!(read, Ok(0) | Err(_));
        read.map(|length| length > 0)
    }

    /// Takes the next `length` bytes.
    pub(super) fn take(&mut self, length: usize) {
        self.taken = (self.taken + length).min(self.buffer.len());
    }

    /// The next byte, without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.rest().is_empty() {
            if !self.more()? {
                return Ok(None);
            }
        }
        Ok(self.rest().first().copied())
    }

    /// The length of the line that starts `from` bytes on, without its newline, and
    /// whether it has one. A line of which more than `limit` bytes were read ends there.
    pub(super) fn line(&mut self, from: usize, limit: usize) -> io::Result<(usize, bool)> {
        let mut searched = from;
        loop {
            let rest = self.rest();
            if let Some(at) = memchr::memchr(b'\n', rest.get(searched..).unwrap_or_default()) {
                return Ok((searched + at - from, true));
            }
            searched = rest.len().max(from);
            if searched - from > limit || !self.more()? {
                return Ok((searched - from, false));
            }
        }
    }
}
