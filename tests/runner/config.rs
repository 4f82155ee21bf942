//! Vectors of the kind "config": what is found when a configuration is read.

use hooksieve::json::Node;
use hooksieve::{Config, Diagnostic, Request};

use super::{Case, Tally, text_of};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let request = match case.node.get("request").and_then(Node::string) {
        None => None,
        Some("create") => Some(Request::Create),
        Some("update") => Some(Request::Update),
        Some(other) => panic!("there is no request {other:?}"),
    };
    let config = match request {
        None => case.config(),
        Some(request) => {
            let dialect = case.dialect().expect("a request names its dialect");
            Config::request(&text_of(case.node, "config"), dialect, request)
        }
    };
    let count = case.node.get("subscriptions").and_then(Node::number).map(str::to_owned);
    tally.compare("subscriptions", &count, &Some(config.subscriptions.len().to_string()));
    diagnostics(case, &config.diagnostics, tally);
}

/// Compares the diagnostics with the exact list that the case expects, in any order.
pub(super) fn diagnostics(case: Case<'_>, actual: &[Diagnostic], tally: &mut Tally) {
    findings(case, "diagnostics", actual, tally);
}

/// The same for the list that the member `name` holds.
pub(super) fn findings(case: Case<'_>, name: &str, actual: &[Diagnostic], tally: &mut Tally) {
    tally.codes.extend(actual.iter().map(|diagnostic| diagnostic.code));
    let listed = case.node.get(name).and_then(Node::array).unwrap_or_default();
    let member =
        |node: &Node, name: &str| node.get(name).and_then(Node::string).unwrap().to_owned();
    let mut expected: Vec<_> = listed
        .iter()
        .map(|node| ["severity", "code", "pointer"].map(|name| member(node, name)).join(" "))
        .collect();
    let mut got: Vec<_> = actual
        .iter()
        .map(|each| format!("{} {} {}", each.severity, each.code, each.place.pointer))
        .collect();
    expected.sort();
    got.sort();
    if expected != got {
        let told: Vec<_> = actual.iter().map(ToString::to_string).collect();
        let told = told.join("\n      ");
        tally.fail(format!(
            "{name}\n    expected {expected:#?}\n    got      {got:#?}\n      {told}"
        ));
    }
}
