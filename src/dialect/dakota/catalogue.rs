//! The event types of Dakota webhooks.
//!
//! Sources: the Update Webhook Target reference page (39 types); the `OpenAPI` document of
//! dakota-ts-sdk of June 2026 (a 40th); `event.go` of go-sdk of September 2026 (the rest
//! of the later ones); the guides and SDKs for the names that no schema has.

use crate::diagnostic::Severity;
use crate::dialect::{Catalogue, EventType};

pub(super) static CATALOGUE: Catalogue = Catalogue {
    types: TYPES,
    later: LATER,
    legacy: LEGACY,
    legacy_severity: (Severity::Error, Severity::Error),
};

/// How the names of the family begin that an SDK documents and no schema has
/// (`auto_transaction.*`), and what takes its place.
pub(super) const AUTO_TRANSACTIONS: (&str, &str) = ("auto_transaction.", "transaction.auto.");

const fn named(name: &'static str, meaning: &'static str) -> EventType {
    EventType { name, meaning }
}

const TYPES: &[EventType] = &[
    named("user.created", "A user was created."),
    named("user.updated", "A user was changed."),
    named("user.deleted", "A user was deleted."),
    named("api_key.created", "An API key was created."),
    named("api_key.deleted", "An API key was deleted."),
    named("customer.created", "A customer was created."),
    named("customer.updated", "A customer was changed."),
    named("customer.kyb_link.created", "A link to a business verification was created."),
    named("customer.kyb_link.updated", "A link to a business verification was changed."),
    named("customer.kyb_status.created", "A business verification began."),
    named("customer.kyb_status.updated", "A business verification changed its status."),
    named("auto_account.created", "An auto account was created."),
    named("auto_account.updated", "An auto account was changed."),
    named("auto_account.deleted", "An auto account was deleted."),
    named("transaction.auto.created", "A transaction of an auto account was created."),
    named("transaction.auto.updated", "A transaction of an auto account changed its status."),
    named("transaction.one_off.created", "A one-off transaction was created."),
    named("transaction.one_off.updated", "A one-off transaction changed its status."),
    named("recipient.created", "A recipient was created."),
    named("recipient.updated", "A recipient was changed."),
    named("recipient.deleted", "A recipient was deleted."),
    named("destination.created", "A destination was created."),
    named("destination.deleted", "A destination was deleted."),
    named("target.created", "A webhook target was created."),
    named("target.updated", "A webhook target was changed."),
    named("target.deleted", "A webhook target was deleted."),
    named("exception.created", "An exception was raised."),
    named("exception.cleared", "An exception was cleared."),
    named("bvnk.onboarding.created", "An onboarding with BVNK began."),
    named("bvnk.onboarding.updated", "An onboarding with BVNK changed its status."),
    named("wallet.created", "A wallet was created."),
    named("wallet.updated", "A wallet was changed."),
    named("wallet.signer_group.created", "A signer group was created."),
    named("wallet.signer_group.updated", "A signer group was changed."),
    named("wallet.policy.created", "A wallet policy was created."),
    named("wallet.policy.updated", "A wallet policy was changed."),
    named("wallet.transaction.created", "A wallet transaction was created."),
    named("wallet.transaction.updated", "A wallet transaction changed its status."),
    named("wallet.deposit", "A deposit reached a wallet."),
];

const LATER: &[EventType] = &[
    named("customer.kyb_application.submitted", "A business verification was applied for."),
    named("customer.capability_status.updated", "What a customer may do changed."),
    named("customer.rfi.requested", "Information was requested from a customer."),
    named("customer.rfi.responded", "A customer answered a request for information."),
    named("customer.application.withdrawn", "An application was withdrawn."),
    named("fee_payout_destination.updated", "A destination of fees was changed."),
    named("fee_payout_destination.deleted", "A destination of fees was deleted."),
    named("rd_payout_destination.updated", "An RD payout destination was changed."),
    named(
        "deployment_payout_destination.updated",
        "A deployment's payout destination was changed.",
    ),
    named("scheduled_payment.failed", "A scheduled payment failed."),
];

const LEGACY: &[EventType] = &[
    named(
        "transaction.completed",
        "did you mean \"transaction.auto.updated\" or \"transaction.one_off.updated\"?",
    ),
    named(
        "transaction.created",
        "did you mean \"transaction.auto.created\" or \"transaction.one_off.created\"?",
    ),
    named("customer.kyb_status_changed", "did you mean \"customer.kyb_status.updated\"?"),
];
