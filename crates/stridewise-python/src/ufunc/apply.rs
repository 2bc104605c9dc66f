//! The methods `outer`, `at` and `resolve_dtypes`.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use smallvec::SmallVec;
use stridewise::run::Array;
use stridewise::run::at::apply_at;
use stridewise::run::reduction::loop_number;
use stridewise_core::op::{OperandType, check_casting, resolve, resolve_fixed};
use stridewise_core::{DType, Number, Order};

use super::arguments::Keywords;
use super::object::UFunc;
use super::operand::Input;
use super::{error_state, overrides};
use crate::array::PyArray;
use crate::convert::{array_argument, truth_argument};
use crate::detach::over_arrays;
use crate::dtype::{PyDType, dtype_argument, dtype_object};
use crate::error::OrRaise;
use crate::wrap;

#[pymethods]
impl UFunc {
    /// Applies the ufunc to all pairs of an element of `A` and an element of `B`.
    #[pyo3(signature = (*args, **kwargs), text_signature = "($self, A, B, /, **kwargs)")]
    fn outer<'py>(
        slf: &Bound<'py, Self>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let row = slf.get().row();
        if row.core_dimensions.is_some() {
            return Err(PyTypeError::new_err(
                "method outer is not allowed in ufunc with non-trivial signature",
            ));
        }
        if row.inputs != 2 {
            return Err(PyValueError::new_err("outer product only supported for binary functions"));
        }
        if args.len() != 2 {
            return Err(PyTypeError::new_err(format!(
                "outer() takes exactly 2 positional arguments ({} given)",
                args.len()
            )));
        }
        let keywords = Keywords::read(row, &[], kwargs)?;
        if let Some(answer) = overrides::ask(slf.as_any(), "outer", args, &keywords.outputs, kwargs)? {
            return Ok(answer.unbind());
        }
        let (left, right) = (args.get_item(0)?, args.get_item(1)?);
        let right_axes = array_argument(&right)?.ndim();
        let mut spread = left.clone();
        if right_axes > 0 {
            let array = match left.cast::<PyArray>() {
                Ok(array) => array.clone().into_any(),
                Err(_) => wrap::array(py, array_argument(&left)?)?.into_bound(py),
            };
            let mut shape: Vec<i64> = array.getattr(intern!(py, "shape"))?.extract()?;
            shape.extend(std::iter::repeat_n(1, right_axes));
            spread = array.call_method1(intern!(py, "reshape"), (PyTuple::new(py, shape)?,))?;
        }
        super::call::call(slf.as_any(), slf.get().op(), &PyTuple::new(py, [spread, right])?, kwargs)
    }

    /// Applies the ufunc in place at the elements that an index selects, once for each time that it selects them.
    #[pyo3(signature = (a, indices, b=None, /))]
    fn at<'py>(
        slf: &Bound<'py, Self>,
        a: &Bound<'py, PyAny>,
        indices: &Bound<'py, PyAny>,
        b: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<()> {
        let py = slf.py();
        let row = slf.get().row();
        if row.core_dimensions.is_some() {
            return Err(PyTypeError::new_err("ufunc.at does not support ufunc with non-trivial signature"));
        }
        if row.outputs != 1 {
            return Err(PyValueError::new_err("Only single output ufuncs supported at this time"));
        }
        if row.inputs > 2 {
            return Err(PyValueError::new_err("Only unary and binary ufuncs supported at this time"));
        }
        if row.inputs == 2 && b.is_none() {
            return Err(PyValueError::new_err("second operand needed for ufunc"));
        }
        if row.inputs == 1 && b.is_some() {
            return Err(PyValueError::new_err("second operand provided when ufunc is unary"));
        }
        let mut all = vec![a.clone(), indices.clone()];
        all.extend(b.cloned());
        if overrides::ask(slf.as_any(), "at", &PyTuple::new(py, all)?, &[], None)?.is_some() {
            return Ok(());
        }
        let Ok(target) = a.cast::<PyArray>() else {
            return Err(PyTypeError::new_err("first operand must be array"));
        };
        let target = target.get().array()?.clone();
        target.require_writeable("output array").or_raise(py)?;
        let places = places_of(&target, indices)?;
        let second = b.map(Input::of).transpose()?;
        let operand = second.as_ref().map(Input::operand);
        let mut read: SmallVec<[&Array; 2]> = SmallVec::from_slice(&[&places]);
        if let Some(Ok(values)) = b.map(|b| b.cast::<PyArray>()) {
            read.push(values.get().array()?);
        }
        let errors = over_arrays(py, places.size(), row.name, &read, &[&target], || {
            apply_at(row.op, &target, &places, operand)
        })
        .or_raise(py)?;
        error_state::report(py, errors, row.name)
    }

    /// The dtypes of the loop that operands of these dtypes would run: inputs, then outputs.
    #[pyo3(signature = (dtypes, *, signature=None, casting=None, reduction=false))]
    fn resolve_dtypes<'py>(
        slf: &Bound<'py, Self>,
        dtypes: &Bound<'py, PyAny>,
        signature: Option<&Bound<'py, PyAny>>,
        casting: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = truth_argument)] reduction: bool,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let row = slf.get().row();
        let dtypes = dtypes.cast::<PyTuple>().ok().filter(|dtypes| dtypes.len() == row.inputs + row.outputs);
        let Some(dtypes) = dtypes else {
            return Err(PyTypeError::new_err(
                "resolve_dtypes: The dtypes must be a tuple of `ufunc.nargs` length.",
            ));
        };
        for (place, dtype) in dtypes.iter().enumerate() {
            let first = reduction && place == 0;
            if place < row.inputs && dtype.is_none() && !first {
                return Err(PyTypeError::new_err(
                    "All input dtypes must be provided (except the first one in reductions)",
                ));
            }
            if place >= row.inputs && !dtype.is_none() && reduction {
                return Err(PyTypeError::new_err(
                    "Output dtype must not be passed for reductions, pass the first input instead.",
                ));
            }
        }
        let kwargs = PyDict::new(py);
        if let Some(signature) = signature {
            kwargs.set_item("signature", signature)?;
        }
        if let Some(casting) = casting {
            kwargs.set_item("casting", casting)?;
        }
        let keywords = Keywords::read(row, &[], Some(&kwargs))?;
        let first = dtypes.get_item(0)?;
        // Small integers are summed in the default one, where nobody says in what.
        let widened = match (first.is_none(), row.inputs) {
            (true, 2..) => {
                let number = dtype_argument(&dtypes.get_item(1)?)?.number();
                Some(OperandType::Strong(
                    loop_number(row.op, number.native(), None, None).or_raise(py)?.native(),
                ))
            }
            _ => None,
        };
        let mut inputs: SmallVec<[OperandType; 4]> = SmallVec::new();
        for place in 0..row.inputs {
            inputs.push(match widened {
                Some(widened) => widened,
                None => operand_type(&dtypes.get_item(place)?)?,
            });
        }
        let outputs: Vec<_> = (row.inputs..dtypes.len())
            .map(|place| {
                let item = dtypes.get_item(place)?;
                if item.is_none() { Ok(None) } else { dtype_argument(&item).map(Some) }
            })
            .collect::<PyResult<_>>()?;
        let resolved = if keywords.fixed.is_empty() {
            resolve(row.op, &inputs)
        } else {
            resolve_fixed(row.op, &inputs, &keywords.fixed)
        };
        let resolved = resolved.or_raise(py)?;
        check_casting(&resolved, &inputs, &outputs, keywords.casting).or_raise(py)?;
        let all: Vec<_> = resolved
            .inputs
            .iter()
            .chain(resolved.outputs)
            .map(|number: &Number| dtype_object(py, number.native()))
            .collect();
        Ok(PyTuple::new(py, all)?.into_any().unbind())
    }
}

/// The numbers, in C order, of the elements that an index selects.
fn places_of(target: &Array, indices: &Bound<'_, PyAny>) -> PyResult<Array> {
    let py = indices.py();
    // Positions along the only axis are such numbers already.
    if target.ndim() == 1
        && let Ok(positions) = indices.cast_exact::<PyArray>()
        && positions.get().handle().ndim() == 1
        && positions.get().handle().dtype() == DType::I64
    {
        return Ok(positions.get().array()?.clone());
    }
    let shape: Vec<i64> = target.shape().iter().map(|&length| length as i64).collect();
    let numbers = Array::from_places(target.size(), |place| place as i64)
        .and_then(|numbers| numbers.reshape(&shape, Order::C))
        .or_raise(py)?;
    array_argument(&wrap::array(py, numbers)?.into_bound(py).get_item(indices)?)
}

/// A dtype, or one of Python's `int`, `float` and `complex` for a number without one.
fn operand_type(object: &Bound<'_, PyAny>) -> PyResult<OperandType> {
    let py = object.py();
    if object.is(py.get_type::<pyo3::types::PyInt>()) {
        return Ok(OperandType::WeakInt);
    }
    if object.is(py.get_type::<pyo3::types::PyFloat>()) {
        return Ok(OperandType::WeakFloat);
    }
    if object.is(py.get_type::<pyo3::types::PyComplex>()) {
        return Ok(OperandType::WeakComplex);
    }
    if !object.is_instance_of::<PyDType>() {
        return Err(PyTypeError::new_err(
            "Provided dtype must be a valid NumPy dtype, int, float, complex, or None.",
        ));
    }
    Ok(OperandType::Strong(dtype_argument(object)?))
}
