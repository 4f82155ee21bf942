//! Delivering what was routed: a pure state machine, and the requests it asks for.
//!
//! A [`Delivery`] is one event on its way to one subscription. Its driver (a Durable
//! Object, a native server) keeps the state, and works in one way only:
//!
//! 1. read the state, call [`Delivery::step`] with what happened and the time;
//! 2. **store the new state**, and [`Delivery::wake_at`] as the alarm, in one transaction;
//! 3. do what the effects say.
//!
//! Killed between any two of these, it wakes every delivery again whose time has come: what
//! was lost is begun again, what was done twice changes nothing. So every event that was
//! stored is sent at least once, unless its subscription is off or deleted when its time
//! comes; no attempt follows the last one, and nothing is sent while the subscription is
//! off. `tests/properties/delivery.rs` proves it over every interleaving within a bound.
//!
//! How a provider delivers is a [`Policy`]: data that the machine follows.
//!
//! A driver in full, with a map for a disk and a target that is busy once:
//!
//! ```
//! use std::collections::BTreeMap;
//! use hooksieve::delivery::{Delivery, Effect, Input, Moment, Outgoing, Policy, Standing, Unsigned};
//! use hooksieve::target::TargetRules;
//!
//! let policy = Policy::of("dakota").unwrap();
//! let event = br#"{"id":"1NFHrqBHb3cTfLVkFSGmHZqdDPi","type":"wallet.deposit"}"#;
//! let outgoing = Outgoing {
//!     event_type: Some("wallet.deposit"),
//!     body: event,
//!     url: "https://api.example.com/hooks",
//!     headers: &[],
//! };
//! let mut answers = vec![200, 503];
//!
//! // Accepted: the delivery is stored together with the event, before the sender is told.
//! let delivery = Delivery::new("1NFHrqBHb3cTfLVkFSGmHZqdDPi", "target-1", 0);
//! let mut disk = BTreeMap::from([("1", delivery.to_json())]);
//!
//! while let Some(now) = Delivery::from_json(&disk["1"])?.wake_at() {
//!     // The alarm went off.
//!     let mut inputs = vec![Input::Wake { subscription: Standing::Enabled }];
//!     while let Some(input) = inputs.pop() {
//!         let moment = Moment { now, random: [0; 16] };
//!         let (next, effects) = Delivery::from_json(&disk["1"])?.step(&policy, &input, moment);
//!         disk.insert("1", next.to_json());
//!         for effect in effects {
//!             if let Effect::Send { attempt, run } = effect {
//!                 let unsigned = Unsigned::new(&policy, &next, &outgoing, TargetRules::default())?;
//!                 assert_eq!(unsigned.request().body, event);
//!                 // Sign `unsigned.contents`, send `unsigned.signed(…)`, wait for the answer.
//!                 let status = answers.pop().unwrap();
//!                 inputs.push(Input::Answer { attempt, run, status, retry_after: None });
//!             }
//!         }
//!     }
//! }
//! let delivery = Delivery::from_json(&disk["1"])?;
//! assert_eq!(delivery.attempts.len(), 2);
//! assert_eq!(delivery.attempts[1].status, Some(200));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attempt;
mod body;
mod machine;
mod policies;
mod policy;
mod request;
mod retry_after;
mod state;

pub use attempt::{Attempt, Outcome, Trouble};
pub use body::delivered_body;
pub use machine::{Effect, Input, Moment, Standing};
pub use policy::{Fact, Identity, Origin, Policy, Schedule, Statuses, Wire};
pub use request::{Outgoing, Request, RequestError, Unsigned};
pub use state::{Delivery, DeliveryError, Phase, StopReason};
