//! What can be told of a configuration before any event: subscriptions that can never
//! match, conditions that always hold, deliveries that come twice, and more.
//!
//! Everything is read from the neutral subscription. "Never", "always" and "subsumed" are
//! told only where they are proved ([`claims::contradict`]); the proof goes along as the
//! finding's related places, reduced to the parts that it needs.

mod claims;
mod names;
mod numbers;
mod operands;
mod pairs;
mod relation;
mod samples;
mod text;
mod value;
mod verdicts;

use crate::diagnostic::{Diagnostic, Place};
use crate::dialect::Config;
use crate::event::{EventError, EventForm};
use crate::json::sort;
use crate::subscription::{Condition, Label, Subscription};

pub use relation::Relation;
pub(crate) use relation::never_fires;
use samples::Samples;

/// Looks for what is probably not meant in a configuration, and proves what it claims.
///
/// ```
/// use hooksieve::{Code, Config, Linter};
/// let config = Config::detect(r#"{"id":"a","events":["t"],"conditions":[
///   {"key":"amuont","condition":"gte","value":10}]}"#);
/// let mut linter = Linter::new(&config);
/// assert!(linter.findings().is_empty());
/// linter.see(br#"{"type":"t","data":{"amount":12}}"#).unwrap();
/// let finding = &linter.findings()[0];
/// assert_eq!(finding.code, Code::KeyUnseen);
/// assert_eq!(finding.place.pointer.as_str(), "/conditions/0/key");
/// assert!(finding.help.as_ref().unwrap().contains("`amount`"));
/// ```
#[derive(Clone, Debug)]
pub struct Linter<'c> {
    config: &'c Config,
    form: EventForm,
    samples: Option<Samples>,
}

impl<'c> Linter<'c> {
    /// A linter that knows the configuration alone.
    ///
    /// ```
    /// use hooksieve::{Config, Linter};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// assert!(Linter::new(&config).findings().is_empty());
    /// ```
    pub fn new(config: &'c Config) -> Self {
        Self { config, form: EventForm::Auto, samples: None }
    }

    /// The same, reading sample events in a named form instead of by their shape.
    ///
    /// ```
    /// use hooksieve::{Config, EventForm, Linter};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let linter = Linter::new(&config).with_event_form(EventForm::Dfns);
    /// assert!(linter.findings().is_empty());
    /// ```
    #[must_use]
    pub fn with_event_form(mut self, form: EventForm) -> Self {
        self.form = form;
        self
    }

    /// Takes note of a sample event: what none of them has is told. Nothing of the event
    /// is kept but one near name for each key. O(subscriptions) an event.
    ///
    /// # Errors
    /// When the event cannot be read; it is then not counted.
    ///
    /// ```
    /// use hooksieve::{Config, Linter};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// assert!(Linter::new(&config).see(b"not JSON").is_err());
    /// ```
    pub fn see(&mut self, event: &[u8]) -> Result<(), EventError> {
        self.samples.get_or_insert_with(|| Samples::new(self.config, self.form)).see(event)
    }

    /// Everything that was found, in the order of the text. Subscriptions with one target
    /// are compared pair by pair, up to a million pairs; [`Linter::pairs_left_out`] tells
    /// of more.
    ///
    /// ```
    /// use hooksieve::{Code, Config, Linter};
    /// let config = Config::detect(r#"[
    ///   {"id":"a","events":["wallet.*"],"target":{"url":"https://a.example"}},
    ///   {"id":"b","events":["wallet.created"],"target":{"url":"https://a.example"}}]"#);
    /// let finding = &Linter::new(&config).findings()[0];
    /// assert_eq!(finding.code, Code::SubscriptionSubsumed);
    /// assert_eq!(finding.place.pointer.as_str(), "/1");
    /// assert_eq!(finding.related[0].place.pointer.as_str(), "/0");
    /// ```
    pub fn findings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut never = Vec::new();
        for subscription in &self.config.subscriptions {
            never.push(verdicts::find(subscription, &mut found));
            operands::find(subscription, &mut found);
        }
        pairs::find(&self.config.subscriptions, &never, &mut found);
        names::find(self.config, &mut found);
        if let Some(samples) = &self.samples {
            samples.find(self.config, &mut found);
        }
        let key = |it: &Diagnostic| (it.place.line, it.place.span.start, it.code);
        sort(&mut found, &|a, b| key(a).cmp(&key(b)));
        found
    }

    /// How many pairs of subscriptions with one target were not compared, so that of them
    /// it is not known whether they deliver twice.
    ///
    /// ```
    /// use hooksieve::{Config, Linter};
    /// let one = r#"{"id":"a","events":["a"],"target":{"url":"https://a.example"}}"#;
    /// let left_out = |count| {
    ///     let list = vec![one; count].join(",");
    ///     Linter::new(&Config::detect(&format!("[{list}]"))).pairs_left_out()
    /// };
    /// assert_eq!((left_out(1_414), left_out(1_415)), (0, 405));
    /// ```
    pub fn pairs_left_out(&self) -> usize {
        let list = &self.config.subscriptions;
        let mut found = Vec::new();
        let never: Vec<bool> = list.iter().map(|each| verdicts::find(each, &mut found)).collect();
        pairs::left_out(list, &never)
    }
}

impl Config {
    /// What is probably not meant in the configuration, proved; [`Linter`] also takes
    /// sample events.
    ///
    /// ```
    /// use hooksieve::{Code, Config};
    /// let config = Config::detect(r#"{"id":"a","events":["*"],"match":"any","conditions":[
    ///   {"key":"text","condition":"contains","value":"x"},
    ///   {"key":"text","condition":"not-contains","value":"x"}]}"#);
    /// assert_eq!(config.lint()[0].code, Code::ConditionsAlwaysHold);
    /// ```
    pub fn lint(&self) -> Vec<Diagnostic> {
        Linter::new(self).findings()
    }
}

/// `` `amount` must be at least 10``
fn words(condition: &Condition) -> String {
    format!("`{}` must {}", condition.key, condition.predicate.asked())
}

/// `` label `env` must be "prod"``
fn label_words(label: &Label) -> String {
    let values: Vec<_> = label.values.iter().map(|value| format!("{value:?}")).collect();
    format!("label `{}` must be {}", label.key, values.join(" or "))
}

fn label_place(label: &Label, subscription: &Subscription) -> Place {
    label.place.clone().unwrap_or_else(|| subscription.place.clone())
}
