//! The arguments that `nditer` and `nested_iters` share.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use stridewise_core::DType;
use stridewise_core::Order;
use stridewise_core::dtype::Casting;

use super::flags::{OperandFlags, WalkFlags};
use crate::array::PyArray;
use crate::convert::order_argument;
use crate::create::any_array;
use crate::dtype::dtype_argument;
use crate::error::OrRaise;

/// What both are asked for.
pub(super) struct Arguments<'py> {
    /// The operands; `None` for those that are still to be made.
    pub operands: Vec<Option<Bound<'py, PyArray>>>,
    pub flags: WalkFlags,
    pub operand_flags: Vec<OperandFlags>,
    pub dtypes: Vec<Option<DType>>,
    pub order: Order,
    pub casting: Casting,
    pub buffer: usize,
}

type Argument<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn is_sequence(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>()
}

impl<'py> Arguments<'py> {
    pub(super) fn read(
        op: &Bound<'py, PyAny>,
        flags: Argument<'_, 'py>,
        op_flags: Argument<'_, 'py>,
        op_dtypes: Argument<'_, 'py>,
        order: Argument<'_, 'py>,
        casting: Argument<'_, 'py>,
        buffer: usize,
    ) -> PyResult<Self> {
        let py = op.py();
        let objects: Vec<Bound<'py, PyAny>> =
            if is_sequence(op) { op.try_iter()?.collect::<PyResult<_>>()? } else { vec![op.clone()] };
        if objects.is_empty() {
            return Err(PyValueError::new_err("Must provide at least one operand"));
        }
        let flags = WalkFlags::read(flags)?;
        let operand_flags = operand_flags(op_flags, &objects)?;
        let mut operands = Vec::with_capacity(objects.len());
        for (object, flags) in objects.iter().zip(&operand_flags) {
            if object.is_none() {
                if !flags.allocate {
                    return Err(PyValueError::new_err(
                        "Iterator operand was NULL, but automatic allocation was not requested",
                    ));
                }
                operands.push(None);
                continue;
            }
            if flags.access.writes() && !object.is_instance_of::<PyArray>() {
                return Err(PyTypeError::new_err(
                    "Iterator operand is flagged as writeable, but is an object which cannot be written back to via \
                     WRITEBACKIFCOPY",
                ));
            }
            let array = any_array(object)?;
            if flags.access.writes() {
                array.get().handle().require_writeable("output array").or_raise(py)?;
            }
            operands.push(Some(array));
        }
        for (operand, wanted) in operands.iter().zip(&operand_flags) {
            if wanted.allocate && !wanted.access.writes() {
                return Err(PyValueError::new_err(
                    "Automatic allocation was requested for an iterator operand, but it wasn't flagged for writing",
                ));
            }
            if operand.is_none() && wanted.access.reads() && flags.buffered && !flags.delay_buffers {
                return Err(PyValueError::new_err(
                    "Automatic allocation was requested for an iterator operand, and it was flagged as readable, but \
                     buffering  without delayed allocation was enabled",
                ));
            }
        }
        let casting = match casting.filter(|casting| !casting.is_none()) {
            None => Casting::Safe,
            Some(casting) => Casting::parse(&casting.extract::<String>()?).or_raise(py)?,
        };
        Ok(Self {
            dtypes: dtypes_of(op_dtypes, operands.len())?,
            operands,
            flags,
            operand_flags,
            order: order_argument(order, Order::Keep)?,
            casting,
            buffer: if buffer == 0 { 8192 } else { buffer },
        })
    }
}

/// One set of flags for all operands, or one for each.
fn operand_flags(op_flags: Argument<'_, '_>, objects: &[Bound<'_, PyAny>]) -> PyResult<Vec<OperandFlags>> {
    let Some(given) = op_flags.filter(|given| !given.is_none()) else {
        return Ok(objects.iter().map(|object| OperandFlags::of_nothing(object.is_none())).collect());
    };
    let items: Vec<Bound<'_, PyAny>> = given.try_iter()?.collect::<PyResult<_>>()?;
    if items.first().is_some_and(|first| first.is_instance_of::<PyString>()) {
        return Ok(vec![OperandFlags::read(given)?; objects.len()]);
    }
    if items.len() != objects.len() {
        return Err(PyValueError::new_err("op_flags must be a tuple or array of per-op flag-tuples"));
    }
    items.iter().map(OperandFlags::read).collect()
}

/// One dtype for all operands, or one for each; `None` leaves them theirs.
fn dtypes_of(op_dtypes: Argument<'_, '_>, count: usize) -> PyResult<Vec<Option<DType>>> {
    let Some(given) = op_dtypes.filter(|given| !given.is_none()) else { return Ok(vec![None; count]) };
    if is_sequence(given) && given.len()? == count {
        let dtype = |item: PyResult<Bound<'_, PyAny>>| {
            let item = item?;
            if item.is_none() { Ok(None) } else { dtype_argument(&item).map(Some) }
        };
        return given.try_iter()?.map(dtype).collect();
    }
    Ok(vec![Some(dtype_argument(given)?); count])
}

/// For each operand the axes of the walk as its own: `None` where it has none.
pub(super) fn axes_of(op_axes: Argument<'_, '_>, count: usize) -> PyResult<Option<Vec<Option<Vec<i64>>>>> {
    let Some(given) = op_axes.filter(|given| !given.is_none()) else { return Ok(None) };
    if !is_sequence(given) || given.len()? != count {
        return Err(PyValueError::new_err("op_axes must be a tuple/list matching the number of ops"));
    }
    let mut found: Vec<Option<Vec<i64>>> = Vec::with_capacity(count);
    for axes in given.try_iter()? {
        let axes = axes?;
        if axes.is_none() {
            found.push(None);
            continue;
        }
        let own = axes.try_iter()?.map(|axis| {
            let axis = axis?;
            if axis.is_none() { Ok(-1) } else { axis.extract::<i64>() }
        });
        let own: Vec<i64> = own.collect::<PyResult<_>>()?;
        if found.iter().flatten().any(|other| other.len() != own.len()) {
            return Err(PyValueError::new_err("Each entry of op_axes must have the same size"));
        }
        found.push(Some(own));
    }
    Ok(found.iter().any(Option::is_some).then_some(found))
}
