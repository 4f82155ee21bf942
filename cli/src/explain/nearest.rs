//! `hooksieve explain --near`: of many subscriptions those that each event almost fired.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};

use hooksieve::{NearMiss, NearMissReport, NearMisses, Outcome};
use serde::Serialize;

use crate::args::{ExplainArgs, ExplainFormat};
use crate::configuration::Configuration;
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Event, Input, in_order};
use crate::tally::{Progress, Tally};
use crate::terminal::{BAD, FAINT, HINT, Marks, STRONG, Talk, count, counted, paint, plain};

/// The most events that are looked at in one piece.
const MOST: usize = 64;

/// The report on one event, as machines read it.
#[derive(Serialize)]
struct Reported<'r> {
    line: usize,
    #[serde(flatten)]
    report: &'r NearMissReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'r str>,
}

/// What came of a chunk.
struct Written {
    answers: Vec<String>,
    told: Vec<String>,
    tally: Tally,
}

/// Looks for the near misses of every event.
#[derive(Debug)]
struct Job {
    near: NearMisses,
    at_most: usize,
    redacts: bool,
    format: ExplainFormat,
    marks: Marks,
    name_files: bool,
}

/// Writes the near misses of every event.
pub(super) fn write(
    args: &ExplainArgs,
    at_most: usize,
    configuration: &Configuration,
    talk: Talk,
) -> Result<Exit, Failure> {
    let near = NearMisses::new(&configuration.config).with_event_form(args.events.events_as);
    let job = Job {
        near: if args.redact { near.with_redaction() } else { near },
        redacts: args.redact,
        at_most,
        format: args.format,
        marks: match args.format {
            ExplainFormat::Markdown => Marks::of_document(),
            _ => Marks::of_locale(),
        },
        name_files: args.events.events.len() > 1,
    };
    let line = args.line.and_then(|line| usize::try_from(line).ok());
    let input = Input::new(&args.events.events, MOST).only_line(line);
    let is_array = args.format == ExplainFormat::Json;
    let separator = match args.format {
        ExplainFormat::Json => ",\n",
        ExplainFormat::Ndjson => "",
        _ => "\n",
    };
    let mut out: Box<dyn Write> = match args.format {
        ExplainFormat::Text => Box::new(anstream::stdout()),
        _ => Box::new(std::io::stdout()),
    };
    let mut progress = Progress::new(talk, !std::io::stdout().is_terminal());
    let mut tally = Tally::default();
    let mut first = true;
    if is_array {
        out.write_all(b"[\n")?;
    }
    in_order(
        input,
        args.events.jobs,
        move |chunk| job.chunk(chunk),
        |written: Written| {
            if !written.told.is_empty() {
                progress.clear();
                talk.error(written.told.join("\n"));
            }
            for answer in written.answers {
                let before = if std::mem::take(&mut first) { "" } else { separator };
                write!(out, "{before}{answer}")?;
            }
            out.flush()?;
            tally.merge(written.tally);
            progress.add(written.tally.events());
            Ok(())
        },
    )?;
    progress.clear();
    if is_array {
        out.write_all(b"]\n")?;
    }
    out.flush()?;
    Ok(tally.exit())
}

impl Job {
    fn chunk(&self, chunk: &Chunk) -> Written {
        let mut written =
            Written { answers: Vec::new(), told: Vec::new(), tally: Tally::default() };
        for event in &chunk.events {
            let mut report = self.near.of(event.bytes(), self.at_most);
            if let Some(fault) = event.fault() {
                report.error = Some(fault.to_owned());
            }
            if let Some(error) = &report.error {
                written.told.push(format!("{}:{}: {error}", chunk.file, event.line));
            }
            let outcome = match (report.fires, report.undecidable) {
                (0, 0) => Outcome::DoesNotFire,
                (0, _) => Outcome::Undecidable,
                _ => Outcome::Fires,
            };
            written.tally.add(outcome, report.error.is_none());
            written.answers.push(self.answer(chunk, event, &report));
        }
        if let Some(message) = &chunk.failed {
            written.told.push(format!("{} {message}", paint(BAD, "error:")));
            written.tally.unreadable += 1;
        }
        written
    }

    fn answer(&self, chunk: &Chunk, event: &Event, report: &NearMissReport) -> String {
        let file = self.name_files.then_some(&*chunk.file);
        match self.format {
            ExplainFormat::Json | ExplainFormat::Ndjson => {
                let reported = Reported { line: event.line, report, file };
                // Plain data can always be written.
                let mut text = serde_json::to_string(&reported).unwrap_or_default();
                text.push('\n');
                text
            }
            ExplainFormat::Text | ExplainFormat::Markdown => {
                self.text(&format!("{}:{}", chunk.file, event.line), report)
            }
        }
    }

    fn text(&self, place: &str, report: &NearMissReport) -> String {
        let is_document = self.format == ExplainFormat::Markdown;
        let style = |style, text: &str| match is_document {
            true => text.to_owned(),
            false => paint(style, text),
        };
        let dot = self.marks.dot;
        let event_type = report.event.as_ref().and_then(|event| event.event_type.as_deref());
        let untold = if self.redacts { "(redacted)" } else { "(no event type)" };
        let event_type = plain(event_type.unwrap_or(untold));
        let title = format!(
            "fires {} {dot} does not fire {} {dot} undecidable {}",
            count(report.fires as u64),
            count(report.does_not_fire as u64),
            count(report.undecidable as u64)
        );
        let mut text = match is_document {
            true => format!("**{event_type}** ({place}): {title}\n"),
            false => format!("{}  {event_type}  {title}\n", paint(FAINT, place)),
        };
        if !report.nearest.is_empty() && is_document {
            text.push('\n');
        }
        for miss in &report.nearest {
            self.miss(&mut text, miss, is_document);
        }
        if !report.blocked.is_empty() {
            let told = report
                .blocked
                .iter()
                .map(|blocked| format!("{} {}", blocked.code, count(blocked.subscriptions as u64)));
            let told = told.collect::<Vec<_>>().join(&format!(" {dot} "));
            let title = style(STRONG, "Stood against:");
            let before = if is_document { "\n" } else { "  " };
            let _ = writeln!(text, "{before}{title} {told}");
        }
        text
    }

    fn miss(&self, text: &mut String, miss: &NearMiss, is_document: bool) {
        let id = plain(&miss.subscription.id);
        let checks = format!("{} to go", counted(miss.failing as u64, "check"));
        if is_document {
            let _ = writeln!(text, "- `{id}` ({checks})");
            for check in &miss.checks {
                let _ = writeln!(text, "  - {} {}", self.marks.fail, plain(&check.message));
            }
            return;
        }
        let _ = writeln!(text, "  {}  {}", paint(STRONG, id), paint(FAINT, checks));
        for check in &miss.checks {
            let mark = paint(BAD, self.marks.fail);
            let _ = writeln!(text, "      {mark} {}", plain(&check.message));
        }
        for need in &miss.counterfactual {
            let mark = paint(HINT, self.marks.arrow);
            let _ = writeln!(text, "      {mark} {}", plain(need));
        }
    }
}
