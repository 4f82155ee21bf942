//! Dfns: `X-DFNS-WEBHOOK-SIGNATURE: sha256=…`, hexadecimal HMAC over the body.
//!
//! The documents' sample serialises the parsed body again before it compares; a body that
//! was written as `JSON.stringify` writes it is the same bytes, and those are checked here.

use super::{Algorithm, Claim, Claims, Received, Signature, SignatureError, only};
use crate::codec;
use crate::json::Node;

const HEADER: &str = "X-DFNS-WEBHOOK-SIGNATURE";

pub(super) fn headers(signatures: &[Signature]) -> Result<Vec<(String, String)>, SignatureError> {
    let signature = only(signatures, Algorithm::HmacSha256)?;
    Ok(vec![(HEADER.to_owned(), format!("sha256={}", codec::hex(&signature.bytes)))])
}

pub(super) fn claims(received: &Received<'_>) -> Result<Claims, SignatureError> {
    let header = received.header(HEADER)?;
    let signature = header.strip_prefix("sha256=").and_then(codec::from_hex);
    let signature = signature.ok_or(SignatureError::MalformedHeader(HEADER))?;
    let body = std::str::from_utf8(received.body).ok().and_then(|text| Node::parse(text).ok());
    let sent = body.as_ref().and_then(|body| body.get("timestampSent")).and_then(Node::number);
    let timestamp = sent.and_then(codec::seconds).ok_or(SignatureError::NoTimestamp)?;
    let id = body.as_ref().and_then(|body| body.get("id")).and_then(Node::string);
    Ok(Claims {
        id: id.map(str::to_owned),
        timestamp: Some(timestamp),
        alternatives: vec![Claim {
            algorithm: Algorithm::HmacSha256,
            content: received.body.to_vec(),
            signature,
        }],
    })
}
