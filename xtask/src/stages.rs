//! The stages of a run: each is one command that must succeed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One command and what must come of it.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    /// The words of the command; nothing where there is none to run.
    words: Result<Vec<String>, String>,
    environment: &'static [(&'static str, &'static str)],
    /// Whether the command must also say something on its standard output.
    speaks: bool,
}

impl Stage {
    fn cargo(name: &'static str, arguments: &str) -> Self {
        Self::line(name, &format!("cargo {arguments}"))
    }

    fn line(name: &'static str, line: &str) -> Self {
        let words = line.split(' ').map(str::to_owned).collect();
        Self { name, words: Ok(words), environment: &[], speaks: false }
    }

    /// The command as it would be typed.
    pub(crate) fn command(&self) -> String {
        let mut line = String::new();
        for (name, value) in self.environment {
            let _ = write!(line, "{name}='{value}' ");
        }
        line + &self.words.as_ref().map_or_else(|_| "(none)".to_owned(), |words| words.join(" "))
    }

    /// Runs the command in the project's folder.
    pub(crate) fn run(&self) -> Result<(), String> {
        let words = self.words.as_ref().map_err(String::clone)?;
        let [program, arguments @ ..] = words.as_slice() else {
            return Err("the command is empty".to_owned());
        };
        let mut command = match (program.as_str(), std::env::var_os("CARGO")) {
            ("cargo", Some(cargo)) => Command::new(cargo),
            _ => Command::new(program),
        };
        command.args(arguments).current_dir(root()).envs(self.environment.iter().copied());
        if self.speaks {
            command.stdout(Stdio::piped());
        }
        let child = command.spawn().map_err(|fault| format!("cannot run {program}: {fault}"))?;
        let output = child.wait_with_output().map_err(|fault| fault.to_string())?;
        if !output.status.success() {
            return Err(format!("ended with {}", output.status));
        }
        if self.speaks && output.stdout.is_empty() {
            return Err("said nothing".to_owned());
        }
        Ok(())
    }
}

/// Everything that must hold before a change is done.
pub(crate) fn test_stages() -> Vec<Stage> {
    vec![
        Stage::cargo("format", "fmt --all --check"),
        Stage::cargo("clippy", "clippy --workspace --all-targets --quiet -- -D warnings"),
        Stage::cargo("clippy, plain", "clippy --package hooksieve --lib --quiet -- -D warnings"),
        Stage {
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
            ..Stage::cargo("rustdoc", "doc --workspace --no-deps --quiet")
        },
        // The oracle turns on a feature of serde_json that must not reach the others.
        Stage::cargo("tests", "test --workspace --exclude hooksieve-oracle --quiet"),
        Stage::cargo("oracle", "test --package hooksieve-oracle --quiet"),
        Stage { words: readme_command(), speaks: true, ..Stage::cargo("readme", "") },
        // Adds the target where it is missing, so it goes first.
        Stage::cargo("wasm", "xtask wasm"),
        Stage::cargo(
            "exports",
            "clippy --package hooksieve --lib --features wasm --target wasm32-unknown-unknown --quiet -- -D warnings",
        ),
        Stage::cargo(
            "edge exports",
            "clippy --package hooksieve --lib --features edge --target wasm32-unknown-unknown --quiet -- -D warnings",
        ),
        Stage::cargo("units", "test --package hooksieve --lib --features wasm --quiet wasm::"),
        Stage::line("npm", "npm ci --no-audit --no-fund --prefix tests/js"),
        // Also builds the custom element, which is a part of the package.
        Stage::cargo("site", "xtask site"),
        // Compares with what the tests above wrote.
        Stage::line("homes", "node tests/js/run.js"),
        Stage::line("npm, edge", "npm ci --no-audit --no-fund --prefix edge"),
        Stage::line("edge", "node edge/tests/run.js"),
        Stage::line("page", "node www/tests/run.js"),
    ]
}

/// What an event costs.
pub(crate) fn bench_stages() -> Vec<Stage> {
    vec![Stage::cargo("route", "bench --package hooksieve --bench route")]
}

/// What an event costs in JavaScript: the events are those of the benchmark above.
pub(crate) fn wasm_bench_stages() -> Vec<Stage> {
    vec![
        Stage::cargo("wasm", "xtask wasm"),
        Stage::line("npm", "npm ci --no-audit --no-fund --prefix tests/js"),
        Stage::cargo(
            "events",
            "bench --package hooksieve --bench route --quiet -- write types labels mixed",
        ),
        Stage::line("bench", "node tests/js/bench.js"),
    ]
}

/// The first command that the README gives, word by word.
fn readme_command() -> Result<Vec<String>, String> {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(|fault| format!("README.md: {fault}"))?;
    let line = text.lines().map(str::trim).find(|line| line.starts_with("cargo run "));
    let line = line.ok_or("README.md has no line that starts with `cargo run`")?;
    Ok(line.split_whitespace().map(str::to_owned).collect())
}

pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
