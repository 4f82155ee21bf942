//! The event types of CDP webhooks.
//!
//! Sources: the `EventType` enum of `@coinbase/cdp-sdk` 1.57.0 (54 types); the webhook
//! guides for the names that stand outside of it.

use crate::diagnostic::Severity;
use crate::dialect::{Catalogue, EventType};

/// The types of the enum, and a name that the guides of 2025 used.
pub(super) static WITH_OLDER_NAMES: Catalogue = Catalogue {
    types: TYPES,
    later: &[],
    legacy: &[named(
        "token.transfer.completed",
        "\"onchain.activity.detected\" with the label `event_name` \"Transfer\" takes its place",
    )],
    legacy_severity: (Severity::Note, Severity::Note),
};

/// The types of the enum and no others.
pub(super) static ENUM_ONLY: Catalogue = Catalogue { types: TYPES, ..Catalogue::EMPTY };

/// How the names of the family begin that the guides mention and no enum has
/// (`acceptance.mandate.*`).
pub(super) const MANDATES: &str = "acceptance.mandate.";

/// How the names of transfer events begin.
pub(super) const TRANSFERS: &str = "payments.transfers.";

const fn named(name: &'static str, meaning: &'static str) -> EventType {
    EventType { name, meaning }
}

const TYPES: &[EventType] = &[
    named("onchain.activity.detected", "A smart contract emitted an event that was asked for."),
    named("wallet.activity.detected", "A wallet sent or received on chain."),
    named("wallet.activity.multi", "One of several wallets sent or received on chain."),
    named("wallet.transaction.created", "A transaction was created."),
    named("wallet.transaction.signed", "A transaction was signed."),
    named("wallet.transaction.broadcast", "A transaction was sent to the network."),
    named("wallet.transaction.replaced", "A transaction was replaced by another one."),
    named("wallet.transaction.pending", "A transaction waits for confirmation."),
    named("wallet.transaction.confirmed", "A transaction was confirmed on chain."),
    named("wallet.transaction.failed", "A transaction failed."),
    named("wallet.delegation.created", "A delegation was created."),
    named("wallet.delegation.revoked", "A delegation was revoked."),
    named("wallet.typed_data.signed", "Typed data were signed."),
    named("wallet.message.signed", "A message was signed."),
    named("wallet.hash.signed", "A hash was signed."),
    named("payments.transfers.quoted", "A transfer was quoted."),
    named("payments.transfers.processing", "A transfer is being processed."),
    named("payments.transfers.completed", "A transfer was completed."),
    named("payments.transfers.failed", "A transfer failed."),
    named("payments.transfers.expired", "A transfer's quote expired."),
    named("payments.transfers.travel_rule_incomplete", "A transfer lacks travel-rule data."),
    named(
        "payments.transfers.travel_rule_completed",
        "A transfer's travel-rule data are complete.",
    ),
    named("onramp.transaction.created", "An onramp transaction was created."),
    named("onramp.transaction.updated", "An onramp transaction changed its state."),
    named("onramp.transaction.success", "An onramp transaction was completed."),
    named("onramp.transaction.failed", "An onramp transaction failed."),
    named("offramp.transaction.created", "An offramp transaction was created."),
    named("offramp.transaction.updated", "An offramp transaction changed its state."),
    named("offramp.transaction.success", "An offramp transaction was completed."),
    named("offramp.transaction.failed", "An offramp transaction failed."),
    named("acceptance.payment_session.created", "A payment session was created."),
    named("acceptance.payment_session.canceled", "A payment session was canceled."),
    named("acceptance.payment_session.authorization_pending", "An authorization is pending."),
    named("acceptance.payment_session.authorization_succeeded", "An authorization succeeded."),
    named("acceptance.payment_session.authorization_failed", "An authorization failed."),
    named("acceptance.payment_session.capture_pending", "A capture is pending."),
    named("acceptance.payment_session.capture_succeeded", "A capture succeeded."),
    named("acceptance.payment_session.capture_failed", "A capture failed."),
    named("acceptance.payment_session.refund_pending", "A refund is pending."),
    named("acceptance.payment_session.refund_succeeded", "A refund succeeded."),
    named("acceptance.payment_session.refund_failed", "A refund failed."),
    named("acceptance.payment_session.void_pending", "A void is pending."),
    named("acceptance.payment_session.void_succeeded", "A void succeeded."),
    named("acceptance.payment_session.void_failed", "A void failed."),
    named("acceptance.disbursement.pending", "A disbursement is pending."),
    named("acceptance.disbursement.succeeded", "A disbursement succeeded."),
    named("acceptance.disbursement.failed", "A disbursement failed."),
    named("health.status.updated", "The status of a CDP service changed."),
    named("health.maintenance.scheduled", "Maintenance of a CDP service was scheduled."),
    named("health.maintenance.started", "Maintenance of a CDP service began."),
    named("health.maintenance.completed", "Maintenance of a CDP service is over."),
    named("health.maintenance.canceled", "Maintenance of a CDP service was called off."),
    named("customers.capability.changed", "What a customer may do changed."),
    named("customers.customer.deleted", "A customer was deleted."),
];
