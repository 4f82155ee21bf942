//! One attempt of a delivery, as it is kept and told.

use serde::{Deserialize, Serialize};

use crate::date;

/// One attempt: what it carried, when, and what came of it. Times are milliseconds since
/// 1970.
///
/// ```
/// use hooksieve::delivery::{Delivery, Input, Moment, Policy, Standing};
/// let wake = Input::Wake { subscription: Standing::Enabled };
/// let moment = Moment { now: 5, random: [0; 16] };
/// let (delivery, _) = Delivery::new("e", "s", 0).step(&Policy::of("cdp").unwrap(), &wake, moment);
/// assert_eq!((delivery.attempts[0].number, delivery.attempts[0].began), (1, 5));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// The id that it carried.
    pub event_id: String,
    /// The id of the attempt before, where attempts have ids of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_of: Option<String>,
    /// When it was first begun.
    pub began: u64,
    /// When its current run was begun.
    pub sent: u64,
    /// How often it was begun: once, and once more after each interruption.
    pub runs: u32,
    /// When its outcome was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<u64>,
    /// What came of it.
    pub outcome: Outcome,
    /// The HTTP status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// When the next attempt is due; nothing where none is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

impl Attempt {
    /// Whether it failed: Dfns' `deliveryFailed`.
    ///
    /// ```
    /// # use hooksieve::delivery::{Delivery, Input, Moment, Policy, Standing, Trouble};
    /// # let policy = Policy::of("dfns").unwrap();
    /// # let at = |now| Moment { now, random: [0; 16] };
    /// # let wake = Input::Wake { subscription: Standing::Enabled };
    /// let failure = Input::Failure { attempt: 1, run: 1, trouble: Trouble::Timeout };
    /// let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, at(0));
    /// let (delivery, _) = delivery.step(&policy, &failure, at(5_000));
    /// assert!(delivery.attempts[0].failed());
    /// ```
    pub fn failed(&self) -> bool {
        self.outcome == Outcome::Failed
    }

    /// When the next attempt is due, as Dfns writes `nextAttemptDate`; nothing where none
    /// is planned.
    ///
    /// ```
    /// # use hooksieve::delivery::{Delivery, Input, Moment, Policy, Standing, Trouble};
    /// # let policy = Policy::of("dfns").unwrap();
    /// # let at = |now| Moment { now, random: [0; 16] };
    /// # let wake = Input::Wake { subscription: Standing::Enabled };
    /// let failure = Input::Failure { attempt: 1, run: 1, trouble: Trouble::Timeout };
    /// let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, at(0));
    /// let (delivery, _) = delivery.step(&policy, &failure, at(5_000));
    /// assert_eq!(delivery.attempts[0].next_attempt_date().unwrap(), "1970-01-01T00:01:05.000Z");
    /// ```
    pub fn next_attempt_date(&self) -> Option<String> {
        self.next.map(date::iso)
    }
}

/// What came of an attempt.
///
/// ```
/// use hooksieve::delivery::Outcome;
/// assert_eq!(serde_json::to_string(&Outcome::Failed).unwrap(), r#""failed""#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Not known yet.
    Open,
    /// The target has it.
    Delivered,
    /// It failed.
    Failed,
}

/// Why an attempt has no answer.
///
/// ```
/// use hooksieve::delivery::Trouble;
/// assert_eq!(Trouble::Timeout.to_string(), "the target did not answer in time");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Trouble {
    /// The time-out passed.
    Timeout,
    /// No connection: no such name, refused, cut off.
    Connection,
    /// The target has no valid certificate.
    Certificate,
    /// The request may not be sent: the target or a header is refused.
    Refused,
    /// The sender was interrupted too often.
    Interrupted,
}

impl Trouble {
    /// The stable kebab-case name, as it stands in the JSON form.
    ///
    /// ```
    /// assert_eq!(hooksieve::delivery::Trouble::Timeout.name(), "timeout");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Connection => "connection",
            Self::Certificate => "certificate",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Timeout => "the target did not answer in time",
            Self::Connection => "the target could not be reached",
            Self::Certificate => "the target has no valid certificate",
            Self::Refused => "the target or one of its headers is refused",
            Self::Interrupted => "the sender was interrupted",
        })
    }
}
