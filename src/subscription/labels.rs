//! Labels that a subscription asks for.

use crate::diagnostic::Place;

/// One label that must be on the event with one of the values asked for.
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
    pub fn accepts(&self, actual: &str) -> bool {
        self.values.iter().any(|asked| self.case.equal(asked, actual))
    }
}
