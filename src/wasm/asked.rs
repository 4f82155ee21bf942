//! The part of an event that a router's verdicts depend on.
//!
//! JavaScript writes only that part of an object as JSON text. The tree is wider than what
//! the router reads, never narrower: a lookup whose outcome depends on more than one
//! member takes all of its root.

use std::fmt::Write;

use crate::json::Node;
use crate::{Lookup, Path, Root, Router, Segment};

/// What is needed of a value.
#[derive(Debug)]
enum Asked {
    /// All that stands there.
    All,
    /// These members.
    Members(Vec<(String, Asked)>),
}

/// Members that name the type and the id in one form or another.
const ENVELOPE: [&str; 7] = ["eventType", "type", "kind", "event", "id", "eventId", "eventID"];

/// The tree of a router as JSON text: `{"body": {…}, "labels": …}`, members by name and
/// `true` for all that stands there; labels where they are asked for, since derived ones
/// may come from any member.
pub(super) fn tree(router: &Router) -> String {
    let mut body = Asked::Members(Vec::new());
    for path in router.paths() {
        body.add(path);
        // Data stands in its member, or flat in the body.
        if path.root == Root::Data {
            body.below("data").add(path);
        }
    }
    for name in ENVELOPE {
        body.below(name).take_all();
    }
    body.below("data");
    for key in router.label_keys() {
        body.below("labels").below(key).take_all();
    }
    let mut out = String::from("{\"body\":");
    body.write(&mut out);
    // Writing to a string does not fail.
    let _ = write!(out, ",\"labels\":{}}}", router.label_keys().len() > 0);
    out
}

impl Asked {
    fn take_all(&mut self) {
        *self = Self::All;
    }

    /// What is asked of the member `name`.
    fn below(&mut self, name: &str) -> &mut Self {
        let Self::Members(members) = self else { return self };
        let at = members.iter().position(|(other, _)| other == name).unwrap_or(members.len());
        if at == members.len() {
            members.push((name.to_owned(), Self::Members(Vec::new())));
        }
        &mut members[at].1
    }

    fn write(&self, out: &mut String) {
        let Self::Members(members) = self else { return out.push_str("true") };
        for (index, (name, asked)) in members.iter().enumerate() {
            out.push(if index == 0 { '{' } else { ',' });
            out.push_str(&Node::from_text(name.as_str()).to_json());
            out.push(':');
            asked.write(out);
        }
        out.push_str(if members.is_empty() { "{}" } else { "}" });
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
