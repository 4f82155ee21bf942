//! `hooksieve compare`: what a new configuration changes.

mod text;

use std::io::Write;
use std::path::Path;

use hooksieve::{ComparisonTally, Config, ConfigComparison};

use crate::args::{Choice, CompareArgs, CompareFormat};
use crate::configuration::{Configuration, is_stdin};
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Input, in_order};
use crate::tally::Progress;
use crate::terminal::{BAD, Talk, paint};

/// The most events that are compared in one piece.
const MOST: usize = 1024;

/// What came of a chunk.
struct Counted {
    tally: ComparisonTally,
    told: Vec<String>,
    bytes: u64,
    failed: bool,
}

/// Compares both configurations, over the events if there are any.
pub(crate) fn run(args: &CompareArgs, talk: Talk) -> Result<Exit, Failure> {
    let inputs = [&args.old, &args.new].into_iter().chain(&args.events);
    if inputs.filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::Told("only one of the inputs can be stdin".to_owned()));
    }
    let old = read(&args.old, args.dialect, talk)?;
    // Both are meant to be one provider's: what is detected once holds for the other.
    let choice = match args.dialect {
        Choice::Auto if !old.subscriptions.is_empty() => Choice::Named(old.dialect),
        choice => choice,
    };
    let new = read(&args.new, choice, talk)?;
    let comparison = ConfigComparison::new(&old, &new).with_event_form(args.events_as);
    let (tally, failed) = match args.events.as_slice() {
        [] => (comparison.tally(), false),
        _ => count(args, &comparison, talk)?,
    };
    let report = comparison.report(&tally);
    let names = (args.old.as_path(), args.new.as_path());
    match args.format {
        CompareFormat::Json => {
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", serde_json::to_string(&report)?)?;
            out.flush()?;
        }
        CompareFormat::Text => {
            let mut out = anstream::stdout();
            out.write_all(text::page(&report, names).as_bytes())?;
            out.flush()?;
        }
        CompareFormat::Markdown => {
            let mut out = std::io::stdout().lock();
            out.write_all(text::comment(&report, names).as_bytes())?;
            out.flush()?;
        }
    }
    Ok(match (failed || report.unreadable > 0, report.differs) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::No,
        (false, false) => Exit::Yes,
    })
}

fn read(path: &Path, choice: Choice, talk: Talk) -> Result<Config, Failure> {
    let configuration = Configuration::read(path, choice, talk)?.expect_json()?;
    configuration.tell_findings(talk);
    Ok(configuration.config)
}

/// Counts every event; whether a file could not be read to its end.
fn count(
    args: &CompareArgs,
    comparison: &ConfigComparison,
    talk: Talk,
) -> Result<(ComparisonTally, bool), Failure> {
    let worker = comparison.clone();
    let mut tally = comparison.tally();
    let mut failed = false;
    let mut progress = Progress::new(talk, true).of_files(&args.events);
    let input = Input::new(&args.events, MOST);
    in_order(
        input,
        args.jobs,
        move |chunk| chunk_of(&worker, chunk),
        |counted: Counted| {
            if !counted.told.is_empty() {
                progress.clear();
                talk.error(counted.told.join("\n"));
            }
            failed |= counted.failed;
            progress.add_sized(counted.tally.events(), counted.bytes);
            tally.merge(counted.tally);
            Ok(())
        },
    )?;
    progress.clear();
    if tally.events() == 0 && !failed {
        talk.note("no events in the input; what follows is what can be proved");
    }
    Ok((tally, failed))
}

fn chunk_of(comparison: &ConfigComparison, chunk: &Chunk) -> Counted {
    let place = |line: usize| format!("{}:{line}", chunk.file);
    let events = chunk.events.iter().map(|event| (event.bytes(), place(event.line)));
    let tally = comparison.count_all(events);
    let mut told: Vec<String> = Vec::new();
    if tally.unreadable() > 0 {
        for event in &chunk.events {
            let mut one = comparison.tally();
            comparison.count(event.bytes(), "", &mut one);
            if one.unreadable() > 0 {
                let why = event.fault().unwrap_or("the event could not be read");
                told.push(format!("{}: {why}", place(event.line)));
            }
        }
    }
    told.extend(chunk.failed.iter().map(|message| format!("{} {message}", paint(BAD, "error:"))));
    let bytes = chunk.events.iter().map(|event| event.bytes().len() as u64 + 1).sum();
    Counted { tally, told, bytes, failed: chunk.failed.is_some() }
}
