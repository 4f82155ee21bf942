//! How webhooks are signed: which bytes, which headers, which time window.
//!
//! The core says what is signed ([`Scheme::contents`]), how the header is made up of the
//! signatures ([`Scheme::headers`]), and what a received request claims
//! ([`Scheme::claims`]); the cryptography itself is the platform's (`WebCrypto`) or, with the
//! feature `signature`, that of small Rust crates (`sign`, `verify`). A scheme knows nothing
//! of configurations or events, and the time is passed in.

mod ark;
#[cfg(feature = "signature")]
mod crypto;
mod dakota;
mod dfns;
mod error;
mod hook0;
mod key;
mod standard;

use serde::{Deserialize, Serialize};

use crate::codec;

#[cfg(feature = "signature")]
pub use crypto::{Verified, sign, verify};
pub use error::SignatureError;
pub use key::{Key, KeyUse};

/// A documented way to sign webhooks.
///
/// ```
/// use hooksieve::signature::Scheme;
/// assert_eq!("hook0".parse(), Ok(Scheme::Hook0));
/// assert_eq!(Scheme::ALL.len(), 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Dfns (Webhooks, Verify): HMAC-SHA256 over the body; the time is in the body.
    Dfns,
    /// Hook0, which Coinbase CDP uses (Verify Signatures): `v0` over time and body, `v1`
    /// over time, header names, their values and body.
    Hook0,
    /// Dakota (webhooks guide): Ed25519 over the time directly followed by the body.
    Dakota,
    /// ARK (Webhook API, Usage): the first half of a token that is shared whole.
    Ark,
    /// Standard Webhooks 1.0.0: HMAC-SHA256 (`v1`) or Ed25519 (`v1a`) over id, time and
    /// body; several signatures while keys are rotated.
    StandardWebhooks,
}

/// The cryptography behind a signature.
///
/// ```
/// use hooksieve::signature::{Algorithm, Key, KeyUse, Scheme};
/// let key = Key::parse(Scheme::Dfns, KeyUse::Sign, "whs-1").unwrap();
/// assert_eq!(key.algorithm(), Algorithm::HmacSha256);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC with SHA-256.
    HmacSha256,
    /// Ed25519.
    Ed25519,
    /// None: half of the shared text itself.
    HalfToken,
}

/// What is signed.
///
/// ```
/// use hooksieve::signature::{Message, Scheme};
/// let message = Message { id: "msg_1", timestamp: 7, headers: &[], body: b"{}" };
/// assert_eq!(Scheme::StandardWebhooks.contents(&message).unwrap(), [b"msg_1.7.{}".to_vec()]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Message<'m> {
    /// The id of the event.
    pub id: &'m str,
    /// When it is sent, in seconds since 1970.
    pub timestamp: u64,
    /// Headers that a scheme may bind, in order.
    pub headers: &'m [(String, String)],
    /// The exact bytes of the body.
    pub body: &'m [u8],
}

/// One signature that was computed.
///
/// ```
/// use hooksieve::signature::{Algorithm, Signature};
/// let signature = Signature { algorithm: Algorithm::HmacSha256, content: 0, bytes: vec![0; 32] };
/// assert_eq!(signature.bytes.len(), 32);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How it was computed.
    pub algorithm: Algorithm,
    /// Over which of [`Scheme::contents`].
    pub content: usize,
    /// The signature.
    pub bytes: Vec<u8>,
}

/// A request as it was received.
///
/// ```
/// let headers = [("Webhook-Id".to_owned(), "msg_1".to_owned())];
/// let received = hooksieve::signature::Received { headers: &headers, body: b"{}" };
/// assert_eq!(received.headers.len(), 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Received<'r> {
    /// Its headers; names in any case.
    pub headers: &'r [(String, String)],
    /// The exact bytes of its body.
    pub body: &'r [u8],
}

/// What a received request claims. It is true once one of the claims holds under one of the
/// receiver's keys.
///
/// ```
/// use hooksieve::signature::{Received, Scheme};
/// let headers = [("authorization".to_owned(), "fe944e318edb02b979d6bf0c87978b64".to_owned())];
/// let received = Received { headers: &headers, body: b"{}" };
/// let claims = Scheme::Ark.claims(&received, 0).unwrap();
/// assert_eq!((claims.alternatives.len(), claims.timestamp), (1, None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The id of the event, where it is signed.
    pub id: Option<String>,
    /// When it was sent, in seconds since 1970, where that is signed.
    pub timestamp: Option<u64>,
    /// Signatures, each with what it is over; one that holds is enough.
    pub alternatives: Vec<Claim>,
}

/// One signature of a received request.
///
/// ```
/// use hooksieve::signature::{Algorithm, Claim};
/// let claim = Claim { algorithm: Algorithm::Ed25519, content: Vec::new(), signature: vec![0; 64] };
/// assert_eq!(claim.signature.len(), 64);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// How it is checked.
    pub algorithm: Algorithm,
    /// The bytes that it is over.
    pub content: Vec<u8>,
    /// The signature, to be compared in constant time.
    pub signature: Vec<u8>,
}

impl Scheme {
    /// Every scheme.
    ///
    /// ```
    /// use hooksieve::signature::Scheme;
    /// assert!(Scheme::ALL.contains(&Scheme::Dakota));
    /// ```
    pub const ALL: &'static [Self] =
        &[Self::Dfns, Self::Hook0, Self::Dakota, Self::Ark, Self::StandardWebhooks];

    /// The name, as the command takes it.
    ///
    /// ```
    /// assert_eq!(hooksieve::signature::Scheme::StandardWebhooks.name(), "standard-webhooks");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dfns => "dfns",
            Self::Hook0 => "hook0",
            Self::Dakota => "dakota",
            Self::Ark => "ark",
            Self::StandardWebhooks => "standard-webhooks",
        }
    }

    /// The texts that are signed, in the order of the scheme; none where nothing is.
    ///
    /// # Errors
    /// An id or a header that would make the text ambiguous.
    ///
    /// ```
    /// use hooksieve::signature::{Message, Scheme};
    /// let message = Message { id: "", timestamp: 7, headers: &[], body: b"{}" };
    /// assert_eq!(Scheme::Dakota.contents(&message).unwrap(), [b"7{}".to_vec()]);
    /// ```
    pub fn contents(self, message: &Message<'_>) -> Result<Vec<Vec<u8>>, SignatureError> {
        match self {
            Self::Dfns => Ok(vec![message.body.to_vec()]),
            Self::Hook0 => Ok(hook0::contents(message)),
            Self::Dakota => Ok(vec![dakota::content(&message.timestamp.to_string(), message.body)]),
            Self::Ark => Ok(Vec::new()),
            Self::StandardWebhooks => standard::contents(message),
        }
    }

    /// The headers that carry the signatures.
    ///
    /// # Errors
    /// Signatures that are not the ones the scheme needs.
    ///
    /// ```
    /// use hooksieve::signature::{Algorithm, Message, Scheme, Signature};
    /// let message = Message { id: "", timestamp: 7, headers: &[], body: b"{}" };
    /// let signature = Signature { algorithm: Algorithm::HmacSha256, content: 0, bytes: vec![0xab; 32] };
    /// let headers = Scheme::Dfns.headers(&message, &[signature]).unwrap();
    /// assert!(headers[0].1.starts_with("sha256=abab"));
    /// ```
    pub fn headers(
        self,
        message: &Message<'_>,
        signatures: &[Signature],
    ) -> Result<Vec<(String, String)>, SignatureError> {
        match self {
            Self::Dfns => dfns::headers(signatures),
            Self::Hook0 => hook0::headers(message, signatures),
            Self::Dakota => dakota::headers(message, signatures),
            Self::Ark => ark::headers(signatures),
            Self::StandardWebhooks => standard::headers(message, signatures),
        }
    }

    /// What a received request claims, once its time is within the scheme's window of
    /// `now` (milliseconds since 1970).
    ///
    /// # Errors
    /// A header that is absent or cannot be read; a time outside of the window.
    ///
    /// ```
    /// use hooksieve::signature::{Received, Scheme};
    /// let received = Received { headers: &[], body: b"{}" };
    /// let error = Scheme::Dakota.claims(&received, 0).unwrap_err();
    /// assert_eq!(error.to_string(), "the header X-Webhook-Timestamp is missing");
    /// ```
    pub fn claims(self, received: &Received<'_>, now: u64) -> Result<Claims, SignatureError> {
        let claims = match self {
            Self::Dfns => dfns::claims(received),
            Self::Hook0 => hook0::claims(received),
            Self::Dakota => dakota::claims(received),
            Self::Ark => ark::claims(received),
            Self::StandardWebhooks => standard::claims(received),
        }?;
        if let Some(timestamp) = claims.timestamp {
            self.check_time(timestamp, now / 1_000)?;
        }
        Ok(claims)
    }

    /// Five minutes into the past and into the future. Dfns' sample compares strictly;
    /// Dakota's and Standard Webhooks' reference code let five minutes pass. CDP's sample
    /// has no bound on the future; a time from there is never right.
    fn check_time(self, timestamp: u64, now: u64) -> Result<(), SignatureError> {
        const WINDOW: u64 = 300;
        let most = if self == Self::Dfns { WINDOW - 1 } else { WINDOW };
        if now.saturating_sub(timestamp) > most {
            return Err(SignatureError::TooOld);
        }
        if timestamp.saturating_sub(now) > most {
            return Err(SignatureError::InTheFuture);
        }
        Ok(())
    }
}

impl std::fmt::Display for Scheme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Scheme {
    type Err = SignatureError;

    fn from_str(name: &str) -> Result<Self, SignatureError> {
        let known = Self::ALL.iter().copied().find(|scheme| scheme.name() == name);
        known.ok_or(SignatureError::UnknownScheme)
    }
}

impl<'r> Received<'r> {
    /// The header `name`, in any case, where it stands exactly once: of two, none can be
    /// told to be the signed one.
    fn header(&self, name: &'static str) -> Result<&'r str, SignatureError> {
        let mut found = self.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Ok(value.trim()),
            (None, _) => Err(SignatureError::MissingHeader(name)),
            (Some(_), Some(_)) => Err(SignatureError::MalformedHeader(name)),
        }
    }

    /// A header that is a number of seconds.
    fn seconds(&self, name: &'static str) -> Result<(&'r str, u64), SignatureError> {
        let text = self.header(name)?;
        let seconds = codec::seconds(text).ok_or(SignatureError::MalformedHeader(name))?;
        Ok((text, seconds))
    }
}

/// The one signature that most schemes carry.
fn only(signatures: &[Signature], algorithm: Algorithm) -> Result<&Signature, SignatureError> {
    match signatures {
        [one] if one.algorithm == algorithm && one.content == 0 => Ok(one),
        _ => Err(SignatureError::SignatureCount),
    }
}
