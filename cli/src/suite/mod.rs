//! `hooksieve test`: whether a configuration fires what it must, and nothing else.

mod cases;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use hooksieve::{Config, Explainer, Explanation, Outcome};

use crate::args::{Choice, TestArgs, TestFormat};
use crate::configuration::{Configuration, read_text};
use crate::failure::{Exit, Failure};
use crate::input::Input;
use crate::render::Source;
use crate::terminal::{Marks, Talk};
use cases::{Case, Expected, Given, Suite};

/// The most events of a file that are read at once.
const MOST: usize = 256;

/// How one event of a case ended.
#[derive(Debug)]
struct Ended {
    /// The case's name, with the line of the event where there are several.
    name: String,
    /// Where the case stands.
    line: usize,
    column: usize,
    /// Why it does not hold; nothing where it does.
    failure: Option<Failed>,
}

/// Why a case does not hold.
#[derive(Debug)]
struct Failed {
    /// In one sentence.
    message: String,
    /// Subscription by subscription, what stood for and against it.
    details: Vec<String>,
    /// Whether the case could not be tried at all.
    is_error: bool,
}

/// Tries the cases of every file.
pub(crate) fn run(args: &TestArgs, talk: Talk) -> Result<Exit, Failure> {
    let mut ran = Vec::new();
    for path in &args.files {
        let path = beside(path);
        let suite = Suite::read(&path)?;
        let ended = try_all(&path, &suite, talk)?;
        ran.push((path, ended));
    }
    let all = || ran.iter().flat_map(|(_, ended)| ended);
    let failures = || all().filter_map(|ended| ended.failure.as_ref());
    let exit = match (failures().any(|failed| failed.is_error), failures().next().is_some()) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::No,
        (false, false) => Exit::Yes,
    };
    let text = match args.format {
        TestFormat::Text => report::text(&ran, Marks::of_locale()),
        TestFormat::Junit => report::junit(&ran),
        TestFormat::Github => report::github(&ran),
    };
    let mut out: Box<dyn Write> = match args.format {
        TestFormat::Text => Box::new(anstream::stdout()),
        _ => Box::new(std::io::stdout()),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(exit)
}

/// The file of cases of a configuration; the file itself where it is one.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(".json").unwrap_or(&name);
    let cases = path.with_file_name(format!("{stem}.test.json"));
    if name.ends_with(".test.json") || !cases.is_file() { path.to_owned() } else { cases }
}

/// The configuration beside a file of cases.
fn configuration_of(path: &Path, suite: &Suite) -> PathBuf {
    match &suite.config {
        Some(named) => path.with_file_name("").join(named),
        None => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let stem = name.strip_suffix(".test.json").unwrap_or(&name);
            path.with_file_name(format!("{stem}.json"))
        }
    }
}

fn try_all(path: &Path, suite: &Suite, talk: Talk) -> Result<Vec<Ended>, Failure> {
    let config = configuration_of(path, suite);
    if config == path {
        let message = "not a file of cases: it is named NAME.test.json or names its `config`";
        return Err(Failure::Told(format!("{}: {message}", path.display())));
    }
    let choice = suite.dialect.map_or(Choice::Auto, Choice::Named);
    let quiet = Talk { quiet: true };
    let configuration = Configuration::read(&config, choice, quiet)?.expect_json()?;
    configuration.tell_findings(talk);
    suite.check_ids(&configuration.config)?;
    let explainer = Explainer::new(&configuration.config);
    let mut ended = Vec::new();
    for case in &suite.cases {
        let position = suite.source.position(case.offset);
        let mut end = |name: String, failure: Option<Failed>| {
            let (line, column) = (position.line, position.column);
            ended.push(Ended { name, line, column, failure });
        };
        match &case.given {
            Given::Event(text) => end(case.name.clone(), tried(&explainer, case, text.as_bytes())),
            Given::Sample(event_type) => match configuration.config.dialect.sample(event_type) {
                Some(event) => {
                    let text = event.to_json();
                    end(case.name.clone(), tried(&explainer, case, text.as_bytes()));
                }
                None => {
                    let dialect = configuration.config.dialect;
                    let message = format!("{dialect} has no sample of {event_type:?}");
                    end(case.name.clone(), Some(error(message)));
                }
            },
            Given::File(file) => {
                for (name, failure) in
                    try_file(&explainer, case, &path.with_file_name("").join(file))
                {
                    end(name, failure);
                }
            }
        }
    }
    Ok(ended)
}

/// Tries every event of a file.
fn try_file(explainer: &Explainer, case: &Case, file: &Path) -> Vec<(String, Option<Failed>)> {
    let mut ended = Vec::new();
    let mut input = Input::new(&[file.to_owned()], MOST);
    while let Some(chunk) = input.next_chunk() {
        for event in &chunk.events {
            let failure = match event.fault() {
                Some(fault) => Some(error(fault.to_owned())),
                None => tried(explainer, case, event.bytes()),
            };
            ended.push((format!("{} (line {})", case.name, event.line), failure));
        }
        if let Some(message) = chunk.failed {
            ended.push((case.name.clone(), Some(error(message))));
        }
    }
    match ended.as_mut_slice() {
        [] => vec![(case.name.clone(), Some(error(format!("{}: no event", file.display()))))],
        [only] => vec![(case.name.clone(), only.1.take())],
        _ => ended,
    }
}

fn error(message: String) -> Failed {
    Failed { message, details: Vec::new(), is_error: true }
}

/// Holds one event against what is expected of it; nothing where that holds.
fn tried(explainer: &Explainer, case: &Case, event: &[u8]) -> Option<Failed> {
    let explanations = explainer.explain(event);
    if let Some(fault) = explanations.first().and_then(|first| first.error.as_ref()) {
        return Some(error(format!("the event could not be read: {fault}")));
    }
    let of_case = |each: &&Explanation| {
        case.subscription.as_ref().is_none_or(|id| each.subscription.id == *id)
    };
    let asked: Vec<&Explanation> = explanations.iter().filter(of_case).collect();
    let with = |outcome: Outcome| asked.iter().filter(move |each| each.outcome == outcome);
    let ids = |outcome: Outcome| -> Vec<&str> {
        with(outcome).map(|each| each.subscription.id.as_str()).collect()
    };
    let (fired, doubtful) = (ids(Outcome::Fires), ids(Outcome::Undecidable));
    let wrong: Vec<&&Explanation> = match &case.expected {
        Expected::Fires if fired.is_empty() => asked.iter().collect(),
        Expected::Silent => {
            asked.iter().filter(|each| each.outcome != Outcome::DoesNotFire).collect()
        }
        Expected::Undecidable if fired.is_empty() && !doubtful.is_empty() => Vec::new(),
        Expected::Undecidable => asked.iter().collect(),
        Expected::Ids(expected) => {
            let differs = |each: &&&Explanation| {
                let listed = expected.contains(&each.subscription.id);
                each.outcome != if listed { Outcome::Fires } else { Outcome::DoesNotFire }
            };
            asked.iter().filter(differs).collect()
        }
        Expected::Fires => Vec::new(),
    };
    let holds = match &case.expected {
        Expected::Fires => !fired.is_empty(),
        Expected::Undecidable => fired.is_empty() && !doubtful.is_empty(),
        Expected::Silent | Expected::Ids(_) => wrong.is_empty(),
    };
    if holds {
        return None;
    }
    let told = match (fired.as_slice(), doubtful.as_slice()) {
        ([], []) => "nothing fires".to_owned(),
        ([], doubtful) => format!("{} cannot be decided", listed(doubtful)),
        (fired, []) => format!("{} fires", listed(fired)),
        (fired, doubtful) => {
            format!("{} fires, {} cannot be decided", listed(fired), listed(doubtful))
        }
    };
    let message = format!("expected {}, but {told}", case.expected);
    Some(Failed {
        message,
        details: wrong.into_iter().flat_map(|it| details(it)).collect(),
        is_error: false,
    })
}

fn listed(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("{id:?}")).collect::<Vec<_>>().join(", ")
}

/// Why a subscription fires or does not, and what would change that.
fn details(explanation: &Explanation) -> Vec<String> {
    let id = &explanation.subscription.id;
    let mut lines = vec![format!("{id}: {}, {}", explanation.outcome, explanation.summary)];
    lines.extend(explanation.counterfactual.iter().map(|need| format!("{id}: {need}")));
    lines
}

impl Suite {
    /// Reads a file of cases.
    fn read(path: &Path) -> Result<Self, Failure> {
        let source: Source = read_text(path)?;
        cases::read(source)
    }

    /// Refuses cases about subscriptions that the configuration does not have.
    fn check_ids(&self, config: &Config) -> Result<(), Failure> {
        for case in &self.cases {
            let named = match &case.expected {
                Expected::Ids(ids) => ids.iter().collect(),
                _ => Vec::new(),
            };
            for id in named.into_iter().chain(&case.subscription) {
                if config.subscriptions.iter().all(|each| each.id != *id) {
                    let place = self.source.locate(case.offset);
                    let message = format!("{place}: no subscription has the id {id:?}");
                    return Err(Failure::Told(message));
                }
            }
        }
        Ok(())
    }
}
