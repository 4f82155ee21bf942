//! Findings on a configuration: data first, text last.

mod code;
mod place;

use std::fmt;

use serde::Serialize;

pub use code::Code;
pub use place::{Place, Position};

use crate::json::{Pointer, Span};

/// How much a [`Diagnostic`] weighs.
///
/// ```
/// use hooksieve::Severity;
/// assert!(Severity::Error < Severity::Note);
/// assert_eq!(Severity::Warning.to_string(), "warning");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// The provider refuses it, or it cannot mean what was meant.
    Error,
    /// It is read, but probably not as meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// A change of the configuration's text that mends what a finding names.
///
/// ```
/// use hooksieve::{Config, Dialect};
/// let text = r#"{"url":"https://a.example","events":["wallet.creatd"]}"#;
/// let config = Config::read(text, Dialect::DFNS);
/// let fix = &config.diagnostics[0].fixes[0];
/// assert_eq!(fix.title, "Replace by \"wallet.created\"");
/// assert_eq!(fix.apply(text), r#"{"url":"https://a.example","events":["wallet.created"]}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the change does, as a button would say it.
    pub title: String,
    /// The edits, disjoint and in ascending order.
    pub edits: Vec<Edit>,
}

/// One replacement in a text.
///
/// ```
/// use hooksieve::{Edit, json::Span};
/// let edit = Edit { span: Span::new(11, 16), text: "true".into() };
/// assert_eq!(&r#"{"enabled":false}"#[edit.span.start..edit.span.end], "false");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

impl Fix {
    /// The text with the edits made; the text itself if one does not fit it.
    ///
    /// ```
    /// use hooksieve::{Edit, Fix, json::Span};
    /// let edit = Edit { span: Span::new(11, 16), text: "true".into() };
    /// let fix = Fix { title: "Switch on".into(), edits: vec![edit] };
    /// assert_eq!(fix.apply(r#"{"enabled":false}"#), r#"{"enabled":true}"#);
    /// ```
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for edit in &self.edits {
            let (Some(kept), Some(_)) =
                (text.get(from..edit.span.start), text.get(edit.span.end..))
            else {
                return text.to_owned();
            };
            out.push_str(kept);
            out.push_str(&edit.text);
            from = edit.span.end;
        }
        out.push_str(&text[from..]);
        out
    }
}

/// One finding on a configuration.
///
/// ```
/// use hooksieve::{Config, Dialect};
/// let config = Config::read(r#"{"url":"https://a.example","events":["wallet.creatd"]}"#, Dialect::DFNS);
/// let finding = &config.diagnostics[0];
/// assert_eq!(finding.code.as_str(), "event-type-unknown");
/// assert_eq!(finding.place.pointer.as_str(), "/events/0");
/// assert_eq!(finding.help.as_deref(), Some("did you mean \"wallet.created\"?"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// What kind of finding it is.
    pub code: Code,
    /// Where: pointer and span.
    pub place: Place,
    /// The fact, in words.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Changes of the text that mend it.
    pub fixes: Vec<Fix>,
    /// What it follows from: the proof of a finding, place by place.
    pub related: Vec<Related>,
}

/// A part of the configuration that a [`Diagnostic`] follows from.
///
/// ```
/// use hooksieve::Config;
/// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[
///   {"key":"amount","condition":"gt","value":10},{"key":"amount","condition":"lt","value":5}]}"#);
/// let proof = &config.lint()[0].related;
/// assert_eq!(proof[1].message, "`amount` must be less than 5");
/// assert_eq!(proof[1].place.pointer.as_str(), "/conditions/1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The fact, in words.
    pub message: String,
}

impl Diagnostic {
    /// A finding without help or fixes.
    ///
    /// ```
    /// use hooksieve::{Code, Diagnostic, Place, Severity, json::{Pointer, Span}};
    /// let place = Place::new(Pointer::root().child("secret"), Span::new(10, 17));
    /// let finding = Diagnostic::new(Severity::Note, Code::NotCarried, place, "a secret is not carried over");
    /// assert_eq!(finding.to_string(), "note[not-carried] at /secret: a secret is not carried over");
    /// ```
    pub fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = bounded(message.into());
        Self { severity, code, place, message, help: None, fixes: Vec::new(), related: Vec::new() }
    }

    /// The same with help.
    ///
    /// ```
    /// # use hooksieve::{Code, Diagnostic, Place, Severity};
    /// let finding = Diagnostic::new(Severity::Error, Code::EventTypeUnknown, Place::default(), "unknown type")
    ///     .with_help("did you mean \"wallet.created\"?");
    /// assert!(finding.to_string().ends_with("; did you mean \"wallet.created\"?"));
    /// ```
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a fix.
    ///
    /// ```
    /// # use hooksieve::{Code, Diagnostic, Edit, Fix, Place, Severity, json::Span};
    /// let edit = Edit { span: Span::new(11, 16), text: "true".into() };
    /// let fix = Fix { title: "Switch on".into(), edits: vec![edit] };
    /// let finding = Diagnostic::new(Severity::Warning, Code::Disabled, Place::default(), "off").with_fix(fix);
    /// assert_eq!(finding.fixes[0].title, "Switch on");
    /// ```
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same with one more part that it follows from.
    ///
    /// ```
    /// # use hooksieve::{Code, Diagnostic, Place, Severity};
    /// let finding = Diagnostic::new(Severity::Warning, Code::NeverMatches, Place::default(), "never")
    ///     .with_related(Place::default(), "`amount` must be at least 10");
    /// assert_eq!(finding.related.len(), 1);
    /// ```
    #[must_use]
    pub fn with_related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: bounded(message.into()) });
        self
    }

    /// Whether this is an error.
    ///
    /// ```
    /// use hooksieve::Config;
    /// let config = Config::detect("not JSON");
    /// assert!(config.diagnostics[0].is_error());
    /// ```
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A message that quotes a value of the user's, cut where the value is very long.
fn bounded(message: String) -> String {
    const LONGEST: usize = 300;
    if message.chars().count() <= LONGEST {
        return message;
    }
    message.chars().take(LONGEST - 1).chain(['…']).collect()
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.code)?;
        if !self.place.pointer.as_str().is_empty() {
            write!(f, " at {}", self.place.pointer)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

/// `{"severity","code","pointer","span","line"?,"message","help"?,"fixes"?,"related"?}`
impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            severity: Severity,
            code: Code,
            pointer: &'a Pointer,
            span: Span,
            #[serde(skip_serializing_if = "Option::is_none")]
            line: Option<usize>,
            message: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            help: Option<&'a str>,
            #[serde(skip_serializing_if = "<[Fix]>::is_empty")]
            fixes: &'a [Fix],
            #[serde(skip_serializing_if = "<[Related]>::is_empty")]
            related: &'a [Related],
        }
        Shape {
            severity: self.severity,
            code: self.code,
            pointer: &self.place.pointer,
            span: self.place.span,
            line: self.place.line,
            message: &self.message,
            help: self.help.as_deref(),
            fixes: &self.fixes,
            related: &self.related,
        }
        .serialize(serializer)
    }
}
