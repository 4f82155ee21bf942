//! A naive reading of `CloudEvents` filters. Each SQL expression stands beside its own tree, in
//! a member that an import leaves out, so that it need not be read here.

use hooksieve::ImportFormat;
use hooksieve::json::Node;

use super::super::random::Random;
use super::{Product, list, object};

pub(super) const PRODUCT: Product = Product {
    format: ImportFormat::CloudEvents,
    document,
    event,
    lets_through: |document, event| {
        let filters = document.get("filters").and_then(Node::array).unwrap_or_default();
        let types = document.get("types").and_then(Node::array);
        types.is_none_or(|types| types.iter().any(|it| it.equals(event.get("type").unwrap())))
            && filters.iter().all(|filter| holds(filter, event))
            && document.get("tree").is_none_or(|tree| verdict(tree, event) == Some(true))
    },
};

const VALUES: [&str; 7] = ["x", "xy", "yx", "y", "xyx", "a.b", "Xy"];

fn event(random: &mut Random) -> String {
    let mut members = vec!["\"specversion\":\"1.0\"".to_owned()];
    for name in ["id", "type", "source"] {
        members.push(format!("\"{name}\":\"{}\"", random.pick(&VALUES)));
    }
    for name in ["subject", "ext"] {
        match random.below(6) {
            0 => {}
            1 => members.push(format!("\"{name}\":null")),
            2 if name == "ext" => members.push("\"ext\":5".to_owned()),
            _ => members.push(format!("\"{name}\":\"{}\"", random.pick(&VALUES))),
        }
    }
    format!("{{{}}}", members.join(","))
}

fn document(random: &mut Random) -> String {
    let mut members = vec!["\"id\":\"s\"".to_owned()];
    if random.once_in(4) {
        let types = list(random, 2, |random| format!("\"{}\"", random.pick(&VALUES)));
        members.push(format!("\"types\":{types}"));
    }
    let mut filters: Vec<String> = (0..random.below(3)).map(|_| filter(random, 2)).collect();
    if random.once_in(2) {
        let tree = tree(random, 3);
        let sql = Node::from_text(sql(&Node::parse(&tree).unwrap())).to_json();
        filters.push(format!("{{\"sql\":{sql}}}"));
        members.push(format!("\"tree\":{tree}"));
    }
    members.push(format!("\"filters\":[{}]", filters.join(",")));
    format!("{{{}}}", members.join(","))
}

fn attributes(random: &mut Random) -> String {
    object(random, &["type", "source", "subject", "ext"], |random| {
        format!("\"{}\"", random.pick(&VALUES))
    })
}

fn filter(random: &mut Random, depth: usize) -> String {
    match random.below(if depth > 0 { 8 } else { 4 }) {
        0 | 1 => format!("{{\"exact\":{}}}", attributes(random)),
        2 => format!("{{\"prefix\":{}}}", attributes(random)),
        3 => format!("{{\"suffix\":{}}}", attributes(random)),
        4 => format!("{{\"all\":{}}}", list(random, 2, |random| filter(random, depth - 1))),
        5 | 6 => format!("{{\"any\":{}}}", list(random, 2, |random| filter(random, depth - 1))),
        _ => format!("{{\"not\":{}}}", filter(random, depth - 1)),
    }
}

fn holds(filter: &Node, event: &Node) -> bool {
    filter.members().unwrap().iter().all(|member| {
        let value = &member.value;
        let on = |test: fn(&str, &str) -> bool| {
            value.members().unwrap().iter().all(|asked| {
                let there = event.get(&asked.key).and_then(Node::string);
                there.is_some_and(|there| test(there, asked.value.string().unwrap()))
            })
        };
        match member.key.as_str() {
            "exact" => on(|a, b| a == b),
            "prefix" => on(|a, b| a.starts_with(b)),
            "suffix" => on(|a, b| a.ends_with(b)),
            "all" => value.array().unwrap().iter().all(|it| holds(it, event)),
            "any" => value.array().unwrap().iter().any(|it| holds(it, event)),
            "not" => !holds(value, event),
            _ => true,
        }
    })
}

/// A tree of an expression: the operator, then its operands.
fn tree(random: &mut Random, depth: usize) -> String {
    let attribute = *random.pick(&["type", "source", "subject", "ext"]);
    let value = *random.pick(&VALUES);
    match random.below(if depth > 0 { 9 } else { 5 }) {
        0 => format!(r#"["=","{attribute}","{value}"]"#),
        1 => format!(r#"["!=","{attribute}","{value}"]"#),
        2 => {
            let pattern = random.pick(&["x%", "%y", "%x%", "x_", "x%y%x", "%", "x"]);
            format!(r#"["LIKE","{attribute}","{pattern}"]"#)
        }
        3 => format!(r#"["IN","{attribute}","{value}","{}"]"#, random.pick(&VALUES)),
        4 => format!(r#"["EXISTS","{attribute}"]"#),
        5 | 6 => format!(r#"["OR",{},{}]"#, tree(random, depth - 1), tree(random, depth - 1)),
        7 => format!(r#"["AND",{},{}]"#, tree(random, depth - 1), tree(random, depth - 1)),
        _ => format!(r#"["NOT",{}]"#, tree(random, depth - 1)),
    }
}

fn sql(tree: &Node) -> String {
    let parts = tree.array().unwrap();
    let text = |index: usize| parts[index].string().unwrap();
    match text(0) {
        joined @ ("AND" | "OR") => format!("({}) {joined} ({})", sql(&parts[1]), sql(&parts[2])),
        "NOT" => format!("NOT ({})", sql(&parts[1])),
        "EXISTS" => format!("exists {}", text(1)),
        "IN" => format!("{} IN ('{}', '{}')", text(1), text(2), text(3)),
        operator => format!("{} {operator} '{}'", text(1), text(2)),
    }
}

/// The verdict of an expression; nothing where evaluating it is an error.
fn verdict(tree: &Node, event: &Node) -> Option<bool> {
    let parts = tree.array().unwrap();
    let text = |index: usize| parts[index].string().unwrap();
    let there = || event.get(text(1)).and_then(Node::string);
    Some(match text(0) {
        "AND" => verdict(&parts[1], event)? && verdict(&parts[2], event)?,
        "OR" => verdict(&parts[1], event)? || verdict(&parts[2], event)?,
        "NOT" => !verdict(&parts[1], event)?,
        "EXISTS" => there().is_some(),
        "=" => there()? == text(2),
        "!=" => there()? != text(2),
        "IN" => [text(2), text(3)].contains(&there()?),
        _ => like(text(2), there()?),
    })
}

fn like(pattern: &str, text: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('%') => (0..=text.len()).any(|from| like(&pattern[1..], &text[from..])),
        Some('_') => !text.is_empty() && like(&pattern[1..], &text[1..]),
        Some(first) => text.starts_with(first) && like(&pattern[1..], &text[1..]),
    }
}
