//! A bit generator's state behind a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::{PyNotImplementedError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyTuple;
use stridewise::random::{
    AnyBitGenerator, BitGenerator, HalfWord, MT19937_STATE_WORDS, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64,
    error_of, filled,
};

use super::arguments::size_argument;
use crate::convert::truth_argument;
use crate::error::OrRaise;
use crate::wrap;

/// A stream of random bits of one kind: `PCG64`, `PCG64DXSM`, `MT19937`, `Philox` or `SFC64`.
///
/// Everything that draws from it does so under its own lock.
#[pyclass(name = "_BitStream", module = "stridewise._stridewise", frozen)]
pub(crate) struct BitStream {
    bits: Mutex<AnyBitGenerator>,
}

impl BitStream {
    fn of(bits: AnyBitGenerator) -> Self {
        Self { bits: Mutex::new(bits) }
    }

    /// The state, once nobody else draws from it.
    pub(super) fn lock(&self, py: Python<'_>) -> MutexGuard<'_, AnyBitGenerator> {
        self.bits.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

impl BitStream {
    /// As `lock`, from code that Python does not know of.
    pub(super) fn lock_unattached(&self) -> MutexGuard<'_, AnyBitGenerator> {
        self.bits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn array<T: Copy, const N: usize>(words: &[T], kind: &str) -> PyResult<[T; N]> {
    words
        .try_into()
        .map_err(|_| PyValueError::new_err(format!("{kind} needs {N} words, got {}", words.len())))
}

fn unknown(kind: &str) -> PyErr {
    PyValueError::new_err(format!("{kind} is not a known bit generator"))
}

#[pymethods]
impl BitStream {
    /// A stream of a kind, from words of seed material.
    #[new]
    fn new(kind: &str, words: Vec<u64>) -> PyResult<Self> {
        Ok(Self::of(match kind {
            "PCG64" => AnyBitGenerator::Pcg64(Pcg64::from_seed(array(&words, kind)?)),
            "PCG64DXSM" => AnyBitGenerator::Pcg64Dxsm(Pcg64Dxsm::from_seed(array(&words, kind)?)),
            "MT19937" => {
                let words: Vec<u32> = words.iter().map(|&word| word as u32).collect();
                let key: [u32; MT19937_STATE_WORDS] = array(&words, kind)?;
                AnyBitGenerator::Mt19937(Box::new(Mt19937::from_seed(key)))
            }
            "Philox" => AnyBitGenerator::Philox(Philox::from_key(array(&words, kind)?, [0; 4])),
            "SFC64" => AnyBitGenerator::Sfc64(Sfc64::from_seed(array(&words, kind)?)),
            _ => return Err(unknown(kind)),
        }))
    }

    /// Seeds a Mersenne Twister from one word.
    fn seed_with_word(&self, py: Python<'_>, word: u32) -> PyResult<()> {
        self.replace_twister(py, Mt19937::from_word(word))
    }

    /// Seeds a Mersenne Twister from an array of words.
    fn seed_with_words(&self, py: Python<'_>, words: Vec<u32>) -> PyResult<()> {
        self.replace_twister(py, Mt19937::from_words(&words).map_err(error_of).or_raise(py)?)
    }

    /// Seeds a Mersenne Twister from 624 words of seed material.
    fn seed_with_material(&self, py: Python<'_>, words: Vec<u32>) -> PyResult<()> {
        self.replace_twister(py, Mt19937::from_seed(array(&words, "MT19937")?))
    }

    /// The state as plain numbers; their order depends on the kind.
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let half = |half: HalfWord| (u8::from(half.pending), half.word);
        match &*self.lock(py) {
            AnyBitGenerator::Pcg64(bits) => {
                let (state, increment, word) = bits.state();
                (state, increment, half(word)).into_pyobject(py)
            }
            AnyBitGenerator::Pcg64Dxsm(bits) => {
                let (state, increment, word) = bits.state();
                (state, increment, half(word)).into_pyobject(py)
            }
            AnyBitGenerator::Mt19937(bits) => {
                let (key, position) = bits.state();
                let key = wrap::array(py, stridewise::Array::from_elements(key).or_raise(py)?)?;
                (key, position).into_pyobject(py)
            }
            AnyBitGenerator::Philox(bits) => {
                (bits.counter, bits.key, bits.buffer, bits.buffer_position, half(bits.half)).into_pyobject(py)
            }
            AnyBitGenerator::Sfc64(bits) => (bits.words, half(bits.half)).into_pyobject(py),
        }
    }

    /// Sets what `state` gives.
    fn set_state(&self, py: Python<'_>, state: &Bound<'_, PyTuple>) -> PyResult<()> {
        let half = |(pending, word): (u64, u32)| HalfWord { pending: pending != 0, word };
        let mut bits = self.lock(py);
        match &mut *bits {
            AnyBitGenerator::Pcg64(bits) => {
                let (start, increment, word) = state.extract()?;
                *bits = Pcg64::from_state(start, increment, half(word));
            }
            AnyBitGenerator::Pcg64Dxsm(bits) => {
                let (start, increment, word) = state.extract()?;
                *bits = Pcg64Dxsm::from_state(start, increment, half(word));
            }
            AnyBitGenerator::Mt19937(bits) => {
                let (key, position): (Vec<u32>, usize) = state.extract()?;
                **bits = Mt19937::from_state(&key, position).map_err(error_of).or_raise(py)?;
            }
            AnyBitGenerator::Philox(bits) => {
                let (counter, key, buffer, buffer_position, word) = state.extract()?;
                *bits = Philox { counter, key, buffer, buffer_position, half: half(word) };
            }
            AnyBitGenerator::Sfc64(bits) => {
                let (words, word) = state.extract()?;
                *bits = Sfc64 { words, half: half(word) };
            }
        }
        Ok(())
    }

    /// Moves on as if `distance` (four 64-bit words, least significant first) steps had been made.
    fn advance(&self, py: Python<'_>, distance: [u64; 4]) -> PyResult<()> {
        let steps = u128::from(distance[1]) << 64 | u128::from(distance[0]);
        match &mut *self.lock(py) {
            AnyBitGenerator::Pcg64(bits) => bits.advance(steps),
            AnyBitGenerator::Pcg64Dxsm(bits) => bits.advance(steps),
            AnyBitGenerator::Philox(bits) => bits.advance(distance),
            _ => return Err(PyNotImplementedError::new_err("this bit generator cannot advance")),
        }
        Ok(())
    }

    /// A new stream, `jumps` large strides further on.
    fn jumped(&self, py: Python<'_>, jumps: u128) -> PyResult<Self> {
        let bits = self.lock(py).clone();
        Ok(Self::of(match bits {
            AnyBitGenerator::Pcg64(bits) => AnyBitGenerator::Pcg64(bits.jumped(jumps)),
            AnyBitGenerator::Pcg64Dxsm(bits) => AnyBitGenerator::Pcg64Dxsm(bits.jumped(jumps)),
            AnyBitGenerator::Mt19937(bits) => {
                let jumps = usize::try_from(jumps)?;
                AnyBitGenerator::Mt19937(Box::new(py.detach(|| bits.jumped(jumps))))
            }
            AnyBitGenerator::Philox(bits) => AnyBitGenerator::Philox(bits.jumped(jumps)),
            AnyBitGenerator::Sfc64(_) => return Err(PyNotImplementedError::new_err("SFC64 cannot jump")),
        }))
    }

    /// The generator's own words: a number, or an array of uint64; `None` where no output is wanted.
    #[pyo3(signature = (size=None, output=true))]
    fn raw(
        &self,
        py: Python<'_>,
        size: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = truth_argument)] output: bool,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(size)?;
        let mut bits = self.lock(py);
        if !output {
            let count = size
                .map_or(1, |size| size.iter().fold(1_usize, |count, &length| count.saturating_mul(length)));
            for _ in 0..count {
                bits.next_raw();
            }
            return Ok(py.None());
        }
        let Some(size) = size else { return Ok(bits.next_raw().into_pyobject(py)?.into_any().unbind()) };
        let words = filled(&size, |part: &mut [u64]| part.fill_with(|| bits.next_raw()));
        wrap::array(py, words.or_raise(py)?)
    }

    /// Draws `count` times by `method` ('uint64' or 'double') and forgets what came.
    fn benchmark(&self, py: Python<'_>, count: u64, method: &str) -> PyResult<()> {
        let mut bits = self.lock(py);
        for _ in 0..count {
            match method {
                "uint64" => _ = bits.next_u64(),
                "double" => _ = bits.next_double(),
                _ => return Err(PyValueError::new_err(format!("Unknown method {method:?}"))),
            }
        }
        Ok(())
    }

    /// A copy of the stream at its present place.
    fn copy(&self, py: Python<'_>) -> Self {
        Self::of(self.lock(py).clone())
    }
}

impl BitStream {
    fn replace_twister(&self, py: Python<'_>, twister: Mt19937) -> PyResult<()> {
        match &mut *self.lock(py) {
            AnyBitGenerator::Mt19937(bits) => **bits = twister,
            _ => return Err(PyTypeError::new_err("can only re-seed a MT19937 BitGenerator")),
        }
        Ok(())
    }
}
