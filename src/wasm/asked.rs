//! The part of an event that a router's verdicts depend on.
//!
//! JavaScript writes only that part of an object as JSON text. The tree is wider than what
//! the router reads, never narrower: a lookup whose outcome depends on more than one
//! member takes all of its root.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Lookup, Path, Root, Router, Segment};

/// Members by name; `true` for all that stands there.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Asked {
    All(bool),
    Some(BTreeMap<String, Asked>),
}

/// What an event's body must keep.
#[derive(Debug, Serialize)]
pub(super) struct Tree {
    body: Asked,
    /// Whether labels are asked for: derived ones may come from any member.
    labels: bool,
}

/// Members that name the type and the id in one form or another.
const ENVELOPE: [&str; 7] = ["eventType", "type", "kind", "event", "id", "eventId", "eventID"];

/// The tree of a router.
pub(super) fn tree(router: &Router) -> Tree {
    let mut body = Asked::Some(BTreeMap::new());
    for path in router.paths() {
        match path.root {
            Root::Body => body.add(path),
            // Data stands in its member, or flat in the body.
            Root::Data => {
                body.add(path);
                body.below("data").add(path);
            }
        }
    }
    for name in ENVELOPE {
        body.below(name).take_all();
    }
    body.below("data");
    for key in router.label_keys() {
        body.below("labels").below(key).take_all();
    }
    Tree { body, labels: router.label_keys().len() > 0 }
}

impl Asked {
    fn take_all(&mut self) {
        *self = Self::All(true);
    }

    /// What is asked of the member `name`.
    fn below(&mut self, name: &str) -> &mut Self {
        if let Self::Some(members) = self {
            return members.entry(name.to_owned()).or_insert_with(|| Self::Some(BTreeMap::new()));
        }
        self
    }

    fn add(&mut self, path: &Path) {
        match &path.lookup {
            Lookup::Segments(segments) => {
                let mut at = self;
                for segment in segments {
                    match segment {
                        Segment::Name(name) => at = at.below(name),
                        Segment::Any => break,
                    }
                }
                at.take_all();
            }
            Lookup::LiteralThenSegments(key) => {
                self.below(key).take_all();
                let mut at = self;
                for name in key.split('.') {
                    at = at.below(name);
                }
                at.take_all();
            }
            Lookup::EcmaScriptMember(_) | Lookup::EcmaScriptDotted(_) => self.take_all(),
            Lookup::Unreadable => {}
        }
    }
}
