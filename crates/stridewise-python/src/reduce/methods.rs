//! Sums, products, extremes and truth as methods: each is a ufunc's `reduce` over all axes by default.

use pyo3::prelude::*;
use stridewise_core::op::Op;

use crate::array::PyArray;
use crate::ufunc::{Request, UFunc, not_given, reduced};

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The request that a method's arguments make.
pub(super) fn request<'py>(
    py: Python<'py>,
    axis: Argument<'_, 'py>,
    dtype: Argument<'_, 'py>,
    out: Argument<'_, 'py>,
    keepdims: Argument<'_, 'py>,
    initial: Argument<'_, 'py>,
    mask: Argument<'_, 'py>,
) -> PyResult<Request<'py>> {
    let given = |argument: Argument<'_, 'py>| argument.filter(|object| !not_given(object)).cloned();
    Ok(Request {
        axis: Some(axis.cloned().unwrap_or_else(|| py.None().into_bound(py))),
        dtype: given(dtype),
        out: given(out).filter(|out| !out.is_none()),
        keepdims: given(keepdims).map_or(Ok(false), |keepdims| keepdims.is_truthy())?,
        initial: given(initial),
        mask: given(mask),
        skips_nan: false,
    })
}

/// A reduction to truth values, which an `out` of another dtype takes as numbers.
pub(super) fn method<'py>(op: Op, slf: &Bound<'py, PyArray>, request: &Request<'py>) -> PyResult<Py<PyAny>> {
    if let Some(answer) = UFunc::reduce_overridden(op, slf.as_any(), request)? {
        return Ok(answer);
    }
    reduced(op, slf.as_any(), request)
}

#[pymethods]
impl PyArray {
    /// The sum of the elements along some axes.
    #[pyo3(signature = (axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "($self, /, axis=None, dtype=None, out=None, **kwargs)")]
    fn sum<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        initial: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::Add, slf, &request(slf.py(), axis, dtype, out, keepdims, initial, r#where)?)
    }

    /// The product of the elements along some axes.
    #[pyo3(signature = (axis=None, dtype=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "($self, /, axis=None, dtype=None, out=None, **kwargs)")]
    fn prod<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        dtype: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        initial: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::Multiply, slf, &request(slf.py(), axis, dtype, out, keepdims, initial, r#where)?)
    }

    /// The largest elements along some axes.
    #[pyo3(signature = (axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "($self, /, axis=None, out=None, **kwargs)")]
    fn max<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        initial: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::Maximum, slf, &request(slf.py(), axis, None, out, keepdims, initial, r#where)?)
    }

    /// The smallest elements along some axes.
    #[pyo3(signature = (axis=None, out=None, keepdims=None, initial=None, r#where=None), text_signature = "($self, /, axis=None, out=None, **kwargs)")]
    fn min<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        initial: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::Minimum, slf, &request(slf.py(), axis, None, out, keepdims, initial, r#where)?)
    }

    /// Whether any element along some axes is true.
    #[pyo3(signature = (axis=None, out=None, keepdims=None, *, r#where=None), text_signature = "($self, axis=None, out=None, keepdims=False, *, where=True)")]
    fn any<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::LogicalOr, slf, &request(slf.py(), axis, None, out, keepdims, None, r#where)?)
    }

    /// Whether all elements along some axes are true.
    #[pyo3(signature = (axis=None, out=None, keepdims=None, *, r#where=None), text_signature = "($self, axis=None, out=None, keepdims=False, *, where=True)")]
    fn all<'py>(
        slf: &Bound<'py, Self>,
        axis: Argument<'_, 'py>,
        out: Argument<'_, 'py>,
        keepdims: Argument<'_, 'py>,
        r#where: Argument<'_, 'py>,
    ) -> PyResult<Py<PyAny>> {
        method(Op::LogicalAnd, slf, &request(slf.py(), axis, None, out, keepdims, None, r#where)?)
    }
}
