//! The arguments of the verbs that sign, verify and deliver.

use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Args, ValueHint};
use hooksieve::EventForm;
use hooksieve::signature::Scheme;

use super::{Choice, ReportFormat, TEMPLATE, choice, form};

/// Where secrets come from: never from the command line, which others can read.
#[derive(Args, Debug)]
pub(crate) struct Secrets {
    /// A file that holds a secret; `-` for stdin. Several while keys are rotated.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) secret_file: Vec<PathBuf>,

    /// An environment variable that holds a secret.
    #[arg(long, value_name = "NAME")]
    pub(crate) secret_env: Vec<String>,
}

/// What targets may be beside https to public hosts.
#[derive(Args, Debug)]
pub(crate) struct Allowed {
    /// Targets may be http.
    #[arg(long)]
    pub(crate) allow_http: bool,

    /// Targets may be this machine and its networks.
    #[arg(long)]
    pub(crate) allow_private: bool,
}

/// The headers that sign a webhook.
///
/// Prints them as they are sent. For ARK that is half of the token itself.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve sign --scheme dfns --secret-file secret.txt body.json
  hooksieve sign --scheme standard-webhooks --secret-env WEBHOOK_SECRET --id msg_1 body.json
  hooksieve sign --scheme hook0 --secret-env SECRET -H 'X-Event-Id: 1a01' body.json
", after_help = "Exit status: 0 signed; 2 the job could not be done.")]
pub(crate) struct SignArgs {
    /// How it is signed; a provider's name stands for its scheme.
    #[arg(short, long, value_name = "SCHEME", value_parser = scheme())]
    pub(crate) scheme: Scheme,

    #[command(flatten)]
    pub(crate) secrets: Secrets,

    /// The id of the event, where it is signed.
    #[arg(long, value_name = "ID", default_value = "")]
    pub(crate) id: String,

    /// When it is sent, in seconds since 1970; now if not given.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timestamp: Option<u64>,

    /// A header that the signature binds (hook0), as `Name: value`.
    #[arg(short = 'H', long, value_name = "HEADER", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,

    /// The body, byte for byte; `-` or none for stdin.
    #[arg(value_name = "BODY", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) body: PathBuf,
}

/// Whether a webhook that was received is what its sender signed.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve verify --scheme dfns --secret-file secret.txt \\
      -H 'X-DFNS-WEBHOOK-SIGNATURE: sha256=…' body.json
  hooksieve verify --scheme dakota --secret-file public-key.txt --headers headers.txt body.json
", after_help = "Exit status: 0 verified; 1 not; 2 the job could not be done.")]
pub(crate) struct VerifyArgs {
    /// How it was signed; a provider's name stands for its scheme.
    #[arg(short, long, value_name = "SCHEME", value_parser = scheme())]
    pub(crate) scheme: Scheme,

    #[command(flatten)]
    pub(crate) secrets: Secrets,

    /// A header that was received, as `Name: value`.
    #[arg(short = 'H', long, value_name = "HEADER", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,

    /// A file of headers, one a line; `-` for stdin.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) headers: Option<PathBuf>,

    /// When it was received, in seconds since 1970; now if not given.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) now: Option<u64>,

    /// The body, byte for byte; `-` or none for stdin.
    #[arg(value_name = "BODY", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) body: PathBuf,
}

/// What would be delivered: the request of an attempt, byte for byte, and the schedule.
///
/// Nothing is sent. Without a secret given, the one in the configuration signs. The values of configured headers, the query of the URL and ARK's token
/// are masked, unless with --show-secrets.
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  hooksieve deliver --dry-run -c webhook.json event.json
  hooksieve deliver --dry-run -c webhook.json --secret-env SECRET --attempt 2 event.json
", after_help = "Exit status: 0 something would be sent; 1 nothing fired; 2 a request is refused, \
or the job could not be done.")]
pub(crate) struct DeliverArgs {
    /// Show what would be sent, and send nothing.
    #[arg(long, required = true)]
    pub(crate) dry_run: bool,

    /// The configuration: one subscription or many; `-` for stdin.
    #[arg(short, long, value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    pub(crate) config: PathBuf,

    /// The configuration's dialect.
    #[arg(short, long, value_name = "DIALECT", default_value = "auto", value_parser = choice())]
    pub(crate) dialect: Choice,

    /// The form of the event, where its shape does not tell it.
    #[arg(long, value_name = "FORM", default_value = "auto", value_parser = form())]
    pub(crate) events_as: EventForm,

    #[command(flatten)]
    pub(crate) secrets: Secrets,

    /// The number of the attempt; the ones before it count as failed.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) attempt: u32,

    /// When the event is accepted, in seconds since 1970; now if not given.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) now: Option<u64>,

    #[command(flatten)]
    pub(crate) allowed: Allowed,

    /// Show the values that may be secrets.
    #[arg(long)]
    pub(crate) show_secrets: bool,

    /// The form of the answer; JSON is one object a line.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ReportFormat,

    /// The event; `-` or none for stdin.
    #[arg(value_name = "EVENT", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) event: PathBuf,
}

/// A scheme by its name, or by the name of a provider that uses it.
fn scheme() -> impl TypedValueParser<Value = Scheme> {
    let names = Scheme::ALL.iter().map(|scheme| {
        let value = PossibleValue::new(scheme.name());
        match scheme {
            Scheme::Hook0 => value.alias("cdp"),
            Scheme::StandardWebhooks => value.alias("hooksieve"),
            _ => value,
        }
    });
    clap::builder::PossibleValuesParser::new(names).try_map(|name| match name.as_str() {
        "cdp" => Ok(Scheme::Hook0),
        "hooksieve" => Ok(Scheme::StandardWebhooks),
        name => name.parse(),
    })
}

/// A header as `Name: value`. The text is not repeated: it may hold a secret.
pub(crate) fn header(line: &str) -> Result<(String, String), String> {
    match line.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("a header is written `Name: value`".to_owned()),
    }
}
