//! The class `ufunc`: a row of the op table that Python can call.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use stridewise_core::op::Op;

/// A function that works on arrays element by element.
#[pyclass(name = "ufunc", module = "stridewise", frozen)]
pub(crate) struct UFunc {
    op: Op,
}

impl UFunc {
    pub(crate) fn new(op: Op) -> Self {
        Self { op }
    }
}

#[pymethods]
impl UFunc {
    #[pyo3(signature = (*args))]
    fn __call__(&self, args: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
        let row = self.op.row();
        if args.len() != row.inputs {
            return Err(PyTypeError::new_err(format!(
                "{}() takes from {} to {} positional arguments but {} were given",
                row.name,
                row.inputs,
                row.inputs + row.outputs,
                args.len()
            )));
        }
        let operands: Vec<_> = args.iter().collect();
        super::call(self.op, &operands.iter().collect::<Vec<_>>())
    }

    fn __repr__(&self) -> String {
        format!("<ufunc '{}'>", self.op.row().name)
    }

    #[getter]
    fn __name__(&self) -> &'static str {
        self.op.row().name
    }

    /// The number of inputs.
    #[getter]
    fn nin(&self) -> usize {
        self.op.row().inputs
    }

    /// The number of outputs.
    #[getter]
    fn nout(&self) -> usize {
        self.op.row().outputs
    }

    /// The loops, as `inputs->outputs` in one-letter codes.
    #[getter]
    fn types(&self) -> Vec<String> {
        self.op.row().loops.iter().map(ToString::to_string).collect()
    }
}
