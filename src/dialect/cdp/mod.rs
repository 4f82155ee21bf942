//! Coinbase CDP webhook subscriptions (`/v2/data/webhooks/subscriptions`).
//!
//! Sources: the Update Webhook Subscription reference page (early 2026), the `OpenAPI`
//! documents of cdp-sdk from December 2025 to August 2026, and the generated schemas of
//! `@coinbase/cdp-sdk` 1.57.0 (September 2026). The editions differ only in the
//! values of [`Cdp`].

mod catalogue;
mod labels;
mod members;
mod sample;
#[cfg(test)]
mod tests;
mod type_rules;

use super::write::{Writer, texts};
use super::{Catalogue, Cursor, LossReport, Reader, Rules};
use crate::diagnostic::{Code, Place};
use crate::json::{Node, sort};
use crate::subscription::{Label, Subscription};

/// As documented early in 2026.
pub(super) static CDP: Cdp = Cdp {
    name: "cdp",
    catalogue: &catalogue::WITH_OLDER_NAMES,
    takes_mandates: true,
    limits: Limits {
        description: 500,
        metadata_pairs: 50,
        metadata_key: (0, 40),
        metadata_value: (0, 500),
    },
    labels_by_type: false,
    later: Some(&CDP_2026_09),
};

/// As of SDK 1.57.0, September 2026.
pub(super) static CDP_2026_09: Cdp = Cdp {
    name: "cdp@2026-09",
    catalogue: &catalogue::ENUM_ONLY,
    takes_mandates: false,
    limits: Limits {
        description: 100,
        metadata_pairs: 10,
        metadata_key: (1, 50),
        metadata_value: (1, 50),
    },
    labels_by_type: true,
    later: None,
};

/// The rules of CDP webhook subscriptions in one edition.
#[derive(Debug)]
pub(super) struct Cdp {
    name: &'static str,
    catalogue: &'static Catalogue,
    /// Whether the `acceptance.mandate.*` of the guides are taken beside the catalogue.
    takes_mandates: bool,
    limits: Limits,
    /// Whether the event types decide which labels are needed.
    labels_by_type: bool,
    /// The edition whose tighter rules are warned of.
    later: Option<&'static Cdp>,
}

/// What an edition limits. Lengths are in characters, least and most.
#[derive(Debug)]
struct Limits {
    description: usize,
    metadata_pairs: usize,
    metadata_key: (usize, usize),
    metadata_value: (usize, usize),
}

/// Members of a request, the pair of the single-label form of December 2025 included.
const REQUEST_MEMBERS: &[&str] = &[
    "eventTypes",
    "isEnabled",
    "target",
    "description",
    "metadata",
    "labels",
    "labelKey",
    "labelValue",
];

/// Members that the server adds (`WebhookSubscriptionResponse`).
const SERVER_MEMBERS: &[&str] = &["subscriptionId", "secret", "createdAt", "updatedAt"];

impl Cdp {
    /// Reports what breaks a limit of this edition as an error, and what breaks only
    /// one of a later edition as a warning.
    fn check_limit(
        &self,
        reader: &mut Reader<'_>,
        code: Code,
        place: Place,
        fits: impl Fn(&Limits) -> bool,
        message: impl Fn(&Limits) -> String,
    ) {
        if !fits(&self.limits) {
            reader.error(code, place, message(&self.limits));
        } else if let Some(later) = self.later.filter(|later| !fits(&later.limits)) {
            let message = format!("{} in {}", message(&later.limits), later.name);
            reader.warning(Code::LaterEdition, place, message);
        }
    }
}

impl Rules for Cdp {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        "Coinbase CDP subscription"
    }

    fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    fn likeness(&self, object: &Node) -> u32 {
        let has = |key: &str| u32::from(object.get(key).is_some());
        let target = object.get("target").is_some_and(|target| target.get("url").is_some());
        3 * has("eventTypes")
            + 3 * has("isEnabled")
            + 3 * has("subscriptionId")
            + 2 * has("labelKey")
            + u32::from(target)
    }

    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
        let id = object.member("subscriptionId").and_then(|id| id.id_text());
        let mut subscription = Subscription::new(id.clone().unwrap_or_default());
        subscription.has_own_id = id.is_some();
        subscription.place = object.place();
        subscription.enabled = members::read_is_enabled(reader, object);
        subscription.events = self.read_event_types(reader, object);
        subscription.target = members::read_target(reader, object);
        subscription.description = self.read_description(reader, object);
        subscription.metadata = self.read_metadata(reader, object);
        self.read_labels(reader, object, &mut subscription);
        members::read_other_members(reader, object, &mut subscription);
        subscription
    }

    /// Everything is what the request says but for what the server keeps. `updatedAt`
    /// is set only where the stored object has one: the editions before it had none.
    fn update(&self, current: &Node, request: &Node, now: Option<&str>) -> Node {
        let of_server = |key: &str| SERVER_MEMBERS.contains(&key);
        let mut asked: Vec<(&str, Option<&Node>)> = Vec::new();
        for member in request.effective_members() {
            if !of_server(&member.key) {
                asked.push((&member.key, Some(&member.value)));
            }
        }
        sort(&mut asked, &|a, b| a.0.cmp(b.0));
        // Each is given once.
        let mut take = |key: &str| {
            let at = asked.binary_search_by(|each| each.0.cmp(key)).ok()?;
            asked[at].1.take()
        };
        let mut members = Vec::new();
        for member in current.effective_members() {
            let key = member.key.as_str();
            let value = if of_server(key) { Some(&member.value) } else { take(key) };
            members.extend(value.map(|value| (key, value.clone())));
        }
        for member in request.effective_members() {
            if let Some(value) = take(member.key.as_str()) {
                members.push((&member.key, value.clone()));
            }
        }
        let mut stored = Node::object(members);
        if let (Some(now), Some(_)) = (now, stored.get("updatedAt")) {
            stored.set("updatedAt", Node::from_text(now));
        }
        stored
    }

    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node {
        let mut writer = Writer::new(subscription, report);
        writer.id("subscriptionId");
        let names = if subscription.events.all {
            let place = subscription.events.place.as_ref().unwrap_or(&subscription.place);
            writer.report.decision(
                place,
                "there is no \"every event type\" there; written as the types of today",
            );
            self.catalogue.names().map(str::to_owned).collect()
        } else {
            writer.event_names(self.catalogue)
        };
        writer.put("eventTypes", texts(names));
        let enabled = writer.is_enabled();
        writer.put("isEnabled", Node::new(crate::json::Data::Bool(enabled)));
        let kept = |key: &str| {
            subscription.extra.iter().find(|member| member.key == key).map(|member| &member.value)
        };
        if let Some(target) = &subscription.target {
            let node = kept("target").cloned().unwrap_or_else(|| members::target_node(target));
            writer.put("target", node);
            writer.report.over(&target.place, "the target is carried over");
        }
        writer.description();
        if kept("metadata").is_none() && !subscription.metadata.is_empty() {
            writer.put("metadata", members::metadata_node(&subscription.metadata));
            let place = writer.part("metadata");
            writer.report.over(&place, "the metadata are carried over");
        }
        if kept("labels").is_none() {
            labels::write(&mut writer, self.labels_by_type);
        }
        writer.lost_conditions();
        writer.extra(|key| {
            let written = key == "target" && subscription.target.is_some();
            !written && (REQUEST_MEMBERS.contains(&key) || SERVER_MEMBERS.contains(&key))
        });
        writer.finish()
    }

    fn unsent_labels<'s>(&self, subscription: &'s Subscription) -> Vec<&'s Label> {
        type_rules::unsent_labels(subscription)
    }

    fn sample(&self, event_type: &str) -> Option<Node> {
        self.catalogue.names().find(|name| *name == event_type).and_then(sample::event)
    }
}
