//! Seed material: the mixed words behind `SeedSequence`.

use pyo3::exceptions::PyMemoryError;
use pyo3::prelude::*;
use stridewise::random::{SeedSequence, error_of, system_entropy};

use crate::error::OrRaise;
use crate::wrap;

/// Entropy and place in the tree of spawned sequences, both in 32-bit words, mixed into a pool.
#[pyclass(name = "_SeedWords", module = "stridewise._stridewise", frozen)]
pub(super) struct SeedWords {
    sequence: SeedSequence,
}

#[pymethods]
impl SeedWords {
    #[new]
    fn new(py: Python<'_>, entropy: Vec<u32>, spawn_key: Vec<u32>, pool_size: usize) -> PyResult<Self> {
        let sequence = SeedSequence::new(entropy, spawn_key, pool_size).map_err(error_of).or_raise(py)?;
        Ok(Self { sequence })
    }

    /// The pool, an array of uint32.
    fn pool(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        wrap::array(py, stridewise::Array::from_elements(self.sequence.pool()).or_raise(py)?)
    }

    /// Words of state for a bit generator: an array of uint32, or of uint64 if `wide`.
    fn generate(&self, py: Python<'_>, count: usize, wide: bool) -> PyResult<Py<PyAny>> {
        if Vec::<u64>::new().try_reserve_exact(count).is_err() {
            return Err(PyMemoryError::new_err(format!("no memory for {count} words of state")));
        }
        let words = if wide {
            stridewise::Array::from_elements(&self.sequence.generate_u64(count))
        } else {
            stridewise::Array::from_elements(&self.sequence.generate_u32(count))
        };
        wrap::array(py, words.or_raise(py)?)
    }
}

/// Words of fresh entropy from the operating system.
#[pyfunction]
#[pyo3(name = "_system_words")]
pub(super) fn system_words(py: Python<'_>, count: usize) -> PyResult<Vec<u32>> {
    system_entropy(count).map_err(error_of).or_raise(py)
}
