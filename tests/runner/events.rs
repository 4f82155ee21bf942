//! Vectors of the kinds "predicate" and "route": what an event fires.

use hooksieve::json::{Data, Node};
use hooksieve::{
    Change, Config, Counterfactual, Dialect, EventForm, Explainer, Explanation, Router,
};

use super::{Case, Tally, text_of, texts};

pub(super) fn predicate(case: Case<'_>, tally: &mut Tally) {
    let dialect = case.dialect().unwrap_or(Dialect::HOOKSIEVE);
    let ark = dialect.provider() == "ark";
    let condition = text_of(case.node, "condition");
    let config = if ark {
        format!(
            r#"{{"event":"t","target":"https://a.example","enabled":true,"conditions":[{condition}]}}"#
        )
    } else {
        format!(
            r#"{{"id":"s","events":["t"],"conditions":[{condition}],"target":{{"url":"https://a.example"}}}}"#
        )
    };
    let config = Config::read(&config, dialect);
    tally.codes.extend(config.diagnostics.iter().map(|diagnostic| diagnostic.code));
    let explainer = Explainer::new(&config);
    for (index, test) in tests(case).iter().enumerate() {
        tally.begin(case, Some(test), index);
        let data = text_of(test, "data");
        let event = if ark {
            format!(r#"{{"event":"t","timestamp":0,"data":{data}}}"#)
        } else {
            format!(r#"{{"id":"1","type":"t","data":{data}}}"#)
        };
        let outcome = explainer.router().route(event.as_bytes()).outcome();
        let explanations = explain(&config, EventForm::Auto, &explainer, &event, tally);
        compare_text(tally, &format!("outcome of {}", short(&data)), test, "outcome", outcome);
        let check = explanations.first().and_then(|explanation| explanation.checks.last());
        let code = check.map_or("none", |check| check.code.as_str());
        compare_text(tally, &format!("code of {}", short(&data)), test, "code", code);
    }
}

pub(super) fn route(case: Case<'_>, tally: &mut Tally) {
    let config = case.config();
    tally.codes.extend(config.diagnostics.iter().map(|diagnostic| diagnostic.code));
    let router = Router::from_config(&config).with_event_form(form(case));
    let explainer = Explainer::new(&config).with_event_form(form(case));
    for (index, test) in tests(case).iter().enumerate() {
        tally.begin(case, Some(test), index);
        let event = text_of(test, "event");
        explain(&config, form(case), &explainer, &event, tally);
        let routing = router.route(event.as_bytes());
        compare_text(tally, "outcome", test, "outcome", routing.outcome());
        let matched: Vec<_> = routing.matched().map(|each| each.id()).collect();
        let undecidable: Vec<_> = routing.undecidable().map(|each| each.id()).collect();
        tally.compare("matched", &texts(test, "matched"), &matched);
        tally.compare("undecidable", &texts(test, "undecidable"), &undecidable);
    }
}

/// Explains an event, keeps the codes, and sees that the explanation agrees with the
/// routing. What is explained, and the counterfactual of the first subscription, is kept for
/// the other homes to compare theirs with.
pub(super) fn explain(
    config: &Config,
    form: EventForm,
    explainer: &Explainer,
    event: &str,
    tally: &mut Tally,
) -> Vec<Explanation> {
    let explanations = explainer.explain(event.as_bytes());
    tally.explained.push(serde_json::to_string(&explanations).unwrap());
    let found = Counterfactual::with_event_form(config, 0, event.as_bytes(), form);
    tally.explained.push(serde_json::to_string(&found.map(|found| texts_of(&found))).unwrap());
    let routing = explainer.router().route(event.as_bytes());
    let ids = |outcome: &str| -> Vec<String> {
        let of = explanations.iter().filter(|each| each.outcome.as_str() == outcome);
        of.map(|each| each.subscription.id.clone()).collect()
    };
    let matched: Vec<_> = routing.matched().map(|each| each.id().to_owned()).collect();
    let undecidable: Vec<_> = routing.undecidable().map(|each| each.id().to_owned()).collect();
    tally.compare("explain against route: fires", &matched, &ids("fires"));
    tally.compare("explain against route: undecidable", &undecidable, &ids("undecidable"));
    for explanation in &explanations {
        tally.codes.extend(explanation.checks.iter().map(|check| check.code));
        tally.codes.extend(explanation.notes.iter().map(|note| note.code));
    }
    explanations
}

/// The changes of the event, then of the subscription: where, and what stands there before
/// and after, as texts.
fn texts_of(found: &Counterfactual) -> [Option<Vec<[Option<String>; 3]>>; 2] {
    let text = |node: &Option<Node>| node.as_ref().map(Node::to_json);
    [&found.event, &found.subscription].map(|changes| {
        let of = |change: &Change| {
            [Some(change.pointer.to_string()), text(&change.from), text(&change.to)]
        };
        changes.as_ref().map(|changes| changes.iter().map(of).collect())
    })
}

/// The form in which the case's events are read.
pub(super) fn form(case: Case<'_>) -> EventForm {
    let name = case.node.get("events_as").and_then(Node::string);
    name.map_or(EventForm::Auto, |name| name.parse().unwrap_or_else(|e| panic!("{name}: {e}")))
}

fn tests(case: Case<'_>) -> &[Node] {
    let Some(Data::Array(tests)) = case.node.get("tests").map(|tests| &tests.data) else {
        panic!("{}: no tests", case.description())
    };
    tests
}

/// Compares with a text of the test, where it has one.
fn compare_text(
    tally: &mut Tally,
    what: &str,
    test: &Node,
    member: &str,
    actual: impl std::fmt::Display,
) {
    if let Some(expected) = test.get(member).and_then(Node::string) {
        tally.compare(what, &expected.to_owned(), &actual.to_string());
    }
}

fn short(text: &str) -> String {
    if text.len() <= 120 { text.to_owned() } else { format!("{} bytes", text.len()) }
}
