//! Faults as JSON text: what is thrown to JavaScript.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::Diagnostic;
#[cfg(feature = "wasm")]
use crate::HooksieveError;

/// What could not be done, as `HooksieveError` of the package has it.
#[derive(Serialize)]
pub(super) struct Fault {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<Diagnostic>,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), diagnostics: Vec::new() }
    }

    /// The same with the findings that it is about.
    #[cfg(feature = "wasm")]
    pub(super) fn about(self, diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, ..self }
    }
}

#[cfg(feature = "wasm")]
impl From<HooksieveError> for Fault {
    fn from(error: HooksieveError) -> Self {
        let code = match &error {
            HooksieveError::IdExists(_) => "id-exists",
            HooksieveError::IdUnknown(_) => "id-unknown",
            HooksieveError::Unreadable(_) => "config-unreadable",
            HooksieveError::TooDear { .. } => "limit-exceeded",
            HooksieveError::Full => "router-full",
            HooksieveError::Snapshot(_) => "snapshot-unreadable",
        };
        Self::new(code, error.to_string())
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        Self::from_str(&json(&fault))
    }
}

/// A value as JSON text.
pub(super) fn json(value: &impl Serialize) -> String {
    // Writing plain data to memory cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}
