//! `hooksieve route`.

use crate::run::{DOES_NOT, FIRES, Place};

#[test]
fn the_exit_is_greps() {
    let place = Place::new("route-exits");
    let exit = |input: &str| place.run_on("route -c webhook.json", input).code;
    assert_eq!(exit(FIRES), 0);
    assert_eq!(exit(DOES_NOT), 1);
    assert_eq!(exit(&format!("{FIRES}\n{DOES_NOT}\n")), 0);
    assert_eq!(exit(&format!("{FIRES}\nbroken\n")), 2);
    assert_eq!(exit(&format!("{FIRES}\n{{\"id\":\"x\"}}\n")), 2);
    assert_eq!(exit(""), 1);
    assert_eq!(place.run("route -c missing.json").code, 2);
    assert_eq!(place.run("route").code, 2);
    assert_eq!(place.run("route -c webhook.json --format xml").code, 2);
}

#[test]
fn a_line_of_ndjson_is_as_agreed() {
    let place = Place::new("route-ndjson");
    let input = format!("{FIRES}\n\n{DOES_NOT}\nbroken {{\n{{\"id\":7}}\n");
    let ran = place.run_on("route -c webhook.json --format ndjson -", input);
    let expected = [
        r#"{"line":1,"event":{"id":"whe-1","type":"wallet.created"},"outcome":"fires","matched":["wh-1"],"undecidable":[]}"#,
        r#"{"line":3,"event":{"id":"whe-2","type":"key.created"},"outcome":"does-not-fire","matched":[],"undecidable":[]}"#,
        r#"{"line":4,"event":null,"outcome":"undecidable","matched":[],"undecidable":["wh-1"],"error":"#,
        r#"{"line":5,"event":{"id":"7","type":null},"outcome":"undecidable","matched":[],"undecidable":["wh-1"]}"#,
    ];
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{ran:?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert!(ran.err.lines().any(|line| line.starts_with("<stdin>:4: ")), "{ran:?}");
}

#[test]
fn the_text_names_whom_an_event_fires() {
    let place = Place::new("route-text");
    let ran = place.run_on("route -c webhook.json", format!("{FIRES}\n{DOES_NOT}\n"));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].contains("✓ fires") && lines[0].ends_with("→ wh-1"), "{ran:?}");
    assert!(lines[1].contains("does not fire") && lines[1].ends_with("key.created"), "{ran:?}");
    ran.expect_no_secret();
}

#[test]
fn faults_of_the_configuration_are_told_and_do_not_stop() {
    let place = Place::new("route-faults").with("broken.json", "{\n  \"a\": nope\n}");
    let ran = place.run_on("route -c webhook.json", FIRES);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("webhook.json:7:3: warning[unknown-field]"), "{ran:?}");
    let quiet = place.run_on("route -q -c webhook.json", FIRES);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let broken = place.run_on("route -c broken.json", FIRES);
    assert_eq!(broken.code, 2);
    assert_eq!(broken.err.lines().count(), 1, "{broken:?}");
    assert!(broken.err.starts_with("error: broken.json:2:8: not JSON"), "{broken:?}");
}

#[test]
fn several_files_are_one_stream() {
    let place = Place::new("route-files").with("a.json", FIRES).with("b.json", DOES_NOT);
    let ran = place.run("route -c webhook.json --format ndjson a.json missing.json b.json");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error: missing.json: no such file"), "{ran:?}");
    let lines = ran.lines();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["file"], &lines[1]["file"]), (&"a.json".into(), &"b.json".into()));
    assert_eq!(place.run("route -c webhook.json .").code, 2);
}

#[test]
fn stdin_is_the_configuration_or_the_events() {
    let place = Place::new("route-stdin").with("event.json", FIRES);
    let ran = place.run_on("route -c - event.json", crate::run::WEBHOOK);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(place.run_on("route -c -", crate::run::WEBHOOK).code, 2);
}

#[test]
fn the_form_of_events_can_be_named() {
    let place = Place::new("route-form");
    let event = r#"{"type":"key.created","kind":"wallet.created"}"#;
    assert_eq!(place.run_on("route -c webhook.json --events-as dfns", event).code, 0);
    assert_eq!(place.run_on("route -c webhook.json --events-as dakota", event).code, 1);
    assert_eq!(place.run_on("route -c webhook.json --events-as xml", event).code, 2);
}

#[test]
fn subscriptions_without_an_id_are_told_by_position() {
    let place = Place::new("route-positions")
        .with("list.json", r#"[{"url":"https://a.example","events":["*"]},{"url":"https://a.example","events":["wallet.created"]}]"#);
    let ran = place.run_on("route -d dfns -c list.json --format ndjson", FIRES);
    assert_eq!(ran.lines()[0]["matched"], serde_json::json!(["#0", "#1"]));
}

#[test]
fn reading_as_far_as_needed_does_not_see_what_stands_behind() {
    let place = Place::new("route-touched");
    let broken = r#"{"id":"whe-1","kind":"wallet.created","data":{"amount":01}}"#.to_owned() + "\n";
    let ran = place.run_on("route -c webhook.json --reading touched -", broken.clone());
    assert!(ran.out.contains("fires") && !ran.err.contains("JSON number"), "{ran:?}");
    let ran = place.run_on("route -c webhook.json --reading full -", broken);
    assert!(ran.err.contains("not a JSON number"), "{ran:?}");
}

#[test]
fn the_number_of_jobs_does_not_change_the_answer() {
    let place = Place::new("route-jobs");
    let line = |number: usize| {
        let event = if number.is_multiple_of(3) { FIRES } else { DOES_NOT };
        format!("{event}\n")
    };
    let input: String = (0..5000).map(line).collect();
    let one = place.run_on("route -c webhook.json --format ndjson --jobs 1 -", input.clone());
    let four = place.run_on("route -c webhook.json --format ndjson --jobs 4 -", input);
    assert_eq!(one.out.lines().count(), 5000);
    assert_eq!(one.out, four.out);
}
