//! Near misses over a set are those of the explanations, one by one.

use std::collections::BTreeMap;

use hooksieve::{
    Check, CheckStatus, Code, Config, Dialect, Explainer, Explanation, NearMisses, Outcome,
    near_misses,
};

use super::random::Random;
use super::{events, subscriptions};

/// The first check that failed, one of alternatives last.
fn blocker(explanation: &Explanation) -> Option<Code> {
    let failing = |alternative: bool| {
        let of = move |check: &&Check| {
            check.status == CheckStatus::Fail && check.alternative == alternative
        };
        explanation.checks.iter().find(of)
    };
    failing(false).or_else(|| failing(true)).map(|check| check.code)
}

fn compare(config: &Config, event: &[u8], at_most: usize, place: &str) -> usize {
    let explanations = Explainer::new(config).explain(event);
    let report = NearMisses::new(config).of(event, at_most);
    let count = |outcome| explanations.iter().filter(|each| each.outcome == outcome).count();
    let counts = (report.fires, report.does_not_fire, report.undecidable);
    let expected =
        (count(Outcome::Fires), count(Outcome::DoesNotFire), count(Outcome::Undecidable));
    assert_eq!(counts, expected, "{place}");

    let mut blocked = BTreeMap::new();
    for explanation in explanations.iter().filter(|it| it.outcome == Outcome::DoesNotFire) {
        *blocked.entry(blocker(explanation).unwrap()).or_insert(0) += 1;
    }
    let got: BTreeMap<_, _> =
        report.blocked.iter().map(|each| (each.code, each.subscriptions)).collect();
    assert_eq!(got, blocked, "{place}");

    let expected: Vec<_> = near_misses(&explanations, at_most)
        .iter()
        .map(|each| (each.subscription.index, each.summary.clone()))
        .collect();
    let got: Vec<_> =
        report.nearest.iter().map(|each| (each.subscription.index, each.summary.clone())).collect();
    assert_eq!(got, expected, "{place}");
    for miss in &report.nearest {
        assert!(miss.failing > 0 && !miss.checks.is_empty(), "{place}");
        assert!(miss.checks.iter().all(|check| check.status == CheckStatus::Fail), "{place}");
    }
    got.len()
}

#[test]
fn the_near_misses_of_a_set_are_those_of_the_explanations() {
    let mut found = 0;
    for round in 0..1500 {
        let mut random = Random::new(800_000 + round);
        let mut list = subscriptions::list(&mut random, 10);
        // Some ask for the same.
        if random.once_in(2) && !list.is_empty() {
            let mut copy = list[0].clone();
            copy.set("id", hooksieve::json::Node::from_text("copy"));
            list.push(copy);
        }
        let text = subscriptions::config(&list);
        let config = Config::read(&text, Dialect::HOOKSIEVE);
        for _ in 0..8 {
            let event = events::event(&mut random).to_json();
            let place = format!("round {round}\n{text}\n{event}");
            found += compare(&config, event.as_bytes(), random.below(5), &place);
        }
    }
    assert!(found > 5000, "{found}");
}

#[test]
fn near_misses_of_every_dialect() {
    let configs = [
        (
            Dialect::CDP,
            r#"[
          {"subscriptionId":"a","isEnabled":true,"eventTypes":["onchain.activity.detected"],"labels":{"network":"base","contract_address":"0x940181A94A35A4569E4529A3CDFB74E38FD98631"},"target":{"url":"https://a.example/hooks"}},
          {"subscriptionId":"b","isEnabled":false,"eventTypes":["wallet.activity.multi"],"labels":{"wallet_addresses":"0x940181A94A35A4569E4529A3CDFB74E38FD98631,0x01"},"target":{"url":"https://a.example/hooks"}},
          {"subscriptionId":"c","isEnabled":true,"eventTypes":["wallet.activity.multi"],"labels":{"wallet_addresses":"0x940181A94A35A4569E4529A3CDFB74E38FD98631,x"},"target":{"url":"https://a.example/hooks"}}]"#,
        ),
        (
            Dialect::ARK_CORE_3,
            r#"[
          {"id":"a","event":"t","target":"https://a.example","conditions":[{"key":"a","condition":"gt","value":1},{"key":"b","condition":"not-between","value":{"min":1,"max":2}},{"key":"a","condition":"eq","value":"x"}]},
          {"id":"b","event":"t","target":"https://a.example","conditions":[{"key":"constructor","condition":"eq","value":1}]},
          {"id":"c","event":"a","target":"https://a.example","conditions":[{"key":"a","condition":"regexp","value":"^x"}]}]"#,
        ),
        (
            Dialect::DAKOTA,
            r#"[{"id":"a","url":"https://a.example","event_types":["user.created"]},{"id":"b","url":"https://a.example","global":true},{"id":"c","url":"https://a.example","event_types":["User.Created"]}]"#,
        ),
    ];
    for (dialect, text) in configs {
        let config = Config::read(text, dialect);
        for round in 0..400 {
            let mut random = Random::new(810_000 + round);
            let mut event = events::event(&mut random);
            if random.once_in(2) {
                let name = *random.pick(&["t", "user.created", "wallet.activity.multi"]);
                event.set("type", hooksieve::json::Node::from_text(name));
                event.set("event", hooksieve::json::Node::from_text(name));
            }
            if random.once_in(2) {
                let address = "0x940181a94a35a4569e4529a3cdfb74e38fd98631";
                let key = *random.pick(&["params.from", "params.to", "contract_address"]);
                let labels = [(key, hooksieve::json::Node::from_text(address))];
                event.set("labels", hooksieve::json::Node::object(labels));
            }
            let event = event.to_json();
            let place = format!("{dialect}, round {round}\n{event}");
            compare(&config, event.as_bytes(), 3, &place);
        }
    }
}
