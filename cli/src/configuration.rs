//! Reading a configuration file and telling what it was taken for.

use std::io::Read;
use std::path::Path;

use hooksieve::{Code, Config, Diagnostic, Dialect, Form, Severity};

use crate::args::Choice;
use crate::failure::Failure;
use crate::render::{Source, brief};
use crate::terminal::{Talk, count};

/// How many findings are told in passing, by verbs that are not about them.
const TOLD: usize = 10;

/// The name of stdin in messages.
pub(crate) const STDIN: &str = "<stdin>";

/// A configuration and the text it was read from.
#[derive(Debug)]
pub(crate) struct Configuration {
    pub(crate) source: Source,
    pub(crate) config: Config,
}

/// Whether a path stands for stdin.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file, and gives it a name in messages; `-` is stdin.
pub(crate) fn read_bytes(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let name = if is_stdin(path) { STDIN.to_owned() } else { path.display().to_string() };
    let bytes = if is_stdin(path) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| Failure::of_named(&name, &error))?;
    Ok((name, bytes))
}

/// Reads a file of text; `-` is stdin.
pub(crate) fn read_text(path: &Path) -> Result<Source, Failure> {
    let (name, bytes) = read_bytes(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            Err(Failure::Told(format!("{name}: not UTF-8 text (byte {offset})")))
        }
    }
}

impl Configuration {
    /// Reads stored objects from a file, and says what they were taken for.
    pub(crate) fn read(path: &Path, choice: Choice, talk: Talk) -> Result<Self, Failure> {
        let source = read_text(path)?;
        let config = match choice {
            Choice::Named(dialect) => Config::read(&source.text, dialect),
            Choice::Auto => Config::detect(&source.text),
        };
        let configuration = Self { source, config };
        if choice == Choice::Auto && configuration.is_json() {
            configuration.announce(talk);
        }
        Ok(configuration)
    }

    /// Whether the text could be read at all.
    pub(crate) fn is_json(&self) -> bool {
        self.config.form != Form::Unreadable
    }

    /// The failure to go on with a text that is not JSON.
    pub(crate) fn expect_json(self) -> Result<Self, Failure> {
        if self.is_json() {
            return Ok(self);
        }
        Err(not_json(&self.source, &self.config.diagnostics))
    }

    /// Says what the text was taken for: `webhook.json: Dfns webhook (detected)`.
    fn announce(&self, talk: Talk) {
        let was_detected =
            self.config.nodes().iter().any(|object| Dialect::detect(object).is_some());
        let how = if was_detected { "detected" } else { "assumed; -d names another dialect" };
        let name = &self.source.name;
        let title = self.config.dialect.title();
        let several = match self.config.subscriptions.len() {
            1 => String::new(),
            number => format!(", {} subscriptions", count(number as u64)),
        };
        talk.note(format_args!("{name}: {title} ({how}){several}"));
    }

    /// Tells errors and warnings, briefly.
    pub(crate) fn tell_findings(&self, talk: Talk) {
        let findings = &self.config.diagnostics;
        let serious: Vec<_> =
            findings.iter().filter(|each| each.severity != Severity::Note).collect();
        for diagnostic in serious.iter().take(TOLD) {
            talk.note(brief(&self.source, diagnostic));
        }
        if let Some(more) = serious.len().checked_sub(TOLD).filter(|&more| more > 0) {
            let name = &self.source.name;
            talk.note(format_args!("{name}: and {more} more; `hooksieve check` tells all"));
        }
    }
}

/// The one line on a text that is not JSON.
pub(crate) fn not_json(source: &Source, diagnostics: &[Diagnostic]) -> Failure {
    let fault = diagnostics.iter().find(|each| each.code == Code::JsonSyntax);
    let place = source.locate(fault.map_or(0, |fault| fault.place.span.start));
    let reason = fault.map_or("", |fault| fault.message.as_str());
    Failure::Told(format!("{place}: not JSON: {reason}"))
}
