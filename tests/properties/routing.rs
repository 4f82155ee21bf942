//! Routing, naive evaluation and explaining agree, and spelling does not matter.

use hooksieve::json::{Data, Node};
use hooksieve::{Config, Dialect, Explainer, Outcome, Router, Routing, Scratch};

use super::random::Random;
use super::{events, spelling, subscriptions};

const ROUNDS: usize = 1500;
const EVENTS: usize = 12;

/// The verdicts of one event: ids that match, ids that cannot be decided.
type Verdicts = (Vec<String>, Vec<String>);

pub(super) fn verdicts(routing: &Routing<'_>) -> Verdicts {
    let matched = routing.matched().map(|each| each.id().to_owned()).collect();
    (matched, routing.undecidable().map(|each| each.id().to_owned()).collect())
}

/// The same, every subscription evaluated by itself.
fn naive_verdicts(explainer: &Explainer, list: &[Node], event: &str) -> Verdicts {
    let outcomes = explainer.outcomes(event.as_bytes());
    let ids = |outcome: Outcome| {
        let of = list.iter().zip(&outcomes).filter(|(_, each)| **each == outcome);
        of.map(|(each, _)| each.get("id").unwrap().string().unwrap().to_owned()).collect()
    };
    (ids(Outcome::Fires), ids(Outcome::Undecidable))
}

/// Sees that routing and explaining tell the same of the event itself.
pub(super) fn assert_told_alike(
    routing: &Routing<'_>,
    explainer: &Explainer,
    event: &[u8],
    place: &str,
) {
    let Some(explanation) = explainer.explain(event).into_iter().next() else { return };
    let error = routing.error().map(ToString::to_string);
    assert_eq!(error, explanation.error, "{place}");
    let told = explanation.event.unwrap_or_default();
    assert_eq!(routing.event_id(), told.id.as_deref(), "{place}");
    assert_eq!(routing.event_type(), told.event_type.as_deref(), "{place}");
}

fn read(list: &[Node]) -> Config {
    Config::read(&subscriptions::config(list), Dialect::HOOKSIEVE)
}

/// Calls `check` with a configuration, its subscriptions' objects and random events.
fn rounds(seed: u64, mut check: impl FnMut(&mut Random, &[Node], &Router, &str, &Node)) {
    for round in 0..ROUNDS {
        let mut random = Random::new(seed + round as u64);
        let list = subscriptions::list(&mut random, 12);
        let router = Router::from_config(&read(&list));
        for number in 0..EVENTS {
            let event = events::event(&mut random);
            let place = format!(
                "round {round}, event {number}\n{}\n{}",
                subscriptions::config(&list),
                event.to_json()
            );
            check(&mut random, &list, &router, &place, &event);
        }
    }
}

#[test]
fn the_index_changes_nothing_but_speed() {
    let (mut fired, mut undecidable, mut nothing) = (0, 0, 0);
    rounds(1, |_, list, router, place, event| {
        let text = event.to_json();
        let fast = router.route(text.as_bytes());
        let explainer = Explainer::new(&read(list));
        assert_eq!(verdicts(&fast), naive_verdicts(&explainer, list, &text), "{place}");
        assert_told_alike(&fast, &explainer, text.as_bytes(), place);
        fired += fast.matched().count();
        undecidable += fast.undecidable().count();
        nothing += usize::from(fast.matched().next().is_none());
    });
    // The generators meet each other often enough to try something.
    let rounds = ROUNDS * EVENTS;
    assert!(fired > rounds / 4 && undecidable > rounds / 10 && nothing > rounds / 10);
}

#[test]
fn one_memory_serves_many_routers() {
    let mut shared = Scratch::default();
    for round in 0..6000 {
        let mut random = Random::new(15_000 + round);
        // Of few fields each, so that different routers have as many.
        let router = Router::from_config(&read(&subscriptions::list(&mut random, 2)));
        for _ in 0..2 {
            let event = events::event(&mut random).to_json();
            let fresh = router.route(event.as_bytes());
            let again = router.route_with(event.as_bytes(), &mut shared);
            assert_eq!(verdicts(&again), verdicts(&fresh), "round {round}: {event}");
            assert_eq!(again.event_id(), fresh.event_id(), "round {round}: {event}");
            assert_eq!(again.event_type(), fresh.event_type(), "round {round}: {event}");
        }
    }
}

#[test]
fn what_an_event_left_in_one_router_is_not_seen_by_another() {
    let router = |keys: [&str; 2]| {
        let exists = keys.map(|key| format!(r#"{{"key":"{key}","condition":"exists"}}"#));
        let config = format!(
            r#"{{"id":"a","events":"*","match":"any","conditions":[{}]}}"#,
            exists.join(",")
        );
        Router::from_config(&Config::read(&config, Dialect::HOOKSIEVE))
    };
    // As many fields in both, numbered differently.
    let (one, other) = (router(["x.y", "z"]), router(["z", "x.y"]));
    let mut scratch = Scratch::default();
    for full in [r#"{"type":"t","data":{"z":1}}"#, r#"{"type":"t","data":{"x":{"y":1}}}"#] {
        for (first, then) in [(&one, &other), (&other, &one)] {
            assert_eq!(first.route_with(full.as_bytes(), &mut scratch).matched().count(), 1);
            let empty = br#"{"type":"t","data":{}}"#;
            assert_eq!(then.route_with(empty, &mut scratch).matched().count(), 0, "{full}");
        }
    }
}

#[test]
fn an_explanation_agrees_with_the_routing() {
    for round in 0..ROUNDS {
        let mut random = Random::new(10_000 + round as u64);
        let list = subscriptions::list(&mut random, 8);
        let explainer = Explainer::new(&read(&list));
        for _ in 0..EVENTS {
            let text = events::event(&mut random).to_json();
            let routing = explainer.router().route(text.as_bytes());
            let (matched, undecidable) = verdicts(&routing);
            for explanation in explainer.explain(text.as_bytes()) {
                let id = &explanation.subscription.id;
                let expected = if matched.contains(id) {
                    "fires"
                } else if undecidable.contains(id) {
                    "undecidable"
                } else {
                    "does-not-fire"
                };
                let place =
                    format!("round {round}, {id}\n{}\n{text}", subscriptions::config(&list));
                assert_eq!(explanation.outcome.as_str(), expected, "{place}");
            }
        }
    }
}

#[test]
fn the_spelling_of_an_event_does_not_matter() {
    rounds(20_000, |random, _, router, place, event| {
        let expected = verdicts(&router.route(event.to_json().as_bytes()));
        let respelled = spelling::respell(event, random);
        let got = verdicts(&router.route(respelled.as_bytes()));
        assert_eq!(got, expected, "{place}\n{respelled}");
        let reordered = spelling::reorder(event, random).to_json();
        let got = verdicts(&router.route(reordered.as_bytes()));
        assert_eq!(got, expected, "{place}\n{reordered}");
    });
}

#[test]
fn the_spelling_of_a_configuration_does_not_matter() {
    rounds(30_000, |random, list, router, place, event| {
        let event = event.to_json();
        let config = Node::new(Data::Array(list.to_vec()));
        let config = spelling::respell(&spelling::reorder(&config, random), random);
        let other = Router::from_config(&Config::read(&config, Dialect::HOOKSIEVE));
        let expected = verdicts(&router.route(event.as_bytes()));
        assert_eq!(verdicts(&other.route(event.as_bytes())), expected, "{place}\n{config}");
    });
}

#[test]
fn the_order_of_subscriptions_orders_the_matches_and_nothing_else() {
    rounds(40_000, |random, list, router, place, event| {
        let event = event.to_json();
        let mut shuffled = list.to_vec();
        random.shuffle(&mut shuffled);
        let order: Vec<_> =
            shuffled.iter().map(|each| each.get("id").unwrap().string().unwrap()).collect();
        let at = |id: &String| order.iter().position(|known| known == id);
        let (mut matched, mut undecidable) = verdicts(&router.route(event.as_bytes()));
        matched.sort_by_key(at);
        undecidable.sort_by_key(at);
        let other = Router::from_config(&read(&shuffled));
        let got = verdicts(&other.route(event.as_bytes()));
        assert_eq!(got, (matched, undecidable), "{place}");
    });
}

#[test]
fn reading_and_writing_a_configuration_is_the_identity() {
    for round in 0..ROUNDS {
        let mut random = Random::new(50_000 + round as u64);
        let text = subscriptions::config(&subscriptions::list(&mut random, 6));
        for dialect in Dialect::all() {
            assert_eq!(Config::read(&text, *dialect).to_json(), text, "{dialect}, round {round}");
        }
    }
}

#[test]
fn a_subscription_written_in_its_own_dialect_decides_the_same() {
    rounds(60_000, |_, list, router, place, event| {
        let config = read(list);
        let (kept, written): (Vec<_>, Vec<_>) = config
            .convert(Dialect::HOOKSIEVE)
            .into_iter()
            .map(|(node, report)| (report.is_complete(), node))
            .unzip();
        let event = event.to_json();
        let again = Router::from_config(&read(&written));
        let expected = verdicts(&router.route(event.as_bytes()));
        let got = verdicts(&again.route(event.as_bytes()));
        // What could not be carried over was told; of the rest nothing changes.
        let told = |ids: &[String]| -> Vec<String> {
            let complete = |id: &&String| {
                let at = config.subscriptions.iter().position(|each| each.id == **id);
                at.is_some_and(|at| kept[at])
            };
            ids.iter().filter(complete).cloned().collect()
        };
        assert_eq!(told(&got.0), told(&expected.0), "{place}\n{}", subscriptions::config(&written));
        assert_eq!(told(&got.1), told(&expected.1), "{place}\n{}", subscriptions::config(&written));
    });
}
