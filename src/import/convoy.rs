//! Convoy's filters (`pkg/compare`): dotted ways into the body with values or operators; all
//! of them must hold. A key that is not there is as in its releases since 2025: not equal to
//! anything, and not passed over.

use super::assumption::{Assumed, is_plain_number};
use super::condition::{Asked, Part};
use super::draft::Draft;
use super::field::{Field, is, native};
use super::filter::Filter;
use super::go_regexp;
use crate::json::{Data, Kind, Node, Pointer};

/// A filter, or a subscription with one in `filter_config`.
pub(super) fn read(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    if object.get("filter_config").is_none() && object.get("uid").is_none() {
        let filter = body(object, &root, &Field::at(Pointer::root()), draft, false);
        return draft.filter.push(filter);
    }
    for member in object.effective_members() {
        let (at, value) = (root.child(&member.key), &member.value);
        match member.key.as_str() {
            "uid" => draft.read_id(value, &at),
            "name" => draft.read_description(value, &at),
            "endpoint_metadata" => {
                for member in value.effective_members() {
                    let at = at.child(&member.key);
                    match member.key.as_str() {
                        "url" | "target_url" => draft.read_url(&member.value, &at),
                        other => draft.lost(&at, format!("`{other}` has no counterpart")),
                    }
                }
            }
            "filter_config" => config(value, &at, draft),
            other => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

fn config(config: &Node, at: &Pointer, draft: &mut Draft) {
    for member in config.effective_members() {
        let (at, value) = (at.child(&member.key), &member.value);
        match member.key.as_str() {
            "event_types" => {
                let list = value.array().unwrap_or_default();
                match list.iter().any(|name| name.string() == Some("*")) {
                    true => {
                        draft.over(&at, "every event type");
                    }
                    false => draft.read_types(value, &at, None),
                }
            }
            "filter" => {
                for part in value.effective_members() {
                    let at = at.child(&part.key);
                    self::part(&part.key, &part.value, &at, draft);
                }
            }
            other => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

/// A part of a request and what is asked of it.
fn part(name: &str, asked: &Node, at: &Pointer, draft: &mut Draft) {
    let is_empty = asked.members().is_some_and(<[_]>::is_empty) || asked.kind() == Kind::Null;
    match name {
        _ if is_empty => {
            draft.over(at, "nothing is asked");
        }
        "is_flattened" => {
            draft.over(at, "keys are dotted or nested, and mean the same");
        }
        "body" => {
            let filter = body(asked, at, &Field::at(Pointer::root()), draft, false);
            draft.filter.push(filter);
        }
        _ => {
            draft.decision(at, "conditions look at the body alone");
        }
    }
}

/// What an object asks of the event, or of a member that it names. In one of several
/// alternatives an error fails them all there.
fn body(filter: &Node, at: &Pointer, field: &Field, draft: &mut Draft, apart: bool) -> Filter {
    let Data::Object(_) = filter.data else {
        return draft.open(at, "a filter is an object");
    };
    let members = filter.effective_members();
    if members.is_empty() {
        return match field.at == Pointer::root() {
            true => {
                draft.over(at, "nothing is asked");
                Filter::All(Vec::new())
            }
            false => draft.open(at, "what an empty object asks for is not clear"),
        };
    }
    let mut all = Vec::new();
    for member in members {
        let (at, value) = (at.child(&member.key), &member.value);
        let list = value.array().filter(|list| !list.is_empty() && field.at == Pointer::root());
        all.push(match (member.key.as_str(), list) {
            (join @ ("$or" | "$and"), Some(list)) => {
                let list = list.iter().enumerate();
                let one = |(index, it)| body(it, &at.index(index), field, draft, true);
                let list = list.map(one).collect();
                if join == "$or" { Filter::Any(list) } else { Filter::All(list) }
            }
            ("$or" | "$and", _) => draft.open(&at, "it takes a list, at the root of a filter"),
            (name, _)
                if name.starts_with('$') && field.at != Pointer::root() && !name.contains('.') =>
            {
                let part = draft.over(&at, "carried over");
                operator(name, value, field, part, draft, apart)
                    .unwrap_or_else(|why| draft.reopen(part, why))
            }
            (name, _) if name.contains('$') => {
                draft.open(&at, "an index of any element has no counterpart from the root")
            }
            (name, _) if name.is_empty() || name.split('.').any(str::is_empty) => {
                draft.open(&at, "a key has no empty part")
            }
            (name, _) => {
                let field = name.split('.').fold(field.clone(), |field, name| field.child(name));
                match value.data {
                    Data::Object(_) => body(value, &at, &field, draft, apart),
                    _ => {
                        let part = draft.over(&at, "carried over");
                        operator("$eq", value, &field, part, draft, apart)
                            .unwrap_or_else(|why| draft.reopen(part, why))
                    }
                }
            }
        });
    }
    Filter::All(all)
}

fn operator(
    name: &str,
    operand: &Node,
    field: &Field,
    part: Part,
    draft: &mut Draft,
    apart: bool,
) -> Result<Filter, String> {
    let exists = || is(part, field, Asked::Native("exists", None));
    let is_exact = |node: &Node| match &node.data {
        Data::String(_) | Data::Bool(_) => true,
        Data::Number(text) => is_plain_number(text),
        _ => false,
    };
    draft.assume(part, field, Assumed::SingleValue);
    let mut values = operand.array().unwrap_or(std::slice::from_ref(operand)).iter();
    if values.any(|it| it.number().is_some()) {
        draft.assume(part, field, Assumed::PlainNumber);
    }
    match (name, &operand.data) {
        ("$eq", _) if is_exact(operand) => Ok(is(part, field, native("eq", operand))),
        ("$neq", _) if is_exact(operand) => {
            Ok(Filter::All(vec![exists(), is(part, field, native("ne", operand))]))
        }
        ("$gt" | "$gte" | "$lt" | "$lte", Data::Number(_)) if is_exact(operand) => {
            let operator = ["gte", "lte", "gt", "lt"].into_iter().find(|it| name.ends_with(it));
            let asked = native(operator.unwrap_or("gt"), operand);
            if apart {
                draft.assume(part, field, Assumed::Number);
            }
            // Texts that look like a number are none there.
            Ok(Filter::All(vec![is(part, field, asked), is(part, field, Asked::no_text())]))
        }
        ("$in" | "$nin", Data::Array(list))
            if list.first().is_some_and(|first| {
                list.iter().all(|it| it.kind() == first.kind() && is_exact(it))
            }) =>
        {
            Ok(match name {
                "$in" => is(part, field, native("in", operand)),
                _ => Filter::All(vec![exists(), is(part, field, native("not-in", operand))]),
            })
        }
        ("$exist", Data::Bool(there)) => {
            let operator = if *there { "exists" } else { "missing" };
            Ok(is(part, field, Asked::Native(operator, None)))
        }
        ("$regex", Data::String(pattern)) => {
            let pattern = go_regexp::translated(pattern)
                .ok_or("the pattern may mean something else here, or cannot be run")?;
            if apart {
                draft.assume(part, field, Assumed::Text);
            }
            Ok(is(part, field, native("regexp", &Node::from_text(pattern))))
        }
        ("$ne", _) => Err("there is no operator `$ne` there; `$neq` is".to_owned()),
        _ => Err(format!("`{name}` with this value has no exact counterpart")),
    }
}
