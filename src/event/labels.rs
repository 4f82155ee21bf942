//! The labels of an event: given beside it, or derived from its own members.

use std::borrow::Cow;

use crate::json::{Data, Kind, Node};

/// The labels of one event.
#[derive(Debug, Default)]
pub(crate) struct EventLabels<'e> {
    pairs: Vec<(Cow<'e, str>, LabelText<'e>)>,
    /// Whether they were derived from the event's members.
    pub(crate) derived: bool,
}

/// What a label holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LabelText<'e> {
    Text(Cow<'e, str>),
    /// Not a text, so equal to none.
    Other(Kind),
}

impl<'e> EventLabels<'e> {
    /// The labels of a `labels` member. Anything but an object holds none.
    pub(crate) fn given(labels: &'e Node) -> Self {
        let pair = |(key, value): (&'e str, &'e Node)| (Cow::Borrowed(key), LabelText::of(value));
        Self { pairs: members(labels).map(pair).collect(), derived: false }
    }

    /// The label `key`; of duplicates the last.
    pub(crate) fn get(&self, key: &str) -> Option<&LabelText<'e>> {
        self.pairs.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The labels that Coinbase derives from an event when none are given beside it
    /// (webhook payload reference, onchain and wallet activity). Other types have none;
    /// an event without a type is onchain activity where it has the shape of it.
    pub(super) fn derived(body: &'e Node, event_type: Option<&str>) -> Self {
        let onchain = || body.get("contract_address").is_some() && body.get("event_name").is_some();
        let names = match event_type {
            Some(name) if name.starts_with("onchain.") => ONCHAIN,
            Some(name) if name.starts_with("wallet.activity.") => WALLET_ACTIVITY,
            None if onchain() => ONCHAIN,
            _ => return Self::default(),
        };
        let flat = names.iter().any(|(_, member, _)| body.get(member).is_some())
            || body.get("parameters").is_some();
        let source = if flat { body } else { body.get("data").unwrap_or(body) };
        let mut pairs = Vec::new();
        for (label, snake, camel) in names {
            if let Some(value) = source.get(snake).or_else(|| source.get(camel)) {
                pairs.extend(LabelText::scalar(value).map(|text| (Cow::Borrowed(*label), text)));
            }
        }
        let params =
            |(key, value)| Some((Cow::Owned(format!("params.{key}")), LabelText::scalar(value)?));
        match source.get("parameters") {
            Some(parameters) => pairs.extend(members(parameters).filter_map(params)),
            None => {
                let free = members(source).filter(|(key, _)| !is_fixed(key));
                pairs.extend(free.filter_map(params));
            }
        }
        Self { derived: !pairs.is_empty(), pairs }
    }
}

/// A label and the members it is derived from: of the flat shape, and of the shape
/// of 2025 under `data`.
type Derived = (&'static str, &'static str, &'static str);

const ONCHAIN: &[Derived] = &[
    ("network", "network", "networkId"),
    ("contract_address", "contract_address", "contractAddress"),
    ("event_name", "event_name", "eventName"),
    ("event_signature", "event_signature", "eventSignature"),
    ("transaction_from", "transaction_from", "transactionFrom"),
    ("transaction_to", "transaction_to", "transactionTo"),
];

const WALLET_ACTIVITY: &[Derived] = &[("network", "network", "networkId")];

/// Members of the shape of 2025 that are no parameters of the event on the chain.
fn is_fixed(key: &str) -> bool {
    const FIXED: &[&str] = &[
        "subscriptionId",
        "blockNumber",
        "blockHash",
        "blockTimestamp",
        "transactionHash",
        "logIndex",
        "block_number",
        "block_hash",
        "block_timestamp",
        "transaction_hash",
        "log_index",
        "timestamp",
        "eventId",
        "eventID",
        "eventType",
        "id",
        "type",
        "createdAt",
        "labels",
    ];
    FIXED.contains(&key) || ONCHAIN.iter().any(|(_, snake, camel)| key == *snake || key == *camel)
}

/// How a label may come from members of the event, as [`EventLabels::derived`] has it.
pub(super) enum Derivation<'k> {
    /// From the member of one of these names, the first before the second.
    Member { snake: &'static str, camel: &'static str },
    /// From a member of `parameters`; where there are none, from one of the event's own
    /// unless the name is `free` for that no more.
    Parameter { name: &'k str, free: bool },
}

/// How the label `key` may be derived, if it can be.
pub(super) fn derivation(key: &str) -> Option<Derivation<'_>> {
    if let Some(name) = key.strip_prefix("params.") {
        return Some(Derivation::Parameter { name, free: !is_fixed(name) });
    }
    let (_, snake, camel) = ONCHAIN.iter().find(|(label, _, _)| *label == key)?;
    Some(Derivation::Member { snake, camel })
}

/// Whether labels of an event of this type are derived where none are given.
pub(super) fn may_be_derived(event_type: &[u8]) -> bool {
    event_type.starts_with(b"onchain.") || event_type.starts_with(b"wallet.activity.")
}

/// The members that say that the data of an onchain event are flat in its body.
pub(super) fn signs_of_flatness() -> impl Iterator<Item = &'static str> {
    ONCHAIN.iter().map(|(_, snake, _)| *snake).chain(["parameters"])
}

/// Whether the label is derived from a wallet's activity too, as well as the sign of
/// flatness of such an event.
pub(super) const NETWORK: &str = "network";

fn members(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let members = node.effective_members();
    members.into_iter().map(|member| (member.key.as_str(), &member.value))
}

impl<'e> LabelText<'e> {
    fn of(value: &'e Node) -> Self {
        match &value.data {
            Data::String(text) => Self::Text(Cow::Borrowed(text)),
            _ => Self::Other(value.kind()),
        }
    }

    /// The text of a scalar: numbers and truth values as they are written.
    fn scalar(value: &'e Node) -> Option<Self> {
        match &value.data {
            Data::String(text) | Data::Number(text) => Some(Self::Text(Cow::Borrowed(text))),
            Data::Bool(value) => {
                Some(Self::Text(Cow::Borrowed(if *value { "true" } else { "false" })))
            }
            _ => None,
        }
    }
}
