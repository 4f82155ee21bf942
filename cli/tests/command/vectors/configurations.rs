//! Vectors of the kind "config": `hooksieve check --format json`, many files at once.

use std::collections::BTreeMap;

use hooksieve::json::Node;

use super::Tally;
use super::files::{Case, array, rows, string};
use crate::run::Place;

/// How many files one run checks.
const FILES: usize = 64;

/// Cases that are checked by the same command.
pub(super) struct Group<'f> {
    arguments: String,
    cases: Vec<Case<'f>>,
}

/// Puts cases of one dialect and one call together.
pub(super) fn groups<'f>(cases: impl Iterator<Item = Case<'f>>) -> Vec<Group<'f>> {
    let mut by_arguments: BTreeMap<String, Vec<Case<'f>>> = BTreeMap::new();
    for case in cases {
        let request = string(case.node, "request");
        let request = request.map(|call| format!(" --request {call}")).unwrap_or_default();
        let arguments = format!("check -q --format json -d {}{request}", case.dialect());
        by_arguments.entry(arguments).or_default().push(case);
    }
    let groups = by_arguments.into_iter().flat_map(|(arguments, cases)| {
        let parts: Vec<_> = cases.chunks(FILES).map(<[_]>::to_vec).collect();
        parts.into_iter().map(move |cases| Group { arguments: arguments.clone(), cases })
    });
    groups.collect()
}

/// Checks the files of a group.
pub(super) fn check(place: &Place, group: &Group<'_>, tally: &mut Tally) {
    let mut arguments = group.arguments.clone();
    for (index, case) in group.cases.iter().enumerate() {
        place.write(&format!("{index}.json"), case.text("config"));
        arguments.extend([" ", &index.to_string(), ".json"]);
    }
    let ran = place.run(&arguments);
    let reports: Vec<Node> = ran.out.lines().map(|line| Node::parse(line).unwrap()).collect();
    assert_eq!(reports.len(), group.cases.len(), "a report a file: {ran:?}");
    let mut exit = 0;
    for (index, (case, report)) in group.cases.iter().zip(&reports).enumerate() {
        tally.tests += 1;
        exit = exit.max(exit_of(case.node));
        let name = case.name();
        let file = format!("{index}.json");
        tally.compare(&name, "file", &Some(file.as_str()), &string(report, "file"));
        if case.dialect() != "auto" {
            tally.compare(&name, "dialect", &Some(case.dialect()), &string(report, "dialect"));
        }
        let subscriptions =
            |node: &Node| node.get("subscriptions").and_then(Node::number).map(str::to_owned);
        let (expected, got) = (subscriptions(case.node), subscriptions(report));
        tally.compare(&name, "subscriptions", &expected, &got);
        diagnostics(&name, case.node, report, tally);
    }
    tally.compare(&group.arguments, "exit", &exit, &ran.code);
}

/// Vectors of the kind "lint": the findings beside the diagnostics.
pub(super) fn lint(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    place.write("config.json", case.text("config"));
    let mut arguments = format!("check -q --format json -d {} config.json", case.dialect());
    if !array(case.node, "events").is_empty() {
        place.write("events.json", case.text("events"));
        arguments.push_str(" --events events.json");
    }
    let ran = place.run(&arguments);
    let report = Node::parse(ran.out.trim()).unwrap();
    let sorted = |node, list| {
        let mut rows = rows(node, list, &["severity", "code", "pointer"]);
        rows.sort();
        rows
    };
    tally.compare(&name, "findings", &sorted(case.node, "findings"), &sorted(&report, "lint"));
}

/// Compares the diagnostics of a report with those expected, in any order.
pub(super) fn diagnostics(name: &str, expected: &Node, report: &Node, tally: &mut Tally) {
    let sorted = |node| {
        let mut rows = rows(node, "diagnostics", &["severity", "code", "pointer"]);
        rows.sort();
        rows
    };
    tally.compare(name, "diagnostics", &sorted(expected), &sorted(report));
    for each in array(report, "diagnostics") {
        let is_told = string(each, "message").is_some_and(|message| !message.is_empty());
        tally.compare(name, "has a message", &true, &is_told);
    }
}

/// The exit status for the diagnostics of a case: 2 for what is not JSON, 1 for errors.
pub(super) fn exit_of(case: &Node) -> i32 {
    let has = |member: &str, value: &str| {
        array(case, "diagnostics").iter().any(|each| string(each, member) == Some(value))
    };
    if has("code", "json-syntax") { 2 } else { i32::from(has("severity", "error")) }
}
