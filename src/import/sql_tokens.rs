//! The words of a `CloudEvents` SQL expression.

/// One word of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword or an attribute.
    Name(String),
    Text(String),
    Number,
    Sign(&'static str),
}

const SIGNS: [&str; 15] =
    ["!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%"];

/// The words of an expression; nothing where there is something else.
pub(super) fn tokens(expression: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = expression;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let Some(first) = rest.chars().next() else { return Some(tokens) };
        let (token, after) = match first {
            '\'' | '"' => text(rest, first)?,
            _ if first.is_ascii_alphanumeric() => {
                let end = rest.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                let token = match first.is_ascii_digit() {
                    true => Token::Number,
                    false => Token::Name(name.to_owned()),
                };
                (token, after)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
                (Token::Sign(sign), rest.get(sign.len()..)?)
            }
        };
        tokens.push(token);
        rest = after;
    }
}

/// A text in quotes; a backslash goes before a quote of its own kind.
fn text(expression: &str, quote: char) -> Option<(Token, &str)> {
    let mut text = String::new();
    let mut characters = expression.char_indices().skip(1).peekable();
    while let Some((offset, character)) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some((_, next))) if *next == quote => {
                text.push(quote);
                characters.next();
            }
            (end, _) if end == quote => {
                return Some((Token::Text(text), expression.get(offset + end.len_utf8()..)?));
            }
            (other, _) => text.push(other),
        }
    }
    None
}
