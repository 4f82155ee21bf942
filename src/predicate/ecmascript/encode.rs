//! The node's operators as canonical bytes.

use std::sync::Arc;

use super::super::canonical::{self, Bytes, Members};
use super::{
    Asked, EcmaScript, EcmaScriptOperator, Flavour, Integer, Operand, Regexp, RegexpError,
};
use crate::limits::Limits;

const IGNORED: u8 = 0;
const UNDEFINED: u8 = 1;
const VALUE: u8 = 2;
const INTEGER: u8 = 3;
const BOUNDS: u8 = 4;
const MEMBERLESS: u8 = 5;
const PATTERN: u8 = 6;
const INVALID: u8 = 7;
const UNSUPPORTED: u8 = 8;
const TOO_LARGE: u8 = 9;
const TEXTLESS: u8 = 10;

/// The operator's number, which never changes.
fn number(operator: EcmaScriptOperator) -> u8 {
    match operator {
        EcmaScriptOperator::Between => 0,
        EcmaScriptOperator::Contains => 1,
        EcmaScriptOperator::Eq => 2,
        EcmaScriptOperator::Falsy => 3,
        EcmaScriptOperator::Gt => 4,
        EcmaScriptOperator::Gte => 5,
        EcmaScriptOperator::Lt => 6,
        EcmaScriptOperator::Lte => 7,
        EcmaScriptOperator::Ne => 8,
        EcmaScriptOperator::NotBetween => 9,
        EcmaScriptOperator::Regexp => 10,
        EcmaScriptOperator::Truthy => 11,
    }
}

impl EcmaScript {
    /// Appends the operator and its operand. Why a pattern cannot be used is told in
    /// kind only.
    pub(in super::super) fn encode(&self, out: &mut Vec<u8>) {
        out.push(number(self.0.operator));
        match &self.0.operand {
            Operand::Ignored => out.push(IGNORED),
            Operand::Value(None) => out.push(UNDEFINED),
            Operand::Value(Some(node)) => {
                out.push(VALUE);
                canonical::put_node(out, node, Members::Written);
            }
            Operand::Integer(integer) => {
                out.push(INTEGER);
                put_integer(out, integer.as_ref());
            }
            Operand::Bounds(min, max) => {
                out.push(BOUNDS);
                put_integer(out, min.as_ref());
                put_integer(out, max.as_ref());
            }
            Operand::Memberless => out.push(MEMBERLESS),
            Operand::Pattern(Ok(regexp)) => {
                out.push(PATTERN);
                canonical::put_text(out, regexp.source());
            }
            Operand::Pattern(Err(RegexpError::Invalid { .. })) => out.push(INVALID),
            Operand::Pattern(Err(RegexpError::Unsupported { .. })) => out.push(UNSUPPORTED),
            Operand::Pattern(Err(RegexpError::TooLarge)) => out.push(TOO_LARGE),
            Operand::Textless => out.push(TEXTLESS),
        }
    }

    /// Reads what [`EcmaScript::encode`] wrote.
    pub(in super::super) fn decode(bytes: &mut Bytes<'_>, limits: &Limits) -> Option<Self> {
        use EcmaScriptOperator as Op;
        let code = bytes.byte()?;
        let operator = Op::ALL.iter().copied().find(|&operator| number(operator) == code)?;
        // Words of a message are told where a configuration is read, not here.
        let (offset, message) = (0, String::new());
        let operand = match bytes.byte()? {
            IGNORED => Operand::Ignored,
            UNDEFINED => Operand::Value(None),
            VALUE => Operand::Value(Some(bytes.node(limits.depth)?)),
            INTEGER => Operand::Integer(integer(bytes)?),
            BOUNDS => Operand::Bounds(integer(bytes)?, integer(bytes)?),
            MEMBERLESS => Operand::Memberless,
            PATTERN => {
                let pattern = bytes.text()?;
                Operand::Pattern(Ok(Regexp::compile(pattern, Flavour::CodeUnits, limits).ok()?))
            }
            INVALID => Operand::Pattern(Err(RegexpError::Invalid { offset, message })),
            UNSUPPORTED => Operand::Pattern(Err(RegexpError::Unsupported { offset, message })),
            TOO_LARGE => Operand::Pattern(Err(RegexpError::TooLarge)),
            TEXTLESS => Operand::Textless,
            _ => return None,
        };
        let fits = match operator {
            Op::Truthy | Op::Falsy => matches!(operand, Operand::Ignored),
            Op::Eq | Op::Ne | Op::Contains => matches!(operand, Operand::Value(_)),
            Op::Gt | Op::Gte | Op::Lt | Op::Lte => matches!(operand, Operand::Integer(_)),
            Op::Between | Op::NotBetween => {
                matches!(operand, Operand::Bounds(..) | Operand::Memberless)
            }
            Op::Regexp => matches!(operand, Operand::Pattern(_) | Operand::Textless),
        };
        fits.then(|| Self(Arc::new(Asked { operator, operand })))
    }
}

/// A sign and a radix in one byte, then the digits; 255 alone for none.
fn put_integer(out: &mut Vec<u8>, integer: Option<&Integer<'_>>) {
    let Some(integer) = integer else {
        out.push(u8::MAX);
        return;
    };
    let (negative, bits, digits) = integer.parts();
    out.push(bits << 1 | u8::from(negative));
    canonical::put_text(out, &digits.to_ascii_lowercase());
}

#[allow(clippy::option_option, reason = "bytes that cannot be read, and no number")]
fn integer(bytes: &mut Bytes<'_>) -> Option<Option<Integer<'static>>> {
    match bytes.byte()? {
        u8::MAX => Some(None),
        first => Integer::from_parts(first & 1 == 1, first >> 1, bytes.text()?).map(Some),
    }
}
