//! The shipped node's coercions against the vectors, and the schema's URI rule.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use super::target::is_uri;
use crate::dialect::{Config, Dialect};
use crate::json::{Data, Node};
use crate::predicate::{Found, Value};
use crate::truth::Outcome;

/// The vectors whose conditions look at a flat member; looking up has its own.
fn coercions() -> Vec<(String, Node)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/ark-coercion");
    let mut files: Vec<(String, Node)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("lookup.json"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, Node::parse(&fs::read_to_string(path).unwrap()).unwrap())
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

fn text_of(node: &Node, name: &str) -> String {
    let exact = node.get(&format!("{name}_text")).and_then(Node::string);
    exact.map_or_else(|| node.get(name).unwrap().to_json(), str::to_owned)
}

#[test]
fn the_shipped_operators_do_as_the_node_did() {
    let (mut wrong, mut tests) = (Vec::new(), 0);
    for (name, file) in coercions() {
        let dialect: Dialect = file.get("dialect").unwrap().string().unwrap().parse().unwrap();
        for case in file.get("cases").unwrap().array().unwrap() {
            let condition = text_of(case, "condition");
            let config = Config::read(
                &format!(
                    r#"{{"event":"t","target":"https://a.example","conditions":[{condition}]}}"#
                ),
                dialect,
            );
            let condition = &config.subscriptions[0].conditions.list[0];
            for test in case.get("tests").unwrap().array().unwrap() {
                let data = Node::parse(&text_of(test, "data")).unwrap();
                let values: Vec<Value<'_>> =
                    data.get(&condition.key).map(Value::of).into_iter().collect();
                let truth = condition.predicate.test(Found::Values(&values)).truth();
                let found = Outcome::from(truth).as_str();
                let expected = test.get("outcome").unwrap().string().unwrap();
                tests += 1;
                if found != expected {
                    let operator = &condition.predicate.operator;
                    wrong.push(format!("{name}: {operator} on {}: {found}", data.to_json()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tests > 1500, "{tests}");
}

#[test]
fn a_replacement_keeps_the_order_of_what_is_there() {
    let stored = crate::dialect::update(
        Dialect::ARK,
        r#"{"event":"a","token":"t","id":1,"target":"https://a.example","old":1}"#,
        r#"{"enabled":"True","conditions":[],"target":"https://b.example","event":"b"}"#,
        None,
    );
    assert_eq!(
        stored.unwrap().to_json(),
        r#"{"event":"b","token":"t","id":1,"target":"https://b.example","enabled":true,"conditions":[]}"#
    );
}

#[test]
fn every_sample_is_a_delivery_of_its_event() {
    for dialect in [Dialect::ARK, Dialect::ARK_CORE_3, Dialect::ARK_MAINSAIL] {
        for event in dialect.event_types() {
            let sample = dialect.sample(event.name).unwrap();
            assert_eq!(sample.get("event").unwrap().string(), Some(event.name));
            assert!(matches!(sample.get("data").unwrap().data, Data::Object(_)));
        }
        assert!(dialect.sample("no.such.event").is_none());
    }
}

#[test]
fn the_token_and_the_target_are_not_shown() {
    let text = r#"{"event":1,"target":"https://u:p@a.example/%zz?key=s3cret","token":"s3cret","enabled":[]}"#;
    for dialect in [Dialect::ARK, Dialect::ARK_CORE_3] {
        let shown = format!("{:?}", Config::read(text, dialect).diagnostics);
        assert!(!shown.contains("s3cret") && !shown.contains("u:p"), "{shown}");
    }
}

/// What joi 17.12.1 answered to `string().uri()`.
#[test]
fn targets_are_uris_as_the_schema_has_it() {
    let wrong: Vec<_> = URIS.iter().filter(|(text, valid)| is_uri(text) != *valid).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (length, valid) in [(255, true), (256, false)] {
        assert_eq!(is_uri(&format!("http://{}", "a".repeat(length))), valid);
        assert_eq!(is_uri(&format!("x://u:p@{}:80/x", "a".repeat(length))), valid);
    }
}

const URIS: &[(&str, bool)] = &[
    ("http://a", true),
    ("https://a.example/x", true),
    ("http://", false),
    ("https://", false),
    ("http:/", false),
    ("http:/a", false),
    ("http:a", false),
    ("http:", false),
    ("HTTP:", false),
    ("HTTP:/", true),
    ("HTTP:/a", true),
    ("HTTP:a", true),
    ("HTTP://", false),
    ("HTTP:///x", true),
    ("http:///x", false),
    ("httpx:/a", true),
    ("ftp://", false),
    ("ftp:///", true),
    ("ftp:///x", true),
    ("ftp:/", true),
    ("ftp:/x", true),
    ("ftp:", false),
    ("localhost:3000", true),
    ("localhost", false),
    ("a.example", false),
    ("/x", false),
    ("//a", false),
    ("x", false),
    ("javascript:alert(1)", true),
    ("mailto:x", true),
    ("mailto:", false),
    ("file:///x", true),
    ("file:////x", true),
    ("file:///x//y", true),
    ("file://", false),
    ("urn:a:b", true),
    ("urn:", false),
    ("tel:+1", true),
    ("data:text/plain,hi", true),
    ("a:?", false),
    ("a:?q", false),
    ("a:x?q", true),
    ("a:x#", true),
    ("a:x#f", true),
    ("a:x#f#g", false),
    ("a:x?q?r#s/t?", true),
    ("a:b?[x]", false),
    ("http://a?[x]", false),
    ("http://a/[x]", false),
    ("http://a/%zz", true),
    ("http://a/%", true),
    ("http://a/%4", true),
    ("http://a/%41", true),
    ("http://%zz", true),
    ("http://a%", true),
    ("b", false),
    ("http://a/b|c", false),
    ("http://a/b\\c", false),
    ("http://a/{x}", false),
    ("http://a/<x>", false),
    ("http://a/\"x\"", false),
    ("http://a/^", false),
    ("http://a/`x", false),
    ("http://é", false),
    ("http://a/é", false),
    ("http://xn--e1a", true),
    ("http://u:p@a", true),
    ("http://u@", false),
    ("http://@a", true),
    ("http://u:p:q@a:80", true),
    ("http://a@b@c", false),
    ("http://a:80", true),
    ("http://a:", true),
    ("http://a:80a", false),
    ("http://a:99999999", true),
    ("http://:80", false),
    ("http://[::1]", true),
    ("http://[::1]:80/x", true),
    ("http://[::1]x", false),
    ("http://[1:2:3:4:5:6:7:8]", true),
    ("http://[1:2:3:4:5:6:7:8:9]", false),
    ("http://[1::2::3]", false),
    ("http://[::ffff:1.2.3.4]", true),
    ("http://[::ffff:01.002.3.4]", true),
    ("http://[::ffff:256.1.1.1]", false),
    ("http://[::ffff:1.2.3]", false),
    ("http://[1:2:3:4:5:6:1.2.3.4]", true),
    ("http://[1:2:3:4:5::1.2.3.4]", true),
    ("http://[1.2.3.4]", false),
    ("http://[::1.2.3.4]", true),
    ("http://[::]", true),
    ("http://[1::]", true),
    ("http://[1:2:3:4:5:6:7::]", true),
    ("http://[::2:3:4:5:6:7:8]", true),
    ("http://[1:2:3::5:6:7:8]", true),
    ("http://[1:2:3:4::5:6:7:8]", false),
    ("http://[12345::]", false),
    ("http://[g::]", false),
    ("http://[v1.a]", true),
    ("http://[v1.]", false),
    ("http://[v.a]", false),
    ("http://[vF.:]", true),
    ("http://[V1.a]", false),
    ("http://[v1.a%]", false),
    ("http://[v1.a%25]", false),
    ("http://[fe80::1%25eth0]", false),
    ("http://[::1", false),
    ("http://::1]", false),
    ("http://[]", false),
    ("http://1.2.3.4", true),
    ("http://999.1.1.1", true),
    ("http://_x", true),
    ("http://a_b.c", true),
    ("http://-a", true),
    ("http://a..b", true),
    ("http://.", true),
    ("1a:x", false),
    ("a,b:x", true),
    ("a.b:x", true),
    ("a+b:x", true),
    ("a-b:x", true),
    ("+a:x", false),
    ("a/b:x", false),
    (":x", false),
    ("a://b", true),
    ("a://", false),
    ("a:///", true),
    ("a:////b", true),
    ("a:/", true),
    ("a:/b", true),
    ("a://b/c//d", true),
    ("a:b:c", true),
    ("a:@", true),
    ("a::", true),
    ("a:/@", true),
    ("http://a/?q=%E0%A4%A", true),
    ("http://a#é", false),
    ("http://a/%2525", true),
    ("https:/a", false),
    ("https:a", false),
    ("hTTp:a", true),
    ("http://?x", false),
    ("http://#x", false),
    ("http://a?x", true),
    ("http://a#x", true),
    ("http://a/;x=1,2", true),
    ("http://a!$&'()*+,;=", true),
    ("http://~", true),
    ("a:~", true),
    ("a:-", true),
    ("a:_", true),
    ("a:.", true),
    ("a:%", true),
    ("a:%%", true),
    ("http://a/", false),
    ("a:!", true),
    ("a:'", true),
    ("a:(", true),
    ("a:=", true),
    ("a:;", true),
    ("a:,", true),
    ("", false),
    ("http://a b", false),
    ("http://a/ b", false),
    (" http://a", false),
    ("http://a ", false),
    ("http://a\n", false),
    ("\nhttp://a", false),
    ("http://a\n/x", false),
    ("a:\n", false),
    ("http://\ta", false),
    ("http://a/😀", false),
    ("http://[::ffff:1.2.3.04]", true),
    ("http://[::1.2.3.0000]", false),
    ("http://[::1.2.3.00255]", false),
    ("http://[::1.2.3.025]", true),
    ("http://[::000a]", true),
    ("http://[0000:0::1]", true),
    ("http://[::00001]", false),
    ("x:[a]", false),
    ("http://a//b", true),
    ("http://a/\0", false),
];
