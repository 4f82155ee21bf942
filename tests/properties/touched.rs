//! Reading no further than needed decides the same, on events it is meant for.

use hooksieve::json::{Data, Node};
use hooksieve::{Config, Dialect, Reading, Router};

use super::random::Random;
use super::routing::verdicts;
use super::{events, subscriptions};

/// The same event with every member once, and at most one that names the type.
fn plain(event: &Node) -> Node {
    match &event.data {
        Data::Array(elements) => Node::new(Data::Array(elements.iter().map(plain).collect())),
        Data::Object(_) => {
            let mut typed = false;
            let members = event.effective_members();
            let kept = members.into_iter().filter(|member| {
                let names = matches!(member.key.as_str(), "type" | "kind" | "event" | "eventType");
                !names || !std::mem::replace(&mut typed, true)
            });
            Node::object(kept.map(|member| (member.key.clone(), plain(&member.value))))
        }
        _ => event.clone(),
    }
}

#[test]
fn what_is_not_needed_changes_nothing() {
    let mut fired = 0;
    for round in 0..2500 {
        let mut random = Random::new(99_000 + round);
        let text = subscriptions::config(&subscriptions::list(&mut random, 6));
        let full = Router::from_config(&Config::read(&text, Dialect::HOOKSIEVE));
        let touched = full.clone().with_reading(Reading::Touched);
        for _ in 0..8 {
            let event = plain(&events::event(&mut random)).to_json();
            let expected = verdicts(&full.route(event.as_bytes()));
            fired += expected.0.len();
            assert_eq!(verdicts(&touched.route(event.as_bytes())), expected, "{text}\n{event}");
        }
    }
    assert!(fired > 1000, "{fired}");
}

#[test]
fn broken_events_end() {
    let config = r#"[{"id":"a","events":["a.*"],"labels":{"l":"x"},"conditions":[{"key":"a.*.b","condition":"exists"}]}]"#;
    let router = Router::from_config(&Config::read(config, Dialect::HOOKSIEVE))
        .with_reading(Reading::Touched);
    let whole = r#"{"id":[1,{"x":"\u0041"}],"type":"a.b","labels":{"k":1,"l":"x"},"data":{"z":[[{}]],"a":[{"b":1}]},"more":{}}"#;
    assert_eq!(router.route(whole.as_bytes()).matched().count(), 1);
    for length in 0..whole.len() {
        let _ = router.route(&whole.as_bytes()[..length]).outcome();
    }
    for at in 0..whole.len() {
        for byte in [b'"', b'{', b']', b'\\', 0xFF] {
            let mut changed = whole.as_bytes().to_vec();
            changed[at] = byte;
            let _ = router.route(&changed).outcome();
        }
    }
}
