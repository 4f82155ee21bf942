//! Groups: sets of tokens of which one is enough.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::tokens::TokenId;

/// The groups in use, each distinct set once.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    table: HashTable<u32>,
    entries: Vec<Group>,
    free: Vec<u32>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    /// In ascending order.
    tokens: Box<[TokenId]>,
    users: u32,
}

fn hash(tokens: &[TokenId]) -> u64 {
    FixedState::with_seed(0).hash_one(tokens)
}

impl Groups {
    /// The number of a set, in ascending order, with one more user, and whether it is
    /// new: a new one takes the users of its tokens with it.
    pub(super) fn take(&mut self, tokens: &[TokenId]) -> (u32, bool) {
        let hash_of = hash(tokens);
        let same = |id: &u32| *self.entries[*id as usize].tokens == *tokens;
        if let Some(&id) = self.table.find(hash_of, same) {
            self.entries[id as usize].users += 1;
            return (id, false);
        }
        let group = Group { tokens: tokens.into(), users: 1 };
        let id = match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = group;
                id
            }
            None => {
                self.entries.push(group);
                u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
            }
        };
        self.enter(id, hash_of);
        (id, true)
    }

    /// Notes a group in the table. Where that has to grow, it is made anew from the
    /// groups in their own order, so that the memory is gone through in order.
    fn enter(&mut self, id: u32, hash_of: u64) {
        let entries = &self.entries;
        let rehash = |id: &u32| hash(&entries[*id as usize].tokens);
        if self.table.len() < self.table.capacity() {
            self.table.insert_unique(hash_of, id, rehash);
            return;
        }
        self.table = HashTable::with_capacity(self.table.capacity() * 2);
        for id in (0..).take(entries.len()).filter(|id| entries[*id as usize].users > 0) {
            self.table.insert_unique(rehash(&id), id, rehash);
        }
    }

    /// A group as a snapshot has it, without users, and whether it is new.
    pub(super) fn load(&mut self, tokens: &[TokenId]) -> (u32, bool) {
        let (id, new) = self.take(tokens);
        self.entries[id as usize].users -= 1;
        (id, new)
    }

    pub(super) fn is_used(&self, id: u32) -> bool {
        self.entries[id as usize].users > 0
    }

    /// One more user of a group.
    pub(super) fn keep(&mut self, id: u32) {
        self.entries[id as usize].users += 1;
    }

    /// One user less; the tokens, where the group is gone with it.
    pub(super) fn release(&mut self, id: u32) -> Option<Box<[TokenId]>> {
        let group = &mut self.entries[id as usize];
        group.users -= 1;
        if group.users > 0 {
            return None;
        }
        let tokens = std::mem::take(&mut group.tokens);
        if let Ok(entry) = self.table.find_entry(hash(&tokens), |other| *other == id) {
            entry.remove();
        }
        self.free.push(id);
        Some(tokens)
    }

    /// The tokens of a group, in ascending order.
    pub(super) fn tokens(&self, id: u32) -> &[TokenId] {
        &self.entries[id as usize].tokens
    }

    /// The tokens of every number that was given out.
    pub(super) fn each(&self) -> impl Iterator<Item = &[TokenId]> {
        self.entries.iter().map(|group| &*group.tokens)
    }

    /// How many numbers were given out.
    pub(super) fn numbers(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn bytes(&self) -> usize {
        let tokens: usize = self.entries.iter().map(|group| size_of_val(&*group.tokens)).sum();
        self.table.allocation_size() + self.entries.capacity() * size_of::<Group>() + tokens
    }
}
