//! Reading a pattern and making its tree for the `regex` crate's machines, in one pass
//! without recursion.

use regex_syntax::hir::{Hir, Look};

use super::RegexpError;
use super::alphabet::{Alphabet, DIGITS, LINE_TERMINATORS, SPACE, Symbols, WORD};
use super::group_name::{self, digit, four_digits, joined};
use super::tree::Tree;

/// How deep groups may nest.
pub(super) const DEPTH: u8 = 100;

/// The greatest count of a quantifier; greater ones are no bound at all, as in V8.
const INFINITY: u32 = i32::MAX as u32;

/// A pattern for the `regex` crate's machines.
#[derive(Debug)]
pub(super) struct Translated {
    pub(super) tree: Hir,
    /// Whether it holds `.` or a negated class, which tell code points from code units.
    pub(super) any_or_negated: bool,
}

/// Translates `source`. Where `properties` is set, `\p` is the letter, as without the
/// `u` flag; otherwise it is refused, since people who write it mean a property.
pub(super) fn translate(
    source: &str,
    alphabet: Alphabet,
    properties: bool,
) -> Result<Translated, RegexpError> {
    let symbols = alphabet.symbols(source);
    let (groups, named) = count_groups(&symbols);
    let mut parser = Parser {
        symbols,
        at: 0,
        alphabet,
        properties,
        groups,
        named,
        tree: Tree::new(),
        open: Vec::new(),
        atom: None,
        names: Vec::new(),
        references: Vec::new(),
        any_or_negated: false,
        unsupported: None,
        deepest: 0,
    };
    let fault = parser.run().err().or_else(|| parser.dangling_reference());
    let offset = |at: usize| byte_offset(source, alphabet, at);
    match (fault, parser.unsupported) {
        (Some((at, message)), _) => {
            Err(RegexpError::Invalid { offset: offset(at), message: message.to_owned() })
        }
        (None, Some((at, message))) => {
            Err(RegexpError::Unsupported { offset: offset(at), message: message.to_owned() })
        }
        (None, None) if parser.deepest > usize::from(DEPTH) => Err(RegexpError::TooLarge),
        (None, None) => {
            Ok(Translated { tree: parser.tree.finish(), any_or_negated: parser.any_or_negated })
        }
    }
}

/// The byte where the symbol at index `at` begins.
fn byte_offset(source: &str, alphabet: Alphabet, at: usize) -> usize {
    let mut symbols = 0;
    for (offset, character) in source.char_indices() {
        symbols += alphabet.width(character);
        if symbols > at {
            return offset;
        }
    }
    source.len()
}

/// How many groups capture, and whether one has a name: both decide what an escape
/// before them means.
fn count_groups(symbols: &[u32]) -> (u32, bool) {
    let is = |at: usize, c: char| symbols.get(at) == Some(&u32::from(c));
    let (mut groups, mut named, mut in_class, mut at) = (0, false, false, 0);
    while at < symbols.len() {
        if is(at, '\\') {
            at += 1;
        } else if in_class {
            in_class = !is(at, ']');
        } else if is(at, '[') {
            in_class = true;
        } else if is(at, '(') {
            let name = is(at + 1, '?') && is(at + 2, '<') && !is(at + 3, '=') && !is(at + 3, '!');
            named |= name;
            groups += u32::from(name || !is(at + 1, '?'));
        }
        at += 1;
    }
    (groups, named)
}

/// A fault: the index of its symbol and what it is.
type Fault = (usize, &'static str);

struct Parser {
    symbols: Vec<u32>,
    at: usize,
    alphabet: Alphabet,
    properties: bool,
    groups: u32,
    named: bool,
    tree: Tree,
    open: Vec<Open>,
    /// What a quantifier that stands here would repeat.
    atom: Option<Atom>,
    names: Vec<String>,
    references: Vec<(String, usize)>,
    any_or_negated: bool,
    unsupported: Option<Fault>,
    /// How deep the groups nested at most.
    deepest: usize,
}

/// A group that is not closed yet.
struct Open {
    /// The index of its parenthesis.
    at: usize,
    /// Whether a quantifier may follow it: not after a look-behind.
    repeatable: bool,
}

/// Marks that the last thing written is one unit that a quantifier applies to.
struct Atom;

/// One member of a class: a symbol, or a class escape.
enum ClassMember {
    Symbol(u32),
    Set(Symbols),
}

impl Parser {
    fn run(&mut self) -> Result<(), Fault> {
        while let Some(character) = self.peek() {
            let start = self.at;
            self.at += 1;
            match character {
                '|' => {
                    self.tree.alternative();
                    self.atom = None;
                }
                '^' => self.assertion(Look::Start),
                '$' => self.assertion(Look::End),
                '(' => self.open_group(start)?,
                ')' => {
                    let Some(open) = self.open.pop() else {
                        return Err((start, "`)` closes no group"));
                    };
                    self.tree.close();
                    self.atom = open.repeatable.then_some(Atom);
                }
                '.' => {
                    self.any_or_negated = true;
                    self.set(&Symbols::of(LINE_TERMINATORS).complement(self.alphabet));
                }
                '[' => self.class(start)?,
                '\\' => self.escape(start)?,
                '*' => self.repeat(start, 0, None)?,
                '+' => self.repeat(start, 1, None)?,
                '?' => self.repeat(start, 0, Some(1))?,
                '{' => match self.interval() {
                    Some((least, most)) => self.repeat_between(start, least, most)?,
                    None => self.symbol('{'.into()),
                },
                _ => {
                    let symbol = self.symbols[start];
                    self.symbol(symbol);
                }
            }
        }
        match self.open.last() {
            Some(open) => Err((open.at, "the group is not closed")),
            None => Ok(()),
        }
    }

    /// A named reference to a group that is not there.
    fn dangling_reference(&self) -> Option<Fault> {
        let (_, at) = self.references.iter().find(|(name, _)| !self.names.contains(name))?;
        Some((*at, "there is no group of this name"))
    }

    /// The next symbol as a character; the half of a pair as one that no syntax uses.
    fn peek(&self) -> Option<char> {
        self.symbols
            .get(self.at)
            .map(|&symbol| char::from_u32(symbol).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn eat(&mut self, character: char) -> bool {
        let is = self.peek() == Some(character);
        self.at += usize::from(is);
        is
    }

    fn unsupported(&mut self, at: usize, message: &'static str) {
        self.unsupported.get_or_insert((at, message));
    }

    /// Appends what no quantifier may follow.
    fn assertion(&mut self, look: Look) {
        self.tree.look(look);
        self.atom = None;
    }

    fn symbol(&mut self, symbol: u32) {
        // One beyond the first plane, or half of one, depends on the alphabet.
        if let Some(character) = char::from_u32(symbol).filter(|_| symbol <= 0xFFFF) {
            self.tree.character(character);
            self.atom = Some(Atom);
            return;
        }
        let mut set = Symbols::default();
        set.add(symbol, symbol);
        self.set(&set);
    }

    fn set(&mut self, set: &Symbols) {
        self.tree.class(&self.alphabet.scalars(set));
        self.atom = Some(Atom);
    }

    /// After `(`: what kind of group it is.
    fn open_group(&mut self, start: usize) -> Result<(), Fault> {
        let mut repeatable = true;
        if self.eat('?') {
            match self.peek() {
                Some(':') => self.at += 1,
                Some('=' | '!') => {
                    self.at += 1;
                    self.unsupported(start, "look-ahead cannot be run in linear time");
                }
                Some('<') => {
                    self.at += 1;
                    if self.eat('=') || self.eat('!') {
                        self.unsupported(start, "look-behind cannot be run in linear time");
                        repeatable = false;
                    } else {
                        self.group_name()?;
                    }
                }
                _ => return Err((start, "`(?` begins no group here")),
            }
        }
        self.open.push(Open { at: start, repeatable });
        self.deepest = self.deepest.max(self.open.len());
        self.tree.open();
        self.atom = None;
        Ok(())
    }

    fn group_name(&mut self) -> Result<(), Fault> {
        let Some((name, next)) = group_name::read(&self.symbols, self.at) else {
            return Err((self.at, "the name of the group is none"));
        };
        if self.names.contains(&name) {
            return Err((self.at, "two groups have the same name"));
        }
        self.names.push(name);
        self.at = next;
        Ok(())
    }

    fn repeat(&mut self, start: usize, least: u32, most: Option<u32>) -> Result<(), Fault> {
        if self.atom.take().is_none() {
            return Err((start, "there is nothing to repeat"));
        }
        self.tree.repeat(least, most);
        // A lazy one; see the tree.
        self.eat('?');
        Ok(())
    }

    fn repeat_between(&mut self, start: usize, least: u32, most: u32) -> Result<(), Fault> {
        if self.atom.is_some() && least > most {
            return Err((start, "the numbers of the quantifier are out of order"));
        }
        self.repeat(start, least, (most < INFINITY).then_some(most))
    }

    /// After `{`: the numbers of `{n}`, `{n,}` or `{n,m}`. Anything else is no
    /// quantifier, and nothing is read.
    fn interval(&mut self) -> Option<(u32, u32)> {
        let start = self.at;
        let interval = self.try_interval();
        if interval.is_none() {
            self.at = start;
        }
        interval
    }

    fn try_interval(&mut self) -> Option<(u32, u32)> {
        let least = self.number()?;
        let most = if !self.eat(',') {
            least
        } else if self.peek() == Some('}') {
            INFINITY
        } else {
            self.number()?
        };
        self.eat('}').then_some((least, most))
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let mut value = 0_u32;
        while let Some(digit) = self.peek().and_then(|character| character.to_digit(10)) {
            value = value.saturating_mul(10).saturating_add(digit).min(INFINITY);
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }

    /// After a backslash outside of a class.
    fn escape(&mut self, start: usize) -> Result<(), Fault> {
        let Some(character) = self.peek() else {
            return Err((start, "a backslash ends the pattern"));
        };
        match character {
            'b' => {
                self.at += 1;
                self.assertion(Look::WordAscii);
            }
            'B' => {
                self.at += 1;
                self.assertion(Look::WordAsciiNegate);
            }
            'k' if self.named => self.named_reference(start)?,
            '1'..='9' if self.number_reference() => {
                self.unsupported(start, "a back-reference cannot be run in linear time");
                self.tree.empty();
                self.atom = Some(Atom);
            }
            _ => {
                if let Some(set) = self.class_escape(start) {
                    self.set(&set);
                } else {
                    let symbol = self.character_escape(false);
                    self.symbol(symbol);
                }
            }
        }
        Ok(())
    }

    fn named_reference(&mut self, start: usize) -> Result<(), Fault> {
        self.at += 1;
        let name = if self.eat('<') { group_name::read(&self.symbols, self.at) } else { None };
        let Some((name, next)) = name else {
            return Err((start, "`\\k` names no group"));
        };
        self.at = next;
        self.references.push((name, start));
        self.unsupported(start, "a back-reference cannot be run in linear time");
        self.tree.empty();
        self.atom = Some(Atom);
        Ok(())
    }

    /// Whether the number here is that of a group; it is read only then.
    fn number_reference(&mut self) -> bool {
        let start = self.at;
        let is = self.number().is_some_and(|number| number <= self.groups);
        if !is {
            self.at = start;
        }
        is
    }

    /// After a backslash: `d D s S w W` as the set they are.
    fn class_escape(&mut self, start: usize) -> Option<Symbols> {
        let set = match self.peek()? {
            'd' | 'D' => Symbols::of(DIGITS),
            's' | 'S' => Symbols::of(SPACE),
            'w' | 'W' => Symbols::of(WORD),
            'p' | 'P' if !self.properties => {
                self.unsupported(start, "Unicode properties (`\\p`) are not supported");
                return None;
            }
            _ => return None,
        };
        let negated = self.peek().is_some_and(|character| character.is_ascii_uppercase());
        self.at += 1;
        self.any_or_negated |= negated;
        Some(if negated { set.complement(self.alphabet) } else { set })
    }

    /// After a backslash, with a symbol there: the symbol that the escape stands for.
    fn character_escape(&mut self, in_class: bool) -> u32 {
        let symbol = self.symbols[self.at];
        let character = self.peek().unwrap_or_default();
        self.at += 1;
        match character {
            'f' => 0x0C,
            'n' => 0x0A,
            'r' => 0x0D,
            't' => 0x09,
            'v' => 0x0B,
            'c' => match self.peek() {
                Some(control)
                    if control.is_ascii_alphabetic()
                        || (in_class && (control.is_ascii_digit() || control == '_')) =>
                {
                    self.at += 1;
                    u32::from(control) & 0x1F
                }
                _ => {
                    // The backslash is itself, and the `c` is read again.
                    self.at -= 1;
                    '\\'.into()
                }
            },
            '0'..='7' => self.octal(u32::from(character) - 0x30),
            'x' => {
                let digits = self.symbols.get(self.at..self.at + 2).unwrap_or_default();
                if let [high, low] = *digits
                    && let (Some(high), Some(low)) = (digit(high), digit(low))
                {
                    self.at += 2;
                    high * 16 + low
                } else {
                    symbol
                }
            }
            'u' => self.unicode_escape().unwrap_or(symbol),
            _ => symbol,
        }
    }

    /// After the first digit of an octal escape: up to two more, below 256.
    fn octal(&mut self, mut value: u32) -> u32 {
        for _ in 0..2 {
            match self.peek().and_then(|character| character.to_digit(8)) {
                Some(digit) if value < 32 => {
                    value = value * 8 + digit;
                    self.at += 1;
                }
                _ => break,
            }
        }
        value
    }

    /// After `\u`: four digits; over code points, a pair of escapes is one character.
    fn unicode_escape(&mut self) -> Option<u32> {
        let first = four_digits(&self.symbols, self.at)?;
        self.at += 4;
        let second = ['\\', 'u'].map(u32::from);
        if self.alphabet == Alphabet::Points
            && self.symbols.get(self.at..self.at + 2) == Some(second.as_slice())
            && let Some(low) = four_digits(&self.symbols, self.at + 2)
            && let Some(character) = joined(first, low)
        {
            self.at += 6;
            return Some(character.into());
        }
        Some(first)
    }

    /// After `[`: the class up to its `]`.
    fn class(&mut self, start: usize) -> Result<(), Fault> {
        let negated = self.eat('^');
        let mut set = Symbols::default();
        loop {
            if self.eat(']') {
                break;
            }
            let from = self.at;
            let first = self.class_member(start)?;
            let range = self.peek() == Some('-')
                && self.symbols.get(self.at + 1).is_some_and(|&next| next != u32::from(']'));
            if !range {
                first.add_to(&mut set);
                continue;
            }
            self.at += 1;
            match (first, self.class_member(start)?) {
                (ClassMember::Symbol(first), ClassMember::Symbol(last)) if first <= last => {
                    set.add(first, last);
                }
                (ClassMember::Symbol(_), ClassMember::Symbol(_)) => {
                    return Err((from, "the range of the class is out of order"));
                }
                (first, last) => {
                    // Beside a class escape the hyphen is itself.
                    first.add_to(&mut set);
                    last.add_to(&mut set);
                    set.add('-'.into(), '-'.into());
                }
            }
        }
        self.any_or_negated |= negated;
        self.set(&if negated { set.complement(self.alphabet) } else { set });
        Ok(())
    }

    /// One member of a class that began at `start`.
    fn class_member(&mut self, start: usize) -> Result<ClassMember, Fault> {
        let Some(&symbol) = self.symbols.get(self.at) else {
            return Err((start, "the class is not closed"));
        };
        self.at += 1;
        if symbol != u32::from('\\') {
            return Ok(ClassMember::Symbol(symbol));
        }
        let escape = self.at - 1;
        match self.peek() {
            None => Err((escape, "a backslash ends the pattern")),
            Some('b') => {
                self.at += 1;
                Ok(ClassMember::Symbol(0x08))
            }
            Some('k') if self.named => Err((escape, "`\\k` in a class beside named groups")),
            Some(_) => Ok(match self.class_escape(escape) {
                Some(set) => ClassMember::Set(set),
                None => ClassMember::Symbol(self.character_escape(true)),
            }),
        }
    }
}

impl ClassMember {
    fn add_to(&self, set: &mut Symbols) {
        match self {
            Self::Symbol(symbol) => set.add(*symbol, *symbol),
            Self::Set(other) => set.add_all(other),
        }
    }
}
