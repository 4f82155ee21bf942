//! The syntax tree of a pattern as the `regex` crate's machines take it, made piece by
//! piece as the pattern is read.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// The groups that are not closed yet, the pattern itself first.
#[derive(Debug)]
pub(super) struct Tree {
    pattern: Group,
    open: Vec<Group>,
}

#[derive(Debug, Default)]
struct Group {
    /// The alternatives before the last `|`.
    arms: Vec<Hir>,
    /// The pieces since, one after the other.
    pieces: Vec<Hir>,
    /// The plain text behind the last piece, of which no piece is made yet.
    text: String,
}

impl Group {
    /// Makes a piece of the text.
    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Hir::literal(std::mem::take(&mut self.text).into_bytes()));
        }
    }

    /// What stands behind the last `|`.
    fn arm(&mut self) -> Hir {
        self.end_text();
        match self.pieces.len() {
            1 => self.pieces.pop().unwrap_or_else(Hir::empty),
            _ => Hir::concat(std::mem::take(&mut self.pieces)),
        }
    }

    fn finish(mut self) -> Hir {
        let last = self.arm();
        if self.arms.is_empty() {
            return last;
        }
        self.arms.push(last);
        Hir::alternation(self.arms)
    }
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { pattern: Group::default(), open: Vec::new() }
    }

    fn group(&mut self) -> &mut Group {
        self.open.last_mut().unwrap_or(&mut self.pattern)
    }

    fn push(&mut self, piece: Hir) {
        let group = self.group();
        group.end_text();
        group.pieces.push(piece);
    }

    pub(super) fn alternative(&mut self) {
        let group = self.group();
        let arm = group.arm();
        group.arms.push(arm);
    }

    pub(super) fn open(&mut self) {
        self.open.push(Group::default());
    }

    pub(super) fn close(&mut self) {
        if let Some(group) = self.open.pop() {
            self.push(group.finish());
        }
    }

    pub(super) fn look(&mut self, look: Look) {
        self.push(Hir::look(look));
    }

    /// This character.
    pub(super) fn character(&mut self, character: char) {
        self.group().text.push(character);
    }

    /// Any character of these ranges, both ends included.
    pub(super) fn class(&mut self, ranges: &[(u32, u32)]) {
        let range = |&(first, last): &(u32, u32)| {
            Some(ClassUnicodeRange::new(char::from_u32(first)?, char::from_u32(last)?))
        };
        let class = ClassUnicode::new(ranges.iter().filter_map(range));
        self.push(Hir::class(Class::Unicode(class)));
    }

    /// What is found everywhere.
    pub(super) fn empty(&mut self) {
        self.push(Hir::empty());
    }

    /// Repeats the last piece.
    pub(super) fn repeat(&mut self, min: u32, max: Option<u32>) {
        let group = self.group();
        if let Some(last) = group.text.pop() {
            group.end_text();
            group.text.push(last);
            group.end_text();
        }
        if let Some(piece) = group.pieces.pop() {
            // Laziness does not change whether something is found.
            let sub = Box::new(piece);
            self.push(Hir::repetition(Repetition { min, max, greedy: true, sub }));
        }
    }

    pub(super) fn finish(mut self) -> Hir {
        while !self.open.is_empty() {
            self.close();
        }
        self.pattern.finish()
    }
}
