//! Whether any JSON value at all suits several tests at once.
//!
//! Exact for null, the booleans, numbers, and wherever a list of values is given; for
//! texts, arrays and objects a contradiction is told only where it is certain. JSON
//! equality is all that the native operators see of a value, so that one value of a
//! class of equal ones stands for all.

use super::numbers;
use super::text;
use crate::json::{Data, Node};
use crate::predicate::{Asked, Native, Test, Value};

/// A test of one value, for or against.
#[derive(Debug)]
pub(super) struct Atom<'a> {
    pub(super) native: &'a Native,
    pub(super) asked: Asked<'a>,
    /// Whether the value must pass the test; else it must not.
    pub(super) holds: bool,
}

impl Atom<'_> {
    /// Whether a value may suit the atom; true where that cannot be decided.
    fn may_suit(&self, value: &Value<'_>) -> bool {
        match self.native.accepts(value) {
            Test::Pass => self.holds,
            Test::Undecidable => true,
            _ => !self.holds,
        }
    }
}

/// Whether certainly no value suits all atoms; with `container`, no array and no object.
pub(super) fn none_suits(atoms: &[&Atom<'_>], container: bool) -> bool {
    if let Some(candidates) = candidates(atoms) {
        return !candidates.iter().any(|node| {
            let value = Value::of(node);
            let kind = matches!(value, Value::Array(_) | Value::Object(_)) || !container;
            kind && atoms.iter().all(|atom| atom.may_suit(&value))
        });
    }
    let scalar = || {
        let few = [Value::Null, Value::Bool(true), Value::Bool(false)];
        few.iter().any(|value| atoms.iter().all(|atom| atom.may_suit(value)))
            || numbers::some_number_suits(atoms)
            || !text::no_text_suits(atoms)
    };
    let suits = (!container && scalar()) || !no_array_suits(atoms) || some_object_suits(atoms);
    !suits
}

/// The only values that can suit, where an atom names them.
fn candidates(atoms: &[&Atom<'_>]) -> Option<Vec<Node>> {
    let named = |atom: &&&Atom<'_>| match &atom.asked {
        Asked::OneOf(list) => Some(list.clone()),
        Asked::Matches(regexp) => {
            let whole = regexp.shape().whole?;
            Some(whole.into_iter().map(Node::from_text).collect())
        }
        _ => None,
    };
    atoms.iter().filter(|atom| atom.holds).find_map(|atom| named(&atom))
}

/// Whether certainly no array suits. Of arrays there are always more than a list names.
fn no_array_suits(atoms: &[&Atom<'_>]) -> bool {
    let elements = |holds: bool| {
        atoms.iter().filter(move |atom| atom.holds == holds).filter_map(|atom| match &atom.asked {
            Asked::Holds(text) => Some(Node::from_text(*text)),
            Asked::Element(node) => Some(node.clone()),
            _ => None,
        })
    };
    let refused = atoms.iter().any(|atom| match &atom.asked {
        Asked::Anything | Asked::NotTrue => !atom.holds,
        Asked::Holds(_) | Asked::Element(_) => false,
        _ => atom.holds,
    });
    refused || elements(true).any(|with| elements(false).any(|without| with.equals(&without)))
}

/// Whether some object suits: of objects there are always more than a list names, and no
/// other test passes one.
fn some_object_suits(atoms: &[&Atom<'_>]) -> bool {
    atoms.iter().all(|atom| match &atom.asked {
        Asked::Anything | Asked::NotTrue => atom.holds,
        _ => !atom.holds,
    })
}

/// Whether a value is a number equal to another.
pub(super) fn number_of(node: &Node) -> Option<&str> {
    match &node.data {
        Data::Number(text) => Some(text),
        _ => None,
    }
}
