//! Writing a subscription of any dialect as an ARK webhook.

use super::condition::DOCUMENTED;
use super::{Ark, Keys, Operators};
use crate::dialect::LossReport;
use crate::dialect::write::Writer;
use crate::json::{Data, Node, ordered};
use crate::predicate::{EcmaScriptOperator, Native, Operation, Predicate};
use crate::subscription::{Combine, Condition, Lookup, Path, Root, Segment, Subscription};

pub(super) fn subscription(
    rules: &Ark,
    subscription: &Subscription,
    report: &mut LossReport,
) -> Node {
    let mut writer = Writer::new(subscription, report);
    writer.id("id");
    event(rules, &mut writer);
    writer.url_only("target");
    let enabled = writer.is_enabled();
    writer.put("enabled", Node::new(Data::Bool(enabled)));
    conditions(rules, &mut writer);
    writer.lost_labels();
    writer.lost_description();
    writer.lost_metadata();
    writer.extra(|key| key == "token");
    writer.finish()
}

/// The one event, where the subscription asks for exactly one.
fn event(rules: &Ark, writer: &mut Writer<'_>) {
    let events = &writer.subscription.events;
    let place = events.place.clone().unwrap_or_else(|| writer.part("event"));
    if events.all {
        let message = "an ARK webhook has one event; every type cannot be said";
        writer.report.decision(&place, message);
        return;
    }
    if events.unreadable {
        writer.report.decision(&place, "part of the event types cannot be read");
    }
    let mut names: Vec<&str> = Vec::new();
    for pattern in &events.patterns {
        if pattern.wildcards {
            for name in rules.catalogue.names().filter(|name| pattern.matches(name)) {
                names.push(name);
            }
        } else {
            names.push(&pattern.text);
        }
    }
    let order = ordered(names.len(), &mut |a, b| names[a].cmp(names[b]));
    let mut names: Vec<_> = order.into_iter().map(|index| names[index]).collect();
    names.dedup();
    match names.as_slice() {
        [one] => {
            if !events.unreadable {
                writer.report.over(&place, "the event is carried over");
            }
            writer.put("event", Node::from_text(*one));
        }
        [] if events.unreadable => {}
        [] => writer.report.decision(&place, "no event of an ARK node is asked for"),
        several => {
            let message = format!(
                "an ARK webhook has one event; write one webhook for each of the {}",
                several.len()
            );
            writer.report.decision(&place, message);
        }
    }
}

fn conditions(rules: &Ark, writer: &mut Writer<'_>) {
    let conditions = &writer.subscription.conditions;
    let place = conditions.place.clone().unwrap_or_else(|| writer.part("conditions"));
    if conditions.unreadable {
        writer.report.decision(&place, "the conditions cannot be read");
    }
    if conditions.list.len() > 1 && conditions.combine != rules.combine {
        let message = match (conditions.combine, rules.combine) {
            (Combine::Unreadable, _) => "how the conditions combine cannot be read",
            (Combine::All, _) => "all conditions must hold there; in ARK one that holds is enough",
            (_, Combine::OrderedAny) => "a condition that throws ends the list here",
            _ => "a condition that throws ends the list there; nothing throws here",
        };
        writer.report.decision(&place, message);
    }
    let list = conditions.list.iter().map(|each| condition(rules, writer.report, each)).collect();
    writer.put("conditions", Node::new(Data::Array(list)));
}

fn condition(rules: &Ark, report: &mut LossReport, condition: &Condition) -> Node {
    let key = key(rules.keys, &condition.path);
    let (operator, value, fault) = match rules.operators {
        Operators::Documented => documented(&condition.predicate),
        Operators::Shipped => shipped(&condition.predicate),
    };
    let fault = if key.is_none() { Some("its key cannot be written here") } else { fault };
    match fault {
        Some(fault) => {
            let message = format!("the test of `{}` needs a look: {fault}", condition.key);
            report.decision(&condition.place, message);
        }
        None => report.over(&condition.place, "the condition is carried over"),
    }
    let key = Node::from_text(key.unwrap_or_else(|| condition.key.clone()));
    let members =
        [("key", Some(key)), ("condition", Some(Node::from_text(operator))), ("value", value)];
    Node::object(members.into_iter().filter_map(|(key, value)| Some((key, value?))))
}

/// An operator's name and value here, and what is wrong with them.
type Written<'p> = (&'p str, Option<Node>, Option<&'static str>);

const CONVERTS: &str = "there values are converted as JavaScript does; here nothing is converted";
const CONVERTED: &str = "here values are converted as JavaScript does; there nothing is converted";
const UNKNOWN: &str = "ARK has no such operator";
const UNREADABLE: &str = "its operator or value cannot be read";
const THROWS: &str = "its operator throws there, which ends the list";

fn documented(predicate: &Predicate) -> Written<'_> {
    let (operator, value) = (predicate.operator.as_str(), predicate.value.clone());
    match &predicate.operation {
        Operation::Native(_) if !DOCUMENTED.contains(&operator) => (operator, value, Some(UNKNOWN)),
        Operation::Native(native) => {
            let (value, fault) = open_bounds(native, value);
            (operator, value, fault)
        }
        Operation::EcmaScript(shipped) => {
            let name = match shipped.operator() {
                EcmaScriptOperator::NotBetween => "not-between",
                other => other.name(),
            };
            (name, value, Some(CONVERTS))
        }
        Operation::Unreadable => (operator, value, Some(UNREADABLE)),
        Operation::Throws => (operator, value, Some(THROWS)),
    }
}

fn shipped(predicate: &Predicate) -> Written<'_> {
    let (operator, value) = (predicate.operator.as_str(), predicate.value.clone());
    match &predicate.operation {
        // A name that throws is no operator in the node either.
        Operation::EcmaScript(_) | Operation::Throws => (operator, value, None),
        Operation::Native(_) if !DOCUMENTED.contains(&operator) => (operator, value, Some(UNKNOWN)),
        Operation::Native(native) => {
            let plain = value.as_ref().is_some_and(|value| {
                matches!(value.data, Data::String(_) | Data::Bool(_) | Data::Null)
            });
            let same = matches!(operator, "eq" | "ne") && plain;
            let name = match operator {
                "not-between" => EcmaScriptOperator::NotBetween.name(),
                other => other,
            };
            let (value, fault) = open_bounds(native, value);
            (name, value, fault.or((!same).then_some(CONVERTED)))
        }
        Operation::Unreadable => (operator, value, Some(UNREADABLE)),
    }
}

/// The value of a `between` as ARK writes it, `min` and `max` excluded; any other
/// value as it is.
fn open_bounds(native: &Native, value: Option<Node>) -> (Option<Node>, Option<&'static str>) {
    let Some(bounds) = native.bounds() else {
        return (value, None);
    };
    let written = native.written_operand(value.as_ref()).flatten();
    let end = |name: &str| written.as_ref().and_then(|written| written.get(name)).cloned();
    match (end("above"), end("below"), bounds.bounds.len()) {
        (Some(above), Some(below), 2) => {
            (Some(Node::object([("min", above), ("max", below)])), None)
        }
        (.., 2) => (value, Some("its ends are included there and excluded here")),
        _ => (value, Some("ARK's `between` has two ends, `min` and `max`")),
    }
}

/// The key that finds the same value here, if there is one.
fn key(keys: Keys, path: &Path) -> Option<String> {
    if path.root != Root::Data {
        return None;
    }
    let flat = |name: &str| !name.contains('.');
    match (&path.lookup, keys) {
        (Lookup::Segments(segments), _) => {
            let names: Option<Vec<&str>> = segments
                .iter()
                .map(|segment| match segment {
                    Segment::Name(name) if flat(name) || keys == Keys::Member => {
                        Some(name.as_str())
                    }
                    _ => None,
                })
                .collect();
            names.filter(|names| names.len() == 1 || keys != Keys::Member).map(|n| n.join("."))
        }
        (
            Lookup::LiteralThenSegments(name) | Lookup::EcmaScriptDotted(name),
            Keys::LiteralOrDotted | Keys::Dotted,
        )
        | (Lookup::EcmaScriptMember(name), Keys::Member) => Some(name.clone()),
        (
            Lookup::LiteralThenSegments(name)
            | Lookup::EcmaScriptDotted(name)
            | Lookup::EcmaScriptMember(name),
            _,
        ) => flat(name).then(|| name.clone()),
        (Lookup::Unreadable, _) => None,
    }
}
