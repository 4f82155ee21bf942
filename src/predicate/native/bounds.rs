//! Comparisons of numbers, and the bounds of `between`.

use std::cmp::Ordering;

use super::super::{Test, Value};
use super::OperandError;
use crate::json::Node;
use crate::number::{Decimal, Numeral};

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
    pub(super) const ALL: [Self; 4] = [Self::Gt, Self::Gte, Self::Lt, Self::Lte];

    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Gt => order.is_gt(),
            Self::Gte => order.is_ge(),
            Self::Lt => order.is_lt(),
            Self::Lte => order.is_le(),
        }
    }

    /// Whether it bounds from below.
    pub(super) fn is_lower(self) -> bool {
        matches!(self, Self::Gt | Self::Gte)
    }
}

/// What `between` asks for: one bound or two, each inclusive or not.
///
/// ```
/// use hooksieve::{Bound, Bounds, Comparison, Limits, Native, json::Node};
/// let range = Node::parse(r#"{"min":"1000"}"#).unwrap();
/// let between = Native::new("between", Some(&range), &Limits::default()).unwrap();
/// let bound = Bound { comparison: Comparison::Gte, numeral: Some("1000".into()) };
/// assert_eq!(between.bounds(), Some(Bounds { bounds: vec![bound] }));
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

/// One bound as it is kept; without a numeral where the configuration gave none.
pub(super) type End = (Comparison, Option<Numeral>);

/// Reads `{"min","max"}` (inclusive) and `{"above","below"}` (exclusive).
pub(super) fn read(value: &Node) -> Result<Box<[End]>, OperandError> {
    let expected = "an object with min or above, and max or below";
    let members = value.members().ok_or(OperandError::WrongShape { expected })?;
    let mut ends = Vec::with_capacity(2);
    for (name, comparison) in [
        ("min", Comparison::Gte),
        ("above", Comparison::Gt),
        ("max", Comparison::Lte),
        ("below", Comparison::Lt),
    ] {
        if let Some(bound) = value.get(name) {
            ends.push((comparison, numeral_of(bound)));
        }
    }
    let known = |key: &str| matches!(key, "min" | "above" | "max" | "below");
    if ends.is_empty() || members.iter().any(|member| !known(&member.key)) {
        return Err(OperandError::WrongShape { expected });
    }
    Ok(ends.into())
}

/// The numeral that a configuration's value is: a number, or a string that is one.
pub(super) fn numeral_of(value: &Node) -> Option<Numeral> {
    Numeral::parse(value.number().or(value.string())?)
}

/// The value against one bound.
pub(super) fn compare(value: &Value<'_>, comparison: Comparison, bound: Option<&Numeral>) -> Test {
    match (decimal_of(value), bound) {
        (Some(actual), Some(bound)) => {
            Test::from(comparison.holds(actual.compare(&bound.decimal())))
        }
        _ => Test::Mismatch,
    }
}

/// The value against all bounds.
pub(super) fn between(value: &Value<'_>, ends: &[End]) -> Test {
    let Some(actual) = decimal_of(value) else { return Test::Mismatch };
    let mut all = true;
    for (comparison, bound) in ends {
        let Some(bound) = bound else { return Test::Mismatch };
        all = all && comparison.holds(actual.compare(&bound.decimal()));
    }
    Test::from(all)
}

fn decimal_of<'v>(value: &'v Value<'_>) -> Option<Decimal<'v>> {
    match value {
        Value::Number(text) | Value::String(text) => Decimal::parse(text),
        _ => None,
    }
}
