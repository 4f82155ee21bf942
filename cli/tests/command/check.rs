//! `hooksieve check` and `hooksieve update`.

use crate::run::Place;

#[test]
fn warnings_do_not_count_and_errors_do() {
    let place = Place::new("check-exits").with("bad.json", r#"{"url":1,"events":["*"]}"#);
    let fine = place.run("check webhook.json");
    assert_eq!(fine.code, 0, "{fine:?}");
    assert!(fine.err.contains("webhook.json: Dfns webhook (detected)"), "{fine:?}");
    assert!(fine.out.contains("warning[event-type-unknown]"), "{fine:?}");
    assert!(fine.out.contains("--> webhook.json:4:32"), "{fine:?}");
    assert!(fine.out.contains("help: did you mean \"wallet.transfer.requested\"?"), "{fine:?}");
    fine.expect_no_secret();
    assert_eq!(place.run("check -d dfns bad.json").code, 1);
    assert_eq!(place.run("check -d dfns bad.json webhook.json").code, 1);
    assert_eq!(place.run("check webhook.json missing.json").code, 2);
}

#[test]
fn json_is_one_object_a_file() {
    let place = Place::new("check-json");
    let ran = place.run("check -d dfns --format json webhook.json webhook.json");
    let reports = ran.lines();
    assert_eq!(reports.len(), 2);
    let report = &reports[0];
    assert_eq!(report["file"], "webhook.json");
    assert_eq!(report["dialect"], "dfns");
    assert_eq!(report["subscriptions"], 1);
    let found = report["diagnostics"].as_array().unwrap();
    let unknown = found.iter().find(|each| each["code"] == "event-type-unknown").unwrap();
    assert_eq!(unknown["severity"], "warning");
    assert_eq!(unknown["pointer"], "/events/1");
    assert_eq!((&unknown["line"], &unknown["column"]), (&4.into(), &32.into()));
    assert!(unknown["message"].is_string() && unknown["help"].is_string());
    ran.expect_no_secret();
}

#[test]
fn a_request_is_one_strict_object() {
    let place = Place::new("check-request")
        .with("create.json", r#"{"url":"https://a.example"}"#)
        .with("list.json", "[]")
        .with("pasted.json", r#"{"url":"https://a.example","events":["*"],}"#);
    let create = place.run("check -d dfns --request create --format json create.json");
    assert_eq!(create.code, 1);
    assert_eq!(create.lines()[0]["diagnostics"][0]["pointer"], "/events");
    let list = place.run("check -d dfns --request create --format json list.json");
    assert_eq!(list.code, 1);
    assert_eq!(list.lines()[0]["diagnostics"][0]["pointer"], "");
    assert_eq!(place.run("check -d dfns --request create pasted.json").code, 2);
    assert_eq!(place.run("check --request update create.json").code, 0);
}

#[test]
fn what_is_not_json_is_trouble() {
    let place = Place::new("check-syntax")
        .with("broken.json", "{\"secret\": \"SECRET\" nope")
        .with("pasted.json", "{\"url\":\"https://a.example\",\"events\":[\"*\"],}")
        .with("bytes.json", [b'{', 0xff, b'}']);
    let broken = place.run("check broken.json");
    assert_eq!(broken.code, 2);
    assert!(broken.out.contains("json-syntax"), "{broken:?}");
    broken.expect_no_secret();
    assert_eq!(place.run("check -d dfns pasted.json").code, 0);
    assert_eq!(place.run("check -d dfns --strict pasted.json").code, 2);
    assert_eq!(place.run("check bytes.json").code, 2);
    let stdin = place.run_on("check -d dfns -", "{}");
    assert!(stdin.out.contains("<stdin>"), "{stdin:?}");
}

#[test]
fn an_update_prints_what_is_stored() {
    let place = Place::new("update")
        .with("off.json", r#"{"status":"Disabled"}"#)
        .with("bad.json", r#"{"status":"Off"}"#)
        .with("broken.json", "{");
    let stored = place.run("update -d dfns --current webhook.json --request off.json");
    assert_eq!(stored.code, 0, "{stored:?}");
    let object: serde_json::Value = serde_json::from_str(&stored.out).unwrap();
    assert_eq!(object["status"], "Disabled");
    assert_eq!(object["secret"], "SECRET", "the user's own file is kept whole");
    let refused = place.run("update -d dfns --current webhook.json --request bad.json");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("--> bad.json:1:11"), "{refused:?}");
    let json = place.run("update -d dfns --current webhook.json --request bad.json --format json");
    assert_eq!(json.code, 1);
    assert_eq!(json.lines()[0]["diagnostics"][0]["pointer"], "/status");
    for files in
        ["--current webhook.json --request broken.json", "--current broken.json --request off.json"]
    {
        let broken = place.run(&format!("update -d dfns {files}"));
        assert_eq!((broken.code, broken.out.as_str()), (2, ""));
        assert_eq!(broken.err.lines().count(), 1, "{broken:?}");
        assert!(broken.err.starts_with("error: broken.json:1:2: not JSON: "), "{broken:?}");
    }
    assert_eq!(place.run("update --current - --request -").code, 2);
    let now = place.run("update --current webhook.json --request off.json --now 2026-01-01");
    assert!(now.out.contains("\"dateUpdated\": \"2026-01-01\""), "{now:?}");
}

#[test]
fn what_is_proved_is_told_with_its_proof() {
    let place = Place::new("check-lint").with(
        "never.json",
        r#"{"id":"a","events":["t"],"target":{"url":"https://a.example"},"conditions":[
  {"key":"amount","condition":"gt","value":10},
  {"key":"amount","condition":"lt","value":5}]}"#,
    );
    let ran = place.run("check -d hooksieve never.json");
    assert_eq!(ran.code, 0, "a warning is no error: {ran:?}");
    assert!(ran.out.contains("warning[never-matches]"), "{ran:?}");
    assert!(ran.out.contains("never.json:3:3: `amount` must be less than 5"), "{ran:?}");
    assert!(ran.out.contains("no errors, 1 warning"), "{ran:?}");
    let json = &place.run("check -d hooksieve --format json never.json").lines()[0];
    assert_eq!(json["lint"][0]["related"][1]["pointer"], "/conditions/1");
    assert_eq!(json["diagnostics"].as_array().unwrap().len(), 0);
}

#[test]
fn sample_events_tell_what_is_never_sent() {
    let place = Place::new("check-samples")
        .with(
            "keys.json",
            r#"{"id":"a","events":["t"],"conditions":[{"key":"amuont","condition":"exists"}]}"#,
        )
        .with("events.ndjson", "{\"type\":\"t\",\"data\":{\"amount\":1}}\nnonsense\n");
    let ran = place.run("check -d hooksieve keys.json --events events.ndjson");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("warning[key-unseen]"), "{ran:?}");
    assert!(ran.out.contains("did you mean `amount`?"), "{ran:?}");
    assert!(ran.err.contains("events.ndjson:2: not counted"), "{ran:?}");
    assert_eq!(place.run("check keys.json --events missing.ndjson").code, 2);
}

#[test]
fn pairs_that_are_too_many_to_compare_are_told() {
    let one =
        |n| format!(r#"{{"id":"a","events":["a{n}"],"target":{{"url":"https://a.example"}}}}"#);
    let list = |count: u32| format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(","));
    let place =
        Place::new("check-pairs").with("some.json", list(1_414)).with("more.json", list(1_415));
    assert!(!place.run("check some.json").err.contains("not compared"));
    let more = place.run("check more.json");
    assert!(more.err.contains("405 pairs of subscriptions with one target"), "{}", more.err);
}
