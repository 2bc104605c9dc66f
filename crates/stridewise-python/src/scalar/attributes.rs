//! What scalars say of themselves, as arrays of no dimension would, and the protocols by which others see them.

use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMemoryView, PyTuple};

use super::hierarchy::{ComplexFloating, Generic};
use super::{conversion, delegate, fallback, object, without_storage};
use crate::array::PyArray;
use crate::array::flags::Flags;
use crate::convert::{optional_truth, truth_argument};
use crate::dtype::{descriptor_object, dtype_object};

#[pymethods]
impl Generic {
    /// The type of the element.
    #[getter]
    fn dtype<'py>(slf: &Bound<'py, Self>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        match without_storage::descriptor_of_scalar(slf)? {
            Some(descriptor) => Ok(descriptor_object(py, &descriptor)?.into_any().unbind()),
            None => Ok(dtype_object(py, conversion::required(slf)?.number().native())),
        }
    }

    /// The empty tuple.
    #[getter]
    fn shape<'py>(slf: &Bound<'py, Self>) -> Bound<'py, PyTuple> {
        PyTuple::empty(slf.py())
    }

    /// The empty tuple.
    #[getter]
    fn strides<'py>(slf: &Bound<'py, Self>) -> Bound<'py, PyTuple> {
        PyTuple::empty(slf.py())
    }

    /// Zero: scalars have no dimension.
    #[getter]
    fn ndim(&self) -> usize {
        0
    }

    /// One: the number of elements.
    #[getter]
    fn size(&self) -> usize {
        1
    }

    /// Bytes of the element.
    #[getter]
    fn itemsize(slf: &Bound<'_, Self>) -> PyResult<usize> {
        match without_storage::descriptor_of_scalar(slf)? {
            Some(descriptor) => Ok(descriptor.size()),
            None => Ok(conversion::required(slf)?.number().size()),
        }
    }

    /// Bytes of the element.
    #[getter]
    fn nbytes(slf: &Bound<'_, Self>) -> PyResult<usize> {
        Self::itemsize(slf)
    }

    /// `None`: a scalar owns its element.
    #[getter]
    fn base(&self) -> Option<Py<PyAny>> {
        None
    }

    /// The scalar itself.
    #[getter(T)]
    fn transposed<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    /// The real part, with the precision of the type.
    #[getter]
    fn real<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        object::make_scalar(slf.py(), conversion::required(slf)?.real())
    }

    /// The imaginary part; zero where the type has none.
    #[getter]
    fn imag<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        object::make_scalar(slf.py(), conversion::required(slf)?.imaginary())
    }

    /// The complex conjugate.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn conjugate<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        object::make_scalar(slf.py(), conversion::required(slf)?.conjugate())
    }

    /// The complex conjugate.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn conj<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::conjugate(slf)
    }

    /// The element's memory, read-only.
    #[getter]
    fn data<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyMemoryView>> {
        PyMemoryView::from(slf.as_any())
    }

    /// An iterator over the one element.
    #[getter]
    fn flat<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        delegate::array(slf)?.getattr("flat")
    }

    /// The flags of a read-only array of no dimension.
    #[getter]
    fn flags(&self) -> Flags {
        Flags::of_scalar()
    }

    /// Where the element lives: `"cpu"`.
    #[getter]
    fn device(&self) -> &'static str {
        "cpu"
    }

    /// The scalar itself, for the device `"cpu"`.
    #[pyo3(signature = (device, /, *, stream=None))]
    fn to_device<'py>(
        slf: &Bound<'py, Self>,
        device: &str,
        stream: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, Self>> {
        if stream.is_some() {
            return Err(PyValueError::new_err("The stream argument in to_device() is not supported"));
        }
        if device != "cpu" {
            return Err(PyValueError::new_err(format!(
                "Unsupported device: {device}. Only 'cpu' is accepted."
            )));
        }
        Ok(slf.clone())
    }

    /// The namespace of functions that work on this scalar.
    #[pyo3(signature = (*, api_version=None), text_signature = "($self, /, *, api_version=None)")]
    fn __array_namespace__<'py>(
        slf: &Bound<'py, Self>,
        api_version: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let settings = PyDict::new(slf.py());
        settings.set_item("api_version", api_version)?;
        delegate::array(slf)?.call_method("__array_namespace__", (), Some(&settings))
    }

    /// The scalar as an array of no dimension, of another dtype if one is given.
    #[pyo3(signature = (dtype=None, *, copy=None))]
    fn __array__<'py>(
        slf: &Bound<'py, Self>,
        dtype: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = copy;
        let array = delegate::array(slf)?;
        match dtype.filter(|dtype| !dtype.is_none()) {
            Some(dtype) => array.call_method1("astype", (dtype,)),
            None => Ok(array),
        }
    }

    /// An array as a result of this kind: a scalar where it has no dimension, unless `return_scalar` is false.
    #[pyo3(signature = (array, context=None, return_scalar=None, /))]
    fn __array_wrap__<'py>(
        &self,
        array: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = optional_truth)] return_scalar: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = context;
        if !array.is_instance_of::<PyArray>() {
            return Err(PyTypeError::new_err(format!(
                "__array_wrap__() argument 1 must be stridewise.ndarray, not {}",
                array.get_type().name()?
            )));
        }
        if return_scalar == Some(false) { Ok(array.clone()) } else { delegate::unwrapped(array.clone()) }
    }

    /// The array protocol's description of the element.
    #[getter]
    fn __array_interface__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let array = delegate::array(slf)?;
        let description = array.getattr("__array_interface__")?;
        description.set_item("__ref", &array)?;
        Ok(description)
    }

    /// The array protocol's description of the element, as a struct.
    #[getter]
    fn __array_struct__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        delegate::array(slf)?.getattr("__array_struct__")
    }

    /// Below every array's.
    #[getter]
    fn __array_priority__(&self) -> f64 {
        fallback::PRIORITY
    }

    /// The element as a Python number; an index, if given, must be that of the first element or empty.
    #[pyo3(signature = (*args), text_signature = "($self, /, *args)")]
    fn item<'py>(slf: &Bound<'py, Self>, args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        if !args.is_empty() {
            let index = args.get_item(0)?;
            let index = if args.len() == 1 && index.is_instance_of::<PyTuple>() {
                index.cast_into::<PyTuple>()?
            } else {
                args.clone()
            };
            match index.len() {
                0 => {}
                1 => {
                    let place: isize = index.get_item(0)?.extract()?;
                    if !matches!(place, 0 | -1) {
                        return Err(PyIndexError::new_err(format!(
                            "index {place} is out of bounds for size 1"
                        )));
                    }
                }
                _ => return Err(PyValueError::new_err("incorrect number of indices for array")),
            }
        }
        conversion::item(slf)
    }

    /// The element's bytes in memory.
    #[pyo3(signature = (order=None), text_signature = "($self, /, order='C')")]
    fn tobytes<'py>(
        slf: &Bound<'py, Self>,
        order: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let _ = order;
        let scalar = conversion::required(slf)?;
        Ok(PyBytes::new(slf.py(), &scalar.bytes()[..scalar.number().size()]))
    }

    /// The element as a Python number.
    #[pyo3(signature = (), text_signature = "($self, /)")]
    fn tolist<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        conversion::item(slf)
    }

    /// A scalar equal to this one.
    fn __copy__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        object::make_scalar(slf.py(), conversion::required(slf)?)
    }

    /// The scalar itself, which never changes.
    #[pyo3(signature = (memo, /))]
    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        let _ = memo;
        slf.clone()
    }

    /// Changes nothing: a scalar has no shape to change.
    #[pyo3(signature = (*new_shape, refcheck=true), text_signature = "($self, /, *new_shape, refcheck=True)")]
    fn resize(&self, new_shape: &Bound<'_, PyTuple>, #[pyo3(from_py_with = truth_argument)] refcheck: bool) {
        let _ = (new_shape, refcheck);
    }

    /// Changes nothing: a scalar's flags are fixed.
    #[pyo3(
        signature = (*, write=None, align=None, uic=None),
        text_signature = "($self, /, *, write=None, align=None, uic=None)"
    )]
    fn setflags(
        &self,
        write: Option<&Bound<'_, PyAny>>,
        align: Option<&Bound<'_, PyAny>>,
        uic: Option<&Bound<'_, PyAny>>,
    ) {
        let _ = (write, align, uic);
    }

    /// Always an error: only records have fields.
    #[pyo3(signature = (val, /, dtype, offset=0), text_signature = "($self, val, /, dtype, offset=0)")]
    fn setfield(&self, val: &Bound<'_, PyAny>, dtype: &Bound<'_, PyAny>, offset: isize) -> PyResult<()> {
        let _ = (val, dtype, offset);
        Err(PyTypeError::new_err("Can't set fields in a non-void array scalar."))
    }

    /// The element formatted as the Python number that it equals.
    fn __format__<'py>(
        slf: &Bound<'py, Self>,
        specification: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        super::text::format(slf, specification)
    }

    /// Bytes of the object.
    fn __sizeof__(slf: &Bound<'_, Self>) -> PyResult<usize> {
        let number = conversion::required(slf)?.number();
        Ok(object::object_size(number) + number.size())
    }
}

#[pymethods]
impl ComplexFloating {
    fn __complex__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        conversion::to_complex(slf)
    }
}
