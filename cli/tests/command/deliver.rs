//! `hooksieve deliver --dry-run`.

use crate::run::{DOES_NOT, FIRES, Place};

const DRY: &str = "deliver --dry-run -q -c hook.json --now 1701684144";

/// A Dfns webhook whose URL may be called.
const HOOK: &str = r#"{"id":"wh-1","url":"https://api.example.com/hooks?key=QUERY",
    "events":["wallet.created"],"status":"Enabled","secret":"SECRET"}"#;

#[test]
fn the_request_and_the_schedule() {
    let place = Place::new("deliver").with("hook.json", HOOK).with("secret", "whs-1\n");
    let ran = place.run_on(&format!("{DRY} --secret-file secret"), FIRES);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    ran.expect_no_secret();
    let body = r#"{"id":"whe-1","kind":"wallet.created","data":{},"deliveryAttempt":1,"timestampSent":1701684144}"#;
    for line in [
        "# wh-1: attempt 1 of 5, by https",
        "POST /hooks?•••• HTTP/1.1",
        "Host: api.example.com",
        "Content-Type: application/json",
        &format!("Content-Length: {}", body.len()),
        body,
        "# delivered on 200; an answer is awaited for 5 s",
        "# attempt  3: 12 min after the first",
        "# attempt  5: 1 d after the first",
    ] {
        assert!(ran.out.lines().any(|each| each == line), "{line}: {}", ran.out);
    }
    // What stands in the header is what `sign` makes of the body.
    let signed = place.run_on("sign --scheme dfns --secret-file secret", body);
    assert!(ran.out.contains(signed.out.trim_end()), "{}\n{}", signed.out, ran.out);
    let shown = place.run_on(&format!("{DRY} --show-secrets"), FIRES);
    assert!(shown.out.contains("POST /hooks?key=QUERY HTTP/1.1"), "{shown:?}");
    // The secret of the stored webhook signs where no other is given.
    let own = place.with("own", "SECRET");
    let signed = own.run_on("sign --scheme dfns --secret-file own", body);
    assert!(shown.out.contains(signed.out.trim_end()), "{}\n{}", signed.out, shown.out);
    own.write("hook.json", HOOK.replace("secret", "description"));
    assert!(own.run_on(DRY, FIRES).out.contains("# not signed"));
}

#[test]
fn a_retry_as_json() {
    let place = Place::new("deliver-json").with("hook.json", HOOK);
    let ran = place.run_on(&format!("{DRY} --attempt 3 --format json"), FIRES);
    let lines = ran.lines();
    let [report] = lines.as_slice() else { panic!("{ran:?}") };
    assert_eq!((&report["attempt"], &report["attempts"]), (&3.into(), &5.into()));
    let body: serde_json::Value = serde_json::from_str(report["body"].as_str().unwrap()).unwrap();
    // Twelve minutes after the first attempt.
    assert_eq!(body["timestampSent"], 1_701_684_144 + 12 * 60);
    assert_eq!(body["deliveryAttempt"], 3);
    assert!(body["retryOf"].as_str().unwrap().starts_with("whe-"));
    assert_eq!(report["schedule"][1]["delay"], 60_000);
    assert_eq!(report["signed"], true);
    assert_eq!(place.run_on(&format!("{DRY} --attempt 6"), FIRES).code, 2);
}

#[test]
fn of_a_record_the_body_is_sent_byte_for_byte() {
    let place = Place::new("deliver-record").with(
        "hook.json",
        r#"{"subscriptionId":"s","isEnabled":true,"eventTypes":["onchain.activity.detected"],
            "target":{"url":"https://api.example.com/hooks"}}"#,
    );
    let record = r#"{"headers":{"X-Event-Type":"onchain.activity.detected","X-Event-Id":"1a01"},
        "body":{ "network": "base-mainnet",  "block_number": 1.0 }}"#;
    let ran = place.run_on(&format!("{DRY} -d cdp --format json"), record);
    let lines = ran.lines();
    let [report] = lines.as_slice() else { panic!("{ran:?}") };
    assert_eq!(report["body"], r#"{ "network": "base-mainnet",  "block_number": 1.0 }"#);
    let headers = report["headers"].as_array().unwrap();
    assert!(headers.contains(&serde_json::json!(["X-Event-Id", "1a01"])), "{ran:?}");
}

#[test]
fn what_is_not_sent() {
    let place = Place::new("deliver-not").with("hook.json", HOOK);
    let ran = place.run_on(DRY, DOES_NOT);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let ran = place.run_on("deliver -c hook.json", FIRES);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--dry-run"), "{ran:?}");
    assert_eq!(place.run_on(DRY, "nope").code, 2);
    assert_eq!(place.run_on(DRY, r#"{"id":"whe-1","data":{}}"#).code, 2);
    for (url, why) in [
        ("http://api.example.com/?QUERY", "not https"),
        ("https://169.254.169.254/?QUERY", "this machine"),
        ("https://user:PASSWORD@api.example.com/", "credentials"),
    ] {
        place.write("hook.json", HOOK.replace("https://api.example.com/hooks?key=QUERY", url));
        let ran = place.run_on(DRY, FIRES);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{url}: {ran:?}");
        assert!(ran.err.contains(why), "{url}: {ran:?}");
        ran.expect_no_secret();
    }
    let url = "http://127.0.0.1:8080/";
    place.write("hook.json", HOOK.replace("https://api.example.com/hooks?key=QUERY", url));
    assert_eq!(place.run_on(&format!("{DRY} --allow-http --allow-private"), FIRES).code, 0);
}

#[test]
fn headers_and_tokens_are_masked() {
    let token = "fe944e318edb02b979d6bf0c87978b640c8e74e1cbfe36404386d33a5bbd8b66";
    let place = Place::new("deliver-masked")
        .with(
            "hook.json",
            r#"{"id":"s","events":["wallet.created"],"target":{"url":"https://a.example",
            "headers":{"Authorization":"BEARER","X-Team":"BEARER"}}}"#,
        )
        .with(
            "ark.json",
            r#"{"id":"1","event":"block.forged","target":"https://a.example/","enabled":true,"conditions":[]}"#,
        )
        .with("token", token);
    let native = r#"{"id":"evt-1","type":"wallet.created","data":{}}"#;
    for form in ["text", "json"] {
        let ran = place.run_on(&format!("{DRY} --format {form}"), native);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("X-Team"), "{ran:?}");
        ran.expect_no_secret();
    }
    assert!(place.run_on(&format!("{DRY} --show-secrets"), native).out.contains("X-Team: BEARER"));
    let block = r#"{"timestamp":1,"data":{"height":7},"event":"block.forged"}"#;
    let arguments = "deliver --dry-run -d ark -c ark.json --secret-file token";
    let ran = place.run_on(arguments, block);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("Authorization: ••••") && !ran.out.contains(&token[..32]), "{ran:?}");
    let ran = place.run_on(&format!("{arguments} --show-secrets"), block);
    assert!(ran.out.contains(&token[..32]) && !ran.out.contains(&token[32..]), "{ran:?}");
}
