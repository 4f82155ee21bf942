//! The stable codes of every finding, check and note.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What a diagnostic, a check of an explanation or a note is about.
        ///
        /// The kebab-case texts are stable: a code may be added, never renamed.
        ///
        /// ```
        /// use hooksieve::Code;
        /// assert_eq!(Code::LabelDiffersCase.as_str(), "label-differs-case");
        /// assert_eq!("disabled".parse(), Ok(Code::Disabled));
        /// assert!(Code::Disabled.meaning().contains("switched off"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in the order of this page.
            ///
            /// ```
            /// use hooksieve::Code;
            /// assert_eq!(Code::ALL[0], Code::JsonSyntax);
            /// ```
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code's stable text.
            ///
            /// ```
            /// assert_eq!(hooksieve::Code::JsonSyntax.as_str(), "json-syntax");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// What the code means, in a sentence or two.
            ///
            /// ```
            /// assert_eq!(hooksieve::Code::JsonSyntax.meaning(), "The text is not JSON.");
            /// ```
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$name => const { concat!($($doc, "\n"),+).trim_ascii() },)+ }
            }
        }
    };
}

codes! {
    // Reading a configuration.
    /// The text is not JSON.
    JsonSyntax = "json-syntax",
    /// The pasted text was not quite JSON and was read as it was meant.
    JsonRepaired = "json-repaired",
    /// A member stands twice in an object; the last one counts.
    DuplicateKey = "duplicate-key",
    /// A member holds a value of the wrong JSON type.
    WrongType = "wrong-type",
    /// A member that the provider requires is absent.
    MissingField = "missing-field",
    /// A member that the provider does not have.
    UnknownField = "unknown-field",
    /// A member that the server sets and a request may not.
    ServerField = "server-field",
    /// A member that an update cannot change.
    ImmutableField = "immutable-field",
    /// A text that must not be empty is empty.
    EmptyValue = "empty-value",
    /// A member holds none of the values it may hold.
    BadValue = "bad-value",
    /// The target is not a URL of the form that the provider takes.
    BadUrl = "bad-url",
    /// The target is not an https URL.
    UrlNotHttps = "url-not-https",
    /// The target is a loopback, private or link-local address.
    UrlNotPublic = "url-not-public",
    /// The URL is shorter or longer than the provider takes.
    UrlLength = "url-length",
    /// The id does not have the provider's form.
    BadId = "bad-id",
    /// Two subscriptions have the same id.
    DuplicateId = "duplicate-id",
    /// The description is longer than the provider takes.
    DescriptionTooLong = "description-too-long",
    /// The metadata have more pairs, or longer keys or values, than the provider takes.
    MetadataLimit = "metadata-limit",
    /// There are more labels than the provider takes.
    LabelLimit = "label-limit",
    /// No event type is listed, so nothing ever fires.
    NoEventTypes = "no-event-types",
    /// An event type that no document of the provider names.
    EventTypeUnknown = "event-type-unknown",
    /// An event type that only a later document of the provider names.
    EventTypeLater = "event-type-later",
    /// An event type that older documents name and the provider no longer sends.
    EventTypeLegacy = "event-type-legacy",
    /// An event-type pattern that cannot be read.
    EventPatternInvalid = "event-pattern-invalid",
    /// The global flag is set, so the list of event types is ignored.
    GlobalOverridesEventTypes = "global-overrides-event-types",
    /// The key of a condition cannot be read.
    KeyInvalid = "key-invalid",
    /// The operator of a condition is not one of the dialect's.
    ConditionUnknown = "condition-unknown",
    /// The value of a condition does not suit its operator.
    ConditionValue = "condition-value",
    /// The regular expression is not one.
    RegexpInvalid = "regexp-invalid",
    /// The regular expression needs what cannot be run in linear time or exactly.
    RegexDialect = "regex-dialect",
    /// A limit of the engine is exceeded.
    LimitExceeded = "limit-exceeded",
    /// The event types need labels that are absent.
    LabelRequired = "label-required",
    /// The event types do not carry this label.
    LabelUnknown = "label-unknown",
    /// The label's value has none of the forms it may have.
    LabelValue = "label-value",
    /// Both the single-label and the multi-label form are given.
    LabelFormatConflict = "label-format-conflict",
    /// Labels are not supported for transfer events and are ignored.
    LabelsUnsupportedForTransfers = "labels-unsupported-for-transfers",
    /// The network label is absent and means the provider's default.
    LabelNetworkDefault = "label-network-default",
    /// A key or operator names a member that JavaScript objects inherit.
    PrototypeHazard = "prototype-hazard",
    /// A secret stands in the configuration; it is never shown.
    SecretInConfig = "secret-in-config",
    /// A later edition of the provider's documents is tighter here.
    LaterEdition = "later-edition",
    /// The documents' `not-between` ends every webhook that uses it in the shipped node.
    ArkNotBetweenUnusable = "ark-not-between-unusable",
    /// ARK's conditions are combined by any: one that holds is enough.
    ArkAnyOf = "ark-any-of",
    /// The documents give two meanings of the global flag.
    DakotaGlobalTwoReadings = "dakota-global-two-readings",

    // What a configuration as a whole comes to.
    /// No event can fire the subscription: what it asks for contradicts itself.
    NeverMatches = "never-matches",
    /// One of several conditions of which one is enough holds for no event.
    ConditionNeverHolds = "condition-never-holds",
    /// A condition, or one of the conditions whatever the event, always holds.
    ConditionsAlwaysHold = "conditions-always-hold",
    /// Two subscriptions ask for the same and have the same target.
    DuplicateSubscription = "duplicate-subscription",
    /// Whatever fires the subscription fires another one with the same target, too.
    SubscriptionSubsumed = "subscription-subsumed",
    /// No provider's catalogue has the event type, but a similar one.
    EventTypeUncatalogued = "event-type-uncatalogued",
    /// None of the sample events has an event type that the subscription asks for.
    EventTypeUnseen = "event-type-unseen",
    /// No sample event of the types asked for carries the label.
    LabelUnseen = "label-unseen",
    /// No sample event of the types asked for has anything at the condition's key.
    KeyUnseen = "key-unseen",
    /// In no sample event the value has a type that the condition could hold for.
    ValueTypeUnseen = "value-type-unseen",
    /// A number that programs which keep numbers as floats read as another one.
    NumberPrecision = "number-precision",
    /// The regular expression asks for no plain text that an index could look for.
    RegexpUnindexed = "regexp-unindexed",

    // Explaining a verdict.
    /// The subscription is switched on.
    Enabled = "enabled",
    /// The subscription is switched off.
    Disabled = "disabled",
    /// A deciding part of the configuration could not be read.
    ConfigUnreadable = "config-unreadable",
    /// The event could not be read.
    EventUnreadable = "event-unreadable",
    /// The event names no type.
    NoEventType = "no-event-type",
    /// The event's type is one the subscription asks for.
    EventTypeListed = "event-type-listed",
    /// The event's type is none the subscription asks for.
    EventTypeNotListed = "event-type-not-listed",
    /// The event's type is listed but for letter case.
    EventTypeDiffersCase = "event-type-differs-case",
    /// The event carries the label with the value asked for.
    LabelEqual = "label-equal",
    /// The event does not carry the label.
    LabelMissing = "label-missing",
    /// The event carries the label with another value.
    LabelDiffers = "label-differs",
    /// The label's values are the same but for letter case.
    LabelDiffersCase = "label-differs-case",
    /// The event's label is not a text.
    LabelWrongType = "label-wrong-type",
    /// The label's key stands deeper in the event, not among its labels.
    LabelNestedDeeper = "label-nested-deeper",
    /// Two addresses were compared whatever their letter case.
    LabelCaseFolded = "label-case-folded",
    /// The condition holds.
    ConditionTrue = "condition-true",
    /// The condition does not hold.
    ConditionFalse = "condition-false",
    /// The condition's key is not in the event.
    ConditionKeyMissing = "condition-key-missing",
    /// The condition's key stands elsewhere in the event.
    ConditionKeyNested = "condition-key-nested",
    /// The event's value has the wrong type for the condition.
    ConditionWrongType = "condition-wrong-type",
    /// The condition throws in the provider's engine, which ends the webhook.
    ConditionError = "condition-error",
    /// The condition cannot be decided.
    ConditionUndecidable = "condition-undecidable",
    /// A part was not evaluated because the verdict stood before it.
    NotEvaluated = "not-evaluated",
    /// Another edition of the same provider decides this event differently.
    EditionDiffers = "edition-differs",
    /// The event is a retry of an earlier delivery.
    DuplicateEvent = "duplicate-event",
    /// A header names another event type than the body; the header counts.
    HeaderTypeWins = "header-type-wins",
    /// The event has both a member of the literal dotted name and a nested one; the literal one counts.
    LiteralKeyWins = "literal-key-wins",
    /// The labels were derived from the event's own members.
    LabelsDerived = "labels-derived",

    // Converting between dialects.
    /// A part has no counterpart in the other dialect and needs a decision.
    DecisionNeeded = "decision-needed",
    /// A part cannot be carried over.
    NotCarried = "not-carried",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// No code has this text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such code")
    }
}

impl std::error::Error for UnknownCode {}

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(UnknownCode)
    }
}
