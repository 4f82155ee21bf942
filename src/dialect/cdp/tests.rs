//! What a CDP subscription means once it is read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::{Code, Config, Dialect, Form, Request, Subscription, Truth};

const ONCHAIN: &str = r#"{"eventTypes":["onchain.activity.detected"],"isEnabled":true,"target":{"url":"https://a.example/hook?key=s3cret","headers":{"Authorization":"Bearer s3cret"}},"labels":LABELS,"secret":"s3cret","metadata":{"team":"a","secret":"s3cret"}}"#;

fn read(text: &str, dialect: Dialect) -> Subscription {
    Config::read(text, dialect).subscriptions.remove(0)
}

fn onchain(labels: &str, dialect: Dialect) -> Subscription {
    read(&ONCHAIN.replace("LABELS", labels), dialect)
}

fn codes(subscription: &Subscription) -> Vec<Code> {
    subscription.notes.iter().map(|note| note.code).collect()
}

#[test]
fn the_default_network_is_a_label_without_a_place() {
    let labels = r#"{"contract_address":"0x1"}"#;
    assert_eq!(onchain(labels, Dialect::CDP).labels.len(), 1);
    let later = onchain(labels, Dialect::CDP_2026_09);
    assert_eq!(later.labels[1].values, ["base-mainnet"]);
    assert_eq!(later.labels[1].event_keys, ["network"]);
    assert_eq!(later.labels[1].place, None);
    assert_eq!(codes(&later), [Code::LabelNetworkDefault]);
    let (written, _) = Dialect::CDP_2026_09.write(&later, Dialect::CDP);
    assert!(written.get("labels").unwrap().get("network").is_none());
}

#[test]
fn wallet_addresses_are_a_list_of_either_side() {
    let subscription = onchain(r#"{"wallet_addresses":"0xA,0xB"}"#, Dialect::CDP);
    assert_eq!(subscription.labels[0].event_keys, ["params.from", "params.to"]);
    assert_eq!(subscription.labels[0].values, ["0xA", "0xB"]);
}

#[test]
fn what_cannot_be_read_is_undecidable() {
    let subscription = onchain(r#"{"env":1}"#, Dialect::CDP);
    assert!(subscription.labels[0].values.is_empty());
    let subscription = onchain("[]", Dialect::CDP);
    assert!(subscription.labels[0].values.is_empty());
    let subscription = read(r#"{"isEnabled":"true","labelKey":"env"}"#, Dialect::CDP);
    assert_eq!(subscription.enabled.value, Truth::Undecidable);
    assert!(subscription.events.unreadable);
    assert!(subscription.labels[0].values.is_empty());
}

#[test]
fn stored_labels_of_transfers_are_ignored_and_kept() {
    let text = r#"{"eventTypes":["payments.transfers.failed"],"labels":{"env":"dev"}}"#;
    let subscription = read(text, Dialect::CDP);
    assert!(subscription.labels.is_empty());
    assert_eq!(codes(&subscription), [Code::LabelsUnsupportedForTransfers]);
    let (written, _) = Dialect::CDP.write(&subscription, Dialect::CDP);
    assert_eq!(written.get("labels").unwrap().to_json(), r#"{"env":"dev"}"#);
}

#[test]
fn secrets_are_written_back_and_never_shown() {
    let text = ONCHAIN.replace("LABELS", r#"{"env":"dev"}"#);
    let config = Config::read(&text, Dialect::CDP);
    let shown = format!("{:?} {:?}", config.subscriptions, config.diagnostics);
    assert!(!shown.contains("s3cret"), "{shown}");
    let (written, report) = Dialect::CDP.write(&config.subscriptions[0], Dialect::CDP);
    assert!(written.equals(config.nodes()[0]), "{}", written.to_json());
    assert!(report.is_complete());
}

#[test]
fn messages_never_show_a_url_or_a_header() {
    let target = r#"{"eventTypes":["customers.customer.deleted"],"isEnabled":true,"target":{"url":"http://s3cret:s3cret@a?s3cret","headers":{"A":["s3cret"]}},"secret":["s3cret"]}"#;
    for request in [Request::Create, Request::Update] {
        let config = Config::request(target, Dialect::CDP, request);
        assert!(config.has_errors());
        assert!(!format!("{:?}", config.diagnostics).contains("s3cret"));
    }
}

#[test]
fn the_single_label_form_survives_writing() {
    let text = r#"{"subscriptionId":"s","eventTypes":["customers.customer.deleted"],"isEnabled":true,"target":{"url":"https://a.example"},"labelKey":"env","labelValue":"dev"}"#;
    let config = Config::detect(text);
    assert_eq!(config.dialect, Dialect::CDP);
    assert_eq!(config.subscriptions[0].labels[0].values, ["dev"]);
    let (written, _) = Dialect::CDP.write(&config.subscriptions[0], Dialect::CDP);
    assert!(written.equals(config.nodes()[0]), "{}", written.to_json());
}

#[test]
fn the_list_response_is_detected() {
    let config = Config::detect(r#"{"subscriptions":[{"eventTypes":[]}],"nextPageToken":"t"}"#);
    assert_eq!((config.dialect, config.form), (Dialect::CDP, Form::ListResponse));
}

#[test]
fn an_update_of_many_members_keeps_them_all() {
    let many: Vec<String> = (0..20_000).map(|n| format!("\"m{n}\":\"v\"")).collect();
    let many = many.join(",");
    let text = format!(
        r#"{{{many},"eventTypes":["customers.customer.deleted"],"isEnabled":true,"target":{{"url":"https://a.example"}},"description":"d"}}"#
    );
    let stored = crate::update(Dialect::CDP, &text, &text, None).unwrap();
    assert_eq!(stored.members().unwrap().len(), 20_004);
}

#[test]
fn every_type_has_a_sample_that_names_it() {
    for dialect in [Dialect::CDP, Dialect::CDP_2026_09] {
        assert_eq!(dialect.event_types().len(), 54);
        for event_type in dialect.event_types() {
            let sample = dialect.sample(event_type.name).unwrap();
            let named = sample
                .get("eventType")
                .or_else(|| sample.get("headers").and_then(|headers| headers.get("X-Event-Type")));
            assert_eq!(named.unwrap().string(), Some(event_type.name));
        }
        assert!(dialect.sample("wallet.transfer.confirmed").is_none());
    }
}
