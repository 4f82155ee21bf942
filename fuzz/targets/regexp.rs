//! No pattern panics, and none runs away: the first line is the pattern, the rest the
//! text.
#![no_main]

use hooksieve::{Flavour, Limits, Regexp};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (pattern, subject) = text.split_once('\n').unwrap_or((text, ""));
    for flavour in [Flavour::CodePoints, Flavour::CodeUnits] {
        if let Ok(regexp) = Regexp::compile(pattern, flavour, &Limits::default()) {
            let _ = regexp.is_match(subject);
        }
    }
});
