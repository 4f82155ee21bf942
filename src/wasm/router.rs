//! Which subscriptions an event fires: numbers in memory that is used again.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::asked;
use super::catalogue::{event_form, named};
use super::config::{one, readable};
use super::fault::{Fault, json};
use super::{input, units};
use crate::{Batch, Config, Dialect, Limits, Outcome, Reading, Router, Scratch};

/// A router with what it answers in.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawRouter {
    router: Router,
    dialect: Option<Dialect>,
    scratch: Scratch,
    /// See [`RawRouter::route`].
    answer: Vec<u32>,
    /// Texts of the answer.
    texts: Vec<u8>,
    batch: BatchAnswer,
}

/// What became of the events of a batch, list by list.
#[derive(Debug, Default)]
struct BatchAnswer {
    routed: Batch,
    outcomes: Vec<u8>,
    lines: Vec<u32>,
    matched_ends: Vec<u32>,
    matched: Vec<u32>,
    undecidable_ends: Vec<u32>,
    undecidable: Vec<u32>,
    errors: Vec<BatchError>,
    /// Where these lists begin and how long they are, as JavaScript reads them.
    answer: Vec<u32>,
}

#[derive(Debug, Serialize)]
struct BatchError {
    index: usize,
    line: u32,
    message: String,
}

/// Limits that a caller gives; the others keep their defaults.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct RawLimits {
    /// See [`Limits::depth`].
    pub depth: Option<usize>,
    /// See [`Limits::event_bytes`].
    #[wasm_bindgen(js_name = eventBytes)]
    pub event_bytes: Option<usize>,
    /// See [`Limits::regexp_bytes`].
    #[wasm_bindgen(js_name = regexpBytes)]
    pub regexp_bytes: Option<usize>,
    /// See [`Limits::pattern_bytes`].
    #[wasm_bindgen(js_name = patternBytes)]
    pub pattern_bytes: Option<usize>,
    /// See [`Limits::wildcards`].
    pub wildcards: Option<usize>,
}

#[wasm_bindgen]
impl RawLimits {
    /// The defaults.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

impl From<RawLimits> for Limits {
    fn from(given: RawLimits) -> Self {
        let default = Self::default();
        Self {
            depth: given.depth.unwrap_or(default.depth),
            event_bytes: given.event_bytes.unwrap_or(default.event_bytes),
            regexp_bytes: given.regexp_bytes.unwrap_or(default.regexp_bytes),
            pattern_bytes: given.pattern_bytes.unwrap_or(default.pattern_bytes),
            wildcards: given.wildcards.unwrap_or(default.wildcards),
        }
    }
}

/// The units of a text that is not there.
const ABSENT: u32 = u32::MAX;

#[wasm_bindgen]
impl RawRouter {
    /// A router of the configuration of so many bytes in the buffer.
    #[wasm_bindgen(js_name = fromConfig)]
    pub fn from_config(
        length: usize,
        dialect: Option<String>,
        form: Option<String>,
        touched: bool,
        limits: Option<RawLimits>,
    ) -> Result<Self, JsValue> {
        let (dialect, form) = (named(dialect.as_deref())?, event_form(form.as_deref())?);
        let made = input::with(length, |text| match (dialect, limits.map(Limits::from)) {
            (Some(dialect), None) => Ok((Router::from_json(dialect, text)?, dialect)),
            (dialect, limits) => read(text, dialect, limits.unwrap_or_default()),
        });
        let (router, dialect) = made?;
        let router = router.with_event_form(form).with_reading(reading(touched));
        Ok(Self::of(router, Some(dialect)))
    }

    /// A router of a snapshot.
    #[wasm_bindgen(js_name = fromSnapshot)]
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, JsValue> {
        Ok(Self::of(Router::from_bytes(bytes).map_err(Fault::from)?, None))
    }

    fn of(router: Router, dialect: Option<Dialect>) -> Self {
        Self {
            router,
            dialect,
            scratch: Scratch::default(),
            answer: Vec::new(),
            texts: Vec::new(),
            batch: BatchAnswer::default(),
        }
    }

    /// The dialect that the configuration was read in.
    #[wasm_bindgen(getter)]
    pub fn dialect(&self) -> Option<String> {
        Some(self.dialect?.name().to_owned())
    }

    /// How many subscriptions there are.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.router.len()
    }

    /// Every id, in declaration order.
    pub fn ids(&self) -> Vec<String> {
        self.router.subscriptions().map(|each| each.id().to_owned()).collect()
    }

    /// The id of the subscription at a position.
    #[wasm_bindgen(js_name = idAt)]
    pub fn id_at(&self, position: usize) -> Option<String> {
        Some(self.router.at(position)?.id().to_owned())
    }

    /// The part of an event that verdicts depend on, as a tree of member names; see
    /// [`asked`].
    pub fn asked(&self) -> String {
        asked::tree(&self.router)
    }

    /// Routes the event of so many bytes in the buffer and tells where the answer stands:
    /// outcome, where the texts begin and how many bytes they are, the UTF-16 code units
    /// of type, id and error, how many subscriptions matched, how many are undecidable,
    /// and their positions.
    pub fn route(&mut self, length: usize) -> *const u32 {
        let Self { router, scratch, answer, texts, .. } = self;
        input::with(length, |event| {
            let routing = router.route_with(event, scratch);
            texts.clear();
            let mut units = |text: Option<&str>| {
                let Some(text) = text else { return ABSENT };
                texts.extend_from_slice(text.as_bytes());
                number(units::count(text.as_bytes()))
            };
            let error = routing.error().map(ToString::to_string);
            let units =
                [routing.event_type(), routing.event_id(), error.as_deref()].map(&mut units);
            answer.clear();
            let texts = [number(texts.as_ptr().addr()), number(texts.len())];
            answer.push(u32::from(place(routing.outcome())));
            answer.extend_from_slice(&texts);
            answer.extend_from_slice(&units);
            answer.push(number(routing.matched().len()));
            answer.push(number(routing.undecidable().len()));
            answer.extend(routing.matched().map(|each| number(each.position())));
            answer.extend(routing.undecidable().map(|each| number(each.position())));
        });
        self.answer.as_ptr()
    }

    /// Routes the events of so many bytes in the buffer, one a line, and tells where the
    /// answer stands: for outcomes, lines, ends of the matches, matches, ends of the
    /// undecidable and the undecidable, where the list begins and how long it is; then
    /// how many events could not be read.
    #[wasm_bindgen(js_name = routeBatch)]
    pub fn route_batch(&mut self, length: usize) -> *const u32 {
        let Self { router, scratch, batch, .. } = self;
        batch.clear();
        let BatchAnswer { routed, lines, .. } = batch;
        input::with(length, |text| {
            let events = input::lines(text).map(|(line, event)| {
                lines.push(line);
                event
            });
            router.route_batch(events, scratch, routed);
        });
        batch.finish()
    }

    /// The events of the last batch that could not be read.
    #[wasm_bindgen(js_name = batchErrors)]
    pub fn batch_errors(&self) -> String {
        json(&self.batch.errors)
    }

    /// Adds the one subscription of a text after all others.
    pub fn insert(&mut self, text: &str, dialect: Option<String>) -> Result<(), JsValue> {
        let subscription = one(text, dialect.as_deref())?;
        Ok(self.router.insert(&subscription).map_err(Fault::from)?)
    }

    /// Puts the one subscription of a text in the place of the one with its id.
    pub fn replace(&mut self, text: &str, dialect: Option<String>) -> Result<(), JsValue> {
        let subscription = one(text, dialect.as_deref())?;
        Ok(self.router.replace(&subscription).map_err(Fault::from)?)
    }

    /// Takes out the subscription with this id; whether there was one.
    pub fn remove(&mut self, id: &str) -> bool {
        self.router.remove(id)
    }

    /// What the router holds and where it would be slow.
    pub fn stats(&self) -> String {
        json(&self.router.stats())
    }

    /// The router as bytes, which every home reads.
    pub fn snapshot(&self) -> Vec<u8> {
        self.router.to_bytes()
    }
}

impl BatchAnswer {
    fn clear(&mut self) {
        self.outcomes.clear();
        self.errors.clear();
        self.answer.clear();
        let Self { lines, matched_ends, matched, undecidable_ends, undecidable, .. } = self;
        for list in [lines, matched_ends, matched, undecidable_ends, undecidable] {
            list.clear();
        }
    }

    fn finish(&mut self) -> *const u32 {
        for ((index, event), &line) in self.routed.iter().enumerate().zip(&self.lines) {
            if let Some(error) = event.error() {
                self.errors.push(BatchError { index, line, message: error.to_string() });
            }
            self.outcomes.push(place(event.outcome()));
            self.matched.extend_from_slice(event.positions());
            self.matched_ends.push(number(self.matched.len()));
            self.undecidable.extend_from_slice(event.undecidable_positions());
            self.undecidable_ends.push(number(self.undecidable.len()));
        }
        let Self { outcomes, lines, matched_ends, matched, undecidable_ends, undecidable, .. } =
            self;
        self.answer.extend([number(outcomes.as_ptr().addr()), number(outcomes.len())]);
        for list in [lines, matched_ends, matched, undecidable_ends, undecidable] {
            self.answer.extend([number(list.as_ptr().addr()), number(list.len())]);
        }
        self.answer.push(number(self.errors.len()));
        self.answer.as_ptr()
    }
}

fn read(text: &[u8], dialect: Option<Dialect>, limits: Limits) -> Result<(Router, Dialect), Fault> {
    let text = std::str::from_utf8(text)
        .map_err(|error| Fault::new("config-unreadable", error.to_string()))?;
    let config = readable(Config::read_within(text, dialect, &limits), text)?;
    Ok((Router::from_config(&config).with_limits(limits), config.dialect))
}

fn reading(touched: bool) -> Reading {
    if touched { Reading::Touched } else { Reading::Full }
}

/// The outcome as a number: its place in the list of outcomes that `pkg/` has.
fn place(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::DoesNotFire => 0,
        Outcome::Fires => 1,
        Outcome::Undecidable => 2,
    }
}

/// A count or an address of a memory of at most 4 GiB.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
