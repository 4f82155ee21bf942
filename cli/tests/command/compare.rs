//! `hooksieve compare`.

use crate::run::Place;

const OLD: &str = r#"[
  {"id":"a","events":["wallet.created"],"target":{"url":"https://user:PASSWORD@a.example/?key=QUERY"}},
  {"id":"b","events":["key.created"],"target":{"url":"https://b.example"}}]"#;
const NEW: &str = r#"[
  {"id":"a","events":["wallet.*"],"target":{"url":"https://user:PASSWORD@a.example/?key=QUERY"}},
  {"id":"c","events":["key.created"],"target":{"url":"https://b.example"}}]"#;
const EVENTS: &str = "{\"type\":\"wallet.created\"}\n{\"type\":\"wallet.deleted\"}\n{\"type\":\"key.created\"}\n{\"type\":\"x\"}\n";

fn place(test: &str) -> Place {
    Place::new(test).with("old.json", OLD).with("new.json", NEW).with("events.ndjson", EVENTS)
}

#[test]
fn without_events_it_is_told_what_is_proved() {
    let place = place("compare-proved")
        .with("same.json", "[\n{\"events\":[\"wallet.created\"],\"id\":\"a\"}]")
        .with("again.json", "{\"id\":\"a\",\"events\":[\"wallet.created\"]}")
        .with("broken.json", "{");
    let same = place.run("compare -d hooksieve same.json again.json");
    assert_eq!(same.code, 0, "{same:?}");
    assert!(same.out.contains("nothing changes"), "{same:?}");
    let other = place.run("compare -d hooksieve old.json new.json");
    assert_eq!(other.code, 1, "{other:?}");
    assert!(other.out.contains("a  wider") && other.out.contains("b  removed"), "{other:?}");
    assert_eq!(place.run("compare old.json broken.json").code, 2);
    assert_eq!(place.run("compare old.json missing.json").code, 2);
    assert_eq!(place.run("compare - -").code, 2);
}

#[test]
fn events_tell_what_changes() {
    let place = place("compare-events");
    let text = place.run("compare -d hooksieve old.json new.json events.ndjson");
    assert_eq!(text.code, 1, "{text:?}");
    assert!(text.out.contains("gained 2 · lost 1 · unchanged 1   (4 events)"), "{text:?}");
    assert!(text.out.contains("gained events.ndjson:2  wallet.deleted"), "{text:?}");
    assert!(text.out.contains("https://b.example  gained 0 · lost 0 · unchanged 1"), "{text:?}");
    text.expect_no_secret();
    let json = place.run("compare -d hooksieve old.json new.json events.ndjson --format json");
    let report = &json.lines()[0];
    assert_eq!(report["differs"], true);
    assert_eq!((&report["gained"], &report["lost"]), (&2.into(), &1.into()));
    assert_eq!(report["subscriptions"][0]["examples"][0]["place"], "events.ndjson:2");
    json.expect_no_secret();
    let comment =
        place.run("compare -d hooksieve old.json new.json events.ndjson --format markdown");
    assert!(
        comment.out.contains("| `a` | wider | 1 | 0 | 1 | gained `events.ndjson:2`"),
        "{comment:?}"
    );
    comment.expect_no_secret();
}

#[test]
fn threads_and_order_change_nothing() {
    let lines: Vec<String> =
        (0..5000).map(|at| format!("{{\"id\":{at},\"type\":\"wallet.{}\"}}\n", at % 7)).collect();
    let place = place("compare-jobs").with("many.ndjson", lines.concat()).with(
        "seven.json",
        r#"[{"id":"a","events":["wallet.3"]},{"id":"c","events":["wallet.5"]}]"#,
    );
    let run = |jobs: &str| {
        let command =
            format!("compare -d hooksieve --format json -j {jobs} seven.json new.json many.ndjson");
        place.run(&command).out
    };
    assert_eq!(run("1"), run("2"));
    let same = place.run("compare -d hooksieve old.json old.json many.ndjson");
    assert_eq!(same.code, 0, "{same:?}");
}

#[test]
fn an_unreadable_event_is_trouble() {
    let place = place("compare-trouble").with("bad.ndjson", "{\"type\":\"x\"}\nnonsense\n");
    let ran = place.run("compare -d hooksieve old.json old.json bad.ndjson");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("bad.ndjson:2: "), "{ran:?}");
    assert_eq!(place.run("compare -d hooksieve old.json old.json missing.ndjson").code, 2);
}
