//! Descriptors as text: the array-protocol string, and what `str` and `repr` write.

use std::fmt::{self, Write as _};

use super::{Date, Descriptor, Record};
use crate::dtype::{ByteOrder, Kind, quoted};
use crate::error::tuple;

fn mark(order: ByteOrder) -> char {
    if order == ByteOrder::Little { '<' } else { '>' }
}

impl Descriptor {
    /// The array-protocol string: byte order, kind and size, as in `"<f8"`, `"<U5"` or `"|V8"`.
    pub fn protocol(&self) -> String {
        match self {
            Self::Number(dtype) => dtype.protocol(),
            Self::Text { length, order } => format!("{}U{length}", mark(*order)),
            Self::Date(date) => self.date_code(date),
            Self::Object => "|O".to_owned(),
            Self::Bytes { .. } | Self::Void { .. } | Self::Record(_) | Self::Subarray(_) => {
                format!("|{}{}", self.kind(), self.size())
            }
        }
    }

    fn date_code(&self, date: &Date) -> String {
        format!("{}{}8{}", mark(date.order), self.character(), date.unit)
    }

    /// As `repr` writes it: `dtype('float64')`, `dtype([('a', '<i4')], align=True)`.
    pub fn repr(&self) -> String {
        let align = if self.is_aligned() { ", align=True" } else { "" };
        format!("dtype({}{align})", self.argument(true, false))
    }

    /// What `dtype` has to be called with for it: with the name of a number where that stands `alone`, and told that a
    /// record's own fields are aligned where that has to be said.
    fn argument(&self, alone: bool, says_alignment: bool) -> String {
        match self {
            Self::Number(dtype) if alone => format!("'{dtype}'"),
            Self::Number(dtype) if dtype.kind() == Kind::Bool => "'?'".to_owned(),
            Self::Number(dtype) => format!("'{}'", dtype.protocol().trim_start_matches('|')),
            Self::Text { length: 0, order } => format!("'{}U'", mark(*order)),
            Self::Text { .. } => format!("'{}'", self.protocol()),
            Self::Date(date) => format!("'{}'", self.date_code(date)),
            Self::Object => "'O'".to_owned(),
            Self::Bytes { length: size } | Self::Void { size } => match size {
                0 => format!("'{}'", self.kind()),
                size => format!("'{}{size}'", self.kind()),
            },
            Self::Record(record) => match record.class() {
                Some(class) => format!("({class}, {})", fields(record, says_alignment)),
                None => fields(record, says_alignment),
            },
            Self::Subarray(subarray) => {
                format!("({}, {})", subarray.base().argument(false, false), tuple(subarray.shape()))
            }
        }
    }
}

/// The fields as a list where they lie one after the other, else as a dictionary of lists.
fn fields(record: &Record, says_alignment: bool) -> String {
    let aligned = says_alignment && record.is_aligned();
    if is_plain(record) && !aligned { list(record) } else { dictionary(record, aligned) }
}

/// Whether laying out the fields anew puts them where they are.
fn is_plain(record: &Record) -> bool {
    let mut end = 0_usize;
    for field in record.fields() {
        let alignment = if record.is_aligned() { field.descriptor.alignment().max(1) } else { 1 };
        if field.offset != end.next_multiple_of(alignment) {
            return false;
        }
        end = field.offset + field.descriptor.size();
    }
    let alignment = if record.is_aligned() { record.alignment() } else { 1 };
    record.size() == end.next_multiple_of(alignment.max(1))
}

fn list(record: &Record) -> String {
    let items = record.fields().iter().map(|field| {
        let name = match &field.title {
            Some(title) => format!("({}, {})", quoted(title), quoted(&field.name)),
            None => quoted(&field.name),
        };
        match &field.descriptor {
            Descriptor::Subarray(subarray) => {
                format!("({name}, {}, {})", subarray.base().argument(false, false), tuple(subarray.shape()))
            }
            other => format!("({name}, {})", other.argument(false, false)),
        }
    });
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn dictionary(record: &Record, with_alignment: bool) -> String {
    let fields = record.fields();
    let joined = |items: Vec<String>| items.join(", ");
    let mut text = String::from("{");
    let _ = write!(
        text,
        "'names': [{}], 'formats': [{}], 'offsets': [{}]",
        joined(fields.iter().map(|field| quoted(&field.name)).collect()),
        joined(fields.iter().map(|field| field.descriptor.argument(false, false)).collect()),
        joined(fields.iter().map(|field| field.offset.to_string()).collect()),
    );
    if fields.iter().any(|field| field.title.is_some()) {
        let title = |title: &Option<_>| {
            title.as_deref().map_or_else(|| "None".to_owned(), |title: &str| quoted(title))
        };
        let _ = write!(
            text,
            ", 'titles': [{}]",
            joined(fields.iter().map(|field| title(&field.title)).collect())
        );
    }
    let _ = write!(text, ", 'itemsize': {}", record.size());
    if with_alignment {
        text.push_str(", 'aligned': True");
    }
    text.push('}');
    text
}

/// As `str` writes it: the name of what has its native byte order, the array-protocol string of what has not, the
/// fields of a record.
impl fmt::Display for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(dtype) => dtype.fmt(f),
            Self::Object => f.write_str("object"),
            Self::Date(date) if date.order == ByteOrder::NATIVE => f.write_str(&self.name()),
            Self::Record(_) | Self::Subarray(_) => f.write_str(&self.argument(false, true)),
            _ => f.write_str(&self.protocol()),
        }
    }
}
