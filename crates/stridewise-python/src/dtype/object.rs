//! What a dtype object holds, and the objects that exist once.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use stridewise_core::{DType, Number};

use super::class;

/// The type of an array's elements: a number type and the order of its bytes.
///
/// `dtype(object)` understands names (`'float64'`, `'double'`), codes (`'f8'`, `'>i4'`, `'d'`), Python's number
/// types, scalar types, and objects with an attribute `dtype`. Native dtypes exist once: `dtype('f8') is
/// dtype(float)`.
#[pyclass(name = "dtype", module = "stridewise", subclass, frozen)]
pub(crate) struct PyDType {
    number: Number,
    /// Changed by unpickling alone, on an object of its own.
    swapped: AtomicBool,
    /// Whether this is the one object that all arrays of the dtype give.
    pub(super) shared: bool,
    pub(super) metadata: PyOnceLock<Py<PyDict>>,
}

impl PyDType {
    pub(super) fn new(dtype: DType, shared: bool) -> Self {
        let swapped = AtomicBool::new(!dtype.is_native());
        Self { number: dtype.number(), swapped, shared, metadata: PyOnceLock::new() }
    }

    #[inline]
    pub(crate) fn dtype(&self) -> DType {
        let native = self.number.native();
        if self.swapped.load(Ordering::Relaxed) { native.swap() } else { native }
    }

    /// Sets the byte order of an object that is not shared.
    pub(super) fn set_byte_order(&self, dtype: DType) {
        if !self.shared {
            self.swapped.store(!dtype.is_native(), Ordering::Relaxed);
        }
    }
}

const COUNT: usize = Number::ALL.len();

/// Native dtypes by number, then swapped ones; those of one byte stand twice.
static SHARED: PyOnceLock<[Py<PyDType>; 2 * COUNT]> = PyOnceLock::new();

/// Makes the shared objects.
pub(super) fn make_shared(py: Python<'_>) -> PyResult<()> {
    let mut objects = Vec::with_capacity(2 * COUNT);
    for number in Number::ALL {
        objects.push(class::instance(py, PyDType::new(number.native(), true))?);
    }
    for (place, number) in Number::ALL.into_iter().enumerate() {
        objects.push(if number.size() == 1 {
            objects[place].clone_ref(py)
        } else {
            class::instance(py, PyDType::new(number.native().swap(), true))?
        });
    }
    if let Ok(objects) = objects.try_into() {
        let _ = SHARED.set(py, objects);
    }
    Ok(())
}

/// The shared object of a dtype; `None` while the module is being made.
pub(super) fn shared(py: Python<'_>, dtype: DType) -> Option<&Py<PyDType>> {
    let place = dtype.number() as usize + if dtype.is_native() { 0 } else { COUNT };
    SHARED.get(py)?.get(place)
}

/// The Python object of a dtype.
#[inline]
pub(crate) fn dtype_object(py: Python<'_>, dtype: DType) -> Py<PyAny> {
    shared(py, dtype).map_or_else(|| py.None(), |object| object.clone_ref(py).into_any())
}
