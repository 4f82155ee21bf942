//! Vectors of the kind "signature": what is signed, and what is believed.

use hooksieve::json::Node;

use super::Tally;
use super::files::{Case, array, string, strings};
use crate::run::{Place, pipe};

pub(super) fn signature(place: &Place, case: &Case<'_>, tally: &mut Tally) {
    tally.tests += 1;
    let name = case.name();
    let message = case.node.get("message").unwrap();
    let scheme = string(case.node, "scheme").unwrap();
    place.write("body", string(message, "body").unwrap());
    let mut command = place.command(&format!("sign --scheme {scheme} body"));
    command.args(secrets(place, case.node, "sign_with"));
    command.args(["--id", string(message, "id").unwrap()]);
    command.args(["--timestamp", message.get("timestamp").and_then(Node::number).unwrap()]);
    command.args(header_arguments(message));
    let ran = pipe(command, b"");
    if case.node.get("error").is_some() {
        tally.compare(&name, "exit", &2, &ran.code);
        return;
    }
    let printed: Vec<&str> = ran.out.lines().collect();
    let signed = lines(case.node, "signed");
    tally.compare(&name, "signature", &signed.iter().map(String::as_str).collect(), &printed);
    for (index, test) in case.tests().iter().enumerate() {
        tally.tests += 1;
        let name = format!("{name} / test {index}");
        place.write("body", string(test, "body").or(string(message, "body")).unwrap());
        let mut command = place.command(&format!("verify --scheme {scheme} body"));
        command.args(secrets(place, case.node, "verify_with"));
        let now: u64 = test.get("now").and_then(Node::number).unwrap().parse().unwrap();
        command.args(["--now", &(now / 1_000).to_string()]);
        if test.get("headers").is_some() {
            command.args(header_arguments(test));
        } else {
            command.args(header_arguments(message));
            command.args(signed.iter().flat_map(|line| ["-H", line]));
        }
        let ran = pipe(command, b"");
        let result = string(test, "result").unwrap();
        let (code, told) = match result {
            "verified" => (0, ran.out.starts_with("verified")),
            other => (1, ran.err.contains(&format!("not verified ({other})"))),
        };
        tally.compare(&name, result, &(code, true), &(ran.code, told));
    }
}

/// Each secret in a file of its own.
fn secrets(place: &Place, node: &Node, name: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    for (index, secret) in strings(node, name).iter().enumerate() {
        let file = format!("{name}-{index}");
        place.write(&file, secret);
        arguments.extend(["--secret-file".to_owned(), file]);
    }
    arguments
}

fn header_arguments(node: &Node) -> Vec<String> {
    lines(node, "headers").into_iter().flat_map(|line| ["-H".to_owned(), line]).collect()
}

fn lines(node: &Node, name: &str) -> Vec<String> {
    let line = |pair: &Node| {
        let part = |at| pair.element(at).and_then(Node::string).unwrap_or_default();
        format!("{}: {}", part(0), part(1))
    };
    array(node, name).iter().map(line).collect()
}
