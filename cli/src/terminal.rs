//! What the terminal can show: colours, marks, width; and talking on stderr.

use std::borrow::Cow;
use std::fmt;
use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};

/// Something fires, a check passes.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// A check fails, an error.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Undecidable, a warning.
pub(crate) const DOUBT: Style = AnsiColor::Yellow.on_default().bold();
/// Places, and what is beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// Fixes and hints.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default();

/// `text` in `style`; the stream drops the style where colours are off.
pub(crate) fn paint(style: Style, text: impl fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The signs of the text forms, in the repertoire that the locale has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marks {
    /// A check that passes.
    pub(crate) pass: &'static str,
    /// A check that fails.
    pub(crate) fail: &'static str,
    /// A check that cannot be decided.
    pub(crate) doubt: &'static str,
    /// A check that was not made.
    pub(crate) skipped: &'static str,
    /// Stands between parts of a line.
    pub(crate) dot: &'static str,
    /// Stands between an event and whom it fires.
    pub(crate) arrow: &'static str,
    /// Stands for a secret.
    pub(crate) mask: &'static str,
    /// Stands for what was left out.
    pub(crate) more: &'static str,
    /// Whether the locale's character set is Unicode.
    pub(crate) unicode: bool,
}

const UNICODE: Marks = Marks {
    pass: "✓",
    fail: "✗",
    doubt: "?",
    skipped: "–",
    dot: "·",
    arrow: "→",
    mask: "••••",
    more: "…",
    unicode: true,
};

const ASCII: Marks = Marks {
    pass: "ok",
    fail: "FAIL",
    doubt: "??",
    skipped: "--",
    dot: "|",
    arrow: "->",
    mask: "****",
    more: "...",
    unicode: false,
};

impl Marks {
    /// The marks for the locale of the environment.
    pub(crate) fn of_locale() -> Self {
        if is_unicode() { UNICODE } else { ASCII }
    }

    /// The marks of a document that is passed on: always Unicode.
    pub(crate) const fn of_document() -> Self {
        UNICODE
    }

    /// The mark of a check, padded so that what follows is aligned.
    pub(crate) fn padded(self, mark: &str) -> String {
        let width = if self.unicode { 1 } else { 4 };
        format!("{mark:<width$}")
    }
}

/// Whether the locale's character set is UTF-8: the first set of the three decides.
fn is_unicode() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")) {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(windows),
    }
}

/// How many columns a text may take: those of the terminal, else 80.
pub(crate) fn width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map_or(80, |(columns, _)| usize::from(columns.0).clamp(40, 160))
}

/// A text from outside, made harmless for a terminal: control characters and those that
/// turn the direction of writing are shown by their number.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let hostile = |character: char| {
        character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.chars().any(hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(' '),
            other if hostile(other) => shown.extend(other.escape_unicode()),
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// `text` in at most `width` characters.
pub(crate) fn clipped(text: &str, width: usize, marks: Marks) -> Cow<'_, str> {
    if text.chars().count() <= width {
        return Cow::Borrowed(text);
    }
    let kept = width.saturating_sub(marks.more.chars().count());
    Cow::Owned(text.chars().take(kept).chain(marks.more.chars()).collect())
}

/// A number with its thousands apart: `5,312`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 event`, `2,000 events`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// The talk beside the answer, on stderr. A stderr that cannot be written to stops nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Talk {
    /// Set when only errors are to be told.
    pub(crate) quiet: bool,
}

impl Talk {
    /// Something worth knowing.
    pub(crate) fn note(self, text: impl fmt::Display) {
        if !self.quiet {
            self.error(text);
        }
    }

    /// Something that must be known.
    #[expect(clippy::unused_self, reason = "the two ways to talk are called alike")]
    pub(crate) fn error(self, text: impl fmt::Display) {
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    }

    /// The one line of a job that could not be done.
    pub(crate) fn failure(self, text: &str) {
        self.error(format_args!("{} {text}", paint(BAD, "error:")));
    }
}

/// Whether a person sees what is written to stderr as it comes.
pub(crate) fn progress_is_seen() -> bool {
    std::io::stderr().is_terminal()
}
