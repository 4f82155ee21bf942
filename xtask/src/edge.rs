//! The Worker in Cloudflare's runtime, on this machine.

use crate::{npm, wasm};

/// Runs a script of `edge/` on the engine as it is: `dev` until it is stopped, or `load`.
pub(crate) fn run(script: &str) -> Result<(), String> {
    // Always, so that the Worker is never of an older engine; cargo knows what is up to date.
    wasm::build()?;
    npm::install("edge")?;
    npm::run("edge", &["run", "--silent", script])
}
