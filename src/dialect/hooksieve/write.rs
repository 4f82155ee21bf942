//! Writing a subscription of any dialect as a native one.

use super::MEMBERS;
use crate::diagnostic::Place;
use crate::dialect::LossReport;
use crate::dialect::write::{Writer, text_pairs, texts};
use crate::json::{Data, Node, Pointer};
use crate::predicate::{OPERATORS, Operation};
use crate::subscription::{
    Combine, Condition, EventPattern, Label, LabelCase, Lookup, Path, Root, Segment, Subscription,
    is_evm_address,
};

pub(super) fn subscription(subscription: &Subscription, report: &mut LossReport) -> Node {
    let mut writer = Writer::new(subscription, report);
    writer.id("id");
    let enabled = writer.is_enabled();
    writer.put("enabled", Node::new(Data::Bool(enabled)));
    events(&mut writer);
    labels(&mut writer);
    conditions(&mut writer);
    target(&mut writer);
    writer.description();
    metadata(&mut writer);
    extra(&mut writer);
    writer.finish()
}

fn events(writer: &mut Writer<'_>) {
    let events = &writer.subscription.events;
    if events.all {
        writer.every_type();
        writer.put("events", texts(["*".to_owned()]));
        return;
    }
    if events.unreadable {
        let place = events.place.clone().unwrap_or_else(|| writer.part("events"));
        writer.report.decision(&place, "the event types cannot be read, or not all of them");
    }
    let mut names = Vec::new();
    for pattern in &events.patterns {
        // A name of another provider may hold what is a wildcard here.
        let same = EventPattern::parse(&pattern.text)
            .is_ok_and(|native| native.wildcards == pattern.wildcards);
        if same {
            writer.report.over(&pattern.place, "the event type is carried over");
            names.push(pattern.text.clone());
        } else {
            let message = format!("the event type {:?} cannot be written here", pattern.text);
            writer.report.decision(&pattern.place, message);
        }
    }
    if let (true, Some(place)) = (events.patterns.is_empty() && !events.unreadable, &events.place) {
        writer.report.over(place, "no event type is asked for");
    }
    writer.put("events", texts(names));
}

fn labels(writer: &mut Writer<'_>) {
    let subscription = writer.subscription;
    let mut pairs = Vec::new();
    for label in &subscription.labels {
        let place = label.place.clone().unwrap_or_else(|| {
            let labels = writer.part("labels");
            Place { pointer: labels.pointer.child(&label.key), ..labels }
        });
        if let Some(value) = written_label(writer.report, label, &place) {
            pairs.push((label.key.as_str(), value));
        }
    }
    if !pairs.is_empty() {
        writer.put("labels", text_pairs(pairs));
    }
}

/// The one value a label may have here, and what becomes of the label.
fn written_label<'l>(report: &mut LossReport, label: &'l Label, place: &Place) -> Option<&'l str> {
    let [value] = label.values.as_slice() else {
        let message = match label.values.len() {
            0 => format!("the value of the label `{}` cannot be read", label.key),
            several => format!(
                "the label `{}` may have one of {several} values; here a label has one",
                label.key
            ),
        };
        report.decision(place, message);
        return None;
    };
    if label.event_keys.as_slice() != std::slice::from_ref(&label.key) {
        let message = format!(
            "the label `{}` looks at {} of the event; here a label looks at its own key",
            label.key,
            label.event_keys.join(" or ")
        );
        report.decision(place, message);
        return None;
    }
    match label.case {
        LabelCase::FoldEvmAddresses if is_evm_address(value) => {
            let message = "addresses compare whatever their letter case there, to the letter here";
            report.decision(place, message);
        }
        LabelCase::FoldEvmAddresses | LabelCase::Exact => {
            report.over(place, "the label is carried over");
        }
    }
    Some(value)
}

fn conditions(writer: &mut Writer<'_>) {
    let conditions = &writer.subscription.conditions;
    let place = conditions.place.clone().unwrap_or_else(|| writer.part("conditions"));
    if conditions.unreadable {
        writer.report.decision(&place, "the conditions cannot be read");
    }
    if conditions.list.is_empty() {
        return;
    }
    let combine = match conditions.combine {
        Combine::All => "all",
        Combine::Any => "any",
        Combine::Unreadable => {
            writer.report.decision(&place, "how the conditions combine cannot be read");
            "all"
        }
        Combine::OrderedAny => {
            if conditions.list.len() > 1 {
                let message = "a condition that throws ends the list there; nothing throws here";
                writer.report.decision(&place, message);
            }
            "any"
        }
    };
    writer.put("match", Node::from_text(combine));
    let list = conditions.list.iter().map(|each| condition(writer.report, each)).collect();
    writer.put("conditions", Node::new(Data::Array(list)));
}

fn condition(report: &mut LossReport, condition: &Condition) -> Node {
    let (key, key_fault) = match key(&condition.path) {
        Some(key) => (key, None),
        None => (condition.key.clone(), Some("its key cannot be written here")),
    };
    let (value, value_fault) = match &condition.predicate.operation {
        Operation::Native(native) => {
            let known = OPERATORS.contains(&condition.predicate.operator.as_str());
            match native.written_operand(condition.predicate.value.as_ref()) {
                Some(value) if known => (value, None),
                _ => (condition.predicate.value.clone(), Some("its value cannot be written here")),
            }
        }
        Operation::EcmaScript(_) => (
            condition.predicate.value.clone(),
            Some("its operator converts values as JavaScript does; here nothing is converted"),
        ),
        Operation::Throws => (
            condition.predicate.value.clone(),
            Some("its operator throws there, which ends the list; nothing throws here"),
        ),
        Operation::Unreadable => {
            (condition.predicate.value.clone(), Some("its operator or value cannot be read"))
        }
    };
    match (key_fault.or(value_fault), &condition.path.lookup) {
        (Some(fault), _) => {
            let message = format!("the test of `{}` needs a look: {fault}", condition.key);
            report.decision(&condition.place, message);
        }
        (None, Lookup::LiteralThenSegments(name)) if name.contains('.') => {
            let message = format!(
                "the condition is carried over; a member named {name:?} no longer goes first"
            );
            report.over(&condition.place, message);
        }
        (None, _) => report.over(&condition.place, "the condition is carried over"),
    }
    let operator = Node::from_text(condition.predicate.operator.as_str());
    let members =
        [("key", Some(Node::from_text(key))), ("condition", Some(operator)), ("value", value)];
    Node::object(members.into_iter().filter_map(|(key, value)| Some((key, value?))))
}

/// The key that means `path` here, if there is one.
fn key(path: &Path) -> Option<String> {
    let text = match (&path.lookup, path.root) {
        (Lookup::Segments(segments), Root::Data) => dotted(segments)?,
        (Lookup::Segments(segments), Root::Body) => {
            let pointer =
                segments.iter().try_fold(Pointer::root(), |at, segment| match segment {
                    Segment::Name(name) => Some(at.child(name)),
                    Segment::Any => None,
                })?;
            pointer.as_str().to_owned()
        }
        (Lookup::LiteralThenSegments(name) | Lookup::EcmaScriptDotted(name), Root::Data) => {
            let names = name.split('.').map(|name| Segment::Name(name.to_owned()));
            dotted(&names.collect::<Vec<_>>())?
        }
        (Lookup::EcmaScriptMember(name), Root::Data) => dotted(&[Segment::Name(name.clone())])?,
        _ => return None,
    };
    // What the text means here decides, not how it was put together.
    let read = Path::parse(&text).ok()?;
    (read.root == path.root).then_some(text)
}

/// A dotted key of these segments; nothing where a segment has no name.
fn dotted(segments: &[Segment]) -> Option<String> {
    let mut text = String::new();
    for (index, segment) in segments.iter().enumerate() {
        if index > 0 {
            text.push('.');
        }
        match segment {
            Segment::Any => text.push('*'),
            Segment::Name(name) if name.is_empty() => return None,
            Segment::Name(name) => {
                for character in name.chars() {
                    if matches!(character, '.' | '*' | '\\') {
                        text.push('\\');
                    }
                    text.push(character);
                }
            }
        }
    }
    Some(text)
}

fn target(writer: &mut Writer<'_>) {
    let Some(target) = &writer.subscription.target else {
        return;
    };
    let mut members = Vec::new();
    if target.url.is_empty() {
        writer.report.decision(&target.place, "the target has no URL");
    } else {
        writer.report.over(&target.place, "the target is carried over");
        members.push(("url", Node::from_text(target.url.as_str())));
    }
    if !target.headers.is_empty() {
        let pairs = target.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        members.push(("headers", text_pairs(pairs)));
    }
    writer.put("target", Node::object(members));
}

fn metadata(writer: &mut Writer<'_>) {
    let metadata = &writer.subscription.metadata;
    if metadata.is_empty() {
        return;
    }
    let pairs = metadata.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    writer.put("metadata", text_pairs(pairs));
    let place = writer.part("metadata");
    writer.report.over(&place, "the metadata are carried over");
}

/// Keeps the members that routing does not read, secrets included: it is the user's
/// own file. One that would mean something here is not taken for it.
fn extra(writer: &mut Writer<'_>) {
    let subscription = writer.subscription;
    for member in &subscription.extra {
        let place = writer.part(&member.key);
        if MEMBERS.contains(&member.key.as_str()) {
            let message = format!("`{}` had no meaning there, and has one here", member.key);
            writer.report.decision(&place, message);
        } else {
            writer.put(&member.key, member.value.clone());
            writer.report.over(&place, "the member is kept");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::dialect::{Carried, Dialect};
    use crate::limits::Limits;
    use crate::predicate::{Native, Predicate};
    use crate::subscription::EventTypes;

    /// Writes a condition; the key and value it gets, and what became of it.
    fn written(
        lookup: Lookup,
        root: Root,
        operator: &str,
        value: &str,
    ) -> (String, String, Carried) {
        let value = Node::parse(value).unwrap();
        let native = Native::new(operator, Some(&value), &Limits::default()).unwrap();
        let predicate = Predicate {
            operator: operator.to_owned(),
            value: Some(value),
            operation: Operation::Native(native.with_open_ends()),
        };
        let mut report = LossReport::default();
        let place = Place::default();
        let node = condition(
            &mut report,
            &Condition {
                key: "as-written".to_owned(),
                path: Path { root, lookup },
                predicate,
                place: place.clone(),
                value_place: place.clone(),
                key_place: place.clone(),
                operator_place: place,
            },
        );
        let key = node.get("key").unwrap().string().unwrap().to_owned();
        (key, node.get("value").unwrap().to_json(), report.transfers[0].carried)
    }

    #[test]
    fn keys_of_other_dialects() {
        let literal = |name: &str| Lookup::LiteralThenSegments(name.to_owned());
        let names = |names: &[&str]| {
            Lookup::Segments(names.iter().map(|name| Segment::Name((*name).to_owned())).collect())
        };
        for (lookup, root, key, carried) in [
            (literal("amount"), Root::Data, "amount", Carried::Over),
            (literal("asset.amount"), Root::Data, "asset.amount", Carried::Over),
            (literal("a*"), Root::Data, r"a\*", Carried::Over),
            (literal("a..b"), Root::Data, "as-written", Carried::DecisionNeeded),
            (literal("/a"), Root::Data, "as-written", Carried::DecisionNeeded),
            (names(&["a.b", "*", r"\"]), Root::Data, r"a\.b.\*.\\", Carried::Over),
            (names(&["data", "a/b~"]), Root::Body, "/data/a~1b~0", Carried::Over),
            (names(&[]), Root::Body, "as-written", Carried::DecisionNeeded),
            (Lookup::EcmaScriptMember("a.b".to_owned()), Root::Data, r"a\.b", Carried::Over),
            (Lookup::Unreadable, Root::Data, "as-written", Carried::DecisionNeeded),
        ] {
            let (written_key, _, what) = written(lookup, root, "eq", "1");
            assert_eq!((written_key.as_str(), what), (key, carried));
        }
    }

    #[test]
    fn open_ends_keep_their_meaning() {
        let lookup = || Lookup::LiteralThenSegments("a".to_owned());
        for (value, expected, carried) in [
            (r#"{"min":1,"max":"5"}"#, r#"{"above":1,"below":"5"}"#, Carried::Over),
            (r#"{"max":5}"#, r#"{"below":5}"#, Carried::Over),
            (r#"{"below":5,"above":1}"#, r#"{"below":5,"above":1}"#, Carried::Over),
            (r#"{"min":1,"above":2}"#, r#"{"min":1,"above":2}"#, Carried::DecisionNeeded),
        ] {
            let (_, text, what) = written(lookup(), Root::Data, "between", value);
            assert_eq!((text.as_str(), what), (expected, carried));
        }
    }

    #[test]
    fn labels_that_compare_otherwise_need_a_decision() {
        let address = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
        let label = |key: &str, event_keys: &[&str], values: &[&str], case| Label {
            key: key.to_owned(),
            event_keys: event_keys.iter().map(|key| (*key).to_owned()).collect(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            case,
            place: Some(Place::default()),
        };
        let fold = LabelCase::FoldEvmAddresses;
        for (label, value, carried) in [
            (label("network", &["network"], &["base"], fold), Some("base"), Carried::Over),
            (label("to", &["to"], &[address], LabelCase::Exact), Some(address), Carried::Over),
            (label("to", &["to"], &[address], fold), Some(address), Carried::DecisionNeeded),
            (label("to", &["to"], &["a", "b"], fold), None, Carried::DecisionNeeded),
            (label("to", &["x", "y"], &["a"], fold), None, Carried::DecisionNeeded),
            (label("to", &["to"], &[], fold), None, Carried::DecisionNeeded),
        ] {
            let mut report = LossReport::default();
            assert_eq!(written_label(&mut report, &label, &Place::default()), value);
            assert_eq!(report.transfers[0].carried, carried);
        }
    }

    #[test]
    fn names_that_would_be_patterns_need_a_decision() {
        let mut source = Subscription::new("a");
        let exact = |name: &str| EventPattern::exact(name, Place::default());
        source.events = EventTypes {
            patterns: vec![exact("block.forged"), exact("block.*"), exact("a..b")],
            ..EventTypes::none()
        };
        let (node, report) = Dialect::HOOKSIEVE.write(&source, Dialect::HOOKSIEVE);
        assert_eq!(node.get("events").unwrap().to_json(), r#"["block.forged"]"#);
        let decisions = report.transfers.iter().filter(|t| t.carried == Carried::DecisionNeeded);
        assert_eq!(decisions.count(), 2);
    }
}
