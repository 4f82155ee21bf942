//! `CloudEvents` SQL (`cesql/spec.md`, 1.0), as far as attributes compare with texts.
//!
//! An expression that looks at an attribute that is not there is an error, and then does not
//! hold, whatever else it says. So each part is asked twice: when it is true, and when it is
//! false, both without an error.

use super::cloudevents::attribute;
use super::condition::{Asked, Part};
use super::draft::Draft;
use super::field::{Field, is, native};
use super::filter::Filter;
use super::sql_tokens::{Token, tokens};
use super::texts::{Piece, Shape, Texts};
use crate::json::{Data, Node};

/// How deep expressions may nest: what each level says twice doubles.
const DEPTH: usize = 8;

/// How many words an expression may have.
const MOST_TOKENS: usize = 512;

/// When an expression is true and when it is false, both without an error.
#[derive(Clone)]
struct Verdicts {
    holds: Filter,
    fails: Filter,
}

impl Verdicts {
    fn swapped(self) -> Self {
        Self { holds: self.fails, fails: self.holds }
    }
}

/// The filter that an expression is; else why it cannot be said.
pub(super) fn filter(expression: &str, part: Part, draft: &mut Draft) -> Result<Filter, String> {
    let tokens = tokens(expression).ok_or("the expression cannot be read")?;
    if tokens.len() > MOST_TOKENS {
        return Err(format!("the expression has more than {MOST_TOKENS} words"));
    }
    let mut parser = Parser { tokens: &tokens, part, draft };
    let verdicts = parser.chain(DEPTH)?;
    match parser.tokens {
        [] => Ok(verdicts.holds),
        _ => Err("the expression has more than attributes compared with texts".to_owned()),
    }
}

struct Parser<'p> {
    tokens: &'p [Token],
    part: Part,
    draft: &'p mut Draft,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn takes(&mut self, token: &Token) -> bool {
        let there = self.tokens.first() == Some(token);
        if there {
            self.next();
        }
        there
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is_word =
            |token: &Token| matches!(token, Token::Name(name) if name.eq_ignore_ascii_case(word));
        let there = self.tokens.first().is_some_and(is_word);
        if there {
            self.next();
        }
        there
    }

    /// Operands joined by `AND` alone, or by `OR` alone: mixed, they need parentheses.
    fn chain(&mut self, depth: usize) -> Result<Verdicts, String> {
        let depth = depth.checked_sub(1).ok_or("the expression nests too deep")?;
        let mut all = vec![self.operand(depth)?];
        let is_and = self.takes_word("AND");
        let word = if is_and { "AND" } else { "OR" };
        if is_and || self.takes_word("OR") {
            all.push(self.operand(depth)?);
            while self.takes_word(word) {
                all.push(self.operand(depth)?);
            }
        }
        // `a OR b` is false as `NOT a AND NOT b` is true.
        let all = all.into_iter().map(|it| if is_and { it } else { it.swapped() });
        let joined = joined(all.collect());
        Ok(if is_and { joined } else { joined.swapped() })
    }

    fn operand(&mut self, depth: usize) -> Result<Verdicts, String> {
        if self.takes(&Token::Sign("(")) {
            let inner = self.chain(depth)?;
            return match self.takes(&Token::Sign(")")) {
                true => Ok(inner),
                false => Err("a parenthesis is not closed as expected".to_owned()),
            };
        }
        if self.takes_word("NOT") {
            // Before anything else it belongs to the attribute alone.
            return match self.tokens.first() {
                Some(Token::Sign("(")) => Ok(self.operand(depth)?.swapped()),
                Some(Token::Name(name)) if name.eq_ignore_ascii_case("EXISTS") => {
                    Ok(self.operand(depth)?.swapped())
                }
                _ => Err("what NOT belongs to needs parentheses".to_owned()),
            };
        }
        if self.takes_word("EXISTS") {
            let field = self.attribute()?;
            let null = Node::new(Data::Null);
            let holds = Filter::All(vec![
                is(self.part, &field, Asked::Native("exists", None)),
                is(self.part, &field, native("ne", &null)),
            ]);
            return Ok(Verdicts { fails: holds.clone().not(), holds });
        }
        for (word, filter) in [("TRUE", Filter::All(vec![])), ("FALSE", Filter::Any(vec![]))] {
            if self.takes_word(word) {
                return Ok(Verdicts { fails: filter.clone().not(), holds: filter });
            }
        }
        let field = self.attribute()?;
        self.comparison(&field)
    }

    fn attribute(&mut self) -> Result<Field, String> {
        let (part, name) = match self.next() {
            Some(Token::Name(name)) => (self.part, name),
            _ => return Err("a comparison begins with an attribute".to_owned()),
        };
        if self.tokens.first() == Some(&Token::Sign("(")) {
            return Err(format!("the function {name} has no counterpart"));
        }
        let field = attribute(&name, part, self.draft);
        field.ok_or_else(|| format!("no attribute is named {name:?}"))
    }

    fn comparison(&mut self, field: &Field) -> Result<Verdicts, String> {
        for (sign, equal) in [("=", true), ("!=", false), ("<>", false)] {
            if self.takes(&Token::Sign(sign)) {
                let text = self.text_after(sign)?;
                let verdicts = self.listed(field, vec![text]);
                return Ok(if equal { verdicts } else { verdicts.swapped() });
            }
        }
        let negated = self.takes_word("NOT");
        let verdicts = if self.takes_word("LIKE") {
            let pattern = self.text_after("LIKE")?;
            self.like(field, &pattern)?
        } else if self.takes_word("IN") {
            if !self.takes(&Token::Sign("(")) {
                return Err("IN takes a list".to_owned());
            }
            let mut list = vec![self.text_after("IN")?];
            while self.takes(&Token::Sign(",")) {
                list.push(self.text_after("IN")?);
            }
            if !self.takes(&Token::Sign(")")) {
                return Err("a list is not closed as expected".to_owned());
            }
            self.listed(field, list)
        } else {
            return Err("attributes are compared by =, LIKE and IN with texts only".to_owned());
        };
        Ok(if negated { verdicts.swapped() } else { verdicts })
    }

    fn text_after(&mut self, operator: &str) -> Result<String, String> {
        match self.next() {
            Some(Token::Text(text)) => Ok(text),
            _ => Err(format!("{operator} takes a text here")),
        }
    }

    /// One of some texts; or there, and none of them.
    fn listed(&self, field: &Field, list: Vec<String>) -> Verdicts {
        let mut nodes: Vec<Node> = list.into_iter().map(Node::from_text).collect();
        let holds = match nodes.as_slice() {
            [only] => native("eq", only),
            _ => native("in", &Node::new(Data::Array(nodes.clone()))),
        };
        nodes.push(Node::new(Data::Null));
        let fails = Filter::All(vec![
            is(self.part, field, Asked::Native("exists", None)),
            is(self.part, field, native("not-in", &Node::new(Data::Array(nodes)))),
        ]);
        Verdicts { holds: is(self.part, field, holds), fails }
    }

    fn like(&self, field: &Field, pattern: &str) -> Result<Verdicts, String> {
        let texts = Texts::of(like(pattern)?);
        let too_large = "it would take too large a regular expression";
        texts.condition().ok_or(too_large)?;
        let fails = match texts.held() {
            Some(held) => Filter::All(vec![
                is(self.part, field, Asked::Text(Texts::all())),
                is(self.part, field, native("not-contains", &Node::from_text(held))),
            ]),
            None if texts == Texts::all() => Filter::Any(Vec::new()),
            None => match texts.other_condition() {
                Some(_) => is(self.part, field, Asked::OtherText(texts.clone())),
                None => Filter::Open(self.part),
            },
        };
        Ok(Verdicts { holds: is(self.part, field, Asked::text(texts)), fails })
    }
}

/// Verdicts joined by `AND`, from left to right, until one fails.
fn joined(all: Vec<Verdicts>) -> Verdicts {
    let mut so_far = Vec::new();
    let mut fails = Vec::new();
    for verdicts in all {
        let mut way: Vec<Filter> = so_far.clone();
        way.push(verdicts.fails);
        fails.push(Filter::All(way));
        so_far.push(verdicts.holds);
    }
    Verdicts { holds: Filter::All(so_far), fails: Filter::Any(fails) }
}

/// `%` stands for any text, `_` for one character; a backslash makes them literal.
fn like(pattern: &str) -> Result<Shape, String> {
    let mut shape = Shape::new();
    let mut characters = pattern.chars().peekable();
    while let Some(character) = characters.next() {
        let piece = match (character, characters.peek()) {
            ('%', _) => Piece::Run,
            ('_', _) => Piece::Any,
            ('\\', Some('%' | '_')) => Piece::OneOf(characters.next().into_iter().collect()),
            ('\\', Some('\\')) => {
                return Err("what two backslashes mean in a pattern is not clear".to_owned());
            }
            (other, _) => Piece::OneOf(vec![other]),
        };
        if piece != Piece::Run || shape.last() != Some(&Piece::Run) {
            shape.push(piece);
        }
    }
    Ok(shape)
}
