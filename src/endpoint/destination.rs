//! What a delivery needs of a stored object, and ids of events that have none.

use std::fmt;

use super::api::{Api, IdForm};
use crate::dialect::Config;
use crate::id;
use crate::json::Node;

/// Where deliveries to a stored object go, and what signs them. `Debug` shows neither the
/// secret nor the values of headers.
///
/// ```
/// use hooksieve::{Dialect, endpoint::Api, json::Node};
/// let stored = Node::parse(r#"{"id":"wh-1","url":"https://a.example/","events":["*"],"secret":"whs-1"}"#).unwrap();
/// let destination = Api::of(Dialect::DFNS).unwrap().destination(&stored).unwrap();
/// assert_eq!(destination.url, "https://a.example/");
/// assert_eq!(destination.secret.as_deref(), Some("whs-1"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Destination {
    /// The target's URL.
    pub url: String,
    /// The headers that the configuration adds.
    pub headers: Vec<(String, String)>,
    /// The text of the key that signs, where each object has its own.
    pub secret: Option<String>,
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Destination").finish_non_exhaustive()
    }
}

impl Api {
    /// Where deliveries to a stored object go; nothing where it has no readable target.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let api = Api::of(Dialect::CDP).unwrap();
    /// assert!(api.destination(&Node::parse(r#"{"subscriptionId":"s"}"#).unwrap()).is_none());
    /// ```
    pub fn destination(&self, stored: &Node) -> Option<Destination> {
        let config = Config::read(&stored.to_json(), self.dialect);
        let target = config.subscriptions.into_iter().next()?.target?;
        let secret = self.secret.and_then(|(name, _)| stored.get(name)?.string());
        Some(Destination {
            url: target.url,
            headers: target.headers,
            secret: secret.map(str::to_owned),
        })
    }

    /// The id of an event that has none of its own, in the provider's form, of 16 bytes that
    /// tell it apart: a digest of it, so that the same event gets the same id again.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// let id = Api::of(Dialect::ARK).unwrap().event_id([0; 16]);
    /// assert_eq!(id, "00000000-0000-4000-8000-000000000000");
    /// ```
    pub fn event_id(&self, digest: [u8; 16]) -> String {
        match self.id.1 {
            IdForm::DfnsWebhook => id::dfns_event(digest),
            IdForm::Ksuid => id::ksuid(0, digest),
            IdForm::Uuid => id::uuid(digest),
        }
    }
}
