//! Showing findings and explanations to people.

mod finding;
mod mask;
mod snippet;
mod source;

pub(crate) use finding::{Finding, brief, finding};
pub(crate) use snippet::Snippets;
pub(crate) use source::Source;
