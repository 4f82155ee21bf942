//! `hooksieve sample`: an event as a provider delivers it.

use std::io::{BufWriter, Write};

use hooksieve::Dialect;

use crate::args::SampleArgs;
use crate::failure::{Exit, Failure};

/// Prints one sample, all of them, or their types.
pub(crate) fn run(args: &SampleArgs) -> Result<Exit, Failure> {
    let dialect = args.dialect;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match &args.event_type {
        Some(event_type) => match dialect.sample(event_type) {
            Some(event) => writeln!(out, "{}", event.to_json_pretty())?,
            None => return Err(unknown_type(dialect, event_type)),
        },
        None if args.all => {
            for event in dialect.event_types().iter().filter_map(|each| dialect.sample(each.name)) {
                writeln!(out, "{}", event.to_json())?;
            }
        }
        None => {
            let types = dialect.event_types();
            let longest = types.iter().map(|each| each.name.len()).max().unwrap_or_default();
            for each in types {
                let line = format!("{:<longest$}  {}", each.name, each.meaning);
                writeln!(out, "{}", line.trim_end())?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Yes)
}

fn unknown_type(dialect: Dialect, event_type: &str) -> Failure {
    let names = dialect.event_types().iter().map(|each| each.name);
    let hint = match nearest(event_type, names) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("`hooksieve sample {dialect}` lists its event types"),
    };
    Failure::Told(format!("{dialect} has no event type {event_type:?}; {hint}"))
}

/// The name that was probably meant: at most a third of it differs.
pub(crate) fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
