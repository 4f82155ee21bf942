//! What every operator means, once.
//!
//! Naive evaluation, the index's verification and explain all call
//! [`Predicate::test`]; nothing else decides whether a condition holds.

mod canonical;
mod ecmascript;
mod native;
mod necessary;
mod operation;
mod regexp;
#[cfg(test)]
mod tests;
mod value;
mod words;

use crate::json::Node;
use crate::limits::Limits;
use crate::truth::Truth;

pub use ecmascript::{EcmaScript, EcmaScriptOperator};
pub(crate) use ecmascript::{OBJECT_PROTOTYPE, trim};
pub(crate) use native::{Asked, Edge};
pub use native::{Bound, Bounds, Comparison, Native, OPERATORS, OperandError};
pub(crate) use necessary::{Necessary, Scalar};
pub use operation::Operation;
pub use regexp::{Flavour, Regexp, RegexpError};
pub use value::{Compound, Value};

/// How the test of one value ended.
///
/// Missing and mismatch are false for a positive operator and true for its negation;
/// they are kept apart so that an explanation can name them.
///
/// ```
/// use hooksieve::{Found, Limits, Predicate, Test, Value, json::Node};
/// let gte = Predicate::native("gte", Some(Node::parse("1000").unwrap()), &Limits::default()).unwrap();
/// assert_eq!(gte.test(Found::Values(&[Value::Number("1000".into())])), Test::Pass);
/// assert_eq!(gte.test(Found::Values(&[Value::Bool(true)])), Test::Mismatch);
/// assert_eq!(gte.test(Found::Values(&[])), Test::Missing);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Test {
    /// The predicate holds.
    Pass,
    /// It does not.
    Fail,
    /// The key is not there.
    Missing,
    /// The value has the wrong type for the operator.
    Mismatch,
    /// It cannot be decided.
    Undecidable,
    /// The provider's engine throws here.
    Throw,
}

impl Test {
    /// The truth of the test; a throw is false wherever it does not end the list.
    ///
    /// ```
    /// use hooksieve::{Test, Truth};
    /// assert_eq!(Test::Pass.truth(), Truth::True);
    /// assert_eq!(Test::Missing.truth(), Truth::False);
    /// ```
    pub fn truth(self) -> Truth {
        match self {
            Self::Pass => Truth::True,
            Self::Undecidable => Truth::Undecidable,
            Self::Fail | Self::Missing | Self::Mismatch | Self::Throw => Truth::False,
        }
    }
}

impl From<bool> for Test {
    fn from(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }
}

/// What a path found in an event.
///
/// ```
/// use hooksieve::{Found, Limits, Predicate, Test, Value, json::Node};
/// let eq = Predicate::native("eq", Some(Node::from_text("usdc")), &Limits::default()).unwrap();
/// let values = [Value::String("eth".into()), Value::String("usdc".into())];
/// assert_eq!(eq.test(Found::Values(&values)), Test::Pass);
/// assert_eq!(eq.test(Found::Undecidable), Test::Undecidable);
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Found<'a, 'e> {
    /// The values there: none where the key is missing, several under a `*`.
    Values(&'a [Value<'e>]),
    /// The key names something that JavaScript objects inherit.
    Undecidable,
    /// Looking it up throws in the provider's engine.
    Throw,
}

/// The operator of a condition and its value, ready to test.
///
/// ```
/// use hooksieve::Config;
/// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[{"key":"amount","condition":"gte","value":"1000"}]}"#);
/// let predicate = &config.subscriptions[0].conditions.list[0].predicate;
/// assert_eq!(predicate.operator, "gte");
/// assert_eq!(predicate.value.as_ref().unwrap().string(), Some("1000"));
/// ```
#[derive(Clone, Debug)]
pub struct Predicate {
    /// The operator as the configuration writes it.
    pub operator: String,
    /// The value as the configuration gives it; nothing where it is absent.
    pub value: Option<Node>,
    /// What is tested.
    pub operation: Operation,
}

impl Predicate {
    /// A native predicate by its operator's name.
    ///
    /// # Errors
    /// When there is no such operator, its value cannot be read, or a regular
    /// expression is none, needs what cannot run in linear time, or is too large.
    ///
    /// ```
    /// use hooksieve::{Limits, Predicate, json::Node};
    /// let value = Node::parse(r#"{"min":1,"below":5}"#).unwrap();
    /// assert!(Predicate::native("between", Some(value), &Limits::default()).is_ok());
    /// assert!(Predicate::native("like", None, &Limits::default()).is_err());
    /// ```
    pub fn native(
        operator: &str,
        value: Option<Node>,
        limits: &Limits,
    ) -> Result<Self, OperandError> {
        let operation = Operation::Native(Native::new(operator, value.as_ref(), limits)?);
        Ok(Self { operator: operator.to_owned(), value, operation })
    }

    /// Tests what a path found.
    ///
    /// ```
    /// use hooksieve::{Found, Limits, Predicate, Test, Value, json::Node};
    /// let below = Node::parse("9007199254740993").unwrap();
    /// let lt = Predicate::native("lt", Some(below), &Limits::default()).unwrap();
    /// assert_eq!(lt.test(Found::Values(&[Value::Number("9007199254740992".into())])), Test::Pass);
    /// ```
    pub fn test(&self, found: Found<'_, '_>) -> Test {
        self.operation.test(found)
    }
}
