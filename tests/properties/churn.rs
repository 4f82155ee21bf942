//! Long histories of changes: cost and memory come back, and readers are not disturbed.

use std::sync::{Arc, RwLock};

use hooksieve::{EventTypes, Router, Scratch, Subscription};

use super::events;
use super::random::Random;
use super::routing::verdicts;
use super::updating::{built, subscription};

#[test]
fn growing_and_shrinking_leaves_no_trace() {
    let mut random = Random::new(97_000);
    let mut router = Router::new();
    let mut model: Vec<Subscription> = Vec::new();
    let mut next = 0;
    for size in [40, 900, 15, 300, 300, 3, 0, 120] {
        while model.len() < size || random.below(3) > 0 {
            if model.len() < size + 5 && !random.once_in(4) {
                next += 1;
                let each = subscription(&mut random, &format!("s{next}"));
                router.insert(&each).unwrap();
                model.push(each);
            } else if !model.is_empty() {
                let at = random.below(model.len());
                let each = subscription(&mut random, &model[at].id.clone());
                router.replace(&each).unwrap();
                model[at] = each;
            }
        }
        while model.len() > size {
            let gone = model.remove(random.below(model.len()));
            assert!(router.remove(&gone.id));
        }
        let fresh = built(&model);
        let ids = |router: &Router| -> Vec<String> {
            router.subscriptions().map(|each| each.id().to_owned()).collect()
        };
        assert_eq!(ids(&router), ids(&fresh));
        let (changed, anew) = (router.stats(), fresh.stats());
        assert_eq!(
            (changed.filters, changed.never, changed.tests),
            (anew.filters, anew.never, anew.tests)
        );
        assert!(changed.always <= anew.always + 40, "{changed:?}\n{anew:?}");
        assert!(changed.bytes <= 3 * anew.bytes + 64 * 1024, "{changed:?}\n{anew:?}");
        let loaded = Router::from_bytes(&router.to_bytes()).unwrap();
        for _ in 0..60 {
            let event = events::event(&mut random).to_json();
            let expected = verdicts(&fresh.route(event.as_bytes()));
            assert_eq!(verdicts(&router.route(event.as_bytes())), expected, "{event}");
            assert_eq!(verdicts(&loaded.route(event.as_bytes())), expected, "{event}");
        }
    }
}

#[test]
fn one_subscription_in_and_out_ten_thousand_times() {
    let mut random = Random::new(98_000);
    let list: Vec<_> = (0..50).map(|n| subscription(&mut random, &format!("s{n}"))).collect();
    let mut router = built(&list);
    let before = router.stats();
    for _ in 0..10_000 {
        let guest = subscription(&mut random, "guest");
        router.insert(&guest).unwrap();
        assert!(router.remove("guest"));
    }
    let after = router.stats();
    assert_eq!((after.filters, after.tests), (before.filters, before.tests));
    assert!(after.bytes <= 3 * before.bytes, "{} after {}", after.bytes, before.bytes);
}

#[test]
fn readers_see_one_version_or_the_next() {
    let of = |version: usize| -> Router {
        let mut router = Router::new();
        for number in 0..10 {
            let id = format!("v{version}-{number}");
            let each = Subscription { events: EventTypes::all(), ..Subscription::new(id) };
            router.insert(&each).unwrap();
        }
        router
    };
    let shared = RwLock::new(Arc::new(of(0)));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut scratch = Scratch::default();
                let mut last = 0;
                while last < 200 {
                    let router = Arc::clone(&shared.read().unwrap());
                    let routing = router.route_with(br#"{"type":"a"}"#, &mut scratch);
                    let ids: Vec<_> = routing.matched().map(|each| each.id()).collect();
                    let version = ids[0].split('-').next().unwrap();
                    assert!(ids.len() == 10 && ids.iter().all(|id| id.starts_with(version)));
                    let number = version[1..].parse().unwrap();
                    assert!(number >= last);
                    last = number;
                }
            });
        }
        for version in 1..=200 {
            *shared.write().unwrap() = Arc::new(of(version));
        }
    });
}
