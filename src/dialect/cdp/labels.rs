//! The labels of a CDP subscription: total overlap, and what each event type needs.
//!
//! Sources: the reference page of early 2026 ("Labels are not supported for transfer
//! webhooks"); SDK 1.57.0 `WebhookRequestLabels`; the single-label form of the `OpenAPI` document of December 2025.

use super::type_rules::has_default_network;
use super::{Cdp, catalogue};
use crate::diagnostic::{Code, Place, Severity};
use crate::dialect::write::Writer;
use crate::dialect::{Cursor, Reader};
use crate::json::{Node, Pointer};
use crate::subscription::{Label, LabelCase, Note, Subscription};

/// How many labels a subscription takes (`WebhookRequestLabels`).
const LABELS_MAX: usize = 20;

/// The label that lists wallet addresses, and the labels of an event it is compared with.
pub(super) const WALLET_ADDRESSES: &str = "wallet_addresses";
const WALLET_EVENT_KEYS: &[&str] = &["params.from", "params.to"];

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
pub(super) fn label(key: &str, value: Option<&str>, place: Place) -> Label {
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

/// The listed event types.
pub(super) fn event_types(subscription: &Subscription) -> impl Iterator<Item = &str> {
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
pub(super) fn write(writer: &mut Writer<'_>, implies_network: bool) {
    let subscription = writer.subscription;
    let mut node = node(subscription);
    // What another edition implies must be said here.
    let implied = subscription.labels.iter().filter(|label| label.place.is_none());
    for label in implied.filter(|_| !implies_network) {
        node.set(&label.key, Node::from_text(label.values.join(",")));
    }
    let network = "network";
    if implies_network && node.get(network).is_none() && has_default_network(subscription) {
        let labels = writer.part("labels");
        let place = Place { pointer: labels.pointer.child(network), ..labels };
        let implied = subscription.labels.iter().any(|label| label.key == network);
        if !implied {
            let message = "an absent network means base-mainnet there, not any; name one";
            writer.report.decision(&place, message);
        }
    }
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
