//! Changes of a JSON value, by pointer.

use serde::Serialize;

use crate::json::{Data, Node, Pointer, index_of, sort};

/// One change of an event or of a configuration.
///
/// ```
/// use hooksieve::{Change, json::{Node, Pointer}};
/// let event = Node::parse(r#"{"type":"t","data":{"amount":742}}"#).unwrap();
/// let pointer = Pointer::root().child("data").child("amount");
/// let change = Change { pointer, from: None, to: Some(Node::parse("1000").unwrap()) };
/// let changed = Change::apply_all(&[change], &event);
/// assert_eq!(changed.to_json(), r#"{"type":"t","data":{"amount":1000}}"#);
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Where.
    pub pointer: Pointer,
    /// What stands there now; nothing where nothing does.
    pub from: Option<Node>,
    /// What would have to stand there; nothing where it would have to go.
    pub to: Option<Node>,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |node: &Option<Node>| {
            node.as_ref().map_or_else(|| "(nothing)".to_owned(), Node::to_json_cut)
        };
        write!(f, "{}: {} → {}", self.pointer, shown(&self.from), shown(&self.to))
    }
}

impl Change {
    /// The value with all changes made: first what is set, then what goes, last elements
    /// first, so that no change moves another's place.
    ///
    /// ```
    /// use hooksieve::{Change, json::{Node, Pointer}};
    /// let list = Node::parse("[1,2,3]").unwrap();
    /// let gone = |at| Change { pointer: Pointer::root().index(at), from: None, to: None };
    /// assert_eq!(Change::apply_all(&[gone(0), gone(1)], &list).to_json(), "[3]");
    /// ```
    #[must_use]
    pub fn apply_all(changes: &[Self], to: &Node) -> Node {
        let mut changed = to.clone();
        let mut removals: Vec<Vec<String>> = Vec::new();
        for change in changes {
            let Some(names) = Pointer::tokens(change.pointer.as_str()) else { continue };
            match &change.to {
                Some(value) => set(&mut changed, &names, value),
                None => removals.push(names),
            }
        }
        let key = |names: &Vec<String>| {
            let last = names.last().and_then(|name| index_of(name));
            (names.len(), last)
        };
        sort(&mut removals, &|a, b| key(b).cmp(&key(a)));
        for names in removals {
            remove(&mut changed, &names);
        }
        changed
    }
}

/// The value that a name leads to.
fn child<'n>(node: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    match &mut node.data {
        Data::Object(members) => {
            members.iter_mut().rev().find(|member| member.key == name).map(|it| &mut it.value)
        }
        Data::Array(elements) => elements.get_mut(index_of(name)?),
        _ => None,
    }
}

fn set(node: &mut Node, names: &[String], value: &Node) {
    let Some((name, rest)) = names.split_first() else {
        *node = value.clone();
        return;
    };
    if let Some(next) = child(node, name) {
        set(next, rest, value);
        return;
    }
    let mut made = Node::new(Data::Object(Vec::new()));
    set(&mut made, rest, value);
    match &mut node.data {
        Data::Array(elements) => elements.push(made),
        Data::Object(_) => node.set(name, made),
        _ => *node = Node::object([(name.as_str(), made)]),
    }
}

fn remove(node: &mut Node, names: &[String]) {
    match names {
        [] => {}
        [last] => match &mut node.data {
            Data::Object(members) => members.retain(|member| member.key != *last),
            Data::Array(elements) => {
                if let Some(index) = index_of(last).filter(|index| *index < elements.len()) {
                    elements.remove(index);
                }
            }
            _ => {}
        },
        [name, rest @ ..] => {
            if let Some(next) = child(node, name) {
                remove(next, rest);
            }
        }
    }
}
