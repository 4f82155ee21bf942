//! The compiled form of random predicates: its bytes, and what it needs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashMap;

use super::*;
use crate::json::Data;
use crate::number::Decimal;

const ROUNDS: usize = 20_000;

const NUMBERS: &[&str] = &[
    "0",
    "-0.0",
    "1",
    "1.0",
    "10e-1",
    "-1",
    "2",
    "2.5",
    "25e-1",
    "10",
    "1e1",
    "1e400",
    "10e399",
    "9007199254740993",
    "1e1000000000000000000000000000000000000000",
];
const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "ba",
    "abc",
    "xabcx",
    "usdc",
    "usdt",
    "1",
    "1.0",
    "-1",
    "10",
    "1e1",
    "0x1",
    "0x0A",
    " TRUE ",
    "true",
    "é",
    "a😀b",
    "[object Object]",
    "1,2",
];
const KEYS: &[&str] = &["a", "b", "0", "min", "toString"];
const PATTERNS: &[&str] = &[
    "a",
    "^ab",
    "ab+c",
    "(?:ab|usd)[ct]?",
    "x*",
    "(a|b)c",
    "(a|b|)c",
    "(?:ab){2}",
    "b{0}a",
    "a.b",
    "^$",
    "usd[ct]$",
    r"\busd\B",
    "(?:a(?:b|c)d)+",
    "[a]b",
    r"a\.b",
    "a|",
    "(?:x|y)*abc",
    "(ab)+?c",
    "(?:a^b|c)",
    "1{2,3}",
    "😀",
    "[^a]",
    "(",
    "(?=a)",
    "(?:ab(?:cd)?|e)f",
    "(?:xabcx|abc)",
];

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn node(&mut self, depth: usize) -> Node {
        match self.below(if depth == 0 { 8 } else { 11 }) {
            0 => Node::new(Data::Null),
            1 => Node::new(Data::Bool(self.below(2) == 0)),
            2..=4 => Node::new(Data::Number(self.pick(NUMBERS).to_owned())),
            5..=7 => Node::from_text(self.pick(TEXTS)),
            8 | 9 => {
                let count = self.below(3);
                Node::new(Data::Array((0..count).map(|_| self.node(depth - 1)).collect()))
            }
            _ => {
                let count = self.below(4);
                let member = |random: &mut Self| (random.pick(KEYS), random.node(depth - 1));
                Node::object((0..count).map(|_| member(self)).collect::<Vec<_>>())
            }
        }
    }

    fn native(&mut self) -> Operation {
        loop {
            let name = self.pick(OPERATORS);
            let operand = match name {
                "between" | "not-between" => {
                    let ends = ["min", "above", "max", "below"];
                    let count = 1 + self.below(3);
                    let end = |random: &mut Self| (random.pick(&ends), random.node(0));
                    Node::object((0..count).map(|_| end(self)).collect::<Vec<_>>())
                }
                "in" | "not-in" => {
                    let count = self.below(4);
                    Node::new(Data::Array((0..count).map(|_| self.node(1)).collect()))
                }
                "regexp" => Node::from_text(self.pick(PATTERNS)),
                _ => self.node(2),
            };
            if let Ok(native) = Native::new(name, Some(&operand), &Limits::default()) {
                let open = self.below(4) == 0;
                return Operation::Native(if open { native.with_open_ends() } else { native });
            }
        }
    }

    fn operation(&mut self) -> Operation {
        match self.below(12) {
            0 => Operation::Unreadable,
            1 => Operation::Throws,
            2..=5 => {
                let operator = self.pick(EcmaScriptOperator::ALL);
                let expected = match operator {
                    EcmaScriptOperator::Between | EcmaScriptOperator::NotBetween => {
                        Node::object([("min", self.node(0)), ("max", self.node(0))])
                    }
                    EcmaScriptOperator::Regexp if self.below(5) > 0 => {
                        Node::from_text(self.pick(PATTERNS))
                    }
                    _ => self.node(2),
                };
                let expected = (self.below(10) > 0).then_some(&expected);
                let limits = Limits::default();
                Operation::EcmaScript(EcmaScript::new(operator, expected, &limits))
            }
            _ => self.native(),
        }
    }
}

/// Values to test: scalars, trees, and arrays and objects as text.
fn values() -> Vec<Node> {
    let mut random = Random(7);
    let numbers = NUMBERS.iter().map(|text| Node::new(Data::Number((*text).to_owned())));
    let texts = TEXTS.iter().map(|text| Node::from_text(*text));
    let mut values: Vec<Node> = numbers.chain(texts).collect();
    values.extend((0..60).map(|_| random.node(3)));
    values
}

fn encoded(operation: &Operation) -> Vec<u8> {
    let mut out = Vec::new();
    operation.encode(&mut out);
    out
}

/// The tests of an operation on nothing, on each value, and on pairs of values.
fn tests(operation: &Operation, values: &[Value<'_>]) -> Vec<Test> {
    let none = operation.test(Found::Values(&[]));
    let ones = values.windows(1).chain(values.windows(2));
    let tests = ones.map(|values| operation.test(Found::Values(values)));
    std::iter::once(none).chain(tests).collect()
}

#[test]
fn an_operation_is_small() {
    assert!(size_of::<Operation>() <= 32, "{}", size_of::<Operation>());
}

#[test]
fn bytes_give_the_operation_again_and_are_equal_only_for_equal_tests() {
    let nodes = values();
    let values: Vec<_> = nodes.iter().map(Value::of).collect();
    let mut random = Random(1);
    let mut known: HashMap<Vec<u8>, Vec<Test>> = HashMap::new();
    let mut shared = 0;
    for _ in 0..ROUNDS {
        let operation = random.operation();
        let bytes = encoded(&operation);
        let tests = tests(&operation, &values);
        let again = Operation::decode(&bytes, &Limits::default()).unwrap();
        assert_eq!(self::tests(&again, &values), tests, "{operation:?}");
        assert_eq!(encoded(&again), bytes, "{operation:?}");
        match known.get(&bytes) {
            Some(others) => {
                assert_eq!(*others, tests, "{operation:?}");
                shared += 1;
            }
            None => drop(known.insert(bytes, tests)),
        }
    }
    assert!(shared > ROUNDS / 4 && known.len() > ROUNDS / 20, "{shared} {}", known.len());
}

#[test]
fn what_is_spelled_in_other_words_has_the_same_bytes() {
    let limits = Limits::default();
    let bytes = |name: &str, value: &str| {
        let value = Node::parse(value).unwrap();
        encoded(&Operation::Native(Native::new(name, Some(&value), &limits).unwrap()))
    };
    for (a, b) in [
        (("gt", "1000"), ("gt", "\"1e3\"")),
        (("eq", "1.50"), ("eq", "15e-1")),
        (("ne", r#"{"a":1,"b":2}"#), ("ne", r#"{"b":2.0,"a":7,"a":1}"#)),
        (("in", "[1,2]"), ("in", "[2,1.0,2]")),
        (("in", "[\"a\"]"), ("eq", "\"a\"")),
        (("between", r#"{"min":5}"#), ("gte", "5")),
        (("lt", "true"), ("lt", "\"x\"")),
    ] {
        assert_eq!(bytes(a.0, a.1), bytes(b.0, b.1), "{a:?} {b:?}");
    }
    for (a, b) in [
        (("gt", "1"), ("gte", "1")),
        (("eq", "1"), ("eq", "\"1\"")),
        (("eq", "1"), ("ne", "1")),
        (("not-in", "[1]"), ("in", "[1]")),
        (("starts-with", "\"\""), ("starts-with", "7")),
        (("eq", "9007199254740993"), ("eq", "9007199254740992")),
    ] {
        assert_ne!(bytes(a.0, a.1), bytes(b.0, b.1), "{a:?} {b:?}");
    }
}

#[test]
fn any_bytes_give_nothing_or_an_operation() {
    let nodes = values();
    let values: Vec<_> = nodes.iter().map(Value::of).collect();
    let mut random = Random(2);
    let mut read = 0;
    for _ in 0..ROUNDS {
        let mut bytes = encoded(&random.operation());
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len() + 1);
            match random.below(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, u8::try_from(random.below(256)).unwrap()),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << random.below(8);
                    }
                }
            }
        }
        if let Some(operation) = Operation::decode(&bytes, &Limits::default()) {
            read += 1;
            let tests = tests(&operation, &values);
            let again = Operation::decode(&encoded(&operation), &Limits::default()).unwrap();
            assert_eq!(self::tests(&again, &values), tests, "{operation:?}");
        }
    }
    assert!(read > ROUNDS / 10, "{read}");
    let deep = [vec![16], [5, 1].repeat(100_000)].concat();
    assert!(Operation::decode(&deep, &Limits::default()).is_none());
}

/// Whether a value has what is necessary.
fn has(value: &Value<'_>, necessary: &Necessary<'_>) -> bool {
    let within = |bound: &crate::number::Numeral, below: bool| {
        let actual = value.numeral().and_then(Decimal::parse);
        actual.is_some_and(|actual| {
            let order = actual.compare(&bound.decimal());
            if below { order.is_le() } else { order.is_ge() }
        })
    };
    match (necessary, value) {
        (Necessary::Nothing, _) => true,
        (Necessary::Holds(texts), Value::String(text)) => {
            texts.iter().any(|each| text.contains(each.as_ref()))
        }
        (Necessary::Holds(_), Value::Array(array)) => {
            let tree = array.tree();
            tree.array().unwrap().iter().any(|each| {
                let value = Value::of(each);
                matches!(value, Value::String(_)) && has(&value, necessary)
            })
        }
        (Necessary::Starts(start), Value::String(text)) => text.starts_with(start),
        (Necessary::Ends(end), Value::String(text)) => text.ends_with(end),
        (Necessary::Within { low, high }, _) => {
            value.numeral().is_some()
                && low.is_none_or(|low| within(low, false))
                && high.is_none_or(|high| within(high, true))
        }
        _ => false,
    }
}

#[test]
fn what_passes_has_what_is_necessary() {
    let nodes = values();
    let values: Vec<_> = nodes.iter().map(Value::of).collect();
    let mut random = Random(3);
    let mut ruled_out = 0;
    for _ in 0..ROUNDS {
        let operation = random.operation();
        let necessary = operation.necessary();
        if let Necessary::Holds(texts) = &necessary {
            assert!(!texts.is_empty() && texts.iter().all(|text| !text.is_empty()));
        }
        if !matches!(necessary, Necessary::Nothing) {
            let none = operation.test(Found::Values(&[])).truth();
            assert_eq!(none, crate::truth::Truth::False, "{operation:?}");
        }
        for found in values.windows(1).chain(values.windows(2)) {
            if !found.iter().any(|value| has(value, &necessary)) {
                ruled_out += 1;
                let truth = operation.test(Found::Values(found)).truth();
                assert_eq!(truth, crate::truth::Truth::False, "{operation:?} {found:?}");
            }
        }
    }
    assert!(ruled_out > ROUNDS, "{ruled_out}");
}

#[test]
fn what_must_be_one_of_some_scalars_passes_for_those_alone() {
    let nodes = values();
    let mut random = Random(4);
    let mut tried = 0;
    for _ in 0..ROUNDS {
        let operation = random.operation();
        let Some(scalars) = operation.equals_one_of() else { continue };
        tried += 1;
        for node in &nodes {
            let value = Value::of(node);
            let is = scalars.iter().any(|scalar| match (scalar, &value) {
                (Scalar::Null, Value::Null) => true,
                (Scalar::Bool(a), Value::Bool(b)) => a == b,
                (Scalar::Number(a), Value::Number(b)) => crate::number::equal(a, b),
                (Scalar::Text(a), Value::String(b)) => a == b,
                _ => false,
            });
            let passes = operation.test(Found::Values(&[value])) == Test::Pass;
            assert_eq!(passes, is, "{operation:?} {node:?}");
        }
    }
    assert!(tried > ROUNDS / 40, "{tried}");
}
