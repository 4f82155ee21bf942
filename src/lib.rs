#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod diagnostic;
mod dialect;
mod event;
mod explain;
pub mod json;
mod limits;
mod number;
mod predicate;
mod router;
mod subscription;
mod truth;
mod url;
#[cfg(feature = "wasm")]
mod wasm;

pub use diagnostic::{Code, Diagnostic, Edit, Fix, Place, Position, Severity};
pub use dialect::{
    Carried, Config, Dialect, EventType, Form, LossReport, Request, Transfer, update,
};
pub use event::{EventError, EventForm, Reading, UnknownEventForm};
pub use explain::{
    Check, CheckStatus, EventRef, Explainer, Explanation, ExplanationNote, SubscriptionRef,
    near_misses,
};
pub use limits::Limits;
pub use number::compare_numerals;
pub use predicate::{
    Bound, Bounds, Comparison, Compound, EcmaScript, EcmaScriptOperator, Flavour, Found, Native,
    OPERATORS, OperandError, Operation, Predicate, Regexp, RegexpError, Test, Value,
};
pub use router::{Heavy, HooksieveError, Match, Router, Routing, Scratch, SnapshotError, Stats};
pub use subscription::{
    Combine, Condition, Conditions, EventPattern, EventTypes, Label, LabelCase, Lookup, Note, Path,
    PathError, PatternError, Root, Segment, Setting, Subscription, Target,
};
pub use truth::{Outcome, Truth};
