//! The Python face: converts, maps errors, holds no rule of its own.

use pyo3::prelude::*;

#[pymodule(gil_used = true)]
mod _stridewise {}
