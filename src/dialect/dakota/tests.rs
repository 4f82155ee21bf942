//! What a Dakota target means once it is read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::{Code, Config, Dialect, Form, Subscription, Truth};

const ID: &str = "1NFHrqBHb3cTfLVkFSGmHZqdDPi";

fn read(members: &str) -> Subscription {
    let text = format!(r#"{{"id":"{ID}","url":"https://a.example"{members}}}"#);
    Config::read(&text, Dialect::DAKOTA).subscriptions.remove(0)
}

fn asks(members: &str, event_type: &str) -> Truth {
    read(members).events.test(Some(event_type))
}

#[test]
fn which_types_a_target_asks_for() {
    let listed = r#","event_types":["user.created"]"#;
    for (members, of_listed, of_other) in [
        (listed.to_owned(), Truth::True, Truth::False),
        (format!(r#","global":false{listed}"#), Truth::True, Truth::False),
        (format!(r#","global":true{listed}"#), Truth::True, Truth::True),
        (format!(r#","global":"true"{listed}"#), Truth::True, Truth::Undecidable),
        (r#","global":null"#.to_owned(), Truth::Undecidable, Truth::Undecidable),
        (r#","global":0,"event_types":[]"#.to_owned(), Truth::Undecidable, Truth::Undecidable),
        (r#","event_types":["user.created",1]"#.to_owned(), Truth::True, Truth::Undecidable),
        (r#","event_types":"user.created""#.to_owned(), Truth::Undecidable, Truth::Undecidable),
        (r#","global":true,"event_types":7"#.to_owned(), Truth::True, Truth::True),
        (r#","event_types":[]"#.to_owned(), Truth::False, Truth::False),
        (r#","global":true,"event_types":[]"#.to_owned(), Truth::True, Truth::True),
        (r#","global":false"#.to_owned(), Truth::True, Truth::True),
        (String::new(), Truth::True, Truth::True),
    ] {
        assert_eq!(asks(&members, "user.created"), of_listed, "{members}");
        assert_eq!(asks(&members, "wallet.deposit"), of_other, "{members}");
    }
}

#[test]
fn the_two_readings_of_global_stand_beside_the_verdict() {
    let subscription = read(r#","global":true,"event_types":["user.created"]"#);
    let codes: Vec<Code> = subscription.notes.iter().map(|note| note.code).collect();
    assert_eq!(codes, [Code::DakotaGlobalTwoReadings, Code::GlobalOverridesEventTypes]);
    assert!(read(r#","global":false"#).notes.is_empty());
}

#[test]
fn what_is_read_is_written_back() {
    for members in [
        r#","global":true"#,
        r#","global":true,"event_types":["user.created"]"#,
        r#","global":false,"event_types":["user.created"],"time_last_healthy":0,"time_last_attempted":1735689600"#,
        r#","global":false"#,
        r#","event_types":[]"#,
    ] {
        let text = format!(r#"{{"id":"{ID}","url":"https://a.example"{members}}}"#);
        let config = Config::detect(&text);
        assert_eq!(config.dialect, Dialect::DAKOTA);
        let (written, report) = Dialect::DAKOTA.write(&config.subscriptions[0], config.dialect);
        assert!(written.equals(config.nodes()[0]), "{members}: {}", written.to_json());
        assert!(report.is_complete());
    }
}

#[test]
fn a_switch_needs_a_decision() {
    let text = r#"{"eventTypes":["wallet.deposit"],"isEnabled":false,"target":{"url":"https://a.example"}}"#;
    let config = Config::read(text, Dialect::CDP);
    let (written, report) = Dialect::DAKOTA.write(&config.subscriptions[0], config.dialect);
    assert!(report.needs_decisions());
    assert!(written.get("isEnabled").is_none());
}

#[test]
fn the_list_response_is_detected() {
    let text = r#"{"data":[{"id":"x","url":"https://a.example","event_types":[]}],"meta":{"total_count":1}}"#;
    let config = Config::detect(text);
    assert_eq!((config.dialect, config.form), (Dialect::DAKOTA, Form::ListResponse));
}

#[test]
fn every_type_has_a_sample_of_its_own() {
    assert_eq!(Dialect::DAKOTA.event_types().len(), 39);
    for event_type in Dialect::DAKOTA.event_types() {
        let sample = Dialect::DAKOTA.sample(event_type.name).unwrap();
        assert_eq!(sample.get("type").unwrap().string(), Some(event_type.name));
        assert_eq!(sample.get("id").unwrap().string().unwrap().len(), ID.len());
    }
    assert!(Dialect::DAKOTA.sample("transaction.completed").is_none());
}
