//! Typed reading of a configuration: a cursor that knows its pointer, and a reader
//! that collects what it finds.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Place, Severity};
use crate::json::{Data, Kind, Node, Pointer, Span, firsts};
use crate::limits::Limits;

use super::config::Request;
use super::did_you_mean;

/// Collects diagnostics while a dialect reads.
#[derive(Debug)]
pub(crate) struct Reader<'l> {
    /// What the object is read as: nothing for a stored one, read tolerantly.
    pub(crate) request: Option<Request>,
    pub(crate) limits: &'l Limits,
    diagnostics: Vec<Diagnostic>,
}

impl<'l> Reader<'l> {
    pub(crate) fn new(request: Option<Request>, limits: &'l Limits) -> Self {
        Self { request, limits, diagnostics: Vec::new() }
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// How heavy a fault is that a provider refuses in a request and that a stored
    /// object is forgiven: an error in a request, a warning otherwise.
    pub(crate) fn forgiven(&self) -> Severity {
        if self.request.is_some() { Severity::Error } else { Severity::Warning }
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn report(
        &mut self,
        severity: Severity,
        code: Code,
        place: Place,
        message: impl Into<String>,
    ) {
        self.push(Diagnostic::new(severity, code, place, message));
    }

    pub(crate) fn error(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.report(Severity::Error, code, place, message);
    }

    pub(crate) fn warning(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.report(Severity::Warning, code, place, message);
    }

    pub(crate) fn note(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.report(Severity::Note, code, place, message);
    }

    /// Reports that the required member `key` of `object` is absent.
    pub(crate) fn missing(&mut self, severity: Severity, object: &Cursor<'_>, key: &str) {
        self.report(
            severity,
            Code::MissingField,
            object.absent(key),
            format!("`{key}` is missing"),
        );
    }

    /// Reports a value of the wrong type. The value is not shown: it may be a secret.
    pub(crate) fn wrong_type(&mut self, severity: Severity, at: &Cursor<'_>, expected: &str) {
        let what = match at.pointer.as_str() {
            "" => "the document".to_owned(),
            _ => format!("`{}`", at.name()),
        };
        let message = format!("{what} must be {expected}, not {}", at.node.kind().with_article());
        self.report(severity, Code::WrongType, at.place(), message);
    }

    /// Reports every member of `object` that is none of `known`, with the nearest
    /// known name.
    pub(crate) fn unknown_members(
        &mut self,
        severity: Severity,
        object: &Cursor<'_>,
        known: &[&str],
    ) {
        for member in object.node.effective_members() {
            if known.contains(&member.key.as_str()) {
                continue;
            }
            let place =
                Place { span: member.key_span, ..object.at(&member.key, &member.value).place() };
            let mut diagnostic = Diagnostic::new(
                severity,
                Code::UnknownField,
                place,
                format!("there is no member `{}` here", member.key),
            );
            if let Some(near) = did_you_mean(&member.key, known.iter().copied()) {
                diagnostic = diagnostic
                    .with_help(format!("did you mean `{near}`?"))
                    .with_fix(replace(member.key_span, format!("Rename to `{near}`"), near));
            }
            self.push(diagnostic);
        }
    }

    /// Reports members that stand twice, anywhere inside `object`.
    pub(crate) fn duplicate_members(&mut self, at: &Cursor<'_>) {
        let members = at.node.members().unwrap_or_default();
        // From the end, so that all but the last are told.
        let from_end = |place: usize| members[members.len() - 1 - place].key.as_str();
        let repeated = firsts(members.len(), &from_end).into_iter().zip(0..);
        let repeated = repeated.map(|(first, place)| first != place);
        for (member, _) in members.iter().rev().zip(repeated).filter(|(_, repeated)| *repeated) {
            let place =
                Place { span: member.key_span, ..at.at(&member.key, &member.value).place() };
            let message = format!("`{}` stands twice; the last one counts", member.key);
            self.warning(Code::DuplicateKey, place, message);
        }
        for inner in at.children() {
            self.duplicate_members(&inner);
        }
    }
}

/// A fix that puts a JSON string in place of another.
pub(crate) fn replace(span: Span, title: String, text: &str) -> Fix {
    Fix { title, edits: vec![Edit { span, text: Node::from_text(text).to_json() }] }
}

/// A value of a configuration that knows where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'n> {
    pub(crate) node: &'n Node,
    pointer: Pointer,
    line: Option<usize>,
}

impl<'n> Cursor<'n> {
    /// The root of a document; `line` in NDJSON.
    pub(crate) fn root(node: &'n Node, line: Option<usize>) -> Self {
        Self { node, pointer: Pointer::root(), line }
    }

    /// The last part of the pointer, for messages.
    pub(crate) fn name(&self) -> String {
        let tokens = Pointer::tokens(self.pointer.as_str()).unwrap_or_default();
        match tokens.as_slice() {
            [] => String::new(),
            [.., list, index] if crate::json::index_of(index).is_some() => {
                format!("{list}[{index}]")
            }
            [.., last] => last.clone(),
        }
    }

    pub(crate) fn place(&self) -> Place {
        Place { pointer: self.pointer.clone(), span: self.node.span, line: self.line }
    }

    /// The place of a member that is absent: its pointer, and the object's own bytes.
    pub(crate) fn absent(&self, key: &str) -> Place {
        Place { pointer: self.pointer.child(key), ..self.place() }
    }

    /// The place of the key of a member, where it has one.
    pub(crate) fn key_place(&self, key: &str) -> Place {
        match self.node.member(key) {
            Some(member) => {
                Place { pointer: self.pointer.child(key), span: member.key_span, line: self.line }
            }
            None => self.absent(key),
        }
    }

    /// A cursor on a member's value.
    pub(crate) fn at(&self, key: &str, value: &'n Node) -> Self {
        Self { node: value, pointer: self.pointer.child(key), line: self.line }
    }

    /// The member `key`; of duplicates the last.
    pub(crate) fn member(&self, key: &str) -> Option<Self> {
        self.node.get(key).map(|value| self.at(key, value))
    }

    /// The elements of an array, none for anything else.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> + use<'n> {
        let (pointer, line) = (self.pointer.clone(), self.line);
        self.node.array().unwrap_or_default().iter().enumerate().map(move |(index, node)| Self {
            node,
            pointer: pointer.index(index),
            line,
        })
    }

    /// The effective members of an object, none for anything else.
    pub(crate) fn entries(&self) -> Vec<(&'n str, Self)> {
        self.node
            .effective_members()
            .into_iter()
            .map(|member| (member.key.as_str(), self.at(&member.key, &member.value)))
            .collect()
    }

    fn children(&self) -> Vec<Self> {
        match self.node.data {
            Data::Array(_) => self.elements().collect(),
            Data::Object(_) => self.entries().into_iter().map(|(_, cursor)| cursor).collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.node.kind() == kind
    }

    /// The text here; anything else is reported with `severity`.
    pub(crate) fn expect_string(
        &self,
        reader: &mut Reader<'_>,
        severity: Severity,
    ) -> Option<&'n str> {
        let text = self.node.string();
        if text.is_none() {
            reader.wrong_type(severity, self, "a text");
        }
        text
    }

    /// The truth value here; anything else is reported with `severity`.
    pub(crate) fn expect_bool(&self, reader: &mut Reader<'_>, severity: Severity) -> Option<bool> {
        let value = self.node.bool();
        if value.is_none() {
            reader.wrong_type(severity, self, "true or false");
        }
        value
    }

    /// Whether an array stands here; anything else is reported with `severity`.
    pub(crate) fn expect_array(&self, reader: &mut Reader<'_>, severity: Severity) -> bool {
        let is = self.is(Kind::Array);
        if !is {
            reader.wrong_type(severity, self, "a list");
        }
        is
    }

    /// Whether an object stands here; anything else is reported with `severity`.
    pub(crate) fn expect_object(&self, reader: &mut Reader<'_>, severity: Severity) -> bool {
        let is = self.is(Kind::Object);
        if !is {
            reader.wrong_type(severity, self, "an object");
        }
        is
    }

    /// The pairs of an object of texts; whatever else is reported with `severity` and
    /// left out.
    pub(crate) fn expect_texts(
        &self,
        reader: &mut Reader<'_>,
        severity: Severity,
    ) -> Vec<(&'n str, Self, &'n str)> {
        if !self.expect_object(reader, severity) {
            return Vec::new();
        }
        self.entries()
            .into_iter()
            .filter_map(|(key, cursor)| {
                let text = cursor.expect_string(reader, severity)?;
                Some((key, cursor, text))
            })
            .collect()
    }

    /// The id as it is printed: a text, or a number's decimal text.
    pub(crate) fn id_text(&self) -> Option<String> {
        match &self.node.data {
            Data::String(text) | Data::Number(text) => Some(text.clone()),
            _ => None,
        }
    }
}
