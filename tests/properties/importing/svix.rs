//! A naive reading of Svix endpoints.

use hooksieve::ImportFormat;
use hooksieve::json::Node;

use super::super::random::Random;
use super::{Product, list};

pub(super) const PRODUCT: Product = Product {
    format: ImportFormat::Svix,
    document,
    event,
    lets_through: |endpoint, message| {
        let on = endpoint.get("disabled").and_then(Node::bool) != Some(true);
        let channels = message.get("channels").and_then(Node::array).unwrap_or_default();
        let has = |channel: &Node| channels.iter().any(|it| it.equals(channel));
        let typed = listed(endpoint, "filterTypes");
        let named = message.get("eventType").unwrap();
        on && typed.is_none_or(|types| types.iter().any(|it| it.equals(named)))
            && listed(endpoint, "channels").is_none_or(|channels| channels.iter().any(has))
    },
};

fn listed<'n>(endpoint: &'n Node, name: &str) -> Option<&'n [Node]> {
    endpoint.get(name).and_then(Node::array)
}

fn channel(random: &mut Random) -> String {
    (*random.pick(&["\"eu\"", "\"us\"", "\"europe\"", "\"asia\""])).to_owned()
}

fn kind(random: &mut Random) -> String {
    (*random.pick(&["\"a.b\"", "\"a.c\"", "\"a\"", "\"a.*\"", "\"a..b\""])).to_owned()
}

fn document(random: &mut Random) -> String {
    let mut members =
        vec![format!("\"id\":{}", random.pick(&["\"e\"", "5", "\"\"", "null", "[]"]))];
    let mut add = |random: &mut Random, name: &str, value: String| {
        if random.once_in(2) {
            members.push(format!("\"{name}\":{value}"));
        }
    };
    let url = (*random.pick(&["\"https://a.example\"", "\"ftp://a\"", "7"])).to_owned();
    add(random, "url", url);
    let types = if random.once_in(6) { "null".to_owned() } else { list(random, 2, kind) };
    add(random, "filterTypes", types);
    let channels = if random.once_in(6) { "[]".to_owned() } else { list(random, 2, channel) };
    add(random, "channels", channels);
    let disabled = (*random.pick(&["true", "false", "false", "1"])).to_owned();
    add(random, "disabled", disabled);
    add(random, "headers", r#"{"X-A":"b","a b":"c"}"#.to_owned());
    add(random, "metadata", r#"{"a":"b","c":1}"#.to_owned());
    add(random, "version", "1".to_owned());
    add(random, "uid", "\"u\"".to_owned());
    format!("{{{}}}", members.join(","))
}

fn event(random: &mut Random) -> String {
    let channels = match random.below(4) {
        0 => String::new(),
        1 => ",\"channels\":[]".to_owned(),
        2 if random.once_in(3) => ",\"channels\":\"eu\"".to_owned(),
        _ => format!(",\"channels\":{}", list(random, 2, channel)),
    };
    format!("{{\"eventType\":{},\"payload\":{{}}{channels}}}", kind(random))
}
