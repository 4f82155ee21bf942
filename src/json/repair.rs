//! Reading a pasted snippet: JSON as documentation, logs and chats print it.
//!
//! Each deviation is repaired in the one way that its writer can have meant, and
//! told as a [`Repair`]; the tree's spans stay those of the text as pasted.

use std::fmt;

use serde::Serialize;

use super::fault::Fault;
use super::numeral::number_length;
use super::scan::Scanner;
use super::{Data, Member, Node, Span, SyntaxError, ordered};

/// One place where a pasted text was not JSON and how it was read.
///
/// ```
/// use hooksieve::json::{Node, RepairKind, Span};
/// let (_, repairs) = Node::parse_pasted("{'kind':\"wallet.created\"}").unwrap();
/// assert_eq!(repairs[0].kind, RepairKind::OtherQuotes);
/// assert_eq!(repairs[0].span, Span::new(1, 7));
/// assert_eq!(repairs[0].to_string(), "a string in other than double quotes was read as one");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The bytes concerned, in the text as pasted.
    pub span: Span,
    /// What was done.
    pub kind: RepairKind,
}

/// What a [`Repair`] did.
///
/// ```
/// use hooksieve::json::{Node, RepairKind};
/// let (node, repairs) = Node::parse_pasted("{kind: \"wallet.created\", ...}").unwrap();
/// assert_eq!(node.to_json(), r#"{"kind":"wallet.created"}"#);
/// assert!(repairs.iter().any(|repair| repair.kind == RepairKind::BareKey));
/// assert!(repairs.iter().any(|repair| repair.kind == RepairKind::Ellipsis));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RepairKind {
    /// A byte order mark before the text was passed over.
    ByteOrderMark,
    /// Text before the first brace or bracket was passed over.
    LeadingText,
    /// Text after the value was passed over.
    TrailingText,
    /// A comment was passed over.
    Comment,
    /// A comma with nothing after it was passed over.
    ExtraComma,
    /// A comma was put between two members or elements.
    MissingComma,
    /// An ellipsis that stands for left-out parts was passed over.
    Ellipsis,
    /// A string without a closing quote was ended at the end of its line.
    UnclosedString,
    /// A string in single or typographic quotes was read as a string.
    OtherQuotes,
    /// A key without quotes was read as a string.
    BareKey,
    /// A control character inside a string was kept.
    ControlCharacter,
    /// A member whose value was left out was passed over.
    LeftOutValue,
    /// A word of another language was read as `true`, `false` or `null`.
    OtherWord,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            RepairKind::ByteOrderMark => "a byte order mark was passed over",
            RepairKind::LeadingText => "the text before the JSON was passed over",
            RepairKind::TrailingText => "the text after the JSON was passed over",
            RepairKind::Comment => "a comment was passed over",
            RepairKind::ExtraComma => "a comma with nothing after it was passed over",
            RepairKind::MissingComma => "a comma was missing here",
            RepairKind::Ellipsis => "an ellipsis was passed over; what it stands for is not known",
            RepairKind::UnclosedString => {
                "a string without a closing quote was ended with its line"
            }
            RepairKind::OtherQuotes => "a string in other than double quotes was read as one",
            RepairKind::BareKey => "a key without quotes was read as a string",
            RepairKind::ControlCharacter => "a control character inside a string was kept",
            RepairKind::LeftOutValue => "a member whose value is left out was passed over",
            RepairKind::OtherWord => "a word of another language was read as JSON's",
        })
    }
}

/// Reads `text`, repairing what can be; at most `depth` levels may nest.
pub(super) fn parse(text: &str, depth: usize) -> Result<(Node, Vec<Repair>), SyntaxError> {
    let mut reader = Reader { text, pos: 0, repairs: Vec::new() };
    if text.starts_with('\u{feff}') {
        reader.pass(3, RepairKind::ByteOrderMark);
    }
    reader.blank()?;
    if !reader.rest().starts_with(['{', '[', '"'])
        && let Some(start) = value_start(reader.rest())
    {
        reader.pass(start, RepairKind::LeadingText);
    }
    let node = reader.value(depth)?;
    reader.blank()?;
    let rest = text[reader.pos..].trim_end();
    if !rest.is_empty() {
        // A quote, bracket or semicolon of the surrounding code is no content; a
        // second value would be, and must not vanish.
        if rest.contains(['{', '[', '"']) {
            return reader.fail(Fault::Trailing);
        }
        reader.pass(rest.len(), RepairKind::TrailingText);
    }
    let repairs = reader.repairs;
    let order = ordered(repairs.len(), &mut |a, b| repairs[a].span.cmp(&repairs[b].span));
    Ok((node, order.into_iter().map(|index| repairs[index].clone()).collect()))
}

/// Where in a text of prose or code the JSON begins: the first bracket or brace that
/// is no part of a word, as the one in `https://api.example/webhooks/{id}` is.
fn value_start(text: &str) -> Option<usize> {
    text.match_indices(['{', '[']).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "'\"`:=(>”’,".contains(c))
    })
}

struct Reader<'t> {
    text: &'t str,
    pos: usize,
    repairs: Vec<Repair>,
}

type Read<T> = Result<T, SyntaxError>;

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn fail<T>(&self, fault: Fault) -> Read<T> {
        let fault = if self.pos >= self.text.len() { Fault::End } else { fault };
        Err(SyntaxError { offset: self.pos, fault })
    }

    fn note(&mut self, start: usize, end: usize, kind: RepairKind) {
        self.repairs.push(Repair { span: Span::new(start, end), kind });
    }

    /// Steps over `length` bytes and tells of it.
    fn pass(&mut self, length: usize, kind: RepairKind) {
        let start = self.pos;
        self.pos += length;
        self.note(start, self.pos, kind);
    }

    /// Steps over white space, comments and ellipses.
    fn blank(&mut self) -> Read<()> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.pos += rest.len() - trimmed.len();
            if trimmed.starts_with("//") || trimmed.starts_with('#') {
                let length = trimmed.find('\n').unwrap_or(trimmed.len());
                self.pass(length, RepairKind::Comment);
            } else if trimmed.starts_with("/*") {
                let Some(end) = trimmed.find("*/") else {
                    self.pos = self.text.len();
                    return self.fail(Fault::End);
                };
                self.pass(end + 2, RepairKind::Comment);
            } else if trimmed.starts_with("...") {
                self.pass(3, RepairKind::Ellipsis);
            } else if trimmed.starts_with('…') {
                self.pass('…'.len_utf8(), RepairKind::Ellipsis);
            } else {
                return Ok(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Read<Node> {
        self.blank()?;
        let start = self.pos;
        let data = match self.next() {
            Some('{') => self.object(depth)?,
            Some('[') => self.array(depth)?,
            Some('"' | '\'' | '“' | '”' | '‘') => Data::String(self.string()?),
            Some('-' | '0'..='9') => match number_length(self.rest().as_bytes()) {
                Ok(length) => {
                    self.pos += length;
                    if self.next().is_some_and(|c| is_word(c) || c == '.') {
                        return self.fail(Fault::Number);
                    }
                    Data::Number(self.text[start..self.pos].to_owned())
                }
                Err(at) => {
                    self.pos += at;
                    return self.fail(Fault::Number);
                }
            },
            _ => self.word()?,
        };
        Ok(Node { span: Span::new(start, self.pos), data })
    }

    /// Reads a word that is a value.
    fn word(&mut self) -> Read<Data> {
        let rest = self.rest();
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        let data = match word {
            "true" | "True" => Data::Bool(true),
            "false" | "False" => Data::Bool(false),
            "null" | "None" | "undefined" => Data::Null,
            _ => return self.fail(Fault::Value),
        };
        if matches!(word, "true" | "false" | "null") {
            self.pos += word.len();
        } else {
            self.pass(word.len(), RepairKind::OtherWord);
        }
        Ok(data)
    }

    fn open(&mut self, depth: usize) -> Read<usize> {
        let Some(inside) = depth.checked_sub(1) else {
            return self.fail(Fault::TooDeep);
        };
        self.pos += 1;
        Ok(inside)
    }

    /// Steps over the separators before the next item of a list that ends with
    /// `close`; whether there is one.
    fn item(&mut self, first: bool, close: char, missing: Fault) -> Read<bool> {
        let mut ellipsis = false;
        // The last comma, and whether it was told of.
        let mut comma: Option<(usize, bool)> = None;
        loop {
            let before = self.repairs.len();
            self.blank()?;
            ellipsis |= self.ellipsis_since(before);
            match self.next() {
                Some(',') => {
                    // A comma after an ellipsis belongs to what the ellipsis replaced.
                    let at = self.pos;
                    self.pos += 1;
                    let extra = (first || comma.is_some()) && !ellipsis;
                    if extra {
                        self.note(at, at + 1, RepairKind::ExtraComma);
                    }
                    comma = Some((at, extra));
                }
                Some(found) if found == close => {
                    if let Some((at, false)) = comma {
                        self.note(at, at + 1, RepairKind::ExtraComma);
                    }
                    self.pos += 1;
                    return Ok(false);
                }
                Some('}' | ']') | None => return self.fail(missing),
                Some(_) => {
                    if !first && comma.is_none() {
                        self.note(self.pos, self.pos, RepairKind::MissingComma);
                    }
                    return Ok(true);
                }
            }
        }
    }

    fn ellipsis_since(&self, from: usize) -> bool {
        self.repairs[from..].iter().any(|repair| repair.kind == RepairKind::Ellipsis)
    }

    fn array(&mut self, depth: usize) -> Read<Data> {
        let depth = self.open(depth)?;
        let mut elements = Vec::new();
        while self.item(elements.is_empty(), ']', Fault::ArrayEnd)? {
            elements.push(self.value(depth)?);
        }
        Ok(Data::Array(elements))
    }

    fn object(&mut self, depth: usize) -> Read<Data> {
        let depth = self.open(depth)?;
        let mut members = Vec::new();
        let mut first = true;
        while self.item(first, '}', Fault::ObjectEnd)? {
            first = false;
            let start = self.pos;
            let key = match self.next() {
                Some('"' | '\'' | '“' | '”' | '‘') => self.string()?,
                _ => self.bare_key()?,
            };
            let key_span = Span::new(start, self.pos);
            self.blank()?;
            if self.next() != Some(':') {
                return self.fail(Fault::Colon);
            }
            self.pos += 1;
            let before = self.repairs.len();
            self.blank()?;
            if self.ellipsis_since(before) && matches!(self.next(), Some(',' | '}')) {
                self.note(start, self.pos, RepairKind::LeftOutValue);
                continue;
            }
            members.push(Member { key, key_span, value: self.value(depth)? });
        }
        Ok(Data::Object(members))
    }

    fn bare_key(&mut self) -> Read<String> {
        let rest = self.rest();
        let length = rest.find(|c| !is_word(c) && c != '-').unwrap_or(rest.len());
        if !rest.starts_with(|c: char| is_word(c) && !c.is_ascii_digit()) {
            return self.fail(Fault::Key);
        }
        self.pass(length, RepairKind::BareKey);
        Ok(rest[..length].to_owned())
    }

    /// Reads the string that begins here, in whatever quotes.
    fn string(&mut self) -> Read<String> {
        let start = self.pos;
        let Some(open) = self.next() else {
            return self.fail(Fault::End);
        };
        self.pos += open.len_utf8();
        let is_quote = |c: char| match open {
            '"' => c == '"',
            '\'' | '‘' => c == '\'' || c == '’',
            _ => c == '”' || c == '“' || c == '"',
        };
        let rest = self.rest();
        let mut escaped = false;
        // Up to the closing quote, or to the end of the line where there is none.
        let end = rest.char_indices().find(|&(_, c)| {
            let closing = is_quote(c) && !escaped;
            escaped = c == '\\' && !escaped;
            closing || c == '\n'
        });
        let closed = end.filter(|&(_, c)| c != '\n');
        let (inner, after) = if let Some((at, quote)) = closed {
            (&rest[..at], at + quote.len_utf8())
        } else {
            let line = &rest[..end.map_or(rest.len(), |(at, _)| at)];
            let inner = line.trim_end().trim_end_matches([',', '}', ']']).trim_end();
            (inner, inner.len())
        };
        let content = self.pos;
        self.pos += after;
        if closed.is_none() {
            self.note(start, self.pos, RepairKind::UnclosedString);
        } else if open != '"' {
            self.note(start, self.pos, RepairKind::OtherQuotes);
        }
        self.decode(inner, content)
    }

    /// Resolves the escapes of `inner`, which stands at offset `at`.
    fn decode(&mut self, inner: &str, at: usize) -> Read<String> {
        if let Some(found) = inner.find(|c: char| c < ' ') {
            self.note(at + found, at + found + 1, RepairKind::ControlCharacter);
        }
        let mut quoted = String::with_capacity(inner.len() + 2);
        quoted.push('"');
        let mut escaped = false;
        for c in inner.chars() {
            match c {
                '"' if !escaped => quoted.push_str("\\\""),
                '\'' if escaped => {
                    quoted.pop();
                    quoted.push('\'');
                }
                c if c < ' ' => {
                    // A control character's code has two hex digits.
                    let digit = |nibble: u32| char::from_digit(nibble, 16).unwrap_or('0');
                    quoted.push_str("\\u00");
                    quoted.extend([digit(c as u32 / 16), digit(c as u32 % 16)]);
                }
                c => quoted.push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        quoted.push('"');
        let mut scanner = Scanner::new(quoted.as_bytes());
        match scanner.string() {
            Ok(string) => Ok(string.decode(&quoted).into_owned()),
            Err(fault) => Err(SyntaxError { offset: at + fault.offset.saturating_sub(1), ..fault }),
        }
    }
}

/// Whether a key or a value without quotes may hold this character.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// The `data` of a policy.triggered event as the Webhook Event page of Dfns prints it.
    const POLICY_TRIGGERED: &str = r#"{
"policyEvaluation": {
"id": "plce-xxxxxxx",
"triggered": true,
"reason": "Transfer amount (USD 10000) is above limit (USD 5000). ",
"date": "2024-06-28T09:09:54.437Z",
"policy": { // policy object as in "Get Policy" endpoint
"id": "plc-xxxxxxx",
"name": "Accounting wallet transfer limit",
...,
},
"activity": {
"kind": "Wallets:Sign"
"transferRequest": { // transfer request object as in "Get Transfer" endpoint
"id": "xfr-xxxxxxx",
...
}
},
"context": { // its content depends on the kind of the policy rule
"transactionAmount": {
"value": "10000,
"currency": "USD",
},
},
}
}"#;

    fn kinds(text: &str) -> (String, Vec<RepairKind>) {
        let (node, repairs) = Node::parse_pasted(text).unwrap();
        (node.to_json(), repairs.into_iter().map(|repair| repair.kind).collect())
    }

    #[test]
    fn printed_documentation_is_read() {
        use RepairKind::*;
        for (text, json, repairs) in [
            (r#"{"a":1,}"#, r#"{"a":1}"#, vec![ExtraComma]),
            ("{\"a\":1\n\"b\":2}", r#"{"a":1,"b":2}"#, vec![MissingComma]),
            (
                "{\"value\": \"10000,\n\"currency\": \"USD\",\n}",
                r#"{"value":"10000","currency":"USD"}"#,
                vec![UnclosedString, ExtraComma],
            ),
            (
                "{\"name\":\"x\",\n...,\n},",
                r#"{"name":"x"}"#,
                vec![Ellipsis, ExtraComma, TrailingText],
            ),
            (
                "{ // why\n a: 'it\\'s' /* so */ }",
                r#"{"a":"it's"}"#,
                vec![Comment, BareKey, OtherQuotes, Comment],
            ),
            ("wallet.created” delivered:\n{\"a\":[]}", r#"{"a":[]}"#, vec![LeadingText]),
            ("\u{feff}[1,,2]", "[1,2]", vec![ByteOrderMark, ExtraComma]),
            ("{\"id\": \"wa\",\n...\n}", r#"{"id":"wa"}"#, vec![ExtraComma, Ellipsis]),
            ("{“a”: “b”}", r#"{"a":"b"}"#, vec![OtherQuotes, OtherQuotes]),
            (r#"{"a":..., "b": …}"#, "{}", vec![LeftOutValue, Ellipsis, LeftOutValue, Ellipsis]),
            ("{'a': None}", r#"{"a":null}"#, vec![OtherQuotes, OtherWord]),
            (
                "curl https://a.example/webhooks/{id} --data '\n{\"a\":1}\n'",
                r#"{"a":1}"#,
                vec![LeadingText, TrailingText],
            ),
            ("12:30 INFO {\"a\":1}", r#"{"a":1}"#, vec![LeadingText]),
            ("{\"a\":\"x\ty\",}", r#"{"a":"x\ty"}"#, vec![ControlCharacter, ExtraComma]),
            ("{\"a\":\"x}", r#"{"a":"x"}"#, vec![UnclosedString]),
            ("[..., 1, ..., 2 /* and so on */]", "[1,2]", vec![Ellipsis, Ellipsis, Comment]),
        ] {
            assert_eq!(kinds(text), (json.to_owned(), repairs), "{text}");
        }
    }

    #[test]
    fn the_printed_policy_event_is_read() {
        let (node, repairs) = Node::parse_pasted(POLICY_TRIGGERED).unwrap();
        let evaluation = node.get("policyEvaluation").unwrap();
        let amount = evaluation.get("context").unwrap().get("transactionAmount").unwrap();
        assert_eq!(amount.to_json(), r#"{"value":"10000","currency":"USD"}"#);
        let activity = evaluation.get("activity").unwrap();
        assert_eq!(activity.get("kind").unwrap().string(), Some("Wallets:Sign"));
        assert_eq!(activity.get("transferRequest").unwrap().to_json(), r#"{"id":"xfr-xxxxxxx"}"#);
        for kind in [
            RepairKind::Comment,
            RepairKind::Ellipsis,
            RepairKind::MissingComma,
            RepairKind::UnclosedString,
            RepairKind::ExtraComma,
        ] {
            assert!(repairs.iter().any(|repair| repair.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn repairing_takes_linear_time() {
        let strings = format!("[{}]", "\"a\",".repeat(100_000));
        let commas = format!("[{}]", ",".repeat(100_000));
        assert_eq!(Node::parse_pasted(&strings).unwrap().1.len(), 1);
        assert_eq!(Node::parse_pasted(&commas).unwrap().1.len(), 100_000);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in [
            "",
            "{",
            "[1}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1} {"b":2}"#,
            "{\"a\":\"\\ud800\"}",
            "01",
            "[1.2.3]",
            "[0x1F]",
            "[truely]",
            "[NaN]",
            "/* never closed {}",
            "{\"a\":\"\\x41\",}",
            r#""kind": {"a":1}"#,
        ] {
            assert!(Node::parse_pasted(text).is_err(), "{text}");
        }
    }
}
