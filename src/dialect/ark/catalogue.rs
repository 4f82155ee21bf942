//! The names of events that ARK's nodes dispatch.
//!
//! A webhook may ask for any name. Sources: `core-kernel` 3.9.1 `enums/events.ts`;
//! `core-event-emitter` and the documents of 2.0 to 2.7; mainsail
//! `contracts/source/events.ts` (October 2024).

use crate::diagnostic::Severity;
use crate::dialect::{Catalogue, EventType};

/// Every name of any edition.
pub(super) static ALL: Catalogue = catalogue(&joined::<
    { CORE_3_NAMES.len() + OLDER.len() + NEWER.len() },
>(&[CORE_3_NAMES, OLDER, NEWER]));

pub(super) static CORE_3: Catalogue = catalogue(CORE_3_NAMES);

pub(super) static MAINSAIL: Catalogue =
    catalogue(&joined::<{ SHARED.len() + NEWER.len() }>(&[SHARED, NEWER]));

const CORE_3_NAMES: &[EventType] =
    &joined::<{ SHARED.len() + CORE_ONLY.len() }>(&[CORE_ONLY, SHARED]);

const fn catalogue(types: &'static [EventType]) -> Catalogue {
    Catalogue { types, later: &[], legacy: &[], legacy_severity: (Severity::Note, Severity::Note) }
}

const fn event(name: &'static str, meaning: &'static str) -> EventType {
    EventType { name, meaning }
}

const fn joined<const N: usize>(parts: &[&[EventType]]) -> [EventType; N] {
    let mut all = [event("", ""); N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            all[at] = parts[part][index];
            index += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

/// In 3.x and not in mainsail.
const CORE_ONLY: &[EventType] = &[
    event("block.disregarded", "A block was received and not taken."),
    event("block.reverted", "A block was taken back."),
    event("delegate.registered", "A delegate has registered."),
    event("delegate.resigned", "A delegate has resigned."),
    event("forger.failed", "The forger failed to forge a block."),
    event("forger.missing", "A delegate of the round is not forging."),
    event("forger.started", "The forger has started."),
    event("round.applied", "A round was completed and applied."),
    event("round.created", "A new round has begun."),
    event("round.missed", "A delegate missed its slot in the round."),
    event("transaction.forged", "A transaction was forged into a block."),
    event("transaction.reverted", "A transaction was taken back with its block."),
];

/// In 3.x and in mainsail.
const SHARED: &[EventType] = &[
    event("block.applied", "A block was applied to the chain."),
    event("block.forged", "A block was forged by this node."),
    event("block.received", "A block was received from a peer."),
    event("transaction.applied", "A transaction was applied."),
    event("transaction.expired", "A transaction left the pool because it expired."),
    event("transaction.pool.added", "A transaction was added to the pool."),
    event("transaction.pool.rejected", "A transaction was rejected by the pool."),
    event("transaction.pool.removed", "A transaction was removed from the pool."),
    event("wallet.vote", "A wallet has voted."),
    event("wallet.unvote", "A wallet has taken back its vote."),
    event("peer.added", "A peer was added."),
    event("peer.disconnect", "A peer is to be disconnected."),
    event("peer.disconnected", "A peer was disconnected."),
    event("peer.disconnecting", "A peer is being disconnected."),
    event("peer.removed", "A peer was removed."),
    event("state.builder.finished", "The state was built from the database."),
    event("state.started", "The node's state has started."),
    event("state.starting", "The node's state is starting."),
    event("crypto.milestone.changed", "The chain reached a milestone."),
    event("cache.flushed", ""),
    event("cache.forgotten", ""),
    event("cache.hit", ""),
    event("cache.missed", ""),
    event("cache.written", ""),
    event("kernel.booted", ""),
    event("kernel.booting", ""),
    event("kernel.bootstrapper.bootstrapped", ""),
    event("kernel.bootstrapper.bootstrapping", ""),
    event("kernel.serviceProvider.booted", ""),
    event("kernel.serviceProvider.disposed", ""),
    event("kernel.serviceProvider.registered", ""),
    event("queue.failed", ""),
    event("queue.finished", ""),
    event("schedule.blockJob.finished", ""),
    event("schedule.cronJob.finished", ""),
];

/// In 2.x and in nothing later.
const OLDER: &[EventType] = &[
    event("internal.milestone.changed", "The chain reached a milestone (2.7)."),
    event("shutdown", "The node shuts down (2.7)."),
    event("snapshot.complete", "A snapshot was completed (2.7)."),
    event("snapshot.progress", "A snapshot goes on (2.7)."),
    event("snapshot.start", "A snapshot was started (2.7)."),
    event("state:started", "The node's state has started (2.0)."),
    event("stateBuilder.finished", "The state was built from the database (2.6)."),
    event("wallet.created.cold", "A cold wallet was created (2.0 to 2.5)."),
    event("wallet.saved", "A wallet was saved (2.0 to 2.5)."),
];

/// In mainsail only.
const NEWER: &[EventType] = &[
    event("block.invalid", "An invalid block was received."),
    event("validator.registered", "A validator has registered."),
    event("validator.resigned", "A validator has resigned."),
    event("evm.transaction.receipt", "A transaction was executed; its receipt."),
    event("apiNode.added", "An API node was added."),
    event("apiNode.removed", "An API node was removed."),
    event("peer.updated", "A peer was updated."),
    event("consensus.bootstrapped", ""),
    event("consensus.precommited.any", ""),
    event("consensus.precommited.proposal", ""),
    event("consensus.prevoted.any", ""),
    event("consensus.prevoted.null", ""),
    event("consensus.prevoted.proposal", ""),
    event("consensus.proposal.accepted", ""),
    event("consensus.round.started", ""),
];
