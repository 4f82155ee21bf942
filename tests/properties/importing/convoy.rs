//! A naive reading of Convoy's filters: what is an error there fails the whole filter.

use hooksieve::ImportFormat;
use hooksieve::json::{Kind, Node};

use super::super::random::Random;
use super::{Product, as_number, body, list, number, object, scalar, text};

pub(super) const PRODUCT: Product = Product {
    format: ImportFormat::Convoy,
    document,
    event: body,
    lets_through: |document, event| {
        let config = document.get("filter_config").and_then(|it| it.get("filter"));
        let filter = config.and_then(|it| it.get("body")).unwrap_or(document);
        holds(filter, Some(event), event) == Ok(true)
    },
};

fn document(random: &mut Random) -> String {
    let filter = filter(random, 2);
    match random.below(5) {
        0 => format!(
            r#"{{"uid":"u","name":"n","x":1,"filter_config":{{"event_types":["*"],"filter":{{"headers":{{}},"body":{filter}}}}}}}"#
        ),
        _ => filter,
    }
}

fn filter(random: &mut Random, depth: usize) -> String {
    let text =
        object(random, &["a", "b", "c.a", "d", "a.b", "c"], |random| match random.below(8) {
            0 => object(random, &["a", "b"], asked),
            _ => asked(random),
        });
    if depth > 0 && random.once_in(3) {
        let join = random.pick(&["$or", "$or", "$and"]);
        let several = list(random, 2, |random| filter(random, depth - 1));
        return format!("{{\"{join}\":{several},{}", &text[1..]);
    }
    text
}

fn asked(random: &mut Random) -> String {
    if random.once_in(3) {
        return scalar(random).to_owned();
    }
    object(random, &["$eq", "$exist", "$gt", "$in", "$lte", "$neq", "$nin", "$regex"], |_| {
        "?".to_owned()
    })
    .split('?')
    .fold(String::new(), |mut text, part| {
        text.push_str(part);
        if let Some(name) = part.rsplit('"').nth(1) {
            text.push_str(&operand(random, name));
        }
        text
    })
}

fn operand(random: &mut Random, name: &str) -> String {
    match name {
        "$exist" => (*random.pick(&["true", "true", "false"])).to_owned(),
        "$gt" | "$lte" if !random.once_in(12) => number(random).to_owned(),
        "$in" | "$nin" => match random.below(3) {
            0 => list(random, 2, |random| number(random).to_owned()),
            1 => list(random, 2, |random| text(random).to_owned()),
            _ => list(random, 1, |random| scalar(random).to_owned()),
        },
        "$regex" => {
            (*random.pick(&["\"^x\"", "\"y$\"", "\"[xy]+\"", "\"(?i)X\"", "\"^.$\""])).to_owned()
        }
        _ => scalar(random).to_owned(),
    }
}

type Verdict = Result<bool, ()>;

fn holds(filter: &Node, at: Option<&Node>, root: &Node) -> Verdict {
    let mut all = true;
    for member in filter.members().unwrap() {
        let value = &member.value;
        all &= match member.key.as_str() {
            "$or" => {
                let all: Result<Vec<bool>, ()> = each(value, root);
                all?.contains(&true)
            }
            "$and" => !each(value, root)?.contains(&false),
            name if name.starts_with('$') => operator(name, value, at)?,
            name => {
                let at = name.split('.').try_fold(at, |at, name| Some(at?.get(name)));
                let at = at.flatten();
                match value.kind() {
                    Kind::Object => holds(value, at, root)?,
                    _ => operator("$eq", value, at)?,
                }
            }
        };
    }
    Ok(all)
}

fn each(filters: &Node, root: &Node) -> Result<Vec<bool>, ()> {
    filters.array().unwrap().iter().map(|it| holds(it, Some(root), root)).collect()
}

fn operator(name: &str, operand: &Node, value: Option<&Node>) -> Verdict {
    if name == "$exist" {
        return Ok(operand.bool().unwrap() == value.is_some());
    }
    let Some(value) = value else { return Ok(false) };
    let among = || operand.array().unwrap().iter().any(|it| it.equals(value));
    Ok(match name {
        "$eq" => operand.equals(value),
        "$neq" => !operand.equals(value),
        "$in" => among(),
        "$nin" => !among(),
        "$gt" => as_number(value).ok_or(())? > as_number(operand).ok_or(())?,
        "$lte" => as_number(value).ok_or(())? <= as_number(operand).ok_or(())?,
        "$regex" => {
            let text = value.string().ok_or(())?;
            match operand.string().unwrap() {
                "^x" => text.starts_with('x'),
                "y$" => text.ends_with('y'),
                "[xy]+" => text.contains(['x', 'y']),
                "^.$" => text.chars().count() == 1 && text != "\n",
                other => panic!("{other}"),
            }
        }
        other => panic!("{other}"),
    })
}
