//! The Python face: converts, maps errors, holds no rule of its own.

#![forbid(unsafe_code)]

use pyo3::prelude::*;

#[pymodule(gil_used = true)]
mod _stridewise {}
