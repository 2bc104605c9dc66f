//! Calling the operations over core dimensions: products of vectors and matrices, with `axes`, `axis` and `keepdims`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use smallvec::SmallVec;
use stridewise::run::Array;
use stridewise::run::elementwise::Outcome;
use stridewise::run::product::{product, product_into, with_axes_at, with_last_axes};
use stridewise_core::Order;
use stridewise_core::layout::{normalize_axes, normalize_axis};
use stridewise_core::op::{Op, OperandType, check_casting, resolve, resolve_fixed};

use super::arguments::Keywords;
use super::error_state;
use super::operand::{Input, output_array};
use super::reduce::one_axis;
use crate::array::PyArray;
use crate::detach::over_arrays;
use crate::error::OrRaise;
use crate::wrap;

type Axes = SmallVec<[usize; 2]>;

/// The quick way: two arrays of the exact class, no keywords. `None` where it is not open.
#[inline]
pub(super) fn quick(
    py: Python<'_>,
    op: Op,
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
) -> PyResult<Option<Py<PyAny>>> {
    let (Ok(left), Ok(right)) = (left.cast_exact::<PyArray>(), right.cast_exact::<PyArray>()) else {
        return Ok(None);
    };
    let (left, right) = (left.get().handle(), right.get().handle());
    let types = [OperandType::Strong(left.dtype()), OperandType::Strong(right.dtype())];
    let resolved = resolve(op, &types).or_raise(py)?;
    let waits = left.view().buffer().is_unwritten() || right.view().buffer().is_unwritten();
    let elements = if waits { usize::MAX } else { left.size().max(right.size()) };
    let (result, errors) =
        over_arrays(py, elements, op.row().name, &[left, right], &[], || product(&resolved, left, right))
            .or_raise(py)?;
    error_state::report(py, errors, op.row().name)?;
    wrap::array_or_scalar(py, result).map(Some)
}

/// The number of core dimensions of each operand, inputs first.
fn core_counts(op: Op) -> [usize; 3] {
    match op {
        Op::Matvec => [2, 1, 1],
        Op::Vecmat => [1, 2, 1],
        Op::Vecdot => [1, 1, 0],
        _ => [2, 2, 2],
    }
}

pub(super) fn call(
    py: Python<'_>,
    op: Op,
    objects: &[Bound<'_, PyAny>],
    keywords: &Keywords<'_>,
) -> PyResult<Outcome> {
    let row = op.row();
    let inputs: SmallVec<[Input<'_>; 3]> = objects.iter().map(Input::of).collect::<PyResult<_>>()?;
    let types: SmallVec<[OperandType; 4]> =
        inputs.iter().map(|input| input.operand().operand_type()).collect();
    let resolved = if keywords.fixed.is_empty() {
        resolve(op, &types)
    } else {
        resolve_fixed(op, &types, &keywords.fixed)
    };
    let resolved = resolved.or_raise(py)?;
    let out = keywords.outputs.first().map(output_array).transpose()?.flatten();
    check_casting(&resolved, &types, &[out.as_ref().map(Array::dtype)], keywords.casting).or_raise(py)?;
    let mut arrays: SmallVec<[Array; 2]> = SmallVec::new();
    for (input, number) in inputs.iter().zip(resolved.inputs) {
        arrays.push(match input {
            Input::Borrowed(array) => (*array).clone(),
            Input::Made(array) => array.clone(),
            Input::Weak(value) | Input::Scalar(_, value) => {
                Array::full(number.native(), &[], *value).or_raise(py)?
            }
        });
    }
    let places = places(py, op, &arrays, keywords)?;
    let keeps = keywords.keepdims == Some(true);
    if keeps && op != Op::Vecdot {
        return Err(PyTypeError::new_err(format!(
            "{} does not support keepdims: its signature {} requires multiple operands to have the same number of \
             core dimensions",
            row.name,
            row.core_dimensions.unwrap_or("")
        )));
    }
    if let Some(places) = &places {
        for (array, axes) in arrays.iter_mut().zip(places) {
            *array = with_last_axes(array, axes);
        }
    }
    let [left, right] = [&arrays[0], &arrays[1]];
    let elements = left.size().max(right.size());
    // An output of the same axes may take the result as it is computed.
    let direct = out.as_ref().filter(|_| places.is_none() && !keeps);
    let (mut result, errors) = over_arrays(py, elements, row.name, &[left, right], direct.as_slice(), || {
        product_into(&resolved, left, right, direct)
    })
    .or_raise(py)?;
    if keeps {
        let mut shape: Vec<i64> = result.shape().iter().map(|&length| length as i64).collect();
        shape.push(1);
        result = result.reshape(&shape, Order::C).or_raise(py)?;
    }
    if let Some(places) = &places
        && let Some(to) = places.get(2)
        && !to.is_empty()
    {
        result = with_axes_at(&result, to);
    }
    if let Some(out) = out {
        out.require_writeable("output array").or_raise(py)?;
        if out.shape() != result.shape() {
            let lead_fits = result.broadcast_to(out.shape());
            let Ok(spread) = lead_fits.filter_core(op, &result, &out) else {
                return Err(mismatch(op, &result, &out));
            };
            out.assign(&spread).or_raise(py)?;
        } else if out.view().place() != result.view().place() {
            out.assign(&result).or_raise(py)?;
        }
        result = out;
    } else if keywords.order == Order::F {
        result = result.copy(Order::F).or_raise(py)?;
    }
    Ok(Outcome { outputs: SmallVec::from_iter([result]), errors, ..Outcome::default() })
}

/// The output that was given has another core shape, or a leading shape that the result does not broadcast to.
fn mismatch(op: Op, result: &Array, out: &Array) -> PyErr {
    let row = op.row();
    let core = core_counts(op)[2].min(result.ndim());
    let signature = row.core_dimensions.unwrap_or("");
    if out.ndim() < core {
        return PyValueError::new_err(format!(
            "{}: Output operand 0 does not have enough dimensions (has {}, gufunc core with signature {signature} \
             requires {core})",
            row.name,
            out.ndim()
        ));
    }
    for place in 0..core {
        let (found, wanted) =
            (out.shape()[out.ndim() - core + place], result.shape()[result.ndim() - core + place]);
        if found != wanted {
            return PyValueError::new_err(format!(
                "{}: Output operand 0 has a mismatch in its core dimension {place}, with gufunc signature \
                 {signature} (size {found} is different from {wanted})",
                row.name
            ));
        }
    }
    PyValueError::new_err(format!(
        "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
        stridewise_core::error::compact_tuple(out.shape()),
        stridewise_core::error::compact_tuple(result.shape())
    ))
}

/// Where the core axes of each operand stand, if the caller says so; the output's places come last.
fn places(
    py: Python<'_>,
    op: Op,
    arrays: &[Array],
    keywords: &Keywords<'_>,
) -> PyResult<Option<SmallVec<[Axes; 3]>>> {
    let row = op.row();
    let mut counts = core_counts(op);
    if op == Op::Matmul {
        // Vectors have one core axis, and take one away from the result.
        for (place, array) in arrays.iter().enumerate() {
            if array.ndim() == 1 {
                counts[place] = 1;
                counts[2] -= 1;
            }
        }
    }
    let keeps = keywords.keepdims == Some(true);
    if keeps {
        counts[2] = 1;
    }
    if let Some(axis) = &keywords.axis {
        if op != Op::Vecdot {
            return Err(PyTypeError::new_err(format!(
                "{}: axis can only be used with a single shared core dimension, not with the 2 distinct ones \
                 implied by signature {}.",
                row.name,
                row.core_dimensions.unwrap_or("")
            )));
        }
        let axis = one_axis(axis)?;
        let mut found: SmallVec<[Axes; 3]> = SmallVec::new();
        let mut widest = 0;
        for array in arrays {
            if array.ndim() == 0 {
                return Ok(None);
            }
            widest = widest.max(array.ndim());
            found.push(SmallVec::from_iter([normalize_axis(axis, array.ndim()).or_raise(py)?]));
        }
        found.push(if keeps {
            SmallVec::from_iter([normalize_axis(axis, widest).or_raise(py)?])
        } else {
            SmallVec::new()
        });
        return Ok(Some(found));
    }
    let Some(axes) = &keywords.axes else { return Ok(None) };
    let Ok(axes) = axes.cast::<PyList>() else {
        return Err(PyTypeError::new_err("axes should be a list."));
    };
    let needed = row.inputs + row.outputs;
    if axes.len() != needed && !(axes.len() == row.inputs && counts[2] == 0) {
        return Err(PyValueError::new_err(format!(
            "axes should be a list with an entry for all {needed} inputs and outputs; entries for outputs can only \
             be omitted if none of them has core axes."
        )));
    }
    let lead =
        arrays.iter().zip(counts).map(|(array, count)| array.ndim().saturating_sub(count)).max().unwrap_or(0);
    let mut found: SmallVec<[Axes; 3]> = SmallVec::new();
    for (place, item) in axes.iter().enumerate() {
        let count = counts[place.min(2)];
        let given: SmallVec<[i64; 2]> = if let Ok(tuple) = item.cast::<PyTuple>() {
            tuple.iter().map(|axis| one_axis(&axis)).collect::<PyResult<_>>()?
        } else if count == 1 {
            SmallVec::from_iter([one_axis(&item)?])
        } else {
            return Err(PyTypeError::new_err(format!("axes item {place} should be a tuple.")));
        };
        if given.len() != count {
            return Err(PyValueError::new_err(format!(
                "axes item {place} should be a tuple with {count} elements, or a single integer; {} were given",
                given.len()
            )));
        }
        let ndim = arrays.get(place).map_or(lead + count, Array::ndim);
        let normal = normalize_axes(&given, ndim).map_err(|error| match error.kind() {
            stridewise_core::ErrorKind::Value => {
                PyValueError::new_err(format!("axes item {place} has value {:?} repeated", given.first()))
            }
            _ => crate::error::raise(py, &error),
        })?;
        found.push(normal.into_iter().collect());
    }
    Ok(Some(found))
}

/// Keeping only a result that repeats along leading axes.
trait FilterCore {
    fn filter_core(self, op: Op, result: &Array, out: &Array) -> Result<Array, ()>;
}

impl FilterCore for stridewise_core::Result<Array> {
    fn filter_core(self, op: Op, result: &Array, out: &Array) -> Result<Array, ()> {
        let core = core_counts(op)[2].min(result.ndim()).min(out.ndim());
        let same = result.shape()[result.ndim() - core..] == out.shape()[out.ndim() - core..];
        self.ok().filter(|_| same).ok_or(())
    }
}
