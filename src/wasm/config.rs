//! Configurations: reading, checking, updating, converting.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::catalogue::{dialect, event_form, named};
use super::fault::{Fault, json};
use super::input;
use super::units::Units;
use crate::json::{Node, Pointer, Span};
use crate::{Config, Diagnostic, Dialect, Form, Linter, Request, Subscription, Transfer, Truth};

#[derive(Serialize)]
struct ConfigShape {
    dialect: Dialect,
    form: &'static str,
    subscriptions: Vec<SubscriptionShape>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubscriptionShape {
    id: String,
    has_own_id: bool,
    /// Nothing where the configuration does not say it readably.
    enabled: Option<bool>,
    pointer: Pointer,
    span: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    native: Node,
}

#[derive(Serialize)]
struct ConversionShape {
    json: String,
    complete: bool,
    transfers: Vec<Transfer>,
}

#[derive(Serialize)]
struct ConvertedShape {
    from: Dialect,
    to: Dialect,
    results: Vec<ConversionShape>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a configuration of stored objects.
#[wasm_bindgen]
pub fn parse(text: &str, dialect: Option<String>) -> Result<String, JsValue> {
    let mut config = read(text, dialect.as_deref())?;
    let units = Units::of(text.as_bytes());
    units.diagnostics(&mut config.diagnostics);
    let native = config.convert(Dialect::HOOKSIEVE).into_iter().map(|(node, _)| node);
    let subscriptions = config.subscriptions.iter().zip(native);
    let shape = |(each, native): (&Subscription, Node)| SubscriptionShape {
        id: each.id.clone(),
        has_own_id: each.has_own_id,
        enabled: match each.enabled.value {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Undecidable => None,
        },
        pointer: each.place.pointer.clone(),
        span: units.place(each.place.span),
        line: each.place.line,
        native,
    };
    Ok(json(&ConfigShape {
        dialect: config.dialect,
        form: form(config.form),
        subscriptions: subscriptions.map(shape).collect(),
        diagnostics: config.diagnostics,
    }))
}

/// What is found in a configuration, read as stored objects or as a request.
#[wasm_bindgen]
pub fn check(
    text: &str,
    dialect_name: Option<String>,
    request: Option<String>,
) -> Result<String, JsValue> {
    let mut config = match request.as_deref() {
        None => read(text, dialect_name.as_deref())?,
        Some(name) => {
            let request = match name {
                "create" => Request::Create,
                "update" => Request::Update,
                _ => return Err(Fault::new("unknown-request", unknown_request(name)).into()),
            };
            let Some(name) = dialect_name else {
                let message = "a request is checked in a named dialect";
                return Err(Fault::new("unknown-dialect", message).into());
            };
            Config::request(text, dialect(&name)?, request)
        }
    };
    Units::of(text.as_bytes()).diagnostics(&mut config.diagnostics);
    Ok(json(&config.diagnostics))
}

fn unknown_request(name: &str) -> String {
    format!("there is no request {name:?}; there are create, update")
}

/// What is proved of a configuration, once the sample events of so many bytes in the
/// buffer were seen, one a line.
#[wasm_bindgen]
pub fn lint(
    text: &str,
    dialect: Option<String>,
    form: Option<String>,
    length: usize,
) -> Result<String, JsValue> {
    let config = read(text, dialect.as_deref())?;
    let mut linter = Linter::new(&config).with_event_form(event_form(form.as_deref())?);
    input::with(length, |text| {
        input::lines(text).try_for_each(|(line, event)| {
            let unread = |error| Fault::new("event-unreadable", format!("line {line}: {error}"));
            linter.see(event).map_err(unread)
        })
    })?;
    let mut found = linter.findings();
    Units::of(text.as_bytes()).diagnostics(&mut found);
    Ok(json(&found))
}

/// The stored object after an update request.
#[wasm_bindgen]
pub fn update(
    dialect_name: &str,
    current: &str,
    request: &str,
    now: Option<String>,
) -> Result<String, JsValue> {
    match crate::update(dialect(dialect_name)?, current, request, now.as_deref()) {
        Ok(stored) => Ok(stored.to_json()),
        Err(mut diagnostics) => {
            // The places are in the request, or in a current text that is no object.
            Units::of(request.as_bytes()).diagnostics(&mut diagnostics);
            let message = diagnostics.first().map(ToString::to_string).unwrap_or_default();
            Err(Fault::new("request-refused", message).about(diagnostics).into())
        }
    }
}

/// The subscriptions of a configuration written in another dialect.
#[wasm_bindgen]
pub fn convert(text: &str, to: &str, from: Option<String>) -> Result<String, JsValue> {
    let to = dialect(to)?;
    let mut config = read(text, from.as_deref())?;
    Units::of(text.as_bytes()).diagnostics(&mut config.diagnostics);
    let results = config.convert(to).into_iter().map(|(node, report)| ConversionShape {
        json: node.to_json(),
        complete: report.is_complete(),
        transfers: report.transfers,
    });
    Ok(json(&ConvertedShape {
        from: config.dialect,
        to,
        results: results.collect(),
        diagnostics: config.diagnostics,
    }))
}

pub(super) fn read(text: &str, name: Option<&str>) -> Result<Config, Fault> {
    Ok(match named(name)? {
        Some(dialect) => Config::read(text, dialect),
        None => Config::detect(text),
    })
}

/// The one subscription of a text.
pub(super) fn one(text: &str, name: Option<&str>) -> Result<Subscription, Fault> {
    let mut config = read(text, name)?;
    if config.form == Form::Unreadable {
        return Err(refused(config, text, "config-unreadable", "the subscription is not JSON"));
    }
    match config.subscriptions.len() {
        1 => Ok(config.subscriptions.remove(0)),
        more => {
            let message = format!("one subscription is asked for, not {more}");
            Err(refused(config, text, "not-one-subscription", &message))
        }
    }
}

/// The configuration, where its text is one.
pub(super) fn readable(config: Config, text: &str) -> Result<Config, Fault> {
    if config.form != Form::Unreadable {
        return Ok(config);
    }
    let message = config.diagnostics.first().map(ToString::to_string).unwrap_or_default();
    Err(refused(config, text, "config-unreadable", &message))
}

fn refused(config: Config, text: &str, code: &'static str, message: &str) -> Fault {
    let mut diagnostics = config.diagnostics;
    Units::of(text.as_bytes()).diagnostics(&mut diagnostics);
    Fault::new(code, message).about(diagnostics)
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Object => "object",
        Form::Array => "array",
        Form::Ndjson => "ndjson",
        Form::ListResponse => "list-response",
        Form::ObjectResponse => "object-response",
        Form::Unreadable => "unreadable",
    }
}
