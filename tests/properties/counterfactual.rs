//! What a counterfactual claims is tried: with its changes the event fires, and without
//! any one of them it does not.

use hooksieve::json::Node;
use hooksieve::{Change, Config, Counterfactual, Dialect, Explainer, Outcome};

use super::random::Random;
use super::{events, subscriptions};

fn outcome(config: &Config, at: usize, event: &Node) -> Outcome {
    Explainer::new(config).outcomes(event.to_json().as_bytes())[at]
}

/// Every set that lacks one of the changes.
fn fewer(changes: &[Change]) -> impl Iterator<Item = Vec<Change>> {
    (0..changes.len()).map(|at| {
        let mut fewer = changes.to_vec();
        fewer.remove(at);
        fewer
    })
}

/// Tries both sets of one event and subscription; which of them there are.
fn hold(text: &str, dialect: Dialect, at: usize, event: &Node) -> Option<(bool, bool)> {
    let config = Config::read(text, dialect);
    let found = Counterfactual::of(&config, at, event.to_json().as_bytes());
    let is_miss = outcome(&config, at, event) == Outcome::DoesNotFire;
    let place = || format!("{dialect} {at}\n{text}\n{}\n{found:?}", event.to_json());
    assert_eq!(found.is_some(), is_miss, "{}", place());
    let found = found.as_ref()?;
    if let Some(changes) = &found.event {
        let with = |changes: &[Change]| outcome(&config, at, &Change::apply_all(changes, event));
        assert_eq!(with(changes), Outcome::Fires, "{}", place());
        assert!(fewer(changes).all(|fewer| with(&fewer) != Outcome::Fires), "{}", place());
    }
    if let Some(changes) = &found.subscription {
        let document = Node::parse(text).unwrap();
        let with = |changes: &[Change]| {
            let changed = Change::apply_all(changes, &document).to_json();
            outcome(&Config::read(&changed, dialect), at, event)
        };
        assert_eq!(with(changes), Outcome::Fires, "{}", place());
        assert!(fewer(changes).all(|fewer| with(&fewer) != Outcome::Fires), "{}", place());
    }
    Some((found.event.is_some(), found.subscription.is_some()))
}

#[test]
fn what_would_have_to_be_different_is_enough_and_needed() {
    let (mut misses, mut by_event, mut by_subscription) = (0, 0, 0);
    for round in 0..1200 {
        let mut random = Random::new(970_000 + round);
        let list = subscriptions::list(&mut random, 4);
        let text = subscriptions::config(&list);
        let config = Config::read(&text, Dialect::HOOKSIEVE);
        // Of what is off, unreadable or never matches there is nothing to find.
        let findings: Vec<_> = config.diagnostics.iter().chain(&config.lint()).cloned().collect();
        let is_sound = |at: usize| {
            let own = format!("/{at}/");
            list[at].get("enabled").is_none_or(|it| it.bool() != Some(false))
                && !findings.iter().any(|it| it.place.pointer.as_str().starts_with(&own))
        };
        for _ in 0..4 {
            let event = events::event(&mut random);
            for at in 0..list.len() {
                let held = hold(&text, Dialect::HOOKSIEVE, at, &event);
                if let Some((event, subscription)) = held.filter(|_| is_sound(at)) {
                    misses += 1;
                    by_event += usize::from(event);
                    by_subscription += usize::from(subscription);
                }
            }
        }
    }
    assert!(misses > 1000, "{misses}");
    assert!(by_event * 10 > misses * 9, "{by_event} of {misses}");
    assert!(by_subscription * 10 > misses * 9, "{by_subscription} of {misses}");
}

#[test]
fn every_dialect_has_counterfactuals() {
    let configs = [
        (
            Dialect::CDP,
            r#"{"subscriptionId":"a","isEnabled":false,"eventTypes":["onchain.activity.detected"],"labels":{"network":"base","contract_address":"0x940181A94A35A4569E4529A3CDFB74E38FD98631"},"target":{"url":"https://a.example/hooks"}}"#,
        ),
        (
            Dialect::CDP,
            r#"{"subscriptionId":"a","isEnabled":true,"eventTypes":["onchain.activity.detected"],"labels":{"network":"base","contract_address":"0x940181A94A35A4569E4529A3CDFB74E38FD98631"},"target":{"url":"https://a.example/hooks"}}"#,
        ),
        (
            Dialect::DFNS,
            r#"{"id":"a","url":"https://a.example","events":["wallet.created"],"status":"Disabled"}"#,
        ),
        (
            Dialect::DFNS,
            r#"{"id":"a","url":"https://a.example","events":["wallet.created"],"status":"Enabled"}"#,
        ),
        (Dialect::DAKOTA, r#"{"id":"a","url":"https://a.example","event_types":["user.created"]}"#),
        (
            Dialect::ARK,
            r#"{"id":"a","event":"t","target":"https://a.example","conditions":[{"key":"a.b","condition":"gt","value":5},{"key":"b","condition":"eq","value":"x"}]}"#,
        ),
        (
            Dialect::ARK_CORE_3,
            r#"{"id":"a","event":"a","target":"https://a.example","conditions":[{"key":"a","condition":"gt","value":1000},{"key":"b","condition":"eq","value":"never"}]}"#,
        ),
    ];
    for (dialect, text) in configs {
        let (mut by_event, mut by_subscription) = (0, 0);
        for round in 0..150 {
            let mut random = Random::new(980_000 + round);
            let event = events::event(&mut random);
            if let Some((event, subscription)) = hold(text, dialect, 0, &event) {
                by_event += usize::from(event);
                by_subscription += usize::from(subscription);
            }
        }
        let is_off = text.contains("Disabled") || text.contains("false");
        assert_eq!(by_event > 20, !is_off, "{dialect}: {by_event}");
        assert!(by_subscription > 20, "{dialect}: {by_subscription}");
    }
}

#[test]
fn what_looks_alike_is_told_apart() {
    let told = |condition: &str, data: &str| {
        let config = format!(
            r#"{{"id":"a","events":["t"],"labels":{{"zone":"eu"}},"conditions":[{condition}]}}"#
        );
        let event = format!(r#"{{"type":"t","labels":{{"zoen":"eu"}},"data":{data}}}"#);
        let explanation = Explainer::new(&Config::read(&config, Dialect::HOOKSIEVE))
            .explain(event.as_bytes())
            .remove(0);
        assert!(explanation.checks[2].message.ends_with("did you mean `zoen`?"));
        explanation.checks[3].message.clone()
    };
    for (condition, data, hint) in [
        (r#"{"key":"a","condition":"eq","value":"usdc"}"#, r#"{"a":"USDC"}"#, "letter case only"),
        (
            r#"{"key":"a","condition":"eq","value":"usdc"}"#,
            r#"{"a":" usdc"}"#,
            "surrounding space only",
        ),
        (
            r#"{"key":"a","condition":"eq","value":5}"#,
            r#"{"a":"5"}"#,
            "a number never equals a text",
        ),
        (
            r#"{"key":"a","condition":"in","value":["x","5"]}"#,
            r#"{"a":5}"#,
            "a number never equals a text",
        ),
        (
            r#"{"key":"a","condition":"eq","value":1.5}"#,
            r#"{"a":1500000}"#,
            "a factor of 10^6 only",
        ),
        (
            r#"{"key":"a","condition":"eq","value":"1500000"}"#,
            r#"{"a":"1.5"}"#,
            "a factor of 10^6 only",
        ),
        (r#"{"key":"amuont","condition":"exists"}"#, r#"{"amount":1}"#, "did you mean `amount`?"),
    ] {
        let message = told(condition, data);
        assert!(message.contains(hint), "{message}");
    }
    let plain = told(r#"{"key":"a","condition":"gte","value":1000}"#, r#"{"a":10}"#);
    assert!(!plain.contains("10^"), "{plain}");
}
