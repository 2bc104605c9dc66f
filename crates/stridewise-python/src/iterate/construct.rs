//! From arguments to a walk: dtypes, copies, new operands.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use stridewise::iterate::{IndexOrder, Iteration, Plan, Prepared, Steps, Walk, plan, prepare};
use stridewise::run::Array;
use stridewise_core::dtype::result_type;
use stridewise_core::error::compact_tuple;
use stridewise_core::{DType, Layout, Order};

use super::arguments::Arguments;
use crate::array::{ArrayState, PyArray, object};
use crate::error::OrRaise;
use crate::wrap;

/// The operands of a walk as objects, and as they are walked over.
pub(super) struct Operands<'py> {
    pub objects: Vec<Bound<'py, PyArray>>,
    pub prepared: Vec<Prepared>,
    pub plan: Plan,
}

type Axes<'a> = Option<&'a [Option<Vec<i64>>]>;

/// Makes the operands ready for a walk over all these axes: chooses dtypes, copies, and makes those that are missing.
pub(super) fn operands<'py>(
    py: Python<'py>,
    asked: &Arguments<'py>,
    op_axes: Axes<'_>,
    shape: Option<&[i64]>,
) -> PyResult<Operands<'py>> {
    let shapes: Vec<Option<Vec<usize>>> = asked
        .operands
        .iter()
        .map(|operand| operand.as_ref().map(|operand| operand.get().handle().shape().to_vec()))
        .collect();
    let shapes: Vec<Option<&[usize]>> = shapes.iter().map(Option::as_deref).collect();
    let plan = plan(&shapes, op_axes, shape).or_raise(py)?;
    require_no_reduction(asked, &shapes, &plan)?;
    if plan.shape.contains(&0) && !asked.flags.zero_size_ok {
        return Err(PyValueError::new_err("Iteration of zero-sized operands is not enabled"));
    }
    let mut dtypes = asked.dtypes.clone();
    let computed = |operand: &Option<Bound<'py, PyArray>>| {
        operand.as_ref().map(|operand| operand.get().array().cloned()).transpose()
    };
    let arrays: Vec<Option<Array>> = asked.operands.iter().map(computed).collect::<PyResult<_>>()?;
    if asked.flags.common_dtype {
        let all: Vec<DType> = arrays.iter().flatten().map(|array| array.dtype()).collect();
        let common = promoted(py, &all)?;
        dtypes = vec![Some(common); arrays.len()];
    }
    let overlapping =
        if asked.flags.copy_if_overlap { overlapping(asked) } else { vec![false; arrays.len()] };
    let mut prepared: Vec<Option<Prepared>> = Vec::with_capacity(arrays.len());
    for (place, (array, flags)) in arrays.iter().zip(&asked.operand_flags).enumerate() {
        let Some(array) = array else {
            prepared.push(None);
            continue;
        };
        let mut wish = flags.wish;
        wish.dtype = dtypes[place];
        if wish.contiguous && !asked.flags.buffered && asked.flags.external_loop {
            return Err(PyTypeError::new_err(
                "Iterator operand required buffering, to be contiguous as requested, but buffering is not enabled",
            ));
        }
        let buffered = asked.flags.buffered;
        let mut ready = prepare(array, place, flags.access, &wish, asked.casting, buffered).or_raise(py)?;
        if overlapping[place] && ready.original.is_none() {
            let copy = ready.array.copy(Order::Keep).or_raise(py)?;
            ready.original = Some(std::mem::replace(&mut ready.array, copy));
        }
        prepared.push(Some(ready));
    }
    let inputs: Vec<DType> = prepared
        .iter()
        .zip(&asked.operand_flags)
        .filter(|(_, flags)| flags.access.reads())
        .filter_map(|(ready, _)| ready.as_ref().map(|ready| ready.dtype))
        .collect();
    let layouts: Vec<Layout> = prepared
        .iter()
        .map(|ready| match ready {
            Some(ready) => Ok(ready.array.layout().clone()),
            None => Layout::contiguous(&plan.shape, 0),
        })
        .collect::<stridewise::Result<_>>()
        .or_raise(py)?;
    let order = Walk::new(&plan, &layouts, order_of(asked), None, false).or_raise(py)?;
    let mut objects = Vec::with_capacity(prepared.len());
    let mut complete = Vec::with_capacity(prepared.len());
    for (place, ready) in prepared.into_iter().enumerate() {
        let Some(ready) = ready else {
            let dtype = match dtypes[place] {
                Some(dtype) => dtype,
                None => promoted(py, &inputs)?,
            };
            let made =
                Iteration::fresh_like_walk(&order, &plan.shape, &plan.maps[place], dtype).or_raise(py)?;
            let leader = if asked.operand_flags[place].no_subtype { None } else { leader(asked)? };
            let state = ArrayState { array: made, base: None };
            let made = match leader {
                Some(leader) => object::of_class(&leader.get_type(), state, Some(leader.as_any()))?,
                None => object::base_class(py, state)?.into_any(),
            };
            let made = made.into_bound(py).cast_into::<PyArray>()?;
            let array = made.get().array()?.clone();
            complete.push(Prepared { array, dtype, original: None, through_buffers: false });
            objects.push(made);
            continue;
        };
        let own = asked.operands[place].as_ref().filter(|own| {
            std::sync::Arc::ptr_eq(own.get().handle().view().buffer(), ready.array.view().buffer())
        });
        objects.push(match own {
            Some(own) => own.clone(),
            None => wrap::array(py, ready.array.clone())?.into_bound(py).cast_into::<PyArray>()?,
        });
        complete.push(ready);
    }
    Ok(Operands { objects, prepared: complete, plan })
}

/// The walk over operands that are ready.
pub(super) fn iteration(
    py: Python<'_>,
    asked: &Arguments<'_>,
    plan: &Plan,
    prepared: Vec<Prepared>,
    innermost: bool,
) -> PyResult<Iteration> {
    let layouts: Vec<Layout> = prepared.iter().map(|ready| ready.array.layout().clone()).collect();
    let may_turn = asked.operands.iter().all(Option::is_some);
    let index = match asked.flags {
        flags if flags.c_index => Some(IndexOrder::C),
        flags if flags.f_index => Some(IndexOrder::F),
        _ => None,
    };
    let mut walk = Walk::new(plan, &layouts, order_of(asked), index, may_turn).or_raise(py)?;
    if !asked.flags.multi_index {
        walk.join_axes();
    }
    let steps = Steps {
        by_runs: asked.flags.external_loop && innermost,
        buffer: (asked.flags.buffered && innermost).then_some(asked.buffer),
        may_grow: asked.flags.grow_inner,
    };
    let access = asked.operand_flags.iter().map(|flags| flags.access).collect();
    Ok(Iteration::new(walk, prepared, access, steps))
}

/// The order of the walk; that of any order is Fortran's where all operands are in it.
fn order_of(asked: &Arguments<'_>) -> Order {
    let fortran = |operand: &Bound<'_, PyArray>| operand.get().handle().view().is_f_contiguous();
    match asked.order {
        Order::Any if asked.operands.iter().flatten().all(fortran) => Order::F,
        order => order,
    }
}

fn promoted(py: Python<'_>, dtypes: &[DType]) -> PyResult<DType> {
    match dtypes {
        [] => Err(PyTypeError::new_err("no arrays or types available to calculate result type")),
        &[only] => Ok(only),
        several => result_type(several, &[]).map(DType::to_native).or_raise(py),
    }
}

/// Which operands share memory with another so that what is written to the one would be read from the other.
fn overlapping(asked: &Arguments<'_>) -> Vec<bool> {
    let operands = || asked.operands.iter().zip(&asked.operand_flags).enumerate();
    let clashes = |which: usize| {
        let (Some(own), flags) = (&asked.operands[which], &asked.operand_flags[which]) else { return false };
        if !flags.access.writes() {
            return false;
        }
        let own = own.get().handle();
        operands().any(|(place, (other, other_flags))| {
            let Some(other) = other.as_ref().filter(|_| place != which) else { return false };
            let other = other.get().handle();
            let same = own.view().place() == other.view().place()
                && own.layout().shape == other.layout().shape
                && own.layout().strides == other.layout().strides;
            let in_step = same && flags.elementwise && other_flags.elementwise;
            (other_flags.access.reads() || flags.access.reads())
                && !in_step
                && own.view().shares_memory(other.view(), Some(1)).unwrap_or(true)
        })
    };
    (0..asked.operands.len()).map(clashes).collect()
}

/// The subclass instance of highest priority, whose class new operands have.
fn leader<'a, 'py>(asked: &'a Arguments<'py>) -> PyResult<Option<&'a Bound<'py, PyArray>>> {
    let mut best: Option<(f64, &Bound<'py, PyArray>)> = None;
    for operand in asked.operands.iter().flatten().filter(|operand| !object::is_exact(operand)) {
        let priority: f64 = operand.getattr("__array_priority__")?.extract()?;
        if best.is_none_or(|(known, _)| priority > known) {
            best = Some((priority, operand));
        }
    }
    Ok(best.map(|(_, leader)| leader))
}

/// Operands that are written must not be repeated, unless that is allowed.
fn require_no_reduction(asked: &Arguments<'_>, shapes: &[Option<&[usize]>], plan: &Plan) -> PyResult<()> {
    for (place, flags) in asked.operand_flags.iter().enumerate() {
        for (axis, &length) in plan.shape.iter().enumerate() {
            let own = plan.maps[place][axis];
            let repeated = match shapes[place] {
                Some(shape) => own.is_none_or(|own| shape[own] == 1) && length != 1,
                None => own.is_none() && length != 1,
            };
            if flags.no_broadcast
                && let Some(shape) = shapes[place]
                && (repeated || own.is_none())
            {
                return Err(PyValueError::new_err(format!(
                    "non-broadcastable operand with shape {} doesn't match the broadcast shape {}",
                    compact_tuple(shape),
                    compact_tuple(&plan.shape)
                )));
            }
            if !(repeated && flags.access.writes()) {
                continue;
            }
            if !asked.flags.reduce_ok {
                return Err(PyValueError::new_err(format!(
                    "output operand requires a reduction along dimension {axis}, but the reduction is not enabled. \
                     The dimension size of 1 does not match the expected output shape."
                )));
            }
            if !flags.access.reads() {
                return Err(PyValueError::new_err(
                    "output operand requires a reduction, but is flagged as write-only, not read-write",
                ));
            }
        }
        if shapes[place].is_none() {
            let mut own: Vec<usize> = plan.maps[place].iter().copied().flatten().collect();
            own.sort_unstable();
            if own.iter().enumerate().any(|(at, &axis)| at != axis) {
                return Err(PyValueError::new_err(
                    "automatically allocated reduction operand has missing axes in between",
                ));
            }
        }
    }
    Ok(())
}
