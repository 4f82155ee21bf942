//! Memory that is asked for before it is needed.
//!
//! What a router holds is far away in the memory once there are many subscriptions. A
//! processor goes on while a line is on its way, but not far: as soon as the first answer is
//! missing, a few hundred instructions behind it are begun and no more.

/// Asks for the line of the cache in which an item of a list stands, and does not wait for
/// it. A place behind the end does no harm.
#[inline(always)]
pub(super) fn fetch<T>(list: &[T], at: usize) {
    // It has no such instruction.
    #[cfg(target_family = "wasm")]
    let _ = (list, at);
    #[cfg(not(target_family = "wasm"))]
    prefetch_index::prefetch_index(list, at);
}

/// Bytes of a line of the cache, on nearly every machine.
const LINE: usize = 64;

/// So many lines are asked for at once: by then the machine itself has seen that they are
/// read in order.
const LINES: usize = 32;

/// Asks for the first lines of a text.
#[inline(always)]
pub(super) fn fetch_start(text: &[u8]) {
    for line in (0..text.len()).step_by(LINE).take(LINES) {
        fetch(text, line);
    }
}
