//! The fields of one row.

use super::dialect::Dialect;

/// The fields of one row, as parts of one text.
#[derive(Clone, Debug, Default)]
pub struct Row {
    text: String,
    /// Where each field ends in the text.
    ends: Vec<usize>,
    /// Whether any field was quoted: such a row is never empty.
    quoted: bool,
}

impl Row {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The field at `position`; empty where there is none.
    pub fn field(&self, position: usize) -> &str {
        let Some(&end) = self.ends.get(position) else { return "" };
        let start = position.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..end]
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.quoted = false;
    }

    fn end_field(&mut self) {
        self.ends.push(self.text.len());
    }

    /// A line without a character is no row of one empty field.
    fn finish(&mut self) {
        if self.len() == 1 && self.text.is_empty() && !self.quoted {
            self.ends.clear();
        }
    }
}

/// Where the reader of a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quote inside quotes: the end of them, or the first half of a doubled one.
    AfterQuote,
    Comment,
}

/// Reads a row from pieces of text, character by character.
#[derive(Debug)]
pub(super) struct RowReader {
    state: State,
    /// Whether the last line ended in a carriage return, whose line feed may follow in the next piece.
    after_return: bool,
}

/// What a piece of text had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// A whole row; the rest of the piece starts here.
    Row(usize),
    /// No line break: the row goes on in the next piece, if there is one.
    More,
}

impl RowReader {
    pub fn new() -> Self {
        Self { state: State::FieldStart, after_return: false }
    }

    pub fn start(&mut self, row: &mut Row) {
        row.clear();
        self.state = State::FieldStart;
    }

    /// Whether a line break now would belong to a field.
    pub fn is_inside_quotes(&self) -> bool {
        self.state == State::Quoted
    }

    pub fn read(&mut self, piece: &str, dialect: &Dialect, row: &mut Row) -> Progress {
        for (place, character) in piece.char_indices() {
            if self.after_return {
                self.after_return = false;
                if character == '\n' {
                    continue;
                }
            }
            if self.state != State::Quoted && matches!(character, '\n' | '\r') {
                let rest = &piece[place + 1..];
                let both = character == '\r' && rest.starts_with('\n');
                self.after_return = character == '\r' && rest.is_empty();
                self.finish(dialect, row);
                return Progress::Row(place + 1 + usize::from(both));
            }
            self.step(character, &piece[place..], dialect, row);
        }
        Progress::More
    }

    fn step(&mut self, character: char, rest: &str, dialect: &Dialect, row: &mut Row) {
        match self.state {
            State::Comment => {}
            State::Quoted if Some(character) == dialect.quote => self.state = State::AfterQuote,
            State::Quoted => row.text.push(character),
            State::AfterQuote if Some(character) == dialect.quote => {
                row.text.push(character);
                self.state = State::Quoted;
            }
            State::FieldStart if Some(character) == dialect.quote => {
                row.quoted = true;
                self.state = State::Quoted;
            }
            State::FieldStart if dialect.delimiter.is_none() && character.is_whitespace() => {}
            State::FieldStart | State::AfterQuote | State::Plain => {
                if dialect.starts_comment(rest) {
                    self.end_last_field(dialect, row);
                    self.state = State::Comment;
                } else if dialect.is_delimiter(character) {
                    row.end_field();
                    self.state = State::FieldStart;
                } else {
                    row.text.push(character);
                    self.state = State::Plain;
                }
            }
        }
    }

    /// Between white space there is no field; between two delimiters there is an empty one.
    fn end_last_field(&self, dialect: &Dialect, row: &mut Row) {
        if self.state != State::FieldStart || dialect.delimiter.is_some() {
            row.end_field();
        }
    }

    /// Ends the row at a line break or the end of the text.
    pub fn finish(&mut self, dialect: &Dialect, row: &mut Row) {
        if self.state != State::Comment {
            self.end_last_field(dialect, row);
        }
        row.finish();
        self.state = State::FieldStart;
    }
}
