//! Hexadecimal, base64 and seconds, as headers and tokens write them. Decoding is
//! constant-time.

use ct_codecs::{Base64, Base64UrlSafeNoPadding, Decoder, Encoder, Hex};

pub(crate) fn hex(bytes: &[u8]) -> String {
    // The buffer is sized by the codec itself.
    Hex::encode_to_string(bytes).unwrap_or_default()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    Hex::decode_to_vec(text, None).ok()
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    Base64::encode_to_string(bytes).unwrap_or_default()
}

pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_to_vec(text, None).ok()
}

/// Base64 for URLs, without padding.
pub(crate) fn base64_url(text: &str) -> String {
    Base64UrlSafeNoPadding::encode_to_string(text).unwrap_or_default()
}

pub(crate) fn from_base64_url(text: &str) -> Option<String> {
    String::from_utf8(Base64UrlSafeNoPadding::decode_to_vec(text, None).ok()?).ok()
}

/// A number of seconds in its plain digits: `007` or `+7` would be signed as other bytes.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let seconds: u64 = text.parse().ok()?;
    (seconds.to_string() == text).then_some(seconds)
}
