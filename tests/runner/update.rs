//! Vectors of the kind "update": the stored object after an update request.

use hooksieve::json::Node;

use super::{Case, Tally, config, text_of};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let dialect = case.dialect().expect("an update names its dialect");
    let current = text_of(case.node, "current");
    let request = text_of(case.node, "request");
    let now = case.node.get("now").and_then(Node::string);
    match (hooksieve::update(dialect, &current, &request, now), case.node.get("result")) {
        (Ok(stored), Some(expected)) => {
            if !stored.equals(expected) {
                let (expected, got) = (expected.to_json(), stored.to_json());
                tally.fail(format!("result\n    expected {expected}\n    got      {got}"));
            }
        }
        (Ok(stored), None) => {
            tally.fail(format!("expected diagnostics\n    got      {}", stored.to_json()));
        }
        (Err(diagnostics), None) => config::diagnostics(case, &diagnostics, tally),
        (Err(diagnostics), Some(_)) => {
            let told: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
            tally.fail(format!("expected a result\n    got      {}", told.join("\n      ")));
        }
    }
}
