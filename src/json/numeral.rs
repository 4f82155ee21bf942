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
    let digits_end = |mut at: usize| {
        while matches!(bytes.get(at), Some(b'0'..=b'9')) {
            at += 1;
        }
        at
    };
    let start = start + usize::from(bytes.get(start) == Some(&b'-'));
    let whole_end = match bytes.get(start) {
        Some(b'0') => start + 1,
        Some(b'1'..=b'9') => digits_end(start),
        _ => return Err(start),
    };
    if matches!(bytes.get(whole_end), Some(b'0'..=b'9')) {
        return Err(whole_end);
    }
    let mut fraction_end = whole_end;
    if bytes.get(whole_end) == Some(&b'.') {
        fraction_end = digits_end(whole_end + 1);
        if fraction_end == whole_end + 1 {
            return Err(fraction_end);
        }
    }
    let mut end = fraction_end;
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let from = end + 1 + sign;
        end = digits_end(from);
        if end == from {
            return Err(end);
        }
    }
    Ok(NumberParts { whole_end, fraction_end, end })
}
