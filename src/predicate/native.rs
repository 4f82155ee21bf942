//! The native operators: exact numbers, typed comparison, nothing throws.

use std::cmp::Ordering;
use std::fmt;

use super::{Flavour, Regexp, RegexpError, Test, Value, trim};
use crate::json::{Kind, Node};
use crate::limits::Limits;
use crate::number::{Decimal, Numeral};

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
    Equals(Node),
    /// With nothing where the configuration gave no numeral: no value compares then.
    Compare(Comparison, Option<Numeral>),
    Between(Bounds),
    Contains(Node),
    StartsWith(Option<String>),
    EndsWith(Option<String>),
    In(Vec<Node>),
    Regexp(Regexp),
    Truthy,
    Falsy,
    Exists,
    Missing,
}

/// A comparison of two numbers.
///
/// ```
/// use hooksieve::{Comparison, Limits, Native, json::Node};
/// let range = Node::parse(r#"{"above":0,"max":10}"#).unwrap();
/// let between = Native::new("between", Some(&range), &Limits::default()).unwrap();
/// let ends: Vec<_> = between.bounds().unwrap().bounds.iter().map(|bound| bound.comparison).collect();
/// assert_eq!(ends, [Comparison::Gt, Comparison::Lte]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Gt => order.is_gt(),
            Self::Gte => order.is_ge(),
            Self::Lt => order.is_lt(),
            Self::Lte => order.is_le(),
        }
    }
}

/// What `between` asks for: one bound or two, each inclusive or not.
///
/// ```
/// use hooksieve::{Bound, Bounds, Comparison, Limits, Native, json::Node};
/// let range = Node::parse(r#"{"min":"1000"}"#).unwrap();
/// let between = Native::new("between", Some(&range), &Limits::default()).unwrap();
/// let bound = Bound { comparison: Comparison::Gte, numeral: Some("1000".into()) };
/// assert_eq!(between.bounds(), Some(&Bounds { bounds: vec![bound] }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The bounds in the order given: `min` and `above` from below, `max` and `below`
    /// from above.
    pub bounds: Vec<Bound>,
}

/// One bound of [`Bounds`].
///
/// ```
/// use hooksieve::{Limits, Native, json::Node};
/// let range = Node::parse(r#"{"min":"much","max":10}"#).unwrap();
/// let between = Native::new("between", Some(&range), &Limits::default()).unwrap();
/// assert_eq!(between.bounds().unwrap().bounds[0].numeral, None);
/// assert_eq!(between.bounds().unwrap().bounds[1].numeral.as_deref(), Some("10"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What the value must be, compared to `numeral`.
    pub comparison: Comparison,
    /// The bound; nothing where the configuration gave no numeral, which nothing is
    /// between.
    pub numeral: Option<String>,
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
        let comparison = |comparison| {
            let numeral = numeral_of(value).and_then(|text| Numeral::parse(&text));
            Ok(Operator::Compare(comparison, numeral))
        };
        match name {
            "eq" | "ne" => Ok(Operator::Equals(value.clone())),
            "gt" => comparison(Comparison::Gt),
            "gte" => comparison(Comparison::Gte),
            "lt" => comparison(Comparison::Lt),
            "lte" => comparison(Comparison::Lte),
            "between" => Bounds::read(value).map(Operator::Between),
            "contains" => Ok(Operator::Contains(value.clone())),
            "starts-with" => Ok(Operator::StartsWith(value.string().map(str::to_owned))),
            "ends-with" => Ok(Operator::EndsWith(value.string().map(str::to_owned))),
            "in" => match value.array() {
                Some(list) => Ok(Operator::In(list.to_vec())),
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
        if let Operator::Between(bounds) = &mut self.kind {
            for bound in &mut bounds.bounds {
                bound.comparison = match bound.comparison {
                    Comparison::Gte | Comparison::Gt => Comparison::Gt,
                    Comparison::Lte | Comparison::Lt => Comparison::Lt,
                };
            }
        }
        self
    }

    /// The text that a value must be for this to hold, where it must be one.
    pub(crate) fn required_text(&self) -> Option<&str> {
        match &self.kind {
            Operator::Equals(node) if !self.negated => node.string(),
            _ => None,
        }
    }

    /// The operand as the native dialect writes it, from the value it was read from:
    /// the ends of `between` under the names that say whether they are included.
    /// Nothing where two ends would need the same name.
    #[allow(clippy::option_option, reason = "no operand at all is a form that can be written")]
    pub(crate) fn written_operand(&self, value: Option<&Node>) -> Option<Option<Node>> {
        let (Operator::Between(bounds), Some(given)) = (&self.kind, value) else {
            return Some(value.cloned());
        };
        let mut written = Vec::new();
        let ends = ["min", "above", "max", "below"].into_iter().filter_map(|end| given.get(end));
        for (bound, end) in bounds.bounds.iter().zip(ends) {
            let name = match bound.comparison {
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
    pub fn bounds(&self) -> Option<&Bounds> {
        match &self.kind {
            Operator::Between(bounds) => Some(bounds),
            _ => None,
        }
    }

    /// Whether an operand that should be a numeral or a text is something else, so
    /// that no value ever satisfies the positive test.
    pub(crate) fn operand_never_suits(&self) -> bool {
        match &self.kind {
            Operator::Compare(_, numeral) => numeral.is_none(),
            Operator::Between(bounds) => bounds.bounds.iter().any(|bound| bound.numeral.is_none()),
            Operator::StartsWith(text) | Operator::EndsWith(text) => text.is_none(),
            _ => false,
        }
    }

    /// Tests the values at a path: a positive operator holds if it holds for one.
    pub(crate) fn test(&self, values: &[Value<'_>]) -> Test {
        let positive = match self.kind {
            Operator::Exists => Test::from(!values.is_empty()),
            Operator::Missing => Test::from(values.is_empty()),
            _ => values.iter().map(|value| self.test_one(value)).fold(Test::Missing, best),
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
            Operator::Equals(expected) => typed(value.equals(expected), value, &[expected.kind()]),
            Operator::Compare(comparison, bound) => {
                compare(value, bound.as_ref().map(Numeral::decimal), *comparison)
            }
            Operator::Between(bounds) => bounds
                .bounds
                .iter()
                .map(|bound| {
                    let numeral = bound.numeral.as_deref().and_then(Decimal::parse);
                    compare(value, numeral, bound.comparison)
                })
                .reduce(|all, next| if all == Test::Pass { next } else { all.max_mismatch(next) })
                .unwrap_or(Test::Pass),
            Operator::Contains(needle) => match (value, needle.string()) {
                (Value::Array(array), _) => {
                    let tree = array.tree();
                    Test::from(tree.array().unwrap_or_default().iter().any(|e| e.equals(needle)))
                }
                (Value::String(text), Some(needle)) => Test::from(text.contains(needle)),
                _ => Test::Mismatch,
            },
            Operator::StartsWith(start) => {
                text_test(value, start.as_deref(), |text, start| text.starts_with(start))
            }
            Operator::EndsWith(end) => {
                text_test(value, end.as_deref(), |text, end| text.ends_with(end))
            }
            Operator::In(list) => {
                let kinds: Vec<Kind> = list.iter().map(Node::kind).collect();
                typed(list.iter().any(|each| value.equals(each)), value, &kinds)
            }
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

impl Bounds {
    /// Reads `{"min","max"}` (inclusive) and `{"above","below"}` (exclusive).
    fn read(value: &Node) -> Result<Self, OperandError> {
        let expected = "an object with min or above, and max or below";
        let members = value.members().ok_or(OperandError::WrongShape { expected })?;
        let mut bounds = Vec::new();
        for (name, comparison) in [
            ("min", Comparison::Gte),
            ("above", Comparison::Gt),
            ("max", Comparison::Lte),
            ("below", Comparison::Lt),
        ] {
            if let Some(bound) = value.get(name) {
                bounds.push(Bound { comparison, numeral: numeral_of(bound) });
            }
        }
        let known = |key: &str| matches!(key, "min" | "above" | "max" | "below");
        if bounds.is_empty() || members.iter().any(|member| !known(&member.key)) {
            return Err(OperandError::WrongShape { expected });
        }
        Ok(Self { bounds })
    }
}

impl Test {
    /// Of two tests that did not both pass, the one to tell: mismatch before fail.
    fn max_mismatch(self, other: Self) -> Self {
        if other == Self::Mismatch { other } else { self }
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
fn typed(holds: bool, value: &Value<'_>, kinds: &[Kind]) -> Test {
    match holds {
        true => Test::Pass,
        false if kinds.is_empty() || kinds.contains(&value.kind()) => Test::Fail,
        false => Test::Mismatch,
    }
}

fn text_test(value: &Value<'_>, operand: Option<&str>, test: fn(&str, &str) -> bool) -> Test {
    match (value, operand) {
        (Value::String(text), Some(operand)) => Test::from(test(text, operand)),
        _ => Test::Mismatch,
    }
}

fn compare(value: &Value<'_>, bound: Option<Decimal<'_>>, comparison: Comparison) -> Test {
    let actual = match value {
        Value::Number(text) | Value::String(text) => Decimal::parse(text),
        _ => None,
    };
    match (actual, bound) {
        (Some(actual), Some(bound)) => Test::from(comparison.holds(actual.compare(&bound))),
        _ => Test::Mismatch,
    }
}

/// The numeral that a configuration's value is: a number, or a string that is one.
fn numeral_of(value: &Node) -> Option<String> {
    Value::of(value).numeral().map(str::to_owned)
}

/// `true`, or the text "true" in any letter case, trimmed.
fn is_true(value: &Value<'_>) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => trim(text).eq_ignore_ascii_case("true"),
        _ => false,
    }
}
