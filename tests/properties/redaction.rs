//! No value of an event appears in a redacted explanation.

use hooksieve::json::{Data, Node};
use hooksieve::{Config, Dialect, Explainer, NearMisses};

use super::random::Random;
use super::{events, subscriptions};

/// The texts of every value that is longer than three characters; names are no values.
fn values(node: &Node, found: &mut Vec<String>) {
    match &node.data {
        Data::Array(list) => list.iter().for_each(|each| values(each, found)),
        Data::Object(members) => members.iter().for_each(|member| values(&member.value, found)),
        Data::String(text) | Data::Number(text) if text.chars().count() > 3 => {
            found.push(text.clone());
        }
        _ => {}
    }
}

/// Every text of a serialised explanation but where it says which check it is about: codes,
/// words that are the same for every event, pointers, the subscription.
fn texts(node: &Node, found: &mut Vec<String>) {
    match &node.data {
        Data::Array(list) => list.iter().for_each(|each| texts(each, found)),
        Data::Object(members) => {
            let told = members.iter().filter(|it| !matches!(it.key.as_str(), "span" | "pointer"));
            told.for_each(|member| texts(&member.value, found));
        }
        Data::String(text) | Data::Number(text) => found.push(text.clone()),
        _ => {}
    }
}

fn expect_nothing_of(event: &Node, told: &[String], place: &str) -> usize {
    let mut planted = Vec::new();
    values(event, &mut planted);
    for value in &planted {
        for text in told {
            assert!(!text.contains(value.as_str()), "{value:?} appears in {text:?}\n{place}");
        }
    }
    planted.len()
}

/// An event whose every text and number is long and found nowhere else, but for its shape.
fn marked(node: &Node, number: &mut usize) -> Node {
    let mut again = |each: &Node| marked(each, number);
    match &node.data {
        Data::Array(list) => Node::new(Data::Array(list.iter().map(again).collect())),
        Data::Object(members) => {
            Node::object(members.iter().map(|it| (it.key.clone(), again(&it.value))))
        }
        Data::String(text) => {
            *number += 1;
            Node::from_text(format!("{text}§{number:04}"))
        }
        Data::Number(_) => {
            *number += 1;
            Node::new(Data::Number(format!("77{number:04}")))
        }
        _ => node.clone(),
    }
}

#[test]
fn no_value_appears_in_a_redacted_explanation() {
    let mut tried = 0;
    for round in 0..1200 {
        let mut random = Random::new(950_000 + round);
        let list = subscriptions::list(&mut random, 6);
        let text = subscriptions::config(&list);
        let config = Config::read(&text, Dialect::HOOKSIEVE);
        let explainer = Explainer::new(&config).with_redaction();
        let near = NearMisses::new(&config).with_redaction();
        for _ in 0..6 {
            let event = events::event(&mut random);
            // As it is, where values may be those asked for; and with values of its own.
            for event in [event.clone(), marked(&event, &mut 0)] {
                let json = event.to_json();
                let place = format!("round {round}\n{text}\n{json}");
                let explanations = explainer.explain(json.as_bytes());
                let report = near.of(json.as_bytes(), 3);
                let mut told = Vec::new();
                for explanation in &explanations {
                    let node = Node::parse(&serde_json::to_string(explanation).unwrap()).unwrap();
                    texts(&node, &mut told);
                }
                texts(&Node::parse(&serde_json::to_string(&report).unwrap()).unwrap(), &mut told);
                // The words of the explanation itself, which hold "true" and the like.
                told.retain(|text| !is_of_the_language(text));
                tried += expect_nothing_of(&event, &told, &place);
            }
        }
    }
    assert!(tried > 20_000, "{tried}");
}

/// Sentences and names that are the same for every event.
fn is_of_the_language(text: &str) -> bool {
    hooksieve::Code::ALL.iter().any(|code| code.as_str() == text || code.meaning() == text)
        || ["fires", "does-not-fire", "undecidable", "hooksieve"].contains(&text)
}

#[test]
fn the_verdict_and_the_places_stay() {
    for round in 0..300 {
        let mut random = Random::new(960_000 + round);
        let text = subscriptions::config(&subscriptions::list(&mut random, 5));
        let config = Config::read(&text, Dialect::HOOKSIEVE);
        let explainer = Explainer::new(&config);
        let redacting = explainer.clone().with_redaction();
        let event = events::event(&mut random).to_json();
        let (whole, redacted) =
            (explainer.explain(event.as_bytes()), redacting.explain(event.as_bytes()));
        for (whole, redacted) in whole.iter().zip(&redacted) {
            assert_eq!(whole.outcome, redacted.outcome);
            assert_eq!(whole.subscription, redacted.subscription);
            let needs = [whole, redacted].map(|it| it.counterfactual.is_empty());
            assert_eq!(needs[0], needs[1], "{event}");
            let shape = |checks: &[hooksieve::Check]| -> Vec<_> {
                let of = |it: &hooksieve::Check| {
                    (it.code, it.status, it.config.clone(), it.event.clone())
                };
                checks.iter().map(of).collect()
            };
            assert_eq!(shape(&whole.checks), shape(&redacted.checks));
        }
    }
}
