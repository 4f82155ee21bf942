//! The operators of the shipped ARK node, with ECMAScript's coercions.
//!
//! Source: `@arkecosystem/core-webhooks` 3.9.1 `conditions.ts` (the same from 2.6 on,
//! and in mainsail), `@arkecosystem/utils` `BigNumber`, and ECMA-262 for what the
//! language does with the values.

mod encode;
mod integer;
mod text;

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Comparison, Flavour, Regexp, RegexpError, Test, Value};
use crate::json::{Data, Node};
use crate::limits::Limits;
use integer::Integer;

pub(crate) use text::trim;

/// An operator of the shipped node, under the name that its module exports.
///
/// ```
/// use hooksieve::EcmaScriptOperator;
/// assert_eq!(EcmaScriptOperator::named("notBetween"), Some(EcmaScriptOperator::NotBetween));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcmaScriptOperator {
    /// Greater than `min` and less than `max`, both as `BigInt`.
    Between,
    /// `actual.includes(expected)`.
    Contains,
    /// Equal JSON text.
    Eq,
    /// Not truthy; null and undefined throw.
    Falsy,
    /// Greater, as `BigInt`.
    Gt,
    /// Greater or equal, as `BigInt`.
    Gte,
    /// Less, as `BigInt`.
    Lt,
    /// Less or equal, as `BigInt`.
    Lte,
    /// Different JSON text.
    Ne,
    /// The negation of `between`.
    NotBetween,
    /// `new RegExp(expected).test(actual)`.
    Regexp,
    /// `true`, or the text "true" in any letter case, trimmed.
    Truthy,
}

impl EcmaScriptOperator {
    /// Every operator, by name.
    ///
    /// ```
    /// use hooksieve::EcmaScriptOperator;
    /// assert_eq!(EcmaScriptOperator::ALL.len(), 12);
    /// assert!(EcmaScriptOperator::ALL.contains(&EcmaScriptOperator::Truthy));
    /// ```
    pub const ALL: &'static [Self] = &[
        Self::Between,
        Self::Contains,
        Self::Eq,
        Self::Falsy,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::Ne,
        Self::NotBetween,
        Self::Regexp,
        Self::Truthy,
    ];

    /// The name under which a condition calls it.
    ///
    /// ```
    /// use hooksieve::EcmaScriptOperator;
    /// assert_eq!(EcmaScriptOperator::NotBetween.name(), "notBetween");
    /// assert_eq!(EcmaScriptOperator::named("not-between"), None);
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Between => "between",
            Self::Contains => "contains",
            Self::Eq => "eq",
            Self::Falsy => "falsy",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Ne => "ne",
            Self::NotBetween => "notBetween",
            Self::Regexp => "regexp",
            Self::Truthy => "truthy",
        }
    }

    /// The operator of a name, letter case included.
    ///
    /// ```
    /// use hooksieve::EcmaScriptOperator;
    /// assert_eq!(EcmaScriptOperator::named("gte"), Some(EcmaScriptOperator::Gte));
    /// assert_eq!(EcmaScriptOperator::named("GTE"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| operator.name() == name)
    }
}

/// An operator with its expected value.
///
/// ```
/// use hooksieve::{EcmaScript, EcmaScriptOperator::Gt, Limits, Operation, Predicate, Test};
/// use hooksieve::{Found, Value, json::Node};
/// let value = Node::parse("\"0x10\"").unwrap();
/// let operation = EcmaScript::new(Gt, Some(&value), &Limits::default());
/// let predicate = Predicate {
///     operator: "gt".into(),
///     value: Some(value),
///     operation: Operation::EcmaScript(operation),
/// };
/// let test = |value| predicate.test(Found::Values(&[value]));
/// assert_eq!(test(Value::String(" 17\n".into())), Test::Pass);
/// assert_eq!(test(Value::Number("17.5".into())), Test::Mismatch);
/// assert_eq!(predicate.test(Found::Values(&[])), Test::Missing);
/// ```
#[derive(Clone, Debug)]
pub struct EcmaScript(Arc<Asked>);

#[derive(Debug)]
struct Asked {
    operator: EcmaScriptOperator,
    operand: Operand,
}

/// The expected value, as far as it can be converted before an event is there.
#[derive(Debug)]
enum Operand {
    /// For `truthy` and `falsy`, which ignore it.
    Ignored,
    /// For `eq`, `ne` and `contains`; nothing is undefined.
    Value(Option<Node>),
    /// As `BigInt`; nothing where the conversion fails.
    Integer(Option<Integer<'static>>),
    /// `min` and `max` as `BigInt`.
    Bounds(Option<Integer<'static>>, Option<Integer<'static>>),
    /// Reading a member of it throws: it is null or undefined.
    Memberless,
    /// A pattern, or why there is none.
    Pattern(Result<Regexp, RegexpError>),
    /// It has no text: converting it throws.
    Textless,
}

impl EcmaScript {
    /// The operator with an expected value; nothing is `undefined`.
    ///
    /// ```
    /// use hooksieve::{EcmaScript, EcmaScriptOperator, Limits, json::Node};
    /// let amount = Node::from_text("1000");
    /// let gte = EcmaScript::new(EcmaScriptOperator::Gte, Some(&amount), &Limits::default());
    /// assert_eq!(gte.operator(), EcmaScriptOperator::Gte);
    /// ```
    pub fn new(operator: EcmaScriptOperator, expected: Option<&Node>, limits: &Limits) -> Self {
        use EcmaScriptOperator as Op;
        let integer = |node: Option<&Node>| -> Option<Integer<'static>> {
            Some(Integer::of(&Value::of(node?))?.into_owned())
        };
        let operand = match operator {
            Op::Truthy | Op::Falsy => Operand::Ignored,
            Op::Eq | Op::Ne | Op::Contains => Operand::Value(expected.cloned()),
            Op::Gt | Op::Gte | Op::Lt | Op::Lte => Operand::Integer(integer(expected)),
            Op::Between | Op::NotBetween => match expected {
                None | Some(Node { data: Data::Null, .. }) => Operand::Memberless,
                Some(node) => Operand::Bounds(integer(node.get("min")), integer(node.get("max"))),
            },
            Op::Regexp => {
                // Of all values only undefined is not converted to text here.
                let expected = expected.map(Value::of);
                let pattern = expected.as_ref().map_or(Some("".into()), text::of);
                pattern.map_or(Operand::Textless, |pattern| {
                    Operand::Pattern(Regexp::compile(&pattern, Flavour::CodeUnits, limits))
                })
            }
        };
        Self(Arc::new(Asked { operator, operand }))
    }

    /// The operator.
    ///
    /// ```
    /// use hooksieve::{EcmaScript, EcmaScriptOperator, Limits};
    /// let truthy = EcmaScript::new(EcmaScriptOperator::Truthy, None, &Limits::default());
    /// assert_eq!(truthy.operator().name(), "truthy");
    /// ```
    pub fn operator(&self) -> EcmaScriptOperator {
        self.0.operator
    }

    /// Why the pattern of a `regexp` cannot be used.
    ///
    /// ```
    /// use hooksieve::{EcmaScript, EcmaScriptOperator, Limits, RegexpError, json::Node};
    /// let pattern = Node::from_text("(?=a)");
    /// let regexp = EcmaScript::new(EcmaScriptOperator::Regexp, Some(&pattern), &Limits::default());
    /// assert!(matches!(regexp.regexp_error(), Some(RegexpError::Unsupported { offset: 0, .. })));
    /// ```
    pub fn regexp_error(&self) -> Option<&RegexpError> {
        match &self.0.operand {
            Operand::Pattern(Err(error)) => Some(error),
            _ => None,
        }
    }

    /// The regular expression that it searches for, if it does.
    pub(super) fn regexp(&self) -> Option<&Regexp> {
        match &self.0.operand {
            Operand::Pattern(Ok(regexp)) => Some(regexp),
            _ => None,
        }
    }

    /// Whether the operator compares whole numbers and the expected value, or a bound
    /// of it, converts to none: no value is ever on the asked side of it.
    pub(crate) fn operand_never_suits(&self) -> bool {
        match &self.0.operand {
            Operand::Integer(bound) => bound.is_none(),
            Operand::Bounds(min, max) => min.is_none() || max.is_none(),
            _ => false,
        }
    }

    /// Whether the expected value makes the operator throw on every event.
    pub(crate) fn always_throws(&self) -> bool {
        matches!(
            &self.0.operand,
            Operand::Memberless
                | Operand::Textless
                | Operand::Pattern(Err(RegexpError::Invalid { .. }))
        )
    }

    /// Tests the value at a key; nothing there is `undefined`.
    pub(crate) fn test(&self, actual: Option<&Value<'_>>) -> Test {
        use EcmaScriptOperator as Op;
        match (self.0.operator, &self.0.operand) {
            (Op::Truthy, _) => text::is_true(actual).map_or(Test::Throw, Test::from),
            (Op::Falsy, _) => text::is_true(actual).map_or(Test::Throw, |is| Test::from(!is)),
            (Op::Ne, Operand::Value(expected)) => {
                Test::from(!text::same_json(actual, expected.as_ref()))
            }
            (Op::Contains, Operand::Value(expected)) => contains(actual, expected.as_ref()),
            (_, Operand::Value(expected)) => match text::same_json(actual, expected.as_ref()) {
                true => Test::Pass,
                false if actual.is_none() => Test::Missing,
                false => Test::Fail,
            },
            (operator, Operand::Integer(bound)) => match comparison(operator) {
                Some(comparison) => compare(actual, bound.as_ref(), comparison),
                None => Test::Undecidable,
            },
            (operator, Operand::Bounds(min, max)) => {
                let above = compare(actual, min.as_ref(), Comparison::Gt);
                let between = match above {
                    Test::Pass => compare(actual, max.as_ref(), Comparison::Lt),
                    other => other,
                };
                match (operator, between) {
                    (Op::Between, test) | (_, test @ Test::Undecidable) => test,
                    (_, test) => Test::from(test != Test::Pass),
                }
            }
            (_, Operand::Pattern(pattern)) => found(pattern, actual),
            (_, Operand::Memberless | Operand::Textless) => Test::Throw,
            (_, Operand::Ignored) => Test::Undecidable,
        }
    }
}

fn comparison(operator: EcmaScriptOperator) -> Option<Comparison> {
    match operator {
        EcmaScriptOperator::Gt => Some(Comparison::Gt),
        EcmaScriptOperator::Gte => Some(Comparison::Gte),
        EcmaScriptOperator::Lt => Some(Comparison::Lt),
        EcmaScriptOperator::Lte => Some(Comparison::Lte),
        _ => None,
    }
}

/// Both sides as `BigInt`; a conversion that fails is caught there and false.
fn compare(actual: Option<&Value<'_>>, bound: Option<&Integer<'_>>, holds: Comparison) -> Test {
    let Some(actual) = actual else {
        return Test::Missing;
    };
    let (Some(actual), Some(bound)) = (Integer::of(actual), bound) else {
        return Test::Mismatch;
    };
    let Some(order) = actual.compare(bound) else {
        return Test::Undecidable;
    };
    Test::from(match holds {
        Comparison::Gt => order == Ordering::Greater,
        Comparison::Gte => order != Ordering::Less,
        Comparison::Lt => order == Ordering::Less,
        Comparison::Lte => order != Ordering::Greater,
    })
}

/// `actual.includes(expected)` of a text or an array; nothing else has the method.
fn contains(actual: Option<&Value<'_>>, expected: Option<&Node>) -> Test {
    match actual {
        Some(Value::String(actual)) => {
            let expected = expected.map(Value::of);
            let needle = expected.as_ref().map_or(Some("undefined".into()), text::of);
            needle.map_or(Test::Throw, |needle| Test::from(actual.contains(&*needle)))
        }
        Some(Value::Array(array)) => {
            let tree = array.tree();
            let elements = tree.array().unwrap_or_default();
            Test::from(expected.is_some_and(|expected| {
                elements.iter().any(|element| text::same_value_zero(element, expected))
            }))
        }
        _ => Test::Throw,
    }
}

/// `new RegExp(…).test(actual)`.
fn found(pattern: &Result<Regexp, RegexpError>, actual: Option<&Value<'_>>) -> Test {
    if matches!(pattern, Err(RegexpError::Invalid { .. })) {
        return Test::Throw;
    }
    let subject = actual.map_or(Some("undefined".into()), text::of);
    match (pattern, subject) {
        (_, None) => Test::Throw,
        (Err(_), _) => Test::Undecidable,
        (Ok(regexp), Some(subject)) => {
            regexp.is_match(&subject).map_or(Test::Undecidable, Test::from)
        }
    }
}
/// Names that every JavaScript object inherits (ECMA-262, Object.prototype, Annex B).
pub(crate) const OBJECT_PROTOTYPE: &[&str] = &[
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];
