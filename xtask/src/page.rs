//! The preview page, built into `www/dist` and served on this machine, and its custom element,
//! built into `pkg/preview`.

use std::process::Command;

use crate::stages::root;
use crate::wasm;

/// Builds the static folder `www/dist`, which any host serves under any path, and the custom
/// element for the npm package.
pub(crate) fn site() -> Result<(), String> {
    // Always, so that the page is never of an older engine; cargo knows what is up to date.
    wasm::build()?;
    npm(&["ci", "--no-audit", "--no-fund"])?;
    npm(&["run", "build"])?;
    println!("www/dist: publish this folder under any path");
    Ok(())
}

/// Builds the page and serves it on localhost until it is stopped; prints the address.
pub(crate) fn preview() -> Result<(), String> {
    site()?;
    npm(&["run", "preview"])
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(root().join("www"));
    let status = command.status().map_err(|fault| format!("cannot run npm: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("npm {arguments:?} ended with {status}")) }
}
