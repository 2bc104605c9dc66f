//! What a dtype is: its names, codes and sizes.

use pyo3::exceptions::{PyAttributeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyMappingProxy, PyTuple, PyType};
use stridewise_core::{ByteOrder, DType};

use super::object::PyDType;
use crate::scalar;

/// The mark of the byte order as NumPy writes it: `=` for the native one, `|` where there is none.
fn byte_order_mark(dtype: DType) -> char {
    match (dtype.size(), dtype.is_native(), dtype.byte_order()) {
        (1, _, _) => '|',
        (_, true, _) => '=',
        (_, _, ByteOrder::Little) => '<',
        (_, _, ByteOrder::Big) => '>',
    }
}

#[pymethods]
impl PyDType {
    /// The name without byte order, as in `'float64'`.
    #[getter]
    fn name(&self) -> &'static str {
        self.dtype().number().name()
    }

    /// The array-protocol string, as in `'<f8'`.
    #[getter]
    fn str(&self) -> String {
        self.dtype().protocol()
    }

    /// The one-letter code, as in `'d'`.
    #[getter]
    fn char(&self) -> char {
        self.dtype().number().character()
    }

    /// The letter of the kind: `b`, `i`, `u`, `f` or `c`.
    #[getter]
    fn kind(&self) -> char {
        self.dtype().kind().character()
    }

    /// The type number.
    #[getter]
    fn num(&self) -> u8 {
        self.dtype().number().type_number()
    }

    /// Bytes of one element.
    #[getter]
    fn itemsize(&self) -> usize {
        self.dtype().size()
    }

    /// Bytes that the platform aligns an element to.
    #[getter]
    fn alignment(&self) -> usize {
        self.dtype().alignment()
    }

    /// `'='` for the native byte order, `'<'` or `'>'` for the other, `'|'` where there is none.
    #[getter]
    fn byteorder(&self) -> char {
        byte_order_mark(self.dtype())
    }

    /// Whether the byte order is the machine's.
    #[getter]
    fn isnative(&self) -> bool {
        self.dtype().is_native()
    }

    /// 1 for the dtypes that exist once, else 0.
    #[getter]
    fn isbuiltin(&self) -> u8 {
        u8::from(self.shared && self.dtype().is_native())
    }

    /// Whether elements refer to Python objects.
    #[getter]
    fn hasobject(&self) -> bool {
        false
    }

    /// Whether this is a record with aligned fields.
    #[getter]
    fn isalignedstruct(&self) -> bool {
        false
    }

    /// Flags of the dtype's behaviour; none for numbers.
    #[getter]
    fn flags(&self) -> u32 {
        0
    }

    /// The type of the scalars.
    #[getter(r#type)]
    fn scalar_type<'py>(&self, py: Python<'py>) -> Bound<'py, PyType> {
        scalar::type_object(py, self.dtype().number())
    }

    /// The fields of a record; `None` for numbers.
    #[getter]
    fn fields(&self) -> Option<Py<PyAny>> {
        None
    }

    /// The names of a record's fields; `None` for numbers.
    #[getter]
    fn names(&self) -> Option<Py<PyAny>> {
        None
    }

    #[setter]
    fn set_names(&self, names: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        Err(match names {
            Some(_) => PyValueError::new_err("there are no fields defined"),
            None => PyAttributeError::new_err("Cannot delete dtype names attribute"),
        })
    }

    /// Item and shape of a subarray; `None` for numbers.
    #[getter]
    fn subdtype(&self) -> Option<Py<PyAny>> {
        None
    }

    /// The dtype of a subarray's items, else the dtype itself.
    #[getter]
    fn base<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    /// The shape of a subarray; empty for numbers.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        PyTuple::empty(py)
    }

    /// The dimensions of a subarray; 0 for numbers.
    #[getter]
    fn ndim(&self) -> usize {
        0
    }

    /// The description that the array interface gives: one field without a name.
    #[getter]
    fn descr(&self) -> Vec<(&'static str, String)> {
        vec![("", self.dtype().protocol())]
    }

    /// What the maker of the dtype attached to it; `None` if nothing.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyMappingProxy>> {
        self.metadata.get(py).map(|metadata| PyMappingProxy::new(py, metadata.bind(py).as_mapping()))
    }

    /// The same dtype of the NumPy that is loaded, which asks for it here; otherwise the dtype itself.
    #[getter]
    fn __numpy_dtype__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let modules = py.import("sys")?.getattr("modules")?;
        let numpy = modules.call_method1("get", ("numpy",))?;
        let Some(class) = numpy.getattr_opt("dtype")? else { return Ok(slf.clone().into_any()) };
        class.call1((slf.get().str(),))
    }
}
