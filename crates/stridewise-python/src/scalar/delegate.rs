//! The methods that scalars share with arrays: each is that of the array of no dimension with the scalar in it.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use stridewise::Array;

use super::conversion::required;
use super::hierarchy::Generic;
use super::object;
use crate::array::PyArray;
use crate::error::OrRaise;
use crate::wrap;

/// The array of no dimension that holds the scalar.
pub(super) fn array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let scalar = required(object)?;
    let array = Array::scalar(scalar.number(), scalar.value()).or_raise(py)?;
    Ok(wrap::array(py, array)?.into_bound(py))
}

/// A base-class array of no dimension as a scalar; everything else as it is.
pub(super) fn unwrapped(result: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let py = result.py();
    if let Ok(array) = result.cast_exact::<PyArray>() {
        let array = array.get().array()?;
        if array.ndim() == 0
            && let Some(value) = array.value_at(&[])
        {
            return object::make_scalar(py, stridewise::scalar::Scalar::new(array.number(), value));
        }
    }
    Ok(result)
}

fn call<'py>(
    slf: &Bound<'py, Generic>,
    name: &str,
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    array(slf.as_any())?.call_method(name, args, kwargs).and_then(unwrapped)
}

macro_rules! delegated {
    ($($name:ident $signature:tt;)*) => {
        #[pymethods]
        impl Generic {$(
            #[doc = concat!("`ndarray.", stringify!($name), "` of the scalar as an array of no dimension.")]
            #[pyo3(signature = (*args, **kwargs), text_signature = $signature)]
            fn $name<'py>(
                slf: &Bound<'py, Self>,
                args: &Bound<'py, PyTuple>,
                kwargs: Option<&Bound<'py, PyDict>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                call(slf, stringify!($name), args, kwargs)
            }
        )*}
    };
}

delegated! {
    all "($self, /, axis=None, out=None, keepdims=False, *, where=True)";
    any "($self, /, axis=None, out=None, keepdims=False, *, where=True)";
    argmax "($self, /, axis=None, out=None, *, keepdims=False)";
    argmin "($self, /, axis=None, out=None, *, keepdims=False)";
    argsort "($self, /, axis=-1, kind=None, order=None, *, stable=None)";
    astype "($self, /, dtype, order='K', casting='unsafe', subok=True, copy=True)";
    byteswap "($self, /, inplace=False)";
    choose "($self, /, choices, out=None, mode='raise')";
    clip "($self, /, min=None, max=None, out=None, **kwargs)";
    compress "($self, /, condition, axis=None, out=None)";
    copy "($self, /, order='C')";
    cumprod "($self, /, axis=None, dtype=None, out=None)";
    cumsum "($self, /, axis=None, dtype=None, out=None)";
    diagonal "($self, /, offset=0, axis1=0, axis2=1)";
    dump "($self, /, file)";
    dumps "($self, /)";
    fill "($self, /, value)";
    flatten "($self, /, order='C')";
    getfield "($self, /, dtype, offset=0)";
    max "($self, /, axis=None, out=None, **kwargs)";
    mean "($self, /, axis=None, dtype=None, out=None, **kwargs)";
    min "($self, /, axis=None, out=None, **kwargs)";
    nonzero "($self, /)";
    prod "($self, /, axis=None, dtype=None, out=None, **kwargs)";
    put "($self, indices, values, /, mode='raise')";
    ravel "($self, /, order='C')";
    repeat "($self, repeats, /, axis=None)";
    reshape "($self, /, *shape, order='C', copy=None)";
    round "($self, /, decimals=0, out=None)";
    searchsorted "($self, v, /, side='left', sorter=None)";
    sort "($self, /, axis=-1, kind=None, order=None, *, stable=None)";
    squeeze "($self, /, axis=None)";
    std "($self, /, axis=None, dtype=None, out=None, ddof=0, **kwargs)";
    sum "($self, /, axis=None, dtype=None, out=None, **kwargs)";
    swapaxes "($self, axis1, axis2, /)";
    take "($self, indices, /, axis=None, out=None, mode='raise')";
    tofile "($self, fid, /, sep='', format='%s')";
    trace "($self, /, offset=0, axis1=0, axis2=1, dtype=None, out=None)";
    transpose "($self, /, *axes)";
    var "($self, /, axis=None, dtype=None, out=None, ddof=0, **kwargs)";
    view "($self, /, dtype=None, type=None)";
}
