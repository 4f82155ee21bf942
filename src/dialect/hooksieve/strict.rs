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
use crate::predicate::{Native, Operation};
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
    let scanner = Scanner::new(text.as_bytes());
    let mut strict = Strict { text, scanner, limits, spare: Spare::default() };
    let depth = strict.enter(Kind::Array, limits.depth)?;
    let mut subscription = Subscription::new(String::new());
    let mut first = true;
    while strict.scanner.element(first).ok()? {
        first = false;
        strict.spare.take_apart(&mut subscription);
        strict.subscription(depth, &mut subscription)?;
        act(&subscription);
    }
    strict.scanner.end().ok()
}

struct Strict<'t, 'l> {
    text: &'t str,
    scanner: Scanner<'t>,
    limits: &'l Limits,
    spare: Spare,
}

/// Parts of the subscription before, filled again for the next: memory is asked for only
/// where something is new.
#[derive(Default)]
struct Spare {
    patterns: Vec<EventPattern>,
    labels: Vec<Label>,
    /// By their keys, so that the path of a known key is there already.
    conditions: Vec<Condition>,
    /// Where of too many conditions one is taken away next.
    oldest: usize,
}

/// So many conditions are kept.
const CONDITIONS: usize = 32;

impl Spare {
    /// Makes a subscription a blank one.
    fn take_apart(&mut self, subscription: &mut Subscription) {
        let Subscription { id, enabled, events, labels, conditions, .. } = subscription;
        id.clear();
        enabled.value = Truth::True;
        events.all = false;
        self.patterns.append(&mut events.patterns);
        self.labels.append(labels);
        self.conditions.append(&mut conditions.list);
        conditions.combine = Combine::All;
        while self.conditions.len() > CONDITIONS {
            self.oldest = (self.oldest + 1) % CONDITIONS;
            self.conditions.swap_remove(self.oldest);
        }
    }

    fn pattern(&mut self, text: &str) -> Option<EventPattern> {
        let wildcards = EventPattern::check(text).ok()?;
        let blank = || EventPattern::exact(String::new(), Place::default());
        let mut pattern = self.patterns.pop().unwrap_or_else(blank);
        refill(&mut pattern.text, text);
        pattern.wildcards = wildcards;
        Some(pattern)
    }

    fn label(&mut self, key: &str, value: &str) -> Label {
        let Some(mut label) = self.labels.pop() else {
            return Label { place: None, ..Label::exact(key, value, Place::default()) };
        };
        refill(&mut label.key, key);
        label.event_keys.iter_mut().for_each(|event_key| refill(event_key, key));
        label.values.iter_mut().for_each(|kept| refill(kept, value));
        label
    }

    /// A condition on a key, to be given its predicate.
    fn condition(&mut self, key: &str) -> Option<Condition> {
        if let Some(at) = self.conditions.iter().rposition(|condition| condition.key == *key) {
            return Some(self.conditions.swap_remove(at));
        }
        let path = Path::parse(key).ok()?;
        Some(Condition { key: key.to_owned(), path, ..Condition::unreadable(Place::default()) })
    }
}

fn refill(text: &mut String, with: &str) {
    text.clear();
    text.push_str(with);
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
        Some(string.decode(self.text))
    }

    fn truth(&mut self) -> Option<bool> {
        (self.scanner.kind().ok()? == Kind::Bool).then_some(())?;
        let from = self.scanner.offset();
        self.scanner.skip(0).ok()?;
        Some(self.text.as_bytes().get(from) == Some(&b't'))
    }

    /// The next key, if the object goes on; one with escapes is declined.
    #[allow(clippy::option_option, reason = "declined, and no key left")]
    fn key(&mut self, first: &mut bool) -> Option<Option<&'t [u8]>> {
        let Some(key) = self.scanner.key(std::mem::take(first)).ok()? else {
            return Some(None);
        };
        (!key.escaped).then(|| Some(self.scanner.bytes_of(key)))
    }

    /// Fills a blank subscription.
    fn subscription(&mut self, depth: usize, subscription: &mut Subscription) -> Option<()> {
        let depth = self.enter(Kind::Object, depth)?;
        let (mut seen, mut first, mut global) = (Seen::default(), true, false);
        while let Some(key) = self.key(&mut first)? {
            match key {
                b"id" => {
                    seen.once(0)?;
                    subscription.id.push_str(&self.text()?);
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
                    self.events(depth, &mut subscription.events)?;
                }
                b"labels" => {
                    seen.once(4)?;
                    self.labels(depth, &mut subscription.labels)?;
                }
                b"conditions" => {
                    seen.once(5)?;
                    self.conditions(depth, &mut subscription.conditions.list)?;
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
        (!subscription.id.is_empty()).then_some(())
    }

    fn events(&mut self, depth: usize, events: &mut EventTypes) -> Option<()> {
        if self.scanner.kind().ok()? == Kind::String {
            events.all = self.text()? == "*";
            return events.all.then_some(());
        }
        self.enter(Kind::Array, depth)?;
        let mut first = true;
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            match &*self.text()? {
                "*" => events.all = true,
                text => events.patterns.push(self.spare.pattern(text)?),
            }
        }
        Some(())
    }

    fn labels(&mut self, depth: usize, labels: &mut Vec<Label>) -> Option<()> {
        self.enter(Kind::Object, depth)?;
        let mut first = true;
        while let Some(key) = self.key(&mut first)? {
            let key = std::str::from_utf8(key).ok()?;
            if labels.iter().any(|label| label.key == key) {
                return None;
            }
            let value = self.text()?;
            labels.push(self.spare.label(key, &value));
        }
        Some(())
    }

    fn conditions(&mut self, depth: usize, conditions: &mut Vec<Condition>) -> Option<()> {
        let depth = self.enter(Kind::Array, depth)?;
        let mut first = true;
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            conditions.push(self.condition(depth)?);
        }
        Some(())
    }

    fn condition(&mut self, depth: usize) -> Option<Condition> {
        let depth = self.enter(Kind::Object, depth)?;
        let (mut name, mut operator, mut value) = (None, None, None);
        let (mut seen, mut first) = (Seen::default(), true);
        while let Some(key) = self.key(&mut first)? {
            match key {
                b"key" => {
                    seen.once(0)?;
                    name = Some(self.text()?);
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
        let mut condition = self.spare.condition(&name?)?;
        (condition.path.wildcards() <= self.limits.wildcards).then_some(())?;
        let operation = Native::new(&operator?, value.as_ref(), self.limits).ok()?;
        condition.predicate.operation = Operation::Native(operation);
        Some(condition)
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if self.scanner.kind().ok()? == Kind::String {
            return Some(Node::from_text(self.text()?));
        }
        let from = self.scanner.offset();
        self.scanner.skip(depth).ok()?;
        Node::parse_within(self.text.get(from..self.scanner.offset())?, depth).ok()
    }
}
