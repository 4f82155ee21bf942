//! Sample events, in the shapes that CDP's webhook guides print. The ids are made up.

use crate::json::Node;

const EVENT_ID: &str = "00000000-0000-4000-8000-00005a3b1e00";
const TIME: &str = "2026-05-19T21:22:10Z";

/// The guide's example of an onchain event.
const ONCHAIN: &str = r#"{"block_number":46218191,"contract_address":"0x940181a94A35A4569E4529A3CDfB74e38FD98631","event_name":"Transfer","event_signature":"Transfer(address,address,uint256)","log_index":29,"network":"base-mainnet","parameters":{"from":"0xF33a96b5932D9E9B9A0eDA447AbD8C9d48d2e0c8","to":"0x61040E143A77F165Ba44543AF4A079F2C809D14b","value":"474891138228179365"},"timestamp":"2026-05-19T21:22:10Z","transaction_from":"0x3E16D476D8Df15e3E776EAa5A46f37EC44C830cD","transaction_hash":"0x5a3b1e0000000000000000000000000000000000000000000000000000005a3b1e","transaction_to":"0x940181a94A35A4569E4529A3CDfB74e38FD98631"}"#;

/// The members of `data` in an envelope, for the types whose name starts so.
const DATA: &[(&str, &str)] = &[
    (
        "wallet.activity.",
        r#"{"network":"base-mainnet","blockNumber":"46218191","blockTimestamp":"2026-05-19T21:22:09Z","transactionHash":"0x5a3b1e0000000000000000000000000000000000000000000000000000005a3b1e","logIndex":"29","contractAddress":"0x940181a94A35A4569E4529A3CDfB74e38FD98631","eventName":"Transfer","parameters":{"from":"0xF33a96b5932D9E9B9A0eDA447AbD8C9d48d2e0c8","to":"0x61040E143A77F165Ba44543AF4A079F2C809D14b","value":"474891138228179365"}}"#,
    ),
    (
        "payments.transfers.",
        r#"{"transferId":"transfer_sample","status":"sample","sourceAmount":"100.00","sourceAsset":"usd","targetAmount":"100.00","targetAsset":"usdc"}"#,
    ),
    ("acceptance.payment_session.", r#"{"paymentSessionId":"payment_session_sample"}"#),
    ("acceptance.", r#"{"disbursementId":"disbursement_sample"}"#),
    ("customers.", r#"{"customerId":"customer_sample"}"#),
    ("health.", r#"{"service":"webhooks"}"#),
];

/// An event of this type: its body as it is delivered, or a record with the headers
/// of its delivery where the body does not name the type.
pub(super) fn event(event_type: &str) -> Option<Node> {
    let text = if event_type == "onchain.activity.detected" {
        record(event_type, ONCHAIN)
    } else if let Some((_, data)) = DATA.iter().find(|(start, _)| event_type.starts_with(start)) {
        let id = if event_type.starts_with("payments.") { "eventID" } else { "eventId" };
        format!(
            r#"{{"{id}":"{EVENT_ID}","eventType":"{event_type}","timestamp":"{TIME}","data":{data}}}"#
        )
    } else if event_type.starts_with("onramp.") {
        format!(
            r#"{{"eventType":"{event_type}","orderId":"order_sample","status":"sample","createdAt":"{TIME}"}}"#
        )
    } else if event_type.starts_with("offramp.") {
        format!(
            r#"{{"eventType":"{event_type}","transactionId":"transaction_sample","status":"sample","createdAt":"{TIME}"}}"#
        )
    } else {
        let verb = event_type.rsplit('.').next().unwrap_or(event_type);
        let body = format!(
            r#"{{"transaction_hash":"0x5a3b1e0000000000000000000000000000000000000000000000000000005a3b1e","address":"0x61040E143A77F165Ba44543AF4A079F2C809D14b","network":"base-mainnet","{verb}_at":"{TIME}"}}"#
        );
        record(event_type, &body)
    };
    Node::parse(&text).ok()
}

fn record(event_type: &str, body: &str) -> String {
    format!(
        r#"{{"headers":{{"X-Event-Type":"{event_type}","X-Event-Id":"{EVENT_ID}"}},"body":{body}}}"#
    )
}
