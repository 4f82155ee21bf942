//! Sets of texts, as a filter describes them, and the one native condition that says the same.

use std::cell::OnceCell;
use std::rc::Rc;

use super::regexps::{avoiding, class_of, compiles, quoted};
use crate::json::{Data, Node};

/// How many steps the texts have that are joined in one regular expression.
const SHORT: usize = 500;

/// One step through a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// One of these characters.
    OneOf(Vec<char>),
    /// Any one character.
    Any,
    /// Any characters, or none.
    Run,
    /// A character above this one, by code point.
    Above(char),
    /// A character below this one.
    Below(char),
}

/// A whole text, step by step.
pub(super) type Shape = Vec<Piece>;

/// The texts that have one of some shapes.
#[derive(Clone, Debug)]
pub(super) struct Texts(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    shapes: Vec<Shape>,
    /// The shapes of all other texts, where they are known.
    others: Option<Vec<Shape>>,
    /// What was found out once, since regular expressions are compiled for it.
    said: OnceCell<Option<Said>>,
    other_said: OnceCell<Option<Said>>,
}

/// A native operator and its value.
type Said = (&'static str, Node);

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.0.shapes == other.0.shapes
    }
}

/// The characters of a text, each as it is.
pub(super) fn literal(text: &str) -> Shape {
    text.chars().map(|character| Piece::OneOf(vec![character])).collect()
}

/// The characters of a text in either case; nothing where a character's other case is more
/// than one character, which products treat in their own ways.
pub(super) fn in_either_case(text: &str) -> Option<Shape> {
    let mut shape = Shape::new();
    for character in text.chars() {
        let mut cases = vec![character];
        let (mut lower, mut upper) = (character.to_lowercase(), character.to_uppercase());
        if lower.len() != 1 || upper.len() != 1 {
            return None;
        }
        for case in lower.by_ref().chain(upper.by_ref()) {
            if !cases.contains(&case) {
                cases.push(case);
            }
        }
        shape.push(Piece::OneOf(cases));
    }
    Some(shape)
}

impl Texts {
    fn new(shapes: Vec<Shape>, others: Option<Vec<Shape>>) -> Self {
        Self(Rc::new(Inner { shapes, others, ..Inner::default() }))
    }

    pub(super) fn of(shape: Shape) -> Self {
        Self::new(vec![shape], None)
    }

    /// Every text.
    pub(super) fn all() -> Self {
        Self::of(vec![Piece::Run])
    }

    pub(super) fn exactly(text: &str) -> Self {
        Self::of(literal(text))
    }

    pub(super) fn starting(mut start: Shape) -> Self {
        start.push(Piece::Run);
        Self::of(start)
    }

    pub(super) fn ending(end: Shape) -> Self {
        Self::of(std::iter::once(Piece::Run).chain(end).collect())
    }

    /// The texts that are greater than `bound`, or `less`, by UTF-16 code units, with the
    /// bound itself or without it. Nothing where code units and code points may differ.
    pub(super) fn compared(bound: &str, less: bool, with_bound: bool) -> Option<Self> {
        let characters = literal(bound);
        if bound.chars().any(|character| character > '\u{d7ff}') || characters.len() > 200 {
            return None;
        }
        let (mut below, mut above) = (Vec::new(), Vec::new());
        for (index, character) in bound.chars().enumerate() {
            let start = characters.get(..index)?;
            let with = |piece| start.iter().cloned().chain([piece, Piece::Run]).collect();
            above.push(with(Piece::Above(character)));
            if character > '\0' {
                below.push(with(Piece::Below(character)));
            }
            below.push(start.to_vec());
        }
        let longer = characters.iter().cloned().chain([Piece::Any, Piece::Run]);
        above.push(longer.collect());
        let same = if less == with_bound { &mut below } else { &mut above };
        same.push(characters);
        let (shapes, others) = if less { (below, above) } else { (above, below) };
        // Nothing is less than the empty text.
        (!shapes.is_empty()).then(|| Self::new(shapes, Some(others)))
    }

    /// The texts of both.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut shapes = self.0.shapes.clone();
        for shape in &other.0.shapes {
            if !shapes.contains(shape) {
                shapes.push(shape.clone());
            }
        }
        Self::new(shapes, None)
    }

    /// The native operator and value that hold for exactly these texts and no other value;
    /// nothing where that would take too large a regular expression.
    pub(super) fn condition(&self) -> Option<Said> {
        self.0.said.get_or_init(|| self.say()).clone()
    }

    fn say(&self) -> Option<Said> {
        if let Some(mut whole) = self.listed() {
            return Some(match whole.len() {
                1 => ("eq", Node::from_text(whole.remove(0))),
                _ => {
                    let list = whole.into_iter().map(Node::from_text).collect();
                    ("in", Node::new(Data::Array(list)))
                }
            });
        }
        if let [shape] = self.0.shapes.as_slice() {
            let simple = match shape.as_slice() {
                [start @ .., Piece::Run] if plain(start).is_some() => ("starts-with", plain(start)),
                [Piece::Run, end @ ..] if plain(end).is_some() => ("ends-with", plain(end)),
                _ => ("", None),
            };
            if let (operator, Some(text)) = simple {
                return Some((operator, Node::from_text(text)));
            }
        }
        let patterns: Vec<String> = self.0.shapes.iter().map(|shape| pattern(shape)).collect();
        let pattern = patterns.join("|");
        compiles(&pattern).then(|| ("regexp", Node::from_text(pattern)))
    }

    /// The texts, where they are spelled out.
    pub(super) fn listed(&self) -> Option<Vec<String>> {
        self.0.shapes.iter().map(|shape| plain(shape)).collect()
    }

    /// The texts of both, where a regular expression for them is short.
    pub(super) fn joined(&self, other: &Self) -> Option<Self> {
        let steps = |texts: &Self| texts.0.shapes.iter().map(|it| it.len() + 1).sum::<usize>();
        (steps(self) + steps(other) <= SHORT).then(|| self.with(other))
    }

    /// The same for all texts but these; nothing where it cannot be said.
    pub(super) fn other_condition(&self) -> Option<Said> {
        self.0.other_said.get_or_init(|| self.say_others()).clone()
    }

    fn say_others(&self) -> Option<Said> {
        if let Some(others) = &self.0.others {
            return Self::new(others.clone(), None).condition();
        }
        let forward = self.words(|shape| match shape {
            [start @ .., Piece::Run] => Some((start.to_vec(), true)),
            whole => Some((whole.to_vec(), false)),
        });
        let pattern = match forward {
            Some(words) => format!("^{}", avoiding(&words, false)?),
            None => {
                let words = self.words(|shape| match shape {
                    [Piece::Run, end @ ..] => Some((end.iter().rev().cloned().collect(), true)),
                    _ => None,
                });
                format!("{}$", avoiding(&words?, true)?)
            }
        };
        compiles(&pattern).then(|| ("regexp", Node::from_text(pattern)))
    }

    /// What every text of a single shape holds and what nothing else is asked of.
    pub(super) fn held(&self) -> Option<String> {
        match self.0.shapes.as_slice() {
            [shape] => match shape.as_slice() {
                [Piece::Run, middle @ .., Piece::Run] if !middle.is_empty() => plain(middle),
                _ => None,
            },
            _ => None,
        }
    }

    fn words(&self, split: impl Fn(&[Piece]) -> Option<(Shape, bool)>) -> Option<Vec<Word>> {
        let word = |shape: &Shape| {
            let (pieces, open) = split(shape)?;
            let classes = pieces.into_iter().map(|piece| match piece {
                Piece::OneOf(characters) => Some(characters),
                _ => None,
            });
            Some(Word { classes: classes.collect::<Option<_>>()?, open })
        };
        self.0.shapes.iter().map(word).collect()
    }
}

/// A text spelled out, each character one of some; more may follow where it is open.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) classes: Vec<Vec<char>>,
    pub(super) open: bool,
}

/// The text that a shape spells out, if it is only one.
fn plain(shape: &[Piece]) -> Option<String> {
    let one = |piece: &Piece| match piece {
        Piece::OneOf(characters) => match characters.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        _ => None,
    };
    shape.iter().map(one).collect()
}

/// The regular expression of a shape.
fn pattern(shape: &[Piece]) -> String {
    let (start, shape) = match shape {
        [Piece::Run, rest @ ..] => ("", rest),
        all => ("^", all),
    };
    let (shape, end) = match shape {
        [rest @ .., Piece::Run] => (rest, ""),
        all => (all, "$"),
    };
    let mut pattern = start.to_owned();
    for piece in shape {
        match piece {
            Piece::OneOf(characters) => pattern.push_str(&class_of(characters)),
            Piece::Any => pattern.push_str(r"[\s\S]"),
            Piece::Run => pattern.push_str(r"[\s\S]*"),
            Piece::Above(bound) => {
                pattern.push_str(r"[^\x00-");
                pattern.push_str(&quoted(*bound));
                pattern.push(']');
            }
            Piece::Below(bound) => {
                let last = char::from_u32(u32::from(*bound).saturating_sub(1)).unwrap_or('\0');
                pattern.push_str(r"[\x00-");
                pattern.push_str(&quoted(last));
                pattern.push(']');
            }
        }
    }
    pattern.push_str(end);
    pattern
}
