//! The places of an event that filters look at, and what is asked of them.

use super::condition::{Asked, Condition, Part};
use super::filter::Filter;
use crate::json::{Node, Pointer};

/// An event's place that a filter looks at.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Where it stands in the event.
    pub(super) at: Pointer,
    /// The native key.
    pub(super) key: String,
    /// Whether a text stands there in every event.
    pub(super) always_text: bool,
}

impl Field {
    pub(super) fn at(at: Pointer) -> Self {
        Self { key: at.as_str().to_owned(), at, always_text: false }
    }

    /// The elements of an array at the root of an event that is flat.
    pub(super) fn elements_of(name: &str) -> Self {
        Self { at: Pointer::root().child(name), key: format!("{name}.*"), always_text: false }
    }

    /// What holds it, where that is not the whole event.
    pub(super) fn parent(&self) -> Option<Self> {
        let mut names = Pointer::tokens(self.at.as_str())?;
        names.pop();
        let at = names.iter().fold(Pointer::root(), |at, name| at.child(name));
        (!names.is_empty()).then(|| Self::at(at))
    }

    /// Whether it stands for the elements of an array.
    pub(super) fn is_elements(&self) -> bool {
        is_elements(&self.key)
    }

    pub(super) fn child(&self, name: &str) -> Self {
        Self::at(self.at.child(name))
    }
}

/// Whether a native key stands for the elements of an array.
pub(super) fn is_elements(key: &str) -> bool {
    !key.starts_with('/')
}

/// A condition of a filter.
pub(super) fn is(part: Part, field: &Field, asked: Asked) -> Filter {
    let Field { key, always_text, .. } = field.clone();
    Filter::Is(Condition { parts: vec![part], key, always_text, asked })
}

/// The same for texts, which may ask for too much.
pub(super) fn is_text(part: Part, field: &Field, asked: Asked) -> Result<Filter, String> {
    asked.native().ok_or("it would take too large a regular expression")?;
    Ok(is(part, field, asked))
}

/// A native operator with a value.
pub(super) fn native(operator: &'static str, value: &Node) -> Asked {
    Asked::Native(operator, Some(value.clone()))
}
