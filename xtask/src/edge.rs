//! The Worker in Cloudflare's runtime, on this machine.

use std::process::Command;

use crate::stages::root;
use crate::wasm;

/// Runs a script of `edge/` on the engine as it is: `dev` until it is stopped, or `load`.
pub(crate) fn run(script: &str) -> Result<(), String> {
    // Always, so that the Worker is never of an older engine; cargo knows what is up to date.
    wasm::build()?;
    npm(&["ci", "--no-audit", "--no-fund", "--prefer-offline"])?;
    npm(&["run", "--silent", script])
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(root().join("edge"));
    let status = command.status().map_err(|fault| format!("cannot run npm: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("npm {arguments:?} ended with {status}")) }
}
