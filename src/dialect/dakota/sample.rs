//! Sample events, in the envelope that Dakota's webhook guide prints. The ids are made up.

use crate::json::Node;

/// `data.object` for the types whose name starts so.
const OBJECTS: &[(&str, &str)] = &[
    (
        "transaction.auto.",
        r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","auto_account_id":"1NFHrqBHb3cTfLVkFSGmHZqdDPi","status":"completed"}"#,
    ),
    ("transaction.", r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","status":"completed"}"#),
    (
        "target.",
        r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","url":"https://example.com/webhooks/receive","global":false}"#,
    ),
    (
        "wallet.transaction.",
        r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","wallet_id":"1NFHrqBHb3cTfLVkFSGmHZqdDPi","status":"completed"}"#,
    ),
    (
        "wallet.deposit",
        r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","wallet_id":"1NFHrqBHb3cTfLVkFSGmHZqdDPi","amount":"100.00","asset":"USDC"}"#,
    ),
    (
        "customer.kyb_status.",
        r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl","customer_id":"1NFHrqBHb3cTfLVkFSGmHZqdDPi","status":"active"}"#,
    ),
    ("", r#"{"id":"1NFHrqBHb3cTfLVkFSGmHZsampl"}"#),
];

/// An event of this type as it is delivered.
pub(super) fn event(event_type: &str) -> Option<Node> {
    let (_, object) = OBJECTS.iter().find(|(start, _)| event_type.starts_with(start))?;
    let text = format!(
        r#"{{"id":"1NFHrqBHb3cTfLVkFSGmHZevent","type":"{event_type}","created":1735689600,"api_version":"1.0.0","data":{{"object":{object}}},"metadata":{{"source":"platform"}}}}"#
    );
    Node::parse(&text).ok()
}
