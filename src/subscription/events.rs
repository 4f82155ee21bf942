//! Event types and the patterns that ask for them.

use std::fmt;

use crate::diagnostic::Place;
use crate::truth::Truth;

/// The event types a subscription asks for.
///
/// ```
/// use hooksieve::{Config, Truth};
/// let config = Config::detect(r#"{"id":"a","events":["wallet.*","key.created"]}"#);
/// let events = &config.subscriptions[0].events;
/// assert_eq!(events.patterns.len(), 2);
/// assert_eq!(events.test(Some("wallet.created")), Truth::True);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTypes {
    /// Every type, whatever the patterns say.
    pub all: bool,
    /// The listed types and patterns.
    pub patterns: Vec<EventPattern>,
    /// Set when the list, or an entry of it, could not be read.
    pub unreadable: bool,
    /// Where the list (or the flag that stands for it) is.
    pub place: Option<Place>,
}

impl EventTypes {
    /// No type at all: never fires.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Truth};
    /// assert_eq!(EventTypes::none().test(Some("wallet.created")), Truth::False);
    /// ```
    pub const fn none() -> Self {
        Self { all: false, patterns: Vec::new(), unreadable: false, place: None }
    }

    /// Every type.
    ///
    /// ```
    /// use hooksieve::{EventTypes, Truth};
    /// assert_eq!(EventTypes::all().test(None), Truth::True);
    /// ```
    pub const fn all() -> Self {
        Self { all: true, patterns: Vec::new(), unreadable: false, place: None }
    }

    /// Whether an event of this type is asked for; an event without a type cannot be
    /// decided by a list, but is one of all types and none of no types.
    ///
    /// ```
    /// use hooksieve::{EventPattern, EventTypes, Truth};
    /// let patterns = vec![EventPattern::parse("wallet.*").unwrap()];
    /// let events = EventTypes { patterns, ..EventTypes::none() };
    /// assert_eq!(events.test(Some("key.created")), Truth::False);
    /// assert_eq!(events.test(None), Truth::Undecidable);
    /// ```
    pub fn test(&self, event_type: Option<&str>) -> Truth {
        if self.all {
            return Truth::True;
        }
        if self.patterns.is_empty() && !self.unreadable {
            return Truth::False;
        }
        let Some(event_type) = event_type else {
            return Truth::Undecidable;
        };
        if self.patterns.iter().any(|pattern| pattern.matches(event_type)) {
            Truth::True
        } else if self.unreadable {
            Truth::Undecidable
        } else {
            Truth::False
        }
    }
}

/// One listed event type, or a pattern over the segments of a type.
///
/// A segment `*` is exactly one dot-separated segment, a last segment `**` one or
/// more. Everything else is the text itself, letter case included.
///
/// ```
/// use hooksieve::EventPattern;
/// let pattern = EventPattern::parse("wallet.*.confirmed").unwrap();
/// assert!(pattern.matches("wallet.transfer.confirmed"));
/// assert!(!pattern.matches("wallet.confirmed"));
/// assert!(EventPattern::parse("wallet.**").unwrap().matches("wallet.transfer.confirmed"));
/// assert!(EventPattern::parse("wallet.trans*").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPattern {
    /// As written.
    pub text: String,
    /// Whether `*` and `**` segments stand for others.
    pub wildcards: bool,
    /// Where it stands.
    pub place: Place,
}

/// Why a text is not an event-type pattern.
///
/// ```
/// use hooksieve::{EventPattern, PatternError};
/// assert_eq!(EventPattern::parse("wallet.**.confirmed"), Err(PatternError::InnerDoubleWildcard));
/// assert_eq!(PatternError::PartialWildcard.to_string(), "`*` must be a whole segment");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// It is empty.
    Empty,
    /// A segment between two dots is empty.
    EmptySegment,
    /// `*` stands inside a segment.
    PartialWildcard,
    /// `**` is not the last segment.
    InnerDoubleWildcard,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an event type must not be empty",
            Self::EmptySegment => "a segment between two dots is empty",
            Self::PartialWildcard => "`*` must be a whole segment",
            Self::InnerDoubleWildcard => "`**` must be the last segment",
        })
    }
}

impl std::error::Error for PatternError {}

impl EventPattern {
    /// A type to match to the letter: no provider but our own has wildcards.
    ///
    /// ```
    /// use hooksieve::{EventPattern, Place};
    /// let pattern = EventPattern::exact("wallet.*", Place::default());
    /// assert!(pattern.matches("wallet.*") && !pattern.matches("wallet.created"));
    /// ```
    pub fn exact(text: impl Into<String>, place: Place) -> Self {
        Self { text: text.into(), wildcards: false, place }
    }

    /// Reads a pattern of the native dialect.
    ///
    /// # Errors
    /// When the text is empty, has an empty segment, or misplaces a wildcard.
    ///
    /// ```
    /// use hooksieve::{EventPattern, PatternError};
    /// assert!(EventPattern::parse("wallet.*").unwrap().wildcards);
    /// assert_eq!(EventPattern::parse("wallet..created"), Err(PatternError::EmptySegment));
    /// ```
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let wildcards = Self::check(text)?;
        Ok(Self { text: text.to_owned(), wildcards, place: Place::default() })
    }

    /// Whether a text that is a pattern has wildcards.
    pub(crate) fn check(text: &str) -> Result<bool, PatternError> {
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        // Most have no wildcard, which one look at each byte tells.
        let (mut before, mut plain) = (b'.', true);
        for &byte in text.as_bytes() {
            plain &= byte != b'*' && (byte != b'.' || before != b'.');
            before = byte;
        }
        if plain && before != b'.' {
            return Ok(false);
        }
        let mut wildcards = false;
        let mut segments = text.as_bytes().split(|&byte| byte == b'.').peekable();
        while let Some(segment) = segments.next() {
            match segment {
                b"" => return Err(PatternError::EmptySegment),
                b"*" => wildcards = true,
                b"**" if segments.peek().is_none() => wildcards = true,
                b"**" => return Err(PatternError::InnerDoubleWildcard),
                other if other.contains(&b'*') => return Err(PatternError::PartialWildcard),
                _ => {}
            }
        }
        Ok(wildcards)
    }

    /// Whether an event of this type is asked for.
    ///
    /// ```
    /// let pattern = hooksieve::EventPattern::parse("wallet.*").unwrap();
    /// assert!(pattern.matches("wallet.created"));
    /// assert!(!pattern.matches("Wallet.created") && !pattern.matches("wallet.transfer.confirmed"));
    /// ```
    pub fn matches(&self, event_type: &str) -> bool {
        if !self.wildcards {
            return self.text == event_type;
        }
        let (mut pattern, mut rest) = (Some(self.text.as_str()), Some(event_type));
        while let Some(segments) = pattern {
            let Some(there) = rest else { return false };
            let (part, after_part) = first_segment(segments);
            let (segment, after_segment) = first_segment(there);
            match part {
                "**" => return true,
                "*" => {}
                exact if exact == segment => {}
                _ => return false,
            }
            (pattern, rest) = (after_part, after_segment);
        }
        rest.is_none()
    }
}

/// The text before the first dot, and what follows the dot.
fn first_segment(text: &str) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == b'.') {
        Some(dot) => (&text[..dot], Some(&text[dot + 1..])),
        None => (text, None),
    }
}
