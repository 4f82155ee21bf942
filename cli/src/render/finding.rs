//! Diagnostics as one line, and as the object that machines read.

use hooksieve::json::{Pointer, Span};
use hooksieve::{Code, Diagnostic, Fix, Related, Severity};
use serde::Serialize;

use super::Source;
use crate::terminal::{BAD, DOUBT, FAINT, paint, plain};

/// `file:line:column: severity[code]: message; help`
pub(crate) fn brief(source: &Source, diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => paint(BAD, diagnostic.severity),
        Severity::Warning => paint(DOUBT, diagnostic.severity),
        _ => diagnostic.severity.to_string(),
    };
    let place = paint(FAINT, source.locate(diagnostic.place.span.start));
    let help = diagnostic.help.as_deref().map(|help| format!("; {}", plain(help)));
    let help = help.unwrap_or_default();
    format!("{place}: {severity}[{}]: {}{help}", diagnostic.code, plain(&diagnostic.message))
}

/// A diagnostic as an object; `line` and `column` count from 1 in the file.
#[derive(Debug, Serialize)]
pub(crate) struct Finding<'d> {
    severity: Severity,
    code: Code,
    pointer: &'d Pointer,
    message: &'d str,
    help: Option<&'d str>,
    line: usize,
    column: usize,
    span: Span,
    #[serde(skip_serializing_if = "<[Fix]>::is_empty")]
    fixes: &'d [Fix],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Part<'d>>,
}

/// A part of the configuration that a finding follows from.
#[derive(Debug, Serialize)]
struct Part<'d> {
    pointer: &'d Pointer,
    message: &'d str,
    line: usize,
    column: usize,
    span: Span,
}

/// The object of a diagnostic.
pub(crate) fn finding<'d>(source: &Source, diagnostic: &'d Diagnostic) -> Finding<'d> {
    let position = source.position(diagnostic.place.span.start);
    Finding {
        severity: diagnostic.severity,
        code: diagnostic.code,
        pointer: &diagnostic.place.pointer,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        line: position.line,
        column: position.column,
        span: diagnostic.place.span,
        fixes: &diagnostic.fixes,
        related: diagnostic.related.iter().map(|part| related(source, part)).collect(),
    }
}

fn related<'d>(source: &Source, related: &'d Related) -> Part<'d> {
    let position = source.position(related.place.span.start);
    Part {
        pointer: &related.place.pointer,
        message: &related.message,
        line: position.line,
        column: position.column,
        span: related.place.span,
    }
}
