//! The hooksieve command.
fn main() {}
