//! The labels of a CDP subscription: total overlap, and what each event type needs.
//!
//! Sources: the reference page of early 2026 ("Labels are not supported for transfer
//! webhooks"); SDK 1.57.0 `WebhookRequestLabels` and the label schemas by event type;
//! the single-label form of the `OpenAPI` document of December 2025.

use super::{Cdp, catalogue};
use crate::diagnostic::{Code, Place, Severity};
use crate::dialect::write::Writer;
use crate::dialect::{Cursor, Reader};
use crate::json::{Node, Pointer};
use crate::subscription::{Label, LabelCase, Note, Subscription, is_evm_address};

/// How many labels a subscription takes (`WebhookRequestLabels`).
const LABELS_MAX: usize = 20;

/// The label that lists wallet addresses, and the labels of an event it is compared with.
const WALLET_ADDRESSES: &str = "wallet_addresses";
const WALLET_EVENT_KEYS: &[&str] = &["params.from", "params.to"];

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
    /// `labels`, or the pair `labelKey` and `labelValue` in place of it.
    pub(super) fn read_labels(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
        subscription: &mut Subscription,
    ) {
        let list = object.member("labels");
        let mut labels = match &list {
            Some(list) => read_list(reader, list),
            None => Vec::new(),
        };
        let unreadable = list.as_ref().is_some_and(|list| list.node.members().is_none());
        labels.extend(read_pair(reader, object, list.is_some()));
        subscription.labels = labels;
        if is_transfers_only(subscription) {
            refuse_for_transfers(reader, object, subscription, unreadable);
        } else if !unreadable {
            self.check_by_type(reader, object, subscription);
        }
    }

    /// What the event types ask of the labels: enforced in this edition, or warned of
    /// for a later one.
    fn check_by_type(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
        subscription: &mut Subscription,
    ) {
        let later = self.later.filter(|later| later.labels_by_type);
        if !self.labels_by_type && later.is_none() {
            return;
        }
        for fault in faults(reader.forgiven(), object, subscription) {
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
            take_default_network(reader, object, subscription);
        }
    }
}

/// `labels`: an object of texts. A value that is none leaves its label unreadable.
fn read_list(reader: &mut Reader<'_>, list: &Cursor<'_>) -> Vec<Label> {
    if !list.expect_object(reader, Severity::Error) {
        return vec![label("labels", None, list.place())];
    }
    let entries = list.entries();
    if entries.len() > LABELS_MAX {
        let message = format!("`labels` has {} labels, {LABELS_MAX} at most", entries.len());
        reader.error(Code::LabelLimit, list.place(), message);
    }
    entries
        .into_iter()
        .map(|(key, value)| label(key, value.expect_string(reader, Severity::Error), value.place()))
        .collect()
}

/// `labelKey` and `labelValue`: one label, in place of `labels`. Where both forms are
/// given, both filter.
fn read_pair(reader: &mut Reader<'_>, object: &Cursor<'_>, beside_list: bool) -> Option<Label> {
    let (key, value) = (object.member("labelKey"), object.member("labelValue"));
    let either = key.as_ref().or(value.as_ref())?;
    if beside_list {
        let message = format!("`{}` and `labels` exclude each other; keep `labels`", either.name());
        reader.error(Code::LabelFormatConflict, either.place(), message);
    } else if key.is_none() {
        reader.missing(Severity::Error, object, "labelKey");
    } else if value.is_none() {
        reader.missing(Severity::Error, object, "labelValue");
    }
    let place = value.as_ref().unwrap_or(either).place();
    let key = key.and_then(|key| key.expect_string(reader, Severity::Error));
    let value = value.and_then(|value| value.expect_string(reader, Severity::Error));
    Some(match key {
        Some(key) => label(key, value, place),
        None => label("labelKey", None, place),
    })
}

/// A label with its values; none where the configuration's value cannot be read.
fn label(key: &str, value: Option<&str>, place: Place) -> Label {
    let list = key == WALLET_ADDRESSES;
    let keys = if list { WALLET_EVENT_KEYS } else { &[key] };
    let values: Vec<String> = match value {
        Some(value) if list => value.split(',').map(str::to_owned).collect(),
        Some(value) => vec![value.to_owned()],
        None => Vec::new(),
    };
    Label {
        key: key.to_owned(),
        event_keys: keys.iter().map(|&key| key.to_owned()).collect(),
        values,
        case: LabelCase::FoldEvmAddresses,
        place: Some(place),
    }
}

fn event_types(subscription: &Subscription) -> impl Iterator<Item = &str> {
    subscription.events.patterns.iter().map(|pattern| pattern.text.as_str())
}

fn is_transfers_only(subscription: &Subscription) -> bool {
    !subscription.events.unreadable
        && !subscription.events.patterns.is_empty()
        && event_types(subscription).all(|each| each.starts_with(catalogue::TRANSFERS))
}

/// Transfer events carry no labels: a request may not ask for any, and those of a
/// stored subscription are ignored.
fn refuse_for_transfers(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
    unreadable: bool,
) {
    if subscription.labels.is_empty() {
        return;
    }
    let key = if object.member("labels").is_some() { "labels" } else { "labelKey" };
    let place = object.member(key).map_or_else(|| object.absent(key), |at| at.place());
    if reader.request.is_none() {
        subscription.labels.clear();
        let message = "labels are not supported for transfer events and are ignored";
        subscription
            .notes
            .push(Note { code: Code::LabelsUnsupportedForTransfers, message: message.to_owned() });
        reader.warning(Code::LabelsUnsupportedForTransfers, place, message);
    } else if !unreadable {
        let message = "labels are not supported for transfer events; leave them out";
        reader.error(Code::LabelsUnsupportedForTransfers, place, message);
    }
}

/// A label that is absent or has a value that its event types do not have.
struct Fault {
    severity: Severity,
    code: Code,
    place: Place,
    message: String,
}

fn faults(absent: Severity, object: &Cursor<'_>, subscription: &Subscription) -> Vec<Fault> {
    let mut faults = Vec::new();
    for rule in TYPE_RULES {
        let Some(event_type) = event_types(subscription).find(|each| rule.is_for(each)) else {
            continue;
        };
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
        let taken = is_taken(subscription, &label.key);
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

fn rules_for(event_type: &str) -> impl Iterator<Item = &'static TypeRule> {
    TYPE_RULES.iter().filter(move |rule| rule.is_for(event_type))
}

/// Whether one of the event types takes the label.
fn is_taken(subscription: &Subscription, key: &str) -> bool {
    event_types(subscription).any(|each| rules_for(each).any(|rule| rule.takes(key)))
}

/// Reports labels that none of the event types carries. Types whose labels are not
/// documented may carry any.
fn check_keys(reader: &mut Reader<'_>, subscription: &Subscription) {
    let documented = event_types(subscription).all(|each| rules_for(each).next().is_some());
    if !documented || subscription.events.unreadable {
        return;
    }
    for label in &subscription.labels {
        let key = label.key.as_str();
        let taken = SERVER_LABELS.contains(&key) || is_taken(subscription, key);
        if let (false, Some(place)) = (taken, &label.place) {
            let message = format!("no event type of this subscription takes the label `{key}`");
            reader.warning(Code::LabelUnknown, place.clone(), message);
        }
    }
}

/// Where event types take a network and the subscription names none, CDP takes Base.
fn take_default_network(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
) {
    if !is_taken(subscription, "network")
        || subscription.labels.iter().any(|label| label.key == "network")
    {
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

/// `labels` as they are written: what the configuration said, not what is a default
/// or stands in the single-label form.
pub(super) fn node(subscription: &Subscription) -> Node {
    let written = subscription.labels.iter().filter(|label| is_written(subscription, label));
    Node::object(written.map(|label| (label.key.as_str(), Node::from_text(label.values.join(",")))))
}

/// Whether a label is written in `labels`.
fn is_written(subscription: &Subscription, label: &Label) -> bool {
    let listed = Pointer::root().child("labels").child(&label.key);
    let own_pair = || subscription.extra.iter().any(|member| member.key == "labelKey");
    let one = label.values.len() == 1 || label.key == WALLET_ADDRESSES;
    one && label
        .place
        .as_ref()
        .is_some_and(|place| place.pointer.as_str().ends_with(listed.as_str()) || !own_pair())
}

/// Writes `labels`, and tells what became of each.
pub(super) fn write(writer: &mut Writer<'_>) {
    let subscription = writer.subscription;
    let node = node(subscription);
    if node.members().is_some_and(|members| !members.is_empty()) {
        writer.put("labels", node);
    }
    for label in &subscription.labels {
        let Some(place) = &label.place else { continue };
        if label.values.len() == 1 || (label.key == WALLET_ADDRESSES && !label.values.is_empty()) {
            writer.report.over(place, format!("the label `{}` is carried over", label.key));
        } else {
            let message = format!("the label `{}` has no single value to write", label.key);
            writer.report.decision(place, message);
        }
    }
}
