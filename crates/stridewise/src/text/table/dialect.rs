//! Which characters part a text table into rows and fields.

use stridewise_core::{Error, Result};

/// How a text table is parted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// Between fields; `None` is any run of white space.
    pub delimiter: Option<char>,
    /// What starts a comment that goes to the end of the line.
    pub comments: Vec<String>,
    /// What encloses a field that contains delimiters or line breaks; doubled, it is itself.
    pub quote: Option<char>,
}

impl Dialect {
    /// # Errors
    /// Type error where a control character is a line break, or two of them are the same.
    pub fn check(&self) -> Result<()> {
        let comment = match self.comments.as_slice() {
            [comment] => comment.chars().next().filter(|first| first.len_utf8() == comment.len()),
            _ => None,
        };
        let named = [("delimiter", self.delimiter), ("comment", comment), ("quotechar", self.quote)];
        for (name, character) in named {
            if matches!(character, Some('\n' | '\r')) {
                return Err(Error::type_error(format!(
                    "control character '{name}' cannot be a newline (`\\r` or `\\n`)."
                )));
            }
        }
        let is_blank = |character: Option<char>| character.is_some_and(char::is_whitespace);
        let clash = |one: &str, other: &str| {
            Err(Error::type_error(format!(
                "The values for control characters '{one}' and '{other}' are incompatible"
            )))
        };
        if self.delimiter.is_none() && is_blank(comment) {
            return clash("delimiter", "comment");
        }
        if self.delimiter.is_none() && is_blank(self.quote) {
            return clash("delimiter", "quotechar");
        }
        if comment.is_some() && comment == self.quote {
            return clash("comment", "quotechar");
        }
        if comment.is_some() && comment == self.delimiter {
            return clash("comment", "delimiter");
        }
        if self.quote.is_some() && self.quote == self.delimiter {
            return clash("quotechar", "delimiter");
        }
        Ok(())
    }

    pub(super) fn is_delimiter(&self, character: char) -> bool {
        match self.delimiter {
            Some(delimiter) => character == delimiter,
            None => character.is_whitespace(),
        }
    }

    /// Whether a comment starts here.
    pub(super) fn starts_comment(&self, rest: &str) -> bool {
        self.comments.iter().any(|comment| rest.starts_with(comment.as_str()))
    }
}
