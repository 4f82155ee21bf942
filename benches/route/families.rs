//! Ten subscriptions each, of the kinds that people write.

use hooksieve::Dialect;

use super::generator::{CONTRACTS, TYPES};

/// Name, dialect and configuration.
type Family = (&'static str, Dialect, String);

pub(super) fn all() -> Vec<Family> {
    vec![
        ("types", Dialect::HOOKSIEVE, list(types)),
        ("patterns", Dialect::HOOKSIEVE, list(patterns)),
        ("labels", Dialect::HOOKSIEVE, list(labels)),
        ("conditions", Dialect::HOOKSIEVE, list(conditions)),
        ("wildcards", Dialect::HOOKSIEVE, list(wildcards)),
        ("mixed", Dialect::HOOKSIEVE, list(mixed)),
    ]
}

fn list(subscription: fn(usize) -> String) -> String {
    let all: Vec<_> = (0..10)
        .map(|index| {
            format!(
                r#"{{"id":"s{index}",{},"target":{{"url":"https://api.example.com/hooks"}}}}"#,
                subscription(index)
            )
        })
        .collect();
    format!("[{}]", all.join(","))
}

fn event_type(index: usize) -> &'static str {
    TYPES[index * 3 % TYPES.len()].0
}

fn types(index: usize) -> String {
    format!(r#""events":["{}","{}"]"#, event_type(index), event_type(index + 1))
}

fn patterns(index: usize) -> String {
    let prefix = event_type(index).split('.').next().unwrap_or_default();
    format!(r#""events":["{prefix}.**"]"#)
}

fn labels(index: usize) -> String {
    let network = ["base-mainnet", "base-sepolia", "ethereum-mainnet"][index % 3];
    format!(r#""events":"*","labels":{{"network":"{network}","env":"prod"}}"#)
}

fn conditions(index: usize) -> String {
    let condition = match index % 5 {
        0 => r#"{"key":"amount","condition":"gte","value":"1000000000000000000"}"#.to_owned(),
        1 => r#"{"key":"status","condition":"eq","value":"Confirmed"}"#.to_owned(),
        2 => format!(
            r#"{{"key":"contract_address","condition":"eq","value":"{}"}}"#,
            CONTRACTS[index % CONTRACTS.len()]
        ),
        3 => r#"{"key":"transferRequest.requestBody.to","condition":"starts-with","value":"0x3"}"#
            .to_owned(),
        _ => r#"{"key":"note","condition":"regexp","value":"refund|chargeback"}"#.to_owned(),
    };
    format!(r#""events":"*","conditions":[{condition}]"#)
}

fn wildcards(index: usize) -> String {
    let amount = index * 1000;
    format!(
        r#""events":"*","conditions":[{{"key":"items.*.amount","condition":"gt","value":{amount}}}]"#
    )
}

fn mixed(index: usize) -> String {
    match index % 4 {
        0 => types(index),
        1 => patterns(index),
        2 => labels(index),
        _ => conditions(index),
    }
}
