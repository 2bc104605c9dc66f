//! `packbits` and `unpackbits`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use stridewise::bits::{self, BitOrder};

use crate::convert::array_argument;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

fn bit_order(text: &str) -> PyResult<BitOrder> {
    match text.bytes().next() {
        Some(b'b') => Ok(BitOrder::Big),
        Some(b'l') => Ok(BitOrder::Little),
        _ => Err(PyValueError::new_err("'order' must be either 'little' or 'big'")),
    }
}

/// The truth of eight elements at a time as the bits of a byte.
///
/// Parameters
/// ----------
/// a : array_like
///     Booleans or integers.
/// axis : int, optional
///     Along which axis; by default the array is flattened.
/// bitorder : {'big', 'little'}
///     Whether the first element is the highest or the lowest bit.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.packbits([1, 0, 1]).tolist()
/// [160]
#[pyfunction]
#[pyo3(signature = (a, /, axis=None, bitorder="big"))]
fn packbits(a: &Bound<'_, PyAny>, axis: Option<i64>, bitorder: &str) -> PyResult<Py<PyAny>> {
    let order = bit_order(bitorder)?;
    wrap::like(a, bits::pack(&array_argument(a)?, axis, order).or_raise(a.py())?)
}

/// The bits of bytes, as bytes of zero and one.
///
/// Parameters
/// ----------
/// a : array_like
///     uint8.
/// axis : int, optional
///     Along which axis; by default the array is flattened.
/// count : int, optional
///     How many bits; negative: so many less than all.
/// bitorder : {'big', 'little'}
///     Whether the highest or the lowest bit comes first.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.unpackbits(np.array([5], np.uint8)).tolist()
/// [0, 0, 0, 0, 0, 1, 0, 1]
#[pyfunction]
#[pyo3(signature = (a, /, axis=None, count=None, bitorder="big"))]
fn unpackbits(
    a: &Bound<'_, PyAny>,
    axis: Option<i64>,
    count: Option<i64>,
    bitorder: &str,
) -> PyResult<Py<PyAny>> {
    let order = bit_order(bitorder)?;
    wrap::like(a, bits::unpack(&array_argument(a)?, axis, count, order).or_raise(a.py())?)
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(packbits, module)?, &["a"])?;
    add_function(module, wrap_pyfunction!(unpackbits, module)?, &["a"])
}
