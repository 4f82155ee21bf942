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
        Self::with(Renderer::styled(), width, marks)
    }

    /// Snippets without colours.
    pub(crate) fn plain(width: usize, marks: Marks) -> Self {
        Self::with(Renderer::plain(), width, marks)
    }

    fn with(renderer: Renderer, width: usize, marks: Marks) -> Self {
        let renderer = renderer.term_width(width).decor_style(DecorStyle::Ascii);
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
        let mut group = title.element(drawn.snippet(source, None));
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(plain(help)));
        }
        let mut text = drawn.placed(self.renderer.render(&[group]));
        text.push('\n');
        text
    }

    /// The line of a place, what is pointed at underlined, with a label beside it.
    pub(crate) fn excerpt(&self, source: &Source, span: Span, label: &str) -> String {
        let drawn = Drawn::of(source, span, self.marks);
        let label = Some(label).filter(|label| !label.is_empty());
        let group = Group::with_level(Level::ERROR).element(drawn.snippet(source, label));
        drawn.placed(self.renderer.render(&[group]))
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

    fn snippet<'s>(
        &'s self,
        source: &'s Source,
        label: Option<&'s str>,
    ) -> Snippet<'s, Annotation<'s>> {
        let annotation = AnnotationKind::Primary.span(self.window.range.clone());
        Snippet::source(self.window.text.as_str())
            .path(plain(&source.name))
            .line_start(self.window.position.line)
            .annotation(annotation.label(label.map(plain)))
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
