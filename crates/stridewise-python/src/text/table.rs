//! Text tables: the part of `loadtxt` below its arguments.

use std::borrow::Cow;

use pyo3::exceptions::{PyTypeError, PyUserWarning, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyDict, PyFloat, PyIterator, PyString};
use stridewise::text::parse;
use stridewise::text::table::{Converters, Dialect, Filling, Place, TableOptions, TableSource, read_table};
use stridewise_core::dtype::C128;
use stridewise_core::{DType, Error, Order, Value};

use crate::convert::{truth_argument, value_of_leaf};
use crate::dtype::dtype_argument;
use crate::error::{OrRaise, raise};
use crate::wrap;

/// An exception on its way, from Python or from the library.
struct Raised(PyErr);

impl From<Error> for Raised {
    fn from(error: Error) -> Self {
        Self(Python::attach(|py| raise(py, &error)))
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

/// The pieces of a table that Python hands over, and its converters.
struct PythonSource<'py> {
    pieces: Bound<'py, PyIterator>,
    piece: Option<Bound<'py, PyString>>,
    converters: Vec<Bound<'py, PyAny>>,
    /// Whether converters get bytes, as they did before text was Unicode.
    converters_take_bytes: bool,
    encoding: String,
    dtype: DType,
    max_rows: usize,
}

impl PythonSource<'_> {
    fn failed(&self, field: &str, place: Place, cause: Option<PyErr>) -> Raised {
        let py = self.pieces.py();
        let quoted =
            PyString::new(py, field).repr().map_or_else(|_| field.to_owned(), |text| text.to_string());
        let error = PyValueError::new_err(format!(
            "could not convert string {quoted} to {} at row {}, column {}.",
            self.dtype,
            place.row,
            place.column + 1
        ));
        error.set_cause(py, cause);
        Raised(error)
    }

    /// What a converter gave, as an element: numbers, `None` for not-a-number, text that is read in turn.
    fn converted(&self, result: &Bound<'_, PyAny>) -> PyResult<Value> {
        if let Some((value, _)) = value_of_leaf(result, None)? {
            return Ok(value);
        }
        if result.is_none() && self.dtype.number().is_inexact() {
            return Ok(Value::Float(f64::NAN));
        }
        let number = self.dtype.number();
        if let Ok(text) = result.cast::<PyString>() {
            let text = text.to_str()?;
            if number.is_integer()
                && let Some(value) = parse::integer(text)
            {
                return Ok(Value::Int(value));
            }
            if number.is_complex()
                && let Some(value) = parse::complex(text, 'j')
            {
                return Ok(Value::Complex(value));
            }
            if let Some(value) = parse::float(text) {
                return Ok(Value::Float(value));
            }
        }
        if number.is_complex() {
            let value = result.py().get_type::<PyComplex>().call1((result,))?.cast_into::<PyComplex>()?;
            return Ok(Value::Complex(C128::new(value.real(), value.imag())));
        }
        let class = result.py().get_type::<PyFloat>();
        Ok(Value::Float(class.call1((result,))?.extract()?))
    }
}

impl TableSource for PythonSource<'_> {
    type Error = Raised;

    fn piece(&mut self) -> Result<Option<Cow<'_, str>>, Raised> {
        let Some(item) = self.pieces.next().transpose()? else { return Ok(None) };
        let text = if let Ok(text) = item.cast::<PyString>() {
            text.clone()
        } else if item.is_instance_of::<PyBytes>() {
            item.call_method1("decode", (self.encoding.as_str(),))?
                .cast_into::<PyString>()
                .map_err(PyErr::from)?
        } else {
            return Err(PyTypeError::new_err("non-string returned while reading data").into());
        };
        Ok(Some(self.piece.insert(text).to_cow()?))
    }

    fn convert(&mut self, converter: usize, field: &str, place: Place) -> Result<Value, Raised> {
        let py = self.pieces.py();
        let argument = if self.converters_take_bytes {
            PyString::new(py, field).call_method1("encode", (self.encoding.as_str(),))?
        } else {
            PyString::new(py, field).into_any()
        };
        let Some(converter) = self.converters.get(converter) else {
            return Err(self.failed(field, place, None));
        };
        converter
            .call1((argument,))
            .and_then(|result| self.converted(&result))
            .map_err(|cause| self.failed(field, place, Some(cause)))
    }

    fn unreadable(&mut self, field: &str, place: Place) -> Raised {
        self.failed(field, place, None)
    }

    fn uncounted_line(&mut self, line: usize) -> Result<(), Raised> {
        let py = self.pieces.py();
        let text = format!(
            "Input line {line} contained no data and will not be counted towards `max_rows={}`.  Rows are what \
             is counted, not lines; `itertools.islice` counts lines.  This warning is given once per call; \
             `warnings.filterwarnings` silences it.",
            self.max_rows
        );
        let text = std::ffi::CString::new(text).unwrap_or_default();
        Ok(PyErr::warn(py, &py.get_type::<PyUserWarning>(), &text, 3)?)
    }
}

/// A control character: one character, or `None`.
fn control(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<char>> {
    let Some(value) = value else { return Ok(None) };
    let text = value.extract::<String>().unwrap_or_default();
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(Some(character)),
        _ => Err(PyTypeError::new_err(format!(
            "Text reading control character must be a single unicode character or None; but got: {}",
            value.repr()?
        ))),
    }
}

/// Rows by columns of the numbers that the pieces of text hold.
#[pyfunction]
#[pyo3(signature = (
    pieces, dtype, *, delimiter, comments, quotechar, skiprows, max_rows, usecols, converters, pieces_are_lines,
    encoding, converters_take_bytes, filling=None
))]
fn _read_table<'py>(
    pieces: &Bound<'py, PyAny>,
    dtype: &Bound<'py, PyAny>,
    delimiter: Option<&Bound<'py, PyAny>>,
    comments: Vec<String>,
    quotechar: Option<&Bound<'py, PyAny>>,
    skiprows: usize,
    max_rows: Option<usize>,
    usecols: Option<Vec<i64>>,
    converters: Option<&Bound<'py, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] pieces_are_lines: bool,
    encoding: String,
    #[pyo3(from_py_with = truth_argument)] converters_take_bytes: bool,
    filling: Option<GivenFilling<'py>>,
) -> PyResult<Py<PyAny>> {
    let py = pieces.py();
    let dtype = dtype_argument(dtype)?;
    let dialect = Dialect { delimiter: control(delimiter)?, comments, quote: control(quotechar)? };
    let (which, converters) = converters_argument(converters)?;
    let options = TableOptions {
        dialect,
        number: dtype.number(),
        skip_rows: skiprows,
        max_rows,
        columns: usecols,
        converters: which,
        filling: filling.map(filling_argument).transpose()?,
        pieces_are_lines,
    };
    let mut source = PythonSource {
        pieces: pieces.try_iter()?,
        piece: None,
        converters,
        converters_take_bytes,
        encoding,
        dtype,
        max_rows: max_rows.unwrap_or(0),
    };
    let table = read_table(&mut source, &options).map_err(|raised| raised.0)?;
    let table = if dtype.is_native() { table } else { table.astype(dtype, Order::C).or_raise(py)? };
    wrap::array(py, table)
}

/// The words that mean a missing number, what stands for it, and whether other text does too.
type GivenFilling<'py> = (Vec<String>, Vec<Bound<'py, PyAny>>, bool);

fn filling_argument((words, values, loose): GivenFilling<'_>) -> PyResult<Filling> {
    let values = values
        .iter()
        .map(|value| match value_of_leaf(value, None)? {
            Some((value, _)) => Ok(value),
            None => Err(PyTypeError::new_err(format!("{} does not fill a number", value.repr()?))),
        })
        .collect::<PyResult<_>>()?;
    Ok(Filling { words, values, loose })
}

/// One converter for all columns, or a dict of them by column.
fn converters_argument<'py>(
    converters: Option<&Bound<'py, PyAny>>,
) -> PyResult<(Converters, Vec<Bound<'py, PyAny>>)> {
    let Some(converters) = converters else { return Ok((Converters::None, Vec::new())) };
    let Ok(by_column) = converters.cast::<PyDict>() else {
        if converters.is_callable() {
            return Ok((Converters::All, vec![converters.clone()]));
        }
        return Err(PyTypeError::new_err(
            "converters must be a dictionary mapping columns to converter functions or a single callable.",
        ));
    };
    let mut columns = Vec::new();
    let mut functions = Vec::new();
    for (column, function) in by_column {
        let Ok(column) = column.extract::<i64>() else {
            return Err(PyTypeError::new_err(format!(
                "keys of the converters dictionary must be integers; got {}",
                column.repr()?
            )));
        };
        if !function.is_callable() {
            return Err(PyTypeError::new_err(format!(
                "values of the converters dictionary must be callable, but the value associated with key {column} \
                 is not"
            )));
        }
        columns.push(column);
        functions.push(function);
    }
    Ok((Converters::Columns(columns), functions))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_read_table, module)?)
}
