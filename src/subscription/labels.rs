//! Labels that a subscription asks for.

use crate::diagnostic::Place;

/// One label that must be on the event with one of the values asked for.
///
/// ```
/// use hooksieve::Config;
/// let config = Config::detect(r#"{"id":"a","events":["*"],"labels":{"env":"prod"}}"#);
/// let label = &config.subscriptions[0].labels[0];
/// assert_eq!((label.key.as_str(), label.values[0].as_str()), ("env", "prod"));
/// assert!(label.accepts("prod") && !label.accepts("dev"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The key as the configuration writes it.
    pub key: String,
    /// The labels of the event to look at; one of them must hold. Usually the key alone.
    pub event_keys: Vec<String>,
    /// The values asked for; one is enough. Usually a single one. Empty where the
    /// configuration's value could not be read: undecidable.
    pub values: Vec<String>,
    /// How values compare.
    pub case: LabelCase,
    /// The label's value in the configuration; nothing where a provider's default applies.
    pub place: Option<Place>,
}

/// How the values of a label compare.
///
/// ```
/// use hooksieve::LabelCase;
/// let (mixed, lower) = ("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913");
/// assert!(LabelCase::FoldEvmAddresses.equal(mixed, lower));
/// assert!(!LabelCase::Exact.equal(mixed, lower));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LabelCase {
    /// To the letter.
    Exact,
    /// To the letter, but two EVM addresses (`0x` and 40 hex digits) whatever their
    /// letter case.
    FoldEvmAddresses,
}

impl LabelCase {
    /// Whether the event's value is the one asked for.
    ///
    /// ```
    /// use hooksieve::LabelCase;
    /// assert!(LabelCase::Exact.equal("prod", "prod"));
    /// assert!(!LabelCase::FoldEvmAddresses.equal("prod", "Prod"));
    /// ```
    pub fn equal(self, asked: &str, actual: &str) -> bool {
        asked == actual || (self == Self::FoldEvmAddresses && same_address(asked, actual))
    }
}

/// Whether both are EVM addresses and the same but for letter case.
fn same_address(a: &str, b: &str) -> bool {
    is_evm_address(a) && is_evm_address(b) && a.eq_ignore_ascii_case(b)
}

/// Whether `text` is `0x` and 40 hex digits.
pub(crate) fn is_evm_address(text: &str) -> bool {
    text.len() == 42
        && text.starts_with("0x")
        && text.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit())
}

impl Label {
    /// A label to be equal to the letter, as the native dialect has it.
    ///
    /// ```
    /// use hooksieve::{Label, Place};
    /// let label = Label::exact("env", "prod", Place::default());
    /// assert_eq!((label.event_keys, label.values), (vec!["env".to_owned()], vec!["prod".to_owned()]));
    /// ```
    pub fn exact(key: impl Into<String>, value: impl Into<String>, place: Place) -> Self {
        let key = key.into();
        Self {
            event_keys: vec![key.clone()],
            key,
            values: vec![value.into()],
            case: LabelCase::Exact,
            place: Some(place),
        }
    }

    /// Whether a label of the event has a value asked for.
    ///
    /// ```
    /// use hooksieve::{Label, Place};
    /// let values = vec!["base".into(), "base-mainnet".into()];
    /// let label = Label { values, ..Label::exact("network", "", Place::default()) };
    /// assert!(label.accepts("base") && !label.accepts("ethereum"));
    /// ```
    pub fn accepts(&self, actual: &str) -> bool {
        self.values.iter().any(|asked| self.case.equal(asked, actual))
    }
}
