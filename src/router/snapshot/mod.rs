//! A router as bytes that every machine reads.
//!
//! ```text
//! "hksieve\0"  version u32  checksum u32 (CRC-32 of all behind it)  length u64
//! form, reading  label keys  paths  tokens  groups  tests
//! length of the index u32: its tokens  bounds  nodes
//! ids  filters  positions that have each  ways
//! ```
//!
//! Every number is little-endian. A list starts with its length as u32; tokens, groups,
//! tests, nodes and filters are numbered without gaps. The index is written as its nodes and
//! the way of every filter through them, each step of which is held to the filter, so that no
//! bytes can make an index that contradicts its filters. Where its length is 0 there are no
//! ways, and it is made from the filters. Else all parts are written in its order, groups and
//! tests in that of the filters, so that loading goes through the memory in order.

pub(super) mod bytes;
mod load;
pub(super) mod save;

use std::fmt;

use super::tree::Tree;
use super::{HooksieveError, Router, checksum};
use crate::limits::Limits;
use bytes::{Reader, Writer};

const MAGIC: &[u8; 8] = b"hksieve\0";

/// The version of the form of snapshots. A snapshot of another version is refused; the
/// configuration it was made of is the lasting form.
const VERSION: u32 = 2;

const HEAD: usize = 24;

/// Why bytes are not a snapshot.
///
/// ```
/// use hooksieve::{HooksieveError, Router, SnapshotError};
/// let bytes = Router::new().to_bytes();
/// let error = Router::from_bytes(&bytes[..bytes.len() - 1]).unwrap_err();
/// assert_eq!(error, HooksieveError::Snapshot(SnapshotError::Truncated));
/// assert_eq!(Router::from_bytes(b"{}").unwrap_err().to_string(), "not a snapshot of a router");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SnapshotError {
    /// They do not begin as one.
    NotASnapshot,
    /// They are of another version.
    Version(u32),
    /// They end too early, or go on too long.
    Truncated,
    /// They were changed since they were written.
    Checksum,
    /// They contradict themselves; the part that does.
    Invalid(&'static str),
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASnapshot => f.write_str("not a snapshot of a router"),
            Self::Version(version) => {
                write!(f, "a snapshot of version {version}, this one reads version {VERSION}")
            }
            Self::Truncated => f.write_str("the snapshot has not the length it says"),
            Self::Checksum => f.write_str("the snapshot was changed since it was written"),
            Self::Invalid(part) => write!(f, "the snapshot contradicts itself in its {part}"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl From<SnapshotError> for HooksieveError {
    fn from(error: SnapshotError) -> Self {
        Self::Snapshot(error)
    }
}

impl Router {
    /// The router as bytes that any build of this version reads, native or WebAssembly:
    /// many times faster to load than a configuration.
    ///
    /// Limits are not part of it; what explaining needs is not either. The index is, except in
    /// WebAssembly, which makes it anew from any snapshot; where it is missing it is made.
    ///
    /// ```
    /// use hooksieve::{Config, Router};
    /// let router = Router::from_config(&Config::detect(r#"{"id":"a","events":["wallet.*"]}"#));
    /// let again = Router::from_bytes(&router.to_bytes())?;
    /// assert_eq!(again.route(br#"{"type":"wallet.created"}"#).matched().next().unwrap().id(), "a");
    /// # Ok::<(), hooksieve::HooksieveError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_bytes_with(Tree::IS_READ)
    }

    /// The same with or without the index.
    pub(super) fn to_bytes_with(&self, index: bool) -> Vec<u8> {
        let mut out = Writer { bytes: vec![0; HEAD] };
        self.write(index, &mut out);
        let length = out.bytes.len() as u64;
        out.bytes[16..HEAD].copy_from_slice(&length.to_le_bytes());
        let checksum = checksum::of(&out.bytes[16..]);
        out.bytes[..8].copy_from_slice(MAGIC);
        out.bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        out.bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        out.bytes
    }

    /// Whether bytes begin as a snapshot of any version: the first eight tell.
    ///
    /// ```
    /// use hooksieve::Router;
    /// assert!(Router::is_snapshot(&Router::new().to_bytes()));
    /// assert!(!Router::is_snapshot(b"{}"));
    /// ```
    pub fn is_snapshot(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// The router of a snapshot.
    ///
    /// # Errors
    /// When the bytes are no snapshot, of another version, changed or cut off.
    ///
    /// ```
    /// use hooksieve::Router;
    /// assert!(Router::from_bytes(&Router::new().to_bytes()).unwrap().is_empty());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HooksieveError> {
        Self::from_bytes_within(bytes, &Limits::default())
    }

    /// The router of a snapshot that was made under other limits, which it also keeps to.
    ///
    /// # Errors
    /// As [`Router::from_bytes`].
    ///
    /// ```
    /// use hooksieve::{Limits, Router};
    /// let limits = Limits { regexp_bytes: 4 << 20, ..Limits::default() };
    /// assert!(Router::from_bytes_within(&Router::new().to_bytes(), &limits).is_ok());
    /// ```
    pub fn from_bytes_within(bytes: &[u8], limits: &Limits) -> Result<Self, HooksieveError> {
        let head = bytes.get(..HEAD).filter(|head| head.starts_with(MAGIC));
        let head = head.ok_or(SnapshotError::NotASnapshot)?;
        let mut numbers = Reader { bytes: &head[8..] };
        let (version, checksum) = (numbers.u32()?, numbers.u32()?);
        if version != VERSION {
            return Err(SnapshotError::Version(version).into());
        }
        if numbers.bytes != (bytes.len() as u64).to_le_bytes() {
            return Err(SnapshotError::Truncated.into());
        }
        if checksum::of(&bytes[16..]) != checksum {
            return Err(SnapshotError::Checksum.into());
        }
        let mut router = Self::new().with_limits(limits.clone());
        router.load(&mut Reader { bytes: &bytes[HEAD..] })?;
        Ok(router)
    }
}
