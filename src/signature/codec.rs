//! Hexadecimal, base64 and seconds, as headers write them. Decoding is constant-time.

use ct_codecs::{Base64, Decoder, Encoder, Hex};

pub(super) fn hex(bytes: &[u8]) -> String {
    // The buffer is sized by the codec itself.
    Hex::encode_to_string(bytes).unwrap_or_default()
}

pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    Hex::decode_to_vec(text, None).ok()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    Base64::encode_to_string(bytes).unwrap_or_default()
}

pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_to_vec(text, None).ok()
}

/// A number of seconds in its plain digits: `007` or `+7` would be signed as other bytes.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let seconds: u64 = text.parse().ok()?;
    (seconds.to_string() == text).then_some(seconds)
}
