//! The grammar of JSON numbers.

/// The parts of a JSON number, as offsets into its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NumberParts {
    /// After the digits before the point.
    pub(crate) whole_end: usize,
    /// After the digits behind the point; `whole_end` where there is none.
    pub(crate) fraction_end: usize,
    /// After all of it.
    pub(crate) end: usize,
}

/// The length of the JSON number at the start of `bytes`, or where it breaks off.
pub(crate) fn number_length(bytes: &[u8]) -> Result<usize, usize> {
    number_parts(bytes, 0).map(|parts| parts.end)
}

/// The parts of the JSON number that begins at `start`, or where it breaks off.
#[inline(always)]
pub(crate) fn number_parts(bytes: &[u8], start: usize) -> Result<NumberParts, usize> {
    let start = start + usize::from(bytes.get(start) == Some(&b'-'));
    let whole_end = match bytes.get(start) {
        Some(b'0') => start + 1,
        Some(b'1'..=b'9') => digits_end(bytes, start),
        _ => return Err(start),
    };
    if matches!(bytes.get(whole_end), Some(b'0'..=b'9')) {
        return Err(whole_end);
    }
    let mut fraction_end = whole_end;
    if bytes.get(whole_end) == Some(&b'.') {
        fraction_end = digits_end(bytes, whole_end + 1);
        if fraction_end == whole_end + 1 {
            return Err(fraction_end);
        }
    }
    let mut end = fraction_end;
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let from = end + 1 + sign;
        end = digits_end(bytes, from);
        if end == from {
            return Err(end);
        }
    }
    Ok(NumberParts { whole_end, fraction_end, end })
}

fn word(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Behind the digits from `at` on. Eight at a time: how many there are is not foreseen.
#[inline(always)]
fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).unwrap_or_default().first_chunk() {
        // Of a digit 0 to 9 is left, to which 0x76 can be added without reaching the upper bit.
        let rest = u64::from_le_bytes(*eight) ^ word(b'0');
        let others = (((rest & word(0x7f)) + word(0x76)) | rest) & word(0x80);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while matches!(bytes.get(at), Some(b'0'..=b'9')) {
        at += 1;
    }
    at
}
