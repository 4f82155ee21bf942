//! How a run ends: its exit status, or why it could not do its job.

use std::io;
use std::path::Path;

/// The exit status, in the manner of grep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Something fired; no errors; done.
    Yes = 0,
    /// Nothing fired; errors were found; decisions are open.
    No = 1,
    /// An event was unreadable or undecidable, or the job could not be done.
    Trouble = 2,
}

/// Why the job could not be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// One clear line for the person at the terminal.
    Told(String),
    /// Nothing was asked; the short help of a verb tells how to.
    Help(&'static str),
    /// Whoever read the output has stopped reading: the end, silently.
    ReaderGone,
}

impl Failure {
    /// A failure of an operation on a file.
    pub(crate) fn of_file(path: &Path, error: &io::Error) -> Self {
        Self::of_named(&path.display().to_string(), error)
    }

    /// A failure of reading something that has a name in messages.
    pub(crate) fn of_named(name: &str, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::IsADirectory => "a directory, not a file".to_owned(),
            _ => error.to_string(),
        };
        Self::Told(format!("{name}: {reason}"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Told(format!("cannot write the output: {error}"))
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}
