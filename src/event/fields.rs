//! The fields that some subscription needs: each path a slot, each slot the captures
//! that the byte reader must make for it.

use std::collections::HashMap;

use super::form::ENVELOPE;
use crate::json::index_of;
use crate::subscription::{Label, Lookup, Path, Root, Segment};

/// The number of a distinct path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(u32);

impl Slot {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a place in the event that the byte reader captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Capture(u32);

impl Capture {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    /// The capture of the member of the envelope at this position of [`ENVELOPE`].
    pub(super) fn of_envelope(name: &str) -> Option<Self> {
        let at = ENVELOPE.iter().position(|member| *member == name)?;
        u32::try_from(at).ok().map(Self)
    }
}

/// Every distinct path and label that subscriptions ask for.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    paths: Vec<Path>,
    slots: HashMap<Path, Slot>,
    plans: Vec<Plan>,
    /// The label keys asked for, each with the capture of its value.
    pub(super) labels: Vec<(String, Capture)>,
    label_keys: HashMap<String, usize>,
    pub(super) trie: Vec<TrieNode>,
    captures: u32,
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

/// A member name on the way to what is needed, from the root of the body.
#[derive(Clone, Debug, Default)]
pub(super) struct TrieNode {
    children: Vec<Child>,
    /// Where each name stands in `children`, once they are many.
    by_name: HashMap<String, usize>,
    /// The children whose names are array indexes, in ascending order.
    elements: Vec<(usize, usize)>,
    /// The lengths of the names below, one bit each, the longer ones in the last bit:
    /// most members of an event are passed over by a look at their length.
    lengths: u32,
    pub(super) capture: Option<Capture>,
}

/// Up to this many children are compared one by one.
const FEW: usize = 16;

#[derive(Clone, Debug)]
struct Child {
    print: u64,
    name: String,
    node: usize,
}

impl TrieNode {
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The node below by member name.
    #[inline(always)]
    pub(super) fn child(&self, name: &[u8]) -> Option<usize> {
        if self.lengths & length_bit(name) == 0 {
            return None;
        }
        if self.children.len() > FEW {
            let name = std::str::from_utf8(name).ok()?;
            return self.by_name.get(name).map(|&at| self.children[at].node);
        }
        let print = print(name);
        let same = |child: &&Child| child.print == print && child.name.as_bytes() == name;
        self.children.iter().find(same).map(|child| child.node)
    }

    /// The node below by array index.
    pub(super) fn element(&self, index: usize) -> Option<usize> {
        let found = self.elements.binary_search_by_key(&index, |(index, _)| *index);
        found.ok().map(|at| self.elements[at].1)
    }

    fn add(&mut self, name: &str, node: usize) {
        self.by_name.insert(name.to_owned(), self.children.len());
        self.children.push(Child { print: print(name.as_bytes()), name: name.to_owned(), node });
        self.lengths |= length_bit(name.as_bytes());
        if let Some(index) = index_of(name) {
            let at = self.elements.partition_point(|(other, _)| *other < index);
            self.elements.insert(at, (index, node));
        }
    }
}

/// The bit of [`TrieNode::lengths`] for a name.
#[inline(always)]
fn length_bit(name: &[u8]) -> u32 {
    1 << name.len().min(31)
}

/// The first and the last four bytes of a name in one word (of a shorter one the first,
/// the middle and the last), so that names that differ rarely need a second look.
#[inline(always)]
fn print(name: &[u8]) -> u64 {
    let word = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    match (name.first_chunk(), name.last_chunk(), name) {
        (Some(first), Some(last), _) => word(first) | word(last) << 32,
        (_, _, [first, .., last]) => {
            u64::from(*first) | u64::from(name[name.len() / 2]) << 8 | u64::from(*last) << 16
        }
        (_, _, [only]) => u64::from(*only),
        _ => 0,
    }
}

impl Default for Fields {
    fn default() -> Self {
        let mut fields = Self {
            paths: Vec::new(),
            slots: HashMap::new(),
            plans: Vec::new(),
            labels: Vec::new(),
            label_keys: HashMap::new(),
            trie: vec![TrieNode::default()],
            captures: 0,
        };
        for name in ENVELOPE {
            fields.capture([*name].into_iter());
        }
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
            Root::Body => Plan { under: self.way(&[], &path.lookup), flat: None },
            Root::Data => Plan {
                under: self.way(&["data"], &path.lookup),
                flat: Some(self.way(&[], &path.lookup)),
            },
        };
        self.plans.push(plan);
        self.paths.push(path.clone());
        self.slots.insert(path.clone(), slot);
        slot
    }

    /// Notes what a label of a subscription looks at.
    pub(crate) fn add_label(&mut self, label: &Label) {
        for key in &label.event_keys {
            if !self.label_keys.contains_key(key) {
                let capture = self.capture(["labels", key].into_iter());
                self.label_keys.insert(key.clone(), self.labels.len());
                self.labels.push((key.clone(), capture));
            }
        }
    }

    pub(crate) fn paths(&self) -> &[Path] {
        &self.paths
    }

    pub(super) fn plan(&self, slot: Slot) -> Option<(&Plan, &Path)> {
        self.plans.get(slot.index()).zip(self.paths.get(slot.index()))
    }

    pub(super) fn label(&self, key: &str) -> Option<Capture> {
        self.label_keys.get(key).and_then(|&at| self.labels.get(at)).map(|(_, capture)| *capture)
    }

    pub(super) fn captures(&self) -> usize {
        self.captures as usize
    }

    fn way(&mut self, root: &[&str], lookup: &Lookup) -> Way {
        let names = |names: Vec<&str>| -> Vec<String> {
            root.iter().chain(&names).map(|name| (*name).to_owned()).collect()
        };
        let mut way = Way {
            root: self.capture(root.iter().copied()),
            value: None,
            literal: None,
            rest: None,
        };
        match lookup {
            Lookup::Segments(segments) => {
                let plain: Vec<&str> = segments.iter().map_while(Segment::name).collect();
                let rest = segments.get(plain.len()..).unwrap_or_default().to_vec();
                let before = self.capture(names(plain).iter().map(String::as_str));
                if rest.is_empty() {
                    way.value = Some(before);
                } else {
                    way.rest = Some((before, Lookup::Segments(rest)));
                }
            }
            Lookup::LiteralThenSegments(key) => {
                way.literal = Some(self.capture(names(vec![key]).iter().map(String::as_str)));
                let dotted = names(key.split('.').collect());
                way.value = Some(self.capture(dotted.iter().map(String::as_str)));
            }
            Lookup::EcmaScriptMember(key) => {
                way.value = Some(self.capture(names(vec![key]).iter().map(String::as_str)));
            }
            Lookup::EcmaScriptDotted(key) => {
                let dotted = names(key.split('.').collect());
                way.value = Some(self.capture(dotted.iter().map(String::as_str)));
            }
            Lookup::Unreadable => {}
        }
        way
    }

    /// The capture of what stands behind these names, a new one if there is none.
    fn capture<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> Capture {
        let mut at = 0;
        for name in names {
            at = match self.trie[at].child(name.as_bytes()) {
                Some(child) => child,
                None => {
                    let node = self.trie.len();
                    self.trie.push(TrieNode::default());
                    self.trie[at].add(name, node);
                    node
                }
            };
        }
        let next = Capture(self.captures);
        let capture = *self.trie[at].capture.get_or_insert(next);
        self.captures += u32::from(capture == next);
        capture
    }
}
