//! `CloudEvents` subscriptions: every filter must hold; attributes are texts at the root of
//! the event.

use super::draft::Draft;
use crate::json::{Node, Pointer};

pub(super) fn read(object: &Node, draft: &mut Draft) {
    let at = |name: &str, draft: &Draft| draft.root.child(name);
    if let Some(id) = object.get("id") {
        draft.id = Some(id.clone());
        draft.over(&at("id", draft), "the id is carried over");
    }
    if let Some(source) = object.get("source") {
        draft.condition(&Pointer::root().child("source"), "eq", Some(source.clone()));
        draft.over(&at("source", draft), "the source is carried over");
    }
    if let Some(types) = object.get("types") {
        let pointer = at("types", draft);
        let list = types.array().unwrap_or_default().iter();
        let list: Option<Vec<String>> =
            list.map(|it| it.string().filter(|it| !it.contains('*')).map(str::to_owned)).collect();
        match list.filter(|list| !list.is_empty()) {
            Some(list) => {
                draft.events = Some(list);
                draft.over(&pointer, "the types are carried over");
            }
            None => draft.decision(&pointer, "the types cannot be read as event types"),
        }
    }
    if let Some(sink) = object.get("sink") {
        match sink.string() {
            Some(url) => {
                draft.url = Some(url.to_owned());
                draft.over(&at("sink", draft), "the sink is the target");
            }
            None => draft.lost(&at("sink", draft), "the sink is no URL"),
        }
    }
    if let Some(filters) = object.get("filters") {
        let pointer = at("filters", draft);
        all(filters, &pointer, draft);
    }
    draft.lost_members(object, &["id", "source", "types", "sink", "filters"]);
}

fn all(filters: &Node, at: &Pointer, draft: &mut Draft) {
    let Some(list) = filters.array() else {
        draft.lost(at, "filters stand in a list");
        return;
    };
    for (index, filter) in list.iter().enumerate() {
        let at = at.index(index);
        for member in filter.effective_members() {
            one(&member.key, &member.value, &at.child(&member.key), draft);
        }
    }
}

fn one(dialect: &str, value: &Node, at: &Pointer, draft: &mut Draft) {
    match (dialect, operator_of(dialect)) {
        (_, Some(operator)) => attributes(operator, value, at, draft),
        ("all", _) => all(value, at, draft),
        ("not", _) => match value.members() {
            // Without the attribute `exact` is false, so that `not` is true, as `ne` is.
            Some([member]) if member.key == "exact" && is_single(&member.value) => {
                attributes("ne", &member.value, at, draft);
            }
            _ => draft.decision(at, "only the negation of one exact attribute has a counterpart"),
        },
        ("any", _) => {
            draft.decision(at, "alternatives beside other filters need a subscription each");
        }
        ("sql", _) => draft.decision(at, "a CloudEvents SQL expression must be written anew"),
        (other, _) => draft.lost(at, format!("the dialect `{other}` is not known")),
    }
}

fn operator_of(dialect: &str) -> Option<&'static str> {
    match dialect {
        "exact" => Some("eq"),
        "prefix" => Some("starts-with"),
        "suffix" => Some("ends-with"),
        _ => None,
    }
}

fn is_single(attributes: &Node) -> bool {
    attributes.members().is_some_and(|members| members.len() == 1)
}

fn attributes(operator: &str, attributes: &Node, at: &Pointer, draft: &mut Draft) {
    let members = attributes.effective_members();
    if members.is_empty() || members.iter().any(|member| member.value.string().is_none()) {
        draft.lost(at, "a filter names attributes with texts");
        return;
    }
    for member in members {
        let key = Pointer::root().child(&member.key);
        draft.condition(&key, operator, Some(member.value.clone()));
    }
    draft.over(at, "carried over");
}
