//! Values as canonical bytes: the same on every machine, the same for what is the same.
//!
//! A length is little-endian groups of seven bits, a text stands behind its length, a
//! numeral in its one spelling before a zero byte.

use crate::json::{Data, Member, Node, Span};
use crate::number::{Numeral, write_canonical};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const STRING: u8 = 4;
const ARRAY: u8 = 5;
const OBJECT: u8 = 6;

/// Whether the order of an object's members, and their duplicates, say something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// No: each member once, by key.
    Sorted,
    /// Yes: as written.
    Written,
}

pub(super) fn put_length(out: &mut Vec<u8>, mut length: usize) {
    loop {
        let low = u8::try_from(length & 0x7F).unwrap_or_default();
        length >>= 7;
        if length == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// A numeral, or nothing at all.
pub(super) fn put_numeral(out: &mut Vec<u8>, text: Option<&str>) {
    if let Some(text) = text {
        write_canonical(text, out);
    }
    out.push(0);
}

pub(super) fn put_null(out: &mut Vec<u8>) {
    out.push(NULL);
}

pub(super) fn put_bool(out: &mut Vec<u8>, value: bool) {
    out.push(if value { TRUE } else { FALSE });
}

pub(super) fn put_number(out: &mut Vec<u8>, text: &str) {
    out.push(NUMBER);
    put_numeral(out, Some(text));
}

pub(super) fn put_string(out: &mut Vec<u8>, text: &str) {
    out.push(STRING);
    put_text(out, text);
}

pub(super) fn put_node(out: &mut Vec<u8>, node: &Node, order: Members) {
    match &node.data {
        Data::Null => put_null(out),
        Data::Bool(value) => put_bool(out, *value),
        Data::Number(text) => put_number(out, text),
        Data::String(text) => put_string(out, text),
        Data::Array(elements) => {
            out.push(ARRAY);
            put_length(out, elements.len());
            for element in elements {
                put_node(out, element, order);
            }
        }
        Data::Object(written) => {
            let members: Vec<&Member> = match order {
                Members::Sorted => node.sorted_members(),
                Members::Written => written.iter().collect(),
            };
            out.push(OBJECT);
            put_length(out, members.len());
            for member in members {
                put_text(out, &member.key);
                put_node(out, &member.value, order);
            }
        }
    }
}

/// What is left of the bytes to read. Anything may stand in them.
pub(super) struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A length; at most 32 bits, and never more than the bytes that are left could hold.
    pub(super) fn length(&mut self) -> Option<usize> {
        let mut length = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            length |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                let length = usize::try_from(length).ok()?;
                return (length <= self.0.len()).then_some(length);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = self.length()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    /// A numeral, or nothing at all.
    #[allow(clippy::option_option, reason = "bytes that cannot be read, and no numeral")]
    pub(super) fn numeral(&mut self) -> Option<Option<Numeral>> {
        let end = self.0.iter().position(|&byte| byte == 0)?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.get(1..)?;
        match std::str::from_utf8(text).ok()? {
            "" => Some(None),
            text => Numeral::parse(text).map(Some),
        }
    }

    /// A value that nests at most `depth` levels.
    pub(super) fn node(&mut self, depth: usize) -> Option<Node> {
        Some(Node::new(match self.byte()? {
            NULL => Data::Null,
            FALSE => Data::Bool(false),
            TRUE => Data::Bool(true),
            NUMBER => Data::Number(self.numeral()??.text().to_owned()),
            STRING => Data::String(self.text()?.to_owned()),
            ARRAY => {
                let depth = depth.checked_sub(1)?;
                let count = self.length()?;
                Data::Array((0..count).map(|_| self.node(depth)).collect::<Option<_>>()?)
            }
            OBJECT => {
                let depth = depth.checked_sub(1)?;
                let count = self.length()?;
                let member = |_| {
                    let key = self.text()?.to_owned();
                    Some(Member { key, key_span: Span::default(), value: self.node(depth)? })
                };
                Data::Object((0..count).map(member).collect::<Option<_>>()?)
            }
            _ => return None,
        }))
    }
}
