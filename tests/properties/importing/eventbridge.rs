//! A naive reading of `EventBridge` patterns: values are collected through arrays, and one of
//! them must satisfy one of the matchers.

use hooksieve::ImportFormat;
use hooksieve::json::{Data, Node};

use super::super::random::Random;
use super::{Product, as_number, body, list, number, object, scalar, text};

pub(super) const PRODUCT: Product = Product {
    format: ImportFormat::EventBridge,
    document,
    event,
    lets_through: |document, event| {
        let rule = document.get("EventPattern");
        let on = document.get("State").and_then(Node::string) != Some("DISABLED");
        match rule.map(|pattern| (pattern.string(), pattern)) {
            Some((Some(text), _)) => on && pattern(&Node::parse(text).unwrap(), &[event]),
            Some((None, inner)) => on && pattern(inner, &[event]),
            None => pattern(document, &[event]),
        }
    },
};

fn event(random: &mut Random) -> String {
    let mut text = body(random);
    if random.once_in(2) {
        let resources = list(random, 2, |random| self::text(random).to_owned());
        text.insert_str(1, &format!("\"resources\":{resources},"));
    }
    if random.once_in(3) {
        let address =
            random.pick(&["10.0.0.1", "10.200.0.9", "10.127.0.0", "9.9.9.9", "10.0.0.01"]);
        text.insert_str(1, &format!("\"ip\":\"{address}\","));
    }
    text
}

fn document(random: &mut Random) -> String {
    let pattern = patterns(random, 2);
    match random.below(6) {
        0 => format!(
            r#"{{"Name":"r","State":"{}","EventPattern":{pattern},"Arn":"arn"}}"#,
            random.pick(&["ENABLED", "DISABLED", "ENABLED", "?"])
        ),
        1 => format!(r#"{{"Name":"r","EventPattern":{}}}"#, Node::from_text(pattern).to_json()),
        _ => pattern,
    }
}

fn patterns(random: &mut Random, depth: usize) -> String {
    let text =
        object(random, &["a", "b", "c", "d", "resources", "ip"], |random| match random.below(8) {
            0 | 1 if depth > 0 => patterns(random, depth - 1),
            _ => list(random, 2, matcher),
        });
    if depth > 0 && random.once_in(3) {
        let alternatives = list(random, 2, |random| patterns(random, depth - 1));
        return format!("{{\"$or\":{alternatives},{}", &text[1..]);
    }
    text
}

fn matcher(random: &mut Random) -> String {
    let inner = |random: &mut Random| {
        let kind = random.pick(&["prefix", "suffix", "equals-ignore-case", "wildcard"]);
        match (*kind, random.below(3)) {
            ("wildcard", _) => wildcard(random),
            (kind, 0) if random.once_in(2) => {
                format!("{{\"{kind}\":{}}}", list(random, 1, |random| text(random).to_owned()))
            }
            (kind, _) => format!("{{\"{kind}\":{}}}", text(random)),
        }
    };
    match random.below(16) {
        0..=5 => scalar(random).to_owned(),
        6 => format!("{{\"prefix\":{}}}", text(random)),
        7 => format!("{{\"suffix\":{{\"equals-ignore-case\":{}}}}}", text(random)),
        8 => format!("{{\"equals-ignore-case\":{}}}", text(random)),
        9 => wildcard(random),
        10 => format!("{{\"anything-but\":{}}}", inner(random)),
        11 => format!("{{\"anything-but\":{}}}", list(random, 1, |random| text(random).to_owned())),
        12 => format!(
            "{{\"anything-but\":{}}}",
            if random.once_in(2) { number(random) } else { text(random) }
        ),
        13 => format!("{{\"exists\":{}}}", random.pick(&["true", "false"])),
        14 => format!(
            "{{\"cidr\":\"{}\"}}",
            random.pick(&["10.0.0.0/8", "10.0.0.0/9", "10.0.0.1/31", "::1/3"])
        ),
        _ => {
            let operator = random.pick(&["<", ">", "<=", ">=", "="]);
            let (low, high) = (number(random), number(random));
            match random.below(2) {
                0 => format!("{{\"numeric\":[\"{operator}\",{low}]}}"),
                _ => format!("{{\"numeric\":[\">\",{low},\"<=\",{high}]}}"),
            }
        }
    }
}

fn wildcard(random: &mut Random) -> String {
    format!(
        "{{\"wildcard\":\"{}\"}}",
        random.pick(&["x*", "*x", "x*x", "*y*", "*", "x", "a*-c", "**"])
    )
}

fn pattern(pattern: &Node, at: &[&Node]) -> bool {
    pattern.members().unwrap().iter().all(|member| {
        if member.key == "$or" && member.value.array().is_some_and(|list| list.len() > 1) {
            return member.value.array().unwrap().iter().any(|each| self::pattern(each, at));
        }
        let below: Vec<&Node> = at.iter().filter_map(|it| it.get(&member.key)).collect();
        let below = flat(&below);
        match member.value.array() {
            Some(list) => list.iter().any(|each| one(each, &below)),
            None => self::pattern(&member.value, &below),
        }
    })
}

/// The values, those of arrays one by one.
fn flat<'n>(values: &[&'n Node]) -> Vec<&'n Node> {
    let mut all = Vec::new();
    for value in values {
        match value.array() {
            Some(list) => all.extend(flat(&list.iter().collect::<Vec<_>>())),
            None => all.push(*value),
        }
    }
    all
}

fn one(matcher: &Node, values: &[&Node]) -> bool {
    let mut values = values.iter().filter(|it| it.members().is_none());
    let Some([member]) = matcher.members() else { return values.any(|it| it.equals(matcher)) };
    let operand = &member.value;
    if member.key == "exists" {
        return operand.bool().unwrap() == values.next().is_some();
    }
    values.any(|value| match member.key.as_str() {
        "numeric" => operand.array().unwrap().chunks(2).all(|pair| {
            let (Some(value), Some(bound)) = (as_number(value), as_number(&pair[1])) else {
                return false;
            };
            match pair[0].string().unwrap() {
                "<" => value < bound,
                "<=" => value <= bound,
                ">" => value > bound,
                ">=" => value >= bound,
                _ => (value - bound).abs() == 0.0,
            }
        }),
        "anything-but" => match operand.members() {
            Some([inner]) => {
                let list =
                    inner.value.array().map_or(vec![&inner.value], |list| list.iter().collect());
                !list.iter().any(|operand| on_text(&inner.key, operand, value))
            }
            _ => {
                let list = operand.array().map_or(vec![operand], |list| list.iter().collect());
                !list.iter().any(|operand| operand.equals(value))
            }
        },
        name => on_text(name, operand, value),
    })
}

fn on_text(name: &str, operand: &Node, value: &Node) -> bool {
    let Some(value) = value.string() else { return false };
    if let (Data::Object(inner), true) = (&operand.data, name != "anything-but") {
        let value = value.to_ascii_lowercase();
        let operand = inner[0].value.string().unwrap().to_ascii_lowercase();
        return if name == "prefix" {
            value.starts_with(&operand)
        } else {
            value.ends_with(&operand)
        };
    }
    let operand = operand.string().unwrap();
    match name {
        "prefix" => value.starts_with(operand),
        "suffix" => value.ends_with(operand),
        "equals-ignore-case" => value.eq_ignore_ascii_case(operand),
        "wildcard" => wild(operand, value),
        "cidr" => in_block(operand, value),
        other => panic!("{other}"),
    }
}

fn wild(pattern: &str, text: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('*') => (0..=text.len()).any(|from| wild(&pattern[1..], &text[from..])),
        Some(first) => text.starts_with(first) && wild(&pattern[1..], &text[1..]),
    }
}

fn in_block(block: &str, address: &str) -> bool {
    let number = |text: &str| {
        let octets: Option<Vec<u32>> = text.split('.').map(|it| it.parse().ok()).collect();
        let octets = octets.filter(|all| all.len() == 4 && all.iter().all(|it| *it < 256))?;
        Some(octets.into_iter().fold(0_u32, |all, octet| all * 256 + octet))
    };
    let (first, bits) = block.split_once('/').unwrap();
    let bits: u32 = bits.parse().unwrap();
    match (number(first), number(address)) {
        (Some(first), Some(address)) => first >> (32 - bits) == address >> (32 - bits),
        _ => false,
    }
}
