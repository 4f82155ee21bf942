//! Explanations as Markdown, to be pasted into a ticket.

use std::fmt::Write as _;
use std::io::Write;

use hooksieve::json::Node;
use hooksieve::{CheckStatus, Explanation};

use super::account::{NO_SUBSCRIPTION, Shown, score, words};
use super::summary::{NEAR, Summary, TOP, is_by_type, look_at};
use crate::args::ExplainArgs;
use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::terminal::{Marks, clipped, count, counted, plain};

/// The longest value of a table's cell, in characters.
const CELL: usize = 120;

/// Writes the account of one event to stdout.
pub(super) fn account(shown: &Shown<'_>) -> Result<(), Failure> {
    let mut text = String::new();
    let _ = writeln!(text, "**Configuration** {}  ", prose(&shown.config_title()));
    let _ = writeln!(text, "**Event** {}", prose(&shown.event_title()));
    if shown.explanations.is_empty() {
        let _ = writeln!(text, "\n{NO_SUBSCRIPTION}");
    }
    if let Some(fires) = shown.summed_up() {
        let all = counted(shown.explanations.len() as u64, "subscription");
        let _ = writeln!(text, "\n### Fires {} of {all}\n", count(fires.len() as u64));
        for id in fires {
            let _ = writeln!(text, "- {}", code(id));
        }
        let _ = writeln!(text, "\n| Why not the others | Subscriptions |\n|---|--:|");
        for (code, number) in shown.blocked() {
            let _ = writeln!(text, "| {code} | {} |", count(number));
        }
    }
    for explanation in shown.in_full() {
        one(shown, explanation, &mut text);
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn one(shown: &Shown<'_>, explanation: &Explanation, text: &mut String) {
    let marks = Marks::of_document();
    let id = code(&explanation.subscription.id);
    let outcome = words(explanation.outcome);
    let _ = writeln!(
        text,
        "\n### {id}: {outcome}\n\n{}: {}\n",
        score(explanation),
        prose(&explanation.summary)
    );
    let _ = writeln!(text, "| | Check | Asked for | Event has | Place |\n|---|---|---|---|---|");
    for check in &explanation.checks {
        let mark = match check.status {
            CheckStatus::Pass => marks.pass,
            CheckStatus::Fail => marks.fail,
            CheckStatus::Undecidable => marks.doubt,
            CheckStatus::NotEvaluated => marks.skipped,
        };
        let place = shown.place(check).unwrap_or_default();
        let (message, place) = (prose(&check.message), prose(&place));
        let (expected, actual) = (value(check.expected.as_ref()), value(check.actual.as_ref()));
        let _ = writeln!(text, "| {mark} | {message} | {expected} | {actual} | {place} |");
    }
    let fixes = explanation.checks.iter().flat_map(|check| &check.fixes);
    let fixes = fixes.map(|fix| format!("Fix: {}", prose(&fix.title)));
    let needs = explanation.counterfactual.iter().map(|need| format!("To fire: {}", prose(need)));
    let notes = explanation
        .notes
        .iter()
        .map(|note| format!("Note ({}): {}", note.code, prose(&note.message)));
    let blocking = explanation.checks.iter().filter(|check| check.status != CheckStatus::Pass);
    let findings = blocking.flat_map(|check| shown.findings(check)).map(|finding| {
        let help = finding.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("Look: {}", prose(&format!("{}{help}", finding.message)))
    });
    let lines: Vec<String> = needs.chain(findings).chain(fixes).chain(notes).collect();
    if !lines.is_empty() {
        text.push('\n');
    }
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
}

/// The summary of many events.
pub(super) fn summary(
    args: &ExplainArgs,
    configuration: &Configuration,
    summary: &Summary,
) -> String {
    let mut text = String::new();
    let tally = &summary.tally;
    let title = configuration.config.dialect.title();
    let name = prose(&configuration.source.name);
    let _ = writeln!(text, "**Configuration** {name}: {title}  ");
    let _ = writeln!(text, "**Events** {}\n", count(tally.events()));
    let _ = writeln!(text, "| Fires | Does not fire | Undecidable |\n|--:|--:|--:|");
    let (fires, does_not) = (count(tally.fires), count(tally.does_not_fire));
    let _ = writeln!(text, "| {fires} | {does_not} | {} |", count(tally.undecidable));
    let ranked = summary.reasons.ranked();
    if !ranked.is_empty() {
        let _ = writeln!(text, "\n| Why not | Number | Most of all |\n|---|--:|---|");
    }
    for (reason_code, reason) in ranked {
        let (top, _) = reason.top(TOP);
        let top: Vec<String> = top
            .into_iter()
            .map(|(about, detail)| {
                if is_by_type(reason_code) && args.redact {
                    String::new()
                } else if is_by_type(reason_code) {
                    format!("{} {}", code(about), count(detail.pairs))
                } else {
                    prose(&detail.message)
                }
            })
            .collect();
        let pairs = count(reason.pairs);
        let _ = writeln!(text, "| {reason_code} | {pairs} | {} |", top.join("<br>"));
    }
    let near = summary.reasons.nearest(NEAR);
    if !near.is_empty() {
        let _ = writeln!(
            text,
            "\n| Near miss | Event | Subscription | What stood against it | Number |\n|---|---|---|---|--:|"
        );
    }
    for miss in &near {
        let event_type = miss.event_type.as_deref().map(code).unwrap_or_default();
        let (place, message) = (prose(&miss.place), prose(&miss.message));
        let (subscription, events) = (code(&miss.subscription), count(miss.events));
        let _ =
            writeln!(text, "| {place} | {event_type} | {subscription} | {message} | {events} |");
    }
    if let Some(miss) = near.first() {
        let several = configuration.config.subscriptions.len() > 1;
        let _ = writeln!(text, "\nLook at one: {}", code(&look_at(args, miss, several)));
    }
    let troubles = summary.troubles.causes();
    if !troubles.is_empty() {
        let _ = writeln!(text, "\n| Could not be decided | Why | Number |\n|---|---|--:|");
    }
    for cause in troubles {
        let (place, why) = (prose(&cause.place), prose(&cause.why));
        let _ = writeln!(text, "| {place} | {why} | {} |", count(cause.events));
    }
    if summary.troubles.others() > 0 {
        let _ = writeln!(text, "| others | | {} |", count(summary.troubles.others()));
    }
    text
}

/// A JSON value for a cell.
fn value(node: Option<&Node>) -> String {
    let text = node.map(Node::to_json).unwrap_or_default();
    if text.is_empty() {
        return text;
    }
    code(&clipped(&text, CELL, Marks::of_document()))
}

/// A sentence: what would end a cell or open a tag is escaped.
fn prose(text: &str) -> String {
    plain(text).replace('|', "\\|").replace('<', "&lt;")
}

/// Text as code, between as many backticks as it takes.
fn code(text: &str) -> String {
    let text = plain(text).replace('|', "\\|");
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}
