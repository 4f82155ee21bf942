//! `hooksieve test`.

use crate::run::{DOES_NOT, FIRES, Place};

fn place(test: &str) -> Place {
    Place::new(test)
        .with(
            "webhook.test.json",
            format!(
                r#"{{"dialect": "dfns", "cases": [
  {{"name": "a new wallet", "event": {FIRES}, "fires": true}},
  {{"name": "a new key", "event": {DOES_NOT}, "fires": false}},
  {{"name": "a sample", "sample": "wallet.created", "fires": ["wh-1"]}},
  {{"name": "of one", "subscription": "wh-1", "event": {FIRES}, "fires": true}},
  {{"name": "no type", "event": {{"data": {{}}}}, "fires": "undecidable"}},
  {{"name": "many", "file": "events.ndjson", "fires": true}}
]}}"#
            ),
        )
        .with("events.ndjson", format!("{FIRES}\n{FIRES}\n"))
}

#[test]
fn cases_that_hold() {
    let place = place("test-holds");
    for file in ["webhook.json", "webhook.test.json", "./webhook.test.json"] {
        let ran = place.run(&format!("test {file}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(
            ran.out.contains("✓ a new wallet") && ran.out.contains("✓ many (line 2)"),
            "{ran:?}"
        );
        assert!(ran.out.contains("7 cases hold"), "{ran:?}");
    }
}

const FAILING: &str = r#"{"config": "webhook.json", "dialect": "dfns", "cases": [
  {"name": "it & <fires>", "event": {"kind": "key.created", "data": {}}, "fires": true},
  {"name": "silent", "event": {"kind": "wallet.created", "data": {}}, "fires": false},
  {"name": "holds", "event": {"kind": "wallet.created", "data": {}}, "fires": ["wh-1"]}]}"#;

#[test]
fn a_case_that_fails_is_explained() {
    let place = place("test-fails").with("cases.test.json", FAILING);
    let ran = place.run("test cases.test.json");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("✗ it & <fires>   cases.test.json:2:3"), "{ran:?}");
    assert!(ran.out.contains("expected it to fire, but nothing fires"), "{ran:?}");
    assert!(ran.out.contains("\"key.created\" is not in events"), "{ran:?}");
    assert!(ran.out.contains("events would have to list \"key.created\""), "{ran:?}");
    assert!(ran.out.contains("1 case holds, 2 do not"), "{ran:?}");

    let junit = place.run("test --format junit cases.test.json");
    assert_eq!(junit.code, 1);
    let head = "<testsuites name=\"hooksieve\" tests=\"3\" failures=\"2\" errors=\"0\">";
    assert!(junit.out.contains(head), "{junit:?}");
    assert!(junit.out.contains("name=\"it &amp; &lt;fires&gt;\""), "{junit:?}");
    assert_eq!(junit.out.matches("<failure ").count(), 2);
    assert_eq!(junit.out.matches("</failure>").count(), 2);

    let github = place.run("test --format github cases.test.json");
    assert_eq!(github.code, 1);
    let first = "::error file=cases.test.json,line=2,col=3,title=it & <fires>::expected it to fire";
    assert!(github.out.starts_with(first), "{github:?}");
    assert!(github.out.contains("%0Awh-1: does-not-fire"), "{github:?}");
}

#[test]
fn what_cannot_be_tried_is_trouble() {
    let place = place("test-trouble");
    for (text, told) in [
        ("{", "not JSON"),
        ("[]", "expected an object"),
        (r#"{"cases": []}"#, "there are no cases"),
        (r#"{"case": []}"#, "did you mean `cases`?"),
        (r#"{"cases": [{"fires": true}]}"#, "exactly one of `event`, `file` and `sample`"),
        (r#"{"cases": [{"event": {}, "fires": 1}]}"#, "`fires` must be"),
        (r#"{"cases": [{"event": {}}]}"#, "`fires` is missing"),
        (r#"{"dialect": "dfnz", "cases": [{"event": {}, "fires": true}]}"#, "did you mean"),
        (r#"{"cases": [{"event": {}, "fires": ["wh-2"]}]}"#, "no subscription has the id"),
        (r#"{"config": "missing.json", "cases": [{"event": {}, "fires": true}]}"#, "no such file"),
    ] {
        place.write("webhook.test.json", text);
        let ran = place.run("test webhook.json");
        assert_eq!(ran.code, 2, "{text}: {ran:?}");
        assert!(ran.err.contains(told), "{text}: {ran:?}");
        ran.expect_no_secret();
    }
    for (given, told) in [
        (r#""file": "missing.ndjson""#, "no such file"),
        (r#""event": []"#, "an event must be an object"),
        (r#""sample": "nope""#, "has no sample"),
    ] {
        place.write("webhook.test.json", format!(r#"{{"cases": [{{{given}, "fires": true}}]}}"#));
        let ran = place.run("test webhook.json --format junit");
        assert_eq!(ran.code, 2, "{given}: {ran:?}");
        assert!(ran.out.contains("errors=\"1\"") && ran.out.contains(told), "{given}: {ran:?}");
    }
    assert_eq!(place.run("test plain.json").code, 2);
}
