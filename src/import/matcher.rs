//! The matchers of `EventBridge` (user guide, "Comparison operators").

use super::assumption::{Assumed, is_plain_number};
use super::cidr;
use super::condition::{Asked, Part};
use super::draft::Draft;
use super::field::{Field, is, is_text, native};
use super::filter::Filter;
use super::texts::{Piece, Shape, Texts, in_either_case, literal};
use crate::json::{Data, Member, Node};

/// The names that make an object in a list a matcher.
pub(super) const NAMES: [&str; 9] = [
    "exactly",
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "anything-but",
    "numeric",
    "exists",
    "cidr",
];

const UNREADABLE: &str = "the matcher cannot be read";

/// What one value of a list asks for; else why it cannot be said.
pub(super) fn matcher(
    node: &Node,
    field: &Field,
    part: Part,
    draft: &mut Draft,
) -> Result<Filter, String> {
    let single = |filter: Filter| match field.is_elements() {
        true => Err("of the elements of an array only texts can be asked".to_owned()),
        false => Ok(filter),
    };
    let member = match &node.data {
        Data::String(text) => return said(Texts::exactly(text), field, part),
        Data::Number(text) => {
            plain(text)?;
            draft.assume(part, field, Assumed::PlainNumber);
            return single(is(part, field, native("eq", node)));
        }
        Data::Bool(_) | Data::Null => return single(is(part, field, native("eq", node))),
        Data::Array(_) => return Err("a list in a list matches nothing there".to_owned()),
        Data::Object(members) => match members.as_slice() {
            [member] => member,
            _ => return Err("a matcher has one member".to_owned()),
        },
    };
    match (member.key.as_str(), &member.value.data) {
        ("exists", Data::Bool(there)) => {
            let operator = if *there { "exists" } else { "missing" };
            Ok(is(part, field, Asked::Native(operator, None)))
        }
        ("numeric", Data::Array(list)) => {
            draft.assume(part, field, Assumed::PlainNumber);
            single(numeric(list, field, part)?)
        }
        ("cidr", Data::String(block)) => {
            let pattern = cidr::pattern(block);
            let pattern = pattern.ok_or("only blocks of IPv4 addresses can be said here")?;
            draft.assume(part, field, Assumed::PlainAddress);
            Ok(is(part, field, native("regexp", &Node::from_text(pattern))))
        }
        ("anything-but", _) => anything_but(&member.value, field, part, draft),
        _ => said(texts(member)?, field, part),
    }
}

/// A condition on texts, if it is not too large.
fn said(texts: Texts, field: &Field, part: Part) -> Result<Filter, String> {
    let asked = if field.is_elements() { Asked::Text(texts) } else { Asked::text(texts) };
    is_text(part, field, asked)
}

fn plain(number: &str) -> Result<(), String> {
    match is_plain_number(number) {
        true => Ok(()),
        false => Err(format!("{number} is not compared exactly there")),
    }
}

/// The texts that a matcher on texts names.
fn texts(member: &Member) -> Result<Texts, String> {
    let whole = |text: &str| -> Result<Shape, String> {
        in_either_case(text).ok_or_else(|| format!("the cases of {text:?} are not clear"))
    };
    let text = |shape| Ok(Texts::of(shape));
    match (member.key.as_str(), &member.value.data) {
        ("exactly", Data::String(value)) => Ok(Texts::exactly(value)),
        ("prefix", Data::String(start)) => Ok(Texts::starting(literal(start))),
        ("suffix", Data::String(end)) => Ok(Texts::ending(literal(end))),
        ("equals-ignore-case", Data::String(value)) => text(whole(value)?),
        ("wildcard", Data::String(value)) => text(wildcard(value)?),
        (name @ ("prefix" | "suffix"), Data::Object(inner)) => match inner.as_slice() {
            [inner] if inner.key == "equals-ignore-case" => {
                let cases = whole(inner.value.string().ok_or(UNREADABLE)?)?;
                Ok(if name == "prefix" { Texts::starting(cases) } else { Texts::ending(cases) })
            }
            _ => Err(UNREADABLE.to_owned()),
        },
        (name, _) if NAMES.contains(&name) => Err(UNREADABLE.to_owned()),
        (name, _) => Err(format!("there is no matcher `{name}`")),
    }
}

/// `*` stands for any text; a backslash makes `*` and itself literal, and nothing else.
fn wildcard(text: &str) -> Result<Shape, String> {
    let mut shape = Shape::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        shape.push(match character {
            '*' if shape.last() == Some(&Piece::Run) => {
                return Err("two wildcards side by side are refused there".to_owned());
            }
            '*' => Piece::Run,
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '\\')) => Piece::OneOf(vec![escaped]),
                _ => return Err("a backslash there goes before `*` or a backslash".to_owned()),
            },
            other => Piece::OneOf(vec![other]),
        });
    }
    Ok(shape)
}

/// `[">", 0, "<=", 5]`: numbers only, no texts that look like one.
fn numeric(list: &[Node], field: &Field, part: Part) -> Result<Filter, String> {
    let mut all = Vec::new();
    let mut bounded = false;
    for pair in list.chunks(2) {
        let [name, bound] = pair else { return Err(UNREADABLE.to_owned()) };
        plain(bound.number().ok_or(UNREADABLE)?)?;
        let operator = match name.string() {
            Some(">") => "gt",
            Some(">=") => "gte",
            Some("<") => "lt",
            Some("<=") => "lte",
            Some("=") => "eq",
            _ => return Err(UNREADABLE.to_owned()),
        };
        bounded = bounded || operator != "eq";
        all.push(is(part, field, native(operator, bound)));
    }
    if all.is_empty() {
        return Err(UNREADABLE.to_owned());
    }
    if bounded {
        all.push(is(part, field, Asked::no_text()));
    }
    Ok(Filter::All(all))
}

/// A value that is there and none of these.
fn anything_but(
    value: &Node,
    field: &Field,
    part: Part,
    draft: &mut Draft,
) -> Result<Filter, String> {
    let list = match &value.data {
        Data::Array(list) => list.clone(),
        _ => vec![value.clone()],
    };
    let all = |test: fn(&Node) -> bool| !list.is_empty() && list.iter().all(test);
    let are_texts = all(|it| it.string().is_some());
    if !field.is_elements() && (are_texts || all(|it| it.number().is_some())) {
        list.iter().filter_map(Node::number).try_for_each(plain)?;
        if !are_texts {
            draft.assume(part, field, Assumed::PlainNumber);
        }
        let asked = match list.as_slice() {
            [only] => native("ne", only),
            _ => native("not-in", &Node::new(Data::Array(list.clone()))),
        };
        return Ok(Filter::All(vec![
            is(part, field, Asked::Native("exists", None)),
            is(part, field, asked),
        ]));
    }
    let union = |mut all: Vec<Texts>| {
        let first = all.pop()?;
        Some(all.iter().fold(first, |known, more| known.with(more)))
    };
    let named = match &value.data {
        _ if are_texts => list.iter().filter_map(Node::string).map(Texts::exactly).collect(),
        Data::Object(members) => match members.as_slice() {
            [member] if !matches!(member.key.as_str(), "exactly" | "anything-but") => {
                let several = member.value.array().map(<[Node]>::to_vec);
                let several = several.unwrap_or_else(|| vec![member.value.clone()]);
                let one = |value: Node| texts(&Member { value, ..member.clone() });
                several.into_iter().map(one).collect::<Result<Vec<_>, _>>()?
            }
            _ => return Err(UNREADABLE.to_owned()),
        },
        _ => return Err(UNREADABLE.to_owned()),
    };
    let texts = union(named).ok_or(UNREADABLE)?;
    draft.assume(part, field, Assumed::Text);
    if let (Some(held), false) = (texts.held(), field.is_elements()) {
        return Ok(Filter::All(vec![
            is(part, field, Asked::Native("exists", None)),
            is(part, field, native("not-contains", &Node::from_text(held))),
        ]));
    }
    let asked = Asked::OtherText(texts);
    asked.native().ok_or("what is none of these cannot be said in one condition")?;
    Ok(is(part, field, asked))
}
