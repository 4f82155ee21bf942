//! Deliveries, their policies, and the requests of their attempts.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::endpoint::RulesShape;
use super::signature::algorithm;
use super::{exactly, read};
use crate::delivery::{
    Attempt, Delivery, Effect, Input, Moment, Outgoing, Phase, Policy, Request, RequestError,
    Unsigned,
};
use crate::signature::Signature;
use crate::wasm::fault::{Fault, json};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepShape<'s> {
    state: String,
    effects: Vec<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wake_at: Option<u64>,
    phase: &'s Phase,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadingShape {
    event: String,
    subscription: String,
    accepted: u64,
    replay: bool,
    phase: Phase,
    attempts: Vec<AttemptShape>,
    wake_at: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttemptShape {
    #[serde(flatten)]
    attempt: Attempt,
    failed: bool,
    next_attempt_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OutgoingShape {
    event_type: Option<String>,
    url: String,
    headers: Vec<(String, String)>,
    rules: RulesShape,
}

#[derive(Serialize)]
struct RequestShape<'r> {
    method: &'r str,
    url: &'r str,
    headers: &'r [(String, String)],
    timeout: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyShape {
    #[serde(flatten)]
    policy: Policy,
    /// What each attempt after the first waits.
    delays: Vec<u64>,
}

/// See [`Policy::of`].
#[wasm_bindgen]
pub fn policy(provider: &str) -> Result<String, JsValue> {
    let policy = policy_of(provider)?;
    let delays = (2_u32..).map_while(|number| policy.schedule.delay(number));
    Ok(json(&PolicyShape { delays: delays.map(|(delay, _)| delay).collect(), policy }))
}

/// See [`crate::delivery::delivered_body`].
#[wasm_bindgen(js_name = deliveredBody)]
pub fn delivered_body(event: &str) -> String {
    crate::delivery::delivered_body(event).to_owned()
}

/// See [`Policy::attempt_before`].
#[wasm_bindgen(js_name = attemptBefore)]
pub fn attempt_before(provider: &str, body: &str) -> Result<Option<String>, JsValue> {
    Ok(policy_of(provider)?.attempt_before(body))
}

/// See [`Delivery::new`] and [`Delivery::replayed`].
#[wasm_bindgen(js_name = newDelivery)]
pub fn new_delivery(event: &str, subscription: &str, now: u64, replay: bool) -> String {
    let delivery = Delivery::new(event, subscription, now);
    if replay { delivery.replayed(now).to_json() } else { delivery.to_json() }
}

/// What a delivery's state says.
#[wasm_bindgen(js_name = readDelivery)]
pub fn read_delivery(state: &str) -> Result<String, JsValue> {
    let delivery = delivery(state)?;
    let attempt = |attempt: Attempt| AttemptShape {
        failed: attempt.failed(),
        next_attempt_date: attempt.next_attempt_date(),
        attempt,
    };
    Ok(json(&ReadingShape {
        wake_at: delivery.wake_at(),
        event: delivery.event,
        subscription: delivery.subscription,
        accepted: delivery.accepted,
        replay: delivery.replay,
        phase: delivery.phase,
        attempts: delivery.attempts.into_iter().map(attempt).collect(),
    }))
}

/// See [`Delivery::step`].
#[wasm_bindgen]
pub fn step(
    provider: &str,
    state: &str,
    input: &str,
    now: u64,
    random: &[u8],
) -> Result<String, JsValue> {
    let input: Input = read("input", input)?;
    let moment = Moment { now, random: exactly("random", random)? };
    let (next, effects) = delivery(state)?.step(&policy_of(provider)?, &input, moment);
    Ok(json(&StepShape {
        state: next.to_json(),
        effects,
        wake_at: next.wake_at(),
        phase: &next.phase,
    }))
}

/// See [`Unsigned`]; the signatures come one by one.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawUnsigned {
    unsigned: Unsigned,
    signatures: Vec<Signature>,
}

#[wasm_bindgen]
impl RawUnsigned {
    /// See [`Unsigned::new`].
    #[wasm_bindgen(constructor)]
    pub fn new(provider: &str, state: &str, outgoing: &str, body: &[u8]) -> Result<Self, JsValue> {
        let OutgoingShape { event_type, url, headers, rules } = read("outgoing", outgoing)?;
        let outgoing =
            Outgoing { event_type: event_type.as_deref(), body, url: &url, headers: &headers };
        let made = Unsigned::new(&policy_of(provider)?, &delivery(state)?, &outgoing, rules.into());
        let unsigned = made.map_err(refused)?;
        Ok(Self { unsigned, signatures: Vec::new() })
    }

    /// How many texts there are to sign.
    #[wasm_bindgen(getter)]
    pub fn contents(&self) -> usize {
        self.unsigned.contents.len()
    }

    /// One of the texts to sign.
    pub fn content(&self, at: usize) -> Option<Vec<u8>> {
        self.unsigned.contents.get(at).cloned()
    }

    /// Adds a signature over one of the texts.
    pub fn sign(&mut self, name: &str, content: usize, bytes: &[u8]) -> Result<(), JsValue> {
        let algorithm = algorithm(name)?;
        self.signatures.push(Signature { algorithm, content, bytes: bytes.to_vec() });
        Ok(())
    }

    /// The exact bytes of the body.
    pub fn body(&self) -> Vec<u8> {
        self.unsigned.request().body.clone()
    }

    /// The request with its signatures.
    pub fn signed(&self) -> Result<String, JsValue> {
        let request = self.unsigned.clone().signed(&self.signatures).map_err(refused)?;
        let Request { method, url, headers, timeout, .. } = &request;
        Ok(json(&RequestShape { method, url, headers, timeout: *timeout }))
    }
}

fn refused(error: RequestError) -> Fault {
    Fault::new(error.code(), error.to_string())
}

fn policy_of(provider: &str) -> Result<Policy, Fault> {
    let unknown = || Fault::new("unknown-dialect", format!("there is no provider {provider:?}"));
    Policy::of(provider).ok_or_else(unknown)
}

fn delivery(state: &str) -> Result<Delivery, Fault> {
    Delivery::from_json(state).map_err(|error| Fault::new("bad-state", error.to_string()))
}
