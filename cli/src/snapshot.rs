//! `hooksieve snapshot`: a configuration as a router that is ready to route, and what it
//! holds.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use hooksieve::{Router, Stats};
use serde::Serialize;

use crate::args::{SnapshotArgs, SnapshotFormat};
use crate::configuration::{Configuration, is_stdin, read_bytes};
use crate::failure::{Exit, Failure};
use crate::output;
use crate::terminal::{FAINT, Talk, count, paint};

/// Writes the snapshot, or tells what the router holds.
pub(crate) fn run(args: &SnapshotArgs, talk: Talk) -> Result<Exit, Failure> {
    let router = match load(&args.config)? {
        Some(router) => router,
        None => {
            let configuration = Configuration::read(&args.config, args.dialect, talk)?;
            let configuration = configuration.expect_json()?;
            configuration.tell_findings(talk);
            Router::from_config(&configuration.config)
        }
    };
    if let Some(path) = &args.output {
        let bytes = router.to_bytes();
        if is_stdin(path) {
            let mut out = std::io::stdout().lock();
            out.write_all(&bytes)?;
            out.flush()?;
        } else {
            output::write_file(path, &bytes)?;
        }
        let subscriptions = count(router.len() as u64);
        talk.note(format_args!(
            "{subscriptions} subscriptions, {} bytes",
            count(bytes.len() as u64)
        ));
        return Ok(Exit::Yes);
    }
    let mut out = anstream::stdout();
    match args.format {
        SnapshotFormat::Json => {
            let stats = &router.stats();
            let bytes_per_subscription = stats.bytes_per_subscription();
            let told = Told { schema_version: 1, stats, bytes_per_subscription };
            let text = serde_json::to_string(&told).map_err(std::io::Error::from)?;
            writeln!(out, "{text}")?;
        }
        SnapshotFormat::Text => write_text(&mut out, &router.stats())?,
    }
    out.flush()?;
    Ok(Exit::Yes)
}

/// The router of a snapshot; nothing where the file is none. Stdin never is.
pub(crate) fn load(path: &Path) -> Result<Option<Router>, Failure> {
    if is_stdin(path) || !begins_as_one(path) {
        return Ok(None);
    }
    let (name, bytes) = read_bytes(path)?;
    let router = Router::from_bytes(&bytes);
    router.map(Some).map_err(|error| Failure::Told(format!("{name}: {error}")))
}

fn begins_as_one(path: &Path) -> bool {
    let mut head = Vec::new();
    // What cannot be opened is told by whoever reads it as a configuration.
    let read = File::open(path).and_then(|file| file.take(64).read_to_end(&mut head));
    read.is_ok() && Router::is_snapshot(&head)
}

/// What a router holds, as machines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'s> {
    schema_version: u32,
    #[serde(flatten)]
    stats: &'s Stats,
    bytes_per_subscription: usize,
}

fn write_text(out: &mut impl Write, stats: &Stats) -> Result<(), Failure> {
    let number = |number: usize| count(number as u64);
    let subscriptions = number(stats.subscriptions);
    let filters = number(stats.filters);
    writeln!(out, "{subscriptions} subscriptions, {filters} distinct filters")?;
    let (bytes, each) = (number(stats.bytes), number(stats.bytes_per_subscription()));
    writeln!(out, "{bytes} bytes in memory, {each} for each subscription")?;
    let (tokens, tests) = (number(stats.tokens), number(stats.tests));
    writeln!(out, "{tokens} tokens, {tests} distinct tests of values\n")?;
    writeln!(out, "found by")?;
    for (name, postings) in [
        ("event type", stats.by_type),
        ("label", stats.by_label),
        ("equal value", stats.by_value),
        ("piece of a text", stats.by_text),
        ("range", stats.by_range),
        ("nothing: looked at for every event", stats.always),
        ("nothing: can never fire", stats.never),
    ] {
        if postings > 0 {
            writeln!(out, "  {:>11}  {name}", number(postings))?;
        }
    }
    if stats.heaviest.iter().any(|heavy| heavy.entries > 1) {
        writeln!(out, "\nlongest lists")?;
        for heavy in &stats.heaviest {
            let asked = match heavy.asked.as_slice() {
                [] => "every event".to_owned(),
                asked => asked.join(" and "),
            };
            let asked = paint(FAINT, crate::terminal::plain(&asked));
            writeln!(out, "  {:>11}  {asked}", number(heavy.entries))?;
        }
    }
    Ok(())
}
