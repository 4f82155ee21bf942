//! `hooksieve update`: what the provider has stored after an update.

use std::io::Write;

use hooksieve::{Code, Config, Diagnostic, Dialect, Request};
use serde::Serialize;

use crate::args::{Choice, ReportFormat, UpdateArgs};
use crate::configuration::{Configuration, is_stdin, not_json, read_text};
use crate::failure::{Exit, Failure};
use crate::render::{Finding, Snippets, Source, brief, finding};
use crate::terminal::{Marks, Talk, width};

/// A refused update, as machines read it.
#[derive(Serialize)]
struct Refusal<'d> {
    file: &'d str,
    dialect: &'static str,
    diagnostics: Vec<Finding<'d>>,
}

/// Prints the stored object after the update, or why it is refused.
pub(crate) fn run(args: &UpdateArgs, talk: Talk) -> Result<Exit, Failure> {
    if is_stdin(&args.current) && is_stdin(&args.request) {
        let message = "only one of --current and --request can be stdin";
        return Err(Failure::Told(message.to_owned()));
    }
    let current = match args.dialect {
        Choice::Auto => Configuration::read(&args.current, args.dialect, talk)?,
        Choice::Named(dialect) => {
            let source = read_text(&args.current)?;
            let config = Config::read(&source.text, dialect);
            Configuration { source, config }
        }
    };
    let dialect = current.config.dialect;
    let request = read_text(&args.request)?;
    match hooksieve::update(dialect, &current.source.text, &request.text, args.now.as_deref()) {
        Ok(stored) => {
            let checked = Config::request(&request.text, dialect, Request::Update);
            for diagnostic in &checked.diagnostics {
                talk.note(brief(&request, diagnostic));
            }
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", stored.to_json_pretty())?;
            out.flush()?;
            Ok(Exit::Yes)
        }
        Err(diagnostics) => {
            let source = if is_one_object(&current.config) { &request } else { &current.source };
            refuse(args.format, source, dialect, &diagnostics, talk)
        }
    }
}

/// Whether an update can be applied to what is stored; otherwise the findings are on it.
fn is_one_object(current: &Config) -> bool {
    matches!(current.nodes().as_slice(), [node] if node.members().is_some())
}

fn refuse(
    format: ReportFormat,
    source: &Source,
    dialect: Dialect,
    diagnostics: &[Diagnostic],
    talk: Talk,
) -> Result<Exit, Failure> {
    let is_json = diagnostics.iter().all(|each| each.code != Code::JsonSyntax);
    match format {
        ReportFormat::Json => {
            let diagnostics = diagnostics.iter().map(|each| finding(source, each)).collect();
            let refusal = Refusal { file: &source.name, dialect: dialect.name(), diagnostics };
            let mut out = std::io::stdout().lock();
            writeln!(out, "{}", serde_json::to_string(&refusal)?)?;
            out.flush()?;
        }
        ReportFormat::Text if !is_json => return Err(not_json(source, diagnostics)),
        ReportFormat::Text => {
            let snippets = Snippets::new(width(), Marks::of_locale());
            for diagnostic in diagnostics {
                talk.error(snippets.diagnostic(source, diagnostic));
            }
        }
    }
    Ok(if is_json { Exit::No } else { Exit::Trouble })
}
