//! Writing answers: to stdout, or to a file that is never left half-written.

use std::io::Write;
use std::path::Path;

use crate::configuration::is_stdin;
use crate::failure::Failure;

/// Writes `text` to a file, or to stdout for `-`.
pub(crate) fn write_to(path: &Path, text: &str) -> Result<(), Failure> {
    if is_stdin(path) {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        return Ok(());
    }
    write_file(path, text)
}

/// Writes a file whole or not at all: beside it first, then in its place. What is no
/// plain file (a pipe, a device, a link) is written to directly.
pub(crate) fn write_file(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    let failed = |error| Failure::of_file(path, &error);
    let is_plain = std::fs::symlink_metadata(path).map_or(true, |found| found.is_file());
    if !is_plain {
        return std::fs::write(path, &content).map_err(failed);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, &content).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.map_err(failed)
}
