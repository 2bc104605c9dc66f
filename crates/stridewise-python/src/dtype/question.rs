//! `result_type`, `promote_types`, `can_cast` and `min_scalar_type`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use stridewise::Array;
use stridewise_core::dtype::{self, Casting, Descriptor, Operand, Weak};
use stridewise_core::{DType, Value};

use super::argument::{descriptor_argument, meant};
use super::object::{PyDType, descriptor_object, dtype_object};
use crate::array::PyArray;
use crate::convert::{Wish, array_argument, array_argument_as, python_number};
use crate::error::OrRaise;
use crate::scalar;

/// The casting rule that an argument names.
pub(crate) fn casting_argument(object: &Bound<'_, PyAny>) -> PyResult<Casting> {
    let text = match object.cast::<PyString>() {
        Ok(text) => text.to_string_lossy().into_owned(),
        Err(_) => match object.extract::<&[u8]>() {
            Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(_) => {
                let name = object.get_type().name()?;
                return Err(PyTypeError::new_err(format!("casting must be str, not {name}")));
            }
        },
    };
    Casting::parse(&text).or_raise(object.py())
}

/// What a Python int, float or complex is to promotion; `None` for bools and everything else.
pub(crate) fn weak_number(object: &Bound<'_, PyAny>) -> Option<Weak> {
    match python_number(object)? {
        Value::Bool(_) => None,
        Value::Int(_) => Some(Weak::Int),
        Value::Float(_) => Some(Weak::Float),
        Value::Complex(_) => Some(Weak::Complex),
    }
}

/// Arrays of several objects that go into one result, where Python numbers take the dtype of the others.
pub(crate) fn arrays_of_one_result(objects: &[Bound<'_, PyAny>]) -> PyResult<Vec<Array>> {
    let arrays: Vec<Array> = objects.iter().map(array_argument).collect::<PyResult<_>>()?;
    let weak: Vec<Option<Weak>> = objects.iter().map(weak_number).collect();
    let numbers: Vec<Weak> = weak.iter().copied().flatten().collect();
    if numbers.is_empty() || numbers.len() == objects.len() {
        return Ok(arrays);
    }
    let strong: Vec<_> =
        arrays.iter().zip(&weak).filter(|(_, weak)| weak.is_none()).map(|(array, _)| array.dtype()).collect();
    let dtype = objects
        .first()
        .map(|first| dtype::result_type(&strong, &numbers).or_raise(first.py()))
        .transpose()?;
    let wish = Wish { dtype, ..Wish::default() };
    objects
        .iter()
        .zip(arrays)
        .zip(weak)
        .map(
            |((object, array), weak)| {
                if weak.is_some() { array_argument_as(object, &wish) } else { Ok(array) }
            },
        )
        .collect()
}

/// The dtype that an operation on the arguments has, by NumPy's rules of promotion.
///
/// Arguments are arrays, scalars, dtypes, and Python numbers, which take the dtype of the others where it is of
/// their kind: `result_type(float32, 3.0)` is float32.
#[pyfunction]
#[pyo3(signature = (*arrays_and_dtypes))]
fn result_type(arrays_and_dtypes: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    let py = arrays_and_dtypes.py();
    let (mut numbers, mut weak) = (Vec::new(), Vec::new());
    for argument in arrays_and_dtypes.iter() {
        match weak_number(&argument) {
            Some(number) => weak.push(number),
            None => match descriptor_of(&argument)? {
                Descriptor::Number(dtype) => numbers.push(dtype),
                _ => return result_type_of_others(arrays_and_dtypes),
            },
        }
    }
    Ok(dtype_object(py, dtype::result_type(&numbers, &weak).or_raise(py)?))
}

/// [`result_type`] where an argument is no number.
#[cold]
fn result_type_of_others(arguments: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    let py = arguments.py();
    let operands = arguments
        .iter()
        .map(|argument| {
            Ok(match weak_number(&argument) {
                Some(weak) => Operand::Weak(weak),
                None => Operand::Strong(descriptor_of(&argument)?),
            })
        })
        .collect::<PyResult<Vec<_>>>()?;
    if let [only] = arguments.as_slice()
        && let Ok(dtype) = only.cast::<PyDType>()
        && dtype.get().descriptor().canonical() == dtype.get().descriptor()
    {
        return Ok(dtype.clone().into_any().unbind());
    }
    let common = Descriptor::result_type(&operands).or_raise(py)?;
    Ok(descriptor_object(py, &common)?.into_any().unbind())
}

/// The descriptor of an array, a scalar, a Python bool, or of what spells a dtype.
fn descriptor_of(object: &Bound<'_, PyAny>) -> PyResult<Descriptor> {
    if let Ok(array) = object.cast::<PyArray>() {
        return Ok(array.get().handle().dtype().into());
    }
    if let Some((number, _)) = scalar::value_of(object) {
        return Ok(number.into());
    }
    if matches!(python_number(object), Some(Value::Bool(_))) {
        return Ok(DType::BOOL.into());
    }
    descriptor_argument(object)
}

/// The smallest dtype that both dtypes can be cast to safely, in native byte order.
#[pyfunction]
#[pyo3(signature = (type1, type2, /))]
fn promote_types(type1: &Bound<'_, PyAny>, type2: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = type1.py();
    if type1.is_none() || type2.is_none() {
        return Err(PyTypeError::new_err("did not understand one of the types"));
    }
    let (type1, type2) = (meant(type1)?.object(py)?, meant(type2)?.object(py)?);
    let (first, second) = (type1.get().descriptor(), type2.get().descriptor());
    if type1.is(&type2) && first.canonical() == first {
        return Ok(type1.into_any().unbind());
    }
    Ok(descriptor_object(py, &first.promote(&second).or_raise(py)?)?.into_any().unbind())
}

/// Whether the casting rule lets a dtype (or the dtype of an array or scalar) be cast to another.
#[pyfunction]
#[pyo3(signature = (from_, to, casting=None))]
fn can_cast(
    from_: &Bound<'_, PyAny>,
    to: &Bound<'_, PyAny>,
    casting: Option<&Bound<'_, PyAny>>,
) -> PyResult<bool> {
    let casting = casting.map(casting_argument).transpose()?.unwrap_or(Casting::Safe);
    if from_.is_none() || to.is_none() {
        return Err(PyTypeError::new_err("did not understand one of the types; 'None' not accepted"));
    }
    let to = descriptor_argument(to)?;
    if weak_number(from_).is_some() {
        return Err(PyTypeError::new_err(
            "can_cast() does not support Python ints, floats, and complex because the result used to depend on the \
             value.\nThis change was part of adopting NEP 50, we may explicitly allow them again in the future.",
        ));
    }
    Ok(descriptor_of(from_)?.can_cast(&to, casting))
}

/// The smallest dtype that holds a scalar's value; the dtype of an array that has dimensions.
#[pyfunction]
#[pyo3(signature = (a, /))]
fn min_scalar_type(a: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    let py = a.py();
    let value = match (scalar::value_of(a), python_number(a)) {
        (Some((_, value)), _) | (None, Some(value)) => value,
        (None, None) => {
            let array = array_argument(a)?;
            match array.value_at(&[]) {
                Some(value) => value,
                None => return Ok(dtype_object(py, array.dtype())),
            }
        }
    };
    Ok(dtype_object(py, dtype::min_scalar_type(value).or_raise(py)?))
}

/// Unit and count of a dtype of points or spans of time, as in `('ns', 1)`.
#[pyfunction]
#[pyo3(signature = (dtype, /))]
fn datetime_data(dtype: &Bound<'_, PyAny>) -> PyResult<(&'static str, u32)> {
    match descriptor_argument(dtype)? {
        Descriptor::Date(date) => Ok((date.unit.unit.letters(), date.unit.count)),
        _ => Err(PyTypeError::new_err("cannot get datetime metadata from non-datetime type")),
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(result_type, module)?)?;
    module.add_function(wrap_pyfunction!(promote_types, module)?)?;
    module.add_function(wrap_pyfunction!(can_cast, module)?)?;
    module.add_function(wrap_pyfunction!(min_scalar_type, module)?)?;
    module.add_function(wrap_pyfunction!(datetime_data, module)?)
}
