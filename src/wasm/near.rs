//! What an event almost fired, and what would have to be different.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::catalogue::event_form;
use super::config::read;
use super::explainer::{CheckShape, checks};
use super::fault::json;
use super::input;
use super::units::Units;
use crate::json::{Node, Pointer};
use crate::{Blocked, Change, Counterfactual, EventRef, NearMiss, NearMisses, SubscriptionRef};

/// Finds the near misses of events among the subscriptions of one configuration.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawNearMisses {
    text: String,
    near: NearMisses,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportShape {
    event: Option<EventRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    fires: usize,
    does_not_fire: usize,
    undecidable: usize,
    blocked: Vec<Blocked>,
    nearest: Vec<NearMissShape>,
}

#[derive(Serialize)]
struct NearMissShape {
    subscription: SubscriptionRef,
    failing: usize,
    summary: String,
    checks: Vec<CheckShape>,
    counterfactual: Vec<String>,
}

/// A change for JavaScript, whose numbers cannot hold every literal.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChangeShape {
    pointer: Pointer,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Node>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Node>,
}

#[derive(Serialize)]
struct CounterfactualShape {
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Vec<ChangeShape>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<Vec<ChangeShape>>,
}

#[wasm_bindgen]
impl RawNearMisses {
    /// Prepares for a configuration of stored objects.
    #[wasm_bindgen(constructor)]
    pub fn new(
        text: String,
        dialect: Option<String>,
        form: Option<String>,
        redacts: bool,
    ) -> Result<Self, JsValue> {
        let config = read(&text, dialect.as_deref())?;
        let mut near = NearMisses::new(&config).with_event_form(event_form(form.as_deref())?);
        if redacts {
            near = near.with_redaction();
        }
        Ok(Self { text, near })
    }

    /// The near misses of the event of so many bytes in the buffer.
    pub fn of(&self, length: usize, at_most: usize) -> String {
        input::with(length, |event| {
            let report = self.near.of(event, at_most);
            let (config, event) = (Units::of(self.text.as_bytes()), Units::of(event));
            let shape = |miss: NearMiss| NearMissShape {
                subscription: miss.subscription,
                failing: miss.failing,
                summary: miss.summary,
                checks: checks(miss.checks, &config, &event),
                counterfactual: miss.counterfactual,
            };
            json(&ReportShape {
                event: report.event,
                error: report.error,
                fires: report.fires,
                does_not_fire: report.does_not_fire,
                undecidable: report.undecidable,
                blocked: report.blocked,
                nearest: report.nearest.into_iter().map(shape).collect(),
            })
        })
    }
}

/// The smallest changes that make the event of so many bytes in the buffer fire the
/// subscription at a position; nothing where it fires already, or cannot be decided.
#[wasm_bindgen]
pub fn counterfactual(
    text: &str,
    dialect: Option<String>,
    form: Option<String>,
    at: usize,
    length: usize,
) -> Result<Option<String>, JsValue> {
    let (config, form) = (read(text, dialect.as_deref())?, event_form(form.as_deref())?);
    let found =
        input::with(length, |event| Counterfactual::with_event_form(&config, at, event, form));
    let changes = |list: Vec<Change>| list.into_iter().map(shape).collect();
    Ok(found.map(|Counterfactual { event, subscription }| {
        json(&CounterfactualShape {
            event: event.map(changes),
            subscription: subscription.map(changes),
        })
    }))
}

fn shape(Change { pointer, from, to }: Change) -> ChangeShape {
    let text = |node: &Option<Node>| node.as_ref().map(Node::to_json);
    ChangeShape { pointer, from_text: text(&from), from, to_text: text(&to), to }
}
