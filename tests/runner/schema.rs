//! The part of JSON Schema (2020-12) that the schema of the vector files uses. A
//! keyword it does not know is a fault of the schema, so nothing goes unchecked.

use hooksieve::json::{Kind, Node, Pointer};

/// A JSON Schema.
pub(crate) struct Schema {
    document: Node,
}

impl Schema {
    pub(crate) fn new(document: Node) -> Self {
        Self { document }
    }

    /// Every fault of `value`, with its pointer.
    pub(crate) fn check(&self, value: &Node) -> Vec<String> {
        let mut faults = Vec::new();
        self.visit(&self.document, value, &Pointer::root(), &mut faults);
        faults
    }

    fn holds(&self, schema: &Node, value: &Node) -> bool {
        let mut faults = Vec::new();
        self.visit(schema, value, &Pointer::root(), &mut faults);
        faults.is_empty()
    }

    fn visit(&self, schema: &Node, value: &Node, at: &Pointer, faults: &mut Vec<String>) {
        let members = schema.members().expect("a schema is an object");
        for member in members {
            let rule = &member.value;
            let fault = match member.key.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "then" | "else" => None,
                "$ref" => {
                    self.visit(self.definition(rule), value, at, faults);
                    None
                }
                "type" => (!has_type(value, rule)).then(|| format!("not {}", rule.to_json())),
                "const" => (!value.equals(rule)).then(|| format!("not {}", rule.to_json())),
                "enum" => {
                    let known = rule.array().unwrap().iter().any(|each| value.equals(each));
                    (!known).then(|| format!("{} is none of them", value.to_json()))
                }
                "required" => {
                    let names = rule.array().unwrap().iter().filter_map(Node::string);
                    let missing: Vec<_> = names.filter(|name| value.get(name).is_none()).collect();
                    (!missing.is_empty()).then(|| format!("without {}", missing.join(", ")))
                }
                "properties" => {
                    for property in rule.members().unwrap() {
                        if let Some(inner) = value.get(&property.key) {
                            self.visit(&property.value, inner, &at.child(&property.key), faults);
                        }
                    }
                    None
                }
                "unevaluatedProperties" | "additionalProperties" => {
                    assert_eq!(rule.bool(), Some(false), "only false is understood");
                    let known = schema.get("properties").and_then(Node::members);
                    let known: Vec<_> =
                        known.unwrap_or_default().iter().map(|known| &known.key).collect();
                    let mut given = value.members().unwrap_or_default().iter();
                    given
                        .find(|given| !known.contains(&&given.key))
                        .map(|given| format!("the member {:?} is unknown", given.key))
                }
                "items" => {
                    for (index, inner) in value.array().unwrap_or_default().iter().enumerate() {
                        self.visit(rule, inner, &at.index(index), faults);
                    }
                    None
                }
                "minItems" => {
                    let least: usize = rule.number().unwrap().parse().unwrap();
                    let count = value.array().map_or(least, <[Node]>::len);
                    (count < least).then(|| format!("only {count} elements"))
                }
                "oneOf" => {
                    let alternatives = rule.array().unwrap().iter();
                    let count = alternatives.filter(|one| self.holds(one, value)).count();
                    (count != 1).then(|| format!("{count} of oneOf hold"))
                }
                "allOf" => {
                    for inner in rule.array().unwrap() {
                        self.visit(inner, value, at, faults);
                    }
                    None
                }
                "if" => {
                    let branch = if self.holds(rule, value) { "then" } else { "else" };
                    if let Some(branch) = schema.get(branch) {
                        self.visit(branch, value, at, faults);
                    }
                    None
                }
                other => panic!("the schema uses {other:?}, which nothing here checks"),
            };
            faults.extend(fault.map(|fault| format!("{at}: {fault}")));
        }
    }

    fn definition(&self, reference: &Node) -> &Node {
        let text = reference.string().unwrap();
        let pointer = text.strip_prefix('#').expect("references stay in the schema");
        let tokens = Pointer::tokens(pointer).unwrap();
        tokens.iter().fold(&self.document, |node, token| {
            node.get(token).unwrap_or_else(|| panic!("the schema has no {text}"))
        })
    }
}

fn has_type(value: &Node, rule: &Node) -> bool {
    match rule.string().expect("one type") {
        "integer" => value.number().is_some_and(|text| text.parse::<u64>().is_ok()),
        "boolean" => value.kind() == Kind::Bool,
        name => value.kind().to_string() == name,
    }
}

#[test]
fn faults_are_told() {
    let schema = Node::parse(
        r##"{"type":"object","required":["a"],"additionalProperties":false,
            "properties":{"a":{"$ref":"#/$defs/count"},"b":{"oneOf":[{"const":1},{"const":2}]}},
            "$defs":{"count":{"type":"integer"}},
            "if":{"required":["b"]},"then":{"required":["c"]}}"##,
    );
    let schema = Schema::new(schema.unwrap());
    let check = |text: &str| schema.check(&Node::parse(text).unwrap());
    assert!(check(r#"{"a":1}"#).is_empty());
    for wrong in ["[]", "{}", r#"{"a":1.5}"#, r#"{"a":1,"z":1}"#, r#"{"a":1,"b":3}"#] {
        assert!(!check(wrong).is_empty(), "{wrong}");
    }
    assert_eq!(check(r#"{"a":1,"b":2}"#), [": without c"]);
}
