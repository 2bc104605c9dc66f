//! Headers of npy files.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};
use stridewise::npy::header::{Header, Version, with_growth, wrap};
use stridewise::npy::literal::Literal;

use crate::error::OrRaise;

/// The header `text`, padded and with what a file has before it, in the given version of the format.
#[pyfunction]
fn _wrap_npy_header<'py>(py: Python<'py>, text: &str, version: (u8, u8)) -> PyResult<Bound<'py, PyBytes>> {
    let version = Version::from_numbers(version.0, version.1).or_raise(py)?;
    Ok(PyBytes::new(py, &wrap(text, version).or_raise(py)?))
}

/// `text` with room for the axis that files grow along.
#[pyfunction]
fn _with_npy_growth(text: String, shape: Vec<usize>, fortran_order: bool) -> String {
    with_growth(text, &shape, fortran_order)
}

/// A header's shape, order and dtype descriptor, and whether it is one of Python 2.
#[pyfunction]
fn _parse_npy_header<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyTuple>> {
    let header = Header::parse(text).or_raise(py)?;
    let shape = PyTuple::new(py, &header.shape)?;
    let descriptor = to_python(py, &header.descriptor)?;
    (shape, header.fortran_order, descriptor, header.python2).into_pyobject(py)
}

fn to_python<'py>(py: Python<'py>, literal: &Literal) -> PyResult<Bound<'py, PyAny>> {
    let all = |items: &[Literal]| items.iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>();
    Ok(match literal {
        Literal::Text(text) => text.into_pyobject(py)?.into_any(),
        Literal::Integer(value) => value.into_pyobject(py)?.into_any(),
        Literal::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Literal::None => py.None().into_bound(py),
        Literal::Tuple(items) => PyTuple::new(py, all(items)?)?.into_any(),
        Literal::List(items) => PyList::new(py, all(items)?)?.into_any(),
        Literal::Dict(entries) => {
            let dict = PyDict::new(py);
            for (key, value) in entries {
                dict.set_item(to_python(py, key)?, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_wrap_npy_header, module)?)?;
    module.add_function(wrap_pyfunction!(_with_npy_growth, module)?)?;
    module.add_function(wrap_pyfunction!(_parse_npy_header, module)?)
}
