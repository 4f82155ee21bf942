//! Numbers that other programs read as others, and patterns that no index helps with.

use super::words;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Place, Severity};
use crate::double;
use crate::json::{Data, Node, Pointer};
use crate::number::equal;
use crate::predicate::{Asked, Necessary, Operation};
use crate::subscription::{Combine, Condition, Subscription};

pub(super) fn find(subscription: &Subscription, found: &mut Vec<Diagnostic>) {
    for condition in &subscription.conditions.list {
        if let Some(value) = &condition.predicate.value {
            let at = &condition.value_place.pointer;
            numbers(value, at, &mut |node, pointer| {
                found.extend(precision(condition, node, pointer));
            });
        }
        found.extend(unindexed(subscription, condition));
    }
}

/// Calls `act` with every number in a value.
fn numbers(node: &Node, at: &Pointer, act: &mut dyn FnMut(&Node, &Pointer)) {
    match &node.data {
        Data::Number(_) => act(node, at),
        Data::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                numbers(element, &at.index(index), act);
            }
        }
        Data::Object(members) => {
            for member in members {
                numbers(&member.value, &at.child(&member.key), act);
            }
        }
        _ => {}
    }
}

/// What a program that keeps numbers as floats makes of one, where that is another number.
fn as_float(text: &str) -> Option<String> {
    let float = double::of(text);
    if !float.is_finite() {
        return Some("infinite".to_owned());
    }
    let shown = double::text(float);
    (!equal(&shown, text)).then_some(shown)
}

fn precision(condition: &Condition, node: &Node, pointer: &Pointer) -> Option<Diagnostic> {
    let text = node.number()?;
    let float = as_float(text)?;
    let place = Place { pointer: pointer.clone(), span: node.span, line: condition.place.line };
    let message =
        format!("{text} is compared exactly here; programs with floats read it as {float}");
    let code = Code::NumberPrecision;
    let finding = Diagnostic::new(Severity::Warning, code, place.clone(), message)
        .with_related(place, format!("as a float it is {float}"));
    let is_compared = matches!(&condition.predicate.operation,
        Operation::Native(native) if matches!(native.asked().0, Asked::Within(_)));
    Some(match is_compared {
        true => {
            let text = Node::from_text(text).to_json();
            let title = format!("Write it as text, {text}");
            finding
                .with_help("write it as text: comparisons read it the same")
                .with_fix(Fix { title, edits: vec![Edit { span: node.span, text }] })
        }
        false => finding.with_help("large numbers are safe only as text, at both ends"),
    })
}

/// A pattern without a plain text to look for, and how often it is tried.
fn unindexed(subscription: &Subscription, condition: &Condition) -> Option<Diagnostic> {
    let operation = &condition.predicate.operation;
    let Operation::Native(native) = operation else { return None };
    if !matches!(native.asked(), (Asked::Matches(regexp), _) if regexp.literals().is_empty()) {
        return None;
    }
    let conditions = &subscription.conditions;
    let helps = |other: &Condition| {
        let operation = &other.predicate.operation;
        operation.equals_one_of().is_some() || !matches!(operation.necessary(), Necessary::Nothing)
    };
    let narrowed = !subscription.events.all
        || !subscription.labels.is_empty()
        || (conditions.combine == Combine::All && conditions.list.iter().any(helps));
    let cost = match narrowed {
        true => "it is tried on every event that gets past what else is asked",
        false => "it is tried on every event",
    };
    let message = format!(
        "no index helps with this pattern: {cost}, in time proportional to the text at `{}`",
        condition.key
    );
    let place = condition.value_place.clone();
    let finding = Diagnostic::new(Severity::Note, Code::RegexpUnindexed, place.clone(), message)
        .with_help("a pattern that asks for some plain text is looked up by that text")
        .with_related(place, words(condition));
    Some(finding)
}
