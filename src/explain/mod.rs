//! Why an event fires a subscription or not: every check of every subscription, with
//! its place in the configuration and in the event.
//!
//! The checks call what routing calls ([`crate::router::verify`],
//! [`crate::predicate`]), so that `explain(e).outcome == route(e)`; what is added here
//! is words, places and fixes. Nothing of this is on the hot path.

mod change;
mod conditions;
mod counterfactual;
mod evaluate;
mod event_type;
mod labels;
mod near;
mod nearest;
mod redact;
mod witness;

use serde::{Serialize, Serializer};

use crate::diagnostic::{Code, Fix, Place};
use crate::dialect::{Config, Dialect};
use crate::event::{self, EventError, EventForm, Places, TreeFacts};
use crate::json::{Node, Pointer, Repair};
use crate::limits::Limits;
use crate::router::Router;
use crate::truth::{Outcome, Truth};

pub use change::Change;
pub use counterfactual::Counterfactual;
use evaluate::{Entry, Evaluator};
pub use near::near_misses;
pub use nearest::{Blocked, NearMiss, NearMissReport, NearMisses};

/// The verdict on one event for one subscription, with every check.
///
/// Serialised as the canonical explain JSON: camelCase members, UTF-8 byte spans.
///
/// ```
/// use hooksieve::{Config, Explainer, Outcome};
/// let config = Config::detect(r#"{"id":"a","events":["wallet.created"],"labels":{"env":"prod"}}"#);
/// let explanation = &Explainer::new(&config).explain(br#"{"type":"wallet.created","labels":{"env":"dev"}}"#)[0];
/// assert_eq!(explanation.outcome, Outcome::DoesNotFire);
/// assert_eq!(explanation.summary, "label `env` is \"dev\", not \"prod\"");
/// assert_eq!(explanation.counterfactual.len(), 1);
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// The line of the input on which the event starts, where the caller knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The verdict.
    pub outcome: Outcome,
    /// The verdict's reason in one sentence.
    pub summary: String,
    /// The dialect and edition the subscription was read in.
    pub dialect: String,
    /// The subscription.
    pub subscription: SubscriptionRef,
    /// The event; nothing where it could not be read.
    pub event: Option<EventRef>,
    /// Why the event could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Every check, in the order of the stages.
    pub checks: Vec<Check>,
    /// What else to know.
    pub notes: Vec<ExplanationNote>,
    /// For an event that does not fire: what would have to be different, each
    /// sentence one necessary change.
    pub counterfactual: Vec<String>,
}

/// Which subscription an explanation is about.
///
/// ```
/// use hooksieve::{Config, Explainer};
/// let config = Config::detect(r#"[{"id":"a","events":["*"]},{"id":"b","events":["*"]}]"#);
/// let subscription = &Explainer::new(&config).explain(br#"{"type":"wallet.created"}"#)[1].subscription;
/// assert_eq!((subscription.id.as_str(), subscription.index), ("b", 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubscriptionRef {
    /// Its id.
    pub id: String,
    /// Its position in declaration order, from 0.
    pub index: usize,
}

/// Which event an explanation is about.
///
/// ```
/// use hooksieve::{Config, Explainer};
/// let config = Config::detect(r#"{"id":"a","events":["*"]}"#);
/// let explanations = Explainer::new(&config).explain(br#"{"id":7,"type":"wallet.created"}"#);
/// let event = explanations[0].event.as_ref().unwrap();
/// assert_eq!(event.id.as_deref(), Some("7"));
/// assert_eq!(event.event_type.as_deref(), Some("wallet.created"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventRef {
    /// Its id, a number as its decimal text.
    pub id: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// Its position in the input, from 0, where the caller knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
}

/// One check of an explanation.
///
/// ```
/// use hooksieve::{CheckStatus, Config, Explainer};
/// let config = Config::detect(r#"{"id":"a","events":["*"],"conditions":[{"key":"amount","condition":"gte","value":1000}]}"#);
/// let explanations = Explainer::new(&config).explain(br#"{"type":"wallet.created","data":{"amount":999}}"#);
/// let check = explanations[0].checks.last().unwrap();
/// assert_eq!(check.status, CheckStatus::Fail);
/// assert_eq!(check.event.as_ref().unwrap().pointer.as_str(), "/data/amount");
/// assert_eq!(check.actual.as_ref().unwrap().number(), Some("999"));
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What was checked and how it ended.
    pub code: Code,
    /// How it ended.
    pub status: CheckStatus,
    /// The sentence for it.
    pub message: String,
    /// Set where this is one of several conditions of which one is enough.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alternative: bool,
    /// The part of the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Place>,
    /// The part of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Place>,
    /// What was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Node>,
    /// What the event holds, as it is written there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Node>,
    /// Changes of the configuration's text that would make it pass.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// What would have to be different for it to pass, in words.
    #[serde(skip)]
    needs: Option<String>,
}

/// How a [`Check`] ended.
///
/// ```
/// use hooksieve::{CheckStatus, Truth};
/// assert_eq!(CheckStatus::from(Truth::Undecidable), CheckStatus::Undecidable);
/// assert_eq!(serde_json::to_string(&CheckStatus::NotEvaluated).unwrap(), "\"not-evaluated\"");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It cannot be decided.
    Undecidable,
    /// The verdict stood before it.
    NotEvaluated,
}

impl From<Truth> for CheckStatus {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Pass,
            Truth::False => Self::Fail,
            Truth::Undecidable => Self::Undecidable,
        }
    }
}

/// Something to know beside the checks.
///
/// ```
/// use hooksieve::{Code, Config, Explainer};
/// let config = Config::detect(r#"{"id":"a","events":["*"]}"#);
/// let explanations = Explainer::new(&config).explain(
///     br#"{"headers":{"X-Event-Type":"wallet.created"},"body":{"type":"key.created","data":{}}}"#);
/// assert_eq!(explanations[0].notes[0].code, Code::HeaderTypeWins);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplanationNote {
    /// What it is about.
    pub code: Code,
    /// The sentence.
    pub message: String,
}

impl Check {
    fn new(code: Code, status: CheckStatus, message: impl Into<String>) -> Self {
        Self {
            code,
            status,
            message: message.into(),
            alternative: false,
            config: None,
            event: None,
            expected: None,
            actual: None,
            fixes: Vec::new(),
            needs: None,
        }
    }

    /// How early in the order of stages the check stands, from 0.
    fn stage(&self) -> usize {
        match self.code {
            Code::EventUnreadable | Code::NoEventType => 0,
            Code::Enabled | Code::Disabled => 1,
            Code::EventTypeListed
            | Code::EventTypeNotListed
            | Code::EventTypeDiffersCase
            | Code::NoEventTypes => 2,
            code if code.as_str().starts_with("label") => 3,
            _ => 4,
        }
    }
}

/// Explains the verdicts of one configuration.
///
/// ```
/// use hooksieve::{Config, Dialect, Explainer, Outcome};
/// let config = Config::read(r#"{"url":"https://a.example","events":["key.created"]}"#, Dialect::DFNS);
/// let explanations = Explainer::new(&config).explain(br#"{"id":"whe-1","kind":"wallet.created","data":{}}"#);
/// assert_eq!(explanations[0].outcome, Outcome::DoesNotFire);
/// assert_eq!(explanations[0].summary, "\"wallet.created\" is not in events");
/// assert_eq!(explanations[0].checks[1].fixes[0].title, "Add \"wallet.created\" to events");
/// ```
#[derive(Clone, Debug)]
pub struct Explainer {
    dialect: Dialect,
    evaluator: Evaluator,
    router: Router,
    /// The same configuration in the other editions of its provider.
    siblings: Vec<(Dialect, Evaluator)>,
    limits: Limits,
    redacts: bool,
}

impl Explainer {
    /// Prepares to explain a configuration.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer};
    /// let config = Config::detect(r#"[{"id":"a","events":["*"]},{"id":"b","events":["*"]}]"#);
    /// assert_eq!(Explainer::new(&config).explain(br#"{"type":"wallet.created"}"#).len(), 2);
    /// ```
    pub fn new(config: &Config) -> Self {
        let sibling = |dialect| (dialect, Evaluator::new(&config.in_dialect(dialect)));
        Self {
            dialect: config.dialect,
            evaluator: Evaluator::new(config),
            router: Router::from_config(config),
            siblings: config.dialect.siblings().map(sibling).collect(),
            limits: Limits::default(),
            redacts: false,
        }
    }

    /// The same, with every explanation [redacted](Explanation::redacted).
    ///
    /// ```
    /// use hooksieve::{Config, Explainer};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let explainer = Explainer::new(&config).with_redaction();
    /// let explanation = explainer.explain(br#"{"type":"wallet.deleted"}"#).remove(0);
    /// assert!(!format!("{explanation:?}").contains("wallet.deleted"));
    /// ```
    #[must_use]
    pub fn with_redaction(mut self) -> Self {
        self.redacts = true;
        self
    }

    /// The same, reading events in a named form instead of by their shape.
    ///
    /// ```
    /// use hooksieve::{Config, EventForm, Explainer, Outcome};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let explainer = Explainer::new(&config).with_event_form(EventForm::Dfns);
    /// let explanations = explainer.explain(br#"{"kind":"wallet.created","type":"other","data":{}}"#);
    /// assert_eq!(explanations[0].outcome, Outcome::Fires);
    /// ```
    #[must_use]
    pub fn with_event_form(mut self, form: EventForm) -> Self {
        self.router = self.router.with_event_form(form);
        self.evaluator.form = form;
        for (_, sibling) in &mut self.siblings {
            sibling.form = form;
        }
        self
    }

    /// The router whose verdicts are explained.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let explainer = Explainer::new(&config);
    /// let event = br#"{"type":"wallet.created"}"#;
    /// assert_eq!(explainer.router().route(event).outcome(), explainer.explain(event)[0].outcome);
    /// ```
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// The verdicts alone, each subscription evaluated by itself from the event's tree:
    /// slow, and what [`Router::route`] is held to by the tests.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer, Outcome};
    /// let config = Config::detect(r#"[{"id":"a","events":["*"]},{"id":"b","events":["key.*"]}]"#);
    /// let outcomes = Explainer::new(&config).outcomes(br#"{"type":"wallet.created"}"#);
    /// assert_eq!(outcomes, [Outcome::Fires, Outcome::DoesNotFire]);
    /// ```
    pub fn outcomes(&self, event: &[u8]) -> Vec<Outcome> {
        let tree = self.read(event);
        let read = tree.as_ref().map_err(Clone::clone).and_then(|tree| self.evaluator.read(tree));
        match read {
            Ok((facts, _)) => self.evaluator.outcomes(&facts),
            Err(_) => self.evaluator.entries.iter().map(|e| evaluate::unread(e).into()).collect(),
        }
    }

    /// Explains an event for every subscription, in declaration order.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer};
    /// let config = Config::detect(r#"{"id":"a","enabled":false,"events":["*"]}"#);
    /// let explanations = Explainer::new(&config).explain(br#"{"type":"wallet.created"}"#);
    /// assert_eq!(explanations[0].summary, "the subscription is off");
    /// ```
    pub fn explain(&self, event: &[u8]) -> Vec<Explanation> {
        self.explain_read(self.read(event).as_ref().map_err(Clone::clone))
    }

    /// The explanations of an event that can be read.
    pub(crate) fn explain_readable(&self, event: &[u8]) -> Result<Vec<Explanation>, EventError> {
        let tree = self.read(event)?;
        self.evaluator.read(&tree)?;
        Ok(self.explain_read(Ok(&tree)))
    }

    fn read(&self, event: &[u8]) -> Result<Node, EventError> {
        let text = event::text(event, &self.limits)?;
        Ok(Node::parse_within(text, self.limits.depth)?)
    }

    /// Explains one pasted snippet, and says what had to be repaired to read it.
    ///
    /// ```
    /// use hooksieve::{Config, Explainer, Outcome, json::RepairKind};
    /// let config = Config::detect(r#"{"id":"a","events":["wallet.created"]}"#);
    /// let (explanations, repairs) = Explainer::new(&config).explain_pasted("{\"type\":\"wallet.created\",}");
    /// assert_eq!(explanations[0].outcome, Outcome::Fires);
    /// assert_eq!(repairs[0].kind, RepairKind::ExtraComma);
    /// ```
    pub fn explain_pasted(&self, text: &str) -> (Vec<Explanation>, Vec<Repair>) {
        match Node::parse_pasted(text) {
            Ok((tree, repairs)) => (self.explain_read(Ok(&tree)), repairs),
            Err(fault) => (self.explain_read(Err(fault.into())), Vec::new()),
        }
    }

    fn explain_read(&self, tree: Result<&Node, EventError>) -> Vec<Explanation> {
        let explanations = self.explain_in_full(tree);
        match self.redacts {
            true => explanations.into_iter().map(Explanation::redacted).collect(),
            false => explanations,
        }
    }

    fn explain_in_full(&self, tree: Result<&Node, EventError>) -> Vec<Explanation> {
        let read = tree.and_then(|tree| Ok((tree, self.evaluator.read(tree)?)));
        match read {
            Err(error) => {
                let explain = |(entry, at)| explain_unread(self.dialect, entry, at, &error);
                self.entries().map(explain).collect()
            }
            Ok((tree, (facts, places))) => {
                let siblings = self.sibling_verdicts(tree);
                self.entries()
                    .map(|(entry, at)| {
                        let mut explanation =
                            explain_entry(self.dialect, entry, at, &facts, &places);
                        self.note_siblings(&mut explanation, at, &siblings);
                        explanation
                    })
                    .collect()
            }
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&Entry, usize)> {
        self.evaluator.entries.iter().zip(0..)
    }

    /// What the other editions of the provider decide, subscription by subscription.
    fn sibling_verdicts(&self, tree: &Node) -> Vec<(Dialect, Vec<Outcome>)> {
        let verdicts = |sibling: &Evaluator| match sibling.read(tree) {
            Ok((facts, _)) => sibling.outcomes(&facts),
            Err(_) => Vec::new(),
        };
        self.siblings.iter().map(|(dialect, sibling)| (*dialect, verdicts(sibling))).collect()
    }

    fn note_siblings(
        &self,
        explanation: &mut Explanation,
        at: usize,
        siblings: &[(Dialect, Vec<Outcome>)],
    ) {
        for (dialect, outcomes) in siblings {
            let Some(other) = outcomes.get(at).filter(|other| **other != explanation.outcome)
            else {
                continue;
            };
            explanation.notes.push(ExplanationNote {
                code: Code::EditionDiffers,
                message: format!(
                    "editions differ here: {} says {}, {dialect} says {other}",
                    self.dialect, explanation.outcome
                ),
            });
        }
    }
}

/// Explains an event for one subscription, the `at`th.
fn explain_entry(
    dialect: Dialect,
    entry: &Entry,
    at: usize,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
) -> Explanation {
    let subscription = &entry.subscription;
    let mut notes = event_notes(facts, places, entry);
    notes.extend(
        subscription
            .notes
            .iter()
            .map(|note| ExplanationNote { code: note.code, message: note.message.clone() }),
    );
    let mut checks = vec![check_enabled(entry), event_type::check(subscription, facts, places)];
    checks.extend(
        subscription.labels.iter().map(|label| labels::check(label, facts, places, &mut notes)),
    );
    checks.extend(conditions::checks(entry, facts, places));
    let outcome = Outcome::from(evaluate::verdict(entry, facts));
    let event = EventRef {
        id: facts.id.as_deref().map(str::to_owned),
        event_type: facts.event_type.as_deref().map(str::to_owned),
        index: None,
    };
    finish(dialect, entry, at, outcome, Some(event), checks, notes)
}

fn explain_unread(dialect: Dialect, entry: &Entry, at: usize, error: &EventError) -> Explanation {
    let enabled = check_enabled(entry);
    let outcome = Outcome::from(evaluate::unread(entry));
    let message = format!("the event could not be read: {error}");
    let mut check = Check::new(Code::EventUnreadable, CheckStatus::Undecidable, message);
    if let Some(offset) = error.offset() {
        let span = crate::json::Span::new(offset, offset + 1);
        check.event = Some(Place::new(Pointer::root(), span));
    }
    let mut checks = vec![enabled, check];
    if entry.subscription.events.test(None) == Truth::False {
        checks.push(event_type::none(&entry.subscription));
    }
    let mut explanation = finish(dialect, entry, at, outcome, None, checks, Vec::new());
    explanation.error = Some(error.to_string());
    explanation
}

fn finish(
    dialect: Dialect,
    entry: &Entry,
    index: usize,
    outcome: Outcome,
    event: Option<EventRef>,
    checks: Vec<Check>,
    notes: Vec<ExplanationNote>,
) -> Explanation {
    let subscription = SubscriptionRef { id: entry.subscription.id.clone(), index };
    Explanation {
        schema_version: 1,
        line: None,
        outcome,
        summary: summary(outcome, &checks),
        dialect: dialect.name().to_owned(),
        subscription,
        event,
        error: None,
        counterfactual: counterfactual(outcome, &checks),
        checks,
        notes,
    }
}

impl Serialize for crate::dialect::Dialect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

fn check_enabled(entry: &Entry) -> Check {
    let enabled = &entry.subscription.enabled;
    let mut check = match enabled.value {
        Truth::True => Check::new(Code::Enabled, CheckStatus::Pass, "the subscription is on"),
        Truth::False => Check::new(Code::Disabled, CheckStatus::Fail, "the subscription is off"),
        Truth::Undecidable => Check::new(
            Code::ConfigUnreadable,
            CheckStatus::Undecidable,
            "whether the subscription is on cannot be read",
        ),
    };
    if enabled.value == Truth::False {
        check.needs = Some("the subscription would have to be on".to_owned());
    }
    check.config.clone_from(&enabled.place);
    check
}

/// What an event itself gives to know.
fn event_notes(facts: &TreeFacts<'_>, places: &Places<'_>, entry: &Entry) -> Vec<ExplanationNote> {
    let mut notes = Vec::new();
    let mut note = |code, message: String| notes.push(ExplanationNote { code, message });
    if let (Some(body), Some(header)) = (places.overruled_type, &facts.event_type) {
        note(
            Code::HeaderTypeWins,
            format!("the header names the type {header:?}, the body {body:?}; the header counts"),
        );
    }
    if let Some(original) = places.retry_of {
        note(Code::DuplicateEvent, format!("this is a retry of the event {original:?}"));
    }
    if facts.labels.derived && !entry.subscription.labels.is_empty() {
        note(
            Code::LabelsDerived,
            "the labels were derived from the event's own members".to_owned(),
        );
    }
    for (condition, slot) in entry.subscription.conditions.list.iter().zip(&entry.slots) {
        if places.literal.get(slot.index()) == Some(&true) {
            let key = &condition.key;
            note(
                Code::LiteralKeyWins,
                format!("the event has a member {key:?} of that very name; it counts"),
            );
        }
    }
    notes
}

/// Why it fires: of alternatives, some of which need not hold, the first that does.
fn passed(checks: &[Check]) -> String {
    let holds = |check: &&Check| check.alternative && check.status == CheckStatus::Pass;
    let every = checks.iter().all(|check| check.status == CheckStatus::Pass);
    match checks.iter().find(holds) {
        Some(check) if !every => format!("a condition holds: {}", check.message),
        _ => "every check passes".to_owned(),
    }
}

/// The reason in one sentence: the first check that blocked, and how many more did.
fn summary(outcome: Outcome, checks: &[Check]) -> String {
    let status = match outcome {
        Outcome::Fires => return passed(checks),
        Outcome::DoesNotFire => CheckStatus::Fail,
        Outcome::Undecidable => CheckStatus::Undecidable,
    };
    let blocking = |alternative: bool| {
        checks
            .iter()
            .filter(move |check| check.status == status && check.alternative == alternative)
    };
    let Some(first) = blocking(false).chain(blocking(true)).next() else {
        return outcome.to_string();
    };
    // Of alternatives one would be enough, so together they block once.
    let count = blocking(false).count() + usize::from(blocking(true).next().is_some());
    match count {
        1 if first.alternative => format!("no condition holds: {}", first.message),
        1 => first.message.clone(),
        2 => format!("{}, and 1 more check", first.message),
        more => format!("{}, and {} more checks", first.message, more - 1),
    }
}

/// What would have to be different: every blocking check, of alternatives the first.
fn counterfactual(outcome: Outcome, checks: &[Check]) -> Vec<String> {
    if outcome != Outcome::DoesNotFire {
        return Vec::new();
    }
    let satisfied =
        checks.iter().any(|check| check.alternative && check.status == CheckStatus::Pass);
    let mut needs = Vec::new();
    let mut alternatives = Vec::new();
    for check in checks.iter().filter(|check| check.status == CheckStatus::Fail) {
        if !check.alternative {
            needs.extend(check.needs.clone());
        } else if !satisfied {
            alternatives.extend(check.needs.clone());
        }
    }
    if !alternatives.is_empty() {
        needs.push(alternatives.join(", or "));
    }
    needs
}
