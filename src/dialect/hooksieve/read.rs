//! Reading a native subscription.

use super::MEMBERS;
use super::conditions;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Severity};
use crate::dialect::{Cursor, Reader};
use crate::json::Kind;
use crate::subscription::{
    EventPattern, EventTypes, Label, LabelCase, Setting, Subscription, Target,
};
use crate::truth::Truth;
use crate::url::TargetUrl;

/// Members in which other dialects keep what signs their deliveries. They have no
/// meaning here, but a stored object may have brought them along.
const SECRETS: &[&str] = &["secret", "token"];

pub(super) fn subscription(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
    let id = id(reader, object);
    let mut subscription = Subscription::new(id.clone().unwrap_or_default());
    subscription.has_own_id = id.is_some();
    subscription.place = object.place();
    subscription.enabled = enabled(reader, object);
    subscription.events = events(reader, object);
    subscription.labels = labels(reader, object);
    subscription.conditions = conditions::read(reader, object);
    subscription.target = target(reader, object);
    if let Some(description) = object.member("description") {
        let text = description.expect_string(reader, Severity::Error);
        subscription.description = text.map(str::to_owned);
    }
    if let Some(metadata) = object.member("metadata") {
        let pairs = metadata.expect_texts(reader, Severity::Error);
        subscription.metadata =
            pairs.into_iter().map(|(key, _, value)| (key.to_owned(), value.to_owned())).collect();
    }
    other_members(reader, object, &mut subscription);
    subscription
}

/// `id`: a text that is not empty, or a number.
fn id(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<String> {
    let id = object.member("id")?;
    let text = id.id_text();
    match text.as_deref() {
        None => reader.wrong_type(Severity::Error, &id, "a text or a number"),
        Some("") => reader.error(Code::EmptyValue, id.place(), "`id` is empty"),
        Some(_) => {}
    }
    text.filter(|text| !text.is_empty())
}

/// `enabled`: true unless it says otherwise.
fn enabled(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Setting {
    let Some(enabled) = object.member("enabled") else {
        return Setting::on();
    };
    let value = enabled.expect_bool(reader, Severity::Error);
    Setting { value: value.map_or(Truth::Undecidable, Truth::from), place: Some(enabled.place()) }
}

/// `events` and `global`, which stands for every type and overrides the list.
fn events(reader: &mut Reader<'_>, object: &Cursor<'_>) -> EventTypes {
    let global = object.member("global");
    let global_value = match &global {
        Some(global) => global.expect_bool(reader, Severity::Error),
        None => Some(false),
    };
    let list = object.member("events");
    let mut events = match &list {
        Some(list) => event_list(reader, list),
        None => EventTypes::none(),
    };
    match (global_value, &global, &list) {
        (Some(true), Some(global), _) => {
            events.all = true;
            events.place = Some(global.place());
            if let Some(list) = list {
                let message = "`global` is true, so `events` is not looked at";
                reader.note(Code::GlobalOverridesEventTypes, list.place(), message);
            }
        }
        (None, Some(global), _) => {
            events.unreadable = true;
            events.place = events.place.or_else(|| Some(global.place()));
        }
        (_, _, None) => {
            let message = "`events` is missing, so nothing ever fires";
            reader.push(
                Diagnostic::new(
                    Severity::Warning,
                    Code::NoEventTypes,
                    object.absent("events"),
                    message,
                )
                .with_help("list event types or patterns, or \"*\" for every type"),
            );
        }
        (_, _, Some(list)) => {
            if list.node.array().is_some_and(<[_]>::is_empty) {
                let message = "`events` is empty, so nothing ever fires";
                reader.push(
                    Diagnostic::new(Severity::Warning, Code::NoEventTypes, list.place(), message)
                        .with_help("list event types or patterns, or \"*\" for every type"),
                );
            }
        }
    }
    events
}

/// The patterns of `events`; `"*"`, alone or as an entry, is every type.
fn event_list(reader: &mut Reader<'_>, list: &Cursor<'_>) -> EventTypes {
    let mut events = EventTypes { place: Some(list.place()), ..EventTypes::none() };
    if list.node.string() == Some("*") {
        events.all = true;
        return events;
    }
    if let Some(text) = list.node.string() {
        let message = format!("`{}` must be a list, or \"*\" for every type", list.name());
        let edits = vec![Edit { span: list.node.span, text: format!("[{}]", list.node.to_json()) }];
        reader.push(
            Diagnostic::new(Severity::Error, Code::WrongType, list.place(), message)
                .with_help(format!("write [{text:?}]"))
                .with_fix(Fix { title: "Put it in a list".to_owned(), edits }),
        );
        events.unreadable = true;
        return events;
    }
    if !list.expect_array(reader, Severity::Error) {
        events.unreadable = true;
        return events;
    }
    for entry in list.elements() {
        match entry.expect_string(reader, Severity::Error) {
            Some("*") => events.all = true,
            Some(text) => match EventPattern::parse(text) {
                Ok(pattern) => {
                    events.patterns.push(EventPattern { place: entry.place(), ..pattern });
                }
                Err(error) => {
                    let message = format!("{text:?} is not an event-type pattern: {error}");
                    reader.error(Code::EventPatternInvalid, entry.place(), message);
                    events.unreadable = true;
                }
            },
            None => events.unreadable = true,
        }
    }
    events
}

/// `labels`: texts that must all be on the event. What cannot be read stays as a label
/// without a value, which nothing decides.
fn labels(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Vec<Label> {
    let Some(labels) = object.member("labels") else {
        return Vec::new();
    };
    let unreadable = |key: &str, at: &Cursor<'_>| Label {
        key: key.to_owned(),
        event_keys: vec![key.to_owned()],
        values: Vec::new(),
        case: LabelCase::Exact,
        place: Some(at.place()),
    };
    if !labels.expect_object(reader, Severity::Error) {
        return vec![unreadable("labels", &labels)];
    }
    let entries = labels.entries().into_iter();
    entries
        .map(|(key, label)| match label.expect_string(reader, Severity::Error) {
            Some(value) => Label::exact(key, value, label.place()),
            None => unreadable(key, &label),
        })
        .collect()
}

/// `target`: where a match goes. A preview needs none.
fn target(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<Target> {
    let target = object.member("target")?;
    if !target.expect_object(reader, Severity::Error) {
        return None;
    }
    let mut url = None;
    if let Some(given) = target.member("url") {
        url = given.expect_string(reader, Severity::Error);
        if url.is_some_and(|text| !TargetUrl::parse(text).is_some_and(|parsed| parsed.is_web())) {
            let message = "`url` must be an absolute http or https URL";
            reader.error(Code::BadUrl, given.place(), message);
        }
    } else {
        reader.missing(reader.forgiven(), &target, "url");
    }
    let headers = match target.member("headers") {
        Some(headers) => self::headers(reader, &headers),
        None => Vec::new(),
    };
    reader.unknown_members(reader.forgiven(), &target, &["url", "headers"]);
    Some(Target { url: url.unwrap_or_default().to_owned(), headers, place: target.place() })
}

/// `headers`: names and values that can stand in an HTTP request.
fn headers(reader: &mut Reader<'_>, headers: &Cursor<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value, text) in headers.expect_texts(reader, Severity::Error) {
        if name.is_empty() || !name.bytes().all(is_token) {
            let message = format!("{name:?} is not the name of a header");
            reader.error(Code::BadValue, value.place(), message);
        }
        if text.chars().any(|c| c.is_control() && c != '\t') {
            let message = format!("the header `{name}` holds a control character");
            reader.error(Code::BadValue, value.place(), message);
        }
        pairs.push((name.to_owned(), text.to_owned()));
    }
    pairs
}

/// Whether a header's name may hold this byte (RFC 9110, `tchar`).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Keeps what has no meaning here, and reports it.
fn other_members(reader: &mut Reader<'_>, object: &Cursor<'_>, subscription: &mut Subscription) {
    let mut known = MEMBERS.to_vec();
    if reader.request.is_none() {
        known.extend(SECRETS);
    }
    for member in object.node.effective_members() {
        let key = member.key.as_str();
        if MEMBERS.contains(&key) {
            continue;
        }
        subscription.extra.push(member.clone());
        if reader.request.is_none() && SECRETS.contains(&key) && member.value.kind() != Kind::Null {
            let message = "a secret; it is never shown";
            reader.note(Code::SecretInConfig, object.key_place(key), message);
        }
    }
    reader.unknown_members(reader.forgiven(), object, &known);
}
