//! Nodes of the tree and the filters filed at them.

use super::pool::{HERE, Pool, Postings};
use crate::router::access::token_bit;
use crate::router::filter::{FilterId, NONE};
use crate::router::roster::Holders;
use crate::router::tokens::TokenId;

pub(in crate::router) type NodeId = u32;

pub(super) const ROOT: NodeId = 0;

/// A node with more postings than this sends its filters on.
pub(super) const FEW: usize = FULL as usize;
const FULL: u32 = 8;

/// As large as a line of the cache, its first postings included.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Node {
    /// A bit for each child's key: most keys without a child are told at a glance.
    pub(super) below: u64,
    pub(super) children: u32,
    pub(super) parent: NodeId,
    pub(super) key: Key,
    /// The number of postings at which it is tried next to send filters on, and whether
    /// a token on the way here is one of several of its field.
    full: u32,
    pub(super) postings: Postings,
}

const _: () = assert!(size_of::<Node>() == 64 && HERE == 3);

const PAST_SEVERAL: u32 = 1 << 31;

/// What leads from a node to its child: a token, or an open bound by its number in the
/// tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u32);

const BOUND: u32 = 1 << 31;

impl Key {
    pub(super) const ROOT: Self = Self(NONE);

    pub(super) fn token(token: TokenId) -> Self {
        Self(token)
    }

    pub(super) fn bound(number: u32) -> Self {
        Self(BOUND | number)
    }

    /// One word of the key and, below it, a filter, to be sorted.
    pub(super) fn above(self, filter: FilterId) -> u64 {
        u64::from(self.0) << 32 | u64::from(filter)
    }

    /// The key of such a word.
    pub(super) fn of(word: u64) -> Self {
        Self(u32::try_from(word >> 32).unwrap_or_default())
    }

    #[inline]
    pub(super) fn as_token(self) -> Option<TokenId> {
        (self.0 & BOUND == 0).then_some(self.0)
    }

    pub(super) fn as_bound(self) -> Option<u32> {
        (self.0 & BOUND != 0 && self != Self::ROOT).then_some(self.0 & !BOUND)
    }
}

impl Node {
    pub(super) fn new(parent: NodeId, key: Key, past_several: bool) -> Self {
        let full = FULL | if past_several { PAST_SEVERAL } else { 0 };
        Self { below: 0, children: 0, parent, key, full, postings: Postings::default() }
    }

    pub(super) fn is_crowded(&self) -> bool {
        self.postings.len() > (self.full & !PAST_SEVERAL) as usize
    }

    /// Leaves the postings that could not be sent on alone until they have doubled.
    pub(super) fn settle(&mut self) {
        let full = (2 * self.postings.len()).clamp(FEW, PAST_SEVERAL as usize - 1);
        self.full = u32::try_from(full).unwrap_or(0) | self.full & PAST_SEVERAL;
    }

    /// Whether a token on the way here is one of several of its field.
    #[inline]
    pub(super) fn past_several(&self) -> bool {
        self.full & PAST_SEVERAL != 0
    }

    #[inline]
    pub(super) fn postings<'p>(&'p self, pool: &'p Pool) -> &'p [Posting] {
        self.postings.as_slice(pool)
    }
}

/// A filter at a node; several where one of a group of tokens is needed next.
#[derive(Clone, Copy, Debug)]
pub(in crate::router) struct Posting {
    pub(super) filter: u32,
    /// The rarest token that is needed beside those of the node, or a test that must not
    /// fail, or nothing.
    pub(super) next: u32,
    /// Who has the filter, so that a match need not look at the filter itself.
    pub(in crate::router) holders: Holders,
}

/// Set where the filter holds once `next` does too.
const COMPLETE: u32 = 1 << 31;

/// Set where `next` is a test.
const TEST: u32 = 1 << 31;

/// What a posting asks for beside the tokens of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::router) enum Next {
    Nothing,
    Token(TokenId),
    Test(u32),
}

impl Default for Posting {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Posting {
    pub(super) const NOTHING: Self = Self { filter: NONE, next: NONE, holders: Holders::NOBODY };

    pub(super) fn new(filter: FilterId, complete: bool, next: Next, holders: Holders) -> Self {
        let next = match next {
            Next::Nothing => NONE,
            Next::Token(token) => token,
            Next::Test(test) => TEST | test,
        };
        Self { filter: if complete { filter | COMPLETE } else { filter }, next, holders }
    }

    /// Whether it asks for nothing but tokens that may be among those of these bits.
    #[inline(always)]
    pub(super) fn may_hold(self, bits: u64) -> bool {
        // Neither a test nor nothing has the bit of a token.
        (self.next & TEST != 0) | (bits & token_bit(self.next) != 0)
    }

    #[inline]
    pub(in crate::router) fn filter(self) -> FilterId {
        self.filter & !COMPLETE
    }

    /// Whether the event satisfies the filter for sure if `next` holds.
    #[inline]
    pub(in crate::router) fn is_complete(self) -> bool {
        self.filter & COMPLETE != 0
    }

    #[inline]
    pub(in crate::router) fn next(self) -> Next {
        match self.next {
            NONE => Next::Nothing,
            next if next & TEST != 0 => Next::Test(next & !TEST),
            token => Next::Token(token),
        }
    }
}
