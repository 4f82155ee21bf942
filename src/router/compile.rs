//! From subscriptions to the words of their filters.

use super::Router;
use super::filter::{self, FilterId, Flags, GROUP};
use super::groups;
use super::number;
use super::slots::Hash;
use super::spell::{Places, Spelled};
use super::tokens::{Field, TokenId};
use crate::subscription::{Combine, Subscription};

/// Filters while they are put together, in memory that is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Parts {
    spelled: Spelled,
    /// The number of each token that was spelled.
    tokens: Vec<TokenId>,
    /// The same of needs and of tests.
    needs: Vec<u32>,
    tests: Vec<u32>,
    /// The tokens of needs with alternatives, in ascending order.
    alternatives: Vec<TokenId>,
    /// Which needs those are, where their tokens end, and their hash.
    several: Vec<(usize, usize, Hash)>,
    /// Numbers that are put in order.
    sorted: Vec<u32>,
    words: Vec<u32>,
    /// Where the words of each filter end, and their hashes.
    ends: Vec<usize>,
    hashes: Vec<Hash>,
    /// The filters that these words are; memory for [`Router::enlist`].
    pub(super) taken: Vec<FilterId>,
}

impl Parts {
    /// The words of each filter that was compiled last, and their hash.
    pub(super) fn filters(&self) -> impl Iterator<Item = (&[u32], Hash)> {
        let mut start = 0;
        self.ends.iter().zip(&self.hashes).map(move |(&end, &hash)| {
            let words = &self.words[start..end];
            start = end;
            (words, hash)
        })
    }
}

impl Router {
    /// Fills in the words of what subscriptions ask for; their tokens, groups and tests have
    /// one more user.
    ///
    /// Tables are far away in the memory: what all of these subscriptions look for in one of
    /// them is looked for together.
    pub(super) fn compile(&mut self, subscriptions: &[Subscription], parts: &mut Parts) {
        let mut places = Places { fields: &mut self.fields, access: &mut self.access };
        parts.spelled.clear();
        for subscription in subscriptions {
            parts.spelled.add(subscription, &mut places);
        }
        self.take_tokens(parts);
        self.take_needs(parts);
        self.take_tests(subscriptions, parts);
        self.put_together(parts);
        self.filters.fetch_hashed(&parts.hashes);
    }

    fn take_tokens(&mut self, parts: &mut Parts) {
        let Parts { spelled, tokens, .. } = parts;
        self.filters.tokens.fetch(spelled.tokens.iter().map(|token| token.hash));
        tokens.clear();
        for token in &spelled.tokens {
            let text = spelled.text_of(token);
            let id = self.filters.tokens.take_hashed(token.field, text, token.hash);
            if token.field == Field::PATTERN {
                self.filters.patterns.insert(&String::from_utf8_lossy(text), id);
            }
            tokens.push(id);
        }
    }

    fn take_needs(&mut self, parts: &mut Parts) {
        let Parts { spelled, tokens, needs, alternatives, several, sorted, .. } = parts;
        needs.clear();
        alternatives.clear();
        several.clear();
        let mut start = 0;
        for &end in &spelled.needs {
            sorted.clear();
            sorted.extend_from_slice(&tokens[start..end]);
            start = end;
            sort_and_drop_twins(sorted, &mut |token| self.filters.tokens.release(token));
            if let [only] = **sorted {
                needs.push(only);
                continue;
            }
            alternatives.extend_from_slice(sorted);
            several.push((needs.len(), alternatives.len(), groups::hash(sorted)));
            needs.push(GROUP);
        }
        self.filters.groups.fetch(several.iter().map(|need| need.2));
        let mut start = 0;
        for &(need, end, hash) in &*several {
            let tokens = &alternatives[start..end];
            start = end;
            let (id, new) = self.filters.groups.take(tokens, hash);
            needs[need] |= id;
            if !new {
                for &token in tokens {
                    self.filters.tokens.release(token);
                }
            }
        }
    }

    fn take_tests(&mut self, subscriptions: &[Subscription], parts: &mut Parts) {
        let Parts { spelled, tests, .. } = parts;
        self.filters.tests.fetch(spelled.tests.iter().map(|test| test.hash));
        tests.clear();
        for (filter, subscription) in spelled.filters.iter().zip(subscriptions) {
            for test in &spelled.tests[tests.len()..filter.tests] {
                let condition = &subscription.conditions.list[test.condition];
                tests.push(self.filters.tests.take(test, spelled.bytes_of(test), condition));
            }
        }
    }

    /// Puts the words of each filter together.
    fn put_together(&mut self, parts: &mut Parts) {
        let Parts { spelled, needs, tests, hashes, sorted, words, ends, .. } = parts;
        words.clear();
        ends.clear();
        hashes.clear();
        let (mut need, mut test) = (0, 0);
        for filter in &spelled.filters {
            let begin = words.len();
            words.extend([filter.flags.0, 0, 0]);
            if filter.flags.has(Flags::TYPED) {
                words.push(needs[need]);
                need += 1;
            }
            sorted.clear();
            sorted.extend_from_slice(&needs[need..filter.needs]);
            sort_and_drop_twins(sorted, &mut |need| self.filters.release_need(need));
            words.extend_from_slice(sorted);
            words[begin + 1] = number(words.len() - begin - filter::HEAD);
            sorted.clear();
            sorted.extend_from_slice(&tests[test..filter.tests]);
            if filter.flags.combine() != Combine::OrderedAny {
                sort_and_drop_twins(sorted, &mut |test| self.filters.tests.release(test));
            }
            words.extend_from_slice(sorted);
            words[begin + 2] = number(sorted.len());
            (need, test) = (filter.needs, filter.tests);
            hashes.push(filter::hash(&words[begin..]));
            ends.push(words.len());
        }
    }
}

/// Sorts numbers and gives back what stands there twice.
fn sort_and_drop_twins(numbers: &mut Vec<u32>, release: &mut dyn FnMut(u32)) {
    if numbers.len() < 2 {
        return;
    }
    numbers.sort_unstable();
    let mut last = None;
    numbers.retain(|&number| {
        let twice = last.replace(number) == Some(number);
        if twice {
            release(number);
        }
        !twice
    });
}
