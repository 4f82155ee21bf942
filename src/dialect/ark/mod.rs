//! ARK webhooks (`/api/webhooks`).
//!
//! Sources: the Webhook API page of 2018-08-24 and its successors in
//! `ArkEcosystem/docs` (endpoints, usage); `ArkEcosystem/core` 3.9.1
//! `packages/core-webhooks` (`conditions`, `listener`, `database`, `server/schema`),
//! unchanged in what decides since 2.6; `ArkEcosystem/mainsail` `packages/webhooks`.

mod catalogue;
mod condition;
mod read;
mod sample;
mod target;
#[cfg(test)]
mod tests;
mod write;

use super::{Catalogue, Cursor, LossReport, Reader, Rules};
use crate::json::{Data, Node};
use crate::predicate::OBJECT_PROTOTYPE;
use crate::subscription::{Combine, Lookup, Subscription};

/// ARK as its documents describe it.
pub(super) static ARK: Ark = Ark {
    name: "ark",
    catalogue: &catalogue::ALL,
    combine: Combine::Any,
    keys: Keys::LiteralOrDotted,
    operators: Operators::Documented,
    hazards: &[],
    own_events: None,
};

/// The shipped node from 2.6 to 3.9.1.
pub(super) static ARK_CORE_3: Ark = Ark {
    name: "ark@core-3",
    catalogue: &catalogue::CORE_3,
    combine: Combine::OrderedAny,
    keys: Keys::Member,
    operators: Operators::Shipped,
    hazards: OBJECT_PROTOTYPE,
    own_events: Some("webhooks"),
};

/// Mainsail, the node's successor.
pub(super) static ARK_MAINSAIL: Ark = Ark {
    name: "ark@mainsail",
    catalogue: &catalogue::MAINSAIL,
    combine: Combine::OrderedAny,
    keys: Keys::Dotted,
    operators: Operators::Shipped,
    hazards: &["__proto__", "prototype", "constructor"],
    own_events: Some("webhooks"),
};

/// What one edition of ARK does.
#[derive(Debug)]
pub(super) struct Ark {
    name: &'static str,
    catalogue: &'static Catalogue,
    combine: Combine,
    keys: Keys,
    operators: Operators,
    /// Names in a key that reach the prototype of a JavaScript object.
    hazards: &'static [&'static str],
    /// A text in the names of events that the node never sends, lest it answer its
    /// own deliveries.
    own_events: Option<&'static str>,
}

/// How a key finds its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    /// A member of the whole name, or dotted.
    LiteralOrDotted,
    /// `payload[key]`.
    Member,
    /// Mainsail's `get(payload, key)`.
    Dotted,
}

/// Whose operators the conditions call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operators {
    /// The documented names with exact semantics.
    Documented,
    /// The names that the node's module exports, with JavaScript's coercions.
    Shipped,
}

impl Keys {
    fn lookup(self, key: &str) -> Lookup {
        let key = key.to_owned();
        match self {
            Self::LiteralOrDotted => Lookup::LiteralThenSegments(key),
            Self::Member => Lookup::EcmaScriptMember(key),
            Self::Dotted => Lookup::EcmaScriptDotted(key),
        }
    }

    /// The names in a key that are looked up one by one.
    fn names(self, key: &str) -> Vec<&str> {
        match self {
            Self::Member => vec![key],
            Self::LiteralOrDotted | Self::Dotted => key.split('.').collect(),
        }
    }
}

/// Members of a request (`server/schema`, `payload`).
const REQUEST_MEMBERS: &[&str] = &["event", "target", "enabled", "conditions"];

/// Members that the server adds (`server/index`, create).
const SERVER_MEMBERS: &[&str] = &["id", "token"];

impl Rules for Ark {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        "ARK webhook"
    }

    fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    fn likeness(&self, object: &Node) -> u32 {
        let has = |key: &str| object.get(key).is_some();
        let text = |key: &str| object.get(key).and_then(Node::string).is_some();
        let mut likeness = u32::from(text("event"));
        likeness += 4 * u32::from(text("event") && text("target"));
        likeness += 3 * u32::from(has("event") && has("conditions"));
        likeness + 2 * u32::from(text("event") && has("enabled"))
    }

    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription {
        read::subscription(self, reader, object)
    }

    /// A replacement: the id and the token survive, everything else is the request's,
    /// with `enabled` as the truth value that the server's schema makes of a text.
    fn update(&self, current: &Node, request: &Node, _now: Option<&str>) -> Node {
        let mut stored = Node::new(Data::Object(Vec::new()));
        let asked = |key: &str| {
            let value = request.get(key).filter(|_| REQUEST_MEMBERS.contains(&key))?;
            Some(match (key, value.string().and_then(read::switch)) {
                ("enabled", Some(enabled)) => Node::new(Data::Bool(enabled)),
                _ => value.clone(),
            })
        };
        for member in current.effective_members() {
            let key = member.key.as_str();
            let kept = SERVER_MEMBERS.contains(&key).then(|| member.value.clone());
            if let Some(value) = kept.or_else(|| asked(key)) {
                stored.set(key, value);
            }
        }
        for member in request.effective_members() {
            if let Some(value) = asked(&member.key) {
                stored.set(&member.key, value);
            }
        }
        stored
    }

    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node {
        write::subscription(self, subscription, report)
    }

    fn sample(&self, event_type: &str) -> Option<Node> {
        sample::event(self.catalogue, event_type)
    }
}
