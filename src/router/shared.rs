//! The distinct tests of a router: however many subscriptions ask the same of the same
//! field, it is stored once and answered once an event.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::ahead;
use super::filter::NONE;
use super::number;
use super::slots::{self, Hash, Slots};
use super::spell::SpelledTest;
use crate::event::Slot;
use crate::predicate::{Operation, Test};
use crate::subscription::{Condition, Path};

/// The tests in use. A test that nobody uses any more leaves its number to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedTests {
    /// By their operations; made when the first test is asked for.
    table: Option<Slots>,
    entries: Vec<Option<Shared>>,
    /// Of each test the range that decides it nearly always.
    ranges: Vec<Range>,
    free: Vec<u32>,
    /// Memory to compare in.
    other: Vec<u8>,
}

/// A test: which slot, and what must hold there.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) slot: Slot,
    pub(super) operation: Operation,
    /// Whether an event without a value there fails it for sure: not so where the
    /// lookup itself may be undecidable.
    pub(super) plain: bool,
    /// Whether an event has one value there at most, that is known without a tree.
    single: bool,
    users: u32,
    hash: Hash,
}

impl Shared {
    fn new(slot: Slot, operation: Operation, path: &Path, users: u32, hash: Hash) -> Self {
        let plain = path.is_plain();
        Self { slot, operation, plain, single: plain && path.wildcards() == 0, users, hash }
    }
}

/// A test of one number by its rank ([`crate::number::Decimal::rank`]), which needs no
/// look at the test itself unless the number is at an end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    /// The slot; [`NONE`] where the test is no such test.
    slot: u32,
    low: u64,
    high: u64,
}

impl Range {
    const NONE: Self = Self { slot: NONE, low: 0, high: 0 };

    fn of(shared: &Shared) -> Self {
        let ranks = if shared.single { shared.operation.ranks() } else { None };
        ranks.map_or(Self::NONE, |(low, high)| Self { slot: shared.slot.number(), low, high })
    }

    /// The slot of the number, if the test is one of a range.
    #[inline]
    pub(super) fn slot(self) -> Option<Slot> {
        (self.slot != NONE).then_some(Slot::from_number(self.slot))
    }

    /// The ranks at its ends, as far as it is bounded there.
    pub(super) fn ends(self) -> (Option<u64>, Option<u64>) {
        let end = |rank, open| Some(rank).filter(|&rank| rank != open);
        (end(self.low, 0), end(self.high, u64::MAX))
    }

    /// Whether a number of this rank passes, where its rank tells.
    #[inline]
    pub(super) fn holds(self, rank: u64) -> Option<bool> {
        if rank > self.low && rank < self.high {
            Some(true)
        } else if rank < self.low || rank > self.high {
            Some(false)
        } else {
            None
        }
    }
}

impl SharedTests {
    /// Of several tests the one that is answered fastest.
    pub(super) fn quickest(&self, tests: &[u32]) -> u32 {
        let range = tests.iter().find(|&&test| self.range(test).slot().is_some());
        range.or(tests.first()).copied().unwrap_or(NONE)
    }

    #[inline]
    pub(super) fn range(&self, id: u32) -> Range {
        self.ranges.get(id as usize).copied().unwrap_or(Range::NONE)
    }

    /// Asks for what tells most answers of a test.
    #[inline(always)]
    pub(super) fn fetch_range(&self, id: u32) {
        ahead::fetch(&self.ranges, id as usize);
    }

    /// The number of a condition's test, of which these are the canonical bytes, with one
    /// more user.
    pub(super) fn take(&mut self, test: &SpelledTest, bytes: &[u8], asks: &Condition) -> u32 {
        let &SpelledTest { hash, slot, .. } = test;
        let mut table = self.table();
        let mut other = std::mem::take(&mut self.other);
        let known = table.find(hash, |id| {
            self.get(id).is_some_and(|shared| {
                other.clear();
                shared.operation.encode(&mut other);
                shared.slot == slot && other == bytes
            })
        });
        self.other = other;
        let id = match known {
            Some(id) => {
                self.keep(id);
                id
            }
            None => {
                let operation = asks.predicate.operation.clone();
                let id = self.push(Shared::new(slot, operation, &asks.path, 1, hash));
                table.insert(hash, id);
                id
            }
        };
        self.table = Some(table);
        id
    }

    /// Asks for what is needed to take the tests of these hashes.
    pub(super) fn fetch(&self, hashes: impl Iterator<Item = Hash> + Clone) {
        if let Some(table) = &self.table {
            table.fetch_behind(hashes, |id| ahead::fetch(&self.entries, id as usize));
        }
    }

    /// Takes the table out, made anew where there was none.
    fn table(&mut self) -> Slots {
        self.table.take().unwrap_or_else(|| {
            let mut table = Slots::default();
            table.reserve(self.entries.len());
            for (id, shared) in (0..).zip(&self.entries) {
                if let Some(shared) = shared {
                    table.insert(shared.hash, id);
                }
            }
            table
        })
    }

    /// Gives the table back until the next test is asked for.
    pub(super) fn settle(&mut self) {
        self.table = None;
    }

    fn push(&mut self, shared: Shared) -> u32 {
        let range = Range::of(&shared);
        match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = Some(shared);
                self.ranges[id as usize] = range;
                id
            }
            None => {
                self.ranges.push(range);
                self.entries.push(Some(shared));
                number(self.entries.len() - 1)
            }
        }
    }

    /// Room for more tests.
    pub(super) fn reserve(&mut self, tests: usize) {
        self.entries.reserve_exact(tests);
        self.ranges.reserve_exact(tests);
    }

    /// A test as a snapshot has it, without users.
    pub(super) fn load(&mut self, slot: Slot, operation: Operation, path: &Path, spelled: &[u8]) {
        let hash = hash(slot, spelled);
        self.push(Shared::new(slot, operation, path, 0, hash));
    }

    /// One more user of a test; whether there is one of this number.
    pub(super) fn keep(&mut self, id: u32) -> bool {
        let shared = self.entries.get_mut(id as usize).and_then(Option::as_mut);
        shared.map(|shared| shared.users += 1).is_some()
    }

    /// One user less of a test.
    pub(super) fn release(&mut self, id: u32) {
        let Some(shared) = &mut self.entries[id as usize] else { return };
        shared.users -= 1;
        if shared.users > 0 {
            return;
        }
        if let Some(table) = &mut self.table {
            table.remove(shared.hash, id);
        }
        self.entries[id as usize] = None;
        self.free.push(id);
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&Shared> {
        self.entries.get(id as usize)?.as_ref()
    }

    pub(super) fn is_used(&self, id: u32) -> bool {
        self.get(id).is_some_and(|shared| shared.users > 0)
    }

    /// How many numbers were given out.
    pub(super) fn numbers(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// Bytes of the tests, what stands behind an operation left out.
    pub(super) fn bytes(&self) -> usize {
        self.table.as_ref().map_or(0, Slots::bytes)
            + self.entries.capacity() * size_of::<Option<Shared>>()
            + self.ranges.capacity() * size_of::<Range>()
    }
}

/// The hash of a test.
pub(super) fn hash(slot: Slot, spelled: &[u8]) -> Hash {
    slots::upper(FixedState::with_seed(0).hash_one((slot.index(), spelled)))
}

/// The answers of one event, in memory that is used again for the next: an answer
/// counts only with the event's own number.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    event: u32,
    tests: Vec<(u32, Option<Test>)>,
    /// Of each slot the rank of its number.
    ranks: Vec<(u32, Option<u64>)>,
}

impl Answers {
    /// Forgets the answers of the event before.
    #[inline]
    pub(super) fn begin(&mut self, tests: &SharedTests, slots: usize) {
        if self.tests.len() != tests.entries.len() {
            self.tests.resize(tests.entries.len(), (0, None));
        }
        if self.ranks.len() != slots {
            self.ranks.resize(slots, (0, None));
        }
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.tests.fill((0, None));
            self.ranks.fill((0, None));
            self.event = 1;
        }
    }

    /// The answer of a test, from `test` if it is the first to ask.
    #[inline]
    pub(super) fn get(&mut self, id: u32, test: impl FnOnce() -> Test) -> Test {
        let (event, answer) = &mut self.tests[id as usize];
        match answer {
            Some(known) if *event == self.event => *known,
            _ => {
                let fresh = test();
                (*event, *answer) = (self.event, Some(fresh));
                fresh
            }
        }
    }

    /// The rank of the number at a slot, from `find` if it is the first to ask.
    #[inline]
    pub(super) fn rank(&mut self, slot: Slot, find: impl FnOnce() -> Option<u64>) -> Option<u64> {
        let (event, rank) = &mut self.ranks[slot.index()];
        if *event != self.event {
            (*event, *rank) = (self.event, find());
        }
        *rank
    }
}
