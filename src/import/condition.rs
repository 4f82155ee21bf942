//! One condition in the making: what it becomes here, its exact negation, and whether two
//! conditions exclude each other.

use super::field::is_elements;
use super::texts::{Piece, Texts, literal};
use crate::json::{Data, Node};

/// A part of the input, by its number in the draft.
pub(super) type Part = usize;

/// A condition on the value at a native key.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// What of the input it comes from.
    pub(super) parts: Vec<Part>,
    pub(super) key: String,
    /// Whether a text stands there in every event.
    pub(super) always_text: bool,
    pub(super) asked: Asked,
}

/// What is asked of the value.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// A native operator with its value.
    Native(&'static str, Option<Node>),
    /// A text that is one of these.
    Text(Texts),
    /// A text that is none of these.
    OtherText(Texts),
    /// An array with this element.
    Element(Node),
}

/// Kinds of values, one bit each.
mod kinds {
    pub(super) const MISSING: u8 = 1;
    pub(super) const NULL: u8 = 2;
    pub(super) const BOOL: u8 = 4;
    pub(super) const NUMBER: u8 = 8;
    pub(super) const TEXT: u8 = 16;
    pub(super) const CONTAINER: u8 = 32;
    pub(super) const ALL: u8 = 63;
}

impl Asked {
    /// A text that is one of these; what a text holds is an operator of its own here.
    pub(super) fn text(texts: Texts) -> Self {
        match texts.held() {
            Some(held) => Self::Native("contains", Some(Node::from_text(held))),
            None => Self::Text(texts),
        }
    }

    /// Any value that is no text, or nothing at all: every text holds the empty one.
    pub(super) fn no_text() -> Self {
        Self::Native("not-contains", Some(Node::from_text("")))
    }

    /// The native operator and value; nothing where there is none.
    pub(super) fn native(&self) -> Option<(&'static str, Option<Node>)> {
        match self {
            Self::Native(operator, value) => Some((operator, value.clone())),
            Self::Text(texts) => texts.condition().map(|(name, value)| (name, Some(value))),
            Self::OtherText(texts) => {
                texts.other_condition().map(|(name, value)| (name, Some(value)))
            }
            Self::Element(value) => Some(("contains", Some(value.clone()))),
        }
    }

    /// What holds for exactly the values for which this does not, as alternatives.
    fn negations(&self) -> Option<Vec<Self>> {
        let (operator, value) = match self {
            Self::Native(operator, value) => (*operator, value),
            Self::Text(texts) => {
                if let Some((operator @ ("eq" | "in"), value)) = texts.condition() {
                    return Self::Native(operator, Some(value)).negations();
                }
                let mut all = vec![Self::no_text()];
                if *texts != Texts::all() {
                    texts.other_condition()?;
                    all.push(Self::OtherText(texts.clone()));
                }
                return Some(all);
            }
            Self::OtherText(texts) => {
                return Some(vec![Self::no_text(), Self::Text(texts.clone())]);
            }
            Self::Element(value) => {
                return Some(vec![Self::Native("not-contains", Some(value.clone()))]);
            }
        };
        let bound = |end: &str| value.clone().map(|value| Node::object([(end, value)]));
        let negation = match operator {
            "eq" => ("ne", value.clone()),
            "ne" => ("eq", value.clone()),
            "in" => ("not-in", value.clone()),
            "not-in" => ("in", value.clone()),
            "contains" => ("not-contains", value.clone()),
            "not-contains" => ("contains", value.clone()),
            "exists" => ("missing", None),
            "missing" => ("exists", None),
            "between" => ("not-between", value.clone()),
            "not-between" => ("between", value.clone()),
            "gt" => ("not-between", bound("above")),
            "gte" => ("not-between", bound("min")),
            "lt" => ("not-between", bound("below")),
            "lte" => ("not-between", bound("max")),
            _ => return None,
        };
        Some(vec![Self::Native(negation.0, negation.1)])
    }

    /// The kinds of values for which it may hold.
    fn kinds(&self) -> u8 {
        let (operator, value) = match self {
            Self::Native(operator, value) => (operator, value),
            Self::Text(_) | Self::OtherText(_) => return kinds::TEXT,
            Self::Element(_) => return kinds::CONTAINER,
        };
        let list = value.as_ref().and_then(Node::array);
        match (*operator, value, list) {
            ("eq", Some(value), _) => kind(value),
            ("in", _, Some(list)) => list.iter().map(kind).fold(0, |a, b| a | b),
            ("gt" | "gte" | "lt" | "lte" | "between", ..) => kinds::NUMBER | kinds::TEXT,
            ("contains", ..) => kinds::TEXT | kinds::CONTAINER,
            ("regexp", ..) => kinds::TEXT,
            ("exists", ..) => kinds::ALL & !kinds::MISSING,
            ("missing", ..) => kinds::MISSING,
            ("not-contains", Some(value), _) if value.string() == Some("") => {
                kinds::ALL & !kinds::TEXT
            }
            _ => kinds::ALL,
        }
    }

    /// The values of `eq` and `in`, where they can be told apart without arithmetic.
    fn listed(&self) -> Option<Vec<Node>> {
        let listed = match self {
            Self::Native("eq", Some(value)) => vec![value.clone()],
            Self::Native("in", Some(value)) => value.array()?.to_vec(),
            Self::Text(texts) => texts.listed()?.into_iter().map(Node::from_text).collect(),
            _ => return None,
        };
        Some(listed)
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Native(a, x), Self::Native(b, y)) => {
                a == b
                    && match (x, y) {
                        (Some(x), Some(y)) => x.equals(y),
                        (x, y) => x.is_none() && y.is_none(),
                    }
            }
            (Self::Text(a), Self::Text(b)) | (Self::OtherText(a), Self::OtherText(b)) => a == b,
            (Self::Element(a), Self::Element(b)) => a.equals(b),
            _ => false,
        }
    }
}

fn kind(value: &Node) -> u8 {
    match value.data {
        Data::Null => kinds::NULL,
        Data::Bool(_) => kinds::BOOL,
        Data::Number(_) => kinds::NUMBER,
        Data::String(_) => kinds::TEXT,
        Data::Array(_) | Data::Object(_) => kinds::CONTAINER,
    }
}

impl Condition {
    /// Whether both ask for the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.key == other.key && self.asked.same(&other.asked)
    }

    /// What holds exactly where this does not, as alternatives of which never two hold.
    /// Nothing where it cannot be said.
    pub(super) fn negations(&self) -> Option<Vec<Self>> {
        let asked = match &self.asked {
            // Not one of the elements, where one was enough: no text has an operator for it.
            asked @ (Asked::Text(_) | Asked::OtherText(_)) if is_elements(&self.key) => {
                let (operator, value) = asked.native()?;
                Asked::Native(operator, value).negations()?
            }
            asked => asked.negations()?,
        };
        let asked =
            asked.into_iter().filter(|asked| !self.always_text || asked.kinds() & kinds::TEXT > 0);
        Some(asked.map(|asked| Self { asked, ..self.clone() }).collect())
    }

    /// Whether surely no event satisfies both.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        if self.key != other.key || is_elements(&self.key) {
            return false;
        }
        if self.asked.kinds() & other.asked.kinds() == 0 {
            return true;
        }
        if let (Some(a), Some(b)) = (self.asked.listed(), other.asked.listed())
            && !a.iter().any(|x| b.iter().any(|y| x.equals(y)))
        {
            return true;
        }
        let opposite = |a: &Asked, b: &Asked| match (a, b) {
            (Asked::Text(a), Asked::OtherText(b)) => a == b,
            (Asked::Native(..) | Asked::Element(_), _) => {
                a.negations().is_some_and(|all| all.iter().any(|it| it.same(b)))
            }
            _ => false,
        };
        opposite(&self.asked, &other.asked) || opposite(&other.asked, &self.asked)
    }

    /// Whether it holds wherever `other` does.
    pub(super) fn follows_from(&self, other: &Self) -> bool {
        let opposites = self.negations();
        opposites.is_some_and(|all| !all.is_empty() && all.iter().all(|it| it.excludes(other)))
    }

    /// The same for either of two, where one condition can say it.
    pub(super) fn either(&self, other: &Self) -> Option<Self> {
        if self.key != other.key {
            return None;
        }
        let asked = match (self.asked.listed(), other.asked.listed()) {
            (Some(mut list), Some(more)) => {
                for value in more {
                    if !list.iter().any(|known| known.equals(&value)) {
                        list.push(value);
                    }
                }
                Asked::Native("in", Some(Node::new(Data::Array(list))))
            }
            _ => Asked::text(self.asked.texts()?.joined(&other.asked.texts()?)?),
        };
        let mut parts = self.parts.clone();
        parts.extend(&other.parts);
        Some(Self { parts, asked, ..self.clone() })
    }
}

impl Asked {
    /// The texts it holds for, where it holds for nothing else.
    fn texts(&self) -> Option<Texts> {
        match self {
            Self::Text(texts) => Some(texts.clone()),
            Self::Native("eq", Some(value)) => value.string().map(Texts::exactly),
            Self::Native("in", Some(value)) => {
                let mut all = value.array()?.iter().map(|it| it.string().map(Texts::exactly));
                let first = all.next()??;
                all.try_fold(first, |known, text| Some(known.with(&text?)))
            }
            Self::Native("contains", Some(value)) => {
                let held = value.string()?;
                let mut shape = literal(held);
                shape.insert(0, Piece::Run);
                shape.push(Piece::Run);
                Some(Texts::of(shape))
            }
            _ => None,
        }
    }

    /// Splits what lists texts and other values: the texts may join other texts.
    pub(super) fn split(&self) -> Vec<Self> {
        let Self::Native("in", Some(value)) = self else { return vec![self.clone()] };
        let list = value.array().unwrap_or_default();
        let (texts, rest): (Vec<Node>, Vec<Node>) =
            list.iter().cloned().partition(|value| value.string().is_some());
        if texts.is_empty() || rest.is_empty() {
            return vec![self.clone()];
        }
        [texts, rest]
            .into_iter()
            .map(|list| Self::Native("in", Some(Node::new(Data::Array(list)))))
            .collect()
    }
}
