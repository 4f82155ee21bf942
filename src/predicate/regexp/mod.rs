//! Regular expressions in ECMAScript's syntax, run in linear time.
//!
//! A pattern is read here as ECMAScript reads one without flags (Annex B of the
//! language included) and made a tree for the `regex` crate's machines, every class
//! spelled out. Only whether a pattern is found is ever asked, so captures and laziness do
//! not matter and the translation is exact.

mod alphabet;
mod group_name;
mod literals;
mod parse;
mod program;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::limits::Limits;
use alphabet::{Alphabet, halved, has_astral};
use literals::{Shape, Texts};
use program::Program;

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

/// A pattern, checked; compiled for the first text it is held against. A clone shares
/// what was compiled.
///
/// ```
/// use hooksieve::{Flavour, Limits, Regexp, RegexpError};
/// let compile = |source| Regexp::compile(source, Flavour::CodePoints, &Limits::default());
/// assert_eq!(compile(r"^wa-\d{2,}$").unwrap().is_match("wa-39"), Some(true));
/// assert!(matches!(compile("a**"), Err(RegexpError::Invalid { offset: 2, .. })));
/// assert!(matches!(compile("(?=a)"), Err(RegexpError::Unsupported { .. })));
/// ```
#[derive(Clone)]
pub struct Regexp(Arc<Shared>);

struct Shared {
    source: Box<str>,
    /// Whether it is over code units.
    units: bool,
    /// Over code units: whether `.` or a negated class may tell them from code points.
    any_or_negated: bool,
    /// What one compiled program may take.
    memory: usize,
    program: OnceLock<Option<Box<Program>>>,
    /// Beside a program over code units the one over code points, for the first subject
    /// that needs it.
    by_points: OnceLock<Option<Box<Program>>>,
    texts: Texts,
}

/// A pattern without counted repetitions and no longer than this takes far less than
/// [`SURELY_ENOUGH`] bytes: a symbol is at most some thirty states of some thirty bytes.
const SURELY_SHORT: usize = 256;

const SURELY_ENOUGH: usize = 1 << 20;

impl fmt::Debug for Regexp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Regexp({:?})", self.0.source)
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
        let units = flavour == Flavour::CodeUnits;
        let memory = limits.regexp_bytes;
        let surely_small =
            source.len() <= SURELY_SHORT && !source.contains('{') && memory >= SURELY_ENOUGH;
        // Left out of the module, where every kilobyte counts and few patterns are read.
        if cfg!(not(target_family = "wasm"))
            && surely_small
            && !units
            && let Some(texts) = Texts::listed(source)
        {
            return Ok(Self(Arc::new(Shared {
                source: source.into(),
                units,
                any_or_negated: false,
                memory,
                program: OnceLock::new(),
                by_points: OnceLock::new(),
                texts,
            })));
        }
        let translated = parse::translate(source, alphabet, units)?;
        let program = OnceLock::new();
        if !surely_small {
            let compiled = Program::build(&translated.tree, memory).ok_or(RegexpError::TooLarge)?;
            let _ = program.set(Some(Box::new(compiled)));
        }
        Ok(Self(Arc::new(Shared {
            source: source.into(),
            units,
            any_or_negated: translated.any_or_negated,
            memory,
            program,
            by_points: OnceLock::new(),
            texts: if units { Texts::default() } else { Texts::of(&translated.tree) },
        })))
    }

    /// The program over an alphabet, compiled now if it was not yet.
    fn program(&self, alphabet: Alphabet) -> Option<&Program> {
        let Shared { source, units, memory, program, by_points, .. } = &*self.0;
        let cell = match (alphabet, units) {
            (Alphabet::Points, true) => by_points,
            _ => program,
        };
        let compile = || {
            let translated = parse::translate(source, alphabet, *units).ok()?;
            Program::build(&translated.tree, *memory).map(Box::new)
        };
        cell.get_or_init(compile).as_deref()
    }

    /// Texts of which every subject that matches holds at least one; none where no such
    /// texts are known.
    pub(crate) fn literals(&self) -> &[Box<str>] {
        &self.0.texts.texts
    }

    /// The texts that match, where the pattern only lists them.
    pub(crate) fn words(&self) -> Option<&[Box<str>]> {
        let Texts { texts, whole } = &self.0.texts;
        whole.then_some(texts)
    }

    /// What is known of every text that matches: nothing over code units.
    pub(crate) fn shape(&self) -> Shape {
        if self.0.units {
            return Shape::default();
        }
        let translated = parse::translate(&self.0.source, Alphabet::Points, false);
        translated.map(|translated| literals::shape(&translated.tree)).unwrap_or_default()
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
        if let Some(words) = self.words() {
            return Some(words.iter().any(|word| **word == *text));
        }
        let literals = self.literals();
        if !literals.is_empty() && !literals.iter().any(|literal| text.contains(&**literal)) {
            return Some(false);
        }
        let own = if self.0.units { Alphabet::Units } else { Alphabet::Points };
        let program = self.program(own)?;
        if !self.0.units || !has_astral(text) {
            return Some(program.is_match(text));
        }
        let by_units = program.is_match(&halved(text));
        if !self.0.any_or_negated {
            return Some(by_units);
        }
        let by_points = self.program(Alphabet::Points)?.is_match(text);
        (by_units == by_points).then_some(by_units)
    }

    /// The name of the limit that the pattern breaks, which may be others than it was
    /// compiled under.
    pub(crate) fn broken_limit(&self, limits: &Limits) -> Option<&'static str> {
        if self.0.source.len() > limits.pattern_bytes {
            return Some("pattern_bytes");
        }
        let flavour = if self.0.units { Flavour::CodeUnits } else { Flavour::CodePoints };
        // Under no less than it was compiled under it fits.
        let fits = limits.regexp_bytes >= self.0.memory
            || Self::compile(&self.0.source, flavour, limits).is_ok();
        (!fits).then_some("regexp_bytes")
    }

    /// The pattern as written.
    ///
    /// ```
    /// use hooksieve::{Flavour, Limits, Regexp};
    /// let usd = Regexp::compile("^usd[ct]$", Flavour::CodePoints, &Limits::default()).unwrap();
    /// assert_eq!(usd.source(), "^usd[ct]$");
    /// ```
    pub fn source(&self) -> &str {
        &self.0.source
    }
}
