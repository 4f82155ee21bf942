//! The exports of the npm package: conversions, no decisions.
//!
//! The hand-written modules in `pkg/` call these and nothing else calls them. Texts go
//! in as strings or through one buffer that is used again ([`input`]); what is asked for
//! rarely comes out as JSON text, with spans in UTF-16 code units ([`units`]), and the
//! verdicts of the hot path as numbers in memory that is used again ([`router`]). A fault
//! is thrown as JSON text, which `pkg/` makes a `HooksieveError` of.
//!
//! Two modules are made of this room: that of the features `wasm`, and that of `edge`, which
//! is for whoever drives deliveries.

#![expect(unreachable_pub, reason = "what is exported to JavaScript must be public for its macro")]
#![expect(clippy::needless_pass_by_value, reason = "a text that may be left out comes owned")]

#[cfg(feature = "wasm")]
mod asked;
#[cfg(feature = "wasm")]
mod catalogue;
#[cfg(feature = "wasm")]
mod compare;
#[cfg(feature = "wasm")]
mod config;
#[cfg(feature = "edge")]
mod edge;
#[cfg(feature = "wasm")]
mod explainer;
mod fault;
#[cfg(feature = "wasm")]
mod input;
#[cfg(feature = "wasm")]
mod near;
#[cfg(feature = "wasm")]
mod router;
#[cfg(feature = "wasm")]
mod units;
