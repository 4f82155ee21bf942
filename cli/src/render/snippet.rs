//! Source snippets in the manner of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use hooksieve::json::Span;
use hooksieve::{Diagnostic, Position, Severity};

use super::Source;
use super::source::Window;
use crate::terminal::{Marks, plain};

/// Draws snippets of sources.
#[derive(Debug)]
pub(crate) struct Snippets {
    renderer: Renderer,
    marks: Marks,
}

impl Snippets {
    /// Snippets of at most `width` columns; the stream drops their colours where they are off.
    pub(crate) fn new(width: usize, marks: Marks) -> Self {
        let renderer = Renderer::styled().term_width(width).decor_style(DecorStyle::Ascii);
        Self { renderer, marks }
    }

    /// A diagnostic with its place in the source.
    pub(crate) fn diagnostic(&self, source: &Source, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            _ => Level::NOTE,
        };
        let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.as_str());
        let drawn = Drawn::of(source, diagnostic.place.span, self.marks);
        let mut group = title.element(drawn.snippet().path(plain(&source.name)));
        for related in &diagnostic.related {
            let place = source.locate(related.place.span.start);
            let fact = format!("{}: {}", plain(&place), plain(&related.message));
            group = group.element(Level::NOTE.message(fact));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(plain(help)));
        }
        let mut text = drawn.placed(self.renderer.render(&[group]));
        text.push('\n');
        text
    }

    /// The line of a place, what is pointed at underlined.
    pub(crate) fn excerpt(&self, source: &Source, span: Span) -> String {
        let drawn = Drawn::of(source, span, self.marks);
        let group = Group::with_level(Level::ERROR).element(drawn.snippet());
        let text = self.renderer.render(&[group]);
        // The first line is an empty one of the margin.
        text.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or(text)
    }
}

/// The window of a place.
struct Drawn {
    window: Window,
    /// The column that the renderer counts in the window.
    counted: usize,
}

impl Drawn {
    fn of(source: &Source, span: Span, marks: Marks) -> Self {
        let window = source.window(span, marks.mask);
        let before = window.text.get(..window.range.start).unwrap_or_default();
        let counted = before.chars().count() + 1;
        Self { window, counted }
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotation = AnnotationKind::Primary.span(self.window.range.clone());
        Snippet::source(self.window.text.as_str())
            .line_start(self.window.position.line)
            .annotation(annotation)
    }

    /// The rendered text with the column of the source: masks and cuts shift the window's.
    fn placed(&self, rendered: String) -> String {
        let Position { line, column } = self.window.position;
        if column == self.counted {
            return rendered;
        }
        rendered.replacen(&format!(":{line}:{}", self.counted), &format!(":{line}:{column}"), 1)
    }
}
