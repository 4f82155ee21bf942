//! Vectors of the kind "convert": a subscription written in another dialect.

use hooksieve::Dialect;
use hooksieve::json::{Data, Node};

use super::{Case, Tally};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let to = case.node.get("to").and_then(Node::string).expect("a conversion names its goal");
    let to: Dialect = to.parse().unwrap_or_else(|error| panic!("{error}"));
    let config = case.config();
    tally.codes.extend(config.diagnostics.iter().map(|diagnostic| diagnostic.code));
    let (mut written, mut transfers) = (Vec::new(), Vec::new());
    for (node, report) in config.convert(to) {
        written.push(node);
        for transfer in report.transfers {
            tally.codes.extend(transfer.carried.code());
            let carried = serde_json::to_string(&transfer.carried).unwrap();
            transfers.push(format!("{} {}", transfer.pointer, carried.trim_matches('"')));
        }
    }
    let result =
        if written.len() == 1 { written.remove(0) } else { Node::new(Data::Array(written)) };
    let expected = case.node.get("result").expect("a conversion has a result");
    if !result.equals(expected) {
        let (expected, got) = (expected.to_json(), result.to_json());
        tally.fail(format!("result\n    expected {expected}\n    got      {got}"));
    }
    let listed = case.node.get("transfers").and_then(Node::array).unwrap_or_default();
    let member = |node: &Node, name| node.get(name).and_then(Node::string).unwrap().to_owned();
    let mut expected: Vec<_> = listed
        .iter()
        .map(|node| format!("{} {}", member(node, "pointer"), member(node, "carried")))
        .collect();
    expected.sort();
    transfers.sort();
    tally.compare("transfers", &expected, &transfers);
}
