#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod codec;
mod compare;
mod date;
pub mod delivery;
mod diagnostic;
mod dialect;
mod double;
pub mod endpoint;
mod event;
mod explain;
pub mod id;
#[cfg(feature = "import")]
mod import;
pub mod json;
mod limits;
mod lint;
mod number;
mod predicate;
mod router;
pub mod signature;
mod subscription;
pub mod target;
mod truth;
mod url;
#[cfg(any(feature = "wasm", feature = "edge"))]
mod wasm;

pub use compare::{
    ChangeExample, ComparisonReport, ComparisonTally, ConfigComparison, DeliveryCounts,
    SubscriptionChange, TargetChange,
};
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Place, Position, Related, Severity};
pub use dialect::{
    Carried, Config, Dialect, EventType, Form, LossReport, Request, Transfer, update,
};
pub use event::{EventError, EventForm, Reading, UnknownEventForm};
pub use explain::{
    Blocked, Change, Check, CheckStatus, Counterfactual, EventRef, Explainer, Explanation,
    ExplanationNote, NearMiss, NearMissReport, NearMisses, SubscriptionRef, near_misses,
};
#[cfg(feature = "import")]
pub use import::{Assumed, Assumption, ImportFormat, Imported, UnknownImportFormat};
pub use limits::Limits;
pub use lint::{Linter, Relation};
pub use number::compare_numerals;
pub use predicate::{
    Bound, Bounds, Comparison, Compound, EcmaScript, EcmaScriptOperator, Flavour, Found, Native,
    OPERATORS, OperandError, Operation, Predicate, Regexp, RegexpError, Test, Value,
};
pub use router::{
    Batch, BatchEvent, Heavy, HooksieveError, Match, Router, Routing, Scratch, SnapshotError, Stats,
};
pub use subscription::{
    Combine, Condition, Conditions, EventPattern, EventTypes, Label, LabelCase, Lookup, Note, Path,
    PathError, PatternError, Root, Segment, Setting, Subscription, Target,
};
pub use truth::{Outcome, Truth};
