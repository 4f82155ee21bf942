//! Why events do not fire, counted over a stream of any length in bounded memory.

use std::collections::BTreeMap;

use hooksieve::{Code, Explanation, Outcome};

use super::near::{blocker, blockers, is_near, is_of_type};

/// The type of an event that has none, or none that may be told.
pub(super) const UNTOLD: &str = "(no type)";

/// The most details that are told apart for one reason.
const DETAILS: usize = 256;
/// The most near misses that are told apart.
const NEAR: usize = 256;

/// Why pairs of event and subscription did not fire.
#[derive(Debug, Default)]
pub(super) struct Reasons {
    by_code: BTreeMap<Code, Reason>,
    near: BTreeMap<NearKey, NearMiss>,
}

/// Near misses are one when the same check of the same subscription stood against them.
type NearKey = (usize, Code, String);

/// One code, and what it was about.
#[derive(Debug, Default)]
pub(super) struct Reason {
    /// How many pairs of event and subscription.
    pub(super) pairs: u64,
    details: BTreeMap<String, Detail>,
}

/// What a reason was about: an event type, or a part of the configuration.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    /// How many pairs.
    pub(super) pairs: u64,
    /// The sentence for the first of them.
    pub(super) message: String,
}

/// Events that something kept from firing although they were asked for.
#[derive(Clone, Debug)]
pub(super) struct NearMiss {
    /// How many checks stood against the nearest of them.
    pub(super) blockers: usize,
    /// How many there are.
    pub(super) events: u64,
    /// The subscription's id.
    pub(super) subscription: String,
    /// The event's type.
    pub(super) event_type: Option<String>,
    /// The sentence for the nearest of them.
    pub(super) message: String,
    /// What would have to be different.
    pub(super) needs: Vec<String>,
    /// Where it stands.
    pub(super) place: String,
    /// The line on which it stands.
    pub(super) line: usize,
}

impl Reasons {
    /// Counts an explanation; `place` is where its event stands. What is undecidable is no
    /// reason not to fire.
    pub(super) fn add(&mut self, explanation: &Explanation, place: impl Fn() -> String) {
        if explanation.outcome != Outcome::DoesNotFire {
            return;
        }
        let Some(check) = blocker(explanation) else { return };
        let event_type = explanation.event.as_ref().and_then(|event| event.event_type.as_deref());
        let pointer = check.config.as_ref().map_or("", |place| place.pointer.as_str());
        let about = if is_of_type(check.code) { event_type.unwrap_or(UNTOLD) } else { pointer };
        let reason = self.by_code.entry(check.code).or_default();
        reason.pairs += 1;
        if let Some(detail) = reason.details.get_mut(about) {
            detail.pairs += 1;
        } else if reason.details.len() < DETAILS {
            let detail = Detail { pairs: 1, message: check.message.clone() };
            reason.details.insert(about.to_owned(), detail);
        }
        if is_near(check) {
            let key = (explanation.subscription.index, check.code, pointer.to_owned());
            self.add_near(
                key,
                NearMiss {
                    blockers: blockers(explanation),
                    events: 1,
                    subscription: explanation.subscription.id.clone(),
                    event_type: event_type.map(str::to_owned),
                    message: explanation.summary.clone(),
                    needs: explanation.counterfactual.clone(),
                    place: place(),
                    line: explanation.line.unwrap_or_default(),
                },
            );
        }
    }

    /// Counts near misses; of those under one key the nearest is kept, the first of equals.
    fn add_near(&mut self, key: NearKey, miss: NearMiss) {
        if let Some(known) = self.near.get_mut(&key) {
            let events = known.events + miss.events;
            if miss.blockers < known.blockers {
                *known = miss;
            }
            known.events = events;
        } else if self.near.len() < NEAR {
            self.near.insert(key, miss);
        }
    }

    /// Adds what was counted of later events.
    pub(super) fn merge(&mut self, later: Self) {
        for (code, other) in later.by_code {
            let reason = self.by_code.entry(code).or_default();
            reason.pairs += other.pairs;
            for (about, detail) in other.details {
                if let Some(known) = reason.details.get_mut(&about) {
                    known.pairs += detail.pairs;
                } else if reason.details.len() < DETAILS {
                    reason.details.insert(about, detail);
                }
            }
        }
        for (key, miss) in later.near {
            self.add_near(key, miss);
        }
    }

    /// The reasons, the most frequent first.
    pub(super) fn ranked(&self) -> Vec<(Code, &Reason)> {
        let mut ranked: Vec<_> =
            self.by_code.iter().map(|(&code, reason)| (code, reason)).collect();
        ranked.sort_by_key(|(_, reason)| std::cmp::Reverse(reason.pairs));
        ranked
    }

    /// The near misses, the nearest first, then the most frequent; at most `most`.
    pub(super) fn nearest(&self, most: usize) -> Vec<&NearMiss> {
        let mut near: Vec<_> = self.near.values().collect();
        near.sort_by_key(|miss| (miss.blockers, std::cmp::Reverse(miss.events)));
        near.truncate(most);
        near
    }
}

impl Reason {
    /// What it was about, the most frequent first, at most `most`; and how many pairs
    /// were about something else.
    pub(super) fn top(&self, most: usize) -> (Vec<(&str, &Detail)>, u64) {
        let mut top: Vec<_> =
            self.details.iter().map(|(about, detail)| (about.as_str(), detail)).collect();
        top.sort_by_key(|(_, detail)| std::cmp::Reverse(detail.pairs));
        top.truncate(most);
        let told: u64 = top.iter().map(|(_, detail)| detail.pairs).sum();
        (top, self.pairs - told)
    }
}
