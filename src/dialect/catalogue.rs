//! The event types that a provider's documents name.

use serde::Serialize;

use super::read::replace;
use super::{Cursor, Reader, did_you_mean};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// One event type of a provider's catalogue.
///
/// ```
/// use hooksieve::Dialect;
/// let types = Dialect::DFNS.event_types();
/// assert!(types.iter().any(|event_type| event_type.name == "wallet.created"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EventType {
    /// The type's name.
    pub name: &'static str,
    /// What the documents say it means; empty where they do not.
    pub meaning: &'static str,
}

/// The event types of one edition.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Types of this edition.
    pub(crate) types: &'static [EventType],
    /// Types that only later documents name, accepted with a note.
    pub(crate) later: &'static [EventType],
    /// Names that older documents use.
    pub(crate) legacy: &'static [EventType],
    /// What an older name gets in a request and in a stored object.
    pub(crate) legacy_severity: (Severity, Severity),
}

impl Catalogue {
    /// No types of one's own: any name is taken.
    pub(crate) const EMPTY: Self = Self {
        types: &[],
        later: &[],
        legacy: &[],
        legacy_severity: (Severity::Error, Severity::Warning),
    };

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.types.iter().chain(self.later).map(|each| each.name)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.types.iter().any(|each| each.name == name)
    }

    /// Reports a name that this edition's documents do not have.
    pub(crate) fn check(&self, reader: &mut Reader<'_>, at: &Cursor<'_>, name: &str) {
        if self.types.is_empty() || self.contains(name) {
            return;
        }
        if self.later.iter().any(|each| each.name == name) {
            reader.note(
                Code::EventTypeLater,
                at.place(),
                format!("only later documents name the event type {name:?}"),
            );
            return;
        }
        if let Some(legacy) = self.legacy.iter().find(|each| each.name == name) {
            let (request, stored) = self.legacy_severity;
            let severity = if reader.request.is_some() { request } else { stored };
            let message = format!("the event type {name:?} is named by older documents only");
            let mut diagnostic =
                Diagnostic::new(severity, Code::EventTypeLegacy, at.place(), message);
            if !legacy.meaning.is_empty() {
                diagnostic = diagnostic.with_help(legacy.meaning);
            }
            reader.push(diagnostic);
            return;
        }
        let message = format!("{name:?} is not an event type of the provider's documents");
        let mut diagnostic =
            Diagnostic::new(reader.forgiven(), Code::EventTypeUnknown, at.place(), message);
        if let Some(near) = did_you_mean(name, self.names()) {
            diagnostic = diagnostic.with_help(format!("did you mean {near:?}?")).with_fix(replace(
                at.node.span,
                format!("Replace by {near:?}"),
                near,
            ));
        }
        reader.push(diagnostic);
    }
}
