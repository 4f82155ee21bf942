//! A value for which conditions hold: some likely ones are tried.

use crate::json::{Data, Node, sort};
use crate::predicate::{Asked, Found, Operation, Test, Value};
use crate::subscription::Condition;

/// Conditions on one path, and values to try.
pub(super) struct Witness<'c> {
    conditions: &'c [&'c Condition],
    candidates: Vec<Option<Node>>,
}

impl<'c> Witness<'c> {
    /// For conditions at a path that has a value now, or has none.
    pub(super) fn of(conditions: &'c [&'c Condition], current: Option<&Node>) -> Self {
        let mut candidates = Vec::new();
        for condition in conditions {
            from_operand(condition, current, &mut candidates);
        }
        together(conditions, &mut candidates);
        if let Some(current) = current {
            candidates.extend(steps(current));
        }
        for text in ["true", "x", "", "0", "abc", "[]", "{}"] {
            candidates.push(Node::from_text(text));
        }
        let others = [Data::Bool(true), Data::Bool(false), Data::Null];
        candidates.extend(others.map(Node::new));
        candidates.push(number("0"));
        candidates.push(Node::new(Data::Array(Vec::new())));
        candidates.push(Node::object(Vec::<(&str, Node)>::new()));
        // A value of the type that is there is the smaller change.
        if let Some(current) = current {
            let other = |node: &Node| node.kind() != current.kind();
            sort(&mut candidates, &|a, b| other(a).cmp(&other(b)));
        }
        let mut candidates: Vec<_> = candidates.into_iter().map(Some).collect();
        candidates.push(None);
        Self { conditions, candidates }
    }

    /// The first value for which all hold: none at all is one, too.
    #[allow(clippy::option_option, reason = "that nothing stands there may be what is needed")]
    pub(super) fn value(&self) -> Option<Option<Node>> {
        self.candidates.iter().find(|candidate| self.suits(candidate.as_ref())).cloned()
    }

    fn suits(&self, node: Option<&Node>) -> bool {
        let values: Vec<Value<'_>> = node.map(Value::of).into_iter().collect();
        let holds =
            |condition: &&Condition| condition.predicate.test(Found::Values(&values)) == Test::Pass;
        self.conditions.iter().all(holds)
    }

    /// Whether a value under a `*` keeps a condition from holding whatever stands beside it.
    pub(super) fn refuses(&self, node: &Node) -> bool {
        self.conditions.iter().any(|condition| match &condition.predicate.operation {
            Operation::Native(native) => {
                !native.asked().1 && native.accepts(&Value::of(node)) == Test::Pass
            }
            _ => false,
        })
    }
}

fn number(text: &str) -> Node {
    Node::new(Data::Number(text.to_owned()))
}

fn from_operand(condition: &Condition, current: Option<&Node>, found: &mut Vec<Node>) {
    let Some(operand) = &condition.predicate.value else { return };
    match &operand.data {
        Data::Array(list) => {
            found.extend(list.iter().cloned());
            found.push(operand.clone());
        }
        Data::Object(members) => {
            for member in members {
                found.push(member.value.clone());
                found.extend(steps(&member.value));
            }
            found.push(operand.clone());
        }
        Data::String(text) => {
            found.push(operand.clone());
            if let Some(current) = current.and_then(Node::string) {
                found.push(Node::from_text(format!("{text}{current}")));
                found.push(Node::from_text(format!("{current}{text}")));
            }
            found.extend(steps(operand));
        }
        _ => {
            found.push(operand.clone());
            found.extend(steps(operand));
        }
    }
    found.push(Node::new(Data::Array(vec![operand.clone()])));
    if let Operation::Native(native) = &condition.predicate.operation
        && let (Asked::Matches(regexp), _) = native.asked()
    {
        found.extend(regexp.shape().whole.into_iter().flatten().map(Node::from_text));
        found.extend(regexp.literals().iter().map(|text| Node::from_text(text.as_ref())));
        for text in ["a", "0", "A", "00", "a0", " "] {
            found.push(Node::from_text(text));
        }
    }
}

/// Texts that begin, hold and end as asked, for conditions that ask for several of it.
fn together(conditions: &[&Condition], found: &mut Vec<Node>) {
    let (mut starts, mut held, mut ends) = (String::new(), Vec::new(), String::new());
    for condition in conditions {
        let Operation::Native(native) = &condition.predicate.operation else { continue };
        match native.asked() {
            (Asked::Starts(Some(text)), true) if text.len() > starts.len() => {
                text.clone_into(&mut starts);
            }
            (Asked::Ends(Some(text)), true) if text.len() > ends.len() => {
                text.clone_into(&mut ends);
            }
            (Asked::Holds(text), true) => held.push(text.to_owned()),
            (Asked::Matches(regexp), true) => {
                held.extend(regexp.literals().first().map(ToString::to_string));
            }
            _ => {}
        }
    }
    found.push(Node::from_text(format!("{starts}{}{ends}", held.concat())));
    found.push(Node::new(Data::Array(held.into_iter().map(Node::from_text).collect())));
}

/// The same number as a number and as text, and numbers close by.
pub(super) fn steps(node: &Node) -> Vec<Node> {
    let Some(text) = Value::of(node).numeral().map(str::to_owned) else { return Vec::new() };
    let mut texts = vec![text.clone()];
    match text.parse::<i128>() {
        Ok(whole) => {
            let near = [whole.checked_add(1), whole.checked_sub(1)];
            texts.extend(near.into_iter().flatten().map(|near| near.to_string()));
        }
        Err(_) => {
            // One digit more is a little farther from zero, one fewer a little nearer.
            let (digits, exponent) = match text.find(['e', 'E']) {
                Some(at) => text.split_at(at),
                None => (text.as_str(), ""),
            };
            let point = if digits.contains('.') { "" } else { "." };
            texts.push(format!("{digits}{point}1{exponent}"));
            if let Some((whole, _)) = digits.split_once('.') {
                texts.push(format!("{whole}{exponent}"));
            }
            texts.extend(["0", "1", "-1"].map(str::to_owned));
        }
    }
    let as_text = |text: &String| Node::from_text(text.as_str());
    let as_number = |text: &String| number(text);
    match node.number() {
        Some(_) => texts.iter().map(as_number).chain(texts.iter().map(as_text)).collect(),
        None => texts.iter().map(as_text).chain(texts.iter().map(as_number)).collect(),
    }
}
