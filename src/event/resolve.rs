//! Following a path through a tree.

use std::borrow::Cow;

use super::Slotted;
use crate::json::{Data, Node, Pointer, index_of};
use crate::predicate::{OBJECT_PROTOTYPE, Value};
use crate::subscription::{Lookup, Segment};

/// What a lookup found, and the pointers of the values that stand in the event.
pub(super) struct Resolved<'e> {
    pub(super) slotted: Slotted<'e>,
    pub(super) nodes: Vec<(At, &'e Node)>,
    /// Whether a member of the literal dotted name was taken.
    pub(super) literal: bool,
}

impl<'e> Resolved<'e> {
    fn only(slotted: Slotted<'e>) -> Self {
        Self { slotted, nodes: Vec::new(), literal: false }
    }

    fn nodes(nodes: Vec<(At, &'e Node)>) -> Self {
        let slotted = match nodes.as_slice() {
            [] => Slotted::Missing,
            [(_, node)] => Slotted::One(Value::of(node)),
            many => Slotted::Many(many.iter().map(|(_, node)| Value::of(node)).collect()),
        };
        Self { slotted, nodes, literal: false }
    }
}

/// The pointer of a node where somebody asks for it; routing does not.
#[derive(Clone, Debug)]
pub(super) struct At(pub(super) Option<Pointer>);

impl At {
    /// No pointers are wanted.
    pub(super) const UNTOLD: Self = Self(None);

    fn child(&self, key: &str) -> Self {
        Self(self.0.as_ref().map(|pointer| pointer.child(key)))
    }

    fn index(&self, index: usize) -> Self {
        Self(self.0.as_ref().map(|pointer| pointer.index(index)))
    }
}

/// Follows `lookup` from `root`, which stands at `at`; no root where the event has none.
pub(super) fn resolve<'e>(root: Option<&'e Node>, at: &At, lookup: &Lookup) -> Resolved<'e> {
    match lookup {
        Lookup::Unreadable => Resolved::only(Slotted::Undecidable),
        Lookup::EcmaScriptMember(key) => ecmascript_member(root, at, key),
        Lookup::EcmaScriptDotted(key) => ecmascript_dotted(root, at, key),
        Lookup::Segments(segments) => {
            Resolved::nodes(root.map(|root| segments_from(root, at, segments)).unwrap_or_default())
        }
        Lookup::LiteralThenSegments(key) => {
            let Some(root) = root else { return Resolved::only(Slotted::Missing) };
            if let Some(node) = root.get(key) {
                return Resolved {
                    literal: key.contains('.'),
                    ..Resolved::nodes(vec![(at.child(key), node)])
                };
            }
            let segments: Vec<_> =
                key.split('.').map(|name| Segment::Name(name.to_owned())).collect();
            Resolved::nodes(segments_from(root, at, &segments))
        }
    }
}

fn segments_from<'e>(root: &'e Node, at: &At, segments: &[Segment]) -> Vec<(At, &'e Node)> {
    let mut reached = vec![(at.clone(), root)];
    for segment in segments {
        let mut next = Vec::new();
        for (pointer, node) in reached {
            match segment {
                Segment::Name(name) => next.extend(step(node, &pointer, name)),
                Segment::Any => match &node.data {
                    Data::Array(elements) => {
                        next.extend(
                            elements
                                .iter()
                                .enumerate()
                                .map(|(i, element)| (pointer.index(i), element)),
                        );
                    }
                    Data::Object(_) => next.extend(
                        node.effective_members()
                            .into_iter()
                            .map(|member| (pointer.child(&member.key), &member.value)),
                    ),
                    _ => {}
                },
            }
        }
        reached = next;
    }
    reached
}

/// The member, or the element of an array, that a name is.
fn step<'e>(node: &'e Node, at: &At, name: &str) -> Option<(At, &'e Node)> {
    let found = match &node.data {
        Data::Object(_) => node.get(name),
        Data::Array(_) => index_of(name).and_then(|index| node.element(index)),
        _ => None,
    };
    found.map(|found| (at.child(name), found))
}

/// `data[key]`, own or inherited (core-webhooks 2.6 to 3.9.1, `listener.ts`).
fn ecmascript_member<'e>(root: Option<&'e Node>, at: &At, key: &str) -> Resolved<'e> {
    let Some(root) = root else { return Resolved::only(Slotted::Throw) };
    if let Some(found) = step(root, at, key) {
        return Resolved::nodes(vec![found]);
    }
    let inherited = |names: &[&str]| match names.contains(&key) || OBJECT_PROTOTYPE.contains(&key) {
        true => Slotted::Undecidable,
        false => Slotted::Missing,
    };
    let length = |length: usize| Slotted::One(Value::Number(Cow::Owned(length.to_string())));
    Resolved::only(match &root.data {
        Data::Null => Slotted::Throw,
        Data::Array(elements) if key == "length" => length(elements.len()),
        Data::String(text) if key == "length" => length(text.encode_utf16().count()),
        Data::String(text) => code_unit(text, key).unwrap_or_else(|| inherited(STRING_PROTOTYPE)),
        Data::Array(_) => inherited(ARRAY_PROTOTYPE),
        Data::Number(_) => inherited(NUMBER_PROTOTYPE),
        Data::Object(_) | Data::Bool(_) => inherited(&[]),
    })
}

/// The code unit of a text that a name is the index of, as a text.
fn code_unit<'e>(text: &str, name: &str) -> Option<Slotted<'e>> {
    let unit = text.encode_utf16().nth(index_of(name)?)?;
    Some(match char::from_u32(u32::from(unit)) {
        Some(character) => Slotted::One(Value::String(Cow::Owned(character.to_string()))),
        // Half of an astral character is no text that could be compared exactly.
        None => Slotted::Undecidable,
    })
}

/// mainsail's `get`: own members split at every dot.
fn ecmascript_dotted<'e>(root: Option<&'e Node>, at: &At, key: &str) -> Resolved<'e> {
    let Some(root) = root else { return Resolved::only(Slotted::Missing) };
    if matches!(root.data, Data::Null) {
        return Resolved::only(Slotted::Throw);
    }
    let mut reached = (at.clone(), root);
    let mut names = key.split('.');
    while let Some(name) = names.next() {
        match (step(reached.1, &reached.0, name), reached.1.string()) {
            (Some(next), _) => reached = next,
            // These segments empty mainsail's path, which then gives the whole payload.
            (None, _)
                if key
                    .split('.')
                    .any(|name| matches!(name, "__proto__" | "prototype" | "constructor")) =>
            {
                return Resolved::only(Slotted::Undecidable);
            }
            // The payload must be an object; a text within it has its code units as
            // own members, and each of them has itself as its only one.
            (None, Some(text)) if !std::ptr::eq(reached.1, root) => {
                return Resolved::only(match code_unit(text, name) {
                    Some(found) if names.all(|name| name == "0") => found,
                    _ => Slotted::Missing,
                });
            }
            (None, _) => return Resolved::only(Slotted::Missing),
        }
    }
    Resolved::nodes(vec![reached])
}

const ARRAY_PROTOTYPE: &[&str] = &[
    "at",
    "concat",
    "copyWithin",
    "entries",
    "every",
    "fill",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "flat",
    "flatMap",
    "forEach",
    "includes",
    "indexOf",
    "join",
    "keys",
    "lastIndexOf",
    "map",
    "pop",
    "push",
    "reduce",
    "reduceRight",
    "reverse",
    "shift",
    "slice",
    "some",
    "sort",
    "splice",
    "toReversed",
    "toSorted",
    "toSpliced",
    "unshift",
    "values",
    "with",
];

const STRING_PROTOTYPE: &[&str] = &[
    "anchor",
    "at",
    "big",
    "blink",
    "bold",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "concat",
    "endsWith",
    "fixed",
    "fontcolor",
    "fontsize",
    "includes",
    "indexOf",
    "isWellFormed",
    "italics",
    "lastIndexOf",
    "link",
    "localeCompare",
    "match",
    "matchAll",
    "normalize",
    "padEnd",
    "padStart",
    "repeat",
    "replace",
    "replaceAll",
    "search",
    "slice",
    "small",
    "split",
    "startsWith",
    "strike",
    "sub",
    "substr",
    "substring",
    "sup",
    "toLocaleLowerCase",
    "toLocaleUpperCase",
    "toLowerCase",
    "toUpperCase",
    "toWellFormed",
    "trim",
    "trimEnd",
    "trimLeft",
    "trimRight",
    "trimStart",
];

const NUMBER_PROTOTYPE: &[&str] = &["toExponential", "toFixed", "toPrecision"];
