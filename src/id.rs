//! Ids in the forms of the providers, made of time and random bytes that are passed in.

/// The letters of Dfns' ids: Crockford's base 32 in lower case, five bits each.
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The digits of KSUIDs.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The beginning of KSUIDs' time, in seconds since 1970.
const KSUID_EPOCH: u64 = 1_400_000_000;

const KSUID_LENGTH: usize = 27;

/// The id of a Dfns webhook: `wh-1vs8g-c1ub1-…` (API specification 2.0.155: five, five and
/// 14 to 16 letters or digits).
///
/// ```
/// let id = hooksieve::id::dfns_webhook([0; 16]);
/// assert_eq!(id, "wh-00000-00000-0000000000000000");
/// assert!(hooksieve::id::is_dfns_webhook(&id));
/// ```
pub fn dfns_webhook(random: [u8; 16]) -> String {
    dfns("wh", random)
}

/// The id of a Dfns webhook event: `whe-…`.
///
/// ```
/// let id = hooksieve::id::dfns_event([255; 16]);
/// assert!(id.starts_with("whe-zzzzz-") && hooksieve::id::is_dfns_event(&id));
/// ```
pub fn dfns_event(random: [u8; 16]) -> String {
    dfns("whe", random)
}

/// The secret of a Dfns webhook: `whs-…`.
pub(crate) fn dfns_secret(random: [u8; 16]) -> String {
    dfns("whs", random)
}

/// Whether a text has the form of a Dfns webhook's id.
///
/// ```
/// assert!(!hooksieve::id::is_dfns_webhook("whe-00000-00000-0000000000000000"));
/// ```
pub fn is_dfns_webhook(text: &str) -> bool {
    is_dfns("wh", text)
}

/// Whether a text has the form of a Dfns webhook event's id.
///
/// ```
/// assert!(!hooksieve::id::is_dfns_event("whe-xxx-xxxxxxx"));
/// ```
pub fn is_dfns_event(text: &str) -> bool {
    is_dfns("whe", text)
}

/// A KSUID, Dakota's id for everything: seconds and 16 random bytes in 27 letters and
/// digits. Ids of later seconds sort behind earlier ones.
///
/// ```
/// use hooksieve::id::{is_ksuid, ksuid};
/// // The example of segmentio/ksuid's documentation.
/// let random = [0xB5, 0xA1, 0xCD, 0x34, 0xB5, 0xF9, 0x9D, 0x11, 0x54, 0xFB, 0x68, 0x53, 0x34, 0x5C, 0x97, 0x35];
/// assert_eq!(ksuid(1_507_608_047_000, random), "0ujtsYcgvSTl8PAuAdqWYSMnLOv");
/// assert!(is_ksuid(&ksuid(u64::MAX, [255; 16])));
/// ```
pub fn ksuid(now: u64, random: [u8; 16]) -> String {
    let seconds = (now / 1_000).saturating_sub(KSUID_EPOCH);
    let mut number = [0; 20];
    number[..4].copy_from_slice(&u32::try_from(seconds).unwrap_or(u32::MAX).to_be_bytes());
    number[4..].copy_from_slice(&random);
    let mut digits = [b'0'; KSUID_LENGTH];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0_usize;
        for byte in &mut number {
            let value = rest << 8 | usize::from(*byte);
            // Less than 256: the rest is less than the divisor.
            *byte = (value / 62).to_le_bytes()[0];
            rest = value % 62;
        }
        *digit = BASE62[rest];
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

/// Whether a text has the form of a KSUID (Dakota: `^[0-9A-Za-z]{27}$`) and its value is in
/// range.
///
/// ```
/// use hooksieve::id::is_ksuid;
/// assert!(is_ksuid("1NFHrqBHb3cTfLVkFSGmHZqdDPi"));
/// assert!(!is_ksuid("zzzzzzzzzzzzzzzzzzzzzzzzzzz") && !is_ksuid("1NFHrqBHb3cTfLVkFSGmHZqdDP"));
/// ```
pub fn is_ksuid(text: &str) -> bool {
    // Digits sort as their values do; this is 2^160 - 1.
    const LARGEST: &str = "aWgEPTl1tmebfsQzFP4bxwgy80V";
    text.len() == KSUID_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text <= LARGEST
}

/// A random UUID (RFC 9562, version 4): CDP's and ARK's ids.
///
/// ```
/// assert_eq!(hooksieve::id::uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
/// ```
pub fn uuid(random: [u8; 16]) -> String {
    let number = u128::from_be_bytes(random);
    let number = number & !(0xf << 76) | 0x4 << 76;
    let number = number & !(0x3 << 62) | 0x2 << 62;
    let hex = format!("{number:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Whether a text has the form of a UUID of any version, in either case.
///
/// ```
/// use hooksieve::id::is_uuid;
/// assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000"));
/// assert!(!is_uuid("123e4567e89b12d3a456426614174000"));
/// ```
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn dfns(prefix: &str, random: [u8; 16]) -> String {
    let number = u128::from_be_bytes(random);
    // 26 letters of five bits: the last one repeats the first two bits.
    let letters: String = (0..26)
        .map(|at| {
            let value = number.rotate_left(5 * (at + 1)) & 0x1f;
            usize::try_from(value).map_or('0', |value| char::from(BASE32[value]))
        })
        .collect();
    format!("{prefix}-{}-{}-{}", &letters[..5], &letters[5..10], &letters[10..])
}

fn is_dfns(prefix: &str, text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [kind, first, second, third] = parts.as_slice() else { return false };
    let plain =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    *kind == prefix
        && first.len() == 5
        && second.len() == 5
        && (14..=16).contains(&third.len())
        && [first, second, third].iter().all(|part| plain(part))
}
