//! Target URLs: their form, their host, and how to show them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fluent_uri::Iri;

/// A target URL taken apart as far as a dialect asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetUrl {
    /// The scheme in lower case.
    pub(crate) scheme: String,
    /// The host as written, without brackets; nothing where the URL has no authority.
    pub(crate) host: Option<String>,
    /// Whether a user or a password stands before the host.
    pub(crate) has_credentials: bool,
}

impl TargetUrl {
    /// Reads an absolute URL; international characters are taken as browsers take them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let iri = Iri::parse(text).ok()?;
        if iri.authority().is_some_and(|authority| authority.port_to_u16().is_err()) {
            return None;
        }
        Some(Self {
            scheme: iri.scheme().as_str().to_ascii_lowercase(),
            host: iri.authority().map(|authority| {
                authority.host().trim_start_matches('[').trim_end_matches(']').to_owned()
            }),
            has_credentials: iri.authority().is_some_and(|authority| authority.has_userinfo()),
        })
    }

    /// Whether this is a web address: http or https with a host.
    pub(crate) fn is_web(&self) -> bool {
        matches!(self.scheme.as_str(), "http" | "https")
            && self.host.as_ref().is_some_and(|host| !host.is_empty())
    }

    /// Whether the host is a name or address outside of this machine and its networks.
    ///
    /// `localhost` and its subdomains, loopback, private, link-local, carrier-grade,
    /// unspecified, multicast and reserved addresses are not, in any spelling that
    /// browsers and C libraries read: `127.1`, `0x7f000001`, `2130706433`, `%31%32%37.1`,
    /// `[::ffff:10.0.0.1]`, full-width digits. A number that is no address is no host.
    pub(crate) fn is_public(&self) -> bool {
        let Some(host) = &self.host else { return false };
        let host = plain_host(host);
        if host.is_empty() || host == "localhost" || host.ends_with(".localhost") {
            return false;
        }
        if let Ok(address) = host.parse::<Ipv6Addr>() {
            return public_v6(address);
        }
        if host.contains(':') {
            // An IPv6 address with a zone, or of a version to come.
            return false;
        }
        match ipv4(&host) {
            Some(address) => public_v4(address),
            None => !ends_in_number(&host),
        }
    }
}

/// The host as it is looked up: percent-encoding resolved, full-width characters and
/// dots as their plain ones, lower case, without the root's dot.
fn plain_host(host: &str) -> String {
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match tail {
            [high, low, ..] if *first == b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                digit(*high)
                    .zip(digit(*low))
                    .and_then(|(high, low)| (high << 4 | low).try_into().ok())
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = tail.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    let decoded: String = String::from_utf8_lossy(&bytes)
        .chars()
        .map(|character| match character {
            '\u{3002}' | '\u{ff61}' => '.',
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
            }
            other => other,
        })
        .collect();
    decoded.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether the last part of a host is a number, so that the host can only be an address.
fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    last.bytes().all(|byte| byte.is_ascii_digit())
        || last
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether an address is outside of this machine and its networks.
pub(crate) fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => public_v4(address),
        IpAddr::V6(address) => public_v6(address),
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn public_v6(address: Ipv6Addr) -> bool {
    // Addresses that carry an IPv4 one: mapped, compatible, translated (RFC 6052, RFC 2765, and
    // RFC 8215 within a network), 6to4, Teredo.
    let carried = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    if let Some(mapped) = address.to_ipv4_mapped().or(address.to_ipv4()) {
        return public_v4(mapped);
    }
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x2002, high, low, ..] => public_v4(carried(high, low)),
        [0x64, 0xff9b, 1, ..] => false,
        [0x2001, 0, _, _, _, _, high, low] => public_v4(carried(!high, !low)),
        [first, ..] => {
            !(address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_multicast()
                || first & 0xffc0 == 0xfec0)
        }
    }
}

/// The address that a host is when its last part is a number: one to four parts,
/// each decimal, octal (`0…`) or hexadecimal (`0x…`), the last one filling up.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let number = |part: &str| -> Option<u64> {
        let (digits, radix) = match part.strip_prefix("0x") {
            Some(hex) => (hex, 16),
            None if part.len() > 1 && part.starts_with('0') => (part, 8),
            None => (part, 10),
        };
        match digits {
            "" if radix == 16 => Some(0),
            _ if digits.starts_with('+') => None,
            _ => u64::from_str_radix(digits, radix).ok(),
        }
    };
    let (last, front) = parts.split_last()?;
    let mut value = 0_u64;
    for part in front {
        let octet = number(part).filter(|&octet| octet < 256)?;
        value = value << 8 | octet;
    }
    let width = 8 * (4 - front.len());
    let last = number(last).filter(|&last| last < 1 << width)?;
    u32::try_from(value << width | last).ok().map(Ipv4Addr::from)
}

/// The URL as it may be shown: without credentials, query and fragment.
pub(crate) fn without_secrets(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let shown = &url[..end];
    let Some((scheme, rest)) = shown.split_once("://") else {
        // No URL at all; what stands before an `@` may still be a password.
        return shown.rsplit('@').next().unwrap_or_default().to_owned();
    };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    match rest[..authority_end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => shown.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn odd_spellings_of_private_addresses() {
        for (url, public) in [
            ("https://example.com/x", true),
            ("https://8.8.8.8/", true),
            ("https://[2001:4860:4860::8888]/", true),
            ("https://127.0.0.1/", false),
            ("https://127.1/", false),
            ("https://2130706433/", false),
            ("https://0x7f.1/", false),
            ("https://0177.0.0.1/", false),
            ("https://LOCALHOST./", false),
            ("https://api.localhost/", false),
            ("https://[::1]/", false),
            ("https://[::ffff:10.0.0.1]/", false),
            ("https://[fd00::1]/", false),
            ("https://[fe80::1]/", false),
            ("https://10.1.2.3/", false),
            ("https://172.16.0.1/", false),
            ("https://172.32.0.1/", true),
            ("https://192.168.1.1/", false),
            ("https://169.254.169.254/", false),
            ("https://100.64.0.1/", false),
            ("https://0.0.0.0/", false),
            ("https://%31%32%37.0.0.1/", false),
            ("https://%6c%6f%63%61lhost/", false),
            ("https://１２７.0.0.1/", false),
            ("https://127。0。0。1/", false),
            ("https://127.0.0.08/", false),
            ("https://4294967296/", false),
            ("https://255.255.255.255/", false),
            ("https://198.18.0.1/", false),
            ("https://[::]/", false),
            ("https://[::127.0.0.1]/", false),
            ("https://[64:ff9b::10.0.0.1]/", false),
            ("https://[64:ff9b::8.8.8.8]/", true),
            ("https://[2002:7f00:1::]/", false),
            ("https://[fec0::1]/", false),
            ("https://[64:ff9b:1::8.8.8.8]/", false),
            ("https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", false),
            ("https://[2001:0:4136:e378:8000:63bf:f7f7:f7f7]/", true),
            ("https://8.8.8.8./", true),
            ("https://user:pass@127.0.0.1:8443/", false),
            ("https://127.0.0.1.example.com/", true),
            ("https://localhost.example.com/", true),
            ("https://10x.example.com/", true),
            ("https://example.0x/", false),
        ] {
            assert_eq!(TargetUrl::parse(url).unwrap().is_public(), public, "{url}");
        }
    }

    #[test]
    fn what_is_shown_of_a_url() {
        assert_eq!(
            without_secrets("https://user:pass@example.com/a?token=1#x"),
            "https://example.com/a"
        );
        assert_eq!(without_secrets("localhost:3000"), "localhost:3000");
        assert_eq!(without_secrets("user:pass@localhost:3000"), "localhost:3000");
    }
}
