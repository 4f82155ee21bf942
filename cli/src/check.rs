//! `hooksieve check`: what is wrong with a configuration.

use std::io::Write;
use std::path::Path;

use hooksieve::{Code, Config, Diagnostic, Linter, Severity};
use serde::Serialize;

use crate::args::{Call, CheckArgs, Choice, ReportFormat};
use crate::configuration::{Configuration, read_text};
use crate::failure::{Exit, Failure};
use crate::input::Input;
use crate::render::{Finding, Snippets, Source, finding};
use crate::terminal::{BAD, GOOD, Marks, Talk, counted, paint, width};

/// The most sample events that are read at once.
const MOST: usize = 256;

/// The report on one file, as machines read it.
#[derive(Serialize)]
struct Report<'c> {
    file: &'c str,
    dialect: &'static str,
    subscriptions: usize,
    diagnostics: Vec<Finding<'c>>,
    lint: Vec<Finding<'c>>,
}

/// Checks every file; the worst decides the exit.
pub(crate) fn run(args: &CheckArgs, talk: Talk) -> Result<Exit, Failure> {
    let mut exit = Exit::Yes;
    let mut out = anstream::AutoStream::auto(std::io::stdout());
    for path in &args.files {
        let found = match read(args, path, talk) {
            Ok(configuration) => {
                let lint = lint(args, &configuration.config, talk)?;
                show(args, &configuration, &lint, &mut out)?
            }
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

/// What is proved of the configuration as a whole, after a look at the sample events. The
/// body of an update is no whole configuration.
fn lint(args: &CheckArgs, config: &Config, talk: Talk) -> Result<Vec<Diagnostic>, Failure> {
    if matches!(args.request, Some(Call::Update)) {
        return Ok(Vec::new());
    }
    let mut linter = Linter::new(config);
    let left_out = linter.pairs_left_out();
    if left_out > 0 {
        talk.note(format_args!(
            "{left_out} pairs of subscriptions with one target were not compared: a million were"
        ));
    }
    if args.events.is_empty() {
        return Ok(linter.findings());
    }
    let mut input = Input::new(&args.events, MOST);
    while let Some(chunk) = input.next_chunk() {
        if let Some(message) = &chunk.failed {
            return Err(Failure::Told(message.clone()));
        }
        for event in &chunk.events {
            let seen = linter.see(event.bytes()).map_err(|error| error.to_string());
            if let Err(error) = event.fault().map_or(seen, |fault| Err(fault.to_owned())) {
                talk.note(format_args!("{}:{}: not counted: {error}", chunk.file, event.line));
            }
        }
    }
    Ok(linter.findings())
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
    lint: &[Diagnostic],
    out: &mut impl Write,
) -> Result<Exit, Failure> {
    let Configuration { source, config } = configuration;
    match args.format {
        ReportFormat::Json => {
            let report = Report {
                file: &source.name,
                dialect: config.dialect.name(),
                subscriptions: config.subscriptions.len(),
                diagnostics: findings(source, &config.diagnostics),
                lint: findings(source, lint),
            };
            writeln!(out, "{}", serde_json::to_string(&report)?)?;
        }
        ReportFormat::Text => {
            let snippets = Snippets::new(width(), Marks::of_locale());
            for diagnostic in config.diagnostics.iter().chain(lint) {
                writeln!(out, "{}", snippets.diagnostic(source, diagnostic))?;
            }
            writeln!(out, "{}: {}", source.name, conclusion(configuration, lint))?;
        }
    }
    let is_json = config.diagnostics.iter().all(|finding| finding.code != Code::JsonSyntax);
    Ok(match (is_json, config.has_errors()) {
        (false, _) => Exit::Trouble,
        (true, true) => Exit::No,
        (true, false) => Exit::Yes,
    })
}

fn findings<'c>(source: &Source, diagnostics: &'c [Diagnostic]) -> Vec<Finding<'c>> {
    diagnostics.iter().map(|diagnostic| finding(source, diagnostic)).collect()
}

/// `Dfns webhook, 1 subscription: 1 error, 2 warnings`
fn conclusion(configuration: &Configuration, lint: &[Diagnostic]) -> String {
    let config = &configuration.config;
    if !configuration.is_json() {
        return paint(BAD, "not JSON");
    }
    let number = |severity| {
        let all = config.diagnostics.iter().chain(lint);
        let found = all.filter(|finding| finding.severity == severity);
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
