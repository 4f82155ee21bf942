//! Vectors of the kind "signature": what is signed, and what is believed.

use hooksieve::json::Node;
use hooksieve::signature::{Key, KeyUse, Message, Received, Scheme, SignatureError, sign, verify};

use super::{Case, Tally, pairs, text, texts, whole};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let scheme: Scheme = text(case.node, "scheme").parse().unwrap();
    let message = case.node.get("message").unwrap();
    let headers = pairs(message, "headers");
    let message = Message {
        id: text(message, "id"),
        timestamp: whole(message, "timestamp"),
        headers: &headers,
        body: text(message, "body").as_bytes(),
    };
    let signed = keys(case.node, "sign_with", scheme, KeyUse::Sign)
        .and_then(|keys| sign(scheme, &message, &keys));
    let signed = match (signed, case.node.get("error").and_then(Node::string)) {
        (Err(error), Some(expected)) => return tally.compare("error", &expected, &error.code()),
        (Ok(signed), None) => signed,
        (signed, _) => return tally.fail(format!("an error was expected, or none: {signed:?}")),
    };
    tally.compare("signature", &pairs(case.node, "signed"), &signed);
    let contents = scheme.contents(&message).unwrap();
    let contents: Vec<_> = contents.iter().map(|each| std::str::from_utf8(each).unwrap()).collect();
    tally.compare("contents", &texts(case.node, "contents"), &contents);

    let keys = keys(case.node, "verify_with", scheme, KeyUse::Verify).unwrap();
    let tests = case.node.get("tests").and_then(Node::array).unwrap();
    for (index, test) in tests.iter().enumerate() {
        tally.begin(case, Some(test), index);
        let headers = match test.get("headers") {
            Some(_) => pairs(test, "headers"),
            None => signed.iter().chain(message.headers).cloned().collect(),
        };
        let body = test.get("body").and_then(Node::string).map_or(message.body, str::as_bytes);
        let received = Received { headers: &headers, body };
        let result = match verify(scheme, &received, &keys, whole(test, "now")) {
            Ok(verified) => {
                let bound = verified.timestamp.is_none_or(|time| time == message.timestamp);
                tally.compare("the time that was signed", &true, &bound);
                "verified"
            }
            Err(error) => error.code(),
        };
        tally.compare("result", &text(test, "result"), &result);
    }
}

fn keys(
    node: &Node,
    name: &str,
    scheme: Scheme,
    usage: KeyUse,
) -> Result<Vec<Key>, SignatureError> {
    texts(node, name).into_iter().map(|text| Key::parse(scheme, usage, text)).collect()
}
