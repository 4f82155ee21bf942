//! What a comparison came to, for people and machines.

use serde::Serialize;

use super::tally::{ChangeExample, ComparisonTally};
use super::{ConfigComparison, Row};
use crate::lint::Relation;
use crate::url::without_secrets;

/// Deliveries by what becomes of them.
///
/// ```
/// let counts = hooksieve::DeliveryCounts::default();
/// assert_eq!(counts.gained + counts.lost, 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeliveryCounts {
    /// The new configuration delivers them alone.
    pub gained: u64,
    /// The old configuration delivers them alone.
    pub lost: u64,
    /// Both deliver them.
    pub unchanged: u64,
    /// One or both cannot decide.
    pub undecidable: u64,
}

impl DeliveryCounts {
    pub(super) fn add(&mut self, other: Self) {
        self.gained += other.gained;
        self.lost += other.lost;
        self.unchanged += other.unchanged;
        self.undecidable += other.undecidable;
    }
}

/// What became of the deliveries between two configurations.
///
/// ```
/// use hooksieve::{ConfigComparison, Config, Relation};
/// let old = Config::detect(r#"{"id":"a","events":["a","b"]}"#);
/// let new = Config::detect(r#"{"id":"a","events":["a"]}"#);
/// let comparison = ConfigComparison::new(&old, &new);
/// let report = comparison.report(&comparison.tally());
/// assert_eq!((report.proved, report.differs), (Relation::Narrower, true));
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonReport {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// Whether anything changes: over the events, or where there are none, unless it is
    /// proved that nothing does.
    pub differs: bool,
    /// What is proved for every event, of the new configuration against the old one.
    pub proved: Relation,
    /// How many events were counted.
    pub events: u64,
    /// How many of them could not be read.
    pub unreadable: u64,
    /// How many of them one of the subscriptions cannot decide.
    pub undecidable_events: u64,
    /// All deliveries.
    #[serde(flatten)]
    pub counts: DeliveryCounts,
    /// Deliveries that go to another target.
    pub moved: u64,
    /// Every subscription: in the order of the new configuration, what was removed behind.
    pub subscriptions: Vec<SubscriptionChange>,
    /// Every target, by URL.
    pub targets: Vec<TargetChange>,
}

/// What became of the deliveries of one subscription.
///
/// ```
/// use hooksieve::{ConfigComparison, Config};
/// let old = Config::detect(r#"[{"id":"a","events":["a"]},{"id":"b","events":["b"]}]"#);
/// let new = Config::detect(r#"[{"id":"a","events":["a"]},{"id":"c","events":["b"]}]"#);
/// let comparison = ConfigComparison::new(&old, &new);
/// let report = comparison.report(&comparison.tally());
/// let status: Vec<_> = report.subscriptions.iter().map(|each| each.status).collect();
/// assert_eq!(status, ["kept", "added", "removed"]);
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionChange {
    /// Its id, the new one where both have one.
    pub id: String,
    /// `kept`, `added` or `removed`.
    pub status: &'static str,
    /// Whether anything changes for it.
    pub differs: bool,
    /// What is proved for every event, of the new one against the old one.
    pub proved: Relation,
    /// Whether its target, headers included, is another.
    pub target_differs: bool,
    /// Its deliveries.
    #[serde(flatten)]
    pub counts: DeliveryCounts,
    /// Deliveries that go to another target.
    pub moved: u64,
    /// Events that show a change, at most three of a kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ChangeExample>,
}

/// What became of the deliveries to one target, from whichever subscription.
///
/// ```
/// use hooksieve::{ConfigComparison, Config};
/// let old = Config::detect(r#"[{"id":"a","events":["a"],"target":{"url":"https://a.example/?key=s3cret"}},{"id":"b","events":["a"],"target":{"url":"https://a.example/?key=s3cret"}}]"#);
/// let new = Config::detect(r#"[{"id":"a","events":["a"],"target":{"url":"https://a.example/?key=s3cret"}}]"#);
/// let comparison = ConfigComparison::new(&old, &new);
/// let tally = comparison.count_all([(br#"{"type":"a"}"#.as_slice(), "1".to_owned())]);
/// let target = &comparison.report(&tally).targets[0];
/// assert_eq!((target.counts.lost, target.counts.unchanged), (1, 1));
/// assert!(!target.url.contains("s3cret"));
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct TargetChange {
    /// The URL, without its secrets.
    pub url: String,
    /// The deliveries to it.
    #[serde(flatten)]
    pub counts: DeliveryCounts,
}

pub(super) fn of(comparison: &ConfigComparison, tally: &ComparisonTally) -> ComparisonReport {
    let mut subscriptions = Vec::with_capacity(comparison.rows.len());
    let mut counts = DeliveryCounts::default();
    let mut moved = 0;
    for (number, row) in comparison.rows.iter().enumerate() {
        let change = change(row, number, tally);
        counts.add(change.counts);
        moved += change.moved;
        subscriptions.push(change);
    }
    let targets = comparison.targets.iter().enumerate().map(|(number, url)| TargetChange {
        url: without_secrets(url),
        counts: tally.targets.get(number).copied().unwrap_or_default(),
    });
    ComparisonReport {
        schema_version: 1,
        differs: subscriptions.iter().any(|change| change.differs),
        proved: comparison.proved(),
        events: tally.events,
        unreadable: tally.unreadable,
        undecidable_events: tally.undecidable,
        counts,
        moved,
        targets: targets.collect(),
        subscriptions,
    }
}

fn change(row: &Row, number: usize, tally: &ComparisonTally) -> SubscriptionChange {
    let counted = tally.rows.get(number).cloned().unwrap_or_default();
    let differs = match tally.events {
        0 => row.proved != Relation::Equal || row.target_differs,
        _ => counted.differs > 0,
    };
    SubscriptionChange {
        id: row.id.clone(),
        status: match (row.old, row.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "kept",
        },
        differs,
        proved: row.proved,
        target_differs: row.target_differs,
        counts: counted.counts,
        moved: counted.moved,
        examples: counted.examples,
    }
}
