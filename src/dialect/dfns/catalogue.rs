//! The webhook event kinds of Dfns.
//!
//! Sources: SDK 0.8.21 and the webhook-event page read with it (32 kinds, with their
//! sentences); the API specification 2.0.155 and the webhook-events page of 2026.

use crate::diagnostic::Severity;
use crate::dialect::{Catalogue, EventType};

pub(super) static CATALOGUE: Catalogue = Catalogue {
    types: KINDS,
    later: LATER,
    legacy: LEGACY,
    legacy_severity: (Severity::Error, Severity::Warning),
};

const fn kind(name: &'static str, meaning: &'static str) -> EventType {
    EventType { name, meaning }
}

const KINDS: &[EventType] = &[
    kind("policy.triggered", "A policy got triggered upon some activity."),
    kind("policy.approval.pending", "A new approval process is pending."),
    kind("policy.approval.resolved", "An approval process was approved or rejected."),
    kind("key.created", "A key has been created."),
    kind("key.deleted", "A key has been deleted."),
    kind("key.delegated", "A key has been delegated."),
    kind("key.exported", "A key has been exported."),
    kind(
        "wallet.blockchainevent.detected",
        "A wallet event was detected on chain, for example a deposit.",
    ),
    kind("wallet.created", "A wallet has been created."),
    kind("wallet.activated", "A wallet has been activated."),
    kind("wallet.delegated", "A wallet has been delegated."),
    kind("wallet.exported", "A wallet has been exported (deprecated)."),
    kind("wallet.signature.failed", "A signature request has failed to process."),
    kind("wallet.signature.rejected", "A signature request was rejected by a policy approval."),
    kind("wallet.signature.requested", "A signature request has been created."),
    kind("wallet.signature.signed", "A signature request has completed."),
    kind("wallet.transaction.broadcasted", "A transaction was submitted to the mempool."),
    kind("wallet.transaction.confirmed", "A transaction was confirmed on chain."),
    kind("wallet.transaction.failed", "A transaction request has failed to process."),
    kind("wallet.transaction.rejected", "A transaction request was rejected by a policy approval."),
    kind("wallet.transaction.requested", "A transaction request has been created."),
    kind("wallet.transfer.broadcasted", "A transfer was submitted to the mempool."),
    kind("wallet.transfer.confirmed", "A transfer was confirmed on chain."),
    kind("wallet.transfer.failed", "A transfer request has failed to process."),
    kind("wallet.transfer.rejected", "A transfer request was rejected by a policy approval."),
    kind("wallet.transfer.requested", "A transfer request has been created."),
    kind("wallet.offer.received", "A transfer offer has been made to a wallet."),
    kind("wallet.offer.accepted", "A transfer offer was accepted and settled on chain."),
    kind("wallet.offer.rejected", "A transfer offer was rejected and settled on chain."),
    kind("wallet.offer.withdrawn", "A transfer offer was withdrawn by the sender."),
    kind("wallet.tags.modified", "A wallet's tags have been modified."),
    kind("payout.action.required", "A payout needs an action."),
];

const LATER: &[EventType] = &[
    kind("wallet.blockchain_event.transfer.included", ""),
    kind("wallet.blockchain_event.misc.confirmed", ""),
    kind("vault.created", ""),
    kind("vault.updated", ""),
    kind("vault.tags.modified", ""),
    kind("vault.event.created", ""),
    kind("address_watch.blockchain_event.transfer.confirmed", ""),
    kind("address_watch.blockchain_event.misc.confirmed", ""),
    kind("policy.activity.resolved", ""),
    kind("swap.completed", ""),
    kind("swap.failed", ""),
    kind("webhook.event.retry.triggered", ""),
];

/// Examples in the documents that never were kinds.
const LEGACY: &[EventType] = &[
    kind("wallet.transfer.initiated", "did you mean \"wallet.transfer.requested\"?"),
    kind("wallet.transfer.executed", "did you mean \"wallet.transfer.confirmed\"?"),
];
