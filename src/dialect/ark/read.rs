//! Reading a webhook, and a request as the node's schema takes it.
//!
//! Source: `server/schema.ts` of 3.9.1, run under joi 17.12.1: what is refused there
//! (status 422) is an error in a request, and everything else that is amiss a warning.

use super::{Ark, REQUEST_MEMBERS, SERVER_MEMBERS, condition, target};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::dialect::{Cursor, Reader, Request, did_you_mean};
use crate::double;
use crate::json::{Data, Kind, Node};
use crate::subscription::{Conditions, EventPattern, EventTypes, Note, Setting, Subscription};
use crate::truth::Truth;

pub(super) fn subscription(
    rules: &Ark,
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
) -> Subscription {
    let id = object.member("id").and_then(|id| id.id_text());
    let mut subscription = Subscription::new(id.clone().unwrap_or_default());
    subscription.has_own_id = id.is_some();
    subscription.place = object.place();
    subscription.events = event(rules, reader, object);
    subscription.target = target::read(reader, object);
    subscription.enabled = enabled(reader, object);
    subscription.conditions = conditions(rules, reader, object);
    if subscription.conditions.list.len() > 1 {
        subscription.notes.push(Note {
            code: Code::ArkAnyOf,
            message: "ARK combines conditions by any: one that holds is enough".to_owned(),
        });
    }
    other_members(reader, object, &mut subscription);
    subscription
}

/// A text that must be there and not be empty; `None` where it is not a text.
pub(super) fn required_text<'n>(
    reader: &mut Reader<'_>,
    object: &Cursor<'n>,
    key: &str,
) -> Option<(Cursor<'n>, &'n str)> {
    let Some(at) = object.member(key) else {
        reader.missing(reader.forgiven(), object, key);
        return None;
    };
    let text = at.expect_string(reader, Severity::Error)?;
    if text.is_empty() {
        let message = format!("`{key}` must not be empty");
        reader.report(reader.forgiven(), Code::EmptyValue, at.place(), message);
    }
    Some((at, text))
}

/// `event`: one exact name, any at all.
fn event(rules: &Ark, reader: &mut Reader<'_>, object: &Cursor<'_>) -> EventTypes {
    let Some((at, name)) = required_text(reader, object, "event") else {
        let place = object.member("event").map(|at| at.place());
        return EventTypes { unreadable: true, place, ..EventTypes::none() };
    };
    let mut events = EventTypes { place: Some(at.place()), ..EventTypes::none() };
    if rules.own_events.is_some_and(|own| name.contains(own)) {
        let message = format!("the node never sends its own events, so {name:?} never fires");
        reader.warning(Code::NoEventTypes, at.place(), message);
        return events;
    }
    if !name.is_empty()
        && !rules.catalogue.contains(name)
        && let Some(near) = did_you_mean(name, rules.catalogue.names())
    {
        let message = format!("the documents do not name the event {name:?}");
        reader.push(
            Diagnostic::new(Severity::Note, Code::EventTypeUnknown, at.place(), message)
                .with_help(format!("did you mean {near:?}?"))
                .with_fix(crate::dialect::read::replace(
                    at.node.span,
                    format!("Replace by {near:?}"),
                    near,
                )),
        );
    }
    events.patterns.push(EventPattern::exact(name, at.place()));
    events
}

/// The truth value that the schema makes of a text.
pub(super) fn switch(text: &str) -> Option<bool> {
    match text {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// `enabled`: true or false, or the text of either; true by default, but an update
/// must say it.
fn enabled(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Setting {
    let Some(at) = object.member("enabled") else {
        if reader.request == Some(Request::Update) {
            reader.missing(Severity::Error, object, "enabled");
        }
        return Setting::on();
    };
    let value = match &at.node.data {
        Data::Bool(value) => Some(*value),
        Data::String(text) => switch(text),
        _ => None,
    };
    match (value, at.node.string()) {
        (Some(_), _) => {}
        (None, Some(text)) => {
            let message = format!("`enabled` must be true or false, not {text:?}");
            reader.error(Code::BadValue, at.place(), message);
        }
        (None, None) => reader.wrong_type(Severity::Error, &at, "true or false"),
    }
    Setting { value: value.map_or(Truth::Undecidable, Truth::from), place: Some(at.place()) }
}

/// `conditions`: a list; stored, anything that is false to JavaScript is none.
fn conditions(rules: &Ark, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Conditions {
    let mut conditions = Conditions { combine: rules.combine, ..Conditions::none() };
    let Some(list) = object.member("conditions") else {
        if reader.request.is_some() {
            reader.missing(Severity::Error, object, "conditions");
        }
        return conditions;
    };
    conditions.place = Some(list.place());
    if list.is(Kind::Array) {
        conditions.list =
            list.elements().map(|entry| condition::read(rules, reader, &entry)).collect();
        return conditions;
    }
    if reader.request.is_none() && is_false(list.node) {
        if !list.is(Kind::Null) {
            reader.wrong_type(Severity::Warning, &list, "a list");
        }
        return conditions;
    }
    reader.wrong_type(Severity::Error, &list, "a list");
    conditions.unreadable = true;
    conditions
}

/// Whether a value is false to JavaScript.
fn is_false(node: &Node) -> bool {
    match &node.data {
        Data::Null => true,
        Data::Bool(value) => !value,
        Data::Number(text) => double::of(text) == 0.0,
        Data::String(text) => text.is_empty(),
        Data::Array(_) | Data::Object(_) => false,
    }
}

/// Keeps what routing does not read, and reports what does not belong.
fn other_members(reader: &mut Reader<'_>, object: &Cursor<'_>, subscription: &mut Subscription) {
    for member in object.node.effective_members() {
        let key = member.key.as_str();
        if !REQUEST_MEMBERS.contains(&key) && key != "id" {
            subscription.extra.push(member.clone());
        }
        match (reader.request, SERVER_MEMBERS.contains(&key)) {
            (Some(_), true) => {
                let message = format!("`{key}` is set by the server and refused in a request");
                reader.error(Code::ServerField, object.key_place(key), message);
            }
            (None, true) if key == "token" => {
                let message = "a secret; it is never shown";
                reader.note(Code::SecretInConfig, object.key_place(key), message);
            }
            _ => {}
        }
    }
    if let Some(id) = object.member("id")
        && reader.request.is_none()
        && !subscription.has_own_id
    {
        reader.wrong_type(Severity::Error, &id, "a text or a number");
    }
    let known: Vec<&str> = REQUEST_MEMBERS.iter().chain(SERVER_MEMBERS).copied().collect();
    reader.unknown_members(reader.forgiven(), object, &known);
}
