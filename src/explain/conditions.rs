//! The checks of conditions.

use super::evaluate::{self, Entry};
use super::labels::find_member;
use super::{Check, CheckStatus};
use crate::diagnostic::{Code, Edit, Fix, Place};
use crate::event::{Places, TreeFacts};
use crate::json::{Data, Node, Pointer};
use crate::predicate::{OPERATORS, Operation, Test};
use crate::subscription::{Combine, Condition, Lookup, Path, Root, Segment};
use crate::truth::Truth;

pub(super) fn checks(entry: &Entry, facts: &TreeFacts<'_>, places: &Places<'_>) -> Vec<Check> {
    let conditions = &entry.subscription.conditions;
    let any = matches!(conditions.combine, Combine::Any | Combine::OrderedAny);
    let several = conditions.list.len() > 1 && any;
    let mut checks = Vec::with_capacity(conditions.list.len());
    let undecided = || {
        let truth = conditions.test(|index| evaluate::test_condition(entry, facts, index));
        truth == Truth::Undecidable
    };
    if conditions.unreadable || (conditions.combine == Combine::Unreadable && undecided()) {
        let message = match conditions.unreadable {
            true => "the conditions cannot be read",
            false => "whether all conditions must hold, or any, cannot be read",
        };
        let mut check = Check::new(Code::ConfigUnreadable, CheckStatus::Undecidable, message);
        check.config.clone_from(&conditions.place);
        checks.push(check);
    }
    let mut decided = None;
    for (index, condition) in conditions.list.iter().enumerate() {
        let mut check = match decided {
            Some(reason) => Check::new(
                Code::NotEvaluated,
                CheckStatus::NotEvaluated,
                format!("`{}` is not tried: {reason}", condition.key),
            ),
            None => {
                let test = evaluate::test_condition(entry, facts, index);
                if conditions.combine == Combine::OrderedAny {
                    decided = match test {
                        Test::Pass => Some("an earlier condition holds"),
                        Test::Throw => Some("an earlier condition throws, which ends the webhook"),
                        _ => None,
                    };
                }
                check(condition, test, entry, index, places)
            }
        };
        check.alternative = several;
        check.config.get_or_insert_with(|| condition.place.clone());
        checks.push(check);
    }
    checks
}

fn check(
    condition: &Condition,
    test: Test,
    entry: &Entry,
    index: usize,
    places: &Places<'_>,
) -> Check {
    let slot = entry.slots.get(index).map_or(usize::MAX, |slot| slot.index());
    let found = places.slots.get(slot).map_or(&[][..], Vec::as_slice);
    let asked = condition.predicate.asked();
    let key = &condition.key;
    let actual = match found {
        [] => None,
        [(_, one)] => Some((*one).clone()),
        many => {
            Some(Node::new(Data::Array(many.iter().map(|(_, node)| (*node).clone()).collect())))
        }
    };
    let is = actual
        .as_ref()
        .map_or_else(|| "is not there".to_owned(), |actual| format!("is {}", actual.to_json_cut()));
    let mut check = match test {
        Test::Pass => Check::new(
            Code::ConditionTrue,
            CheckStatus::Pass,
            format!("`{key}` {is}; it must {asked}"),
        ),
        Test::Fail if condition.predicate.operator == "exists" => missing(condition, places),
        Test::Fail => Check::new(
            Code::ConditionFalse,
            CheckStatus::Fail,
            format!("`{key}` {is}; it must {asked}"),
        ),
        Test::Mismatch => {
            let message = match &actual {
                Some(actual) => {
                    format!("`{key}` {is}, {}; it must {asked}", actual.kind().with_article())
                }
                None => format!("`{key}` {is}; it must {asked}"),
            };
            Check::new(Code::ConditionWrongType, CheckStatus::Fail, message)
        }
        Test::Missing => missing(condition, places),
        Test::Throw => Check::new(
            Code::ConditionError,
            CheckStatus::Fail,
            format!(
                "`{key}` {is}; `{}` throws here, which ends the webhook",
                condition.predicate.operator
            ),
        ),
        Test::Undecidable => undecidable(condition),
    };
    if check.event.is_none()
        && let [(pointer, node), ..] = found
    {
        check.event = Some(Place::new(pointer.clone(), node.span));
    }
    check.config.get_or_insert_with(|| match test {
        Test::Fail | Test::Mismatch | Test::Pass => condition.value_place.clone(),
        _ => condition.place.clone(),
    });
    check.expected.clone_from(&condition.predicate.value);
    check.actual = actual;
    if check.status == CheckStatus::Fail {
        let expected = condition.predicate.value.as_ref();
        let equality = matches!(condition.predicate.operator.as_str(), "eq" | "in" | "contains");
        let hint = almost(expected, check.actual.as_ref())
            .filter(|hint| equality || !hint.contains("10^"));
        if let Some(hint) = hint {
            check.message = format!("{}; {hint}", check.message);
        }
        check.needs = Some(match test {
            Test::Missing => format!("`{key}` would have to be there and {asked}"),
            _ => format!("`{key}` would have to {asked} (it {is})"),
        });
    }
    check
}

/// A key that is not in the event: it may stand elsewhere, or be misspelt.
fn missing(condition: &Condition, places: &Places<'_>) -> Check {
    let key = &condition.key;
    let status = CheckStatus::Fail;
    if let Some(place) = elsewhere(condition, places) {
        let message = format!("`{key}` is not in the event; it stands at {}", place.pointer);
        let mut check = Check::new(Code::ConditionKeyNested, status, message);
        check.fixes.extend(correct_key(condition, &place, places));
        check.config = Some(condition.key_place.clone());
        check.event = Some(place);
        return check;
    }
    let mut message = format!("`{key}` is not in the event");
    let near = near_key(condition, places);
    if let Some(near) = &near {
        message = format!("{message}; did you mean `{near}`?");
    }
    let mut check = Check::new(Code::ConditionKeyMissing, status, message);
    check.config = Some(condition.key_place.clone());
    if let Some(near) = near {
        check.fixes.push(Fix {
            title: format!("Use the key `{near}`"),
            edits: vec![Edit {
                span: condition.key_place.span,
                text: Node::from_text(near).to_json(),
            }],
        });
    }
    check
}

/// Where else in the event the last name of a condition's key stands.
pub(super) fn elsewhere(condition: &Condition, places: &Places<'_>) -> Option<Place> {
    let name = last_name(&condition.path)?;
    let (at, body) = places.body.as_ref()?;
    find_member(body, at, name)
}

/// The code of the check of a condition that fails, of the operator `exists` or another;
/// `nested` tells whether its name stands elsewhere in the event.
pub(super) fn code_of(exists: bool, test: Test, nested: impl FnOnce() -> bool) -> Option<Code> {
    let missing =
        |nested| if nested { Code::ConditionKeyNested } else { Code::ConditionKeyMissing };
    Some(match test {
        Test::Fail if exists => missing(nested()),
        Test::Missing => missing(nested()),
        Test::Fail => Code::ConditionFalse,
        Test::Mismatch => Code::ConditionWrongType,
        Test::Throw => Code::ConditionError,
        Test::Pass | Test::Undecidable => return None,
    })
}

fn last_name(path: &Path) -> Option<&str> {
    match &path.lookup {
        // A last `*` that finds nothing is an empty array or object, not a name elsewhere.
        Lookup::Segments(segments) => match segments.last()? {
            Segment::Name(name) => Some(name),
            Segment::Any => None,
        },
        Lookup::LiteralThenSegments(key) | Lookup::EcmaScriptDotted(key) => key.rsplit('.').next(),
        Lookup::EcmaScriptMember(key) => Some(key),
        Lookup::Unreadable => None,
    }
}

/// The edit that names the place where a value stands: dotted where it is in the
/// event's data, a pointer elsewhere. Native keys only, no provider has pointers.
fn correct_key(condition: &Condition, place: &Place, places: &Places<'_>) -> Option<Fix> {
    if !matches!(condition.path.lookup, Lookup::Segments(_)) {
        return None;
    }
    let pointer = place.pointer.as_str();
    let under = |(at, _): &(Pointer, &Node)| Some(pointer.strip_prefix(at.as_str())?.to_owned());
    let key = match places.data.as_ref().and_then(under).as_deref().and_then(Pointer::tokens) {
        Some(names) => names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("."),
        None => places.body.as_ref().and_then(under)?,
    };
    Some(Fix {
        title: format!("Use the key `{key}`"),
        edits: vec![Edit { span: condition.key_place.span, text: Node::from_text(key).to_json() }],
    })
}

/// A name as a segment of a dotted key.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('.', "\\.").replace('*', "\\*")
}

/// The key of the event nearest to one that is not there: the first name that leads
/// nowhere is compared with its neighbours.
fn near_key(condition: &Condition, places: &Places<'_>) -> Option<String> {
    let from = match condition.path.root {
        Root::Data => places.data.as_ref()?.1,
        Root::Body => places.body.as_ref()?.1,
    };
    let mut names: Vec<String> = match &condition.path.lookup {
        Lookup::Segments(segments) => segments
            .iter()
            .map(|segment| Some(segment.name()?.to_owned()))
            .collect::<Option<_>>()?,
        Lookup::LiteralThenSegments(key) | Lookup::EcmaScriptDotted(key) => {
            key.split('.').map(str::to_owned).collect()
        }
        Lookup::EcmaScriptMember(key) => vec![key.clone()],
        Lookup::Unreadable => return None,
    };
    let escaped = |name: &str| match condition.path.lookup {
        Lookup::Segments(_) => escaped(name),
        // No provider has escapes.
        _ => name.to_owned(),
    };
    let mut at = from;
    for index in 0..names.len() {
        if let Some(next) = at.get(&names[index]) {
            at = next;
            continue;
        }
        let keys = at.members()?.iter().map(|member| member.key.as_str());
        let near = crate::dialect::did_you_mean(&names[index], keys)?;
        near.clone_into(&mut names[index]);
        return Some(match condition.path.root {
            Root::Data => names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("."),
            Root::Body => names.iter().fold(Pointer::root(), |at, name| at.child(name)).to_string(),
        });
    }
    None
}

fn undecidable(condition: &Condition) -> Check {
    let operator = &condition.predicate.operator;
    let key = &condition.key;
    let (code, message) = match (&condition.predicate.operation, &condition.path.lookup) {
        (_, Lookup::Unreadable) => {
            (Code::ConditionUndecidable, format!("the key `{key}` cannot be read"))
        }
        (Operation::Unreadable, _) if operator == "regexp" => {
            (Code::RegexDialect, format!("the pattern on `{key}` cannot be run"))
        }
        (Operation::Unreadable, _) if OPERATORS.contains(&operator.as_str()) => {
            let message = format!("the value of `{operator}` on `{key}` cannot be read");
            (Code::ConditionUndecidable, message)
        }
        (Operation::Unreadable, _) => (
            Code::ConditionUnknown,
            format!("the condition `{operator}` on `{key}` cannot be read"),
        ),
        _ if operator == "regexp" => (
            Code::RegexDialect,
            format!("the pattern on `{key}` cannot be run exactly on this value"),
        ),
        _ => (Code::ConditionUndecidable, format!("`{key}` cannot be decided for this event")),
    };
    let mut check = Check::new(code, CheckStatus::Undecidable, message);
    check.config = Some(condition.operator_place.clone());
    check
}

/// What keeps two values apart that look alike: letter case, surrounding space, their type,
/// the unit that a number counts in, or what a float keeps of it.
fn almost(expected: Option<&Node>, actual: Option<&Node>) -> Option<String> {
    let (expected, actual) = (expected?, actual?);
    let fixed = |text: &str| Some(text.to_owned());
    match (&expected.data, &actual.data) {
        (Data::Array(list), _) => list.iter().find_map(|one| almost(Some(one), Some(actual))),
        (Data::String(a), Data::String(b)) if a == b => None,
        (Data::String(a), Data::String(b)) if a.trim() == b.trim() => {
            fixed("they differ in surrounding space only")
        }
        (Data::String(a), Data::String(b)) if a.eq_ignore_ascii_case(b) => {
            fixed("they differ in letter case only")
        }
        (Data::String(text), Data::Number(number)) | (Data::Number(number), Data::String(text))
            if crate::number::equal(text, number) =>
        {
            fixed("a number never equals a text")
        }
        (Data::String(text), Data::Bool(value)) | (Data::Bool(value), Data::String(text))
            if *text == value.to_string() =>
        {
            fixed("true and false never equal a text")
        }
        (Data::Number(a) | Data::String(a), Data::Number(b) | Data::String(b)) => unit(a, b),
        _ => None,
    }
}

/// The unit that two numbers of the same digits differ by.
fn unit(expected: &str, actual: &str) -> Option<String> {
    let power = crate::number::power_between(expected, actual)?.unsigned_abs();
    (power > 0).then(|| {
        format!("they differ by a factor of 10^{power} only, as units of the same amount do")
    })
}
