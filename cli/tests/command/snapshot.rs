//! `hooksieve snapshot`.

use crate::run::{DOES_NOT, FIRES, Place};

#[test]
fn a_snapshot_routes_as_its_configuration_does() {
    let place = Place::new("snapshot-routes");
    let ran = place.run("snapshot webhook.json -o webhook.snapshot");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.contains("1 subscriptions"), "{ran:?}");
    let events = format!("{FIRES}\n{DOES_NOT}\nbroken\n");
    for form in ["text", "ndjson"] {
        let by = |file: &str| {
            let ran = place.run_on(&format!("route -q -c {file} --format {form}"), events.clone());
            (ran.code, ran.out)
        };
        assert_eq!(by("webhook.snapshot"), by("webhook.json"));
    }
    // A snapshot of a snapshot is the same.
    assert_eq!(place.run("snapshot webhook.snapshot -o again.snapshot").code, 0);
    let again = place.run_on("route -c again.snapshot", FIRES);
    assert!(again.out.contains("→ wh-1"), "{again:?}");
}

#[test]
fn a_snapshot_that_was_cut_is_refused() {
    let place = Place::new("snapshot-cut");
    assert_eq!(place.run("snapshot webhook.json -o webhook.snapshot").code, 0);
    let bytes = place.bytes("webhook.snapshot");
    place.write("webhook.snapshot", &bytes[..bytes.len() - 1]);
    let ran = place.run_on("route -c webhook.snapshot", FIRES);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "error: webhook.snapshot: the snapshot has not the length it says\n");
}

#[test]
fn what_a_router_holds_is_told() {
    let place = Place::new("snapshot-told");
    let ran = place.run("snapshot -q webhook.json --format json");
    let start = r#"{"schemaVersion":1,"subscriptions":1,"filters":1,"never":0,"#;
    assert!(ran.out.starts_with(start), "{ran:?}");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = place.run("snapshot webhook.json");
    assert!(ran.out.starts_with("1 subscriptions, 1 distinct filters\n"), "{ran:?}");
    ran.expect_no_secret();
    assert_eq!(place.run("snapshot missing.json").code, 2);
    assert_eq!(place.run("snapshot webhook.json -o a --format json").code, 2);
}
