//! The strings that name descriptors: single ones, and several with commas between them for the fields of a record.

use std::sync::Arc;

use super::{Date, DateKind, DateUnit, Descriptor, MAX_SIZE, NewField, Record};
use crate::dtype::{ByteOrder, DType, quoted};
use crate::error::{Error, Result};

/// What a string names, and what its author should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Spelled {
    pub descriptor: Descriptor,
    /// Why this way of writing it will not be read for ever.
    pub deprecation: Option<&'static str>,
}

impl From<Descriptor> for Spelled {
    fn from(descriptor: Descriptor) -> Self {
        Self { descriptor, deprecation: None }
    }
}

const LETTER_A: &str = "Data type alias 'a' was deprecated in NumPy 2.0. Use the 'S' alias instead.";
const LONE_REPEAT: &str = "Passing in a parenthesized single number for repeats is deprecated; pass either a single \
                           number or indicate a tuple with a comma, like \"(2,)\".";

/// The name of variable-length text, which is not there.
const VARIABLE_TEXT: &str = "T";

impl Descriptor {
    /// Reads any spelling of a dtype, those of [`DType::parse`] among them: `S5`, `<U5`, `V8`, `O`, `M8[25s]`, their
    /// names, a shape before any of them (`(2,3)i4`), and several with commas between them (`i4,f8`), which are the
    /// fields of a record, `aligned` or not.
    ///
    /// # Errors
    /// Type error for text that names none, and those of [`DateUnit::parse`], [`Record::packed`] and
    /// [`Descriptor::repeated`].
    ///
    /// ```
    /// use stridewise_core::dtype::Descriptor;
    ///
    /// let read = |text| Descriptor::parse(text, false).unwrap().descriptor;
    /// assert_eq!(read("U5"), Descriptor::text(5));
    /// assert_eq!(read("i4,(2,)f8").to_string(), "[('f0', '<i4'), ('f1', '<f8', (2,))]");
    /// assert_eq!(read("m8[25s]").repr(), "dtype('<m8[25s]')");
    /// ```
    pub fn parse(text: &str, aligned: bool) -> Result<Spelled> {
        if let Some(dtype) = DType::parse_number(text) {
            return Ok(Self::Number(dtype).into());
        }
        if is_list(text) { parse_list(text, aligned) } else { parse_one(text) }
    }
}

fn not_understood(text: &str) -> Error {
    Error::type_error(format!("data type {} not understood", quoted(text)))
}

fn order_mark(text: &str) -> (Option<ByteOrder>, &str) {
    let order = match text.chars().next() {
        Some('<') => ByteOrder::Little,
        Some('>') => ByteOrder::Big,
        Some('=' | '|') => ByteOrder::NATIVE,
        _ => return (None, text),
    };
    (Some(order), &text[1..])
}

/// A single dtype that is no number.
fn parse_one(text: &str) -> Result<Spelled> {
    if let Some(error) = DType::removed_name(text) {
        return Err(error);
    }
    let named = match text {
        "str" | "str_" | "unicode" => Some(Descriptor::text(0)),
        "bytes" | "bytes_" => Some(Descriptor::Bytes { length: 0 }),
        "void" => Some(Descriptor::Void { size: 0 }),
        "object" | "object_" => Some(Descriptor::Object),
        "c" => Some(Descriptor::Bytes { length: 1 }),
        VARIABLE_TEXT => {
            return Err(Error::type_error("data type 'T', text of variable length, is not supported yet"));
        }
        _ => None,
    };
    if let Some(descriptor) = named {
        return Ok(descriptor.into());
    }
    for kind in [DateKind::Point, DateKind::Span] {
        if let Some(unit) = text.strip_prefix(kind.name())
            && (unit.is_empty() || unit.starts_with('['))
        {
            return Ok(Descriptor::Date(Date::native(kind, DateUnit::parse(unit)?)).into());
        }
    }
    let (order, code) = order_mark(text);
    let order = order.unwrap_or(ByteOrder::NATIVE);
    let mut characters = code.chars();
    let letter = characters.next().ok_or_else(|| not_understood(text))?;
    let rest = characters.as_str();
    let kind = match letter {
        'M' => Some(DateKind::Point),
        'm' => Some(DateKind::Span),
        _ => None,
    };
    if let Some(kind) = kind {
        let unit = if rest.is_empty() { Some("") } else { rest.strip_prefix('8') };
        let unit = unit.filter(|unit| unit.is_empty() || unit.starts_with('['));
        let unit = DateUnit::parse(unit.ok_or_else(|| not_understood(text))?)?;
        return Ok(Descriptor::Date(Date { kind, unit, order }).into());
    }
    let size = match rest {
        "" => 0,
        digits => digits.trim_start().parse::<usize>().map_err(|_| not_understood(text))?,
    };
    let descriptor = match letter {
        'S' | 'a' => Descriptor::Bytes { length: size },
        'U' if size <= MAX_SIZE => Descriptor::Text { length: size, order },
        'V' => Descriptor::Void { size },
        'O' if rest.is_empty() || size == 4 || size == 8 => Descriptor::Object,
        _ => return Err(not_understood(text)),
    };
    if descriptor.size() > MAX_SIZE {
        return Err(not_understood(text));
    }
    let deprecation = (letter == 'a').then_some(LETTER_A);
    Ok(Spelled { descriptor, deprecation })
}

/// Whether text is to be read as a list: it begins with a shape, or has a comma outside brackets.
fn is_list(text: &str) -> bool {
    let (_, rest) = order_mark(text);
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    if let Some(inner) = rest.strip_prefix('(')
        && let Some((shape, _)) = inner.split_once(')')
        && (shape.trim().is_empty() || shape.contains(','))
    {
        return true;
    }
    let mut depth = 0_usize;
    text.chars().any(|character| {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    })
}

/// Splits at the first character that does not fit.
fn split_while(text: &str, fits: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|character| !fits(character)).unwrap_or(text.len()))
}

fn parse_list(text: &str, aligned: bool) -> Result<Spelled> {
    let mut found: Vec<Descriptor> = Vec::new();
    let mut deprecation = None;
    let mut rest = text;
    let single = loop {
        let unrecognized =
            || Error::value(format!("format number {} of \"{text}\" is not recognized", found.len() + 1));
        let (order, after) = order_mark(rest);
        let (shape, after) = leading_shape(after).ok_or_else(unrecognized)?;
        let (inner_order, _) = order_mark(after);
        if let (Some(order), Some(inner)) = (order, inner_order)
            && order != inner
        {
            return Err(Error::value(format!(
                "inconsistent byte-order specification {} and {}",
                &rest[..1],
                &after[..1]
            )));
        }
        let marked = after.len() - order_mark(after).1.len();
        let name_end = marked + name_length(&after[marked..]);
        let (name, after) = after.split_at(name_end);
        let name = match (order, inner_order) {
            (Some(_), None) => format!("{}{name}", &rest[..1]),
            _ => name.to_owned(),
        };
        let one = match DType::parse_number(&name) {
            Some(dtype) => Descriptor::Number(dtype).into(),
            None => parse_one(&name)?,
        };
        let (shape, lone) = shape;
        deprecation = deprecation.or(one.deprecation).or(lone.then_some(LONE_REPEAT));
        found.push(one.descriptor.repeated(shape)?);
        let after = after.trim_start();
        if after.is_empty() {
            break found.len() == 1;
        }
        let Some(next) = after.strip_prefix(',') else { return Err(not_understood(text)) };
        rest = next.trim_start();
        if rest.is_empty() {
            break false;
        }
    };
    let descriptor = match found.pop() {
        Some(only) if single => only,
        last => {
            let unnamed = |descriptor| NewField { name: Arc::from(""), title: None, descriptor };
            let fields = found.into_iter().chain(last).map(unnamed).collect();
            Descriptor::Record(Arc::new(Record::packed(fields, aligned)?))
        }
    };
    Ok(Spelled { descriptor, deprecation })
}

/// The shape that text begins with, whether it is a number alone in parentheses, and the text behind it; `None` where
/// it is no shape.
fn leading_shape(text: &str) -> Option<((Vec<usize>, bool), &str)> {
    let (lengths, parenthesised, rest) = match text.trim_start().strip_prefix('(') {
        Some(inner) => {
            let (lengths, rest) = inner.split_once(')')?;
            (lengths, true, rest)
        }
        None => {
            let (lengths, rest) = split_while(text, |c| c.is_ascii_digit() || matches!(c, ' ' | ','));
            (lengths, false, rest)
        }
    };
    let rest = rest.trim_start_matches(' ');
    let lengths = lengths.trim();
    if lengths.is_empty() {
        return Some(((Vec::new(), false), rest));
    }
    let lone = parenthesised && !lengths.contains(',');
    let lengths = lengths.strip_suffix(',').unwrap_or(lengths);
    let shape: Option<Vec<usize>> = lengths
        .split(',')
        .map(|length| {
            let length = length.trim();
            length.bytes().all(|byte| byte.is_ascii_digit()).then(|| length.parse().ok())?
        })
        .collect();
    Some(((shape?, lone), rest))
}

/// How long the name is that text begins with: letters, digits, `.` and `?`, and a unit in brackets.
fn name_length(text: &str) -> usize {
    let (name, rest) = split_while(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '?' | '_'));
    let unit = match rest.strip_prefix('[').and_then(|inner| inner.find(']')) {
        Some(end) => end + 2,
        None => 0,
    };
    name.len() + unit
}
