//! Reading one condition: `{"key","condition","value"?}`.

use super::read::required_text;
use super::{Ark, Keys, Operators};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::dialect::read::replace;
use crate::dialect::{Cursor, Reader, did_you_mean};
use crate::json::Kind;
use crate::predicate::{
    EcmaScript, EcmaScriptOperator, Native, OBJECT_PROTOTYPE, OperandError, Operation, RegexpError,
};
use crate::subscription::Condition;

/// The documented operators (`server/schema.ts`, `conditions`).
pub(super) const DOCUMENTED: &[&str] = &[
    "between",
    "contains",
    "eq",
    "falsy",
    "gt",
    "gte",
    "lt",
    "lte",
    "ne",
    "not-between",
    "regexp",
    "truthy",
];

pub(super) fn read(rules: &Ark, reader: &mut Reader<'_>, entry: &Cursor<'_>) -> Condition {
    let mut condition = Condition::unreadable(entry.place());
    if !entry.expect_object(reader, Severity::Error) {
        return condition;
    }
    if let Some((at, key)) = required_text(reader, entry, "key") {
        key.clone_into(&mut condition.key);
        condition.key_place = at.place();
        condition.path.lookup = rules.keys.lookup(key);
        hazardous_key(rules, reader, &at, key);
    }
    let value = entry.member("value");
    if let Some(value) = &value {
        condition.value_place = value.place();
        condition.predicate.value = Some(value.node.clone());
        if reader.request.is_some() {
            refused_members(reader, value);
        }
    }
    if let Some((at, name)) = required_text(reader, entry, "condition") {
        condition.operator_place = at.place();
        name.clone_into(&mut condition.predicate.operator);
        condition.predicate.operation = match rules.operators {
            Operators::Documented => documented(reader, entry, &at, name, value.as_ref()),
            Operators::Shipped => shipped(reader, entry, &at, name, value.as_ref()),
        };
    }
    reader.unknown_members(reader.forgiven(), entry, &["key", "condition", "value"]);
    condition
}

/// Warns of a key that reaches what JavaScript objects inherit.
fn hazardous_key(rules: &Ark, reader: &mut Reader<'_>, at: &Cursor<'_>, key: &str) {
    if let Some(name) = rules.keys.names(key).into_iter().find(|name| rules.hazards.contains(name))
    {
        let message = match rules.keys {
            Keys::Dotted => format!("a key with {name:?} is not looked up in mainsail"),
            _ => format!("{name:?} is a member that JavaScript objects inherit"),
        };
        reader.warning(Code::PrototypeHazard, at.place(), message);
    }
}

/// Reports `__proto__` anywhere in a value: the server's JSON reader (`@hapi/bourne`)
/// refuses the whole body.
fn refused_members(reader: &mut Reader<'_>, value: &Cursor<'_>) {
    for (key, inner) in value.entries() {
        if key == "__proto__" {
            let message = "the server refuses a body with a member `__proto__`";
            reader.error(Code::PrototypeHazard, value.key_place(key), message);
        }
        refused_members(reader, &inner);
    }
    for element in value.elements() {
        refused_members(reader, &element);
    }
}

/// The operator under its documented name, with exact semantics and both ends of
/// `between` excluded.
fn documented(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    at: &Cursor<'_>,
    name: &str,
    value: Option<&Cursor<'_>>,
) -> Operation {
    if !DOCUMENTED.contains(&name) {
        let shipped = name == EcmaScriptOperator::NotBetween.name();
        let severity = if shipped { Severity::Error } else { reader.forgiven() };
        if !name.is_empty() {
            unknown_operator(reader, at, severity, name, DOCUMENTED);
        }
        return Operation::Unreadable;
    }
    let native = match Native::new(name, value.map(|value| value.node), reader.limits) {
        Ok(native) => native.with_open_ends(),
        Err(error) => {
            unusable_value(reader, entry, name, value, &error);
            return Operation::Unreadable;
        }
    };
    if native.operand_never_suits() {
        let place = value.map_or_else(|| entry.place(), Cursor::place);
        let message = format!("`{name}` compares numbers, so no value is compared with this one");
        reader.warning(Code::ConditionValue, place, message);
    }
    Operation::Native(native)
}

/// The operator as the node's module exports it; a name that it does not export is
/// called all the same, and throws.
fn shipped(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    at: &Cursor<'_>,
    name: &str,
    value: Option<&Cursor<'_>>,
) -> Operation {
    if let Some(operator) = EcmaScriptOperator::named(name) {
        let operation = EcmaScript::new(operator, value.map(|value| value.node), reader.limits);
        check_operand(reader, entry, value, &operation);
        return Operation::EcmaScript(operation);
    }
    if name == "not-between" {
        let exported = EcmaScriptOperator::NotBetween.name();
        let message = "the shipped node does not know `not-between`: it ends the webhook";
        reader.push(
            Diagnostic::new(Severity::Warning, Code::ArkNotBetweenUnusable, at.place(), message)
                .with_help(format!("the node calls it {exported:?}"))
                .with_fix(replace(at.node.span, format!("Replace by {exported:?}"), exported)),
        );
        return Operation::Throws;
    }
    if OBJECT_PROTOTYPE.contains(&name) {
        let message = format!("{name:?} is a member that JavaScript objects inherit");
        reader.warning(Code::PrototypeHazard, at.place(), message);
        return Operation::Unreadable;
    }
    if !name.is_empty() {
        let names: Vec<&str> = EcmaScriptOperator::ALL.iter().map(|each| each.name()).collect();
        unknown_operator(reader, at, Severity::Warning, name, &names);
    }
    Operation::Throws
}

fn unknown_operator(
    reader: &mut Reader<'_>,
    at: &Cursor<'_>,
    severity: Severity,
    name: &str,
    known: &[&str],
) {
    let message = format!("there is no operator {name:?}");
    let diagnostic = Diagnostic::new(severity, Code::ConditionUnknown, at.place(), message);
    reader.push(match did_you_mean(name, known.iter().copied()) {
        Some(near) => diagnostic.with_help(format!("did you mean {near:?}?")).with_fix(replace(
            at.node.span,
            format!("Replace by {near:?}"),
            near,
        )),
        None => diagnostic.with_help(format!("there are {}", known.join(", "))),
    });
}

/// Reports why a documented operator cannot be made of its value. The provider takes
/// any value, so that this is no error.
fn unusable_value(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    name: &str,
    value: Option<&Cursor<'_>>,
    error: &OperandError,
) {
    let place = value.map_or_else(|| entry.absent("value"), Cursor::place);
    match error {
        OperandError::Regexp(error) => {
            let message = format!("the regular expression cannot be used: {error}");
            reader.warning(regexp_code(error), place, message);
        }
        OperandError::WrongShape { expected } => {
            reader.warning(Code::ConditionValue, place, format!("`{name}` takes {expected}"));
        }
        OperandError::MissingValue | OperandError::UnknownOperator => {
            reader.warning(Code::ConditionValue, place, format!("`{name}` needs a `value`"));
        }
    }
}

fn regexp_code(error: &RegexpError) -> Code {
    match error {
        RegexpError::Invalid { .. } => Code::RegexpInvalid,
        RegexpError::Unsupported { .. } => Code::RegexDialect,
        RegexpError::TooLarge => Code::LimitExceeded,
    }
}

/// Warns of an expected value with which the shipped operator throws, or never holds.
fn check_operand(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    value: Option<&Cursor<'_>>,
    operation: &EcmaScript,
) {
    let name = operation.operator().name();
    let place = value.map_or_else(|| entry.absent("value"), Cursor::place);
    if let Some(error) = operation.regexp_error() {
        let message = match error {
            RegexpError::Invalid { .. } => {
                format!("the regular expression throws and ends the webhook: {error}")
            }
            _ => format!("the regular expression cannot be run: {error}"),
        };
        reader.warning(regexp_code(error), place, message);
    } else if operation.always_throws() {
        let message = format!("`{name}` throws on this value and ends the webhook");
        reader.warning(Code::ConditionValue, place, message);
    } else if operation.operand_never_suits() {
        let bounds = value.is_some_and(|value| value.is(Kind::Object));
        let what = if bounds { "a bound is none" } else { "this is none" };
        let message = format!("`{name}` compares whole numbers, and {what}: no value compares");
        reader.warning(Code::ConditionValue, place, message);
    }
}
