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
}

impl TargetUrl {
    /// Reads an absolute URL; international characters are taken as browsers take them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let iri = Iri::parse(text).ok()?;
        Some(Self {
            scheme: iri.scheme().as_str().to_ascii_lowercase(),
            host: iri.authority().map(|authority| {
                authority.host().trim_start_matches('[').trim_end_matches(']').to_owned()
            }),
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
    /// unspecified and multicast addresses are not, in any spelling that browsers and
    /// C libraries read: `127.1`, `0x7f000001`, `2130706433`, `[::ffff:10.0.0.1]`.
    pub(crate) fn is_public(&self) -> bool {
        let Some(host) = &self.host else { return false };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if host == "localhost" || host.ends_with(".localhost") {
            return false;
        }
        match host.parse::<Ipv6Addr>().map(IpAddr::V6).ok().or(ipv4(&host).map(IpAddr::V4)) {
            Some(IpAddr::V4(address)) => public_v4(address),
            Some(IpAddr::V6(address)) => public_v6(address),
            None => true,
        }
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || a == 0
        || (a == 100 && (64..128).contains(&b)))
}

fn public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped().or(address.to_ipv4()) {
        return public_v4(mapped);
    }
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || address.is_multicast())
}

/// The address that a host is when its last part is a number: one to four parts,
/// each decimal, octal (`0…`) or hexadecimal (`0x…`), the last one filling up.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let number = |part: &str| -> Option<u64> {
        if let Some(hex) = part.strip_prefix("0x") {
            if hex.is_empty() { Some(0) } else { u64::from_str_radix(hex, 16).ok() }
        } else if part.len() > 1 && part.starts_with('0') {
            u64::from_str_radix(part, 8).ok()
        } else {
            part.parse().ok()
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
        return shown.to_owned();
    };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    match rest[..authority_end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => shown.to_owned(),
    }
}

#[cfg(test)]
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
    }
}
