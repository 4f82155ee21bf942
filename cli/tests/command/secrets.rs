//! Secrets planted in configurations come out of no verb in any format, but for the
//! results of `convert` and `update`: those are the user's own file.

use crate::run::{Place, Ran};

const PLANTED: &str = "PLANTED";

/// A configuration of each dialect, with faults beside its secrets.
const CONFIGURATIONS: [(&str, &str); 10] = [
    (
        "dfns",
        r#"{"id":"a","url":"https://u:PLANTED@a.example/x?k=PLANTED#PLANTED","secret":"PLANTED",
            "events":["wallet.created"],"status":"On","token":"PLANTED","headers":"PLANTED"}"#,
    ),
    ("dfns", r#"{"id":"a","url":"u:PLANTED@h","secret":["PLANTED"],"events":["wallet.created"]}"#),
    (
        "dakota",
        r#"{"id":"x","url":"http://u:PLANTED@localhost/?PLANTED","event_types":["nope"],
            "secret":"PLANTED","headers":{"X-A":"PLANTED"}}"#,
    ),
    (
        "cdp",
        r#"{"subscriptionId":"s","secret":"PLANTED","eventTypes":["onchain.activity.detected"],
            "isEnabled":1,"target":{"url":"ftp://u:PLANTED@a.example/x?k=PLANTED",
            "headers":{"X-A":"PLANTED","Authorization":["PLANTED"]}},"labels":{"network":"x"},
            "metadata":{"secret":"PLANTED"}}"#,
    ),
    (
        "cdp",
        r#"{"eventTypes":["onchain.activity.detected"],"isEnabled":true,
            "target":"https://u:PLANTED@h/?PLANTED","labels":{"network":5}}"#,
    ),
    (
        "ark",
        r#"{"id":"1","event":"transaction.applied","target":"https://u:PLANTED@a.example/?PLANTED",
            "token":"PLANTED","enabled":true,"conditions":[{"key":"a","condition":"nope"}]}"#,
    ),
    (
        "ark@core-3",
        r#"{"id":"1","event":"transaction.applied","target":"u:PLANTED@","token":["PLANTED"]}"#,
    ),
    (
        "hooksieve",
        r#"{"id":"h","events":["a.*b"],"target":{"url":"https://u:PLANTED@a.example/x?k=PLANTED",
            "headers":{"X-Team":"PLANTED","X-N":["PLANTED"]}},"secret":"PLANTED"}"#,
    ),
    (
        "hooksieve",
        r#"{"id":"h","events":["a"],"target":{"url":"ftp://u:PLANTED@h?PLANTED",
            "headers":["PLANTED"]},"token":"PLANTED"}"#,
    ),
    ("dfns", r#"{"id":"a","secret":"PLANTED" "url":"https://u:PLANTED@h/?PLANTED" nope"#),
];

const EVENTS: &str = r#"{"id":"1","kind":"wallet.created","data":{}}
{"id":"2","kind":"wallet.createD","data":{}}
{"id":"3","type":"a","data":{}}
{"event":"transaction.applied","timestamp":0,"data":{}}
{"headers":{"Authorization":"PLANTED","X-Event-Type":"onchain.activity.detected"},"body":{"network":"y"}}
nope
"#;

fn expect_nothing_planted(what: &str, ran: &Ran) {
    assert!(!ran.out.contains(PLANTED), "{what}: {}", ran.out);
    assert!(!ran.err.contains(PLANTED), "{what}: {}", ran.err);
}

#[test]
fn no_verb_tells_a_secret() {
    let place = Place::new("secrets").with("plain.json", r#"{"url":"https://b.example"}"#);
    for (dialect, text) in CONFIGURATIONS {
        let one_line: String = text.split('\n').map(str::trim).collect();
        for text in [text, &one_line, &text.replace("://", ":\\/\\/")] {
            place.write("config.json", text);
            for arguments in [
                "check --format text",
                "check --format json",
                "check --strict",
                "check --request create",
                "check --request update --format json",
            ] {
                for dialect in [dialect, "auto"] {
                    let arguments = format!("{arguments} -d {dialect} config.json");
                    expect_nothing_planted(&arguments, &place.run(&arguments));
                }
            }
            for form in ["text", "ndjson"] {
                let arguments = format!("route -d {dialect} -c config.json --format {form}");
                expect_nothing_planted(&arguments, &place.run_on(&arguments, EVENTS));
            }
            for form in ["text", "json", "ndjson", "markdown"] {
                let arguments = format!("explain -d {dialect} -c config.json --format {form}");
                expect_nothing_planted(&arguments, &place.run_on(&arguments, EVENTS));
                for event in EVENTS.lines() {
                    expect_nothing_planted(&arguments, &place.run_on(&arguments, event));
                }
            }
            for form in ["text", "json"] {
                let arguments =
                    format!("deliver --dry-run -d {dialect} -c config.json --format {form}");
                for event in EVENTS.lines() {
                    expect_nothing_planted(&arguments, &place.run_on(&arguments, event));
                }
            }
            for form in ["text", "json", "markdown"] {
                for files in ["config.json plain.json", "plain.json config.json"] {
                    let arguments = format!("compare -d {dialect} --format {form} {files} -");
                    expect_nothing_planted(&arguments, &place.run_on(&arguments, EVENTS));
                }
                let arguments =
                    format!("explain -d {dialect} -c config.json --near 3 --format {form}");
                expect_nothing_planted(&arguments, &place.run_on(&arguments, EVENTS));
            }
            for files in [
                "--current plain.json --request config.json",
                "--current config.json --request plain.json",
            ] {
                for form in ["text", "json"] {
                    let arguments = format!("update -d {dialect} {files} --format {form}");
                    let mut ran = place.run(&arguments);
                    if ran.code == 0 {
                        ran.out.clear();
                    }
                    expect_nothing_planted(&arguments, &ran);
                }
            }
            for to in ["dfns", "dakota", "cdp", "ark", "hooksieve"] {
                let arguments = format!(
                    "convert --from {dialect} --to {to} config.json --partial --report report.json -o out.json"
                );
                expect_nothing_planted(&arguments, &place.run(&arguments));
                let report = place.read("report.json").unwrap_or_default();
                assert!(!report.contains(PLANTED), "{arguments}: {report}");
            }
        }
    }
}
