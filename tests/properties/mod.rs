//! What must hold for every input, tried on random ones. Every run tries the same:
//! the seeds are fixed, and a failure names its round.

mod adversarial;
mod churn;
mod comparing;
mod converting;
mod counterfactual;
mod decimal;
mod delivery;
mod events;
mod foreign;
mod hostile;
mod importing;
mod lint;
mod nearest;
mod random;
mod redaction;
mod routing;
mod snapshots;
mod spelling;
mod strict;
mod subscriptions;
mod touched;
mod updating;
