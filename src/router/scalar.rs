//! Scalars spelled so that equal ones have the same bytes.

use crate::number::Decimal;
use crate::predicate::{Scalar, Value};

/// Writes a scalar of a subscription; false where it has no spelling of bounded length,
/// so that a test must decide.
pub(super) fn spell(scalar: &Scalar<'_>, out: &mut Vec<u8>) -> bool {
    out.clear();
    match scalar {
        Scalar::Null => out.push(b'0'),
        Scalar::Bool(value) => out.push(if *value { b't' } else { b'f' }),
        Scalar::Text(text) => {
            out.push(b's');
            out.extend_from_slice(text.as_bytes());
        }
        Scalar::Number(text) => {
            out.push(b'n');
            return Decimal::parse(text).is_some_and(|decimal| decimal.spell(out));
        }
    }
    true
}

/// Writes a value of an event; false for arrays and objects, and for numbers that no
/// spelled number is equal to.
pub(super) fn spell_value(value: &Value<'_>, out: &mut Vec<u8>) -> bool {
    let scalar = match value {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Number(text) => Scalar::Number(text),
        Value::String(text) => Scalar::Text(text),
        Value::Array(_) | Value::Object(_) => return false,
    };
    spell(&scalar, out)
}
