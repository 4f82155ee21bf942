//! A router that was changed decides as one that was built so.

use hooksieve::{Config, Dialect, HooksieveError, Limits, Router, Subscription};

use super::random::Random;
use super::routing::verdicts;
use super::{events, subscriptions};

pub(super) fn subscription(random: &mut Random, id: &str) -> Subscription {
    let text = subscriptions::subscription(random, id).to_json();
    Config::read(&text, Dialect::HOOKSIEVE).subscriptions.remove(0)
}

pub(super) fn built(list: &[Subscription]) -> Router {
    let mut router = Router::new();
    for subscription in list {
        router.insert(subscription).unwrap();
    }
    router
}

#[test]
fn insert_then_remove_leaves_no_trace() {
    for round in 0..400 {
        let mut random = Random::new(70_000 + round);
        // What the router should be: the subscriptions in their order.
        let mut expected: Vec<Subscription> = Vec::new();
        let mut router = Router::new();
        for _ in 0..20 {
            let id = format!("s{}", random.below(10));
            let at = expected.iter().position(|each| each.id == id);
            let subscription = subscription(&mut random, &id);
            match (random.below(3), at) {
                (0, Some(at)) => {
                    expected.remove(at);
                    assert!(router.remove(&id));
                }
                (0, None) => assert!(!router.remove(&id)),
                (1, Some(at)) => {
                    expected[at] = subscription.clone();
                    router.replace(&subscription).unwrap();
                }
                (1, None) => {
                    assert_eq!(router.replace(&subscription), Err(HooksieveError::IdUnknown(id)));
                }
                (_, Some(_)) => {
                    assert_eq!(router.insert(&subscription), Err(HooksieveError::IdExists(id)));
                }
                (_, None) => {
                    expected.push(subscription.clone());
                    router.insert(&subscription).unwrap();
                }
            }
            let fresh = built(&expected);
            let ids = |router: &Router| -> Vec<String> {
                router.subscriptions().map(|each| each.id().to_owned()).collect()
            };
            assert_eq!(ids(&router), ids(&fresh));
            assert_eq!((router.len(), router.is_empty()), (expected.len(), expected.is_empty()));
            for _ in 0..4 {
                let event = events::event(&mut random).to_json();
                let changed = verdicts(&router.route(event.as_bytes()));
                let built = verdicts(&fresh.route(event.as_bytes()));
                assert_eq!(changed, built, "round {round}: {event}");
            }
        }
    }
}

#[test]
fn a_clone_does_not_follow_its_original() {
    let mut random = Random::new(80_000);
    for _ in 0..100 {
        let list: Vec<_> = (0..5).map(|i| subscription(&mut random, &format!("s{i}"))).collect();
        let mut router = built(&list);
        let clone = router.clone();
        let event = events::event(&mut random).to_json();
        let before = verdicts(&clone.route(event.as_bytes()));
        for index in 0..5 {
            router.remove(&format!("s{index}"));
        }
        assert!(router.is_empty());
        assert_eq!(verdicts(&clone.route(event.as_bytes())), before);
    }
}

#[test]
fn what_asks_for_more_than_the_limits_is_refused_by_their_names() {
    let config = |condition: &str| {
        let text = format!(r#"{{"id":"a","events":"*","conditions":[{condition}]}}"#);
        Config::read(&text, Dialect::HOOKSIEVE)
    };
    let wide = r#"{"key":"a.*.b.*","condition":"exists"}"#;
    let long = r#"{"key":"a","condition":"regexp","value":"^0123456789$"}"#;
    let large = r#"{"key":"a","condition":"regexp","value":"(?:[a-z]{20}){20}"}"#;
    let few = Limits { wildcards: 1, ..Limits::default() };
    let short = Limits { pattern_bytes: 8, ..Limits::default() };
    let small = Limits { regexp_bytes: 4096, ..Limits::default() };
    for (condition, limits, name) in
        [(wide, few, "wildcards"), (long, short, "pattern_bytes"), (large, small, "regexp_bytes")]
    {
        let subscription = &config(condition).subscriptions[0];
        let mut router = Router::new().with_limits(limits);
        let refused = HooksieveError::TooDear { id: "a".into(), limit: name };
        assert_eq!(router.insert(subscription), Err(refused.clone()));
        router.insert(&Subscription::new("a")).unwrap();
        assert_eq!(router.replace(subscription), Err(refused));
        assert_eq!(Router::new().insert(subscription), Ok(()));
    }
}
