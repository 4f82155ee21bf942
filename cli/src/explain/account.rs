//! The full account of one event: every check, with what was asked for beside what is there.

use std::fmt::Write as _;
use std::io::Write;

use hooksieve::json::Node;
use hooksieve::{
    Check, CheckStatus, Code, Counterfactual, Diagnostic, EventForm, Explanation, Outcome,
    Severity, near_misses,
};

use super::near::{blocker, blockers, checks};
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::render::{Snippets, Source};
use crate::terminal::{
    BAD, DOUBT, FAINT, GOOD, HINT, Marks, STRONG, clipped, count, counted, paint, plain, width,
};

/// With more subscriptions than this, those that do not fire are summed up.
const IN_FULL: usize = 4;
/// How many near misses are accounted for then.
const NEAR: usize = 3;
/// How many subscriptions that fire are named then.
const NAMED: usize = 20;

/// Said where nothing can fire.
pub(super) const NO_SUBSCRIPTION: &str = "There is no subscription in the configuration.";

/// What to do about an event without a type.
const NAME_A_TYPE: &str = "--events-as names the form, or a record around the body names the type:\n            \
     {\"headers\": {\"X-Event-Type\": \"TYPE\"}, \"body\": BODY}";

/// What is accounted for.
pub(super) struct Shown<'s> {
    pub(super) config: &'s Configuration,
    /// The event's text.
    pub(super) event: &'s Source,
    /// The line on which the event starts.
    pub(super) line: usize,
    pub(super) explanations: &'s [Explanation],
    /// Set where no value of the event may be shown.
    pub(super) redacts: bool,
    pub(super) form: EventForm,
}

impl<'s> Shown<'s> {
    /// `webhook.json: Dfns webhook`
    pub(super) fn config_title(&self) -> String {
        let title = self.config.config.dialect.title();
        format!("{}: {title}", self.config.source.name)
    }

    /// `event.json: wallet.transfer.requested, whe-77`; only the place where there is no
    /// subscription to explain.
    pub(super) fn event_title(&self) -> String {
        let line = if self.line > 1 { format!(":{}", self.line) } else { String::new() };
        if self.explanations.is_empty() || self.redacts {
            return format!("{}{line}", self.event.name);
        }
        let event = self.explanations.iter().find_map(|each| each.event.as_ref());
        let event_type = event.and_then(|event| event.event_type.as_deref());
        let id = event.and_then(|event| event.id.as_deref());
        let mut title = match (event, event_type) {
            (None, _) => "unreadable".to_owned(),
            (Some(_), None) => "no event type".to_owned(),
            (Some(_), Some(event_type)) => plain(event_type).into_owned(),
        };
        if let Some(id) = id {
            let _ = write!(title, ", {}", plain(id));
        }
        format!("{}{line}: {title}", self.event.name)
    }

    /// The explanations to give in full: all of them, or the nearest of many.
    pub(super) fn in_full(&self) -> Vec<&'s Explanation> {
        if self.explanations.len() <= IN_FULL {
            return self.explanations.iter().collect();
        }
        let undecidable =
            self.explanations.iter().filter(|each| each.outcome == Outcome::Undecidable).take(NEAR);
        undecidable.chain(near_misses(self.explanations, NEAR)).take(NEAR).collect()
    }

    /// Those that fire, where not all are given in full.
    pub(super) fn summed_up(&self) -> Option<Vec<&'s str>> {
        let fires = self.explanations.iter().filter(|each| each.outcome == Outcome::Fires);
        (self.explanations.len() > IN_FULL)
            .then(|| fires.map(|each| each.subscription.id.as_str()).collect())
    }

    /// What blocked those that do not fire: codes with their numbers, most frequent first.
    pub(super) fn blocked(&self) -> Vec<(Code, u64)> {
        let mut blocked: Vec<(Code, u64)> = Vec::new();
        for check in self.explanations.iter().filter_map(blocker) {
            match blocked.iter_mut().find(|(code, _)| *code == check.code) {
                Some((_, number)) => *number += 1,
                None => blocked.push((check.code, 1)),
            }
        }
        blocked.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        blocked
    }

    /// What was found wrong in the part of the configuration that a check is about.
    pub(super) fn findings(&self, check: &Check) -> impl Iterator<Item = &'s Diagnostic> {
        let span = check.config.as_ref().map(|place| place.span).filter(|_| !self.redacts);
        self.config.config.diagnostics.iter().filter(move |finding| {
            let at = finding.place.span;
            finding.severity != Severity::Note
                && span.is_some_and(|span| span.start <= at.start && at.end <= span.end)
        })
    }

    /// Where a check stands: in the configuration, or else in the event.
    pub(super) fn place(&self, check: &Check) -> Option<String> {
        let in_config = check.config.as_ref().map(|place| (&self.config.source, place));
        let in_event = check.event.as_ref().map(|place| (self.event, place));
        in_config.or(in_event).map(|(source, place)| source.locate(place.span.start))
    }
}

/// `1 of 2 checks fails`
pub(super) fn score(explanation: &Explanation) -> String {
    let (blocked, all) = (blockers(explanation) as u64, checks(explanation) as u64);
    let verb = match (explanation.outcome, blocked) {
        (Outcome::Fires, _) => return format!("{} passed", counted(all, "check")),
        (Outcome::DoesNotFire, 1) => "fails",
        (Outcome::DoesNotFire, _) => "fail",
        (Outcome::Undecidable, 1) => "is undecidable",
        (Outcome::Undecidable, _) => "are undecidable",
    };
    format!("{} of {} {verb}", count(blocked), counted(all, "check"))
}

/// The outcome in words, for a heading.
pub(super) fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fires => "fires",
        Outcome::DoesNotFire => "does not fire",
        Outcome::Undecidable => "undecidable",
    }
}

/// Writes the account to stdout.
pub(super) fn write(shown: &Shown<'_>) -> Result<(), Failure> {
    let page = Page { shown, marks: Marks::of_locale(), width: width().min(100) };
    let mut out = anstream::stdout().lock();
    out.write_all(page.text().as_bytes())?;
    out.flush()?;
    Ok(())
}

struct Page<'s> {
    shown: &'s Shown<'s>,
    marks: Marks,
    width: usize,
}

impl Page<'_> {
    fn text(&self) -> String {
        let (config, event) = (self.shown.config_title(), self.shown.event_title());
        let between = if config.chars().count() + event.chars().count() + 6 <= self.width {
            "      "
        } else {
            "\n"
        };
        let mut text = format!("{}{between}{}\n", paint(STRONG, config), paint(STRONG, event));
        if self.shown.explanations.is_empty() {
            let _ = writeln!(text, "\n{NO_SUBSCRIPTION}");
        }
        if let Some(fires) = self.shown.summed_up() {
            self.sum_up(&fires, &mut text);
        }
        for explanation in self.shown.in_full() {
            self.explanation(explanation, &mut text);
        }
        text
    }

    /// Who fires and what blocked the others, where there are many.
    fn sum_up(&self, fires: &[&str], text: &mut String) {
        let all = self.shown.explanations.len() as u64;
        let style = if fires.is_empty() { BAD } else { GOOD };
        let number =
            format!("FIRES {} of {}", count(fires.len() as u64), counted(all, "subscription"));
        let _ = writeln!(text, "\n{}", paint(style, number));
        for id in fires.iter().take(NAMED) {
            let _ = writeln!(text, "  {} {}", paint(GOOD, self.marks.pass), plain(id));
        }
        if let Some(more) = fires.len().checked_sub(NAMED).filter(|&more| more > 0) {
            let _ = writeln!(text, "  {} and {} more", self.marks.more, count(more as u64));
        }
        let blocked = self.shown.blocked();
        if !blocked.is_empty() {
            let _ = writeln!(text, "\n{}", paint(STRONG, "Why not the others:"));
            let longest = blocked.iter().map(|(code, _)| code.as_str().len()).max();
            let longest = longest.unwrap_or_default();
            for (code, number) in blocked {
                let _ = writeln!(text, "  {:<longest$}  {:>7}", code.as_str(), count(number));
            }
        }
        if !self.shown.in_full().is_empty() {
            let _ = writeln!(text, "\n{}", paint(STRONG, "Nearest:"));
        }
    }

    fn explanation(&self, explanation: &Explanation, text: &mut String) {
        let style = match explanation.outcome {
            Outcome::Fires => GOOD,
            Outcome::DoesNotFire => BAD,
            Outcome::Undecidable => DOUBT,
        };
        let verdict = paint(style, words(explanation.outcome).to_uppercase());
        let id = plain(&explanation.subscription.id);
        let _ = writeln!(text, "\n{verdict}  {}   {}\n", paint(STRONG, id), score(explanation));
        let mut in_alternatives = false;
        for check in &explanation.checks {
            if check.alternative && !in_alternatives {
                let _ = writeln!(text, "  {}", paint(FAINT, "one of these is enough:"));
            }
            in_alternatives = check.alternative;
            self.check(check, explanation, text);
        }
        for note in &explanation.notes {
            let code = paint(FAINT, format_args!("[{}]", note.code));
            let _ = writeln!(text, "  note: {} {code}", plain(&note.message));
        }
        if !explanation.counterfactual.is_empty() {
            let _ = writeln!(text, "\n  {}", paint(STRONG, "To make it fire:"));
            for need in &explanation.counterfactual {
                let _ = writeln!(text, "    {} {}", self.marks.dot, plain(need));
            }
            self.changes(explanation, text);
        }
    }

    /// The smallest changes that were found and tried.
    fn changes(&self, explanation: &Explanation, text: &mut String) {
        if self.shown.redacts {
            return;
        }
        let (at, event) = (explanation.subscription.index, self.shown.event.text.as_bytes());
        let config = &self.shown.config.config;
        let found = Counterfactual::with_event_form(config, at, event, self.shown.form);
        let Some(found) = found else { return };
        for (what, changes) in
            [("the event", found.event), ("the subscription", found.subscription)]
        {
            for (number, change) in changes.iter().flatten().enumerate() {
                let lead = match number {
                    0 => format!("{} by a change of {what}:", self.marks.arrow),
                    _ => format!("{} and", self.marks.arrow),
                };
                let shown = format!("{lead} {change}");
                let shown = plain(&shown).replace('→', self.marks.arrow);
                let _ = writeln!(text, "    {shown}");
            }
        }
    }

    fn check(&self, check: &Check, explanation: &Explanation, text: &mut String) {
        let (style, mark) = match check.status {
            CheckStatus::Pass => (GOOD, self.marks.pass),
            CheckStatus::Fail => (BAD, self.marks.fail),
            CheckStatus::Undecidable => (DOUBT, self.marks.doubt),
            CheckStatus::NotEvaluated => (FAINT, self.marks.skipped),
        };
        let mark = self.marks.padded(mark);
        let message = plain(&check.message);
        let place = self.shown.place(check).unwrap_or_default();
        let taken = 3 + mark.chars().count() + message.chars().count();
        let room = self.width.saturating_sub(taken + place.chars().count());
        let mark = paint(style, mark);
        if place.is_empty() {
            let _ = writeln!(text, "  {mark} {message}");
        } else if room >= 2 {
            let place = paint(FAINT, format_args!("{:room$}{place}", ""));
            let _ = writeln!(text, "  {mark} {message}{place}");
        } else {
            let _ = writeln!(text, "  {mark} {message}\n      {}", paint(FAINT, place));
        }
        // An alternative that fails beside one that holds blocked nothing.
        let blocks = match check.status {
            CheckStatus::Fail => explanation.outcome == Outcome::DoesNotFire,
            CheckStatus::Undecidable => explanation.outcome != Outcome::Fires,
            CheckStatus::Pass | CheckStatus::NotEvaluated => false,
        };
        if blocks && !self.shown.redacts {
            self.details(check, text);
        }
    }

    /// The place of a check that blocked, what it asked for, what is there, and fixes.
    fn details(&self, check: &Check, text: &mut String) {
        let snippets = Snippets::new(self.width.saturating_sub(6), self.marks);
        let excerpt = match (&check.config, &check.event) {
            _ if check.code == Code::NoEventType => None,
            (Some(place), _) => Some(snippets.excerpt(&self.shown.config.source, place.span)),
            (None, Some(place)) => Some(snippets.excerpt(self.shown.event, place.span)),
            (None, None) => None,
        };
        for line in excerpt.iter().flat_map(|excerpt| excerpt.lines()) {
            let _ = writeln!(text, "      {line}");
        }
        let place = |place: &Option<hooksieve::Place>, source: &Source| {
            place.as_ref().map(|place| source.locate(place.span.start)).unwrap_or_default()
        };
        let asked = [
            ("asked for", &check.expected, place(&check.config, &self.shown.config.source)),
            ("event has", &check.actual, place(&check.event, self.shown.event)),
        ];
        for (name, value, place) in asked {
            if let Some(value) = value {
                let value = self.value(value, place.chars().count());
                let name = paint(FAINT, name);
                let place =
                    if place.is_empty() { place } else { format!("  {}", paint(FAINT, place)) };
                let _ = writeln!(text, "      {name}  {value}{place}");
            }
        }
        for finding in self.shown.findings(check) {
            let _ = writeln!(text, "      {} {}", paint(DOUBT, "look:"), plain(&finding.message));
            if let Some(help) = &finding.help {
                let _ = writeln!(text, "            {}", plain(help));
            }
        }
        if check.code == Code::NoEventType {
            let _ = writeln!(text, "      {} {NAME_A_TYPE}", paint(HINT, "hint:"));
        }
        for fix in &check.fixes {
            let _ = writeln!(text, "      {} {}", paint(HINT, "fix:"), plain(&fix.title));
        }
    }

    /// A value on one line, beside a place of so many characters.
    fn value(&self, value: &Node, place: usize) -> String {
        let json = value.to_json();
        clipped(&plain(&json), self.width.saturating_sub(19 + place), self.marks).into_owned()
    }
}
