//! Three truth values, composed by Kleene's logic.

use serde::Serialize;

/// True, false, or not to be decided.
///
/// False wins in [`and`](Truth::and), true wins in [`or`](Truth::or), everywhere in
/// the crate: route, explain, compare.
///
/// ```
/// use hooksieve::Truth::*;
/// assert_eq!(False.and(Undecidable), False);
/// assert_eq!(True.or(Undecidable), True);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// What is known does not decide it.
    Undecidable,
    /// It holds.
    True,
}

impl Truth {
    /// Both: the lesser of the two.
    ///
    /// ```
    /// use hooksieve::Truth;
    /// assert_eq!(Truth::True.and(Truth::Undecidable), Truth::Undecidable);
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either: the greater of the two.
    ///
    /// ```
    /// use hooksieve::Truth;
    /// assert_eq!(Truth::False.or(Truth::Undecidable), Truth::Undecidable);
    /// ```
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// The verdict on one event: does it fire?
///
/// ```
/// use hooksieve::{Outcome, Truth};
/// assert_eq!(Outcome::from(Truth::True).as_str(), "fires");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The event fires the subscription.
    Fires,
    /// It does not.
    DoesNotFire,
    /// What could be read does not decide it.
    Undecidable,
}

impl Outcome {
    /// That of an event that fires some subscription, or is undecidable for some.
    pub(crate) const fn of(fires: bool, undecidable: bool) -> Self {
        match (fires, undecidable) {
            (true, _) => Self::Fires,
            (false, true) => Self::Undecidable,
            (false, false) => Self::DoesNotFire,
        }
    }

    /// The outcome's stable text.
    ///
    /// ```
    /// assert_eq!(hooksieve::Outcome::DoesNotFire.as_str(), "does-not-fire");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fires => "fires",
            Self::DoesNotFire => "does-not-fire",
            Self::Undecidable => "undecidable",
        }
    }
}

impl From<Truth> for Outcome {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Fires,
            Truth::False => Self::DoesNotFire,
            Truth::Undecidable => Self::Undecidable,
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
