//! `hooksieve sign` and `hooksieve verify`.

use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use hooksieve::signature::{KeyUse, Message, Received, SignatureError, sign, verify};

use crate::args::{SignArgs, VerifyArgs, header};
use crate::configuration::{is_stdin, read_bytes, read_text};
use crate::failure::{Exit, Failure};
use crate::secret::one_stdin;
use crate::terminal::Talk;

/// Prints the headers that sign a body.
pub(crate) fn run_sign(args: &SignArgs) -> Result<Exit, Failure> {
    one_stdin(&[args.secrets.read_stdin()], &args.body)?;
    let keys = args.secrets.required(args.scheme, KeyUse::Sign)?;
    let (_, body) = read_bytes(&args.body)?;
    let message = Message {
        id: &args.id,
        timestamp: args.timestamp.unwrap_or_else(now),
        headers: &args.header,
        body: &body,
    };
    let headers = sign(args.scheme, &message, &keys).map_err(|error| match error {
        SignatureError::BadId => Failure::Told(format!("--id: {error}")),
        _ => Failure::Told(error.to_string()),
    })?;
    let mut out = std::io::stdout().lock();
    for (name, value) in headers {
        writeln!(out, "{name}: {value}")?;
    }
    out.flush()?;
    Ok(Exit::Yes)
}

/// Says whether a request is believed.
pub(crate) fn run_verify(args: &VerifyArgs, talk: Talk) -> Result<Exit, Failure> {
    let headers_stdin = args.headers.as_deref().is_some_and(is_stdin);
    one_stdin(&[args.secrets.read_stdin(), headers_stdin], &args.body)?;
    let keys = args.secrets.required(args.scheme, KeyUse::Verify)?;
    let mut headers = args.header.clone();
    if let Some(path) = &args.headers {
        headers.extend(read_headers(path)?);
    }
    let (_, body) = read_bytes(&args.body)?;
    let received = Received { headers: &headers, body: &body };
    let now = args.now.unwrap_or_else(now);
    match verify(args.scheme, &received, &keys, now.saturating_mul(1_000)) {
        Ok(verified) => {
            let mut out = std::io::stdout().lock();
            let id = verified.id.map(|id| format!(", id {id}")).unwrap_or_default();
            let time = verified.timestamp.map(|time| format!(", sent at {time}"));
            writeln!(out, "verified{id}{}", time.unwrap_or_default())?;
            out.flush()?;
            Ok(Exit::Yes)
        }
        Err(error) => {
            talk.failure(&format!("not verified ({}): {error}", error.code()));
            Ok(Exit::No)
        }
    }
}

/// A file of headers, one a line; a request line and what follows an empty line are none.
fn read_headers(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let source = read_text(path)?;
    let mut headers = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        if line.trim().is_empty() {
            break;
        }
        if index == 0 && line.contains(" HTTP/") {
            continue;
        }
        let place = format!("{}:{}", source.name, index + 1);
        headers.push(header(line).map_err(|fault| Failure::Told(format!("{place}: {fault}")))?);
    }
    Ok(headers)
}

/// The seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
