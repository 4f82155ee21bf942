//! Vectors of the kind "explain": every check of the first subscription, in order.

use hooksieve::Explainer;
use hooksieve::json::Node;

use super::{Case, Tally, events, text_of, texts};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let config = case.config();
    tally.codes.extend(config.diagnostics.iter().map(|diagnostic| diagnostic.code));
    let form = events::form(case);
    let explainer = Explainer::new(&config).with_event_form(form);
    let event = text_of(case.node, "event");
    let explanations = events::explain(&config, form, &explainer, &event, tally);
    let Some(explanation) = explanations.first() else {
        return tally.fail("nothing was explained");
    };
    let outcome = case.node.get("outcome").and_then(Node::string).unwrap_or_default();
    tally.compare("outcome", &outcome, &explanation.outcome.as_str());
    let listed = case.node.get("checks").and_then(Node::array).unwrap_or_default();
    let member = |node: &Node, name| node.get(name).and_then(Node::string).unwrap().to_owned();
    let expected: Vec<_> = listed
        .iter()
        .map(|check| format!("{} {}", member(check, "code"), member(check, "status")))
        .collect();
    let checks: Vec<_> = explanation
        .checks
        .iter()
        .map(|check| {
            let status = serde_json::to_string(&check.status).unwrap();
            format!("{} {}", check.code, status.trim_matches('"'))
        })
        .collect();
    tally.compare("checks", &expected, &checks);
    if let Some(summary) = case.node.get("summary").and_then(Node::string) {
        tally.compare("summary", &summary, &explanation.summary.as_str());
    }
    if case.node.get("notes").is_some() {
        let mut expected = texts(case.node, "notes");
        let mut notes: Vec<_> = explanation.notes.iter().map(|note| note.code.as_str()).collect();
        expected.sort_unstable();
        notes.sort_unstable();
        tally.compare("notes", &expected, &notes);
    }
}
