//! What the event types of a CDP subscription ask of its labels.
//!
//! Source: the label schemas by event type of `@coinbase/cdp-sdk` 1.57.0
//! (`OnchainActivityWebhookLabels` and its siblings, `WebhookResponseLabels`).

use super::Cdp;
use super::labels::{WALLET_ADDRESSES, event_types, label};
use crate::diagnostic::{Code, Place, Severity};
use crate::dialect::{Cursor, Reader};
use crate::subscription::{Label, Note, Subscription, is_evm_address};

/// How long a list of wallet addresses may be: 1 to 100 of them.
const WALLET_ADDRESSES_LENGTH: (usize, usize) = (42, 4299);

const NETWORKS: &[&str] = &["base-mainnet", "base-sepolia"];
const DEFAULT_NETWORK: &str = "base-mainnet";
const SERVICES: &[&str] = &["payments_acceptance", "webhooks"];

/// Labels that the server adds to stored subscriptions (`WebhookResponseLabels`).
const SERVER_LABELS: &[&str] = &["project", "entity", "user_uuid", "sandbox"];

/// What one kind of event asks of the labels (SDK 1.57.0).
struct TypeRule {
    /// The event type, or how the types begin when it ends in a dot.
    event_type: &'static str,
    /// The labels of which one must be there.
    needs: &'static [&'static str],
    /// The other labels it takes.
    takes: &'static [&'static str],
}

const TYPE_RULES: &[TypeRule] = &[
    TypeRule {
        event_type: "onchain.activity.detected",
        needs: &["contract_address"],
        takes: &["network", "event_name", "event_signature", "transaction_from", "transaction_to"],
    },
    TypeRule {
        event_type: "wallet.activity.detected",
        needs: &["params.to", "params.from"],
        takes: &["network"],
    },
    TypeRule {
        event_type: "wallet.activity.multi",
        needs: &[WALLET_ADDRESSES],
        takes: &["network"],
    },
    TypeRule { event_type: "health.", needs: &["service"], takes: &[] },
];

impl TypeRule {
    fn is_for(&self, event_type: &str) -> bool {
        match self.event_type.strip_suffix('.') {
            Some(_) => event_type.starts_with(self.event_type),
            None => event_type == self.event_type,
        }
    }

    fn takes(&self, key: &str) -> bool {
        self.needs.contains(&key) || self.takes.contains(&key)
    }
}

impl Cdp {
    /// What the event types ask of the labels: enforced in this edition, or warned of
    /// for a later one.
    pub(super) fn check_by_type(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
        subscription: &mut Subscription,
    ) {
        let later = self.later.filter(|later| later.labels_by_type);
        if !self.labels_by_type && later.is_none() {
            return;
        }
        let rules = rules_of(subscription);
        for fault in faults(reader.forgiven(), object, subscription, &rules) {
            match later.filter(|_| !self.labels_by_type) {
                Some(later) => {
                    let message = format!("{} in {}", fault.message, later.name);
                    reader.warning(Code::LaterEdition, fault.place, message);
                }
                None => reader.report(fault.severity, fault.code, fault.place, fault.message),
            }
        }
        if self.labels_by_type {
            check_keys(reader, subscription);
            if has_default_network(subscription) && !rules.is_empty() {
                take_default_network(reader, object, subscription);
            }
        }
    }
}

/// How the types begin whose network has a default.
/// Whether an absent network label of these types means the default one.
pub(super) fn has_default_network(subscription: &Subscription) -> bool {
    let mut types = event_types(subscription).peekable();
    types.peek().is_some() && types.all(|each| each.starts_with(ONCHAIN))
}

const ONCHAIN: &str = "onchain.";

/// A label that is absent or has a value that its event types do not have.
struct Fault {
    severity: Severity,
    code: Code,
    place: Place,
    message: String,
}

fn faults(
    absent: Severity,
    object: &Cursor<'_>,
    subscription: &Subscription,
    rules: &[(&TypeRule, &str)],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (rule, event_type) in rules {
        if !subscription.labels.iter().any(|label| rule.needs.contains(&label.key.as_str())) {
            let place = match (object.member("labels"), rule.needs) {
                (Some(labels), [only]) => labels.absent(only),
                (Some(labels), _) => labels.place(),
                (None, _) => object.absent("labels"),
            };
            let needs: Vec<String> = rule.needs.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("{event_type:?} needs the label {}", needs.join(" or "));
            faults.push(Fault { severity: absent, code: Code::LabelRequired, place, message });
        }
    }
    for label in &subscription.labels {
        let taken = is_taken(rules, &label.key);
        if let (true, Some(expected), Some(place)) = (taken, expected_value(label), &label.place) {
            let message = format!("the label `{}` must be {expected}", label.key);
            let (severity, code) = (Severity::Error, Code::LabelValue);
            faults.push(Fault { severity, code, place: place.clone(), message });
        }
    }
    faults
}

/// What the label's value must be, if it is not that.
fn expected_value(label: &Label) -> Option<String> {
    let listed = |values: &[&str]| {
        let known = label.values.iter().all(|value| values.contains(&value.as_str()));
        let quoted: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
        (!known).then(|| quoted.join(" or "))
    };
    match label.key.as_str() {
        "network" => listed(NETWORKS),
        "service" => listed(SERVICES),
        WALLET_ADDRESSES if !label.values.is_empty() => {
            let (least, most) = WALLET_ADDRESSES_LENGTH;
            let length = label.values.iter().map(|value| value.len() + 1).sum::<usize>() - 1;
            let fits = (least..=most).contains(&length)
                && label.values.iter().all(|value| is_evm_address(value));
            (!fits).then(|| "1 to 100 addresses of 0x and 40 hex digits, with commas".to_owned())
        }
        _ => None,
    }
}

/// The rules that apply to the listed event types, each with the first type it is for.
fn rules_of(subscription: &Subscription) -> Vec<(&'static TypeRule, &str)> {
    let first = |rule: &'static TypeRule| {
        let event_type = event_types(subscription).find(|each| rule.is_for(each))?;
        Some((rule, event_type))
    };
    TYPE_RULES.iter().filter_map(first).collect()
}

/// Whether one of the rules takes the label.
fn is_taken(rules: &[(&TypeRule, &str)], key: &str) -> bool {
    rules.iter().any(|(rule, _)| rule.takes(key))
}

/// The labels that none of the event types carries. Types whose labels are not documented
/// may carry any.
pub(super) fn unsent_labels(subscription: &Subscription) -> Vec<&Label> {
    let rules = rules_of(subscription);
    let mut types = event_types(subscription).peekable();
    let documented =
        types.peek().is_some() && types.all(|each| rules.iter().any(|(rule, _)| rule.is_for(each)));
    if !documented || subscription.events.unreadable {
        return Vec::new();
    }
    let sent = |key: &str| SERVER_LABELS.contains(&key) || is_taken(&rules, key);
    subscription.labels.iter().filter(|label| !sent(&label.key)).collect()
}

fn check_keys(reader: &mut Reader<'_>, subscription: &Subscription) {
    for label in unsent_labels(subscription) {
        if let Some(place) = &label.place {
            let message =
                format!("no event type of this subscription takes the label `{}`", label.key);
            reader.warning(Code::LabelUnknown, place.clone(), message);
        }
    }
}

/// Where onchain events are asked for without a network, CDP takes Base. The schemas
/// give wallet activity the same default; it is not applied, since events of wallets may
/// carry no network at all and the default would keep them from ever firing.
fn take_default_network(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
) {
    if subscription.labels.iter().any(|label| label.key == "network") {
        return;
    }
    let place = object
        .member("labels")
        .map_or_else(|| object.absent("labels"), |labels| labels.absent("network"));
    let message = format!("the label `network` is absent and means {DEFAULT_NETWORK:?}");
    reader.note(Code::LabelNetworkDefault, place.clone(), message.as_str());
    subscription.notes.push(Note { code: Code::LabelNetworkDefault, message });
    let network = label("network", Some(DEFAULT_NETWORK), place);
    subscription.labels.push(Label { place: None, ..network });
}
