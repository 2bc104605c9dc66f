//! `broadcast_to`, `broadcast_arrays`, `broadcast_shapes`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise_core::Shape;
use stridewise_core::error::{compact_tuple, tuple};
use stridewise_core::layout::broadcast_shapes as common_shape;

use super::strides::array_object;
use crate::convert::{shape_argument, truth_argument};
use crate::error::OrRaise;
use crate::{overrides, wrap};

/// A read-only view of `array` that repeats over `shape`.
///
/// Examples
/// --------
/// >>> np.broadcast_to([1, 2, 3], (2, 3))
/// array([[1, 2, 3],
///        [1, 2, 3]])
#[pyfunction]
#[pyo3(signature = (array, shape, subok=false))]
fn broadcast_to(
    array: &Bound<'_, PyAny>,
    shape: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
) -> PyResult<Py<PyAny>> {
    let shape = shape_argument(shape).map_err(|error| {
        if error.is_instance_of::<PyValueError>(array.py()) {
            PyValueError::new_err("all elements of broadcast shape must be non-negative")
        } else {
            error
        }
    })?;
    let owner = array_object(array, subok)?;
    let source = owner.get().array()?;
    if shape.is_empty() && source.ndim() > 0 {
        return Err(PyValueError::new_err("cannot broadcast a non-scalar to a scalar array"));
    }
    // A size past the address space is no array, although it would take no memory.
    stridewise_core::layout::byte_count(&shape, source.item_size()).or_raise(array.py())?;
    let view = source.broadcast_to(&shape).map_err(|_| {
        if source.ndim() > shape.len() {
            PyValueError::new_err("input operand has more dimensions than allowed by the axis remapping")
        } else {
            PyValueError::new_err(format!(
                "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and \
                 requested shape {}",
                compact_tuple(source.shape()),
                compact_tuple(&shape)
            ))
        }
    })?;
    wrap::view(&owner, view)
}

/// The common shape of several; an integer stands for a shape of one axis.
///
/// # Errors
/// Names the first two arguments that do not fit together.
pub(super) fn common(shapes: &[Shape]) -> PyResult<Shape> {
    let slices: Vec<&[usize]> = shapes.iter().map(Shape::as_slice).collect();
    if let Ok(shape) = common_shape(&slices) {
        return Ok(shape);
    }
    let mut known = Shape::new();
    let mut setters: Vec<usize> = Vec::new();
    for (place, shape) in slices.iter().enumerate() {
        match common_shape(&[&known, shape]) {
            Ok(next) => {
                if next != known || place == 0 {
                    setters.push(place);
                }
                known = next;
            }
            Err(_) => {
                let other = setters
                    .iter()
                    .copied()
                    .find(|&at| common_shape(&[slices[at], shape]).is_err())
                    .unwrap_or(0);
                return Err(PyValueError::new_err(format!(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {other} \
                     with shape {} and arg {place} with shape {}.",
                    tuple(slices[other]),
                    tuple(shape)
                )));
            }
        }
    }
    Err(PyValueError::new_err("shape mismatch: objects cannot be broadcast to a single shape."))
}

/// broadcast_shapes(*args)
///
/// The shape that arrays of these shapes broadcast to.
///
/// Examples
/// --------
/// >>> np.broadcast_shapes((6, 7), (5, 6, 1), 7)
/// (5, 6, 7)
#[pyfunction]
#[pyo3(signature = (*args))]
fn broadcast_shapes<'py>(args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyTuple>> {
    let shapes = args.iter().map(|shape| shape_argument(&shape)).collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(args.py(), common(&shapes)?)
}

/// broadcast_arrays(*args, subok=False)
///
/// The arrays, repeated to their common shape. Views of each other's repetitions: do not write to them.
#[pyfunction]
#[pyo3(signature = (*args, subok=false))]
fn broadcast_arrays<'py>(
    args: &Bound<'py, PyTuple>,
    #[pyo3(from_py_with = truth_argument)] subok: bool,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = args.py();
    let owners = args.iter().map(|array| array_object(&array, subok)).collect::<PyResult<Vec<_>>>()?;
    let shapes: Vec<Shape> = owners.iter().map(|owner| owner.get().handle().shape().into()).collect();
    let shape = common(&shapes)?;
    let views = owners
        .iter()
        .map(|owner| {
            let source = owner.get().array()?;
            if source.shape() == shape.as_slice() {
                return Ok(owner.clone().into_any().unbind());
            }
            let view = source.broadcast_to(&shape).or_raise(py)?.with_writeable(source.is_writeable());
            wrap::view(owner, view)
        })
        .collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, views)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    overrides::add_function(module, wrap_pyfunction!(broadcast_to, module)?, &["array"])?;
    module.add_function(wrap_pyfunction!(broadcast_shapes, module)?)?;
    overrides::add_function(module, wrap_pyfunction!(broadcast_arrays, module)?, &["*args"])
}
