//! `hooksieve explain`: why each event fires each subscription, or does not.

mod account;
mod json;
mod markdown;
mod near;
mod nearest;
mod reasons;
mod summary;
mod troubles;

use hooksieve::{CheckStatus, Code, Explainer, Explanation, json::Repair};

use crate::args::{ExplainArgs, ExplainFormat};
use crate::configuration::Configuration;
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Event, Input, Shape};
use crate::render::Source;
use crate::route;
use crate::sample::nearest as nearest_name;
use crate::tally::overall;
use crate::terminal::Talk;

/// How many explanations are made at once, at most: the memory of a chunk.
const EXPLANATIONS: usize = 4096;

/// Explains every event in the form asked for.
pub(crate) fn run(args: &ExplainArgs, talk: Talk) -> Result<Exit, Failure> {
    let configuration = route::open(&args.events, "explain", talk)?;
    expect_id(args, &configuration)?;
    if let Some(at_most) = args.near {
        return nearest::write(args, usize::from(at_most), &configuration, talk);
    }
    let explainer = Explainer::new(&configuration.config).with_event_form(args.events.events_as);
    let explainer = if args.redact { explainer.with_redaction() } else { explainer };
    let asker = Asker { explainer, id: args.id.clone() };
    let subscriptions = configuration.config.subscriptions.len().max(1);
    let line = args.line.and_then(|line| usize::try_from(line).ok());
    let mut input = Input::new(&args.events.events, EXPLANATIONS / subscriptions).only_line(line);
    match args.format {
        ExplainFormat::Json | ExplainFormat::Ndjson => json::write(args, asker, input, talk),
        ExplainFormat::Text | ExplainFormat::Markdown => match input.single() {
            Some(chunk) => one(args, &configuration, &asker, &chunk, talk),
            None => summary::write(args, &configuration, asker, input, talk),
        },
    }
}

/// Refuses an id that no subscription has.
fn expect_id(args: &ExplainArgs, configuration: &Configuration) -> Result<(), Failure> {
    let Some(id) = &args.id else { return Ok(()) };
    let subscriptions = &configuration.config.subscriptions;
    if subscriptions.iter().any(|subscription| subscription.id == *id) {
        return Ok(());
    }
    let name = &configuration.source.name;
    let near = nearest_name(id, subscriptions.iter().map(|subscription| subscription.id.as_str()));
    let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
    Err(Failure::Told(format!("{name}: no subscription has the id {id:?}{hint}")))
}

/// The full account of the only event.
fn one(
    args: &ExplainArgs,
    configuration: &Configuration,
    asker: &Asker,
    chunk: &Chunk,
    talk: Talk,
) -> Result<Exit, Failure> {
    let Some(event) = chunk.events.first() else { return Ok(Exit::No) };
    let explained = asker.explain(chunk, event, chunk.first);
    let text = String::from_utf8_lossy(event.bytes()).into_owned();
    let source = Source::within(&*chunk.file, text, event.first_line);
    explained.tell(&source, event, talk);
    let shown = account::Shown {
        config: configuration,
        event: &source,
        line: event.line,
        explanations: &explained.explanations,
        redacts: args.redact,
        form: args.events.events_as,
    };
    match args.format {
        ExplainFormat::Markdown => markdown::account(&shown)?,
        _ => account::write(&shown)?,
    }
    let mut tally = crate::tally::Tally::default();
    let outcomes = explained.explanations.iter().map(|explanation| explanation.outcome);
    tally.add(overall(outcomes), explained.error.is_none());
    Ok(tally.exit())
}

/// Asks the library about events.
#[derive(Debug)]
struct Asker {
    explainer: Explainer,
    /// The only subscription asked about.
    id: Option<String>,
}

/// What the library says of one event.
struct Explained {
    explanations: Vec<Explanation>,
    repairs: Vec<Repair>,
    /// Why the event could not be read.
    error: Option<String>,
}

impl Asker {
    /// Explains one event, the `index`th of the input. A document is a pasted snippet,
    /// which is repaired; streams are strict.
    fn explain(&self, chunk: &Chunk, event: &Event, index: usize) -> Explained {
        let text = std::str::from_utf8(event.bytes());
        let (mut explanations, repairs) = match text {
            Ok(text) if chunk.shape == Shape::Document => self.explainer.explain_pasted(text),
            _ => (self.explainer.explain(event.bytes()), Vec::new()),
        };
        let mut error = explanations.first().and_then(|first| first.error.clone());
        if let Some(fault) = event.fault() {
            error = Some(fault.to_owned());
            for explanation in &mut explanations {
                replace_error(explanation, fault);
            }
        } else if explanations.is_empty() {
            // Without subscriptions nobody else says whether the event can be read.
            let routing = self.explainer.router().route(event.bytes());
            error = routing.error().map(ToString::to_string);
        }
        if let Some(id) = &self.id {
            explanations.retain(|explanation| explanation.subscription.id == *id);
        }
        for explanation in &mut explanations {
            explanation.line = Some(event.line);
            if let Some(event) = &mut explanation.event {
                event.index = Some(index);
            }
        }
        Explained { explanations, repairs, error }
    }
}

/// Tells of a fault that the library could not see: there was no text.
fn replace_error(explanation: &mut Explanation, fault: &str) {
    explanation.error = Some(fault.to_owned());
    let message = format!("the event could not be read: {fault}");
    for check in &mut explanation.checks {
        if check.code == Code::EventUnreadable && check.status == CheckStatus::Undecidable {
            explanation.summary.clone_from(&message);
            check.message.clone_from(&message);
            check.event = None;
        }
    }
}

impl Explained {
    /// Tells what could not be read and what was repaired.
    fn tell(&self, source: &Source, event: &Event, talk: Talk) {
        for line in self.told(source, event.line) {
            talk.error(line);
        }
    }

    fn told(&self, source: &Source, line: usize) -> Vec<String> {
        let repaired =
            |repair: &Repair| format!("{}: repaired: {repair}", source.locate(repair.span.start));
        let error = self.error.iter().map(|error| format!("{}:{line}: {error}", source.name));
        self.repairs.iter().map(repaired).chain(error).collect()
    }
}
