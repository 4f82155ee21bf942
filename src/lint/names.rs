//! Event types that no catalogue has, and labels that the provider never sends.

use super::label_place;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Severity};
use crate::dialect::{Config, Dialect, did_you_mean};
use crate::json::Node;
use crate::subscription::{EventPattern, Subscription};

pub(super) fn find(config: &Config, found: &mut Vec<Diagnostic>) {
    let known = |finding: &Diagnostic| {
        config
            .diagnostics
            .iter()
            .any(|other| other.code == finding.code && other.place.pointer == finding.place.pointer)
    };
    for subscription in &config.subscriptions {
        if config.dialect.event_types().is_empty() {
            event_types(subscription, found);
        }
        let unsent = config.dialect.rules().unsent_labels(subscription);
        found.extend(unsent.into_iter().map(|label| {
            let place = label_place(label, subscription);
            let message = format!("the provider never sends the label `{}` with these", label.key);
            Diagnostic::new(Severity::Warning, Code::LabelUnknown, place.clone(), message)
                .with_related(place, "the documents name the labels of these event types")
        }));
    }
    found.retain(|finding| finding.code != Code::LabelUnknown || !known(finding));
}

/// Where a dialect takes any event type, one that is nearly a provider's is probably meant
/// to be it.
fn event_types(subscription: &Subscription, found: &mut Vec<Diagnostic>) {
    for pattern in &subscription.events.patterns {
        if known_anywhere(pattern) {
            continue;
        }
        let nearest = Dialect::all().iter().find_map(|dialect| {
            let names = dialect.event_types().iter().map(|each| each.name);
            Some((dialect, did_you_mean(&pattern.text, names)?))
        });
        let Some((dialect, near)) = nearest else { continue };
        let message = format!("no provider's catalogue has the event type {:?}", pattern.text);
        let fix = Edit { span: pattern.place.span, text: Node::from_text(near).to_json() };
        let place = pattern.place.clone();
        found.push(
            Diagnostic::new(Severity::Note, Code::EventTypeUncatalogued, place.clone(), message)
                .with_help(format!("did you mean {near:?} of {}?", dialect.provider()))
                .with_fix(Fix { title: format!("Replace by {near:?}"), edits: vec![fix] })
                .with_related(place, format!("{near:?} is in the catalogue of {dialect}")),
        );
    }
}

fn known_anywhere(pattern: &EventPattern) -> bool {
    let mut types = Dialect::all().iter().flat_map(|dialect| dialect.event_types());
    types.any(|each| pattern.matches(each.name))
}
