//! What was delivered, as the providers tell it.

use std::fmt;

use super::answer::number;
use super::api::{Api, HistoryForm};
use crate::date;
use crate::delivery::{Attempt, Delivery, Outcome, Phase};
use crate::json::{Data, Node};

/// What a host knows of a delivery beside its state. `Debug` shows neither URL nor body.
///
/// ```
/// use hooksieve::{endpoint::About, json::Node};
/// let body = Node::parse("{}").unwrap();
/// let about = About { body: &body, event_type: "wallet.deposit", url: None, replays: 0 };
/// assert_eq!(about.event_type, "wallet.deposit");
/// ```
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The event's body.
    pub body: &'a Node,
    /// The event's type.
    pub event_type: &'a str,
    /// The target's URL; nothing where the subscription is gone.
    pub url: Option<&'a str>,
    /// How often somebody asked for the event again.
    pub replays: u64,
}

impl fmt::Debug for About<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("About")
            .field("event_type", &self.event_type)
            .field("replays", &self.replays)
            .finish_non_exhaustive()
    }
}

impl Api {
    /// A delivery as the provider's list of events tells it: Dfns each attempt of which
    /// something is known as an event of its own, the others the event once. Nothing where the
    /// provider has no such list.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::{About, Api}, json::Node};
    /// use hooksieve::delivery::{Delivery, Input, Moment, Policy, Standing};
    /// let policy = Policy::of("dfns").unwrap();
    /// let at = |now| Moment { now, random: [0; 16] };
    /// let wake = Input::Wake { subscription: Standing::Enabled };
    /// let (delivery, _) = Delivery::new("whe-1", "wh-1", 0).step(&policy, &wake, at(0));
    /// let busy = Input::Answer { attempt: 1, run: 1, status: 503, retry_after: None };
    /// let (delivery, _) = delivery.step(&policy, &busy, at(1_000));
    /// let body = Node::parse(r#"{"id":"whe-1","kind":"wallet.created","data":{}}"#).unwrap();
    /// let about = About { body: &body, event_type: "wallet.created", url: None, replays: 0 };
    /// let told = Api::of(Dialect::DFNS).unwrap().history(&delivery, &about);
    /// assert_eq!(
    ///     told[0].to_json(),
    ///     r#"{"id":"whe-1","kind":"wallet.created","data":{},"deliveryAttempt":1,"status":"503","timestampSent":0,"deliveryFailed":true,"nextAttemptDate":"1970-01-01T00:01:01.000Z"}"#
    /// );
    /// ```
    pub fn history(&self, delivery: &Delivery, about: &About<'_>) -> Vec<Node> {
        match self.history {
            HistoryForm::None => Vec::new(),
            HistoryForm::Attempts => {
                let made = delivery.attempts.iter().filter(|each| each.outcome != Outcome::Open);
                made.map(|attempt| attempt_event(attempt, about.body)).collect()
            }
            HistoryForm::Summary => vec![summary(delivery, about.event_type)],
            HistoryForm::Record => vec![record(delivery, about)],
        }
    }
}

/// An attempt as an event of its own (Dfns, Webhook Events: `deliveryFailed`, and
/// `nextAttemptDate` while one is planned; `generated/webhooks`: `status` is a text).
fn attempt_event(attempt: &Attempt, event: &Node) -> Node {
    let mut told = event.clone();
    let text = |text: Option<String>| text.map(Node::from_text);
    told.set("id", Node::from_text(attempt.event_id.as_str()));
    let optional = [
        ("deliveryAttempt", Some(number(u64::from(attempt.number)))),
        ("retryOf", text(attempt.retry_of.clone())),
        ("status", text(status(attempt))),
        ("error", text(attempt.trouble.map(|trouble| trouble.to_string()))),
        ("timestampSent", Some(number(attempt.sent / 1_000))),
        ("deliveryFailed", Some(Node::new(Data::Bool(attempt.failed())))),
        ("nextAttemptDate", text(attempt.next_attempt_date())),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            told.set(name, value);
        }
    }
    told
}

/// The HTTP status, or the name of what came in its place (Dfns, Ping: "a http status code if
/// your server responded, or another error code otherwise").
fn status(attempt: &Attempt) -> Option<String> {
    let trouble = || attempt.trouble.map(|trouble| trouble.name().to_owned());
    attempt.status.map(|status| status.to_string()).or_else(trouble)
}

/// An event with the state of its delivery (CDP specification, `WebhookEventResponse`).
fn summary(delivery: &Delivery, event_type: &str) -> Node {
    let retries = u64::try_from(delivery.attempts.len().saturating_sub(1)).unwrap_or(u64::MAX);
    let status = match &delivery.phase {
        Phase::Delivered => "succeeded",
        Phase::Dead | Phase::Stopped { .. } => "failed",
        Phase::Waiting { .. } if delivery.attempts.is_empty() => "pending",
        Phase::Sending { .. } if retries == 0 => "processing",
        Phase::Waiting { .. } | Phase::Sending { .. } => "retrying",
    };
    let mut told = vec![
        ("eventId", Node::from_text(delivery.event.as_str())),
        ("eventTypeName", Node::from_text(event_type)),
        ("status", Node::from_text(status)),
        ("createdAt", Node::from_text(date::iso(delivery.accepted))),
    ];
    let delivered = delivery.attempts.iter().find(|each| each.outcome == Outcome::Delivered);
    let ended = delivered.and_then(|attempt| attempt.ended);
    told.extend(ended.map(|ended| ("succeededAt", Node::from_text(date::iso(ended)))));
    told.push(("retryCount", number(retries)));
    let last = delivered.or_else(|| delivery.attempts.iter().rfind(|each| each.ended.is_some()));
    if let Some(last) = last {
        let mut response = Vec::new();
        if let Some(status) = last.status {
            response.push(("httpCode", number(u64::from(status))));
        }
        if let Some(ended) = last.ended {
            response.push(("elapsedTimeMs", number(ended.saturating_sub(last.sent))));
        }
        if let Some(trouble) = last.trouble {
            response.push(("errorName", Node::from_text(trouble.name())));
        }
        told.push(("response", Node::object(response)));
    }
    Node::object(told)
}

/// A record of a delivery (Dakota `openapi.yaml`, `WebhookDelivery`). There are no
/// simulations here.
fn record(delivery: &Delivery, about: &About<'_>) -> Node {
    let null = || Node::new(Data::Null);
    let status = match delivery.phase {
        Phase::Delivered => "delivered",
        Phase::Dead | Phase::Stopped { .. } => "failed",
        Phase::Waiting { .. } | Phase::Sending { .. } => "pending",
    };
    let delivered = delivery.attempts.iter().find(|each| each.outcome == Outcome::Delivered);
    let ended = delivered.and_then(|attempt| attempt.ended);
    Node::object([
        ("id", Node::from_text(delivery.event.as_str())),
        ("event_type", Node::from_text(about.event_type)),
        ("endpoint_url", about.url.map_or_else(null, Node::from_text)),
        ("status", Node::from_text(status)),
        ("attempts", number(u64::try_from(delivery.attempts.len()).unwrap_or(u64::MAX))),
        ("created_at", Node::from_text(date::iso(delivery.accepted))),
        ("delivered_at", ended.map_or_else(null, |ended| Node::from_text(date::iso(ended)))),
        ("simulation_id", null()),
        ("is_replay", Node::new(Data::Bool(delivery.replay))),
        ("replay_count", number(about.replays)),
        ("payload", about.body.clone()),
    ])
}
