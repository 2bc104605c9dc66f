//! Products of vectors and matrices as functions: `dot`, `inner`, `outer`, `vdot`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use stridewise::Array;
use stridewise::product;
use stridewise_core::Order;
use stridewise_core::op::{FloatErrors, Op};

use crate::array::PyArray;
use crate::convert::array_argument;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::{self, choose_wrapper, output_array, report_errors, wrap_result};
use crate::wrap;

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;
type Compute = fn(&Array, &Array, Option<&Array>) -> stridewise::Result<(Array, FloatErrors)>;

fn computed<'py>(
    name: &'static str,
    compute: Compute,
    a: &Bound<'py, PyAny>,
    b: &Bound<'py, PyAny>,
    out: Argument<'_, 'py>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let out = out.filter(|out| !out.is_none());
    let target = out.map(output_array).transpose()?.flatten();
    let (left, right) = (array_argument(a)?, array_argument(b)?);
    let elements = left.size().max(right.size());
    let written = target.as_ref();
    let (result, errors) = over_arrays(py, elements, name, &[&left, &right], written.as_slice(), || {
        compute(&left, &right, target.as_ref().filter(|target| target.view().is_c_contiguous()))
    })
    .or_raise(py)?;
    report_errors(py, errors, name)?;
    let Some(out) = out else {
        if a.is_exact_instance_of::<PyArray>() && b.is_exact_instance_of::<PyArray>() {
            return wrap::array_or_scalar(py, result);
        }
        let wrapper = choose_wrapper([a, b])?;
        return wrap_result(py, &wrapper, result);
    };
    match target {
        Some(target)
            if target.shape() == result.shape()
                && target.dtype() == result.dtype()
                && target.view().is_c_contiguous() =>
        {
            if target.view().place() != result.view().place() {
                target.assign(&result).or_raise(py)?;
            }
            Ok(out.clone().unbind())
        }
        _ => Err(PyValueError::new_err(
            "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
        )),
    }
}

#[pymethods]
impl PyArray {
    /// The product with another array: `numpy.dot`.
    #[pyo3(name = "dot", signature = (b, out=None))]
    fn dot_method<'py>(
        slf: &Bound<'py, Self>,
        b: &Bound<'py, PyAny>,
        out: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        computed("dot", product::dot_into, slf.as_any(), b, out)
    }
}

/// The sum product over the last axis of `a` and the second to last of `b`, or the only one.
#[pyfunction]
#[pyo3(signature = (a, b, out=None))]
fn dot<'py>(a: &Bound<'py, PyAny>, b: &Bound<'py, PyAny>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
    computed("dot", product::dot_into, a, b, out)
}

/// The sum product over the last axes of both.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
fn inner<'py>(a: &Bound<'py, PyAny>, b: &Bound<'py, PyAny>) -> PyResult<Py<PyAny>> {
    computed("inner", |a, b, _| product::inner(a, b), a, b, None)
}

/// The sum product of all elements of both, those of `a` conjugated.
#[pyfunction]
#[pyo3(signature = (a, b, /))]
fn vdot<'py>(a: &Bound<'py, PyAny>, b: &Bound<'py, PyAny>) -> PyResult<Py<PyAny>> {
    computed("vdot", |a, b, _| product::vdot(a, b), a, b, None)
}

/// The products of all pairs of elements, one row for each element of `a`.
#[pyfunction]
#[pyo3(signature = (a, b, out=None))]
fn outer<'py>(a: &Bound<'py, PyAny>, b: &Bound<'py, PyAny>, out: Argument<'_, 'py>) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let column = array_argument(a)?.reshape(&[-1, 1], Order::C).or_raise(py)?;
    let row = array_argument(b)?.reshape(&[1, -1], Order::C).or_raise(py)?;
    let operands = PyTuple::new(py, [wrap::array(py, column)?, wrap::array(py, row)?])?;
    let keywords = PyDict::new(py);
    if let Some(out) = out {
        keywords.set_item("out", out)?;
    }
    Ok(ufunc::object(py, Op::Multiply)?.call(operands, Some(&keywords))?.unbind())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(dot, module)?, &["a", "b", "out"])?;
    add_function(module, wrap_pyfunction!(inner, module)?, &["a", "b"])?;
    add_function(module, wrap_pyfunction!(vdot, module)?, &["a", "b"])?;
    add_function(module, wrap_pyfunction!(outer, module)?, &["a", "b", "out"])
}
