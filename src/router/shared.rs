//! The distinct tests of a router: however many subscriptions ask the same of the same
//! field, it is stored once and answered once an event.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::event::Slot;
use crate::predicate::{Operation, Test};

/// The tests in use. A test that nobody uses any more leaves its number to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedTests {
    table: HashTable<u32>,
    entries: Vec<Option<Shared>>,
    free: Vec<u32>,
    /// Memory to compare in.
    spelled: Vec<u8>,
}

/// A test: which slot, and what must hold there.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) slot: Slot,
    pub(super) operation: Operation,
    /// Whether an event without a value there fails it for sure: not so where the
    /// lookup itself may be undecidable.
    pub(super) plain: bool,
    users: u32,
    hash: u32,
}

impl SharedTests {
    /// The number of this test, with one more user.
    pub(super) fn take(&mut self, slot: Slot, operation: &Operation, plain: bool) -> u32 {
        self.spelled.clear();
        operation.encode(&mut self.spelled);
        let hash = FixedState::with_seed(0).hash_one((slot.index(), self.spelled.as_slice()));
        let mut other = Vec::new();
        let same = |id: &u32| {
            self.entries[*id as usize].as_ref().is_some_and(|shared| {
                other.clear();
                shared.operation.encode(&mut other);
                shared.slot == slot && other == self.spelled
            })
        };
        let hash = short(hash);
        if let Some(&id) = self.table.find(u64::from(hash) << 32 | u64::from(hash), same) {
            self.keep(id);
            return id;
        }
        let id = self.push(Shared { slot, operation: operation.clone(), plain, users: 1, hash });
        self.enter(id);
        id
    }

    fn enter(&mut self, id: u32) {
        let entries = &self.entries;
        let rehash = |id: &u32| {
            let hash = u64::from(entries[*id as usize].as_ref().map_or(0, |shared| shared.hash));
            hash << 32 | hash
        };
        self.table.insert_unique(rehash(&id), id, rehash);
    }

    fn push(&mut self, shared: Shared) -> u32 {
        match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = Some(shared);
                id
            }
            None => {
                self.entries.push(Some(shared));
                u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
            }
        }
    }

    /// A test as a snapshot has it, without users.
    pub(super) fn load(&mut self, slot: Slot, operation: Operation, plain: bool, spelled: &[u8]) {
        let hash = short(FixedState::with_seed(0).hash_one((slot.index(), spelled)));
        let id = self.push(Shared { slot, operation, plain, users: 0, hash });
        self.enter(id);
    }

    /// One more user of a test.
    pub(super) fn keep(&mut self, id: u32) {
        if let Some(shared) = &mut self.entries[id as usize] {
            shared.users += 1;
        }
    }

    /// One user less of a test.
    pub(super) fn release(&mut self, id: u32) {
        let Some(shared) = &mut self.entries[id as usize] else { return };
        shared.users -= 1;
        if shared.users > 0 {
            return;
        }
        let hash = u64::from(shared.hash);
        if let Ok(entry) = self.table.find_entry(hash << 32 | hash, |other| *other == id) {
            entry.remove();
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
        self.table.len()
    }

    /// Bytes of the tests, what stands behind an operation left out.
    pub(super) fn bytes(&self) -> usize {
        self.table.allocation_size() + self.entries.capacity() * size_of::<Option<Shared>>()
    }
}

/// The part of a hash that a test keeps.
fn short(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// The answers of one event, in memory that is used again for the next: an answer
/// counts only with the event's own number.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    event: u32,
    answers: Vec<(u32, Option<Test>)>,
}

impl Answers {
    /// Forgets the answers of the event before.
    #[inline]
    pub(super) fn begin(&mut self, tests: &SharedTests) {
        if self.answers.len() != tests.entries.len() {
            self.answers.resize(tests.entries.len(), (0, None));
        }
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.answers.fill((0, None));
            self.event = 1;
        }
    }

    /// The answer of a test, from `test` if it is the first to ask.
    #[inline]
    pub(super) fn get(&mut self, id: u32, test: impl FnOnce() -> Test) -> Test {
        let (event, answer) = &mut self.answers[id as usize];
        match answer {
            Some(known) if *event == self.event => *known,
            _ => {
                let fresh = test();
                (*event, *answer) = (self.event, Some(fresh));
                fresh
            }
        }
    }
}
