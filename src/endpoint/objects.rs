//! One object: create, get, update, delete, and what deliveries leave on it.

use super::answer::{Answer, Change, number};
use super::api::{Api, Done, Fresh, IdForm, SecretForm, Time};
use super::list::{id_in, without};
use crate::codec;
use crate::date;
use crate::delivery::Standing;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::dialect::{Config, Request, update};
use crate::id;
use crate::json::{Data, Node};
use crate::target::{TargetRefusal, check_header};
use crate::truth::Truth;

impl Api {
    /// Creates an object from the body of a create call. `count` is how many there are.
    /// The answer shows the object's secret, this once.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::{Api, Fresh}};
    /// let api = Api::of(Dialect::ARK).unwrap();
    /// let body = r#"{"event":"block.forged","target":"https://a.example/","conditions":[]}"#;
    /// let answer = api.create(body, 0, &Fresh::new(0, [0xab; 48]));
    /// let data = answer.body.unwrap().get("data").cloned().unwrap();
    /// assert_eq!(answer.status, 201);
    /// assert_eq!(data.get("token").unwrap().string(), Some("ab".repeat(32).as_str()));
    ///
    /// let answer = api.create("{}", 0, &Fresh::new(0, [0; 48]));
    /// assert_eq!((answer.status, answer.diagnostics.len()), (422, 3));
    /// ```
    pub fn create(&self, body: &str, count: usize, fresh: &Fresh) -> Answer {
        let mut config = Config::request(body, self.dialect, Request::Create);
        check_target(&mut config, fresh);
        let request = config.nodes().first().map(|node| (*node).clone());
        let Some(request) = request.filter(|_| !config.has_errors()) else {
            return self.refused(config.diagnostics);
        };
        if self.most.is_some_and(|most| count >= most) {
            return self.error(self.invalid, "there are as many objects as one tenant may have");
        }
        let id = match self.id.1 {
            IdForm::DfnsWebhook => id::dfns_webhook(fresh.bytes(0)),
            IdForm::Ksuid => id::ksuid(fresh.now, fresh.bytes(0)),
            IdForm::Uuid => id::uuid(fresh.bytes(0)),
        };
        let mut server = vec![(self.id.0, Node::from_text(id.as_str()))];
        server.extend(self.times.iter().map(|(name, time)| (*name, time.at(fresh.now))));
        let secret = self.secret.map(|(name, form)| (name, form.fresh(fresh)));
        if let Some((name, secret)) = &secret {
            server.push((*name, Node::from_text(secret.kept.as_str())));
        }
        let mut object = self.dialect.rules().update(&Node::object(server), &request, None);
        for name in self.order {
            if let (None, Some(value)) = (object.get(name), request.get(name)) {
                object.set(name, value.clone());
            }
        }
        for (name, value) in self.defaults {
            if let (None, Ok(value)) = (object.get(name), Node::parse(value)) {
                object.set(name, value);
            }
        }
        let object = self.ordered(object);
        let mut shown = object.clone();
        if let Some((name, secret)) = secret {
            shown.set(name, Node::from_text(secret.shown));
        }
        Answer {
            change: Change::Put { id, object },
            diagnostics: config.diagnostics,
            ..Answer::new(self.created, Some(self.wrap(shown)))
        }
    }

    /// One object; 404 where there is none of this id.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let stored = Node::parse(r#"{"id":"wh-1","url":"https://a.example","secret":"whs-1"}"#).unwrap();
    /// let answer = Api::of(Dialect::DFNS).unwrap().get("wh-1", Some(&stored));
    /// assert_eq!(answer.body.unwrap().to_json(), r#"{"id":"wh-1","url":"https://a.example"}"#);
    /// ```
    pub fn get(&self, id: &str, stored: Option<&Node>) -> Answer {
        match stored.filter(|stored| self.id_of(stored) == Some(id)) {
            Some(stored) => Answer::new(200, Some(self.wrap(self.public(stored)))),
            None => self.unknown_id(),
        }
    }

    /// Changes one object by the body of an update call, under the provider's own
    /// semantics. A body that is empty or `{}` stands for the query, where the provider
    /// documents that form (ARK); `query` has decoded pairs.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::{Api, Change, Fresh}, json::Node};
    /// let api = Api::of(Dialect::DFNS).unwrap();
    /// let stored = Node::parse(
    ///     r#"{"id":"wh-1","url":"https://a.example","events":["*"],"status":"Enabled","dateUpdated":"","secret":"whs-1"}"#,
    /// ).unwrap();
    /// let answer = api.update("wh-1", Some(&stored), r#"{"status":"Disabled"}"#, &[], &Fresh::new(0, [0; 48]));
    /// assert_eq!(
    ///     answer.body.unwrap().to_json(),
    ///     r#"{"id":"wh-1","url":"https://a.example","events":["*"],"status":"Disabled","dateUpdated":"1970-01-01T00:00:00.000Z"}"#
    /// );
    /// let Change::Put { object, .. } = answer.change else { panic!() };
    /// assert_eq!(object.get("secret").unwrap().string(), Some("whs-1"));
    /// ```
    pub fn update(
        &self,
        id: &str,
        stored: Option<&Node>,
        body: &str,
        query: &[(String, String)],
        fresh: &Fresh,
    ) -> Answer {
        let Some(stored) = stored.filter(|stored| self.id_of(stored) == Some(id)) else {
            return self.unknown_id();
        };
        // Clients that send parameters often send an empty object along.
        let says_nothing = ["", "{}", "null"].contains(&body.trim());
        let from_query = (self.update_by_query && says_nothing && !query.is_empty())
            .then(|| query_body(query).to_json());
        let body = from_query.as_deref().unwrap_or(body);
        let mut config = Config::request(body, self.dialect, Request::Update);
        check_target(&mut config, fresh);
        if config.has_errors() {
            return self.refused(config.diagnostics);
        }
        let now = date::iso(fresh.now);
        let object = match update(self.dialect, &stored.to_json(), body, Some(&now)) {
            Ok(object) => self.ordered(object),
            Err(diagnostics) => return self.refused(diagnostics),
        };
        let answer = self.done(self.updated, Some(&object));
        let change = Change::Put { id: id.to_owned(), object };
        Answer { change, diagnostics: config.diagnostics, ..answer }
    }

    /// Removes one object; 404 where there is none of this id.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::{Api, Change}, json::Node};
    /// let stored = Node::parse(r#"{"id":"wh-1"}"#).unwrap();
    /// let answer = Api::of(Dialect::DFNS).unwrap().delete("wh-1", Some(&stored));
    /// assert_eq!(answer.change, Change::Remove { id: "wh-1".into() });
    /// assert_eq!(answer.body.unwrap().to_json(), r#"{"deleted":true}"#);
    /// ```
    pub fn delete(&self, id: &str, stored: Option<&Node>) -> Answer {
        match stored.filter(|stored| self.id_of(stored) == Some(id)) {
            Some(stored) => Answer {
                change: Change::Remove { id: id.to_owned() },
                ..self.done(self.deleted, Some(stored))
            },
            None => self.unknown_id(),
        }
    }

    /// The stored object after a delivery was attempted at `now` (milliseconds since 1970);
    /// nothing where the provider keeps no such times.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let stored = Node::parse(r#"{"id":"k","time_last_healthy":1,"time_last_attempted":1}"#).unwrap();
    /// let after = Api::of(Dialect::DAKOTA).unwrap().attempted(&stored, false, 9_000).unwrap();
    /// assert_eq!(after.to_json(), r#"{"id":"k","time_last_healthy":1,"time_last_attempted":9}"#);
    /// ```
    pub fn attempted(&self, stored: &Node, delivered: bool, now: u64) -> Option<Node> {
        let mut after = None;
        for (name, time) in self.times {
            if *time == Time::Attempted || (*time == Time::Healthy && delivered) {
                after.get_or_insert_with(|| stored.clone()).set(name, time.at(now));
            }
        }
        after
    }

    /// How a stored object stands when a delivery to it is due. A switch that cannot be read
    /// is off: nothing is sent on a guess.
    ///
    /// ```
    /// use hooksieve::{Dialect, delivery::Standing, endpoint::Api, json::Node};
    /// let api = Api::of(Dialect::DFNS).unwrap();
    /// let stored = Node::parse(r#"{"id":"wh-1","url":"https://a.example","events":["*"],"status":"Disabled"}"#).unwrap();
    /// assert_eq!(api.standing(Some(&stored)), Standing::Disabled);
    /// assert_eq!(api.standing(None), Standing::Deleted);
    /// ```
    pub fn standing(&self, stored: Option<&Node>) -> Standing {
        let Some(stored) = stored else { return Standing::Deleted };
        let config = Config::read(&stored.to_json(), self.dialect);
        let enabled = config.subscriptions.first().map(|each| each.enabled.value);
        if enabled == Some(Truth::True) { Standing::Enabled } else { Standing::Disabled }
    }

    /// The stored object switched off, after
    /// [`Effect::DisableSubscription`](crate::delivery::Effect::DisableSubscription);
    /// nothing where the provider has no switch.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let stored = Node::parse(r#"{"id":"s","events":["*"]}"#).unwrap();
    /// let off = Api::of(Dialect::HOOKSIEVE).unwrap().disabled(&stored).unwrap();
    /// assert_eq!(off.to_json(), r#"{"id":"s","enabled":false,"events":["*"]}"#);
    /// assert!(Api::of(Dialect::DAKOTA).unwrap().disabled(&stored).is_none());
    /// ```
    pub fn disabled(&self, stored: &Node) -> Option<Node> {
        let (name, value) = self.off?;
        let mut off = stored.clone();
        off.set(name, Node::parse(value).ok()?);
        Some(self.ordered(off))
    }

    /// The id of a stored object; of a number, its text.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let stored = Node::parse(r#"{"subscriptionId":"s-1"}"#).unwrap();
    /// assert_eq!(Api::of(Dialect::CDP).unwrap().id_of(&stored), Some("s-1"));
    /// ```
    pub fn id_of<'n>(&self, stored: &'n Node) -> Option<&'n str> {
        id_in(stored, self.id.0)
    }

    /// A stored object as it may be shown: without its secret.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let stored = Node::parse(r#"{"id":"1","token":"fe94"}"#).unwrap();
    /// assert_eq!(Api::of(Dialect::ARK).unwrap().public(&stored).to_json(), r#"{"id":"1"}"#);
    /// ```
    #[must_use]
    pub fn public(&self, stored: &Node) -> Node {
        without(stored, self.secret.map(|(name, _)| name))
    }

    fn wrap(&self, object: Node) -> Node {
        if self.wrapped { Node::object([("data", object)]) } else { object }
    }

    fn done(&self, done: Done, object: Option<&Node>) -> Answer {
        match done {
            Done::Object => Answer::new(200, object.map(|object| self.wrap(self.public(object)))),
            Done::Body(status, body) => Answer::new(status, Node::parse(body).ok()),
            Done::Status(status) => Answer::new(status, None),
        }
    }

    /// The members in the provider's order, others behind.
    fn ordered(&self, mut object: Node) -> Node {
        let place = |key: &str| self.order.iter().position(|name| *name == key);
        if let Data::Object(members) = &mut object.data {
            members.sort_by_key(|member| place(&member.key).unwrap_or(self.order.len()));
        }
        object
    }
}

/// Adds an error where a target may not be stored, or would be refused for its headers each
/// time it is called. Rules that allow more than the dialect does are an operator's, for tests
/// and networks of its own: they win over the dialect.
fn check_target(config: &mut Config, fresh: &Fresh) {
    let Some(rules) = fresh.rules else { return };
    let is_allowed = |code: Code| {
        (code == Code::UrlNotHttps && rules.http) || (code == Code::UrlNotPublic && rules.private)
    };
    config.diagnostics.retain(|each| !is_allowed(each.code));
    for target in config.subscriptions.iter().filter_map(|each| each.target.as_ref()) {
        for (name, value) in &target.headers {
            let Err(refusal) = check_header(name, value) else { continue };
            let pointer = target.place.pointer.child("headers").child(name);
            let is_told = |each: &Diagnostic| each.is_error() && each.place.pointer == pointer;
            if !config.diagnostics.iter().any(is_told) {
                let message = format!("the header is refused: {refusal}");
                let place = Place { pointer, ..target.place.clone() };
                let error = Diagnostic::new(Severity::Error, Code::BadValue, place, message);
                config.diagnostics.push(error);
            }
        }
        let Err(refusal) = rules.check(&target.url) else { continue };
        let code = match refusal {
            TargetRefusal::NotHttps => Code::UrlNotHttps,
            TargetRefusal::NotPublic => Code::UrlNotPublic,
            _ => Code::BadUrl,
        };
        let is_told = |each: &Diagnostic| each.is_error() && each.code == code;
        if !config.diagnostics.iter().any(is_told) {
            let message = format!("the target is refused: {refusal}");
            let place = target.place.clone();
            config.diagnostics.push(Diagnostic::new(Severity::Error, code, place, message));
        }
    }
}

/// The body that the documented query parameters stand for: `conditions` is JSON, the others
/// are texts.
fn query_body(query: &[(String, String)]) -> Node {
    Node::object(query.iter().map(|(name, value)| {
        let parsed = if name == "conditions" { Node::parse(value).ok() } else { None };
        (name.as_str(), parsed.unwrap_or_else(|| Node::from_text(value.as_str())))
    }))
}

impl Time {
    fn at(self, now: u64) -> Node {
        match self {
            Self::Created | Self::Updated => Node::from_text(date::iso(now)),
            Self::Attempted | Self::Healthy => number(now / 1_000),
        }
    }
}

/// A new secret: what its owner is shown, and what is kept of it.
struct Secret {
    shown: String,
    kept: String,
}

impl SecretForm {
    fn fresh(self, fresh: &Fresh) -> Secret {
        let random = fresh.random.get(16..).unwrap_or_default();
        let shown = match self {
            Self::Dfns => id::dfns_secret(fresh.bytes(16)),
            Self::Uuid => id::uuid(fresh.bytes(16)),
            Self::HalfToken => codec::hex(random),
            Self::StandardWebhooks => format!("whsec_{}", codec::base64(random)),
        };
        let kept = match self {
            Self::HalfToken => shown.chars().take(shown.len() / 2).collect(),
            _ => shown.clone(),
        };
        Secret { shown, kept }
    }
}
