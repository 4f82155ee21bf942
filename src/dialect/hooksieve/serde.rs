//! A subscription as serde sees it: its native form.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::dialect::{Config, Dialect};
use crate::subscription::Subscription;

/// The native form. What another dialect said and the native one cannot is left out;
/// [`Config::convert`] tells of it.
///
/// ```
/// use hooksieve::{Config, Dialect};
/// let config = Config::read(r#"{"url":"https://a.example","events":["*"]}"#, Dialect::DFNS);
/// let native = serde_json::to_string(&config.subscriptions[0]).unwrap();
/// assert_eq!(native, r#"{"enabled":true,"events":["*"],"target":{"url":"https://a.example"}}"#);
/// let again: hooksieve::Subscription = serde_json::from_str(&native).unwrap();
/// assert!(again.events.all);
/// ```
impl Serialize for Subscription {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Dialect::HOOKSIEVE.write(self, Dialect::HOOKSIEVE).0.serialize(serializer)
    }
}

/// Reads the native form from JSON, numbers kept as they are written (so from
/// `serde_json` only); the first error of its reading is the error.
impl<'de> Deserialize<'de> for Subscription {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        let config = Config::read(text.get(), Dialect::HOOKSIEVE);
        if let Some(error) = config.diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
            return Err(serde::de::Error::custom(error));
        }
        let first = config.subscriptions.into_iter().next();
        first.ok_or_else(|| serde::de::Error::custom("expected a subscription"))
    }
}
