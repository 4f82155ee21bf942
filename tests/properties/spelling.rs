//! The same JSON value in other spellings: white space, escapes, order of members.

use hooksieve::json::{Data, Member, Node};

use super::random::Random;

/// The text of a value with random white space and escapes.
pub(super) fn respell(node: &Node, random: &mut Random) -> String {
    let mut out = String::new();
    blank(&mut out, random);
    write(node, random, &mut out);
    blank(&mut out, random);
    out
}

/// The same value with the members of its objects in another order. Members of one
/// name keep their order, since the last one counts.
pub(super) fn reorder(node: &Node, random: &mut Random) -> Node {
    Node::new(match &node.data {
        Data::Array(elements) => {
            Data::Array(elements.iter().map(|element| reorder(element, random)).collect())
        }
        Data::Object(members) => {
            let mut order: Vec<usize> = (0..members.len()).collect();
            random.shuffle(&mut order);
            let mut taken: Vec<Option<Member>> = members
                .iter()
                .map(|member| {
                    let value = reorder(&member.value, random);
                    Some(Member { key: member.key.clone(), key_span: member.key_span, value })
                })
                .collect();
            let mut reordered = Vec::with_capacity(members.len());
            for index in order {
                let key = &members[index].key;
                let first = taken.iter().position(|m| m.as_ref().is_some_and(|m| m.key == *key));
                reordered.extend(first.and_then(|first| taken[first].take()));
            }
            Data::Object(reordered)
        }
        data => data.clone(),
    })
}

fn write(node: &Node, random: &mut Random, out: &mut String) {
    match &node.data {
        Data::String(text) => write_string(text, random, out),
        Data::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                blank(out, random);
                write(element, random, out);
                blank(out, random);
            }
            out.push(']');
        }
        Data::Object(members) => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                blank(out, random);
                write_string(&member.key, random, out);
                blank(out, random);
                out.push(':');
                blank(out, random);
                write(&member.value, random, out);
                blank(out, random);
            }
            out.push('}');
        }
        _ => out.push_str(&node.to_json()),
    }
}

fn write_string(text: &str, random: &mut Random, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let must = matches!(character, '"' | '\\') || character < ' ';
        if !must && !random.once_in(8) {
            out.push(character);
            continue;
        }
        let short = match character {
            '"' => Some("\\\""),
            '\\' => Some("\\\\"),
            '/' => Some("\\/"),
            '\n' => Some("\\n"),
            '\t' => Some("\\t"),
            _ => None,
        };
        match short {
            Some(escape) if random.once_in(2) => out.push_str(escape),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let lower = random.once_in(2);
                    out.push_str("\\u");
                    let digits = format!("{unit:04x}");
                    out.push_str(&if lower { digits } else { digits.to_ascii_uppercase() });
                }
            }
        }
    }
    out.push('"');
}

fn blank(out: &mut String, random: &mut Random) {
    while random.once_in(4) {
        out.push(*random.pick(&[' ', '\n', '\t', '\r']));
    }
}
