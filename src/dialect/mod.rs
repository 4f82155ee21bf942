//! The providers' dialects: reading their configurations into the neutral
//! subscription and writing them back.
//!
//! A dialect knows the neutral subscription and diagnostics; never another dialect,
//! the index, the event reader or wasm. A new provider is one folder here and one
//! line in [`Dialect::all`].

mod ark;
mod catalogue;
mod cdp;
mod config;
mod dakota;
mod dfns;
mod hooksieve;
mod loss;
mod read;
mod suggest;
mod update;
mod write;

use std::fmt;

use crate::diagnostic::Place;
use crate::json::{Member, Node};
use crate::subscription::{Label, Subscription};

pub(crate) use catalogue::Catalogue;
pub use catalogue::EventType;
pub use config::{Config, Form, Request};
pub use loss::{Carried, LossReport, Transfer};
pub(crate) use read::{Cursor, Reader};
pub(crate) use suggest::did_you_mean;
pub use update::update;

/// A provider's configuration format and what it means, in one edition.
///
/// ```
/// use hooksieve::Dialect;
/// let dialect: Dialect = "cdp@2026-09".parse().unwrap();
/// assert_eq!(dialect, Dialect::CDP_2026_09);
/// assert_eq!(dialect.provider(), "cdp");
/// assert!(Dialect::all().contains(&Dialect::DFNS));
/// ```
#[derive(Clone, Copy)]
pub struct Dialect(&'static dyn Rules);

/// What a dialect must know to take part. Everything in it is a pure function.
pub(crate) trait Rules: Sync {
    /// The dialect's name with its edition: `cdp@2026-09`.
    fn name(&self) -> &'static str;

    /// What its configurations are called: `Coinbase CDP subscription`.
    fn title(&self) -> &'static str;

    /// The event types its documents name.
    fn catalogue(&self) -> &'static Catalogue;

    /// How much an object looks like one of this dialect's subscriptions; 0 for not
    /// at all. About 1 for a member that others have too, 3 for one of its own.
    fn likeness(&self, object: &Node) -> u32;

    /// Reads one subscription, reporting what it finds. Never fails: what cannot be
    /// read is marked unreadable. [`Reader::request`] tells whether this is a stored
    /// object or a request.
    fn read(&self, reader: &mut Reader<'_>, object: &Cursor<'_>) -> Subscription;

    /// The stored object after an update request that [`Rules::read`] found no error in.
    /// `now` is the time to note, where the provider keeps one.
    fn update(&self, current: &Node, request: &Node, now: Option<&str>) -> Node;

    /// Writes a subscription of any dialect in this one, telling of each part whether
    /// it was carried over.
    fn write(&self, subscription: &Subscription, report: &mut LossReport) -> Node;

    /// Whether a member that routing does not read says no more than its absence.
    fn is_implied(&self, _member: &Member) -> bool {
        false
    }

    /// The labels that no event of the types asked for carries, as far as documents tell.
    fn unsent_labels<'s>(&self, _subscription: &'s Subscription) -> Vec<&'s Label> {
        Vec::new()
    }

    /// An event as the provider delivers it; nothing for a type it does not have.
    fn sample(&self, event_type: &str) -> Option<Node>;
}

impl Dialect {
    /// The native dialect: the neutral subscription's own JSON.
    pub const HOOKSIEVE: Self = Self(&hooksieve::HOOKSIEVE);
    /// Dfns webhooks.
    pub const DFNS: Self = Self(&dfns::DFNS);
    /// Dakota webhook targets.
    pub const DAKOTA: Self = Self(&dakota::DAKOTA);
    /// Coinbase CDP webhook subscriptions, as documented early in 2026.
    pub const CDP: Self = Self(&cdp::CDP);
    /// Coinbase CDP webhook subscriptions, as of SDK 1.57 (September 2026).
    pub const CDP_2026_09: Self = Self(&cdp::CDP_2026_09);
    /// ARK webhooks as documented.
    pub const ARK: Self = Self(&ark::ARK);
    /// ARK webhooks as the shipped node 2.6 to 3.9.1 behaves.
    pub const ARK_CORE_3: Self = Self(&ark::ARK_CORE_3);
    /// ARK webhooks as mainsail behaves.
    pub const ARK_MAINSAIL: Self = Self(&ark::ARK_MAINSAIL);

    /// Every dialect in every edition, a provider's default edition first.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// let names: Vec<_> = Dialect::all().iter().map(|dialect| dialect.name()).collect();
    /// assert_eq!(names[..5], ["hooksieve", "dfns", "dakota", "cdp", "cdp@2026-09"]);
    /// ```
    pub const fn all() -> &'static [Self] {
        &[
            Self::HOOKSIEVE,
            Self::DFNS,
            Self::DAKOTA,
            Self::CDP,
            Self::CDP_2026_09,
            Self::ARK,
            Self::ARK_CORE_3,
            Self::ARK_MAINSAIL,
        ]
    }

    /// The name with its edition, as `-d` takes it.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// assert_eq!(Dialect::ARK_MAINSAIL.name(), "ark@mainsail");
    /// ```
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The name without the edition.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// assert_eq!(Dialect::ARK_MAINSAIL.provider(), "ark");
    /// ```
    pub fn provider(self) -> &'static str {
        self.name().split('@').next().unwrap_or_default()
    }

    /// What its configurations are called.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// assert_eq!(Dialect::DFNS.title(), "Dfns webhook");
    /// ```
    pub fn title(self) -> &'static str {
        self.0.title()
    }

    /// The other editions of the same provider.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// assert_eq!(Dialect::CDP.siblings().collect::<Vec<_>>(), [Dialect::CDP_2026_09]);
    /// assert_eq!(Dialect::DFNS.siblings().count(), 0);
    /// ```
    pub fn siblings(self) -> impl Iterator<Item = Self> {
        Self::all()
            .iter()
            .copied()
            .filter(move |other| other.provider() == self.provider() && *other != self)
    }

    /// The event types of the provider's documents. Empty for the native dialect,
    /// which has none of its own.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// assert!(Dialect::DFNS.event_types().iter().any(|each| each.name == "wallet.created"));
    /// assert!(Dialect::HOOKSIEVE.event_types().is_empty());
    /// ```
    pub fn event_types(self) -> &'static [EventType] {
        self.0.catalogue().types
    }

    /// An event as the provider delivers it, marked as a sample; nothing for a type
    /// that its documents do not name.
    ///
    /// ```
    /// use hooksieve::Dialect;
    /// let event = Dialect::DFNS.sample("wallet.created").unwrap();
    /// assert_eq!(event.get("kind").unwrap().string(), Some("wallet.created"));
    /// ```
    pub fn sample(self, event_type: &str) -> Option<Node> {
        self.0.sample(event_type)
    }

    /// Writes a subscription that was read in the dialect `from` in this one. What could
    /// not be carried over stands in the report. Secrets are kept verbatim within a
    /// provider and in the native form of its file; another provider has its own.
    pub(crate) fn write(self, subscription: &Subscription, from: Self) -> (Node, LossReport) {
        let mut report = LossReport::default();
        if [from, Self::HOOKSIEVE].iter().any(|same| same.provider() == self.provider())
            || from == Self::HOOKSIEVE
        {
            return (self.rules().write(subscription, &mut report), report);
        }
        let mut public = subscription.clone();
        public.extra.retain(|member| {
            let pointer = subscription.place.pointer.child(&member.key);
            let place = Place { pointer, ..subscription.place.clone() };
            if matches!(member.key.as_str(), "secret" | "token") {
                report
                    .lost(&place, "a secret is not carried over; create a new one at the provider");
            } else if from.rules().is_implied(member) {
                report.over(&place, "it means the same when left out");
            } else {
                return true;
            }
            false
        });
        (self.rules().write(&public, &mut report), report)
    }

    /// The dialect that an object looks like most; nothing if it looks like none.
    ///
    /// ```
    /// use hooksieve::{Dialect, json::Node};
    /// let object = Node::parse(r#"{"url":"https://a.example","events":["*"],"status":"Enabled"}"#).unwrap();
    /// assert_eq!(Dialect::detect(&object), Some(Dialect::DFNS));
    /// assert_eq!(Dialect::detect(&Node::parse("{}").unwrap()), None);
    /// ```
    pub fn detect(object: &Node) -> Option<Self> {
        let mut best = (0, None);
        for &dialect in Self::all().iter().filter(|dialect| !dialect.name().contains('@')) {
            let likeness = dialect.0.likeness(object);
            if likeness > best.0 {
                best = (likeness, Some(dialect));
            }
        }
        best.1
    }

    pub(crate) fn rules(self) -> &'static dyn Rules {
        self.0
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Dialect {}

impl fmt::Debug for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dialect({})", self.name())
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No dialect has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownDialect {
    name: String,
}

impl fmt::Display for UnknownDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no dialect {:?}", self.name)?;
        let names = Dialect::all().iter().map(|dialect| dialect.name());
        match did_you_mean(&self.name, names.clone()) {
            Some(near) => write!(f, "; did you mean {near:?}?"),
            None => write!(f, "; there are {}", names.collect::<Vec<_>>().join(", ")),
        }
    }
}

impl std::error::Error for UnknownDialect {}

impl std::str::FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        Self::all()
            .iter()
            .copied()
            .find(|dialect| dialect.name() == name)
            .ok_or_else(|| UnknownDialect { name: name.to_owned() })
    }
}
