//! Which operation a method and a path stand for.

use super::answer::Answer;
use super::api::Api;

/// One path of a provider: method, pattern, and what it stands for. In a pattern `{}` is a
/// segment that is handed on.
pub(super) type Route = (&'static str, &'static str, Kind);

/// What a path stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Create,
    List,
    Get,
    Update,
    Delete,
    Ping,
    Events,
    Event,
    History,
    HistoryEvent,
    Replay,
}

/// What a request wants.
///
/// ```
/// use hooksieve::{Dialect, endpoint::{Api, Operation}};
/// let api = Api::of(Dialect::DFNS).unwrap();
/// assert_eq!(api.operation("PUT", "/webhooks/wh-1").unwrap(), Operation::Update("wh-1".into()));
/// assert_eq!(api.operation("PATCH", "/webhooks/wh-1").unwrap_err().status, 405);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// A new object.
    Create,
    /// The objects.
    List,
    /// One object.
    Get(String),
    /// A change of one object.
    Update(String),
    /// One object less.
    Delete(String),
    /// A test request to the target of one object.
    Ping(String),
    /// What was delivered to one object.
    Events(String),
    /// One delivery to one object.
    Event {
        /// The object.
        subscription: String,
        /// The delivery's event.
        event: String,
    },
    /// What was delivered to all objects.
    History,
    /// One event of all objects.
    HistoryEvent(String),
    /// An event once more.
    Replay(String),
}

impl Api {
    /// What a request with this method and path (without its query) wants.
    ///
    /// # Errors
    /// The answer to a path that the provider does not have (404), or not with this method
    /// (405).
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::{Api, Operation}};
    /// let api = Api::of(Dialect::DAKOTA).unwrap();
    /// let replay = api.operation("POST", "/webhooks/events/1NFHrqBHb3cTfLVkFSGmHZqdDPi/replay");
    /// assert_eq!(replay.unwrap(), Operation::Replay("1NFHrqBHb3cTfLVkFSGmHZqdDPi".into()));
    /// assert_eq!(api.operation("GET", "/hooks").unwrap_err().status, 404);
    /// ```
    pub fn operation(&self, method: &str, path: &str) -> Result<Operation, Box<Answer>> {
        let mut is_known = false;
        for (known, pattern, kind) in self.routes {
            let Some(parts) = matched(pattern, path) else { continue };
            if method.eq_ignore_ascii_case(known) {
                return Ok(kind.operation(&parts));
            }
            is_known = true;
        }
        let (status, message) = match is_known {
            true => (405, "the path does not take this method"),
            false => (404, "there is no such path"),
        };
        Err(Box::new(self.error(status, message)))
    }
}

impl Kind {
    fn operation(self, parts: &[&str]) -> Operation {
        let part = |at: usize| parts.get(at).copied().unwrap_or_default().to_owned();
        match self {
            Self::Create => Operation::Create,
            Self::List => Operation::List,
            Self::Get => Operation::Get(part(0)),
            Self::Update => Operation::Update(part(0)),
            Self::Delete => Operation::Delete(part(0)),
            Self::Ping => Operation::Ping(part(0)),
            Self::Events => Operation::Events(part(0)),
            Self::Event => Operation::Event { subscription: part(0), event: part(1) },
            Self::History => Operation::History,
            Self::HistoryEvent => Operation::HistoryEvent(part(0)),
            Self::Replay => Operation::Replay(part(0)),
        }
    }
}

/// The segments of a path that stand at the `{}` of a pattern.
fn matched<'p>(pattern: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut parts = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parts),
            (Some("{}"), Some(part)) if !part.is_empty() => parts.push(part),
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}
