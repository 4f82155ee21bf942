//! Sample events, in the shapes that the Webhook Event page prints.

use crate::json::Node;

/// The members of `data` for the kinds whose name starts so (Webhook Event page,
/// "data"; the ids are made up).
const DATA: &[(&str, &str)] = &[
    (
        "wallet.transfer.",
        r#"{"transferRequest":{"id":"xfr-1vs8g-c1ub1-00000000sample00","walletId":"wa-39abb-e9kpk-00000000sample00","network":"EthereumSepolia","requester":{"userId":"us-3v1ag-v6b36-00000000sample00","tokenId":"to-7mkkj-c831n-00000000sample00"},"requestBody":{"kind":"Native","to":"0xb282dc7cde21717f18337a596e91ded00b79b25f","amount":"1000000000"},"dateRequested":"2023-05-08T19:14:25.568Z","status":"Pending"}}"#,
    ),
    (
        "wallet.transaction.",
        r#"{"transactionRequest":{"id":"tx-1vs8g-c1ub1-00000000sample00","walletId":"wa-39abb-e9kpk-00000000sample00","network":"EthereumSepolia","status":"Pending"}}"#,
    ),
    (
        "wallet.signature.",
        r#"{"signatureRequest":{"id":"sig-1vs8g-c1ub1-0000000sample00","walletId":"wa-39abb-e9kpk-00000000sample00","status":"Pending"}}"#,
    ),
    (
        "wallet.offer.",
        r#"{"offer":{"id":"ofr-1vs8g-c1ub1-0000000sample00","walletId":"wa-39abb-e9kpk-00000000sample00"}}"#,
    ),
    (
        "wallet.tags.",
        r#"{"wallet":{"id":"wa-39abb-e9kpk-00000000sample00"},"tagsAdded":["tag1"],"tagsRemoved":["tag2"]}"#,
    ),
    (
        "wallet.blockchain",
        r#"{"blockchainEvent":{"kind":"Erc20Transfer","contract":"0x833589fcd6edb6e08f4c7c32d4f71b54bda02913","from":"0xb282dc7cde21717f18337a596e91ded00b79b25f","to":"0x61040e143a77f165ba44543af4a079f2c809d14b","direction":"In","value":"250000000","status":"Confirmed"}}"#,
    ),
    (
        "wallet.",
        r#"{"wallet":{"id":"wa-39abb-e9kpk-00000000sample00","network":"EthereumSepolia","status":"Active","tags":[]}}"#,
    ),
    (
        "policy.triggered",
        r#"{"policyEvaluation":{"id":"plce-sample","triggered":true,"reason":"Transfer amount (USD 10000) is above limit (USD 5000). ","date":"2024-06-28T09:09:54.437Z","policy":{"id":"plc-sample","name":"Accounting wallet transfer limit"},"activity":{"kind":"Wallets:Sign","transferRequest":{"id":"xfr-sample"}},"context":{"transactionAmount":{"value":"10000","currency":"USD"}}}}"#,
    ),
    (
        "address_watch.",
        r#"{"blockchainEvent":{"kind":"NativeTransfer","from":"0xb282dc7cde21717f18337a596e91ded00b79b25f","to":"0x61040e143a77f165ba44543af4a079f2c809d14b","direction":"In","value":"250000000","status":"Confirmed"}}"#,
    ),
    (
        "webhook.event.retry.triggered",
        r#"{"id":"whe-00000-retry-0000000000000","webhookId":"wh-00000-sample-0000000000000","retryOf":"whe-00000-first-0000000000000","deliveryAttempt":2,"originalEvent":{"kind":"wallet.created"}}"#,
    ),
    ("policy.", r#"{"approval":{"activityId":"cr-2100g-sample"}}"#),
    ("", "{}"),
];

/// An event of `kind` as it is delivered, its first attempt.
pub(super) fn event(kind: &str) -> Option<Node> {
    super::catalogue::CATALOGUE.names().find(|name| *name == kind)?;
    let (_, data) = DATA.iter().find(|(start, _)| kind.starts_with(start))?;
    let text = format!(
        r#"{{"id":"whe-00000-sample-0000000000000","kind":"{kind}","date":"2023-12-04T10:02:22.280Z","data":{data},"status":"200","deliveryAttempt":1,"timestampSent":1701684144}}"#
    );
    Node::parse(&text).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::catalogue::CATALOGUE;
    use super::event;

    #[test]
    fn every_kind_has_a_sample() {
        for kind in CATALOGUE.names() {
            let sample = event(kind).unwrap();
            assert_eq!(sample.get("kind").unwrap().string(), Some(kind));
        }
        assert_eq!(CATALOGUE.types.len(), 32);
        assert_eq!(CATALOGUE.names().count(), 44);
    }
}
