//! What the byte reader found, as places in the text: nothing is copied, and the
//! memory is used again for the next event.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use super::fields::{Capture, Fields, Slot, Way};
use super::form::{EventForm, ID_MEMBERS};
use super::labels::LabelText;
use super::resolve::{At, resolve};
use super::{Facts, Slotted};
use crate::json::scan::unescape;
use crate::json::{Data, Kind, Node};
use crate::predicate::{Compound, OBJECT_PROTOTYPE, Predicate, Test, Value};
use crate::subscription::{Lookup, Root};

/// The memory of a reader, to be used again for every event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Captures {
    pub(super) found: Vec<Captured>,
    /// The nodes entered, in the order of the text, so that what a duplicate member
    /// replaces is found without a search.
    pub(super) entered: Vec<u32>,
    /// Of each node, the part of `entered` that its last visit filled.
    pub(super) visits: Vec<Option<(u32, u32)>>,
}

/// Where a value stands: a string without its quotes, all else with its brackets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Captured {
    pub(super) kind: Option<Kind>,
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Captures {
    pub(super) fn clear(&mut self, fields: &Fields) {
        self.found.clear();
        self.found.resize(fields.captures(), Captured::default());
        self.entered.clear();
        self.visits.clear();
        self.visits.resize(fields.trie.len(), None);
    }
}

/// The facts of an event that was read from its bytes.
pub(crate) struct ByteFacts<'e, 'c> {
    text: &'e str,
    fields: &'c Fields,
    captures: &'c Captures,
    event_type: Option<Cow<'e, str>>,
    /// Whether the data is flat in the body; nothing where the event has none.
    flat: Option<bool>,
    /// The parts of the text that were read as trees, by their offset.
    trees: RefCell<Vec<(usize, Rc<Node>)>>,
}

impl<'e, 'c> ByteFacts<'e, 'c> {
    /// Puts the facts together; nothing for a record, or where labels may have to be
    /// derived: those are read from a tree.
    pub(super) fn new(
        text: &'e str,
        fields: &'c Fields,
        captures: &'c Captures,
        form: EventForm,
    ) -> Option<Self> {
        let trees = RefCell::default();
        let mut facts = Self { text, fields, captures, event_type: None, flat: Some(false), trees };
        if facts.kind_of("body") == Some(Kind::Object)
            && facts.kind_of("headers") == Some(Kind::Object)
        {
            return None;
        }
        let named = form.type_members().iter().find_map(|name| match facts.envelope(name)? {
            Value::String(text) => Some((*name, text)),
            _ => None,
        });
        let (named_by, event_type) = named.unzip();
        if !fields.labels.is_empty()
            && facts.kind_of("labels").is_none()
            && event_type.as_deref().is_none_or(may_derive_labels)
        {
            return None;
        }
        if facts.kind_of("data").is_none() {
            facts.flat = form.may_be_flat(named_by).then_some(true);
        }
        facts.event_type = event_type;
        Some(facts)
    }

    /// The event's id, a number as its own text.
    pub(crate) fn id(&self) -> Option<Cow<'e, str>> {
        ID_MEMBERS.iter().find_map(|name| match self.envelope(name)? {
            Value::String(text) | Value::Number(text) => Some(text),
            _ => None,
        })
    }

    /// The event's type.
    pub(crate) fn into_event_type(self) -> Option<Cow<'e, str>> {
        self.event_type
    }

    fn kind_of(&self, member: &str) -> Option<Kind> {
        self.captured(Capture::of_envelope(member)?).kind
    }

    fn envelope(&self, member: &str) -> Option<Value<'e>> {
        self.value(Capture::of_envelope(member)?)
    }

    fn captured(&self, capture: Capture) -> Captured {
        self.captures.found.get(capture.index()).copied().unwrap_or_default()
    }

    fn value(&self, capture: Capture) -> Option<Value<'e>> {
        let Captured { kind, escaped, start, end } = self.captured(capture);
        let text = self.text.get(start as usize..end as usize)?;
        Some(match kind? {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(text == "true"),
            Kind::Number => Value::Number(Cow::Borrowed(text)),
            Kind::String if escaped => Value::String(Cow::Owned(unescape(text))),
            Kind::String => Value::String(Cow::Borrowed(text)),
            Kind::Array => Value::Array(Compound::Text(text)),
            Kind::Object => Value::Object(Compound::Text(text)),
        })
    }

    /// The value of a slot where it is known by name; else the lookup to do on a tree.
    fn find(&self, slot: Slot) -> Finding<'e, '_> {
        let Some((plan, path)) = self.fields.plan(slot) else {
            return Finding::Is(Slotted::Missing);
        };
        let way = match (path.root, self.flat) {
            (Root::Body, _) | (Root::Data, Some(false)) => &plan.under,
            (Root::Data, Some(true)) => plan.flat.as_ref().unwrap_or(&plan.under),
            (Root::Data, None) => return Finding::Nowhere(&path.lookup),
        };
        if let Some(value) = way.literal.and_then(|literal| self.value(literal)) {
            return Finding::Is(Slotted::One(value));
        }
        if let Some((before, rest)) = &way.rest {
            return match self.raw(*before) {
                Some((at, text)) => Finding::InTree(at, text, rest),
                None => Finding::Is(Slotted::Missing),
            };
        }
        match way.value.and_then(|value| self.value(value)) {
            Some(value) => Finding::Is(Slotted::One(value)),
            None => self.absent(way, &path.lookup),
        }
    }

    /// What a lookup whose value was not captured comes to.
    fn absent<'a>(&self, way: &Way, lookup: &'a Lookup) -> Finding<'e, 'a> {
        match lookup {
            Lookup::Unreadable => Finding::Is(Slotted::Undecidable),
            Lookup::Segments(_) | Lookup::LiteralThenSegments(_) => Finding::Is(Slotted::Missing),
            Lookup::EcmaScriptMember(key)
                if self.captured(way.root).kind == Some(Kind::Object)
                    && !OBJECT_PROTOTYPE.contains(&key.as_str()) =>
            {
                Finding::Is(Slotted::Missing)
            }
            Lookup::EcmaScriptMember(_) | Lookup::EcmaScriptDotted(_) => match self.raw(way.root) {
                Some((at, text)) => Finding::InTree(at, text, lookup),
                None => Finding::Nowhere(lookup),
            },
        }
    }

    /// The tree of a part of the text, read once an event.
    fn tree(&self, at: usize, text: &'e str) -> Rc<Node> {
        let mut trees = self.trees.borrow_mut();
        if let Some((_, tree)) = trees.iter().find(|(start, _)| *start == at) {
            return Rc::clone(tree);
        }
        // Checked when the event was read, so there is no fault to report.
        let tree = Node::parse_within(text, usize::MAX);
        let tree = Rc::new(tree.unwrap_or_else(|_| Node::new(Data::Null)));
        trees.push((at, Rc::clone(&tree)));
        tree
    }

    /// The text of a captured value with its quotes, and where it starts.
    fn raw(&self, capture: Capture) -> Option<(usize, &'e str)> {
        let Captured { kind, start, end, .. } = self.captured(capture);
        let quote = usize::from(kind? == Kind::String);
        let start = start as usize - quote;
        Some((start, self.text.get(start..end as usize + quote)?))
    }
}

/// Where the value of a slot is.
enum Finding<'e, 'a> {
    Is(Slotted<'e>),
    /// In this part of the text, which starts there, by this lookup.
    InTree(usize, &'e str, &'a Lookup),
    /// The event has no data for the lookup to start at.
    Nowhere(&'a Lookup),
}

impl Facts for ByteFacts<'_, '_> {
    fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    fn label(&self, key: &str) -> Option<LabelText<'_>> {
        Some(match self.value(self.fields.label(key)?)? {
            Value::String(text) => LabelText::Text(text),
            other => LabelText::Other(other.kind()),
        })
    }

    fn each_label(&self, act: &mut dyn FnMut(&str, &str)) {
        for (key, capture) in &self.fields.labels {
            if let Some(Value::String(text)) = self.value(*capture) {
                act(key, &text);
            }
        }
    }

    fn text(&self, slot: Slot) -> Option<Cow<'_, str>> {
        match self.find(slot) {
            Finding::Is(Slotted::One(Value::String(text))) => Some(text),
            _ => None,
        }
    }

    fn test(&self, slot: Slot, predicate: &Predicate) -> Test {
        match self.find(slot) {
            Finding::Is(slotted) => predicate.test(slotted.found()),
            Finding::Nowhere(lookup) => {
                predicate.test(resolve(None, &At::UNTOLD, lookup).slotted.found())
            }
            Finding::InTree(at, text, lookup) => {
                let tree = self.tree(at, text);
                predicate.test(resolve(Some(&tree), &At::UNTOLD, lookup).slotted.found())
            }
        }
    }
}

/// Whether labels of an event of this type may be derived from its members.
fn may_derive_labels(event_type: &str) -> bool {
    event_type.starts_with("onchain.") || event_type.starts_with("wallet.activity.")
}
