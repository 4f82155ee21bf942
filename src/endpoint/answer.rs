//! Answers, and the forms of errors.

use super::api::Api;
use crate::diagnostic::{Code, Diagnostic};
use crate::json::{Data, Node};

/// The answer to a request, and what has to be stored before it is given. It may hold a
/// secret that is shown this once; `Debug` shows no values.
///
/// ```
/// use hooksieve::{Dialect, endpoint::{Api, Change}};
/// let answer = Api::of(Dialect::CDP).unwrap().get("s-1", None);
/// assert_eq!((answer.status, answer.change), (404, Change::None));
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, as JSON; nothing where the answer has none.
    pub body: Option<Node>,
    /// The body's media type.
    pub media_type: &'static str,
    /// What changes in what is stored.
    pub change: Change,
    /// What was found in the request, warnings and notes included.
    pub diagnostics: Vec<Diagnostic>,
}

/// What changes in what is stored.
///
/// ```
/// use hooksieve::endpoint::Change;
/// assert_ne!(Change::Remove { id: "a".into() }, Change::None);
/// ```
#[derive(Clone, Debug)]
pub enum Change {
    /// Nothing.
    None,
    /// An object is new, or takes the place of the one with its id.
    Put {
        /// The id.
        id: String,
        /// The object as it is stored, secret included.
        object: Node,
    },
    /// An object goes.
    Remove {
        /// The id.
        id: String,
    },
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Remove { id: a }, Self::Remove { id: b }) => a == b,
            (Self::Put { id: a, object }, Self::Put { id: b, object: other }) => {
                a == b && object.equals(other)
            }
            _ => false,
        }
    }
}

/// How a provider writes an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorForm {
    /// `{"error":{"message"}}` (Dfns SDK 0.8.21, `utils/fetch`: `body.error.message`).
    Nested,
    /// Problem details, RFC 9457 (Dakota `openapi.yaml`, `ProblemDetails`: the code is the
    /// type's fragment).
    Problem,
    /// `{"errorType","errorMessage"}` (CDP specification, `Error`).
    Typed,
    /// `{"statusCode","error","message"}` (ARK core 3.9.1, which answers with hapi's boom).
    Boom,
}

impl Answer {
    pub(super) fn new(status: u16, body: Option<Node>) -> Self {
        let (change, diagnostics) = (Change::None, Vec::new());
        Self { status, body, media_type: "application/json", change, diagnostics }
    }
}

impl Api {
    /// An error in the provider's form.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// let answer = Api::of(Dialect::ARK).unwrap().error(401, "the token is wrong");
    /// assert_eq!(
    ///     answer.body.unwrap().to_json(),
    ///     r#"{"statusCode":401,"error":"Unauthorized","message":"the token is wrong"}"#
    /// );
    /// ```
    pub fn error(&self, status: u16, message: &str) -> Answer {
        let name = name(status);
        let text = Node::from_text;
        let members = match self.errors {
            ErrorForm::Nested => vec![("error", Node::object([("message", text(message))]))],
            ErrorForm::Problem => {
                let kind = match status {
                    400 => "invalid-request".to_owned(),
                    401 => "authentication-error".to_owned(),
                    500.. => "internal-error".to_owned(),
                    _ => name.to_ascii_lowercase().replace(' ', "-"),
                };
                let kind = format!("https://docs.dakota.xyz/api-reference/errors#{kind}");
                vec![
                    ("type", text(kind.as_str())),
                    ("title", text(name)),
                    ("status", number(u64::from(status))),
                    ("detail", text(message)),
                ]
            }
            ErrorForm::Typed => {
                let kind = match status {
                    400 => "invalid_request".to_owned(),
                    429 => "rate_limit_exceeded".to_owned(),
                    409 => "already_exists".to_owned(),
                    _ => name.to_ascii_lowercase().replace(' ', "_"),
                };
                vec![("errorType", text(kind.as_str())), ("errorMessage", text(message))]
            }
            ErrorForm::Boom => vec![
                ("statusCode", number(u64::from(status))),
                ("error", text(name)),
                ("message", text(message)),
            ],
        };
        let mut answer = Answer::new(status, Some(Node::object(members)));
        if self.errors == ErrorForm::Problem {
            answer.media_type = "application/problem+json";
        }
        answer
    }

    /// The answer to a request that is refused for what it says: the provider's error with
    /// the findings beside.
    pub(super) fn refused(&self, diagnostics: Vec<Diagnostic>) -> Answer {
        let first = diagnostics.iter().find(|each| each.is_error());
        let message = first.map_or("the request is refused", |first| first.message.as_str());
        let told: Vec<Node> = diagnostics
            .iter()
            .map(|each| {
                Node::object([
                    ("severity", Node::from_text(each.severity.to_string())),
                    ("code", Node::from_text(each.code.as_str())),
                    ("pointer", Node::from_text(each.place.pointer.as_str())),
                    ("message", Node::from_text(each.message.as_str())),
                ])
            })
            .collect();
        // A body that is not JSON is no request at all, whatever its provider.
        let is_json = diagnostics.iter().all(|each| each.code != Code::JsonSyntax);
        let mut answer = self.error(if is_json { self.invalid } else { 400 }, message);
        if let Some(body) = &mut answer.body {
            body.set("diagnostics", Node::new(Data::Array(told)));
        }
        Answer { diagnostics, ..answer }
    }

    pub(super) fn unknown_id(&self) -> Answer {
        self.error(404, "there is no object with this id")
    }
}

/// The names of the statuses that are answered here (RFC 9110, section 15).
fn name(status: u16) -> &'static str {
    match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500.. => "Internal Server Error",
        _ => "Bad Request",
    }
}

pub(super) fn number(number: u64) -> Node {
    Node::new(Data::Number(number.to_string()))
}
