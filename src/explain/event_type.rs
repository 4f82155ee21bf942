//! The check of the event's type.

use super::{Check, CheckStatus};
use crate::diagnostic::{Code, Edit, Fix};
use crate::event::{Places, TreeFacts};
use crate::json::{Data, Node, Span};
use crate::subscription::{EventTypes, Subscription};
use crate::truth::Truth;

pub(super) fn check(
    subscription: &Subscription,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
) -> Check {
    let events = &subscription.events;
    let event_type = facts.event_type.as_deref();
    let truth = events.test(event_type);
    let (code, message) = describe(events, event_type, truth);
    let mut check = Check::new(code, truth.into(), message);
    let listed = event_type
        .and_then(|name| events.patterns.iter().find(|pattern| pattern.matches(name)))
        .filter(|_| !events.all);
    check.config = listed.map(|pattern| pattern.place.clone()).or_else(|| events.place.clone());
    check.event.clone_from(&places.event_type);
    check.actual = event_type.map(Node::from_text);
    if check.status == CheckStatus::Fail {
        let texts = events.patterns.iter().map(|pattern| Node::from_text(pattern.text.as_str()));
        check.expected = Some(Node::new(Data::Array(texts.collect())));
        if let Some(name) = event_type {
            check.needs = Some(format!("events would have to list {name:?}"));
            check.fixes.extend(add(events, name));
        }
    }
    check
}

/// The check of a subscription that asks for no type, whatever the event.
pub(super) fn none(subscription: &Subscription) -> Check {
    let (code, message) = describe(&subscription.events, None, Truth::False);
    let mut check = Check::new(code, CheckStatus::Fail, message);
    check.config.clone_from(&subscription.events.place);
    check
}

fn describe(events: &EventTypes, event_type: Option<&str>, truth: Truth) -> (Code, String) {
    let Some(name) = event_type else {
        return match truth {
            Truth::True => (Code::EventTypeListed, "every event type is asked for".to_owned()),
            Truth::False => (Code::NoEventTypes, "no event type is listed".to_owned()),
            Truth::Undecidable => (Code::NoEventType, "the event names no type".to_owned()),
        };
    };
    match truth {
        Truth::True if events.all => {
            (Code::EventTypeListed, format!("{name:?} is one of all event types"))
        }
        Truth::True => match events.patterns.iter().find(|pattern| pattern.matches(name)) {
            Some(pattern) if pattern.wildcards => {
                (Code::EventTypeListed, format!("{name:?} is covered by {:?}", pattern.text))
            }
            _ => (Code::EventTypeListed, format!("{name:?} is in events")),
        },
        Truth::Undecidable => {
            (Code::ConfigUnreadable, "part of the list of event types cannot be read".to_owned())
        }
        Truth::False if events.patterns.is_empty() => {
            (Code::NoEventTypes, "no event type is listed".to_owned())
        }
        Truth::False => {
            match events.patterns.iter().find(|pattern| pattern.text.eq_ignore_ascii_case(name)) {
                Some(pattern) => (
                    Code::EventTypeDiffersCase,
                    format!("{name:?} and {:?} differ in letter case", pattern.text),
                ),
                None => (Code::EventTypeNotListed, format!("{name:?} is not in events")),
            }
        }
    }
}

/// The edit that adds a type to the list, where there is one.
fn add(events: &EventTypes, name: &str) -> Option<Fix> {
    let text = Node::from_text(name).to_json();
    let title = format!("Add {name:?} to events");
    if let Some(case) =
        events.patterns.iter().find(|pattern| pattern.text.eq_ignore_ascii_case(name))
    {
        let title = format!("Write {name:?}");
        return Some(Fix { title, edits: vec![Edit { span: case.place.span, text }] });
    }
    let list = events.place.as_ref()?.span;
    let (at, text) = match events.patterns.last() {
        Some(last) => (last.place.span.end, format!(", {text}")),
        None => (list.end.checked_sub(1)?, text),
    };
    // A single name that is no list (as ARK has it) cannot take another.
    let inside = list.start < at && at < list.end;
    inside.then(|| Fix { title, edits: vec![Edit { span: Span::new(at, at), text }] })
}
