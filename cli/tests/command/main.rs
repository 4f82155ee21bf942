//! The command as a shell sees it: exit status, stdout, stderr.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking and tells what it did"
)]

mod check;
mod compare;
mod convert;
mod deliver;
mod explain;
mod route;
mod run;
mod secrets;
mod shell;
mod sign;
mod snapshot;
mod streams;
mod suite;
mod terminal;
mod vectors;
