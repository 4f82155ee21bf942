//! Filters: what a subscription asks for, as numbers. Subscriptions that ask for the
//! same share one.
//!
//! A filter is a conjunction of *needs* (a token, or one token of a group, must be on
//! the event) and of *tests* of payload values. Its words: flags, the number of needs,
//! of tests, then those.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::ahead;
use super::groups::Groups;
use super::number;
use super::patterns::Patterns;
use super::roster::Holders;
use super::shared::SharedTests;
use super::slots::{self, Hash, Slots};
use super::tokens::{Field, TokenId, Tokens};
use crate::subscription::Combine;

/// The number of a filter.
pub(super) type FilterId = u32;

/// No number at all.
pub(super) const NONE: u32 = u32::MAX;

/// A need of one token of a group: this bit and the group's number.
pub(super) const GROUP: u32 = 1 << 31;

/// What holds for a filter as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flags(pub(super) u32);

impl Flags {
    /// Never holds, whatever the event.
    pub(super) const NEVER: u32 = 1;
    /// At best undecidable: a part of it cannot be read.
    pub(super) const DOUBTFUL: u32 = 2;
    /// The first need is about the event type: undecidable for an event without one.
    pub(super) const TYPED: u32 = 4;
    /// The first need, where it does not hold, leaves the filter undecidable instead of
    /// false: a part of the list of types cannot be read.
    pub(super) const SOFT: u32 = 8;
    const COMBINE_AT: u32 = 8;
    const KNOWN: u32 = 15 | 3 << Self::COMBINE_AT;

    pub(super) fn has(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    pub(super) fn with_combine(self, combine: Combine) -> Self {
        let number = match combine {
            Combine::All => 0,
            Combine::Any => 1,
            Combine::Unreadable => 2,
            Combine::OrderedAny => 3,
        };
        Self(self.0 | number << Self::COMBINE_AT)
    }

    /// How the tests combine.
    pub(super) fn combine(self) -> Combine {
        match self.0 >> Self::COMBINE_AT {
            0 => Combine::All,
            1 => Combine::Any,
            2 => Combine::Unreadable,
            _ => Combine::OrderedAny,
        }
    }

    pub(super) fn is_known(self) -> bool {
        self.0 & !Self::KNOWN == 0 && (!self.has(Self::SOFT) || self.has(Self::TYPED))
    }
}

/// The words of a filter, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'f> {
    pub(super) flags: Flags,
    pub(super) needs: &'f [u32],
    pub(super) tests: &'f [u32],
}

pub(super) const HEAD: usize = 3;

impl<'f> Terms<'f> {
    fn at(words: &'f [u32], start: usize) -> Self {
        let needs = start + HEAD;
        let tests = needs + words[start + 1] as usize;
        let end = tests + words[start + 2] as usize;
        Self { flags: Flags(words[start]), needs: &words[needs..tests], tests: &words[tests..end] }
    }

    /// The needs that an event must satisfy for the filter to be more than false.
    pub(super) fn hard_needs(&self) -> &'f [u32] {
        if self.flags.has(Flags::SOFT) { &self.needs[1..] } else { self.needs }
    }
}

/// Every filter, and what filters are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Filters {
    pub(super) tokens: Tokens,
    pub(super) groups: Groups,
    pub(super) patterns: Patterns,
    pub(super) tests: SharedTests,
    words: Vec<u32>,
    entries: Vec<Filter>,
    /// By their words; made when the first filter is asked for.
    table: Option<Slots>,
    free: Vec<FilterId>,
}

/// A filter and who has it.
#[derive(Clone, Copy, Debug)]
struct Filter {
    start: u32,
    /// Subscriptions that have it.
    users: u32,
    holders: Holders,
}

/// The hash of a filter.
pub(super) fn hash(words: &[u32]) -> Hash {
    slots::upper(FixedState::with_seed(0).hash_one(words))
}

impl Filters {
    /// The number of a filter with one more user, and whether it is new. `words` takes
    /// its tokens, groups and tests with it.
    pub(super) fn take(&mut self, words: &[u32], hash: Hash) -> (FilterId, bool) {
        let mut table = self.table();
        let known = table.find(hash, |id| self.words_of(id) == words);
        let id = known.unwrap_or_else(|| {
            let id = self.push(words);
            table.insert(hash, id);
            id
        });
        self.table = Some(table);
        self.entries[id as usize].users += 1;
        if known.is_some() {
            self.release_terms(Terms::at(words, 0));
        }
        (id, known.is_none())
    }

    /// Asks for what is needed to take the filters of these hashes.
    pub(super) fn fetch_hashed(&self, hashes: &[Hash]) {
        if let Some(table) = &self.table {
            table.fetch_behind(hashes.iter().copied(), |id| self.fetch_words(id));
        }
    }

    fn fetch_words(&self, id: FilterId) {
        ahead::fetch(&self.words, self.entries[id as usize].start as usize);
    }

    /// Takes the table out, made anew where there was none: the filters are gone through in
    /// their own order.
    fn table(&mut self) -> Slots {
        self.table.take().unwrap_or_else(|| {
            let mut table = Slots::default();
            table.reserve(self.entries.len());
            self.ids().for_each(|id| table.insert(hash(self.words_of(id)), id));
            table
        })
    }

    /// Gives the tables that only changes need back until the next change.
    pub(super) fn settle(&mut self) {
        self.table = None;
        self.words.shrink_to_fit();
        self.groups.settle();
        self.tests.settle();
    }

    /// Adds a filter without looking for its like.
    fn push(&mut self, words: &[u32]) -> FilterId {
        let start = number(self.words.len());
        self.words.extend_from_slice(words);
        let filter = Filter { start, users: 0, holders: Holders::NOBODY };
        match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = filter;
                id
            }
            None => {
                self.entries.push(filter);
                number(self.entries.len() - 1)
            }
        }
    }

    /// One user less; whether the filter is gone with it.
    pub(super) fn release(&mut self, id: FilterId) -> bool {
        let filter = &mut self.entries[id as usize];
        filter.users -= 1;
        if filter.users > 0 {
            return false;
        }
        let hash = hash(self.words_of(id));
        if let Some(table) = &mut self.table {
            table.remove(hash, id);
        }
        let words = self.words_of(id).to_vec();
        self.release_terms(Terms::at(&words, 0));
        self.free.push(id);
        true
    }

    /// Who has a filter.
    #[inline]
    pub(super) fn holders(&self, id: FilterId) -> Holders {
        self.entries[id as usize].holders
    }

    pub(super) fn set_holders(&mut self, id: FilterId, holders: Holders) {
        self.entries[id as usize].holders = holders;
    }

    pub(super) fn words_of(&self, id: FilterId) -> &[u32] {
        words_at(&self.words, self.entries[id as usize].start)
    }

    #[inline]
    pub(super) fn terms(&self, id: FilterId) -> Terms<'_> {
        Terms::at(&self.words, self.entries[id as usize].start as usize)
    }

    /// Asks for filters that are about to be looked at.
    pub(super) fn fetch(&self, ids: impl Iterator<Item = FilterId> + Clone) {
        // Few subscriptions are loaded there, and every kilobyte counts.
        if cfg!(target_family = "wasm") {
            return;
        }
        ids.clone().for_each(|id| ahead::fetch(&self.entries, id as usize));
        ids.for_each(|id| self.fetch_words(id));
    }

    pub(super) fn users(&self, id: FilterId) -> usize {
        self.entries[id as usize].users as usize
    }

    /// The filters in use.
    pub(super) fn ids(&self) -> impl Iterator<Item = FilterId> {
        (0..).zip(&self.entries).filter(|(_, filter)| filter.users > 0).map(|(id, _)| id)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len() - self.free.len()
    }

    /// How many numbers were given out.
    pub(super) fn numbers(&self) -> usize {
        self.entries.len()
    }

    /// Gives back what a filter is made of.
    fn release_terms(&mut self, terms: Terms<'_>) {
        terms.needs.iter().for_each(|&need| self.release_need(need));
        terms.tests.iter().for_each(|&test| self.tests.release(test));
    }

    /// One user less of a token or a group.
    pub(super) fn release_need(&mut self, need: u32) {
        match need & GROUP {
            0 => self.release_token(need),
            _ => {
                if let Some(tokens) = self.groups.release(need & !GROUP) {
                    for token in tokens {
                        self.release_token(token);
                    }
                }
            }
        }
    }

    fn release_token(&mut self, id: TokenId) {
        if self.tokens.field(id) == Field::PATTERN && self.tokens.users(id) == 1 {
            let pattern = String::from_utf8_lossy(self.tokens.text(id)).into_owned();
            self.patterns.remove(&pattern);
        }
        self.tokens.release(id);
    }

    /// How many filters and nodes use what a need asks for.
    pub(super) fn weight(&self, need: u32) -> usize {
        match need & GROUP {
            0 => self.tokens.users(need),
            _ => {
                let tokens = self.groups.tokens(need & !GROUP);
                tokens.iter().map(|&token| self.tokens.users(token)).sum()
            }
        }
    }

    /// The tokens of which a need asks for one, in ascending order.
    #[inline]
    pub(super) fn tokens_of<'f>(&'f self, need: &'f u32) -> &'f [TokenId] {
        match need & GROUP {
            0 => std::slice::from_ref(need),
            _ => self.groups.tokens(need & !GROUP),
        }
    }

    /// Bytes of the words, those of filters that are gone included.
    pub(super) fn bytes(&self) -> usize {
        self.tokens.bytes()
            + self.groups.bytes()
            + self.patterns.bytes()
            + self.tests.bytes()
            + self.words.capacity() * size_of::<u32>()
            + self.entries.capacity() * size_of::<Filter>()
            + self.table.as_ref().map_or(0, Slots::bytes)
            + self.free.capacity() * size_of::<FilterId>()
    }

    /// Whether every token, group and test has a user.
    pub(super) fn every_part_is_used(&self) -> bool {
        let all = |count: usize, used: &dyn Fn(u32) -> bool| (0..).take(count).all(used);
        all(self.tokens.numbers(), &|id| self.tokens.users(id) > 0)
            && all(self.groups.numbers(), &|id| self.groups.is_used(id))
            && all(self.tests.numbers(), &|id| self.tests.is_used(id))
    }

    /// The words of filters as a snapshot has them, one behind the other, to be taken by
    /// [`Filters::load_next`].
    pub(super) fn load(&mut self, filters: usize, words: impl Iterator<Item = u32>) {
        self.entries.reserve_exact(filters);
        self.words.extend(words);
    }

    /// Takes the words from a place on as a filter, with all that it is made of, held by
    /// these; where the next begins. Nothing where they are no filter.
    pub(super) fn load_next(&mut self, at: usize, users: u32, holders: Holders) -> Option<usize> {
        let (flags, rest) = self.words.get(at..)?.split_at_checked(HEAD)?;
        let [flags, needs, tests] = *flags else { return None };
        let (count, flags) = (needs as usize, Flags(flags));
        let parts = rest.get(..count.checked_add(tests as usize)?)?;
        let (needs, tests) = parts.split_at(count);
        if !flags.is_known() || (flags.has(Flags::TYPED) && needs.is_empty()) {
            return None;
        }
        for &need in needs {
            let known = match need & GROUP {
                0 => self.tokens.keep(need),
                _ => self.groups.keep(need & !GROUP),
            };
            known.then_some(())?;
        }
        tests.iter().all(|&test| self.tests.keep(test)).then_some(())?;
        let start = u32::try_from(at).ok()?;
        self.entries.push(Filter { start, users, holders });
        Some(at + HEAD + parts.len())
    }
}

fn words_at(words: &[u32], start: u32) -> &[u32] {
    let start = start as usize;
    let length = HEAD + words[start + 1] as usize + words[start + 2] as usize;
    &words[start..start + length]
}
