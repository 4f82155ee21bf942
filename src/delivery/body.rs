//! Which bytes of an accepted event are delivered.

use super::policy::{Fact, Policy};
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

impl Policy {
    /// The id of the attempt before, where an event's body says that it is one more attempt of
    /// what was sent under another id (Dfns, Webhook Events: `retryOf`). Whoever takes events
    /// in knows by it that the event is no new one.
    ///
    /// ```
    /// use hooksieve::delivery::Policy;
    /// let body = r#"{"id":"whe-2","kind":"wallet.created","retryOf":"whe-1"}"#;
    /// assert_eq!(Policy::of("dfns").unwrap().attempt_before(body).as_deref(), Some("whe-1"));
    /// assert_eq!(Policy::of("cdp").unwrap().attempt_before(body), None);
    /// ```
    pub fn attempt_before(&self, body: &str) -> Option<String> {
        let (name, _) = self.wire.members.iter().find(|(_, fact)| *fact == Fact::RetryOf)?;
        // Most events are first attempts: they are not read once more.
        body.contains(name.as_ref())
            .then(|| Node::parse(body).ok())??
            .get(name)?
            .string()
            .map(str::to_owned)
    }
}
