//! Every format: what is carried over, what needs a decision, what is lost, and nothing
//! that is not told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::ImportFormat;
use crate::dialect::{Carried, Config, Dialect};
use crate::explain::Explainer;
use crate::truth::Outcome;

/// Imports one object; what became of each part, and what events the result fires.
fn check(format: ImportFormat, text: &str, expected: &[(&str, Carried)], events: &[(&str, bool)]) {
    let (node, report) = format.import(text).unwrap().remove(0);
    let mut got: Vec<_> =
        report.transfers.iter().map(|it| (it.pointer.as_str().to_owned(), it.carried)).collect();
    let mut wanted: Vec<_> = expected.iter().map(|(at, how)| ((*at).to_owned(), *how)).collect();
    got.sort_by(|a, b| a.0.cmp(&b.0));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(got, wanted, "{format}: {text}");
    let config = Config::read(&node.to_json(), Dialect::HOOKSIEVE);
    assert!(!config.has_errors(), "{format}: {}\n{:?}", node.to_json(), config.diagnostics);
    for (event, fires) in events {
        let outcome = Explainer::new(&config).outcomes(event.as_bytes())[0];
        assert_eq!(outcome == Outcome::Fires, *fires, "{format}: {}\n{event}", node.to_json());
    }
}

use Carried::{DecisionNeeded, Lost, Over};

#[test]
fn eventbridge_patterns() {
    let check = |text, expected: &[_], events: &[_]| {
        check(ImportFormat::EventBridge, text, expected, events);
    };
    check(
        r#"{"source":["shop"],"detail":{"state":["a","b"],"n":[{"numeric":[">",0,"<=",5]}]}}"#,
        &[("/source", Over), ("/detail/state", Over), ("/detail/n", Over)],
        &[
            (r#"{"source":"shop","detail":{"state":"b","n":5}}"#, true),
            (r#"{"source":"shop","detail":{"state":"b","n":5.1}}"#, false),
            (r#"{"source":"shop","detail":{"state":"c","n":5}}"#, false),
        ],
    );
    check(
        r#"{"a":[{"anything-but":["x"]}],"b":[{"wildcard":"ab*.c"}],"c":[{"exists":false}]}"#,
        &[("/a", Over), ("/b", Over), ("/c", Over)],
        &[
            (r#"{"a":"y","b":"ab\n1.c"}"#, true),
            (r#"{"b":"ab1.c"}"#, false),
            (r#"{"a":"y","b":"ab1xc"}"#, false),
            (r#"{"a":"y","b":"ab1.c","c":null}"#, false),
        ],
    );
    check(
        r#"{"a":[{"cidr":"10.0.0.0/8"}],"b":["x",{"prefix":"y"}],"$or":[{"c":["x"]}],"d":"x"}"#,
        &[("/a", DecisionNeeded), ("/b", DecisionNeeded), ("/$or", DecisionNeeded), ("/d", Lost)],
        &[],
    );
    check(
        r#"{"Name":"r","State":"DISABLED","EventPattern":{"source":["shop"]},"Targets":[1]}"#,
        &[("/Name", Over), ("/State", Over), ("/EventPattern/source", Over), ("/Targets", Lost)],
        &[(r#"{"source":"shop"}"#, false)],
    );
}

#[test]
fn cloudevents_subscriptions() {
    check(
        ImportFormat::CloudEvents,
        r#"{"id":"s","types":["a.b"],"sink":"https://a.example","protocol":"HTTP","filters":[
            {"prefix":{"subject":"orders/"}},{"not":{"exact":{"source":"test"}}},
            {"all":[{"suffix":{"subject":"7"}}]},{"sql":"x"},{"any":[{"exact":{"a":"b"}}]}]}"#,
        &[
            ("/id", Over),
            ("/types", Over),
            ("/sink", Over),
            ("/protocol", Lost),
            ("/filters/0/prefix", Over),
            ("/filters/1/not", Over),
            ("/filters/2/all/0/suffix", Over),
            ("/filters/3/sql", DecisionNeeded),
            ("/filters/4/any", DecisionNeeded),
        ],
        &[
            (r#"{"type":"a.b","source":"x","subject":"orders/7"}"#, true),
            (r#"{"type":"a.b","source":"test","subject":"orders/7"}"#, false),
            (r#"{"type":"a.b","source":"x","subject":"orders/8"}"#, false),
            (r#"{"type":"a.c","source":"x","subject":"orders/7"}"#, false),
        ],
    );
}

#[test]
fn hookdeck_filters() {
    check(
        ImportFormat::Hookdeck,
        r#"{"type":"filter","headers":{"x":"y"},"body":{"order":{"total":{"$gte":10},"kind":"web"},
            "state":{"$neq":"void"},"$or":[{"a":1}],"tags":["x"]}}"#,
        &[
            ("/type", Over),
            ("/headers", Lost),
            ("/body/order/total/$gte", Over),
            ("/body/order/kind", Over),
            ("/body/state/$neq", Over),
            ("/body/$or", DecisionNeeded),
            ("/body/tags", DecisionNeeded),
        ],
        &[
            (r#"{"order":{"total":10,"kind":"web"},"state":"paid"}"#, true),
            (r#"{"order":{"total":10,"kind":"web"}}"#, false),
            (r#"{"order":{"total":9,"kind":"web"},"state":"paid"}"#, false),
        ],
    );
}

#[test]
fn convoy_filters() {
    check(
        ImportFormat::Convoy,
        r#"{"uid":"s","name":"n","filter_config":{"event_types":["*"],"filter":{"headers":{},
            "body":{"data.amount":{"$lt":5},"data.$.x":1,"kind":{"$in":["a","b"]}}}}}"#,
        &[
            ("/uid", Over),
            ("/name", Lost),
            ("/filter_config/event_types", Over),
            ("/filter_config/filter/headers", Over),
            ("/filter_config/filter/body/data.amount/$lt", Over),
            ("/filter_config/filter/body/data.$.x", DecisionNeeded),
            ("/filter_config/filter/body/kind/$in", Over),
        ],
        &[
            (r#"{"data":{"amount":4},"kind":"b"}"#, true),
            (r#"{"data":{"amount":"abc"},"kind":"b"}"#, false),
        ],
    );
}

#[test]
fn svix_endpoints() {
    check(
        ImportFormat::Svix,
        r#"{"id":"ep_1","uid":"u","url":"https://a.example","disabled":false,"version":1,
            "filterTypes":["user.created"],"channels":["eu"],"description":"d"}"#,
        &[
            ("/id", Lost),
            ("/uid", Over),
            ("/url", Over),
            ("/disabled", Over),
            ("/version", Lost),
            ("/filterTypes", Over),
            ("/channels", DecisionNeeded),
            ("/description", Over),
        ],
        &[(r#"{"type":"user.created"}"#, true), (r#"{"type":"user.deleted"}"#, false)],
    );
}

#[test]
fn whatever_is_given_every_part_is_told() {
    for format in ImportFormat::ALL {
        for text in [
            "[]",
            "[1,{}]",
            "{}",
            "null",
            r#"{"a":{"b":[{}]},"id":1,"filters":5,"filter_config":[]}"#,
        ] {
            for (_, report) in format.import(text).unwrap() {
                let mut told: Vec<_> = report.transfers.iter().map(|it| &it.pointer).collect();
                let all = told.len();
                told.sort();
                told.dedup();
                assert_eq!(told.len(), all, "{format}: {text}");
            }
        }
        assert!(format.import("{").is_err());
        assert_eq!(format.as_str().parse(), Ok(format));
    }
}

#[test]
fn what_cannot_be_read_is_lost_and_not_carried_over() {
    check(
        ImportFormat::CloudEvents,
        r#"{"filters":[5,{"exact":{"a":1}},{"nope":{}}]}"#,
        &[("/filters/0", Lost), ("/filters/1/exact", Lost), ("/filters/2/nope", Lost)],
        &[],
    );
}
