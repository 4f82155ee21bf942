//! ARK: the raw `Authorization` header is the first half of the token (core 3.9.1,
//! `listener`; docs, usage: the receiver puts its half behind and compares). It proves who
//! sends, neither when nor what.

use super::{Algorithm, Claim, Claims, Received, Signature, SignatureError, only};

const HEADER: &str = "Authorization";

pub(super) fn headers(signatures: &[Signature]) -> Result<Vec<(String, String)>, SignatureError> {
    let half = &only(signatures, Algorithm::HalfToken)?.bytes;
    let half = std::str::from_utf8(half).map_err(|_| SignatureError::SignatureCount)?;
    Ok(vec![(HEADER.to_owned(), half.to_owned())])
}

pub(super) fn claims(received: &Received<'_>) -> Result<Claims, SignatureError> {
    let half = received.header(HEADER)?;
    Ok(Claims {
        id: None,
        timestamp: None,
        alternatives: vec![Claim {
            algorithm: Algorithm::HalfToken,
            content: Vec::new(),
            signature: half.as_bytes().to_vec(),
        }],
    })
}
