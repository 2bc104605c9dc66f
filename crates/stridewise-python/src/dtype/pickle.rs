//! Pickling, in NumPy's form.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{IntoPyObjectExt, PyTypeInfo};

use super::object::PyDType;
use crate::error::OrRaise;

#[pymethods]
impl PyDType {
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let mut order = self.dtype().protocol();
        let code = order.split_off(1);
        let none = || py.None();
        let state = match self.metadata.get(py) {
            None => (3, order, none(), none(), none(), -1, -1, 0).into_bound_py_any(py)?,
            Some(metadata) => {
                (4, order, none(), none(), none(), -1, -1, 0, metadata).into_bound_py_any(py)?
            }
        };
        PyTuple::new(
            py,
            [PyDType::type_object(py).into_any(), (code, false, true).into_bound_py_any(py)?, state],
        )
    }

    fn __setstate__(&self, py: Python<'_>, state: &Bound<'_, PyTuple>) -> PyResult<()> {
        if state.len() < 5 {
            return Err(PyValueError::new_err("Invalid state while unpickling"));
        }
        let order: String = state.get_item(1)?.extract()?;
        self.set_byte_order(self.dtype().with_byte_order(&order).or_raise(py)?);
        if !self.shared
            && state.len() > 8
            && let Ok(metadata) = state.get_item(8)?.cast_into::<PyDict>()
        {
            let _ = self.metadata.set(py, metadata.unbind());
        }
        Ok(())
    }
}
