//! The vector files and their cases.

use std::path::{Path, PathBuf};

use hooksieve::json::Node;

/// One vector file.
pub(super) struct File {
    /// Relative to the folder of the vectors, with `/`.
    pub(super) path: String,
    document: Node,
}

/// One case of a file.
#[derive(Clone, Copy)]
pub(super) struct Case<'f> {
    file: &'f File,
    pub(super) node: &'f Node,
}

impl File {
    pub(super) fn kind(&self) -> &str {
        string(&self.document, "kind").unwrap_or_default()
    }

    pub(super) fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        let cases = self.document.get("cases").and_then(Node::array).unwrap_or_default();
        cases.iter().map(|node| Case { file: self, node })
    }
}

impl<'f> Case<'f> {
    /// The name of the case in messages.
    pub(super) fn name(&self) -> String {
        let description = string(self.node, "description").unwrap_or_default();
        format!("{}: {description}", self.file.path)
    }

    /// The dialect as the command takes it.
    pub(super) fn dialect(&self) -> &'f str {
        let named = string(self.node, "dialect").or_else(|| string(&self.file.document, "dialect"));
        named.unwrap_or("auto")
    }

    /// The text of the member `NAME_text`, or of the JSON value `NAME`.
    pub(super) fn text(&self, name: &str) -> String {
        text(self.node, name)
    }

    /// The tests of the case.
    pub(super) fn tests(&self) -> &'f [Node] {
        array(self.node, "tests")
    }
}

/// The text of the member `NAME_text` of a node, or of the JSON value `NAME`.
pub(super) fn text(node: &Node, name: &str) -> String {
    match (string(node, &format!("{name}_text")), node.get(name)) {
        (Some(text), None) => text.to_owned(),
        (None, Some(value)) => value.to_json(),
        _ => panic!("exactly one of {name} and {name}_text must be there"),
    }
}

/// A string of a node.
pub(super) fn string<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    node.get(name).and_then(Node::string)
}

/// An array of a node, empty where there is none.
pub(super) fn array<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    node.get(name).and_then(Node::array).unwrap_or_default()
}

/// The strings of an array of a node.
pub(super) fn strings<'n>(node: &'n Node, name: &str) -> Vec<&'n str> {
    array(node, name).iter().filter_map(Node::string).collect()
}

/// Every object of an array of a node, as the values of the named members.
pub(super) fn rows(node: &Node, name: &str, members: &[&str]) -> Vec<String> {
    let row = |each: &Node| {
        let values = members.iter().map(|member| string(each, member).unwrap_or("(none)"));
        values.collect::<Vec<_>>().join(" ")
    };
    array(node, name).iter().map(row).collect()
}

/// The files of a kind.
pub(super) fn of_kind(kind: &str) -> Vec<File> {
    all().into_iter().filter(|file| file.kind() == kind).collect()
}

/// Every vector file.
pub(super) fn all() -> Vec<File> {
    let paths = entries().into_iter();
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let paths = paths.filter(|path| !path.ends_with("vectors.schema.json"));
    paths.map(|path| File { document: read(&path), path: relative(&path) }).collect()
}

/// Every folder of the vectors.
pub(super) fn folders() -> Vec<String> {
    entries().iter().filter(|path| path.is_dir()).map(|path| relative(path)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap();
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Node {
    let text = std::fs::read_to_string(path).unwrap();
    Node::parse(&text).unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()))
}

/// Everything below the root, in the order of the names.
fn entries() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path.clone());
            }
            found.push(path);
        }
    }
    found.sort();
    found
}
