//! What people have elsewhere, as native subscriptions: filters and endpoints of other
//! senders and buses, read from their documents, with a report on every part.
//!
//! Nothing is guessed: what has no exact counterpart needs a decision, what has none at all
//! is lost, and both are said. Filters of these products look at single values; where they
//! would also look into an array, or coerce a value's type, the report says so.

mod cloudevents;
mod dollar;
mod draft;
mod endpoint;
mod eventbridge;

use std::fmt;

use crate::dialect::LossReport;
use crate::json::{Node, SyntaxError};
use draft::Draft;

/// A format that can be imported into the native dialect.
///
/// ```
/// use hooksieve::ImportFormat;
/// let pattern = r#"{"source": ["shop"], "detail": {"amount": [{"numeric": [">", 100]}]}}"#;
/// let (node, report) = ImportFormat::EventBridge.import(pattern).unwrap().remove(0);
/// assert_eq!(
///     node.get("conditions").unwrap().to_json(),
///     r#"[{"key":"/source","condition":"eq","value":"shop"},{"key":"/detail/amount","condition":"gt","value":100}]"#,
/// );
/// assert!(report.is_complete());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImportFormat {
    /// Event patterns, or rules with one, of Amazon `EventBridge` (user guide, "Event
    /// patterns").
    EventBridge,
    /// Subscriptions of the `CloudEvents` Subscriptions API (`subscriptions/spec.md`, 3.2).
    CloudEvents,
    /// Filters of Hookdeck's connections (documentation, "Filters").
    Hookdeck,
    /// Subscriptions or filters of Convoy (documentation, "Subscription filters").
    Convoy,
    /// Endpoints of Svix (API reference, "Endpoint").
    Svix,
}

impl ImportFormat {
    /// Every format.
    ///
    /// ```
    /// assert_eq!(hooksieve::ImportFormat::ALL.len(), 5);
    /// ```
    pub const ALL: [Self; 5] =
        [Self::EventBridge, Self::CloudEvents, Self::Hookdeck, Self::Convoy, Self::Svix];

    /// The name.
    ///
    /// ```
    /// assert_eq!(hooksieve::ImportFormat::EventBridge.as_str(), "eventbridge");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EventBridge => "eventbridge",
            Self::CloudEvents => "cloudevents",
            Self::Hookdeck => "hookdeck",
            Self::Convoy => "convoy",
            Self::Svix => "svix",
        }
    }

    /// Reads one object, or an array of them, into native subscriptions, each with a report
    /// of what became of its parts. O(length).
    ///
    /// # Errors
    /// When the text is not JSON.
    ///
    /// ```
    /// use hooksieve::ImportFormat;
    /// let (node, report) = ImportFormat::Svix
    ///     .import(r#"{"uid":"a","url":"https://a.example","filterTypes":["user.created"],"channels":["eu"]}"#)
    ///     .unwrap()
    ///     .remove(0);
    /// assert_eq!(node.get("events").unwrap().to_json(), r#"["user.created"]"#);
    /// assert!(report.needs_decisions(), "a channel has no counterpart");
    /// ```
    pub fn import(self, text: &str) -> Result<Vec<(Node, LossReport)>, SyntaxError> {
        let document = Node::parse(text)?;
        Ok(match document.array() {
            Some(list) => {
                let one = |(index, node)| self.one(node, Draft::at_index(index));
                list.iter().enumerate().map(one).collect()
            }
            None => vec![self.one(&document, Draft::default())],
        })
    }

    fn one(self, object: &Node, mut draft: Draft) -> (Node, LossReport) {
        let root = draft.root.clone();
        if object.members().is_none() {
            draft.lost(&root, "an object was expected");
            return draft.finish(object);
        }
        match self {
            Self::EventBridge => eventbridge::read(object, &mut draft),
            Self::CloudEvents => cloudevents::read(object, &mut draft),
            Self::Hookdeck => dollar::hookdeck(object, &mut draft),
            Self::Convoy => dollar::convoy(object, &mut draft),
            Self::Svix => endpoint::svix(object, &mut draft),
        }
        draft.finish(object)
    }
}

impl fmt::Display for ImportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownImportFormat;

impl fmt::Display for UnknownImportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such format to import")
    }
}

impl std::error::Error for UnknownImportFormat {}

impl std::str::FromStr for ImportFormat {
    type Err = UnknownImportFormat;

    fn from_str(name: &str) -> Result<Self, UnknownImportFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == name).ok_or(UnknownImportFormat)
    }
}

#[cfg(test)]
mod tests;
