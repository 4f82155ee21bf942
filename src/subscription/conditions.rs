//! Conditions on the payload and how they combine.

use super::path::{Lookup, Path, Root};
use crate::diagnostic::Place;
use crate::predicate::{Operation, Predicate, Test};
use crate::truth::Truth;

/// The conditions of a subscription and how they combine.
///
/// ```
/// use hooksieve::{Combine, Config};
/// let config = Config::detect(r#"{"id":"a","events":["*"],"match":"any","conditions":[{"key":"amount","condition":"exists"}]}"#);
/// let conditions = &config.subscriptions[0].conditions;
/// assert_eq!(conditions.combine, Combine::Any);
/// assert_eq!(conditions.list[0].key, "amount");
/// ```
#[derive(Clone, Debug)]
pub struct Conditions {
    /// How they combine.
    pub combine: Combine,
    /// The conditions in their order.
    pub list: Vec<Condition>,
    /// Set when the list as a whole could not be read.
    pub unreadable: bool,
    /// Where the list stands.
    pub place: Option<Place>,
}

impl Conditions {
    /// No conditions: nothing that could fail, under any combination.
    ///
    /// ```
    /// assert!(hooksieve::Conditions::none().list.is_empty());
    /// ```
    pub const fn none() -> Self {
        Self { combine: Combine::All, list: Vec::new(), unreadable: false, place: None }
    }

    /// The truth of all of them, from the test of each by its position.
    pub(crate) fn test(&self, test: impl FnMut(usize) -> Test) -> Truth {
        if self.unreadable {
            return Truth::Undecidable;
        }
        self.combine.over((0..self.list.len()).map(test))
    }
}

/// How the conditions of a subscription combine. No conditions at all always hold.
///
/// ```
/// use hooksieve::{Combine, Config, Dialect};
/// let config = Config::read(r#"{"id":"a","events":["*"]}"#, Dialect::HOOKSIEVE);
/// assert_eq!(config.subscriptions[0].conditions.combine, Combine::All);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Combine {
    /// Every condition must hold.
    All,
    /// One that holds is enough.
    Any,
    /// All or any, the configuration does not say which: decided where both agree.
    Unreadable,
    /// In order: the first that holds decides for, the first that throws decides
    /// against, and what stands behind is not tried.
    OrderedAny,
}

impl Combine {
    /// The truth of conditions from their tests, asking for as few as decide it.
    pub(crate) fn over(self, tests: impl ExactSizeIterator<Item = Test>) -> Truth {
        if tests.len() == 0 {
            return Truth::True;
        }
        match self {
            Self::All => all(tests),
            Self::Any => any(tests),
            Self::Unreadable => all_or_any(tests),
            Self::OrderedAny => first_that_decides(tests),
        }
    }
}

fn all(tests: impl Iterator<Item = Test>) -> Truth {
    let mut truth = Truth::True;
    for test in tests {
        truth = truth.and(test.truth());
        if truth == Truth::False {
            break;
        }
    }
    truth
}

fn any(tests: impl Iterator<Item = Test>) -> Truth {
    let mut truth = Truth::False;
    for test in tests {
        truth = truth.or(test.truth());
        if truth == Truth::True {
            break;
        }
    }
    truth
}

/// What all and any come to where both agree.
fn all_or_any(tests: impl Iterator<Item = Test>) -> Truth {
    let (mut all, mut any) = (Truth::True, Truth::False);
    for test in tests {
        all = all.and(test.truth());
        any = any.or(test.truth());
    }
    if all == any { any } else { Truth::Undecidable }
}

/// An unknown could have decided for, or have let the rest decide: the verdict stands
/// only where the rest decides for as well.
fn first_that_decides(tests: impl Iterator<Item = Test>) -> Truth {
    let mut otherwise = Truth::False;
    for test in tests {
        match test {
            Test::Pass => return Truth::True,
            Test::Undecidable => otherwise = Truth::Undecidable,
            Test::Throw => break,
            Test::Fail | Test::Missing | Test::Mismatch => {}
        }
    }
    otherwise
}

/// One test of the event's payload.
///
/// ```
/// use hooksieve::{Config, Root};
/// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[{"key":"amount","condition":"gte","value":1000}]}"#);
/// let condition = &config.subscriptions[0].conditions.list[0];
/// assert_eq!((condition.key.as_str(), condition.path.root), ("amount", Root::Data));
/// assert_eq!(condition.predicate.operator, "gte");
/// assert_eq!(condition.value_place.pointer.as_str(), "/conditions/0/value");
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    /// The key as the configuration writes it.
    pub key: String,
    /// What the key means.
    pub path: Path,
    /// What the value there must be.
    pub predicate: Predicate,
    /// The whole condition.
    pub place: Place,
    /// Its value, or the condition where it has none.
    pub value_place: Place,
    /// Its key.
    pub key_place: Place,
    /// Its operator.
    pub operator_place: Place,
}

impl Condition {
    /// A condition of which nothing could be read: undecidable.
    pub(crate) fn unreadable(place: Place) -> Self {
        Self {
            key: String::new(),
            path: Path { root: Root::Data, lookup: Lookup::Unreadable },
            predicate: Predicate {
                operator: String::new(),
                value: None,
                operation: Operation::Unreadable,
            },
            value_place: place.clone(),
            key_place: place.clone(),
            operator_place: place.clone(),
            place,
        }
    }
}
