//! What people have elsewhere, as native subscriptions: filters and endpoints of other
//! senders and buses, read from their documents, with a report on every part.
//!
//! Nothing is guessed: what has no exact counterpart needs a decision, what has none at all
//! is lost, and both are said. What a filter says becomes a tree ([`filter`]) over conditions
//! ([`condition`]). Alternatives on one key become one condition where one says it, as texts
//! do in a regular expression ([`texts`]); a filter that is nothing but alternatives becomes
//! `match` any; others become several subscriptions of which at most one fires ([`branches`]).
//! Where that would be exact only for events of a certain form (these products look into
//! arrays, and some convert values), the form is said as an [`Assumption`].

mod assumption;
mod branches;
mod cesql;
mod cidr;
mod cloudevents;
mod condition;
mod convoy;
mod draft;
mod eventbridge;
mod field;
mod filter;
mod go_regexp;
mod hookdeck;
mod hookdeck_operators;
mod matcher;
mod regexps;
mod sql_tokens;
mod svix;
mod texts;

use std::collections::BTreeSet;
use std::fmt;

use crate::dialect::LossReport;
use crate::json::{Data, Node, Pointer, SyntaxError};
pub use assumption::{Assumed, Assumption};
use draft::{Draft, Finished};

/// What one object became.
///
/// ```
/// use hooksieve::ImportFormat;
/// let pattern = r#"{"source":["shop"],"$or":[{"detail":{"n":[1]}},{"detail":{"x":["y"]}}]}"#;
/// let imported = ImportFormat::EventBridge.import(pattern).unwrap().remove(0);
/// assert!(imported.report.is_complete());
/// // One subscription for n = 1, one for x = "y" with any other n: an event fires one of them.
/// assert_eq!(imported.subscriptions.len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Imported {
    /// The native subscriptions, one at least. Where there are several, an event fires at
    /// most one of them, unless the report says otherwise.
    pub subscriptions: Vec<Node>,
    /// What became of each part of the object.
    pub report: LossReport,
    /// What was taken for granted of the events.
    pub assumptions: Vec<Assumption>,
}

/// A format that can be imported into the native dialect.
///
/// ```
/// use hooksieve::ImportFormat;
/// let pattern = r#"{"source": ["shop"], "detail": {"amount": [{"numeric": [">", 100]}]}}"#;
/// let imported = ImportFormat::EventBridge.import(pattern).unwrap().remove(0);
/// let conditions = imported.subscriptions[0].get("conditions").unwrap();
/// assert_eq!(conditions.element(0).unwrap().to_json(), r#"{"key":"/source","condition":"eq","value":"shop"}"#);
/// assert_eq!(conditions.element(1).unwrap().to_json(), r#"{"key":"/detail/amount","condition":"gt","value":100}"#);
/// assert!(imported.report.is_complete());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImportFormat {
    /// Event patterns, or rules with one, of Amazon `EventBridge` (user guide, "Event
    /// patterns"), also as `list-rules` or `CloudFormation` have them.
    EventBridge,
    /// Subscriptions of the `CloudEvents` Subscriptions API (`subscriptions/spec.md`, 3.2).
    CloudEvents,
    /// Filters, rules or connections of Hookdeck (documentation, "Filters").
    Hookdeck,
    /// Subscriptions or filters of Convoy (documentation, "Subscription filters").
    Convoy,
    /// Endpoints of Svix (API reference, "Endpoint"); events are messages of its API.
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

    /// How many native subscriptions one object may become. Alternatives that would take
    /// more need a decision.
    ///
    /// ```
    /// assert_eq!(hooksieve::ImportFormat::MOST_SUBSCRIPTIONS, 64);
    /// ```
    pub const MOST_SUBSCRIPTIONS: usize = filter::MOST_SUBSCRIPTIONS;

    /// Reads one object, an array of them, or the format's list response into native
    /// subscriptions, with a report of what became of each part. An object that becomes
    /// several subscriptions gives them its id with `-1`, `-2` and so on. O(length).
    ///
    /// # Errors
    /// When the text is not JSON.
    ///
    /// ```
    /// use hooksieve::ImportFormat;
    /// let endpoint = r#"{"uid":"a","url":"https://a.example","filterTypes":["user.created"],"version":1}"#;
    /// let imported = ImportFormat::Svix.import(endpoint).unwrap().remove(0);
    /// assert_eq!(imported.subscriptions[0].get("events").unwrap().to_json(), r#"["user.created"]"#);
    /// assert!(!imported.report.is_complete(), "a version has no counterpart");
    /// ```
    pub fn import(self, text: &str) -> Result<Vec<Imported>, SyntaxError> {
        let document = Node::parse(text)?;
        let root = Pointer::root();
        let mut drafts = Vec::new();
        let mut objects = Vec::new();
        match (document.array(), self.list(&document)) {
            (Some(list), _) | (None, Some((_, list))) => {
                let at = self.list(&document).map_or(root, |(at, _)| at);
                for (index, object) in list.iter().enumerate() {
                    drafts.push(Draft::new(at.index(index)));
                    objects.push(object);
                }
                if let Some(first) = drafts.first_mut() {
                    beside(&document, &Pointer::root(), &at, first);
                }
            }
            (None, None) => {
                drafts.push(Draft::new(root));
                objects.push(&document);
            }
        }
        let finished = drafts.into_iter().zip(objects).map(|(draft, node)| self.one(node, draft));
        Ok(named(finished.collect()))
    }

    /// The list in the format's list response, and where it stands.
    fn list(self, document: &Node) -> Option<(Pointer, &[Node])> {
        let (way, mark): (&[&str], &str) = match self {
            Self::EventBridge => (&["Rules"], "Name"),
            Self::Hookdeck => (&["models"], "rules"),
            Self::Convoy => (&["data", "content"], "uid"),
            Self::Svix => (&["data"], "url"),
            Self::CloudEvents => return None,
        };
        let at = way.iter().fold(Pointer::root(), |at, name| at.child(name));
        let list = way.iter().try_fold(document, |node, name| node.get(name))?.array()?;
        let is_list = !list.is_empty() && list.iter().all(|node| node.get(mark).is_some());
        is_list.then_some((at, list))
    }

    fn one(self, object: &Node, mut draft: Draft) -> Finished {
        if object.members().is_none() {
            let root = draft.root.clone();
            draft.decision(&root, "an object was expected");
            return draft.finish(object);
        }
        match self {
            Self::EventBridge => eventbridge::read(object, &mut draft),
            Self::CloudEvents => cloudevents::read(object, &mut draft),
            Self::Hookdeck => hookdeck::read(object, &mut draft),
            Self::Convoy => convoy::read(object, &mut draft),
            Self::Svix => svix::read(object, &mut draft),
        }
        draft.finish(object)
    }
}

/// Tells what stands beside the list of a list response.
fn beside(node: &Node, at: &Pointer, list: &Pointer, draft: &mut Draft) {
    let Data::Object(_) = node.data else { return };
    for member in node.effective_members() {
        let at = at.child(&member.key);
        match list.as_str().strip_prefix(at.as_str()) {
            Some("") => {}
            Some(_) => beside(&member.value, &at, list, draft),
            None => {
                draft.over(&at, "it tells of the list alone");
            }
        }
    }
}

/// Gives each subscription an id of its own, where its object has one.
fn named(all: Vec<Finished>) -> Vec<Imported> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let reserved: BTreeSet<String> = all.iter().filter_map(|it| it.id.clone()).collect();
    let mut imported = Vec::new();
    for finished in all {
        let several = finished.subscriptions.len() > 1;
        let mut number = 0_usize;
        let mut subscriptions = Vec::new();
        for members in finished.subscriptions {
            let id = finished.id.as_ref().map(|id| {
                let mut own = id.clone();
                while several || taken.contains(&own) {
                    number += 1;
                    own = format!("{id}-{number}");
                    if !taken.contains(&own) && !reserved.contains(&own) {
                        break;
                    }
                }
                taken.insert(own.clone());
                ("id", Node::from_text(own))
            });
            subscriptions.push(Node::object(id.into_iter().chain(members)));
        }
        let Finished { report, assumptions, .. } = finished;
        imported.push(Imported { subscriptions, report, assumptions });
    }
    imported
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
