//! Events in the providers' shapes, about 700 bytes each, and what they say.

use super::random::Random;

/// A label key and how many values it has, for a router of `n` subscriptions.
pub(super) fn labels(n: u64) -> [(&'static str, u64); 10] {
    [
        ("customer", (n / 4).max(25)),
        ("account", (n / 8).max(20)),
        ("wallet", (n / 2).max(50)),
        ("network", 12),
        ("env", 4),
        ("team", 60),
        ("region", 8),
        ("asset", 200),
        ("source", 30),
        ("tier", 5),
    ]
}

/// How many event types there are. Of the family `types` each has some 18 subscribers.
pub(super) fn type_count(family: &str, n: u64) -> u64 {
    if family == "types" { (n / 18).max(60) } else { 60 }
}

pub(super) fn type_name(number: u64) -> String {
    const AREAS: [&str; 6] = ["wallet", "transfer", "payment", "policy", "account", "onramp"];
    const ENDS: [&str; 5] = ["created", "requested", "confirmed", "failed", "updated"];
    let (area, end) = (AREAS[(number % 6) as usize], ENDS[(number / 6 % 5) as usize]);
    match number / 30 {
        0 => format!("{area}.{end}"),
        group => format!("{area}.v{group}.{end}"),
    }
}

pub(super) const STATUSES: [&str; 6] =
    ["Confirmed", "Pending", "Included", "Rejected", "Broadcasted", "Failed"];
pub(super) const ASSETS: u64 = 200;
pub(super) const AMOUNTS: u64 = 1_000_000;
pub(super) const HEIGHTS: u64 = 50_000_000;

/// What an event says, beside the bytes: what subscriptions are held to independently.
pub(super) struct Sent {
    pub(super) text: String,
    pub(super) event_type: String,
    pub(super) labels: Vec<(&'static str, String)>,
    pub(super) status: &'static str,
    pub(super) asset: String,
    pub(super) zone: String,
    pub(super) from: String,
    pub(super) note: String,
    pub(super) amount: u64,
    pub(super) height: u64,
}

pub(super) fn address(number: u64) -> String {
    let mixed = Random::new(number).next();
    format!("0x{mixed:016x}{:016x}{:08x}", mixed.rotate_left(17), number as u32)
}

pub(super) fn note(random: &mut Random) -> String {
    const WORDS: [&str; 12] = [
        "invoice",
        "refund",
        "payout",
        "order",
        "monthly",
        "fee",
        "salary",
        "rent",
        "top-up",
        "settlement",
        "swap",
        "bridge",
    ];
    let word = |random: &mut Random| WORDS[random.below(12) as usize];
    let (first, second) = (word(random), word(random));
    format!("{first} {second} {}", random.skewed(200_000))
}

pub(super) fn events(family: &str, n: u64, count: usize) -> Vec<Sent> {
    let mut random = Random::new(42);
    (0..count).map(|_| event(&mut random, family, n)).collect()
}

fn event(random: &mut Random, family: &str, n: u64) -> Sent {
    let event_type = type_name(random.skewed(type_count(family, n)));
    let labels: Vec<_> = labels(n)
        .into_iter()
        .filter(|_| random.percent(45))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(key, values)| (key, format!("{key}-{}", random.skewed(values))))
        .collect();
    let status = STATUSES[random.skewed(6) as usize];
    let asset = format!("asset-{}", random.skewed(ASSETS));
    let zone = format!("z{}", random.below(n));
    let from = address(random.skewed((n / 10).max(50)));
    let to = address(random.next());
    let note = note(random);
    let (amount, height) = (random.below(AMOUNTS), random.below(HEIGHTS));
    let pairs: Vec<_> =
        labels.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    let labelled = format!("\"labels\":{{{}}}", pairs.join(","));
    let hash = format!("{:016x}{:016x}", random.next(), random.next());
    let data = format!(
        r#"{{"status":"{status}","asset":"{asset}","zone":"{zone}","aaa_zone":"{zone}","amount":{amount},"height":{height},"from":"{from}","to":"{to}","note":"{note}","details":{{"id":"xfr-{}","walletId":"wa-{}","txHash":"0x{hash}","requester":{{"userId":"us-{}","tokenId":"to-{}","appId":null}},"dateRequested":"2026-05-19T21:22:09.871Z","fee":"0.{}","approved":true,"steps":[1,2,3]}}}}"#,
        &hash[..12],
        &hash[4..16],
        &hash[..8],
        &hash[8..16],
        random.below(9999)
    );
    let text = match random.below(5) {
        0 => format!(
            r#"{{"id":"whe-{}","kind":"{event_type}","date":"2026-05-19T21:22:10.123Z","deliveryAttempt":1,{labelled},"data":{data}}}"#,
            &hash[..16]
        ),
        1 => format!(
            r#"{{"eventId":"{hash}","eventType":"{event_type}","timestamp":"2026-05-19T21:22:10Z",{labelled},"data":{data}}}"#
        ),
        2 => format!(
            r#"{{"event":"{event_type}","timestamp":1779225730123,{labelled},"data":{data}}}"#
        ),
        3 => format!(
            r#"{{"id":"{}","type":"{event_type}","created":1779225730,"api_version":"1.0.0",{labelled},"data":{data}}}"#,
            &hash[..27]
        ),
        _ => format!(r#"{{"id":"{hash}","type":"{event_type}",{labelled},"data":{data}}}"#),
    };
    Sent { text, event_type, labels, status, asset, zone, from, note, amount, height }
}
