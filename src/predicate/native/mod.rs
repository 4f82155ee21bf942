//! The native operators: exact numbers, typed comparison, nothing throws.

mod asked;
mod bounds;
mod encode;
mod literal;

use std::borrow::Borrow;
use std::fmt;

use super::{Flavour, Necessary, Regexp, RegexpError, Scalar, Test, Value, trim};
use crate::json::Node;
use crate::limits::Limits;
use crate::number::Numeral;

pub(crate) use asked::{Asked, Edge};
use bounds::End;
pub use bounds::{Bound, Bounds, Comparison};
use literal::Literal;

/// The names of the native operators, each positive one followed by its negation
/// where it has one.
///
/// ```
/// use hooksieve::OPERATORS;
/// assert!(OPERATORS.contains(&"not-between"));
/// ```
pub const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "not-between",
    "contains",
    "not-contains",
    "starts-with",
    "ends-with",
    "in",
    "not-in",
    "regexp",
    "truthy",
    "falsy",
    "exists",
    "missing",
];

/// A native operator with its operand.
///
/// ```
/// use hooksieve::{Limits, Native, json::Node};
/// let range = Node::parse(r#"{"min":1,"below":5}"#).unwrap();
/// let between = Native::new("between", Some(&range), &Limits::default()).unwrap();
/// assert_eq!(between.bounds().unwrap().bounds.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Native {
    kind: Operator,
    negated: bool,
}

#[derive(Clone, Debug)]
enum Operator {
    Equals(Literal),
    /// With nothing where the configuration gave no numeral: no value compares then.
    Gt(Option<Numeral>),
    Gte(Option<Numeral>),
    Lt(Option<Numeral>),
    Lte(Option<Numeral>),
    Between(Box<[End]>),
    /// A text: in a text, or an element of an array.
    ContainsText(Box<str>),
    /// Anything else; boxed, so that all of them are small.
    Contains(Box<Literal>),
    StartsWith(Option<Box<str>>),
    EndsWith(Option<Box<str>>),
    In(Box<[Literal]>),
    Regexp(Regexp),
    Truthy,
    Falsy,
    Exists,
    Missing,
}

/// Why an operator cannot be made from its name and value.
///
/// ```
/// use hooksieve::{Limits, Native, OperandError, json::Node};
/// let new = |name, value: Option<&Node>| Native::new(name, value, &Limits::default()).unwrap_err();
/// assert_eq!(new("like", None), OperandError::UnknownOperator);
/// assert_eq!(new("gte", None), OperandError::MissingValue);
/// assert_eq!(new("in", Some(&Node::from_text("usdc"))).to_string(), "the operator takes a list of values");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperandError {
    /// There is no such operator.
    UnknownOperator,
    /// The operator needs a value.
    MissingValue,
    /// The value has the wrong shape.
    WrongShape {
        /// What the operator takes, in words.
        expected: &'static str,
    },
    /// The regular expression cannot be used.
    Regexp(RegexpError),
}

impl fmt::Display for OperandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperator => f.write_str("there is no such operator"),
            Self::MissingValue => f.write_str("the operator needs a value"),
            Self::WrongShape { expected } => write!(f, "the operator takes {expected}"),
            Self::Regexp(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OperandError {}

impl Native {
    /// Reads the operator `name` with its operand.
    ///
    /// # Errors
    /// As [`Predicate::native`](super::Predicate::native).
    ///
    /// ```
    /// use hooksieve::{Limits, Native, json::Node};
    /// assert!(Native::new("starts-with", Some(&Node::from_text("wallet.")), &Limits::default()).is_ok());
    /// assert!(Native::new("exists", None, &Limits::default()).is_ok());
    /// ```
    pub fn new(name: &str, value: Option<&Node>, limits: &Limits) -> Result<Self, OperandError> {
        let kind = match name {
            "truthy" => Operator::Truthy,
            "falsy" => Operator::Falsy,
            "exists" => Operator::Exists,
            "missing" => Operator::Missing,
            name if OPERATORS.contains(&name) => {
                let value = value.ok_or(OperandError::MissingValue)?;
                Self::with_operand(name.strip_prefix("not-").unwrap_or(name), value, limits)?
            }
            _ => return Err(OperandError::UnknownOperator),
        };
        Ok(Self { kind, negated: name == "ne" || name.starts_with("not-") })
    }

    fn with_operand(name: &str, value: &Node, limits: &Limits) -> Result<Operator, OperandError> {
        let text = || value.string().map(Box::from);
        match name {
            "eq" | "ne" => Ok(Operator::Equals(Literal::of(value))),
            "gt" => Ok(Operator::Gt(bounds::numeral_of(value))),
            "gte" => Ok(Operator::Gte(bounds::numeral_of(value))),
            "lt" => Ok(Operator::Lt(bounds::numeral_of(value))),
            "lte" => Ok(Operator::Lte(bounds::numeral_of(value))),
            "between" => bounds::read(value).map(Operator::Between),
            "contains" => Ok(match text() {
                Some(text) => Operator::ContainsText(text),
                None => Operator::Contains(Box::new(Literal::of(value))),
            }),
            "starts-with" => Ok(Operator::StartsWith(text())),
            "ends-with" => Ok(Operator::EndsWith(text())),
            "in" => match value.array() {
                Some(list) => Ok(Operator::In(list.iter().map(Literal::of).collect())),
                None => Err(OperandError::WrongShape { expected: "a list of values" }),
            },
            _ => {
                let expected =
                    OperandError::WrongShape { expected: "a regular expression as text" };
                let pattern = value.string().ok_or(expected)?;
                Regexp::compile(pattern, Flavour::CodePoints, limits)
                    .map(Operator::Regexp)
                    .map_err(OperandError::Regexp)
            }
        }
    }

    /// The same test with both ends of `between` excluded, as ARK documents it.
    #[must_use]
    pub(crate) fn with_open_ends(mut self) -> Self {
        if let Operator::Between(ends) = &mut self.kind {
            for (comparison, _) in ends {
                *comparison = match comparison {
                    Comparison::Gte | Comparison::Gt => Comparison::Gt,
                    Comparison::Lte | Comparison::Lt => Comparison::Lt,
                };
            }
        }
        self
    }

    /// See [`Operation::equals_one_of`](super::Operation).
    pub(super) fn equals_one_of(&self) -> Option<Vec<Scalar<'_>>> {
        match &self.kind {
            _ if self.negated => None,
            Operator::Equals(literal) => Some(vec![literal.scalar()?]),
            Operator::In(list) => list.iter().map(Literal::scalar).collect(),
            Operator::Regexp(regexp) => {
                Some(regexp.words()?.iter().map(|word| Scalar::Text(word)).collect())
            }
            _ => None,
        }
    }

    /// See [`Operation::necessary`](super::Operation).
    pub(super) fn necessary(&self) -> Necessary<'_> {
        match &self.kind {
            _ if self.negated => Necessary::Nothing,
            Operator::ContainsText(text) if !text.is_empty() => {
                Necessary::Holds(vec![text.as_ref().into()])
            }
            Operator::StartsWith(Some(text)) if !text.is_empty() => Necessary::Starts(text),
            Operator::EndsWith(Some(text)) if !text.is_empty() => Necessary::Ends(text),
            Operator::Gt(Some(low)) | Operator::Gte(Some(low)) => {
                Necessary::Within { low: Some(low), high: None }
            }
            Operator::Lt(Some(high)) | Operator::Lte(Some(high)) => {
                Necessary::Within { low: None, high: Some(high) }
            }
            Operator::Between(ends) => {
                let last = |lower: bool| {
                    let side = ends.iter().rev().find(|end| end.0.is_lower() == lower)?;
                    side.1.as_ref()
                };
                Necessary::Within { low: last(true), high: last(false) }
            }
            Operator::Regexp(regexp) if !regexp.literals().is_empty() => {
                let texts = regexp.literals().iter();
                Necessary::Holds(texts.map(|text| text.as_ref().into()).collect())
            }
            _ => Necessary::Nothing,
        }
    }

    /// The regular expression that it searches for, if it does.
    pub(super) fn regexp(&self) -> Option<&Regexp> {
        match &self.kind {
            Operator::Regexp(regexp) => Some(regexp),
            _ => None,
        }
    }

    /// The ranks of the numbers between which a value passes, and outside of which it
    /// fails; at the ranks themselves only a comparison tells.
    pub(super) fn ranks(&self) -> Option<(u64, u64)> {
        match &self.kind {
            Operator::Gt(_) | Operator::Gte(_) | Operator::Lt(_) | Operator::Lte(_) => {}
            Operator::Between(ends) => {
                // Of several ends on one side all count, and without a numeral none passes.
                let lower = ends.iter().filter(|end| end.0.is_lower()).count();
                if lower > 1 || ends.len() - lower > 1 || ends.iter().any(|end| end.1.is_none()) {
                    return None;
                }
            }
            _ => return None,
        }
        let rank = |numeral: &Numeral| numeral.decimal().rank();
        match self.necessary() {
            Necessary::Within { low: None, high: None } => None,
            Necessary::Within { low, high } => {
                Some((low.map_or(0, rank), high.map_or(u64::MAX, rank)))
            }
            _ => None,
        }
    }

    /// The operand as the native dialect writes it, from the value it was read from:
    /// the ends of `between` under the names that say whether they are included.
    /// Nothing where two ends would need the same name.
    #[allow(clippy::option_option, reason = "no operand at all is a form that can be written")]
    pub(crate) fn written_operand(&self, value: Option<&Node>) -> Option<Option<Node>> {
        let (Operator::Between(kept), Some(given)) = (&self.kind, value) else {
            return Some(value.cloned());
        };
        let mut written = Vec::new();
        let ends = ["min", "above", "max", "below"].into_iter().filter_map(|end| given.get(end));
        for ((comparison, _), end) in kept.iter().zip(ends) {
            let name = match comparison {
                Comparison::Gte => "min",
                Comparison::Gt => "above",
                Comparison::Lte => "max",
                Comparison::Lt => "below",
            };
            if written.iter().any(|(known, _)| *known == name) {
                return None;
            }
            written.push((name, end));
        }
        let same = written
            .iter()
            .all(|(name, end)| given.get(name).is_some_and(|there| std::ptr::eq(there, *end)));
        if same {
            return Some(Some(given.clone()));
        }
        Some(Some(Node::object(written.into_iter().map(|(name, end)| (name, end.clone())))))
    }

    /// What `between` asks for; nothing for any other operator.
    ///
    /// ```
    /// use hooksieve::{Limits, Native};
    /// assert!(Native::new("truthy", None, &Limits::default()).unwrap().bounds().is_none());
    /// ```
    pub fn bounds(&self) -> Option<Bounds> {
        let Operator::Between(ends) = &self.kind else { return None };
        let bound = |(comparison, numeral): &End| Bound {
            comparison: *comparison,
            numeral: numeral.as_ref().map(|numeral| numeral.text().to_owned()),
        };
        Some(Bounds { bounds: ends.iter().map(bound).collect() })
    }

    /// Whether an operand that should be a numeral or a text is something else, so
    /// that no value ever satisfies the positive test.
    pub(crate) fn operand_never_suits(&self) -> bool {
        match &self.kind {
            Operator::Gt(numeral)
            | Operator::Gte(numeral)
            | Operator::Lt(numeral)
            | Operator::Lte(numeral) => numeral.is_none(),
            Operator::Between(ends) => ends.iter().any(|(_, numeral)| numeral.is_none()),
            Operator::StartsWith(text) | Operator::EndsWith(text) => text.is_none(),
            _ => false,
        }
    }

    /// Tests the values at a path: a positive operator holds if it holds for one.
    pub(crate) fn test(&self, values: &[Value<'_>]) -> Test {
        self.test_each(values.iter())
    }

    /// The same for values that come one by one.
    pub(crate) fn test_each<'v>(
        &self,
        mut values: impl Iterator<Item = impl Borrow<Value<'v>>>,
    ) -> Test {
        let positive = match self.kind {
            Operator::Exists => Test::from(values.next().is_some()),
            Operator::Missing => Test::from(values.next().is_none()),
            _ => values.map(|value| self.test_one(value.borrow())).fold(Test::Missing, best),
        };
        match (self.negated, positive) {
            (false, test) | (true, test @ Test::Undecidable) => test,
            (true, Test::Pass) => Test::Fail,
            (true, _) => Test::Pass,
        }
    }

    /// The positive test of one value.
    fn test_one(&self, value: &Value<'_>) -> Test {
        match &self.kind {
            Operator::Equals(expected) => {
                typed(expected.equals(value), value, std::slice::from_ref(expected))
            }
            Operator::Gt(bound) => bounds::compare(value, Comparison::Gt, bound.as_ref()),
            Operator::Gte(bound) => bounds::compare(value, Comparison::Gte, bound.as_ref()),
            Operator::Lt(bound) => bounds::compare(value, Comparison::Lt, bound.as_ref()),
            Operator::Lte(bound) => bounds::compare(value, Comparison::Lte, bound.as_ref()),
            Operator::Between(ends) => bounds::between(value, ends),
            Operator::ContainsText(needle) => {
                match value {
                    Value::Array(array) => Test::from(array.has_element(
                        |each| matches!(each, Value::String(text) if **text == **needle),
                    )),
                    Value::String(text) => Test::from(text.contains(needle.as_ref())),
                    _ => Test::Mismatch,
                }
            }
            Operator::Contains(needle) => match value {
                Value::Array(array) => Test::from(array.has_element(|each| needle.equals(each))),
                _ => Test::Mismatch,
            },
            Operator::StartsWith(start) => {
                text_test(value, start.as_deref(), |text, start| text.starts_with(start))
            }
            Operator::EndsWith(end) => {
                text_test(value, end.as_deref(), |text, end| text.ends_with(end))
            }
            Operator::In(list) => typed(list.iter().any(|each| each.equals(value)), value, list),
            Operator::Regexp(regexp) => match value {
                Value::String(text) => match regexp.is_match(text) {
                    Some(matches) => Test::from(matches),
                    None => Test::Undecidable,
                },
                _ => Test::Mismatch,
            },
            Operator::Truthy => Test::from(is_true(value)),
            Operator::Falsy => Test::from(!is_true(value) && !matches!(value, Value::Null)),
            Operator::Exists | Operator::Missing => Test::Pass,
        }
    }
}

/// Of the tests of several values, the one that stands for all: a pass before what
/// cannot be decided, before a fail, before a mismatch, before nothing at all.
fn best(a: Test, b: Test) -> Test {
    let rank = |test| match test {
        Test::Pass => 5,
        Test::Undecidable => 4,
        Test::Throw => 3,
        Test::Fail => 2,
        Test::Mismatch => 1,
        Test::Missing => 0,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// Pass, or fail for a value of a kind that could have been equal, or mismatch.
fn typed(holds: bool, value: &Value<'_>, asked: &[Literal]) -> Test {
    let of_kind = || asked.is_empty() || asked.iter().any(|each| each.kind() == value.kind());
    match holds {
        true => Test::Pass,
        false if of_kind() => Test::Fail,
        false => Test::Mismatch,
    }
}

fn text_test(value: &Value<'_>, operand: Option<&str>, test: fn(&str, &str) -> bool) -> Test {
    match (value, operand) {
        (Value::String(text), Some(operand)) => Test::from(test(text, operand)),
        _ => Test::Mismatch,
    }
}

/// `true`, or the text "true" in any letter case, trimmed.
fn is_true(value: &Value<'_>) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => trim(text).eq_ignore_ascii_case("true"),
        _ => false,
    }
}
