//! Making a router of what was written, and holding every number to what it numbers.

use super::SnapshotError;
use super::bytes::{MORE, Reader, check};
use crate::event::{EventForm, Reading};
use crate::predicate::Operation;
use crate::router::Router;
use crate::router::filter::Flags;
use crate::router::number;
use crate::router::tokens::{Field, Kind};
use crate::router::tree::{Refiling, Tree};
use crate::subscription::EventPattern;

impl Router {
    pub(super) fn load(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let form = EventForm::ALL.get(from.byte()?);
        self.form = *form.ok_or(SnapshotError::Invalid("event form"))?;
        self.reading = match from.byte()? {
            0 => Reading::Full,
            1 => Reading::Touched,
            _ => return Err(SnapshotError::Invalid("reading")),
        };
        for number in 0..from.count(4)? {
            let key = self.fields.label_key(from.text()?);
            check(key.index() == number, "label keys")?;
        }
        for number in 0..from.count(2)? {
            let slot = self.fields.slot(&from.path()?);
            check(slot.index() == number, "paths")?;
        }
        self.load_tokens(from, false)?;
        self.load_groups(from)?;
        self.load_tests(from)?;
        let length = from.count(1)?;
        let mut part = Reader { bytes: from.take(length)? };
        let index = if Tree::IS_READ && length > 0 {
            self.load_tokens(&mut part, true)?;
            let slots = self.fields.paths().len();
            let rest = from.bytes.len();
            Some(self.tree.read(&mut part, rest, slots, &mut self.filters, &mut self.access)?)
        } else {
            None
        };
        self.load_subscriptions(from)?;
        self.load_filters(from)?;
        match index {
            Some(refiling) => self.refile(from, refiling)?,
            None => self.build(),
        }
        // A part that nothing uses would never be given back.
        check(self.filters.every_part_is_used(), "filters")?;
        check(from.bytes.is_empty() || !Tree::IS_READ, "length")
    }

    /// Loads the tokens of needs, or those that only the index uses.
    fn load_tokens(&mut self, from: &mut Reader<'_>, derived: bool) -> Result<(), SnapshotError> {
        let count = from.count(8)?;
        let mut fields = Reader { bytes: from.take(count * 4)? };
        let mut lengths = Reader { bytes: from.take(count * 4)? };
        let total: usize =
            Reader { bytes: lengths.bytes }.numbers().map(|length| length as usize).sum();
        let mut text = Reader { bytes: from.take(total)? };
        let tokens = &mut self.filters.tokens;
        tokens.reserve(count, total);
        let first = number(tokens.numbers());
        for _ in 0..count {
            let field = Field::from_bits(fields.u32()?);
            let text = text.take(lengths.u32()? as usize)?;
            let known = match field.kind() {
                Kind::Type => field == Field::TYPE,
                Kind::Pattern => field == Field::PATTERN,
                Kind::Label | Kind::FoldedLabel => field.number() < self.fields.label_keys().len(),
                Kind::AtLeast | Kind::AtMost => false,
                _ => field.number() < self.fields.paths().len(),
            };
            check(known && field.kind().derived() == derived, "tokens")?;
            let id = tokens.load(field, text);
            match field.kind() {
                Kind::Pattern => {
                    let pattern = std::str::from_utf8(text).ok().map(EventPattern::parse);
                    let valid = matches!(&pattern, Some(Ok(pattern)) if pattern.wildcards);
                    check(valid, "event patterns")?;
                    if let Some(Ok(pattern)) = pattern {
                        self.filters.patterns.insert(&pattern.text, id);
                    }
                }
                kind @ (Kind::Scalar | Kind::AnyScalar) => {
                    let slot = self.fields.slot_at(field.number());
                    self.access.watch(slot.ok_or(SnapshotError::Invalid("tokens"))?, kind);
                }
                _ => {}
            }
        }
        check(self.filters.tokens.enter(first), "tokens")
    }

    fn load_groups(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        for _ in 0..from.count(4)? {
            let count = from.count(4)?;
            let tokens: Vec<u32> = Reader { bytes: from.take(count * 4)? }.numbers().collect();
            let sorted = tokens.windows(2).all(|pair| pair[0] < pair[1]);
            let last = tokens.last().is_none_or(|&last| self.is_token(last));
            check(sorted && last && count != 1, "groups")?;
            for &token in &tokens {
                self.filters.tokens.keep(token);
            }
            self.filters.groups.push(&tokens, 0);
        }
        Ok(())
    }

    fn is_token(&self, id: u32) -> bool {
        (id as usize) < self.filters.tokens.numbers()
    }

    fn load_tests(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let limits = self.limits.clone();
        let count = from.count(8)?;
        if Tree::IS_READ {
            self.filters.tests.reserve(count);
        }
        for _ in 0..count {
            let slot = self.fields.slot_at(from.u32()? as usize);
            let slot = slot.ok_or(SnapshotError::Invalid("tests"))?;
            let length = from.u32()? as usize;
            let spelled = from.take(length)?;
            let operation = Operation::decode(spelled, &limits);
            let operation = operation.ok_or(SnapshotError::Invalid("tests"))?;
            let path = self.fields.paths().get(slot.index());
            let path = path.ok_or(SnapshotError::Invalid("tests"))?;
            self.filters.tests.load(slot, operation, path, spelled);
        }
        Ok(())
    }

    fn load_subscriptions(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let count = from.count(8)?;
        let lengths = Reader { bytes: from.take(count * 4)? };
        let length = from.count(1)?;
        let ids = std::str::from_utf8(from.take(length)?);
        let ids = ids.map_err(|_| SnapshotError::Invalid("ids"))?;
        check(self.roster.load(lengths.numbers(), ids), "ids")
    }

    fn load_filters(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let count = from.count(12)?;
        let words = from.count(4)?;
        self.filters.load(count, Reader { bytes: from.take(words * 4)? }.numbers());
        let positions = Reader { bytes: from.take(self.roster.numbers() * 4)? };
        // What is far away in the memory is gone to in loops of its own, so that it is waited
        // for together.
        let mut filter = 0;
        for word in positions.numbers() {
            check(self.roster.assign(word & !MORE, filter), "subscriptions")?;
            filter += u32::from(word & MORE == 0);
        }
        check(filter as usize == count, "subscriptions")?;
        let (mut own, mut at) = (Vec::new(), 0);
        for word in positions.numbers() {
            let position = word & !MORE;
            check(own.last().is_none_or(|&last| last < position), "subscriptions")?;
            own.push(position);
            if word & MORE == 0 {
                let holders = self.roster.holders(&own);
                let end = self.filters.load_next(at, number(own.len()), holders);
                at = end.ok_or(SnapshotError::Invalid("filters"))?;
                own.clear();
            }
        }
        check(at == words, "filters")?;
        self.roster.shrink();
        self.filters.settle();
        Ok(())
    }

    /// Files all filters at the nodes that there are.
    fn refile(
        &mut self,
        from: &mut Reader<'_>,
        mut refiling: Refiling,
    ) -> Result<(), SnapshotError> {
        for id in 0..number(self.filters.numbers()) {
            if !self.filters.terms(id).flags.has(Flags::NEVER) {
                self.tree.refile(id, from, &self.filters, &mut refiling)?;
            }
        }
        self.built = self.filters.len();
        check(self.tree.is_filed(&refiling), "index")
    }
}
