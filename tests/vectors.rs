//! Runs every file of `tests/vectors`, one kind at a time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::runner::{self, KINDS};

fn run(kind: &str) {
    let tally = runner::run_kind(kind);
    eprintln!("{kind}: {} cases, {} tests", tally.cases, tally.tests);
    assert!(tally.cases > 0, "no vector of the kind {kind:?}");
    let failures = tally.failures;
    for failure in &failures {
        eprintln!("FAILED {failure}\n");
    }
    assert!(failures.is_empty(), "{} of {} tests failed", failures.len(), tally.tests);
}

macro_rules! kinds {
    ($($name:ident = $kind:literal,)+) => {
        $(#[test]
        fn $name() {
            run($kind);
        })+

        #[test]
        fn every_kind_has_a_test() {
            assert_eq!([$($kind),+], KINDS);
        }
    };
}

kinds! {
    predicate = "predicate",
    config = "config",
    route = "route",
    update = "update",
    json = "json",
    explain = "explain",
    convert = "convert",
    lint = "lint",
    signature = "signature",
    policy = "policy",
    delivery = "delivery",
    request = "request",
    target = "target",
    endpoint = "endpoint",
    import = "import",
}

/// The homes in JavaScript compare theirs with these, byte for byte.
#[test]
fn every_explanation_is_written_for_the_other_homes() {
    let explained = runner::run_all().explained;
    assert!(explained.len() > 1_000);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain.ndjson");
    fs::write(path, explained.join("\n")).unwrap();
}

#[test]
fn every_file_has_the_form_of_the_schema() {
    let schema = runner::schema();
    let mut faults = Vec::new();
    for file in runner::files() {
        for fault in schema.check(&file.document) {
            faults.push(format!("{}: {fault}", file.path));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_folder_yields_cases() {
    let mut folders: BTreeMap<String, usize> =
        runner::folders().into_iter().map(|folder| (folder, 0)).collect();
    for file in runner::files() {
        let cases = file.cases().len();
        assert!(cases > 0, "{} has no case", file.path);
        for (folder, count) in &mut folders {
            if file.path.starts_with(&format!("{folder}/")) {
                *count += cases;
            }
        }
    }
    for (folder, count) in folders {
        assert!(count > 0, "the folder {folder} yields no case");
    }
}

#[test]
fn every_case_of_a_file_has_its_own_description() {
    for file in runner::files() {
        let mut seen = std::collections::BTreeSet::new();
        for case in file.cases() {
            let description = case.description();
            assert!(seen.insert(description), "{}: {description:?} stands twice", file.path);
        }
    }
}
