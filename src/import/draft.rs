//! Native subscriptions in the making, and the report on them.

use super::assumption::{Assumed, Assumption};
use super::condition::{Asked, Condition, Part};
use super::field::{Field, is};
use super::filter::{Filter, Lowered};
use crate::diagnostic::Place;
use crate::dialect::{Carried, LossReport};
use crate::json::{Data, Node, Pointer};
use crate::subscription::EventPattern;
use crate::url::TargetUrl;

/// What was put together so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Where the object stands.
    pub(super) root: Pointer,
    pub(super) id: Option<String>,
    pub(super) enabled: Option<bool>,
    /// The event types; every type where there is no list.
    pub(super) events: Option<Vec<String>>,
    /// What must hold of an event.
    pub(super) filter: Vec<Filter>,
    pub(super) url: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) description: Option<String>,
    pub(super) metadata: Vec<(String, String)>,
    /// The text that holds the parts which are read, where they have no pointer of their own.
    pub(super) within: Option<Pointer>,
    told: Vec<Told>,
}

/// What became of a part of the input.
#[derive(Debug)]
struct Told {
    pointer: Pointer,
    /// Where in the text that stands there.
    inner: String,
    carried: Carried,
    message: String,
    assumptions: Vec<Assumption>,
}

impl Draft {
    pub(super) fn new(root: Pointer) -> Self {
        Self { root, ..Self::default() }
    }

    fn tell(&mut self, at: &Pointer, carried: Carried, message: impl Into<String>) -> Part {
        let (pointer, inner) = match &self.within {
            Some(text) => (text.clone(), format!("{at}: ")),
            None => (at.clone(), String::new()),
        };
        let (message, assumptions) = (message.into(), Vec::new());
        self.told.push(Told { pointer, inner, carried, message, assumptions });
        self.told.len() - 1
    }

    /// A part that means the same here, if what it asks for can be said.
    pub(super) fn over(&mut self, at: &Pointer, message: impl Into<String>) -> Part {
        self.tell(at, Carried::Over, message)
    }

    pub(super) fn decision(&mut self, at: &Pointer, message: impl Into<String>) -> Part {
        self.tell(at, Carried::DecisionNeeded, message)
    }

    pub(super) fn lost(&mut self, at: &Pointer, message: impl Into<String>) {
        self.tell(at, Carried::Lost, message);
    }

    /// A part of a filter on which somebody must decide.
    pub(super) fn open(&mut self, at: &Pointer, message: impl Into<String>) -> Filter {
        Filter::Open(self.decision(at, message))
    }

    /// Opens what was thought to be carried over.
    pub(super) fn reopen(&mut self, part: Part, message: impl Into<String>) -> Filter {
        if let Some(told) = self.told.get_mut(part) {
            (told.carried, told.message) = (Carried::DecisionNeeded, message.into());
        }
        Filter::Open(part)
    }

    /// What a part takes for granted.
    pub(super) fn assume(&mut self, part: Part, field: &Field, assumed: Assumed) {
        let assumption = Assumption { pointer: field.at.clone(), assumed };
        if let Some(told) = self.told.get_mut(part)
            && !told.assumptions.contains(&assumption)
        {
            told.assumptions.push(assumption);
        }
    }

    /// Every member that no reader knew is lost, and said to be.
    pub(super) fn lost_members(&mut self, object: &Node, at: &Pointer, known: &[&str]) {
        for member in object.effective_members() {
            if !known.contains(&member.key.as_str()) {
                let pointer = at.child(&member.key);
                self.lost(&pointer, format!("`{}` has no counterpart", member.key));
            }
        }
    }

    /// The id: a text, or a number.
    pub(super) fn read_id(&mut self, node: &Node, at: &Pointer) {
        match node.string().or(node.number()).filter(|id| !id.is_empty()) {
            Some(id) => {
                self.id = Some(id.to_owned());
                self.over(at, "it is the id");
            }
            None => self.lost(at, "it cannot be an id"),
        }
    }

    /// The target's URL.
    pub(super) fn read_url(&mut self, node: &Node, at: &Pointer) {
        match node.string() {
            Some(url) if TargetUrl::parse(url).is_some_and(|parsed| parsed.is_web()) => {
                self.url = Some(url.to_owned());
                self.over(at, "it is the target");
            }
            _ => self.lost(at, "a target is an absolute http or https URL"),
        }
    }

    /// Headers that are added to deliveries.
    pub(super) fn read_headers(&mut self, node: &Node, at: &Pointer) {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        for member in node.effective_members() {
            let (name, at) = (&member.key, at.child(&member.key));
            let is_value = |text: &&str| !text.chars().any(|it| it.is_control() && it != '\t');
            match member.value.string().filter(is_value) {
                Some(value) if !name.is_empty() && name.bytes().all(is_token) => {
                    self.headers.push((name.clone(), value.to_owned()));
                    self.over(&at, "the header is added to deliveries");
                }
                _ => self.lost(&at, "it is no header"),
            }
        }
    }

    pub(super) fn read_description(&mut self, node: &Node, at: &Pointer) {
        match node.string() {
            Some(text) => {
                self.description = Some(text.to_owned());
                self.over(at, "it is the description");
            }
            None => self.lost(at, "a description is a text"),
        }
    }

    /// A list of exact event types; what no native list can name becomes a condition on the
    /// member `named_by`, where there is one.
    pub(super) fn read_types(&mut self, node: &Node, at: &Pointer, named_by: Option<&str>) {
        let list = node.array().unwrap_or_default().iter();
        let list: Option<Vec<String>> = list.map(|it| it.string().map(str::to_owned)).collect();
        let Some(list) = list.filter(|list| !list.is_empty()) else {
            self.decision(at, "the event types cannot be read");
            return;
        };
        let plain = |name: &String| EventPattern::check(name).is_ok_and(|wildcards| !wildcards);
        match named_by {
            _ if list.iter().all(plain) => {
                self.events = Some(list);
                self.over(at, "the event types are carried over");
            }
            Some(name) => {
                let part = self.over(at, "carried over as a condition: some have no plain name");
                let list = list.into_iter().map(Node::from_text).collect();
                let asked = Asked::Native("in", Some(Node::new(Data::Array(list))));
                let field = Field::at(Pointer::root().child(name));
                self.filter.push(is(part, &field, asked));
            }
            None => {
                self.decision(at, "an event type here has neither `*` nor empty segments");
            }
        }
    }

    /// What becomes of it all: subscriptions, without ids of their own where there are
    /// several, and the report.
    pub(super) fn finish(mut self, object: &Node) -> Finished {
        let mut all = std::mem::take(&mut self.filter);
        let filter = if all.len() == 1 { all.remove(0) } else { Filter::All(all) };
        let lowered = filter.lower();
        let mut fault = |part: Part, carried, message: &str| {
            if let Some(told) = self.told.get_mut(part).filter(|it| it.carried == Carried::Over) {
                (told.carried, told.message) = (carried, message.to_owned());
            }
        };
        for (part, why) in &lowered.left_out {
            fault(*part, Carried::DecisionNeeded, why);
        }
        for part in &lowered.overlapping {
            let why = "it may hold together with another alternative: the event then fires twice";
            fault(*part, Carried::DecisionNeeded, why);
        }
        let subscriptions = self.subscriptions(&lowered);
        let mut report = LossReport::default();
        let mut assumptions = Vec::new();
        for told in self.told {
            let place = Place { pointer: told.pointer, ..Place::default() };
            match told.carried {
                Carried::Over => {
                    let new = told.assumptions.into_iter();
                    for assumption in new {
                        if !assumptions.contains(&assumption) {
                            assumptions.push(assumption);
                        }
                    }
                    report.over(&place, told.message);
                }
                Carried::DecisionNeeded => {
                    report.decision(&place, format!("{}{}", told.inner, told.message));
                }
                Carried::Lost => report.lost(&place, format!("{}{}", told.inner, told.message)),
            }
        }
        report.complete(object, &self.root, Carried::Lost);
        Finished { id: self.id, subscriptions, report, assumptions }
    }

    fn subscriptions(&self, lowered: &Lowered) -> Vec<Vec<(&'static str, Node)>> {
        // A filter that nothing satisfies.
        if lowered.branches.is_empty() {
            return vec![self.subscription(Some(&Vec::new()), &[], false)];
        }
        let of =
            |branch: &Vec<Condition>| self.subscription(self.events.as_ref(), branch, lowered.any);
        lowered.branches.iter().map(of).collect()
    }

    /// The members of one subscription, but for its id.
    fn subscription(
        &self,
        events: Option<&Vec<String>>,
        conditions: &[Condition],
        any: bool,
    ) -> Vec<(&'static str, Node)> {
        let texts = |list: &Vec<String>| {
            Node::new(Data::Array(list.iter().cloned().map(Node::from_text).collect()))
        };
        let pairs = |list: &[(String, String)]| {
            let pairs = list.iter();
            Node::object(pairs.map(|(name, value)| (name.clone(), Node::from_text(value.clone()))))
        };
        let mut members = vec![
            ("enabled", Node::new(Data::Bool(self.enabled.unwrap_or(true)))),
            ("events", events.map_or_else(|| Node::from_text("*"), texts)),
        ];
        let conditions: Vec<Node> = conditions.iter().filter_map(written).collect();
        if !conditions.is_empty() {
            members.extend(any.then(|| ("match", Node::from_text("any"))));
            members.push(("conditions", Node::new(Data::Array(conditions))));
        }
        let mut target = Vec::new();
        target.extend(self.url.clone().map(|url| ("url", Node::from_text(url))));
        if !self.headers.is_empty() {
            target.push(("headers", pairs(&self.headers)));
        }
        if !target.is_empty() {
            members.push(("target", Node::object(target)));
        }
        members.extend(self.description.clone().map(|it| ("description", Node::from_text(it))));
        if !self.metadata.is_empty() {
            members.push(("metadata", pairs(&self.metadata)));
        }
        members
    }
}

/// What a draft became.
pub(super) struct Finished {
    pub(super) id: Option<String>,
    pub(super) subscriptions: Vec<Vec<(&'static str, Node)>>,
    pub(super) report: LossReport,
    pub(super) assumptions: Vec<Assumption>,
}

/// A condition as the native dialect has it.
fn written(condition: &Condition) -> Option<Node> {
    let (operator, value) = condition.asked.native()?;
    let mut members = vec![
        ("key", Node::from_text(condition.key.clone())),
        ("condition", Node::from_text(operator)),
    ];
    members.extend(value.map(|value| ("value", value)));
    Some(Node::object(members))
}
