//! What a router holds and where it would be slow.

use serde::Serialize;

use super::Router;
use super::filter::Flags;
use super::tokens::{Field, Kind};
use super::tree::Asked;
use crate::subscription::Path;

/// How many heavy nodes are told.
const HEAVIEST: usize = 5;

/// The numbers of a router: how its subscriptions are indexed and what they take.
///
/// ```
/// use hooksieve::{Config, Router};
/// let config = Config::detect(r#"[
///   {"id":"a","events":["wallet.created"]},
///   {"id":"b","events":["wallet.created"]},
///   {"id":"c","events":["*"],"conditions":[{"key":"amount","condition":"ne","value":0}]}]"#);
/// let stats = Router::from_config(&config).stats();
/// assert_eq!((stats.subscriptions, stats.filters, stats.tests), (3, 2, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Stats {
    /// Subscriptions.
    pub subscriptions: usize,
    /// Distinct filters: subscriptions that ask for the same share one.
    pub filters: usize,
    /// Filters that no event satisfies: off, or without any event type.
    pub never: usize,
    /// Distinct event types, labels and payload values that are asked for.
    pub tokens: usize,
    /// Distinct tests of payload values.
    pub tests: usize,
    /// Nodes of the index.
    pub nodes: usize,
    /// Entries of filters at nodes: more than filters where lists of types or values
    /// are filed under each of them.
    pub postings: usize,
    /// Of those, the entries at the root, which are looked at for every event.
    pub always: usize,
    /// Entries under an event type or a pattern.
    pub by_type: usize,
    /// Entries under a label.
    pub by_label: usize,
    /// Entries under a payload value.
    pub by_value: usize,
    /// Entries under a piece of a text.
    pub by_text: usize,
    /// Entries under a range of numbers.
    pub by_range: usize,
    /// Bytes that the router takes, but for what regular expressions take once used.
    pub bytes: usize,
    /// The nodes with the most entries, the heaviest first.
    pub heaviest: Vec<Heavy>,
}

/// A node of the index with many entries.
///
/// ```
/// use hooksieve::{Config, Router};
/// let stats = Router::from_config(&Config::detect(r#"{"id":"a","events":["*"]}"#)).stats();
/// assert_eq!((stats.heaviest[0].asked.len(), stats.heaviest[0].entries), (0, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Heavy {
    /// What an event must have to come here, in words; nothing for every event.
    pub asked: Vec<String>,
    /// How many entries are looked at then.
    pub entries: usize,
}

impl Stats {
    /// Bytes for each subscription.
    ///
    /// ```
    /// assert_eq!(hooksieve::Stats::default().bytes_per_subscription(), 0);
    /// ```
    pub fn bytes_per_subscription(&self) -> usize {
        self.bytes.checked_div(self.subscriptions).unwrap_or(0)
    }
}

impl Router {
    /// What the router holds and where it would be slow. O(size of the router).
    ///
    /// ```
    /// let stats = hooksieve::Router::new().stats();
    /// assert_eq!((stats.subscriptions, stats.always), (0, 0));
    /// ```
    pub fn stats(&self) -> Stats {
        let filters = &self.filters;
        let mut stats = Stats {
            subscriptions: self.len(),
            filters: filters.len(),
            never: filters.ids().filter(|&id| filters.terms(id).flags.has(Flags::NEVER)).count(),
            tokens: filters.tokens.len(),
            tests: filters.tests.len(),
            bytes: self.roster.bytes()
                + filters.bytes()
                + self.tree.bytes()
                + self.access.bytes()
                + self.fields.bytes(),
            ..Stats::default()
        };
        self.tree.each_node(filters, |field, entries| {
            stats.nodes += 1;
            stats.postings += entries;
            let kind = match field.map(Field::kind) {
                None => &mut stats.always,
                Some(Kind::Type | Kind::Pattern) => &mut stats.by_type,
                Some(Kind::Label | Kind::FoldedLabel) => &mut stats.by_label,
                Some(Kind::Scalar | Kind::AnyScalar) => &mut stats.by_value,
                Some(Kind::Gram | Kind::Start | Kind::End) => &mut stats.by_text,
                Some(Kind::Cell | Kind::AtLeast | Kind::AtMost) => &mut stats.by_range,
            };
            *kind += entries;
        });
        for (way, entries) in self.tree.heaviest(HEAVIEST) {
            let asked = way.iter().map(|asked| self.words(asked)).collect();
            stats.heaviest.push(Heavy { asked, entries });
        }
        stats
    }

    /// What a step of the index asks of an event, in words.
    fn words(&self, asked: &Asked) -> String {
        let (field, text) = match asked {
            Asked::Token(token) => {
                (self.filters.tokens.field(*token), self.filters.tokens.text(*token))
            }
            Asked::Bound(bound) => (bound.field, &[][..]),
        };
        let shown = String::from_utf8_lossy(text);
        let slot = || self.fields.paths().get(field.number()).map(Path::to_string);
        let key = || slot().unwrap_or_default();
        let label = || self.fields.label_keys().nth(field.number()).unwrap_or_default();
        match field.kind() {
            Kind::Type => format!("type {shown:?}"),
            Kind::Pattern => format!("type like {shown:?}"),
            Kind::Label | Kind::FoldedLabel => format!("label {} {shown:?}", label()),
            // The first byte says the kind of the value.
            Kind::Scalar | Kind::AnyScalar => {
                format!("{} {:?}", key(), shown.get(1..).unwrap_or_default())
            }
            Kind::Gram => format!("{} holds {shown:?}", key()),
            Kind::Start => format!("{} starts with {shown:?}", key()),
            Kind::End => format!("{} ends with {shown:?}", key()),
            Kind::Cell => format!("{} in a range", key()),
            Kind::AtLeast => format!("{} from a bound on", key()),
            Kind::AtMost => format!("{} up to a bound", key()),
        }
    }
}
