//! Blocks of IPv4 addresses as regular expressions over the addresses' usual form.

/// A number from 0 to 255 without leading zeros.
const OCTET: &str = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";

/// The pattern of the addresses in `block`, as `10.0.0.0/8`; nothing where it is no block of
/// IPv4 addresses that begins at its first address.
pub(super) fn pattern(block: &str) -> Option<String> {
    let (address, bits) = block.split_once('/')?;
    let bits: u32 = bits.parse().ok().filter(|bits| *bits < 32)?;
    let octets: Option<Vec<u8>> = address.split('.').map(|octet| octet.parse().ok()).collect();
    let octets: [u8; 4] = octets?.try_into().ok()?;
    let first = u32::from_be_bytes(octets);
    let size = u32::MAX.checked_shr(bits).unwrap_or(0);
    if first & size != 0 {
        return None;
    }
    let last = (first | size).to_be_bytes();
    let parts = octets.iter().zip(last).map(|(first, last)| match (*first, last) {
        (0, 255) => OCTET.to_owned(),
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("(?:{})", range(first, last)),
    });
    Some(format!("^{}$", parts.collect::<Vec<_>>().join(r"\.")))
}

/// The numbers from `first` to `last`, ten at a time.
fn range(first: u8, last: u8) -> String {
    let tens = (first / 10..=last / 10).map(|ten| {
        let low = if ten == first / 10 { first % 10 } else { 0 };
        let high = if ten == last / 10 { last % 10 } else { 9 };
        let ten = if ten == 0 { String::new() } else { ten.to_string() };
        if low == high { format!("{ten}{low}") } else { format!("{ten}[{low}-{high}]") }
    });
    tens.collect::<Vec<_>>().join("|")
}
