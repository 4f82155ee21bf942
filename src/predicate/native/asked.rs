//! What a native operator asks of one value, taken apart for reasoning.

use super::super::{Regexp, Test, Value};
use super::{Comparison, Literal, Native, Operator};
use crate::json::Node;
use crate::number::{Decimal, Numeral};

/// One end of a range: how a number must compare to it, and the number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge<'a> {
    pub(crate) comparison: Comparison,
    numeral: Option<&'a Numeral>,
}

impl<'a> Edge<'a> {
    /// The number; nothing where the configuration gave none.
    pub(crate) fn decimal(&self) -> Option<Decimal<'a>> {
        self.numeral.map(Numeral::decimal)
    }

    fn new(comparison: Comparison, numeral: Option<&'a Numeral>) -> Self {
        Self { comparison, numeral }
    }
}

/// What the positive test of a native operator asks of one value.
#[derive(Clone, Debug)]
pub(crate) enum Asked<'a> {
    /// To be there, whatever it is.
    Anything,
    /// To be one of these.
    OneOf(Vec<Node>),
    /// To be a numeral within these ends; nothing is where an end has no numeral.
    Within(Vec<Edge<'a>>),
    /// To be a text that holds this one, or an array with it as an element.
    Holds(&'a str),
    /// To be an array with this element, which is no text.
    Element(Node),
    /// To be a text that begins so; nothing does where the operand is no text.
    Starts(Option<&'a str>),
    /// The same for the end.
    Ends(Option<&'a str>),
    /// To be a text in which the pattern is found.
    Matches(&'a Regexp),
    /// To be true, or the text "true".
    True,
    /// To be neither true nor null.
    NotTrue,
}

impl Native {
    /// What is asked, and whether for it or against it: an operator for it holds where
    /// one value at the path is so, one against it where none is. `missing` is against
    /// anything at all.
    pub(crate) fn asked(&self) -> (Asked<'_>, bool) {
        let asked = match &self.kind {
            Operator::Exists => Asked::Anything,
            Operator::Missing => return (Asked::Anything, false),
            Operator::Equals(literal) => Asked::OneOf(vec![literal.node()]),
            Operator::In(list) => Asked::OneOf(list.iter().map(Literal::node).collect()),
            Operator::Gt(end) => one_end(Comparison::Gt, end.as_ref()),
            Operator::Gte(end) => one_end(Comparison::Gte, end.as_ref()),
            Operator::Lt(end) => one_end(Comparison::Lt, end.as_ref()),
            Operator::Lte(end) => one_end(Comparison::Lte, end.as_ref()),
            Operator::Between(ends) => Asked::Within(
                ends.iter().map(|(comparison, end)| Edge::new(*comparison, end.as_ref())).collect(),
            ),
            Operator::ContainsText(text) => Asked::Holds(text),
            Operator::Contains(literal) => Asked::Element(literal.node()),
            Operator::StartsWith(text) => Asked::Starts(text.as_deref()),
            Operator::EndsWith(text) => Asked::Ends(text.as_deref()),
            Operator::Regexp(regexp) => Asked::Matches(regexp),
            Operator::Truthy => Asked::True,
            Operator::Falsy => Asked::NotTrue,
        };
        (asked, !self.negated)
    }

    /// The positive test of one value.
    pub(crate) fn accepts(&self, value: &Value<'_>) -> Test {
        self.test_one(value)
    }
}

fn one_end(comparison: Comparison, numeral: Option<&Numeral>) -> Asked<'_> {
    Asked::Within(vec![Edge::new(comparison, numeral)])
}
