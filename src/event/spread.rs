//! Following a key with `*` over the text: every value it reaches, without a tree.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::captures::{Captured, number};
use super::fields::Slot;
use crate::json::scan::Scanner;
use crate::json::{Kind, SyntaxError, index_of};
use crate::subscription::Segment;

/// The values that keys with `*` reach in one event, in memory that is used again.
#[derive(Clone, Debug, Default)]
pub(super) struct Spread {
    values: Vec<Captured>,
    /// Of each slot the values it reaches.
    ranges: Vec<(u32, u32)>,
    filled: Vec<Slot>,
    members: Vec<Member>,
}

/// A member or an element on the way.
#[derive(Clone, Copy, Debug)]
struct Member {
    hash: u64,
    key: Captured,
    value: u32,
}

impl Spread {
    pub(super) fn clear(&mut self, slots: usize) {
        self.values.clear();
        for slot in self.filled.drain(..) {
            if let Some(range) = self.ranges.get_mut(slot.index()) {
                *range = (0, 0);
            }
        }
        self.ranges.resize(slots, (0, 0));
    }

    /// The values that a slot reaches.
    pub(super) fn of(&self, slot: Slot) -> &[Captured] {
        let (from, to) = self.ranges.get(slot.index()).copied().unwrap_or_default();
        self.values.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Follows the rest of a slot's key from the value that begins at an offset. Texts
    /// with escapes are put into `decoded`.
    pub(super) fn follow(
        &mut self,
        slot: Slot,
        segments: &[Segment],
        (text, at): (&str, u32),
        decoded: &mut String,
    ) {
        let from = number(self.values.len());
        let mut scanner = Scanner::new(text.as_bytes());
        // The text was checked when it was read; where it was only stepped over, a
        // fault ends the walk.
        let _ = self.walk(&mut scanner, at as usize, segments, decoded);
        self.ranges[slot.index()] = (from, number(self.values.len()));
        self.filled.push(slot);
    }

    fn walk(
        &mut self,
        scanner: &mut Scanner<'_>,
        mut at: usize,
        mut segments: &[Segment],
        decoded: &mut String,
    ) -> Result<(), SyntaxError> {
        while let Some((segment, rest)) = segments.split_first() {
            scanner.go_to(at);
            match segment {
                Segment::Name(name) => match named(scanner, name)? {
                    Some(value) => at = value,
                    None => return Ok(()),
                },
                Segment::Any => {
                    let base = self.members.len();
                    let collected = self.collect(scanner, decoded);
                    let mut index = base;
                    while collected.is_ok() && index < self.members.len() {
                        let value = self.members[index].value as usize;
                        self.walk(scanner, value, rest, decoded)?;
                        index += 1;
                    }
                    self.members.truncate(base);
                    return collected;
                }
            }
            segments = rest;
        }
        scanner.go_to(at);
        self.values.push(capture(scanner, decoded)?);
        Ok(())
    }

    /// Notes the elements of the array, or the members of the object, that begins here:
    /// of duplicates the last.
    fn collect(
        &mut self,
        scanner: &mut Scanner<'_>,
        decoded: &mut String,
    ) -> Result<(), SyntaxError> {
        let base = self.members.len();
        match scanner.kind()? {
            Kind::Array => {
                scanner.open(usize::MAX)?;
                while scanner.element(self.members.len() == base)? {
                    let value = number(scanner.offset());
                    self.members.push(Member { hash: 0, key: Captured::default(), value });
                    scanner.skip(usize::MAX)?;
                }
            }
            Kind::Object => {
                scanner.open(usize::MAX)?;
                while let Some(key) = scanner.key(self.members.len() == base)? {
                    let key = Captured::string(scanner, key, decoded);
                    let hash = FixedState::with_seed(0).hash_one(bytes_of(scanner, decoded, key));
                    self.members.push(Member { hash, key, value: number(scanner.offset()) });
                    scanner.skip(usize::MAX)?;
                }
                let members = &mut self.members[base..];
                let key = |member: &Member| bytes_of(scanner, decoded, member.key);
                members.sort_unstable_by(|a, b| {
                    let by_key = a.hash.cmp(&b.hash).then_with(|| key(a).cmp(key(b)));
                    by_key.then(a.value.cmp(&b.value))
                });
                let mut kept = base;
                for index in base..self.members.len() {
                    let member = self.members[index];
                    let next = self.members.get(index + 1);
                    let again =
                        |next: &Member| next.hash == member.hash && key(next) == key(&member);
                    if !next.is_some_and(again) {
                        self.members[kept] = member;
                        kept += 1;
                    }
                }
                self.members.truncate(kept);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Where the member of the object, or the element of the array, that a name is begins.
fn named(scanner: &mut Scanner<'_>, name: &str) -> Result<Option<usize>, SyntaxError> {
    let mut found = None;
    match scanner.kind()? {
        Kind::Object => {
            scanner.open(usize::MAX)?;
            let mut first = true;
            while let Some(key) = scanner.key(first)? {
                first = false;
                let same = match key.escaped {
                    true => {
                        let mut text = String::new();
                        scanner.unescape_into(key, &mut text);
                        text == name
                    }
                    false => scanner.bytes_of(key) == name.as_bytes(),
                };
                if same {
                    // Of duplicates the last one counts.
                    scanner.kind()?;
                    found = Some(scanner.offset());
                }
                scanner.skip(usize::MAX)?;
            }
        }
        Kind::Array => {
            let Some(wanted) = index_of(name) else { return Ok(None) };
            scanner.open(usize::MAX)?;
            let mut index = 0;
            while scanner.element(index == 0)? {
                if index == wanted {
                    scanner.kind()?;
                    return Ok(Some(scanner.offset()));
                }
                scanner.skip(usize::MAX)?;
                index += 1;
            }
        }
        _ => {}
    }
    Ok(found)
}

/// The value that begins here.
fn capture(scanner: &mut Scanner<'_>, decoded: &mut String) -> Result<Captured, SyntaxError> {
    let kind = scanner.kind()?;
    if kind == Kind::String {
        let text = scanner.string()?;
        return Ok(Captured::string(scanner, text, decoded));
    }
    let start = number(scanner.offset());
    scanner.skip(usize::MAX)?;
    Ok(Captured { kind: Some(kind), decoded: false, start, end: number(scanner.offset()) })
}

fn bytes_of<'t>(scanner: &Scanner<'t>, decoded: &'t str, key: Captured) -> &'t [u8] {
    let (start, end) = (key.start as usize, key.end as usize);
    match key.decoded {
        true => decoded.as_bytes().get(start..end).unwrap_or_default(),
        false => scanner.bytes_between(start, end),
    }
}
