//! A comparison counts what the verdicts of both configurations say, one by one; and what
//! it proves no event refutes.

use std::collections::BTreeMap;

use hooksieve::json::{Data, Node};
use hooksieve::{Config, ConfigComparison, DeliveryCounts, Dialect, Explainer, Outcome, Relation};

use super::random::Random;
use super::{events, subscriptions};

const TARGETS: &[&str] = &["https://a.example", "https://b.example"];

/// A list, and the same after some changes.
fn edited(random: &mut Random) -> (Vec<Node>, Vec<Node>) {
    let mut old = subscriptions::list(random, 6);
    let target =
        |random: &mut Random| Node::object([("url", Node::from_text(*random.pick(TARGETS)))]);
    for each in &mut old {
        each.set("target", target(random));
    }
    let mut new = old.clone();
    for number in 0..random.below(4) {
        let at = random.below(new.len() + 1);
        let other = subscriptions::subscription(random, "x");
        match (random.below(5), new.get_mut(at)) {
            (0, Some(_)) => drop(new.remove(at)),
            (1, Some(each)) => each.set("target", target(random)),
            (2 | 3, Some(each)) => {
                let member = *random.pick(&["events", "conditions", "labels", "match", "enabled"]);
                if let Some(value) = other.get(member) {
                    each.set(member, value.clone());
                }
            }
            _ => {
                let mut added = other;
                added.set("id", Node::from_text(format!("new{number}")));
                new.insert(at.min(new.len()), added);
            }
        }
    }
    (old, new)
}

fn read(list: &[Node]) -> Config {
    Config::read(&subscriptions::config(list), Dialect::HOOKSIEVE)
}

/// By id the verdict and the target.
fn verdicts(config: &Config, event: &str) -> BTreeMap<String, (Outcome, Option<String>)> {
    let outcomes = Explainer::new(config).outcomes(event.as_bytes());
    let target = |at: usize| Some(config.subscriptions[at].target.as_ref()?.url.clone());
    let ids = config.subscriptions.iter().map(|each| each.id.clone());
    ids.zip(outcomes).enumerate().map(|(at, (id, outcome))| (id, (outcome, target(at)))).collect()
}

#[test]
fn a_comparison_counts_what_the_verdicts_say() {
    let mut total = DeliveryCounts::default();
    for round in 0..600 {
        let mut random = Random::new(900_000 + round);
        let (old, new) = edited(&mut random);
        if (old.len(), new.len()) == (1, 1) {
            continue;
        }
        let (old, new) = (read(&old), read(&new));
        let comparison = ConfigComparison::new(&old, &new);
        let stream: Vec<String> = (0..12).map(|_| events::event(&mut random).to_json()).collect();
        // In two parts, as threads count.
        let part = |range: std::ops::Range<usize>| {
            let of = stream[range.clone()].iter().zip(range);
            comparison.count_all(of.map(|(event, at)| (event.as_bytes(), at.to_string())))
        };
        let mut tally = part(0..5);
        tally.merge(part(5..12));
        let report = comparison.report(&tally);

        let mut expected: BTreeMap<String, (DeliveryCounts, u64)> = BTreeMap::new();
        let mut at_targets: BTreeMap<String, DeliveryCounts> = BTreeMap::new();
        let mut unreadable = 0;
        for event in &stream {
            let explained = Explainer::new(&new).router().route(event.as_bytes()).error().is_some();
            unreadable += u64::from(explained);
            if explained {
                continue;
            }
            let sides = [verdicts(&old, event), verdicts(&new, event)];
            let none = (Outcome::DoesNotFire, None);
            let ids: std::collections::BTreeSet<_> =
                sides.iter().flat_map(BTreeMap::keys).cloned().collect();
            for id in ids {
                let [before, after] =
                    [&sides[0], &sides[1]].map(|side| side.get(&id).unwrap_or(&none));
                let (counts, moved) = expected.entry(id).or_default();
                match (before.0, after.0) {
                    (Outcome::Fires, Outcome::Fires) if before.1 != after.1 => *moved += 1,
                    (Outcome::Fires, Outcome::Fires) => counts.unchanged += 1,
                    (Outcome::Fires, Outcome::DoesNotFire) => counts.lost += 1,
                    (Outcome::DoesNotFire, Outcome::Fires) => counts.gained += 1,
                    (Outcome::DoesNotFire, Outcome::DoesNotFire) => {}
                    _ => counts.undecidable += 1,
                }
            }
            for url in TARGETS {
                let deliveries = |side: &BTreeMap<String, (Outcome, Option<String>)>| {
                    let to = |it: &&(Outcome, Option<String>)| {
                        it.0 == Outcome::Fires && it.1.as_deref() == Some(*url)
                    };
                    side.values().filter(to).count() as u64
                };
                let (before, after) = (deliveries(&sides[0]), deliveries(&sides[1]));
                let counts = at_targets.entry((*url).to_owned()).or_default();
                counts.unchanged += before.min(after);
                counts.gained += after.saturating_sub(before);
                counts.lost += before.saturating_sub(after);
            }
        }
        let place = format!("round {round}\n{}\n{}", old.to_json(), new.to_json());
        assert_eq!((report.events, report.unreadable), (12, unreadable), "{place}");
        for change in &report.subscriptions {
            let (counts, moved) = expected.get(&change.id).copied().unwrap_or_default();
            assert_eq!((change.counts, change.moved), (counts, moved), "{} {place}", change.id);
            let kinds = [counts.gained, counts.lost, moved];
            let shown = change.examples.iter().filter(|it| it.change != "undecidable").count();
            let least: u64 = kinds.iter().map(|count| (*count).min(3)).sum();
            assert_eq!(shown as u64, least, "{} {place}", change.id);
        }
        for target in &report.targets {
            let expected = at_targets.get(&target.url).copied().unwrap_or_default();
            let got = DeliveryCounts { undecidable: 0, ..target.counts };
            assert_eq!(got, expected, "{} {place}", target.url);
        }
        total.gained += report.counts.gained;
        total.lost += report.counts.lost;
        total.unchanged += report.counts.unchanged;
    }
    assert!(total.gained > 100 && total.lost > 100 && total.unchanged > 100, "{total:?}");
}

#[test]
fn what_is_proved_of_two_configurations_no_event_refutes() {
    let mut told: BTreeMap<Relation, usize> = BTreeMap::new();
    for round in 0..3000 {
        let mut random = Random::new(910_000 + round);
        let (old, new) = edited(&mut random);
        let (old, new) = (read(&old), read(&new));
        let comparison = ConfigComparison::new(&old, &new);
        let proved = comparison.proved();
        *told.entry(proved).or_default() += 1;
        if proved == Relation::Unknown {
            continue;
        }
        let stream: Vec<String> = (0..30).map(|_| events::event(&mut random).to_json()).collect();
        let events = stream.iter().map(|event| (event.as_bytes(), event.clone()));
        let report = comparison.report(&comparison.count_all(events));
        let place =
            format!("round {round}: {proved}\n{}\n{}\n{report:?}", old.to_json(), new.to_json());
        match proved {
            Relation::Equal => assert!(!report.differs, "{place}"),
            Relation::Wider => assert_eq!(report.counts.lost + report.moved, 0, "{place}"),
            Relation::Narrower => assert_eq!(report.counts.gained + report.moved, 0, "{place}"),
            _ => assert_eq!(report.counts.unchanged, 0, "{place}"),
        }
    }
    for relation in [Relation::Equal, Relation::Wider, Relation::Narrower] {
        assert!(told.get(&relation).is_some_and(|count| *count > 50), "{told:?}");
    }
}

#[test]
fn a_single_subscription_is_the_same_whatever_its_id() {
    let config = |id: &str| {
        let text = format!(r#"{{"id":"{id}","events":["a"]}}"#);
        Config::read(&text, Dialect::HOOKSIEVE)
    };
    let comparison = ConfigComparison::new(&config("one"), &config("two"));
    assert_eq!(comparison.proved(), Relation::Equal);
    let report = comparison.report(&comparison.tally());
    assert_eq!((report.subscriptions.len(), report.differs), (1, false));
    let empty = Config::read(&Node::new(Data::Array(Vec::new())).to_json(), Dialect::HOOKSIEVE);
    assert_eq!(ConfigComparison::new(&config("one"), &empty).proved(), Relation::Narrower);
    assert_eq!(ConfigComparison::new(&empty, &empty).proved(), Relation::Equal);
}
