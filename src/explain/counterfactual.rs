//! What would have to be different: the smallest changes found of an event, and of a
//! subscription, that make it fire. Each was tried: the changed one is evaluated again.

use serde::Serialize;

use super::change::Change;
use super::evaluate::{self, Entry, Evaluator};
use super::witness::Witness;
use super::{Check, CheckStatus, explain_entry};
use crate::dialect::{Config, did_you_mean};
use crate::event::{EventForm, Places, TreeFacts};
use crate::json::{Data, Node, Pointer, index_of};
use crate::subscription::{Combine, EventTypes, Lookup, Path, Root, Segment};
use crate::truth::Truth;

/// The smallest changes that were found to make an event fire a subscription. No change of
/// a set can be left out; a set is missing where none was found.
///
/// ```
/// use hooksieve::{Config, Counterfactual};
/// let config = Config::detect(r#"{"id":"a","events":["wallet.created"],"labels":{"env":"prod"},
///   "conditions":[{"key":"amount","condition":"gte","value":1000}]}"#);
/// let event = br#"{"type":"wallet.created","labels":{"env":"staging"},"data":{"amount":742}}"#;
/// let found = Counterfactual::of(&config, 0, event).unwrap();
/// let told: Vec<_> = found.event.unwrap().iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["/labels/env: \"staging\" → \"prod\"", "/data/amount: 742 → 1000"]);
/// let told: Vec<_> = found.subscription.unwrap().iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["/labels/env: \"prod\" → \"staging\"", "/conditions/0/value: 1000 → 742"]);
/// ```
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counterfactual {
    /// Changes of the event, with pointers from its root.
    pub event: Option<Vec<Change>>,
    /// Changes of the subscription, with pointers from the root of its document.
    pub subscription: Option<Vec<Change>>,
}

impl Counterfactual {
    /// What would make an event fire the `at`th subscription. Nothing where the event
    /// cannot be read or the verdict is another than "does not fire". The changed event and
    /// subscription are evaluated some ten times for every check that fails.
    ///
    /// ```
    /// use hooksieve::{Config, Counterfactual};
    /// let config = Config::detect(r#"{"id":"a","enabled":false,"events":["a"]}"#);
    /// let found = Counterfactual::of(&config, 0, br#"{"type":"a"}"#).unwrap();
    /// assert!(found.event.is_none(), "no event fires what is off");
    /// assert_eq!(found.subscription.unwrap()[0].to_string(), "/enabled: false → true");
    /// assert!(Counterfactual::of(&config, 0, b"not JSON").is_none());
    /// ```
    pub fn of(config: &Config, at: usize, event: &[u8]) -> Option<Self> {
        Self::with_event_form(config, at, event, EventForm::Auto)
    }

    /// The same, reading the event in a named form instead of by its shape.
    ///
    /// ```
    /// use hooksieve::{Config, Counterfactual, EventForm};
    /// let config = Config::detect(r#"{"id":"a","events":["a"]}"#);
    /// let event = br#"{"kind":"b","data":{}}"#;
    /// let found = Counterfactual::with_event_form(&config, 0, event, EventForm::Dfns).unwrap();
    /// assert_eq!(found.event.unwrap()[0].pointer.as_str(), "/kind");
    /// ```
    pub fn with_event_form(
        config: &Config,
        at: usize,
        event: &[u8],
        form: EventForm,
    ) -> Option<Self> {
        let text = std::str::from_utf8(event).ok()?;
        let event = Node::parse(text).ok()?;
        let subscription = config.subscriptions.get(at)?;
        let object = config.nodes().into_iter().filter(|node| node.members().is_some()).nth(at)?;
        let tried = Tried { config, form };
        let evaluator = tried.evaluator(object)?;
        let entry = evaluator.entries.first()?;
        let (facts, places) = evaluator.read(&event).ok()?;
        if evaluate::verdict(entry, &facts) != Truth::False {
            return None;
        }
        let base = &subscription.place.pointer;
        let based = |change: Change| Change { pointer: joined(base, &change.pointer), ..change };
        let changes = tried.subscription(object, &event, entry, &facts, &places);
        Some(Self {
            event: of_event(&evaluator, &event, &facts, &places),
            subscription: changes.map(|changes| changes.into_iter().map(based).collect()),
        })
    }
}

fn joined(base: &Pointer, below: &Pointer) -> Pointer {
    let names = Pointer::tokens(below.as_str()).unwrap_or_default();
    names.iter().fold(base.clone(), |pointer, name| pointer.child(name))
}

/// What stands at a pointer.
fn find<'n>(node: &'n Node, pointer: &Pointer) -> Option<&'n Node> {
    let names = Pointer::tokens(pointer.as_str())?;
    names.iter().try_fold(node, |node, name| match &node.data {
        Data::Array(_) => node.element(index_of(name)?),
        _ => node.get(name),
    })
}

fn change(root: &Node, pointer: Pointer, to: Option<Node>) -> Change {
    Change { from: find(root, &pointer).cloned(), pointer, to }
}

/// The changes without those that it fires without.
fn needed(mut changes: Vec<Change>, fires: impl Fn(&[Change]) -> bool) -> Option<Vec<Change>> {
    if !fires(&changes) {
        return None;
    }
    for at in (0..changes.len()).rev() {
        let mut fewer = changes.clone();
        fewer.remove(at);
        if fires(&fewer) {
            changes = fewer;
        }
    }
    Some(changes)
}

fn of_event(
    evaluator: &Evaluator,
    event: &Node,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
) -> Option<Vec<Change>> {
    let entry = evaluator.entries.first()?;
    let subscription = &entry.subscription;
    if subscription.enabled.value != Truth::True {
        return None;
    }
    let fires = |changes: &[Change]| {
        let changed = Change::apply_all(changes, event);
        let read = evaluator.read(&changed);
        read.is_ok_and(|(facts, _)| evaluate::verdict(entry, &facts) == Truth::True)
    };
    let mut always = Vec::new();
    let body = places.body.as_ref().map(|(at, _)| at.clone()).unwrap_or_default();
    if subscription.events.test(facts.event_type.as_deref()) != Truth::True {
        let name = type_for(&subscription.events, facts.event_type.as_deref())?;
        let named = places.event_type.as_ref().map(|place| place.pointer.clone());
        let pointer = named.unwrap_or_else(|| body.child("type"));
        always.push(change(event, pointer, Some(Node::from_text(name))));
    }
    always.extend(labels(entry, event, facts, places, &body));
    let test = |index| evaluate::test_condition(entry, facts, index);
    let conditions = &subscription.conditions;
    if conditions.test(test) == Truth::True {
        return needed(always, fires);
    }
    let all: Vec<usize> = (0..conditions.list.len()).collect();
    let alternatives: Vec<Vec<usize>> = match conditions.combine {
        Combine::All | Combine::Unreadable => vec![all],
        Combine::Any | Combine::OrderedAny => all.into_iter().map(|index| vec![index]).collect(),
    };
    let mut best: Option<Vec<Change>> = None;
    for alternative in alternatives {
        let Some(more) = conditions_of(entry, &alternative, event, facts, places) else { continue };
        let changes = always.iter().cloned().chain(more).collect();
        if let Some(found) = needed(changes, fires)
            && best.as_ref().is_none_or(|known| found.len() < known.len())
        {
            best = Some(found);
        }
    }
    best
}

/// A type that is asked for, as near to the event's as there is one.
fn type_for(events: &EventTypes, current: Option<&str>) -> Option<String> {
    let exact = || events.patterns.iter().filter(|it| !it.wildcards).map(|it| it.text.as_str());
    if let Some(near) = current.and_then(|current| did_you_mean(current, exact())) {
        return Some(near.to_owned());
    }
    if let Some(first) = exact().next() {
        return Some(first.to_owned());
    }
    // Of a pattern: its segments, and for each `*` what the event has there.
    let pattern = events.patterns.first()?;
    let mut own = current.unwrap_or_default().split('.');
    let segment = |part: &str| {
        let own = own.next().filter(|own| !own.is_empty()).unwrap_or("any");
        if part.starts_with('*') { own.to_owned() } else { part.to_owned() }
    };
    Some(pattern.text.split('.').map(segment).collect::<Vec<_>>().join("."))
}

fn labels(
    entry: &Entry,
    event: &Node,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
    body: &Pointer,
) -> Vec<Change> {
    let asked = &entry.subscription.labels;
    let holds = |label| evaluate::test_label(label, facts).truth() == Truth::True;
    let failing: Vec<_> = asked.iter().filter(|label| !holds(label)).collect();
    let pair = |label: &crate::subscription::Label| {
        Some((label.event_keys.first()?.clone(), Node::from_text(label.values.first()?.as_str())))
    };
    match &places.labels {
        _ if failing.is_empty() => Vec::new(),
        Some((at, given)) if given.members().is_some() => {
            let pairs = failing.into_iter().filter_map(pair);
            pairs.map(|(key, value)| change(event, at.child(&key), Some(value))).collect()
        }
        // Labels that are given win over derived ones, so all of them must be.
        other => {
            let at = other.as_ref().map_or_else(|| body.child("labels"), |(at, _)| at.clone());
            let labels = Node::object(asked.iter().filter_map(pair).collect::<Vec<_>>());
            vec![change(event, at, Some(labels))]
        }
    }
}

/// Changes for some of the conditions, those at one path together.
fn conditions_of(
    entry: &Entry,
    indices: &[usize],
    event: &Node,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
) -> Option<Vec<Change>> {
    let list = &entry.subscription.conditions.list;
    let mut changes = Vec::new();
    let mut done: Vec<&Path> = Vec::new();
    for &index in indices {
        let condition = list.get(index)?;
        if evaluate::test_condition(entry, facts, index).truth() == Truth::True
            || done.contains(&&condition.path)
        {
            continue;
        }
        done.push(&condition.path);
        let together = indices.iter().filter_map(|&other| list.get(other));
        let together: Vec<_> = together.filter(|other| other.path == condition.path).collect();
        let slot = entry.slots.get(index)?.index();
        let found = places.slots.get(slot).map_or(&[][..], Vec::as_slice);
        let witness = Witness::of(&together, found.first().map(|(_, node)| *node));
        let value = witness.value()?;
        if condition.path.wildcards() > 0 {
            // What must not be goes, and what must be comes beside the rest.
            for (pointer, node) in found.iter().filter(|(_, node)| witness.refuses(node)) {
                changes.push(change(event, pointer.clone(), value.clone()));
                let _ = node;
            }
        }
        let is_there = changes.iter().any(|it| found.iter().any(|(at, _)| *at == it.pointer));
        if condition.path.wildcards() == 0 || !is_there {
            let pointer = match (found, condition.path.wildcards()) {
                ([(pointer, _)], 0) => pointer.clone(),
                _ => place_of(&condition.path, event, places)?,
            };
            changes.push(change(event, pointer, value));
        }
    }
    Some(changes)
}

/// Where a value at a path would stand; for a `*` beside what is there.
fn place_of(path: &Path, event: &Node, places: &Places<'_>) -> Option<Pointer> {
    let root = match path.root {
        Root::Data => &places.data,
        Root::Body => &places.body,
    };
    let body = places.body.as_ref().map(|(at, _)| at.clone()).unwrap_or_default();
    let mut at = match (root, path.root) {
        (Some((at, _)), _) => at.clone(),
        (None, Root::Data) => body.child("data"),
        (None, Root::Body) => body,
    };
    let dotted = |key: &str| key.split('.').map(|name| Segment::Name(name.to_owned())).collect();
    let segments: Vec<Segment> = match &path.lookup {
        Lookup::Segments(segments) => segments.clone(),
        Lookup::LiteralThenSegments(key) | Lookup::EcmaScriptDotted(key) => dotted(key),
        Lookup::EcmaScriptMember(key) => vec![Segment::Name(key.clone())],
        Lookup::Unreadable => return None,
    };
    let last = segments.len().checked_sub(1)?;
    for (number, segment) in segments.iter().enumerate() {
        let here = find(event, &at);
        at = match (segment, here.map(|node| &node.data)) {
            (Segment::Name(name), _) => at.child(name),
            (Segment::Any, Some(Data::Array(list))) if number == last || list.is_empty() => {
                at.index(list.len())
            }
            (Segment::Any, Some(Data::Object(members))) if number < last && !members.is_empty() => {
                at.child(&members[0].key)
            }
            (Segment::Any, Some(Data::Object(_))) => at.child("another"),
            (Segment::Any, _) => at.index(0),
        };
    }
    Some(at)
}

/// What is tried of a subscription.
struct Tried<'c> {
    config: &'c Config,
    form: EventForm,
}

impl Tried<'_> {
    /// The evaluation of one object of the configuration.
    fn evaluator(&self, object: &Node) -> Option<Evaluator> {
        let config = Config::read(&object.to_json(), self.config.dialect);
        let [_] = config.subscriptions.as_slice() else { return None };
        let mut evaluator = Evaluator::new(&config);
        evaluator.form = self.form;
        Some(evaluator)
    }

    /// How many checks fail with some changes; nothing where it cannot be told.
    fn failing(&self, object: &Node, changes: &[Change], event: &Node) -> Option<usize> {
        let changed = Change::apply_all(changes, object);
        let evaluator = self.evaluator(&changed)?;
        let entry = evaluator.entries.first()?;
        let (facts, places) = evaluator.read(event).ok()?;
        if evaluate::verdict(entry, &facts) == Truth::True {
            return Some(0);
        }
        let checks = explain_entry(self.config.dialect, entry, 0, &facts, &places).checks;
        let satisfied = checks.iter().any(|it| it.alternative && it.status == CheckStatus::Pass);
        let stands = |it: &&Check| it.status != CheckStatus::Pass;
        let others = checks.iter().filter(stands).filter(|it| !it.alternative).count();
        let alternatives = checks.iter().filter(stands).any(|it| it.alternative);
        Some(others + usize::from(!satisfied && alternatives))
    }

    fn subscription(
        &self,
        object: &Node,
        event: &Node,
        entry: &Entry,
        facts: &TreeFacts<'_>,
        places: &Places<'_>,
    ) -> Option<Vec<Change>> {
        let checks = explain_entry(self.config.dialect, entry, 0, facts, places).checks;
        let failing: Vec<&Check> =
            checks.iter().filter(|check| check.status != CheckStatus::Pass).collect();
        let before = self.failing(object, &[], event)?;
        let helps = |candidate: &Change| {
            let after = self.failing(object, std::slice::from_ref(candidate), event);
            after.is_some_and(|after| after < before)
        };
        let mut changes = Vec::new();
        for check in failing.iter().filter(|check| !check.alternative) {
            let candidates = candidates(check, object, entry, facts);
            changes.push(candidates.into_iter().find(helps)?);
        }
        let alternatives: Vec<_> = failing.iter().filter(|check| check.alternative).collect();
        let conditions = &entry.subscription.conditions;
        if !alternatives.is_empty()
            && !checks.iter().any(|it| it.alternative && it.status == CheckStatus::Pass)
        {
            let of = |check: &&Check| candidates(check, object, entry, facts);
            let mut kept = alternatives.iter().flat_map(|check| of(check));
            let one = kept.find(|it| it.to.is_some() && helps(it));
            let none = conditions.place.as_ref().map(|place| {
                change(object, place.pointer.clone(), Some(Node::new(Data::Array(Vec::new()))))
            });
            changes.push(one.or(none)?);
        }
        needed(changes, |changes| self.failing(object, changes, event) == Some(0))
    }
}

/// Changes of the subscription that may make a check pass, the gentlest first.
fn candidates(check: &Check, object: &Node, entry: &Entry, facts: &TreeFacts<'_>) -> Vec<Change> {
    let Some(place) = &check.config else { return Vec::new() };
    let pointer = &place.pointer;
    let set = |pointer: &Pointer, to: Node| change(object, pointer.clone(), Some(to));
    let mut found = Vec::new();
    match check.stage() {
        1 => {
            found.push(set(pointer, Node::new(Data::Bool(true))));
            found.push(set(pointer, Node::from_text("Enabled")));
        }
        2 => {
            let Some(name) = facts.event_type.as_deref() else { return found };
            let list = entry.subscription.events.place.as_ref().map_or(pointer, |it| &it.pointer);
            let name = Node::from_text(name);
            match find(object, list).map(|node| &node.data) {
                Some(Data::Array(listed)) => found.push(set(&list.index(listed.len()), name)),
                Some(Data::Bool(_)) => found.push(set(list, Node::new(Data::Bool(true)))),
                _ => found.push(set(list, name)),
            }
        }
        3 => {
            found.extend(check.actual.iter().map(|actual| set(pointer, actual.clone())));
            found.push(change(object, pointer.clone(), None));
        }
        _ => {
            let conditions = &entry.subscription.conditions.list;
            let own = conditions.iter().find(|condition| {
                let of = &condition.place.pointer;
                [of, &condition.value_place.pointer, &condition.key_place.pointer]
                    .contains(&pointer)
                    || condition.operator_place.pointer == *pointer
            });
            let Some(condition) = own else { return found };
            let texts = check.fixes.iter().flat_map(|fix| &fix.edits);
            let keys = texts.filter_map(|edit| Node::parse(&edit.text).ok());
            found.extend(keys.map(|key| set(&condition.key_place.pointer, key)));
            let value = &condition.value_place.pointer;
            if let Some(actual) =
                check.actual.as_ref().filter(|_| *value != condition.place.pointer)
            {
                found.push(set(value, actual.clone()));
                found.push(set(value, Node::new(Data::Array(vec![actual.clone()]))));
                let steps = super::witness::steps(actual);
                found.extend(steps.into_iter().map(|near| set(value, near)));
            }
            found.push(change(object, condition.place.pointer.clone(), None));
        }
    }
    found
}
