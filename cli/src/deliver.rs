//! `hooksieve deliver --dry-run`: what would be sent, byte for byte, and when.

use std::io::Write;

use hooksieve::delivery::{
    Delivery, Input, Moment, Origin, Outgoing, Policy, Request, Standing, Trouble, Unsigned,
    delivered_body,
};
use hooksieve::signature::{Key, KeyUse, Scheme};
use hooksieve::target::TargetRules;
use hooksieve::{Outcome, Router, Subscription, id};
use serde::Serialize;

use crate::args::{DeliverArgs, ReportFormat};
use crate::configuration::{Configuration, is_stdin, read_bytes};
use crate::failure::{Exit, Failure};
use crate::secret::one_stdin;
use crate::sign::now;
use crate::terminal::{Marks, Talk, plain};

/// An event as it is delivered.
struct Accepted {
    id: String,
    event_type: Option<String>,
    body: Vec<u8>,
}

/// What would be sent, as machines read it.
#[derive(Serialize)]
struct Report<'r> {
    subscription: &'r str,
    attempt: u32,
    attempts: u32,
    method: &'r str,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
    signed: bool,
    /// Milliseconds.
    timeout: u64,
    success: (u16, u16),
    schedule: Vec<Planned>,
}

/// One attempt of the schedule.
#[derive(Serialize)]
struct Planned {
    attempt: u32,
    /// Milliseconds.
    delay: u64,
    from: Option<Origin>,
}

/// Shows the requests that an event would cause.
pub(crate) fn run(args: &DeliverArgs, talk: Talk) -> Result<Exit, Failure> {
    one_stdin(&[args.secrets.read_stdin(), is_stdin(&args.config)], &args.event)?;
    let configuration = Configuration::read(&args.config, args.dialect, talk)?.expect_json()?;
    configuration.tell_findings(talk);
    let config = &configuration.config;
    let provider = config.dialect.provider();
    let policy = Policy::of(provider)
        .ok_or_else(|| Failure::Told(format!("nothing is known of how {provider} delivers")))?;
    let attempts = policy.schedule.attempts();
    if args.attempt > attempts {
        let message = format!("{provider} makes {attempts} attempts at most");
        return Err(Failure::Told(format!("--attempt {}: {message}", args.attempt)));
    }
    let keys = match policy.wire.scheme {
        Some(scheme) => args.secrets.keys(scheme, KeyUse::Sign)?,
        None => Vec::new(),
    };
    let (name, bytes) = read_bytes(&args.event)?;
    let router = Router::from_config(config).with_event_form(args.events_as);
    let routing = router.route(&bytes);
    if let Some(error) = routing.error() {
        return Err(Failure::Told(format!("{name}: {error}")));
    }
    if routing.outcome() == Outcome::Undecidable {
        let message = "it cannot be decided whether this event fires; `hooksieve explain` says why";
        return Err(Failure::Told(format!("{name}: {message}")));
    }
    let event = Accepted {
        id: routing.event_id().map_or_else(|| made_up_id(talk), str::to_owned),
        event_type: routing.event_type().map(str::to_owned),
        body: body_of(&bytes),
    };
    let (mut shown, mut refused) = (0, 0);
    let mut out = std::io::stdout().lock();
    for matched in routing.matched() {
        let Some(subscription) = config.subscriptions.get(matched.position()) else { continue };
        match would_send(args, &policy, subscription, &event, &keys) {
            Ok(text) => {
                out.write_all(text.as_bytes())?;
                shown += 1;
            }
            Err(error) => {
                talk.failure(&format!("{}: {error}", plain(&subscription.id)));
                refused += 1;
            }
        }
    }
    out.flush()?;
    match (shown, refused) {
        (0, 0) => {
            talk.note("nothing fires, so nothing would be sent");
            Ok(Exit::No)
        }
        (_, 0) => Ok(Exit::Yes),
        _ => Ok(Exit::Trouble),
    }
}

fn made_up_id(talk: Talk) -> String {
    talk.note("the event has no id of its own; a made-up one is shown");
    id::uuid([0; 16])
}

/// The body that is delivered, byte for byte.
fn body_of(bytes: &[u8]) -> Vec<u8> {
    std::str::from_utf8(bytes).map_or(bytes, |text| delivered_body(text).as_bytes()).to_vec()
}

fn would_send(
    args: &DeliverArgs,
    policy: &Policy,
    subscription: &Subscription,
    event: &Accepted,
    keys: &[Key],
) -> Result<String, Box<dyn std::error::Error>> {
    let target = subscription.target.as_ref().ok_or("it has no target")?;
    let delivery = attempt(args, policy, subscription, event);
    let outgoing = Outgoing {
        event_type: event.event_type.as_deref(),
        body: &event.body,
        url: &target.url,
        headers: &target.headers,
    };
    let rules = TargetRules { http: args.allowed.allow_http, private: args.allowed.allow_private };
    let unsigned = Unsigned::new(policy, &delivery, &outgoing, rules)?;
    let own = own_key(policy, subscription);
    let keys = if keys.is_empty() { own.as_slice() } else { keys };
    let is_signed = !keys.is_empty() || policy.wire.scheme.is_none();
    let request = if is_signed { unsigned.sign(keys)? } else { unsigned.request().clone() };
    let secret = |name: &str| {
        let is_configured = target.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let is_token = policy.wire.scheme == Some(Scheme::Ark) && name == "Authorization";
        !args.show_secrets && (is_configured || is_token)
    };
    let marks = match args.format {
        ReportFormat::Json => Marks::of_document(),
        ReportFormat::Text => Marks::of_locale(),
    };
    let headers = request.headers.iter().map(|(name, value)| {
        let value = if secret(name) { marks.mask } else { value };
        (name.clone(), value.to_owned())
    });
    let success = policy.success;
    let report = Report {
        subscription: &subscription.id,
        attempt: args.attempt,
        attempts: policy.schedule.attempts(),
        method: request.method,
        url: url(&request.url, args.show_secrets, marks),
        headers: headers.collect(),
        body: String::from_utf8_lossy(&request.body).into_owned(),
        signed: is_signed,
        timeout: request.timeout,
        success: (success.from, success.below.saturating_sub(1)),
        schedule: schedule(policy),
    };
    Ok(match args.format {
        ReportFormat::Json => serde_json::to_string(&report)? + "\n",
        ReportFormat::Text => text(&report, &request),
    })
}

/// The key that stands in the stored object itself.
fn own_key(policy: &Policy, subscription: &Subscription) -> Option<Key> {
    let member = subscription.extra.iter().find(|each| matches!(&*each.key, "secret" | "token"))?;
    Key::parse(policy.wire.scheme?, KeyUse::Sign, member.value.string()?).ok()
}

/// The delivery in the middle of the attempt: those before it failed as they were planned.
fn attempt(
    args: &DeliverArgs,
    policy: &Policy,
    subscription: &Subscription,
    event: &Accepted,
) -> Delivery {
    let accepted = args.now.unwrap_or_else(now).saturating_mul(1_000);
    let mut delivery = Delivery::new(event.id.as_str(), subscription.id.as_str(), accepted);
    let wake = Input::Wake { subscription: Standing::Enabled };
    while let Some(now) = delivery.wake_at() {
        let moment = Moment { now, random: [0; 16] };
        delivery = delivery.step(policy, &wake, moment).0;
        let number = delivery.attempts.last().map_or(u32::MAX, |last| last.number);
        if number >= args.attempt {
            break;
        }
        let failed = Input::Failure { attempt: number, run: 1, trouble: Trouble::Connection };
        delivery = delivery.step(policy, &failed, moment).0;
    }
    delivery
}

fn schedule(policy: &Policy) -> Vec<Planned> {
    let later = (2_u32..).map_while(|number| {
        let (delay, from) = policy.schedule.delay(number)?;
        Some(Planned { attempt: number, delay, from: Some(from) })
    });
    std::iter::once(Planned { attempt: 1, delay: 0, from: None }).chain(later).collect()
}

/// The URL; without --show-secrets, a mark in the place of its query.
fn url(url: &str, show_secrets: bool, marks: Marks) -> String {
    match url.find(['?', '#']) {
        Some(at) if !show_secrets => format!("{}?{}", &url[..at], marks.mask),
        _ => url.to_owned(),
    }
}

fn text(report: &Report<'_>, request: &Request) -> String {
    let Report { subscription, attempt, attempts, .. } = report;
    let (scheme, rest) = report.url.split_once("://").unwrap_or(("", &report.url));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut lines = vec![
        format!("# {subscription}: attempt {attempt} of {attempts}, by {scheme}"),
        format!("{} {slash}{path} HTTP/1.1", report.method),
        format!("Host: {host}"),
    ];
    lines.extend(report.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    lines.push(format!("Content-Length: {}", request.body.len()));
    lines.push(String::new());
    lines.push(report.body.clone());
    lines.push(String::new());
    if !report.signed {
        lines.push("# not signed: --secret-file FILE or --secret-env NAME signs it".to_owned());
    }
    let (from, to) = report.success;
    let statuses = if from == to { from.to_string() } else { format!("{from} to {to}") };
    let timeout = duration(report.timeout);
    lines.push(format!("# delivered on {statuses}; an answer is awaited for {timeout}"));
    for planned in &report.schedule {
        let when = match planned.from {
            None => "at once".to_owned(),
            Some(Origin::First) => format!("{} after the first", duration(planned.delay)),
            Some(Origin::Previous) => format!("{} after the one before", duration(planned.delay)),
        };
        lines.push(format!("# attempt {:>2}: {when}", planned.attempt));
    }
    lines.join("\n") + "\n"
}

/// A number of milliseconds in its largest units.
fn duration(millis: u64) -> String {
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"), (1, "ms")];
    let mut rest = millis;
    let mut parts = Vec::new();
    for (size, name) in units {
        if rest >= size {
            parts.push(format!("{} {name}", rest / size));
            rest %= size;
        }
    }
    parts.join(" ")
}
