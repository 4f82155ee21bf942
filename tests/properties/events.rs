//! Random events, of few names and values, so that they meet the subscriptions.

use hooksieve::json::{Data, Node};

use super::random::Random;

pub(super) const TYPES: &[&str] =
    &["a", "a.b", "a.c", "a.b.c", "wallet.created", "onchain.activity.detected", "é.b"];
pub(super) const NAMES: &[&str] = &["a", "b", "c", "a.b", "0", "1", "*", "é", "", "network", "~/"];
pub(super) const LABELS: &[&str] = &["l", "m", "network", "params.a"];
pub(super) const TEXTS: &[&str] = &[
    "",
    "x",
    "X",
    "xyz",
    "true",
    " TRUE\n",
    "1",
    "1.0",
    "-1e400",
    "+5",
    "é😀",
    "a\"b\\c",
    "prod",
    "0x940181a94A35A4569E4529A3CDfB74e38FD98631",
    "9007199254740993",
];
pub(super) const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "1.0",
    "1e0",
    "-1",
    "2",
    "0.1",
    "0.3",
    "0.30000000000000004",
    "1e400",
    "1e999999999",
    "9007199254740992",
    "9007199254740993",
    "1234567890123456789012345678901234567890",
];

/// Any value, nested at most `depth` levels.
pub(super) fn value(random: &mut Random, depth: usize) -> Node {
    match random.below(if depth == 0 { 8 } else { 12 }) {
        0 => Node::new(Data::Null),
        1 => Node::new(Data::Bool(true)),
        2 => Node::new(Data::Bool(false)),
        3 | 4 => Node::new(Data::Number((*random.pick(NUMBERS)).to_owned())),
        5..=7 => Node::from_text(*random.pick(TEXTS)),
        8 | 9 => {
            let count = random.below(4);
            Node::new(Data::Array((0..count).map(|_| value(random, depth - 1)).collect()))
        }
        _ => object(random, depth - 1, NAMES),
    }
}

/// An object of some of the names, with a duplicate now and then.
pub(super) fn object(random: &mut Random, depth: usize, names: &[&str]) -> Node {
    let count = random.below(6);
    let members: Vec<_> = (0..count).map(|_| (*random.pick(names), value(random, depth))).collect();
    Node::object(members)
}

/// An event in one of the forms, or something that is hardly one.
pub(super) fn event(random: &mut Random) -> Node {
    let data = match random.below(10) {
        0 => value(random, 3),
        _ => object(random, 4, NAMES),
    };
    let mut members = Vec::new();
    let named = *random.pick(&["type", "type", "type", "kind", "event", "eventType"]);
    match random.below(12) {
        0 => {}
        1 => members.push((named, value(random, 1))),
        _ => members.push((named, Node::from_text(*random.pick(TYPES)))),
    }
    if random.once_in(10) {
        members.push((*random.pick(&["type", "kind", "data"]), value(random, 1)));
    }
    if !random.once_in(3) {
        let labels = match random.below(8) {
            0 => value(random, 1),
            1 => object(random, 0, LABELS),
            _ => Node::object(
                (0..random.below(4))
                    .map(|_| (*random.pick(LABELS), Node::from_text(*random.pick(TEXTS))))
                    .collect::<Vec<_>>(),
            ),
        };
        members.push(("labels", labels));
    }
    if random.once_in(6) {
        // Flat: the data are the body itself.
        let flat = data.members().unwrap_or_default();
        members.extend(NAMES.iter().filter_map(|name| {
            flat.iter().find(|member| member.key == *name).map(|m| (*name, m.value.clone()))
        }));
    } else {
        members.push(("data", data));
    }
    let id = *random.pick(&["id", "eventId"]);
    members.push((id, value(random, 0)));
    random.shuffle(&mut members);
    let body = Node::object(members);
    if !random.once_in(8) {
        return body;
    }
    let header = *random.pick(&["X-Event-Type", "x-event-type", "X-Dakota-Event-Type", "Accept"]);
    let headers = Node::object([(header, Node::from_text(*random.pick(TYPES)))]);
    let mut record = vec![("headers", headers), ("body", body)];
    if random.once_in(3) {
        record.push(("labels", object(random, 0, LABELS)));
    }
    Node::object(record)
}
