//! What a new configuration delivers that the old one does not.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::catalogue::event_form;
use super::config::{read, readable};
use super::fault::{Fault, json};
use super::input;
use crate::{Config, ConfigComparison};

/// Compares two configurations: over the events of so many bytes in the buffer, one a
/// line, and without any by proof.
#[wasm_bindgen]
pub fn compare(
    old: &str,
    new: &str,
    old_dialect: Option<String>,
    new_dialect: Option<String>,
    form: Option<String>,
    length: usize,
) -> Result<String, JsValue> {
    let config = |text: &str, dialect: Option<String>| -> Result<Config, Fault> {
        readable(read(text, dialect.as_deref())?, text)
    };
    let (old, new) = (config(old, old_dialect)?, config(new, new_dialect)?);
    let form = event_form(form.as_deref())?;
    let comparison = ConfigComparison::new(&old, &new).with_event_form(form);
    let tally = input::with(length, |text| {
        let lines = input::lines(text);
        comparison.count_all(lines.map(|(line, event)| (event, format!("line {line}"))))
    });
    Ok(json(&comparison.report(&tally)))
}
