//! The fast way to read a native configuration for routing alone.
//!
//! It takes a list of subscriptions in which all that routing looks at is as documented,
//! keeps no places, and builds no tree. Anything else it declines, and the diagnosing
//! reader of this dialect decides what it means.

use std::borrow::Cow;

use crate::diagnostic::Place;
use crate::json::scan::Scanner;
use crate::json::{Data, Kind, Node};
use crate::limits::Limits;
use crate::predicate::{Native, Operation};
use crate::subscription::{
    Combine, Condition, EventPattern, EventTypes, Label, Path, Subscription,
};
use crate::truth::Truth;

/// So many subscriptions are read before they are passed on.
const TOGETHER: usize = 16;

/// Calls `act` with every subscription of a list, a few at a time; nothing where the text
/// is anything but a clean list, however many were read before.
pub(in crate::dialect) fn each_subscription(
    text: &str,
    limits: &Limits,
    mut act: impl FnMut(&[Subscription]),
) -> Option<()> {
    let scanner = Scanner::new(text.as_bytes());
    let mut strict = Strict { text, scanner, limits, spare: Spare::default() };
    let depth = strict.enter(Kind::Array, limits.depth)?;
    let mut block: Vec<Subscription> = Vec::new();
    let (mut first, mut filled) = (true, 0);
    while strict.scanner.element(first).ok()? {
        first = false;
        if filled == TOGETHER {
            act(&block);
            filled = 0;
        }
        if filled == block.len() {
            block.push(Subscription::new(String::new()));
        }
        strict.subscription(depth, &mut block[filled])?;
        filled += 1;
    }
    act(&block[..filled]);
    strict.scanner.end().ok()
}

struct Strict<'t, 'l> {
    text: &'t str,
    scanner: Scanner<'t>,
    limits: &'l Limits,
    spare: Spare,
}

/// Parts of subscriptions before, filled again for the next: memory is asked for only where
/// something is new. What a list has already stays where it is; here is what it had too much.
#[derive(Default)]
struct Spare {
    patterns: Vec<EventPattern>,
    labels: Vec<Label>,
    conditions: Vec<Condition>,
    /// Keys of conditions and what they mean, so that the path of a known key is there
    /// already.
    paths: Vec<(String, Path)>,
    /// Where of too many paths one is taken away next.
    oldest: usize,
    /// The value of a condition that is a text.
    text: Option<Node>,
}

/// So many paths are kept.
const PATHS: usize = 32;

impl Spare {
    fn pattern(&mut self, text: &str, at: usize, list: &mut Vec<EventPattern>) -> Option<()> {
        let wildcards = EventPattern::check(text).ok()?;
        let blank = || EventPattern::exact(String::new(), Place::default());
        let pattern = again(list, at, &mut self.patterns, blank);
        refill(&mut pattern.text, text);
        pattern.wildcards = wildcards;
        Some(())
    }

    fn label(&mut self, key: &str, value: &str, at: usize, list: &mut Vec<Label>) {
        let blank = || Label { place: None, ..Label::exact("", "", Place::default()) };
        let label = again(list, at, &mut self.labels, blank);
        refill(&mut label.key, key);
        label.event_keys.iter_mut().for_each(|event_key| refill(event_key, key));
        label.values.iter_mut().for_each(|kept| refill(kept, value));
    }

    /// A condition on a key, to be given its predicate.
    fn condition<'c>(
        &mut self,
        key: &str,
        at: usize,
        list: &'c mut Vec<Condition>,
    ) -> Option<&'c mut Condition> {
        let blank = || Condition::unreadable(Place::default());
        let condition = again(list, at, &mut self.conditions, blank);
        if condition.key == key {
            return Some(condition);
        }
        let known = self.paths.iter_mut().find(|(known, _)| known == key);
        if let Some((known, path)) = known {
            std::mem::swap(&mut condition.key, known);
            std::mem::swap(&mut condition.path, path);
            return Some(condition);
        }
        let path = Path::parse(key).ok()?;
        let before = (
            std::mem::replace(&mut condition.key, key.to_owned()),
            std::mem::replace(&mut condition.path, path),
        );
        if self.paths.len() < PATHS {
            self.paths.push(before);
        } else {
            self.oldest = (self.oldest + 1) % PATHS;
            self.paths[self.oldest] = before;
        }
        Some(condition)
    }
}

/// The item of a list at a place, which is one that is there or the next.
fn again<'l, T>(
    list: &'l mut Vec<T>,
    at: usize,
    spare: &mut Vec<T>,
    blank: impl FnOnce() -> T,
) -> &'l mut T {
    if at == list.len() {
        list.push(spare.pop().unwrap_or_else(blank));
    }
    &mut list[at]
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

    /// Fills a subscription, whatever was in it before.
    fn subscription(&mut self, depth: usize, subscription: &mut Subscription) -> Option<()> {
        let depth = self.enter(Kind::Object, depth)?;
        let Subscription { id, enabled, events, labels, conditions, .. } = subscription;
        id.clear();
        enabled.value = Truth::True;
        events.all = false;
        conditions.combine = Combine::All;
        let (mut patterns, mut pairs, mut tests) = (0, 0, 0);
        let (mut seen, mut first, mut global) = (Seen::default(), true, false);
        while let Some(key) = self.key(&mut first)? {
            match key {
                b"id" => {
                    seen.once(0)?;
                    id.push_str(&self.text()?);
                }
                b"enabled" => {
                    seen.once(1)?;
                    enabled.value = Truth::from(self.truth()?);
                }
                b"global" => {
                    seen.once(2)?;
                    global = self.truth()?;
                }
                b"events" => {
                    seen.once(3)?;
                    patterns = self.events(depth, events)?;
                }
                b"labels" => {
                    seen.once(4)?;
                    pairs = self.labels(depth, labels)?;
                }
                b"conditions" => {
                    seen.once(5)?;
                    tests = self.conditions(depth, &mut conditions.list)?;
                }
                b"match" => {
                    seen.once(6)?;
                    conditions.combine = match &*self.text()? {
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
        events.all |= global;
        let spare = &mut self.spare;
        spare.patterns.extend(events.patterns.drain(patterns..));
        spare.labels.extend(labels.drain(pairs..));
        spare.conditions.extend(conditions.list.drain(tests..));
        (!id.is_empty()).then_some(())
    }

    /// How many patterns there are; they stand at the start of the list.
    fn events(&mut self, depth: usize, events: &mut EventTypes) -> Option<usize> {
        if self.scanner.kind().ok()? == Kind::String {
            events.all = self.text()? == "*";
            return events.all.then_some(0);
        }
        self.enter(Kind::Array, depth)?;
        let (mut first, mut count) = (true, 0);
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            match &*self.text()? {
                "*" => events.all = true,
                text => {
                    self.spare.pattern(text, count, &mut events.patterns)?;
                    count += 1;
                }
            }
        }
        Some(count)
    }

    /// How many labels there are; they stand at the start of the list.
    fn labels(&mut self, depth: usize, labels: &mut Vec<Label>) -> Option<usize> {
        self.enter(Kind::Object, depth)?;
        let (mut first, mut count) = (true, 0);
        while let Some(key) = self.key(&mut first)? {
            let key = std::str::from_utf8(key).ok()?;
            if labels.iter().take(count).any(|label| label.key == key) {
                return None;
            }
            let value = self.text()?;
            self.spare.label(key, &value, count, labels);
            count += 1;
        }
        Some(count)
    }

    /// How many conditions there are; they stand at the start of the list.
    fn conditions(&mut self, depth: usize, conditions: &mut Vec<Condition>) -> Option<usize> {
        let depth = self.enter(Kind::Array, depth)?;
        let (mut first, mut count) = (true, 0);
        while self.scanner.element(std::mem::take(&mut first)).ok()? {
            self.condition(depth, count, conditions)?;
            count += 1;
        }
        Some(count)
    }

    fn condition(
        &mut self,
        depth: usize,
        at: usize,
        conditions: &mut Vec<Condition>,
    ) -> Option<()> {
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
        let condition = self.spare.condition(&name?, at, conditions)?;
        (condition.path.wildcards() <= self.limits.wildcards).then_some(())?;
        let operation = Native::new(&operator?, value.as_ref(), self.limits).ok()?;
        condition.predicate.operation = Operation::Native(operation);
        if value.as_ref().is_some_and(|value| value.string().is_some()) {
            self.spare.text = value;
        }
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        if self.scanner.kind().ok()? == Kind::String {
            let text = self.text()?;
            let mut node = self.spare.text.take().unwrap_or_else(|| Node::from_text(""));
            if let Data::String(kept) = &mut node.data {
                refill(kept, &text);
            }
            return Some(node);
        }
        let from = self.scanner.offset();
        self.scanner.skip(depth).ok()?;
        Node::parse_within(self.text.get(from..self.scanner.offset())?, depth).ok()
    }
}
