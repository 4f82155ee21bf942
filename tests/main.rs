//! Everything that is tested from outside the crate, in one binary: the vectors, the
//! properties, the architecture, and that every code is produced by a vector.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking and tells what it did"
)]

mod architecture;
mod codes;
mod properties;
mod runner;
mod vectors;
