//! What the dialects share when they write a subscription that another one read.

use crate::json::{Data, Node};
use crate::subscription::Subscription;
use crate::truth::Truth;

use super::{Catalogue, LossReport};

/// Writes the members of one object and tells what became of each part.
pub(super) struct Writer<'s> {
    pub(super) subscription: &'s Subscription,
    pub(super) report: &'s mut LossReport,
    members: Vec<(String, Node)>,
}

impl<'s> Writer<'s> {
    pub(super) fn new(subscription: &'s Subscription, report: &'s mut LossReport) -> Self {
        Self { subscription, report, members: Vec::new() }
    }

    pub(super) fn put(&mut self, key: &str, value: Node) {
        self.members.push((key.to_owned(), value));
    }

    pub(super) fn finish(self) -> Node {
        Node::object(self.members)
    }

    /// The id, where the configuration had one of its own.
    pub(super) fn id(&mut self, key: &str) {
        if self.subscription.has_own_id {
            self.put(key, Node::from_text(self.subscription.id.as_str()));
            let place = self.part("id");
            self.report.over(&place, "the id is carried over");
        }
    }

    /// The place of a member of the source by its key there.
    pub(super) fn part(&self, key: &str) -> crate::diagnostic::Place {
        let place = &self.subscription.place;
        crate::diagnostic::Place { pointer: place.pointer.child(key), ..place.clone() }
    }

    /// Whether the switch is on; one that cannot be read needs a decision.
    pub(super) fn is_enabled(&mut self) -> bool {
        let enabled = &self.subscription.enabled;
        if let Some(place) = &enabled.place {
            match enabled.value {
                Truth::Undecidable => {
                    self.report.decision(place, "the switch cannot be read; written as off");
                }
                _ => self.report.over(place, "the switch is carried over"),
            }
        }
        enabled.value == Truth::True
    }

    /// The listed event types that `catalogue` has; patterns are expanded over it, and
    /// a type it does not have needs a decision. An empty catalogue takes every name.
    pub(super) fn event_names(&mut self, catalogue: &Catalogue) -> Vec<String> {
        let subscription = self.subscription;
        let mut names: Vec<String> = Vec::new();
        if subscription.events.unreadable
            && let Some(place) = &subscription.events.place
        {
            self.report.decision(place, "part of the list of event types cannot be read");
        }
        for pattern in &subscription.events.patterns {
            let covered: Vec<&str> = if catalogue.types.is_empty() && !pattern.wildcards {
                vec![pattern.text.as_str()]
            } else {
                catalogue.names().filter(|name| pattern.matches(name)).collect()
            };
            match covered.as_slice() {
                [] => {
                    let near = super::did_you_mean(&pattern.text, catalogue.names());
                    let hint = near.map(|near| format!("; closest: {near:?}")).unwrap_or_default();
                    let message =
                        format!("no event type there has the meaning of {:?}{hint}", pattern.text);
                    self.report.decision(&pattern.place, message);
                }
                [one] if *one == pattern.text => {
                    self.report.over(&pattern.place, "the event type is carried over");
                }
                many => {
                    let message = format!(
                        "{:?} is written as the {} types it covers",
                        pattern.text,
                        many.len()
                    );
                    self.report.over(&pattern.place, message);
                }
            }
            for name in covered {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    /// Tells that every type is asked for in both dialects.
    pub(super) fn every_type(&mut self) {
        if let Some(place) = &self.subscription.events.place {
            self.report.over(place, "every event type is asked for");
        }
    }

    /// Tells that labels cannot be said.
    pub(super) fn lost_labels(&mut self) {
        for label in &self.subscription.labels {
            // One that the provider implies has no place of its own.
            let implied = || {
                let labels = self.part("labels");
                crate::diagnostic::Place { pointer: labels.pointer.child(&label.key), ..labels }
            };
            let place = label.place.clone().unwrap_or_else(implied);
            let message =
                format!("there are no labels there: the filter on `{}` is lost", label.key);
            self.report.lost(&place, message);
        }
    }

    /// Tells that conditions cannot be said.
    pub(super) fn lost_conditions(&mut self) {
        for condition in &self.subscription.conditions.list {
            let message =
                format!("there are no conditions there: the test of `{}` is lost", condition.key);
            self.report.lost(&condition.place, message);
        }
    }

    /// Writes the target's URL at `key` and tells that headers cannot be said.
    pub(super) fn url_only(&mut self, key: &str) {
        let Some(target) = &self.subscription.target else {
            return;
        };
        self.put(key, Node::from_text(target.url.as_str()));
        self.report.over(&target.place, "the target's URL is carried over");
        if !target.headers.is_empty() {
            let place = crate::diagnostic::Place {
                pointer: target.place.pointer.child("headers"),
                ..target.place.clone()
            };
            self.report.lost(&place, "there are no headers there");
        }
    }

    /// Writes the description at `description`.
    pub(super) fn description(&mut self) {
        if let Some(text) = &self.subscription.description {
            self.put("description", Node::from_text(text.as_str()));
            let place = self.part("description");
            self.report.over(&place, "the description is carried over");
        }
    }

    pub(super) fn lost_description(&mut self) {
        if self.subscription.description.is_some() {
            let place = self.part("description");
            self.report.lost(&place, "there is no description there");
        }
    }

    pub(super) fn lost_metadata(&mut self) {
        if !self.subscription.metadata.is_empty() {
            let place = self.part("metadata");
            self.report.lost(&place, "there are no metadata there");
        }
    }

    /// Writes the members that routing does not read: those in `own` as they are, the
    /// others are lost.
    pub(super) fn extra(&mut self, own: impl Fn(&str) -> bool) {
        for member in &self.subscription.extra {
            let place = self.part(&member.key);
            if own(&member.key) {
                self.put(&member.key, member.value.clone());
                self.report.over(&place, "the member is kept");
            } else {
                self.report.lost(&place, format!("there is no member `{}` there", member.key));
            }
        }
    }
}

/// A list of texts.
pub(super) fn texts(texts: impl IntoIterator<Item = String>) -> Node {
    Node::new(Data::Array(texts.into_iter().map(Node::from_text).collect()))
}

/// An object of texts.
pub(super) fn text_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Node {
    Node::object(pairs.into_iter().map(|(key, value)| (key, Node::from_text(value))))
}
