//! The state of one delivery and its JSON form.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, Outcome};

/// The version of the JSON form that this crate writes and reads.
const VERSION: u32 = 1;

/// One event on its way to one subscription: plain data, without the event's body and
/// without secrets.
///
/// ```
/// use hooksieve::delivery::{Delivery, Phase};
/// let delivery = Delivery::new("evt-1", "sub-1", 1_000);
/// assert_eq!(delivery.phase, Phase::Waiting { due: 1_000 });
/// let text = delivery.to_json();
/// assert!(text.starts_with(r#"{"version":1,"#));
/// assert_eq!(Delivery::from_json(&text).unwrap(), delivery);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Delivery {
    version: u32,
    /// The id of the event.
    pub event: String,
    /// The id of the subscription.
    pub subscription: String,
    /// When the event was accepted, in milliseconds since 1970.
    pub accepted: u64,
    /// Whether somebody asked for the event again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replay: bool,
    /// How far it is.
    pub phase: Phase,
    /// The attempts so far, numbered from 1 without gaps.
    pub attempts: Vec<Attempt>,
}

/// How far a delivery is. Times are milliseconds since 1970.
///
/// ```
/// use hooksieve::delivery::Phase;
/// let text = serde_json::to_string(&Phase::Waiting { due: 5 }).unwrap();
/// assert_eq!(text, r#"{"is":"waiting","due":5}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Phase {
    /// The next attempt is due at this time.
    Waiting {
        /// When.
        due: u64,
    },
    /// The last attempt of the list is being made; after this time it counts as
    /// interrupted and is made again.
    Sending {
        /// When it is given up.
        until: u64,
    },
    /// The target has it.
    Delivered,
    /// No further attempt is made, although some are left.
    Stopped {
        /// Why.
        reason: StopReason,
    },
    /// Every attempt failed.
    Dead,
}

/// Why a delivery ends before its last attempt.
///
/// ```
/// use hooksieve::delivery::StopReason;
/// assert_eq!(serde_json::to_string(&StopReason::Gone).unwrap(), r#""gone""#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// The subscription was off when an attempt was due.
    Disabled,
    /// The subscription was deleted when an attempt was due.
    Deleted,
    /// The target said 410.
    Gone,
}

impl Delivery {
    /// A delivery whose first attempt is due at once.
    ///
    /// ```
    /// use hooksieve::delivery::Delivery;
    /// assert!(Delivery::new("evt-1", "sub-1", 0).attempts.is_empty());
    /// ```
    pub fn new(event: impl Into<String>, subscription: impl Into<String>, now: u64) -> Self {
        Self {
            version: VERSION,
            event: event.into(),
            subscription: subscription.into(),
            accepted: now,
            replay: false,
            phase: Phase::Waiting { due: now },
            attempts: Vec::new(),
        }
    }

    /// The same event again, because somebody asked for it (Dakota, Replay).
    ///
    /// ```
    /// use hooksieve::delivery::Delivery;
    /// assert!(Delivery::new("evt-1", "sub-1", 0).replayed(9).replay);
    /// ```
    #[must_use]
    pub fn replayed(&self, now: u64) -> Self {
        Self { replay: true, ..Self::new(self.event.clone(), self.subscription.clone(), now) }
    }

    /// When the driver has to wake it; nothing once it has ended. After a restart this
    /// tells what the effects told before.
    ///
    /// ```
    /// use hooksieve::delivery::Delivery;
    /// assert_eq!(Delivery::new("evt-1", "sub-1", 7).wake_at(), Some(7));
    /// ```
    pub fn wake_at(&self) -> Option<u64> {
        match self.phase {
            Phase::Waiting { due } => Some(due),
            Phase::Sending { until } => Some(until),
            Phase::Delivered | Phase::Stopped { .. } | Phase::Dead => None,
        }
    }

    /// The JSON form, which keeps its meaning within a version.
    ///
    /// ```
    /// use hooksieve::delivery::Delivery;
    /// assert!(Delivery::new("e", "s", 0).to_json().contains(r#""attempts":[]"#));
    /// ```
    pub fn to_json(&self) -> String {
        // Texts, numbers and lists always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// A text that is no delivery, one of another version, or one that no step can have
    /// made: a driver must not go on with it.
    ///
    /// ```
    /// use hooksieve::delivery::Delivery;
    /// let later = Delivery::new("e", "s", 0).to_json().replace(r#""version":1"#, r#""version":9"#);
    /// let error = Delivery::from_json(&later).unwrap_err();
    /// assert_eq!(error.to_string(), "the delivery has the version 9, and 1 is read here");
    /// ```
    pub fn from_json(text: &str) -> Result<Self, DeliveryError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let unreadable =
            |error: serde_json::Error| DeliveryError(Fault::Unreadable(error.to_string()));
        let Versioned { version } = serde_json::from_str(text).map_err(unreadable)?;
        if version != VERSION {
            return Err(DeliveryError(Fault::Version(version)));
        }
        let delivery: Self = serde_json::from_str(text).map_err(unreadable)?;
        match delivery.contradiction() {
            None => Ok(delivery),
            Some(what) => Err(DeliveryError(Fault::Contradiction(what))),
        }
    }

    /// What no step can have made.
    fn contradiction(&self) -> Option<&'static str> {
        let numbers = self.attempts.iter().map(|each| each.number);
        if !numbers.eq((1_u32..).take(self.attempts.len())) {
            return Some("the attempts are not numbered from 1");
        }
        if self.attempts.iter().any(|each| each.runs == 0) {
            return Some("an attempt was never begun");
        }
        let last = self.attempts.last().map(|last| last.outcome);
        let open = self.attempts.iter().filter(|each| each.outcome == Outcome::Open).count();
        let delivered = self.attempts.iter().any(|each| each.outcome == Outcome::Delivered);
        match self.phase {
            Phase::Sending { .. } if last != Some(Outcome::Open) || open != 1 => {
                Some("an attempt is being made, and none is open")
            }
            Phase::Waiting { .. } | Phase::Dead | Phase::Stopped { .. } if open > 0 => {
                Some("an attempt is open, and none is being made")
            }
            Phase::Dead if last.is_none() => Some("the last attempt failed, and there is none"),
            Phase::Delivered => (!delivered).then_some("no attempt was delivered"),
            _ => delivered.then_some("an attempt was delivered, and the delivery goes on"),
        }
    }
}

/// A text that is no delivery's JSON form.
///
/// ```
/// use hooksieve::delivery::Delivery;
/// assert!(Delivery::from_json("{}").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryError(Fault);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Unreadable(String),
    Version(u32),
    Contradiction(&'static str),
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Unreadable(reason) => write!(f, "not a delivery: {reason}"),
            Fault::Version(found) => {
                write!(f, "the delivery has the version {found}, and {VERSION} is read here")
            }
            Fault::Contradiction(what) => write!(f, "not a delivery: {what}"),
        }
    }
}

impl std::error::Error for DeliveryError {}
