//! The compiled form of a predicate: small, for a router may hold a million.

use super::canonical::Bytes;
use super::{EcmaScript, Found, Native, Necessary, Regexp, Scalar, Test, Value};
use crate::limits::Limits;

/// The family of operators a predicate belongs to.
///
/// ```
/// use hooksieve::{Found, Operation, Predicate, Test};
/// let operation = Operation::Unreadable;
/// let unknown = Predicate { operator: "like".into(), value: None, operation };
/// assert_eq!(unknown.test(Found::Values(&[])), Test::Undecidable);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Operation {
    /// The native operators: exact, typed, total.
    Native(Native),
    /// The operators of the shipped ARK node, with ECMAScript's coercions.
    EcmaScript(EcmaScript),
    /// The operator is not known, or its value cannot be read: undecidable.
    Unreadable,
    /// The provider's engine throws on this operator, whatever the event.
    Throws,
}

const UNREADABLE: u8 = 0;
const THROWS: u8 = 1;
const ECMASCRIPT: u8 = 2;
/// The codes of native operators begin here.
const NATIVE: u8 = 16;

impl Operation {
    /// Tests what a path found.
    pub(crate) fn test(&self, found: Found<'_, '_>) -> Test {
        let values = match found {
            Found::Values(values) => values,
            Found::Undecidable => return Test::Undecidable,
            Found::Throw => return Test::Throw,
        };
        match self {
            Self::Native(native) => native.test(values),
            Self::EcmaScript(operation) => operation.test(values.first()),
            Self::Unreadable => Test::Undecidable,
            Self::Throws => Test::Throw,
        }
    }

    /// Tests the values at a path that reaches several.
    pub(crate) fn test_each<'v>(&self, mut values: impl Iterator<Item = Value<'v>>) -> Test {
        match self {
            Self::Native(native) => native.test_each(values),
            Self::EcmaScript(operation) => operation.test(values.next().as_ref()),
            Self::Unreadable => Test::Undecidable,
            Self::Throws => Test::Throw,
        }
    }

    /// The scalars of which a value must be one, where that is all that is asked: none
    /// of them where nothing passes.
    pub(crate) fn equals_one_of(&self) -> Option<Vec<Scalar<'_>>> {
        match self {
            Self::Native(native) => native.equals_one_of(),
            _ => None,
        }
    }

    /// What every value that passes has. Where no value has it the truth of the test is
    /// false, never undecidable.
    pub(crate) fn necessary(&self) -> Necessary<'_> {
        match self {
            Self::Native(native) => native.necessary(),
            _ => Necessary::Nothing,
        }
    }

    /// The regular expression that it searches for, if it does.
    pub(crate) fn regexp(&self) -> Option<&Regexp> {
        match self {
            Self::Native(native) => native.regexp(),
            Self::EcmaScript(operation) => operation.regexp(),
            Self::Unreadable | Self::Throws => None,
        }
    }

    /// The ranks of the numbers between which a single value passes for sure, and outside
    /// of which it fails for sure; 0 and the greatest where a side is open. Nothing where
    /// the operation is no such range.
    pub(crate) fn ranks(&self) -> Option<(u64, u64)> {
        match self {
            Self::Native(native) => native.ranks(),
            _ => None,
        }
    }

    /// Appends canonical bytes, the same on every machine: equal only for operations
    /// that test the same, and equal for those as far as that is cheap to say.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unreadable => out.push(UNREADABLE),
            Self::Throws => out.push(THROWS),
            Self::EcmaScript(operation) => {
                out.push(ECMASCRIPT);
                operation.encode(out);
            }
            Self::Native(native) => native.encode(NATIVE, out),
        }
    }

    /// Reads what [`Operation::encode`] wrote; nothing for any other bytes, and where a
    /// limit is broken. An operation that is read tests as the one that was written.
    pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Option<Self> {
        let mut bytes = Bytes::new(bytes);
        let operation = match bytes.byte()? {
            UNREADABLE => Self::Unreadable,
            THROWS => Self::Throws,
            ECMASCRIPT => Self::EcmaScript(EcmaScript::decode(&mut bytes, limits)?),
            code => Self::Native(Native::decode(code.checked_sub(NATIVE)?, &mut bytes, limits)?),
        };
        bytes.is_empty().then_some(operation)
    }
}
