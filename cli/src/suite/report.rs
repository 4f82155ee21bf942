//! What came of the cases: for people, as `JUnit`'s XML, as annotations.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::{Ended, Failed};
use crate::terminal::{BAD, FAINT, GOOD, HINT, Marks, count, counted, paint, plain};

type Ran = [(PathBuf, Vec<Ended>)];

fn failures(ran: &Ran) -> impl Iterator<Item = &Failed> {
    ran.iter().flat_map(|(_, ended)| ended).filter_map(|ended| ended.failure.as_ref())
}

/// `3 cases hold, 1 does not`
fn conclusion(ran: &Ran) -> String {
    let all: usize = ran.iter().map(|(_, ended)| ended.len()).sum();
    let failed = failures(ran).count();
    let held = counted((all - failed) as u64, "case");
    let hold = if all - failed == 1 { "holds" } else { "hold" };
    match failed {
        0 => format!("{held} {hold}"),
        1 => format!("{held} {hold}, 1 does not"),
        more => format!("{held} {hold}, {} do not", count(more as u64)),
    }
}

pub(super) fn text(ran: &Ran, marks: Marks) -> String {
    let mut text = String::new();
    for (path, ended) in ran {
        for Ended { name, line, column, failure } in ended {
            let name = plain(name);
            let Some(failed) = failure else {
                let _ = writeln!(text, "{} {name}", paint(GOOD, marks.padded(marks.pass)));
                continue;
            };
            let place = format!("{}:{line}:{column}", path.display());
            let _ = writeln!(
                text,
                "{} {name}   {}",
                paint(BAD, marks.padded(marks.fail)),
                paint(FAINT, plain(&place))
            );
            let _ = writeln!(text, "    {}", plain(&failed.message));
            for detail in &failed.details {
                let _ = writeln!(text, "    {} {}", paint(HINT, marks.arrow), plain(detail));
            }
        }
    }
    let style = if failures(ran).next().is_some() { BAD } else { GOOD };
    let _ = writeln!(text, "{}", paint(style, conclusion(ran)));
    text
}

pub(super) fn junit(ran: &Ran) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = |failures: &mut dyn Iterator<Item = &Failed>| {
        let (errors, failed): (Vec<_>, Vec<_>) = failures.partition(|failed| failed.is_error);
        (failed.len(), errors.len())
    };
    let all: usize = ran.iter().map(|(_, ended)| ended.len()).sum();
    let (failed, errors) = counts(&mut failures(ran));
    let _ = writeln!(
        text,
        "<testsuites name=\"hooksieve\" tests=\"{all}\" failures=\"{failed}\" errors=\"{errors}\">"
    );
    for (path, ended) in ran {
        let name = escaped(&path.display().to_string());
        let (failed, errors) = counts(&mut ended.iter().filter_map(|it| it.failure.as_ref()));
        let tests = ended.len();
        let _ = writeln!(
            text,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"{errors}\">"
        );
        for Ended { name: case, line, failure, .. } in ended {
            let case = escaped(case);
            let _ = write!(
                text,
                "    <testcase classname=\"{name}\" name=\"{case}\" file=\"{name}\" line=\"{line}\""
            );
            let Some(failed) = failure else {
                text.push_str("/>\n");
                continue;
            };
            let element = if failed.is_error { "error" } else { "failure" };
            let message = escaped(&failed.message);
            let details = escaped(&failed.details.join("\n"));
            let _ = writeln!(
                text,
                ">\n      <{element} message=\"{message}\">{details}</{element}>\n    </testcase>"
            );
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// A text in XML, without the characters that XML cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// Workflow commands: data after `::`, properties before.
pub(super) fn github(ran: &Ran) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut text = String::new();
    for (path, ended) in ran {
        for Ended { name, line, column, failure } in ended {
            let Some(failed) = failure else { continue };
            let lines: Vec<&str> = std::iter::once(&failed.message)
                .chain(&failed.details)
                .map(String::as_str)
                .collect();
            let _ = writeln!(
                text,
                "::error file={},line={line},col={column},title={}::{}",
                property(&path.display().to_string()),
                property(name),
                data(&lines.join("\n"))
            );
        }
    }
    let _ = writeln!(text, "{}", data(&conclusion(ran)));
    text
}
