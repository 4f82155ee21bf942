//! Regular expressions in ECMAScript's syntax, run in linear time.
//!
//! A pattern is read here as ECMAScript reads one without flags (Annex B of the
//! language included) and written again for the `regex` crate, every class spelled
//! out. Only whether a pattern is found is ever asked, so captures and laziness do
//! not matter and the translation is exact.

mod alphabet;
mod group_name;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::OnceLock;

use crate::limits::Limits;
use alphabet::{Alphabet, halved, has_astral};

/// What one character of a pattern or a subject is.
///
/// ```
/// use hooksieve::{Flavour, Limits, Regexp};
/// let found = |flavour| Regexp::compile("^[😀]$", flavour, &Limits::default()).unwrap().is_match("😀");
/// assert_eq!(found(Flavour::CodePoints), Some(true));
/// assert_eq!(found(Flavour::CodeUnits), Some(false));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// A code point; the native dialect. `\p` is refused.
    CodePoints,
    /// A UTF-16 code unit, as in ECMAScript without flags; the shipped ARK node.
    CodeUnits,
}

/// A compiled pattern.
///
/// ```
/// use hooksieve::{Flavour, Limits, Regexp, RegexpError};
/// let compile = |source| Regexp::compile(source, Flavour::CodePoints, &Limits::default());
/// assert_eq!(compile(r"^wa-\d{2,}$").unwrap().is_match("wa-39"), Some(true));
/// assert!(matches!(compile("a**"), Err(RegexpError::Invalid { offset: 2, .. })));
/// assert!(matches!(compile("(?=a)"), Err(RegexpError::Unsupported { .. })));
/// ```
#[derive(Clone)]
pub struct Regexp {
    source: String,
    program: regex::Regex,
    /// Whether `program` is over code units.
    units: bool,
    /// Beside a program over code units the one over code points, where `.` or a
    /// negated class may tell them apart; compiled for the first subject that needs it.
    by_points: Option<ByPoints>,
}

/// A pattern over code points beside the one over code units.
#[derive(Clone)]
struct ByPoints {
    memory: usize,
    program: OnceLock<Option<regex::Regex>>,
}

impl fmt::Debug for Regexp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Regexp({:?})", self.source)
    }
}

/// Why a pattern cannot be used.
///
/// ```
/// use hooksieve::{Flavour, Limits, Regexp, RegexpError};
/// let limits = Limits { pattern_bytes: 4, ..Limits::default() };
/// let error = Regexp::compile("^wallet", Flavour::CodePoints, &limits).unwrap_err();
/// assert_eq!(error, RegexpError::TooLarge);
/// assert_eq!(error.to_string(), "the regular expression is too large");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegexpError {
    /// ECMAScript refuses it.
    Invalid {
        /// Byte offset within the pattern.
        offset: usize,
        /// What is wrong.
        message: String,
    },
    /// ECMAScript accepts it, but it cannot be run exactly in linear time.
    Unsupported {
        /// Byte offset within the pattern.
        offset: usize,
        /// What it needs.
        message: String,
    },
    /// It is longer, or takes more memory, than the limits allow.
    TooLarge,
}

impl fmt::Display for RegexpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { message, .. } | Self::Unsupported { message, .. } => {
                f.write_str(message)
            }
            Self::TooLarge => f.write_str("the regular expression is too large"),
        }
    }
}

impl std::error::Error for RegexpError {}

impl Regexp {
    /// Compiles `source`.
    ///
    /// # Errors
    /// See [`RegexpError`].
    ///
    /// ```
    /// use hooksieve::{Flavour, Limits, Regexp};
    /// let compile = |source| Regexp::compile(source, Flavour::CodePoints, &Limits::default());
    /// assert!(compile("^0x[0-9a-f]{40}$").is_ok());
    /// assert!(compile("wallet(").is_err());
    /// ```
    pub fn compile(source: &str, flavour: Flavour, limits: &Limits) -> Result<Self, RegexpError> {
        if source.len() > limits.pattern_bytes {
            return Err(RegexpError::TooLarge);
        }
        let alphabet = match flavour {
            Flavour::CodePoints => Alphabet::Points,
            Flavour::CodeUnits => Alphabet::Units,
        };

        let translated = parse::translate(source, alphabet, flavour == Flavour::CodeUnits)?;
        let memory = limits.regexp_bytes;
        let program = build(&translated.pattern, memory).ok_or(RegexpError::TooLarge)?;
        let units = flavour == Flavour::CodeUnits;
        let by_points = (units && translated.any_or_negated)
            .then(|| ByPoints { memory, program: OnceLock::new() });
        Ok(Self { source: source.to_owned(), program, by_points, units })
    }

    /// Whether the pattern is found anywhere in `text`; nothing where that cannot be
    /// decided exactly.
    ///
    /// Over code units that is so where `.` or a negated class meets an astral
    /// character and it matters whether that is one symbol or two.
    ///
    /// ```
    /// use hooksieve::{Flavour, Limits, Regexp};
    /// let usd = Regexp::compile("^usd[ct]$", Flavour::CodePoints, &Limits::default()).unwrap();
    /// assert_eq!(usd.is_match("usdc"), Some(true));
    /// assert_eq!(usd.is_match("USDC"), Some(false));
    /// let one = Regexp::compile("^.$", Flavour::CodeUnits, &Limits::default()).unwrap();
    /// assert_eq!(one.is_match("😀"), None);
    /// ```
    pub fn is_match(&self, text: &str) -> Option<bool> {
        if !self.units || !has_astral(text) {
            return Some(self.program.is_match(text));
        }
        let by_units = self.program.is_match(&halved(text));
        let Some(by_points) = &self.by_points else {
            return Some(by_units);
        };
        let program = by_points.program.get_or_init(|| {
            let translated = parse::translate(&self.source, Alphabet::Points, true).ok()?;
            build(&translated.pattern, by_points.memory)
        });
        let by_points = program.as_ref()?.is_match(text);
        (by_units == by_points).then_some(by_units)
    }

    /// The pattern as written.
    ///
    /// ```
    /// use hooksieve::{Flavour, Limits, Regexp};
    /// let usd = Regexp::compile("^usd[ct]$", Flavour::CodePoints, &Limits::default()).unwrap();
    /// assert_eq!(usd.source(), "^usd[ct]$");
    /// ```
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// Compiles a translated pattern; nothing where it takes more than `memory` bytes.
fn build(pattern: &str, memory: usize) -> Option<regex::Regex> {
    // The translation is always well formed, so size and nesting are the only faults.
    regex::RegexBuilder::new(pattern)
        .size_limit(memory)
        .dfa_size_limit(memory)
        .nest_limit(NEST_LIMIT)
        .build()
        .ok()
}

/// Levels of the `regex` crate's own syntax tree: a group is up to four of them.
const NEST_LIMIT: u32 = 4 * parse::DEPTH as u32 + 16;
