//! The byte scanner: checks JSON and steps over it without building anything.
//!
//! It takes bytes: that they are UTF-8 is checked before or after, for the whole text at
//! once. It visits every byte once and never allocates. The tree, the event reader and the
//! checks of skipped parts all stand on it, so that there is one meaning of "valid JSON" in
//! the crate.

use super::Kind;
use super::fault::{Fault, SyntaxError, error};
use super::numeral::number_parts;
use super::string::{BLOCK, RawString, after_escape, aligned, string_ends, unescape_into};

type Scan<T> = Result<T, SyntaxError>;

/// A position in a JSON text.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'t> {
    bytes: &'t [u8],
    pos: usize,
    /// The bytes of the block at `block` that may end the plain part of a string, without
    /// those that were passed. In text without white space the first is the next quote.
    ends: u64,
    block: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, pos: 0, ends: string_ends(bytes, 0), block: 0 }
    }

    /// The offset of the next byte.
    pub(crate) fn offset(&self) -> usize {
        self.pos
    }

    /// The bytes between two offsets.
    #[inline]
    pub(crate) fn bytes_between(&self, start: usize, end: usize) -> &'t [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// The bytes of a string of this scanner, its escapes unresolved.
    #[inline]
    pub(crate) fn bytes_of(&self, string: RawString) -> &'t [u8] {
        self.bytes_between(string.start, string.end)
    }

    /// Puts a string of this scanner at the end of `out`, its escapes resolved; nothing
    /// where it is not UTF-8.
    pub(crate) fn unescape_into(&self, string: RawString, out: &mut String) {
        unescape_into(std::str::from_utf8(self.bytes_of(string)).unwrap_or_default(), out);
    }

    #[inline(always)]
    pub(crate) fn fail<T>(&self, fault: Fault) -> Scan<T> {
        Err(error(self.bytes, self.pos, fault))
    }

    /// The next byte that is not white space.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.pos) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.pos += 1,
                other => return other.copied(),
            }
        }
    }

    /// Steps over `byte` if it comes next.
    #[inline(always)]
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.pos) == Some(&byte) || self.peek() == Some(byte);
        self.pos += usize::from(found);
        found
    }

    /// Steps over the string that begins here, checking it.
    // In the module one copy for all callers: what is stepped over has a copy of its own.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn string(&mut self) -> Scan<RawString> {
        let start = self.pos + 1;
        let escaped = self.skip_string()?;
        Ok(RawString { start, end: self.pos - 1, escaped })
    }

    /// The same without taking the text; whether it holds escapes.
    #[inline(always)]
    fn skip_string(&mut self) -> Scan<bool> {
        if self.bytes.get(self.pos) != Some(&b'"') {
            return self.fail(Fault::Value);
        }
        if self.block + self.ends.trailing_zeros() as usize != self.pos {
            (self.block, self.ends) = aligned(self.bytes, self.pos, self.block, self.ends);
        }
        self.skip_next_string()
    }

    /// The same where all before its quote was passed.
    #[inline(always)]
    fn skip_next_string(&mut self) -> Scan<bool> {
        let quote = self.pos;
        let mut ends = self.ends & self.ends.wrapping_sub(1);
        while ends == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                self.pos = self.bytes.len();
                return self.fail(Fault::End);
            }
            ends = string_ends(self.bytes, self.block);
            if self.block <= quote {
                ends &= ends - 1;
            }
        }
        self.ends = ends & (ends - 1);
        self.pos = self.block + ends.trailing_zeros() as usize;
        if self.bytes.get(self.pos) == Some(&b'"') {
            self.pos += 1;
            return Ok(false);
        }
        let mut here = self.clone();
        here.skip_escapes()?;
        *self = here;
        Ok(true)
    }

    /// Goes on from the first backslash or control character in a string.
    #[inline(never)]
    fn skip_escapes(&mut self) -> Scan<()> {
        loop {
            match self.bytes.get(self.pos) {
                Some(b'"') => {
                    self.pos += 1;
                    self.ends &= self.ends - 1;
                    return Ok(());
                }
                Some(b'\\') => self.pos = after_escape(self.bytes, self.pos)?,
                Some(_) => return self.fail(Fault::ControlCharacter),
                None => return self.fail(Fault::End),
            }
            (self.block, self.ends) = aligned(self.bytes, self.pos, self.block, self.ends);
            while self.ends == 0 {
                self.block += BLOCK;
                if self.block >= self.bytes.len() {
                    self.pos = self.bytes.len();
                    return self.fail(Fault::End);
                }
                self.ends = string_ends(self.bytes, self.block);
            }
            self.pos = self.block + self.ends.trailing_zeros() as usize;
        }
    }

    /// Steps over the number that begins here.
    #[inline(always)]
    pub(crate) fn number(&mut self) -> Scan<()> {
        match number_parts(self.bytes, self.pos) {
            Ok(parts) => {
                self.pos = parts.end;
                Ok(())
            }
            Err(at) => {
                self.pos = at;
                self.fail(Fault::Number)
            }
        }
    }

    /// Steps over `true`, `false` or `null`.
    #[inline(always)]
    pub(crate) fn literal<const LENGTH: usize>(&mut self, word: &[u8; LENGTH]) -> Scan<()> {
        let rest = self.bytes.get(self.pos..).unwrap_or_default();
        if rest.first_chunk() == Some(word) {
            self.pos += LENGTH;
            Ok(())
        } else {
            self.fail(Fault::Literal)
        }
    }

    /// The kind of the value that begins here, after white space.
    #[inline(always)]
    pub(crate) fn kind(&mut self) -> Scan<Kind> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            _ => self.fail(Fault::Value),
        }
    }

    /// Steps over any value, checking all of it. `depth` is how many levels may
    /// still open.
    pub(crate) fn skip(&mut self, depth: usize) -> Scan<Kind> {
        let kind = self.kind()?;
        match kind {
            Kind::Array | Kind::Object => self.skip_nested(depth)?,
            _ => self.skip_scalar(kind)?,
        }
        Ok(kind)
    }

    #[inline(always)]
    fn skip_scalar(&mut self, kind: Kind) -> Scan<()> {
        match kind {
            Kind::String => self.skip_string().map(|_| ()),
            Kind::Number => self.number(),
            Kind::Null => self.literal(b"null"),
            _ if self.bytes.get(self.pos) == Some(&b't') => self.literal(b"true"),
            _ => self.literal(b"false"),
        }
    }

    /// Steps over the array or object that begins here, level by level without
    /// recursion: one bit a level says whether it is an object. Levels beyond the bits
    /// are left to a call of their own.
    fn skip_nested(&mut self, depth: usize) -> Scan<()> {
        // A copy, whose address nothing takes, can stay in registers.
        let mut here = self.clone();
        here.skip_levels(depth)?;
        *self = here;
        Ok(())
    }

    #[inline(always)]
    fn skip_levels(&mut self, depth: usize) -> Scan<()> {
        let mut objects = 0_u64;
        let mut level = 0_usize;
        loop {
            // A value begins here.
            let kind = self.kind()?;
            let mut is_at_key = false;
            match kind {
                Kind::Array | Kind::Object if level == u64::BITS as usize => {
                    let mut below = self.clone();
                    below.skip_nested(depth.saturating_sub(level))?;
                    *self = below;
                }
                Kind::Array | Kind::Object => {
                    if level == depth {
                        return self.fail(Fault::TooDeep);
                    }
                    self.pos += 1;
                    level += 1;
                    objects = objects << 1 | u64::from(kind == Kind::Object);
                    let close = if kind == Kind::Object { b'}' } else { b']' };
                    if self.peek() != Some(close) {
                        if kind == Kind::Array {
                            continue;
                        }
                        is_at_key = true;
                    }
                }
                _ => self.skip_scalar(kind)?,
            }
            // A key begins here, or a value has ended, or a level is about to.
            loop {
                if is_at_key && self.skip_key()? {
                    break;
                }
                is_at_key = false;
                if level == 0 {
                    return Ok(());
                }
                let in_object = objects & 1 == 1;
                match self.peek() {
                    Some(b',') if in_object => {
                        self.pos += 1;
                        self.peek();
                        is_at_key = true;
                        continue;
                    }
                    Some(b',') => {
                        self.pos += 1;
                        break;
                    }
                    Some(b'}') if in_object => {}
                    Some(b']') if !in_object => {}
                    _ if in_object => return self.fail(Fault::ObjectEnd),
                    _ => return self.fail(Fault::ArrayEnd),
                }
                self.pos += 1;
                level -= 1;
                objects >>= 1;
            }
        }
    }

    /// Steps over the key that begins here and its colon. Members whose values are
    /// strings, without white space, are stepped over with it.
    #[inline(always)]
    fn skip_key(&mut self) -> Scan<bool> {
        if self.bytes.get(self.pos) != Some(&b'"') {
            return self.fail(Fault::Key);
        }
        self.skip_string()?;
        loop {
            if !self.is_next(*b":\"") {
                self.colon()?;
                return Ok(true);
            }
            self.pos += 1;
            self.skip_next_string()?;
            if !self.is_next(*b",\"") {
                return Ok(false);
            }
            self.pos += 1;
            self.skip_next_string()?;
        }
    }

    /// Whether a string begins here, after white space.
    #[inline(always)]
    pub(crate) fn is_at_string(&mut self) -> bool {
        self.peek() == Some(b'"')
    }

    #[inline(always)]
    fn is_next(&self, two: [u8; 2]) -> bool {
        self.bytes.get(self.pos..).unwrap_or_default().first_chunk() == Some(&two)
    }

    /// Goes on from another offset, at which something begins.
    pub(crate) fn go_to(&mut self, offset: usize) {
        if offset < self.pos {
            self.block = offset & !(BLOCK - 1);
            self.ends = string_ends(self.bytes, self.block);
        }
        self.pos = offset;
    }

    /// Steps over any value by its strings and brackets alone: for text that is trusted
    /// to be valid.
    pub(crate) fn leap(&mut self) -> Scan<()> {
        match self.peek() {
            Some(b'"') => self.skip_string().map(|_| ()),
            Some(b'{' | b'[') => {
                self.pos += 1;
                self.leave()
            }
            _ => {
                let rest = self.bytes.get(self.pos..).unwrap_or_default();
                let ends =
                    |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\t' | b'\r');
                let length = rest.iter().position(ends).unwrap_or(rest.len());
                self.pos += length;
                if length == 0 { self.fail(Fault::Value) } else { Ok(()) }
            }
        }
    }

    /// Steps behind the end of the array or object whose inside this is, in the same
    /// manner.
    pub(crate) fn leave(&mut self) -> Scan<()> {
        let mut level = 1_usize;
        loop {
            match self.bytes.get(self.pos) {
                Some(b'"') => {
                    self.skip_string()?;
                    continue;
                }
                Some(b'{' | b'[') => level += 1,
                Some(b'}' | b']') => level -= 1,
                Some(_) => {}
                None => return self.fail(Fault::End),
            }
            self.pos += 1;
            if level == 0 {
                return Ok(());
            }
        }
    }

    /// Steps over the bracket or brace that begins here; the levels left inside.
    #[inline(always)]
    pub(crate) fn open(&mut self, depth: usize) -> Scan<usize> {
        let Some(inside) = depth.checked_sub(1) else {
            return self.fail(Fault::TooDeep);
        };
        self.pos += 1;
        Ok(inside)
    }

    /// In an array: steps to the next element, or over the closing bracket.
    #[inline(always)]
    pub(crate) fn element(&mut self, first: bool) -> Scan<bool> {
        if self.take(b']') {
            return Ok(false);
        }
        if !first && !self.take(b',') {
            return self.fail(Fault::ArrayEnd);
        }
        Ok(true)
    }

    /// In an object: steps over the next key and its colon, or over the closing brace.
    #[inline(always)]
    pub(crate) fn key(&mut self, first: bool) -> Scan<Option<RawString>> {
        if !first && self.is_next(*b",\"") {
            self.pos += 1;
        } else if !self.member(first)? {
            return Ok(None);
        }
        let key = self.string()?;
        self.colon()?;
        Ok(Some(key))
    }

    /// In an object: steps to the next key, or over the closing brace.
    #[inline(always)]
    fn member(&mut self, first: bool) -> Scan<bool> {
        match self.peek() {
            Some(b'}') => {
                self.pos += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.pos += 1;
                if self.peek() == Some(b'"') { Ok(true) } else { self.fail(Fault::Key) }
            }
            Some(b'"') if first => Ok(true),
            _ => self.fail(if first { Fault::Key } else { Fault::ObjectEnd }),
        }
    }

    #[inline(always)]
    fn colon(&mut self) -> Scan<()> {
        if self.take(b':') { Ok(()) } else { self.fail(Fault::Colon) }
    }

    /// Checks that only white space is left.
    pub(crate) fn end(&mut self) -> Scan<()> {
        if self.peek().is_some() { self.fail(Fault::Trailing) } else { Ok(()) }
    }
}
