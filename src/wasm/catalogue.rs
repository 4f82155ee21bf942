//! What there is to choose from: dialects, event types, operators, codes, samples.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::{Fault, json};
use crate::{Code, Dialect, EventForm, EventType, OPERATORS};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DialectShape {
    name: Dialect,
    provider: &'static str,
    title: &'static str,
    event_types: &'static [EventType],
}

#[derive(Serialize)]
struct CodeShape {
    code: Code,
    meaning: &'static str,
}

/// The crate's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Every dialect with its event types.
#[wasm_bindgen]
pub fn dialects() -> String {
    let shape = |dialect: &Dialect| DialectShape {
        name: *dialect,
        provider: dialect.provider(),
        title: dialect.title(),
        event_types: dialect.event_types(),
    };
    json(&Dialect::all().iter().map(shape).collect::<Vec<_>>())
}

/// The names of the forms in which events come.
#[wasm_bindgen(js_name = eventForms)]
pub fn event_forms() -> String {
    json(&EventForm::ALL.iter().map(|form| form.as_str()).collect::<Vec<_>>())
}

/// The native operators.
#[wasm_bindgen]
pub fn operators() -> String {
    json(&OPERATORS)
}

/// Every code with what it means.
#[wasm_bindgen]
pub fn codes() -> String {
    let shape = |code: &Code| CodeShape { code: *code, meaning: code.meaning() };
    json(&Code::ALL.iter().map(shape).collect::<Vec<_>>())
}

/// An event as the provider delivers it; nothing for a type that it does not have.
#[wasm_bindgen]
pub fn sample(name: &str, event_type: &str) -> Result<Option<String>, JsValue> {
    Ok(dialect(name)?.sample(event_type).map(|event| event.to_json()))
}

/// The dialect of this name.
pub(super) fn dialect(name: &str) -> Result<Dialect, Fault> {
    name.parse().map_err(|error: <Dialect as std::str::FromStr>::Err| {
        Fault::new("unknown-dialect", error.to_string())
    })
}

/// The dialect of this name, where there is one.
pub(super) fn named(name: Option<&str>) -> Result<Option<Dialect>, Fault> {
    name.map(dialect).transpose()
}

/// The form of events of this name.
pub(super) fn event_form(name: Option<&str>) -> Result<EventForm, Fault> {
    let Some(name) = name else { return Ok(EventForm::Auto) };
    name.parse().map_err(|error: <EventForm as std::str::FromStr>::Err| {
        Fault::new("unknown-event-form", error.to_string())
    })
}
