//! Numbers one after the other in text, and the text of an array's elements one after the other.

use pyo3::prelude::*;
use stridewise::text::scalar;
use stridewise::text::sequence::read_sequence;
use stridewise_core::Order;

use crate::array::PyArray;
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

/// The numbers that a text starts with, and how many bytes they take.
#[pyfunction]
#[pyo3(signature = (text, dtype, count, separator))]
fn _read_sequence<'py>(
    py: Python<'py>,
    text: &[u8],
    dtype: &Bound<'py, PyAny>,
    count: Option<usize>,
    separator: &str,
) -> PyResult<(Py<PyAny>, usize)> {
    let dtype = dtype_argument(dtype)?;
    // Numbers are ASCII; whatever else there is matches nothing.
    let text: String =
        text.iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { '?' }).collect();
    let (array, used) = read_sequence(&text, separator, dtype.number(), count).or_raise(py)?;
    let array = if dtype.is_native() { array } else { array.astype(dtype, Order::C).or_raise(py)? };
    Ok((wrap::array(py, array)?, used))
}

#[pymethods]
impl PyArray {
    /// Writes the elements to a file, in C order: their bytes, or with `sep` their text.
    ///
    /// `fid` is a path or a file of the operating system; `format` is a ``%`` format for the text of an element.
    #[pyo3(signature = (fid, sep="", format="%s"), text_signature = "($self, fid, /, sep='', format='%s')")]
    fn tofile(slf: &Bound<'_, Self>, fid: &Bound<'_, PyAny>, sep: &str, format: &str) -> PyResult<()> {
        slf.py().import("stridewise.lib._raw_files")?.call_method1("write", (slf, fid, sep, format))?;
        Ok(())
    }
}

/// The elements in C order as the text of Python's numbers.
#[pyfunction]
fn _element_texts(array: &Bound<'_, PyArray>) -> PyResult<Vec<String>> {
    let view = array.get().array()?.view();
    Ok(stridewise_core::dispatch!(view.dtype().number(), T => {
        view.to_vec::<T>().into_iter().map(|element| scalar::python_repr(stridewise_core::Element::to_value(element))).collect()
    }))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_read_sequence, module)?)?;
    module.add_function(wrap_pyfunction!(_element_texts, module)?)
}
