//! Random native subscriptions, now and then with a part that cannot be read.

use hooksieve::OPERATORS;
use hooksieve::json::{Data, Node};

use super::events::{LABELS, TEXTS, TYPES, value};
use super::random::Random;

const PATTERNS: &[&str] = &["*", "a.*", "a.**", "*.b", "**", "*.*", "a*"];
const KEYS: &[&str] = &[
    "a",
    "b",
    "c",
    "a.b",
    r"a\.b",
    "a.0",
    "0",
    "*",
    "a.*",
    "*.a",
    "a.*.b",
    "*.*",
    r"\*",
    "é",
    "/a",
    "/data/a",
    "/data",
    "/data/",
    "/data/0/a",
    "/type",
    "/labels/l",
    "/data/~0~1",
    "a..b",
    "network",
];
const PATTERN_TEXTS: &[&str] = &["x", "^x", "z$", "^$", "[0-9]+", ".", "(?=x)", "("];

/// A list of subscriptions with ids of their own.
pub(super) fn list(random: &mut Random, most: usize) -> Vec<Node> {
    let count = random.below(most + 1);
    (0..count).map(|index| subscription(random, &format!("s{index}"))).collect()
}

/// The configuration of a list.
pub(super) fn config(list: &[Node]) -> String {
    Node::new(Data::Array(list.to_vec())).to_json()
}

pub(super) fn subscription(random: &mut Random, id: &str) -> Node {
    let mut members = vec![("id", Node::from_text(id))];
    match random.below(12) {
        0 => members.push(("enabled", Node::new(Data::Bool(false)))),
        1 => members.push(("enabled", Node::from_text("perhaps"))),
        2 => members.push(("enabled", Node::new(Data::Bool(true)))),
        _ => {}
    }
    match random.below(10) {
        0 => members.push(("events", Node::from_text("*"))),
        1 => members.push(("global", Node::new(Data::Bool(random.once_in(2))))),
        2 => members.push(("events", value(random, 1))),
        _ => {
            let count = random.below(4);
            let types = (0..count).map(|_| {
                let from = if random.once_in(3) { PATTERNS } else { TYPES };
                Node::from_text(*random.pick(from))
            });
            members.push(("events", Node::new(Data::Array(types.collect()))));
        }
    }
    if random.once_in(3) {
        let count = random.below(3);
        let pairs: Vec<_> = (0..count)
            .map(|_| {
                let value = match random.below(10) {
                    0 => value(random, 0),
                    _ => Node::from_text(*random.pick(TEXTS)),
                };
                (*random.pick(LABELS), value)
            })
            .collect();
        members.push(("labels", Node::object(pairs)));
    }
    if !random.once_in(3) {
        let count = random.below(4);
        let conditions = (0..count).map(|_| condition(random)).collect();
        members.push(("conditions", Node::new(Data::Array(conditions))));
    }
    match random.below(6) {
        0 | 1 => members.push(("match", Node::from_text("any"))),
        2 => members.push(("match", Node::from_text("all"))),
        3 if random.once_in(3) => members.push(("match", value(random, 0))),
        _ => {}
    }
    members.push(("target", Node::object([("url", Node::from_text("https://a.example"))])));
    random.shuffle(&mut members);
    Node::object(members)
}

fn condition(random: &mut Random) -> Node {
    let operator = *random.pick(OPERATORS);
    let mut members = vec![
        ("key", Node::from_text(*random.pick(KEYS))),
        ("condition", Node::from_text(if random.once_in(30) { "like" } else { operator })),
    ];
    let bound = |random: &mut Random| value(random, 0);
    let operand = match operator {
        "truthy" | "falsy" | "exists" | "missing" => None,
        "between" | "not-between" => {
            let ends = [*random.pick(&["min", "above"]), *random.pick(&["max", "below"])];
            Some(Node::object(ends.map(|end| (end, bound(random)))))
        }
        "in" | "not-in" => {
            let count = random.below(4);
            Some(Node::new(Data::Array((0..count).map(|_| value(random, 1)).collect())))
        }
        "regexp" => Some(Node::from_text(*random.pick(PATTERN_TEXTS))),
        _ => Some(value(random, 2)),
    };
    if let Some(operand) = operand
        && !random.once_in(40)
    {
        members.push(("value", operand));
    }
    Node::object(members)
}
