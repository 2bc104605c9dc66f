//! `nested_iters`: one walk inside another.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use stridewise::iterate::{Plan, Prepared};

use super::arguments::Arguments;
use super::construct;
use super::object::NdIter;

/// Walks over some of the axes each, one inside the other: whenever an outer one goes on, the next begins again.
///
/// Parameters
/// ----------
/// op : array_like or sequence of array_like
/// axes : sequence of sequences of int
///     For each walk its axes, the outermost first.
/// flags, op_flags, op_dtypes, order, casting, buffersize
///     As `nditer` has them.
///
/// Returns
/// -------
/// tuple of nditer
///
/// Raises
/// ------
/// ValueError
///     If there are less than two walks, or an axis is in two of them.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> i, j = np.nested_iters(np.arange(6).reshape(2, 3), [[0], [1]])
/// >>> [[int(y) for y in j] for x in i]
/// [[0, 1, 2], [3, 4, 5]]
#[pyfunction]
#[pyo3(
    signature = (op, axes, flags=None, op_flags=None, op_dtypes=None, order=None, casting=None, buffersize=0),
    text_signature = "(op, axes, flags=None, op_flags=None, op_dtypes=None, order='K', casting='safe', buffersize=0)"
)]
#[expect(clippy::too_many_arguments, reason = "NumPy's parameters")]
pub(super) fn nested_iters<'py>(
    op: &Bound<'py, PyAny>,
    axes: &Bound<'py, PyAny>,
    flags: Option<&Bound<'py, PyAny>>,
    op_flags: Option<&Bound<'py, PyAny>>,
    op_dtypes: Option<&Bound<'py, PyAny>>,
    order: Option<&Bound<'py, PyAny>>,
    casting: Option<&Bound<'py, PyAny>>,
    buffersize: usize,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = op.py();
    let levels = levels_of(axes)?;
    let asked = Arguments::read(op, flags, op_flags, op_dtypes, order, casting, buffersize)?;
    let ready = construct::operands(py, &asked, None, None)?;
    let ndim = ready.plan.shape.len();
    for (place, &axis) in levels.iter().flatten().enumerate() {
        if axis >= ndim {
            return Err(PyValueError::new_err(format!(
                "Iterator input op_axes[0][{place}] (=={axis}) is not a valid axis of op[0], which has {ndim} dimensions "
            )));
        }
    }
    let mut walks: Vec<Py<NdIter>> = Vec::with_capacity(levels.len());
    for (place, level) in levels.iter().enumerate() {
        let innermost = place + 1 == levels.len();
        let plan = Plan {
            shape: level.iter().map(|&axis| ready.plan.shape[axis]).collect(),
            maps: ready.plan.maps.iter().map(|map| level.iter().map(|&axis| map[axis]).collect()).collect(),
        };
        // Copies are written back by the outermost; buffers are the innermost's.
        let prepared: Vec<Prepared> = ready
            .prepared
            .iter()
            .map(|operand| Prepared {
                original: if place == 0 { operand.original.clone() } else { None },
                dtype: if innermost { operand.dtype } else { operand.array.dtype() },
                through_buffers: innermost && operand.through_buffers,
                array: operand.array.clone(),
            })
            .collect();
        let iteration = construct::iteration(py, &asked, &plan, prepared, innermost)?;
        walks.push(Py::new(py, NdIter::new(asked.flags, &ready.objects, iteration, false))?);
    }
    for pair in walks.windows(2) {
        pair[0].borrow_mut(py).hold_inner(pair[1].clone_ref(py));
    }
    walks[0].borrow_mut(py).move_inner(py)?;
    PyTuple::new(py, walks)
}

fn levels_of(axes: &Bound<'_, PyAny>) -> PyResult<Vec<Vec<usize>>> {
    if !(axes.is_instance_of::<PyTuple>() || axes.is_instance_of::<PyList>()) {
        return Err(PyValueError::new_err("axes must be a tuple of axis arrays"));
    }
    if axes.len()? < 2 {
        return Err(PyValueError::new_err("axes must have at least 2 entries for nested iteration"));
    }
    let mut levels: Vec<Vec<usize>> = Vec::new();
    for level in axes.try_iter()? {
        let items = level?
            .try_iter()
            .map_err(|_| PyValueError::new_err("Each item in axes must be an integer tuple"))?;
        let mut own = Vec::new();
        for axis in items {
            let axis: i64 = axis?.extract()?;
            let axis =
                usize::try_from(axis).map_err(|_| PyValueError::new_err("An axis is out of bounds"))?;
            if own.contains(&axis) || levels.iter().flatten().any(|&known| known == axis) {
                return Err(PyValueError::new_err("An axis is used more than once"));
            }
            own.push(axis);
        }
        levels.push(own);
    }
    Ok(levels)
}
