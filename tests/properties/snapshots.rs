//! A router written as bytes and read again is the same, and no bytes do harm.

use hooksieve::{Config, Dialect, Router, Subscription};

use super::random::Random;
use super::routing::verdicts;
use super::updating::{built, subscription};
use super::{events, subscriptions};

fn router(random: &mut Random, dialect: Dialect, most: usize) -> Router {
    let text = subscriptions::config(&subscriptions::list(random, most));
    Router::from_config(&Config::read(&text, dialect))
}

/// The CRC-32 of a text, bit by bit: not the implementation that is tested.
fn checksum(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xEDB8_8320 } else { rest >> 1 };
        }
    }
    !rest
}

fn mended(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = bytes.len() as u64;
    bytes[16..24].copy_from_slice(&length.to_le_bytes());
    let checksum = checksum(&bytes[16..]);
    bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn what_was_written_is_read() {
    for round in 0..600 {
        let mut random = Random::new(90_000 + round);
        let dialects = Dialect::all();
        let dialect = dialects[random.below(dialects.len())];
        let router = router(&mut random, dialect, if round % 4 == 0 { 60 } else { 12 });
        let bytes = router.to_bytes();
        let again = Router::from_bytes(&bytes).unwrap();
        assert_eq!(again.to_bytes(), bytes, "round {round}");
        for _ in 0..6 {
            let event = events::event(&mut random).to_json();
            let expected = verdicts(&router.route(event.as_bytes()));
            assert_eq!(
                verdicts(&again.route(event.as_bytes())),
                expected,
                "round {round}: {event}"
            );
        }
    }
}

fn one_of_many(random: &mut Random) -> String {
    format!("s{}", random.below(120))
}

fn random_subscription(random: &mut Random) -> Subscription {
    let id = one_of_many(random);
    subscription(random, &id)
}

/// What is loaded goes on as what was built, whatever changes.
#[test]
fn a_loaded_router_changes_as_a_built_one() {
    for round in 0..60 {
        let mut random = Random::new(94_000 + round);
        let mut built = Router::new();
        for number in 0..120 {
            built.insert(&subscription(&mut random, &format!("s{number}"))).unwrap();
        }
        for _ in 0..random.below(40) {
            built.remove(&one_of_many(&mut random));
        }
        let mut loaded = Router::from_bytes(&built.to_bytes()).unwrap();
        assert_eq!(loaded.to_bytes(), built.to_bytes(), "round {round}");
        for step in 0..150 {
            match random.below(3) {
                0 => {
                    let gone = one_of_many(&mut random);
                    assert_eq!(loaded.remove(&gone), built.remove(&gone));
                }
                1 => {
                    let new = random_subscription(&mut random);
                    assert_eq!(loaded.insert(&new), built.insert(&new));
                }
                _ => {
                    let new = random_subscription(&mut random);
                    assert_eq!(loaded.replace(&new), built.replace(&new));
                }
            }
            if step % 10 == 0 {
                let event = events::event(&mut random).to_json();
                let expected = verdicts(&built.route(event.as_bytes()));
                let found = verdicts(&loaded.route(event.as_bytes()));
                assert_eq!(found, expected, "round {round}, step {step}: {event}");
            }
        }
    }
}

/// The last bytes say where filters are filed: whatever they say, no verdict changes.
#[test]
fn hostile_ways_lead_nowhere_else() {
    let (mut refused, mut loaded) = (0, 0);
    for round in 0..40 {
        let mut random = Random::new(95_000 + round);
        let list: Vec<_> =
            (0..150).map(|number| subscription(&mut random, &format!("s{number}"))).collect();
        let right = built(&list);
        let bytes = right.to_bytes();
        for _ in 0..150 {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(2) {
                let at = bytes.len() - 1 - random.below(300);
                changed[at] = match random.below(4) {
                    0 => changed[at] ^ 1 << random.below(8),
                    1 => changed[at].wrapping_add(2),
                    _ => 0,
                };
            }
            if changed == bytes {
                continue;
            }
            let Ok(router) = Router::from_bytes(&mended(changed)) else {
                refused += 1;
                continue;
            };
            loaded += 1;
            for _ in 0..4 {
                let event = events::event(&mut random).to_json();
                let expected = verdicts(&right.route(event.as_bytes()));
                assert_eq!(verdicts(&router.route(event.as_bytes())), expected, "{event}");
            }
        }
    }
    assert!(refused > 1_000 && loaded > 50, "{refused} refused, {loaded} loaded");
}

#[test]
fn a_snapshot_that_was_cut_or_flipped_is_refused() {
    let router = router(&mut Random::new(91_000), Dialect::HOOKSIEVE, 8);
    let bytes = router.to_bytes();
    for length in 0..bytes.len() {
        assert!(Router::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Router::from_bytes(&flipped).is_err(), "bit {bit}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Router::from_bytes(&longer).is_err());
    let mut later = bytes;
    later[8] = 3;
    let error = Router::from_bytes(&mended(later)).unwrap_err();
    assert_eq!(error.to_string(), "a snapshot of version 3, this one reads version 2");
}

#[test]
fn hostile_snapshots_do_no_harm() {
    let (mut refused, mut loaded) = (0, 0);
    for round in 0..20_000 {
        let mut random = Random::new(92_000 + round);
        // Few are decided without an index.
        let most = if round % 20 < 10 { 6 } else { 40 };
        let mut bytes =
            router(&mut Random::new(93_000 + round % 20), Dialect::HOOKSIEVE, most).to_bytes();
        for _ in 0..=random.below(3) {
            let at = 24 + random.below(bytes.len() - 24);
            match random.below(4) {
                0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                1 => bytes[at] ^= 1 << random.below(8),
                2 => bytes.truncate(at.max(25)),
                _ => bytes[at] = *random.pick(&[0, 1, 0x7F, 0x80, 0xFF]),
            }
        }
        match Router::from_bytes(&mended(bytes)) {
            Err(_) => refused += 1,
            Ok(mut router) => {
                loaded += 1;
                let event = events::event(&mut random).to_json();
                let _ = router.route(event.as_bytes()).outcome();
                let ids: Vec<String> = router.subscriptions().map(|e| e.id().to_owned()).collect();
                for id in ids {
                    assert!(router.remove(&id));
                }
                assert!(router.is_empty());
            }
        }
    }
    assert!(refused > 5_000 && loaded > 500, "{refused} refused, {loaded} loaded");
}
