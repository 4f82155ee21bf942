//! The fast reader of configurations decides as the diagnosing one, or declines.

use hooksieve::{Config, Dialect, Router};

use super::random::Random;
use super::routing::verdicts;
use super::{events, subscriptions};

#[test]
fn a_configuration_read_fast_decides_the_same() {
    let mut fired = 0;
    for round in 0..3000 {
        let mut random = Random::new(95_000 + round);
        let mut text = subscriptions::config(&subscriptions::list(&mut random, 4));
        if random.once_in(3) {
            // Broken now and then, or with members twice.
            let at = (0..=random.below(text.len())).rev().find(|at| text.is_char_boundary(*at));
            let broken = *random.pick(&[",", "\"", " ", "\"id\":\"s\",", "\\u0041", "]"]);
            text.insert_str(at.unwrap_or(0), broken);
        }
        let slow = Config::read(&text, Dialect::HOOKSIEVE);
        let slow = Router::from_config(&slow);
        let Ok(fast) = Router::from_json(Dialect::HOOKSIEVE, text.as_bytes()) else {
            assert!(slow.is_empty(), "{text}");
            continue;
        };
        let ids = |router: &Router| -> Vec<String> {
            router.subscriptions().map(|each| each.id().to_owned()).collect()
        };
        assert_eq!(ids(&fast), ids(&slow), "{text}");
        for _ in 0..6 {
            let event = events::event(&mut random).to_json();
            let expected = verdicts(&slow.route(event.as_bytes()));
            fired += expected.0.len();
            assert_eq!(verdicts(&fast.route(event.as_bytes())), expected, "{text}\n{event}");
        }
    }
    assert!(fired > 1000, "{fired}");
}

/// Subscriptions are read into the memory of those before: nothing of these may be left.
#[test]
fn many_read_one_after_the_other_decide_the_same() {
    let mut fired = 0;
    for round in 0..60 {
        let mut random = Random::new(96_500 + round);
        let mut list = Vec::new();
        while list.len() < 70 {
            let id = format!("s{}", list.len());
            let each = subscriptions::subscription(&mut random, &id);
            let text = subscriptions::config(std::slice::from_ref(&each));
            if Config::read(&text, Dialect::HOOKSIEVE).diagnostics.is_empty() {
                list.push(each);
            }
        }
        let text = subscriptions::config(&list);
        let slow = Router::from_config(&Config::read(&text, Dialect::HOOKSIEVE));
        let fast = Router::from_json(Dialect::HOOKSIEVE, text.as_bytes()).unwrap();
        assert_eq!(fast.to_bytes(), slow.to_bytes(), "{text}");
        for _ in 0..20 {
            let event = events::event(&mut random).to_json();
            let expected = verdicts(&slow.route(event.as_bytes()));
            fired += expected.0.len();
            assert_eq!(verdicts(&fast.route(event.as_bytes())), expected, "{text}\n{event}");
        }
    }
    assert!(fired > 1000, "{fired}");
}
