//! Amazon `EventBridge`: every key of a pattern must match, one of a key's values is enough.

use super::assumption::Assumed;
use super::draft::Draft;
use super::field::Field;
use super::filter::Filter;
use super::matcher::{NAMES, matcher};
use crate::json::{Data, Node, Pointer};

/// Members of an envelope that are always texts.
const TEXTS: [&str; 7] = ["version", "id", "detail-type", "source", "account", "time", "region"];

/// A pattern, a rule with one, or a rule as a resource of `CloudFormation`.
pub(super) fn read(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    let is_resource = object.get("Type").and_then(Node::string) == Some("AWS::Events::Rule");
    match (object.get("Properties").filter(|_| is_resource), object.get("EventPattern")) {
        (Some(properties), _) => {
            draft.over(&root.child("Type"), "it is a rule");
            rule(properties, &root.child("Properties"), draft);
            draft.lost_members(object, &root, &["Type", "Properties"]);
        }
        (None, Some(_)) => rule(object, &root, draft),
        (None, None) => {
            let filter = pattern(object, &root, draft);
            draft.filter.push(filter);
        }
    }
}

fn rule(rule: &Node, at: &Pointer, draft: &mut Draft) {
    for member in rule.effective_members() {
        let (at, value) = (at.child(&member.key), &member.value);
        match member.key.as_str() {
            "Name" => draft.read_id(value, &at),
            "Description" => draft.read_description(value, &at),
            "State" => match value.string() {
                Some("DISABLED") => {
                    draft.enabled = Some(false);
                    draft.over(&at, "the rule is off");
                }
                Some("ENABLED") => {
                    draft.over(&at, "the rule is on");
                }
                _ => {
                    draft.decision(&at, "whether the rule is on cannot be read");
                }
            },
            "EventPattern" => {
                let filter = given_pattern(value, &at, draft);
                draft.filter.push(filter);
            }
            "ScheduleExpression" => {
                draft.decision(&at, "a schedule fires without an event");
            }
            "Targets" => draft.lost(&at, "a target here is a URL"),
            other => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

/// A pattern as an object, or as the API has it: a text, of which no part has a pointer.
fn given_pattern(value: &Node, at: &Pointer, draft: &mut Draft) -> Filter {
    let Some(text) = value.string() else { return pattern(value, at, draft) };
    match Node::parse(text) {
        Ok(inner) => {
            draft.within = Some(at.clone());
            let filter = pattern(&inner, &Pointer::root(), draft);
            draft.within = None;
            filter
        }
        Err(fault) => draft.open(at, format!("the text is no pattern: {fault}")),
    }
}

fn pattern(pattern: &Node, at: &Pointer, draft: &mut Draft) -> Filter {
    members(pattern, at, &Field::at(Pointer::root()), draft)
}

fn members(pattern: &Node, at: &Pointer, field: &Field, draft: &mut Draft) -> Filter {
    let members = pattern.effective_members();
    if members.is_empty() {
        return draft.open(at, "a pattern there has members");
    }
    let one = |member: &&crate::json::Member| {
        let (at, name) = (at.child(&member.key), member.key.as_str());
        match (&member.value.data, alternatives(name, &member.value)) {
            (_, Some(list)) => {
                let one = |(index, each): (usize, &Node)| {
                    self::members(each, &at.index(index), field, draft)
                };
                Filter::Any(list.iter().enumerate().map(one).collect())
            }
            // There names are joined by dots before they are compared.
            _ if name.contains('.') => {
                draft.open(&at, "a dot in a name there may also stand for a member of a member")
            }
            (Data::Object(_), _) => self::members(&member.value, &at, &field.child(name), draft),
            (Data::Array(list), _) => values(list, &at, &look_at(field, name), draft),
            _ => draft.open(&at, "a pattern names values in a list"),
        }
    };
    Filter::All(members.iter().map(one).collect())
}

/// What `$or` offers; where it is no list of two or more patterns, it is a name like others.
fn alternatives<'n>(name: &str, value: &'n Node) -> Option<&'n [Node]> {
    let list = value.array().filter(|list| name == "$or" && list.len() > 1)?;
    let is_pattern = |node: &Node| {
        let names = node.members().unwrap_or_default();
        !names.is_empty() && !names.iter().any(|member| NAMES.contains(&member.key.as_str()))
    };
    list.iter().all(is_pattern).then_some(list)
}

/// The member `name` of a place. `resources` of an envelope is an array always.
fn look_at(field: &Field, name: &str) -> Field {
    match (field.at.as_str(), name) {
        ("", "resources") => Field::elements_of("resources"),
        _ => field.child(name),
    }
}

/// The values of a key, of which one is enough.
fn values(list: &[Node], at: &Pointer, field: &Field, draft: &mut Draft) -> Filter {
    let part = draft.over(at, "carried over");
    if list.is_empty() {
        return draft.reopen(part, "a pattern there names a value at least");
    }
    let mut alternatives = Vec::new();
    for value in list {
        match matcher(value, field, part, draft) {
            Ok(filter) => alternatives.push(filter),
            Err(why) => return draft.reopen(part, why),
        }
    }
    if field.is_elements() {
        draft.assume(part, field, Assumed::Array);
        draft.assume(part, &Field::at(Pointer::root()), Assumed::Envelope);
    } else if !TEXTS.iter().any(|name| Pointer::root().child(name) == field.at) {
        draft.assume(part, field, Assumed::SingleValue);
    }
    Filter::Any(alternatives)
}
