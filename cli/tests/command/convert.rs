//! `hooksieve convert`.

use crate::run::Place;

#[test]
fn open_decisions_stop_the_writing() {
    let place = Place::new("convert-open");
    let open = place.run("convert --from dfns --to cdp webhook.json -o out.json --report r.json");
    assert_eq!((open.code, open.out.as_str()), (1, ""), "{open:?}");
    assert_eq!(place.read("out.json"), None);
    assert!(open.err.contains("out.json not written"), "{open:?}");
    assert!(open.err.lines().any(|line| line.starts_with("  ? ")), "{open:?}");
    open.expect_no_secret();
    let report: serde_json::Value = serde_json::from_str(&place.read("r.json").unwrap()).unwrap();
    assert_eq!((&report["from"], &report["to"]), (&"dfns".into(), &"cdp".into()));
    assert!(report["decisionsNeeded"].as_u64().unwrap() > 0);
    let transfers = report["transfers"].as_array().unwrap();
    assert!(transfers.iter().any(|each| each["carried"] == "decision-needed"));
    assert!(transfers.iter().all(|each| each["pointer"].is_string()));
    let partial = place.run("convert --from dfns --to cdp webhook.json -o out.json --partial");
    assert_eq!(partial.code, 0, "{partial:?}");
    assert!(place.read("out.json").unwrap().contains("target"));
}

#[test]
fn nothing_is_lost_silently() {
    let place = Place::new("convert-lost");
    let quiet = place.run("convert -q --to ark --partial webhook.json");
    assert!(quiet.err.lines().any(|line| line.starts_with("  ! ")), "{quiet:?}");
    assert!(!quiet.err.lines().any(|line| line.starts_with("  = ")), "{quiet:?}");
}

#[test]
fn the_form_is_kept() {
    let one = r#"{"id":"a","url":"https://a.example","events":["*"],"status":"Enabled"}"#;
    let place = Place::new("convert-form")
        .with("one.json", one)
        .with("list.json", format!("[{one}]"))
        .with("lines.ndjson", format!("{one}\n{}\n", one.replace("\"a\"", "\"b\"")));
    let first = |file: &str| place.run(&format!("convert --to dfns {file}")).out;
    assert!(first("one.json").starts_with("{\n"));
    assert!(first("list.json").starts_with("[\n"));
    assert_eq!(first("lines.ndjson").lines().count(), 2);
}

#[test]
fn files_are_whole_or_not_at_all() {
    let place = Place::new("convert-files").with("out.json", "before").with("broken.json", "{");
    assert_eq!(place.run("convert --to dfns broken.json -o out.json").code, 2);
    assert_eq!(place.read("out.json").unwrap(), "before");
    assert_eq!(place.run("convert --to dfns webhook.json -o missing/out.json --partial").code, 2);
}

#[test]
fn filters_of_others_are_imported() {
    let place = Place::new("convert-import")
        .with("pattern.json", r#"{"source":["shop"],"detail":{"n":[{"numeric":[">",5]}]}}"#)
        .with("open.json", r#"{"source":["shop"],"ip":[{"cidr":"::1/128"}]}"#)
        .with("or.json", r#"{"source":["shop"],"$or":[{"a":["x"]},{"b":["y"]}]}"#)
        .with("broken.json", "{");
    let ran = place.run("convert --import eventbridge pattern.json");
    assert_eq!(ran.code, 0, "{ran:?}");
    let written: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(written["conditions"][1]["key"], "/detail/n");
    assert!(ran.err.contains("assumed a single value, or nothing: /detail/n"), "{ran:?}");
    let split = place.run("convert --import eventbridge or.json --report report.json");
    let written: serde_json::Value = serde_json::from_str(&split.out).unwrap();
    assert_eq!(written.as_array().map(Vec::len), Some(2), "{split:?}");
    assert!(split.err.contains("converted 1 subscription into 2: 3 carried over"), "{split:?}");
    let report: serde_json::Value =
        serde_json::from_str(&place.read("report.json").unwrap()).unwrap();
    assert_eq!(report["assumptions"][0]["assumed"], "single-value");
    let open = place.run("convert --import eventbridge open.json");
    assert_eq!((open.code, open.out.as_str()), (1, ""), "{open:?}");
    assert!(open.err.contains("? /ip"), "{open:?}");
    assert_eq!(place.run("convert --import eventbridge broken.json").code, 2);
    assert_eq!(place.run("convert pattern.json").code, 2, "either --to or --import");
}
