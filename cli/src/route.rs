//! `hooksieve route`: which subscriptions each event fires, a line an event.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::path::Path;

use hooksieve::{Match, Outcome, Reading, Router, Routing, Scratch};
use serde::Serialize;

use crate::args::{EventsArgs, RouteArgs, RouteFormat, RouteReading};
use crate::configuration::{Configuration, is_stdin};
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Event, Input, in_order};
use crate::snapshot;
use crate::tally::{Progress, Tally};
use crate::terminal::{BAD, DOUBT, FAINT, GOOD, Marks, Talk, paint, plain};

/// The most events that are routed at once.
const MOST: usize = 4096;

/// One event's verdict, as machines read it.
#[derive(Serialize)]
struct Verdict<'r> {
    line: usize,
    event: Option<EventOf<'r>>,
    outcome: Outcome,
    matched: Vec<&'r str>,
    undecidable: Vec<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'r str>,
}

#[derive(Serialize)]
struct EventOf<'r> {
    id: Option<&'r str>,
    #[serde(rename = "type")]
    event_type: Option<&'r str>,
}

/// What came of a chunk.
struct Routed {
    answer: Vec<u8>,
    told: Vec<String>,
    tally: Tally,
}

/// Routes events against one configuration.
#[derive(Debug)]
struct Job {
    router: Router,
    format: RouteFormat,
    marks: Marks,
    /// Set where lines alone do not tell which file is meant.
    name_files: bool,
}

/// Routes every event.
pub(crate) fn run(args: &RouteArgs, talk: Talk) -> Result<Exit, Failure> {
    let router = match snapshot::load(&args.events.config)? {
        Some(router) => {
            expect_events(&args.events, "route")?;
            router
        }
        None => Router::from_config(&open(&args.events, "route", talk)?.config),
    };
    let reading = match args.reading {
        RouteReading::Full => Reading::Full,
        RouteReading::Touched => Reading::Touched,
    };
    let router = router.with_event_form(args.events.events_as).with_reading(reading);
    let job = Job {
        router,
        format: args.format,
        marks: Marks::of_locale(),
        name_files: args.events.events.len() > 1,
    };
    let input = Input::new(&args.events.events, MOST);
    let is_seen = std::io::stdout().is_terminal();
    let mut out: Box<dyn Write> = match args.format {
        RouteFormat::Text => Box::new(anstream::stdout()),
        RouteFormat::Ndjson => Box::new(std::io::stdout()),
    };
    let mut tally = Tally::default();
    let mut progress = Progress::new(talk, !is_seen);
    in_order(
        input,
        args.events.jobs,
        move |chunk| job.chunk(chunk),
        |routed: Routed| {
            if !routed.told.is_empty() {
                progress.clear();
                talk.error(routed.told.join("\n"));
            }
            out.write_all(&routed.answer)?;
            out.flush()?;
            tally.merge(routed.tally);
            progress.add(routed.tally.events());
            Ok(())
        },
    )?;
    progress.clear();
    if tally.events() == 0 && tally.unreadable == 0 {
        talk.note("no events in the input");
    }
    Ok(tally.exit())
}

/// Reads the configuration that events are held against; stdin can be only one of both.
pub(crate) fn open(
    args: &EventsArgs,
    verb: &'static str,
    talk: Talk,
) -> Result<Configuration, Failure> {
    expect_events(args, verb)?;
    let configuration = Configuration::read(Path::new(&args.config), args.dialect, talk)?;
    let configuration = configuration.expect_json()?;
    configuration.tell_findings(talk);
    Ok(configuration)
}

/// Fails where there is nothing to read events from.
fn expect_events(args: &EventsArgs, verb: &'static str) -> Result<(), Failure> {
    let from_stdin = args.events.is_empty() || args.events.iter().any(|path| is_stdin(path));
    if from_stdin && is_stdin(&args.config) {
        let message = "only one of the configuration and the events can be stdin";
        return Err(Failure::Told(message.to_owned()));
    }
    if args.events.is_empty() && std::io::stdin().is_terminal() {
        return Err(Failure::Help(verb));
    }
    Ok(())
}

impl Job {
    fn chunk(&self, chunk: &Chunk) -> Routed {
        let mut routed = Routed { answer: Vec::new(), told: Vec::new(), tally: Tally::default() };
        let mut scratch = Scratch::default();
        for event in &chunk.events {
            self.event(chunk, event, &mut scratch, &mut routed);
        }
        if let Some(message) = &chunk.failed {
            routed.told.push(format!("{} {message}", paint(BAD, "error:")));
            routed.tally.unreadable += 1;
        }
        routed
    }

    fn event(&self, chunk: &Chunk, event: &Event, scratch: &mut Scratch, routed: &mut Routed) {
        let routing = self.router.route_with(event.bytes(), scratch);
        let error = event.fault().map(str::to_owned);
        let error = error.or_else(|| routing.error().map(ToString::to_string));
        if let Some(error) = &error {
            routed.told.push(format!("{}:{}: {error}", chunk.file, event.line));
        }
        routed.tally.add(routing.outcome(), error.is_none());
        match self.format {
            RouteFormat::Ndjson => self.write_json(chunk, event, &routing, error, routed),
            RouteFormat::Text => self.write_text(chunk, event, &routing, error, routed),
        }
        routed.answer.push(b'\n');
    }

    fn write_json(
        &self,
        chunk: &Chunk,
        event: &Event,
        routing: &Routing<'_>,
        error: Option<String>,
        routed: &mut Routed,
    ) {
        let verdict = Verdict {
            line: event.line,
            event: error
                .is_none()
                .then(|| EventOf { id: routing.event_id(), event_type: routing.event_type() }),
            outcome: routing.outcome(),
            matched: routing.matched().map(|each| each.id()).collect(),
            undecidable: routing.undecidable().map(|each| each.id()).collect(),
            error,
            file: self.name_files.then_some(&*chunk.file),
        };
        // Writing plain data to memory cannot fail.
        let _ = serde_json::to_writer(&mut routed.answer, &verdict);
    }

    fn write_text(
        &self,
        chunk: &Chunk,
        event: &Event,
        routing: &Routing<'_>,
        error: Option<String>,
        routed: &mut Routed,
    ) {
        let marks = self.marks;
        let (style, mark, words) = match routing.outcome() {
            Outcome::Fires => (GOOD, marks.pass, "fires"),
            Outcome::DoesNotFire => (FAINT, marks.skipped, "does not fire"),
            Outcome::Undecidable => (DOUBT, marks.doubt, "undecidable"),
        };
        let place = if self.name_files {
            format!("{}:{}", chunk.file, event.line)
        } else {
            format!("{:>5}", event.line)
        };
        let what = match (error, routing.event_type()) {
            (Some(error), _) => plain(&error).into_owned(),
            (None, Some(event_type)) => plain(event_type).into_owned(),
            (None, None) => "(no event type)".to_owned(),
        };
        let ids = |each: &mut dyn Iterator<Item = Match<'_>>| {
            each.map(|each| plain(each.id()).into_owned()).collect::<Vec<_>>().join(", ")
        };
        let matched = ids(&mut routing.matched());
        let undecidable = ids(&mut routing.undecidable());
        let verdict = paint(style, format_args!("{} {words:<13}", marks.padded(mark)));
        let mut line = format!("{}  {verdict}  {what}", paint(FAINT, place));
        let room = 32_usize.saturating_sub(what.chars().count());
        for (mark, ids) in [(marks.arrow, matched), (marks.doubt, undecidable)] {
            if !ids.is_empty() {
                let _ = write!(line, "{:room$}  {mark} {ids}", "");
            }
        }
        routed.answer.extend_from_slice(line.as_bytes());
    }
}
