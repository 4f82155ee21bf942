//! Reads the vector files and runs their cases. What the members of a case mean is
//! written in `tests/vectors/README.md`.

mod base64;
mod config;
mod convert;
mod delivery;
mod endpoint;
mod events;
mod explain;
mod import;
mod json;
mod lint;
mod schema;
mod signature;
mod update;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::fs;
use std::path::{Path, PathBuf};

use hooksieve::json::Node;
use hooksieve::{Code, Config, Dialect};

pub(crate) use schema::Schema;

/// Every kind of vector file, in the order of the tests that run them.
pub(crate) const KINDS: [&str; 15] = [
    "predicate",
    "config",
    "route",
    "update",
    "json",
    "explain",
    "convert",
    "lint",
    "signature",
    "policy",
    "delivery",
    "request",
    "target",
    "endpoint",
    "import",
];

/// One vector file.
pub(crate) struct File {
    /// Relative to the folder of the vectors, with `/`.
    pub(crate) path: String,
    pub(crate) document: Node,
}

impl File {
    pub(crate) fn kind(&self) -> &str {
        let kind = self.document.get("kind").and_then(Node::string);
        kind.unwrap_or_else(|| panic!("{}: no kind", self.path))
    }

    pub(crate) fn cases(&self) -> Vec<Case<'_>> {
        let cases = self.document.get("cases").and_then(Node::array);
        let cases = cases.unwrap_or_else(|| panic!("{}: no list of cases", self.path));
        cases.iter().map(|node| Case { file: self, node }).collect()
    }
}

/// One case of a file.
#[derive(Clone, Copy)]
pub(crate) struct Case<'f> {
    file: &'f File,
    node: &'f Node,
}

impl<'f> Case<'f> {
    pub(crate) fn description(&self) -> &'f str {
        self.node.get("description").and_then(Node::string).unwrap_or("(no description)")
    }

    /// The dialect that the case names, or else its file.
    fn dialect(&self) -> Option<Dialect> {
        let named = self.node.get("dialect").or_else(|| self.file.document.get("dialect"));
        let name = named.and_then(Node::string)?;
        Some(name.parse().unwrap_or_else(|error| panic!("{}: {error}", self.file.path)))
    }

    /// The configuration, read as a stored object in the case's dialect.
    fn config(&self) -> Config {
        let text = text_of(self.node, "config");
        match self.dialect() {
            Some(dialect) => Config::read(&text, dialect),
            None => Config::detect(&text),
        }
    }
}

/// The text of the member `NAME_text`, or of the JSON value `NAME`.
fn text_of(node: &Node, name: &str) -> String {
    let exact = node.get(&format!("{name}_text")).and_then(Node::string);
    match (exact, node.get(name)) {
        (Some(text), None) => text.to_owned(),
        (None, Some(value)) => value.to_json(),
        _ => panic!("exactly one of {name} and {name}_text must be there"),
    }
}

/// The texts of a list of strings.
fn texts<'n>(node: &'n Node, name: &str) -> Vec<&'n str> {
    let list = node.get(name).and_then(Node::array).unwrap_or_default();
    list.iter().filter_map(Node::string).collect()
}

/// The text `name` of a node that must have it.
fn text<'n>(node: &'n Node, name: &str) -> &'n str {
    let text = node.get(name).and_then(Node::string);
    text.unwrap_or_else(|| panic!("no text {name:?} in {}", node.to_json()))
}

/// The whole number `name` of a node that must have it.
fn whole(node: &Node, name: &str) -> u64 {
    let number = node.get(name).and_then(Node::number).and_then(|text| text.parse().ok());
    number.unwrap_or_else(|| panic!("no whole number {name:?} in {}", node.to_json()))
}

/// A list of pairs of texts.
fn pairs(node: &Node, name: &str) -> Vec<(String, String)> {
    let list = node.get(name).and_then(Node::array);
    let list = list.unwrap_or_else(|| panic!("no list {name:?} in {}", node.to_json()));
    let pair = |node: &Node| match node.array() {
        Some([key, value]) => Some((key.string()?.to_owned(), value.string()?.to_owned())),
        _ => None,
    };
    list.iter().map(|each| pair(each).expect("pairs of texts")).collect()
}

/// What came out of running vectors.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) cases: usize,
    /// A case may hold several tests; one without a list of its own counts as one.
    pub(crate) tests: usize,
    pub(crate) failures: Vec<String>,
    /// Every code that the crate gave, expected or not.
    pub(crate) codes: BTreeSet<Code>,
    /// The canonical explain JSON of every event, in the order of the files.
    pub(crate) explained: Vec<String>,
    place: String,
}

impl Tally {
    /// Begins a test; failures from here on are told with its description.
    fn begin(&mut self, case: Case<'_>, test: Option<&Node>, index: usize) {
        self.tests += 1;
        self.place = format!("{}: {}", case.file.path, case.description());
        if let Some(test) = test {
            let description = test.get("description").and_then(Node::string);
            let name = description.map_or_else(|| format!("test {index}"), str::to_owned);
            self.place.push_str(" / ");
            self.place.push_str(&name);
        }
    }

    fn fail(&mut self, what: impl Display) {
        self.failures.push(format!("{}\n  {what}", self.place));
    }

    fn compare<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, actual: &T) {
        if expected != actual {
            self.fail(format!("{what}\n    expected {expected:?}\n    got      {actual:?}"));
        }
    }
}

/// Runs every file of a kind.
pub(crate) fn run_kind(kind: &str) -> Tally {
    run(|file| file.kind() == kind)
}

/// Runs every file.
pub(crate) fn run_all() -> Tally {
    run(|_| true)
}

fn run(chosen: impl Fn(&File) -> bool) -> Tally {
    let mut tally = Tally::default();
    for file in files().iter().filter(|file| chosen(file)) {
        for case in file.cases() {
            tally.cases += 1;
            match file.kind() {
                "predicate" => events::predicate(case, &mut tally),
                "config" => config::run(case, &mut tally),
                "route" => events::route(case, &mut tally),
                "update" => update::run(case, &mut tally),
                "json" => json::run(case, &mut tally),
                "explain" => explain::run(case, &mut tally),
                "convert" => convert::run(case, &mut tally),
                "signature" => signature::run(case, &mut tally),
                "policy" => delivery::policy(case, &mut tally),
                "delivery" => delivery::delivery(case, &mut tally),
                "request" => delivery::request(case, &mut tally),
                "target" => delivery::target(case, &mut tally),
                "endpoint" => endpoint::run(case, &mut tally),
                "lint" => lint::run(case, &mut tally),
                "import" => import::run(case, &mut tally),
                other => panic!("{}: there is no kind {other:?}", file.path),
            }
        }
    }
    tally
}

/// Every vector file, by path.
pub(crate) fn files() -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root(), &mut |path| {
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path.to_owned());
        }
    });
    paths.retain(|path| !path.ends_with("vectors.schema.json"));
    paths.into_iter().map(|path| File { document: read(&path), path: relative(&path) }).collect()
}

/// Every folder of the vectors, by path.
pub(crate) fn folders() -> Vec<String> {
    let mut folders = Vec::new();
    walk(&root(), &mut |path| {
        if path.is_dir() {
            folders.push(relative(path));
        }
    });
    folders
}

/// The schema of the vector files.
pub(crate) fn schema() -> Schema {
    Schema::new(read(&root().join("vectors.schema.json")))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap();
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &Path) -> Node {
    let text = fs::read_to_string(path).unwrap();
    Node::parse(&text).unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()))
}

/// Visits everything below `folder` in the order of the names.
fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        visit(&path);
        if path.is_dir() {
            walk(&path, visit);
        }
    }
}
