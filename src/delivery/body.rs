//! Which bytes of an accepted event are delivered.

use crate::json::Node;

/// The body that is delivered, byte for byte as it was accepted: of a record
/// (`{"headers","body"}`) its body, of every other event all of it.
///
/// ```
/// use hooksieve::delivery::delivered_body;
/// let record = r#"{"headers":{"x-event-type":"a.b"},"body":{"n": 1.50}}"#;
/// assert_eq!(delivered_body(record), r#"{"n": 1.50}"#);
/// assert_eq!(delivered_body(r#"{"type":"a.b"}"#), r#"{"type":"a.b"}"#);
/// ```
pub fn delivered_body(event: &str) -> &str {
    let node = Node::parse(event).ok().filter(|node| node.get("headers").is_some());
    let body = node.as_ref().and_then(|node| node.get("body"));
    body.and_then(|body| event.get(body.span.start..body.span.end)).unwrap_or(event)
}
