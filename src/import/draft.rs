//! A native subscription in the making, and the report on it.

use crate::diagnostic::Place;
use crate::dialect::{Carried, LossReport};
use crate::json::{Data, Node, Pointer};

/// What was put together so far.
#[derive(Default)]
pub(super) struct Draft {
    /// Where the object stands.
    pub(super) root: Pointer,
    pub(super) id: Option<Node>,
    pub(super) enabled: Option<bool>,
    /// The event types; every type where there is no list.
    pub(super) events: Option<Vec<String>>,
    pub(super) conditions: Vec<Node>,
    pub(super) url: Option<String>,
    pub(super) description: Option<Node>,
    report: LossReport,
}

impl Draft {
    pub(super) fn at_index(index: usize) -> Self {
        Self { root: Pointer::root().index(index), ..Self::default() }
    }

    fn place(pointer: &Pointer) -> Place {
        Place { pointer: pointer.clone(), ..Place::default() }
    }

    pub(super) fn over(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.report.over(&Self::place(pointer), message);
    }

    pub(super) fn decision(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.report.decision(&Self::place(pointer), message);
    }

    pub(super) fn lost(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.report.lost(&Self::place(pointer), message);
    }

    /// Adds a condition on the value at a pointer from the root of the event.
    pub(super) fn condition(&mut self, key: &Pointer, operator: &str, value: Option<Node>) {
        let mut members =
            vec![("key", Node::from_text(key.as_str())), ("condition", Node::from_text(operator))];
        members.extend(value.map(|value| ("value", value)));
        self.conditions.push(Node::object(members));
    }

    /// Every member that no reader knew is lost, and said to be.
    pub(super) fn lost_members(&mut self, object: &Node, known: &[&str]) {
        for member in object.effective_members() {
            if !known.contains(&member.key.as_str()) {
                let pointer = self.root.child(&member.key);
                self.lost(&pointer, format!("`{}` has no counterpart", member.key));
            }
        }
    }

    pub(super) fn finish(mut self, object: &Node) -> (Node, LossReport) {
        let events = match self.events {
            Some(list) => Node::new(Data::Array(list.into_iter().map(Node::from_text).collect())),
            None => Node::from_text("*"),
        };
        let mut members = Vec::new();
        members.extend(self.id.map(|id| ("id", id)));
        members.push(("enabled", Node::new(Data::Bool(self.enabled.unwrap_or(true)))));
        members.push(("events", events));
        if !self.conditions.is_empty() {
            members.push(("conditions", Node::new(Data::Array(self.conditions))));
        }
        if let Some(url) = self.url {
            members.push(("target", Node::object([("url", Node::from_text(url))])));
        }
        members.extend(self.description.map(|text| ("description", text)));
        self.report.complete(object, &self.root, Carried::Lost);
        (Node::object(members), self.report)
    }
}

/// A pattern that a whole text matches, from parts: a literal, or nothing for any text.
pub(super) fn whole_pattern(parts: &[Option<&str>]) -> Node {
    let mut pattern = String::from("^");
    for part in parts {
        match part {
            Some(literal) => pattern.push_str(&quoted(literal)),
            None => pattern.push_str(r"[\s\S]*"),
        }
    }
    pattern.push('$');
    Node::from_text(pattern)
}

/// A literal in a regular expression.
fn quoted(literal: &str) -> String {
    let mut quoted = String::new();
    for character in literal.chars() {
        if r"\^$.|?*+()[]{}/".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}
