//! Which of a few names a text is: every member of an event is asked.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

/// The names below a node, each with the number of its own node.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// The lengths of the names, one bit each, the longer ones in the last bit: most
    /// members of an event are passed over by a look at their length.
    lengths: u32,
    /// The names by their prints, with so much room that the first look nearly always
    /// tells. The length is a power of two.
    table: Vec<Entry>,
    list: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    print: u64,
    length: u32,
    /// The place of the name; [`FREE`] where there is none.
    name: u32,
    node: usize,
}

const FREE: u32 = u32::MAX;

impl Entry {
    const FREE: Self = Self { print: 0, length: 0, name: FREE, node: 0 };
}

/// A name of this length at most is told by its print and its length.
const SHORT: usize = 8;

impl Names {
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The node of a name.
    #[inline(always)]
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        if self.lengths & length_bit(name) == 0 {
            return None;
        }
        let print = print(name);
        let mut at = place(print);
        loop {
            let entry = self.table.get(at & self.table.len().wrapping_sub(1))?;
            if entry.name == FREE {
                return None;
            }
            if entry.print == print
                && entry.length as usize == name.len()
                && (name.len() <= SHORT || self.list[entry.name as usize].as_bytes() == name)
            {
                return Some(entry.node);
            }
            at += 1;
        }
    }

    /// Adds a name that is not there. Amortised O(1).
    pub(super) fn add(&mut self, name: &str, node: usize) {
        self.lengths |= length_bit(name.as_bytes());
        let entry = Entry {
            print: print(name.as_bytes()),
            length: u32::try_from(name.len()).unwrap_or(u32::MAX),
            name: u32::try_from(self.list.len()).unwrap_or(FREE),
            node,
        };
        self.list.push(name.to_owned());
        if self.list.len() * 2 > self.table.len() {
            let room = (self.list.len() * 4).next_power_of_two();
            for entry in std::mem::replace(&mut self.table, vec![Entry::FREE; room]) {
                self.put(entry);
            }
        }
        self.put(entry);
    }

    fn put(&mut self, entry: Entry) {
        let mask = self.table.len() - 1;
        let mut at = place(entry.print);
        while self.table[at & mask].name != FREE {
            at += 1;
        }
        self.table[at & mask] = entry;
    }

    /// About how many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.list.iter().map(|name| name.len() + 24).sum();
        self.table.capacity() * size_of::<Entry>() + texts
    }
}

/// The bit of [`Names::lengths`] for a name.
#[inline(always)]
fn length_bit(name: &[u8]) -> u32 {
    1 << name.len().min(31)
}

/// A short name whole, its length apart: the first and the last four bytes in one word, or the
/// first, the middle and the last. A hash of a longer one.
#[inline(always)]
fn print(name: &[u8]) -> u64 {
    let word = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    match (name.first_chunk(), name.last_chunk(), name) {
        _ if name.len() > SHORT => long_print(name),
        (Some(first), Some(last), _) => word(first) | word(last) << 32,
        (_, _, [first, .., last]) => {
            u64::from(*first) | u64::from(name[name.len() / 2]) << 8 | u64::from(*last) << 16
        }
        (_, _, [only]) => u64::from(*only),
        _ => 0,
    }
}

fn long_print(name: &[u8]) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    hasher.write(name);
    hasher.finish()
}

/// Where a print stands in a table, before what stood there is asked.
#[inline(always)]
fn place(print: u64) -> usize {
    usize::try_from(print.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names that look alike, of every length and number.
    #[test]
    fn every_name_is_told_from_others() {
        let mut names = Names::default();
        let mut known: Vec<String> = Vec::new();
        for length in 0..70 {
            for middle in ["", "a", "b", "\u{e9}"] {
                let name = format!("{}{middle}{}", "x".repeat(length / 2), "y".repeat(length / 3));
                assert_eq!(names.find(name.as_bytes()), known.iter().position(|it| *it == name));
                if !known.contains(&name) {
                    names.add(&name, known.len());
                    known.push(name);
                }
            }
            for (node, name) in known.iter().enumerate() {
                assert_eq!(names.find(name.as_bytes()), Some(node), "{name}");
            }
        }
        assert!(known.len() > 100 && names.len() == known.len());
        assert_eq!(names.find(b"\xff"), None);
    }
}
