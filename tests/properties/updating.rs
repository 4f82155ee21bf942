//! A router that was changed decides as one that was built so.

use hooksieve::{Config, Dialect, HooksieveError, Router, Subscription};

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
