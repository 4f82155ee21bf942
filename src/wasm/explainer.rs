//! Why an event fires a subscription or not.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::catalogue::event_form;
use super::config::read;
use super::fault::json;
use super::input;
use super::units::Units;
use crate::json::{Node, Pointer, RepairKind, Span};
use crate::{
    Change, Check, Config, Counterfactual, EventForm, EventRef, Explainer, Explanation,
    ExplanationNote, Outcome, SubscriptionRef,
};

/// Explains the verdicts of one configuration.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawExplainer {
    text: String,
    config: Config,
    form: EventForm,
    redacts: bool,
    explainer: Explainer,
}

/// An explanation for JavaScript, whose numbers cannot hold every literal.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExplanationShape {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    outcome: Outcome,
    summary: String,
    dialect: String,
    subscription: SubscriptionRef,
    event: Option<EventRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    checks: Vec<CheckShape>,
    notes: Vec<ExplanationNote>,
    counterfactual: Vec<String>,
}

/// A check for JavaScript.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckShape {
    #[serde(flatten)]
    check: Check,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual_text: Option<String>,
}

#[derive(Serialize)]
struct CounterfactualShape {
    event: Option<Vec<ChangeShape>>,
    subscription: Option<Vec<ChangeShape>>,
}

/// A change for JavaScript; the values are JSON texts.
#[derive(Serialize)]
struct ChangeShape {
    pointer: Pointer,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Serialize)]
struct PastedShape {
    explanations: Vec<ExplanationShape>,
    repairs: Vec<RepairShape>,
}

#[derive(Serialize)]
struct RepairShape {
    kind: RepairKind,
    message: String,
    span: Span,
}

#[wasm_bindgen]
impl RawExplainer {
    /// Prepares to explain a configuration of stored objects.
    #[wasm_bindgen(constructor)]
    pub fn new(
        text: String,
        dialect: Option<String>,
        form: Option<String>,
        redacts: bool,
    ) -> Result<Self, JsValue> {
        let form = event_form(form.as_deref())?;
        let config = read(&text, dialect.as_deref())?;
        let mut explainer = Explainer::new(&config).with_event_form(form);
        if redacts {
            explainer = explainer.with_redaction();
        }
        Ok(Self { text, config, form, redacts, explainer })
    }

    /// The dialect that the configuration was read in.
    #[wasm_bindgen(getter)]
    pub fn dialect(&self) -> String {
        self.config.dialect.name().to_owned()
    }

    /// Explains the event of so many bytes in the buffer, spans in UTF-16 code units.
    pub fn explain(&self, length: usize) -> String {
        input::with(length, |event| json(&self.shapes(self.explainer.explain(event), event)))
    }

    /// The canonical explain JSON of the event of so many bytes in the buffer.
    #[wasm_bindgen(js_name = explainJson)]
    pub fn explain_json(&self, length: usize) -> String {
        input::with(length, |event| json(&self.explainer.explain(event)))
    }

    /// What would make the event of so many bytes in the buffer fire the `at`th subscription;
    /// `null` where there is nothing to tell.
    pub fn counterfactual(&self, at: usize, length: usize) -> String {
        if self.redacts {
            return "null".to_owned();
        }
        let of = |event: &[u8]| Counterfactual::with_event_form(&self.config, at, event, self.form);
        json(&input::with(length, of).map(|found| CounterfactualShape {
            event: changes(found.event),
            subscription: changes(found.subscription),
        }))
    }

    /// Explains a pasted snippet and tells what was repaired in it.
    #[wasm_bindgen(js_name = explainPasted)]
    pub fn explain_pasted(&self, text: &str) -> String {
        let (explanations, repairs) = self.explainer.explain_pasted(text);
        let units = Units::of(text.as_bytes());
        let repairs = repairs.into_iter().map(|repair| RepairShape {
            kind: repair.kind,
            message: repair.to_string(),
            span: units.place(repair.span),
        });
        json(&PastedShape {
            explanations: self.shapes(explanations, text.as_bytes()),
            repairs: repairs.collect(),
        })
    }

    fn shapes(&self, explanations: Vec<Explanation>, event: &[u8]) -> Vec<ExplanationShape> {
        let (config, event) = (Units::of(self.text.as_bytes()), Units::of(event));
        explanations.into_iter().map(|each| shape(each, &config, &event)).collect()
    }
}

/// Changes for JavaScript: their values stay texts, since they are to be shown and written.
fn changes(changes: Option<Vec<Change>>) -> Option<Vec<ChangeShape>> {
    let text = |node: Option<Node>| node.as_ref().map(Node::to_json);
    let shape = |each: Change| ChangeShape {
        pointer: each.pointer,
        from: text(each.from),
        to: text(each.to),
    };
    changes.map(|list| list.into_iter().map(shape).collect())
}

/// Checks for JavaScript, of which these are the configuration and the event.
pub(super) fn checks(
    mut checks: Vec<Check>,
    config: &Units<'_>,
    event: &Units<'_>,
) -> Vec<CheckShape> {
    config.checks(&mut checks, event);
    let shape = |check: Check| CheckShape {
        expected_text: check.expected.as_ref().map(Node::to_json),
        actual_text: check.actual.as_ref().map(Node::to_json),
        check,
    };
    checks.into_iter().map(shape).collect()
}

fn shape(explanation: Explanation, config: &Units<'_>, event: &Units<'_>) -> ExplanationShape {
    let Explanation {
        schema_version,
        line,
        outcome,
        summary,
        dialect,
        subscription,
        event: reference,
        error,
        checks: told,
        notes,
        counterfactual,
    } = explanation;
    ExplanationShape {
        schema_version,
        line,
        outcome,
        summary,
        dialect,
        subscription,
        event: reference,
        error,
        checks: checks(told, config, event),
        notes,
        counterfactual,
    }
}
