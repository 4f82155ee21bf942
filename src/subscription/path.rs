//! Where in an event a condition looks.

use std::fmt;

use crate::json::Pointer;

/// A way from a root of the event to the values a condition tests.
///
/// ```
/// use hooksieve::{Path, Root};
/// let path = Path::parse("transfers.*.amount").unwrap();
/// assert_eq!((path.root, path.wildcards()), (Root::Data, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// Where the way begins.
    pub root: Root,
    /// How it goes on.
    pub lookup: Lookup,
}

/// Where a [`Path`] begins.
///
/// ```
/// use hooksieve::{Path, Root};
/// assert_eq!(Path::parse("amount").unwrap().root, Root::Data);
/// assert_eq!(Path::parse("/data/amount").unwrap().root, Root::Body);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Root {
    /// The event's data: its `data` member, or the body of a flat event.
    Data,
    /// The whole body.
    Body,
}

/// How a [`Path`] finds its values.
///
/// ```
/// use hooksieve::{Config, Dialect, Lookup};
/// let text = r#"{"event":"block.applied","target":"https://a.example","conditions":[{"key":"amount","condition":"eq","value":1}]}"#;
/// let lookup = |dialect| Config::read(text, dialect).subscriptions[0].conditions.list[0].path.lookup.clone();
/// assert_eq!(lookup(Dialect::ARK_CORE_3), Lookup::EcmaScriptMember("amount".into()));
/// assert_eq!(lookup(Dialect::ARK_MAINSAIL), Lookup::EcmaScriptDotted("amount".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lookup {
    /// Segment by segment.
    Segments(Vec<Segment>),
    /// A member of the whole dotted name, and segment by segment where there is none.
    LiteralThenSegments(String),
    /// One member of the whole name, as JavaScript's `data[key]`: elements and
    /// `length` of arrays and strings too; an inherited name cannot be decided.
    EcmaScriptMember(String),
    /// Own members split at every dot, as mainsail's `get`: elements of arrays by
    /// index; a prototype name cannot be decided.
    EcmaScriptDotted(String),
    /// The key could not be read.
    Unreadable,
}

/// One step of a [`Path`].
///
/// ```
/// use hooksieve::{Lookup, Path, Segment};
/// let segments = vec![Segment::Name("transfers".into()), Segment::Any];
/// assert_eq!(Path::parse("transfers.*").unwrap().lookup, Lookup::Segments(segments));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Segment {
    /// The member of this name; in an array, the element of this index where the
    /// name is one (`0`, or digits without a leading zero).
    Name(String),
    /// Any element or member.
    Any,
}

impl Segment {
    /// The name, where the segment is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Any => None,
        }
    }
}

/// Why a text is not a key.
///
/// ```
/// use hooksieve::{Path, PathError};
/// assert_eq!(Path::parse("amount."), Err(PathError::EmptySegment));
/// assert_eq!(Path::parse("am*"), Err(PathError::PartialWildcard));
/// assert_eq!(PathError::Empty.to_string(), "a key must not be empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathError {
    /// It is empty.
    Empty,
    /// A segment between two dots is empty.
    EmptySegment,
    /// A backslash stands before something other than `.`, `*` or `\`.
    Escape,
    /// A `~` in a pointer is not `~0` or `~1`.
    PointerEscape,
    /// `*` stands inside a segment without a backslash.
    PartialWildcard,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a key must not be empty",
            Self::EmptySegment => "a segment between two dots is empty",
            Self::Escape => "a backslash in a key goes before `.`, `*` or `\\`",
            Self::PointerEscape => "`~` in a JSON Pointer must be `~0` or `~1`",
            Self::PartialWildcard => "`*` must be a whole segment; write `\\*` for the character",
        })
    }
}

impl std::error::Error for PathError {}

impl fmt::Display for Path {
    /// The path as the native dialect writes it, where that can say it; else the
    /// provider's own key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = match &self.lookup {
            Lookup::Segments(segments) => segments,
            Lookup::LiteralThenSegments(key)
            | Lookup::EcmaScriptMember(key)
            | Lookup::EcmaScriptDotted(key) => return f.write_str(key),
            Lookup::Unreadable => return f.write_str("?"),
        };
        for (index, segment) in segments.iter().enumerate() {
            match (self.root, segment) {
                (Root::Body, segment) => {
                    let name = segment.name().unwrap_or("*");
                    write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))?;
                }
                (Root::Data, segment) => {
                    f.write_str(if index == 0 { "" } else { "." })?;
                    let name = |name: &str| {
                        name.replace('\\', r"\\").replace('.', r"\.").replace('*', r"\*")
                    };
                    f.write_str(&segment.name().map_or_else(|| "*".to_owned(), name))?;
                }
            }
        }
        Ok(())
    }
}

impl Path {
    /// Reads a key of the native dialect: dotted from the event's data, with `\.`,
    /// `\*` and `\\` for the characters themselves and `*` for any element or member;
    /// or a JSON Pointer from the root of the body, in which `*` is literal.
    ///
    /// # Errors
    /// When a segment is empty, an escape is none, or `*` is part of a segment.
    ///
    /// ```
    /// use hooksieve::{Lookup, Path, Root, Segment};
    /// let path = Path::parse(r"items.*.unit\.price").unwrap();
    /// assert_eq!(path.root, Root::Data);
    /// let Lookup::Segments(segments) = path.lookup else { unreachable!() };
    /// assert_eq!(segments[1..], [Segment::Any, Segment::Name("unit.price".into())]);
    /// assert_eq!(Path::parse("/deliveryAttempt").unwrap().root, Root::Body);
    /// ```
    pub fn parse(key: &str) -> Result<Self, PathError> {
        if key.is_empty() {
            return Err(PathError::Empty);
        }
        if key.starts_with('/') {
            let names = Pointer::tokens(key).ok_or(PathError::PointerEscape)?;
            let segments = names.into_iter().map(Segment::Name).collect();
            return Ok(Self { root: Root::Body, lookup: Lookup::Segments(segments) });
        }
        let mut segments = Vec::new();
        let mut name = String::new();
        let mut any = false;
        let mut literal = false;
        let mut characters = key.chars();
        loop {
            match characters.next() {
                Some('\\') if any => return Err(PathError::PartialWildcard),
                Some('\\') => {
                    literal = true;
                    match characters.next() {
                        Some(escaped @ ('.' | '*' | '\\')) => name.push(escaped),
                        _ => return Err(PathError::Escape),
                    }
                }
                Some('*') if name.is_empty() && !any && !literal => any = true,
                Some('*') => return Err(PathError::PartialWildcard),
                end @ (Some('.') | None) => {
                    segments.push(match (any, name.is_empty() && !literal) {
                        (true, _) => Segment::Any,
                        (false, true) => return Err(PathError::EmptySegment),
                        (false, false) => Segment::Name(std::mem::take(&mut name)),
                    });
                    any = false;
                    literal = false;
                    if end.is_none() {
                        return Ok(Self { root: Root::Data, lookup: Lookup::Segments(segments) });
                    }
                }
                Some(_) if any => return Err(PathError::PartialWildcard),
                Some(other) => name.push(other),
            }
        }
    }

    /// Whether an event in which nothing stands there simply lacks it: not so for lookups
    /// that may find something inherited, or cannot be read.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.lookup, Lookup::Segments(_) | Lookup::LiteralThenSegments(_))
    }

    /// How many `*` the path holds.
    ///
    /// ```
    /// assert_eq!(hooksieve::Path::parse("transfers.*.fees.*").unwrap().wildcards(), 2);
    /// ```
    pub fn wildcards(&self) -> usize {
        match &self.lookup {
            Lookup::Segments(segments) => {
                segments.iter().filter(|segment| **segment == Segment::Any).count()
            }
            _ => 0,
        }
    }
}
