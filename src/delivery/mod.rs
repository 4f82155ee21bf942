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

mod attempt;
mod machine;
mod policies;
mod policy;
mod request;
mod retry_after;
mod state;

pub use attempt::{Attempt, Outcome, Trouble};
pub use machine::{Effect, Input, Moment, Standing};
pub use policy::{Fact, Identity, Origin, Policy, Schedule, Statuses, Wire};
pub use request::{Outgoing, Request, RequestError, Unsigned};
pub use state::{Delivery, DeliveryError, Phase, StopReason};
