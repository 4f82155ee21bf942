//! npm, in a folder of the project.

use std::process::Command;

use crate::stages::root;

/// Installs what a folder's lock file names.
pub(crate) fn install(folder: &str) -> Result<(), String> {
    let quiet = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    run(folder, &quiet)
}

/// Calls npm in a folder.
pub(crate) fn run(folder: &str, arguments: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command.args(arguments).current_dir(root().join(folder));
    let status = command.status().map_err(|fault| format!("cannot run npm: {fault}"))?;
    if status.success() { Ok(()) } else { Err(format!("npm {arguments:?} ended with {status}")) }
}
