//! Every bound the crate keeps, in one place.

/// What a configuration or an event may cost at most.
///
/// Every limit has a documented default; a host that trusts its input may raise
/// one, an edge worker may lower one.
///
/// ```
/// let limits = hooksieve::Limits { regexp_bytes: 64 * 1024, ..Default::default() };
/// assert_eq!(limits.depth, 128);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep arrays and objects may nest in an event or a configuration: 128
    /// levels are read, 129 are refused.
    pub depth: usize,
    /// Bytes of one event; a larger one is unreadable. 16 MiB.
    pub event_bytes: usize,
    /// Bytes that one compiled regular expression may take. 1 MiB.
    pub regexp_bytes: usize,
    /// Bytes of the text of one regular expression. 4 KiB.
    pub pattern_bytes: usize,
    /// How many `*` one key may hold. 4.
    pub wildcards: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 128,
            event_bytes: 16 << 20,
            regexp_bytes: 1 << 20,
            pattern_bytes: 4 << 10,
            wildcards: 4,
        }
    }
}

impl Limits {
    /// No limit at all, for what was admitted before.
    pub(crate) fn unbounded() -> Self {
        Self {
            depth: usize::MAX,
            event_bytes: usize::MAX,
            regexp_bytes: usize::MAX,
            pattern_bytes: usize::MAX,
            wildcards: usize::MAX,
        }
    }
}
