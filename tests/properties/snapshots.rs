//! A router written as bytes and read again is the same, and no bytes do harm.

use hooksieve::{Config, Dialect, Router};

use super::random::Random;
use super::routing::verdicts;
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
        let router = router(&mut random, dialect, 12);
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
        let mut bytes =
            router(&mut Random::new(93_000 + round % 20), Dialect::HOOKSIEVE, 6).to_bytes();
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
