//! How a provider delivers, as data.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::signature::Scheme;

/// How deliveries are made: how often, when, what counts as delivered, what is sent.
///
/// Every difference between providers is a value in here; [`Delivery`](super::Delivery)
/// never asks which provider it works for. Times are in milliseconds.
///
/// ```
/// use hooksieve::delivery::Policy;
/// let policy = Policy::of("dfns").unwrap();
/// assert_eq!(policy.schedule.attempts(), 5);
/// assert!(policy.success.holds(200) && !policy.success.holds(204));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// When attempts are made, and how many.
    pub schedule: Schedule,
    /// Which answers count as delivered.
    pub success: Statuses,
    /// How long an answer is waited for.
    pub timeout: u64,
    /// How much longer than `timeout` an attempt is left alone before it counts as
    /// interrupted: what a driver needs to give its answer.
    pub grace: u64,
    /// How often one attempt is begun again after it was interrupted, before it counts as
    /// failed. An interrupted attempt may not have been sent at all, so it is none of the
    /// attempts that the provider promises.
    pub repeats: u32,
    /// The longest wait that a target's `Retry-After` may ask for; nothing where the
    /// provider does not read it.
    pub retry_after: Option<u64>,
    /// Whether the answer 410 ends the delivery and switches the subscription off.
    pub gone_disables: bool,
    /// Whether the subscription is switched off once the last attempt of a delivery failed
    /// and no event that was accepted after it was delivered: a failure that lasts. Only the
    /// driver sees the other deliveries, so the machine leaves it to that.
    pub exhausted_disables: bool,
    /// Whether each attempt is an event with an id of its own.
    pub identity: Identity,
    /// What is sent.
    pub wire: Wire,
}

/// When attempts are made. The first one is due at once.
///
/// ```
/// use hooksieve::delivery::{Origin, Schedule};
/// let schedule = Schedule::Table { delays: vec![60_000].into(), from: Origin::First, jitter: 0 };
/// assert_eq!(schedule.attempts(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Schedule {
    /// One delay for each attempt after the first.
    Table {
        /// The delays, ascending where they count from the first attempt.
        delays: Cow<'static, [u64]>,
        /// What they count from.
        from: Origin,
        /// How much a delay is lengthened at random at most, in percent.
        jitter: u8,
    },
    /// Each delay twice the one before, counted from the previous attempt.
    Doubling {
        /// The first delay.
        first: u64,
        /// The longest delay.
        longest: u64,
        /// How many attempts follow the first.
        retries: u32,
        /// How much a delay is lengthened at random at most, in percent.
        jitter: u8,
    },
}

/// What the delays of a schedule count from.
///
/// ```
/// use hooksieve::delivery::{Origin, Policy, Schedule};
/// let Schedule::Table { from, .. } = Policy::of("dfns").unwrap().schedule else { panic!() };
/// assert_eq!(from, Origin::First);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The beginning of the first attempt.
    First,
    /// The end of the previous attempt.
    Previous,
}

/// The moments from which the next attempt is reckoned, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reckoning {
    pub(super) first_began: u64,
    pub(super) now: u64,
    pub(super) random: u64,
}

impl Schedule {
    /// How many attempts are made at most, the first included.
    ///
    /// ```
    /// use hooksieve::delivery::Policy;
    /// assert_eq!(Policy::of("cdp").unwrap().schedule.attempts(), 61);
    /// ```
    pub fn attempts(&self) -> u32 {
        let retries = match self {
            Self::Table { delays, .. } => u32::try_from(delays.len()).unwrap_or(u32::MAX),
            Self::Doubling { retries, .. } => *retries,
        };
        retries.saturating_add(1)
    }

    /// The delay before attempt `number` (2 is the first retry), without jitter, and what
    /// it counts from; nothing where no such attempt is made.
    ///
    /// ```
    /// use hooksieve::delivery::{Origin, Policy};
    /// let schedule = Policy::of("dfns").unwrap().schedule;
    /// assert_eq!(schedule.delay(3), Some((12 * 60_000, Origin::First)));
    /// assert_eq!(schedule.delay(6), None);
    /// ```
    pub fn delay(&self, number: u32) -> Option<(u64, Origin)> {
        let retry = number.checked_sub(2)?;
        match self {
            Self::Table { delays, from, .. } => {
                delays.get(usize::try_from(retry).ok()?).map(|&delay| (delay, *from))
            }
            Self::Doubling { first, longest, retries, .. } => (retry < *retries).then(|| {
                let doubled = 1_u64.checked_shl(retry).and_then(|by| first.checked_mul(by));
                (doubled.unwrap_or(u64::MAX).min(*longest), Origin::Previous)
            }),
        }
    }

    /// When attempt `number` is due, after the one before failed.
    pub(super) fn due(&self, number: u32, reckoning: Reckoning) -> Option<u64> {
        let (delay, origin) = self.delay(number)?;
        let (Self::Table { jitter, .. } | Self::Doubling { jitter, .. }) = self;
        let most = delay.saturating_mul(u64::from(*jitter)) / 100;
        let spread = most.checked_add(1).map_or(0, |choices| reckoning.random % choices);
        let Reckoning { first_began, now, .. } = reckoning;
        let due = match origin {
            Origin::Previous => now.saturating_add(delay),
            // After a long outage what is left of the table would come at once; the first
            // delay stays the least gap.
            Origin::First => {
                let least = self.delay(2).map_or(0, |(first, _)| first);
                first_began.saturating_add(delay).max(now.saturating_add(least))
            }
        };
        Some(due.saturating_add(spread))
    }
}

/// A range of HTTP status codes.
///
/// ```
/// use hooksieve::delivery::Statuses;
/// let success = Statuses { from: 200, below: 300 };
/// assert!(success.holds(204) && !success.holds(301));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statuses {
    /// The first one in the range.
    pub from: u16,
    /// The first one after it.
    pub below: u16,
}

impl Statuses {
    /// Whether a status is in the range.
    ///
    /// ```
    /// use hooksieve::delivery::Policy;
    /// assert!(Policy::of("ark").unwrap().success.holds(302));
    /// ```
    pub fn holds(self, status: u16) -> bool {
        (self.from..self.below).contains(&status)
    }
}

/// Which id an attempt carries.
///
/// ```
/// use hooksieve::delivery::{Identity, Policy};
/// assert_eq!(Policy::of("dakota").unwrap().identity, Identity::Kept);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// Every attempt carries the event's id.
    Kept,
    /// Every retry has an id of its own, in the form of Dfns' event ids, and names the
    /// attempt before it (Dfns, Webhook Events: "every Webhook Event you will see is a unique
    /// delivery attempt").
    PerAttempt,
}

/// What is sent: headers and members of the body that tell of the attempt, and who signs.
///
/// ```
/// use hooksieve::delivery::{Fact, Policy};
/// let wire = Policy::of("dfns").unwrap().wire;
/// assert!(wire.members.iter().any(|(name, fact)| name == "retryOf" && *fact == Fact::RetryOf));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// Headers that carry a fact, in order. One without a value is left out.
    pub headers: Cow<'static, [(Cow<'static, str>, Fact)]>,
    /// Members of the body that are set to a fact before sending, in order. One without a
    /// value is taken out. Without any, the body is sent byte for byte.
    pub members: Cow<'static, [(Cow<'static, str>, Fact)]>,
    /// How the request is signed; nothing where it is not.
    pub scheme: Option<Scheme>,
}

/// Something to tell of an attempt.
///
/// ```
/// let fact: hooksieve::delivery::Fact = serde_json::from_str(r#""retry-of""#).unwrap();
/// assert_eq!(fact, hooksieve::delivery::Fact::RetryOf);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The id that the attempt carries.
    EventId,
    /// The event type.
    EventType,
    /// The id of the attempt that failed before.
    RetryOf,
    /// The number of the attempt, from 1.
    Attempt,
    /// When it is sent, in seconds since 1970.
    SentSeconds,
    /// When it is sent, in milliseconds since 1970.
    SentMillis,
    /// `true` where somebody asked for the event again.
    Replay,
}
