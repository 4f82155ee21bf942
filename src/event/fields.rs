//! The fields that some subscription needs, each with a slot of its own.

use std::collections::HashMap;

use crate::subscription::{Lookup, Path, Root, Segment};

/// The number of a distinct path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(u32);

impl Slot {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every distinct path that subscriptions ask for.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    paths: Vec<Path>,
    slots: HashMap<Path, Slot>,
    /// Whether some subscription asks for labels.
    pub(crate) labels: bool,
    /// Whether every path is plain member names, which the byte reader knows.
    pub(super) plain: bool,
    pub(super) trie: Vec<TrieNode>,
}

/// A member name on the way to what is needed, from the root of the body.
#[derive(Clone, Debug, Default)]
pub(super) struct TrieNode {
    /// The members below, by name.
    pub(super) children: Vec<(String, usize)>,
    /// What the value here is captured as.
    pub(super) captures: Vec<Capture>,
}

/// What a captured value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Capture {
    /// A member of the envelope, by its position in [`ENVELOPE`].
    Envelope(usize),
    /// The value of a path from the body, or from the `data` member.
    Slot(Slot),
    /// The value of a path from the data of an event that has it flat in the body.
    Flat(Slot),
}

/// The members of the body that the reader looks at whatever subscriptions ask.
pub(super) const ENVELOPE: &[&str] = &[
    "eventType",
    "type",
    "kind",
    "event",
    "id",
    "eventId",
    "eventID",
    "labels",
    "data",
    "body",
    "headers",
];

impl Default for Fields {
    fn default() -> Self {
        let mut fields = Self {
            paths: Vec::new(),
            slots: HashMap::new(),
            labels: false,
            plain: true,
            trie: vec![TrieNode::default()],
        };
        for (index, name) in ENVELOPE.iter().enumerate() {
            fields.capture([*name].into_iter(), Capture::Envelope(index));
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
        self.paths.push(path.clone());
        self.slots.insert(path.clone(), slot);
        match plain_names(&path.lookup) {
            None => self.plain = false,
            Some(names) if path.root == Root::Body => {
                self.capture(names.into_iter(), Capture::Slot(slot))
            }
            Some(names) => {
                let under_data = ["data"].into_iter().chain(names.iter().copied());
                self.capture(under_data, Capture::Slot(slot));
                self.capture(names.iter().copied(), Capture::Flat(slot));
            }
        }
        slot
    }

    pub(crate) fn paths(&self) -> &[Path] {
        &self.paths
    }

    fn capture<'n>(&mut self, names: impl Iterator<Item = &'n str>, capture: Capture) {
        let mut at = 0;
        for name in names {
            let found = self.trie[at].children.iter().find(|(child, _)| child == name);
            at = match found {
                Some((_, child)) => *child,
                None => {
                    let child = self.trie.len();
                    self.trie.push(TrieNode::default());
                    self.trie[at].children.push((name.to_owned(), child));
                    child
                }
            };
        }
        self.trie[at].captures.push(capture);
    }
}

/// The names of a path that is nothing but names.
fn plain_names(lookup: &Lookup) -> Option<Vec<&str>> {
    let Lookup::Segments(segments) = lookup else { return None };
    segments
        .iter()
        .map(|segment| match segment {
            Segment::Name(name) => Some(name.as_str()),
            Segment::Any => None,
        })
        .collect()
}
