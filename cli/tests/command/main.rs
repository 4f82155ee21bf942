//! The command as a shell sees it: exit status, stdout, stderr.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod check;
mod convert;
mod explain;
mod route;
mod run;
mod shell;
mod streams;
mod terminal;
