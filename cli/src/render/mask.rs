//! Where secrets stand in a text, so that no snippet shows one.
//!
//! This looks at the words only, never at the grammar, so that it works on a text that is
//! not quite JSON as well: a broken configuration holds secrets, too.

use std::ops::Range;

/// The bytes of `text` that must not be shown, in ascending order and disjoint: values of
/// secrets, tokens and headers, and the credentials and query of URLs.
pub(crate) fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut finder = Finder {
        text,
        pos: 0,
        key: Key::Plain,
        label_is_secret: false,
        inside: Vec::new(),
        found: Vec::new(),
    };
    finder.run();
    finder.found
}

/// What the name of a member says of its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Plain,
    Secret,
    Headers,
    /// A URL, or what should be one.
    Url,
    /// The name of a label whose value stands in a member of its own.
    LabelName,
    LabelValue,
}

/// Endings of names, in lower case without `-` and `_`, whose values are secrets.
const SECRET_ENDINGS: &[&str] =
    &["secret", "password", "authorization", "apikey", "authtoken", "accesstoken", "signature"];

/// Whole names likewise.
const SECRET_NAMES: &[&str] = &["token", "cookie", "setcookie", "privatekey"];

/// What is no secret whatever member it stands in.
const NOTHING: &[&str] = &["null", "true", "false"];

/// Headers that say what an event is and are no secret.
const PLAIN_HEADERS: &[&str] = &["xeventtype", "xdakotaeventtype", "contenttype"];

struct Finder<'t> {
    text: &'t str,
    pos: usize,
    /// What the key said whose value comes next.
    key: Key,
    /// Whether the label named last has a secret's name.
    label_is_secret: bool,
    /// Of each open bracket, whether everything inside is secret.
    inside: Vec<bool>,
    found: Vec<Range<usize>>,
}

impl Finder<'_> {
    fn run(&mut self) {
        while let Some(next) = self.text[self.pos..].chars().next() {
            match next {
                '"' | '\'' | '“' => self.string(next),
                '{' | '[' => {
                    let is_secret = matches!(self.key, Key::Secret | Key::Headers);
                    self.inside.push(is_secret || self.is_inside_secret());
                    self.key = Key::Plain;
                    self.pos += 1;
                }
                '}' | ']' => {
                    self.inside.pop();
                    self.key = Key::Plain;
                    self.pos += 1;
                }
                ',' => {
                    self.key = Key::Plain;
                    self.pos += 1;
                }
                ':' => self.pos += 1,
                other if other.is_whitespace() => self.pos += other.len_utf8(),
                _ => self.word(),
            }
        }
    }

    fn is_inside_secret(&self) -> bool {
        self.inside.last() == Some(&true)
    }

    /// A string: to its closing quote, or to the end of its line where it has none.
    fn string(&mut self, quote: char) {
        let close = if quote == '“' { '”' } else { quote };
        let start = self.pos + quote.len_utf8();
        let mut end = self.text.len();
        let mut after = end;
        let mut escaped = false;
        for (at, character) in self.text[start..].char_indices() {
            match character {
                '\n' => (end, after) = (start + at, start + at),
                _ if escaped => {
                    escaped = false;
                    continue;
                }
                '\\' => {
                    escaped = true;
                    continue;
                }
                other if other == close => {
                    (end, after) = (start + at, start + at + close.len_utf8());
                }
                _ => continue,
            }
            break;
        }
        self.pos = after;
        self.token(start..end);
    }

    /// A key or value without quotes.
    fn word(&mut self) {
        let start = self.pos;
        let stop = |character: char| {
            character.is_whitespace()
                || matches!(character, ',' | ':' | '{' | '}' | '[' | ']' | '"')
        };
        let rest = &self.text[start..];
        self.pos = start + rest.find(stop).unwrap_or(rest.len()).max(1);
        while !self.text.is_char_boundary(self.pos) {
            self.pos += 1;
        }
        self.token(start..self.pos);
    }

    /// A key if a colon follows, a value otherwise.
    fn token(&mut self, content: Range<usize>) {
        let text = &self.text[content.clone()];
        if self.text[self.pos..].trim_start().starts_with(':') {
            self.key = classify(text, self.is_inside_secret());
            return;
        }
        if self.key == Key::LabelName {
            self.label_is_secret = classify(text, false) == Key::Secret;
        }
        let secret = match self.key {
            Key::Secret | Key::Headers => !NOTHING.contains(&text),
            Key::LabelValue if self.label_is_secret => true,
            _ => self.is_inside_secret() && !self.value_is_of_plain_header(&content),
        };
        if secret {
            if !content.is_empty() {
                self.found.push(content);
            }
        } else {
            url_secrets(text, content.start, self.key == Key::Url, &mut self.found);
        }
    }

    /// Whether the value belongs to a header that is no secret.
    fn value_is_of_plain_header(&self, content: &Range<usize>) -> bool {
        let before = self.text[..content.start].trim_end_matches(['"', '\'', ' ', ':']);
        let name = before.rsplit(['"', '\'', '{', ',', ' ']).next().unwrap_or_default();
        PLAIN_HEADERS.contains(&folded(name).as_str())
    }
}

fn folded(key: &str) -> String {
    let kept = key.chars().filter(|character| !matches!(character, '-' | '_' | ' '));
    kept.flat_map(char::to_lowercase).collect()
}

fn classify(key: &str, inside_secret: bool) -> Key {
    let key = folded(key);
    let is_secret = SECRET_NAMES.contains(&key.as_str())
        || (key != "eventsignature" && SECRET_ENDINGS.iter().any(|ending| key.ends_with(ending)));
    match key.as_str() {
        _ if is_secret => Key::Secret,
        "headers" if !inside_secret => Key::Headers,
        "url" | "target" => Key::Url,
        "labelkey" => Key::LabelName,
        "labelvalue" => Key::LabelValue,
        _ => Key::Plain,
    }
}

/// The credentials and the query of a URL; `offset` is where `text` starts. Where escapes
/// hide what is what, everything behind the scheme. What `should_be` a URL is taken for one
/// without a scheme, too.
fn url_secrets(text: &str, offset: usize, should_be: bool, found: &mut Vec<Range<usize>>) {
    let slashes = ["://", ":\\/\\/"].iter();
    let scheme =
        slashes.filter_map(|slashes| text.find(slashes).map(|at| at + slashes.len())).min();
    let without = || should_be.then(|| text.len() - text.trim_start_matches('/').len());
    let Some(start) = scheme.or_else(without) else {
        return;
    };
    let rest = &text[start..];
    if rest.contains("\\u") {
        found.push(offset + start..offset + text.len());
        return;
    }
    let authority = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    if let Some(at) = rest[..authority].rfind('@').filter(|&at| at > 0) {
        found.push(offset + start..offset + start + at);
    }
    if let Some(query) = rest.find('?').filter(|&query| query + 1 < rest.len()) {
        found.push(offset + start + query + 1..offset + text.len());
    } else if let Some(fragment) = rest.find('#').filter(|&fragment| fragment + 1 < rest.len()) {
        found.push(offset + start + fragment + 1..offset + text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::secrets;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for range in secrets(text) {
            out.push_str(&text[from..range.start]);
            out.push('*');
            from = range.end;
        }
        out + &text[from..]
    }

    #[test]
    fn values_of_secrets_are_found() {
        for (text, expected) in [
            (r#"{"secret":"whsec_1","url":"a"}"#, r#"{"secret":"*","url":"a"}"#),
            (r#"{"token": 12, "b": 1}"#, r#"{"token": *, "b": 1}"#),
            (r#"{"X-Api-Key":"k\"ey"}"#, r#"{"X-Api-Key":"*"}"#),
            ("{'client_secret': 'x'}", "{'client_secret': '*'}"),
            ("{secret: abc}", "{secret: *}"),
            (r#"{"secret":["a",{"b":"c"}],"d":"e"}"#, r#"{"secret":["*",{"b":"*"}],"d":"e"}"#),
            ("{\"secret\": \"never closed\n \"d\":\"e\"}", "{\"secret\": \"*\n \"d\":\"e\"}"),
            (
                r#"{"target":{"headers":{"X-Team":"pay","Authorization":"Bearer x"}},"n":"y"}"#,
                r#"{"target":{"headers":{"X-Team":"*","Authorization":"*"}},"n":"y"}"#,
            ),
            (
                r#"{"headers":{"X-Event-Type":"a.b","x-sig":"q"},"body":{"k":"v"}}"#,
                r#"{"headers":{"X-Event-Type":"a.b","x-sig":"*"},"body":{"k":"v"}}"#,
            ),
            (r#"{"headers":"x","n":"y"}"#, r#"{"headers":"*","n":"y"}"#),
            (r#"{"headers":null,"secret":null}"#, r#"{"headers":null,"secret":null}"#),
            (
                r#"{"labelKey":"token","labelValue":"x","v":"y"}"#,
                r#"{"labelKey":"token","labelValue":"*","v":"y"}"#,
            ),
            (
                r#"{"labelKey":"network","labelValue":"x"}"#,
                r#"{"labelKey":"network","labelValue":"x"}"#,
            ),
            (r#"{"event_signature":"Transfer(a)"}"#, r#"{"event_signature":"Transfer(a)"}"#),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn secrets_of_urls_are_found() {
        for (text, expected) in [
            (r#""https://u:p@a.example/h?k=1#f""#, r#""https://*@a.example/h?*""#),
            (r#""https://a.example/x@y""#, r#""https://a.example/x@y""#),
            (r#""https:\/\/u:p@a.example\/h?k=1""#, r#""https:\/\/*@a.example\/h?*""#),
            (r#""https://a.example/\u003fk=1""#, r#""https://*""#),
            (r#"{"url":"u:p@a.example?k=1"}"#, r#"{"url":"*@a.example?*"}"#),
            (r#"{"target":"//u:p@a.example"}"#, r#"{"target":"//*@a.example"}"#),
            (r#"{"target":{"url":"a.example"}}"#, r#"{"target":{"url":"a.example"}}"#),
            (r#""https://a.example/h#tok""#, r#""https://a.example/h#*""#),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn any_text_is_taken() {
        for text in
            ["", "\"", "“", "{\"secret\":", "é:ü", "\\", "'", "{\"secret\":\"\\", "]]}}", "?://"]
        {
            secrets(text);
        }
    }
}
