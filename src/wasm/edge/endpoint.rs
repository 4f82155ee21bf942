//! The providers' configuration endpoints.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{exactly, node, nodes, optional, read};
use crate::delivery::{Delivery, Standing, Trouble};
use crate::endpoint::{About, Answer, Api, Change, Fresh, Operation};
use crate::target::TargetRules;
use crate::wasm::fault::{Fault, json};
use crate::{Diagnostic, Dialect};

/// The endpoints of one provider.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawApi {
    api: Api,
}

#[derive(Serialize)]
struct AnswerShape {
    status: u16,
    body: Option<String>,
    #[serde(rename = "mediaType")]
    media_type: &'static str,
    change: ChangeShape,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ChangeShape {
    None,
    Put { id: String, object: String },
    Remove { id: String },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum OperationShape {
    Create,
    List,
    Get { id: String },
    Update { id: String },
    Delete { id: String },
    Ping { id: String },
    Events { id: String },
    Event { id: String, event: String },
    History,
    HistoryEvent { event: String },
    Replay { event: String },
    Answer { answer: AnswerShape },
}

#[derive(Serialize)]
struct DestinationShape {
    url: String,
    headers: Vec<(String, String)>,
    secret: Option<String>,
}

/// What is new with a request, beside its random bytes.
#[derive(Deserialize)]
struct FreshShape {
    now: u64,
    rules: Option<RulesShape>,
}

/// See [`TargetRules`].
#[derive(Clone, Copy, Deserialize)]
pub(super) struct RulesShape {
    http: bool,
    private: bool,
}

impl From<RulesShape> for TargetRules {
    fn from(RulesShape { http, private }: RulesShape) -> Self {
        Self { http, private }
    }
}

#[wasm_bindgen]
impl RawApi {
    /// The endpoints of a dialect's provider.
    #[wasm_bindgen(constructor)]
    pub fn new(dialect: &str) -> Result<Self, JsValue> {
        let unknown = |message: String| Fault::new("unknown-dialect", message);
        let dialect: Dialect = dialect
            .parse()
            .map_err(|error: <Dialect as std::str::FromStr>::Err| unknown(error.to_string()))?;
        let api = Api::of(dialect)
            .ok_or_else(|| unknown("the dialect's provider has no endpoints".to_owned()))?;
        Ok(Self { api })
    }

    /// See [`Api::operation`].
    pub fn operation(&self, method: &str, path: &str) -> String {
        json(&match self.api.operation(method, path) {
            Ok(operation) => shape(operation),
            Err(answer) => OperationShape::Answer { answer: answer_shape(*answer) },
        })
    }

    /// See [`Api::create`].
    pub fn create(
        &self,
        body: &str,
        count: usize,
        fresh: &str,
        random: &[u8],
    ) -> Result<String, JsValue> {
        Ok(told(self.api.create(body, count, &new(fresh, random)?)))
    }

    /// See [`Api::list`].
    pub fn list(&self, query: &str, stored: &str) -> Result<String, JsValue> {
        let query: Vec<(String, String)> = read("query", query)?;
        Ok(told(self.api.list(&query, &nodes("stored", stored)?)))
    }

    /// See [`Api::get`].
    pub fn get(&self, id: &str, stored: Option<String>) -> Result<String, JsValue> {
        Ok(told(self.api.get(id, optional("stored", stored)?.as_ref())))
    }

    /// See [`Api::update`].
    pub fn update(
        &self,
        id: &str,
        stored: Option<String>,
        body: &str,
        query: &str,
        fresh: &str,
        random: &[u8],
    ) -> Result<String, JsValue> {
        let stored = optional("stored", stored)?;
        let query: Vec<(String, String)> = read("query", query)?;
        Ok(told(self.api.update(id, stored.as_ref(), body, &query, &new(fresh, random)?)))
    }

    /// See [`Api::delete`].
    #[wasm_bindgen(js_name = remove)]
    pub fn delete(&self, id: &str, stored: Option<String>) -> Result<String, JsValue> {
        Ok(told(self.api.delete(id, optional("stored", stored)?.as_ref())))
    }

    /// See [`Api::events`].
    pub fn events(&self, query: &str, told_before: &str) -> Result<String, JsValue> {
        let query: Vec<(String, String)> = read("query", query)?;
        Ok(told(self.api.events(&query, &nodes("told", told_before)?)))
    }

    /// See [`Api::event`].
    pub fn event(&self, id: &str, told_before: &str) -> Result<String, JsValue> {
        Ok(told(self.api.event(id, &nodes("told", told_before)?)))
    }

    /// See [`Api::replay`].
    pub fn replay(&self, id: &str, done: usize, targets: usize) -> String {
        told(self.api.replay(id, done, targets))
    }

    /// See [`Api::pinged`]: a status, or else a trouble.
    pub fn pinged(&self, status: Option<u16>, trouble: &str) -> Result<String, JsValue> {
        let result = match status {
            Some(status) => Ok(status),
            None => Err(read::<Trouble>("trouble", &json(&trouble))?),
        };
        Ok(told(self.api.pinged(result)))
    }

    /// See [`Api::error`].
    pub fn error(&self, status: u16, message: &str) -> String {
        told(self.api.error(status, message))
    }

    /// See [`Api::history`]: the texts of what is told, as a list.
    pub fn history(
        &self,
        state: &str,
        event: &str,
        event_type: &str,
        url: Option<String>,
        replays: usize,
    ) -> Result<String, JsValue> {
        let delivery = Delivery::from_json(state)
            .map_err(|error| Fault::new("bad-argument", error.to_string()))?;
        let body = node("event", event)?;
        let replays = u64::try_from(replays).unwrap_or(u64::MAX);
        let about = About { body: &body, event_type, url: url.as_deref(), replays };
        let told = self.api.history(&delivery, &about);
        Ok(json(&told.iter().map(crate::json::Node::to_json).collect::<Vec<_>>()))
    }

    /// See [`Api::standing`].
    pub fn standing(&self, stored: Option<String>) -> Result<String, JsValue> {
        let standing = self.api.standing(optional("stored", stored)?.as_ref());
        Ok(match standing {
            Standing::Enabled => "enabled",
            Standing::Disabled => "disabled",
            Standing::Deleted => "deleted",
        }
        .to_owned())
    }

    /// See [`Api::attempted`].
    pub fn attempted(
        &self,
        stored: &str,
        delivered: bool,
        now: u64,
    ) -> Result<Option<String>, JsValue> {
        let after = self.api.attempted(&node("stored", stored)?, delivered, now);
        Ok(after.map(|after| after.to_json()))
    }

    /// See [`Api::disabled`].
    pub fn disabled(&self, stored: &str) -> Result<Option<String>, JsValue> {
        Ok(self.api.disabled(&node("stored", stored)?).map(|off| off.to_json()))
    }

    /// See [`Api::public`].
    #[wasm_bindgen(js_name = shown)]
    pub fn public(&self, stored: &str) -> Result<String, JsValue> {
        Ok(self.api.public(&node("stored", stored)?).to_json())
    }

    /// See [`Api::destination`].
    pub fn destination(&self, stored: &str) -> Result<Option<String>, JsValue> {
        let destination = self.api.destination(&node("stored", stored)?);
        Ok(destination.map(|each| {
            json(&DestinationShape { url: each.url, headers: each.headers, secret: each.secret })
        }))
    }

    /// See [`Api::event_id`].
    #[wasm_bindgen(js_name = eventId)]
    pub fn event_id(&self, digest: &[u8]) -> Result<String, JsValue> {
        Ok(self.api.event_id(exactly("digest", digest)?))
    }
}

fn new(fresh: &str, random: &[u8]) -> Result<Fresh, Fault> {
    let FreshShape { now, rules } = read("fresh", fresh)?;
    let rules = rules.map(TargetRules::from);
    Ok(Fresh { rules, ..Fresh::new(now, exactly("random", random)?) })
}

fn told(answer: Answer) -> String {
    json(&answer_shape(answer))
}

fn answer_shape(answer: Answer) -> AnswerShape {
    let Answer { status, body, media_type, change, diagnostics } = answer;
    let change = match change {
        Change::None => ChangeShape::None,
        Change::Put { id, object } => ChangeShape::Put { id, object: object.to_json() },
        Change::Remove { id } => ChangeShape::Remove { id },
    };
    let body = body.map(|body| body.to_json());
    AnswerShape { status, body, media_type, change, diagnostics }
}

fn shape(operation: Operation) -> OperationShape {
    match operation {
        Operation::Create => OperationShape::Create,
        Operation::List => OperationShape::List,
        Operation::Get(id) => OperationShape::Get { id },
        Operation::Update(id) => OperationShape::Update { id },
        Operation::Delete(id) => OperationShape::Delete { id },
        Operation::Ping(id) => OperationShape::Ping { id },
        Operation::Events(id) => OperationShape::Events { id },
        Operation::Event { subscription, event } => {
            OperationShape::Event { id: subscription, event }
        }
        Operation::History => OperationShape::History,
        Operation::HistoryEvent(event) => OperationShape::HistoryEvent { event },
        Operation::Replay(event) => OperationShape::Replay { event },
    }
}
