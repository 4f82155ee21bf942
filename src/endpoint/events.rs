//! Lists of what was delivered, replays, and pings.

use super::answer::{Answer, number};
use super::api::{Api, EventList, Listing};
use super::list::{List, asked};
use crate::delivery::Trouble;
use crate::json::{Data, Node};

impl Api {
    /// The page of what [`Api::history`] told that a query (decoded pairs) asks for. `told`
    /// is all of it in the order in which it is to be listed. Dfns takes `kind` and
    /// `deliveryFailed` (`true` or `false`) beside the page; CDP tells the first 50.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let told = ["true", "false"].map(|failed| {
    ///     Node::parse(&format!(r#"{{"id":"whe-{failed}","deliveryFailed":{failed}}}"#)).unwrap()
    /// });
    /// let query = [("deliveryFailed".to_owned(), "true".to_owned())];
    /// let answer = Api::of(Dialect::DFNS).unwrap().events(&query, &told);
    /// assert_eq!(answer.body.unwrap().to_json(), r#"{"items":[{"id":"whe-true","deliveryFailed":true}]}"#);
    /// ```
    pub fn events(&self, query: &[(String, String)], told: &[Node]) -> Answer {
        let EventList { items, id, filtered, first } = self.events;
        let failed = match (filtered, asked(query, "deliveryFailed")) {
            (true, Some("true")) => Some(true),
            (true, Some("false")) => Some(false),
            (true, Some(_)) => {
                return self.error(self.invalid, "`deliveryFailed` must be `true` or `false`");
            }
            _ => None,
        };
        let kind = asked(query, "kind").filter(|_| filtered);
        let text =
            |node: &Node, name: &str| node.get(name).and_then(Node::string).map(str::to_owned);
        let wanted = told.iter().filter(|each| {
            let has_failed = each.get("deliveryFailed").and_then(Node::bool);
            kind.is_none_or(|kind| text(each, "kind").as_deref() == Some(kind))
                && failed.is_none_or(|failed| has_failed == Some(failed))
        });
        let wanted: Vec<Node> = wanted.take(first.unwrap_or(usize::MAX)).cloned().collect();
        if first.is_some() {
            let list = Node::new(Data::Array(wanted));
            return Answer::new(200, Some(Node::object([(items, list)])));
        }
        let listing = Listing { items, ..self.listing };
        self.pages(&List { listing, id, hidden: None, all: &wanted }, query)
    }

    /// One of what [`Api::history`] told; 404 where there is none of this id.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// assert_eq!(Api::of(Dialect::DFNS).unwrap().event("whe-1", &[]).status, 404);
    /// ```
    pub fn event(&self, id: &str, told: &[Node]) -> Answer {
        let is_it = |each: &&Node| each.get(self.events.id).and_then(Node::string) == Some(id);
        match told.iter().find(is_it) {
            Some(event) => Answer::new(200, Some(event.clone())),
            None => self.unknown_id(),
        }
    }

    /// Whether an event may be sent again after `done` times (Dakota, Replay: at most ten
    /// times an event, then 409). 202 is ours; the document names no body.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// let api = Api::of(Dialect::DAKOTA).unwrap();
    /// assert_eq!([api.replay(9).status, api.replay(10).status], [202, 409]);
    /// ```
    pub fn replay(&self, done: usize) -> Answer {
        const MOST: usize = 10;
        if done < MOST {
            Answer::new(202, None)
        } else {
            self.error(409, "the event was replayed as often as it may be")
        }
    }

    /// The answer to a ping whose request was answered with a status or came to nothing
    /// (Dfns, Ping: `status`, and `error` where there was one).
    ///
    /// ```
    /// use hooksieve::{Dialect, delivery::Trouble, endpoint::Api};
    /// let api = Api::of(Dialect::DFNS).unwrap();
    /// assert_eq!(api.pinged(Ok(200)).body.unwrap().to_json(), r#"{"status":"200"}"#);
    /// let timeout = api.pinged(Err(Trouble::Timeout)).body.unwrap();
    /// assert_eq!(timeout.get("error").unwrap().string(), Some("the target did not answer in time"));
    /// ```
    pub fn pinged(&self, result: Result<u16, Trouble>) -> Answer {
        let (status, error) = match result {
            Ok(status) => (number(u64::from(status)).to_json(), None),
            Err(trouble) => (String::new(), Some(trouble.to_string())),
        };
        let status = std::iter::once(("status", Node::from_text(status)));
        let error = error.map(|error| ("error", Node::from_text(error)));
        Answer::new(200, Some(Node::object(status.chain(error))))
    }
}
