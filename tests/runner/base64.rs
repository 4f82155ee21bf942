//! Base64 (RFC 4648) of the vectors that hold bytes.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes of a padded base64 text.
pub(super) fn decode(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 4, 0, "base64 comes in fours: {text:?}");
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|&known| known == digit);
        let value = value.unwrap_or_else(|| panic!("not base64: {text:?}"));
        bits = bits << 6 | u32::try_from(value).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    bytes
}

#[test]
fn decodes_the_vectors_of_the_rfc() {
    for (text, bytes) in
        [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmE=", "fooba")]
    {
        assert_eq!(decode(text), bytes.as_bytes());
    }
}
