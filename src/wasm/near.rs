//! What an event almost fired.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::catalogue::event_form;
use super::config::read;
use super::explainer::{CheckShape, checks};
use super::fault::json;
use super::input;
use super::units::Units;
use crate::{Blocked, EventRef, NearMiss, NearMisses, SubscriptionRef};

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
