//! `CloudEvents` subscriptions: every filter must hold; attributes are texts at the root of
//! the event.

use super::assumption::Assumed;
use super::cesql;
use super::condition::{Asked, Part};
use super::draft::Draft;
use super::field::{Field, is};
use super::filter::Filter;
use super::texts::{Texts, literal};
use crate::json::{Node, Pointer};

/// Attributes that are texts in every event.
const TEXTS: [&str; 8] =
    ["id", "source", "type", "specversion", "subject", "time", "dataschema", "datacontenttype"];

/// Those that every event has.
const REQUIRED: [&str; 4] = ["id", "source", "type", "specversion"];

pub(super) fn read(object: &Node, draft: &mut Draft) {
    for member in object.effective_members() {
        let (at, value) = (draft.root.child(&member.key), &member.value);
        match member.key.as_str() {
            "id" => draft.read_id(value, &at),
            "source" => match value.string().filter(|source| !source.is_empty()) {
                Some(source) => {
                    let part = draft.over(&at, "the source is carried over");
                    let field = Field::at(Pointer::root().child("source"));
                    draft.filter.push(is(part, &field, Asked::Text(Texts::exactly(source))));
                }
                None => {
                    draft.decision(&at, "a source is a text");
                }
            },
            "types" => draft.read_types(value, &at, Some("type")),
            "sink" => draft.read_url(value, &at),
            "filters" if value.array().is_some_and(<[_]>::is_empty) => {
                draft.over(&at, "nothing is asked");
            }
            "filters" => {
                let filter = filters(value, &at, draft, Filter::All);
                draft.filter.push(filter);
            }
            "protocol" if value.string() == Some("HTTP") => {
                draft.over(&at, "deliveries are HTTP requests");
            }
            "protocol" => draft.lost(&at, "deliveries here are HTTP requests"),
            "protocolsettings" => settings(value, &at, draft),
            other => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

fn settings(settings: &Node, at: &Pointer, draft: &mut Draft) {
    for member in settings.effective_members() {
        let at = at.child(&member.key);
        match (member.key.as_str(), member.value.string()) {
            ("headers", None) => draft.read_headers(&member.value, &at),
            ("method", Some("POST")) => {
                draft.over(&at, "deliveries are POST requests");
            }
            _ => draft.lost(&at, "it has no counterpart"),
        }
    }
}

/// A list of filters that are joined.
fn filters(
    list: &Node,
    at: &Pointer,
    draft: &mut Draft,
    join: fn(Vec<Filter>) -> Filter,
) -> Filter {
    let Some(list) = list.array() else {
        return draft.open(at, "filters stand in a list");
    };
    let one = |(index, each): (usize, &Node)| filter(each, &at.index(index), draft);
    join(list.iter().enumerate().map(one).collect())
}

/// One filter: the name of a dialect with what it asks for.
fn filter(filter: &Node, at: &Pointer, draft: &mut Draft) -> Filter {
    let members = filter.effective_members();
    if members.is_empty() {
        return draft.open(at, "a filter names its dialect");
    }
    Filter::All(
        members.iter().map(|it| dialect(&it.key, &it.value, &at.child(&it.key), draft)).collect(),
    )
}

fn dialect(name: &str, value: &Node, at: &Pointer, draft: &mut Draft) -> Filter {
    let is_list = value.array().is_some_and(|list| !list.is_empty());
    match name {
        "exact" => attributes(value, at, draft, Texts::exactly),
        "prefix" => attributes(value, at, draft, |text| Texts::starting(literal(text))),
        "suffix" => attributes(value, at, draft, |text| Texts::ending(literal(text))),
        "all" if is_list => filters(value, at, draft, Filter::All),
        "any" if is_list => filters(value, at, draft, Filter::Any),
        "not" if value.members().is_some_and(|members| members.len() == 1) => {
            filter(value, at, draft).not()
        }
        "sql" => match value.string() {
            Some(expression) => {
                let part = draft.over(at, "the expression is carried over");
                match cesql::filter(expression, part, draft) {
                    Ok(filter) => filter,
                    Err(why) => draft.reopen(part, why),
                }
            }
            None => draft.open(at, "an expression is a text"),
        },
        "all" | "any" | "not" => draft.open(at, "the filter cannot be read"),
        other => draft.open(at, format!("the dialect `{other}` is not known")),
    }
}

fn attributes(
    attributes: &Node,
    at: &Pointer,
    draft: &mut Draft,
    texts: fn(&str) -> Texts,
) -> Filter {
    let members = attributes.effective_members();
    let part = draft.over(at, "carried over");
    let mut all = Vec::new();
    for member in &members {
        let text = member.value.string().filter(|text| !text.is_empty());
        match (text, attribute(&member.key, part, draft)) {
            (Some(text), Some(field)) => all.push(is(part, &field, Asked::Text(texts(text)))),
            _ => return draft.reopen(part, "a filter names attributes with texts"),
        }
    }
    match all.is_empty() {
        true => draft.reopen(part, "a filter names an attribute"),
        false => Filter::All(all),
    }
}

/// The attribute of an event; nothing where an attribute cannot have the name.
pub(super) fn attribute(name: &str, part: Part, draft: &mut Draft) -> Option<Field> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if name.is_empty() || name == "data" || !name.bytes().all(is_name) {
        return None;
    }
    let mut field = Field::at(Pointer::root().child(name));
    field.always_text = REQUIRED.contains(&name);
    if !TEXTS.contains(&name) {
        draft.assume(part, &field, Assumed::Text);
    }
    Some(field)
}
