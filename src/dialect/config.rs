//! A configuration: one subscription or many, as a provider's API gives or takes them.

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::json::{Kind, Node, Pointer, Span, SyntaxError};
use crate::limits::Limits;
use crate::subscription::Subscription;

use super::{Carried, Cursor, Dialect, LossReport, Reader};

/// Members under which the providers' list responses keep their objects.
const LIST_MEMBERS: &[&str] = &["data", "items", "subscriptions", "webhooks", "targets"];

/// What was read from a configuration text.
///
/// Reading never fails on bad content: what could be read is in `subscriptions`, and
/// everything that is wrong or worth knowing in `diagnostics`. Only a text that is not
/// JSON leaves nothing to go on with ([`Form::Unreadable`]).
///
/// ```
/// use hooksieve::{Config, Dialect, Form};
/// let config = Config::detect(r#"{"items":[{"url":"https://a.example","events":["*"],"status":"Enabled"}]}"#);
/// assert_eq!(config.dialect, Dialect::DFNS);
/// assert_eq!(config.form, Form::ListResponse);
/// assert_eq!(config.subscriptions[0].id, "#0");
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// The dialect it was read in.
    pub dialect: Dialect,
    /// How the text was made up.
    pub form: Form,
    /// The subscriptions in their order.
    pub subscriptions: Vec<Subscription>,
    /// What was found, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    documents: Vec<Document>,
}

/// One JSON document of the text, and where in it the subscriptions stand.
#[derive(Clone, Debug)]
struct Document {
    node: Node,
    line: Option<usize>,
}

/// How a configuration text is made up.
///
/// ```
/// use hooksieve::{Config, Form};
/// assert_eq!(Config::detect(r#"[{"url":"https://a.example","events":["*"]}]"#).form, Form::Array);
/// assert_eq!(Config::detect("{\"id\":\"a\"}\n{\"id\":\"b\"}").form, Form::Ndjson);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// One object.
    Object,
    /// An array of objects.
    Array,
    /// One object a line.
    Ndjson,
    /// A provider's response to a list call.
    ListResponse,
    /// A provider's response with the one object in its `data`.
    ObjectResponse,
    /// Not JSON.
    Unreadable,
}

/// What a configuration is read as when it is not a stored object.
///
/// ```
/// use hooksieve::{Config, Dialect, Request};
/// let body = r#"{"status":"Disabled"}"#;
/// assert!(Config::request(body, Dialect::DFNS, Request::Create).has_errors());
/// assert!(!Config::request(body, Dialect::DFNS, Request::Update).has_errors());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// The body of a create call.
    Create,
    /// The body of an update call.
    Update,
}

impl Config {
    /// Reads a text of stored objects, tolerantly: one object, an array, NDJSON, or
    /// the provider's list response. A pasted snippet is repaired, with a note.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::read(r#"{"url":"https://a.example","events":["wallet.created",]}"#, Dialect::DFNS);
    /// assert_eq!(config.subscriptions[0].events.patterns[0].text, "wallet.created");
    /// assert_eq!(config.diagnostics[0].code.as_str(), "json-repaired");
    /// ```
    pub fn read(text: &str, dialect: Dialect) -> Self {
        Self::read_within(text, Some(dialect), &Limits::default())
    }

    /// [`Config::read`] in the dialect that the text looks like; the native one if it
    /// looks like none.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::detect(r#"{"url":"https://a.example","events":["*"],"status":"Enabled"}"#);
    /// assert_eq!(config.dialect, Dialect::DFNS);
    /// assert_eq!(Config::detect("{}").dialect, Dialect::HOOKSIEVE);
    /// ```
    pub fn detect(text: &str) -> Self {
        Self::read_within(text, None, &Limits::default())
    }

    /// [`Config::read`] or [`Config::detect`], with the caller's limits.
    ///
    /// ```
    /// use hooksieve::{Config, Form, Limits};
    /// let limits = Limits { depth: 1, ..Limits::default() };
    /// let config = Config::read_within(r#"{"events":["*"]}"#, None, &limits);
    /// assert_eq!(config.form, Form::Unreadable);
    /// ```
    pub fn read_within(text: &str, dialect: Option<Dialect>, limits: &Limits) -> Self {
        let (documents, mut diagnostics, ndjson) = match parse(text, limits) {
            Ok(parsed) => parsed,
            Err(fault) => return Self::unreadable(dialect, &fault),
        };
        let mut form = if ndjson { Form::Ndjson } else { Form::Object };
        let mut objects = Vec::new();
        for document in &documents {
            let root = Cursor::root(&document.node, document.line);
            let (inner, found) = unwrap(&root);
            if !ndjson {
                form = inner;
            }
            objects.extend(found);
        }
        let dialect = dialect.unwrap_or_else(|| {
            let first = objects.iter().find_map(|object| Dialect::detect(object.node));
            first.unwrap_or(Dialect::HOOKSIEVE)
        });
        let mut reader = Reader::new(None, limits);
        let subscriptions = read_all(dialect, &mut reader, &objects);
        diagnostics.extend(reader.into_diagnostics());
        Self { dialect, form, subscriptions, diagnostics, documents }
    }

    /// Calls `act` with the subscriptions of a configuration for routing alone, without
    /// places: several times as fast. Nothing where the dialect has no such reader, or
    /// where it declines the text, however many subscriptions it gave before.
    pub(crate) fn each_clean(
        text: &str,
        dialect: Dialect,
        limits: &Limits,
        act: impl FnMut(&[Subscription]),
    ) -> Option<()> {
        if dialect != Dialect::HOOKSIEVE {
            return None;
        }
        super::hooksieve::each_subscription(text, limits, act)
    }

    /// Reads the body of a create or update call, strictly: exactly one object, in
    /// strict JSON, as the provider would take it.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect, Request};
    /// let config = Config::request(r#"{"url":"https://a.example"}"#, Dialect::DFNS, Request::Create);
    /// assert_eq!(config.diagnostics[0].place.pointer.as_str(), "/events");
    /// ```
    pub fn request(text: &str, dialect: Dialect, request: Request) -> Self {
        let limits = Limits::default();
        let node = match Node::parse_within(text, limits.depth) {
            Ok(node) => node,
            Err(fault) => return Self::unreadable(Some(dialect), &fault),
        };
        let mut reader = Reader::new(Some(request), &limits);
        let mut subscriptions = Vec::new();
        let root = Cursor::root(&node, None);
        if root.is(Kind::Object) {
            reader.duplicate_members(&root);
            subscriptions.push(with_id(dialect.rules().read(&mut reader, &root), 0));
        } else {
            reader.wrong_type(Severity::Error, &root, "one object");
        }
        Self {
            dialect,
            form: Form::Object,
            subscriptions,
            diagnostics: reader.into_diagnostics(),
            documents: vec![Document { node, line: None }],
        }
    }

    fn unreadable(dialect: Option<Dialect>, fault: &SyntaxError) -> Self {
        let place = Place::new(Pointer::root(), Span::new(fault.offset, fault.offset));
        Self {
            dialect: dialect.unwrap_or(Dialect::HOOKSIEVE),
            form: Form::Unreadable,
            subscriptions: Vec::new(),
            diagnostics: vec![Diagnostic::new(
                Severity::Error,
                Code::JsonSyntax,
                place,
                fault.to_string(),
            )],
            documents: Vec::new(),
        }
    }

    /// Whether a diagnostic is an error.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect, Request};
    /// let text = r#"{"url":"https://a.example","events":["wallet.created"]}"#;
    /// assert!(!Config::request(text, Dialect::DFNS, Request::Create).has_errors());
    /// ```
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The same subscriptions read in another dialect, from the text already parsed.
    /// This is how editions of one provider are compared.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::read(r#"{"event":"block.applied","target":"https://a.example"}"#, Dialect::ARK);
    /// let shipped = config.in_dialect(Dialect::ARK_CORE_3);
    /// assert_eq!(shipped.dialect, Dialect::ARK_CORE_3);
    /// assert_eq!(shipped.subscriptions.len(), 1);
    /// ```
    #[must_use]
    pub fn in_dialect(&self, dialect: Dialect) -> Self {
        let limits = Limits::default();
        let mut reader = Reader::new(None, &limits);
        let subscriptions = read_all(dialect, &mut reader, &self.objects());
        let diagnostics = reader.into_diagnostics();
        Self { dialect, subscriptions, diagnostics, ..self.clone() }
    }

    /// The subscriptions written in another dialect, each with a report of what became of
    /// its parts. In their own they stay as they are, with every member.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::detect(r#"{"url":"https://a.example","events":["*"],"secret":"whs-1"}"#);
    /// let (target, report) = &config.convert(Dialect::DAKOTA)[0];
    /// assert_eq!(target.to_json(), r#"{"url":"https://a.example","global":true}"#);
    /// assert!(!report.is_complete());
    /// ```
    pub fn convert(&self, to: Dialect) -> Vec<(Node, LossReport)> {
        if to == self.dialect {
            let objects = self.objects().into_iter().filter(|object| object.is(Kind::Object));
            return objects.map(|object| written_back(&object)).collect();
        }
        let objects = self.objects().into_iter().filter(|object| object.is(Kind::Object));
        self.subscriptions
            .iter()
            .zip(objects)
            .map(|(subscription, object)| {
                let (node, mut report) = to.write(subscription, self.dialect);
                report.complete(object.node, &object.place().pointer, Carried::Over);
                (node, report)
            })
            .collect()
    }

    /// The text again, from the tree: every member kept, in its order, numbers as
    /// written; comments and white space are not kept.
    ///
    /// ```
    /// use hooksieve::Config;
    /// let text = r#"{"url":"https://a.example","events":["*"],"weight":1.50}"#;
    /// assert_eq!(Config::detect(text).to_json(), text);
    /// ```
    pub fn to_json(&self) -> String {
        self.documents.iter().map(|document| document.node.to_json()).collect::<Vec<_>>().join("\n")
    }

    /// The objects of the subscriptions, in their order.
    ///
    /// ```
    /// use hooksieve::Config;
    /// let config = Config::detect(r#"[{"id":"a"},{"id":"b"}]"#);
    /// assert_eq!(config.nodes()[1].to_json(), r#"{"id":"b"}"#);
    /// ```
    pub fn nodes(&self) -> Vec<&Node> {
        self.objects().into_iter().map(|cursor| cursor.node).collect()
    }

    fn objects(&self) -> Vec<Cursor<'_>> {
        let roots = self.documents.iter();
        roots.flat_map(|document| unwrap(&Cursor::root(&document.node, document.line)).1).collect()
    }
}

/// An object in its own dialect: nothing changes, what the dialect does not know included.
fn written_back(object: &Cursor<'_>) -> (Node, LossReport) {
    let mut report = LossReport::default();
    for (_, member) in object.entries() {
        report.over(&member.place(), "the member is kept");
    }
    (object.node.clone(), report)
}

type Parsed = (Vec<Document>, Vec<Diagnostic>, bool);

/// Parses the text: strictly as one document, else as lines, else as a pasted snippet.
fn parse(text: &str, limits: &Limits) -> Result<Parsed, SyntaxError> {
    let fault = match Node::parse_within(text, limits.depth) {
        Ok(node) => return Ok((vec![Document { node, line: None }], Vec::new(), false)),
        Err(fault) => fault,
    };
    let first = text.lines().find(|line| !line.trim().is_empty());
    if first.is_some_and(|line| Node::parse_within(line, limits.depth).is_ok()) {
        let (documents, diagnostics) = parse_lines(text, limits);
        return Ok((documents, diagnostics, true));
    }
    let (node, repairs) = match Node::parse_pasted_within(text, limits.depth) {
        Ok(pasted) => pasted,
        Err(_) if looks_like_lines(text, limits) => {
            let (documents, diagnostics) = parse_lines(text, limits);
            return Ok((documents, diagnostics, true));
        }
        Err(_) => return Err(fault),
    };
    let diagnostics = repairs
        .into_iter()
        .map(|repair| {
            let place = Place::new(Pointer::root(), repair.span);
            Diagnostic::new(Severity::Note, Code::JsonRepaired, place, repair.to_string())
        })
        .collect();
    Ok((vec![Document { node, line: None }], diagnostics, false))
}

/// Whether every line begins an object and one of them is one: NDJSON whose first
/// line is broken.
fn looks_like_lines(text: &str, limits: &Limits) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines().nth(1).is_some()
        && lines().all(|line| line.starts_with('{'))
        && lines().any(|line| Node::parse_within(line, limits.depth).is_ok())
}

fn parse_lines(text: &str, limits: &Limits) -> (Vec<Document>, Vec<Diagnostic>) {
    let (mut documents, mut diagnostics) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = Some(index + 1);
        match Node::parse_within(line, limits.depth) {
            _ if line.trim().is_empty() => {}
            Ok(mut node) => {
                node.shift(offset);
                documents.push(Document { node, line: number });
            }
            Err(fault) => {
                let span = Span::new(fault.offset, fault.offset).shifted(offset);
                let place = Place { pointer: Pointer::root(), span, line: number };
                let message = format!("line {}: {fault}", index + 1);
                diagnostics.push(Diagnostic::new(
                    Severity::Error,
                    Code::JsonSyntax,
                    place,
                    message,
                ));
            }
        }
        offset += line.len();
    }
    (documents, diagnostics)
}

/// The objects of a document, and how it holds them.
fn unwrap<'n>(root: &Cursor<'n>) -> (Form, Vec<Cursor<'n>>) {
    if root.is(Kind::Array) {
        return (Form::Array, root.elements().collect());
    }
    if root.is(Kind::Object) && Dialect::detect(root.node).is_none() {
        for key in LIST_MEMBERS {
            match root.member(key) {
                Some(list) if list.is(Kind::Array) => {
                    return (Form::ListResponse, list.elements().collect());
                }
                Some(inner) if inner.is(Kind::Object) && Dialect::detect(inner.node).is_some() => {
                    return (Form::ObjectResponse, vec![inner]);
                }
                _ => {}
            }
        }
    }
    (Form::Object, vec![root.clone()])
}

fn read_all(
    dialect: Dialect,
    reader: &mut Reader<'_>,
    objects: &[Cursor<'_>],
) -> Vec<Subscription> {
    let mut subscriptions: Vec<Subscription> = Vec::with_capacity(objects.len());
    let mut seen = std::collections::HashSet::new();
    for (position, object) in objects.iter().enumerate() {
        if !object.is(Kind::Object) {
            reader.wrong_type(Severity::Error, object, "an object");
            continue;
        }
        reader.duplicate_members(object);
        let subscription = with_id(dialect.rules().read(reader, object), position);
        if !seen.insert(subscription.id.clone()) {
            let id = object.member("id").or_else(|| object.member("subscriptionId"));
            let place = id.map_or_else(|| object.place(), |id| id.place());
            let message = format!("two subscriptions have the id {:?}", subscription.id);
            reader.error(Code::DuplicateId, place, message);
        }
        subscriptions.push(subscription);
    }
    subscriptions
}

/// Gives a subscription without an id its position as one.
fn with_id(mut subscription: Subscription, index: usize) -> Subscription {
    if !subscription.has_own_id {
        subscription.id = format!("#{index}");
    }
    subscription
}
