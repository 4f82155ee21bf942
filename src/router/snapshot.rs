//! A router as bytes, the same on every machine.
//!
//! ```text
//! "hksieve\0"  version u32  checksum u32 (CRC-32 of all behind it)  length u64
//! form, reading  label keys  paths  tokens  groups  tests  filters  subscriptions
//! ```
//!
//! Every number is little-endian. A list starts with its length as u32; tokens, groups,
//! tests and filters are numbered without gaps. The index is not written: it is made
//! from the filters when they are loaded, so that no bytes can make an index that
//! contradicts its filters.

use std::fmt;

use super::checksum;
use super::filter::{Flags, GROUP, NONE};
use super::tokens::{Field, Kind};
use super::{HooksieveError, Router};
use crate::event::{EventForm, Reading};
use crate::limits::Limits;
use crate::predicate::Operation;
use crate::subscription::{EventPattern, Lookup, Path, Root, Segment};

const MAGIC: &[u8; 8] = b"hksieve\0";

/// The version of the form of snapshots. A snapshot of another version is refused; the
/// configuration it was made of is the lasting form.
const VERSION: u32 = 1;

const HEAD: usize = 24;

/// Why bytes are not a snapshot.
///
/// ```
/// use hooksieve::{HooksieveError, Router, SnapshotError};
/// let bytes = Router::new().to_bytes();
/// let error = Router::from_bytes(&bytes[..bytes.len() - 1]).unwrap_err();
/// assert_eq!(error, HooksieveError::Snapshot(SnapshotError::Truncated));
/// assert_eq!(Router::from_bytes(b"{}").unwrap_err().to_string(), "not a snapshot of a router");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They do not begin as one.
    NotASnapshot,
    /// They are of another version.
    Version(u32),
    /// They end too early, or go on too long.
    Truncated,
    /// They were changed since they were written.
    Checksum,
    /// They contradict themselves; the part that does.
    Invalid(&'static str),
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("not a snapshot of a router"),
            Self::Version(version) => {
                write!(f, "a snapshot of version {version}, this one reads version {VERSION}")
            }
            Self::Truncated => f.write_str("the snapshot has not the length it says"),
            Self::Checksum => f.write_str("the snapshot was changed since it was written"),
            Self::Invalid(part) => write!(f, "the snapshot contradicts itself in its {part}"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl From<SnapshotError> for HooksieveError {
    fn from(error: SnapshotError) -> Self {
        Self::Snapshot(error)
    }
}

impl Router {
    /// The router as bytes that any build of this version reads, native or WebAssembly:
    /// many times faster to load than a configuration.
    ///
    /// Limits are not part of it; what explaining needs is not either.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["wallet.*"]}"#));
    /// let again = Router::from_bytes(&router.to_bytes())?;
    /// assert_eq!(again.route(br#"{"type":"wallet.created"}"#).matched().next().unwrap().id(), "a");
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer { bytes: vec![0; HEAD] };
        self.write(&mut out);
        let length = out.bytes.len() as u64;
        out.bytes[16..HEAD].copy_from_slice(&length.to_le_bytes());
        let checksum = checksum::of(&out.bytes[16..]);
        out.bytes[..8].copy_from_slice(MAGIC);
        out.bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out.bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        out.bytes
    }

    /// Whether bytes begin as a snapshot of any version: the first eight tell.
    ///
    /// ```
    /// use hooksieve::Router;
    /// assert!(Router::is_snapshot(&Router::new().to_bytes()));
    /// assert!(!Router::is_snapshot(b"{}"));
    /// ```
    pub fn is_snapshot(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// The router of a snapshot.
    ///
    /// # Errors
    /// When the bytes are no snapshot, of another version, changed or cut off.
    ///
    /// ```
    /// use hooksieve::Router;
    /// assert!(Router::from_bytes(&Router::new().to_bytes()).unwrap().is_empty());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HooksieveError> {
        Self::from_bytes_within(bytes, &Limits::default())
    }

    /// The router of a snapshot that was made under other limits, which it also keeps to.
    ///
    /// # Errors
    /// As [`Router::from_bytes`].
    ///
    /// ```
    /// use hooksieve::{Limits, Router};
    /// let limits = Limits { regexp_bytes: 4 << 20, ..Limits::default() };
    /// assert!(Router::from_bytes_within(&Router::new().to_bytes(), &limits).is_ok());
    /// ```
    pub fn from_bytes_within(bytes: &[u8], limits: &Limits) -> Result<Self, HooksieveError> {
        let head = bytes.get(..HEAD).filter(|head| head.starts_with(MAGIC));
        let head = head.ok_or(SnapshotError::NotASnapshot)?;
        let mut numbers = Reader { bytes: &head[8..] };
        let (version, checksum) = (numbers.u32()?, numbers.u32()?);
        if version != VERSION {
            return Err(SnapshotError::Version(version).into());
        }
        if numbers.bytes != (bytes.len() as u64).to_le_bytes() {
            return Err(SnapshotError::Truncated.into());
        }
        if checksum::of(&bytes[16..]) != checksum {
            return Err(SnapshotError::Checksum.into());
        }
        let mut router = Self::new().with_limits(limits.clone());
        router.load(&mut Reader { bytes: &bytes[HEAD..] })?;
        router.build();
        Ok(router)
    }

    fn write(&self, out: &mut Writer) {
        out.byte(EventForm::ALL.iter().position(|form| *form == self.form).unwrap_or(0));
        out.byte(usize::from(self.reading == Reading::Touched));
        let keys: Vec<&str> = self.fields.label_keys().collect();
        out.list(keys.iter(), |out, key| out.text(key));
        out.list(self.fields.paths().iter(), Writer::path);

        let filters = &self.filters;
        let tokens = Numbers::new(filters.tokens.numbers(), |id| {
            filters.tokens.users(id) > 0 && !filters.tokens.field(id).kind().derived()
        });
        out.list(tokens.ids(), |out, id| out.u32(filters.tokens.field(id).to_bits()));
        tokens.ids().for_each(|id| out.u32(length(filters.tokens.text(id))));
        tokens.ids().for_each(|id| out.bytes.extend_from_slice(filters.tokens.text(id)));

        let groups = Numbers::new(filters.groups.numbers(), |id| filters.groups.is_used(id));
        out.list(groups.ids(), |out, id| {
            let of = filters.groups.tokens(id);
            out.list(of.iter(), |out, token| out.u32(tokens.of(*token)));
        });

        let tests = Numbers::new(filters.tests.numbers(), |id| filters.tests.get(id).is_some());
        let mut spelled = Vec::new();
        out.list(tests.ids(), |out, id| {
            let Some(shared) = filters.tests.get(id) else { return };
            spelled.clear();
            shared.operation.encode(&mut spelled);
            out.u32(u32::try_from(shared.slot.index()).unwrap_or(NONE));
            out.u32(length(&spelled));
            out.bytes.extend_from_slice(&spelled);
        });

        let used = Numbers::new(filters.numbers(), |id| filters.users(id) > 0);
        out.list(used.ids(), |out, id| {
            let terms = filters.terms(id);
            out.u32(terms.flags.0);
            out.list(terms.needs.iter(), |out, need| {
                out.u32(match need & GROUP {
                    0 => tokens.of(*need),
                    _ => GROUP | groups.of(need & !GROUP),
                });
            });
            out.list(terms.tests.iter(), |out, test| out.u32(tests.of(*test)));
        });

        let positions: Vec<_> = self.roster.positions().collect();
        out.list(positions.iter(), |out, (_, filter)| out.u32(used.of(*filter)));
        for (at, _) in &positions {
            out.u32(length(self.roster.id(*at).as_bytes()));
        }
        for (at, _) in &positions {
            out.bytes.extend_from_slice(self.roster.id(*at).as_bytes());
        }
    }

    fn load(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
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
        self.load_tokens(from)?;
        self.load_groups(from)?;
        self.load_tests(from)?;
        self.load_filters(from)?;
        self.load_subscriptions(from)?;
        check(from.bytes.is_empty(), "length")
    }

    fn load_tokens(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let count = from.count(8)?;
        let mut fields = Reader { bytes: from.take(count * 4)? };
        let mut lengths = Reader { bytes: from.take(count * 4)? };
        let total: usize =
            Reader { bytes: lengths.bytes }.numbers().map(|length| length as usize).sum();
        let mut text = Reader { bytes: from.take(total)? };
        let tokens = &mut self.filters.tokens;
        tokens.reserve(count, total);
        for _ in 0..count {
            let field = Field::from_bits(fields.u32()?);
            let text = text.take(lengths.u32()? as usize)?;
            let known = match field.kind() {
                Kind::Type => field == Field::TYPE,
                Kind::Pattern => field == Field::PATTERN,
                Kind::Label | Kind::FoldedLabel => field.number() < self.fields.label_keys().len(),
                Kind::Scalar | Kind::AnyScalar => field.number() < self.fields.paths().len(),
                _ => false,
            };
            check(known, "tokens")?;
            let id = tokens.load(field, text).ok_or(SnapshotError::Invalid("tokens"))?;
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
        Ok(())
    }

    fn load_groups(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        for number in 0..from.count(4)? {
            let count = from.count(4)?;
            let tokens: Vec<u32> = Reader { bytes: from.take(count * 4)? }.numbers().collect();
            let sorted = tokens.windows(2).all(|pair| pair[0] < pair[1]);
            let last = tokens.last().is_none_or(|&last| self.is_token(last));
            check(sorted && last && count != 1, "groups")?;
            for &token in &tokens {
                self.filters.tokens.keep(token);
            }
            let (id, new) = self.filters.groups.load(&tokens);
            check(new && id as usize == number, "groups")?;
        }
        Ok(())
    }

    fn is_token(&self, id: u32) -> bool {
        (id as usize) < self.filters.tokens.numbers()
    }

    fn load_tests(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let limits = self.limits.clone();
        for _ in 0..from.count(8)? {
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

    fn load_filters(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let count = from.count(12)?;
        self.filters.reserve(count, from.bytes.len() / 8);
        let mut words = Vec::new();
        for _ in 0..count {
            let flags = from.u32()?;
            words.clear();
            words.extend([flags, 0, 0]);
            let needs = from.count(4)?;
            words.extend(Reader { bytes: from.take(needs * 4)? }.numbers());
            let tests = from.count(4)?;
            words.extend(Reader { bytes: from.take(tests * 4)? }.numbers());
            (words[1], words[2]) = (number(needs), number(tests));
            let typed = Flags(flags).has(Flags::TYPED);
            check(Flags(flags).is_known() && (needs > 0 || !typed), "filters")?;
            for &need in &words[3..3 + needs] {
                let id = need & !GROUP;
                if need & GROUP == 0 {
                    check(self.is_token(id), "filters")?;
                    self.filters.tokens.keep(id);
                } else {
                    check((id as usize) < self.filters.groups.numbers(), "filters")?;
                    self.filters.groups.keep(id);
                }
            }
            for &test in &words[3 + needs..] {
                check((test as usize) < self.filters.tests.numbers(), "filters")?;
                self.filters.tests.keep(test);
            }
            self.filters.push(&words, 0);
        }
        self.filters.trim();
        Ok(())
    }

    fn load_subscriptions(&mut self, from: &mut Reader<'_>) -> Result<(), SnapshotError> {
        let count = from.count(8)?;
        let filters = Reader { bytes: from.take(count * 4)? };
        let lengths = Reader { bytes: from.take(count * 4)? };
        let ids = std::str::from_utf8(from.take(from.bytes.len())?);
        let mut ids = ids.map_err(|_| SnapshotError::Invalid("ids"))?;
        self.roster.reserve(count, ids.len());
        for (filter, length) in filters.numbers().zip(lengths.numbers()) {
            check((filter as usize) < self.filters.numbers(), "subscriptions")?;
            let split = ids.split_at_checked(length as usize);
            let (id, rest) = split.ok_or(SnapshotError::Invalid("ids"))?;
            check(self.roster.has_room(id), "ids")?;
            let position = self.roster.push(id, filter);
            self.filters.keep(filter);
            let holders = self.roster.join(self.filters.holders(filter), position);
            self.filters.set_holders(filter, holders);
            ids = rest;
        }
        self.roster.shrink();
        // A part that nothing uses would never be given back.
        let used = (0..self.filters.numbers()).all(|id| self.filters.users(number(id)) > 0);
        check(used && ids.is_empty(), "subscriptions")?;
        check(self.filters.every_part_is_used(), "filters")
    }
}

fn check(holds: bool, part: &'static str) -> Result<(), SnapshotError> {
    if holds { Ok(()) } else { Err(SnapshotError::Invalid(part)) }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

fn length(bytes: &[u8]) -> u32 {
    number(bytes.len())
}

/// New numbers without gaps, in the order of the old ones.
struct Numbers {
    new: Vec<u32>,
}

impl Numbers {
    fn new(count: usize, used: impl Fn(u32) -> bool) -> Self {
        let mut next = 0;
        let new = (0..number(count)).map(|id| {
            if !used(id) {
                return NONE;
            }
            next += 1;
            next - 1
        });
        Self { new: new.collect() }
    }

    fn of(&self, id: u32) -> u32 {
        self.new.get(id as usize).copied().unwrap_or(NONE)
    }

    /// The old numbers in use.
    fn ids(&self) -> impl Iterator<Item = u32> + Clone {
        (0..).zip(&self.new).filter(|(_, new)| **new != NONE).map(|(id, _)| id)
    }
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn byte(&mut self, byte: usize) {
        self.bytes.push(u8::try_from(byte).unwrap_or(u8::MAX));
    }

    fn u32(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.u32(length(text.as_bytes()));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn list<T>(
        &mut self,
        items: impl Iterator<Item = T> + Clone,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.u32(number(items.clone().count()));
        items.for_each(|item| write(self, item));
    }

    fn path(&mut self, path: &Path) {
        self.byte(match path.root {
            Root::Data => 0,
            Root::Body => 1,
        });
        let (kind, name) = match &path.lookup {
            Lookup::Segments(segments) => {
                self.byte(0);
                return self.list(segments.iter(), |out, segment| match segment {
                    Segment::Any => out.byte(0),
                    Segment::Name(name) => {
                        out.byte(1);
                        out.text(name);
                    }
                });
            }
            Lookup::LiteralThenSegments(name) => (1, name.as_str()),
            Lookup::EcmaScriptMember(name) => (2, name.as_str()),
            Lookup::EcmaScriptDotted(name) => (3, name.as_str()),
            Lookup::Unreadable => (4, ""),
        };
        self.byte(kind);
        self.text(name);
    }
}

#[derive(Clone, Copy)]
struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], SnapshotError> {
        let split = self.bytes.split_at_checked(length);
        let (taken, rest) = split.ok_or(SnapshotError::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<usize, SnapshotError> {
        Ok(usize::from(self.take(1)?[0]))
    }

    fn u32(&mut self) -> Result<u32, SnapshotError> {
        let (number, rest) = self.bytes.split_first_chunk().ok_or(SnapshotError::Truncated)?;
        self.bytes = rest;
        Ok(u32::from_le_bytes(*number))
    }

    /// The length of a list of items of so many bytes at least, so that a false length
    /// reserves no memory.
    fn count(&mut self, least: usize) -> Result<usize, SnapshotError> {
        let count = self.u32()? as usize;
        check(count <= self.bytes.len() / least, "lengths")?;
        Ok(count)
    }

    fn numbers(self) -> impl Iterator<Item = u32> + 'b {
        let (numbers, _) = self.bytes.as_chunks();
        numbers.iter().map(|number| u32::from_le_bytes(*number))
    }

    fn text(&mut self) -> Result<&'b str, SnapshotError> {
        let length = self.u32()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| SnapshotError::Invalid("texts"))
    }

    fn path(&mut self) -> Result<Path, SnapshotError> {
        let root = match self.byte()? {
            0 => Root::Data,
            1 => Root::Body,
            _ => return Err(SnapshotError::Invalid("paths")),
        };
        let lookup = match self.byte()? {
            0 => {
                let mut segments = Vec::new();
                for _ in 0..self.count(1)? {
                    segments.push(match self.byte()? {
                        0 => Segment::Any,
                        1 => Segment::Name(self.text()?.to_owned()),
                        _ => return Err(SnapshotError::Invalid("paths")),
                    });
                }
                Lookup::Segments(segments)
            }
            kind @ 1..=4 => {
                let name = self.text()?.to_owned();
                match kind {
                    1 => Lookup::LiteralThenSegments(name),
                    2 => Lookup::EcmaScriptMember(name),
                    3 => Lookup::EcmaScriptDotted(name),
                    _ => Lookup::Unreadable,
                }
            }
            _ => return Err(SnapshotError::Invalid("paths")),
        };
        Ok(Path { root, lookup })
    }
}
