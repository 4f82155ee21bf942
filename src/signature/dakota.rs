//! Dakota: `X-Webhook-Signature`, base64 Ed25519 over `X-Webhook-Timestamp` directly
//! followed by the body (the guide and the SDKs' `webhook` sources: no separator).

use super::{Algorithm, Claim, Claims, Message, Received, Signature, SignatureError, only};
use crate::codec;

const SIGNATURE: &str = "X-Webhook-Signature";
const TIMESTAMP: &str = "X-Webhook-Timestamp";

pub(super) fn content(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), body].concat()
}

pub(super) fn headers(
    message: &Message<'_>,
    signatures: &[Signature],
) -> Result<Vec<(String, String)>, SignatureError> {
    let signature = only(signatures, Algorithm::Ed25519)?;
    Ok(vec![
        (SIGNATURE.to_owned(), codec::base64(&signature.bytes)),
        (TIMESTAMP.to_owned(), message.timestamp.to_string()),
    ])
}

pub(super) fn claims(received: &Received<'_>) -> Result<Claims, SignatureError> {
    let (text, timestamp) = received.seconds(TIMESTAMP)?;
    let signature = codec::from_base64(received.header(SIGNATURE)?)
        .ok_or(SignatureError::MalformedHeader(SIGNATURE))?;
    Ok(Claims {
        // The id travels in a header that is not signed.
        id: None,
        timestamp: Some(timestamp),
        alternatives: vec![Claim {
            algorithm: Algorithm::Ed25519,
            content: content(text, received.body),
            signature,
        }],
    })
}
