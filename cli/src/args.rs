//! The command line.

mod signing;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use hooksieve::{Dialect, EventForm, ImportFormat, Request};

pub(crate) use signing::{DeliverArgs, Secrets, SignArgs, VerifyArgs, header};

/// Examples first: what people want is mostly one of these, with their own file names.
const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  hooksieve explain -c webhook.json event.json         why one event fires, or not
  hooksieve explain -c webhook.json events.ndjson      how many fire, and what stopped the rest
  hooksieve route -c targets.json --format ndjson <events.ndjson
  hooksieve check --request create webhook.json        before sending it to the provider
  hooksieve compare old.json new.json events.ndjson    what the new one changes
  hooksieve test webhook.json                          the cases of webhook.test.json
  hooksieve convert --from dfns --to cdp webhook.json -o subscription.json
  hooksieve sample dfns wallet.transfer.requested | hooksieve explain -c webhook.json
";

const AFTER: &str = "\
Exit status: 0 something fired, no errors; 1 nothing fired, errors found, decisions open;
2 an event was unreadable or undecidable, or the job could not be done.";

const AFTER_EVENTS: &str = "\
Exit status: 0 something fired; 1 nothing fired; 2 an event was unreadable or undecidable, or
the job could not be done.";

/// Which webhook subscriptions an event fires, and why.
#[derive(Debug, Parser)]
#[command(
    name = "hooksieve",
    version,
    long_version = long_version(),
    help_template = TEMPLATE,
    before_help = EXAMPLES,
    after_help = AFTER,
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every verb takes.
#[derive(Args, Debug)]
pub(crate) struct Common {
    /// Colours: where a terminal shows them, always, or never.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,

    /// Tell nothing on stderr but errors.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// Where a terminal shows them and the environment does not forbid them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Route(RouteArgs),
    Explain(ExplainArgs),
    Check(CheckArgs),
    Compare(CompareArgs),
    Test(TestArgs),
    Update(UpdateArgs),
    Convert(ConvertArgs),
    Sample(SampleArgs),
    Snapshot(SnapshotArgs),
    Sign(SignArgs),
    Verify(VerifyArgs),
    Deliver(DeliverArgs),
    ExplainCode(ExplainCodeArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// The configuration and the events that are held against it.
#[derive(Args, Debug)]
pub(crate) struct EventsArgs {
    /// The configuration: one subscription or many; `-` for stdin. `route` takes a snapshot,
    /// too.
    #[arg(short, long, value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub(crate) config: PathBuf,

    /// The configuration's dialect.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// Events: one JSON object, a JSON array, or NDJSON; `-` or none for stdin.
    #[arg(value_name = "EVENTS", value_hint = ValueHint::FilePath)]
    pub(crate) events: Vec<PathBuf>,

    /// The form of the events, where their shape does not tell it.
    #[arg(long, value_name = "FORM", default_value = "auto", value_parser = form())]
    pub(crate) events_as: EventForm,

    /// How many threads work; the number of cores for long input.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// Which subscriptions each event fires.
///
/// One line an event, in the order of the input.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve route -c targets.json event.json
  hooksieve route -c targets.json --format ndjson <events.ndjson | jq -r '.matched[]'
", after_help = AFTER_EVENTS)]
pub(crate) struct RouteArgs {
    #[command(flatten)]
    pub(crate) events: EventsArgs,

    /// The form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: RouteFormat,

    /// How much of an event is read.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) reading: RouteReading,
}

/// How much of an event `route` reads.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum RouteReading {
    /// All of it is checked.
    #[default]
    Full,
    /// As far as the subscriptions need: for events whose sender is trusted to send valid
    /// JSON.
    Touched,
}

/// The forms in which `route` answers.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum RouteFormat {
    /// A line for people.
    #[default]
    Text,
    /// A JSON object a line.
    Ndjson,
}

/// Why each event fires each subscription, or does not.
///
/// For one event the full account; for many a summary: how many fire, what stopped the
/// others, and which were nearest. One pasted event with comments or trailing commas is
/// repaired, and what was repaired is told.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve explain -c webhook.json event.json
  hooksieve explain -c webhook.json events.ndjson
  hooksieve explain -c webhook.json events.ndjson --line 391
  hooksieve explain -c targets.json --id t-1 event.json --format markdown
  hooksieve explain -c targets.json --near 3 event.json
  hooksieve explain -c targets.json --redact event.json   to be shown to others
", after_help = AFTER_EVENTS)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) events: EventsArgs,

    /// Explain only the subscription with this id (`#0` for the first one without an id).
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,

    /// Of many subscriptions tell only the N that each event almost fired, and what stood
    /// against the others.
    #[arg(long, value_name = "N", conflicts_with = "id")]
    pub(crate) near: Option<u16>,

    /// Show paths and verdicts only, no value of an event.
    #[arg(long)]
    pub(crate) redact: bool,

    /// Explain only the event that starts at this line.
    #[arg(long, value_name = "LINE", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) line: Option<u64>,

    /// The form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExplainFormat,
}

/// The forms in which `explain` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// A text for people.
    #[default]
    Text,
    /// One JSON array of explanations.
    Json,
    /// One explanation a line.
    Ndjson,
    /// A text for a ticket.
    Markdown,
}

/// What is wrong with a configuration, and what is worth knowing.
///
/// Also what can be proved of it as a whole: subscriptions that can never match, conditions
/// that always hold, deliveries that come twice. With sample events, keys and labels that
/// none of them has.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve check webhook.json
  hooksieve check subscriptions.json --events recent.ndjson
  hooksieve check -d cdp --request create subscription.json --format json
", after_help = "Exit status: 0 no errors; 1 errors; 2 a file is not JSON or cannot be read.")]
pub(crate) struct CheckArgs {
    /// The configurations; `-` for stdin.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// The dialect.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// Check as the body of a request: exactly one object, as the provider takes it.
    #[arg(long, value_enum, value_name = "CALL")]
    pub(crate) request: Option<Call>,

    /// Sample events: what none of them has is told.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) events: Vec<PathBuf>,

    /// Take strict JSON only: repair nothing.
    #[arg(long)]
    pub(crate) strict: bool,

    /// The form of the answer; JSON is one object a file.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// The call whose body a request is.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Call {
    /// The call that makes a subscription.
    Create,
    /// The call that changes one.
    Update,
}

impl From<Call> for Request {
    fn from(call: Call) -> Self {
        match call {
            Call::Create => Self::Create,
            Call::Update => Self::Update,
        }
    }
}

/// The forms of a report on a configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// What a new configuration delivers that the old one does not, and the other way round.
///
/// With events each is routed through both; without any it is told what can be proved for
/// every event: equal, wider, narrower, disjoint.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve compare old.json new.json                   what can be proved
  hooksieve compare old.json new.json events.ndjson
  hooksieve compare old.json new.json --format markdown recent.ndjson >comment.md
", after_help = "Exit status: 0 nothing changes; 1 something does, or without events it is not \
proved that nothing does; 2 an event was unreadable, or the job could not be done.")]
pub(crate) struct CompareArgs {
    /// The configuration as it is; `-` for stdin.
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub(crate) old: PathBuf,

    /// The configuration as it is to be; `-` for stdin.
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    pub(crate) new: PathBuf,

    /// Events: one JSON object, a JSON array, or NDJSON; `-` for stdin.
    #[arg(value_name = "EVENTS", value_hint = ValueHint::FilePath)]
    pub(crate) events: Vec<PathBuf>,

    /// The dialect of both configurations.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// The form of the events, where their shape does not tell it.
    #[arg(long, value_name = "FORM", default_value = "auto", value_parser = form())]
    pub(crate) events_as: EventForm,

    /// How many threads work; the number of cores for long input.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// The form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CompareFormat,
}

/// The forms in which `compare` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// A text for people.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// A comment for a pull request.
    Markdown,
}

/// Whether a configuration fires what it must, and nothing else.
///
/// A file of cases stands beside the configuration: `webhook.test.json` beside
/// `webhook.json`. It is one object: `config` (the file, if another), `dialect`, and `cases`.
/// Each case has one of `event` (the event itself), `file` (of events) and `sample` (an event
/// type of the dialect), and `fires`: true or false, for all subscriptions or for the one
/// named by `subscription`; a list of exactly the ids that must fire; or "undecidable".
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve test webhook.json                           the cases of webhook.test.json
  hooksieve test tests/*.test.json --format junit >report.xml
  hooksieve test webhook.json --format github
", after_help = "Exit status: 0 every case holds; 1 one does not; 2 a file of cases, a \
configuration or an event cannot be read.")]
pub(crate) struct TestArgs {
    /// Files of cases, or configurations that have one beside them.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// The form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TestFormat,
}

/// The forms in which `test` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// A text for people.
    #[default]
    Text,
    /// `JUnit`'s XML.
    Junit,
    /// Annotations of GitHub's workflows.
    Github,
}

/// What the provider has stored after an update.
///
/// Prints the stored object, whole: it is your file, so its secrets are in it.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve update -d dfns --current webhook.json --request patch.json
", after_help = "Exit status: 0 applied; 1 refused, with diagnostics; 2 a file is not JSON or \
cannot be read.")]
pub(crate) struct UpdateArgs {
    /// The dialect.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// The object as it is stored; `-` for stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) current: PathBuf,

    /// The body of the update call; `-` for stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) request: PathBuf,

    /// The time to note, where the provider keeps one.
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<String>,

    /// The form of the diagnostics: text on stderr, or a JSON object on stdout.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,
}

/// A configuration in another provider's dialect, with a report of what is lost.
///
/// The report goes to stderr: `=` carried over, `?` needs your decision, `!` lost.
/// While decisions are open nothing is written, unless with --partial.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve convert --from dfns --to cdp webhook.json
  hooksieve convert --to hooksieve webhook.json -o neutral.json --report loss.json
  hooksieve convert --import eventbridge pattern.json -o subscription.json
", after_help = "Exit status: 0 converted; 1 decisions are open and nothing was written; 2 a \
file is not JSON or cannot be read.")]
pub(crate) struct ConvertArgs {
    /// The dialect to convert from.
    #[arg(long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) from: Choice,

    /// Read what another sender or bus has, into the native dialect: one subscription, or
    /// several of which an event fires one. What is assumed of the events is told.
    #[arg(long, value_name = "FORMAT", value_parser = import_format(), conflicts_with = "from")]
    pub(crate) import: Option<ImportFormat>,

    /// The dialect to convert to.
    #[arg(
        long,
        value_name = "DIALECT",
        value_parser = named(),
        required_unless_present = "import",
        conflicts_with = "import"
    )]
    pub(crate) to: Option<Dialect>,

    /// The configuration; `-` for stdin.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Where to write the result; stdout if not given.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Write the report as JSON, too.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,

    /// Write what can be carried over although decisions are open.
    #[arg(long)]
    pub(crate) partial: bool,
}

/// A configuration as a router that is ready to route, for a fast start.
///
/// `route -c` takes the file in the place of a configuration. Without `--output` it is told
/// what the router holds, and where it would be slow.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve snapshot targets.json -o targets.snapshot
  hooksieve route -c targets.snapshot <events.ndjson
  hooksieve snapshot targets.json                      what it holds
")]
pub(crate) struct SnapshotArgs {
    /// The configuration, or a snapshot; `-` for a configuration on stdin.
    #[arg(value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub(crate) config: PathBuf,

    /// The configuration's dialect.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// Where to write the snapshot; `-` for stdout.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// How to tell what the router holds.
    #[arg(long, value_enum, default_value_t, conflicts_with = "output")]
    pub(crate) format: SnapshotFormat,
}

/// How `snapshot` tells what a router holds.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum SnapshotFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// An event as a provider delivers it, made up after its documents.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve sample dfns                                the event types that have one
  hooksieve sample dfns wallet.transfer.requested
  hooksieve sample cdp --all >events.ndjson            one of each, a line each
")]
pub(crate) struct SampleArgs {
    /// The dialect.
    #[arg(value_name = "DIALECT", value_parser = named())]
    pub(crate) dialect: Dialect,

    /// The event type; without one, all types are listed.
    #[arg(value_name = "TYPE")]
    pub(crate) event_type: Option<String>,

    /// One event of each type, as NDJSON.
    #[arg(long, conflicts_with = "event_type")]
    pub(crate) all: bool,
}

/// What a code of a diagnostic, a check or a note means.
#[derive(Args, Debug)]
pub(crate) struct ExplainCodeArgs {
    /// The code; without one, all codes are listed.
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

/// A script that completes hooksieve's arguments in a shell.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  eval \"$(hooksieve completions bash)\"
  hooksieve completions fish >~/.config/fish/completions/hooksieve.fish
")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// The manual, for man(1).
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve man | man -l -
  hooksieve man --dir ~/.local/share/man/man1
")]
pub(crate) struct ManArgs {
    /// The verb whose page to print; the main page if not given.
    #[arg(value_name = "VERB", conflicts_with = "dir")]
    pub(crate) verb: Option<String>,

    /// Write every page into this directory.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
}

/// The dialect asked for: one by name, or whichever the text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Whichever the text looks like.
    Auto,
    /// This one.
    Named(Dialect),
}

fn dialect_names() -> impl Iterator<Item = &'static str> {
    Dialect::all().iter().map(|dialect| dialect.name())
}

fn choice() -> impl TypedValueParser<Value = Choice> {
    PossibleValuesParser::new(std::iter::once("auto").chain(dialect_names())).try_map(|name| {
        if name == "auto" { Ok(Choice::Auto) } else { name.parse().map(Choice::Named) }
    })
}

fn named() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(dialect_names()).try_map(|name| name.parse())
}

fn form() -> impl TypedValueParser<Value = EventForm> {
    PossibleValuesParser::new(EventForm::ALL.iter().map(|form| form.as_str()))
        .try_map(|name| name.parse())
}

fn import_format() -> impl TypedValueParser<Value = ImportFormat> {
    PossibleValuesParser::new(ImportFormat::ALL.iter().map(|format| format.as_str()))
        .try_map(|name| name.parse())
}

fn long_version() -> String {
    let names: Vec<&str> = dialect_names().collect();
    format!("{}\ndialects: {}", env!("CARGO_PKG_VERSION"), names.join(", "))
}
