//! The reader of the hot path, the tree and the explanation agree on every event.
#![no_main]

use std::sync::LazyLock;

use hooksieve::{Config, Dialect, Explainer, Match, Outcome};
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
        let routing = router.route(bytes);
        let outcomes = explainer.outcomes(bytes);
        let positions = |matches: Vec<Match<'_>>| -> Vec<usize> {
            matches.iter().map(Match::position).collect()
        };
        let of = |outcome| -> Vec<usize> {
            (0..outcomes.len()).filter(|&at| outcomes[at] == outcome).collect()
        };
        assert_eq!(positions(routing.matched().collect()), of(Outcome::Fires));
        assert_eq!(positions(routing.undecidable().collect()), of(Outcome::Undecidable));
        for (explanation, outcome) in explainer.explain(bytes).iter().zip(&outcomes) {
            assert_eq!(explanation.outcome, *outcome);
            assert_eq!(explanation.error, routing.error().map(ToString::to_string));
        }
    }
});
