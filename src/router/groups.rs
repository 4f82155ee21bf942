//! Groups: sets of tokens of which one is enough.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::ahead;
use super::number;
use super::slots::{self, Hash, Slots};
use super::tokens::TokenId;

/// The groups in use, each distinct set once.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// By their tokens; made when the first group is asked for.
    table: Option<Slots>,
    entries: Vec<Group>,
    /// The tokens of all groups, those of groups that are gone included.
    tokens: Vec<TokenId>,
    free: Vec<u32>,
}

/// Where the tokens of a group are, in ascending order.
#[derive(Clone, Copy, Debug)]
struct Group {
    start: u32,
    length: u32,
    users: u32,
}

pub(super) fn hash(tokens: &[TokenId]) -> Hash {
    slots::upper(FixedState::with_seed(0).hash_one(tokens))
}

impl Groups {
    /// The number of a set, in ascending order, with one more user, and whether it is
    /// new: a new one takes the users of its tokens with it.
    pub(super) fn take(&mut self, tokens: &[TokenId], hash: Hash) -> (u32, bool) {
        let table = self.table();
        if let Some(id) = table.find(hash, |id| self.tokens(id) == tokens) {
            self.table = Some(table);
            self.keep(id);
            return (id, false);
        }
        let id = self.push(tokens, 1);
        self.table.insert(table).insert(hash, id);
        (id, true)
    }

    /// Takes the table out, made anew where there was none: the groups are gone through in
    /// their own order.
    fn table(&mut self) -> Slots {
        self.table.take().unwrap_or_else(|| {
            let used = (0..).zip(&self.entries).filter(|(_, group)| group.users > 0);
            let mut table = Slots::default();
            table.reserve(self.entries.len());
            used.for_each(|(id, _)| table.insert(hash(self.tokens(id)), id));
            table
        })
    }

    /// Asks for what is needed to take the groups of these hashes.
    pub(super) fn fetch(&self, hashes: impl Iterator<Item = Hash> + Clone) {
        if let Some(table) = &self.table {
            let start = |id: u32| self.entries[id as usize].start as usize;
            table.fetch_behind(hashes, |id| ahead::fetch(&self.tokens, start(id)));
        }
    }

    /// Gives the table back until the next group is asked for.
    pub(super) fn settle(&mut self) {
        self.table = None;
        self.tokens.shrink_to_fit();
    }

    /// Adds a group without looking for its like.
    pub(super) fn push(&mut self, tokens: &[TokenId], users: u32) -> u32 {
        let group = Group { start: number(self.tokens.len()), length: number(tokens.len()), users };
        self.tokens.extend_from_slice(tokens);
        match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = group;
                id
            }
            None => {
                self.entries.push(group);
                number(self.entries.len() - 1)
            }
        }
    }

    pub(super) fn is_used(&self, id: u32) -> bool {
        self.entries[id as usize].users > 0
    }

    /// One more user of a group; whether there is one of this number.
    pub(super) fn keep(&mut self, id: u32) -> bool {
        let group = self.entries.get_mut(id as usize);
        group.map(|group| group.users += 1).is_some()
    }

    /// One user less; the tokens, where the group is gone with it.
    pub(super) fn release(&mut self, id: u32) -> Option<Vec<TokenId>> {
        let group = &mut self.entries[id as usize];
        group.users -= 1;
        if group.users > 0 {
            return None;
        }
        let tokens = self.tokens(id).to_vec();
        if let Some(table) = &mut self.table {
            table.remove(hash(&tokens), id);
        }
        self.free.push(id);
        Some(tokens)
    }

    /// The tokens of a group, in ascending order.
    #[inline]
    pub(super) fn tokens(&self, id: u32) -> &[TokenId] {
        let group = self.entries[id as usize];
        let start = group.start as usize;
        &self.tokens[start..start + group.length as usize]
    }

    /// The tokens of every number that was given out.
    pub(super) fn each(&self) -> impl Iterator<Item = &[TokenId]> {
        (0..).take(self.entries.len()).map(|id| self.tokens(id))
    }

    /// How many numbers were given out.
    pub(super) fn numbers(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.table.as_ref().map_or(0, Slots::bytes)
            + self.entries.capacity() * size_of::<Group>()
            + (self.tokens.capacity() + self.free.capacity()) * size_of::<TokenId>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A snapshot may hold two groups of the same tokens.
    #[test]
    fn equal_groups_do_not_take_each_others_place() {
        let mut groups = Groups::default();
        let take = |groups: &mut Groups, tokens: &[TokenId]| groups.take(tokens, hash(tokens));
        let (one, other) = (groups.push(&[1, 2], 1), groups.push(&[1, 2], 1));
        let (found, new) = take(&mut groups, &[1, 2]);
        assert!(!new && (found == one || found == other));
        let twin = if found == one { other } else { one };
        assert_eq!(groups.release(twin).as_deref(), Some(&[1, 2][..]));
        assert_eq!(take(&mut groups, &[1, 2]), (found, false));
        groups.settle();
        assert_eq!(take(&mut groups, &[1, 2]), (found, false));
        assert_eq!(take(&mut groups, &[1, 3]), (twin, true));
        assert_eq!((groups.tokens(found), groups.tokens(twin)), (&[1, 2][..], &[1, 3][..]));
    }
}
