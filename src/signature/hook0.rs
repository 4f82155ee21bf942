//! Hook0: `X-Hook0-Signature: t=…,v0=…,h=…,v1=…` (hook0/hook0, clients and tutorials;
//! CDP, Verify Signatures).

use super::{Algorithm, Claim, Claims, Message, Received, Signature, SignatureError};
use crate::codec;

const HEADER: &str = "X-Hook0-Signature";

/// What `v0` and `v1` are over.
pub(super) fn contents(message: &Message<'_>) -> Vec<Vec<u8>> {
    let timestamp = message.timestamp.to_string();
    let values: Vec<&str> = message.headers.iter().map(|(_, value)| value.as_str()).collect();
    vec![
        v0(&timestamp, message.body),
        v1(&timestamp, &names(message.headers), &values, message.body),
    ]
}

pub(super) fn headers(
    message: &Message<'_>,
    signatures: &[Signature],
) -> Result<Vec<(String, String)>, SignatureError> {
    let [first, second] = signatures else { return Err(SignatureError::SignatureCount) };
    if [(first, 0), (second, 1)]
        .iter()
        .any(|(each, content)| each.content != *content || each.algorithm != Algorithm::HmacSha256)
    {
        return Err(SignatureError::SignatureCount);
    }
    let (timestamp, names) = (message.timestamp, names(message.headers));
    let (v0, v1) = (codec::hex(&first.bytes), codec::hex(&second.bytes));
    Ok(vec![(HEADER.to_owned(), format!("t={timestamp},v0={v0},h={names},v1={v1}"))])
}

/// `v1` where it is there and its headers are, which is more; else `v0`.
pub(super) fn claims(received: &Received<'_>) -> Result<Claims, SignatureError> {
    let malformed = SignatureError::MalformedHeader(HEADER);
    let header = received.header(HEADER)?;
    let part = |name: &str| {
        header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
    };
    let text = part("t").ok_or(malformed)?;
    let timestamp = codec::seconds(text).ok_or(malformed)?;
    let code = |name: &str| part(name).map(|code| codec::from_hex(code).ok_or(malformed));
    let (weak, strong) = (code("v0").transpose()?, code("v1").transpose()?);
    let strong = strong.zip(part("h")).and_then(|(signature, names)| {
        let values = values(received, names)?;
        Some((v1(text, names, &values, received.body), signature))
    });
    let weak = weak.map(|signature| (v0(text, received.body), signature));
    let (content, signature) = strong.or(weak).ok_or(malformed)?;
    Ok(Claims {
        id: None,
        timestamp: Some(timestamp),
        alternatives: vec![Claim { algorithm: Algorithm::HmacSha256, content, signature }],
    })
}

/// The values of the named headers; nothing if one is absent or stands twice.
fn values<'r>(received: &Received<'r>, names: &str) -> Option<Vec<&'r str>> {
    names
        .split(' ')
        .filter(|name| !name.is_empty())
        .map(|name| {
            let is_it = |(other, _): &&(String, String)| other.eq_ignore_ascii_case(name);
            let mut found = received.headers.iter().filter(is_it);
            match (found.next(), found.next()) {
                (Some((_, value)), None) => Some(value.as_str()),
                _ => None,
            }
        })
        .collect()
}

fn names(headers: &[(String, String)]) -> String {
    let names: Vec<String> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.join(" ")
}

fn v0(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b".", body].concat()
}

fn v1(timestamp: &str, names: &str, values: &[&str], body: &[u8]) -> Vec<u8> {
    let head = [timestamp, names, &values.join(".")].join(".");
    [head.as_bytes(), b".", body].concat()
}
