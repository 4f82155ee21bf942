//! Vectors of the kind "import": what another product has, what became of each part, and
//! which events the product lets through.

use hooksieve::json::{Data, Node};
use hooksieve::{Carried, Config, Dialect, Explainer, ImportFormat, Outcome};

use super::{Case, Tally, text, text_of, whole};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let format: ImportFormat = text(case.node, "format").parse().expect("a format");
    let imported = format.import(&text_of(case.node, "input")).expect("an input is JSON");
    let mut subscriptions = Vec::new();
    let mut open = Vec::new();
    for each in &imported {
        subscriptions.extend(each.subscriptions.iter().cloned());
        for transfer in &each.report.transfers {
            tally.codes.extend(transfer.carried.code());
            if transfer.carried != Carried::Over {
                let carried = serde_json::to_string(&transfer.carried).unwrap();
                open.push(format!("{} {}", transfer.pointer, carried.trim_matches('"')));
            }
        }
    }
    let listed = case.node.get("open").and_then(Node::array).unwrap_or_default();
    let mut expected: Vec<_> = listed
        .iter()
        .map(|node| format!("{} {}", text(node, "pointer"), text(node, "carried")))
        .collect();
    expected.sort();
    open.sort();
    tally.compare("parts that are not carried over", &expected, &open);
    tally.compare(
        "subscriptions",
        &whole(case.node, "subscriptions"),
        &(subscriptions.len() as u64),
    );

    let decided = !open.iter().any(|part| part.ends_with("decision-needed"));
    let native = Node::new(Data::Array(subscriptions)).to_json();
    let config = Config::read(&native, Dialect::HOOKSIEVE);
    if config.has_errors() {
        tally.fail(format!("{native}\n    {:?}", config.diagnostics));
    }
    let explainer = Explainer::new(&config);
    let tests = case.node.get("tests").and_then(Node::array).unwrap_or_default();
    for (index, test) in tests.iter().enumerate() {
        tally.begin(case, Some(test), index);
        let event = test.get("event").expect("a test has an event");
        let matches = test.get("matches").and_then(Node::bool).expect("a verdict");
        let outside = test.get("outside").and_then(Node::bool).unwrap_or(false);
        let assumed = imported.iter().flat_map(|each| &each.assumptions);
        let broken: Vec<_> =
            assumed.filter(|it| !it.holds(event)).map(ToString::to_string).collect();
        if outside == broken.is_empty() {
            tally.fail(format!("assumptions that do not hold: {broken:?}"));
        }
        if !decided || outside {
            continue;
        }
        let outcomes = explainer.outcomes(event.to_json().as_bytes());
        let fires = outcomes.iter().filter(|outcome| **outcome == Outcome::Fires).count();
        let undecidable = outcomes.contains(&Outcome::Undecidable);
        if undecidable || fires != usize::from(matches) {
            tally.fail(format!(
                "{fires} of them fire, expected {matches}
    {native}"
            ));
        }
    }
}
