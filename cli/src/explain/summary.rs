//! Many events at once: how many fire, what stopped the others, which were nearest.

use std::fmt::Write as _;
use std::io::Write;
use std::time::Instant;

use super::near::blocker;
use super::reasons::{NearMiss, Reason, Reasons};
use super::troubles::Troubles;
use super::{Asker, Explained, markdown};
use crate::args::{ExplainArgs, ExplainFormat};
use crate::configuration::Configuration;
use crate::failure::{Exit, Failure};
use crate::input::{Chunk, Event, Input, in_order};
use crate::tally::{Progress, Tally, overall};
use crate::terminal::{
    BAD, DOUBT, FAINT, GOOD, HINT, Marks, STRONG, Talk, clipped, count, counted, paint, plain,
    width,
};
use hooksieve::{Code, Outcome};

/// How many event types or messages are told of one reason.
pub(super) const TOP: usize = 3;
/// How many near misses are told.
pub(super) const NEAR: usize = 5;
/// How many subscriptions are told one by one.
pub(super) const SUBSCRIPTIONS: usize = 20;

/// What was counted over a stream; its size does not grow with the stream.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) tally: Tally,
    pub(super) reasons: Reasons,
    /// Of each subscription how many events fire it, do not, and are undecidable.
    pub(super) subscriptions: Vec<Tally>,
    /// Events that could not be decided.
    pub(super) troubles: Troubles,
    told: Vec<String>,
}

impl Summary {
    fn new(subscriptions: usize) -> Self {
        Self {
            tally: Tally::default(),
            reasons: Reasons::default(),
            subscriptions: vec![Tally::default(); subscriptions],
            troubles: Troubles::default(),
            told: Vec::new(),
        }
    }

    fn of_chunk(asker: &Asker, chunk: &Chunk, subscriptions: usize) -> Self {
        let mut summary = Self::new(subscriptions);
        for (event, index) in chunk.events.iter().zip(chunk.first..) {
            summary.add(chunk, event, &asker.explain(chunk, event, index));
        }
        if let Some(message) = &chunk.failed {
            summary.told.push(format!("{} {message}", paint(BAD, "error:")));
            summary.tally.unreadable += 1;
        }
        summary
    }

    fn add(&mut self, chunk: &Chunk, event: &Event, explained: &Explained) {
        let place = || format!("{}:{}", chunk.file, event.line);
        let outcome = overall(explained.explanations.iter().map(|each| each.outcome));
        self.tally.add(outcome, explained.error.is_none());
        for explanation in &explained.explanations {
            if let Some(tally) = self.subscriptions.get_mut(explanation.subscription.index) {
                tally.add(explanation.outcome, true);
            }
            self.reasons.add(explanation, place);
        }
        if let Some(error) = &explained.error {
            self.told.push(format!("{}: {error}", place()));
            self.troubles.add(place(), error);
            return;
        }
        let mut doubtful = explained.explanations.iter();
        if let Some(first) = doubtful.find(|each| each.outcome == Outcome::Undecidable) {
            let why = blocker(first).map_or("undecidable", |check| &check.message);
            self.troubles.add(place(), why);
        }
    }

    fn merge(&mut self, later: Self) {
        self.tally.merge(later.tally);
        self.reasons.merge(later.reasons);
        for (tally, other) in self.subscriptions.iter_mut().zip(later.subscriptions) {
            tally.merge(other);
        }
        self.troubles.merge(later.troubles);
    }
}

/// Reads the whole input and writes its summary to stdout.
pub(super) fn write(
    args: &ExplainArgs,
    configuration: &Configuration,
    asker: Asker,
    input: Input,
    talk: Talk,
) -> Result<Exit, Failure> {
    let started = Instant::now();
    let subscriptions = configuration.config.subscriptions.len();
    let mut summary = Summary::new(subscriptions);
    let mut progress = Progress::new(talk, true);
    let work = move |chunk: &Chunk| Summary::of_chunk(&asker, chunk, subscriptions);
    in_order(input, args.events.jobs, work, |mut part: Summary| {
        if !part.told.is_empty() {
            progress.clear();
            talk.error(part.told.join("\n"));
            part.told = Vec::new();
        }
        progress.add(part.tally.events());
        summary.merge(part);
        Ok(())
    })?;
    progress.clear();
    if summary.tally.events() == 0 {
        if summary.tally.unreadable == 0 {
            let nowhere = args.line.map(|line| format!(" starts at line {line}"));
            talk.note(format_args!(
                "no event{}",
                nowhere.unwrap_or_else(|| "s in the input".into())
            ));
        }
        return Ok(summary.tally.exit());
    }
    let mut out = anstream::stdout().lock();
    let text = if args.format == ExplainFormat::Markdown {
        markdown::summary(args, configuration, &summary)
    } else {
        let elapsed = out.is_terminal().then(|| started.elapsed().as_secs_f64());
        Page { args, configuration, summary: &summary, marks: Marks::of_locale() }.text(elapsed)
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(summary.tally.exit())
}

/// The command that accounts for a near miss in full.
pub(super) fn look_at(args: &ExplainArgs, miss: &NearMiss, several: bool) -> String {
    let mut command = format!("hooksieve explain -c {}", args.events.config.display());
    for path in &args.events.events {
        let _ = write!(command, " {}", path.display());
    }
    let _ = write!(command, " --line {}", miss.line);
    if several {
        let _ = write!(command, " --id {}", quoted(&miss.subscription));
    }
    plain(&command).into_owned()
}

/// An id as a shell takes it.
fn quoted(id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if id.chars().all(is_plain) {
        id.to_owned()
    } else {
        format!("'{}'", id.replace('\'', r"'\''"))
    }
}

struct Page<'s> {
    args: &'s ExplainArgs,
    configuration: &'s Configuration,
    summary: &'s Summary,
    marks: Marks,
}

impl Page<'_> {
    fn text(&self, elapsed: Option<f64>) -> String {
        let mut text = String::new();
        let Tally { fires, does_not_fire, undecidable, .. } = self.summary.tally;
        let dot = self.marks.dot;
        let _ = write!(
            text,
            "{} {dot} {} {dot} {}",
            paint(GOOD, format_args!("fires {}", count(fires))),
            paint(BAD, format_args!("does not fire {}", count(does_not_fire))),
            paint(DOUBT, format_args!("undecidable {}", count(undecidable))),
        );
        let events = counted(self.summary.tally.events(), "event");
        let took = elapsed.map(|seconds| format!(", {seconds:.1} s")).unwrap_or_default();
        let _ = writeln!(text, "   {}", paint(FAINT, format_args!("({events}{took})")));
        self.subscriptions(&mut text);
        self.reasons(&mut text);
        self.near(&mut text);
        self.troubles(&mut text);
        text
    }

    fn is_about_several(&self) -> bool {
        self.summary.subscriptions.len() > 1 && self.args.id.is_none()
    }

    /// How often each subscription fires, where there are several.
    fn subscriptions(&self, text: &mut String) {
        if !self.is_about_several() {
            return;
        }
        let subscriptions = &self.configuration.config.subscriptions;
        let rows: Vec<_> = subscriptions.iter().zip(&self.summary.subscriptions).collect();
        let _ = writeln!(text, "\n{}", paint(STRONG, "Subscriptions:"));
        let shown = rows.iter().take(SUBSCRIPTIONS);
        let longest = shown.clone().map(|(each, _)| plain(&each.id).chars().count()).max();
        let longest = longest.unwrap_or_default().min(40);
        for (subscription, tally) in shown {
            let id = plain(&subscription.id);
            let fires = if tally.fires > 0 { GOOD } else { FAINT };
            let fires = paint(fires, format_args!("fires {:>7}", count(tally.fires)));
            let _ = write!(text, "  {id:<longest$}  {fires}");
            let _ = write!(text, "   does not {:>7}", count(tally.does_not_fire));
            if tally.undecidable > 0 {
                let number = format!("   undecidable {}", count(tally.undecidable));
                text.push_str(&paint(DOUBT, number));
            }
            text.push('\n');
        }
        if let Some(more) = rows.len().checked_sub(SUBSCRIPTIONS).filter(|&more| more > 0) {
            let _ = writeln!(text, "  {} and {} more", self.marks.more, count(more as u64));
        }
    }

    /// What stood against firing, ranked.
    fn reasons(&self, text: &mut String) {
        let ranked = self.summary.reasons.ranked();
        if ranked.is_empty() {
            return;
        }
        let title = if self.is_about_several() {
            "Why not (by event and subscription):"
        } else {
            "Why not:"
        };
        let _ = writeln!(text, "\n{}", paint(STRONG, title));
        let longest = ranked.iter().map(|(code, _)| code.as_str().len()).max().unwrap_or(0);
        for (code, reason) in ranked {
            let name = paint(BAD, format_args!("{:<longest$}", code.as_str()));
            let number = count(reason.pairs);
            let (indent, first, more) = if is_by_type(code) {
                let indent = longest + 4 + 9;
                let mut lines = self.types(reason, width().saturating_sub(indent + 2)).into_iter();
                (indent, lines.next().map(|line| format!("  {line}")), lines.collect())
            } else {
                (6, None, self.sentences(code, reason, width().saturating_sub(8)))
            };
            let _ = writeln!(text, "  {name}  {number:>7}{}", first.unwrap_or_default());
            for line in more {
                let _ = writeln!(text, "{:indent$}{line}", "");
            }
        }
    }

    /// The event types that a reason was about, on lines of at most `room` characters.
    fn types(&self, reason: &Reason, room: usize) -> Vec<String> {
        let (top, others) = reason.top(TOP);
        if self.args.redact {
            return Vec::new();
        }
        let told =
            top.iter().map(|(about, detail)| format!("{} {}", plain(about), count(detail.pairs)));
        let others = (others > 0).then(|| format!("others {}", count(others)));
        wrapped(&told.chain(others).collect::<Vec<_>>(), self.marks.dot, room)
    }

    /// The parts of the configuration that a reason was about, a line each.
    fn sentences(&self, code: Code, reason: &Reason, room: usize) -> Vec<String> {
        if code == Code::Disabled {
            return Vec::new();
        }
        let (top, others) = reason.top(TOP);
        let is_only = top.len() == 1;
        let told = top.iter().map(|(_, detail)| {
            let message = plain(&detail.message);
            let number = count(detail.pairs);
            let line = if is_only {
                message.into_owned()
            } else {
                format!("{number} {} {message}", self.marks.dot)
            };
            clipped(&line, room, self.marks).into_owned()
        });
        let others = (others > 0).then(|| format!("{} {} others", count(others), self.marks.dot));
        told.chain(others).collect()
    }

    /// Events that something small kept from firing.
    fn near(&self, text: &mut String) {
        let near = self.summary.reasons.nearest(NEAR);
        let Some(nearest) = near.first() else { return };
        let _ = writeln!(text, "\n{}", paint(STRONG, "Near misses:"));
        for miss in &near {
            let untold = if self.args.redact { "" } else { "(no event type)" };
            let event_type = plain(miss.event_type.as_deref().unwrap_or(untold));
            let whom = if self.is_about_several() {
                format!(" {} {}", self.marks.arrow, plain(&miss.subscription))
            } else {
                String::new()
            };
            let more = first_of(miss.events);
            let place = paint(FAINT, &miss.place);
            let _ = writeln!(text, "  {place}  {event_type}{whom}{}", paint(FAINT, more));
            let _ =
                writeln!(text, "      {} {}", paint(BAD, self.marks.fail), plain(&miss.message));
            for need in &miss.needs {
                let _ = writeln!(text, "      {} {}", paint(HINT, self.marks.arrow), plain(need));
            }
        }
        let command = look_at(self.args, nearest, self.is_about_several());
        let _ = writeln!(text, "  {}", paint(FAINT, format_args!("Look at one: {command}")));
    }

    fn troubles(&self, text: &mut String) {
        let troubles = &self.summary.troubles;
        if troubles.causes().is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{}", paint(STRONG, "Could not be decided:"));
        for cause in troubles.causes() {
            let more = first_of(cause.events);
            let (place, why) = (paint(FAINT, &cause.place), plain(&cause.why));
            let _ = writeln!(text, "  {place}  {why}{}", paint(FAINT, more));
        }
        if troubles.others() > 0 {
            let _ = writeln!(text, "  {} and {} more", self.marks.more, count(troubles.others()));
        }
    }
}

/// Says of the first of several events how many there are.
fn first_of(events: u64) -> String {
    if events == 1 { String::new() } else { format!("  (first of {})", count(events)) }
}

/// Whether a reason is told by event types.
pub(super) fn is_by_type(code: Code) -> bool {
    matches!(code, Code::EventTypeNotListed | Code::EventTypeDiffersCase | Code::NoEventTypes)
}

/// Parts put together on lines of at most `room` characters.
fn wrapped(parts: &[String], dot: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() + 3 <= room => {
                let _ = write!(line, " {dot} {part}");
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}
