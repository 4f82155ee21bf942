//! `hooksieve check`: what is wrong with a configuration.

use std::io::Write;
use std::path::Path;

use hooksieve::{Code, Config, Severity};
use serde::Serialize;

use crate::args::{CheckArgs, Choice, ReportFormat};
use crate::configuration::{Configuration, read_text};
use crate::failure::{Exit, Failure};
use crate::render::{Finding, Snippets, Source, finding};
use crate::terminal::{BAD, GOOD, Marks, Talk, counted, paint, width};

/// The report on one file, as machines read it.
#[derive(Serialize)]
struct Report<'c> {
    file: &'c str,
    dialect: &'static str,
    subscriptions: usize,
    diagnostics: Vec<Finding<'c>>,
}

/// Checks every file; the worst decides the exit.
pub(crate) fn run(args: &CheckArgs, talk: Talk) -> Result<Exit, Failure> {
    let mut exit = Exit::Yes;
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    for path in &args.files {
        let found = match read(args, path, talk) {
            Ok(configuration) => show(args, &configuration, &mut out)?,
            Err(Failure::Told(message)) => {
                talk.failure(&message);
                Exit::Trouble
            }
            Err(other) => return Err(other),
        };
        exit = exit.max(found);
    }
    out.flush()?;
    Ok(exit)
}

/// Reads one file as the arguments have it.
fn read(args: &CheckArgs, path: &Path, talk: Talk) -> Result<Configuration, Failure> {
    let Some(call) = args.request else {
        let mut configuration = Configuration::read(path, args.dialect, talk)?;
        if args.strict {
            refuse_repairs(&mut configuration.config);
        }
        return Ok(configuration);
    };
    let dialect = match args.dialect {
        Choice::Named(dialect) => dialect,
        Choice::Auto => {
            let configuration = Configuration::read(path, Choice::Auto, talk)?;
            let dialect = configuration.config.dialect;
            return Ok(as_request(configuration.source, dialect, call));
        }
    };
    Ok(as_request(read_text(path)?, dialect, call))
}

fn as_request(
    source: Source,
    dialect: hooksieve::Dialect,
    call: crate::args::Call,
) -> Configuration {
    let config = Config::request(&source.text, dialect, call.into());
    Configuration { source, config }
}

/// What was repaired was not JSON, strictly.
fn refuse_repairs(config: &mut Config) {
    let repairs =
        config.diagnostics.iter_mut().filter(|finding| finding.code == Code::JsonRepaired);
    for repair in repairs {
        repair.code = Code::JsonSyntax;
        repair.severity = Severity::Error;
    }
}

/// Prints the report on one file.
fn show(
    args: &CheckArgs,
    configuration: &Configuration,
    out: &mut impl Write,
) -> Result<Exit, Failure> {
    let Configuration { source, config } = configuration;
    match args.format {
        ReportFormat::Json => {
            let report = Report {
                file: &source.name,
                dialect: config.dialect.name(),
                subscriptions: config.subscriptions.len(),
                diagnostics: findings(source, config),
            };
            writeln!(out, "{}", serde_json::to_string(&report)?)?;
        }
        ReportFormat::Text => {
            let snippets = Snippets::new(width(), Marks::of_locale());
            for diagnostic in &config.diagnostics {
                writeln!(out, "{}", snippets.diagnostic(source, diagnostic))?;
            }
            writeln!(out, "{}: {}", source.name, conclusion(configuration))?;
        }
    }
    let is_json = config.diagnostics.iter().all(|finding| finding.code != Code::JsonSyntax);
    Ok(match (is_json, config.has_errors()) {
        (false, _) => Exit::Trouble,
        (true, true) => Exit::No,
        (true, false) => Exit::Yes,
    })
}

fn findings<'c>(source: &Source, config: &'c Config) -> Vec<Finding<'c>> {
    config.diagnostics.iter().map(|diagnostic| finding(source, diagnostic)).collect()
}

/// `Dfns webhook, 1 subscription: 1 error, 2 warnings`
fn conclusion(configuration: &Configuration) -> String {
    let config = &configuration.config;
    if !configuration.is_json() {
        return paint(BAD, "not JSON");
    }
    let number = |severity| {
        let found = config.diagnostics.iter().filter(|finding| finding.severity == severity);
        found.count() as u64
    };
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let verdict =
        if errors == 0 { paint(GOOD, "no errors") } else { paint(BAD, counted(errors, "error")) };
    let warned =
        if warnings == 0 { String::new() } else { format!(", {}", counted(warnings, "warning")) };
    let subscriptions = counted(config.subscriptions.len() as u64, "subscription");
    format!("{}, {subscriptions}: {verdict}{warned}", config.dialect.title())
}
