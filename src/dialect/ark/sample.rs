//! Sample deliveries: `{"timestamp","data","event"}` (`listener.ts`, `broadcast`).

use crate::dialect::Catalogue;
use crate::json::Node;

/// The payload of the events whose name starts so, as the nodes dispatch it; the
/// values are made up, but for the generator of the documents' example.
const DATA: &[(&str, &str)] = &[
    (
        "block.",
        r#"{"id":"4398082439836560423","version":0,"timestamp":35751416,"height":2243161,"previousBlock":"17443301706091543184","numberOfTransactions":1,"totalAmount":"12500000000","totalFee":"10000000","reward":"200000000","payloadLength":32,"payloadHash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","generatorPublicKey":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515"}"#,
    ),
    (
        "transaction.",
        r#"{"id":"3e3817fd0c35bc36674f3874c2953fa3e35877cbcdb44a08bdc6083dbd39d572","version":2,"network":23,"typeGroup":1,"type":0,"nonce":"1","senderPublicKey":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515","fee":"10000000","amount":"12500000000","recipientId":"ATsPMTAHNsUwKedzNpjTNRfcj1oRGaX5xC","vendorField":"invoice 7","expiration":0}"#,
    ),
    (
        "evm.transaction.",
        r#"{"receipt":{"status":1,"gasUsed":"21000","logs":[]},"sender":"0x12361f0Bd5f95C3Ea8BF34af48F5484b811B5CCe","transactionId":"3e3817fd0c35bc36674f3874c2953fa3e35877cbcdb44a08bdc6083dbd39d572"}"#,
    ),
    (
        "delegate.",
        r#"{"type":2,"fee":"2500000000","senderPublicKey":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515","asset":{"delegate":{"username":"sample"}}}"#,
    ),
    (
        "validator.",
        r#"{"senderPublicKey":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515"}"#,
    ),
    (
        "wallet.",
        r#"{"delegate":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515","transaction":{"type":3,"amount":"0","fee":"100000000"}}"#,
    ),
    ("peer.", r#"{"ip":"203.0.113.7","port":4001,"version":"3.9.1"}"#),
    (
        "round.missed",
        r#"{"delegate":{"publicKey":"032fcfd19f0e095bf46bd3ada87e283720c405249b1be1a70bad1d5f20095a8515"}}"#,
    ),
    ("", "{}"),
];

/// A delivery of `event`, if its documents name it.
pub(super) fn event(catalogue: &Catalogue, event: &str) -> Option<Node> {
    let name = catalogue.names().find(|name| *name == event)?;
    let (_, data) = DATA.iter().find(|(start, _)| name.starts_with(start))?;
    let text = format!(r#"{{"timestamp":1535096799000,"data":{data},"event":"{name}"}}"#);
    Node::parse(&text).ok()
}
