//! `target`: a URI, by the very rule of the node's schema.
//!
//! Source: joi 17.12.1 `string().uri()` with `@sideway/address` 4 `uri.js`. It is not
//! quite RFC 3986: any `%` passes, a comma may stand in a scheme, the part behind the
//! scheme must not be empty, a host name has 255 characters at most, and `http` and
//! `https` in lower case need `//` and a host.

use std::net::Ipv6Addr;

use super::read::required_text;
use crate::diagnostic::{Code, Severity};
use crate::dialect::{Cursor, Reader};
use crate::subscription::Target;

pub(super) fn read(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Option<Target> {
    let (at, text) = required_text(reader, object, "target")?;
    if !text.is_empty() {
        if !is_uri(text) {
            reader.error(Code::BadUrl, at.place(), "`target` must be an absolute URI");
        } else if !is_web(text) {
            let message = "the node delivers to http and https only";
            reader.report(Severity::Warning, Code::BadUrl, at.place(), message);
        }
    }
    Some(Target { url: text.to_owned(), headers: Vec::new(), place: at.place() })
}

fn is_web(uri: &str) -> bool {
    let scheme = uri.split(':').next().unwrap_or_default();
    ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}

/// Whether the schema takes `text`.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let (rest, fragment) = split(rest, '#');
    let (rest, query) = split(rest, '?');
    is_scheme(scheme)
        && is_hierarchy(scheme, rest)
        && query.is_none_or(is_query)
        && fragment.is_none_or(is_query)
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_scheme(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+,-.".contains(&byte))
}

/// The part between the scheme and the query.
fn is_hierarchy(scheme: &str, text: &str) -> bool {
    if let Some(path) = text.strip_prefix("///") {
        return !matches!(scheme, "http" | "https") && is_path(path);
    }
    if let Some(rest) = text.strip_prefix("//") {
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        return is_authority(authority) && is_path(path);
    }
    !matches!(scheme, "http" | "https") && !text.is_empty() && is_path(text)
}

fn is_authority(text: &str) -> bool {
    let (user, rest) = match text.split_once('@') {
        Some((user, rest)) => (user, rest),
        None => ("", text),
    };
    let (host, port) = match rest.find(']') {
        Some(end) => rest.split_at(end + 1),
        None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    user.bytes().all(|byte| is_name(byte) || byte == b':')
        && is_host(host)
        && (port.is_empty() || port.starts_with(':'))
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_host(text: &str) -> bool {
    match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(address) => is_ipv6(address) || is_future_address(address),
        None => (1..=255).contains(&text.len()) && text.bytes().all(is_name),
    }
}

/// An IPv6 address; the octets of an IPv4 tail may have leading zeros here.
fn is_ipv6(text: &str) -> bool {
    let Some((front, tail)) = text.rsplit_once(':').filter(|(_, tail)| tail.contains('.')) else {
        return text.parse::<Ipv6Addr>().is_ok();
    };
    let octets: Vec<&str> = tail.split('.').collect();
    let is_octet = |octet: &&str| {
        (1..=3).contains(&octet.len())
            && octet.bytes().all(|byte| byte.is_ascii_digit())
            && octet.parse::<u8>().is_ok()
    };
    octets.len() == 4
        && octets.iter().all(is_octet)
        && format!("{front}:0:0").parse::<Ipv6Addr>().is_ok()
}

/// `v1.something`: an address of a version to come.
fn is_future_address(text: &str) -> bool {
    text.strip_prefix('v').and_then(|text| text.split_once('.')).is_some_and(|(version, rest)| {
        !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !rest.is_empty()
            && rest.bytes().all(|byte| byte != b'%' && (is_name(byte) || byte == b':'))
    })
}

fn is_path(text: &str) -> bool {
    text.bytes().all(|byte| is_segment(byte) || byte == b'/')
}

fn is_query(text: &str) -> bool {
    text.bytes().all(|byte| is_segment(byte) || matches!(byte, b'/' | b'?'))
}

/// unreserved, sub-delims, and any `%`.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.~%!$&'()*+,;=".contains(&byte)
}

fn is_segment(byte: u8) -> bool {
    is_name(byte) || matches!(byte, b':' | b'@')
}
