//! Writing a tree back as text.

use std::fmt::Write;

use super::{Data, Node};

pub(super) fn compact(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node, None);
    out
}

pub(super) fn pretty(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node, Some(0));
    out
}

/// Appends `node`; with a level, over several lines at that indentation.
fn write(out: &mut String, node: &Node, level: Option<usize>) {
    match &node.data {
        Data::Null => out.push_str("null"),
        Data::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Data::Number(text) => out.push_str(text),
        Data::String(text) => write_string(out, text),
        Data::Array(elements) => {
            list(out, level, ('[', ']'), elements, |out, element, level| {
                write(out, element, level);
            });
        }
        Data::Object(members) => {
            list(out, level, ('{', '}'), members, |out, member, level| {
                write_string(out, &member.key);
                out.push_str(if level.is_some() { ": " } else { ":" });
                write(out, &member.value, level);
            });
        }
    }
}

fn list<T>(
    out: &mut String,
    level: Option<usize>,
    (open, close): (char, char),
    items: &[T],
    item: impl Fn(&mut String, &T, Option<usize>),
) {
    let inner = level.map(|level| level + 1);
    out.push(open);
    for (index, each) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(out, inner);
        item(out, each, inner);
    }
    if !items.is_empty() {
        new_line(out, level);
    }
    out.push(close);
}

fn new_line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    }
}

/// Appends `text` as a JSON string.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if (control as u32) < 0x20 => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
