//! The fields that some subscription needs: each path a slot, each slot the captures
//! that the byte reader must make for it.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::form::Envelope;
use super::labels::{self, Derivation};
use super::names::Names;
use crate::json::index_of;
use crate::subscription::{Lookup, Path, Root, Segment};

/// The number of a distinct path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(u32);

impl Slot {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn from_number(number: u32) -> Self {
        Self(number)
    }
}

/// The number of a label key that some subscription asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LabelKey(pub(super) u32);

impl LabelKey {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in the event that the byte reader captures: the number of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Capture(u32);

impl Capture {
    fn new(node: usize) -> Self {
        Self(u32::try_from(node).unwrap_or(u32::MAX))
    }

    #[inline(always)]
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every distinct path and label that subscriptions ask for.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    paths: Vec<Path>,
    slots: HashMap<Path, Slot, FixedState>,
    plans: Vec<Plan>,
    labels: Vec<String>,
    label_keys: HashMap<String, LabelKey, FixedState>,
    /// The label keys that may be derived from members of the event.
    pub(super) derived: Vec<(LabelKey, Sources)>,
    pub(super) trie: Vec<TrieNode>,
    /// The root of the names that labels are derived from. They are looked for in a
    /// second pass, by the few events of which labels are derived.
    pub(super) derivation: usize,
    /// Whether some path begins with `*` at the body.
    pub(super) whole_body: bool,
}

/// How the value of a path comes from captures.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// From the `data` member, or from the body where the path starts there.
    pub(super) under: Way,
    /// From the body of an event that has its data flat in it; nothing for a path
    /// from the body, which is there in any event.
    pub(super) flat: Option<Way>,
}

/// One way from a root to a value.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The capture of the root itself.
    pub(super) root: Capture,
    /// The capture that is the value, where its place is known by name.
    pub(super) value: Option<Capture>,
    /// The capture of the member of the literal dotted name, which goes before.
    pub(super) literal: Option<Capture>,
    /// The capture of what stands before the first `*`, and the lookup from there on.
    pub(super) rest: Option<(Capture, Lookup)>,
}

/// Where the value of a derived label may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources {
    /// In the body of a flat event, by the names of the flat shape and of 2025.
    pub(super) flat: [Option<Capture>; 2],
    /// The same in the `data` member.
    pub(super) data: [Option<Capture>; 2],
    /// Whether the names stand below `parameters` where the event has those.
    pub(super) parameters: Option<[Capture; 2]>,
}

/// A member name on the way to what is needed, from the root of the body.
#[derive(Clone, Debug, Default)]
pub(super) struct TrieNode {
    children: Names,
    /// The children whose names are array indexes, in ascending order.
    elements: Vec<(usize, usize)>,
    parent: usize,
    /// The label whose value stands here.
    pub(super) label: Option<LabelKey>,
    /// The slots whose values may stand here or begin here.
    pub(super) slots: Vec<Slot>,
    /// Whether something other than the envelope is asked for here or below.
    pub(super) asked: bool,
    /// How many children are.
    pub(super) asked_children: u32,
}

impl TrieNode {
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    pub(super) fn all_asked(&self) -> bool {
        self.asked_children as usize == self.children.len()
    }

    /// The node below by member name.
    #[inline(always)]
    pub(super) fn child(&self, name: &[u8]) -> Option<usize> {
        self.children.find(name)
    }

    /// The node below by array index.
    pub(super) fn element(&self, index: usize) -> Option<usize> {
        let found = self.elements.binary_search_by_key(&index, |(index, _)| *index);
        found.ok().map(|at| self.elements[at].1)
    }

    fn add(&mut self, name: &str, node: usize) {
        self.children.add(name, node);
        if let Some(index) = index_of(name) {
            let at = self.elements.partition_point(|(other, _)| *other < index);
            self.elements.insert(at, (index, node));
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        let mut fields = Self {
            paths: Vec::new(),
            slots: HashMap::default(),
            plans: Vec::new(),
            labels: Vec::new(),
            label_keys: HashMap::default(),
            derived: Vec::new(),
            trie: vec![TrieNode::default()],
            derivation: 0,
            whole_body: false,
        };
        for member in Envelope::ALL {
            let capture = fields.capture(0, [member.name()].into_iter());
            debug_assert_eq!(capture, Self::envelope(member));
        }
        fields.derivation = fields.trie.len();
        fields.trie.push(TrieNode::default());
        fields
    }
}

impl Fields {
    /// The slot of a path, a new one if no subscription asked for it before.
    pub(crate) fn slot(&mut self, path: &Path) -> Slot {
        if let Some(slot) = self.slots.get(path) {
            return *slot;
        }
        let slot = Slot(u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        let plan = match path.root {
            Root::Body => Plan { under: self.way(&[], false, &path.lookup, slot), flat: None },
            Root::Data => Plan {
                under: self.way(&["data"], false, &path.lookup, slot),
                flat: Some(self.way(&[], true, &path.lookup, slot)),
            },
        };
        self.plans.push(plan);
        self.paths.push(path.clone());
        self.slots.insert(path.clone(), slot);
        slot
    }

    /// The number of a label key, a new one if no subscription asked for it before.
    pub(crate) fn label_key(&mut self, key: &str) -> LabelKey {
        if let Some(known) = self.label_keys.get(key) {
            return *known;
        }
        let number = LabelKey(u32::try_from(self.labels.len()).unwrap_or(u32::MAX));
        self.labels.push(key.to_owned());
        self.label_keys.insert(key.to_owned(), number);
        let at = self.node(0, ["labels", key].into_iter());
        self.ask(at);
        self.trie[at].label = Some(number);
        if let Some(derivation) = labels::derivation(key) {
            let sources = self.sources(&derivation);
            self.derived.push((number, sources));
        }
        number
    }

    /// The captures of a label that is derived, and of what says that it is.
    fn sources(&mut self, derivation: &Derivation<'_>) -> Sources {
        let root = self.derivation;
        for name in labels::signs_of_flatness() {
            self.capture(root, [name].into_iter());
        }
        self.capture(root, ["data", "parameters"].into_iter());
        match *derivation {
            Derivation::Member { snake, camel } => Sources {
                flat: [snake, camel].map(|name| Some(self.capture(root, [name].into_iter()))),
                data: [snake, camel]
                    .map(|name| Some(self.capture(root, ["data", name].into_iter()))),
                parameters: None,
            },
            Derivation::Parameter { name, free } => Sources {
                flat: [free.then(|| self.capture(root, [name].into_iter())), None],
                data: [free.then(|| self.capture(root, ["data", name].into_iter())), None],
                parameters: Some([
                    self.capture(root, ["parameters", name].into_iter()),
                    self.capture(root, ["data", "parameters", name].into_iter()),
                ]),
            },
        }
    }

    /// Notes that the value at a node is asked for.
    fn ask(&mut self, mut at: usize) {
        while at != 0 && !std::mem::replace(&mut self.trie[at].asked, true) {
            at = self.trie[at].parent;
            self.trie[at].asked_children += 1;
        }
    }

    /// The capture behind these names, of those that labels are derived from.
    pub(super) fn derived_from(&self, names: &[&str]) -> Option<Capture> {
        let mut at = self.derivation;
        for name in names {
            at = self.trie[at].child(name.as_bytes())?;
        }
        Some(Capture::new(at))
    }

    pub(crate) fn label_keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }

    pub(super) fn has_labels(&self) -> bool {
        !self.labels.is_empty()
    }

    pub(super) fn label_name(&self, key: LabelKey) -> &str {
        self.labels.get(key.index()).map_or("", String::as_str)
    }

    /// The capture of a member that every event is looked through for: they are the
    /// first nodes behind the root.
    #[inline]
    pub(super) fn envelope(member: Envelope) -> Capture {
        Capture(1 + member as u32)
    }

    pub(crate) fn slot_at(&self, number: usize) -> Option<Slot> {
        (number < self.paths.len()).then(|| Slot(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    /// About how many bytes the fields take.
    pub(crate) fn bytes(&self) -> usize {
        let names: usize = self.trie.iter().map(|node| node.children.bytes()).sum();
        let slots: usize = self.trie.iter().map(|node| node.slots.capacity() * 4).sum();
        let keys: usize = self.labels.iter().map(|key| 2 * (key.len() + 24)).sum();
        self.trie.capacity() * size_of::<TrieNode>()
            + names
            + slots
            + keys
            + self.paths.len() * (2 * size_of::<Path>() + size_of::<Plan>() + 64)
    }

    pub(crate) fn paths(&self) -> &[Path] {
        &self.paths
    }

    pub(super) fn plan(&self, slot: Slot) -> Option<(&Plan, &Path)> {
        self.plans.get(slot.index()).zip(self.paths.get(slot.index()))
    }

    fn way(&mut self, root: &[&str], flat: bool, lookup: &Lookup, slot: Slot) -> Way {
        let names = |names: Vec<&str>| -> Vec<String> {
            root.iter().chain(&names).map(|name| (*name).to_owned()).collect()
        };
        let mut way = Way {
            root: self.capture(0, root.iter().copied()),
            value: None,
            literal: None,
            rest: None,
        };
        match lookup {
            Lookup::Segments(segments) => {
                let plain: Vec<&str> = segments.iter().map_while(Segment::name).collect();
                let rest = segments.get(plain.len()..).unwrap_or_default().to_vec();
                let plain = names(plain);
                let before = self.capture(0, plain.iter().map(String::as_str));
                self.whole_body |= plain.is_empty() && !flat;
                if rest.is_empty() {
                    way.value = Some(before);
                } else {
                    way.rest = Some((before, Lookup::Segments(rest)));
                }
            }
            Lookup::LiteralThenSegments(key) => {
                let literal = names(vec![key]);
                way.literal = Some(self.capture(0, literal.iter().map(String::as_str)));
                let dotted = names(key.split('.').collect());
                way.value = Some(self.capture(0, dotted.iter().map(String::as_str)));
            }
            Lookup::EcmaScriptMember(key) => {
                let member = names(vec![key]);
                way.value = Some(self.capture(0, member.iter().map(String::as_str)));
            }
            Lookup::EcmaScriptDotted(key) => {
                let dotted = names(key.split('.').collect());
                way.value = Some(self.capture(0, dotted.iter().map(String::as_str)));
            }
            Lookup::Unreadable => {}
        }
        let captures = [way.value, way.literal, way.rest.as_ref().map(|(capture, _)| *capture)];
        for capture in captures.into_iter().flatten() {
            let at = capture.index();
            if !self.trie[at].slots.contains(&slot) {
                self.trie[at].slots.push(slot);
            }
            // A flat event has no `data` to stop at: it is read to its end.
            if !flat {
                self.ask(at);
            }
        }
        way
    }

    /// The node behind these names, a new one if there is none.
    fn node<'n>(&mut self, root: usize, names: impl Iterator<Item = &'n str>) -> usize {
        let mut at = root;
        for name in names {
            at = match self.trie[at].child(name.as_bytes()) {
                Some(child) => child,
                None => {
                    let node = self.trie.len();
                    self.trie.push(TrieNode { parent: at, ..TrieNode::default() });
                    self.trie[at].add(name, node);
                    node
                }
            };
        }
        at
    }

    /// The capture of what stands behind these names.
    fn capture<'n>(&mut self, root: usize, names: impl Iterator<Item = &'n str>) -> Capture {
        Capture::new(self.node(root, names))
    }
}
