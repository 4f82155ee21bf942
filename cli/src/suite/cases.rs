//! Reading a file of cases.

use std::fmt;

use hooksieve::Dialect;
use hooksieve::json::Node;

use crate::failure::Failure;
use crate::render::Source;

/// A file of cases.
#[derive(Debug)]
pub(super) struct Suite {
    pub(super) source: Source,
    /// The configuration, relative to the file.
    pub(super) config: Option<String>,
    pub(super) dialect: Option<Dialect>,
    pub(super) cases: Vec<Case>,
}

/// One case.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) given: Given,
    /// The only subscription that it is about.
    pub(super) subscription: Option<String>,
    pub(super) expected: Expected,
    /// Where it begins.
    pub(super) offset: usize,
}

/// The event of a case.
#[derive(Debug)]
pub(super) enum Given {
    Event(String),
    File(String),
    Sample(String),
}

/// What must come of it.
#[derive(Debug)]
pub(super) enum Expected {
    Fires,
    Silent,
    Undecidable,
    /// Exactly these.
    Ids(Vec<String>),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fires => f.write_str("it to fire"),
            Self::Silent => f.write_str("it not to fire"),
            Self::Undecidable => f.write_str("it to be undecidable"),
            Self::Ids(ids) if ids.is_empty() => f.write_str("nothing to fire"),
            Self::Ids(ids) => {
                let quoted: Vec<_> = ids.iter().map(|id| format!("{id:?}")).collect();
                write!(f, "exactly {} to fire", quoted.join(", "))
            }
        }
    }
}

const MEMBERS: &[&str] = &["$schema", "description", "config", "dialect", "cases"];
const CASE_MEMBERS: &[&str] =
    &["name", "description", "event", "file", "sample", "subscription", "fires"];

/// Reads a file of cases, or tells what is wrong and where.
pub(super) fn read(source: Source) -> Result<Suite, Failure> {
    let root = Node::parse(&source.text).map_err(|fault| {
        Failure::Told(format!("{}: not JSON: {fault}", source.locate(fault.offset)))
    })?;
    let reader = Reader { source: &source };
    reader.members(&root, MEMBERS)?;
    let config = reader.text(&root, "config")?;
    let dialect = match root.get("dialect") {
        None => None,
        Some(node) => {
            let name = node.string().ok_or_else(|| reader.fault(node, "a dialect is a text"))?;
            Some(name.parse().map_err(|error| reader.fault(node, error))?)
        }
    };
    let list = root.get("cases").and_then(Node::array);
    let list = list.ok_or_else(|| reader.fault(&root, "`cases` must be a list of cases"))?;
    if list.is_empty() {
        return Err(reader.fault(&root, "there are no cases"));
    }
    let cases: Result<Vec<Case>, Failure> =
        list.iter().enumerate().map(|(index, node)| reader.case(index, node)).collect();
    let cases = cases?;
    Ok(Suite { source, config, dialect, cases })
}

struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn fault(&self, node: &Node, message: impl fmt::Display) -> Failure {
        Failure::Told(format!("{}: {message}", self.source.locate(node.span.start)))
    }

    fn members(&self, node: &Node, known: &[&str]) -> Result<(), Failure> {
        let members = node.members().ok_or_else(|| self.fault(node, "expected an object"))?;
        match members.iter().find(|member| !known.contains(&member.key.as_str())) {
            None => Ok(()),
            Some(member) => {
                let known = known.iter().copied();
                let near = crate::sample::nearest(&member.key, known);
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                let hint = hint.unwrap_or_default();
                let message = format!("the member `{}` is unknown{hint}", member.key);
                Err(self.fault(&member.value, message))
            }
        }
    }

    fn text(&self, node: &Node, name: &str) -> Result<Option<String>, Failure> {
        match node.get(name) {
            None => Ok(None),
            Some(value) => match value.string() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.fault(value, format_args!("`{name}` must be a text"))),
            },
        }
    }

    fn case(&self, index: usize, node: &Node) -> Result<Case, Failure> {
        self.members(node, CASE_MEMBERS)?;
        let name = self.text(node, "name")?;
        let name = match name {
            Some(name) => name,
            None => {
                self.text(node, "description")?.unwrap_or_else(|| format!("case {}", index + 1))
            }
        };
        let given = match (node.get("event"), node.get("file"), node.get("sample")) {
            (Some(event), None, None) => Given::Event(event.to_json()),
            (None, Some(_), None) => Given::File(self.text(node, "file")?.unwrap_or_default()),
            (None, None, Some(_)) => Given::Sample(self.text(node, "sample")?.unwrap_or_default()),
            _ => {
                let message = "a case has exactly one of `event`, `file` and `sample`";
                return Err(self.fault(node, message));
            }
        };
        let subscription = self.text(node, "subscription")?;
        let fires = node.get("fires").ok_or_else(|| self.fault(node, "`fires` is missing"))?;
        let expected = match (fires.bool(), fires.string(), fires.array()) {
            (Some(true), ..) => Expected::Fires,
            (Some(false), ..) => Expected::Silent,
            (_, Some("undecidable"), _) => Expected::Undecidable,
            (_, _, Some(list)) => {
                let ids: Option<Vec<String>> =
                    list.iter().map(|id| Some(id.string()?.to_owned())).collect();
                Expected::Ids(ids.ok_or_else(|| self.fault(fires, "ids are texts"))?)
            }
            _ => {
                let message = "`fires` must be true, false, \"undecidable\" or a list of ids";
                return Err(self.fault(fires, message));
            }
        };
        if subscription.is_some() && matches!(expected, Expected::Ids(_)) {
            let message = "beside `subscription`, `fires` is true, false or \"undecidable\"";
            return Err(self.fault(fires, message));
        }
        Ok(Case { name, given, subscription, expected, offset: node.span.start })
    }
}
