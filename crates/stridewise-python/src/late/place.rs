//! Where in a program a call stands: what its warning would name.
#![expect(unsafe_code, reason = "asks Python for the frame that runs")]

use pyo3::types::{PyCode, PyDict};
use pyo3::{ffi, intern, prelude::*};

/// A line of a program, and the module that it is of.
pub(super) struct Place {
    code: Py<PyCode>,
    pub(super) line: i32,
    globals: Py<PyDict>,
}

impl Place {
    /// The line that runs now; `None` where no Python runs.
    pub(super) fn here(py: Python<'_>) -> Option<Self> {
        // SAFETY: called attached, where the frame that runs stays while this runs; the code is a new reference.
        let (frame, code, line) = unsafe {
            let frame = ffi::PyEval_GetFrame();
            let held = Bound::from_borrowed_ptr_or_opt(py, frame.cast())?;
            let code = Bound::from_owned_ptr_or_opt(py, ffi::PyFrame_GetCode(frame).cast())?;
            (held, code, ffi::PyFrame_GetLineNumber(frame))
        };
        let globals = frame.getattr(intern!(py, "f_globals")).ok()?;
        Some(Self {
            code: code.cast_into::<PyCode>().ok()?.unbind(),
            line,
            globals: globals.cast_into::<PyDict>().ok()?.unbind(),
        })
    }

    pub(super) fn file<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.code.bind(py).getattr(intern!(py, "co_filename"))
    }

    /// The module's name, as warnings have it.
    pub(super) fn module<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let name = self.globals.bind(py).get_item(intern!(py, "__name__"))?;
        Ok(name.unwrap_or_else(|| intern!(py, "<string>").clone().into_any()))
    }

    /// What the module has warned of already.
    pub(super) fn registry<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let name = intern!(py, "__warningregistry__");
        let globals = self.globals.bind(py);
        if let Some(registry) = globals.get_item(name)? {
            return Ok(registry);
        }
        let registry = PyDict::new(py);
        globals.set_item(name, &registry)?;
        Ok(registry.into_any())
    }
}
