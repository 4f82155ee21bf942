//! The shape of the crate: who may know whom, how long a file may be, what is never
//! used. Read from the sources' text, so that a breach is told where it stands.

use std::fs;
use std::path::{Path, PathBuf};

/// Which other rooms the code of a room may name. A room is a folder or a file right
/// below `src`; `dialect` is held to more below.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("json", &["limits", "number"]),
    ("codec", &[]),
    ("date", &[]),
    ("double", &[]),
    ("id", &[]),
    ("limits", &[]),
    ("number", &["json"]),
    ("truth", &[]),
    ("url", &[]),
    ("target", &["url"]),
    ("signature", &["codec", "json"]),
    ("delivery", &["codec", "date", "id", "json", "signature", "target", "url"]),
    (
        "endpoint",
        &["codec", "date", "delivery", "diagnostic", "dialect", "id", "json", "target", "truth"],
    ),
    ("predicate", &["double", "json", "limits", "number", "truth"]),
    ("diagnostic", &["json"]),
    ("subscription", &["diagnostic", "json", "predicate", "truth", "url"]),
    (
        "dialect",
        &[
            "diagnostic",
            "double",
            "json",
            "limits",
            "number",
            "predicate",
            "subscription",
            "truth",
            "url",
        ],
    ),
    ("event", &["diagnostic", "json", "limits", "number", "predicate", "subscription", "truth"]),
    (
        "router",
        &["dialect", "event", "json", "limits", "number", "predicate", "subscription", "truth"],
    ),
    (
        "explain",
        &[
            "dialect",
            "diagnostic",
            "event",
            "json",
            "limits",
            "number",
            "predicate",
            "router",
            "subscription",
            "truth",
        ],
    ),
    (
        "lint",
        &[
            "dialect",
            "diagnostic",
            "double",
            "event",
            "explain",
            "json",
            "number",
            "predicate",
            "subscription",
            "truth",
        ],
    ),
    (
        "import",
        &["diagnostic", "dialect", "json", "limits", "number", "predicate", "subscription", "url"],
    ),
    (
        "compare",
        &[
            "dialect",
            "event",
            "explain",
            "json",
            "lint",
            "predicate",
            "router",
            "subscription",
            "truth",
            "url",
        ],
    ),
];

/// Outside crates, and the files or folders that alone may name them.
const WRAPPED: &[(&str, &[&str])] = &[
    ("regex_automata", &["src/predicate/regexp/program.rs"]),
    ("regex_syntax", &["src/predicate/regexp"]),
    ("fluent_uri", &["src/url.rs"]),
    ("strsim", &["src/dialect/suggest.rs"]),
    ("wide", &["src/json/string.rs"]),
    ("hashbrown", &["src/router"]),
    ("ct_codecs", &["src/codec.rs"]),
    ("ed25519_compact", &["src/signature/crypto.rs"]),
    ("hmac_sha256", &["src/signature/crypto.rs"]),
    ("subtle", &["src/signature/crypto.rs"]),
    ("crc32fast", &["src/router/checksum.rs"]),
    ("crc", &["src/router/checksum.rs"]),
    ("wasm_bindgen", &["src/double.rs", "src/wasm"]),
];

/// Most lines of code in a file, tests, comments and blank lines aside.
const LONGEST: usize = 500;

/// One line of code, with where it stands.
struct Line {
    path: String,
    number: usize,
    code: String,
}

impl Line {
    fn at(&self) -> String {
        format!("{}:{}: {}", self.path, self.number, self.code.trim())
    }

    /// The room of the file: the folder or file right below `src`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }
}

/// Every line of code below `folder` that is no comment and in no test module.
fn code(folder: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for path in sources(&root().join(folder)) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if name.ends_with("/tests.rs") {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            // A test module stands at the end of its file.
            if line.trim_start().starts_with("#[cfg(test)]") && text_ends_in_tests(&text, index) {
                break;
            }
            let code = line.trim_start();
            if !code.is_empty() && !code.starts_with("//") {
                lines.push(Line { path: name.clone(), number: index + 1, code: line.to_owned() });
            }
        }
    }
    lines
}

/// Whether a test module with a body follows line `index`.
fn text_ends_in_tests(text: &str, index: usize) -> bool {
    text.lines().skip(index + 1).take(3).any(|line| line.starts_with("mod ") && line.ends_with('{'))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The words of a line of code, strings included.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|character: char| !character.is_alphanumeric() && character != '_')
}

fn tell(breaches: &[String], rule: &str) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

#[test]
fn files_are_short() {
    let mut counts = std::collections::BTreeMap::new();
    for folder in ["src", "cli", "xtask", "tests", "benches"] {
        for line in code(folder) {
            *counts.entry(line.path).or_insert(0_usize) += 1;
        }
    }
    let long: Vec<_> = counts
        .into_iter()
        .filter(|(_, count)| *count > LONGEST)
        .map(|(path, count)| format!("{path}: {count} lines of code"))
        .collect();
    tell(&long, "a file has at most 500 lines of code");
}

#[test]
fn rooms_know_only_what_they_may() {
    let mut breaches = Vec::new();
    for line in code("src") {
        let room = line.room();
        // What is exported to JavaScript is held to more below.
        if room == "lib" || room == "wasm" {
            continue;
        }
        let Some((_, known)) = MAY_KNOW.iter().find(|(name, _)| *name == room) else {
            breaches.push(format!("{}: the room {room} has no row", line.path));
            continue;
        };
        // A name of the crate's root is a type that some room exports; rooms name each
        // other's modules instead, so that the direction can be seen.
        for (at, _) in line.code.match_indices("crate::") {
            let name = words(&line.code[at + "crate::".len()..]).next().unwrap_or_default();
            let fine = name == room
                || known.contains(&name)
                || name == "Limits" && known.contains(&"limits");
            if !fine {
                breaches.push(line.at());
            }
        }
    }
    tell(&breaches, "a room names another that it may not know");
}

#[test]
fn the_exports_know_the_public_api_only() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let mut breaches = Vec::new();
    for line in code("src/wasm") {
        let Some((_, named)) = line.code.split_once("crate::") else { continue };
        let path = named.split(['{', ';', '(', '<', ',']).next().unwrap_or_default();
        let room = path.split_once("::").map(|(room, _)| room);
        let exported = path.is_empty() || words(&lib).any(|word| word == path);
        let public = |room: &str| lib.contains(&format!("pub mod {room};"));
        let own = path.starts_with("wasm::");
        if room.is_some_and(|room| !public(room) && !own) || room.is_none() && !exported {
            breaches.push(line.at());
        }
    }
    tell(&breaches, "the exports to JavaScript name a room of the crate");
}

#[test]
fn dialects_do_not_know_each_other() {
    let folder = root().join("src/dialect");
    let providers: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(providers.len() >= 5, "{providers:?}");
    let mut breaches = Vec::new();
    for line in code("src/dialect") {
        let Some(own) = providers.iter().find(|own| line.path.contains(&format!("/{own}/"))) else {
            continue;
        };
        for other in providers.iter().filter(|other| *other != own) {
            let named = [format!("{other}::"), format!("dialect::{other}")];
            if named.iter().any(|name| line.code.contains(name.as_str())) {
                breaches.push(line.at());
            }
        }
    }
    tell(&breaches, "a dialect names another dialect");
}

#[test]
fn the_router_reads_no_dialect_but_a_configuration() {
    let breaches: Vec<_> = code("src/router")
        .iter()
        .filter(|line| line.code.contains("dialect::"))
        .filter(|line| {
            let after = line.code.split("dialect::").nth(1).unwrap_or_default();
            !words(after).filter(|word| !word.is_empty()).all(|word| {
                matches!(word, "Config" | "Dialect" | "Form" | "Unreadable" | "return" | "if")
            })
        })
        .map(Line::at)
        .collect();
    tell(&breaches, "the router takes Config, Dialect and Form of the dialects and nothing more");
}

#[test]
fn the_engine_never_asks_for_the_provider() {
    let mut breaches = Vec::new();
    for folder in ["src/event", "src/router", "src/predicate", "src/subscription", "src/delivery"] {
        for line in code(folder) {
            if line.code.contains(".provider()") || line.code.contains("Dialect::") {
                let constructor = line.path == "src/router/mod.rs" && line.code.contains("Config");
                if !constructor {
                    breaches.push(line.at());
                }
            }
        }
    }
    tell(&breaches, "differences between providers are data in the subscription");
}

#[test]
fn outside_crates_are_wrapped_once() {
    let mut breaches = Vec::new();
    for line in code("src") {
        for (name, homes) in WRAPPED {
            let named = line.code.contains(&format!("{name}::"));
            let part = line.code.contains(&format!("_{name}::"));
            if named && !part && !homes.iter().any(|home| line.path.starts_with(home)) {
                breaches.push(line.at());
            }
        }
    }
    tell(&breaches, "an outside crate is named outside the file that wraps it");
}

#[test]
fn nothing_is_unsafe_and_nothing_reaches_the_world() {
    const NEVER: &[&str] =
        &["std::time", "std::env", "std::process", "std::fs", "std::io", "TcpStream", "UdpSocket"];
    let breaches: Vec<_> = code("src")
        .iter()
        .filter(|line| {
            words(&line.code).any(|word| word == "unsafe")
                || NEVER.iter().any(|name| line.code.contains(name))
        })
        .map(Line::at)
        .collect();
    tell(&breaches, "the crate has no unsafe code, no I/O and no clock");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""), "unsafe code is forbidden");
}

#[test]
fn the_features_of_serde_json_stay_the_users() {
    for manifest in ["Cargo.toml", "cli/Cargo.toml"] {
        let text = fs::read_to_string(root().join(manifest)).unwrap();
        for feature in ["arbitrary_precision", "preserve_order"] {
            assert!(!text.contains(feature), "{manifest} turns {feature} on, for its users too");
        }
    }
}

#[test]
fn the_crate_depends_on_what_it_may() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let part = text.split("\n[dependencies]\n").nth(1).unwrap();
    let part = part.split("\n[").next().unwrap();
    let names: Vec<_> = part
        .lines()
        .filter_map(|line| words(line.trim()).next())
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(
        names,
        [
            "ct",
            "ed25519",
            "fluent",
            "foldhash",
            "hashbrown",
            "hmac",
            "regex",
            "regex",
            "serde",
            "serde_json",
            "strsim",
            "subtle",
            "wasm",
            "wide"
        ]
    );
}

/// The README promises that readers share a router across threads.
#[test]
fn what_is_shared_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<hooksieve::Router>();
    shared::<hooksieve::Explainer>();
    shared::<hooksieve::Config>();
    shared::<hooksieve::HooksieveError>();
}
