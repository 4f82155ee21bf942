//! Dakota webhook targets (`/webhooks/targets`).
//!
//! Sources: the Update Webhook Target reference page, the webhook guide, the `OpenAPI`
//! document of dakota-ts-sdk (June 2026) and go-sdk (September 2026).

mod catalogue;
mod sample;
#[cfg(test)]
mod tests;

use super::write::{Writer, texts};
use super::{Catalogue, Cursor, LossReport, Reader, Request, Rules};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::json::{Data, Kind, Member, Node};
use crate::subscription::{EventPattern, EventTypes, Note, Subscription, Target};
use crate::truth::Truth;
use crate::url::TargetUrl;

/// Dakota, as of the reference pages of 2026.
pub(super) static DAKOTA: Dakota = Dakota;

/// The rules of Dakota webhook targets.
#[derive(Debug)]
pub(super) struct Dakota;

/// Members of a create request (Create Webhook Target, body).
const REQUEST_MEMBERS: &[&str] = &["url", "global", "event_types"];

/// Members that an update can change (Update Webhook Target, body).
const UPDATE_MEMBERS: &[&str] = &["global", "event_types"];

/// Members that the server sets (`WebhookTarget`).
const SERVER_MEMBERS: &[&str] = &["id", "time_last_healthy", "time_last_attempted"];

/// The length of an id, a KSUID (`^[0-9A-Za-z]{27}$`).
const ID_LENGTH: usize = 27;

impl Rules for Dakota {
    fn name(&self) -> &'static str {
        "dakota"
    }

    fn title(&self) -> &'static str {
        "Dakota webhook target"
    }

    fn catalogue(&self) -> &'static Catalogue {
        &catalogue::CATALOGUE
    }

    fn likeness(&self, object: &Node) -> u32 {
        let has = |key: &str| u32::from(object.get(key).is_some());
        let id = object.get("id").and_then(Node::string).is_some_and(is_ksuid);
        3 * has("event_types")
            + 3 * has("time_last_healthy")
            + 3 * has("time_last_attempted")
            + 2 * u32::from(id)
            + has("global")
            + u32::from(object.get("url").is_some() && object.get("target").is_none())
    }

    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
        let id = object.member("id").and_then(|id| id.id_text());
        let mut subscription = Subscription::new(id.clone().unwrap_or_default());
        subscription.has_own_id = id.is_some();
        subscription.place = object.place();
        read_events(reader, object, &mut subscription);
        subscription.target = read_url(reader, object);
        read_server_members(reader, object);
        read_other_members(reader, object, &mut subscription);
        subscription
    }

    fn update(&self, current: &Node, request: &Node, _now: Option<&str>) -> Node {
        let mut stored = current.clone();
        for key in UPDATE_MEMBERS {
            if let Some(value) = request.get(key) {
                stored.set(key, value.clone());
            }
        }
        stored
    }

    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node {
        let mut writer = Writer::new(subscription, report);
        writer.id("id");
        writer.url_only("url");
        let listed = |subscription: &Subscription| !subscription.events.patterns.is_empty();
        let flag = subscription.extra.iter().find(|member| member.key == "global");
        if subscription.events.all {
            writer.every_type();
            // A target that said `false` and listed nothing keeps saying so.
            if flag.is_none() {
                writer.put("global", Node::new(Data::Bool(true)));
            }
        }
        if listed(subscription) || !subscription.events.all {
            let names = writer.event_names(&catalogue::CATALOGUE);
            writer.put("event_types", texts(names));
        }
        if let Some(place) = &subscription.enabled.place {
            if subscription.enabled.value == Truth::True {
                writer.report.over(place, "a target there is always on");
            } else {
                let message = "there is no off switch there; the target would be on";
                writer.report.decision(place, message);
            }
        }
        writer.lost_description();
        writer.lost_labels();
        writer.lost_conditions();
        writer.lost_metadata();
        writer.extra(|key| SERVER_MEMBERS.contains(&key) || key == "global");
        writer.finish()
    }

    fn is_implied(&self, member: &Member) -> bool {
        member.key == "global" && member.value.bool() == Some(false)
    }

    fn sample(&self, event_type: &str) -> Option<Node> {
        catalogue::CATALOGUE.names().find(|name| *name == event_type).and_then(sample::event)
    }
}

/// `global` and `event_types`: all types under `global`, or where no list is given
/// (the guide: "defaults to all events if not specified").
fn read_events(reader: &mut Reader<'_>, object: &Cursor<'_>, subscription: &mut Subscription) {
    let list = object.member("event_types");
    let mut events = list.as_ref().map_or_else(EventTypes::all, |list| read_list(reader, list));
    if let Some(global) = object.member("global") {
        match global.expect_bool(reader, Severity::Error) {
            Some(true) => {
                events.all = true;
                events.place = Some(global.place());
                let message = "`global`: the reference says every event type, the guide says \
                               every customer; read as every event type";
                reader.note(Code::DakotaGlobalTwoReadings, global.place(), message);
                let note =
                    Note { code: Code::DakotaGlobalTwoReadings, message: message.to_owned() };
                subscription.notes.push(note);
            }
            Some(false) => {}
            None => {
                events.all = false;
                events.unreadable = true;
                events.place = events.place.or_else(|| Some(global.place()));
            }
        }
    }
    if let Some(list) = list.filter(|list| list.is(Kind::Array)) {
        let empty = list.elements().next().is_none();
        if events.all && !empty {
            let message = "`global` is true, so `event_types` is ignored";
            reader.note(Code::GlobalOverridesEventTypes, list.place(), message);
            subscription
                .notes
                .push(Note { code: Code::GlobalOverridesEventTypes, message: message.to_owned() });
        } else if empty && !events.all && !events.unreadable {
            let message = "`event_types` is empty, so nothing ever fires; leave it out for all";
            reader.warning(Code::NoEventTypes, list.place(), message);
        }
    }
    subscription.events = events;
}

/// `event_types`: exact names, checked also where `global` overrides them.
fn read_list(reader: &mut Reader<'_>, list: &Cursor<'_>) -> EventTypes {
    let mut events = EventTypes { place: Some(list.place()), ..EventTypes::none() };
    if !list.expect_array(reader, Severity::Error) {
        events.unreadable = true;
        return events;
    }
    for entry in list.elements() {
        match entry.expect_string(reader, Severity::Error) {
            Some(name) => {
                check_event_type(reader, &entry, name);
                events.patterns.push(EventPattern::exact(name, entry.place()));
            }
            None => events.unreadable = true,
        }
    }
    events
}

fn check_event_type(reader: &mut Reader<'_>, at: &Cursor<'_>, name: &str) {
    let (family, now) = catalogue::AUTO_TRANSACTIONS;
    let Some(verb) = name.strip_prefix(family) else {
        catalogue::CATALOGUE.check(reader, at, name);
        return;
    };
    let message = format!("the event type {name:?} is named by older documents only");
    let help = match verb {
        "created" | "updated" => format!("did you mean \"{now}{verb}\"?"),
        _ => format!("the event types are \"{now}created\" and \"{now}updated\""),
    };
    let diagnostic = Diagnostic::new(Severity::Error, Code::EventTypeLegacy, at.place(), message);
    reader.push(diagnostic.with_help(help));
}

/// `url`: https, outside of this machine and its networks (guide: "HTTPS endpoint";
/// go-sdk 0.4.0: loopback and private addresses are refused).
fn read_url(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<Target> {
    if reader.request == Some(Request::Update) {
        return None;
    }
    let Some(url) = object.member("url") else {
        reader.missing(reader.forgiven(), object, "url");
        return None;
    };
    let text = url.expect_string(reader, Severity::Error)?;
    match TargetUrl::parse(text).filter(TargetUrl::is_web) {
        None => reader.error(Code::BadUrl, url.place(), "`url` must be an absolute https URL"),
        Some(parsed) => {
            if parsed.scheme != "https" {
                let message = "`url` is not https; Dakota delivers to https only";
                reader.error(Code::UrlNotHttps, url.place(), message);
            }
            if !parsed.is_public() {
                let message = "`url` is a loopback or private address, which Dakota refuses";
                reader.error(Code::UrlNotPublic, url.place(), message);
            }
        }
    }
    Some(Target { url: text.to_owned(), headers: Vec::new(), place: url.place() })
}

fn is_ksuid(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The forms of what the server sets, in stored targets. Routing reads none of it.
fn read_server_members(reader: &mut Reader<'_>, object: &Cursor<'_>) {
    if reader.request.is_some() {
        return;
    }
    if let Some(id) = object.member("id")
        && !id.node.string().is_some_and(is_ksuid)
    {
        let message = format!("`id` is not {ID_LENGTH} letters and digits, as Dakota's ids are");
        reader.warning(Code::BadId, id.place(), message);
    }
    for key in ["time_last_healthy", "time_last_attempted"] {
        if let Some(time) = object.member(key)
            && !time.is(Kind::Number)
        {
            reader.wrong_type(Severity::Warning, &time, "a number of seconds");
        }
    }
}

/// Keeps what routing does not read, and reports what does not belong.
fn read_other_members(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
) {
    for member in object.node.effective_members() {
        let key = member.key.as_str();
        let said = match key {
            "id" => subscription.has_own_id,
            "global" => member.value.bool() == Some(true),
            "event_types" => member.value.array().is_some(),
            "url" => member.value.string().is_some(),
            _ => false,
        };
        if !said {
            subscription.extra.push(member.clone());
        }
        let known = REQUEST_MEMBERS.contains(&key) || SERVER_MEMBERS.contains(&key);
        match reader.request {
            Some(Request::Update) if known && !UPDATE_MEMBERS.contains(&key) => {
                let message =
                    format!("`{key}` cannot be changed; delete the target, create another");
                reader.error(Code::ImmutableField, object.key_place(key), message);
            }
            Some(Request::Create) if SERVER_MEMBERS.contains(&key) => {
                let message = format!("`{key}` is set by the server and ignored in a request");
                reader.warning(Code::ServerField, object.key_place(key), message);
            }
            _ => {}
        }
    }
    let severity = match reader.request {
        Some(Request::Update) => Severity::Error,
        _ => Severity::Warning,
    };
    let known: Vec<&str> = REQUEST_MEMBERS.iter().chain(SERVER_MEMBERS).copied().collect();
    reader.unknown_members(severity, object, &known);
}
