//! The policies of the providers, each with the documents it was taken from.

use std::borrow::Cow;

use super::policy::{Fact, Identity, Origin, Policy, Schedule, Statuses, Wire};
use crate::signature::Scheme;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

const OK: Statuses = Statuses { from: 200, below: 300 };

/// What our own engine needs and no document names.
const GRACE: u64 = 5 * SECOND;
const REPEATS: u32 = 16;

/// Dfns (Webhook Events: "anything else than a 200" fails; "up to 5 times in total", 1
/// minute, 12 minutes, 2 hours and 1 day after the first attempt). The time-out is "a few
/// seconds"; the number is ours.
const DFNS: Policy = Policy {
    schedule: Schedule::Table {
        delays: Cow::Borrowed(&[MINUTE, 12 * MINUTE, 2 * HOUR, DAY]),
        from: Origin::First,
        jitter: 0,
    },
    success: Statuses { from: 200, below: 201 },
    timeout: 5 * SECOND,
    grace: GRACE,
    repeats: REPEATS,
    retry_after: None,
    gone_disables: false,
    exhausted_disables: false,
    identity: Identity::PerAttempt,
    wire: Wire {
        headers: Cow::Borrowed(&[]),
        members: Cow::Borrowed(&[
            (Cow::Borrowed("id"), Fact::EventId),
            (Cow::Borrowed("deliveryAttempt"), Fact::Attempt),
            (Cow::Borrowed("retryOf"), Fact::RetryOf),
            (Cow::Borrowed("timestampSent"), Fact::SentSeconds),
        ]),
        scheme: Some(Scheme::Dfns),
    },
};

/// Coinbase CDP (get-started/webhooks: any answer but 2xx is retried "with exponential
/// backoff", up to 60 times; webhook headers: X-Event-Id, X-Event-Type). The delays are
/// ours: together eight and a half days, as long as Hook0, the engine below, tries. The
/// time-out is Hook0's. The same page: webhooks are switched off after sustained failure; what
/// counts as that is ours.
const CDP: Policy = Policy {
    schedule: Schedule::Doubling { first: 10 * SECOND, longest: 4 * HOUR, retries: 60, jitter: 0 },
    success: OK,
    timeout: 15 * SECOND,
    grace: GRACE,
    repeats: REPEATS,
    retry_after: None,
    gone_disables: false,
    exhausted_disables: true,
    identity: Identity::Kept,
    wire: Wire {
        headers: Cow::Borrowed(&[
            (Cow::Borrowed("X-Event-Id"), Fact::EventId),
            (Cow::Borrowed("X-Event-Type"), Fact::EventType),
        ]),
        members: Cow::Borrowed(&[]),
        scheme: Some(Scheme::Hook0),
    },
};

/// Dakota (webhooks guide, as integrators report it: ten attempts over about 48 hours, 2xx
/// within 30 seconds; Replay: the header X-Webhook-Replay). The table between the first
/// minute and the 48 hours is ours.
const DAKOTA: Policy = Policy {
    schedule: Schedule::Table {
        delays: Cow::Borrowed(&[
            MINUTE,
            5 * MINUTE,
            15 * MINUTE,
            HOUR,
            3 * HOUR,
            7 * HOUR,
            14 * HOUR,
            28 * HOUR,
            48 * HOUR,
        ]),
        from: Origin::First,
        jitter: 0,
    },
    success: OK,
    timeout: 30 * SECOND,
    grace: GRACE,
    repeats: REPEATS,
    retry_after: None,
    gone_disables: false,
    exhausted_disables: false,
    identity: Identity::Kept,
    wire: Wire {
        headers: Cow::Borrowed(&[
            (Cow::Borrowed("X-Dakota-Event-ID"), Fact::EventId),
            (Cow::Borrowed("X-Dakota-Event-Type"), Fact::EventType),
            (Cow::Borrowed("X-Webhook-Replay"), Fact::Replay),
        ]),
        members: Cow::Borrowed(&[]),
        scheme: Some(Scheme::Dakota),
    },
};

/// ARK (core 3.9.1 `listener`: one attempt, 1500 ms, a status of 400 and above is a
/// failure; the time of sending is the body's `timestamp`).
const ARK: Policy = Policy {
    schedule: Schedule::Table { delays: Cow::Borrowed(&[]), from: Origin::First, jitter: 0 },
    success: Statuses { from: 0, below: 400 },
    timeout: 1_500,
    grace: GRACE,
    repeats: REPEATS,
    retry_after: None,
    gone_disables: false,
    exhausted_disables: false,
    identity: Identity::Kept,
    wire: Wire {
        headers: Cow::Borrowed(&[]),
        members: Cow::Borrowed(&[(Cow::Borrowed("timestamp"), Fact::SentMillis)]),
        scheme: Some(Scheme::Ark),
    },
};

/// Standard Webhooks 1.0.0 (Deliverability and reliability: the table of retries, with
/// jitter; 2xx alone; a time-out of 15 to 30 seconds; 410 disables; `Retry-After`).
const STANDARD: Policy = Policy {
    schedule: Schedule::Table {
        delays: Cow::Borrowed(&[
            5 * SECOND,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            5 * HOUR,
            10 * HOUR,
            14 * HOUR,
            20 * HOUR,
            24 * HOUR,
        ]),
        from: Origin::Previous,
        jitter: 10,
    },
    success: OK,
    timeout: 20 * SECOND,
    grace: GRACE,
    repeats: REPEATS,
    retry_after: Some(DAY),
    gone_disables: true,
    exhausted_disables: false,
    identity: Identity::Kept,
    wire: Wire {
        headers: Cow::Borrowed(&[]),
        members: Cow::Borrowed(&[]),
        scheme: Some(Scheme::StandardWebhooks),
    },
};

impl Policy {
    /// The policy of a provider, by the name that its dialect has without the edition; the
    /// native one delivers after Standard Webhooks.
    ///
    /// ```
    /// use hooksieve::{Dialect, delivery::Policy};
    /// for dialect in Dialect::all() {
    ///     assert!(Policy::of(dialect.provider()).is_some());
    /// }
    /// assert!(Policy::of("nobody").is_none());
    /// ```
    pub fn of(provider: &str) -> Option<Self> {
        Some(match provider {
            "hooksieve" => STANDARD,
            "dfns" => DFNS,
            "dakota" => DAKOTA,
            "cdp" => CDP,
            "ark" => ARK,
            _ => return None,
        })
    }
}
