//! Hookdeck's and Convoy's filters: members of the body with values, or with operators that
//! begin with `$`; all of them must hold.

use super::draft::Draft;
use crate::json::{Data, Node, Pointer};

/// How a product differs.
struct Product {
    /// Whether keys are dotted ways, not nested objects.
    dotted: bool,
    /// What to know about a value that is carried over.
    told: &'static str,
}

const HOOKDECK: Product = Product {
    dotted: false,
    told: "carried over, strictly: a number no longer equals a text, an array is compared whole",
};

const CONVOY: Product = Product {
    dotted: true,
    told: "carried over, exactly: texts that are numbers no longer compare as floats",
};

/// A filter, or a rule of a connection with one in `body`.
pub(super) fn hookdeck(object: &Node, draft: &mut Draft) {
    let is_rule = object.get("type").and_then(Node::string) == Some("filter");
    let root = draft.root.clone();
    match object.get("body").filter(|_| is_rule) {
        Some(body) => {
            draft.over(&root.child("type"), "the rule is a filter");
            body_filter(body, &root.child("body"), draft, &HOOKDECK);
            draft.lost_members(object, &["type", "body"]);
        }
        None => body_filter(object, &root, draft, &HOOKDECK),
    }
}

/// A filter, or a subscription with one in `filter_config`.
pub(super) fn convoy(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    let Some(config) = object.get("filter_config") else {
        return body_filter(object, &root, draft, &CONVOY);
    };
    if let Some(id) = object.get("uid") {
        draft.id = Some(id.clone());
        draft.over(&root.child("uid"), "the uid is the id");
    }
    let at = root.child("filter_config");
    for member in config.effective_members() {
        let at = at.child(&member.key);
        match member.key.as_str() {
            "event_types" => {
                let list = member.value.array().unwrap_or_default().iter();
                let list: Option<Vec<String>> =
                    list.map(|it| it.string().map(str::to_owned)).collect();
                match list {
                    Some(list) if list.iter().any(|it| it == "*") => {
                        draft.over(&at, "every event type");
                    }
                    Some(list) if !list.iter().any(|it| it.contains('*')) => {
                        draft.events = Some(list);
                        draft.over(&at, "the event types are carried over");
                    }
                    _ => draft.decision(&at, "the event types cannot be read"),
                }
            }
            "filter" => {
                for part in member.value.effective_members() {
                    let at = at.child(&part.key);
                    match part.key.as_str() {
                        "body" => body_filter(&part.value, &at, draft, &CONVOY),
                        _ => headers(&part.value, &at, draft),
                    }
                }
            }
            _ => draft.lost(&at, "it has no counterpart"),
        }
    }
    draft.lost_members(object, &["uid", "filter_config"]);
}

/// Filters of headers: no condition looks there.
fn headers(node: &Node, at: &Pointer, draft: &mut Draft) {
    match node.members() {
        Some([]) => draft.over(at, "nothing is asked of them"),
        _ => draft.decision(at, "conditions look at the body alone"),
    }
}

fn body_filter(filter: &Node, at: &Pointer, draft: &mut Draft, product: &Product) {
    members(filter, at, &Pointer::root(), draft, product);
}

fn members(filter: &Node, at: &Pointer, key: &Pointer, draft: &mut Draft, product: &Product) {
    for member in filter.effective_members() {
        let at = at.child(&member.key);
        if member.key.starts_with('$') {
            operator(&member.key, &member.value, &at, key, draft, product);
            continue;
        }
        if product.dotted && member.key.contains('$') {
            draft.decision(&at, "an array wildcard looks at one element for several keys");
            continue;
        }
        let key = match product.dotted {
            true => member.key.split('.').fold(key.clone(), |key, name| key.child(name)),
            false => key.child(&member.key),
        };
        match &member.value.data {
            Data::Object(_) => members(&member.value, &at, &key, draft, product),
            Data::Array(_) | Data::Null => {
                draft.decision(&at, "what this equals differs; write a condition for it");
            }
            _ => {
                draft.condition(&key, "eq", Some(member.value.clone()));
                draft.over(&at, product.told);
            }
        }
    }
}

fn operator(
    name: &str,
    value: &Node,
    at: &Pointer,
    key: &Pointer,
    draft: &mut Draft,
    product: &Product,
) {
    let is_list = value.array().is_some();
    let plain = |operator| (operator, Some(value.clone()));
    let (operator, operand) = match (name, &value.data) {
        _ if key.as_str().is_empty() => {
            return draft.decision(at, "alternatives and negations need a subscription each");
        }
        ("$eq", _) => plain("eq"),
        ("$gt", _) => plain("gt"),
        ("$gte", _) => plain("gte"),
        ("$lt", _) => plain("lt"),
        ("$lte", _) => plain("lte"),
        ("$startsWith", Data::String(_)) => plain("starts-with"),
        ("$endsWith", Data::String(_)) => plain("ends-with"),
        ("$in", _) if is_list => plain("in"),
        ("$exist", Data::Bool(true)) => ("exists", None),
        ("$exist", Data::Bool(false)) => ("missing", None),
        ("$neq", _) | ("$nin", Data::Array(_)) => {
            // A key that is not there satisfies no negation there.
            draft.condition(key, "exists", None);
            plain(if is_list { "not-in" } else { "ne" })
        }
        _ => return draft.decision(at, format!("`{name}` has no exact counterpart here")),
    };
    draft.condition(key, operator, operand);
    draft.over(at, product.told);
}
