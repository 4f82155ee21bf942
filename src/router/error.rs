//! What can go wrong with a router.

use std::fmt;

use super::snapshot::SnapshotError;

/// What could not be done with a router or a configuration.
///
/// ```
/// use hooksieve::{HooksieveError, Router, Subscription};
/// let mut router = Router::new();
/// let error = router.replace(&Subscription::new("a")).unwrap_err();
/// assert_eq!(error, HooksieveError::IdUnknown("a".into()));
/// assert_eq!(error.to_string(), "there is no subscription \"a\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HooksieveError {
    /// A subscription with this id is there already.
    IdExists(String),
    /// No subscription has this id.
    IdUnknown(String),
    /// The configuration text is not JSON, or not UTF-8.
    Unreadable(String),
    /// A subscription asks for more than the limit of this name allows.
    TooDear {
        /// The subscription's id.
        id: String,
        /// The name of the member of [`Limits`](crate::Limits).
        limit: &'static str,
    },
    /// A router numbers fewer than 2^31 subscriptions, and ids of 4 GiB together.
    Full,
    /// The bytes are no snapshot of a router that this version reads.
    Snapshot(SnapshotError),
}

impl fmt::Display for HooksieveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IdExists(id) => write!(f, "there is a subscription {id:?} already"),
            Self::IdUnknown(id) => write!(f, "there is no subscription {id:?}"),
            Self::Unreadable(message) => write!(f, "the configuration is not JSON: {message}"),
            Self::TooDear { id, limit } => {
                write!(f, "subscription {id:?} asks for more than the limit `{limit}` allows")
            }
            Self::Full => f.write_str("the router holds as many subscriptions as it can number"),
            Self::Snapshot(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for HooksieveError {}
