//! The distinct parts of many subscriptions: event types, labels, conditions, and the
//! filters that are made of them. What many have in common is looked at once; what every
//! event must run over lies side by side.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::super::evaluate::Entry;
use super::quick::{self, Quick};
use crate::event::Slot;
use crate::predicate::Operation;
use crate::subscription::{Combine, Condition, EventPattern, Label, LabelCase, is_evm_address};
use crate::truth::Truth;

/// Numbers by what they stand for. Keys of every kind are bytes: a map of each kind would be
/// compiled for itself, 1 kB of WebAssembly at a time.
type Ids = HashMap<Vec<u8>, u32, FixedState>;

/// The same, of several numbers.
type Lists = HashMap<Vec<u8>, Vec<u32>, FixedState>;

/// The key of a text that belongs to a number.
fn keyed(number: u32, text: &[u8]) -> Vec<u8> {
    [&number.to_le_bytes(), text].concat()
}

/// Every part, and the filters.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) names: Names,
    pub(super) labels: Labels,
    pub(super) tests: Tests,
    /// The filters one after the other: flags, how many names, labels and conditions,
    /// and those.
    words: Vec<u32>,
    filter_ids: Ids,
    holders: Holders,
}

/// Of each filter the subscriptions that have it, ascending, side by side.
#[derive(Clone, Debug, Default)]
struct Holders {
    adding: Vec<Vec<u32>>,
    /// Where each filter's begin; where the last one's end.
    starts: Vec<u32>,
    list: Vec<u32>,
}

/// Listed event types and patterns.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    patterns: Vec<EventPattern>,
    exact: Ids,
    wild: Ids,
    /// The numbers of `wild`, ascending.
    wild_ids: Vec<u32>,
    /// By their text in lower case, whatever they are.
    folded: Lists,
}

/// The distinct labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    pub(super) list: Vec<LabelPart>,
    ids: Ids,
    pub(super) keys: Vec<String>,
    key_ids: Ids,
    /// By key and value, which labels are satisfied.
    exact: Lists,
    /// By key and value in lower case: labels of the same value but for letter case, each with
    /// 1 where that satisfies it, else 0.
    folded: Lists,
}

/// A distinct label.
#[derive(Clone, Debug)]
pub(super) struct LabelPart {
    /// The keys of the event to look at.
    pub(super) keys: LabelKeys,
    pub(super) unreadable: bool,
}

/// One key mostly; a label that may be on one of several keeps them apart.
#[derive(Clone, Debug)]
pub(super) enum LabelKeys {
    One(u32),
    Many(Box<[u32]>),
}

impl LabelKeys {
    pub(super) fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Many(keys) => keys,
        }
    }
}

/// The distinct conditions.
#[derive(Clone, Debug, Default)]
pub(super) struct Tests {
    pub(super) list: Vec<TestPart>,
    pub(super) rest: Vec<TestRest>,
    ids: Ids,
    /// By slot and scalar, which equalities are satisfied.
    equal: Lists,
}

/// A distinct condition: what mostly decides it.
#[derive(Clone, Debug)]
pub(super) struct TestPart {
    pub(super) slot: Slot,
    /// Whether its operator is `exists`, of which a failure is told as a missing key.
    pub(super) exists: bool,
    pub(super) quick: Quick,
}

/// The rest of a distinct condition.
#[derive(Clone, Debug)]
pub(super) struct TestRest {
    /// A subscription that has it, and which of its conditions it is.
    pub(super) at: (u32, u32),
    pub(super) operation: Operation,
}

/// What subscriptions that ask for the same ask for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filter<'p> {
    flags: u32,
    pub(super) names: &'p [u32],
    pub(super) labels: &'p [u32],
    pub(super) tests: &'p [u32],
}

const ALL_TYPES: u32 = 1 << 8;
const SOME_TYPES_UNREADABLE: u32 = 1 << 9;
const CONDITIONS_UNREADABLE: u32 = 1 << 10;
const HEAD: usize = 4;

impl Filter<'_> {
    pub(super) fn enabled(&self) -> Truth {
        match self.flags & 3 {
            0 => Truth::False,
            1 => Truth::Undecidable,
            _ => Truth::True,
        }
    }

    pub(super) fn combine(&self) -> Combine {
        match self.flags >> 4 & 3 {
            0 => Combine::All,
            1 => Combine::Any,
            2 => Combine::Unreadable,
            _ => Combine::OrderedAny,
        }
    }

    pub(super) fn asks_for_all(&self) -> bool {
        self.flags & ALL_TYPES != 0
    }

    pub(super) fn types_unreadable(&self) -> bool {
        self.flags & SOME_TYPES_UNREADABLE != 0
    }

    pub(super) fn conditions_unreadable(&self) -> bool {
        self.flags & CONDITIONS_UNREADABLE != 0
    }
}

fn flags(entry: &Entry) -> u32 {
    let subscription = &entry.subscription;
    let enabled = match subscription.enabled.value {
        Truth::False => 0,
        Truth::Undecidable => 1,
        Truth::True => 2,
    };
    let combine = match subscription.conditions.combine {
        Combine::All => 0,
        Combine::Any => 1,
        Combine::Unreadable => 2,
        Combine::OrderedAny => 3,
    };
    let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
    enabled
        | combine << 4
        | flag(subscription.events.all, ALL_TYPES)
        | flag(subscription.events.unreadable, SOME_TYPES_UNREADABLE)
        | flag(subscription.conditions.unreadable, CONDITIONS_UNREADABLE)
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Parts {
    /// Adds a subscription, the `index`th.
    pub(super) fn add(&mut self, entry: &Entry, index: u32) {
        let subscription = &entry.subscription;
        let patterns = &subscription.events.patterns;
        let mut names: Vec<u32> =
            patterns.iter().map(|pattern| self.names.intern(pattern)).collect();
        names.sort_unstable();
        names.dedup();
        let labels: Vec<u32> =
            subscription.labels.iter().map(|label| self.labels.intern(label)).collect();
        let conditions = subscription.conditions.list.iter().zip(&entry.slots).zip(0..);
        let tests: Vec<u32> = conditions
            .map(|((condition, slot), at)| self.tests.intern(condition, *slot, (index, at)))
            .collect();
        let mut words =
            vec![flags(entry), number(names.len()), number(labels.len()), number(tests.len())];
        words.extend(names.iter().chain(&labels).chain(&tests));
        let key: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        if let Some(known) = self.filter_ids.get(&key) {
            self.holders.adding[*known as usize].push(index);
            return;
        }
        self.words.extend_from_slice(&words);
        self.filter_ids.insert(key, number(self.holders.adding.len()));
        self.holders.adding.push(vec![index]);
    }

    /// Forgets what only adding needs.
    pub(super) fn finish(&mut self) {
        let holders = &mut self.holders;
        for list in std::mem::take(&mut holders.adding) {
            holders.starts.push(number(holders.list.len()));
            holders.list.extend(list);
        }
        holders.starts.push(number(holders.list.len()));
        self.filter_ids = Ids::default();
        self.tests.ids = Ids::default();
        self.labels.ids = Ids::default();
    }

    /// How many filters there are.
    pub(super) fn count(&self) -> usize {
        self.holders.starts.len().saturating_sub(1)
    }

    /// Every filter with its subscriptions, in the order of the first of them.
    pub(super) fn filters(&self) -> impl Iterator<Item = (Filter<'_>, &[u32])> {
        let Holders { starts, list, .. } = &self.holders;
        let holders = starts.windows(2).map(|ends| &list[ends[0] as usize..ends[1] as usize]);
        self.terms().zip(holders)
    }

    fn terms(&self) -> impl Iterator<Item = Filter<'_>> {
        let mut rest = self.words.as_slice();
        std::iter::from_fn(move || {
            let [flags, names, labels, tests] = *rest.first_chunk::<HEAD>()?;
            let (names, after) = rest[HEAD..].split_at(names as usize);
            let (labels, after) = after.split_at(labels as usize);
            let (tests, after) = after.split_at(tests as usize);
            rest = after;
            Some(Filter { flags, names, labels, tests })
        })
    }
}

impl Names {
    fn intern(&mut self, pattern: &EventPattern) -> u32 {
        let ids = if pattern.wildcards { &mut self.wild } else { &mut self.exact };
        if let Some(known) = ids.get(pattern.text.as_bytes()) {
            return *known;
        }
        let id = number(self.patterns.len());
        ids.insert(pattern.text.clone().into_bytes(), id);
        if pattern.wildcards {
            self.wild_ids.push(id);
        }
        self.folded.entry(pattern.text.as_bytes().to_ascii_lowercase()).or_default().push(id);
        self.patterns.push(pattern.clone());
        id
    }

    /// Of each name whether it asks for a type, and whether it does but for letter case.
    pub(super) fn hits(&self, event_type: &str) -> Vec<(bool, bool)> {
        let mut hits = vec![(false, false); self.patterns.len()];
        for &id in
            self.folded.get(&event_type.as_bytes().to_ascii_lowercase()).into_iter().flatten()
        {
            hits[id as usize].1 = true;
        }
        for &id in &self.wild_ids {
            hits[id as usize].0 = self.patterns[id as usize].matches(event_type);
        }
        if let Some(&id) = self.exact.get(event_type.as_bytes()) {
            hits[id as usize].0 = true;
        }
        hits
    }
}

impl Labels {
    fn intern(&mut self, label: &Label) -> u32 {
        let keys: Vec<u32> = label.event_keys.iter().map(|key| self.key(key)).collect();
        let folds = label.case == LabelCase::FoldEvmAddresses;
        let id = number(self.list.len());
        let mut all = vec![u8::from(folds)];
        let texts = label.values.iter().map(|value| keyed(number(value.len()), value.as_bytes()));
        let numbers = std::iter::once(number(keys.len())).chain(keys.iter().copied());
        all.extend(numbers.flat_map(u32::to_le_bytes).chain(texts.flatten()));
        if let Some(known) = self.ids.get(&all) {
            return *known;
        }
        for &key in &keys {
            for value in &label.values {
                let satisfies = folds && is_evm_address(value);
                let folded = keyed(key, &value.as_bytes().to_ascii_lowercase());
                self.folded.entry(folded).or_default().extend([id, u32::from(satisfies)]);
                self.exact.entry(keyed(key, value.as_bytes())).or_default().push(id);
            }
        }
        let keys = match keys.as_slice() {
            [only] => LabelKeys::One(*only),
            many => LabelKeys::Many(many.into()),
        };
        self.list.push(LabelPart { keys, unreadable: label.values.is_empty() });
        self.ids.insert(all, id);
        id
    }

    fn key(&mut self, key: &str) -> u32 {
        if let Some(known) = self.key_ids.get(key.as_bytes()) {
            return *known;
        }
        let id = number(self.keys.len());
        self.keys.push(key.to_owned());
        self.key_ids.insert(key.as_bytes().to_owned(), id);
        id
    }

    /// Calls `act` with every label that has a value of an event's label, or has it but
    /// for letter case, and whether that satisfies it.
    pub(super) fn each_of(&self, key: u32, value: &str, mut act: impl FnMut(u32, bool)) {
        let address = is_evm_address(value);
        let folded = self.folded.get(&keyed(key, &value.as_bytes().to_ascii_lowercase()));
        for pair in folded.map(Vec::as_slice).unwrap_or_default().chunks_exact(2) {
            act(pair[0], pair[1] != 0 && address);
        }
        for &id in self.exact.get(&keyed(key, value.as_bytes())).into_iter().flatten() {
            act(id, true);
        }
    }
}

impl Tests {
    fn intern(&mut self, condition: &Condition, slot: Slot, at: (u32, u32)) -> u32 {
        let operation = &condition.predicate.operation;
        let exists = condition.predicate.operator == "exists";
        let mut key = keyed(number(slot.index()), &[u8::from(exists)]);
        operation.encode(&mut key);
        if let Some(known) = self.ids.get(&key) {
            return *known;
        }
        let id = number(self.list.len());
        let (quick, scalars) = Quick::of(operation, &condition.path);
        for scalar in scalars {
            self.equal.entry(keyed(number(slot.index()), &scalar)).or_default().push(id);
        }
        self.list.push(TestPart { slot, exists, quick });
        self.rest.push(TestRest { at, operation: operation.clone() });
        self.ids.insert(key, id);
        id
    }

    /// The equalities that the value of a slot satisfies.
    pub(super) fn equal_to(&self, slot: Slot, scalar: &[u8]) -> &[u32] {
        self.equal.get(&keyed(number(slot.index()), scalar)).map_or(&[], Vec::as_slice)
    }

    /// Whether any equality is asked for at all.
    pub(super) fn has_equalities(&self) -> bool {
        !self.equal.is_empty()
    }

    /// The scalar of a value as equalities look for it.
    pub(super) fn spelled(value: &crate::predicate::Value<'_>) -> Option<Vec<u8>> {
        quick::spelled(value)
    }
}
