//! Which targets a sender may call, and which headers a configuration may add.
//!
//! A target is somebody else's text: without these rules it could make the sender call its
//! own machine, its network, or the service that hands out its cloud's credentials, and a
//! header could smuggle a second request in. Names that resolve to such an address must be
//! checked by whoever resolves them, with [`TargetRules::check_address`].

use std::fmt;
use std::net::IpAddr;

use crate::url::{TargetUrl, is_public_address};

/// What a target may be. The default allows https to public hosts, and nothing else.
///
/// ```
/// use hooksieve::target::{TargetRefusal, TargetRules};
/// let rules = TargetRules::default();
/// assert_eq!(rules.check("https://api.example.com/hooks"), Ok(()));
/// assert_eq!(rules.check("http://api.example.com/hooks"), Err(TargetRefusal::NotHttps));
/// assert_eq!(rules.check("https://0x7f.1/"), Err(TargetRefusal::NotPublic));
///
/// let tests = TargetRules { http: true, private: true };
/// assert_eq!(tests.check("http://127.0.0.1:8080/hooks"), Ok(()));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TargetRules {
    /// Whether plain http is allowed.
    pub http: bool,
    /// Whether this machine and its networks are allowed.
    pub private: bool,
}

/// Why a target or a header is refused.
///
/// ```
/// use hooksieve::target::TargetRefusal;
/// assert_eq!(TargetRefusal::Credentials.to_string(), "the URL has credentials in it");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetRefusal {
    /// It is not an absolute http or https URL.
    NotAUrl,
    /// It is http, which is not allowed.
    NotHttps,
    /// It has a user or a password in it, which some senders would take for the host.
    Credentials,
    /// Its host is not in plain letters, digits, dots and hyphens, so that it could be read
    /// as different hosts.
    OddHost,
    /// Its host is this machine, its network, or a cloud's own service.
    NotPublic,
    /// A header's name is not one.
    HeaderName,
    /// A header's value has a line end or another control character in it.
    HeaderValue,
    /// The header frames the message or belongs to the connection: it is the sender's.
    HeaderReserved,
}

impl TargetRefusal {
    /// The stable kebab-case name.
    ///
    /// ```
    /// assert_eq!(hooksieve::target::TargetRefusal::NotPublic.code(), "not-public");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAUrl => "not-a-url",
            Self::NotHttps => "not-https",
            Self::Credentials => "credentials",
            Self::OddHost => "odd-host",
            Self::NotPublic => "not-public",
            Self::HeaderName => "header-name",
            Self::HeaderValue => "header-value",
            Self::HeaderReserved => "header-reserved",
        }
    }
}

impl fmt::Display for TargetRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAUrl => "not an absolute http or https URL",
            Self::NotHttps => "the URL is not https",
            Self::Credentials => "the URL has credentials in it",
            Self::OddHost => "the host is not written in plain letters, digits, dots and hyphens",
            Self::NotPublic => "the host is this machine, its network, or a cloud's own service",
            Self::HeaderName => "the header's name is not one",
            Self::HeaderValue => "the header's value has a control character in it",
            Self::HeaderReserved => "the header is set by the sender alone",
        })
    }
}

impl std::error::Error for TargetRefusal {}

/// Public in form, and a cloud's own service nevertheless: Azure's wire server.
const CLOUD_ADDRESSES: &[IpAddr] = &[IpAddr::V4(std::net::Ipv4Addr::new(168, 63, 129, 16))];

/// Names of this machine, its network and the clouds' metadata services. Each stands for
/// itself and everything below it. `local`, `internal`, `home.arpa` are never public (RFC
/// 6762, ICANN 2024, RFC 8375); the rest is what the clouds document.
const OWN_NAMES: &[&str] = &[
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "metadata.goog",
    "instance-data",
];

/// Headers that frame the message or belong to the connection (RFC 9110, sections 7.2 and
/// 7.6.1; RFC 9112, section 6).
const RESERVED: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl TargetRules {
    /// Whether a URL may be called.
    ///
    /// # Errors
    /// Why it may not.
    ///
    /// ```
    /// use hooksieve::target::{TargetRefusal, TargetRules};
    /// let refused = |url| TargetRules::default().check(url).unwrap_err();
    /// assert_eq!(refused("https://example.com@169.254.169.254/"), TargetRefusal::Credentials);
    /// assert_eq!(refused("https://metadata.google.internal./"), TargetRefusal::NotPublic);
    /// assert_eq!(refused("https://[::ffff:a9fe:a9fe]/"), TargetRefusal::NotPublic);
    /// assert_eq!(refused("https://①②⑦.0.0.1/"), TargetRefusal::OddHost);
    /// ```
    pub fn check(self, url: &str) -> Result<(), TargetRefusal> {
        let parsed = TargetUrl::parse(url).filter(TargetUrl::is_web);
        let parsed = parsed.ok_or(TargetRefusal::NotAUrl)?;
        if parsed.scheme != "https" && !self.http {
            return Err(TargetRefusal::NotHttps);
        }
        if parsed.has_credentials {
            return Err(TargetRefusal::Credentials);
        }
        let host = parsed.host.as_deref().unwrap_or_default().to_ascii_lowercase();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
        if !host.bytes().all(is_plain) || host.starts_with('.') || host.contains("..") {
            return Err(TargetRefusal::OddHost);
        }
        if self.private {
            return Ok(());
        }
        let name = host.trim_end_matches('.');
        let is_own = |own: &&str| {
            name.strip_suffix(*own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        // A name without a dot is looked up in the sender's own network.
        let is_bare = !name.contains(['.', ':']);
        let is_cloud = name.parse().is_ok_and(|address| CLOUD_ADDRESSES.contains(&address));
        if is_bare || is_cloud || OWN_NAMES.iter().any(is_own) || !parsed.is_public() {
            return Err(TargetRefusal::NotPublic);
        }
        Ok(())
    }

    /// Whether an address that a target's name was resolved to may be called.
    ///
    /// # Errors
    /// [`TargetRefusal::NotPublic`].
    ///
    /// ```
    /// use hooksieve::target::TargetRules;
    /// assert!(TargetRules::default().check_address("8.8.8.8".parse().unwrap()).is_ok());
    /// assert!(TargetRules::default().check_address("fd00::1".parse().unwrap()).is_err());
    /// ```
    pub fn check_address(self, address: IpAddr) -> Result<(), TargetRefusal> {
        if self.private || (is_public_address(address) && !CLOUD_ADDRESSES.contains(&address)) {
            Ok(())
        } else {
            Err(TargetRefusal::NotPublic)
        }
    }
}

/// Whether a configuration may have this header sent along: a name and a value of RFC 9110,
/// section 5, and none of the sender's own.
///
/// # Errors
/// Why it may not.
///
/// ```
/// use hooksieve::target::{TargetRefusal, check_header};
/// assert_eq!(check_header("X-Team", "payments"), Ok(()));
/// assert_eq!(check_header("X-A", "1\r\nX-B: 2"), Err(TargetRefusal::HeaderValue));
/// assert_eq!(check_header("Host", "example.com"), Err(TargetRefusal::HeaderReserved));
/// ```
pub fn check_header(name: &str, value: &str) -> Result<(), TargetRefusal> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(TargetRefusal::HeaderName);
    }
    // Bytes above ASCII have no agreed meaning, and platforms differ on them.
    if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
        return Err(TargetRefusal::HeaderValue);
    }
    if RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        return Err(TargetRefusal::HeaderReserved);
    }
    Ok(())
}
