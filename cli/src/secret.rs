//! Secrets from files, stdin and the environment.

use std::path::Path;

use hooksieve::signature::{Key, KeyUse, Scheme};

use crate::args::Secrets;
use crate::configuration::{is_stdin, read_text};
use crate::failure::Failure;

impl Secrets {
    /// Whether a secret comes from stdin.
    pub(crate) fn read_stdin(&self) -> bool {
        self.secret_file.iter().any(|path| is_stdin(path))
    }

    /// The keys, in the order of the files, then of the variables.
    pub(crate) fn keys(&self, scheme: Scheme, usage: KeyUse) -> Result<Vec<Key>, Failure> {
        let mut keys = Vec::new();
        for path in &self.secret_file {
            let source = read_text(path)?;
            keys.push(key(scheme, usage, &source.name, &source.text)?);
        }
        for name in &self.secret_env {
            let text = std::env::var(name).map_err(|_| {
                Failure::Told(format!("the environment variable {name} is not set, or is no text"))
            })?;
            keys.push(key(scheme, usage, name, &text)?);
        }
        Ok(keys)
    }

    /// [`Secrets::keys`], where there must be one.
    pub(crate) fn required(&self, scheme: Scheme, usage: KeyUse) -> Result<Vec<Key>, Failure> {
        let keys = self.keys(scheme, usage)?;
        if keys.is_empty() {
            let message = "a secret is needed: --secret-file FILE or --secret-env NAME";
            return Err(Failure::Told(message.to_owned()));
        }
        Ok(keys)
    }
}

/// A key from a text, whose end of line is none of it.
fn key(scheme: Scheme, usage: KeyUse, name: &str, text: &str) -> Result<Key, Failure> {
    Key::parse(scheme, usage, text.trim_end_matches(['\r', '\n']))
        .map_err(|error| Failure::Told(format!("{name}: {error}")))
}

/// Refuses an input that two things are read from.
pub(crate) fn one_stdin(others: &[bool], path: &Path) -> Result<(), Failure> {
    let count = others.iter().filter(|is| **is).count() + usize::from(is_stdin(path));
    if count > 1 {
        return Err(Failure::Told("only one thing can be read from stdin".to_owned()));
    }
    Ok(())
}
