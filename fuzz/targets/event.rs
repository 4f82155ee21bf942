//! The reader of the hot path, the tree and the explanation agree on every event.
#![no_main]

use std::sync::LazyLock;

use hooksieve::{Config, Dialect, Explainer};
use libfuzzer_sys::fuzz_target;

static EXPLAINERS: LazyLock<Vec<Explainer>> = LazyLock::new(|| {
    let plain = r#"[{"id":"a","events":["t"],"conditions":[{"key":"a.b","condition":"gt","value":1}]},
        {"id":"b","events":"*","labels":{"l":"1"}},
        {"id":"c","events":["a.**"],"match":"any","conditions":[
            {"key":"/data/a/0","condition":"exists"},{"key":"a","condition":"ne","value":"x"}]}]"#;
    let wild = r#"{"id":"w","events":"*","conditions":[
        {"key":"*.a","condition":"contains","value":"x"},{"key":"a","condition":"regexp","value":"^.$"}]}"#;
    let ark = r#"{"event":"t","target":"https://a.example","enabled":true,"conditions":[
        {"key":"a","condition":"eq","value":1},{"key":"length","condition":"gt","value":1}]}"#;
    [(plain, Dialect::HOOKSIEVE), (wild, Dialect::HOOKSIEVE), (ark, Dialect::ARK_CORE_3)]
        .map(|(text, dialect)| Explainer::new(&Config::read(text, dialect)))
        .into()
});

fuzz_target!(|bytes: &[u8]| {
    for explainer in EXPLAINERS.iter() {
        let router = explainer.router();
        let (fast, naive) = (router.route(bytes), router.route_naively(bytes));
        let ids = |routing: &hooksieve::Routing<'_>| -> [Vec<String>; 2] {
            [
                routing.matched().map(|each| each.id.clone()).collect(),
                routing.undecidable().map(|each| each.id.clone()).collect(),
            ]
        };
        assert_eq!(ids(&fast), ids(&naive));
        assert_eq!(fast.error(), naive.error());
        for explanation in explainer.explain(bytes) {
            let fires = fast.matched().any(|each| each.id == explanation.subscription.id);
            assert_eq!(explanation.outcome.as_str() == "fires", fires);
        }
    }
});
