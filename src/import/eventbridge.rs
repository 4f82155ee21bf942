//! Amazon `EventBridge`: every key of a pattern must match, one of a key's values is enough.

use super::draft::{Draft, whole_pattern};
use crate::json::{Data, Node, Pointer};

pub(super) fn read(object: &Node, draft: &mut Draft) {
    let Some(pattern) = object.get("EventPattern") else {
        let root = draft.root.clone();
        return members(object, &root, &Pointer::root(), draft);
    };
    let at = |name: &str| draft.root.child(name);
    let (name, state, pattern_at) = (at("Name"), at("State"), at("EventPattern"));
    if let Some(id) = object.get("Name") {
        draft.id = Some(id.clone());
        draft.over(&name, "the name is the id");
    }
    match object.get("State").map(Node::string) {
        None => {}
        Some(Some("ENABLED")) => draft.over(&state, "the rule is on"),
        Some(Some("DISABLED")) => {
            draft.enabled = Some(false);
            draft.over(&state, "the rule is off");
        }
        Some(_) => draft.decision(&state, "whether the rule is on cannot be read"),
    }
    match &pattern.data {
        Data::Object(_) => members(pattern, &pattern_at, &Pointer::root(), draft),
        // As the API has it: the pattern as a text, of which no part has a pointer.
        _ => draft.decision(&pattern_at, "write the pattern as an object to import it"),
    }
    draft.lost_members(object, &["Name", "State", "EventPattern"]);
}

fn members(pattern: &Node, at: &Pointer, key: &Pointer, draft: &mut Draft) {
    for member in pattern.effective_members() {
        let (at, key) = (at.child(&member.key), key.child(&member.key));
        match &member.value.data {
            _ if member.key == "$or" => {
                draft.decision(&at, "alternatives beside other keys need a subscription each");
            }
            Data::Object(_) => members(&member.value, &at, &key, draft),
            Data::Array(list) => values(list, &at, &key, draft),
            _ => draft.lost(&at, "a pattern names values in a list"),
        }
    }
}

/// The values of a key: plain ones together, or a single matcher.
fn values(list: &[Node], at: &Pointer, key: &Pointer, draft: &mut Draft) {
    let is_plain = |node: &Node| node.members().is_none() && node.array().is_none();
    let told = "carried over, as a test of a single value: an array is compared as a whole";
    match list {
        [only] if is_plain(only) => {
            draft.condition(key, "eq", Some(only.clone()));
            draft.over(at, told);
        }
        [only] => match matcher(only, key, draft) {
            Ok(()) => draft.over(at, told),
            Err(why) => draft.decision(at, why),
        },
        list if list.iter().all(is_plain) => {
            draft.condition(key, "in", Some(Node::new(Data::Array(list.to_vec()))));
            draft.over(at, told);
        }
        _ => draft.decision(at, "several matchers of which one is enough need a subscription each"),
    }
}

/// Adds the condition of one matcher; else why that cannot be.
fn matcher(node: &Node, key: &Pointer, draft: &mut Draft) -> Result<(), String> {
    let Some([member]) = node.members() else { return Err("a matcher has one member".to_owned()) };
    let value = &member.value;
    match (member.key.as_str(), &value.data) {
        ("prefix", Data::String(_)) => draft.condition(key, "starts-with", Some(value.clone())),
        ("suffix", Data::String(_)) => draft.condition(key, "ends-with", Some(value.clone())),
        ("exists", Data::Bool(true)) => draft.condition(key, "exists", None),
        ("exists", Data::Bool(false)) => draft.condition(key, "missing", None),
        ("wildcard", Data::String(text)) if !text.contains('\\') => {
            let mut parts = Vec::new();
            for (number, literal) in text.split('*').enumerate() {
                if number > 0 {
                    parts.push(None);
                }
                parts.push(Some(literal));
            }
            draft.condition(key, "regexp", Some(whole_pattern(&parts)));
        }
        ("anything-but", Data::String(_) | Data::Number(_)) => {
            draft.condition(key, "exists", None);
            draft.condition(key, "ne", Some(value.clone()));
        }
        ("anything-but", Data::Array(_)) => {
            draft.condition(key, "exists", None);
            draft.condition(key, "not-in", Some(value.clone()));
        }
        ("numeric", Data::Array(list)) => {
            let comparisons = comparisons(list).ok_or("the comparison cannot be read")?;
            for (operator, bound) in comparisons {
                draft.condition(key, operator, Some(bound.clone()));
            }
        }
        (other, _) => return Err(format!("`{other}` has no exact counterpart")),
    }
    Ok(())
}

/// `[">", 0, "<=", 5]` as operators with their numbers.
fn comparisons(list: &[Node]) -> Option<Vec<(&'static str, &Node)>> {
    let pair = |pair: &'_ [Node]| -> Option<&'static str> {
        pair.get(1)?.number()?;
        Some(match pair.first()?.string()? {
            ">" => "gt",
            ">=" => "gte",
            "<" => "lt",
            "<=" => "lte",
            "=" => "eq",
            _ => return None,
        })
    };
    let pairs = list.chunks(2).map(|both| Some((pair(both)?, both.get(1)?)));
    let pairs: Option<Vec<_>> = pairs.collect();
    pairs.filter(|pairs| !pairs.is_empty())
}
