//! Keys in the texts that providers give out.

use std::fmt;

use super::{Algorithm, Scheme, SignatureError};
use crate::codec;

/// What a key is read for. It matters where both keys of a pair look alike.
///
/// ```
/// use hooksieve::signature::{Key, KeyUse, Scheme};
/// let production = "65b797d688ed4991ecc0d922f360bd9b4c3d68e5a36ce2b1307cc8547bd68be4";
/// assert!(Key::parse(Scheme::Dakota, KeyUse::Verify, production).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// To sign.
    Sign,
    /// To verify.
    Verify,
}

/// A key of a scheme. `Debug` does not show it.
///
/// ```
/// use hooksieve::signature::{Key, KeyUse, Scheme};
/// let key = Key::parse(Scheme::StandardWebhooks, KeyUse::Sign, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
/// assert_eq!(key.bytes().len(), 24);
/// assert_eq!(format!("{key:?}"), "Key(HmacSha256)");
/// ```
#[derive(Clone)]
pub struct Key {
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl Key {
    /// Reads a key as the provider writes it:
    ///
    /// | scheme | to sign | to verify |
    /// |---|---|---|
    /// | Dfns, Hook0 | the secret's text | the same |
    /// | Dakota | 64 hexadecimal digits (the seed), or 128 (seed and public key) | 64: the public key |
    /// | ARK | the whole token of 64 digits, or its first half | the same |
    /// | Standard Webhooks | `whsec_…`, `whsk_…` | `whsec_…`, `whpk_…` |
    ///
    /// # Errors
    /// A text of another form; what form it must have is said, the text is not.
    ///
    /// ```
    /// use hooksieve::signature::{Key, KeyUse, Scheme};
    /// assert!(Key::parse(Scheme::Dakota, KeyUse::Sign, "short").is_err());
    /// ```
    pub fn parse(scheme: Scheme, usage: KeyUse, text: &str) -> Result<Self, SignatureError> {
        let (algorithm, bytes) = match scheme {
            Scheme::Dfns | Scheme::Hook0 if text.is_empty() => {
                return Err(SignatureError::BadKey("the secret's text, not empty"));
            }
            Scheme::Dfns | Scheme::Hook0 => (Algorithm::HmacSha256, text.as_bytes().to_vec()),
            Scheme::Dakota => (Algorithm::Ed25519, dakota(usage, text)?),
            Scheme::Ark => (Algorithm::HalfToken, ark(text)?),
            Scheme::StandardWebhooks => standard(usage, text)?,
        };
        Ok(Self { algorithm, bytes })
    }

    /// How it signs.
    ///
    /// ```
    /// use hooksieve::signature::{Algorithm, Key, KeyUse, Scheme};
    /// let key = Key::parse(Scheme::Hook0, KeyUse::Verify, "secret").unwrap();
    /// assert_eq!(key.algorithm(), Algorithm::HmacSha256);
    /// ```
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key itself, to hand to the platform's cryptography: the secret's bytes (HMAC),
    /// the 32 bytes of the seed or public key (Ed25519), the first half of the token.
    ///
    /// ```
    /// use hooksieve::signature::{Key, KeyUse, Scheme};
    /// assert_eq!(Key::parse(Scheme::Hook0, KeyUse::Sign, "secret").unwrap().bytes(), b"secret");
    /// ```
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.algorithm).finish()
    }
}

fn dakota(usage: KeyUse, text: &str) -> Result<Vec<u8>, SignatureError> {
    let bytes = codec::from_hex(text);
    match usage {
        KeyUse::Sign => bytes.and_then(seed).ok_or(SignatureError::BadKey(
            "64 hexadecimal digits (an Ed25519 seed), or 128 (seed and public key)",
        )),
        KeyUse::Verify => bytes
            .filter(|bytes| bytes.len() == 32)
            .ok_or(SignatureError::BadKey("64 hexadecimal digits (an Ed25519 public key)")),
    }
}

/// The seed of a secret Ed25519 key, which may be followed by the public key.
fn seed(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    matches!(bytes.len(), 32 | 64).then(|| {
        bytes.truncate(32);
        bytes
    })
}

/// The half that the node sends (core 3.9.1, `server/index`: `token.slice(0, 32)`).
fn ark(text: &str) -> Result<Vec<u8>, SignatureError> {
    let is_token =
        matches!(text.len(), 32 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let half = text.as_bytes().get(..32).filter(|_| is_token);
    half.map(<[u8]>::to_vec)
        .ok_or(SignatureError::BadKey("a token of 64 hexadecimal digits, or its first 32"))
}

/// Standard Webhooks, Signature scheme: 24 to 64 bytes in base64 after `whsec_`, or an
/// Ed25519 key after `whsk_` and `whpk_`.
fn standard(usage: KeyUse, text: &str) -> Result<(Algorithm, Vec<u8>), SignatureError> {
    let (prefix, encoded) = match text.split_once('_') {
        Some((prefix @ ("whsec" | "whsk" | "whpk"), encoded)) => (prefix, encoded),
        _ => ("whsec", text),
    };
    let bytes = codec::from_base64(encoded);
    let (algorithm, bytes) = match (prefix, usage) {
        ("whsec", _) => {
            (Algorithm::HmacSha256, bytes.filter(|bytes| (24..=64).contains(&bytes.len())))
        }
        ("whsk", KeyUse::Sign) => (Algorithm::Ed25519, bytes.and_then(seed)),
        ("whpk", KeyUse::Verify) => (Algorithm::Ed25519, bytes.filter(|bytes| bytes.len() == 32)),
        _ => (Algorithm::Ed25519, None),
    };
    let form = match usage {
        KeyUse::Sign => "`whsec_` with 24 to 64 bytes in base64, or `whsk_` with an Ed25519 key",
        KeyUse::Verify => "`whsec_` with 24 to 64 bytes in base64, or `whpk_` with an Ed25519 key",
    };
    bytes.map(|bytes| (algorithm, bytes)).ok_or(SignatureError::BadKey(form))
}
