//! The native dialect: the neutral subscription's own JSON.
//!
//! ```json
//! {"id":"big-usdc","enabled":true,"events":["wallet.transfer.*"],
//!  "labels":{"network":"base-mainnet"},"match":"all",
//!  "conditions":[{"key":"amount","condition":"gte","value":"1000"}],
//!  "target":{"url":"https://api.example.com/hooks","headers":{"X-Team":"payments"}}}
//! ```

mod conditions;
mod read;
mod serde;
mod strict;
mod write;
pub(super) use strict::each_subscription;

use super::{Catalogue, Cursor, LossReport, Reader, Rules};
use crate::json::{Kind, Node};
use crate::subscription::{EventPattern, Subscription};

/// The native dialect.
pub(super) static HOOKSIEVE: Hooksieve = Hooksieve;

/// The rules of native subscriptions.
#[derive(Debug)]
pub(super) struct Hooksieve;

/// The members of a subscription, in the order in which they are written.
const MEMBERS: &[&str] = &[
    "id",
    "enabled",
    "global",
    "events",
    "labels",
    "match",
    "conditions",
    "target",
    "description",
    "metadata",
];

/// Members that a provider's server set, and that a conversion to the native form kept.
const SERVER_MEMBERS: &[&str] = &[
    "id",
    "secret",
    "token",
    "createdAt",
    "updatedAt",
    "dateCreated",
    "dateUpdated",
    "time_last_healthy",
    "time_last_attempted",
];

impl Rules for Hooksieve {
    fn name(&self) -> &'static str {
        "hooksieve"
    }

    fn title(&self) -> &'static str {
        "hooksieve subscription"
    }

    fn catalogue(&self) -> &'static Catalogue {
        static NAMES: Catalogue = Catalogue::EMPTY;
        &NAMES
    }

    fn likeness(&self, object: &Node) -> u32 {
        let has = |key: &str| u32::from(object.get(key).is_some());
        let target = object.get("target").is_some_and(|target| target.kind() == Kind::Object);
        3 * u32::from(target)
            + 2 * (has("match") + has("conditions"))
            + has("labels")
            + has("enabled")
            + has("global")
            + has("events")
    }

    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
        read::subscription(reader, object)
    }

    /// A replacement: what the request says, beside what a server has set.
    fn update(&self, current: &Node, request: &Node, _now: Option<&str>) -> Node {
        let (current, request) = (current.effective_members(), request.effective_members());
        let of_server = |key: &str| SERVER_MEMBERS.contains(&key);
        let kept = current.into_iter().filter(|member| of_server(&member.key));
        let mut members: Vec<_> = kept.collect();
        let has_id = members.iter().any(|member| member.key == "id");
        let asked = request
            .into_iter()
            .filter(|member| if member.key == "id" { !has_id } else { !of_server(&member.key) });
        members.extend(asked);
        Node::object(members.into_iter().map(|member| (member.key.as_str(), member.value.clone())))
    }

    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node {
        write::subscription(subscription, report)
    }

    /// An event in the native form; any type can be one.
    fn sample(&self, event_type: &str) -> Option<Node> {
        EventPattern::parse(event_type).ok().filter(|pattern| !pattern.wildcards)?;
        Some(Node::object([
            ("id", Node::from_text("sample-1")),
            ("type", Node::from_text(event_type)),
            ("data", Node::object([("sample", Node::new(crate::json::Data::Bool(true)))])),
        ]))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use crate::dialect::{Config, Dialect};
    use crate::json::Node;

    #[test]
    fn any_type_has_a_sample_and_no_pattern_has() {
        let sample = Dialect::HOOKSIEVE.sample("wallet.created").unwrap();
        assert_eq!(sample.get("type").and_then(Node::string), Some("wallet.created"));
        for pattern in ["", "a..b", "wallet.*", "**"] {
            assert!(Dialect::HOOKSIEVE.sample(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn a_native_subscription_looks_like_no_other() {
        for text in [
            r#"{"events":["*"],"target":{"url":"https://a.example"}}"#,
            r#"{"url":"https://a.example","events":["a"],"target":{}}"#,
            r#"{"conditions":[{"key":"a","condition":"exists"}],"global":true}"#,
        ] {
            assert_eq!(Config::detect(text).dialect, Dialect::HOOKSIEVE, "{text}");
        }
        let dfns = r#"{"url":"https://a.example","events":["*"]}"#;
        assert_eq!(Config::detect(dfns).dialect, Dialect::DFNS);
    }

    #[test]
    fn secrets_are_in_no_message() {
        let text = r#"{"secret":"hush","token":7,"events":["a"],"target":{"url":"ftp://u:hush@h/?hush",
            "headers":{"A b":"hush","B":"hush\u000a"}}}"#;
        let config = Config::read(text, Dialect::HOOKSIEVE);
        assert_eq!(config.diagnostics.len(), 5, "{:?}", config.diagnostics);
        let shown = format!("{:?} {:?}", config.diagnostics, config.subscriptions);
        assert!(!shown.contains("hush"), "{shown}");
    }
}
