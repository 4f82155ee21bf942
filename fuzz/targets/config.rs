//! No text read as a configuration, in any dialect, panics; what was read routes and
//! explains.
#![no_main]

use hooksieve::{Config, Dialect, Explainer, Request};
use libfuzzer_sys::fuzz_target;

const EVENT: &[u8] =
    br#"{"id":"1","type":"t","kind":"wallet.created","event":"t","labels":{"a":"b"},"data":{"a":1}}"#;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let dialects = Dialect::all();
    let dialect = dialects[usize::from(*choice) % dialects.len()];
    let config = Config::read(text, dialect);
    for subscription in &config.subscriptions {
        for target in dialects {
            let _ = target.write(subscription);
        }
    }
    let explainer = Explainer::new(&config);
    let fires = explainer.router().route(EVENT).matched().count();
    let explained = explainer.explain(EVENT);
    assert_eq!(explained.iter().filter(|each| each.outcome.as_str() == "fires").count(), fires);
    let _ = Config::request(text, dialect, Request::Create);
    let _ = Config::request(text, dialect, Request::Update);
});
