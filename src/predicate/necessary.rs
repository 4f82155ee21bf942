//! What an index may look for before it tests.

use std::borrow::Cow;

use crate::number::Numeral;

/// A value that is neither array nor object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    /// The number as written; equal numbers may be written differently.
    Number(&'a str),
    Text(&'a str),
}

/// What every value that passes a test has.
#[derive(Clone, Debug)]
pub(crate) enum Necessary<'a> {
    Nothing,
    /// A text that holds one of these (none of them empty), or an array with a text
    /// element that does.
    Holds(Vec<Cow<'a, str>>),
    /// A text that begins so.
    Starts(&'a str),
    /// A text that ends so.
    Ends(&'a str),
    /// A number, or a text that is one, not below `low` and not above `high`. Where a
    /// bound is exclusive the test refuses the bound itself.
    Within {
        low: Option<&'a Numeral>,
        high: Option<&'a Numeral>,
    },
}
