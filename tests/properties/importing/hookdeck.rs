//! A naive reading of Hookdeck's filters: arrays are looked into, and `==` converts.

use hooksieve::ImportFormat;
use hooksieve::json::{Data, Kind, Node};

use super::super::random::Random;
use super::{Product, as_number, body, list, number, object, scalar, text};

pub(super) const PRODUCT: Product = Product {
    format: ImportFormat::Hookdeck,
    document,
    event: body,
    lets_through: |document, event| {
        let filter = document.get("body").unwrap_or(document);
        matches(filter, event)
    },
};

fn document(random: &mut Random) -> String {
    let filter = schema(random, 3);
    match random.below(5) {
        0 => format!(r#"{{"type":"filter","body":{filter},"query":{{}}}}"#),
        1 if random.once_in(4) => {
            format!(r#"{{"type":"filter","body":{filter},"headers":{{"x":1}}}}"#)
        }
        _ => filter,
    }
}

fn schema(random: &mut Random, depth: usize) -> String {
    let mut text = object(random, &["a", "b", "c", "d"], |random| value(random, depth));
    if depth > 0 && random.once_in(3) {
        let several = list(random, 2, |random| schema(random, depth - 1));
        let join = random.pick(&["$or", "$or", "$and"]);
        text = format!("{{\"{join}\":{several},{}", &text[1..]);
    }
    if depth > 0 && random.once_in(4) {
        text = format!("{{\"$not\":{},{}", schema(random, depth - 1), &text[1..]);
    }
    text
}

fn value(random: &mut Random, depth: usize) -> String {
    match random.below(12) {
        0..=3 => scalar(random).to_owned(),
        4 => list(random, 1, |random| scalar(random).to_owned()),
        5 if depth > 0 => object(random, &["a", "b"], |random| value(random, depth - 1)),
        6 if depth > 0 => {
            let join = random.pick(&["$or", "$and"]);
            format!("{{\"{join}\":{}}}", list(random, 2, |random| value(random, depth - 1)))
        }
        7 if depth > 0 => format!("{{\"$not\":{}}}", value(random, depth - 1)),
        8 => format!("{{\"$exist\":{}}}", random.pick(&["true", "false"])),
        9 => {
            let several = list(random, 2, |random| scalar(random).to_owned());
            format!("{{\"{}\":{several}}}", random.pick(&["$in", "$nin", "$eq"]))
        }
        10 => format!(
            "{{\"{}\":{}}}",
            random.pick(&["$gt", "$gte", "$lt", "$lte"]),
            match random.below(2) {
                0 => number(random),
                _ => text(random),
            }
        ),
        _ => format!(
            "{{\"{}\":{}}}",
            random.pick(&["$startsWith", "$endsWith", "$in", "$nin", "$neq", "$eq"]),
            text(random)
        ),
    }
}

fn matches(schema: &Node, input: &Node) -> bool {
    let (Data::Object(members), Data::Object(_)) = (&schema.data, &input.data) else {
        return fits(schema, input);
    };
    members.iter().all(|member| {
        let list = member.value.array();
        match (member.key.as_str(), list) {
            ("$or", Some(list)) => list.iter().any(|it| matches(it, input)),
            ("$and", Some(list)) => list.iter().all(|it| matches(it, input)),
            ("$not", _) => !matches(&member.value, input),
            (name, _) => match input.get(name) {
                Some(value) => fits(&member.value, value),
                None => member.value.get("$exist").and_then(Node::bool) == Some(false),
            },
        }
    })
}

fn is_single(node: &Node) -> bool {
    !matches!(node.kind(), Kind::Array | Kind::Object)
}

fn fits(schema: &Node, value: &Node) -> bool {
    if is_single(schema) {
        return match value.array() {
            Some(list) => list.iter().any(|it| fits(schema, it)),
            None => is_single(value) && loosely(value, schema),
        };
    }
    if let Some(all) = schema.array() {
        let list = value.array().unwrap_or_default();
        return value.array().is_some()
            && all.iter().all(|one| list.iter().any(|it| fits(one, it)));
    }
    let members = schema.members().unwrap();
    if !members.iter().any(|member| member.key.starts_with('$')) {
        return match value.array() {
            Some(list) => list.iter().any(|it| fits(schema, it)),
            None => value.members().is_some() && matches(schema, value),
        };
    }
    members.iter().all(|member| {
        let (operand, list) = (&member.value, member.value.array());
        match (member.key.as_str(), list) {
            ("$or", Some(list)) => list.iter().any(|it| matches(it, value)),
            ("$and", Some(list)) => list.iter().all(|it| matches(it, value)),
            ("$not", _) => !matches(operand, value),
            (name, _) => operator(name, operand, value) == Some(true),
        }
    })
}

/// Nothing where the operator does not take such values.
fn operator(name: &str, operand: &Node, value: &Node) -> Option<bool> {
    let text = || Some((value.string()?, operand.string()?));
    let order = || match (value.string(), operand.string()) {
        (Some(value), Some(operand)) => Some(value.cmp(operand)),
        _ => as_number(value)?.partial_cmp(&as_number(operand)?),
    };
    let equal = || match is_single(operand) && is_single(value) {
        true => loosely(value, operand),
        false => operand.equals(value),
    };
    let contains = || match (operand.array(), operand.string()) {
        (Some(list), _) if is_single(value) => Some(list.iter().any(|it| it.equals(value))),
        (None, Some(part)) => Some(value.string()?.contains(part)),
        _ => None,
    };
    Some(match name {
        "$eq" => equal(),
        "$neq" => !equal(),
        "$in" => contains()?,
        "$nin" => !contains()?,
        "$gt" => order()?.is_gt(),
        "$gte" => order()?.is_ge(),
        "$lt" => order()?.is_lt(),
        "$lte" => order()?.is_le(),
        "$startsWith" => text().map(|(value, start)| value.starts_with(start))?,
        "$endsWith" => text().map(|(value, end)| value.ends_with(end))?,
        "$exist" => operand.bool()?,
        other => panic!("{other}"),
    })
}

/// `==` of ECMAScript.
fn loosely(a: &Node, b: &Node) -> bool {
    let number = |node: &Node| match &node.data {
        Data::Bool(value) => Some(f64::from(u8::from(*value))),
        Data::String(text) if text.trim().is_empty() => Some(0.0),
        Data::String(text) => text.trim().parse().ok(),
        _ => as_number(node),
    };
    match (a.kind(), b.kind()) {
        (x, y) if x == y => a.equals(b),
        (Kind::Null, _) | (_, Kind::Null) => false,
        _ => number(a).zip(number(b)).is_some_and(|(a, b)| (a - b).abs() == 0.0),
    }
}
