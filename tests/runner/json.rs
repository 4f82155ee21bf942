//! Vectors of the kind "json": what is an event document under the JSON policy.

use hooksieve::json::Node;
use hooksieve::{Config, Dialect, Router};

use super::{Case, Tally, base64};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let text = case.node.get("text").and_then(Node::string);
    let bytes = match (text, case.node.get("base64").and_then(Node::string)) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(encoded)) => base64::decode(encoded),
        _ => panic!("exactly one of text and base64 must be there"),
    };
    let valid = case.node.get("valid").and_then(Node::bool).unwrap();
    let tree = std::str::from_utf8(&bytes).is_ok_and(|text| Node::parse(text).is_ok());
    tally.compare("read as a tree", &valid, &tree);

    // The reader of the hot path, which skips what no subscription needs.
    let config = r#"{"id":"s","events":["t"],"conditions":[{"key":"a.b","condition":"exists"}]}"#;
    let router = Router::from_config(&Config::read(config, Dialect::HOOKSIEVE));
    let routing = router.route(&bytes);
    // What is JSON and no object is no event either, but for another reason.
    let readable = match routing.error() {
        None => true,
        Some(error) => error.to_string().starts_with("an event must be an object"),
    };
    tally.compare("read as an event", &valid, &readable);
}
