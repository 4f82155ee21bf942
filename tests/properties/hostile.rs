//! Whatever is read, nothing panics: the texts of all vectors, mutated.

use hooksieve::json::Node;
use hooksieve::{Config, Dialect, EventForm, Explainer, Outcome, Request, near_misses, update};

use super::random::Random;
use crate::runner;

/// How many mutated texts each test tries.
const ROUNDS: usize = 100_000;

/// Texts that make or break JSON, numbers, keys and patterns.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "false",
    "0",
    "-",
    "1e999999999",
    "\"\"",
    "\"*\"",
    "[]",
    "{}",
    "\\u0000",
    "\\ud800",
    "\\u00e9",
    "é",
    "😀",
    "\u{feff}",
    "\0",
    ".",
    "/",
    "~",
    "**",
    "not-",
    "//",
    "/*",
    "...",
    "\n",
    "9007199254740993",
    "__proto__",
    "\"id\":1,",
    "\"type\":\"t\",",
    "\"data\":",
    "(?=",
    "{99999999}",
    "[^]",
    "\\\\",
    "'",
];

/// Every text of the vectors that stands in one of `members`, short enough to try often.
fn corpus(members: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for file in runner::files() {
        collect(&file.document, members, &mut texts);
    }
    texts.retain(|text| text.len() <= 2000);
    texts.sort();
    texts.dedup();
    assert!(texts.len() > 50, "{}", texts.len());
    texts
}

fn collect(node: &Node, members: &[&str], texts: &mut Vec<String>) {
    for member in node.members().unwrap_or_default() {
        match member.key.strip_suffix("_text") {
            Some(name) if members.contains(&name) => {
                texts.extend(member.value.string().map(str::to_owned));
            }
            _ if members.contains(&member.key.as_str()) => texts.push(member.value.to_json()),
            _ => collect(&member.value, members, texts),
        }
    }
    for element in node.array().unwrap_or_default() {
        collect(element, members, texts);
    }
}

/// One to four random changes of a text's bytes.
fn mutate(random: &mut Random, text: &str, others: &[String]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            4 => {
                let other = random.pick(others).as_bytes();
                let from = random.below(other.len() + 1);
                let to = (from + random.below(40)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            _ => {
                let token = random.pick(TOKENS).bytes();
                bytes.splice(at..end, token);
            }
        }
    }
    bytes
}

#[test]
fn no_configuration_panics() {
    let texts = corpus(&["config", "current", "request", "condition"]);
    let event = br#"{"id":"1","type":"t","kind":"wallet.created","event":"t","data":{"a":1}}"#;
    let mut random = Random::new(100_000);
    for round in 0..ROUNDS {
        let seed = random.pick(&texts).clone();
        let bytes = mutate(&mut random, &seed, &texts);
        let text = String::from_utf8_lossy(&bytes);
        let dialect = *random.pick(Dialect::all());
        match round % 8 {
            0 => drop(Config::request(&text, dialect, Request::Create)),
            1 => drop(Config::request(&text, dialect, Request::Update)),
            2 => drop(update(dialect, &seed, &text, Some("2026-01-01T00:00:00Z"))),
            3 => drop(update(dialect, &text, &seed, None)),
            4 => {
                drop(Config::detect(&text).convert(dialect));
            }
            _ => {
                let config = Config::read(&text, dialect);
                let explainer = Explainer::new(&config);
                let explanations = explainer.explain(event);
                let _ = near_misses(&explanations, 3);
                for diagnostic in &config.diagnostics {
                    for fix in &diagnostic.fixes {
                        let _ = fix.apply(&text);
                    }
                    let _ = diagnostic.to_string();
                }
            }
        }
    }
}

#[test]
fn no_event_panics_and_the_readers_agree() {
    let texts = corpus(&["event", "data"]);
    let configs: Vec<(Dialect, &str)> = vec![
        (
            Dialect::HOOKSIEVE,
            r#"[{"id":"a","events":["t","a.*"],"conditions":[{"key":"a","condition":"gt","value":1}]},
                {"id":"b","events":"*","labels":{"l":"1"}},
                {"id":"c","events":["**"],"match":"any","conditions":[
                    {"key":"*.a","condition":"contains","value":"x"},
                    {"key":"/data/a/0","condition":"exists"},
                    {"key":"a.b","condition":"regexp","value":"^x+$"}]}]"#,
        ),
        (
            Dialect::HOOKSIEVE,
            r#"{"id":"p","events":["t"],"conditions":[
                {"key":"a.b","condition":"missing"},{"key":"/type","condition":"ne","value":"x"}]}"#,
        ),
        (Dialect::DFNS, r#"{"url":"https://a.example","events":["wallet.created"]}"#),
        (
            Dialect::CDP,
            r#"{"eventTypes":["onchain.activity.detected"],"isEnabled":true,
                "labels":{"network":"base-mainnet","params.from":"0x1"},
                "target":{"url":"https://a.example"}}"#,
        ),
        (
            Dialect::ARK_CORE_3,
            r#"{"event":"t","target":"https://a.example","enabled":true,"conditions":[
                {"key":"a","condition":"eq","value":1},{"key":"a","condition":"regexp","value":"x"}]}"#,
        ),
    ];
    let explainers: Vec<_> = configs
        .iter()
        .flat_map(|(dialect, text)| {
            let explainer = Explainer::new(&Config::read(text, *dialect));
            [explainer.clone(), explainer.with_event_form(EventForm::Cdp)]
        })
        .collect();
    let mut random = Random::new(200_000);
    for round in 0..ROUNDS {
        let seed = random.pick(&texts);
        let bytes = match random.below(3) {
            0 => seed.as_bytes().to_vec(),
            _ => mutate(&mut random, seed, &texts),
        };
        let explainer = &explainers[round % explainers.len()];
        let router = explainer.router();
        let place = String::from_utf8_lossy(&bytes);
        let fast = router.route(&bytes);
        let naive = explainer.outcomes(&bytes);
        let at = |matches: Vec<hooksieve::Match<'_>>| -> Vec<usize> {
            matches.iter().map(hooksieve::Match::position).collect()
        };
        let of = |outcome| -> Vec<usize> {
            (0..naive.len()).filter(|&at| naive[at] == outcome).collect()
        };
        assert_eq!(at(fast.matched().collect()), of(Outcome::Fires), "{place}");
        assert_eq!(at(fast.undecidable().collect()), of(Outcome::Undecidable), "{place}");
        super::routing::assert_told_alike(&fast, explainer, &bytes, &place);
        if round % 4 == 0 {
            let explanations = explainer.explain(&bytes);
            assert_eq!(explanations.len(), router.len());
            let fires = explanations.iter().filter(|each| each.outcome.as_str() == "fires");
            assert_eq!(fires.count(), fast.matched().count(), "{place}");
            let _ = serde_json::to_string(&explanations).unwrap();
        }
        if let (0, Ok(text)) = (round % 16, std::str::from_utf8(&bytes)) {
            let _ = explainer.explain_pasted(text);
        }
    }
}
