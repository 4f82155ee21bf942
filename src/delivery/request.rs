//! The request that an attempt sends: its headers, its exact bytes, what is signed.

use std::fmt;

use super::attempt::Attempt;
use super::policy::{Fact, Policy};
use super::state::{Delivery, Phase};
use crate::codec;
use crate::json::{Data, Node};
use crate::signature::{Message, Scheme, Signature, SignatureError};
use crate::target::{TargetRefusal, TargetRules, check_header};

/// Who is told as the sender; no provider documents its own.
const USER_AGENT: &str = concat!("hooksieve/", env!("CARGO_PKG_VERSION"));

/// What is delivered, and where to.
///
/// ```
/// use hooksieve::delivery::Outgoing;
/// let outgoing = Outgoing {
///     event_type: Some("wallet.created"),
///     body: br#"{"id":"evt-1","type":"wallet.created","data":{}}"#,
///     url: "https://api.example.com/hooks",
///     headers: &[],
/// };
/// assert!(outgoing.body.starts_with(b"{"));
/// ```
#[derive(Clone, Copy)]
pub struct Outgoing<'o> {
    /// The event's type, where it is known.
    pub event_type: Option<&'o str>,
    /// The event's body as it was accepted.
    pub body: &'o [u8],
    /// The target's URL.
    pub url: &'o str,
    /// The headers that the configuration adds.
    pub headers: &'o [(String, String)],
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("event_type", &self.event_type)
            .field("url", &crate::url::without_secrets(self.url))
            .finish_non_exhaustive()
    }
}

/// A request that lacks its signature headers only.
///
/// A host with cryptography of its own signs each of [`Unsigned::contents`] and hands the
/// signatures to [`Unsigned::signed`]; with the feature `signature`, `Unsigned::sign` does
/// both.
///
/// ```
/// use hooksieve::delivery::{Delivery, Input, Moment, Outgoing, Policy, Standing, Unsigned};
/// use hooksieve::target::TargetRules;
/// let policy = Policy::of("dfns").unwrap();
/// let wake = Input::Wake { subscription: Standing::Enabled };
/// let moment = Moment { now: 1_701_684_144_000, random: [0; 16] };
/// let (delivery, _) = Delivery::new("whe-1", "wh-1", 0).step(&policy, &wake, moment);
/// let outgoing = Outgoing {
///     event_type: Some("wallet.created"),
///     body: br#"{"id":"whe-1","kind":"wallet.created","data":{}}"#,
///     url: "https://api.example.com/hooks",
///     headers: &[],
/// };
/// let unsigned = Unsigned::new(&policy, &delivery, &outgoing, TargetRules::default()).unwrap();
/// assert_eq!(
///     unsigned.contents[0],
///     br#"{"id":"whe-1","kind":"wallet.created","data":{},"deliveryAttempt":1,"timestampSent":1701684144}"#
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// The texts to sign, in the order of the scheme.
    pub contents: Vec<Vec<u8>>,
    scheme: Option<Scheme>,
    id: String,
    timestamp: u64,
    bound: Vec<(String, String)>,
    request: Request,
}

/// An HTTP request, byte for byte. Redirects must not be followed: their target was not
/// checked. `Debug` shows neither the values of headers nor the body.
///
/// ```
/// use hooksieve::delivery::Request;
/// let request = Request { method: "POST", url: "https://a.example/?key=s3cret".into(), headers: vec![], body: vec![], timeout: 5_000 };
/// assert!(!format!("{request:?}").contains("s3cret"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Always `POST`.
    pub method: &'static str,
    /// The target's URL.
    pub url: String,
    /// The headers in order; what frames the message is the transport's.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long an answer is waited for, in milliseconds.
    pub timeout: u64,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &crate::url::without_secrets(&self.url))
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &self.body.len())
            .field("timeout", &self.timeout)
            .finish()
    }
}

/// Why no request is made. The driver tells it as
/// [`Trouble::Refused`](super::Trouble::Refused).
///
/// ```
/// use hooksieve::{delivery::RequestError, target::TargetRefusal};
/// let error = RequestError::Header("X-A".into(), TargetRefusal::HeaderValue);
/// assert_eq!(error.to_string(), "the header X-A: the header's value has a control character in it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The delivery is making no attempt.
    NoAttempt,
    /// The target may not be called.
    Target(TargetRefusal),
    /// A header may not be sent; its name and why.
    Header(String, TargetRefusal),
    /// The body is not a JSON object, and members of it must be set.
    Body,
    /// It cannot be signed.
    Signature(SignatureError),
}

impl RequestError {
    /// The stable kebab-case name.
    ///
    /// ```
    /// use hooksieve::{delivery::RequestError, target::TargetRefusal};
    /// assert_eq!(RequestError::Target(TargetRefusal::NotHttps).code(), "not-https");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAttempt => "no-attempt",
            Self::Target(refusal) | Self::Header(_, refusal) => refusal.code(),
            Self::Body => "body",
            Self::Signature(error) => error.code(),
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAttempt => f.write_str("the delivery is making no attempt"),
            Self::Target(refusal) => write!(f, "the target is refused: {refusal}"),
            // What is no name may hold anything; it is shown with its control characters
            // escaped.
            Self::Header(name, refusal) => {
                write!(f, "the header {}: {refusal}", name.escape_debug())
            }
            Self::Body => f.write_str("the event's body is not a JSON object"),
            Self::Signature(error) => write!(f, "the request cannot be signed: {error}"),
        }
    }
}

impl std::error::Error for RequestError {}

impl From<SignatureError> for RequestError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl Unsigned {
    /// The request of the attempt that a delivery is making.
    ///
    /// # Errors
    /// A target, header or body that may not be sent; a delivery that is making no attempt.
    ///
    /// ```
    /// use hooksieve::delivery::{Delivery, Outgoing, Policy, RequestError, Unsigned};
    /// use hooksieve::target::TargetRules;
    /// let outgoing = Outgoing { event_type: None, body: b"{}", url: "https://a.example", headers: &[] };
    /// let waiting = Delivery::new("e", "s", 0);
    /// let made = Unsigned::new(&Policy::of("cdp").unwrap(), &waiting, &outgoing, TargetRules::default());
    /// assert_eq!(made.unwrap_err(), RequestError::NoAttempt);
    /// ```
    pub fn new(
        policy: &Policy,
        delivery: &Delivery,
        outgoing: &Outgoing<'_>,
        rules: TargetRules,
    ) -> Result<Self, RequestError> {
        let is_sending = matches!(delivery.phase, Phase::Sending { .. });
        let attempt = delivery.attempts.last().filter(|_| is_sending);
        let attempt = attempt.ok_or(RequestError::NoAttempt)?;
        rules.check(outgoing.url).map_err(RequestError::Target)?;
        let told = Told { attempt, event_type: outgoing.event_type, replay: delivery.replay };
        let body = body(policy, &told, outgoing.body)?;
        let bound: Vec<(String, String)> = policy
            .wire
            .headers
            .iter()
            .filter_map(|(name, fact)| Some((name.to_string(), told.text(*fact)?)))
            .collect();
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("User-Agent".to_owned(), USER_AGENT.to_owned()),
        ];
        for (name, value) in outgoing.headers {
            check_header(name, value)
                .map_err(|refusal| RequestError::Header(name.clone(), refusal))?;
            put(&mut headers, name, value);
        }
        // The provider's own come last: no configuration can write over them.
        for (name, value) in &bound {
            check_header(name, value)
                .map_err(|refusal| RequestError::Header(name.clone(), refusal))?;
            put(&mut headers, name, value);
        }
        let (id, timestamp) = (signed_id(&attempt.event_id), attempt.sent / 1_000);
        let contents = match policy.wire.scheme {
            None => Vec::new(),
            Some(scheme) => {
                let message = Message { id: &id, timestamp, headers: &bound, body: &body };
                scheme.contents(&message)?
            }
        };
        let url = outgoing.url.to_owned();
        let request = Request { method: "POST", url, headers, body, timeout: policy.timeout };
        Ok(Self { contents, scheme: policy.wire.scheme, id, timestamp, bound, request })
    }

    /// The request as it is without a signature, for a look at it.
    ///
    /// ```
    /// # use hooksieve::delivery::{Delivery, Input, Moment, Outgoing, Policy, Standing, Unsigned};
    /// # let policy = Policy::of("cdp").unwrap();
    /// # let wake = Input::Wake { subscription: Standing::Enabled };
    /// # let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, Moment { now: 0, random: [0; 16] });
    /// # let outgoing = Outgoing { event_type: None, body: b"{}", url: "https://a.example", headers: &[] };
    /// let unsigned = Unsigned::new(&policy, &delivery, &outgoing, Default::default()).unwrap();
    /// assert_eq!(unsigned.request().method, "POST");
    /// ```
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The request with its signatures, one for each of `contents` and key.
    ///
    /// # Errors
    /// Signatures that are not the ones the scheme needs.
    ///
    /// ```
    /// use hooksieve::signature::{Algorithm, Signature};
    /// # use hooksieve::delivery::{Delivery, Input, Moment, Outgoing, Policy, Standing, Unsigned};
    /// # let policy = Policy::of("dakota").unwrap();
    /// # let wake = Input::Wake { subscription: Standing::Enabled };
    /// # let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, Moment { now: 0, random: [0; 16] });
    /// # let outgoing = Outgoing { event_type: None, body: b"{}", url: "https://a.example", headers: &[] };
    /// let unsigned = Unsigned::new(&policy, &delivery, &outgoing, Default::default()).unwrap();
    /// let signature = Signature { algorithm: Algorithm::Ed25519, content: 0, bytes: vec![0; 64] };
    /// let request = unsigned.signed(&[signature]).unwrap();
    /// assert!(request.headers.iter().any(|(name, _)| name == "X-Webhook-Signature"));
    /// ```
    pub fn signed(self, signatures: &[Signature]) -> Result<Request, RequestError> {
        let Some(scheme) = self.scheme else { return Ok(self.request) };
        let headers = scheme.headers(&self.message(), signatures)?;
        Ok(self.with(headers))
    }

    /// The request, signed with the keys.
    ///
    /// # Errors
    /// Keys that the scheme cannot sign with.
    ///
    /// ```
    /// use hooksieve::signature::{Key, KeyUse, Scheme};
    /// # use hooksieve::delivery::{Delivery, Input, Moment, Outgoing, Policy, Standing, Unsigned};
    /// # let policy = Policy::of("dfns").unwrap();
    /// # let wake = Input::Wake { subscription: Standing::Enabled };
    /// # let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, Moment { now: 0, random: [0; 16] });
    /// # let outgoing = Outgoing { event_type: None, body: b"{}", url: "https://a.example", headers: &[] };
    /// let unsigned = Unsigned::new(&policy, &delivery, &outgoing, Default::default()).unwrap();
    /// let key = Key::parse(Scheme::Dfns, KeyUse::Sign, "whs-1").unwrap();
    /// assert!(unsigned.sign(&[key]).is_ok());
    /// ```
    #[cfg(feature = "signature")]
    pub fn sign(self, keys: &[crate::signature::Key]) -> Result<Request, RequestError> {
        let Some(scheme) = self.scheme else { return Ok(self.request) };
        let headers = crate::signature::sign(scheme, &self.message(), keys)?;
        Ok(self.with(headers))
    }

    fn message(&self) -> Message<'_> {
        let Self { id, timestamp, bound, request, .. } = self;
        Message { id, timestamp: *timestamp, headers: bound, body: &request.body }
    }

    fn with(self, headers: Vec<(String, String)>) -> Request {
        let mut request = self.request;
        for (name, value) in headers {
            put(&mut request.headers, &name, &value);
        }
        request
    }
}

/// The id that is signed. One with a dot or other than plain characters would be ambiguous
/// there or in a header; it stands as `~` and its base64, so that the event is delivered
/// nevertheless.
fn signed_id(id: &str) -> String {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.');
    if is_plain && !id.starts_with('~') {
        return id.to_owned();
    }
    format!("~{}", codec::base64_url(id))
}

/// Sets a header, in the place of one of the same name.
fn put(headers: &mut Vec<(String, String)>, name: &str, value: &str) {
    headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    headers.push((name.to_owned(), value.to_owned()));
}

/// The body with the members set that tell of the attempt; untouched where there are none.
fn body(policy: &Policy, told: &Told<'_>, body: &[u8]) -> Result<Vec<u8>, RequestError> {
    if policy.wire.members.is_empty() {
        return Ok(body.to_vec());
    }
    let text = std::str::from_utf8(body).map_err(|_| RequestError::Body)?;
    let mut node = Node::parse(text).map_err(|_| RequestError::Body)?;
    if node.members().is_none() {
        return Err(RequestError::Body);
    }
    for (name, fact) in policy.wire.members.iter() {
        match told.value(*fact) {
            Some(value) => node.set(name, value),
            None => {
                if let Data::Object(members) = &mut node.data {
                    members.retain(|member| member.key != *name);
                }
            }
        }
    }
    Ok(node.to_json().into_bytes())
}

/// What is told of an attempt.
struct Told<'t> {
    attempt: &'t Attempt,
    event_type: Option<&'t str>,
    replay: bool,
}

impl Told<'_> {
    fn value(&self, fact: Fact) -> Option<Node> {
        let number = |number: u64| Node::new(Data::Number(number.to_string()));
        Some(match fact {
            Fact::EventId => Node::from_text(self.attempt.event_id.as_str()),
            Fact::EventType => Node::from_text(self.event_type?),
            Fact::RetryOf => Node::from_text(self.attempt.retry_of.as_deref()?),
            Fact::Attempt => number(u64::from(self.attempt.number)),
            Fact::SentSeconds => number(self.attempt.sent / 1_000),
            Fact::SentMillis => number(self.attempt.sent),
            Fact::Replay => self.replay.then(|| Node::new(Data::Bool(true)))?,
        })
    }

    fn text(&self, fact: Fact) -> Option<String> {
        let value = self.value(fact)?;
        Some(value.string().map_or_else(|| value.to_json(), str::to_owned))
    }
}
