//! The providers' configuration endpoints as pure functions: a request and what is stored
//! in, an answer and a change of what is stored out.
//!
//! A host authenticates the caller, asks [`Api::operation`] what a request wants, hands over
//! the stored objects, and stores the [`Change`] of the [`Answer`] before it answers. Time
//! and random bytes are passed in. What the providers differ in (paths, ids, members of the
//! server, paging, status codes, the form of errors) is data in an [`Api`]; what their
//! requests mean is the dialect's.

mod answer;
mod api;
mod apis;
mod destination;
mod events;
mod history;
mod list;
mod objects;
mod paths;

pub use answer::{Answer, Change};
pub use api::{Api, Fresh};
pub use destination::Destination;
pub use history::About;
pub use paths::Operation;
