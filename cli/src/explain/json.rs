//! Explanations for machines: NDJSON, or one array.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use super::Asker;
use crate::args::{ExplainArgs, ExplainFormat};
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Input, in_order};
use crate::render::Source;
use crate::tally::{Progress, Tally, overall};
use crate::terminal::{BAD, Talk, paint};

/// An explanation, with its file where lines alone do not tell which is meant.
#[derive(Serialize)]
struct Named<'e> {
    #[serde(flatten)]
    explanation: &'e hooksieve::Explanation,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'e str>,
}

/// What came of a chunk.
struct Written {
    /// The explanations with the separator between them.
    answer: Vec<u8>,
    told: Vec<String>,
    tally: Tally,
}

/// Writes every explanation of every event.
pub(super) fn write(
    args: &ExplainArgs,
    asker: Asker,
    input: Input,
    talk: Talk,
) -> Result<Exit, Failure> {
    let is_array = args.format == ExplainFormat::Json;
    let separator: &[u8] = if is_array { b",\n" } else { b"\n" };
    let name_files = args.events.events.len() > 1;
    let mut out = std::io::stdout();
    let mut progress = Progress::new(talk, !out.is_terminal());
    let mut tally = Tally::default();
    let mut first = true;
    if is_array {
        out.write_all(b"[")?;
    }
    let work = move |chunk: &Chunk| explain(&asker, chunk, separator, name_files);
    in_order(input, args.events.jobs, work, |written: Written| {
        if !written.told.is_empty() {
            progress.clear();
            talk.error(written.told.join("\n"));
        }
        if !written.answer.is_empty() {
            match (is_array, first) {
                (true, true) => out.write_all(b"\n")?,
                (true, false) => out.write_all(separator)?,
                (false, _) => {}
            }
            out.write_all(&written.answer)?;
            if !is_array {
                out.write_all(separator)?;
            }
            out.flush()?;
            first = false;
        }
        tally.merge(written.tally);
        progress.add(written.tally.events());
        Ok(())
    })?;
    progress.clear();
    if is_array {
        out.write_all(if first { b"]\n" } else { b"\n]\n" })?;
    }
    out.flush()?;
    Ok(tally.exit())
}

fn explain(asker: &Asker, chunk: &Chunk, separator: &[u8], name_files: bool) -> Written {
    let mut written = Written { answer: Vec::new(), told: Vec::new(), tally: Tally::default() };
    for (event, index) in chunk.events.iter().zip(chunk.first..) {
        let explained = asker.explain(chunk, event, index);
        if explained.error.is_some() || !explained.repairs.is_empty() {
            let text = String::from_utf8_lossy(event.bytes()).into_owned();
            let source = Source::within(&*chunk.file, text, event.first_line);
            written.told.extend(explained.told(&source, event.line));
        }
        let outcomes = explained.explanations.iter().map(|explanation| explanation.outcome);
        written.tally.add(overall(outcomes), explained.error.is_none());
        for explanation in &explained.explanations {
            if !written.answer.is_empty() {
                written.answer.extend_from_slice(separator);
            }
            let file = name_files.then_some(&*chunk.file);
            // Writing plain data to memory cannot fail.
            let _ = if name_files {
                serde_json::to_writer(&mut written.answer, &Named { explanation, file })
            } else {
                serde_json::to_writer(&mut written.answer, explanation)
            };
        }
    }
    if let Some(message) = &chunk.failed {
        written.told.push(format!("{} {message}", paint(BAD, "error:")));
        written.tally.unreadable += 1;
    }
    written
}
