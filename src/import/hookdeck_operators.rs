//! The operators of Hookdeck's filters, on the value of one field.

use super::assumption::{Assumed, is_plain_number};
use super::condition::{Asked, Condition, Part};
use super::draft::Draft;
use super::field::{Field, is, is_text, native};
use super::filter::Filter;
use super::texts::{Texts, literal};
use crate::json::{Data, Node, Pointer};

/// That the field is there, as part of what another part asks.
pub(super) fn exists(field: &Field) -> Filter {
    let asked = Asked::Native("exists", None);
    let key = field.key.clone();
    Filter::Is(Condition { parts: Vec::new(), key, always_text: false, asked })
}

/// An array that has all of these.
pub(super) fn elements(list: &[Node], at: &Pointer, field: &Field, draft: &mut Draft) -> Filter {
    let part = draft.over(at, "carried over");
    draft.assume(part, field, Assumed::Array);
    let mut all = vec![is(part, &Field::at(field.at.index(0)), Asked::Native("exists", None))];
    for element in list {
        if let Err(why) = of_one_kind(element, field, part, draft) {
            return draft.reopen(part, why);
        }
        all.push(is(part, field, Asked::Element(element.clone())));
    }
    match list.is_empty() {
        true => draft.reopen(part, "what an empty array asks for is not clear"),
        false => Filter::All(all),
    }
}

/// Takes for granted that values are of the kind they are compared with: `==` converts there.
fn of_one_kind(value: &Node, field: &Field, part: Part, draft: &mut Draft) -> Result<(), String> {
    match &value.data {
        Data::Number(text) if is_plain_number(text) => {
            draft.assume(part, field, Assumed::Number);
            draft.assume(part, field, Assumed::PlainNumber);
        }
        Data::Number(text) => return Err(format!("{text} is not compared exactly there")),
        Data::Bool(_) => draft.assume(part, field, Assumed::Boolean),
        // Only what begins like a number, or is blank, equals something that is no text.
        Data::String(text) => {
            let start = text.trim().chars().next();
            if start.is_none_or(|it| it.is_ascii_digit() || "+-.I".contains(it)) {
                draft.assume(part, field, Assumed::Text);
            }
        }
        Data::Null => {}
        Data::Array(_) | Data::Object(_) => {
            return Err("what an array or an object equals differs".to_owned());
        }
    }
    Ok(())
}

pub(super) fn equals(
    value: &Node,
    field: &Field,
    part: Part,
    draft: &mut Draft,
) -> Result<Filter, String> {
    of_one_kind(value, field, part, draft)?;
    draft.assume(part, field, Assumed::SingleValue);
    Ok(is(part, field, native("eq", value)))
}

/// What an operator asks; else why it cannot be said.
pub(super) fn operator(
    name: &str,
    operand: &Node,
    field: &Field,
    part: Part,
    draft: &mut Draft,
) -> Result<Filter, String> {
    let there = |asked: Asked| Filter::All(vec![exists(field), is(part, field, asked)]);
    let is_array =
        operand.array().is_some_and(|list| matches!(name, "$eq" | "$neq") && !list.is_empty());
    draft.assume(part, field, if is_array { Assumed::Array } else { Assumed::SingleValue });
    match (name, &operand.data) {
        ("$eq" | "$neq", Data::Array(list)) if is_array => {
            list.iter().try_for_each(|it| of_one_kind(it, field, part, draft))?;
            Ok(if name == "$eq" {
                is(part, field, native("eq", operand))
            } else {
                there(native("ne", operand))
            })
        }
        ("$eq", _) => equals(operand, field, part, draft),
        ("$neq", _) => {
            of_one_kind(operand, field, part, draft)?;
            Ok(there(native("ne", operand)))
        }
        ("$gt" | "$gte" | "$lt" | "$lte", Data::Number(_)) => {
            of_one_kind(operand, field, part, draft)?;
            let operator = ["gte", "lte", "gt", "lt"].into_iter().find(|it| name.ends_with(it));
            Ok(is(part, field, native(operator.unwrap_or("gt"), operand)))
        }
        ("$gt" | "$gte" | "$lt" | "$lte", Data::String(bound)) => {
            let texts = Texts::compared(bound, name.starts_with("$l"), name.ends_with('e'));
            draft.assume(part, field, Assumed::Text);
            is_text(part, field, Asked::text(texts.ok_or("texts are not compared with it here")?))
        }
        ("$in" | "$nin", Data::Array(list)) if !list.is_empty() => {
            let numbers = list.iter().filter_map(Node::number);
            if list.iter().any(|it| it.array().is_some() || it.members().is_some())
                || !numbers.clone().all(is_plain_number)
            {
                return Err("the list has values that are not compared exactly".to_owned());
            }
            if numbers.count() > 0 {
                draft.assume(part, field, Assumed::PlainNumber);
            }
            Ok(if name == "$in" {
                is(part, field, native("in", operand))
            } else {
                there(native("not-in", operand))
            })
        }
        ("$in", Data::String(held)) if !held.is_empty() => {
            Ok(is(part, field, native("contains", operand)))
        }
        ("$nin", Data::String(held)) if !held.is_empty() => Ok(Filter::All(vec![
            is(part, field, Asked::Text(Texts::all())),
            is(part, field, native("not-contains", operand)),
        ])),
        ("$startsWith" | "$endsWith", Data::String(_) | Data::Array(_)) => {
            let list = operand.array().map_or_else(|| vec![operand.clone()], <[Node]>::to_vec);
            let one = |node: &Node| {
                let text = literal(node.string()?);
                Some(if name == "$endsWith" { Texts::ending(text) } else { Texts::starting(text) })
            };
            let all: Option<Vec<Texts>> = list.iter().map(one).collect();
            let texts = all.and_then(|all| all.into_iter().reduce(|a, b| a.with(&b)));
            is_text(part, field, Asked::text(texts.ok_or("the operator takes texts")?))
        }
        ("$exist", Data::Bool(true)) => Ok(is(part, field, Asked::Native("exists", None))),
        ("$exist", Data::Bool(false)) => {
            let mut all = vec![is(part, field, Asked::Native("missing", None))];
            // What should lack it must be there, as an object.
            if let Some(holder) = field.parent() {
                draft.assume(part, &holder, Assumed::Object);
                all.push(exists(&holder));
            }
            Ok(Filter::All(all))
        }
        ("$ref", _) => Err("a value of the event cannot be compared with another here".to_owned()),
        _ => Err(format!("`{name}` has no exact counterpart with this value")),
    }
}
