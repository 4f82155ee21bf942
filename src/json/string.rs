//! Strings: their escapes, and where they end, which is looked for in many bytes together.

use std::borrow::Cow;

use wide::u8x16;

use super::fault::{Fault, SyntaxError, error};

/// How many bytes are looked at together for the end of a string.
pub(super) const BLOCK: usize = 64;

/// Where a string stands between its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawString {
    /// The offset of the first byte after the opening quote.
    pub(crate) start: usize,
    /// The offset of the closing quote.
    pub(crate) end: usize,
    /// Whether it holds escapes.
    pub(crate) escaped: bool,
}

impl RawString {
    /// Its text with the escapes resolved, of the text that was scanned; borrowed where it
    /// has none.
    pub(crate) fn decode(self, text: &str) -> Cow<'_, str> {
        let raw = text.get(self.start..self.end).unwrap_or_default();
        if self.escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) }
    }
}

/// Resolves the escapes of a string that was scanned before.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    unescape_into(text, &mut out);
    out
}

/// The same, at the end of `out`.
pub(super) fn unescape_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let kind = rest.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        rest = rest.get(at + 2..).unwrap_or_default();
        match kind {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'u' => {
                let high = hex4(rest.as_bytes()).unwrap_or(0);
                rest = rest.get(4..).unwrap_or_default();
                let code = if (0xD800..0xDC00).contains(&high) {
                    let low =
                        rest.get(2..).and_then(|rest| hex4(rest.as_bytes())).unwrap_or(0xDC00);
                    rest = rest.get(6..).unwrap_or_default();
                    0x10000 + ((high - 0xD800) << 10) + low.saturating_sub(0xDC00)
                } else {
                    high
                };
                out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            other => out.push(char::from(other)),
        }
    }
    out.push_str(rest);
}

/// Four hex digits at the start of `bytes`.
fn hex4(bytes: &[u8]) -> Option<u32> {
    bytes
        .get(..4)?
        .iter()
        .try_fold(0, |code, &digit| Some(code * 16 + char::from(digit).to_digit(16)?))
}

/// The offset after the escape whose backslash stands at `at`.
#[inline(never)]
pub(super) fn after_escape(bytes: &[u8], at: usize) -> Result<usize, SyntaxError> {
    let unit = |at: usize| match bytes.get(at + 2..).and_then(hex4) {
        Some(unit) => Ok(unit),
        None => Err(error(bytes, at, Fault::Escape)),
    };
    match bytes.get(at + 1) {
        None => Err(error(bytes, at + 1, Fault::End)),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => match unit(at)? {
            0xD800..0xDC00 => {
                let second = bytes.get(at + 6..at + 8) == Some(br"\u");
                if second && (0xDC00..0xE000).contains(&unit(at + 6)?) {
                    return Ok(at + 12);
                }
                Err(error(bytes, at, Fault::Surrogate))
            }
            0xDC00..0xE000 => Err(error(bytes, at, Fault::Surrogate)),
            _ => Ok(at + 6),
        },
        Some(_) => Err(error(bytes, at, Fault::Escape)),
    }
}

/// The block of a place and its ends from there on, where those of `block` are `ends`.
#[inline(never)]
pub(super) fn aligned(bytes: &[u8], pos: usize, block: usize, mut ends: u64) -> (usize, u64) {
    let wanted = pos & !(BLOCK - 1);
    if wanted != block {
        ends = string_ends(bytes, wanted);
    }
    (wanted, ends & u64::MAX << (pos % BLOCK))
}

/// Which of the 64 bytes from `block` on are a quote, a backslash or a control
/// character, the first byte in the lowest bit; bytes past the end are none.
#[inline(never)]
pub(super) fn string_ends(bytes: &[u8], block: usize) -> u64 {
    let rest = bytes.get(block..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk::<BLOCK>() {
        return block_ends(chunk);
    }
    let mut padded = [b' '; BLOCK];
    padded[..rest.len()].copy_from_slice(rest);
    block_ends(&padded)
}

#[inline]
fn block_ends(block: &[u8; BLOCK]) -> u64 {
    let (parts, _) = block.as_chunks::<16>();
    let ends = |part: &[u8; 16]| {
        let bytes = u8x16::new(*part);
        let control = bytes.min(u8x16::splat(0x1f)).simd_eq(bytes);
        let quote = bytes.simd_eq(u8x16::splat(b'"'));
        let slash = bytes.simd_eq(u8x16::splat(b'\\'));
        u64::from((control | quote | slash).to_bitmask())
    };
    parts.iter().rev().fold(0, |all, part| all << 16 | ends(part))
}
