//! The fast way to read a native configuration for routing alone.
//!
//! It takes a list of subscriptions in which all that routing looks at is as documented,
//! keeps no places, and builds no tree. Anything else it declines, and the diagnosing
//! reader of this dialect decides what it means.

use std::borrow::Cow;

use crate::diagnostic::Place;
use crate::json::scan::Scanner;
use crate::json::{Kind, Node};
use crate::limits::Limits;
use crate::predicate::Predicate;
use crate::subscription::{
    Combine, Condition, EventPattern, EventTypes, Label, Path, Subscription,
};
use crate::truth::Truth;

/// Calls `act` with every subscription of a list; nothing where the text is anything but
/// a clean list, however many were read before.
pub(in crate::dialect) fn each_subscription(
    text: &str,
    limits: &Limits,
    mut act: impl FnMut(&Subscription),
) -> Option<()> {
    let mut strict = Strict { scanner: Scanner::new(text), limits };
    let depth = strict.enter(Kind::Array, limits.depth)?;
    let mut first = true;
    while strict.scanner.element(first).ok()? {
        first = false;
        act(&strict.subscription(depth)?);
    }
    strict.scanner.end().ok()
}

struct Strict<'t, 'l> {
    scanner: Scanner<'t>,
    limits: &'l Limits,
}

/// Which members were there: none may be twice.
#[derive(Default)]
struct Seen(u32);

impl Seen {
    fn once(&mut self, bit: u32) -> Option<()> {
        let before = self.0;
        self.0 |= 1 << bit;
        (before != self.0).then_some(())
    }
}

impl<'t> Strict<'t, '_> {
    /// Opens an array or an object; the levels left inside.
    fn enter(&mut self, kind: Kind, depth: usize) -> Option<usize> {
        (self.scanner.kind().ok()? == kind).then_some(())?;
        self.scanner.open(depth).ok()
    }

    fn text(&mut self) -> Option<Cow<'t, str>> {
        (self.scanner.kind().ok()? == Kind::String).then_some(())?;
        let string = self.scanner.string().ok()?;
        Some(self.scanner.decode(string))
    }

    fn truth(&mut self) -> Option<bool> {
        (self.scanner.kind().ok()? == Kind::Bool).then_some(())?;
        let from = self.scanner.offset();
        self.scanner.skip(0).ok()?;
        Some(self.scanner.slice(from, self.scanner.offset()) == "true")
    }

    /// The next key, if the object goes on; one with escapes is declined.
    #[allow(clippy::option_option, reason = "declined, and no key left")]
    fn key(&mut self, first: &mut bool) -> Option<Option<&'t [u8]>> {
        let Some(key) = self.scanner.key(std::mem::take(first)).ok()? else {
            return Some(None);
        };
        (!key.escaped).then(|| Some(self.scanner.bytes_of(key)))
    }

    fn subscription(&mut self, depth: usize) -> Option<Subscription> {
        let depth = self.enter(Kind::Object, depth)?;
        let mut subscription = Subscription::new(String::new());
        let (mut seen, mut first, mut global) = (Seen::default(), true, false);
        while let Some(key) = self.key(&mut first)? {
            match key {
                b"id" => {
                    seen.once(0)?;
                    subscription.id = self.text()?.into_owned();
                }
                b"enabled" => {
                    seen.once(1)?;
                    subscription.enabled.value = Truth::from(self.truth()?);
                }
                b"global" => {
                    seen.once(2)?;
                    global = self.truth()?;
                }
                b"events" => {
                    seen.once(3)?;
                    subscription.events = self.events(depth)?;
                }
                b"labels" => {
                    seen.once(4)?;
                    subscription.labels = self.labels(depth)?;
                }
                b"conditions" => {
                    seen.once(5)?;
                    subscription.conditions.list = self.conditions(depth)?;
                }
                b"match" => {
                    seen.once(6)?;
                    subscription.conditions.combine = match &*self.text()? {
                        "all" => Combine::All,
                        "any" => Combine::Any,
                        _ => return None,
                    };
                }
                _ => {
                    self.scanner.skip(depth).ok()?;
                }
            }
        }
        subscription.events.all |= global;
        (!subscription.id.is_empty()).then_some(subscription)
    }

    fn events(&mut self, depth: usize) -> Option<EventTypes> {
        if self.scanner.kind().ok()? == Kind::String {
            return (self.text()? == "*").then(EventTypes::all);
        }
        let mut events = EventTypes::none();
        self.enter(Kind::Array, depth)?;
        let mut first = true;
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            match &*self.text()? {
                "*" => events.all = true,
                text => events.patterns.push(EventPattern::parse(text).ok()?),
            }
        }
        Some(events)
    }

    fn labels(&mut self, depth: usize) -> Option<Vec<Label>> {
        self.enter(Kind::Object, depth)?;
        let mut labels: Vec<Label> = Vec::new();
        let mut first = true;
        while let Some(key) = self.key(&mut first)? {
            let key = std::str::from_utf8(key).ok()?;
            if labels.iter().any(|label| label.key == key) {
                return None;
            }
            labels.push(Label { place: None, ..Label::exact(key, self.text()?, Place::default()) });
        }
        Some(labels)
    }

    fn conditions(&mut self, depth: usize) -> Option<Vec<Condition>> {
        let depth = self.enter(Kind::Array, depth)?;
        let mut conditions = Vec::new();
        let mut first = true;
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            conditions.push(self.condition(depth)?);
        }
        Some(conditions)
    }

    fn condition(&mut self, depth: usize) -> Option<Condition> {
        let depth = self.enter(Kind::Object, depth)?;
        let (mut path, mut operator, mut value) = (None, None, None);
        let (mut seen, mut first) = (Seen::default(), true);
        while let Some(key) = self.key(&mut first)? {
            match key {
                b"key" => {
                    seen.once(0)?;
                    path = Some(Path::parse(&self.text()?).ok()?);
                }
                b"condition" => {
                    seen.once(1)?;
                    operator = Some(self.text()?);
                }
                b"value" => {
                    seen.once(2)?;
                    value = Some(self.value(depth)?);
                }
                _ => {
                    self.scanner.skip(depth).ok()?;
                }
            }
        }
        let path = path.filter(|path| path.wildcards() <= self.limits.wildcards)?;
        let mut condition = Condition::unreadable(Place::default());
        condition.path = path;
        condition.predicate = Predicate::native(&operator?, value, self.limits).ok()?;
        Some(condition)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if self.scanner.kind().ok()? == Kind::String {
            return Some(Node::from_text(self.text()?));
        }
        let from = self.scanner.offset();
        self.scanner.skip(depth).ok()?;
        Node::parse_within(self.scanner.slice(from, self.scanner.offset()), depth).ok()
    }
}
