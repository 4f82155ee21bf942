//! What the linter proves is tried against the oracle: events are sought that refute it.

use hooksieve::json::{Data, Node};
use hooksieve::{Code, Config, Dialect, Explainer, Outcome, Relation};

use super::random::Random;
use super::{events, subscriptions};

const ROUNDS: u64 = 6000;
const KEYS: &[&str] = &["a", "a.b", "a.*", "a.0", "*", "c", "/data/a"];
const NUMBERS: &[&str] = &["0", "1", "1.0", "2", "-1", "1e400", "10", "5", "5.5"];
const TEXTS: &[&str] =
    &["", "x", "xy", "yx", "xyz", "true", " TRUE", "1", "5", "2.0", "b", "bx", "é", "X", "1e400"];
const PATTERNS: &[&str] =
    &["^x", "^y", "z$", "x", "^(x|b)$", "^(?:xy|yx)", "^$", "[0-9]+", ".", "^true$", "xy|yz"];
const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "between",
    "not-between",
    "contains",
    "not-contains",
    "starts-with",
    "ends-with",
    "in",
    "not-in",
    "regexp",
    "truthy",
    "falsy",
    "exists",
    "missing",
];

fn scalar(random: &mut Random) -> Node {
    match random.below(10) {
        0 => Node::new(Data::Null),
        1 => Node::new(Data::Bool(random.once_in(2))),
        2..=5 => Node::new(Data::Number((*random.pick(NUMBERS)).to_owned())),
        _ => Node::from_text(*random.pick(TEXTS)),
    }
}

fn value(random: &mut Random, depth: usize) -> Node {
    if depth == 0 || !random.once_in(3) {
        return scalar(random);
    }
    let count = random.below(3);
    let parts: Vec<Node> = (0..count).map(|_| value(random, depth - 1)).collect();
    if random.once_in(2) {
        return Node::new(Data::Array(parts));
    }
    Node::object(["b", "0"].into_iter().zip(parts).collect::<Vec<_>>())
}

fn condition(random: &mut Random) -> Node {
    let operator = *random.pick(OPERATORS);
    let keys = if random.once_in(3) { KEYS } else { &KEYS[..2] };
    let mut members = vec![
        ("key", Node::from_text(*random.pick(keys))),
        ("condition", Node::from_text(operator)),
    ];
    let numeral = |random: &mut Random| match random.once_in(3) {
        true => Node::from_text(*random.pick(NUMBERS)),
        false => Node::new(Data::Number((*random.pick(NUMBERS)).to_owned())),
    };
    let operand = match operator {
        "truthy" | "falsy" | "exists" | "missing" => None,
        "between" | "not-between" => {
            let ends = [*random.pick(&["min", "above"]), *random.pick(&["max", "below"])];
            Some(Node::object(ends.map(|end| (end, numeral(random)))))
        }
        "in" | "not-in" => {
            let count = random.below(4);
            Some(Node::new(Data::Array((0..count).map(|_| value(random, 1)).collect())))
        }
        "regexp" => Some(Node::from_text(*random.pick(PATTERNS))),
        "gt" | "gte" | "lt" | "lte" if !random.once_in(20) => Some(numeral(random)),
        "starts-with" | "ends-with" => Some(Node::from_text(*random.pick(TEXTS))),
        _ => Some(value(random, 1)),
    };
    members.extend(operand.map(|operand| ("value", operand)));
    Node::object(members)
}

fn subscription(random: &mut Random, id: &str) -> Node {
    if random.once_in(4) {
        return subscriptions::subscription(random, id);
    }
    let conditions = (0..random.below(4)).map(|_| condition(random)).collect();
    let mut members = vec![
        ("id", Node::from_text(id)),
        ("match", Node::from_text(if random.once_in(3) { "any" } else { "all" })),
        ("conditions", Node::new(Data::Array(conditions))),
        ("target", Node::object([("url", Node::from_text("https://a.example"))])),
    ];
    members.push(match random.below(4) {
        0 => ("events", Node::from_text("*")),
        _ => {
            let listed = (0..=random.below(2)).map(|_| {
                Node::from_text(*random.pick(&["a", "a.b", "a.*", "a.**", "*.b", "*.*", "**"]))
            });
            ("events", Node::new(Data::Array(listed.collect())))
        }
    });
    if random.once_in(4) {
        let value = Node::from_text(*random.pick(&["x", "y"]));
        members.push(("labels", Node::object([(*random.pick(events::LABELS), value)])));
    }
    Node::object(members)
}

/// Every value that a configuration names, and some near it: what a counterexample is
/// most likely made of.
fn named(node: &Node, found: &mut Vec<Node>) {
    match &node.data {
        Data::Array(list) => list.iter().for_each(|each| named(each, found)),
        Data::Object(members) => members.iter().for_each(|member| named(&member.value, found)),
        Data::String(text) => {
            found.push(Node::from_text(format!("{text}x")));
            found.push(Node::from_text(format!("b{text}")));
            found.push(Node::new(Data::Array(vec![node.clone()])));
        }
        Data::Number(text) => {
            found.push(Node::from_text(text.as_str()));
            found.push(Node::from_text(format!("{text}x")));
        }
        _ => {}
    }
    found.push(node.clone());
}

/// Events of the values that the subscriptions name.
fn event(random: &mut Random, pool: &[Node]) -> String {
    if random.once_in(4) {
        return events::event(random).to_json();
    }
    let pick = |random: &mut Random| match random.once_in(3) {
        true => value(random, 2),
        false => random.pick(pool).clone(),
    };
    let mut data = Vec::new();
    if !random.once_in(6) {
        let at_a = match random.below(4) {
            0 => Node::object([("b", pick(random)), ("0", pick(random))]),
            1 => Node::new(Data::Array(vec![pick(random), pick(random)])),
            _ => pick(random),
        };
        data.push(("a", at_a));
    }
    if random.once_in(2) {
        data.push(("c", pick(random)));
    }
    let mut members =
        vec![("type", Node::from_text(*random.pick(events::TYPES))), ("data", Node::object(data))];
    if random.once_in(3) {
        let labels = events::LABELS
            .iter()
            .map(|key| (*key, Node::from_text(*random.pick(&["x", "y", "prod"]))));
        members.push(("labels", Node::object(labels.collect::<Vec<_>>())));
    }
    Node::object(members).to_json()
}

struct Trial {
    config: Config,
    text: String,
    pool: Vec<Node>,
}

fn trial(random: &mut Random, count: usize) -> Trial {
    let list: Vec<_> = (0..count).map(|at| subscription(random, &format!("s{at}"))).collect();
    let document = Node::new(Data::Array(list));
    let mut pool = Vec::new();
    named(&document, &mut pool);
    let text = document.to_json();
    Trial { config: Config::read(&text, Dialect::HOOKSIEVE), text, pool }
}

#[test]
fn what_never_matches_is_fired_by_no_event() {
    let mut told = 0;
    for round in 0..ROUNDS {
        let mut random = Random::new(700_000 + round);
        let trial = trial(&mut random, 1);
        let findings = trial.config.lint();
        if !findings.iter().any(|finding| finding.code == Code::NeverMatches) {
            continue;
        }
        told += 1;
        let explainer = Explainer::new(&trial.config);
        for _ in 0..300 {
            let event = event(&mut random, &trial.pool);
            let outcome = explainer.outcomes(event.as_bytes())[0];
            assert_ne!(outcome, Outcome::Fires, "round {round}\n{}\n{event}", trial.text);
        }
    }
    assert!(told > 300, "only {told} were told");
}

#[test]
fn conditions_that_always_or_never_hold_do() {
    let (mut always, mut never) = (0, 0);
    for round in 0..ROUNDS {
        let mut random = Random::new(710_000 + round);
        let list: Vec<_> = (0..=random.below(2)).map(|_| condition(&mut random)).collect();
        let any = random.once_in(2);
        let node = Node::object([
            ("id", Node::from_text("s")),
            ("events", Node::from_text("*")),
            ("match", Node::from_text(if any { "any" } else { "all" })),
            ("conditions", Node::new(Data::Array(list.clone()))),
        ]);
        let mut pool = Vec::new();
        named(&node, &mut pool);
        let config = Config::read(&node.to_json(), Dialect::HOOKSIEVE);
        for finding in config.lint() {
            let place = finding.place.pointer.as_str().to_owned();
            // A finding about one condition is tried on that condition alone.
            let alone = place.strip_prefix("/conditions/").and_then(|at| at.parse::<usize>().ok());
            let tried = match alone {
                Some(at) => vec![list[at].clone()],
                None => list.clone(),
            };
            let expected = match finding.code {
                Code::ConditionsAlwaysHold => Outcome::Fires,
                Code::ConditionNeverHolds => Outcome::DoesNotFire,
                _ => continue,
            };
            always += usize::from(expected == Outcome::Fires);
            never += usize::from(expected == Outcome::DoesNotFire);
            let mut node = node.clone();
            node.set("conditions", Node::new(Data::Array(tried)));
            let explainer = Explainer::new(&Config::read(&node.to_json(), Dialect::HOOKSIEVE));
            for _ in 0..200 {
                let event = event(&mut random, &pool);
                let explanation = &explainer.explain(event.as_bytes())[0];
                if explanation.error.is_none() {
                    let place = format!("round {round}\n{}\n{event}", node.to_json());
                    assert_eq!(explanation.outcome, expected, "{place}");
                }
            }
        }
    }
    assert!(always > 100 && never > 100, "told {always} always, {never} never");
}

/// Counts, and finds a counterexample to, what is claimed of two subscriptions.
fn hold(relation: Relation, first: Outcome, second: Outcome) -> bool {
    let (first, second) = (first == Outcome::Fires, second == Outcome::Fires);
    match relation {
        Relation::Equal => first == second,
        Relation::Wider => !first || second,
        Relation::Narrower => first || !second,
        Relation::Disjoint => !(first && second),
        _ => true,
    }
}

#[test]
fn what_includes_another_fires_with_it() {
    let mut told = std::collections::BTreeMap::new();
    for round in 0..3 * ROUNDS {
        let mut random = Random::new(720_000 + round);
        let trial = trial(&mut random, 2);
        let [first, second] = trial.config.subscriptions.as_slice() else { continue };
        let relation = Relation::of(first, second);
        *told.entry(relation.as_str()).or_insert(0) += 1;
        if relation == Relation::Unknown {
            continue;
        }
        let explainer = Explainer::new(&trial.config);
        for _ in 0..60 {
            let event = event(&mut random, &trial.pool);
            let outcomes = explainer.outcomes(event.as_bytes());
            let place = format!("round {round}: {relation}\n{}\n{event}", trial.text);
            assert!(hold(relation, outcomes[0], outcomes[1]), "{place}");
        }
    }
    for relation in ["equal", "wider", "narrower", "disjoint"] {
        let count = told.get(relation).copied().unwrap_or(0);
        assert!(count > 20, "{relation} was told {count} times: {told:?}");
    }
}

#[test]
fn a_subsumed_subscription_never_fires_alone() {
    let (mut subsumed, mut duplicates) = (0, 0);
    for round in 0..ROUNDS {
        let mut random = Random::new(730_000 + round);
        let trial = trial(&mut random, 3);
        let at = |pointer: &str| pointer.trim_start_matches('/').parse::<usize>().unwrap();
        let pairs: Vec<_> = trial
            .config
            .lint()
            .into_iter()
            .filter(|it| {
                matches!(it.code, Code::SubscriptionSubsumed | Code::DuplicateSubscription)
            })
            .map(|it| {
                let other = at(it.related[0].place.pointer.as_str());
                (it.code, at(it.place.pointer.as_str()), other)
            })
            .collect();
        let explainer = Explainer::new(&trial.config);
        for (code, inner, outer) in pairs {
            let both = code == Code::DuplicateSubscription;
            subsumed += usize::from(!both);
            duplicates += usize::from(both);
            for _ in 0..100 {
                let event = event(&mut random, &trial.pool);
                let outcomes = explainer.outcomes(event.as_bytes());
                let fires = |at: usize| outcomes[at] == Outcome::Fires;
                let holds =
                    (!fires(inner) || fires(outer)) && (!both || fires(inner) || !fires(outer));
                assert!(holds, "round {round}: {code}\n{}\n{event}", trial.text);
            }
        }
    }
    assert!(subsumed > 50 && duplicates > 5, "told {subsumed} subsumed, {duplicates} duplicates");
}
