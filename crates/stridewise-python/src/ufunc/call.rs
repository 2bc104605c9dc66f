//! Calling a ufunc on arrays element by element.

use pyo3::exceptions::{PyTypeError, PyUserWarning};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use smallvec::SmallVec;
use stridewise::run::Array;
use stridewise::run::direct;
use stridewise::run::elementwise::{self, Operand, Outcome};
use stridewise::run::guard::Touched;
use stridewise::run::late;
use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::op::{FloatErrors, Op, OperandType, Resolved, check_casting, resolve, resolve_fixed};
use stridewise_core::{DType, Order, Value};

use super::arguments::Keywords;
use super::operand::{Input, output_array, quick_operand, settle_huge_integers};
use super::result::{self, Wrapper};
use super::{error_state, overrides};
use crate::array::PyArray;
use crate::array::object::reference_count;
use crate::convert::{Wish, array_argument, array_argument_as};
use crate::detach::guarded;
use crate::error::OrRaise;
use crate::late::{Permission, deliver, permission, settle_for_writing};
use crate::wrap;

/// The quick way: no keywords, no overrides, operands of exact classes. `None` where it is not open.
#[inline]
pub(crate) fn quick(py: Python<'_>, op: Op, objects: &[&Bound<'_, PyAny>]) -> PyResult<Option<Py<PyAny>>> {
    let mut operands = [Operand::Weak(Value::Bool(false)); 2];
    let Some(operands) = operands.get_mut(..objects.len()) else { return Ok(None) };
    for (operand, object) in operands.iter_mut().zip(objects) {
        match quick_operand(object) {
            Some(given) => *operand = given,
            None => return Ok(None),
        }
    }
    let operands: &[Operand<'_>] = operands;
    let elements = largest(operands);
    if late::postpones(elements)
        && let Some(result) = put_off(py, op, operands)?
    {
        return wrap::array(py, result).map(Some);
    }
    let (name, touched) = (op.row().name, || touched(operands, [], None));
    if let Some((result, errors)) =
        guarded(py, elements, name, touched, || direct::call(op, operands)).or_raise(py)?
    {
        error_state::report(py, errors, op.row().name)?;
        return wrap::array_or_scalar(py, result).map(Some);
    }
    let outcome = guarded(py, elements, name, touched, || elementwise::call(op, operands)).or_raise(py)?;
    report(py, &outcome, op.row().name)?;
    plain_results(py, outcome.outputs).map(Some)
}

/// The array that will hold the result; `None` where the call is to run at once.
fn put_off(py: Python<'_>, op: Op, operands: &[Operand<'_>]) -> PyResult<Option<Array>> {
    let types: SmallVec<[OperandType; 2]> = operands.iter().map(Operand::operand_type).collect();
    let resolved = resolve(op, &types).or_raise(py)?;
    put_off_resolved(py, &resolved, operands, Order::Keep)
}

fn put_off_resolved(
    py: Python<'_>,
    resolved: &Resolved,
    operands: &[Operand<'_>],
    order: Order,
) -> PyResult<Option<Array>> {
    if !late::may_wait(operands) {
        return Ok(None);
    }
    let witness = match permission(py, resolved.op.row().name, resolved.op.row().reported(resolved.inputs))? {
        Permission::Denied => return Ok(None),
        Permission::Granted(witness) => witness,
    };
    let result = late::elementwise(resolved, operands, order, witness, &|wait| py.detach(wait)).or_raise(py);
    deliver(py);
    result
}

/// Writes over an array in the pass of what the inputs wait for; `None` where that is not to be, and nothing was done.
/// Unless this is their `last_use`, the inputs may be read again, and are written, too.
fn write_over(
    py: Python<'_>,
    resolved: &Resolved,
    operands: &[Operand<'_>],
    target: &Array,
    last_use: bool,
) -> PyResult<Option<FloatErrors>> {
    // What has a second handle is written.
    let _handles: SmallVec<[Array; 2]> = operands
        .iter()
        .filter_map(|operand| match operand {
            Operand::Array(array) if !last_use => Some((*array).clone()),
            _ => None,
        })
        .collect();
    let errors = late::write_over(resolved, operands, target, &|wait| py.detach(wait)).or_raise(py);
    deliver(py);
    errors
}

/// The most elements that one of the operands has; more than any where that is still to be computed.
#[inline]
fn largest(operands: &[Operand<'_>]) -> usize {
    let size = |operand: &Operand<'_>| match operand {
        Operand::Array(array) if array.view().buffer().is_unwritten() => usize::MAX,
        operand => operand.size(),
    };
    operands.iter().map(size).max().unwrap_or(1)
}

/// Reports what bringing Python numbers to the loop's dtypes met, then what the operation met.
#[inline]
fn report(py: Python<'_>, outcome: &Outcome, name: &str) -> PyResult<()> {
    error_state::report(py, outcome.cast_errors, "cast")?;
    error_state::report(py, outcome.errors, name)
}

fn plain_results(py: Python<'_>, mut outputs: SmallVec<[Array; 2]>) -> PyResult<Py<PyAny>> {
    if outputs.len() == 1 {
        return match outputs.pop() {
            Some(only) => wrap::array_or_scalar(py, only),
            None => Ok(py.None()),
        };
    }
    let objects: Vec<_> =
        outputs.into_iter().map(|array| wrap::array_or_scalar(py, array)).collect::<PyResult<_>>()?;
    Ok(PyTuple::new(py, objects)?.into_any().unbind())
}

/// The full call protocol: positional arguments are inputs, then outputs.
pub(super) fn call<'py>(
    ufunc: &Bound<'py, PyAny>,
    op: Op,
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = ufunc.py();
    let row = op.row();
    if args.len() < row.inputs || args.len() > row.inputs + row.outputs {
        return Err(PyTypeError::new_err(format!(
            "{}() takes from {} to {} positional arguments but {} {} given",
            row.name,
            row.inputs,
            row.inputs + row.outputs,
            args.len(),
            if args.len() == 1 { "was" } else { "were" }
        )));
    }
    let inputs = args.get_slice(0, row.inputs);
    let behind: Vec<_> = args.iter().skip(row.inputs).collect();
    let mut keywords = Keywords::read(row, &behind, kwargs)?;
    if keywords.outputs.iter().all(|output| output.is_none()) {
        keywords.outputs.clear();
    }
    if keywords.mask.is_some() && behind.is_empty() && !keywords.says_out {
        let class = py.get_type::<PyUserWarning>();
        let text =
            c"'where' used without 'out', expect unitialized memory in output. If this is intentional, use \
                     out=None.";
        PyErr::warn(py, class.as_any(), text, 1)?;
    }
    let told = kwargs.map(full_names).transpose()?;
    if let Some(answer) = overrides::ask(ufunc, "__call__", &inputs, &keywords.outputs, told.as_ref())? {
        return Ok(answer.unbind());
    }
    let objects: Vec<_> = inputs.iter().collect();
    let outcome = if row.core_dimensions.is_some() {
        super::products::call(py, op, &objects, &keywords)?
    } else {
        compute(py, op, &objects, &keywords)?
    };
    report(py, &outcome, row.name)?;
    let chosen = if keywords.subok { result::choose(objects.iter())? } else { Wrapper::Plain };
    // What `__array_wrap__` is told: the inputs, and the outputs where some were given.
    let told = if keywords.outputs.is_empty() {
        inputs.clone()
    } else {
        PyTuple::new(py, inputs.iter().chain(keywords.outputs.iter().cloned()).collect::<Vec<_>>())?
    };
    let mut returned: Vec<Py<PyAny>> = Vec::with_capacity(outcome.outputs.len());
    for (place, array) in outcome.outputs.into_iter().enumerate() {
        let given = keywords.outputs.get(place).filter(|output| !output.is_none());
        returned.push(match given {
            // An array that was given comes back as itself.
            Some(given) => match result::wrapper_of(given)? {
                Some(Wrapper::Method(method)) if keywords.subok => {
                    let context = Some((ufunc, &told, place));
                    result::call_method(&method, given, context, false)?
                }
                _ => given.clone().unbind(),
            },
            None => result::wrap(py, &chosen, array, Some((ufunc, &told, place)), !keywords.keep_arrays)?,
        });
    }
    match returned.len() {
        1 => Ok(returned.remove(0)),
        _ => Ok(PyTuple::new(py, returned)?.into_any().unbind()),
    }
}

/// What a call touches besides the results that it makes.
fn touched<'a>(
    operands: &'a [Operand<'_>],
    outputs: impl IntoIterator<Item = &'a Array>,
    mask: Option<&'a Array>,
) -> Touched<'a> {
    let read = operands.iter().filter_map(|operand| match operand {
        Operand::Array(array) => Some(array.view()),
        _ => None,
    });
    Touched::new(read.chain(mask.map(Array::view)), outputs.into_iter().map(Array::view))
}

/// Resolves, checks and runs.
fn compute(
    py: Python<'_>,
    op: Op,
    objects: &[Bound<'_, PyAny>],
    keywords: &Keywords<'_>,
) -> PyResult<Outcome> {
    let mut inputs: SmallVec<[Input<'_>; 3]> = objects.iter().map(Input::of).collect::<PyResult<_>>()?;
    settle_huge_integers(&mut inputs, |place| objects[place].clone())?;
    let operands: SmallVec<[Operand<'_>; 3]> = inputs.iter().map(Input::operand).collect();
    let outputs: SmallVec<[Option<Array>; 2]> =
        keywords.outputs.iter().map(output_array).collect::<PyResult<_>>()?;
    for output in outputs.iter().flatten() {
        output.require_writeable("output array").or_raise(py)?;
    }
    let mask = keywords.mask.as_ref().map(mask_array).transpose()?;
    let types: SmallVec<[OperandType; 4]> = operands.iter().map(Operand::operand_type).collect();
    let resolved = if keywords.fixed.is_empty() {
        resolve(op, &types)
    } else {
        resolve_fixed(op, &types, &keywords.fixed)
    };
    let resolved = resolved.or_raise(py)?;
    let output_types: SmallVec<[Option<DType>; 2]> =
        outputs.iter().map(|output| output.as_ref().map(Array::dtype)).collect();
    if !(keywords.fixed.is_empty() && output_types.is_empty() && keywords.casting >= Casting::Safe) {
        check_casting(&resolved, &types, &output_types, keywords.casting).or_raise(py)?;
    }
    let order = keywords.order;
    if outputs.is_empty()
        && mask.is_none()
        && late::postpones(largest(&operands))
        && let Some(result) = put_off_resolved(py, &resolved, &operands, order)?
    {
        return Ok(Outcome { outputs: SmallVec::from_iter([result]), ..Outcome::default() });
    }
    if let ([Some(output)], None) = (outputs.as_slice(), &mask)
        && largest(&operands) == usize::MAX
        && let Some(errors) = write_over(py, &resolved, &operands, output, false)?
    {
        return Ok(Outcome { outputs: SmallVec::from_iter([output.clone()]), errors, ..Outcome::default() });
    }
    let touched = || touched(&operands, outputs.iter().flatten(), mask.as_ref());
    guarded(py, largest(&operands), op.row().name, touched, || {
        elementwise::run(&resolved, &operands, &outputs, mask.as_ref(), order)
    })
    .or_raise(py)
}

/// A `where` argument as an array of booleans.
pub(crate) fn mask_array(object: &Bound<'_, PyAny>) -> PyResult<Array> {
    let boolean = DType::BOOL;
    if !object.is_instance_of::<PyArray>() {
        // Of a list and its like the truth counts.
        return array_argument_as(object, &Wish { dtype: Some(boolean), ..Wish::default() });
    }
    let mask = array_argument(object)?;
    if mask.dtype() == boolean {
        return Ok(mask);
    }
    if !can_cast(mask.dtype(), boolean, Casting::Safe) {
        return Err(PyTypeError::new_err(format!(
            "Cannot cast array data from dtype('{}') to dtype('bool') according to the rule 'safe'",
            mask.dtype()
        )));
    }
    mask.astype(boolean, Order::Keep).or_raise(object.py())
}

/// The result of an operator of arrays.
#[inline]
pub(crate) fn operator<'py>(py: Python<'py>, op: Op, operands: &[&Bound<'py, PyAny>]) -> PyResult<Py<PyAny>> {
    let result = match operands {
        [left, right] if op == Op::Matmul => super::products::quick(py, op, left, right)?,
        _ => quick(py, op, operands)?,
    };
    if let Some(result) = result {
        return Ok(result);
    }
    let ufunc = super::object::of(py, op)?;
    call(&ufunc, op, &PyTuple::new(py, operands.iter().copied())?, None)
}

/// An operator that writes its result into its first operand.
pub(crate) fn in_place<'py>(op: Op, target: &Bound<'py, PyArray>, other: &Bound<'py, PyAny>) -> PyResult<()> {
    let py = other.py();
    if op != Op::Matmul
        && target.is_exact_instance_of::<PyArray>()
        && let Some(operand) = quick_operand(other)
    {
        let array = target.get().handle();
        settle_for_writing(py, array);
        let operands = [Operand::Array(array), operand];
        if let Some(errors) = in_place_of_waiting(py, op, &operands, array, other)? {
            return error_state::report(py, errors, op.row().name);
        }
        let elements = largest(&operands);
        let (name, touched) = (op.row().name, || touched(&operands, [array], None));
        if let Some(errors) =
            guarded(py, elements, name, touched, || direct::call_into(op, &operands, array)).or_raise(py)?
        {
            return error_state::report(py, errors, op.row().name);
        }
        let types = operands.map(|operand| operand.operand_type());
        let resolved = resolve(op, &types).or_raise(py)?;
        check_casting(&resolved, &types, &[Some(array.dtype())], Casting::SameKind).or_raise(py)?;
        let outcome = guarded(py, elements, name, touched, || {
            elementwise::run(&resolved, &operands, &[Some(array.clone())], None, Order::Keep)
        })
        .or_raise(py)?;
        return report(py, &outcome, op.row().name);
    }
    let ufunc = super::object::of(py, op)?;
    call(&ufunc, op, &PyTuple::new(py, [target.as_any(), other, target.as_any()])?, None)?;
    Ok(())
}

/// As [`in_place`], in the pass of what the other operand waits for; `None` where nothing was done.
#[inline]
fn in_place_of_waiting(
    py: Python<'_>,
    op: Op,
    operands: &[Operand<'_>; 2],
    target: &Array,
    other: &Bound<'_, PyAny>,
) -> PyResult<Option<FloatErrors>> {
    let [_, Operand::Array(waiting)] = operands else { return Ok(None) };
    if !waiting.view().buffer().is_unwritten() {
        return Ok(None);
    }
    let types = operands.map(|operand| operand.operand_type());
    let resolved = resolve(op, &types).or_raise(py)?;
    check_casting(&resolved, &types, &[Some(target.dtype())], Casting::SameKind).or_raise(py)?;
    // A value that no name refers to is not read again, so its own elements need not be written: one reference is the
    // interpreter's, one this call's.
    let named = other.cast_exact::<PyArray>().is_ok_and(|other| reference_count(other) > 2);
    write_over(py, &resolved, operands, target, !named)
}

/// Keyword arguments under the names that overrides are told: `sig` is short for `signature`.
fn full_names<'py>(kwargs: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyDict>> {
    let Some(signature) = kwargs.get_item("sig")? else { return Ok(kwargs.clone()) };
    let told = kwargs.copy()?;
    told.del_item("sig")?;
    told.set_item("signature", signature)?;
    Ok(told)
}
