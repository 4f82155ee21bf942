//! The distinct tests of a router: however many subscriptions ask the same of the same
//! field, it is answered once an event.

use std::collections::HashMap;

use crate::event::Slot;
use crate::predicate::{Predicate, Test};

/// The number of a distinct test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TestId(u32);

/// The tests in use. A test that nobody uses any more leaves its number to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedTests {
    ids: HashMap<(Slot, String), TestId>,
    users: Vec<u32>,
    free: Vec<TestId>,
}

impl SharedTests {
    /// The number of this test, with one more user.
    pub(super) fn take(&mut self, slot: Slot, predicate: &Predicate) -> TestId {
        let key = (slot, predicate.identity());
        let id = match self.ids.get(&key) {
            Some(id) => *id,
            None => {
                let id = self.free.pop().unwrap_or_else(|| {
                    self.users.push(0);
                    TestId(u32::try_from(self.users.len() - 1).unwrap_or(u32::MAX))
                });
                self.ids.insert(key, id);
                id
            }
        };
        self.users[id.0 as usize] += 1;
        id
    }

    /// One user less of this test.
    pub(super) fn give_back(&mut self, slot: Slot, predicate: &Predicate) {
        let key = (slot, predicate.identity());
        let Some(&id) = self.ids.get(&key) else { return };
        let users = &mut self.users[id.0 as usize];
        *users = users.saturating_sub(1);
        if *users == 0 {
            self.ids.remove(&key);
            self.free.push(id);
        }
    }
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
    pub(super) fn begin(&mut self, tests: &SharedTests) {
        self.answers.resize(tests.users.len(), (0, None));
        self.event = self.event.wrapping_add(1);
        if self.event == 0 {
            self.answers.fill((0, None));
            self.event = 1;
        }
    }

    /// The answer of a test, from `test` if it is the first to ask.
    #[inline]
    pub(super) fn get(&mut self, id: TestId, test: impl FnOnce() -> Test) -> Test {
        let (event, answer) = &mut self.answers[id.0 as usize];
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
