//! Making scalars from Python: `np.float64(x)`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyDict, PyFloat, PyInt, PyString, PyTuple};
use stridewise::Array;
use stridewise::scalar::{Operand, Scalar};
use stridewise_core::dtype::{C128, Kind};
use stridewise_core::{Bool, Number, Order};

use super::{fallback, float_errors, object, operand};
use crate::array::PyArray;
use crate::convert::{self, Wish};
use crate::error::OrRaise;

/// What a call of a scalar type gives.
pub(super) enum Constructed<'py> {
    Scalar(Scalar),
    /// The argument was an array or a sequence.
    Array(Bound<'py, PyAny>),
}

/// The result of calling the type of `number`.
#[inline]
pub(super) fn construct<'py>(
    py: Python<'py>,
    number: Number,
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Constructed<'py>> {
    if let Some(kwargs) = kwargs
        && !kwargs.is_empty()
    {
        return Err(refuse_keyword(number, kwargs)?);
    }
    match args.len() {
        0 => Ok(Constructed::Scalar(Scalar::from_bytes(number, [0; 16]))),
        1 => {
            let value = args.get_borrowed_item(0)?;
            from_object(py, number, &value)
        }
        2 if number.is_complex() => from_parts(number, args).map(Constructed::Scalar),
        count => {
            Err(PyTypeError::new_err(format!("{} expected at most 1 argument, got {count}", number.name())))
        }
    }
}

#[cold]
fn refuse_keyword(number: Number, kwargs: &Bound<'_, PyDict>) -> PyResult<PyErr> {
    let name = kwargs.keys().get_item(0)?.str()?;
    Ok(PyTypeError::new_err(format!("'{name}' is an invalid keyword argument for {}()", number.name())))
}

/// A complex number from its real and imaginary part.
fn from_parts(number: Number, args: &Bound<'_, PyTuple>) -> PyResult<Scalar> {
    let part = |i: usize| -> PyResult<f64> {
        let part = args.get_item(i)?;
        if part.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a part is a string"));
        }
        part.extract::<f64>()
    };
    let (Ok(real), Ok(imaginary)) = (part(0), part(1)) else {
        return Err(PyTypeError::new_err(format!(
            "Could not convert arguments into a complex scalar. '{}' given.",
            args.repr()?
        )));
    };
    Ok(Scalar::of(C128::new(real, imaginary)).cast(number))
}

#[inline]
fn from_object<'py>(
    py: Python<'py>,
    number: Number,
    value: &Bound<'py, PyAny>,
) -> PyResult<Constructed<'py>> {
    if let Ok(float) = value.cast_exact::<PyFloat>()
        && number == Number::F64
    {
        return Ok(Constructed::Scalar(Scalar::of(float.value())));
    }
    if let Some(scalar) = object::scalar_of(value) {
        return cast(py, scalar, number).map(Constructed::Scalar);
    }
    if let Some(operand) = operand::exact(value) {
        let direct = match (number.kind(), operand) {
            (Kind::Complex, _) | (Kind::Float, Operand::Float(_)) => true,
            (Kind::Bool, _) | (_, Operand::Float(_) | Operand::Complex(_)) => false,
            _ => true,
        };
        if direct {
            return from_operand(py, number, operand).map(Constructed::Scalar);
        }
    }
    Python::attach(|_| {
        let plain = operand::exact(value).is_some() || value.is_none() || value.is_instance_of::<PyString>();
        if !plain && fallback::offers_array(value)? {
            return from_array(py, number, value);
        }
        from_python(py, number, value).map(Constructed::Scalar)
    })
}

/// A scalar cast to another type, with NumPy's warnings.
fn cast(py: Python<'_>, scalar: Scalar, number: Number) -> PyResult<Scalar> {
    if scalar.number() == number {
        return Ok(scalar);
    }
    if scalar.number().is_complex() && !number.is_complex() && number != Number::Bool {
        super::conversion::warn_of_imaginary(py)?;
    }
    let (result, errors) = scalar.cast_checked(number);
    float_errors::report(py, errors, || "cast".to_owned())?;
    Ok(result)
}

fn from_array<'py>(py: Python<'py>, number: Number, value: &Bound<'py, PyAny>) -> PyResult<Constructed<'py>> {
    let wish = Wish { dtype: Some(number.native()), ..Wish::default() };
    let array: Array = convert::array_argument_as(value, &wish)?;
    if array.ndim() == 0
        && let Some(value) = array.value_at(&[])
    {
        return Ok(Constructed::Scalar(Scalar::new(number, value)));
    }
    let array = if value.is_instance_of::<PyArray>() {
        array.astype(number.native(), Order::Keep).or_raise(py)?
    } else {
        array
    };
    Ok(Constructed::Array(crate::wrap::array(py, array)?.into_bound(py)))
}

/// From a Python number, a string, or what converts itself to a number.
fn from_python(py: Python<'_>, number: Number, value: &Bound<'_, PyAny>) -> PyResult<Scalar> {
    let operand = match number.kind() {
        Kind::Bool => return Ok(Scalar::of(Bool::from(value.is_truthy()?))),
        Kind::Signed | Kind::Unsigned => integer_of(py, value)?,
        Kind::Float => match value.cast::<PyInt>() {
            Ok(integer) => operand::integer_operand(integer),
            Err(_) if value.is_none() => Operand::Float(f64::NAN),
            Err(_) => Operand::Float(py.get_type::<PyFloat>().call1((value,))?.extract()?),
        },
        Kind::Complex => match value.cast::<PyInt>() {
            Ok(integer) => operand::integer_operand(integer),
            Err(_) if value.is_none() => Operand::Complex(C128::new(f64::NAN, f64::NAN)),
            Err(_) => complex_of(py, value)?,
        },
    };
    from_operand(py, number, operand)
}

#[inline]
fn from_operand(py: Python<'_>, number: Number, operand: Operand) -> PyResult<Scalar> {
    let (scalar, errors) = operand.beside(number).or_raise(py)?;
    float_errors::report(py, errors, || "cast".to_owned())?;
    Ok(scalar.cast(number))
}

fn integer_of(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Operand> {
    if let Ok(integer) = value.cast::<PyInt>() {
        return Ok(operand::integer_operand(integer));
    }
    let integer = py.get_type::<PyInt>().call1((value,))?;
    Ok(operand::integer_operand(integer.cast::<PyInt>()?))
}

fn complex_of(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Operand> {
    let text;
    let value = match value.cast::<PyBytes>() {
        Ok(bytes) => {
            text = PyString::new(py, &String::from_utf8_lossy(bytes.as_bytes())).into_any();
            &text
        }
        Err(_) => value,
    };
    let complex = py.get_type::<PyComplex>().call1((value,))?;
    let complex = complex.cast::<PyComplex>()?;
    Ok(Operand::Complex(C128::new(complex.real(), complex.imag())))
}
