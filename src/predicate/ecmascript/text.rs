//! ECMAScript's `ToString`, JSON text and sameness of values that came from JSON.

use std::borrow::Cow;

use super::super::{Compound, Value};
use crate::double;
use crate::json::{Data, Member, Node, firsts, ordered};

/// `text` without ECMAScript's white space at either end: Unicode's, and the byte
/// order mark, but not U+0085.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}')
}

/// `ToString`; nothing where it throws.
pub(super) fn of<'v>(value: &'v Value<'_>) -> Option<Cow<'v, str>> {
    Some(match value {
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Number(text) => double::text(double::of(text)).into(),
        Value::String(text) => Cow::Borrowed(text.as_ref()),
        Value::Array(array) => array_text(*array)?.into(),
        Value::Object(object) => object_text(&object.tree())?.into(),
    })
}

pub(super) fn array_text(array: Compound<'_>) -> Option<String> {
    let mut out = String::new();
    join(&mut out, array.tree().array().unwrap_or_default())?;
    Some(out)
}

/// `Object.prototype.toString`, unless an own member stands before it: no value of
/// JSON can be called, so there is no way to a text then.
fn object_text(object: &Node) -> Option<&'static str> {
    object.get("toString").is_none().then_some("[object Object]")
}

/// `Array.prototype.join`: null is nothing.
fn join(out: &mut String, elements: &[Node]) -> Option<()> {
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        match &element.data {
            Data::Null => {}
            Data::Array(inner) => join(out, inner)?,
            _ => out.push_str(&of(&Value::of(element))?),
        }
    }
    Some(())
}

/// `actual === true || actual.toString().toLowerCase().trim() === "true"`; nothing
/// where it throws, as on null and undefined.
pub(super) fn is_true(actual: Option<&Value<'_>>) -> Option<bool> {
    match actual? {
        Value::Null => None,
        Value::Bool(value) => Some(*value),
        Value::Number(_) => Some(false),
        // No letter but those of ASCII becomes one of "true" in lower case.
        other => Some(trim(&of(other)?).eq_ignore_ascii_case("true")),
    }
}

/// `JSON.stringify(actual) === JSON.stringify(expected)`.
pub(super) fn same_json(actual: Option<&Value<'_>>, expected: Option<&Node>) -> bool {
    let (actual, expected) = match (actual, expected) {
        (None, None) => return true,
        (Some(actual), Some(expected)) => (actual, expected),
        _ => return false,
    };
    match (actual, &expected.data) {
        (Value::String(a), Data::String(b)) => a == b,
        (Value::Bool(a), Data::Bool(b)) => a == b,
        (Value::Array(a), Data::Array(_)) | (Value::Object(a), Data::Object(_)) => {
            same_tree(&a.tree(), expected)
        }
        (Value::Number(_) | Value::Null, Data::Number(_) | Data::Null) => {
            let actual = match actual {
                Value::Number(text) => finite(text),
                _ => None,
            };
            same_finite(actual, finite_node(expected))
        }
        _ => false,
    }
}

fn same_tree(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::String(a), Data::String(b)) => a == b,
        (Data::Bool(a), Data::Bool(b)) => a == b,
        (Data::Number(_) | Data::Null, Data::Number(_) | Data::Null) => {
            same_finite(finite_node(a), finite_node(b))
        }
        (Data::Array(a), Data::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_tree(a, b))
        }
        (Data::Object(a), Data::Object(b)) => {
            let (a, b) = (own_members(a), own_members(b));
            a.len() == b.len()
                && a.iter().zip(&b).all(|(a, b)| a.key == b.key && same_tree(&a.value, &b.value))
        }
        _ => false,
    }
}

/// The double of a number; nothing for an infinite one, whose JSON text is `null`.
fn finite(number: &str) -> Option<f64> {
    Some(double::of(number)).filter(|value| value.is_finite())
}

fn finite_node(node: &Node) -> Option<f64> {
    finite(node.number()?)
}

/// Whether two doubles have the same text; minus zero has that of zero.
#[allow(clippy::float_cmp, reason = "equality of doubles is what is asked")]
fn same_finite(a: Option<f64>, b: Option<f64>) -> bool {
    a == b
}

/// The members as `JSON.parse` leaves them: array indices first, ascending, then the
/// others in the order of their first appearance, each with the last value given.
fn own_members(members: &[Member]) -> Vec<&Member> {
    let firsts = firsts(members.len(), &|at| &members[at].key);
    let mut values: Vec<Option<&Member>> = vec![None; members.len()];
    for (member, first) in members.iter().zip(firsts) {
        values[first] = Some(member);
    }
    let own: Vec<&Member> = values.into_iter().flatten().collect();
    let rank = |member: &Member| array_index(&member.key).unwrap_or(u32::MAX);
    let order = ordered(own.len(), &mut |a, b| rank(own[a]).cmp(&rank(own[b])));
    order.into_iter().map(|index| own[index]).collect()
}

/// The array index that a key is: at most 2^32 - 2, without leading zeros.
fn array_index(key: &str) -> Option<u32> {
    let index = crate::json::index_of(key)?;
    u32::try_from(index).ok().filter(|&index| index < u32::MAX)
}

/// `SameValueZero` of two values of different origin: arrays and objects never are.
#[allow(clippy::float_cmp, reason = "equality of doubles is what is asked")]
pub(super) fn same_value_zero(a: &Node, b: &Node) -> bool {
    match (&a.data, &b.data) {
        (Data::Null, Data::Null) => true,
        (Data::Bool(a), Data::Bool(b)) => a == b,
        (Data::Number(a), Data::Number(b)) => double::of(a) == double::of(b),
        (Data::String(a), Data::String(b)) => a == b,
        _ => false,
    }
}
