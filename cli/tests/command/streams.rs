//! Streams: their shapes, their bad parts, their length.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::run::{DOES_NOT, FIRES, Place};

const ROUTE: &str = "route -q -c webhook.json --format ndjson";

/// The line and the outcome of each event.
fn routed(place: &Place, input: impl AsRef<[u8]>) -> Vec<(u64, String)> {
    let ran = place.run_on(ROUTE, input);
    let found = ran.lines();
    found
        .iter()
        .map(|each| (each["line"].as_u64().unwrap(), each["outcome"].as_str().unwrap().to_owned()))
        .collect()
}

fn expect(found: &[(u64, String)], expected: &[(u64, &str)]) {
    let found: Vec<(u64, &str)> =
        found.iter().map(|(line, outcome)| (*line, outcome.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn one_object_over_many_lines() {
    let place = Place::new("stream-object");
    let pretty = FIRES.replace(',', ",\n  ").replace("{\"id\"", "\n\n{\n\"id\"");
    expect(&routed(&place, &pretty), &[(3, "fires")]);
    expect(&routed(&place, format!("{pretty}\n{pretty}")), &[(3, "fires"), (9, "fires")]);
}

#[test]
fn an_array_of_objects() {
    let place = Place::new("stream-array");
    expect(
        &routed(&place, format!("[{FIRES},\n{DOES_NOT}]\n")),
        &[(1, "fires"), (2, "does-not-fire")],
    );
    expect(
        &routed(&place, format!("[{FIRES},\n{{\"id\":}},\n{FIRES}")),
        &[(1, "fires"), (2, "undecidable"), (3, "fires"), (3, "undecidable")],
    );
    assert_eq!(place.run_on(ROUTE, "[]").code, 1);
}

#[test]
fn lines_after_a_broken_one() {
    let place = Place::new("stream-broken");
    expect(
        &routed(&place, format!("{{\"id\":\n{FIRES}\n\n{DOES_NOT}")),
        &[(1, "undecidable"), (2, "fires"), (4, "does-not-fire")],
    );
    let bytes = [b"{\"kind\":\"\xff\"}\n".as_slice(), FIRES.as_bytes()].concat();
    expect(&routed(&place, bytes), &[(1, "undecidable"), (2, "fires")]);
    expect(&routed(&place, format!("{FIRES}\r\n{FIRES}\r\n")), &[(1, "fires"), (2, "fires")]);
}

#[test]
fn streams_are_strict_and_a_pasted_event_is_repaired() {
    let place = Place::new("stream-pasted");
    let pasted = "{\n  \"id\": \"whe-1\", // the first\n  \"kind\": \"wallet.created\",\n}\n";
    expect(&routed(&place, pasted), &[(1, "undecidable")]);
    let explained = place.run_on("explain -c webhook.json", pasted);
    assert_eq!(explained.code, 0, "{explained:?}");
    assert!(explained.err.contains("<stdin>:2:18: repaired: a comment"), "{explained:?}");
    let lines = format!("{FIRES}\n{{\"kind\":\"wallet.created\",}}\n");
    assert_eq!(place.run_on("explain -c webhook.json", lines).code, 2);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let place = Place::new("stream-long");
    let long = "x".repeat((16 << 20) + 10);
    let input = format!("{FIRES}\n{{\"kind\":\"{long}\"}}\n{FIRES}\n");
    let ran = place.run_on(ROUTE, &input);
    assert_eq!(ran.code, 2);
    let lines = ran.lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[1]["error"].as_str().unwrap().contains("larger"), "{}", lines[1]);
    assert_eq!(lines[2]["outcome"], "fires");
    let array = format!("[{{\"kind\":\"{long}\"}},{FIRES}]");
    expect(&routed(&place, array), &[(1, "undecidable"), (1, "fires")]);
}

#[test]
fn threads_keep_the_order() {
    let place = Place::new("stream-threads");
    let mut input = String::new();
    for number in 0..20_000 {
        let kind = ["wallet.created", "key.created"][number % 2];
        let event = format!("{{\"id\":\"{number}\",\"kind\":\"{kind}\",\"data\":{{}}}}\n");
        input.push_str(&event);
    }
    let alone = place.run_on(&format!("{ROUTE} --jobs 1"), &input);
    assert_eq!(alone.out.lines().count(), 20_000);
    for jobs in ["", "--jobs 2", "--jobs 7"] {
        let ran = place.run_on(&format!("{ROUTE} {jobs}"), &input);
        assert!(ran.out == alone.out, "{jobs}");
    }
    let explained = place.run_on("explain -q -c webhook.json --format ndjson --jobs 3", &input);
    assert_eq!(explained.out.lines().count(), 20_000);
    let summary = place.run_on("explain -q -c webhook.json --jobs 3", &input);
    assert!(summary.out.starts_with("fires 10,000 · does not fire 10,000"), "{summary:?}");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let place = Place::new("stream-pipe");
    for arguments in ["--jobs 1", "--jobs 2"] {
        let mut command = place.command(&format!("{ROUTE} {arguments}"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || while writeln!(stdin, "{FIRES}").is_ok() {});
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        assert!(child.wait().unwrap().success());
        writer.join().unwrap();
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(err, "");
    }
}

#[test]
fn a_slow_pipe_is_followed_line_by_line() {
    let place = Place::new("stream-slow");
    let mut command = place.command(ROUTE);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=3 {
        writeln!(stdin, "{FIRES}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"line\":{number},")), "{line}");
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

/// The most memory that a process has used, in bytes.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_stream() {
    let place = Place::new("stream-memory");
    let event = format!("{{\"kind\":\"key.created\",\"pad\":\"{}\"}}", "x".repeat(1000));
    for (arguments, separator) in
        [(ROUTE, "\n"), ("explain -q -c webhook.json", "\n"), (ROUTE, ",")]
    {
        let mut command = place.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let start = if separator == "," { "[" } else { "" };
        write!(stdin, "{start}{event}").unwrap();
        let more = format!("{separator}{event}").repeat(1000);
        for _ in 0..60 {
            stdin.write_all(more.as_bytes()).unwrap();
        }
        let peak = peak(child.id()).unwrap();
        drop(stdin);
        child.wait().unwrap();
        assert!(peak < 40 << 20, "{arguments}: {peak} bytes for 60 MB");
    }
}
