//! Text tables: rows of delimited numbers, as `loadtxt` reads them.

mod dialect;
mod field;
mod filling;
mod row;

use std::borrow::Cow;

use stridewise_core::{Element, Error, Number, Value, dispatch};
use stridewise_run::Array;

pub use dialect::Dialect;
pub use filling::Filling;
use row::{Progress, Row, RowReader};

/// Where the text of a table comes from, and what the caller has to say to it.
pub trait TableSource {
    type Error: From<Error>;

    /// The next piece of the text; `None` at its end.
    ///
    /// # Errors
    /// What reading it raised.
    fn piece(&mut self) -> Result<Option<Cow<'_, str>>, Self::Error>;

    /// The value of a field, by the caller's converter number `converter`.
    ///
    /// # Errors
    /// What the converter raised.
    fn convert(&mut self, converter: usize, field: &str, place: Place) -> Result<Value, Self::Error>;

    /// The error of a field that is no number of the table's dtype.
    fn unreadable(&mut self, field: &str, place: Place) -> Self::Error;

    /// The text of line `line` (counted from one) has no data and `max_rows` does not count it. Called once.
    ///
    /// # Errors
    /// What becomes of the warning.
    fn uncounted_line(&mut self, line: usize) -> Result<(), Self::Error>;
}

/// Where in the table a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from zero.
    pub row: usize,
    /// Counted from zero.
    pub column: usize,
}

/// Which of the caller's converters reads a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Converters {
    #[default]
    None,
    /// Converter 0 reads all columns.
    All,
    /// Converter `i` reads column `columns[i]`; negative ones count from the last.
    Columns(Vec<i64>),
}

/// What to read of a table.
#[derive(Clone, Debug)]
pub struct TableOptions {
    pub dialect: Dialect,
    pub number: Number,
    /// Lines to leave out at the start.
    pub skip_rows: usize,
    pub max_rows: Option<usize>,
    /// Columns to read, in this order; negative ones count from the last. `None`: all.
    pub columns: Option<Vec<i64>>,
    pub converters: Converters,
    /// What stands for fields without a number; without it they are errors.
    pub filling: Option<Filling>,
    /// Whether each piece of text is one line, so that a line break inside is an error.
    pub pieces_are_lines: bool,
}

/// Reads a table into an array of rows by columns. Lines without data are left out; where there is none at all, the
/// array has no rows, and one column unless columns were chosen.
///
/// # Errors
/// Those of the source; type error where the dialect contradicts itself; value error where rows differ in length, a
/// chosen column is missing, or a converter's column is.
pub fn read_table<S: TableSource>(source: &mut S, options: &TableOptions) -> Result<Array, S::Error> {
    options.dialect.check()?;
    dispatch!(options.number, T => read::<T, S>(source, options))
}

fn read<T: Element, S: TableSource>(source: &mut S, options: &TableOptions) -> Result<Array, S::Error> {
    let mut elements: Vec<T> = Vec::new();
    let mut reader = TableReader::new(source, options);
    let shape = reader.read(&mut |value| elements.push(value.cast::<T>()))?;
    Ok(Array::from_slice(&elements, &shape)?)
}

struct TableReader<'a, S> {
    source: &'a mut S,
    options: &'a TableOptions,
    piece: String,
    /// How much of the piece is read.
    used: usize,
    ended: bool,
    reader: RowReader,
    row: Row,
}

/// A column to read, and by which converter.
struct Column {
    column: i64,
    converter: Option<usize>,
}

impl<'a, S: TableSource> TableReader<'a, S> {
    fn new(source: &'a mut S, options: &'a TableOptions) -> Self {
        Self {
            source,
            options,
            piece: String::new(),
            used: 0,
            ended: false,
            reader: RowReader::new(),
            row: Row::default(),
        }
    }

    /// Hands over all elements, row by row, and tells the numbers of rows and columns.
    fn read(&mut self, push: &mut dyn FnMut(Value)) -> Result<[usize; 2], S::Error> {
        let chosen = self.options.columns.as_ref().map(Vec::len);
        for _ in 0..self.options.skip_rows {
            if !self.skip_line()? {
                return Ok([0, chosen.unwrap_or(1)]);
            }
        }
        let mut rows = 0;
        let mut line = self.options.skip_rows;
        let mut warned = false;
        let mut columns: Vec<Column> = Vec::new();
        let mut first_length = None;
        while self.options.max_rows.is_none_or(|most| rows < most) && self.next_row()? {
            line += 1;
            if self.row.is_empty() {
                if self.options.max_rows.is_some() && !warned {
                    warned = true;
                    self.source.uncounted_line(line)?;
                }
                continue;
            }
            let length = self.row.len();
            match first_length {
                None => {
                    first_length = Some(length);
                    columns = self.bind_columns(length)?;
                }
                Some(first) if first != length && chosen.is_none() => {
                    return Err(Error::value(format!(
                        "the number of columns changed from {first} to {length} at row {}; use `usecols` to \
                         select a subset and avoid this error",
                        rows + 1
                    ))
                    .into());
                }
                Some(_) => {}
            }
            for (which, column) in columns.iter().enumerate() {
                self.read_field(column, which, rows, push)?;
            }
            rows += 1;
        }
        Ok([rows, chosen.or(first_length).unwrap_or(1)])
    }

    fn read_field(
        &mut self,
        column: &Column,
        which: usize,
        row: usize,
        push: &mut dyn FnMut(Value),
    ) -> Result<(), S::Error> {
        let length = self.row.len() as i64;
        let position = if column.column < 0 { column.column + length } else { column.column };
        let Some(position) = usize::try_from(position).ok().filter(|&position| position < self.row.len())
        else {
            return Err(Error::value(format!(
                "invalid column index {} at row {} with {length} columns",
                column.column,
                row + 1
            ))
            .into());
        };
        let field = self.row.field(position);
        let place = Place { row, column: position };
        let value = match column.converter {
            Some(converter) => self.source.convert(converter, field, place)?,
            None => {
                let number = self.options.number;
                let filling = self.options.filling.as_ref();
                match (field::value(field, number), filling) {
                    (_, Some(filling)) if filling.is_missing(field) => filling.value(which, number),
                    (Some(value), _) => value,
                    (None, Some(filling)) if filling.loose => filling.value(which, number),
                    _ => return Err(self.source.unreadable(field, place)),
                }
            }
        };
        push(value);
        Ok(())
    }

    /// The columns of a table whose first row has `length` fields, with their converters.
    fn bind_columns(&self, length: usize) -> Result<Vec<Column>, S::Error> {
        let all = (0..length as i64).collect();
        let wanted = self.options.columns.as_ref().unwrap_or(&all);
        let mut columns: Vec<Column> =
            wanted.iter().map(|&column| Column { column, converter: None }).collect();
        match &self.options.converters {
            Converters::None => {}
            Converters::All => columns.iter_mut().for_each(|column| column.converter = Some(0)),
            Converters::Columns(keys) => {
                for (converter, &key) in keys.iter().enumerate() {
                    if self.options.columns.is_some() {
                        // Columns that are not read need no converter.
                        let same = columns.iter_mut().filter(|column| column.column == key);
                        same.for_each(|column| column.converter = Some(converter));
                        continue;
                    }
                    let position = if key < 0 { key + length as i64 } else { key };
                    let column = usize::try_from(position).ok().and_then(|place| columns.get_mut(place));
                    let Some(column) = column else {
                        return Err(Error::value(format!(
                            "converter specified for column {key}, which is invalid for the number of fields \
                             {length}."
                        ))
                        .into());
                    };
                    column.converter = Some(converter);
                }
            }
        }
        Ok(columns)
    }

    /// Makes the next piece the current one; `false` at the end of the text.
    fn next_piece(&mut self) -> Result<bool, S::Error> {
        self.piece.clear();
        self.used = 0;
        match self.source.piece()? {
            Some(piece) => self.piece.push_str(&piece),
            None => self.ended = true,
        }
        Ok(!self.ended)
    }

    /// Reads the next line into the row; `false` at the end of the text.
    fn next_row(&mut self) -> Result<bool, S::Error> {
        self.reader.start(&mut self.row);
        let mut started = false;
        loop {
            if self.used == self.piece.len() && (self.ended || !self.next_piece()?) {
                self.reader.finish(&self.options.dialect, &mut self.row);
                return Ok(started);
            }
            started = true;
            match self.reader.read(&self.piece[self.used..], &self.options.dialect, &mut self.row) {
                Progress::Row(read) => {
                    self.used += read;
                    if self.options.pieces_are_lines && self.used < self.piece.len() {
                        return Err(Error::value(
                            "Found an unquoted embedded newline within a single line of input.  This is \
                             currently not supported.",
                        )
                        .into());
                    }
                    return Ok(true);
                }
                Progress::More => {
                    self.used = self.piece.len();
                    if self.options.pieces_are_lines && !self.reader.is_inside_quotes() {
                        self.reader.finish(&self.options.dialect, &mut self.row);
                        return Ok(true);
                    }
                }
            }
        }
    }

    /// Leaves a line out, whatever it holds; `false` at the end of the text.
    fn skip_line(&mut self) -> Result<bool, S::Error> {
        loop {
            if self.used == self.piece.len() && (self.ended || !self.next_piece()?) {
                return Ok(false);
            }
            if self.options.pieces_are_lines {
                self.used = self.piece.len();
                return Ok(true);
            }
            let rest = &self.piece[self.used..];
            if let Some(end) = rest.find(['\n', '\r']) {
                let both = rest[end..].starts_with("\r\n");
                self.used += end + 1 + usize::from(both);
                return Ok(true);
            }
            self.used = self.piece.len();
            if self.piece.is_empty() {
                return Ok(false);
            }
        }
    }
}
