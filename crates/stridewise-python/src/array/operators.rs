//! Operators: each is its ufunc. An operand that wants to do the work itself gets it.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use stridewise_core::op::Op;
use stridewise_core::{DType, Number, Value};

use super::PyArray;
use crate::ufunc::{defers, in_place, operator};

type Answer = PyResult<Py<PyAny>>;

/// `slf op other`, unless `other` takes over.
#[inline]
fn forward(op: Op, slf: &Bound<'_, PyArray>, other: &Bound<'_, PyAny>) -> Answer {
    let py = other.py();
    if defers(slf.as_any(), other, false)? {
        return Ok(py.NotImplemented());
    }
    operator(py, op, &[slf.as_any(), other])
}

/// `other op slf`, unless `other` has had its chance and does not want it.
#[inline]
fn reflected(op: Op, slf: &Bound<'_, PyArray>, other: &Bound<'_, PyAny>) -> Answer {
    let py = other.py();
    if defers(slf.as_any(), other, false)? {
        return Ok(py.NotImplemented());
    }
    operator(py, op, &[other, slf.as_any()])
}

fn unary(op: Op, slf: &Bound<'_, PyArray>) -> Answer {
    operator(slf.py(), op, &[slf.as_any()])
}

/// The right operand of an in-place operator; making one fails where the operand takes over, which Python answers
/// with its reflected method.
pub(super) struct InPlace<'py>(Bound<'py, PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for InPlace<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let object = object.to_owned();
        if let Some(method) = object.get_type().getattr_opt(pyo3::intern!(object.py(), "__array_ufunc__"))?
            && method.is_none()
        {
            return Err(PyTypeError::new_err("the operand declines ufuncs"));
        }
        Ok(Self(object))
    }
}

#[pymethods]
impl PyArray {
    /// What `operator.concat` asks; `+` adds.
    fn __concat__(&self, _other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Err(PyTypeError::new_err(
            "Concatenation operation is not implemented for NumPy arrays, use np.concatenate() instead. Please do \
             not rely on this error; it may not be given on all Python implementations.",
        ))
    }

    fn __add__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Add, slf, other)
    }

    fn __radd__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Add, slf, other)
    }

    fn __iadd__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::Add, slf, &other.0)
    }

    fn __sub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Subtract, slf, other)
    }

    fn __rsub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Subtract, slf, other)
    }

    fn __isub__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::Subtract, slf, &other.0)
    }

    fn __mul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Multiply, slf, other)
    }

    fn __rmul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Multiply, slf, other)
    }

    fn __imul__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::Multiply, slf, &other.0)
    }

    fn __truediv__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Divide, slf, other)
    }

    fn __rtruediv__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Divide, slf, other)
    }

    fn __itruediv__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::Divide, slf, &other.0)
    }

    fn __floordiv__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::FloorDivide, slf, other)
    }

    fn __rfloordiv__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::FloorDivide, slf, other)
    }

    fn __ifloordiv__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::FloorDivide, slf, &other.0)
    }

    fn __mod__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Remainder, slf, other)
    }

    fn __rmod__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Remainder, slf, other)
    }

    fn __imod__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::Remainder, slf, &other.0)
    }

    fn __matmul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Matmul, slf, other)
    }

    fn __rmatmul__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Matmul, slf, other)
    }

    fn __imatmul__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        if slf.get().handle().ndim() == 0 || crate::convert::array_argument(&other.0)?.ndim() < 2 {
            return Err(pyo3::exceptions::PyValueError::new_err(
                "inplace matrix multiplication requires the first operand to have at least one and the second at least \
                 two dimensions.",
            ));
        }
        in_place(Op::Matmul, slf, &other.0)
    }

    fn __and__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::BitwiseAnd, slf, other)
    }

    fn __rand__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::BitwiseAnd, slf, other)
    }

    fn __iand__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::BitwiseAnd, slf, &other.0)
    }

    fn __or__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::BitwiseOr, slf, other)
    }

    fn __ror__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::BitwiseOr, slf, other)
    }

    fn __ior__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::BitwiseOr, slf, &other.0)
    }

    fn __xor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::BitwiseXor, slf, other)
    }

    fn __rxor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::BitwiseXor, slf, other)
    }

    fn __ixor__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::BitwiseXor, slf, &other.0)
    }

    fn __lshift__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::LeftShift, slf, other)
    }

    fn __rlshift__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::LeftShift, slf, other)
    }

    fn __ilshift__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::LeftShift, slf, &other.0)
    }

    fn __rshift__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::RightShift, slf, other)
    }

    fn __rrshift__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::RightShift, slf, other)
    }

    fn __irshift__(slf: &Bound<'_, Self>, other: InPlace<'_>) -> PyResult<()> {
        in_place(Op::RightShift, slf, &other.0)
    }

    fn __divmod__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Divmod, slf, other)
    }

    fn __rdivmod__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        reflected(Op::Divmod, slf, other)
    }

    fn __pow__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>, modulo: Option<&Bound<'_, PyAny>>) -> Answer {
        if modulo.is_some_and(|modulo| !modulo.is_none()) {
            return Ok(slf.py().NotImplemented());
        }
        match simple_power(slf, other) {
            Some(op) => unary(op, slf),
            None => forward(Op::Power, slf, other),
        }
    }

    fn __rpow__(
        slf: &Bound<'_, Self>,
        other: &Bound<'_, PyAny>,
        modulo: Option<&Bound<'_, PyAny>>,
    ) -> Answer {
        if modulo.is_some_and(|modulo| !modulo.is_none()) {
            return Ok(slf.py().NotImplemented());
        }
        reflected(Op::Power, slf, other)
    }

    fn __ipow__(
        slf: &Bound<'_, Self>,
        other: InPlace<'_>,
        _modulo: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        in_place(Op::Power, slf, &other.0)
    }

    fn __neg__(slf: &Bound<'_, Self>) -> Answer {
        unary(Op::Negative, slf)
    }

    fn __pos__(slf: &Bound<'_, Self>) -> Answer {
        unary(Op::Positive, slf)
    }

    fn __abs__(slf: &Bound<'_, Self>) -> Answer {
        unary(Op::Absolute, slf)
    }

    fn __invert__(slf: &Bound<'_, Self>) -> Answer {
        unary(Op::Invert, slf)
    }

    fn __lt__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Less, slf, other)
    }

    fn __le__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::LessEqual, slf, other)
    }

    fn __gt__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::Greater, slf, other)
    }

    fn __ge__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        forward(Op::GreaterEqual, slf, other)
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        equality(Op::Equal, slf, other)
    }

    fn __ne__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> Answer {
        equality(Op::NotEqual, slf, other)
    }
}

/// Equality with what no array can be made of is false everywhere, as it is element by element.
fn equality(op: Op, slf: &Bound<'_, PyArray>, other: &Bound<'_, PyAny>) -> Answer {
    let py = other.py();
    let incomparable = other.is_none() || other.is_instance_of::<pyo3::types::PyString>();
    if incomparable {
        let value = Value::Bool(op == Op::NotEqual);
        let filled = stridewise::run::Array::full(DType::BOOL, slf.get().handle().shape(), value);
        return crate::wrap::array_or_scalar(py, crate::error::OrRaise::or_raise(filled, py)?);
    }
    forward(op, slf, other)
}

/// The cheaper operation for a power with one of the exponents that everybody writes.
fn simple_power(slf: &Bound<'_, PyArray>, exponent: &Bound<'_, PyAny>) -> Option<Op> {
    let number = slf.get().handle().number();
    let exponent = match crate::convert::python_number(exponent)? {
        Value::Int(2) => return (number != Number::Bool).then_some(Op::Square),
        Value::Float(value) if number.is_inexact() => value,
        Value::Int(value) if number.is_inexact() => value as f64,
        _ => return None,
    };
    if exponent == 1.0 {
        Some(Op::Positive)
    } else if exponent == 2.0 {
        Some(Op::Square)
    } else if exponent == -1.0 {
        Some(Op::Reciprocal)
    } else if exponent == 0.0 {
        Some(Op::OnesLike)
    } else if exponent == 0.5 {
        Some(Op::Sqrt)
    } else {
        None
    }
}
