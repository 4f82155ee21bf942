//! Texts from others (headers, targets, stored states, tokens, paths) never bring the crate
//! down, and what it takes for safe is safe.

use hooksieve::Dialect;
use hooksieve::delivery::{Delivery, Input, Moment, Policy, Standing};
use hooksieve::endpoint::Api;
use hooksieve::json::Node;
use hooksieve::signature::{Key, KeyUse, Received, Scheme, verify};
use hooksieve::target::{TargetRules, check_header};

use super::random::Random;

/// Pieces that mean something to one of the readers.
const PIECES: &[&str] = &[
    "t=",
    "v0=",
    "v1=",
    "h=",
    ",",
    " ",
    "sha256=",
    "00",
    "ff",
    "=",
    ".",
    "1701684144",
    "v1,",
    "v1a,",
    "AAAA",
    "\u{e9}",
    "\u{0}",
    "\n",
    "%",
    "https://",
    "http:",
    "//",
    "@",
    "[",
    "]",
    ":",
    "127.0.0.1",
    "0x7f",
    "::ffff:",
    "localhost",
    "example.com",
    "/",
    "?",
    "#",
    "\\",
    "e",
    "-",
    "webhooks",
    "{}",
    "99999999999999999999",
    "x-event-id",
];

const PARAMETERS: &[&str] =
    &["limit", "page", "pageSize", "pageToken", "paginationToken", "starting_after"];

fn text(random: &mut Random) -> String {
    let count = random.below(8);
    (0..count).map(|_| *random.pick(PIECES)).collect()
}

#[test]
fn no_text_is_too_odd() {
    let mut random = Random::new(7);
    let names = [
        "X-DFNS-WEBHOOK-SIGNATURE",
        "X-Hook0-Signature",
        "X-Webhook-Signature",
        "X-Webhook-Timestamp",
        "Authorization",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "x-event-id",
    ];
    let stored: Vec<Node> =
        (0..3).map(|n| Node::parse(&format!(r#"{{"id":"{n}"}}"#)).unwrap()).collect();
    let mut safe = 0;
    for round in 0..20_000 {
        let headers: Vec<(String, String)> =
            names.iter().map(|name| ((*name).to_owned(), text(&mut random))).collect();
        let body = text(&mut random);
        let received = Received { headers: &headers, body: body.as_bytes() };
        for &scheme in Scheme::ALL {
            let secret = text(&mut random);
            for usage in [KeyUse::Sign, KeyUse::Verify] {
                if let Ok(key) = Key::parse(scheme, usage, &secret) {
                    let now = 1_701_684_144_000;
                    assert!(verify(scheme, &received, &[key], now).is_err(), "round {round}");
                }
            }
        }
        let url = format!("https://{}", text(&mut random));
        if TargetRules::default().check(&url).is_ok() {
            safe += 1;
            let host = url["https://".len()..].split(['/', '?', '#', ':']).next().unwrap();
            let last = host.trim_end_matches('.').rsplit('.').next().unwrap();
            let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
            assert!(!is_number && !last.starts_with("0x") && last != "localhost", "{url}");
            assert!(!host.contains(['@', '%', '\\']) && host.is_ascii(), "{url}");
        }
        let (name, value) = (text(&mut random), text(&mut random));
        if check_header(&name, &value).is_ok() {
            assert!(!name.is_empty() && !value.contains(['\n', '\r', '\0']));
        }
        for &dialect in Dialect::all() {
            let api = Api::of(dialect).unwrap();
            let _ = api.operation("GET", &format!("/{}", text(&mut random)));
            let mut query = Vec::new();
            for name in PARAMETERS {
                if random.once_in(2) {
                    query.push(((*name).to_owned(), text(&mut random)));
                }
            }
            let status = api.list(&query, &stored).status;
            assert!([200, 400, 422].contains(&status), "{dialect} {query:?}");
        }
    }
    assert!(safe > 20, "{safe}");
}

#[test]
fn a_damaged_state_is_refused_or_goes_on() {
    let policy = Policy::of("hooksieve").unwrap();
    let wake = Input::Wake { subscription: Standing::Enabled };
    let at = |now| Moment { now, random: [9; 16] };
    let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, at(0));
    let busy = Input::Answer { attempt: 1, run: 1, status: 503, retry_after: Some("7".to_owned()) };
    let (delivery, _) = delivery.step(&policy, &busy, at(100));
    let text = delivery.to_json();
    let mut random = Random::new(11);
    let mut read = 0;
    for _ in 0..20_000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=random.below(3) {
            let place = random.below(bytes.len());
            bytes[place] = b"0123456789{}[]\",:abcdelnrstu"[random.below(28)];
        }
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        if let Ok(delivery) = Delivery::from_json(&changed) {
            read += 1;
            for input in [&wake, &busy] {
                for now in [0, 5_000, u64::MAX] {
                    let (next, _) = delivery.step(&policy, input, at(now));
                    assert!(Delivery::from_json(&next.to_json()).is_ok(), "{changed}");
                }
            }
        }
    }
    assert!(read > 500, "{read}");
}
