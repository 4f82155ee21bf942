//! Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp` and `webhook-signature`, a
//! list of `v1,` HMACs and `v1a,` Ed25519 signatures over `id.timestamp.body`.

use super::{Algorithm, Claim, Claims, Message, Received, Signature, SignatureError};
use crate::codec;

const ID: &str = "webhook-id";
const TIMESTAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// The versions by their algorithm.
const VERSIONS: &[(Algorithm, &str)] =
    &[(Algorithm::HmacSha256, "v1"), (Algorithm::Ed25519, "v1a")];

pub(super) fn contents(message: &Message<'_>) -> Result<Vec<Vec<u8>>, SignatureError> {
    check_id(message.id)?;
    Ok(vec![content(message.id, &message.timestamp.to_string(), message.body)])
}

pub(super) fn headers(
    message: &Message<'_>,
    signatures: &[Signature],
) -> Result<Vec<(String, String)>, SignatureError> {
    check_id(message.id)?;
    let mut list = Vec::with_capacity(signatures.len());
    for signature in signatures {
        let version = VERSIONS.iter().find(|(algorithm, _)| *algorithm == signature.algorithm);
        let (_, version) = version.ok_or(SignatureError::SignatureCount)?;
        list.push(format!("{version},{}", codec::base64(&signature.bytes)));
    }
    if list.is_empty() {
        return Err(SignatureError::SignatureCount);
    }
    Ok(vec![
        (ID.to_owned(), message.id.to_owned()),
        (TIMESTAMP.to_owned(), message.timestamp.to_string()),
        (SIGNATURE.to_owned(), list.join(" ")),
    ])
}

/// Signatures of other versions, and those that cannot be read, are passed over: a sender
/// may use a later version beside.
pub(super) fn claims(received: &Received<'_>) -> Result<Claims, SignatureError> {
    let id = received.header(ID)?;
    check_id(id).map_err(|_| SignatureError::MalformedHeader(ID))?;
    let (text, timestamp) = received.seconds(TIMESTAMP)?;
    let alternatives: Vec<Claim> = received
        .header(SIGNATURE)?
        .split(' ')
        .filter_map(|each| {
            let (version, encoded) = each.split_once(',')?;
            let (algorithm, _) = VERSIONS.iter().find(|(_, known)| *known == version)?;
            let signature = codec::from_base64(encoded)?;
            let content = content(id, text, received.body);
            Some(Claim { algorithm: *algorithm, content, signature })
        })
        .collect();
    if alternatives.is_empty() {
        return Err(SignatureError::MalformedHeader(SIGNATURE));
    }
    Ok(Claims { id: Some(id.to_owned()), timestamp: Some(timestamp), alternatives })
}

fn check_id(id: &str) -> Result<(), SignatureError> {
    let fine =
        !id.is_empty() && !id.contains('.') && id.bytes().all(|byte| byte.is_ascii_graphic());
    if fine { Ok(()) } else { Err(SignatureError::BadId) }
}

fn content(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}
