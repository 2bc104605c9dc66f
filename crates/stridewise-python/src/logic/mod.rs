//! `isclose`, `allclose`, `array_equal`, `diff` and their kin.

use pyo3::prelude::*;
use pyo3::types::PyBool;
use stridewise::Array;
use stridewise_core::{Number, Value};

use crate::array::PyArray;
use crate::array::shape_methods::share_or_own;
use crate::convert::{array_argument, python_number, truth_argument};
use crate::create::any_array;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// The argument as an array; a Python number takes the precision of what it meets.
fn weak_argument(object: &Bound<'_, PyAny>, beside: Number) -> PyResult<Array> {
    match python_number(object) {
        Some(number @ (Value::Int(_) | Value::Float(_))) if beside.is_inexact() => {
            Array::scalar(beside.real(), number).or_raise(object.py())
        }
        _ => array_argument(object),
    }
}

/// What `isclose` compares: the two arrays, and the tolerances relative and absolute.
struct Comparison {
    left: Array,
    right: Array,
    rtol: Array,
    atol: Array,
}

impl Comparison {
    /// Warns where a tolerance is not finite.
    fn of(
        a: &Bound<'_, PyAny>,
        b: &Bound<'_, PyAny>,
        rtol: Option<&Bound<'_, PyAny>>,
        atol: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = a.py();
        let (mut left, mut right) = (array_argument(a)?, array_argument(b)?);
        if python_number(b).is_some() {
            right = weak_argument(b, left.number())?;
        } else if python_number(a).is_some() {
            left = weak_argument(a, right.number())?;
        }
        let beside = if right.number().is_inexact() { right.number() } else { Number::F64 };
        let tolerance = |given: Option<&Bound<'_, PyAny>>, default: f64| match given {
            Some(given) => weak_argument(given, beside),
            None => Array::scalar(beside.real(), Value::Float(default)).or_raise(py),
        };
        let (relative, absolute) = (tolerance(rtol, 1e-5)?, tolerance(atol, 1e-8)?);
        let finite = |array: &Array| {
            array.cast_to_vec::<f64>().is_ok_and(|values| values.iter().all(|value| value.is_finite()))
        };
        if !(finite(&relative) && finite(&absolute)) {
            let shown = |given: Option<&Bound<'_, PyAny>>, default: &str| -> PyResult<String> {
                given.map_or_else(|| Ok(default.to_owned()), |given| Ok(given.str()?.to_string()))
            };
            let text = format!(
                "One of rtol or atol is not valid, atol: {}, rtol: {}",
                shown(atol, "1e-08")?,
                shown(rtol, "1e-05")?
            );
            let class = py.get_type::<pyo3::exceptions::PyRuntimeWarning>();
            PyErr::warn(py, class.as_any(), &std::ffi::CString::new(text)?, 1)?;
        }
        Ok(Self { left, right, rtol: relative, atol: absolute })
    }

    fn close(&self, equal_nan: bool) -> stridewise::Result<Array> {
        stridewise::logic::isclose(&self.left, &self.right, &self.rtol, &self.atol, equal_nan)
    }
}

/// Whether elements of `a` and `b` are equal up to ``atol + rtol * abs(b)``.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.isclose([1.0, 2.0], [1.0, 2.1]).tolist()
/// [True, False]
#[pyfunction]
#[pyo3(signature = (a, b, rtol=None, atol=None, equal_nan=false), text_signature = "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)")]
fn isclose(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    rtol: Option<&Bound<'_, PyAny>>,
    atol: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] equal_nan: bool,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let close = Comparison::of(a, b, rtol, atol)?.close(equal_nan).or_raise(py)?;
    let leader = [a, b].into_iter().find_map(|object| object.cast::<PyArray>().ok());
    match leader {
        Some(leader) if close.ndim() > 0 => share_or_own(leader, close),
        _ => wrap::array_or_scalar(py, close),
    }
}

/// Whether all elements of `a` and `b` are equal up to ``atol + rtol * abs(b)``.
#[pyfunction]
#[pyo3(signature = (a, b, rtol=None, atol=None, equal_nan=false), text_signature = "(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)")]
fn allclose(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    rtol: Option<&Bound<'_, PyAny>>,
    atol: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = truth_argument)] equal_nan: bool,
) -> PyResult<bool> {
    let py = a.py();
    let close = Comparison::of(a, b, rtol, atol)?.close(equal_nan).or_raise(py)?;
    Ok(stridewise::logic::all_true(&close))
}

/// Whether two arrays have one shape and equal elements.
#[pyfunction]
#[pyo3(signature = (a1, a2, equal_nan=false))]
fn array_equal<'py>(
    a1: &Bound<'py, PyAny>,
    a2: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = truth_argument)] equal_nan: bool,
) -> PyResult<Bound<'py, PyBool>> {
    let py = a1.py();
    let equal = match (array_argument(a1), array_argument(a2)) {
        (Ok(first), Ok(second)) => stridewise::logic::array_equal(&first, &second, equal_nan).or_raise(py)?,
        _ => false,
    };
    Ok(PyBool::new(py, equal).to_owned())
}

/// Whether two arrays broadcast together and are then equal everywhere.
#[pyfunction]
#[pyo3(signature = (a1, a2))]
fn array_equiv(a1: &Bound<'_, PyAny>, a2: &Bound<'_, PyAny>) -> PyResult<bool> {
    match (array_argument(a1), array_argument(a2)) {
        (Ok(first), Ok(second)) => stridewise::logic::array_equiv(&first, &second).or_raise(a1.py()),
        _ => Ok(false),
    }
}

/// The differences of neighbours of `a` along `axis`, `n` times over.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.diff([1, 4, 9]).tolist()
/// [3, 5]
#[pyfunction]
#[pyo3(signature = (a, n=1, axis=-1, prepend=None, append=None))]
fn diff(
    a: &Bound<'_, PyAny>,
    n: i64,
    axis: i64,
    prepend: Option<&Bound<'_, PyAny>>,
    append: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = a.py();
    if n == 0 {
        return Ok(a.clone().unbind());
    }
    let times = usize::try_from(n).map_err(|_| {
        pyo3::exceptions::PyValueError::new_err(format!("order must be non-negative but got {n}"))
    })?;
    let array = any_array(a)?;
    let mut source = array.get().array()?.clone();
    if source.ndim() == 0 {
        return Err(pyo3::exceptions::PyValueError::new_err(
            "diff requires input that is at least one dimensional",
        ));
    }
    if prepend.is_some() || append.is_some() {
        let place = stridewise_core::layout::normalize_axis(axis, source.ndim()).or_raise(py)?;
        let end = |object: &Bound<'_, PyAny>| -> PyResult<Array> {
            let given = array_argument(object)?;
            if given.ndim() > 0 {
                return Ok(given);
            }
            let mut shape = source.shape().to_vec();
            shape[place] = 1;
            given.broadcast_to(&shape).or_raise(py)
        };
        let mut parts = Vec::new();
        if let Some(prepend) = prepend {
            parts.push(end(prepend)?);
        }
        parts.push(source.clone());
        if let Some(append) = append {
            parts.push(end(append)?);
        }
        let join = stridewise::shape::Join::default();
        source = stridewise::shape::concatenate(&parts, Some(axis), join).or_raise(py)?;
    }
    share_or_own(&array, stridewise::differences::diff(&source, times, axis).or_raise(py)?)
}

/// `x` with NaN and infinities replaced: by zero and the largest finite numbers unless asked otherwise.
#[pyfunction]
#[pyo3(signature = (x, copy=true, nan=None, posinf=None, neginf=None), text_signature = "(x, copy=True, nan=0.0, posinf=None, neginf=None)")]
fn nan_to_num(
    x: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] copy: bool,
    nan: Option<&Bound<'_, PyAny>>,
    posinf: Option<&Bound<'_, PyAny>>,
    neginf: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = x.py();
    let replacement = |given: Option<&Bound<'_, PyAny>>| -> PyResult<Option<Array>> {
        given.filter(|given| !given.is_none()).map(array_argument).transpose()
    };
    let (nan, posinf, neginf) = (replacement(nan)?, replacement(posinf)?, replacement(neginf)?);
    let array = any_array(x)?;
    let source = array.get().array()?;
    let result =
        stridewise::logic::nan_to_num(source, nan.as_ref(), posinf.as_ref(), neginf.as_ref()).or_raise(py)?;
    if !copy && x.is_instance_of::<PyArray>() {
        source.assign(&result).or_raise(py)?;
        return Ok(x.clone().unbind());
    }
    if result.ndim() == 0 { wrap::array_or_scalar(py, result) } else { share_or_own(&array, result) }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(isclose, module)?, &["a", "b", "rtol", "atol"])?;
    add_function(module, wrap_pyfunction!(allclose, module)?, &["a", "b", "rtol", "atol"])?;
    add_function(module, wrap_pyfunction!(array_equal, module)?, &["a1", "a2"])?;
    add_function(module, wrap_pyfunction!(array_equiv, module)?, &["a1", "a2"])?;
    add_function(module, wrap_pyfunction!(diff, module)?, &["a", "prepend", "append"])?;
    add_function(module, wrap_pyfunction!(nan_to_num, module)?, &["x"])
}
