//! Families of subscriptions, and what each asks for: as configuration and, apart from
//! the crate, as a plain evaluation.

use std::fmt::Write;

use super::events::{
    AMOUNTS, ASSETS, HEIGHTS, STATUSES, Sent, address, labels, note, type_count, type_name,
};
use super::random::Random;

pub(super) const FAMILIES: [&str; 8] =
    ["types", "labels", "core", "mixed", "adversarial", "regexps", "weak", "negation"];

/// What a subscription asks for.
pub(super) struct Wanted {
    types: Vec<String>,
    labels: Vec<(&'static str, String)>,
    conditions: Vec<Condition>,
    enabled: bool,
}

struct Condition {
    key: &'static str,
    test: Test,
}

enum Test {
    Eq(String),
    Ne(String),
    In(Vec<String>),
    Starts(String),
    Contains(String),
    /// The pattern, and the plain texts of which one must be there.
    Regexp(String, Vec<String>),
    Above(u64),
    AtMost(u64),
    Between(u64, u64),
}

pub(super) fn subscriptions(family: &str, n: u64) -> Vec<Wanted> {
    let mut random = Random::new(7);
    (0..n).map(|index| wanted(&mut random, family, n, index)).collect()
}

/// The configuration of a list, in the native dialect.
pub(super) fn config(list: &[Wanted]) -> String {
    let mut random = Random::new(11);
    let mut out = String::from("[");
    for (index, wanted) in list.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ",\n" });
        wanted.write(&mut out, &mut random);
    }
    out.push(']');
    out
}

fn wanted(random: &mut Random, family: &str, n: u64, index: u64) -> Wanted {
    let mut wanted =
        Wanted { types: Vec::new(), labels: Vec::new(), conditions: Vec::new(), enabled: true };
    match family {
        "types" => wanted.types.push(type_name(index % type_count(family, n))),
        "adversarial" | "regexps" => adversarial(random, family, n, index, &mut wanted),
        "weak" => {
            wanted.types.push("*".to_owned());
            wanted.ask("amount", Test::Above(index * AMOUNTS / n / 1_000));
            wanted.ask("zone", Test::Eq(format!("z{index}")));
        }
        "negation" => {
            wanted.types.push("*".to_owned());
            wanted.ask("status", Test::Ne("Never".to_owned()));
            wanted.ask("zone", Test::Eq(format!("z{index}")));
        }
        _ => {
            let types = 1 + random.below(3);
            let count = type_count(family, n);
            wanted.types.extend((0..types).map(|_| type_name(random.skewed(count))));
            wanted.types.sort();
            wanted.types.dedup();
            let count = 1 + random.below(if family == "labels" { 4 } else { 3 });
            // So that an event fires as many labels at a million as in what the floors were
            // set by: 93.
            let owned = if family == "labels" { 993 } else { 970 };
            ask_labels(random, n, count, owned, &mut wanted);
            if family != "labels" {
                for _ in 0..=random.below(2) {
                    condition(random, family, n, &mut wanted);
                }
                wanted.enabled = family != "mixed" || !random.percent(2);
            }
        }
    }
    wanted
}

/// Labels of an owner, in so many of a thousand, and others beside them.
fn ask_labels(random: &mut Random, n: u64, count: u64, owned: u64, wanted: &mut Wanted) {
    let known = labels(n);
    for at in 0..count {
        let (key, values) = match at {
            0 if random.below(1_000) < owned => known[random.below(3) as usize],
            _ => known[3 + random.below(7) as usize],
        };
        if wanted.labels.iter().all(|(other, _)| *other != key) {
            wanted.labels.push((key, format!("{key}-{}", random.skewed(values))));
        }
    }
}

fn condition(random: &mut Random, family: &str, n: u64, wanted: &mut Wanted) {
    let kinds = if family == "core" { 6 } else { 14 };
    let (key, test) = match random.below(kinds) {
        0 | 1 => ("from", Test::Eq(address(random.skewed((n / 10).max(50))))),
        2 => ("asset", Test::Eq(format!("asset-{}", random.skewed(ASSETS)))),
        3 => {
            let low = random.below(AMOUNTS);
            ("amount", Test::Between(low, low + AMOUNTS / 50))
        }
        4 => ("amount", Test::Above(random.below(1_000) * AMOUNTS / 1_000)),
        5 => ("height", Test::AtMost(random.below(1_000) * HEIGHTS / 1_000)),
        6 => ("status", Test::Ne(STATUSES[random.below(6) as usize].to_owned())),
        7 => {
            let list = (0..3).map(|_| format!("asset-{}", random.skewed(ASSETS)));
            ("asset", Test::In(list.collect()))
        }
        8 | 9 => ("from", Test::Starts(address(random.next())[..5].to_owned())),
        10 | 11 => ("note", Test::Contains(note(random))),
        _ => {
            let words: Vec<_> = (0..2).map(|_| note(random)).collect();
            ("note", Test::Regexp(format!("^(?:{})$", words.join("|")), words))
        }
    };
    wanted.ask(key, test);
}

/// A hot label, distinct narrow ranges and, of `regexps`, distinct patterns on one key.
fn adversarial(random: &mut Random, family: &str, n: u64, index: u64, wanted: &mut Wanted) {
    wanted.types.push(type_name(random.below(9)));
    let thirds = if family == "regexps" { 3 } else { 2 };
    match index % thirds {
        0 => {
            wanted.labels.push(("env", "env-0".to_owned()));
            wanted.labels.push(("wallet", format!("wallet-{}", random.below((n / 2).max(50)))));
        }
        1 => {
            wanted.labels.push(("env", "env-0".to_owned()));
            let low = random.below(AMOUNTS);
            wanted.ask("amount", Test::Between(low, low + AMOUNTS / n.max(100)));
        }
        _ => {
            let text = note(random);
            wanted.ask("note", Test::Regexp(format!("{text}$"), vec![text]));
        }
    }
}

impl Wanted {
    pub(super) fn types(&self) -> &[String] {
        &self.types
    }

    pub(super) fn labels(&self) -> &[(&'static str, String)] {
        &self.labels
    }

    fn ask(&mut self, key: &'static str, test: Test) {
        self.conditions.push(Condition { key, test });
    }

    fn write(&self, out: &mut String, random: &mut Random) {
        let types: Vec<_> = self.types.iter().map(|each| format!("\"{each}\"")).collect();
        let (a, b) = (random.next(), random.next());
        let _ = write!(
            out,
            r#"{{"id":"{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}","events":[{}]"#,
            a as u32,
            a >> 48,
            (a >> 36) & 0xFFF,
            b >> 52,
            b & 0xFFFF_FFFF_FFFF,
            types.join(",")
        );
        if !self.enabled {
            out.push_str(r#","enabled":false"#);
        }
        if !self.labels.is_empty() {
            let pairs: Vec<_> =
                self.labels.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
            let _ = write!(out, r#","labels":{{{}}}"#, pairs.join(","));
        }
        if !self.conditions.is_empty() {
            let conditions: Vec<_> = self.conditions.iter().map(Condition::to_json).collect();
            let _ = write!(out, r#","conditions":[{}]"#, conditions.join(","));
        }
        out.push_str(r#","target":{"url":"https://api.example.com/hooks"}}"#);
    }

    /// Whether an event fires it.
    pub(super) fn fires(&self, sent: &Sent) -> bool {
        let typed = self.types.iter().any(|each| each == "*" || *each == sent.event_type);
        let typed = typed || (self.types == ["*"]);
        self.enabled
            && typed
            && self.labels.iter().all(|label| sent.labels.contains(label))
            && self.conditions.iter().all(|condition| condition.holds(sent))
    }
}

impl Condition {
    fn to_json(&self) -> String {
        let (operator, value) = match &self.test {
            Test::Eq(text) => ("eq", format!("\"{text}\"")),
            Test::Ne(text) => ("ne", format!("\"{text}\"")),
            Test::In(list) => ("in", format!("[\"{}\"]", list.join("\",\""))),
            Test::Starts(text) => ("starts-with", format!("\"{text}\"")),
            Test::Contains(text) => ("contains", format!("\"{text}\"")),
            Test::Regexp(pattern, _) => ("regexp", format!("\"{pattern}\"")),
            Test::Above(bound) => ("gt", bound.to_string()),
            Test::AtMost(bound) => ("lte", bound.to_string()),
            Test::Between(low, high) => ("between", format!(r#"{{"min":{low},"max":{high}}}"#)),
        };
        format!(r#"{{"key":"{}","condition":"{operator}","value":{value}}}"#, self.key)
    }

    fn holds(&self, sent: &Sent) -> bool {
        let number = match self.key {
            "height" => sent.height,
            _ => sent.amount,
        };
        let text = match self.key {
            "status" => sent.status,
            "asset" => &sent.asset,
            "zone" => &sent.zone,
            "from" => &sent.from,
            _ => sent.note.as_str(),
        };
        match &self.test {
            Test::Eq(wanted) => text == wanted,
            Test::Ne(wanted) => text != wanted,
            Test::In(list) => list.iter().any(|each| each == text),
            Test::Starts(start) => text.starts_with(start.as_str()),
            Test::Contains(part) => text.contains(part.as_str()),
            Test::Regexp(pattern, words) => match pattern.starts_with('^') {
                true => words.iter().any(|word| word == text),
                false => words.iter().any(|word| text.ends_with(word.as_str())),
            },
            Test::Above(bound) => number > *bound,
            Test::AtMost(bound) => number <= *bound,
            Test::Between(low, high) => (*low..=*high).contains(&number),
        }
    }
}
