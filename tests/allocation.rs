//! Once warm, routing an event allocates nothing.
//!
//! Left out, because they do allocate: `contains` and equality held against an array or an
//! object (a tree of it is built), regular expressions (caches of the `regex` crate, up to
//! their own bound), and the lookups of ARK's node where they meet prototypes.

use std::alloc::System;
use std::fmt::Write;

use hooksieve::{Batch, Config, Dialect, Reading, Router, Scratch};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CONFIG: &str = r#"[
    {"id":"t","events":["wallet.created","wallet.*","transfer.**"]},
    {"id":"all","events":"*"},
    {"id":"off","events":"*","enabled":false},
    {"id":"l","events":"*","labels":{"network":"base","params.value":"7"}},
    {"id":"eq","events":"*","conditions":[{"key":"status","condition":"eq","value":"a\nb"}]},
    {"id":"ne","events":"*","conditions":[{"key":"status","condition":"ne","value":"x"}]},
    {"id":"in","events":"*","conditions":[{"key":"amount","condition":"in","value":[1,2,3]}]},
    {"id":"gt","events":"*","conditions":[{"key":"amount","condition":"gt","value":"1.5"}]},
    {"id":"be","events":"*","conditions":[{"key":"amount","condition":"between","value":{"min":1,"below":9}}]},
    {"id":"co","events":"*","conditions":[{"key":"status","condition":"contains","value":"b"}]},
    {"id":"st","events":"*","conditions":[{"key":"status","condition":"starts-with","value":"a"}]},
    {"id":"en","events":"*","conditions":[{"key":"status","condition":"ends-with","value":"b"}]},
    {"id":"tr","events":"*","conditions":[{"key":"ok","condition":"truthy"}]},
    {"id":"ex","events":"*","match":"any","conditions":[{"key":"ok","condition":"exists"},{"key":"no","condition":"missing"}]},
    {"id":"w","events":"*","conditions":[{"key":"items.*.n","condition":"gt","value":3}]},
    {"id":"w2","events":"*","conditions":[{"key":"items.*.k","condition":"eq","value":"é\"z"}]},
    {"id":"w3","events":"*","conditions":[{"key":"map.*","condition":"eq","value":2}]},
    {"id":"body","events":"*","conditions":[{"key":"/deliveryAttempt","condition":"lte","value":2}]}]"#;

const EVENTS: &[&str] = &[
    r#"{"id":"e1","type":"wallet.created","labels":{"network":"base"},"data":{"status":"a\nb","amount":2,"ok":true}}"#,
    r#"{"id":7,"kind":"transfer.outgoing.done","deliveryAttempt":1,"data":{"amount":"3","items":[{"n":1},{"n":9,"k":"\u00e9\"z"}],"map":{"a":1,"a":2,"\u0062":3}}}"#,
    r#"{"type":"wallet\u002ecreated","labels":{"net\u0077ork":"ba\u0073e"},"data":{"status":"\u0061b"}}"#,
    r#"{"headers":{"X-Event-Type":["wallet.\u0063reated"],"x-event-id":"h1"},"labels":{"network":"base"},"body":{"data":{"ok":"true"}}}"#,
    r#"{"eventType":"onchain.activity.detected","network":"base","parameters":{"value":7},"contract_address":"0x1"}"#,
    r#"{"contract_address":"0x1","event_name":"Transfer","network":"base","value":7}"#,
    r#"{"type":"none","data":{"items":[],"map":[2]}}"#,
    r#"{"data":{}}"#,
];

#[test]
fn a_warm_router_allocates_nothing() {
    let config = Config::read(CONFIG, Dialect::HOOKSIEVE);
    assert!(!config.has_errors(), "{:?}", config.diagnostics);
    // Enough of the same kind that the index files under pieces and ranges too.
    let mut text = CONFIG.trim_end_matches(']').to_owned();
    for number in 0..300 {
        let _ = write!(
            text,
            r#",{{"id":"p{number}","events":"*","conditions":[{{"key":"status","condition":"contains","value":"a{number}"}}]}}"#
        );
        let _ = write!(
            text,
            r#",{{"id":"r{number}","events":"*","conditions":[{{"key":"amount","condition":"between","value":{{"min":{number},"max":{}}}}}]}}"#,
            number + 2
        );
    }
    text.push(']');
    let large = Config::read(&text, Dialect::HOOKSIEVE);
    for config in [config, large] {
        for reading in [Reading::Full, Reading::Touched] {
            let router = Router::from_config(&config).with_reading(reading);
            let mut scratch = Scratch::default();
            let mut matches = 0;
            for _ in 0..3 {
                for event in EVENTS {
                    matches += router.route_with(event.as_bytes(), &mut scratch).matched().len();
                }
            }
            assert!(matches > 60, "{matches}");
            let mut batch = Batch::default();
            let events = || EVENTS.iter().map(|event| event.as_bytes());
            router.route_batch(events(), &mut scratch, &mut batch);
            let region = Region::new(MEMORY);
            router.route_batch(events(), &mut scratch, &mut batch);
            let fired = batch.iter().map(|event| event.positions().len()).sum::<usize>();
            let change = region.change();
            assert_eq!((fired * 3, change.allocations, change.reallocations), (matches, 0, 0));
            for event in EVENTS {
                let region = Region::new(MEMORY);
                let routing = router.route_with(event.as_bytes(), &mut scratch);
                let ids = routing.matched().map(|each| each.id().len()).sum::<usize>();
                let change = region.change();
                assert!(ids > 0, "{event}");
                assert_eq!((change.allocations, change.reallocations), (0, 0), "{event}");
            }
        }
    }
}
