//! The ratios that the table is held to.

const FLOORS: [(&str, u64, f64); 31] = [
    ("types", 10, 1.1),
    ("types", 1_000_000, 1.6),
    ("labels", 10, 1.2),
    ("labels", 100, 1.4),
    ("labels", 1_000, 1.5),
    ("labels", 10_000, 1.7),
    ("labels", 100_000, 2.2),
    ("labels", 1_000_000, 6.0),
    ("core", 10, 1.5),
    ("core", 100, 2.0),
    ("core", 1_000, 3.0),
    ("core", 10_000, 4.0),
    ("core", 100_000, 6.0),
    ("core", 1_000_000, 15.0),
    ("mixed", 1_000, 3.0),
    ("mixed", 10_000, 5.0),
    ("mixed", 100_000, 10.0),
    ("mixed", 1_000_000, 50.0),
    ("adversarial", 1_000, 2.5),
    ("adversarial", 10_000, 2.7),
    ("adversarial", 100_000, 3.0),
    ("regexps", 1_000, 6.0),
    ("regexps", 10_000, 33.0),
    ("regexps", 100_000, 300.0),
    ("weak", 100_000, 1.5),
    ("weak", 1_000_000, 2.0),
    ("negation", 100_000, 2.5),
    ("types", 100, f64::INFINITY),
    ("types", 1_000, f64::INFINITY),
    ("types", 10_000, f64::INFINITY),
    ("types", 100_000, f64::INFINITY),
];

/// The ratio that loading one of many subscriptions should not exceed: half a million a second
/// where reading an event into `IgnoredAny` takes 0.45 µs.
pub(super) const LOAD: f64 = 4.4;

/// The same from a snapshot: ten times as many.
pub(super) const RELOAD: f64 = 0.44;

/// So many subscriptions are many.
pub(super) const LOADED: u64 = 10_000;

fn find(family: &str, n: u64) -> Option<f64> {
    FLOORS.iter().find(|(name, count, _)| *name == family && *count == n).map(|floor| floor.2)
}

pub(super) fn is_measured(family: &str, n: u64) -> bool {
    find(family, n).is_some()
}

/// The ratio that a cell should not exceed, if one is set.
pub(super) fn of(family: &str, n: u64) -> Option<f64> {
    find(family, n).filter(|floor| floor.is_finite())
}
