//! Arrays as text: nested brackets, lines of limited width, and an ellipsis where there is too much to show.

use stridewise_core::dtype::Kind;
use stridewise_core::{Result, Value, View};

use super::boolean::write_bool;
use super::complex::ComplexColumn;
use super::float_column::FloatColumn;
use super::integer::IntegerColumn;
use super::options::{Legacy, PrintOptions};
use super::scalar;

/// What stands around and between elements.
#[derive(Clone, Copy, Debug)]
pub struct ArrayText<'a> {
    /// Between elements; a line is broken after it, without its blanks.
    pub separator: &'a str,
    /// What the text is written after: following lines are indented by its width.
    pub prefix: &'a str,
    /// What is written after the text: lines leave room for it.
    pub suffix: &'a str,
}

impl Default for ArrayText<'_> {
    fn default() -> Self {
        Self { separator: " ", prefix: "", suffix: "" }
    }
}

/// The text of a view as NumPy's `array2string` writes it.
///
/// # Errors
/// Runtime error where the precision asks for elements of over 16384 characters.
///
/// ```
/// use stridewise::text::{ArrayText, PrintOptions, array_to_string};
/// use stridewise_core::{Buffer, DType, Layout, View};
///
/// let layout = Layout::contiguous(&[2, 2], 8).unwrap();
/// let view = View::new(DType::F64, layout, Buffer::zeroed(32).unwrap()).unwrap();
/// view.write_slice(&[1.0, 0.5, -2.0, 10.0]);
/// let text = array_to_string(&view, &PrintOptions::default(), ArrayText::default()).unwrap();
/// assert_eq!(text, "[[ 1.   0.5]\n [-2.  10. ]]");
/// ```
pub fn array_to_string(view: &View, options: &PrintOptions, text: ArrayText<'_>) -> Result<String> {
    if view.layout().is_empty() {
        return Ok("[]".to_owned());
    }
    if let Some(value) = old_scalar(view, options) {
        return Ok(scalar::python_repr(value));
    }
    let column = Column::new(view, options)?;
    array_to_string_with(view.shape(), options, text, &mut |index| {
        column.write(view.value_at(index).unwrap_or(Value::Bool(false)))
    })
}

/// The only element of an array without axes, where an imitation of NumPy 1.13 writes it as a Python number.
pub fn old_scalar(view: &View, options: &PrintOptions) -> Option<Value> {
    if options.legacy > Legacy::V1_13 { None } else { view.value_at(&[]) }
}

/// The text of an array of `shape` whose elements `write` gives, by index, in the order in which they are shown.
///
/// # Errors
/// Those of `write`.
pub fn array_to_string_with<E>(
    shape: &[usize],
    options: &PrintOptions,
    text: ArrayText<'_>,
    write: &mut dyn FnMut(&[usize]) -> std::result::Result<String, E>,
) -> std::result::Result<String, E> {
    if shape.contains(&0) {
        return Ok("[]".to_owned());
    }
    let old = options.legacy <= Legacy::V1_13;
    let suffix = if old { 0 } else { width(text.suffix) as i64 };
    let indent = " ".repeat(width(text.prefix) + 1);
    let mut writer = Writer { shape, options, separator: text.separator, write, index: Vec::new(), old };
    writer.block(&indent, options.line_width.saturating_sub(suffix))
}

/// Whether the text of an array of this many elements is shortened.
pub fn is_summarised(size: usize, options: &PrintOptions) -> bool {
    size > options.threshold
}

/// How the elements of an array are written, found from those that are shown.
#[derive(Clone, Debug)]
pub enum Column {
    Bool { scalar: bool },
    Integer(IntegerColumn),
    Float(FloatColumn),
    Complex(Box<ComplexColumn>),
}

impl Column {
    /// # Errors
    /// Runtime error where the precision asks for elements of over 16384 characters.
    pub fn new(view: &View, options: &PrintOptions) -> Result<Self> {
        let number = view.dtype().number();
        let scalar = view.ndim() == 0;
        if number.kind() == Kind::Bool {
            return Ok(Self::Bool { scalar });
        }
        let values = shown_values(view, options);
        Ok(match number.kind() {
            Kind::Float => {
                let values: Vec<f64> = values.into_iter().map(Value::to_f64).collect();
                Self::Float(FloatColumn::new(&values, number, scalar, options)?)
            }
            Kind::Complex => {
                let values: Vec<_> = values.into_iter().map(Value::to_complex).collect();
                Self::Complex(Box::new(ComplexColumn::new(&values, number, scalar, options)?))
            }
            _ => {
                let values: Vec<i128> = values.into_iter().map(to_integer).collect();
                Self::Integer(IntegerColumn::new(&values, options))
            }
        })
    }

    /// One element, as wide as the others.
    ///
    /// # Errors
    /// As [`Column::new`].
    pub fn write(&self, value: Value) -> Result<String> {
        match self {
            Self::Bool { scalar } => Ok(write_bool(value.is_true(), *scalar)),
            Self::Integer(column) => Ok(column.write(to_integer(value))),
            Self::Float(column) => column.write(value.to_f64()),
            Self::Complex(column) => column.write(value.to_complex()),
        }
    }
}

fn to_integer(value: Value) -> i128 {
    match value {
        Value::Int(value) => value,
        other => other.to_f64() as i128,
    }
}

/// The values at the edges of a summarised array, and all of any other.
fn shown_values(view: &View, options: &PrintOptions) -> Vec<Value> {
    let summarised = is_summarised(view.size(), options);
    let edge = options.edge_items;
    let positions: Vec<Vec<usize>> = view
        .shape()
        .iter()
        .map(|&length| {
            // No edge at all still shows the last element; the whole axis then decides on the form.
            if summarised && edge > 0 && length > edge.saturating_mul(2) {
                (0..edge).chain(length - edge..length).collect()
            } else {
                (0..length).collect()
            }
        })
        .collect();
    let mut values = Vec::new();
    let mut place = vec![0usize; positions.len()];
    loop {
        let index: Vec<usize> = place.iter().zip(&positions).map(|(&i, axis)| axis[i]).collect();
        values.extend(view.value_at(&index));
        let Some(axis) = (0..place.len()).rev().find(|&axis| place[axis] + 1 < positions[axis].len()) else {
            return values;
        };
        place[axis] += 1;
        place[axis + 1..].fill(0);
    }
}

/// Characters of a text, as columns of a line.
fn width(text: &str) -> usize {
    text.chars().count()
}

struct Writer<'a, E> {
    shape: &'a [usize],
    options: &'a PrintOptions,
    separator: &'a str,
    write: &'a mut dyn FnMut(&[usize]) -> std::result::Result<String, E>,
    /// Where in the array the writer is: the axes that it has entered.
    index: Vec<usize>,
    /// Whether the text is that of NumPy 1.13, which broke lines by other counts.
    old: bool,
}

impl<E> Writer<'_, E> {
    /// The elements below the current index, in brackets. `indent` stands before each line but the first;
    /// `line_width` is what lines may take, less the brackets already open.
    fn block(&mut self, indent: &str, line_width: i64) -> std::result::Result<String, E> {
        let axis = self.index.len();
        let Some(&length) = self.shape.get(axis) else {
            return (self.write)(&self.index);
        };
        let inner_indent = format!("{indent} ");
        let inner_width = if self.old { line_width } else { line_width.saturating_sub(1) };
        let size = self.shape.iter().product();
        let edge = self.options.edge_items;
        let summarised = is_summarised(size, self.options) && edge.saturating_mul(2) < length;
        let (leading, trailing) = if summarised { (edge, edge.max(1)) } else { (0, length) };
        let ellipsis = summarised.then_some(leading);
        let positions = (0..leading).chain(length - trailing..length);
        let inner = if axis + 1 == self.shape.len() {
            self.row(positions, ellipsis, indent, &inner_indent, line_width, inner_width)?
        } else {
            self.rows(positions, ellipsis, indent, &inner_indent, inner_width)?
        };
        Ok(format!("[{inner}]"))
    }

    fn item(&mut self, position: usize, indent: &str, line_width: i64) -> std::result::Result<String, E> {
        self.index.push(position);
        let text = self.block(indent, line_width);
        self.index.pop();
        text
    }

    /// Elements of the last axis, in lines of at most `line_width`.
    fn row(
        &mut self,
        positions: impl Iterator<Item = usize>,
        ellipsis: Option<usize>,
        indent: &str,
        inner_indent: &str,
        line_width: i64,
        inner_width: i64,
    ) -> std::result::Result<String, E> {
        let separator_width = width(self.separator.trim_end()) as i64;
        let room = line_width.saturating_sub(if self.old { separator_width } else { separator_width.max(1) });
        let mut lines = Lines { done: String::new(), line: indent.to_owned(), indent, old: self.old };
        let mut positions = positions.enumerate().peekable();
        while let Some((count, position)) = positions.next() {
            if ellipsis == Some(count) {
                lines.add("...", room);
                lines.line.push_str(if self.old { ", " } else { self.separator });
            }
            let word = self.item(position, inner_indent, inner_width)?;
            let last = positions.peek().is_none();
            lines.add(&word, if last && self.old { line_width } else { room });
            if !last {
                lines.line.push_str(self.separator);
            }
        }
        lines.done.push_str(&lines.line);
        Ok(lines.done[indent.len()..].to_owned())
    }

    /// Blocks of another axis, one below the other.
    fn rows(
        &mut self,
        positions: impl Iterator<Item = usize>,
        ellipsis: Option<usize>,
        indent: &str,
        inner_indent: &str,
        inner_width: i64,
    ) -> std::result::Result<String, E> {
        let axes_left = self.shape.len() - self.index.len();
        let between = format!("{}{}", self.separator.trim_end(), "\n".repeat(axes_left - 1));
        let mut text = String::new();
        for (count, position) in positions.enumerate() {
            if count > 0 && ellipsis != Some(count) {
                text.push_str(&between);
                text.push_str(indent);
            }
            if ellipsis == Some(count) {
                if count > 0 {
                    text.push_str(&between);
                    text.push_str(indent);
                }
                text.push_str("...");
                text.push_str(if self.old { ", \n" } else { &between });
                text.push_str(indent);
            }
            text.push_str(&self.item(position, inner_indent, inner_width)?);
        }
        Ok(text)
    }
}

/// Lines that are filled word by word.
struct Lines<'a> {
    done: String,
    line: String,
    indent: &'a str,
    old: bool,
}

impl Lines<'_> {
    fn add(&mut self, word: &str, room: i64) {
        let parts: Vec<&str> = if self.old { vec![word] } else { word.lines().collect() };
        if parts.len() <= 1 {
            if !self.fits(width(word), room) {
                self.wrap();
            }
            self.line.push_str(word);
            return;
        }
        // A word of several lines keeps its own left edge, and is as wide as its widest line.
        let widest = parts.iter().map(|part| width(part)).max().unwrap_or(0);
        let starts_line = !self.fits(widest, room);
        if starts_line {
            self.wrap();
        }
        let edge = if starts_line { self.indent.to_owned() } else { " ".repeat(width(&self.line)) };
        for (count, part) in parts.iter().enumerate() {
            if count > 0 {
                self.done.push_str(self.line.trim_end());
                self.done.push('\n');
                self.line.clone_from(&edge);
            }
            self.line.push_str(part);
        }
        let last = parts.last().map_or(0, |part| width(part));
        self.line.push_str(&" ".repeat(widest - last));
    }

    /// Whether a word goes on this line: it has room, or the next line would have no more.
    fn fits(&self, word: usize, room: i64) -> bool {
        let has_room = (width(&self.line) + word) as i64 <= room;
        has_room || (!self.old && width(&self.line) <= width(self.indent))
    }

    fn wrap(&mut self) {
        self.done.push_str(self.line.trim_end());
        self.done.push('\n');
        self.line = self.indent.to_owned();
    }
}
