//! Signing and verifying with small Rust crates (feature `signature`).

use ed25519_compact::{KeyPair, PublicKey, Seed, Signature as Ed25519Signature};
use hmac_sha256::HMAC;
use subtle::ConstantTimeEq;

use super::{Algorithm, Claim, Key, Message, Received, Scheme, Signature, SignatureError};

/// A request that was believed.
///
/// ```
/// use hooksieve::signature::{Key, KeyUse, Received, Scheme, verify};
/// let token = "fe944e318edb02b979d6bf0c87978b640c8e74e1cbfe36404386d33a5bbd8b66";
/// let headers = [("authorization".to_owned(), token[..32].to_owned())];
/// let key = Key::parse(Scheme::Ark, KeyUse::Verify, token).unwrap();
/// let received = Received { headers: &headers, body: b"{}" };
/// let verified = verify(Scheme::Ark, &received, &[key], 0).unwrap();
/// assert_eq!(verified.timestamp, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The id of the event, where it is signed: the key to tell a repetition by.
    pub id: Option<String>,
    /// When it was sent, in seconds since 1970, where that is signed.
    pub timestamp: Option<u64>,
}

/// The headers that sign a message. Only Standard Webhooks takes more than one key: one
/// signature each, while keys are rotated.
///
/// # Errors
/// A message or keys that the scheme cannot sign.
///
/// ```
/// use hooksieve::signature::{Key, KeyUse, Message, Scheme, sign};
/// // The test vector of Standard Webhooks.
/// let key = Key::parse(Scheme::StandardWebhooks, KeyUse::Sign, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
/// let message = Message {
///     id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
///     timestamp: 1_649_367_553,
///     headers: &[],
///     body: br#"{"email":"test@example.com","username":"test_user"}"#,
/// };
/// let headers = sign(Scheme::StandardWebhooks, &message, &[key]).unwrap();
/// assert_eq!(headers[2].1, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
/// ```
pub fn sign(
    scheme: Scheme,
    message: &Message<'_>,
    keys: &[Key],
) -> Result<Vec<(String, String)>, SignatureError> {
    if keys.is_empty() || (keys.len() > 1 && scheme != Scheme::StandardWebhooks) {
        return Err(SignatureError::KeyCount);
    }
    let contents = scheme.contents(message)?;
    let mut signatures = Vec::new();
    for key in keys {
        if key.algorithm() == Algorithm::HalfToken {
            signatures.push(Signature {
                algorithm: Algorithm::HalfToken,
                content: 0,
                bytes: key.bytes().to_vec(),
            });
        }
        for (content, text) in contents.iter().enumerate() {
            let bytes = sign_one(key, text)?;
            signatures.push(Signature { algorithm: key.algorithm(), content, bytes });
        }
    }
    scheme.headers(message, &signatures)
}

/// Believes a request whose signature holds under one of the keys and whose time is within
/// the scheme's window of `now` (milliseconds since 1970). Signatures are compared in
/// constant time.
///
/// # Errors
/// Why it is not believed.
///
/// ```
/// use hooksieve::signature::{Key, KeyUse, Received, Scheme, verify};
/// let header = "t=1636936200,v0=1b3d69df55f1e52f05224ba94a5162abeb17ef52cd7f4948c390f810d6a87e98";
/// let headers = [("X-Hook0-Signature".to_owned(), header.to_owned())];
/// let key = Key::parse(Scheme::Hook0, KeyUse::Verify, "secret").unwrap();
/// let received = Received { headers: &headers, body: b"hello !" };
/// assert!(verify(Scheme::Hook0, &received, &[key], 1_636_936_200_000).is_ok());
/// ```
pub fn verify(
    scheme: Scheme,
    received: &Received<'_>,
    keys: &[Key],
    now: u64,
) -> Result<Verified, SignatureError> {
    let claims = scheme.claims(received, now)?;
    let holds = |claim: &Claim| keys.iter().any(|key| holds(claim, key));
    if claims.alternatives.iter().any(holds) {
        Ok(Verified { id: claims.id, timestamp: claims.timestamp })
    } else {
        Err(SignatureError::Mismatch)
    }
}

fn sign_one(key: &Key, content: &[u8]) -> Result<Vec<u8>, SignatureError> {
    match key.algorithm() {
        Algorithm::HmacSha256 => Ok(HMAC::mac(content, key.bytes()).to_vec()),
        Algorithm::Ed25519 => {
            let bad = SignatureError::BadKey("an Ed25519 key of 32 bytes");
            let seed = Seed::from_slice(key.bytes()).map_err(|_| bad)?;
            let pair = KeyPair::try_from_seed(seed).map_err(|_| bad)?;
            Ok(pair.sk.sign(content, None).to_vec())
        }
        Algorithm::HalfToken => Ok(key.bytes().to_vec()),
    }
}

fn holds(claim: &Claim, key: &Key) -> bool {
    if claim.algorithm != key.algorithm() {
        return false;
    }
    match claim.algorithm {
        Algorithm::HmacSha256 => {
            let expected = HMAC::mac(&claim.content, key.bytes());
            expected.ct_eq(claim.signature.as_slice()).into()
        }
        Algorithm::HalfToken => key.bytes().ct_eq(claim.signature.as_slice()).into(),
        Algorithm::Ed25519 => {
            let public = PublicKey::from_slice(key.bytes());
            let signature = Ed25519Signature::from_slice(&claim.signature);
            matches!(
                (public, signature),
                (Ok(public), Ok(signature)) if public.verify(&claim.content, &signature).is_ok()
            )
        }
    }
}
