//! `numpy.fft`: the compiled module behind it.

mod arguments;
mod frequencies;
mod many_axes;
mod one_axis;

use pyo3::prelude::*;
use pyo3::types::PyModule;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let fft = PyModule::new(module.py(), "_fft")?;
    one_axis::register(&fft)?;
    many_axes::register(&fft)?;
    frequencies::register(&fft)?;
    module.add("_fft", fft)
}
