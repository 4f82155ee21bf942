//! The members of a CDP subscription, labels apart.

use super::{Cdp, REQUEST_MEMBERS, SERVER_MEMBERS, catalogue, labels};
use crate::diagnostic::{Code, Place, Severity};
use crate::dialect::write::text_pairs;
use crate::dialect::{Cursor, Reader};
use crate::json::{Kind, Node};
use crate::subscription::{EventPattern, EventTypes, Setting, Subscription, Target};
use crate::truth::Truth;
use crate::url::TargetUrl;

/// The lengths of a target's URL, in characters (`Url`: `minLength`, `maxLength`).
const URL_LENGTH: (usize, usize) = (11, 2048);

/// `isEnabled`, required in requests; a stored object without it is on.
pub(super) fn read_is_enabled(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Setting {
    let Some(enabled) = object.member("isEnabled") else {
        if reader.request.is_some() {
            reader.missing(Severity::Error, object, "isEnabled");
        }
        return Setting::on();
    };
    let value = enabled.expect_bool(reader, Severity::Error);
    Setting { value: value.map_or(Truth::Undecidable, Truth::from), place: Some(enabled.place()) }
}

/// `target`: `url` and, where given, `headers`.
pub(super) fn read_target(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<Target> {
    let Some(target) = object.member("target") else {
        reader.missing(reader.forgiven(), object, "target");
        return None;
    };
    if !target.expect_object(reader, Severity::Error) {
        return None;
    }
    reader.unknown_members(Severity::Warning, &target, &["url", "headers"]);
    let headers = target.member("headers").map_or_else(Vec::new, |headers| {
        let pairs = headers.expect_texts(reader, Severity::Error);
        pairs.into_iter().map(|(name, _, value)| (name.to_owned(), value.to_owned())).collect()
    });
    let Some(url) = target.member("url") else {
        reader.missing(reader.forgiven(), &target, "url");
        return None;
    };
    let text = url.expect_string(reader, Severity::Error)?;
    check_url(reader, &url, text);
    Some(Target { url: text.to_owned(), headers, place: target.place() })
}

/// A valid http or https URL of 11 to 2048 characters, `^https?://.*$` (`Url`); the
/// reference page's example error and the guides ask for https.
fn check_url(reader: &mut Reader<'_>, url: &Cursor<'_>, text: &str) {
    let starts_well = text.starts_with("https://") || text.starts_with("http://");
    if !starts_well || !TargetUrl::parse(text).is_some_and(|parsed| parsed.is_web()) {
        reader.error(Code::BadUrl, url.place(), "`url` must be a URL of the form https://…");
        return;
    }
    let (least, most) = URL_LENGTH;
    let length = text.chars().count();
    if !(least..=most).contains(&length) {
        let message = format!("`url` has {length} characters; it may have {least} to {most}");
        reader.error(Code::UrlLength, url.place(), message);
    }
    if text.starts_with("http://") {
        let message = "`url` is not https; CDP's guides ask for an https endpoint";
        reader.warning(Code::UrlNotHttps, url.place(), message);
    }
}

impl Cdp {
    /// `eventTypes`: exact names, one or more.
    pub(super) fn read_event_types(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
    ) -> EventTypes {
        let mut events = EventTypes::none();
        let Some(list) = object.member("eventTypes") else {
            reader.missing(reader.forgiven(), object, "eventTypes");
            events.unreadable = true;
            return events;
        };
        events.place = Some(list.place());
        if !list.expect_array(reader, Severity::Error) {
            events.unreadable = true;
            return events;
        }
        if list.elements().next().is_none() {
            let message = "`eventTypes` is empty, so nothing ever fires; CDP takes one or more";
            reader.error(Code::NoEventTypes, list.place(), message);
        }
        for entry in list.elements() {
            match entry.expect_string(reader, Severity::Error) {
                Some(name) => {
                    self.check_event_type(reader, &entry, name);
                    events.patterns.push(EventPattern::exact(name, entry.place()));
                }
                None => events.unreadable = true,
            }
        }
        events
    }

    fn check_event_type(&self, reader: &mut Reader<'_>, at: &Cursor<'_>, name: &str) {
        let mandate = self.takes_mandates && is_mandate(name);
        if mandate {
            let message = format!("the event type {name:?} is in CDP's guides, not in its schema");
            reader.note(Code::EventTypeLegacy, at.place(), message);
        } else {
            self.catalogue.check(reader, at, name);
        }
        let accepted = mandate || self.catalogue.legacy.iter().any(|legacy| legacy.name == name);
        if let Some(later) = self.later.filter(|later| accepted && !later.catalogue.contains(name))
        {
            let message = format!("the event type {name:?} is refused in {}", later.name);
            reader.warning(Code::LaterEdition, at.place(), message);
        }
    }

    pub(super) fn read_description(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
    ) -> Option<String> {
        let description = object.member("description")?;
        let text = description.expect_string(reader, Severity::Error)?;
        let length = text.chars().count();
        self.check_limit(
            reader,
            Code::DescriptionTooLong,
            description.place(),
            |limits| length <= limits.description,
            |limits| {
                format!("`description` has {length} characters, {} at most", limits.description)
            },
        );
        Some(text.to_owned())
    }

    /// `metadata`: pairs of texts. The `secret` that the server adds to stored ones
    /// is no pair of the owner's.
    pub(super) fn read_metadata(
        &self,
        reader: &mut Reader<'_>,
        object: &Cursor<'_>,
    ) -> Vec<(String, String)> {
        let Some(metadata) = object.member("metadata") else {
            return Vec::new();
        };
        if !metadata.is(Kind::Object) {
            reader.wrong_type(Severity::Error, &metadata, "an object");
            return Vec::new();
        }
        let stored = reader.request.is_none();
        let own = |key: &str| !(stored && key == "secret");
        let members = metadata.node.effective_members();
        let count = members.iter().filter(|member| own(&member.key)).count();
        self.check_limit(
            reader,
            Code::MetadataLimit,
            metadata.place(),
            |limits| count <= limits.metadata_pairs,
            |limits| format!("`metadata` has {count} pairs, {} at most", limits.metadata_pairs),
        );
        let mut pairs = Vec::new();
        for member in members {
            let (key, value) = (member.key.as_str(), metadata.at(&member.key, &member.value));
            let Some(text) = value.expect_string(reader, Severity::Error) else {
                continue;
            };
            let key_place = Place { span: member.key_span, ..value.place() };
            if own(key) {
                self.check_pair(reader, (key_place, key), (value.place(), text));
                pairs.push((key.to_owned(), text.to_owned()));
            } else {
                reader.note(Code::SecretInConfig, key_place, "a secret; it is never shown");
            }
        }
        pairs
    }

    /// The lengths of one pair of the metadata.
    fn check_pair(&self, reader: &mut Reader<'_>, key: (Place, &str), value: (Place, &str)) {
        let inside = |(least, most), length| (least..=most).contains(&length);
        let range = |(least, most)| match least {
            0 => format!("{most} at most"),
            _ => format!("{least} to {most}"),
        };
        let length = key.1.chars().count();
        self.check_limit(
            reader,
            Code::MetadataLimit,
            key.0,
            |limits| inside(limits.metadata_key, length),
            |limits| format!("the key has {length} characters, {}", range(limits.metadata_key)),
        );
        let length = value.1.chars().count();
        self.check_limit(
            reader,
            Code::MetadataLimit,
            value.0,
            |limits| inside(limits.metadata_value, length),
            |limits| format!("the value has {length} characters, {}", range(limits.metadata_value)),
        );
    }
}

/// Whether the name is one of the family that the guides mention.
fn is_mandate(name: &str) -> bool {
    name.strip_prefix(catalogue::MANDATES).is_some_and(|verb| {
        !verb.is_empty() && verb.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    })
}

/// Keeps what routing does not read, and reports what does not belong. CDP's schema
/// forbids no member, so none is an error.
pub(super) fn read_other_members(
    reader: &mut Reader<'_>,
    object: &Cursor<'_>,
    subscription: &mut Subscription,
) {
    for member in object.node.effective_members() {
        let key = member.key.as_str();
        if !is_said(subscription, key, &member.value) {
            subscription.extra.push(member.clone());
        }
        if !SERVER_MEMBERS.contains(&key) {
            continue;
        }
        if reader.request.is_some() {
            let message = format!("`{key}` is set by the server and ignored in a request");
            reader.warning(Code::ServerField, object.key_place(key), message);
        } else if key == "secret" {
            let place = object.key_place(key);
            reader.note(Code::SecretInConfig, place, "a secret; it is never shown");
        }
    }
    let known: Vec<&str> = REQUEST_MEMBERS.iter().chain(SERVER_MEMBERS).copied().collect();
    reader.unknown_members(Severity::Warning, object, &known);
}

/// Whether the subscription's own parts say all of a member, so that it can be
/// written again without the member itself.
fn is_said(subscription: &Subscription, key: &str, value: &Node) -> bool {
    let written = match key {
        "subscriptionId" => return subscription.has_own_id,
        "isEnabled" | "eventTypes" => return true,
        "description" => return subscription.description.is_some(),
        "target" => subscription.target.as_ref().map(target_node),
        "metadata" => Some(metadata_node(&subscription.metadata)),
        "labels" => Some(labels::node(subscription)),
        _ => None,
    };
    written.is_some_and(|written| written.equals(value))
}

/// `target` as it is written.
pub(super) fn target_node(target: &Target) -> Node {
    let mut node = Node::object([("url", Node::from_text(target.url.as_str()))]);
    if !target.headers.is_empty() {
        node.set("headers", pairs_node(&target.headers));
    }
    node
}

/// `metadata` as they are written.
pub(super) fn metadata_node(pairs: &[(String, String)]) -> Node {
    pairs_node(pairs)
}

fn pairs_node(pairs: &[(String, String)]) -> Node {
    text_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}
