//! Endpoints of Svix: event types, and channels of which one is enough. Events are messages as
//! its API takes them: `{"eventType", "eventId", "channels", "payload"}`.

use super::assumption::Assumed;
use super::condition::Asked;
use super::draft::Draft;
use super::field::{Field, is};
use super::filter::Filter;
use crate::json::{Data, Node, Pointer};

pub(super) fn read(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    let own = ["uid", "id"].into_iter().find(|name| object.get(name).is_some_and(is_text));
    for member in object.effective_members() {
        let (at, value) = (root.child(&member.key), &member.value);
        match (member.key.as_str(), &value.data) {
            (name @ ("uid" | "id"), _) => match own {
                Some(own) if own == name => draft.read_id(value, &at),
                _ if matches!(value.data, Data::Null) => {
                    draft.over(&at, "there is none");
                }
                _ => draft.lost(&at, "there is one id"),
            },
            ("url", _) => draft.read_url(value, &at),
            ("description", _) => draft.read_description(value, &at),
            ("disabled", Data::Bool(disabled)) => {
                draft.enabled = Some(!disabled);
                draft.over(&at, "the switch is carried over");
            }
            ("filterTypes", Data::Null) => {
                draft.over(&at, "every event type");
            }
            ("filterTypes" | "eventTypes", _) => draft.read_types(value, &at, Some("eventType")),
            ("channels", Data::Null) => {
                draft.over(&at, "every channel");
            }
            ("channels", _) => channels(value, &at, draft),
            ("headers", Data::Object(headers)) if headers.is_empty() => {
                draft.over(&at, "there are none");
            }
            ("headers", Data::Object(_)) => draft.read_headers(value, &at),
            ("metadata", Data::Object(_)) => metadata(value, &at, draft),
            ("rateLimit" | "throttleRate", Data::Null) => {
                draft.over(&at, "there is no limit");
            }
            ("rateLimit" | "throttleRate", _) => draft.lost(&at, "deliveries are not slowed down"),
            ("secret" | "key", _) => draft.lost(&at, "what signs deliveries is kept elsewhere"),
            (other, _) => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

/// One of the endpoint's channels must be one of the message's.
fn channels(value: &Node, at: &Pointer, draft: &mut Draft) {
    let list = value.array().filter(|list| !list.is_empty() && list.iter().all(is_text));
    let Some(list) = list else {
        draft.decision(at, "the channels cannot be read");
        return;
    };
    let part = draft.over(at, "one of them must be in the message's `channels`");
    let field = Field::at(Pointer::root().child("channels"));
    draft.assume(part, &field, Assumed::Array);
    let one = |channel: &Node| is(part, &field, Asked::Element(channel.clone()));
    draft.filter.push(Filter::Any(list.iter().map(one).collect()));
}

fn metadata(value: &Node, at: &Pointer, draft: &mut Draft) {
    if value.members().is_some_and(<[_]>::is_empty) {
        draft.over(at, "there are none");
    }
    for member in value.effective_members() {
        let at = at.child(&member.key);
        match member.value.string() {
            Some(text) => {
                draft.metadata.push((member.key.clone(), text.to_owned()));
                draft.over(&at, "it is carried over");
            }
            None => draft.lost(&at, "metadata are texts"),
        }
    }
}

fn is_text(node: &Node) -> bool {
    node.string().is_some()
}
