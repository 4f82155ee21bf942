//! `hooksieve explain`.

use serde_json::Value;

use crate::run::{DOES_NOT, FIRES, Place};

const TYPO: &str = r#"{"id":"whe-3","kind":"wallet.transfer.requested","data":{}}"#;

#[test]
fn one_event_is_accounted_for_in_full() {
    let place = Place::new("explain-one").with("event.json", TYPO);
    let ran = place.run("explain -c webhook.json event.json");
    assert_eq!(ran.code, 1);
    for part in [
        "webhook.json: Dfns webhook      event.json: wallet.transfer.requested, whe-3",
        "DOES NOT FIRE  wh-1   1 of 2 checks fails",
        "  ✓ the subscription is on",
        "  ✗ \"wallet.transfer.requested\" is not in events",
        "webhook.json:4:13",
        "4 |   \"events\": [\"wallet.created\", \"wallet.transfer.request\"],",
        "event has  \"wallet.transfer.requested\"  event.json:1:22",
        "did you mean \"wallet.transfer.requested\"?",
        "fix: Add \"wallet.transfer.requested\" to events",
        "To make it fire:",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    ran.expect_no_secret();
    let fires = place.run_on("explain -c webhook.json", FIRES);
    assert_eq!(fires.code, 0);
    assert!(fires.out.contains("FIRES  wh-1   2 checks passed"), "{fires:?}");
}

#[test]
fn many_events_are_summed_up() {
    let place = Place::new("explain-many")
        .with("events.ndjson", format!("{FIRES}\n{DOES_NOT}\nbroken\n{DOES_NOT}\n{{}}\n"));
    let ran = place.run("explain -c webhook.json events.ndjson");
    assert_eq!(ran.code, 2);
    for part in [
        "fires 1 · does not fire 2 · undecidable 2",
        "event-type-not-listed        2  key.created 2",
        "events.ndjson:3",
        "events.ndjson:5  the event names no type",
    ] {
        assert!(ran.out.contains(part), "{part}\n{}", ran.out);
    }
    assert!(!ran.out.contains("no-event-type"), "undecidable is no reason: {}", ran.out);
    assert!(ran.err.contains("events.ndjson:3: "), "{ran:?}");
    let one = place.run("explain -c webhook.json events.ndjson --line 2");
    assert_eq!(one.code, 1);
    assert!(one.out.contains("events.ndjson:2: key.created, whe-2"), "{one:?}");
    assert_eq!(place.run("explain -c webhook.json events.ndjson --line 99").code, 1);
}

#[test]
fn what_could_not_be_decided_is_told_once_a_cause() {
    let place = Place::new("explain-doubt").with(
        "two.json",
        r#"[{"id":"on","events":["a"],"target":{"url":"https://a.example"}},
            {"id":"doubt","events":["a"],"target":{"url":"https://a.example"},
             "conditions":[{"key":"x","condition":"regexp","value":"(?=a)"}]}]"#,
    );
    let input = "{\"type\":\"a\",\"data\":{\"x\":\"a\"}}\n".repeat(3) + "{}\n{}\n";
    let ran = place.run_on("explain -d hooksieve -c two.json", &input);
    assert!(!ran.out.contains("Why not"), "{}", ran.out);
    assert!(ran.out.contains("  (first of 3)\n"), "one that fires elsewhere, too: {}", ran.out);
    assert!(ran.out.contains("<stdin>:4  the event names no type  (first of 2)"), "{}", ran.out);
    let markdown = place.run_on("explain -d hooksieve -c two.json --format markdown", &input);
    let row = "| &lt;stdin>:4 | the event names no type | 2 |";
    assert!(markdown.out.contains(row), "{}", markdown.out);
}

#[test]
fn machines_get_an_object_an_event_and_subscription() {
    let place = Place::new("explain-json")
        .with("events.ndjson", format!("{FIRES}\n\n{DOES_NOT}\n"))
        .with("two.json", r#"[{"id":"a","url":"https://a.example","events":["*"]},{"id":"b","url":"https://a.example","events":["key.created"]}]"#);
    let ndjson = place.run("explain -d dfns -c two.json events.ndjson --format ndjson");
    let lines = ndjson.lines();
    let key = |each: &Value| {
        (
            each["line"].as_u64().unwrap(),
            each["event"]["index"].as_u64().unwrap(),
            each["subscription"]["id"].as_str().unwrap().to_owned(),
            each["outcome"].as_str().unwrap().to_owned(),
        )
    };
    let found: Vec<_> = lines.iter().map(key).collect();
    let expected = [
        (1, 0, "a".to_owned(), "fires".to_owned()),
        (1, 0, "b".to_owned(), "does-not-fire".to_owned()),
        (3, 1, "a".to_owned(), "fires".to_owned()),
        (3, 1, "b".to_owned(), "fires".to_owned()),
    ];
    assert_eq!(found, expected);
    let json = place.run("explain -d dfns -c two.json events.ndjson --format json");
    let array: Vec<Value> = serde_json::from_str(&json.out).unwrap();
    assert_eq!(array, lines);
    let only = place.run("explain -d dfns -c two.json events.ndjson --format json --id b");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&only.out).unwrap().len(), 2);
    let none = place.run_on("explain -c webhook.json --format json", "");
    assert_eq!((none.code, none.out.as_str()), (1, "[]\n"));
}

#[test]
fn a_broken_array_is_explained_too() {
    let place = Place::new("explain-array");
    let ran = place.run_on("explain -c webhook.json --format ndjson", format!("[{FIRES},]"));
    assert_eq!(ran.code, 2);
    let lines = ran.lines();
    assert_eq!(lines[1]["event"], Value::Null);
    assert_eq!(lines[1]["error"], "expected an element after `,`");
}

#[test]
fn without_subscriptions_nothing_is_said_of_the_event() {
    let place = Place::new("explain-none").with("none.json", "[]").with("event.json", FIRES);
    for format in ["text", "markdown"] {
        let arguments = format!("explain -d dfns -c none.json event.json --format {format}");
        let ran = place.run(&arguments);
        assert_eq!(ran.code, 1);
        assert!(ran.out.contains("There is no subscription"), "{ran:?}");
        assert!(!ran.out.contains("unreadable"), "{ran:?}");
    }
    let broken = place.run_on("explain -d dfns -c none.json", "nope");
    assert_eq!(broken.code, 2, "{broken:?}");
    assert!(broken.err.contains("<stdin>:1: "), "{broken:?}");
}

#[test]
fn an_unknown_id_is_told() {
    let place = Place::new("explain-id");
    let ran = place.run_on("explain -c webhook.json --id wh-2", FIRES);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no subscription has the id \"wh-2\""), "{ran:?}");
}

#[test]
fn markdown_is_for_tickets() {
    let place = Place::new("explain-markdown").with("event.json", TYPO);
    let one = place.run("explain -c webhook.json event.json --format markdown");
    assert_eq!(one.code, 1);
    assert!(one.out.contains("### `wh-1`: does not fire"), "{one:?}");
    assert!(one.out.contains("| ✗ | \"wallet.transfer.requested\" is not in events |"), "{one:?}");
    one.expect_no_secret();
    let many =
        place.run_on("explain -c webhook.json --format markdown", format!("{FIRES}\n{DOES_NOT}\n"));
    assert!(many.out.contains("| 1 | 1 | 0 |"), "{many:?}");
}

#[test]
fn many_subscriptions_are_summed_up() {
    let subscriptions: Vec<String> = (0..30)
        .map(|number| {
            let kind = if number % 10 == 0 { "wallet.created" } else { "key.created" };
            format!(r#"{{"id":"s{number}","url":"https://a.example","events":["{kind}"]}}"#)
        })
        .collect();
    let place = Place::new("explain-subscriptions")
        .with("all.json", format!("[{}]", subscriptions.join(",")));
    let ran = place.run_on("explain -d dfns -c all.json", FIRES);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("FIRES 3 of 30 subscriptions"), "{ran:?}");
    assert!(ran.out.contains("event-type-not-listed       27"), "{ran:?}");
    let summary = place.run_on("explain -d dfns -c all.json", format!("{FIRES}\n{FIRES}\n"));
    assert!(summary.out.contains("and 10 more"), "{summary:?}");
}

#[test]
fn near_misses_of_many_subscriptions() {
    let list: Vec<String> = (0..50)
        .map(|at| {
            let zone = if at == 7 { "eu" } else { "us" };
            format!(r#"{{"id":"s{at}","events":["t{}"],"labels":{{"zone":"{zone}"}}}}"#, at % 10)
        })
        .collect();
    let place = Place::new("explain-near")
        .with("many.json", format!("[{}]", list.join(",")))
        .with("events.ndjson", "{\"type\":\"t7\",\"labels\":{\"zone\":\"eu\"}}\nnonsense\n");
    let text = place.run("explain -d hooksieve -c many.json --near 2 events.ndjson");
    assert_eq!(text.code, 2, "a line is no event: {text:?}");
    assert!(text.out.contains("t7  fires 1 · does not fire 49 · undecidable 0"), "{text:?}");
    assert!(text.out.contains("label `zone` is \"eu\", not \"us\""), "{text:?}");
    assert!(text.out.contains("event-type-not-listed 45 · label-differs 4"), "{text:?}");
    let lines = place
        .run("explain -d hooksieve -c many.json --near 2 --format ndjson events.ndjson")
        .lines();
    assert_eq!(lines[0]["nearest"][1]["subscription"]["id"], "s27");
    assert_eq!(lines[0]["nearest"][0]["failing"], 1);
    assert_eq!(lines[1]["undecidable"], 50);
    let array = place.run("explain -d hooksieve -c many.json --near 1 --format json events.ndjson");
    let array: serde_json::Value = serde_json::from_str(&array.out).unwrap();
    assert_eq!(array.as_array().unwrap().len(), 2);
    let page =
        place.run("explain -d hooksieve -c many.json --near 1 --format markdown events.ndjson");
    assert!(page.out.contains("- `s17` (1 check to go)"), "{page:?}");
}

#[test]
fn redacted_explanations_hold_no_value() {
    const VALUES: [&str; 6] =
        ["whe-planted", "wallet.creatd", "sk-planted-key", "7700001", "planted note", "eu-planted"];
    let event = r#"{"id":"whe-planted","type":"wallet.creatd","labels":{"zone":"eu-planted"},
        "data":{"key":"sk-planted-key","amount":7700001,"note":"planted note"}}"#;
    let event = event.replace('\n', "");
    let place = Place::new("explain-redact")
        .with(
            "config.json",
            r#"[{"id":"a","events":["wallet.created"],"labels":{"zone":"us"},"conditions":[
                {"key":"amount","condition":"gt","value":8800000},
                {"key":"kye","condition":"exists"},
                {"key":"note","condition":"gte","value":1}]},
              {"id":"b","events":["wallet.creatd"],"labels":{"zone":"eu-planted"}}]"#,
        )
        .with("one.json", &event)
        .with(
            "many.ndjson",
            format!("{event}\n{event}\n{{\"type\":\"wallet.creatd\",\"data\":nope}}\n"),
        );
    for format in ["text", "json", "ndjson", "markdown"] {
        for rest in ["one.json", "many.ndjson", "--near 2 one.json", "--near 2 many.ndjson"] {
            let arguments =
                format!("explain -d hooksieve -c config.json --redact --format {format} {rest}");
            let ran = place.run(&arguments);
            for value in VALUES {
                assert!(!ran.out.contains(value), "{value} in {arguments}: {}", ran.out);
                assert!(!ran.err.contains(value), "{value} in {arguments}: {}", ran.err);
            }
            assert!(!ran.out.is_empty(), "{ran:?}");
        }
    }
    let told = place.run("explain -d hooksieve -c config.json --redact one.json");
    assert!(told.out.contains("The condition does not hold."), "{told:?}");
    assert!(
        told.out.contains("`/1/events` would have to") || told.out.contains("`/0/events`"),
        "{told:?}"
    );
}
