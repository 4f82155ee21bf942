//! Vectors of the kinds "route", "predicate", "explain" and "json": `hooksieve route` and
//! `hooksieve explain` on events.

use hooksieve::json::{Data, Kind, Node};

use super::files::{Case, array, rows, string, strings, text};
use super::{Tally, base64};
use crate::run::{Place, Ran};

/// A first line that makes an input NDJSON, whatever the lines after it look like.
const FIRST: &[u8] = b"{}\n";

/// Routes each event of a case alone, so that the exit status is its own.
pub(super) fn route(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    place.write("config.json", case.text("config"));
    let arguments = format!("route -q --format ndjson {}", common(case));
    for (index, test) in case.tests().iter().enumerate() {
        tally.tests += 1;
        let name = format!("{} / {index}", case.name());
        let event = text(test, "event");
        let ran = place.run_on(&arguments, &event);
        if event.is_empty() {
            expect_no_event(&name, &ran, tally);
            continue;
        }
        let lines = lines(&ran);
        let [line] = lines.as_slice() else {
            tally.compare(&name, "lines", &1, &lines.len());
            continue;
        };
        let outcome = string(line, "outcome");
        tally.compare(&name, "outcome", &string(test, "outcome"), &outcome);
        for ids in ["matched", "undecidable"] {
            tally.compare(&name, ids, &strings(test, ids), &strings(line, ids));
        }
        let no_event = line.get("event").is_some_and(|event| event.kind() == Kind::Null);
        tally.compare(&name, "an error and no event", &no_event, &has_error(line));
        tally.compare(&name, "exit", &exit_of(&lines), &ran.code);
    }
}

/// Routes and explains the events of a case as one stream.
pub(super) fn predicate(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    let (dialect, condition) = (case.dialect(), case.text("condition"));
    let ark = dialect.starts_with("ark");
    let config = if ark {
        format!(
            r#"{{"event":"t","target":"https://a.example","enabled":true,"conditions":[{condition}]}}"#
        )
    } else {
        format!(
            r#"{{"id":"s","events":["t"],"conditions":[{condition}],"target":{{"url":"https://a.example"}}}}"#
        )
    };
    place.write("config.json", config);
    let mut input = FIRST.to_vec();
    for test in case.tests() {
        let data = text(test, "data");
        assert!(!data.contains('\n'), "{}: the event must be one line", case.name());
        let event = if ark {
            format!("{{\"event\":\"t\",\"timestamp\":0,\"data\":{data}}}\n")
        } else {
            format!("{{\"id\":\"1\",\"type\":\"t\",\"data\":{data}}}\n")
        };
        input.extend_from_slice(event.as_bytes());
    }
    let dialect = if dialect == "auto" { "hooksieve" } else { dialect };
    let run = |verb: &str| {
        let arguments = format!("{verb} -q -c config.json -d {dialect} --format ndjson -");
        place.run_on(&arguments, &input)
    };
    let (routed, explained) = (run("route"), run("explain"));
    let (lines, explanations) = (lines(&routed), lines(&explained));
    tally.compare(&case.name(), "lines", &(case.tests().len() + 1), &lines.len());
    tally.compare(&case.name(), "exit", &exit_of(&lines), &routed.code);
    tally.compare(&case.name(), "exit of explain", &routed.code, &explained.code);
    for (index, test) in case.tests().iter().enumerate() {
        tally.tests += 1;
        let name = format!("{} / {index}", case.name());
        let number = index + 2;
        let routed = on_line(&lines, number).and_then(|line| string(line, "outcome"));
        tally.compare(&name, "outcome", &string(test, "outcome"), &routed);
        let explanation = on_line(&explanations, number);
        let explained = explanation.and_then(|each| string(each, "outcome"));
        tally.compare(&name, "explained outcome", &routed, &explained);
        if let Some(code) = string(test, "code") {
            let last = explanation.and_then(|each| array(each, "checks").last());
            let got = last.and_then(|check| string(check, "code"));
            tally.compare(&name, "code", &code, &got.unwrap_or("none"));
        }
    }
}

/// Explains the event of a case in both forms for machines.
pub(super) fn explain(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    place.write("config.json", case.text("config"));
    let event = case.text("event");
    // What starts like an array would be split into its elements.
    let (input, line) =
        if event.starts_with('[') { (format!("{{}}\n{event}"), 2) } else { (event, 1) };
    let run =
        |form: &str| place.run_on(&format!("explain -q --format {form} {}", common(case)), &input);
    let (ndjson, json) = (run("ndjson"), run("json"));
    let lines = lines(&ndjson);
    let elements = Node::parse(&json.out).unwrap();
    let same = elements.equals(&Node::new(Data::Array(lines.clone())));
    tally.compare(&name, "the array has what the lines have", &true, &same);
    tally.compare(&name, "exits", &ndjson.code, &json.code);
    let Some(first) = on_line(&lines, line) else {
        tally.compare(&name, "is explained", &true, &false);
        return;
    };
    tally.compare(&name, "outcome", &string(case.node, "outcome"), &string(first, "outcome"));
    if lines.len() == 1 {
        tally.compare(&name, "exit", &exit_of(&lines), &ndjson.code);
    }
    let members = ["code", "status"];
    let (expected, checks) = (rows(case.node, "checks", &members), rows(first, "checks", &members));
    tally.compare(&name, "checks", &expected, &checks);
    if case.node.get("notes").is_some() {
        let mut expected = strings(case.node, "notes");
        let notes = array(first, "notes").iter();
        let mut notes: Vec<_> = notes.filter_map(|note| string(note, "code")).collect();
        expected.sort_unstable();
        notes.sort_unstable();
        tally.compare(&name, "notes", &expected, &notes);
    }
}

/// Routes a document alone, and as a line of a stream where it is one line.
pub(super) fn json(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    let document = match string(case.node, "text") {
        Some(text) => text.as_bytes().to_vec(),
        None => base64::decode(string(case.node, "base64").unwrap()),
    };
    let valid = case.node.get("valid").and_then(Node::bool).unwrap();
    place.write(
        "config.json",
        r#"{"id":"s","events":["t"],"conditions":[{"key":"a.b","condition":"exists"}]}"#,
    );
    let run =
        |input: &[u8]| place.run_on("route -q -c config.json -d hooksieve --format ndjson", input);
    let is_blank = document.iter().all(|byte| b" \t\r\n".contains(byte));
    if is_blank {
        expect_no_event(&name, &run(&document), tally);
        return;
    }
    let is_line = !document.contains(&b'\n');
    let is_array = document.trim_ascii_start().starts_with(b"[");
    // An array is split into its elements, unless it is a line between others.
    if !(is_array && is_line) {
        let ran = run(&document);
        let lines = lines(&ran);
        let readable = lines.iter().all(is_readable);
        if lines.len() > 1 && !is_array {
            // Values one after the other are events.
            tally.apart += 1;
            tally.compare(&name, "apart: readable", &true, &readable);
        } else {
            tally.compare(&name, "alone: readable", &valid, &readable);
            tally.compare(&name, "exit is 2", &!readable, &(ran.code == 2 && has_error(&lines[0])));
        }
    }
    if is_line {
        let lines = lines(&run(&[FIRST, &document].concat()));
        tally.compare(&name, "lines", &2, &lines.len());
        let readable = lines.last().is_some_and(is_readable);
        tally.compare(&name, "in a stream: readable", &valid, &readable);
    }
}

/// The configuration, its dialect and the form of the events.
fn common(case: &Case<'_>) -> String {
    let form = string(case.node, "events_as").unwrap_or("auto");
    format!("-c config.json -d {} --events-as {form}", case.dialect())
}

/// What is documented for an input without events: no answer, nothing fired.
fn expect_no_event(name: &str, ran: &Ran, tally: &mut Tally) {
    tally.apart += 1;
    tally.compare(name, "no event: exit", &1, &ran.code);
    tally.compare(name, "no event: stdout", "", ran.out.as_str());
}

/// The JSON lines of stdout; a library that reads numbers as floats would refuse some.
fn lines(ran: &Ran) -> Vec<Node> {
    ran.out.lines().map(|line| Node::parse(line).unwrap()).collect()
}

/// The object of a line of the input.
fn on_line(lines: &[Node], number: usize) -> Option<&Node> {
    let number = number.to_string();
    lines.iter().find(|each| each.get("line").and_then(Node::number) == Some(&number))
}

fn has_error(line: &Node) -> bool {
    line.get("error").is_some()
}

/// What is JSON and no object is no event either, but for another reason.
fn is_readable(line: &Node) -> bool {
    string(line, "error").is_none_or(|error| error.starts_with("an event must be an object"))
}

/// The exit status for the outcomes of lines.
fn exit_of(lines: &[Node]) -> i32 {
    let has = |outcome: &str| lines.iter().any(|line| string(line, "outcome") == Some(outcome));
    match (lines.iter().any(has_error) || has("undecidable"), has("fires")) {
        (true, _) => 2,
        (false, fires) => i32::from(!fires),
    }
}
