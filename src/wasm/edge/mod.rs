//! The exports of `hooksieve/edge`: what a driver of deliveries asks of the core.
//!
//! Stored objects and states cross as JSON texts that JavaScript keeps and never reads into
//! numbers, so that no digit is lost; times as `bigint`s of milliseconds, bytes as bytes.

mod delivery;
mod endpoint;
mod signature;
mod target;

use serde::de::DeserializeOwned;

use super::fault::Fault;
use crate::json::Node;

/// What a text of the package's own modules says.
fn read<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text)
        .map_err(|error| Fault::new("bad-argument", format!("{what}: {error}")))
}

/// A stored object or another JSON text.
fn node(what: &str, text: &str) -> Result<Node, Fault> {
    Node::parse(text).map_err(|error| Fault::new("bad-argument", format!("{what}: {error}")))
}

fn optional(what: &str, text: Option<String>) -> Result<Option<Node>, Fault> {
    text.map(|text| node(what, &text)).transpose()
}

fn nodes(what: &str, text: &str) -> Result<Vec<Node>, Fault> {
    let list = node(what, text)?;
    list.array()
        .map(<[Node]>::to_vec)
        .ok_or_else(|| Fault::new("bad-argument", format!("{what}: not a list")))
}

/// Random or other bytes of a fixed number.
fn exactly<const N: usize>(what: &str, bytes: &[u8]) -> Result<[u8; N], Fault> {
    let wrong = || Fault::new("bad-argument", format!("{what}: {N} bytes are asked for"));
    bytes.try_into().map_err(|_| wrong())
}
