//! Why something cannot be signed, or is not believed.

use std::fmt;

/// Why a message cannot be signed or a request is not believed. No secret and no signature
/// is ever in it.
///
/// ```
/// use hooksieve::signature::SignatureError;
/// assert_eq!(SignatureError::TooOld.to_string(), "the request was sent more than five minutes ago");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// No scheme has this name.
    UnknownScheme,
    /// A header that the scheme needs is absent.
    MissingHeader(&'static str),
    /// A header that the scheme needs cannot be read, or stands twice.
    MalformedHeader(&'static str),
    /// The body tells no time in `timestampSent`.
    NoTimestamp,
    /// The request is older than the window.
    TooOld,
    /// The request is from later than the window.
    InTheFuture,
    /// The key does not have the form that the scheme needs, which is this.
    BadKey(&'static str),
    /// The event's id must not be empty or hold a dot: the signed text would be ambiguous.
    BadId,
    /// There is no key, or more than the scheme can sign with.
    KeyCount,
    /// The signatures are not the ones that the scheme's headers carry.
    SignatureCount,
    /// No signature holds under any of the keys.
    Mismatch,
}

impl SignatureError {
    /// The stable kebab-case name.
    ///
    /// ```
    /// assert_eq!(hooksieve::signature::SignatureError::TooOld.code(), "too-old");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownScheme => "unknown-scheme",
            Self::MissingHeader(_) => "missing-header",
            Self::MalformedHeader(_) => "malformed-header",
            Self::NoTimestamp => "no-timestamp",
            Self::TooOld => "too-old",
            Self::InTheFuture => "in-the-future",
            Self::BadKey(_) => "bad-key",
            Self::BadId => "bad-id",
            Self::KeyCount => "key-count",
            Self::SignatureCount => "signature-count",
            Self::Mismatch => "mismatch",
        }
    }
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownScheme => f.write_str("there is no such signature scheme"),
            Self::MissingHeader(name) => write!(f, "the header {name} is missing"),
            Self::MalformedHeader(name) => write!(f, "the header {name} cannot be read"),
            Self::NoTimestamp => f.write_str("the body has no time in `timestampSent`"),
            Self::TooOld => f.write_str("the request was sent more than five minutes ago"),
            Self::InTheFuture => f.write_str("the request is from more than five minutes ahead"),
            Self::BadKey(form) => write!(f, "the key must be {form}"),
            Self::BadId => f.write_str("the event's id must not be empty or hold a dot"),
            Self::KeyCount => f.write_str("the scheme signs with exactly one key"),
            Self::SignatureCount => f.write_str("the scheme's headers carry other signatures"),
            Self::Mismatch => f.write_str("no signature holds under the keys"),
        }
    }
}

impl std::error::Error for SignatureError {}
