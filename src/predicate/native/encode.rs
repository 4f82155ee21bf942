//! Native operators as canonical bytes.

use super::super::canonical::{self, Bytes, Members};
use super::super::{Flavour, Regexp};
use super::{Comparison, End, Literal, Native, Operator};
use crate::json::ordered;
use crate::limits::Limits;
use crate::number::Numeral;

const EQUALS: u8 = 0;
const GT: u8 = 1;
const GTE: u8 = 2;
const LT: u8 = 3;
const LTE: u8 = 4;
const BETWEEN: u8 = 5;
const CONTAINS: u8 = 6;
const STARTS_WITH: u8 = 7;
const ENDS_WITH: u8 = 8;
const IN: u8 = 9;
const REGEXP: u8 = 10;
const TRUTHY: u8 = 11;
const FALSY: u8 = 12;
const EXISTS: u8 = 13;
const MISSING: u8 = 14;

fn comparison_code(comparison: Comparison) -> u8 {
    match comparison {
        Comparison::Gt => GT,
        Comparison::Gte => GTE,
        Comparison::Lt => LT,
        Comparison::Lte => LTE,
    }
}

fn comparison_of(code: u8) -> Option<Comparison> {
    Comparison::ALL.into_iter().find(|&comparison| comparison_code(comparison) == code)
}

impl Literal {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => canonical::put_null(out),
            Self::Bool(value) => canonical::put_bool(out, *value),
            Self::Number(text) => canonical::put_number(out, text),
            Self::Text(text) => canonical::put_string(out, text),
            Self::Tree(node) => canonical::put_node(out, node, Members::Sorted),
        }
    }
}

impl Native {
    /// Appends the operator's code, from `base` on, and its operand.
    pub(in super::super) fn encode(&self, base: u8, out: &mut Vec<u8>) {
        let code = |code: u8| base + 2 * code + u8::from(self.negated);
        match &self.kind {
            Operator::Equals(literal) => {
                out.push(code(EQUALS));
                literal.encode(out);
            }
            Operator::Gt(bound) => put_compare(code(GT), bound.as_ref(), out),
            Operator::Gte(bound) => put_compare(code(GTE), bound.as_ref(), out),
            Operator::Lt(bound) => put_compare(code(LT), bound.as_ref(), out),
            Operator::Lte(bound) => put_compare(code(LTE), bound.as_ref(), out),
            Operator::Between(ends) => self.encode_between(ends, code(BETWEEN), base, out),
            Operator::ContainsText(text) => {
                out.push(code(CONTAINS));
                canonical::put_string(out, text);
            }
            Operator::Contains(literal) => {
                out.push(code(CONTAINS));
                literal.encode(out);
            }
            Operator::StartsWith(text) => put_optional(code(STARTS_WITH), text.as_deref(), out),
            Operator::EndsWith(text) => put_optional(code(ENDS_WITH), text.as_deref(), out),
            Operator::In(list) => encode_list(list, code(EQUALS), code(IN), out),
            Operator::Regexp(regexp) => {
                out.push(code(REGEXP));
                canonical::put_text(out, regexp.source());
            }
            Operator::Truthy => out.push(code(TRUTHY)),
            Operator::Falsy => out.push(code(FALSY)),
            Operator::Exists => out.push(code(EXISTS)),
            Operator::Missing => out.push(code(MISSING)),
        }
    }

    /// One end of a positive test is a comparison.
    fn encode_between(&self, ends: &[End], between: u8, base: u8, out: &mut Vec<u8>) {
        match ends {
            [end] if !self.negated => {
                put_compare(base + 2 * comparison_code(end.0), end.1.as_ref(), out);
            }
            _ => {
                out.push(between);
                canonical::put_length(out, ends.len());
                for end in ends {
                    put_compare(comparison_code(end.0), end.1.as_ref(), out);
                }
            }
        }
    }

    /// Reads what [`Native::encode`] wrote for a code, less the base.
    pub(in super::super) fn decode(
        code: u8,
        bytes: &mut Bytes<'_>,
        limits: &Limits,
    ) -> Option<Self> {
        let negated = code & 1 == 1;
        let code = code >> 1;
        let literal = |bytes: &mut Bytes<'_>| Some(Literal::of(&bytes.node(limits.depth)?));
        let kind = match code {
            EQUALS => Operator::Equals(literal(bytes)?),
            GT => Operator::Gt(bytes.numeral()?),
            GTE => Operator::Gte(bytes.numeral()?),
            LT => Operator::Lt(bytes.numeral()?),
            LTE => Operator::Lte(bytes.numeral()?),
            BETWEEN => {
                let count = bytes.length().filter(|&count| count > 0)?;
                let end = |_| Some((comparison_of(bytes.byte()?)?, bytes.numeral()?));
                Operator::Between((0..count).map(end).collect::<Option<_>>()?)
            }
            CONTAINS => match literal(bytes)? {
                Literal::Text(text) => Operator::ContainsText(text),
                other => Operator::Contains(Box::new(other)),
            },
            STARTS_WITH => Operator::StartsWith(optional(bytes)?),
            ENDS_WITH => Operator::EndsWith(optional(bytes)?),
            IN => {
                let count = bytes.length()?;
                Operator::In((0..count).map(|_| literal(bytes)).collect::<Option<_>>()?)
            }
            REGEXP => {
                let pattern = bytes.text()?;
                Operator::Regexp(Regexp::compile(pattern, Flavour::CodePoints, limits).ok()?)
            }
            TRUTHY => Operator::Truthy,
            FALSY => Operator::Falsy,
            EXISTS => Operator::Exists,
            MISSING => Operator::Missing,
            _ => return None,
        };
        Some(Self { kind, negated })
    }
}

fn put_compare(code: u8, bound: Option<&Numeral>, out: &mut Vec<u8>) {
    out.push(code);
    canonical::put_numeral(out, bound.map(Numeral::text));
}

fn put_optional(code: u8, text: Option<&str>, out: &mut Vec<u8>) {
    out.extend([code, u8::from(text.is_some())]);
    canonical::put_text(out, text.unwrap_or_default());
}

#[allow(clippy::option_option, reason = "bytes that cannot be read, and no text")]
fn optional(bytes: &mut Bytes<'_>) -> Option<Option<Box<str>>> {
    let is = bytes.byte()? == 1;
    let text = bytes.text()?;
    Some(is.then(|| text.into()))
}

/// The order of a list and its duplicates say nothing; a list of one is that one.
fn encode_list(list: &[Literal], equals: u8, within: u8, out: &mut Vec<u8>) {
    let encoded: Vec<Vec<u8>> = list
        .iter()
        .map(|literal| {
            let mut bytes = Vec::new();
            literal.encode(&mut bytes);
            bytes
        })
        .collect();
    let order = ordered(encoded.len(), &mut |a, b| encoded[a].cmp(&encoded[b]));
    let mut encoded: Vec<_> = order.into_iter().map(|index| &encoded[index]).collect();
    encoded.dedup();
    if let [one] = encoded.as_slice() {
        out.push(equals);
        out.extend_from_slice(one);
        return;
    }
    out.push(within);
    canonical::put_length(out, encoded.len());
    out.extend(encoded.into_iter().flatten());
}
