//! What is signed, and what a request claims; the cryptography is the host's.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::read;
use crate::signature::{
    Algorithm, Claim, Claims, Key, KeyUse, Message, Received, Scheme, Signature, SignatureError,
};
use crate::wasm::fault::{Fault, json};

/// See [`Key`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawKey {
    key: Key,
}

#[wasm_bindgen]
impl RawKey {
    /// See [`Key::parse`]; to sign, or to verify.
    #[wasm_bindgen(constructor)]
    pub fn new(scheme: &str, signs: bool, text: &str) -> Result<Self, JsValue> {
        let usage = if signs { KeyUse::Sign } else { KeyUse::Verify };
        let key = scheme_of(scheme).and_then(|scheme| Ok(Key::parse(scheme, usage, text)?));
        Ok(Self { key: key? })
    }

    /// How it signs.
    #[wasm_bindgen(getter)]
    pub fn algorithm(&self) -> String {
        name(self.key.algorithm()).to_owned()
    }

    /// The key itself.
    pub fn bytes(&self) -> Vec<u8> {
        self.key.bytes().to_vec()
    }
}

/// See [`Message`]; the signatures come one by one.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawMessage {
    scheme: Scheme,
    id: String,
    timestamp: u64,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    contents: Vec<Vec<u8>>,
    signatures: Vec<Signature>,
}

#[wasm_bindgen]
impl RawMessage {
    /// See [`Scheme::contents`].
    #[wasm_bindgen(constructor)]
    pub fn new(
        scheme: &str,
        id: String,
        timestamp: u64,
        headers: &str,
        body: Vec<u8>,
    ) -> Result<Self, JsValue> {
        let scheme = scheme_of(scheme)?;
        let headers: Vec<(String, String)> = read("headers", headers)?;
        let message = Message { id: &id, timestamp, headers: &headers, body: &body };
        let contents = scheme.contents(&message).map_err(Fault::from)?;
        Ok(Self { scheme, id, timestamp, headers, body, contents, signatures: Vec::new() })
    }

    /// How many texts there are to sign.
    #[wasm_bindgen(getter)]
    pub fn contents(&self) -> usize {
        self.contents.len()
    }

    /// One of the texts to sign.
    pub fn content(&self, at: usize) -> Option<Vec<u8>> {
        self.contents.get(at).cloned()
    }

    /// Adds a signature over one of the texts.
    pub fn sign(&mut self, name: &str, content: usize, bytes: &[u8]) -> Result<(), JsValue> {
        let algorithm = algorithm(name)?;
        self.signatures.push(Signature { algorithm, content, bytes: bytes.to_vec() });
        Ok(())
    }

    /// See [`Scheme::headers`].
    pub fn headers(&self) -> Result<String, JsValue> {
        let Self { scheme, id, timestamp, headers, body, signatures, .. } = self;
        let message = Message { id, timestamp: *timestamp, headers, body };
        Ok(json(&scheme.headers(&message, signatures).map_err(Fault::from)?))
    }
}

/// See [`Claims`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawClaims {
    claims: Claims,
}

#[wasm_bindgen]
impl RawClaims {
    /// See [`Scheme::claims`].
    #[wasm_bindgen(constructor)]
    pub fn new(scheme: &str, headers: &str, body: &[u8], now: u64) -> Result<Self, JsValue> {
        let headers: Vec<(String, String)> = read("headers", headers)?;
        let received = Received { headers: &headers, body };
        let claims = scheme_of(scheme)?.claims(&received, now).map_err(Fault::from)?;
        Ok(Self { claims })
    }

    /// The id of the event, where it is signed.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> Option<String> {
        self.claims.id.clone()
    }

    /// When it was sent, in seconds since 1970, where that is signed.
    #[wasm_bindgen(getter)]
    pub fn timestamp(&self) -> Option<u64> {
        self.claims.timestamp
    }

    /// How many signatures there are, of which one is enough.
    #[wasm_bindgen(getter)]
    pub fn count(&self) -> usize {
        self.claims.alternatives.len()
    }

    /// How one of them is checked.
    pub fn algorithm(&self, at: usize) -> Option<String> {
        Some(name(self.claim(at)?.algorithm).to_owned())
    }

    /// What one of them is over.
    pub fn content(&self, at: usize) -> Option<Vec<u8>> {
        Some(self.claim(at)?.content.clone())
    }

    /// One of them.
    pub fn signature(&self, at: usize) -> Option<Vec<u8>> {
        Some(self.claim(at)?.signature.clone())
    }

    fn claim(&self, at: usize) -> Option<&Claim> {
        self.claims.alternatives.get(at)
    }
}

impl From<SignatureError> for Fault {
    fn from(error: SignatureError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

fn scheme_of(name: &str) -> Result<Scheme, Fault> {
    Ok(name.parse::<Scheme>()?)
}

const ALGORITHMS: [(Algorithm, &str); 3] = [
    (Algorithm::HmacSha256, "hmac-sha256"),
    (Algorithm::Ed25519, "ed25519"),
    (Algorithm::HalfToken, "half-token"),
];

fn name(algorithm: Algorithm) -> &'static str {
    ALGORITHMS.iter().find(|(known, _)| *known == algorithm).map_or("", |(_, name)| name)
}

pub(super) fn algorithm(name: &str) -> Result<Algorithm, Fault> {
    let known = ALGORITHMS.iter().find(|(_, known)| *known == name);
    let unknown = || Fault::new("bad-argument", format!("there is no algorithm {name:?}"));
    known.map(|(algorithm, _)| *algorithm).ok_or_else(unknown)
}
