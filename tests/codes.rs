//! Every code of the crate is produced by at least one vector.

use std::collections::BTreeSet;

use hooksieve::Code;

use crate::runner::{self, KINDS};

#[test]
fn every_code_is_produced_by_a_vector() {
    let mut produced = BTreeSet::new();
    for kind in KINDS {
        produced.extend(runner::run_kind(kind).codes);
    }
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !produced.contains(code)).collect();
    let names: Vec<_> = missing.iter().map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "no vector produces {}", names.join(", "));
}

#[test]
fn every_code_has_its_own_kebab_case_text() {
    let mut seen = BTreeSet::new();
    for code in Code::ALL {
        let text = code.as_str();
        assert!(seen.insert(text), "{text} stands twice");
        assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{text}");
        assert_eq!(text.parse(), Ok(*code));
        assert!(!code.meaning().is_empty());
    }
}
