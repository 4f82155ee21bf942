//! The names of capturing groups.

/// Reads the name of a group that stands at `at`, after the `<`: the name, and where
/// the text goes on after the `>`.
pub(super) fn read(symbols: &[u32], mut at: usize) -> Option<(String, usize)> {
    let mut name = String::new();
    loop {
        let character = match *symbols.get(at)? {
            close if close == u32::from('>') => {
                return (!name.is_empty()).then_some((name, at + 1));
            }
            backslash if backslash == u32::from('\\') => {
                let (character, next) = escape(symbols, at + 1)?;
                at = next;
                character
            }
            high if (0xD800..0xDC00).contains(&high) => {
                let character = joined(high, *symbols.get(at + 1)?)?;
                at += 2;
                character
            }
            symbol => {
                at += 1;
                char::from_u32(symbol)?
            }
        };
        let suits = if name.is_empty() { starts(character) } else { continues(character) };
        if !suits {
            return None;
        }
        name.push(character);
    }
}

/// `\uXXXX`, two of them for a pair, or `\u{X…}`, from the `u` on.
fn escape(symbols: &[u32], at: usize) -> Option<(char, usize)> {
    if *symbols.get(at)? != u32::from('u') {
        return None;
    }
    if symbols.get(at + 1) == Some(&u32::from('{')) {
        let digits = symbols[at + 2..].iter().take_while(|&&symbol| digit(symbol).is_some());
        let (mut value, mut count) = (0_u32, 0);
        for &symbol in digits {
            value = value.checked_mul(16)?.checked_add(digit(symbol)?)?;
            count += 1;
        }
        let end = at + 2 + count;
        let closed = count > 0 && symbols.get(end) == Some(&u32::from('}'));
        return closed.then_some((char::from_u32(value)?, end + 1));
    }
    let first = four_digits(symbols, at + 1)?;
    match char::from_u32(first) {
        Some(character) => Some((character, at + 5)),
        None if symbols.get(at + 5..at + 7)? == [u32::from('\\'), u32::from('u')] => {
            Some((joined(first, four_digits(symbols, at + 7)?)?, at + 11))
        }
        None => None,
    }
}

/// The four hexadecimal digits at `at`.
pub(super) fn four_digits(symbols: &[u32], at: usize) -> Option<u32> {
    symbols.get(at..at + 4)?.iter().try_fold(0, |value, &symbol| Some(value * 16 + digit(symbol)?))
}

/// The value of a hexadecimal digit.
pub(super) fn digit(symbol: u32) -> Option<u32> {
    char::from_u32(symbol)?.to_digit(16)
}

/// The character of a surrogate pair.
pub(super) fn joined(high: u32, low: u32) -> Option<char> {
    let (high, low) = (u16::try_from(high).ok()?, u16::try_from(low).ok()?);
    let mut characters = char::decode_utf16([high, low]);
    match (characters.next(), characters.next()) {
        (Some(Ok(character)), None) => Some(character),
        _ => None,
    }
}

fn starts(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '$' | '_')
}

fn continues(character: char) -> bool {
    starts(character) || character.is_numeric() || matches!(character, '\u{200C}' | '\u{200D}')
}
