//! What an event's values offer the index beside equality: pieces of texts and
//! stretches of the number line, which tests ask for at least.
//!
//! A text that contains `refund` holds the bytes `efun`; a number between 1000 and 1900
//! lies in one or two stretches of a power of two. Such pieces are tokens too, so that a
//! hundred thousand distinct `contains`, `regexp` or ranges on one key cost an event
//! what it holds, not what they are. The test decides in the end.

use super::scalar;
use super::tokens::{Field, Kind, Looks, TokenId, Tokens};
use crate::event::{Facts, Slot};
use crate::json::{Data, Node, sort};
use crate::number::Decimal;
use crate::predicate::{Necessary, Operation, Value};

/// Bytes of a piece of a text.
const GRAM: usize = 4;

/// Bytes of the start or the end of a text that are a token at most.
const AFFIX: usize = 16;

/// What the index looks for at each slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Access {
    slots: Vec<Watched>,
}

/// What the index looks for at one slot.
#[derive(Clone, Debug, Default)]
struct Watched {
    scalar: bool,
    any_scalar: bool,
    pieces: Option<Box<Pieces>>,
}

/// The pieces looked for at one slot.
#[derive(Clone, Debug)]
struct Pieces {
    /// Tokens of each length of gram.
    grams: [u32; GRAM + 1],
    /// A bit for each gram, so that most places of a text are passed over without a
    /// look at the tokens.
    seen: Box<[u64]>,
    starts: [u32; AFFIX + 1],
    ends: [u32; AFFIX + 1],
    /// Tokens of each level of cells.
    cells: [u32; LEVELS],
    /// Bounds that are open on one side.
    bounds: u32,
}

impl Default for Pieces {
    fn default() -> Self {
        Self {
            grams: [0; GRAM + 1],
            seen: vec![0; 64].into(),
            starts: [0; AFFIX + 1],
            ends: [0; AFFIX + 1],
            cells: [0; LEVELS],
            bounds: 0,
        }
    }
}

/// Levels of cells: the cells of a level are four times as wide as those of the one below.
const LEVELS: usize = 32;

/// A bound that is open on one side, as the index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenBound {
    pub(super) field: Field,
    pub(super) rank: u64,
}

/// What the index can file a filter under because of one of its tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Handle {
    /// One of these tokens.
    Tokens(Field, Vec<Vec<u8>>),
    Bound(OpenBound),
}

/// What one event offers.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    /// Tokens of which an event has one per field, and event types.
    pub(super) single: Vec<TokenId>,
    /// The nodes of the index that one token alone leads to.
    pub(super) first: Vec<u32>,
    /// Tokens of which an event may have many per field.
    pub(super) several: Vec<TokenId>,
    /// The least and the greatest number at each slot with open bounds.
    pub(super) ranks: Vec<(Slot, u64, u64)>,
    /// Every token, for needs.
    pub(super) all: Vec<TokenId>,
    /// A bit for each token in `all`.
    pub(super) bits: u64,
    pub(super) typed: bool,
    spelled: Vec<u8>,
}

/// The bit of a token in [`Offered::bits`].
#[inline(always)]
pub(super) fn token_bit(token: TokenId) -> u64 {
    1 << (token & 63)
}

/// More tokens than this are sorted and searched.
const MANY: usize = 24;

impl Offered {
    pub(super) fn clear(&mut self) {
        self.single.clear();
        self.first.clear();
        self.several.clear();
        self.ranks.clear();
        self.all.clear();
        self.bits = 0;
        self.typed = false;
    }

    #[inline(always)]
    pub(super) fn add(&mut self, token: TokenId, tokens: &Tokens) {
        self.single.push(token);
        self.first.extend(tokens.first(token));
        self.all.push(token);
        self.bits |= token_bit(token);
    }

    pub(super) fn add_several(&mut self, field: Field, token: TokenId) {
        self.several.push(token);
        if !field.kind().derived() {
            self.all.push(token);
            self.bits |= token_bit(token);
        }
    }

    /// To be called when all tokens are there.
    pub(super) fn finish(&mut self, tokens: &Tokens) {
        // A text may hold a piece many times.
        if self.several.len() > 1 {
            self.several.sort_unstable();
            self.several.dedup();
        }
        self.first.extend(self.several.iter().filter_map(|&token| tokens.first(token)));
        if self.all.len() > MANY {
            self.all.sort_unstable();
            self.all.dedup();
        }
    }

    /// Whether the event has a token.
    #[inline(always)]
    pub(super) fn has(&self, token: TokenId) -> bool {
        self.bits & token_bit(token) != 0
            && match self.all.len() {
                ..=MANY => self.all.contains(&token),
                _ => self.all.binary_search(&token).is_ok(),
            }
    }

    /// Whether the event has one of the tokens, which are in ascending order.
    pub(super) fn has_one(&self, tokens: &[TokenId]) -> bool {
        match tokens.len() <= 8 {
            true => tokens.iter().any(|&token| self.has(token)),
            false => self.all.iter().any(|token| tokens.binary_search(token).is_ok()),
        }
    }
}

impl Access {
    /// Notes that scalars of a slot are tokens.
    pub(super) fn watch(&mut self, slot: Slot, kind: Kind) {
        let watched = self.slot(slot);
        match kind {
            Kind::AnyScalar => watched.any_scalar = true,
            _ => watched.scalar = true,
        }
    }

    fn slot(&mut self, slot: Slot) -> &mut Watched {
        if self.slots.len() <= slot.index() {
            self.slots.resize_with(slot.index() + 1, Watched::default);
        }
        &mut self.slots[slot.index()]
    }

    /// Notes that a derived token is looked for, or no longer.
    pub(super) fn count(&mut self, field: Field, text: &[u8], up: bool) {
        let number = field.number();
        if self.slots.len() <= number {
            self.slots.resize_with(number + 1, Watched::default);
        }
        let pieces = self.slots[number].pieces.get_or_insert_default();
        let counter = match field.kind() {
            Kind::Gram => {
                pieces.note(text);
                &mut pieces.grams[text.len().min(GRAM)]
            }
            Kind::Start => &mut pieces.starts[text.len().min(AFFIX)],
            Kind::End => &mut pieces.ends[text.len().min(AFFIX)],
            Kind::Cell => {
                let level = text.first().map_or(0, |&level| usize::from(level));
                &mut pieces.cells[level.min(LEVELS - 1)]
            }
            Kind::AtLeast | Kind::AtMost => &mut pieces.bounds,
            _ => return,
        };
        *counter = if up { *counter + 1 } else { counter.saturating_sub(1) };
    }

    /// Looks for the tokens of an event's payload, and adds those of pieces.
    pub(super) fn offer(
        &self,
        facts: &impl Facts,
        tokens: &Tokens,
        looks: &mut Looks,
        offered: &mut Offered,
    ) {
        if self.slots.is_empty() {
            return;
        }
        facts.each_slot(|slot| {
            let Some(watched) = self.slots.get(slot.index()) else { return };
            if watched.scalar || watched.any_scalar {
                let spelled = &mut offered.spelled;
                facts.each_value(slot, |value| {
                    watched.look_for_scalar(slot, value, tokens, spelled, looks);
                });
            }
            if let Some(pieces) = &watched.pieces {
                facts.each_value(slot, |value| pieces.offer(slot, value, tokens, offered));
            }
        });
    }

    pub(super) fn bytes(&self) -> usize {
        let pieces = self.slots.iter().filter_map(|watched| watched.pieces.as_ref());
        let behind: usize = pieces.map(|it| size_of::<Pieces>() + it.seen.len() * 8).sum();
        self.slots.capacity() * size_of::<Watched>() + behind
    }
}

impl Watched {
    fn look_for_scalar(
        &self,
        slot: Slot,
        value: &Value<'_>,
        tokens: &Tokens,
        spelled: &mut Vec<u8>,
        looks: &mut Looks,
    ) {
        if !scalar::spell_value(value, spelled) {
            return;
        }
        if self.scalar {
            tokens.look(Field::slot(Kind::Scalar, slot), spelled, looks);
        }
        if self.any_scalar {
            tokens.look(Field::slot(Kind::AnyScalar, slot), spelled, looks);
        }
    }
}

impl Pieces {
    /// Notes a gram among those seen, with more room where it gets crowded.
    fn note(&mut self, gram: &[u8]) {
        let grams: u32 = self.grams.iter().sum();
        // Forgetting the bits would lose grams, so they are spread out instead: each
        // bit of the smaller table stands for two of the larger.
        while self.seen.len() * 64 < grams as usize * 8 {
            self.seen = self.seen.iter().chain(self.seen.iter()).copied().collect();
        }
        let (word, bit) = self.place(gram);
        self.seen[word] |= bit;
    }

    #[inline]
    fn place(&self, gram: &[u8]) -> (usize, u64) {
        let word = gram.iter().fold(gram.len() as u64, |word, &byte| word << 8 | u64::from(byte));
        let hash = word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        // The length of the table is a power of two.
        ((hash >> 6) as usize & (self.seen.len() - 1), 1 << (hash & 63))
    }

    fn offer(&self, slot: Slot, value: &Value<'_>, tokens: &Tokens, offered: &mut Offered) {
        match value {
            Value::String(text) => {
                self.offer_text(slot, text.as_bytes(), tokens, offered);
                self.offer_number(slot, text, tokens, offered);
            }
            Value::Number(text) => self.offer_number(slot, text, tokens, offered),
            // An array that contains a text is found by the pieces of its elements.
            Value::Array(array) if self.grams.iter().any(|&count| count > 0) => {
                for element in array.tree().array().unwrap_or_default() {
                    if let Node { data: Data::String(text), .. } = element {
                        self.offer_grams(slot, text.as_bytes(), tokens, offered);
                    }
                }
            }
            _ => {}
        }
    }

    fn offer_text(&self, slot: Slot, text: &[u8], tokens: &Tokens, offered: &mut Offered) {
        self.offer_grams(slot, text, tokens, offered);
        let mut offer = |kind: Kind, part: &[u8]| {
            let field = Field::slot(kind, slot);
            if let Some(token) = tokens.find(field, part) {
                offered.add_several(field, token);
            }
        };
        for length in 1..=AFFIX.min(text.len()) {
            if self.starts[length] > 0 {
                offer(Kind::Start, &text[..length]);
            }
            if self.ends[length] > 0 {
                offer(Kind::End, &text[text.len() - length..]);
            }
        }
    }

    fn offer_grams(&self, slot: Slot, text: &[u8], tokens: &Tokens, offered: &mut Offered) {
        for length in (1..=GRAM).filter(|&length| self.grams[length] > 0) {
            let field = Field::slot(Kind::Gram, slot);
            for gram in text.windows(length) {
                let (word, bit) = self.place(gram);
                if self.seen[word] & bit != 0
                    && let Some(token) = tokens.find(field, gram)
                {
                    offered.add_several(field, token);
                }
            }
        }
    }

    fn offer_number(&self, slot: Slot, text: &str, tokens: &Tokens, offered: &mut Offered) {
        if self.bounds == 0 && self.cells.iter().all(|&count| count == 0) {
            return;
        }
        let Some(number) = Decimal::parse(text) else { return };
        let rank = number.rank();
        if self.bounds > 0 {
            match offered.ranks.last_mut() {
                Some((last, least, greatest)) if *last == slot => {
                    (*least, *greatest) = (rank.min(*least), rank.max(*greatest));
                }
                _ => offered.ranks.push((slot, rank, rank)),
            }
        }
        let field = Field::slot(Kind::Cell, slot);
        for level in (0..LEVELS).filter(|&level| self.cells[level] > 0) {
            if let Some(token) = tokens.find(field, &cell(level, rank)) {
                offered.add_several(field, token);
            }
        }
    }
}

/// The text of the cell of a level that holds a rank.
fn cell(level: usize, rank: u64) -> [u8; 9] {
    let mut text = [0; 9];
    text[0] = u8::try_from(level).unwrap_or(0);
    text[1..].copy_from_slice(&(rank >> (2 * level)).to_le_bytes());
    text
}

/// What a filter may be filed under because a test asks for it at least. Of several
/// pieces of a text the one with the least `weight` is taken.
pub(super) fn handle(
    slot: Slot,
    operation: &Operation,
    weight: &dyn Fn(Field, &[u8]) -> usize,
) -> Option<Handle> {
    match operation.necessary() {
        Necessary::Nothing => None,
        Necessary::Holds(texts) => {
            let field = Field::slot(Kind::Gram, slot);
            let lightest = |text: &str| {
                grams(text.as_bytes()).min_by_key(|gram| weight(field, gram)).map(<[u8]>::to_vec)
            };
            let mut grams: Vec<_> =
                texts.iter().map(|text| lightest(text)).collect::<Option<_>>()?;
            sort(&mut grams, &|a, b| a.cmp(b));
            grams.dedup();
            (!grams.is_empty()).then_some(Handle::Tokens(field, grams))
        }
        Necessary::Starts(text) => affix(Kind::Start, slot, text.as_bytes().get(..AFFIX), text),
        Necessary::Ends(text) => {
            let start = text.len().saturating_sub(AFFIX);
            affix(Kind::End, slot, text.as_bytes().get(start..), text)
        }
        Necessary::Within { low, high } => {
            let rank = |numeral: &crate::number::Numeral| numeral.decimal().rank();
            within(slot, low.map(rank), high.map(rank))
        }
    }
}

/// Calls `act` with everything that [`handle`] may give for an operation.
pub(super) fn each_handle(slot: Slot, operation: &Operation, mut act: impl FnMut(Handle)) {
    match operation.necessary() {
        Necessary::Holds(texts) => {
            for text in &texts {
                for gram in grams(text.as_bytes()) {
                    act(Handle::Tokens(Field::slot(Kind::Gram, slot), vec![gram.to_vec()]));
                }
            }
        }
        _ => handle(slot, operation, &|_, _| 0).into_iter().for_each(act),
    }
}

/// At how many nodes at most a filter is filed because of an operation.
pub(super) fn alternatives(operation: &Operation) -> usize {
    match operation.necessary() {
        Necessary::Holds(texts) => texts.len(),
        // Two stretches of the number line.
        Necessary::Within { low: Some(_), high: Some(_) } => 2,
        _ => 1,
    }
}

fn grams(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.windows(GRAM.min(text.len().max(1)))
}

fn affix(kind: Kind, slot: Slot, part: Option<&[u8]>, whole: &str) -> Option<Handle> {
    let part = part.unwrap_or(whole.as_bytes());
    (!part.is_empty()).then(|| Handle::Tokens(Field::slot(kind, slot), vec![part.to_vec()]))
}

/// What a range may be filed under.
pub(super) fn within(slot: Slot, low: Option<u64>, high: Option<u64>) -> Option<Handle> {
    let bound = |kind, rank| Handle::Bound(OpenBound { field: Field::slot(kind, slot), rank });
    match (low, high) {
        (None, None) => None,
        (Some(low), None) => Some(bound(Kind::AtLeast, low)),
        (None, Some(high)) => Some(bound(Kind::AtMost, high)),
        (Some(low), Some(high)) => {
            // Where nothing is within, any cell will do.
            let high = high.max(low);
            // The least level at which the range spans at most two cells.
            let width = u64::BITS - (high - low).leading_zeros();
            let level = (width.div_ceil(2) as usize).min(LEVELS - 1);
            let mut cells = vec![cell(level, low).to_vec(), cell(level, high).to_vec()];
            cells.dedup();
            // At the topmost level four cells make up the line.
            let spanned = (high >> (2 * level)) - (low >> (2 * level));
            (spanned <= 1).then(|| Handle::Tokens(Field::slot(Kind::Cell, slot), cells))
        }
    }
}
