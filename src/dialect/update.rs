//! Updating a stored object by a request, as the provider would.

use super::{Config, Dialect, Form, Request};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::json::{Node, Pointer, Span};

/// The stored object after an update, under the provider's own semantics: partial for
/// Dfns and Dakota, a replacement for CDP, ARK and the native dialect. Members that
/// the server sets (id, dates, secret, token) survive a replacement. `now` is the time
/// to note where the provider keeps one; nothing here reads a clock.
///
/// # Errors
/// The errors of the request, or of a `current` that is no single object; nothing is
/// applied then.
///
/// ```
/// use hooksieve::{Dialect, update};
/// let current = r#"{"id":"wh-1","url":"https://a.example","events":["*"],"status":"Enabled"}"#;
/// let stored = update(Dialect::DFNS, current, r#"{"status":"Disabled"}"#, None).unwrap();
/// assert_eq!(stored.get("status").unwrap().string(), Some("Disabled"));
/// assert_eq!(stored.get("url").unwrap().string(), Some("https://a.example"));
/// ```
pub fn update(
    dialect: Dialect,
    current: &str,
    request: &str,
    now: Option<&str>,
) -> Result<Node, Vec<Diagnostic>> {
    let stored = Config::read(current, dialect);
    if stored.form == Form::Unreadable {
        return Err(stored.diagnostics);
    }
    let nodes = stored.nodes();
    let [node] = nodes.as_slice() else { return Err(vec![not_one_object()]) };
    if node.members().is_none() {
        return Err(vec![not_one_object()]);
    }
    let checked = Config::request(request, dialect, Request::Update);
    match checked.nodes().first() {
        Some(body) if !checked.has_errors() => Ok(dialect.rules().update(node, body, now)),
        _ => Err(checked.diagnostics),
    }
}

fn not_one_object() -> Diagnostic {
    let place = Place::new(Pointer::root(), Span::default());
    let message = "the current configuration must be one object";
    Diagnostic::new(Severity::Error, Code::WrongType, place, message)
}
