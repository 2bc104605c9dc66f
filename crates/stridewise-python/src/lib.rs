//! The Python face: converts, maps errors, holds no rule of its own.

#![deny(unsafe_code)]

mod array;
mod bits;
mod complex_domain;
mod convert;
mod cpu_features;
mod create;
mod detach;
mod differences;
mod dtype;
mod einsum;
mod error;
mod exchange;
mod fft;
mod index;
mod interpolate;
mod interrupt;
mod iterate;
mod late;
mod layout;
mod linalg;
mod logic;
mod memory;
mod npy;
mod order;
mod overrides;
mod polynomial;
mod product;
mod random;
mod reduce;
mod scalar;
mod shape;
mod statistics;
mod text;
mod ufunc;
mod vectorcall;
mod window;
mod wrap;

use pyo3::prelude::*;

/// The compiled half of the package; its names are public under `stridewise`.
#[pymodule(gil_used = true)]
fn _stridewise(module: &Bound<'_, PyModule>) -> PyResult<()> {
    dtype::register(module)?;
    scalar::register(module)?;
    dtype::finish(module)?;
    array::register(module)?;
    ufunc::register(module)?;
    reduce::register(module)?;
    overrides::register(module)?;
    cpu_features::register(module)?;
    create::register(module)?;
    memory::register(module)?;
    late::register(module)?;
    exchange::dlpack::register(module)?;
    shape::register(module)?;
    order::register(module)?;
    linalg::register(module)?;
    fft::register(module)?;
    logic::register(module)?;
    statistics::register(module)?;
    product::register(module)?;
    einsum::register(module)?;
    differences::register(module)?;
    polynomial::register(module)?;
    complex_domain::register(module)?;
    interpolate::register(module)?;
    iterate::register(module)?;
    window::register(module)?;
    bits::register(module)?;
    text::register(module)?;
    npy::register(module)?;
    index::register(module)?;
    layout::register(module)?;
    random::register(module)?;
    Ok(())
}
