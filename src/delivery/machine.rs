//! The state machine of one delivery.

use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, Outcome, Trouble};
use super::policy::{Identity, Policy, Reckoning};
use super::retry_after;
use super::state::{Delivery, Phase, StopReason};
use crate::id;

/// When a step is made, and the randomness it may use. The core has neither clock nor
/// dice: the driver brings both.
///
/// ```
/// use hooksieve::delivery::Moment;
/// let moment = Moment { now: 1_700_000_000_000, random: [7; 16] };
/// assert_eq!(moment.now / 1000, 1_700_000_000);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub now: u64,
    /// Fresh random bytes: for ids of attempts and for jitter.
    pub random: [u8; 16],
}

/// What happened to a delivery.
///
/// ```
/// use hooksieve::delivery::{Input, Standing};
/// let hint = Input::Wake { subscription: Standing::Enabled };
/// let text = r#"{"kind":"wake","subscription":"enabled"}"#;
/// assert_eq!(serde_json::from_str::<Input>(text).unwrap(), hint);
///
/// let text = r#"{"kind":"answer","attempt":1,"run":1,"status":503,"retryAfter":"120"}"#;
/// assert!(matches!(serde_json::from_str(text).unwrap(), Input::Answer { status: 503, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Input {
    /// An alarm went off, a queue sent a hint, or the driver was restarted. Any number of
    /// them may come at any time; only one that is due does anything.
    Wake {
        /// How the subscription stands now.
        subscription: Standing,
    },
    /// The target answered.
    Answer {
        /// The number of the attempt, from [`Effect::Send`].
        attempt: u32,
        /// Its run, from [`Effect::Send`].
        run: u32,
        /// The HTTP status.
        status: u16,
        /// The header `Retry-After`, where the answer had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<String>,
    },
    /// There was no answer.
    Failure {
        /// The number of the attempt, from [`Effect::Send`].
        attempt: u32,
        /// Its run, from [`Effect::Send`].
        run: u32,
        /// Why.
        trouble: Trouble,
    },
}

/// How the subscription of a delivery stands.
///
/// ```
/// use hooksieve::delivery::Standing;
/// assert_ne!(Standing::Disabled, Standing::Enabled);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is there and on.
    Enabled,
    /// It is there and off.
    Disabled,
    /// It is no longer there.
    Deleted,
}

/// What the driver has to do, after it has stored the new state.
///
/// ```
/// use hooksieve::delivery::Effect;
/// let text = serde_json::to_string(&Effect::WakeAt { at: 5 }).unwrap();
/// assert_eq!(text, r#"{"kind":"wake-at","at":5}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Send the current attempt, and give the answer with these numbers.
    Send {
        /// The number of the attempt, from 1.
        attempt: u32,
        /// How often this attempt was begun, from 1; higher after an interruption.
        run: u32,
    },
    /// Wake the delivery at this time (milliseconds since 1970); a later one of these
    /// replaces an earlier one. [`Delivery::wake_at`] gives the same from the state.
    WakeAt {
        /// When.
        at: u64,
    },
    /// The target has it. Nothing is left to do.
    Delivered,
    /// The last attempt failed: keep the event for somebody to look at.
    DeadLetter,
    /// No further attempt is made.
    Stopped {
        /// Why.
        reason: StopReason,
    },
    /// The target said that it is gone for good: switch the subscription off.
    DisableSubscription,
}

impl Delivery {
    /// What becomes of the delivery by an input: the new state, and what to do once that
    /// is stored.
    ///
    /// A pure function: the same state, policy, input and moment give the same result. No
    /// input is an error; one that comes late or twice changes nothing. A success is a
    /// fact whenever it is told: it ends a delivery in every phase.
    ///
    /// ```
    /// use hooksieve::delivery::{Delivery, Effect, Input, Moment, Policy, Standing};
    /// let policy = Policy::of("dfns").unwrap();
    /// let at = |now| Moment { now, random: [1; 16] };
    /// let wake = Input::Wake { subscription: Standing::Enabled };
    ///
    /// let delivery = Delivery::new("whe-1", "wh-1", 0);
    /// let (delivery, effects) = delivery.step(&policy, &wake, at(0));
    /// assert_eq!(effects[0], Effect::Send { attempt: 1, run: 1 });
    ///
    /// let busy = Input::Answer { attempt: 1, run: 1, status: 503, retry_after: None };
    /// let (delivery, effects) = delivery.step(&policy, &busy, at(800));
    /// assert_eq!(effects, [Effect::WakeAt { at: 60_800 }]);
    /// let (delivery, effects) = delivery.step(&policy, &wake, at(60_800));
    /// assert_eq!(effects[0], Effect::Send { attempt: 2, run: 1 });
    /// assert_eq!(delivery.attempts[1].retry_of.as_deref(), Some("whe-1"));
    /// ```
    #[must_use]
    pub fn step(&self, policy: &Policy, input: &Input, moment: Moment) -> (Self, Vec<Effect>) {
        let mut delivery = self.clone();
        let effects = match input {
            Input::Wake { subscription } => delivery.wake(policy, *subscription, moment),
            Input::Answer { attempt, run, status, retry_after } => {
                let at = At { attempt: *attempt, run: *run };
                delivery.answered(policy, at, *status, retry_after.as_deref(), moment)
            }
            Input::Failure { attempt, run, trouble } => {
                let at = At { attempt: *attempt, run: *run };
                let is_current = delivery.is_current(at);
                if is_current || delivery.is_open(at) {
                    delivery.close(moment.now, Outcome::Failed, None, Some(*trouble));
                }
                if is_current { delivery.go_on(policy, None, moment) } else { Vec::new() }
            }
        };
        (delivery, effects)
    }

    fn wake(&mut self, policy: &Policy, subscription: Standing, moment: Moment) -> Vec<Effect> {
        let due = match self.phase {
            Phase::Waiting { due } => due,
            Phase::Sending { until } => until,
            Phase::Delivered | Phase::Stopped { .. } | Phase::Dead => return Vec::new(),
        };
        if moment.now < due {
            return vec![Effect::WakeAt { at: due }];
        }
        let was_sending = matches!(self.phase, Phase::Sending { .. });
        let is_worn = self.attempts.last().is_some_and(|last| last.runs > policy.repeats);
        if was_sending && is_worn {
            self.close(moment.now, Outcome::Failed, None, Some(Trouble::Interrupted));
            return self.go_on(policy, None, moment);
        }
        // Dfns, Webhook Events: "if your webhook has been disabled or deleted when Dfns
        // attempts a retry, future retries of that event are prevented".
        let reason = match subscription {
            Standing::Enabled => None,
            Standing::Disabled => Some(StopReason::Disabled),
            Standing::Deleted => Some(StopReason::Deleted),
        };
        if let Some(reason) = reason {
            if was_sending {
                self.close(moment.now, Outcome::Failed, None, Some(Trouble::Interrupted));
            }
            self.plan_nothing();
            self.phase = Phase::Stopped { reason };
            return vec![Effect::Stopped { reason }];
        }
        self.begin(policy, was_sending, moment)
    }

    /// Begins the next attempt, or the current one again.
    fn begin(&mut self, policy: &Policy, again: bool, moment: Moment) -> Vec<Effect> {
        let until = moment.now.saturating_add(policy.timeout).saturating_add(policy.grace);
        match self.attempts.last_mut().filter(|_| again) {
            Some(current) => {
                current.runs = current.runs.saturating_add(1);
                current.sent = moment.now;
            }
            None => {
                let attempt = self.next_attempt(policy, moment);
                self.attempts.push(attempt);
            }
        }
        self.phase = Phase::Sending { until };
        let (attempt, run) = self.attempts.last().map_or((0, 0), |last| (last.number, last.runs));
        vec![Effect::Send { attempt, run }, Effect::WakeAt { at: until }]
    }

    fn next_attempt(&mut self, policy: &Policy, moment: Moment) -> Attempt {
        let own = policy.identity == Identity::PerAttempt;
        let (number, event_id, retry_of) = match self.attempts.last_mut() {
            None => (1, self.event.clone(), None),
            Some(last) => {
                last.next = None;
                let number = last.number.saturating_add(1);
                if own {
                    (number, id::dfns_event(moment.random), Some(last.event_id.clone()))
                } else {
                    (number, last.event_id.clone(), None)
                }
            }
        };
        Attempt {
            number,
            event_id,
            retry_of,
            began: moment.now,
            sent: moment.now,
            runs: 1,
            ended: None,
            outcome: Outcome::Open,
            status: None,
            trouble: None,
            next: None,
        }
    }

    fn answered(
        &mut self,
        policy: &Policy,
        at: At,
        status: u16,
        retry_after: Option<&str>,
        moment: Moment,
    ) -> Vec<Effect> {
        if policy.success.holds(status) {
            return self.delivered(at, status, moment.now);
        }
        let is_current = self.is_current(at);
        if is_current || self.is_open(at) {
            self.close(moment.now, Outcome::Failed, Some(status), None);
        }
        if !is_current {
            return Vec::new();
        }
        if policy.gone_disables && status == 410 {
            self.phase = Phase::Stopped { reason: StopReason::Gone };
            return vec![Effect::DisableSubscription, Effect::Stopped { reason: StopReason::Gone }];
        }
        let wait = policy.retry_after.zip(retry_after);
        let wait = wait.and_then(|(most, text)| {
            retry_after::millis(text, moment.now).map(|wait| wait.min(most))
        });
        self.go_on(policy, wait, moment)
    }

    /// Notes a success, of a current attempt or of one that was given up too early.
    fn delivered(&mut self, at: At, status: u16, now: u64) -> Vec<Effect> {
        let known = self.attempts.iter_mut().find(|each| each.number == at.attempt);
        let Some(attempt) = known.filter(|each| at.run >= 1 && at.run <= each.runs) else {
            return Vec::new();
        };
        if attempt.outcome == Outcome::Delivered {
            return Vec::new();
        }
        attempt.outcome = Outcome::Delivered;
        attempt.status = Some(status);
        attempt.trouble = None;
        attempt.ended = Some(now);
        self.plan_nothing();
        let was_delivered =
            std::mem::replace(&mut self.phase, Phase::Delivered) == Phase::Delivered;
        if was_delivered { Vec::new() } else { vec![Effect::Delivered] }
    }

    /// No further attempt is planned.
    fn plan_nothing(&mut self) {
        for each in &mut self.attempts {
            each.next = None;
        }
    }

    /// Whether an answer is to the run that is being made.
    fn is_current(&self, at: At) -> bool {
        let last = self.attempts.last();
        matches!(self.phase, Phase::Sending { .. })
            && last.is_some_and(|last| last.number == at.attempt && last.runs == at.run)
    }

    /// Whether an answer is to the last run, which was overtaken by a late success.
    fn is_open(&self, at: At) -> bool {
        let last = self.attempts.last();
        last.is_some_and(|last| {
            last.number == at.attempt && last.runs == at.run && last.outcome == Outcome::Open
        })
    }

    fn close(&mut self, now: u64, outcome: Outcome, status: Option<u16>, trouble: Option<Trouble>) {
        if let Some(last) = self.attempts.last_mut() {
            last.ended = Some(now);
            last.outcome = outcome;
            last.status = status;
            last.trouble = trouble;
        }
    }

    /// After a failure: the next attempt, or the end.
    fn go_on(&mut self, policy: &Policy, wait: Option<u64>, moment: Moment) -> Vec<Effect> {
        let (first, last) = (self.attempts.first(), self.attempts.last());
        let number = last.map_or(1, |last| last.number.saturating_add(1));
        let [a, b, c, d, ..] = moment.random;
        let reckoning = Reckoning {
            first_began: first.map_or(moment.now, |first| first.began),
            now: moment.now,
            random: u64::from(u32::from_le_bytes([a, b, c, d])),
        };
        let Some(due) = policy.schedule.due(number, reckoning) else {
            self.phase = Phase::Dead;
            return vec![Effect::DeadLetter];
        };
        let due = due.max(moment.now.saturating_add(wait.unwrap_or_default()));
        if let Some(last) = self.attempts.last_mut() {
            last.next = Some(due);
        }
        self.phase = Phase::Waiting { due };
        vec![Effect::WakeAt { at: due }]
    }
}

/// Which run of which attempt an answer is to.
#[derive(Clone, Copy)]
struct At {
    attempt: u32,
    run: u32,
}
