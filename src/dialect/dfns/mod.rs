//! Dfns webhooks (`/webhooks`).
//!
//! Sources: the Update Webhook and Webhook Event reference pages, SDK 0.8.21
//! `generated/webhooks/types.d.ts`, the API specification 2.0.155 (Create Webhook).

mod catalogue;
mod sample;

use super::write::{Writer, texts};
use super::{Catalogue, Cursor, LossReport, Reader, Request, Rules};
use crate::diagnostic::{Code, Severity};
use crate::json::Node;
use crate::subscription::{EventTypes, Setting, Subscription, Target};
use crate::truth::Truth;
use crate::url::TargetUrl;

/// Dfns, as of SDK 0.8.21.
pub(super) static DFNS: Dfns = Dfns;

/// The rules of Dfns webhooks.
#[derive(Debug)]
pub(super) struct Dfns;

/// Members of a request (Create Webhook, body).
const REQUEST_MEMBERS: &[&str] = &["url", "events", "status", "description"];

/// Members that the server adds (Create Webhook, response).
const SERVER_MEMBERS: &[&str] = &["id", "dateCreated", "dateUpdated", "secret"];

/// The longest description, in characters (Create Webhook: `maxLength`).
const DESCRIPTION_MAX: usize = 256;

impl Rules for Dfns {
    fn name(&self) -> &'static str {
        "dfns"
    }

    fn title(&self) -> &'static str {
        "Dfns webhook"
    }

    fn catalogue(&self) -> &'static Catalogue {
        &catalogue::CATALOGUE
    }

    fn likeness(&self, object: &Node) -> u32 {
        let has = |key: &str| object.get(key).is_some();
        let text = |key: &str| object.get(key).and_then(Node::string);
        let mut likeness = 0;
        likeness += 3 * u32::from(matches!(text("status"), Some("Enabled" | "Disabled")));
        likeness += 2 * u32::from(has("dateCreated") || has("dateUpdated"));
        likeness += 3 * u32::from(text("id").is_some_and(|id| id.starts_with("wh-")));
        likeness += 2 * u32::from(has("url") && has("events"));
        likeness + u32::from(has("url") && object.get("target").is_none())
    }

    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
        let id = read_id(reader, object);
        let mut subscription = Subscription::new(id.clone().unwrap_or_default());
        subscription.has_own_id = id.is_some();
        subscription.place = object.place();
        subscription.enabled = read_status(reader, object);
        subscription.events = read_events(reader, object);
        subscription.target = read_url(reader, object);
        subscription.description = read_description(reader, object);
        read_other_members(reader, object, &mut subscription);
        subscription
    }

    fn update(&self, current: &Node, request: &Node, now: Option<&str>) -> Node {
        let mut stored = current.clone();
        for member in request.effective_members() {
            if REQUEST_MEMBERS.contains(&member.key.as_str()) {
                stored.set(&member.key, member.value.clone());
            }
        }
        if let Some(now) = now {
            stored.set("dateUpdated", Node::from_text(now));
        }
        stored
    }

    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node {
        let mut writer = Writer::new(subscription, report);
        writer.id("id");
        write_url(&mut writer);
        write_events(&mut writer);
        let status = if writer.is_enabled() { "Enabled" } else { "Disabled" };
        writer.put("status", Node::from_text(status));
        write_description(&mut writer);
        writer.lost_labels();
        writer.lost_conditions();
        writer.lost_metadata();
        writer.extra(|key| SERVER_MEMBERS.contains(&key));
        writer.finish()
    }

    fn sample(&self, event_type: &str) -> Option<Node> {
        sample::event(event_type)
    }
}

/// `id`, which the server gives; a request has none.
fn read_id(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<String> {
    let id = object.member("id")?;
    let text = id.id_text().filter(|text| !text.is_empty());
    if reader.request.is_none() && text.is_none() {
        match id.node.string() {
            Some(_) => reader.error(Code::EmptyValue, id.place(), "`id` is empty"),
            None => reader.wrong_type(Severity::Error, &id, "a text"),
        }
    }
    text
}

/// `status`: `Enabled` or `Disabled`, `Enabled` by default.
fn read_status(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Setting {
    let Some(status) = object.member("status") else {
        return Setting::on();
    };
    let value = match status.expect_string(reader, Severity::Error) {
        Some("Enabled") => Truth::True,
        Some("Disabled") => Truth::False,
        Some(other) => {
            let message = format!("`status` must be \"Enabled\" or \"Disabled\", not {other:?}");
            reader.error(Code::BadValue, status.place(), message);
            Truth::Undecidable
        }
        None => Truth::Undecidable,
    };
    Setting { value, place: Some(status.place()) }
}

/// `events`: one kind or more, `"*"` among them for all (Create Webhook: `minItems`).
fn read_events(reader: &mut Reader<'_>, object: &Cursor<'_>) -> EventTypes {
    let Some(list) = object.member("events") else {
        if reader.request != Some(Request::Update) {
            reader.missing(reader.forgiven(), object, "events");
        }
        return EventTypes { unreadable: true, ..EventTypes::none() };
    };
    let mut events = EventTypes { place: Some(list.place()), ..EventTypes::none() };
    if !list.expect_array(reader, Severity::Error) {
        events.unreadable = true;
        return events;
    }
    if list.elements().next().is_none() {
        let message = "`events` is empty, so nothing ever fires; Dfns takes one kind or more";
        reader.error(Code::NoEventTypes, list.place(), message);
    }
    for entry in list.elements() {
        match entry.expect_string(reader, Severity::Error) {
            Some("*") => events.all = true,
            Some(kind) => {
                catalogue::CATALOGUE.check(reader, &entry, kind);
                events.patterns.push(crate::subscription::EventPattern::exact(kind, entry.place()));
            }
            None => events.unreadable = true,
        }
    }
    events
}

/// `url`: an absolute http or https URL (Create Webhook: "a valid http / https url").
fn read_url(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<Target> {
    let Some(url) = object.member("url") else {
        if reader.request != Some(Request::Update) {
            reader.missing(reader.forgiven(), object, "url");
        }
        return None;
    };
    let text = url.expect_string(reader, Severity::Error)?;
    if !is_web(text) {
        reader.error(Code::BadUrl, url.place(), "`url` must be an absolute http or https URL");
    }
    Some(Target { url: text.to_owned(), headers: Vec::new(), place: url.place() })
}

fn read_description(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<String> {
    let description = object.member("description")?;
    let text = description.expect_string(reader, Severity::Error)?;
    let length = text.chars().count();
    if length > DESCRIPTION_MAX {
        let message = format!("`description` has {length} characters, {DESCRIPTION_MAX} at most");
        reader.error(Code::DescriptionTooLong, description.place(), message);
    }
    Some(text.to_owned())
}

/// `url`, which Dfns requires.
fn write_url(writer: &mut Writer<'_>) {
    writer.url_only("url");
    let target = writer.subscription.target.as_ref();
    if !target.is_some_and(|target| is_web(&target.url)) {
        let place = target.map_or_else(|| writer.part("url"), |target| target.place.clone());
        writer.report.decision(&place, "Dfns needs an absolute http or https URL");
    }
}

/// `events`, of which Dfns requires one.
fn write_events(writer: &mut Writer<'_>) {
    let events = &writer.subscription.events;
    if events.all {
        writer.every_type();
        writer.put("events", texts(["*".to_owned()]));
        return;
    }
    let names = writer.event_names(&catalogue::CATALOGUE);
    if names.is_empty() && events.patterns.is_empty() && !events.unreadable {
        let place = events.place.clone().unwrap_or_else(|| writer.part("events"));
        writer.report.decision(&place, "no event type is asked for; Dfns takes one or more");
    }
    writer.put("events", texts(names));
}

/// `description`, which Dfns takes up to a length.
fn write_description(writer: &mut Writer<'_>) {
    writer.description();
    let description = writer.subscription.description.as_deref().unwrap_or_default();
    let length = description.chars().count();
    if length > DESCRIPTION_MAX {
        let place = writer.part("description");
        let message = format!("{length} characters; Dfns takes {DESCRIPTION_MAX} at most");
        writer.report.decision(&place, message);
    }
}

fn is_web(url: &str) -> bool {
    TargetUrl::parse(url).is_some_and(|parsed| parsed.is_web())
}

/// Keeps what routing does not read, and reports what does not belong.
fn read_other_members(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
) {
    for member in object.node.effective_members() {
        let key = member.key.as_str();
        if !REQUEST_MEMBERS.contains(&key) && key != "id" {
            subscription.extra.push(member.clone());
        }
        match (reader.request, SERVER_MEMBERS.contains(&key)) {
            (Some(Request::Create), true) => {
                let message = format!("`{key}` is set by the server and refused in a request");
                reader.error(Code::ServerField, object.key_place(key), message);
            }
            (Some(Request::Update), true) => {
                let message = format!("`{key}` is set by the server and left as it is");
                reader.warning(Code::ServerField, object.key_place(key), message);
            }
            (None, true) if key == "secret" => {
                reader.note(
                    Code::SecretInConfig,
                    object.key_place(key),
                    "a secret; it is never shown",
                );
            }
            _ => {}
        }
    }
    let severity = match reader.request {
        Some(Request::Create) => Severity::Error,
        _ => Severity::Warning,
    };
    let known: Vec<&str> = REQUEST_MEMBERS.iter().chain(SERVER_MEMBERS).copied().collect();
    reader.unknown_members(severity, object, &known);
}
