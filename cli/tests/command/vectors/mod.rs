//! Runs every vector of `tests/vectors` through the command: what it prints must say what
//! the vectors say, and its exit status must follow. What the members of a case mean is
//! written in `tests/vectors/README.md`.
//!
//! A stream cannot express every case: an empty text is no event, and two values are two
//! events. Those are run as what the command documents for them and counted apart.

#[path = "../../../../tests/runner/base64.rs"]
mod base64;
mod configurations;
mod events;
mod files;
mod objects;
mod signatures;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::run::Place;
use files::{Case, File};

const THREADS: usize = 2;

/// What came of running vectors.
#[derive(Default)]
struct Tally {
    tests: usize,
    /// Tests that a stream cannot express.
    apart: usize,
    failures: Vec<String>,
}

impl Tally {
    fn compare<T: PartialEq + Debug + ?Sized>(
        &mut self,
        name: &str,
        what: &str,
        expected: &T,
        got: &T,
    ) {
        if expected != got {
            let failure =
                format!("{name}\n  {what}\n    expected {expected:?}\n    got      {got:?}");
            self.failures.push(failure);
        }
    }

    fn merge(&mut self, other: Self) {
        self.tests += other.tests;
        self.apart += other.apart;
        self.failures.extend(other.failures);
    }

    /// Fails with everything that failed.
    fn conclude(self, kind: &str) {
        let Self { tests, apart, failures } = self;
        assert!(tests > 0, "no vector of the kind {kind:?}");
        assert!(
            failures.is_empty(),
            "{} failures of {tests} tests:\n{}",
            failures.len(),
            failures.join("\n\n")
        );
        eprintln!("{kind}: {tests} tests, {apart} of them apart");
    }
}

/// Runs units on a few threads, each in a directory of its own.
fn in_parallel<U: Sync>(
    kind: &str,
    units: &[U],
    run: impl Fn(&Place, &U, &mut Tally) + Sync,
) -> Tally {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (next, all, run) = (&next, &all, &run);
            scope.spawn(move || {
                let place = Place::new(&format!("vectors-{kind}-{thread}"));
                let mut tally = Tally::default();
                while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run(&place, unit, &mut tally);
                }
                all.lock().unwrap().merge(tally);
            });
        }
    });
    all.into_inner().unwrap()
}

/// Runs every case of a kind as a unit.
fn each_case(kind: &str, run: impl Fn(&Place, &Case<'_>, &mut Tally) + Sync) {
    let files = files::of_kind(kind);
    let cases: Vec<Case<'_>> = files.iter().flat_map(File::cases).collect();
    in_parallel(kind, &cases, run).conclude(kind);
}

#[test]
fn config() {
    let files = files::of_kind("config");
    let groups = configurations::groups(files.iter().flat_map(File::cases));
    in_parallel("config", &groups, configurations::check).conclude("config");
}

#[test]
fn route() {
    each_case("route", events::route);
}

#[test]
fn predicate() {
    each_case("predicate", events::predicate);
}

#[test]
fn explain() {
    each_case("explain", events::explain);
}

#[test]
fn json() {
    each_case("json", events::json);
}

#[test]
fn update() {
    each_case("update", objects::update);
}

#[test]
fn convert() {
    each_case("convert", objects::convert);
}

#[test]
fn import() {
    each_case("import", objects::import);
}

#[test]
fn signature() {
    each_case("signature", signatures::signature);
}

#[test]
fn lint() {
    each_case("lint", configurations::lint);
}

#[test]
fn every_folder_yields_cases_of_known_kinds() {
    const KINDS: [&str; 10] = [
        "config",
        "route",
        "predicate",
        "explain",
        "json",
        "update",
        "convert",
        "signature",
        "lint",
        "import",
    ];
    // What a driver asks of the crate; no verb of the command does.
    const DRIVERS: [&str; 5] = ["policy", "delivery", "request", "target", "endpoint"];
    let mut folders: BTreeMap<String, usize> =
        files::folders().into_iter().map(|folder| (folder, 0)).collect();
    for file in files::all() {
        let known = KINDS.contains(&file.kind()) || DRIVERS.contains(&file.kind());
        assert!(known, "{}: the kind {:?}", file.path, file.kind());
        for (folder, cases) in &mut folders {
            if file.path.starts_with(&format!("{folder}/")) {
                *cases += file.cases().count();
            }
        }
    }
    assert!(!folders.is_empty());
    for (folder, cases) in folders {
        assert!(cases > 0, "the folder {folder} yields no case");
    }
}
