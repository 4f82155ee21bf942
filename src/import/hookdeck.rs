//! Hookdeck's filters, as `simple-json-match` 1.3 runs them: members of the body with values,
//! or with operators that begin with `$`; all of them must hold.

use super::draft::Draft;
use super::field::Field;
use super::filter::Filter;
use super::hookdeck_operators::{elements, equals, exists, operator};
use crate::json::{Data, Node, Pointer};

/// A filter, a rule of a connection with one in `body`, or a connection with rules.
pub(super) fn read(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    if object.get("type").and_then(Node::string) == Some("filter") {
        let filter = rule(object, &root, draft);
        return draft.filter.push(filter);
    }
    let Some(rules) = object.get("rules").and_then(Node::array) else {
        let filter = body(object, &root, &Field::at(Pointer::root()), draft);
        return draft.filter.push(filter);
    };
    for member in object.effective_members() {
        let (at, value) = (root.child(&member.key), &member.value);
        match member.key.as_str() {
            "id" => draft.read_id(value, &at),
            "description" if value.string().is_some() => draft.read_description(value, &at),
            "destination" => destination(value, &at, draft),
            "disabled_at" | "paused_at" if value.kind() != crate::json::Kind::Null => {
                draft.enabled = Some(false);
                draft.over(&at, "the subscription is off");
            }
            "disabled_at" | "paused_at" => {
                draft.over(&at, "the subscription is on");
            }
            "rules" => {
                for (index, each) in rules.iter().enumerate() {
                    let at = at.index(index);
                    match each.get("type").and_then(Node::string) {
                        Some("filter") => {
                            let filter = rule(each, &at, draft);
                            draft.filter.push(filter);
                        }
                        Some("transform" | "transformation") => {
                            draft.decision(&at, "what a transformation does is not known here");
                        }
                        _ => draft.lost(&at, "the rule has no counterpart"),
                    }
                }
                if rules.is_empty() {
                    draft.over(&at, "there is no rule");
                }
            }
            other => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

fn destination(destination: &Node, at: &Pointer, draft: &mut Draft) {
    for member in destination.effective_members() {
        let at = at.child(&member.key);
        match (member.key.as_str(), member.value.get("url")) {
            ("url", _) => draft.read_url(&member.value, &at),
            ("config", Some(url)) => {
                draft.read_url(url, &at.child("url"));
                draft.lost_members(&member.value, &at, &["url"]);
            }
            (other, _) => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

/// A rule: what is asked of the body, and of what else a request has.
fn rule(rule: &Node, at: &Pointer, draft: &mut Draft) -> Filter {
    let mut all = Vec::new();
    for member in rule.effective_members() {
        let (at, value) = (at.child(&member.key), &member.value);
        all.push(match (member.key.as_str(), &value.data) {
            ("type", _) => {
                draft.over(&at, "the rule is a filter");
                continue;
            }
            (_, Data::Null) => {
                draft.over(&at, "nothing is asked");
                continue;
            }
            ("body", _) => body(value, &at, &Field::at(Pointer::root()), draft),
            ("$or", Data::Array(list)) if !list.is_empty() => {
                let one = |(index, each)| self::rule(each, &at.index(index), draft);
                Filter::Any(list.iter().enumerate().map(one).collect())
            }
            ("$and", Data::Array(list)) if !list.is_empty() => {
                let one = |(index, each)| self::rule(each, &at.index(index), draft);
                Filter::All(list.iter().enumerate().map(one).collect())
            }
            ("$not", Data::Object(members)) if !members.is_empty() => {
                self::rule(value, &at, draft).not()
            }
            ("headers" | "query" | "path", Data::Object(members)) if members.is_empty() => {
                draft.over(&at, "nothing is asked");
                continue;
            }
            ("headers" | "query" | "path", _) => {
                draft.open(&at, "conditions look at the body alone")
            }
            _ => draft.open(&at, "it cannot be read"),
        });
    }
    Filter::All(all)
}

/// What an object asks of the body, or of a member that is an object.
fn body(schema: &Node, at: &Pointer, field: &Field, draft: &mut Draft) -> Filter {
    let Data::Object(_) = schema.data else {
        return draft.open(at, "a body that is a single value, or an array, is no event here");
    };
    let members = schema.effective_members();
    if members.is_empty() {
        draft.over(at, "nothing is asked");
    }
    let one = |member: &&crate::json::Member| {
        let (at, value) = (at.child(&member.key), &member.value);
        match (member.key.as_str(), value.array().filter(|list| !list.is_empty())) {
            ("$or", Some(list)) => {
                Filter::Any(each(list, &at, |it, at| body(it, at, field, draft)))
            }
            ("$and", Some(list)) => {
                Filter::All(each(list, &at, |it, at| body(it, at, field, draft)))
            }
            ("$not", None) => body(value, &at, field, draft).not(),
            (name, _) if name.starts_with('$') => {
                draft.open(&at, format!("`{name}` of a whole body has no counterpart"))
            }
            (name, _) => self::value(value, &at, &field.child(name), draft),
        }
    };
    Filter::All(members.iter().map(one).collect())
}

fn each(
    list: &[Node],
    at: &Pointer,
    mut one: impl FnMut(&Node, &Pointer) -> Filter,
) -> Vec<Filter> {
    list.iter().enumerate().map(|(index, node)| one(node, &at.index(index))).collect()
}

/// What is asked of the value of a field, which must be there for all but `$exist`.
fn value(schema: &Node, at: &Pointer, field: &Field, draft: &mut Draft) -> Filter {
    let members = match &schema.data {
        Data::Object(_) => schema.effective_members(),
        Data::Array(list) => return elements(list, at, field, draft),
        _ => {
            let part = draft.over(at, "carried over");
            return equals(schema, field, part, draft)
                .unwrap_or_else(|why| draft.reopen(part, why));
        }
    };
    let joins = |name: &str| matches!(name, "$or" | "$and" | "$not");
    let has = |test: &dyn Fn(&str) -> bool| members.iter().any(|member| test(&member.key));
    if members.is_empty() {
        return draft.open(at, "what an empty object asks for is not clear");
    }
    let operators = has(&|name| name.starts_with('$') && !joins(name));
    let mixed = operators && has(&|name| !name.starts_with('$'));
    // Some versions look at one of them alone.
    let is_there = |it: &crate::json::Member| it.key == "$exist" && it.value.bool() == Some(true);
    let alone = |name: &str| match name {
        "$or" => true,
        "$exist" => !members.iter().any(|it| is_there(it)),
        name => operators && joins(name),
    };
    let beside = has(&alone) && !members.iter().all(|it| joins(&it.key) || is_there(it));
    let beside = beside && members.len() > 1;
    if mixed || beside {
        return draft.open(at, "versions differ in what of these members they look at");
    }
    if !has(&|name| name.starts_with('$')) {
        return body(schema, at, field, draft);
    }
    let mut all = Vec::new();
    for member in members {
        let (at, operand) = (at.child(&member.key), &member.value);
        let list = operand.array().filter(|list| !list.is_empty());
        if joins(&member.key) {
            all.push(exists(field));
        }
        all.push(match (member.key.as_str(), list) {
            ("$or", Some(list)) => {
                Filter::Any(each(list, &at, |it, at| value(it, at, field, draft)))
            }
            ("$and", Some(list)) => {
                Filter::All(each(list, &at, |it, at| value(it, at, field, draft)))
            }
            ("$not", _) => value(operand, &at, field, draft).not(),
            (name, _) if name.starts_with('$') => {
                let part = draft.over(&at, "carried over");
                operator(name, operand, field, part, draft)
                    .unwrap_or_else(|why| draft.reopen(part, why))
            }
            (name, _) => value(operand, &at, &field.child(name), draft),
        });
    }
    Filter::All(all)
}
