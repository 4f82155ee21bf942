//! Vectors of the kinds "update" and "convert": what is written.

use hooksieve::json::{Data, Node};

use super::Tally;
use super::configurations::{diagnostics, exit_of};
use super::files::{Case, rows, string};
use crate::run::{Place, Ran, pipe};

pub(super) fn update(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    place.write("current.json", case.text("current"));
    place.write("request.json", case.text("request"));
    let mut command = place.command("update -q --format json --current current.json");
    command.args(["--request", "request.json", "-d", case.dialect()]);
    if let Some(now) = string(case.node, "now") {
        command.args(["--now", now]);
    }
    let ran = pipe(command, b"");
    let Ok(printed) = Node::parse(&ran.out) else {
        tally.compare(&name, "prints JSON", "", &format!("{ran:?}"));
        return;
    };
    match case.node.get("result") {
        Some(expected) => {
            expect_equal(&name, expected, &printed, tally);
            tally.compare(&name, "exit", &0, &ran.code);
        }
        None => {
            diagnostics(&name, case.node, &printed, tally);
            tally.compare(&name, "exit", &exit_of(case.node).max(1), &ran.code);
        }
    }
}

pub(super) fn convert(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    place.write("config.json", case.text("config"));
    let to = string(case.node, "to").unwrap();
    let run = |more: &str| {
        let from = case.dialect();
        place.run(&format!("convert -q --from {from} --to {to} config.json {more}"))
    };
    let ran = run("--partial --report report.json");
    tally.compare(&name, "exit", &0, &ran.code);
    let Some(written) = written(&ran) else {
        tally.compare(&name, "prints JSON", "", &format!("{ran:?}"));
        return;
    };
    expect_equal(&name, case.node.get("result").unwrap(), &written, tally);
    let report = Node::parse(&place.read("report.json").unwrap()).unwrap();
    let transfers = |node| {
        let mut rows = rows(node, "transfers", &["pointer", "carried"]);
        rows.sort();
        rows
    };
    let expected = transfers(case.node);
    tally.compare(&name, "transfers", &expected, &transfers(&report));
    let is_open = expected.iter().any(|row| row.ends_with(" decision-needed"));
    let whole = run("");
    tally.compare(&name, "exit while decisions are open", &i32::from(is_open), &whole.code);
    let answer = if is_open { "" } else { ran.out.as_str() };
    tally.compare(&name, "answer while decisions are open", answer, &whole.out);
}

/// The verdicts are the crate's affair; the command must print what it makes, and say what
/// is open.
pub(super) fn import(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    place.write("input.json", case.text("input"));
    let format = string(case.node, "format").unwrap();
    let run = |more: &str| place.run(&format!("convert -q --import {format} input.json {more}"));
    let ran = run("--partial --report report.json");
    tally.compare(&name, "exit", &0, &ran.code);
    let report = Node::parse(&place.read("report.json").unwrap()).unwrap();
    let number = case.node.get("subscriptions").and_then(Node::number);
    tally.compare(&name, "written", &number, &report.get("written").and_then(Node::number));
    let mut open = rows(&report, "transfers", &["pointer", "carried"]);
    open.retain(|row| !row.ends_with(" over"));
    let mut expected = rows(case.node, "open", &["pointer", "carried"]);
    open.sort();
    expected.sort();
    tally.compare(&name, "open", &expected, &open);
    let is_open = expected.iter().any(|row| row.ends_with(" decision-needed"));
    tally.compare(&name, "exit while decisions are open", &i32::from(is_open), &run("").code);
}

/// The subscription that was written; several as an array, whatever their form.
fn written(ran: &Ran) -> Option<Node> {
    let document = Node::parse(&ran.out).ok().or_else(|| {
        let lines: Result<_, _> = ran.out.lines().map(Node::parse).collect();
        lines.ok().map(|lines| Node::new(Data::Array(lines)))
    })?;
    match document.array() {
        Some([only]) => Some(only.clone()),
        _ => Some(document),
    }
}

fn expect_equal(name: &str, expected: &Node, got: &Node, tally: &mut Tally) {
    if !expected.equals(got) {
        tally.compare(name, "result", &expected.to_json(), &got.to_json());
    }
}
