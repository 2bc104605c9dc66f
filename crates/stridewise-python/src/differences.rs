//! `gradient`, `trapezoid`, `unwrap` and `ediff1d`: what is made of differences of neighbours.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise::Array;
use stridewise::differences::{self, Spacing};
use stridewise::run::elementwise::Operand;
use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::layout::{normalize_axes, normalize_axis};
use stridewise_core::{Order, Value};

use crate::convert::{array_argument, axes_argument, python_number};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// A distance between samples, or their places.
enum Distance {
    Number(Value),
    Array(Array),
}

impl Distance {
    fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        match python_number(object) {
            Some(number) => Ok(Self::Number(number)),
            None => array_argument(object).map(Self::Array),
        }
    }

    fn spacing(&self) -> Spacing<'_> {
        match self {
            Self::Number(number) => Spacing::Even(Operand::Weak(*number)),
            Self::Array(array) if array.ndim() == 0 => Spacing::Even(Operand::Array(array)),
            Self::Array(array) => Spacing::At(array),
        }
    }
}

/// The slopes of a sampled function along each axis.
///
/// Parameters
/// ----------
/// f : array_like
/// *varargs : number or array_like
///     The distance between samples, or their places: one for all axes, or one for each. By default 1.
/// axis : int or sequence of int, optional
///     The axes; by default all.
/// edge_order : {1, 2}
///     From how many neighbours the slopes at the ends are taken.
///
/// Returns
/// -------
/// ndarray or tuple of ndarray
///     One for each axis, of the shape of `f`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.gradient([1.0, 2.0, 4.0, 7.0]).tolist()
/// [1.0, 1.5, 2.5, 3.0]
#[pyfunction]
#[pyo3(signature = (f, *varargs, axis=None, edge_order=1))]
fn gradient(
    f: &Bound<'_, PyAny>,
    varargs: &Bound<'_, PyTuple>,
    axis: Option<&Bound<'_, PyAny>>,
    edge_order: i64,
) -> PyResult<Py<PyAny>> {
    let py = f.py();
    let array = array_argument(f)?;
    let axes: Vec<usize> = match axis.filter(|axis| !axis.is_none()) {
        None => (0..array.ndim()).collect(),
        Some(axis) => normalize_axes(&axes_argument(axis)?, array.ndim()).or_raise(py)?.to_vec(),
    };
    let mut distances: Vec<Distance> =
        varargs.iter().map(|argument| Distance::of(&argument)).collect::<PyResult<_>>()?;
    match distances.as_slice() {
        [] => distances = axes.iter().map(|_| Distance::Number(Value::Float(1.0))).collect(),
        [Distance::Number(number)] => {
            let number = *number;
            distances = axes.iter().map(|_| Distance::Number(number)).collect();
        }
        [Distance::Array(one)] if one.ndim() == 0 => {
            let one = one.clone();
            distances = axes.iter().map(|_| Distance::Array(one.clone())).collect();
        }
        all if all.len() == axes.len() => {}
        _ => return Err(PyTypeError::new_err("invalid number of arguments")),
    }
    if edge_order > 2 {
        return Err(PyValueError::new_err("'edge_order' greater than 2 not supported"));
    }
    let edge_order = if edge_order == 1 { 1 } else { 2 };
    let mut slopes = Vec::with_capacity(axes.len());
    for (&axis, distance) in axes.iter().zip(&distances) {
        let slope = differences::gradient(&array, distance.spacing(), axis, edge_order).or_raise(py)?;
        slopes.push(wrap::like(f, slope)?);
    }
    if slopes.len() == 1 {
        return Ok(slopes.remove(0));
    }
    Ok(PyTuple::new(py, slopes)?.into_any().unbind())
}

/// The area under a sampled function along an axis, by the trapezoidal rule.
///
/// Parameters
/// ----------
/// y : array_like
///     The samples.
/// x : array_like, optional
///     Their places.
/// dx : number
///     The distance between them, where `x` is not given.
/// axis : int
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> float(np.trapezoid([1, 2, 3], dx=2))
/// 8.0
#[pyfunction]
#[pyo3(signature = (y, x=None, dx=None, axis=-1), text_signature = "(y, x=None, dx=1.0, axis=-1)")]
fn trapezoid(
    y: &Bound<'_, PyAny>,
    x: Option<&Bound<'_, PyAny>>,
    dx: Option<&Bound<'_, PyAny>>,
    axis: i64,
) -> PyResult<Py<PyAny>> {
    let py = y.py();
    let samples = array_argument(y)?;
    let place = normalize_axis(axis, samples.ndim()).or_raise(py)?;
    let steps = match x.filter(|x| !x.is_none()) {
        None => dx.map_or(Ok(Distance::Number(Value::Float(1.0))), Distance::of)?,
        Some(x) => {
            let places = array_argument(x)?;
            let own_axis = if places.ndim() == 1 { 0 } else { axis };
            let steps = differences::diff(&places, 1, own_axis).or_raise(py)?;
            let steps = if places.ndim() == 1 {
                let mut shape = vec![1_i64; samples.ndim()];
                shape[place] = -1;
                steps.reshape(&shape, Order::C).or_raise(py)?
            } else {
                steps
            };
            Distance::Array(steps)
        }
    };
    let steps = match &steps {
        Distance::Number(number) => Operand::Weak(*number),
        Distance::Array(array) => Operand::Array(array),
    };
    wrap::like(y, differences::trapezoid(&samples, steps, place).or_raise(py)?)
}

/// The elements of `p` with multiples of `period` added so that neighbours differ by at most half of it.
///
/// Parameters
/// ----------
/// p : array_like
/// discont : number, optional
///     Neighbours that differ by less stay as they are; by default half the period.
/// axis : int
/// period : number
///     By default a full turn.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.unwrap([0, 1, 2, -1, 0], period=4).tolist()
/// [0, 1, 2, 3, 4]
#[pyfunction]
#[pyo3(signature = (p, discont=None, axis=-1, *, period=None), text_signature = "(p, discont=None, axis=-1, *, period=6.283185307179586)")]
fn unwrap(
    p: &Bound<'_, PyAny>,
    discont: Option<&Bound<'_, PyAny>>,
    axis: i64,
    period: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = p.py();
    let number = |object: &Bound<'_, PyAny>| -> PyResult<Value> {
        match python_number(object) {
            Some(number) => Ok(number),
            None => Ok(array_argument(object)?.item().unwrap_or(Value::Float(f64::NAN))),
        }
    };
    let period = period.map_or(Ok(Value::Float(std::f64::consts::TAU)), number)?;
    let discont = discont.filter(|discont| !discont.is_none()).map(number).transpose()?;
    let result = differences::unwrap(&array_argument(p)?, discont, axis, period).or_raise(py)?;
    wrap::array(py, result)
}

/// The differences of neighbours in the flattened array, with more before and behind them.
///
/// Parameters
/// ----------
/// ary : array_like
/// to_end, to_begin : array_like, optional
///     What stands behind and before the differences.
///
/// Raises
/// ------
/// TypeError
///     If these do not cast to the dtype of `ary`.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.ediff1d([1, 2, 4, 7], to_begin=-9).tolist()
/// [-9, 1, 2, 3]
#[pyfunction]
#[pyo3(signature = (ary, to_end=None, to_begin=None))]
fn ediff1d(
    ary: &Bound<'_, PyAny>,
    to_end: Option<&Bound<'_, PyAny>>,
    to_begin: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = ary.py();
    let array = array_argument(ary)?;
    let edge = |edge: Option<&Bound<'_, PyAny>>, name: &str| -> PyResult<Option<Array>> {
        let Some(edge) = edge.filter(|edge| !edge.is_none()) else { return Ok(None) };
        let edge = array_argument(edge)?;
        if !can_cast(edge.dtype(), array.dtype(), Casting::SameKind) {
            return Err(PyTypeError::new_err(format!(
                "dtype of `{name}` must be compatible with input `ary` under the `same_kind` rule."
            )));
        }
        Ok(Some(edge))
    };
    let (before, behind) = (edge(to_begin, "to_begin")?, edge(to_end, "to_end")?);
    let steps = differences::ediff1d(&array, before.as_ref(), behind.as_ref()).or_raise(py)?;
    wrap::like(ary, steps)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(gradient, module)?, &["f"])?;
    add_function(module, wrap_pyfunction!(trapezoid, module)?, &["y", "x"])?;
    add_function(module, wrap_pyfunction!(unwrap, module)?, &["p"])?;
    add_function(module, wrap_pyfunction!(ediff1d, module)?, &["ary", "to_end", "to_begin"])
}
