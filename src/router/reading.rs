//! Making a router of a text: where it is large, one thread reads while another enlists.

use super::Router;
use super::compile::Parts;
use crate::dialect::{Config, Dialect};
use crate::limits::Limits;

impl Router {
    /// Enlists every subscription of a configuration; nothing where it is not one that is
    /// read for routing alone, however many were enlisted before.
    pub(super) fn enlist_all(&mut self, text: &str, dialect: Dialect) -> Option<()> {
        let (limits, mut parts) = (Limits::default(), Parts::default());
        #[cfg(not(target_family = "wasm"))]
        if let Some(read) = abreast::enlist(self, text, dialect, &limits, &mut parts) {
            return read;
        }
        Config::each_clean(text, dialect, &limits, |block, filled| {
            self.enlist(&block[..filled], &mut parts);
        })
    }
}

#[cfg(not(target_family = "wasm"))]
mod abreast {
    use std::sync::mpsc;
    use std::thread;

    use super::{Config, Dialect, Limits, Parts, Router};
    use crate::subscription::Subscription;

    /// A text of fewer bytes is read and enlisted in turns.
    const LARGE: usize = 4 << 20;

    /// So many blocks may wait to be enlisted.
    const WAITING: usize = 32;

    /// Enlists what another thread reads, in its order; what that says of the text, or
    /// nothing, and nothing done, where a thread is not worth it or not to be had.
    pub(super) fn enlist(
        router: &mut Router,
        text: &str,
        dialect: Dialect,
        limits: &Limits,
        parts: &mut Parts,
    ) -> Option<Option<()>> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        if text.len() < LARGE || processors < 2 {
            return None;
        }
        let (full, blocks) = mpsc::sync_channel::<(Vec<Subscription>, usize)>(WAITING);
        let (back, enlisted) = mpsc::channel();
        thread::scope(|scope| {
            let read = move || {
                Config::each_clean(text, dialect, limits, |block, filled| {
                    let next = enlisted.try_recv().unwrap_or_default();
                    // Nobody takes it only where the other thread is gone with a panic.
                    let _ = full.send((std::mem::replace(block, next), filled));
                })
            };
            let reader = thread::Builder::new().spawn_scoped(scope, read).ok()?;
            for (block, filled) in blocks {
                router.enlist(&block[..filled], parts);
                let _ = back.send(block);
            }
            Some(reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }
}
