//! Methods that give the elements as another dtype, as a copy, or as Python objects.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyTuple, PyType};
use stridewise::Array;
use stridewise_core::dtype::Casting;
use stridewise_core::layout::BasicIndex;
use stridewise_core::{Order, Value};

use super::shape_methods::share_or_own;
use super::{ArrayState, PyArray, object};
use crate::convert::{
    Wish, array_argument_as, cast_of_same_value, cast_with_warnings, optional_truth, order_argument,
    reporting_casts, truth_argument,
};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

#[pymethods]
impl PyArray {
    /// The elements cast to `dtype`. A copy, unless `copy` is false and nothing needs to change.
    #[pyo3(signature = (dtype, order=None, casting="unsafe", subok=true, copy=true), text_signature = "($self, /, dtype, order='K', casting='unsafe', subok=True, copy=True)")]
    fn astype(
        slf: &Bound<'_, Self>,
        dtype: &Bound<'_, PyAny>,
        order: Option<&Bound<'_, PyAny>>,
        casting: &str,
        #[pyo3(from_py_with = truth_argument)] subok: bool,
        #[pyo3(from_py_with = plain_flag)] copy: bool,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let array = slf.get().handle();
        let dtype = dtype_argument(dtype)?;
        let order = order_argument(order, Order::Keep)?;
        crate::convert::require_cast(py, array.dtype(), dtype, casting)?;
        let exact = object::is_exact(slf);
        let order_fits = match order {
            Order::C => array.view().is_c_contiguous(),
            Order::F => array.view().is_f_contiguous(),
            Order::Any => array.view().is_c_contiguous() || array.view().is_f_contiguous(),
            Order::Keep => true,
        };
        if !copy && dtype == array.dtype() && order_fits && (exact || subok) {
            return Ok(slf.clone().into_any().unbind());
        }
        let cast = if casting == Casting::SameValue.name() { cast_of_same_value } else { cast_with_warnings };
        let result = cast(py, array, dtype, order)?;
        if exact || !subok { wrap::array(py, result) } else { share_or_own(slf, result) }
    }

    /// A copy of the array, in C order unless asked otherwise.
    #[pyo3(signature = (order=None), text_signature = "($self, /, order='C')")]
    fn copy(slf: &Bound<'_, Self>, order: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let order = order_argument(order, Order::C)?;
        share_or_own(slf, slf.get().array()?.copy(order).or_raise(slf.py())?)
    }

    fn __copy__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        share_or_own(slf, slf.get().array()?.copy(Order::Keep).or_raise(slf.py())?)
    }

    #[pyo3(text_signature = "($self, memo, /)")]
    fn __deepcopy__(slf: &Bound<'_, Self>, _memo: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        share_or_own(slf, slf.get().array()?.copy(Order::Keep).or_raise(slf.py())?)
    }

    /// The same memory as another dtype, another class, or both.
    #[pyo3(signature = (dtype=None, r#type=None))]
    fn view(
        slf: &Bound<'_, Self>,
        dtype: Option<&Bound<'_, PyAny>>,
        r#type: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let array = slf.get().array()?;
        let mut class = r#type.cloned();
        let mut asked = dtype.cloned();
        if class.is_none()
            && let Some(first) = dtype
            && let Ok(first) = first.cast::<PyType>()
            && first.is_subclass_of::<Self>()?
        {
            class = Some(first.clone().into_any());
            asked = None;
        }
        let class = match class {
            None => slf.get_type(),
            Some(class) => match class.cast_into::<PyType>() {
                Ok(class) if class.is_subclass_of::<Self>()? => class,
                _ => return Err(PyValueError::new_err("Type must be a sub-type of ndarray type")),
            },
        };
        let result = match asked {
            None => array.clone(),
            Some(dtype) => {
                let dtype = dtype_argument(&dtype)?;
                let layout = array.layout().reinterpreted(array.item_size(), dtype.size()).or_raise(py)?;
                array
                    .reinterpreted(dtype, layout)
                    .ok_or_else(|| PyValueError::new_err("the view leaves the array's memory"))?
            }
        };
        object::view_as(slf, &class, result, slf.as_any())
    }

    /// Sets every element to `value`.
    fn fill(slf: &Bound<'_, Self>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let array = slf.get().array()?;
        let wish = Wish { dtype: Some(array.dtype()), ..Wish::default() };
        let value = array_argument_as(value, &wish)?;
        if value.ndim() != 0 {
            return Err(PyValueError::new_err("setting an array element with a sequence."));
        }
        reporting_casts(slf.py(), value.dtype(), array.dtype(), || array.assign(&value))
    }

    /// The elements as nested lists of Python numbers; a number where there is no axis.
    fn tolist(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        nested_list(py, self.array()?)
    }

    /// item(*args)
    ///
    /// One element as a Python number: the only one, the one at a flat position, or at an index.
    #[pyo3(signature = (*args))]
    fn item(&self, py: Python<'_>, args: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
        let array = self.array()?;
        let inner;
        let args = match args.len() {
            1 if args.get_item(0)?.is_instance_of::<PyTuple>() => {
                inner = args.get_item(0)?.cast_into::<PyTuple>()?;
                &inner
            }
            _ => args,
        };
        let value = match args.len() {
            0 => array.item().ok_or_else(|| {
                PyValueError::new_err("can only convert an array of size 1 to a Python scalar")
            })?,
            1 if array.ndim() != 1 => {
                let place: i64 = args.get_item(0)?.extract()?;
                stridewise::shape::flat_item(array, place).or_raise(py)?
            }
            _ => {
                if args.len() != array.ndim() {
                    return Err(PyValueError::new_err("incorrect number of indices for array"));
                }
                let index: Vec<BasicIndex> =
                    args.extract::<Vec<isize>>()?.into_iter().map(BasicIndex::Integer).collect();
                let element = array.index(&index).or_raise(py)?;
                element.item().ok_or_else(|| PyValueError::new_err("index selects no element"))?
            }
        };
        python_value(py, value)
    }

    /// The bytes of the elements, in C order unless asked otherwise.
    #[pyo3(signature = (order=None), text_signature = "($self, /, order='C')")]
    fn tobytes<'py>(
        &self,
        py: Python<'py>,
        order: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let order = order_argument(order, Order::C)?;
        let bytes = stridewise::shape::bytes(self.array()?, order).or_raise(py)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The elements with their bytes turned around, as a copy or in place.
    #[pyo3(signature = (inplace=false))]
    fn byteswap(
        slf: &Bound<'_, Self>,
        #[pyo3(from_py_with = truth_argument)] inplace: bool,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let array = slf.get().array()?;
        let turned = array.astype(array.dtype().swap(), Order::Keep).or_raise(py)?;
        let turned = turned
            .reinterpreted(array.dtype(), turned.layout().clone())
            .ok_or_else(|| PyValueError::new_err("the view leaves the array's memory"))?;
        if inplace {
            array.assign(&turned).or_raise(py)?;
            return Ok(slf.clone().into_any().unbind());
        }
        share_or_own(slf, turned)
    }

    /// The array itself, or its elements as another dtype.
    #[pyo3(signature = (dtype=None, *, copy=None))]
    fn __array__(
        slf: &Bound<'_, Self>,
        dtype: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] copy: Option<bool>,
    ) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let array = slf.get().array()?;
        let dtype = dtype.filter(|dtype| !dtype.is_none()).map(dtype_argument).transpose()?;
        if dtype.is_none_or(|dtype| dtype == array.dtype()) {
            if copy == Some(true) {
                return wrap::array(py, array.copy(Order::Keep).or_raise(py)?);
            }
            if object::is_exact(slf) {
                return Ok(slf.clone().into_any().unbind());
            }
            let state = ArrayState { array: array.clone(), base: Some(slf.clone().into_any().unbind()) };
            return Ok(object::base_class(py, state)?.into_any());
        }
        if copy == Some(false) {
            return Err(PyValueError::new_err(
                "Unable to avoid copy while creating an array from given array.",
            ));
        }
        wrap::array(py, array.astype(dtype.unwrap_or(array.dtype()), Order::Keep).or_raise(py)?)
    }

    fn __bool__(slf: &Bound<'_, Self>) -> PyResult<bool> {
        let array = slf.get().array()?;
        match array.item() {
            Some(value) => Ok(value.is_true()),
            None if array.size() == 0 => Err(PyValueError::new_err(
                "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not \
                 empty.",
            )),
            None => Err(PyValueError::new_err(
                "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
            )),
        }
    }

    fn __int__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let element = only_element(slf)?;
        Ok(slf.py().get_type::<pyo3::types::PyInt>().call1((element,))?.unbind())
    }

    fn __float__(slf: &Bound<'_, Self>) -> PyResult<f64> {
        only_element(slf)?.bind(slf.py()).extract()
    }

    fn __complex__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let element = only_element(slf)?;
        Ok(slf.py().get_type::<pyo3::types::PyComplex>().call1((element,))?.unbind())
    }

    fn __index__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        let array = slf.get().array()?;
        match array.item() {
            Some(Value::Int(value)) if array.ndim() == 0 => {
                Ok(value.into_pyobject(slf.py())?.into_any().unbind())
            }
            _ => Err(PyTypeError::new_err("only integer scalar arrays can be converted to a scalar index")),
        }
    }
}

/// A flag that is no member of `_CopyMode`.
fn plain_flag(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if object.get_type().name()? == "_CopyMode" {
        return Err(PyValueError::new_err(
            "_CopyMode enum is not allowed for astype function. Use true/false instead.",
        ));
    }
    truth_argument(object)
}

/// The element of an array with a single one, as a Python number.
fn only_element(slf: &Bound<'_, PyArray>) -> PyResult<Py<PyAny>> {
    let array = slf.get().array()?;
    let value = (array.ndim() == 0).then(|| array.item()).flatten().ok_or_else(|| {
        PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars")
    })?;
    python_value(slf.py(), value)
}

/// A value as Python's own number.
pub(crate) fn python_value(py: Python<'_>, value: Value) -> PyResult<Py<PyAny>> {
    Ok(match value {
        Value::Bool(value) => value.into_pyobject(py)?.to_owned().into_any().unbind(),
        Value::Int(value) => match i64::try_from(value) {
            Ok(small) => small.into_pyobject(py)?.into_any().unbind(),
            Err(_) => value.into_pyobject(py)?.into_any().unbind(),
        },
        Value::Float(value) => value.into_pyobject(py)?.into_any().unbind(),
        Value::Complex(value) => {
            pyo3::types::PyComplex::from_doubles(py, value.re, value.im).into_any().unbind()
        }
    })
}

fn nested_list(py: Python<'_>, array: &Array) -> PyResult<Py<PyAny>> {
    if array.ndim() == 0 {
        return match array.item() {
            Some(value) => python_value(py, value),
            None => Ok(py.None()),
        };
    }
    let values = stridewise::shape::values(array);
    let mut rest = values.into_iter();
    list_of(py, array.shape(), &mut rest)
}

fn list_of(py: Python<'_>, shape: &[usize], values: &mut std::vec::IntoIter<Value>) -> PyResult<Py<PyAny>> {
    let Some((&length, inner)) = shape.split_first() else {
        return values.next().map_or_else(|| Ok(py.None()), |value| python_value(py, value));
    };
    let list = PyList::empty(py);
    for _ in 0..length {
        list.append(list_of(py, inner, values)?)?;
    }
    Ok(list.into_any().unbind())
}
