//! What became of each part when a subscription was written in another dialect.

use serde::Serialize;

use crate::diagnostic::{Code, Place};
use crate::json::Pointer;

/// Tells of every part of a subscription whether a dialect could carry it over.
///
/// ```
/// use hooksieve::{Carried, Config, Dialect};
/// let config = Config::detect(r#"{"url":"https://a.example","events":["*"],"secret":"whs-1"}"#);
/// let (_, report) = &config.convert(Dialect::DAKOTA)[0];
/// let lost = report.transfers.iter().find(|transfer| transfer.carried == Carried::Lost).unwrap();
/// assert_eq!(lost.pointer.as_str(), "/secret");
/// ```
#[derive(Clone, Debug, Default, Serialize)]
pub struct LossReport {
    /// The parts in the order they were met.
    pub transfers: Vec<Transfer>,
}

/// One part of a subscription and what became of it.
///
/// ```
/// use hooksieve::{Config, Dialect};
/// let config = Config::detect(r#"{"id":"a","events":["*"],"labels":{"env":"prod"},"target":{"url":"https://a.example"}}"#);
/// let (_, report) = config.convert(Dialect::DFNS).remove(0);
/// let lines: Vec<_> = report.transfers.iter().map(|t| format!("{} {:?}", t.pointer, t.carried)).collect();
/// assert!(lines.contains(&"/labels/env Lost".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Where the part stands in the configuration converted from.
    pub pointer: Pointer,
    /// What became of it.
    pub carried: Carried,
    /// The sentence for it.
    pub message: String,
}

/// What became of a part.
///
/// ```
/// use hooksieve::Carried;
/// assert_eq!(serde_json::to_string(&Carried::DecisionNeeded).unwrap(), "\"decision-needed\"");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Carried {
    /// It means the same in the other dialect.
    Over,
    /// The other dialect has nothing that surely means the same; somebody must decide.
    DecisionNeeded,
    /// The other dialect cannot say it.
    Lost,
}

impl Carried {
    /// The code under which this is reported.
    ///
    /// ```
    /// use hooksieve::{Carried, Code};
    /// assert_eq!(Carried::Lost.code(), Some(Code::NotCarried));
    /// assert_eq!(Carried::Over.code(), None);
    /// ```
    pub fn code(self) -> Option<Code> {
        match self {
            Self::Over => None,
            Self::DecisionNeeded => Some(Code::DecisionNeeded),
            Self::Lost => Some(Code::NotCarried),
        }
    }
}

impl LossReport {
    fn add(&mut self, pointer: Pointer, carried: Carried, message: impl Into<String>) {
        self.transfers.push(Transfer { pointer, carried, message: message.into() });
    }

    /// A part that means the same in the other dialect.
    pub(crate) fn over(&mut self, place: &Place, message: impl Into<String>) {
        self.add(place.pointer.clone(), Carried::Over, message);
    }

    /// A part on which somebody must decide.
    pub(crate) fn decision(&mut self, place: &Place, message: impl Into<String>) {
        self.add(place.pointer.clone(), Carried::DecisionNeeded, message);
    }

    /// A part that the other dialect cannot say.
    pub(crate) fn lost(&mut self, place: &Place, message: impl Into<String>) {
        self.add(place.pointer.clone(), Carried::Lost, message);
    }

    /// Whether every part was carried over.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::detect(r#"{"url":"https://a.example","events":["*"]}"#);
    /// assert!(config.convert(Dialect::DAKOTA)[0].1.is_complete());
    /// ```
    pub fn is_complete(&self) -> bool {
        self.transfers.iter().all(|transfer| transfer.carried == Carried::Over)
    }

    /// Whether somebody must decide on a part.
    ///
    /// ```
    /// use hooksieve::{Config, Dialect};
    /// let config = Config::detect(r#"{"url":"https://a.example","events":["*"],"status":"Disabled"}"#);
    /// assert!(config.convert(Dialect::DAKOTA)[0].1.needs_decisions());
    /// ```
    pub fn needs_decisions(&self) -> bool {
        self.transfers.iter().any(|transfer| transfer.carried == Carried::DecisionNeeded)
    }
}
