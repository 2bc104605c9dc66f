//! The class `ndarray`.

mod attributes;
mod construct;
pub(crate) mod conversion;
mod field;
pub(crate) mod flags;
pub(crate) mod object;
mod operators;
mod parts;
mod pickle;
pub(crate) mod protocols;
mod recycle;
pub(crate) mod shape_methods;
mod state;
mod subscript;

use pyo3::prelude::*;

pub(crate) use state::ArrayState;
use state::StateCell;
use stridewise::run::Array;

use crate::late;

/// An n-dimensional array of numbers: a strided view on shared bytes.
#[pyclass(name = "ndarray", module = "stridewise", subclass, weakref, frozen)]
pub(crate) struct PyArray {
    state: StateCell,
}

impl PyArray {
    /// The array as it is now, its elements computed.
    ///
    /// # Errors
    /// KeyboardInterrupt where they take long to compute.
    #[inline(always)]
    pub(crate) fn array(&self) -> PyResult<&Array> {
        let array = self.handle();
        if array.view().buffer().is_unwritten() {
            late::settle(array)?;
        }
        Ok(array)
    }

    /// The array as it is now, to ask for all but its elements, and as an operand: those may wait to be computed.
    #[inline(always)]
    pub(crate) fn handle(&self) -> &Array {
        &self.state.get().array
    }

    pub(crate) fn state(&self) -> &ArrayState {
        self.state.get()
    }

    /// Replaces the state as a whole: what setting `shape`, `dtype` or a flag does.
    pub(crate) fn replace(&self, state: ArrayState) {
        self.state.replace(state);
    }
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyArray>()?;
    module.add("_flagsobj", module.py().get_type::<flags::Flags>())?;
    object::finish_class(module.py())?;
    subscript::install(module.py());
    recycle::install(module.py())
}
