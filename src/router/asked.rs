//! What a router asks of events, for those who hand it only a part of them.

use super::{Match, Router};
use crate::subscription::Path;

impl Router {
    /// The subscription at a position, as [`Match::position`] tells it. O(1).
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"[{"id":"a","events":["*"]}]"#));
    /// assert_eq!(router.at(0).map(|each| each.id()), Some("a"));
    /// assert!(router.at(1).is_none());
    /// ```
    pub fn at(&self, position: usize) -> Option<Match<'_>> {
        let position = u32::try_from(position).ok()?;
        self.roster.filter(position).map(|_| Match::new(self, position))
    }

    /// The paths that conditions look up in events, each once. Together with the type, the
    /// id, and the labels where [`Router::label_keys`] names any, they are all that a
    /// verdict depends on. Those of subscriptions that are gone may be among them.
    ///
    /// ```
    /// use hooksieve::{Config, Path, Router};
    /// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[{"key":"amount","condition":"gt","value":1}]}"#);
    /// let router = Router::from_config(&config);
    /// assert_eq!(router.paths().collect::<Vec<_>>(), [&Path::parse("amount").unwrap()]);
    /// ```
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &Path> {
        self.fields.paths().iter()
    }

    /// The keys of the labels that subscriptions ask for, each once. An event without
    /// labels of its own may have them derived from its other members.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["*"],"labels":{"env":"prod"}}"#));
    /// assert_eq!(router.label_keys().collect::<Vec<_>>(), ["env"]);
    /// ```
    pub fn label_keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.fields.label_keys()
    }
}
