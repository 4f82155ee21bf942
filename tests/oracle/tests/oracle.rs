//! hooksieve reads exactly what `serde_json` reads with `arbitrary_precision`, and reads
//! the same from it; the depth limit apart.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use hooksieve::json::{Data, Node};
use hooksieve::{Config, Router};
use serde_json::Value;

/// How many texts are tried.
const ROUNDS: usize = 150_000;

/// Valid texts to begin with, among them the traps.
const SEEDS: &[&str] = &[
    r#"{"id":"whe-1","kind":"wallet.created","date":"2026-05-19T21:22:10Z","data":{"wallet":{"id":"wa-1","tags":[]}}}"#,
    r#"{"event":"block.forged","timestamp":1,"data":{"amount":"474891138228179365","fee":0.10,"height":46218191}}"#,
    r#"{"a":[1,2.50,-0,0e0,1E+400,1e-999999999,9007199254740993,1234567890123456789012345678901234567890]}"#,
    r#"{"a":1,"a":{"b":[true,false,null]},"\u0061":2}"#,
    r#""\ud83d\ude00 \u00e9 \" \\ \/ \b\f\n\r\t é 😀""#,
    "  [ [ ] , { } , \"\" ]\r\n\t ",
    "null",
    "-0.0e-0",
];

/// What makes or breaks JSON.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\udc00",
    "\\ud83d\\ude00",
    "\\u0000",
    "null",
    "true",
    "nul",
    "0",
    "1",
    "-",
    "+",
    ".",
    "e",
    "E",
    "01",
    "1.",
    ".5",
    "1e",
    "NaN",
    " ",
    "\n",
    "\u{b}",
    "\0",
    "\u{1f}",
    "\u{7f}",
    "\u{feff}",
    "é",
    "😀",
    "//",
    "'",
    "\"a\":1",
    "[1,]",
    "{\"a\":1,}",
];

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn mutate(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(6)).min(bytes.len());
            match self.below(6) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 => bytes.insert(at, u8::try_from(self.below(256)).unwrap()),
                _ => {
                    let token = TOKENS[self.below(TOKENS.len())].bytes();
                    bytes.splice(at..end, token);
                }
            }
        }
        bytes
    }
}

/// What hooksieve reads, nothing where it refuses.
fn ours(bytes: &[u8]) -> Option<Node> {
    Node::parse(std::str::from_utf8(bytes).ok()?).ok()
}

/// Whether both hold the same: of duplicate members the last, numbers as written.
fn same(ours: &Node, theirs: &Value) -> bool {
    match (&ours.data, theirs) {
        (Data::Null, Value::Null) => true,
        (Data::Bool(a), Value::Bool(b)) => a == b,
        // serde_json spells the exponent its own way (`1E+400` as `1e+400`).
        (Data::Number(a), Value::Number(b)) => spelled_alike(a, &b.to_string()),
        (Data::String(a), Value::String(b)) => a == b,
        (Data::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Data::Object(_), Value::Object(b)) => {
            let members = ours.effective_members();
            members.len() == b.len()
                && members.iter().all(|member| {
                    b.get(&member.key).is_some_and(|value| same(&member.value, value))
                })
        }
        _ => false,
    }
}

fn spelled_alike(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.to_ascii_lowercase().replace("e+", "e");
    plain(a) == plain(b)
}

fn check(bytes: &[u8]) {
    let theirs: Option<Value> = serde_json::from_slice(bytes).ok();
    let shown = String::from_utf8_lossy(bytes);
    match (ours(bytes), theirs) {
        (Some(ours), Some(theirs)) => {
            assert!(same(&ours, &theirs), "read differently: {shown:?}");
            let again = ours.to_json();
            assert_eq!(Node::parse(&again).unwrap().to_json(), again, "{shown:?}");
            let rewritten: Value = serde_json::from_str(&again).unwrap();
            assert_eq!(rewritten, theirs, "written differently: {shown:?}");
        }
        (None, None) => {}
        (Some(_), None) => panic!("only hooksieve reads {shown:?}"),
        (None, Some(_)) => panic!("only serde_json reads {shown:?}"),
    }
}

#[test]
fn seeds_and_their_truncations() {
    for seed in SEEDS {
        for end in 0..=seed.len() {
            check(&seed.as_bytes()[..end]);
        }
        assert!(ours(seed.as_bytes()).is_some(), "{seed}");
    }
}

#[test]
fn every_pair_of_tokens() {
    for a in TOKENS {
        for b in TOKENS {
            check(format!("{a}{b}").as_bytes());
            check(format!("[{a}{b}]").as_bytes());
            check(format!("\"{a}{b}\"").as_bytes());
        }
    }
}

#[test]
fn every_single_byte_in_every_position() {
    for byte in 0..=u8::MAX {
        for around in
            [["", ""], ["\"", "\""], ["[", "]"], ["1", ""], ["\"\\", "\""], ["\"\\u00", "\""]]
        {
            let [before, after] = around.map(str::as_bytes);
            check(&[before, &[byte], after].concat());
        }
    }
}

#[test]
fn mutated_texts() {
    let mut random = Random(1);
    let mut valid = 0;
    for _ in 0..ROUNDS {
        let seed = SEEDS[random.below(SEEDS.len())];
        let bytes = random.mutate(seed);
        valid += usize::from(ours(&bytes).is_some());
        check(&bytes);
    }
    assert!(valid > ROUNDS / 50, "{valid} texts were valid");
}

/// Members and elements of many lengths, so that every part meets every place of the blocks
/// that are looked at together; with white space or without.
fn document(random: &mut Random, depth: usize) -> String {
    let space = |random: &mut Random| ["", "", "", " ", "\n  "][random.below(5)].to_owned();
    let text = |random: &mut Random| {
        let most = [4, 20, 150][random.below(3)];
        let plain = "x".repeat(random.below(most));
        let odd = ["", "", "", "\\\"", "\\\\", "é", "\\u00e9", "{\\\"a\\\":1}"][random.below(8)];
        format!("\"{plain}{odd}{}\"", "y".repeat(random.below(9)))
    };
    let count = random.below(7);
    match random.below(if depth == 0 { 5 } else { 9 }) {
        0..=2 => text(random),
        3 => format!("{}.{}e{}", random.below(1 << 40), random.below(1 << 20), random.below(300)),
        4 => ["true", "false", "null", "0", "-12345678"][random.below(5)].to_owned(),
        5 => {
            let elements: Vec<_> = (0..count)
                .map(|_| format!("{}{}", space(random), document(random, depth - 1)))
                .collect();
            format!("[{}{}]", elements.join(","), space(random))
        }
        _ => {
            let spaced = random.below(2) == 0;
            let gap = |random: &mut Random| if spaced { space(random) } else { String::new() };
            let members: Vec<_> = (0..count)
                .map(|_| {
                    let (key, value) = (text(random), document(random, depth - 1));
                    format!("{}{key}{}:{}{value}", gap(random), gap(random), gap(random))
                })
                .collect();
            format!("{{{}{}}}", members.join(","), gap(random))
        }
    }
}

/// What a router steps over is checked as strictly as what it keeps.
#[test]
fn skipped_parts() {
    let config = r#"{"id":"a","events":["t"],"labels":{"l":"1"},
        "conditions":[{"key":"a","condition":"exists"}]}"#;
    let full = Router::from_config(&Config::detect(config));
    let mut random = Random(2);
    let mut valid = 0;
    for round in 0..ROUNDS {
        let skipped = document(&mut random, 4);
        let known = document(&mut random, 2);
        let event = format!(
            r#"{{"id":"{}","labels":{{"k":{known},"l":"1"}},"x":{skipped},"data":{{"b":{skipped},"a":{known}}},"type":"t"}}"#,
            "i".repeat(random.below(80))
        );
        let bytes = match round % 3 {
            0 => event.into_bytes(),
            _ => random.mutate(&event),
        };
        let theirs: Option<Value> = serde_json::from_slice(&bytes).ok();
        let theirs = theirs.filter(Value::is_object);
        let routing = full.route(&bytes);
        let shown = String::from_utf8_lossy(&bytes);
        assert_eq!(routing.error().is_none(), theirs.is_some(), "{shown}");
        check(&bytes);
        valid += usize::from(theirs.is_some());
        if round % 3 == 0 {
            assert_eq!(routing.matched().count(), 1, "{shown}");
        }
    }
    assert!(valid > ROUNDS / 3 && valid < ROUNDS, "{valid} events were valid");
}

#[test]
fn the_depth_limit_is_ours() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (depth, read) in [(127, true), (128, true), (129, false)] {
        assert_eq!(ours(nested(depth).as_bytes()).is_some(), read, "{depth}");
    }
    check(nested(127).as_bytes());
}
