//! The facts of an event that was read from its bytes.

use super::captures::{Captured, Captures, Envelope};
use super::fields::{Capture, Fields, LabelKey, Slot, Sources, Way};
use super::form::{self, ID_MEMBERS};
use super::resolve::{At, resolve};
use super::{Facts, Slotted, labels};
use crate::json::{Data, Kind, Node};
use crate::predicate::{Compound, Found, OBJECT_PROTOTYPE, Operation, Test, Value};
use crate::subscription::{Lookup, Root};

/// The facts of an event that was read from its bytes.
pub(crate) struct ByteFacts<'e> {
    text: &'e str,
    fields: &'e Fields,
    captures: &'e Captures,
    envelope: Envelope,
}

/// How the labels of an event are derived from its members.
#[derive(Clone, Copy)]
struct Derived {
    flat: bool,
    /// Whether only those of a wallet's activity are.
    wallet: bool,
    /// The kind of `parameters`, in which free names stand where there are any.
    parameters: Option<Kind>,
}

impl<'e> ByteFacts<'e> {
    pub(super) fn new(
        text: &'e str,
        fields: &'e Fields,
        captures: &'e Captures,
        envelope: Envelope,
    ) -> Self {
        Self { text, fields, captures, envelope }
    }

    /// The event's id, a number as its own text.
    pub(crate) fn id(&self) -> Option<&'e str> {
        let own = |member: &form::Envelope| {
            let captured = self.member(*member)?;
            matches!(captured.kind, Some(Kind::String | Kind::Number)).then_some(captured)
        };
        let id = self.captures.header_id.or_else(|| ID_MEMBERS.iter().find_map(own))?;
        Some(self.captures.text_of(self.text, id))
    }

    /// The event's type.
    pub(crate) fn named_type(&self) -> Option<&'e str> {
        Some(self.captures.text_of(self.text, self.envelope.event_type?))
    }

    fn member(&self, member: form::Envelope) -> Option<Captured> {
        self.captures.of_envelope(member)
    }

    #[inline]
    fn captured(&self, capture: Capture) -> Option<Captured> {
        self.captures.at(capture)
    }

    fn value(&self, captured: Captured) -> Value<'e> {
        let text = self.captures.text_of(self.text, captured);
        match captured.kind {
            None | Some(Kind::Null) => Value::Null,
            Some(Kind::Bool) => Value::Bool(text == "true"),
            Some(Kind::Number) => Value::Number(text.into()),
            Some(Kind::String) => Value::String(text.into()),
            Some(Kind::Array) => Value::Array(Compound::Text(text)),
            Some(Kind::Object) => Value::Object(Compound::Text(text)),
        }
    }

    /// The value of a slot where it is known by name; else the lookup to do on a tree.
    fn find(&self, slot: Slot) -> Finding<'e, '_> {
        let Some((plan, path)) = self.fields.plan(slot) else { return Finding::Missing };
        let way = match (path.root, self.envelope.flat) {
            (Root::Body, _) | (Root::Data, Some(false)) => &plan.under,
            (Root::Data, Some(true)) => plan.flat.as_ref().unwrap_or(&plan.under),
            (Root::Data, None) => return Finding::InTree(None, &path.lookup),
        };
        if way.rest.is_some() {
            return Finding::Many(self.captures.spread.of(slot));
        }
        let literal = way.literal.and_then(|literal| self.captured(literal));
        match literal.or_else(|| self.captured(way.value?)) {
            Some(captured) => Finding::One(captured),
            None => self.absent(way, &path.lookup),
        }
    }

    /// What a lookup whose value was not captured comes to.
    fn absent<'a>(&self, way: &Way, lookup: &'a Lookup) -> Finding<'e, 'a> {
        let root = self.captured(way.root);
        match lookup {
            Lookup::Unreadable => Finding::InTree(None, lookup),
            Lookup::Segments(_) | Lookup::LiteralThenSegments(_) => Finding::Missing,
            Lookup::EcmaScriptMember(key)
                if root.is_some_and(|root| root.kind == Some(Kind::Object))
                    && !OBJECT_PROTOTYPE.contains(&key.as_str()) =>
            {
                Finding::Missing
            }
            Lookup::EcmaScriptMember(_) | Lookup::EcmaScriptDotted(_) => {
                Finding::InTree(root, lookup)
            }
        }
    }

    /// Calls `act` with what a lookup that needs a tree comes to.
    fn in_tree<T>(
        &self,
        root: Option<Captured>,
        lookup: &Lookup,
        act: impl FnOnce(&Slotted<'_>) -> T,
    ) -> T {
        let tree = root.map(|root| match self.value(root) {
            Value::String(text) => Node::from_text(text),
            Value::Number(text) => Node::new(Data::Number(text.into_owned())),
            Value::Bool(value) => Node::new(Data::Bool(value)),
            Value::Null => Node::new(Data::Null),
            Value::Array(compound) | Value::Object(compound) => compound.tree().into_owned(),
        });
        act(&resolve(tree.as_ref(), &At::UNTOLD, lookup).slotted)
    }

    /// How labels are derived, where none are given and the event is of a kind for which
    /// they are.
    fn derived(&self) -> Option<Derived> {
        if self.fields.derived.is_empty()
            || self.captures.labels_beside
            || self.member(form::Envelope::Labels).is_some()
        {
            return None;
        }
        let there = |names: &[&str]| {
            let capture = self.fields.derived_from(names)?;
            self.captured(capture)?.kind
        };
        let wallet = match self.named_type() {
            Some(name) if name.starts_with("onchain.") => false,
            Some(name) if name.starts_with("wallet.activity.") => true,
            None => {
                there(&["contract_address"]).and(there(&["event_name"]))?;
                false
            }
            Some(_) => return None,
        };
        let sign = |name: &&str| !wallet || matches!(*name, labels::NETWORK | "parameters");
        let flat = labels::signs_of_flatness().filter(sign).any(|name| there(&[name]).is_some())
            || self.member(form::Envelope::Data).is_none();
        let parameters = match flat {
            true => there(&["parameters"]),
            false => there(&["data", "parameters"]),
        };
        Some(Derived { flat, wallet, parameters })
    }

    /// The value that a label is derived from.
    fn source(&self, derived: Derived, key: &str, sources: &Sources) -> Option<Captured> {
        let Derived { flat, wallet, parameters } = derived;
        if let Some([in_body, in_data]) = sources.parameters
            && let Some(kind) = parameters
        {
            let capture = if flat { in_body } else { in_data };
            return self.captured(capture).filter(|_| kind == Kind::Object);
        }
        // Of an array the captures are elements, and those are no members.
        let data =
            self.member(form::Envelope::Data).is_some_and(|data| data.kind == Some(Kind::Object));
        if (!flat && !data) || (wallet && sources.parameters.is_none() && key != labels::NETWORK) {
            return None;
        }
        let places = if flat { sources.flat } else { sources.data };
        places.into_iter().flatten().find_map(|capture| self.captured(capture))
    }
}

/// Where the value of a slot is.
enum Finding<'e, 'a> {
    Missing,
    One(Captured),
    /// Under a `*`.
    Many(&'e [Captured]),
    /// By this lookup from a value, or from nowhere.
    InTree(Option<Captured>, &'a Lookup),
}

impl Facts for ByteFacts<'_> {
    fn event_type(&self) -> Option<&str> {
        self.named_type()
    }

    fn each_label(&self, mut act: impl FnMut(LabelKey, &str)) {
        for (key, captured) in &self.captures.labels {
            act(*key, self.captures.text_of(self.text, *captured));
        }
        let Some(derived) = self.derived() else { return };
        for (key, sources) in &self.fields.derived {
            let name = self.fields.label_name(*key);
            let Some(captured) = self.source(derived, name, sources) else { continue };
            if matches!(captured.kind, Some(Kind::String | Kind::Number | Kind::Bool)) {
                act(*key, self.captures.text_of(self.text, captured));
            }
        }
    }

    fn each_slot(&self, act: impl FnMut(Slot)) {
        self.captures.slots.iter().copied().for_each(act);
    }

    fn each_value(&self, slot: Slot, mut act: impl FnMut(&Value<'_>)) {
        match self.find(slot) {
            Finding::Missing => {}
            Finding::One(captured) => act(&self.value(captured)),
            Finding::Many(list) => list.iter().for_each(|captured| act(&self.value(*captured))),
            Finding::InTree(root, lookup) => self.in_tree(root, lookup, |slotted| {
                if let Found::Values(values) = slotted.found() {
                    values.iter().for_each(act);
                }
            }),
        }
    }

    fn test(&self, slot: Slot, operation: &Operation) -> Test {
        match self.find(slot) {
            Finding::Missing => operation.test(Found::Values(&[])),
            Finding::One(captured) => operation.test(Found::Values(&[self.value(captured)])),
            Finding::Many(list) => {
                operation.test_each(list.iter().map(|captured| self.value(*captured)))
            }
            Finding::InTree(root, lookup) => {
                self.in_tree(root, lookup, |slotted| operation.test(slotted.found()))
            }
        }
    }
}
