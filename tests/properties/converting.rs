//! Converting between every ordered pair of dialects: every part of the input is listed
//! once, and what is reported as carried over decides the same there and back.

use std::collections::BTreeSet;

use hooksieve::json::{Data, Node, Pointer};
use hooksieve::{Config, Dialect, Explainer, LossReport};

use super::random::Random;
use super::{events, subscriptions};

/// The pointers of everything that has nothing below it.
fn leaves(node: &Node, at: &Pointer, found: &mut Vec<String>) {
    match &node.data {
        Data::Object(members) if !members.is_empty() => {
            for it in members {
                leaves(&it.value, &at.child(&it.key), found);
            }
        }
        Data::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(i, it)| leaves(it, &at.index(i), found));
        }
        _ => found.push(at.as_str().to_owned()),
    }
}

fn is_at_or_below(pointer: &str, of: &str) -> bool {
    pointer.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether no pointer is told twice, and every leaf is told, by itself or with what holds it.
fn expect_all_told(object: &Node, report: &LossReport, place: &str) {
    let told: Vec<&str> = report.transfers.iter().map(|it| it.pointer.as_str()).collect();
    let distinct: BTreeSet<&str> = told.iter().copied().collect();
    assert_eq!(told.len(), distinct.len(), "told twice\n{told:?}\n{place}");
    let mut parts = Vec::new();
    leaves(object, &Pointer::root(), &mut parts);
    for leaf in parts {
        let is_told = told.iter().any(|it| is_at_or_below(&leaf, it));
        assert!(is_told, "{leaf} is not told\n{told:?}\n{place}");
    }
}

/// Subscriptions of each dialect: random native ones, and what they are in the others.
fn samples(random: &mut Random) -> Vec<(Dialect, Node)> {
    let native = subscriptions::subscription(random, "a");
    let config = Config::read(&native.to_json(), Dialect::HOOKSIEVE);
    let others = Dialect::all().iter().filter(|to| **to != Dialect::HOOKSIEVE);
    let converted = others.flat_map(|to| config.convert(*to).into_iter().map(|it| (*to, it.0)));
    std::iter::once((Dialect::HOOKSIEVE, native.clone())).chain(converted).collect()
}

#[test]
fn every_part_is_told_once() {
    for round in 0..500 {
        let mut random = Random::new(990_000 + round);
        for (from, mut object) in samples(&mut random) {
            if random.once_in(3) {
                object.set("unknownMember", events::value(&mut random, 1));
            }
            if random.once_in(3) {
                object.set("description", Node::from_text("d"));
            }
            let config = Config::read(&object.to_json(), from);
            for to in Dialect::all() {
                for (written, report) in config.convert(*to) {
                    let place = format!(
                        "round {round}: {from} to {to}\n{}\n{}",
                        object.to_json(),
                        written.to_json()
                    );
                    expect_all_told(&object, &report, &place);
                }
            }
        }
    }
}

#[test]
fn there_and_back_decides_the_same_where_all_was_carried_over() {
    let mut tried = 0;
    for round in 0..500 {
        let mut random = Random::new(995_000 + round);
        for (from, object) in samples(&mut random) {
            let config = Config::read(&object.to_json(), from);
            for to in Dialect::all() {
                let Some((there, report)) = config.convert(*to).pop() else { continue };
                let other = Config::read(&there.to_json(), *to);
                let Some((back, again)) = other.convert(from).pop() else { continue };
                if !report.is_complete() || !again.is_complete() {
                    continue;
                }
                let back = Config::read(&back.to_json(), from);
                let [before, between, after] = [&config, &other, &back].map(Explainer::new);
                for _ in 0..4 {
                    // Of the types that both know: patterns become what they stand for today.
                    let types = [*to, from].map(Dialect::event_types);
                    let types = types.into_iter().find(|types| !types.is_empty());
                    let mut event = events::event(&mut random);
                    if let Some(types) = types {
                        let data = event.get("data").cloned();
                        let labels = event.get("labels").cloned();
                        event = Node::object([("type", Node::from_text(random.pick(types).name))]);
                        for (name, value) in [("data", data), ("labels", labels)] {
                            if let Some(value) = value {
                                event.set(name, value);
                            }
                        }
                    }
                    let event = event.to_json();
                    let verdict = |explainer: &Explainer| explainer.outcomes(event.as_bytes());
                    let place = format!(
                        "round {round}: {from} to {to}\n{}\n{}\n{event}",
                        object.to_json(),
                        there.to_json()
                    );
                    assert_eq!(verdict(&before), verdict(&between), "there: {place}");
                    assert_eq!(verdict(&before), verdict(&after), "back: {place}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
}
