//! Reading the conditions of a native subscription.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::dialect::read::replace;
use crate::dialect::{Cursor, Reader, did_you_mean};
use crate::json::{Kind, Node};
use crate::predicate::{OPERATORS, OperandError, Operation, Predicate, RegexpError};
use crate::subscription::{Combine, Condition, Conditions, Path};

/// `conditions`, and `match` for how they combine.
pub(super) fn read(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Conditions {
    let mut conditions = Conditions { combine: combine(reader, object), ..Conditions::none() };
    let Some(list) = object.member("conditions") else {
        return conditions;
    };
    conditions.place = Some(list.place());
    if !list.expect_array(reader, Severity::Error) {
        conditions.unreadable = true;
        return conditions;
    }
    conditions.list = list.elements().map(|entry| condition(reader, &entry)).collect();
    conditions
}

/// `match`: `all` by default, or `any`.
fn combine(reader: &mut Reader<'_>, object: &Cursor<'_>) -> Combine {
    let Some(combine) = object.member("match") else {
        return Combine::All;
    };
    match combine.expect_string(reader, Severity::Error) {
        None => Combine::Unreadable,
        Some("all") => Combine::All,
        Some("any") => Combine::Any,
        Some(other) => {
            let message = format!("`match` must be \"all\" or \"any\", not {other:?}");
            let mut diagnostic =
                Diagnostic::new(Severity::Error, Code::BadValue, combine.place(), message);
            if let Some(near) = did_you_mean(other, ["all", "any"]) {
                diagnostic = diagnostic
                    .with_help(format!("did you mean {near:?}?"))
                    .with_fix(replace(combine.node.span, format!("Replace by {near:?}"), near));
            }
            reader.push(diagnostic);
            Combine::Unreadable
        }
    }
}

/// One entry of `conditions`. What cannot be read of it leaves it undecidable.
fn condition(reader: &mut Reader<'_>, entry: &Cursor<'_>) -> Condition {
    let mut condition = Condition::unreadable(entry.place());
    if !entry.expect_object(reader, Severity::Error) {
        return condition;
    }
    if let Some(key) = required_text(reader, entry, "key") {
        key.text.clone_into(&mut condition.key);
        condition.key_place = key.at.place();
        if let Some(path) = path(reader, &key) {
            condition.path = path;
        }
    }
    let value = entry.member("value");
    if let Some(value) = &value {
        condition.value_place = value.place();
        condition.predicate.value = Some(value.node.clone());
    }
    if let Some(operator) = required_text(reader, entry, "condition") {
        condition.operator_place = operator.at.place();
        condition.predicate = predicate(reader, entry, &operator, value.as_ref());
    }
    reader.unknown_members(reader.forgiven(), entry, &["key", "condition", "value"]);
    condition
}

/// A text of the configuration and where it stands.
struct Text<'n> {
    text: &'n str,
    at: Cursor<'n>,
}

fn required_text<'n>(reader: &mut Reader<'_>, object: &Cursor<'n>, key: &str) -> Option<Text<'n>> {
    let Some(at) = object.member(key) else {
        reader.missing(Severity::Error, object, key);
        return None;
    };
    let text = at.expect_string(reader, Severity::Error)?;
    Some(Text { text, at })
}

fn path(reader: &mut Reader<'_>, key: &Text<'_>) -> Option<Path> {
    let path = match Path::parse(key.text) {
        Ok(path) => path,
        Err(error) => {
            let message = format!("the key {:?} cannot be read: {error}", key.text);
            reader.error(Code::KeyInvalid, key.at.place(), message);
            return None;
        }
    };
    let (found, limit) = (path.wildcards(), reader.limits.wildcards);
    if found > limit {
        let message = format!("the key holds {found} `*`, {limit} at most");
        reader.error(Code::LimitExceeded, key.at.place(), message);
        return None;
    }
    Some(path)
}

fn predicate(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    operator: &Text<'_>,
    value: Option<&Cursor<'_>>,
) -> Predicate {
    let node = value.map(|value| value.node.clone());
    match Predicate::native(operator.text, node.clone(), reader.limits) {
        Ok(predicate) => {
            if let Operation::Native(native) = &predicate.operation
                && native.operand_never_suits()
            {
                never_suits(reader, operator.text, value);
            }
            predicate
        }
        Err(error) => {
            fault(reader, entry, operator, value, &error);
            unreadable(operator.text, node)
        }
    }
}

fn unreadable(operator: &str, value: Option<Node>) -> Predicate {
    Predicate { operator: operator.to_owned(), value, operation: Operation::Unreadable }
}

/// Reports an operand of a kind that no value compares with: the condition is read,
/// and its positive test never holds.
fn never_suits(reader: &mut Reader<'_>, operator: &str, value: Option<&Cursor<'_>>) {
    let Some(value) = value else { return };
    let expected = match operator {
        "starts-with" | "ends-with" => "a text",
        "between" | "not-between" => "numbers, or texts that are numbers",
        _ => "a number, or a text that is one",
    };
    let message = match (value.node.string(), value.is(Kind::Object)) {
        (Some(text), _) => format!("`{operator}` takes {expected}; {text:?} is none"),
        (None, true) => format!("the bounds of `{operator}` must be {expected}"),
        (None, false) => {
            format!("`{operator}` takes {expected}, not {}", value.node.kind().with_article())
        }
    };
    reader.error(Code::ConditionValue, value.place(), message);
}

/// Reports why an operator and its value make no predicate.
fn fault(
    reader: &mut Reader<'_>,
    entry: &Cursor<'_>,
    operator: &Text<'_>,
    value: Option<&Cursor<'_>>,
    error: &OperandError,
) {
    let name = operator.text;
    let place = value.map_or_else(|| entry.absent("value"), Cursor::place);
    match error {
        OperandError::UnknownOperator => unknown_operator(reader, operator),
        OperandError::MissingValue => {
            reader.error(Code::MissingField, place, format!("`{name}` needs a `value`"));
        }
        OperandError::WrongShape { expected } => {
            reader.error(Code::ConditionValue, place, format!("`{name}` takes {expected}"));
        }
        OperandError::Regexp(error) => {
            let code = match error {
                RegexpError::Invalid { .. } => Code::RegexpInvalid,
                RegexpError::Unsupported { .. } => Code::RegexDialect,
                RegexpError::TooLarge => Code::LimitExceeded,
            };
            reader.error(code, place, format!("the regular expression cannot be used: {error}"));
        }
    }
}

fn unknown_operator(reader: &mut Reader<'_>, operator: &Text<'_>) {
    let name = operator.text;
    let mut diagnostic = Diagnostic::new(
        reader.forgiven(),
        Code::ConditionUnknown,
        operator.at.place(),
        format!("there is no operator {name:?}"),
    );
    diagnostic =
        match did_you_mean(name, OPERATORS.iter().copied()) {
            Some(near) => diagnostic
                .with_help(format!("did you mean {near:?}?"))
                .with_fix(replace(operator.at.node.span, format!("Replace by {near:?}"), near)),
            None => diagnostic.with_help(format!("there are {}", OPERATORS.join(", "))),
        };
    reader.push(diagnostic);
}
