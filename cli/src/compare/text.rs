//! A comparison for people: on the terminal, and as a comment.

use std::fmt::Write as _;
use std::path::Path;

use hooksieve::{ComparisonReport, DeliveryCounts, Relation, SubscriptionChange};

use crate::terminal::{BAD, DOUBT, FAINT, GOOD, Marks, STRONG, count, counted, paint, plain};

/// How many subscriptions and targets are told one by one.
const TOLD: usize = 20;

/// The sentence for what is proved of a configuration as a whole.
fn proved(report: &ComparisonReport) -> &'static str {
    match report.proved {
        Relation::Equal => "proved: both deliver the same, whatever the event",
        Relation::Wider => "proved: the new one delivers all that the old one does, and maybe more",
        Relation::Narrower => "proved: the new one delivers nothing that the old one does not",
        Relation::Disjoint => "proved: no delivery of the old one stays",
        _ => "for every event nothing is proved",
    }
}

/// What is proved of one subscription, in a word or two.
fn proved_of(change: &SubscriptionChange) -> &'static str {
    match (change.status, change.proved) {
        ("added", Relation::Equal) => "added, never fires",
        ("removed", Relation::Equal) => "removed, never fired",
        ("added", _) => "added",
        ("removed", _) => "removed",
        (_, Relation::Equal) if change.target_differs => "another target",
        (_, Relation::Equal) => "the same",
        (_, Relation::Wider) => "wider",
        (_, Relation::Narrower) => "narrower",
        (_, Relation::Disjoint) => "disjoint",
        _ => "not proved",
    }
}

fn verdict(report: &ComparisonReport) -> &'static str {
    match (report.differs, report.events) {
        (false, 0) => "nothing changes",
        (false, _) => "no delivery changes",
        (true, 0) if report.proved == Relation::Unknown => "something may change",
        (true, _) => "deliveries change",
    }
}

/// `gained 3 · lost 1 · unchanged 20`
fn counts(counts: DeliveryCounts, moved: u64, dot: &str) -> String {
    let mut parts = vec![
        format!("gained {}", count(counts.gained)),
        format!("lost {}", count(counts.lost)),
        format!("unchanged {}", count(counts.unchanged)),
    ];
    if moved > 0 {
        parts.push(format!("moved {}", count(moved)));
    }
    if counts.undecidable > 0 {
        parts.push(format!("undecidable {}", count(counts.undecidable)));
    }
    parts.join(&format!(" {dot} "))
}

/// The page for a terminal.
pub(super) fn page(report: &ComparisonReport, (old, new): (&Path, &Path)) -> String {
    let marks = Marks::of_locale();
    let mut text = String::new();
    let style = if report.differs { BAD } else { GOOD };
    let _ = write!(text, "{}", paint(style, verdict(report)));
    let (old, new) = (old.display().to_string(), new.display().to_string());
    let files = format!("{} {} {}", plain(&old), marks.arrow, plain(&new));
    let _ = writeln!(text, "   {}", paint(FAINT, files));
    if report.events > 0 {
        let events = counted(report.events, "event");
        let all = counts(report.counts, report.moved, marks.dot);
        let _ = writeln!(text, "{all}   {}", paint(FAINT, format_args!("({events})")));
    }
    let _ = writeln!(text, "{}", paint(FAINT, proved(report)));
    subscriptions(&mut text, report, marks);
    if report.events > 0 && report.targets.len() > 1 {
        let _ = writeln!(text, "\n{}", paint(STRONG, "Targets:"));
        for target in report.targets.iter().take(TOLD) {
            let all = counts(target.counts, 0, marks.dot);
            let _ = writeln!(text, "  {}  {all}", plain(&target.url));
        }
        more(&mut text, report.targets.len(), marks);
    }
    text
}

fn subscriptions(text: &mut String, report: &ComparisonReport, marks: Marks) {
    let changed: Vec<_> = report.subscriptions.iter().filter(|change| change.differs).collect();
    let same = report.subscriptions.len() - changed.len();
    if changed.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", paint(STRONG, "Subscriptions:"));
    for change in changed.iter().take(TOLD) {
        let id = plain(&change.id);
        let how = paint(DOUBT, proved_of(change));
        let all = match report.events {
            0 => String::new(),
            _ => format!("   {}", counts(change.counts, change.moved, marks.dot)),
        };
        let _ = writeln!(text, "  {id}  {how}{all}");
        for example in &change.examples {
            let style = if example.change == "gained" { GOOD } else { BAD };
            let event_type = example.event.event_type.as_deref().unwrap_or("(no event type)");
            let _ = writeln!(
                text,
                "      {} {}  {}",
                paint(style, example.change),
                paint(FAINT, plain(&example.place)),
                plain(event_type)
            );
        }
    }
    more(text, changed.len(), marks);
    if same > 0 {
        let of = counted(same as u64, "other subscription");
        let _ = writeln!(text, "  {}", paint(FAINT, format_args!("{of} unchanged")));
    }
}

fn more(text: &mut String, all: usize, marks: Marks) {
    if let Some(more) = all.checked_sub(TOLD).filter(|&more| more > 0) {
        let _ = writeln!(text, "  {} and {} more", marks.more, count(more as u64));
    }
}

/// A text as Markdown shows it, in a table's cell.
fn cell(text: &str) -> String {
    format!("`{}`", plain(text).replace('`', "'").replace('|', "\\|"))
}

/// The comment for a pull request.
pub(super) fn comment(report: &ComparisonReport, (old, new): (&Path, &Path)) -> String {
    let dot = "·";
    let mut text = String::new();
    let (old, new) = (old.display().to_string(), new.display().to_string());
    let _ = writeln!(text, "### {} → {}: {}\n", cell(&old), cell(&new), verdict(report));
    if report.events > 0 {
        let events = counted(report.events, "event");
        let _ = writeln!(text, "{} over {events}  ", counts(report.counts, report.moved, dot));
    }
    let _ = writeln!(text, "{}.", proved(report));
    let changed: Vec<_> = report.subscriptions.iter().filter(|change| change.differs).collect();
    if changed.is_empty() {
        return text;
    }
    let _ = writeln!(text, "\n| Subscription | Change | Gained | Lost | Unchanged | Examples |");
    let _ = writeln!(text, "|---|---|--:|--:|--:|---|");
    for change in changed.iter().take(TOLD) {
        let examples = change.examples.iter().map(|example| {
            let event_type = example.event.event_type.as_deref().unwrap_or("(no event type)");
            format!("{} {} {}", example.change, cell(&example.place), cell(event_type))
        });
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&change.id),
            proved_of(change),
            count(change.counts.gained),
            count(change.counts.lost),
            count(change.counts.unchanged),
            examples.collect::<Vec<_>>().join("<br>")
        );
    }
    more(&mut text, changed.len(), Marks::of_document());
    if report.events > 0 && report.targets.len() > 1 {
        let _ = writeln!(text, "\n| Target | Gained | Lost | Unchanged |\n|---|--:|--:|--:|");
        for target in report.targets.iter().take(TOLD) {
            let DeliveryCounts { gained, lost, unchanged, .. } = target.counts;
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                cell(&target.url),
                count(gained),
                count(lost),
                count(unchanged)
            );
        }
    }
    text
}
