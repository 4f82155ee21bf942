//! Vectors of the kind "lint": what is proved of a configuration.

use hooksieve::Linter;
use hooksieve::json::Node;

use super::config::findings;
use super::{Case, Tally};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let config = case.config();
    let mut linter = Linter::new(&config);
    for event in case.node.get("events").and_then(Node::array).unwrap_or_default() {
        if let Err(error) = linter.see(event.to_json().as_bytes()) {
            tally.fail(format!("{}: {error}", event.to_json()));
        }
    }
    let found = linter.findings();
    findings(case, "findings", &found, tally);
    for finding in &found {
        if finding.place.span.end == 0 {
            tally.fail(format!("{finding} has no place in the text"));
        }
    }
}
