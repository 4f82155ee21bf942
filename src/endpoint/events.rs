//! Lists of what was delivered, replays, and pings.

use super::answer::{Answer, number};
use super::api::{Api, Asks, EventList, Filter, Listing};
use super::list::{List, asked};
use crate::date;
use crate::delivery::Trouble;
use crate::json::{Data, Node};

impl Api {
    /// The page of what [`Api::history`] told that a query (decoded pairs) asks for. `told`
    /// is all of it in the order in which it is to be listed. Beside the page Dfns takes `kind`
    /// and `deliveryFailed` (`true` or `false`); Dakota `status`, `event_type`, `simulation_id`,
    /// `from` and `to`; CDP, which tells the first 50, `eventId`, `eventTypeNames`,
    /// `minCreatedAt` and `maxCreatedAt`.
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
        let EventList { items, id, filters, first, paging } = self.events;
        let mut wanted: Vec<&Node> = told.iter().collect();
        for filter in filters {
            let Some(text) = asked(query, filter.parameter) else { continue };
            let test = match filter.test(text) {
                Ok(test) => test,
                Err(message) => return self.error(self.invalid, &message),
            };
            wanted.retain(|each| test.holds(each.get(filter.member)));
        }
        if let Some(first) = first {
            let list = wanted.into_iter().take(first).cloned().collect();
            return Answer::new(200, Some(Node::object([(items, Node::new(Data::Array(list)))])));
        }
        let paging = paging.unwrap_or(self.listing.paging);
        let listing = Listing { items, paging, ..self.listing };
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

    /// The answer to a call that asks for an event once more, to so many targets, after it
    /// was sent again `done` times (Dakota, Replay: at most ten times an event, then 409).
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api};
    /// let api = Api::of(Dialect::DAKOTA).unwrap();
    /// let body = api.replay("2Nf5", 9, 2).body.unwrap().to_json();
    /// assert_eq!(body, r#"{"webhook_id":"2Nf5","status":"queued","replayed_to_count":2}"#);
    /// assert_eq!(api.replay("2Nf5", 10, 2).status, 409);
    /// ```
    pub fn replay(&self, id: &str, done: usize, targets: usize) -> Answer {
        const MOST: usize = 10;
        if done >= MOST {
            return self.error(409, "the event was replayed as often as it may be");
        }
        let count = number(u64::try_from(targets).unwrap_or(u64::MAX));
        let body = [
            ("webhook_id", Node::from_text(id)),
            ("status", Node::from_text("queued")),
            ("replayed_to_count", count),
        ];
        Answer::new(200, Some(Node::object(body)))
    }

    /// The answer to a ping whose request was answered with a status or came to nothing
    /// (Dfns, Ping: a status "or another error code otherwise", and an `error` "if `status`
    /// was not 200").
    ///
    /// ```
    /// use hooksieve::{Dialect, delivery::Trouble, endpoint::Api};
    /// let api = Api::of(Dialect::DFNS).unwrap();
    /// assert_eq!(api.pinged(Ok(200)).body.unwrap().to_json(), r#"{"status":"200"}"#);
    /// assert_eq!(
    ///     api.pinged(Err(Trouble::Timeout)).body.unwrap().to_json(),
    ///     r#"{"status":"timeout","error":"the target did not answer in time"}"#
    /// );
    /// ```
    pub fn pinged(&self, result: Result<u16, Trouble>) -> Answer {
        let (status, error) = match result {
            Ok(200) => ("200".to_owned(), None),
            Ok(status) => (status.to_string(), Some(format!("the target answered {status}"))),
            Err(trouble) => (trouble.name().to_owned(), Some(trouble.to_string())),
        };
        let status = std::iter::once(("status", Node::from_text(status)));
        let error = error.map(|error| ("error", Node::from_text(error)));
        Answer::new(200, Some(Node::object(status.chain(error))))
    }
}

/// A filter with what it was given.
enum Test<'t> {
    Texts(Vec<&'t str>),
    Flag(bool),
    From(u64),
    To(u64),
}

impl Filter {
    fn test(self, text: &str) -> Result<Test<'_>, String> {
        let Self { parameter, asks, .. } = self;
        let time = || {
            let message = || format!("`{parameter}` must be a date with a time (RFC 3339)");
            date::from_iso(text).ok_or_else(message)
        };
        Ok(match asks {
            Asks::OneOf => Test::Texts(text.split(',').map(str::trim).collect()),
            Asks::Known(names) if !names.contains(&text) => {
                return Err(format!("`{parameter}` must be one of {}", names.join(", ")));
            }
            Asks::Same | Asks::Known(_) => Test::Texts(vec![text]),
            Asks::Flag => Test::Flag(match text {
                "true" => true,
                "false" => false,
                _ => return Err(format!("`{parameter}` must be `true` or `false`")),
            }),
            Asks::From => Test::From(time()?),
            Asks::To => Test::To(time()?),
        })
    }
}

impl Test<'_> {
    fn holds(&self, value: Option<&Node>) -> bool {
        let time = || value.and_then(Node::string).and_then(date::from_iso);
        match self {
            Self::Texts(texts) => {
                value.and_then(Node::string).is_some_and(|text| texts.contains(&text))
            }
            Self::Flag(flag) => value.and_then(Node::bool) == Some(*flag),
            Self::From(from) => time().is_some_and(|time| time >= *from),
            Self::To(to) => time().is_some_and(|time| time <= *to),
        }
    }
}
