//! What became of each part when a subscription was written in another dialect.

use serde::Serialize;

use crate::diagnostic::{Code, Place};
use crate::json::{Data, Node, Pointer};

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

impl Carried {
    /// How bad it is.
    fn weight(self) -> u8 {
        match self {
            Self::Over => 0,
            Self::DecisionNeeded => 1,
            Self::Lost => 2,
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

    /// Tells what no writer told, so that every part of the object is told: of what combines
    /// conditions the worst that became of one, of all else `untold`.
    pub(crate) fn complete(&mut self, object: &Node, at: &Pointer, untold: Carried) {
        let told = |leaf: &str, transfers: &[Transfer]| {
            transfers.iter().any(|transfer| {
                let rest = leaf.strip_prefix(transfer.pointer.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        // The id is told by its neutral name.
        if object.get("id").is_none() && object.get("subscriptionId").is_some() {
            for transfer in self.transfers.iter_mut().filter(|it| it.pointer == at.child("id")) {
                transfer.pointer = at.child("subscriptionId");
            }
        }
        self.merge();
        let mut leaves = Vec::new();
        find_leaves(object, at, &mut leaves);
        for leaf in leaves {
            if told(leaf.as_str(), &self.transfers) {
                continue;
            }
            let conditions = at.child("conditions");
            let of_conditions =
                |transfer: &&Transfer| transfer.pointer.as_str().starts_with(conditions.as_str());
            let (carried, message) = match leaf == at.child("match") {
                true => {
                    let fates = self.transfers.iter().filter(of_conditions).map(|it| it.carried);
                    let worst = fates.max_by_key(|carried| carried.weight());
                    (worst.unwrap_or(Carried::Over), "it goes with the conditions")
                }
                false if untold == Carried::Over => {
                    (untold, "what is written means the same without it")
                }
                false => (untold, "it could not be read"),
            };
            self.add(leaf, carried, message);
        }
    }

    /// Makes one of several tales about the same part: the worst, with all that was said.
    fn merge(&mut self) {
        let mut merged: Vec<Transfer> = Vec::with_capacity(self.transfers.len());
        for transfer in self.transfers.drain(..) {
            match merged.iter_mut().find(|known| known.pointer == transfer.pointer) {
                None => merged.push(transfer),
                Some(known) => {
                    if transfer.carried.weight() > known.carried.weight() {
                        known.carried = transfer.carried;
                    }
                    if known.message != transfer.message {
                        known.message = format!("{}; {}", known.message, transfer.message);
                    }
                }
            }
        }
        self.transfers = merged;
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

/// The pointers of everything that has nothing below it.
fn find_leaves(node: &Node, at: &Pointer, found: &mut Vec<Pointer>) {
    match &node.data {
        Data::Object(members) if !members.is_empty() => {
            for member in members {
                find_leaves(&member.value, &at.child(&member.key), found);
            }
        }
        Data::Array(list) if !list.is_empty() => {
            for (index, element) in list.iter().enumerate() {
                find_leaves(element, &at.index(index), found);
            }
        }
        _ => found.push(at.clone()),
    }
}
