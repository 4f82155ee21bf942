//! Nodes of the tree and the filters filed at them.

use crate::router::filter::{FilterId, NONE};
use crate::router::roster::Holders;
use crate::router::tokens::TokenId;

pub(super) type NodeId = u32;

pub(super) const ROOT: NodeId = 0;

/// A node with more postings than this sends its filters on.
pub(super) const FEW: usize = 12;

/// As large as a line of the cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Node {
    pub(super) postings: Postings,
    /// The fields of the children's tokens, a bit each.
    pub(super) fields: u64,
    pub(super) children: u32,
    pub(super) parent: NodeId,
    pub(super) key: Key,
    /// The number of postings at which it is tried next to send filters on.
    pub(super) full: u32,
    /// Whether a token on the way here is one of several of its field.
    pub(super) past_several: bool,
}

/// What leads from a node to its child: a token, or an open bound by its number in the
/// tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
        Self {
            postings: Postings::default(),
            fields: 0,
            children: 0,
            parent,
            key,
            full: u32::try_from(FEW).unwrap_or(u32::MAX),
            past_several,
        }
    }

    pub(super) fn is_crowded(&self) -> bool {
        self.postings.len() > self.full as usize
    }
}

/// A filter at a node; several where one of a group of tokens is needed next.
#[derive(Clone, Copy, Debug)]
pub(in crate::router) struct Posting {
    filter: u32,
    /// The rarest token that is needed beside those of the node, if one is.
    pub(super) next: TokenId,
    /// Who has the filter, so that a match need not look at the filter itself.
    pub(in crate::router) holders: Holders,
}

/// Set where the filter holds once `next` is there too.
const COMPLETE: u32 = 1 << 31;

impl Posting {
    const NOTHING: Self = Self { filter: NONE, next: NONE, holders: Holders::NOBODY };

    pub(super) fn new(filter: FilterId, complete: bool, next: TokenId, holders: Holders) -> Self {
        Self { filter: if complete { filter | COMPLETE } else { filter }, next, holders }
    }

    pub(in crate::router) fn filter(self) -> FilterId {
        self.filter & !COMPLETE
    }

    /// Whether the event satisfies the filter for sure.
    pub(in crate::router) fn is_complete(self) -> bool {
        self.filter & COMPLETE != 0
    }
}

/// The postings of a node. The first stands in the node itself: often it is the only one.
#[derive(Clone, Debug)]
pub(super) struct Postings {
    first: Posting,
    more: Vec<Posting>,
}

impl Default for Postings {
    fn default() -> Self {
        Self { first: Posting::NOTHING, more: Vec::new() }
    }
}

impl Postings {
    pub(super) fn from_list(mut list: Vec<Posting>) -> Self {
        if list.is_empty() {
            return Self::default();
        }
        let first = list.remove(0);
        list.shrink_to_fit();
        Self { first, more: list }
    }

    pub(super) fn push(&mut self, posting: Posting) {
        match self.is_empty() {
            true => self.first = posting,
            false => self.more.push(posting),
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.first.filter == NONE
    }

    pub(super) fn len(&self) -> usize {
        usize::from(!self.is_empty()) + self.more.len()
    }

    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = Posting> {
        let first = (!self.is_empty()).then_some(self.first);
        first.into_iter().chain(self.more.iter().copied())
    }

    /// Takes out the postings of a filter.
    pub(super) fn remove(&mut self, filter: FilterId) {
        self.more.retain(|posting| posting.filter() != filter);
        if self.more.capacity() > 4 * FEW && self.more.len() * 4 < self.more.capacity() {
            self.more.shrink_to(self.more.len() * 2);
        }
        if !self.is_empty() && self.first.filter() == filter {
            // In order, so that the postings of a filter stay side by side.
            self.first = match self.more.is_empty() {
                true => Posting::NOTHING,
                false => self.more.remove(0),
            };
        }
    }

    pub(super) fn set_holders(&mut self, filter: FilterId, holders: Holders) {
        for posting in std::iter::once(&mut self.first).chain(&mut self.more) {
            if posting.filter != NONE && posting.filter() == filter {
                posting.holders = holders;
            }
        }
    }

    pub(super) fn reserve(&mut self, count: usize) {
        self.more.reserve_exact(count);
    }

    /// Bytes beside those of the node.
    pub(super) fn bytes(&self) -> usize {
        self.more.capacity() * size_of::<Posting>()
    }
}
