//! Tokens: the distinct things an event may carry that some subscription asks for, each
//! a number.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use super::ahead;
use super::filter::NONE;
use super::number;
use super::slots::{self, Hash, Slots, TOGETHER};
use crate::event::{LabelKey, Slot};

/// The number of a token.
pub(super) type TokenId = u32;

/// What a token is about: a kind, and for most kinds the label key or the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Field(u32);

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An event type to the letter.
    Type,
    /// A pattern that the event type matches.
    Pattern,
    /// A label with its value to the letter.
    Label,
    /// A label with an EVM address, in lower case.
    FoldedLabel,
    /// A scalar at a slot, as [`super::scalar::spell`] writes it.
    Scalar,
    /// The same at a slot that holds several values.
    AnyScalar,
    /// One to four bytes within a text.
    Gram,
    /// The first bytes of a text.
    Start,
    /// The last bytes of a text.
    End,
    /// A stretch of the number line.
    Cell,
    /// A number from which on a bound holds.
    AtLeast,
    /// A number up to which a bound holds.
    AtMost,
}

impl Kind {
    pub(super) const ALL: [Self; 12] = [
        Self::Type,
        Self::Pattern,
        Self::Label,
        Self::FoldedLabel,
        Self::Scalar,
        Self::AnyScalar,
        Self::Gram,
        Self::Start,
        Self::End,
        Self::Cell,
        Self::AtLeast,
        Self::AtMost,
    ];

    /// Whether only the index uses it: a test decides in the end.
    pub(super) fn derived(self) -> bool {
        self as u32 >= Self::Gram as u32
    }
}

const KIND_BITS: u32 = 4;

impl Field {
    pub(super) const TYPE: Self = Self(Kind::Type as u32);
    pub(super) const PATTERN: Self = Self(Kind::Pattern as u32);

    pub(super) fn label(key: LabelKey, folded: bool) -> Self {
        let kind = if folded { Kind::FoldedLabel } else { Kind::Label };
        Self::new(kind, key.index())
    }

    pub(super) fn slot(kind: Kind, slot: Slot) -> Self {
        Self::new(kind, slot.index())
    }

    fn new(kind: Kind, index: usize) -> Self {
        Self(number(index) << KIND_BITS | kind as u32)
    }

    pub(super) fn kind(self) -> Kind {
        Kind::ALL.get((self.0 & ((1 << KIND_BITS) - 1)) as usize).copied().unwrap_or(Kind::Type)
    }

    /// The number of the label key or of the slot.
    pub(super) fn number(self) -> usize {
        (self.0 >> KIND_BITS) as usize
    }

    /// Whether an event may have several tokens of it.
    pub(super) fn several(self) -> bool {
        let kind = self.kind();
        kind.derived() || kind == Kind::AnyScalar
    }

    /// Its bit in a word that says which fields are worth a look.
    pub(super) fn bit(self) -> u64 {
        1 << (self.0.wrapping_mul(0x9E37_79B9) >> 26)
    }

    pub(super) fn to_bits(self) -> u32 {
        self.0
    }

    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

/// The tokens in use, by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    table: Slots,
    entries: Vec<Token>,
    /// Of each token the node of the index that an event with only this token comes to, if
    /// there is one.
    firsts: Vec<u32>,
    /// Of so many tokens in a row the node of the first, as far as the others have those that
    /// follow it: so few words that they are always at hand, right in nearly every case, and
    /// only asked what to fetch.
    guesses: Vec<u32>,
    /// The texts that are longer than [`SHORT`], side by side.
    text: Vec<u8>,
    free: Vec<TokenId>,
}

/// Half a line of the cache, in which most texts are found too.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Token {
    field: Field,
    length: u32,
    /// The text if it is short, else where it starts.
    text: [u8; SHORT],
    /// How many filters and nodes use it.
    users: u32,
}

/// Bytes of a text that stand with the token itself.
const SHORT: usize = 20;

const _: () = assert!(size_of::<Token>() == 32);

/// So many tokens share a guess.
const IN_A_ROW: u32 = 16;

impl Token {
    /// Where a text that is not short starts; nowhere in particular for a short one.
    #[inline]
    fn start(&self) -> usize {
        let [a, b, c, d, ..] = self.text;
        u32::from_le_bytes([a, b, c, d]) as usize
    }
}

/// The hash of a token.
pub(super) fn hash(field: Field, text: &[u8]) -> Hash {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(text);
    slots::mixed(hasher.finish().wrapping_add(u64::from(field.0)))
}

/// Texts of one event that may be tokens: all are looked for before the first answer is
/// needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks {
    text: Vec<u8>,
    list: Vec<Sought>,
    /// What has the hash of one of the list, by its place there.
    candidates: Vec<(usize, TokenId)>,
}

/// A text that may be a token.
#[derive(Clone, Copy, Debug)]
struct Sought {
    field: Field,
    start: u32,
    end: u32,
    hash: Hash,
}

impl Looks {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.list.clear();
    }
}

impl Tokens {
    /// Begins to look for the token of a text.
    #[inline]
    pub(super) fn look(&self, field: Field, text: &[u8], looks: &mut Looks) {
        let start = number(looks.text.len());
        looks.text.extend_from_slice(text);
        let (hash, end) = (hash(field, text), number(looks.text.len()));
        self.table.fetch(hash);
        looks.list.push(Sought { field, start, end, hash });
    }

    /// Calls `act` with every token that was looked for and is there; before that, `fetch`
    /// with the node that it most likely leads to.
    pub(super) fn each_found(
        &self,
        looks: &mut Looks,
        fetch: impl Fn(u32),
        mut act: impl FnMut(Field, TokenId),
    ) {
        let Looks { text, list, candidates } = looks;
        candidates.clear();
        for (at, sought) in list.iter().enumerate() {
            if let Some(id) = self.table.next(&mut self.table.look(sought.hash)) {
                ahead::fetch(&self.entries, id as usize);
                ahead::fetch(&self.firsts, id as usize);
                fetch(self.guess(id));
                candidates.push((at, id));
            }
        }
        for &(at, id) in &*candidates {
            let Sought { field, start, end, hash } = list[at];
            let text = text.get(start as usize..end as usize).unwrap_or_default();
            if self.is(id, field, text) {
                act(field, id);
            } else if let Some(other) = self.find_hashed(field, text, hash) {
                act(field, other);
            }
        }
    }

    /// The token of a text; nothing where no subscription asks for it.
    #[inline]
    pub(super) fn find(&self, field: Field, text: &[u8]) -> Option<TokenId> {
        self.find_hashed(field, text, hash(field, text))
    }

    #[inline]
    fn find_hashed(&self, field: Field, text: &[u8], hash: Hash) -> Option<TokenId> {
        self.table.find(hash, |id| self.is(id, field, text))
    }

    #[inline]
    fn text_of<'t>(&'t self, token: &'t Token) -> &'t [u8] {
        let length = token.length as usize;
        if length <= SHORT {
            return &token.text[..length];
        }
        let start = token.start();
        &self.text[start..start + length]
    }

    /// The token of a text with one more user, a new one if there is none.
    pub(super) fn take(&mut self, field: Field, text: &[u8]) -> TokenId {
        self.take_hashed(field, text, hash(field, text))
    }

    /// The same where the hash is known.
    pub(super) fn take_hashed(&mut self, field: Field, text: &[u8], hash: Hash) -> TokenId {
        if let Some(id) = self.find_hashed(field, text, hash) {
            self.entries[id as usize].users += 1;
            return id;
        }
        let id = self.push(field, text, 1);
        self.table.insert(hash, id);
        id
    }

    /// Asks for what is needed to take the tokens of these hashes.
    pub(super) fn fetch(&self, hashes: impl Iterator<Item = Hash> + Clone) {
        self.table.fetch_behind(hashes, |id| ahead::fetch(&self.entries, id as usize));
    }

    fn push(&mut self, field: Field, text: &[u8], users: u32) -> TokenId {
        let length = number(text.len());
        let mut token = Token { field, length, text: [0; SHORT], users };
        if text.len() <= SHORT {
            token.text[..text.len()].copy_from_slice(text);
        } else {
            let start = number(self.text.len());
            token.text[..4].copy_from_slice(&start.to_le_bytes());
            self.text.extend_from_slice(text);
        }
        match self.free.pop() {
            Some(id) => {
                self.entries[id as usize] = token;
                self.firsts[id as usize] = NONE;
                id
            }
            None => {
                self.entries.push(token);
                self.firsts.push(NONE);
                if self.firsts.len() > self.guesses.len() * IN_A_ROW as usize {
                    self.guesses.push(NONE);
                }
                number(self.entries.len() - 1)
            }
        }
    }

    /// One more user of a token; whether there is one of this number.
    pub(super) fn keep(&mut self, id: TokenId) -> bool {
        let token = self.entries.get_mut(id as usize);
        token.map(|token| token.users += 1).is_some()
    }

    /// One user less; without any the number is free for another token.
    pub(super) fn release(&mut self, id: TokenId) {
        let token = &mut self.entries[id as usize];
        token.users -= 1;
        if token.users > 0 {
            return;
        }
        let token = *token;
        self.table.remove(hash(token.field, self.text_of(&token)), id);
        self.free.push(id);
    }

    /// The node that a token alone leads to.
    #[inline]
    pub(super) fn first(&self, id: TokenId) -> Option<u32> {
        Some(self.firsts[id as usize]).filter(|&node| node != NONE)
    }

    pub(super) fn set_first(&mut self, id: TokenId, node: Option<u32>) {
        self.firsts[id as usize] = node.unwrap_or(NONE);
        if let Some(node) = node {
            self.guesses[(id / IN_A_ROW) as usize] = node.wrapping_sub(id % IN_A_ROW);
        }
    }

    /// The node that a token most likely leads to.
    #[inline(always)]
    fn guess(&self, id: TokenId) -> u32 {
        let guess = self.guesses.get((id / IN_A_ROW) as usize);
        guess.map_or(NONE, |first| first.wrapping_add(id % IN_A_ROW))
    }

    /// Whether a token is that of a text.
    pub(super) fn is(&self, id: TokenId, field: Field, text: &[u8]) -> bool {
        let token = &self.entries[id as usize];
        token.field == field && self.text_of(token) == text
    }

    pub(super) fn field(&self, id: TokenId) -> Field {
        self.entries[id as usize].field
    }

    pub(super) fn users(&self, id: TokenId) -> usize {
        self.entries[id as usize].users as usize
    }

    /// The users of every number that was given out.
    pub(super) fn each_users(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().map(|token| token.users)
    }

    pub(super) fn text(&self, id: TokenId) -> &[u8] {
        self.text_of(&self.entries[id as usize])
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    /// How many numbers were given out.
    pub(super) fn numbers(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.table.bytes()
            + self.entries.capacity() * size_of::<Token>()
            + (self.firsts.capacity() + self.guesses.capacity()) * size_of::<u32>()
            + self.text.capacity()
            + self.free.capacity() * size_of::<TokenId>()
    }

    /// Room for more tokens, so that loading does not grow the tables step by step.
    pub(super) fn reserve(&mut self, tokens: usize, bytes: usize) {
        self.entries.reserve(tokens);
        self.firsts.reserve(tokens);
        self.text.reserve(bytes);
        self.table.reserve(tokens);
    }

    /// A token as a snapshot has it, without users; found once all are there and
    /// [`Tokens::enter`]ed.
    pub(super) fn load(&mut self, field: Field, text: &[u8]) -> TokenId {
        self.push(field, text, 0)
    }

    /// Enters all tokens from this one on in the table; whether no two are the same.
    pub(super) fn enter(&mut self, from: TokenId) -> bool {
        let mut hashes = Vec::with_capacity(TOGETHER);
        let chunks = self.entries[from as usize..].chunks(TOGETHER);
        for (tokens, first) in chunks.zip((from..).step_by(TOGETHER)) {
            hashes.clear();
            hashes.extend(tokens.iter().map(|token| hash(token.field, self.text_of(token))));
            self.table.fetch_each(hashes.iter().copied());
            for ((id, token), &hash) in (first..).zip(tokens).zip(&hashes) {
                if self.find_hashed(token.field, self.text_of(token), hash).is_some() {
                    return false;
                }
                self.table.insert(hash, id);
            }
        }
        true
    }
}
