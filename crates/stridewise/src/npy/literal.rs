//! The Python literals that a header is made of.

use stridewise_core::{Error, Result};

/// A Python literal: what a header's dict may contain.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Integer(i128),
    Bool(bool),
    None,
    Tuple(Vec<Literal>),
    List(Vec<Literal>),
    Dict(Vec<(Literal, Literal)>),
}

/// Brackets inside brackets, at most.
const DEEPEST: usize = 100;

/// Reads one literal, which must be the whole text. Integers may end in `L`, as Python 2 wrote them; the second result
/// says whether one did.
///
/// # Errors
/// Value error where the text is no literal.
pub fn parse(text: &str) -> Result<(Literal, bool)> {
    let mut parser = Parser { rest: text.trim(), long: false };
    let parsed = parser.literal(0).filter(|_| parser.rest.trim().is_empty());
    parsed
        .map(|literal| (literal, parser.long))
        .ok_or_else(|| Error::value(format!("Cannot parse header: {text:?}")))
}

struct Parser<'a> {
    rest: &'a str,
    long: bool,
}

impl Parser<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Goes past `token` if it comes next, after blanks.
    fn take(&mut self, token: &str) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn literal(&mut self, depth: usize) -> Option<Literal> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_blanks();
        match self.rest.chars().next()? {
            '\'' | '"' => self.text().map(Literal::Text),
            '{' => self.dict(depth),
            '(' => self.tuple(depth),
            '[' => {
                self.take("[");
                Some(Literal::List(self.items("]", depth)?.0))
            }
            _ if self.take("True") => Some(Literal::Bool(true)),
            _ if self.take("False") => Some(Literal::Bool(false)),
            _ if self.take("None") => Some(Literal::None),
            _ => self.integer(),
        }
    }

    fn integer(&mut self) -> Option<Literal> {
        let (value, used) = crate::text::parse::integer_prefix(self.rest)?;
        self.rest = &self.rest[used..];
        if let Some(rest) = self.rest.strip_prefix('L') {
            self.rest = rest;
            self.long = true;
        }
        Some(Literal::Integer(value))
    }

    fn text(&mut self) -> Option<String> {
        let mut characters = self.rest.char_indices();
        let (_, quote) = characters.next()?;
        let mut text = String::new();
        while let Some((place, character)) = characters.next() {
            match character {
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    escaped @ ('\\' | '\'' | '"') => text.push(escaped),
                    kind @ ('x' | 'u' | 'U') => {
                        let digits = match kind {
                            'x' => 2,
                            'u' => 4,
                            _ => 8,
                        };
                        let mut code = 0;
                        for _ in 0..digits {
                            code = code * 16 + characters.next()?.1.to_digit(16)?;
                        }
                        text.push(char::from_u32(code)?);
                    }
                    _ => return None,
                },
                character if character == quote => {
                    self.rest = &self.rest[place + 1..];
                    return Some(text);
                }
                character => text.push(character),
            }
        }
        None
    }

    /// Literals up to the closing bracket, and whether a comma stood after the last.
    fn items(&mut self, close: &str, depth: usize) -> Option<(Vec<Literal>, bool)> {
        let mut items = Vec::new();
        loop {
            if self.take(close) {
                let comma = !items.is_empty();
                return Some((items, comma));
            }
            items.push(self.literal(depth + 1)?);
            if !self.take(",") {
                return self.take(close).then_some((items, false));
            }
        }
    }

    /// A tuple, or a literal in parentheses.
    fn tuple(&mut self, depth: usize) -> Option<Literal> {
        self.take("(");
        let (mut items, comma) = self.items(")", depth)?;
        if items.len() == 1 && !comma { items.pop() } else { Some(Literal::Tuple(items)) }
    }

    fn dict(&mut self, depth: usize) -> Option<Literal> {
        self.take("{");
        let mut entries = Vec::new();
        loop {
            if self.take("}") {
                return Some(Literal::Dict(entries));
            }
            let key = self.literal(depth + 1)?;
            if !self.take(":") {
                return None;
            }
            entries.push((key, self.literal(depth + 1)?));
            if !self.take(",") {
                return self.take("}").then_some(Literal::Dict(entries));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        let read = |text: &str| parse(text).map(|(literal, _)| literal).ok();
        assert_eq!(read("(1, 2)"), Some(Literal::Tuple(vec![Literal::Integer(1), Literal::Integer(2)])));
        assert_eq!(read("(1)"), Some(Literal::Integer(1)));
        assert_eq!(read("(1,)"), Some(Literal::Tuple(vec![Literal::Integer(1)])));
        assert_eq!(read("()"), Some(Literal::Tuple(vec![])));
        assert_eq!(read(r"'a\'\x41\n'"), Some(Literal::Text("a'A\n".to_owned())));
        assert_eq!(
            read("{'a': [True, None], }"),
            Some(Literal::Dict(vec![(
                Literal::Text("a".to_owned()),
                Literal::List(vec![Literal::Bool(true), Literal::None])
            )]))
        );
        assert_eq!(parse("(3L,)").map(|(_, long)| long), Ok(true));
        for wrong in ["", "{", "{'a'}", "(1 2)", "'a", "1 1", "x", "(,)"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
