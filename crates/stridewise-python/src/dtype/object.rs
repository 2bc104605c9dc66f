//! What a dtype object holds, and the objects that exist once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use stridewise_core::dtype::Descriptor;
use stridewise_core::{DType, Number};

use super::class;
use crate::error::{OrRaise, raise};

/// The type of an array's elements, or of elements that no array holds yet: numbers, text, bytes, dates, objects,
/// records of named fields, and blocks of any of them.
///
/// `dtype(object)` understands names (`'float64'`, `'double'`), codes (`'f8'`, `'>i4'`, `'U5'`, `'M8[ns]'`), several of
/// them with commas between (`'i4,f8'`), Python's types, scalar types, lists of fields (`[('a', 'i4'), ('b', 'f8')]`),
/// pairs with a shape (`('i4', (2, 3))`), and objects with an attribute `dtype`. Native number dtypes exist once:
/// `dtype('f8') is dtype(float)`.
#[pyclass(name = "dtype", module = "stridewise", subclass, frozen)]
pub(crate) struct PyDType {
    contents: Contents,
    /// Whether this is the one object that all arrays of the dtype give.
    pub(super) shared: bool,
    pub(super) metadata: PyOnceLock<Py<PyDict>>,
}

enum Contents {
    Number {
        number: Number,
        /// Changed by unpickling alone, on an object of its own.
        swapped: AtomicBool,
    },
    /// Changed by unpickling and by new names for fields, as a whole.
    Other(Mutex<Arc<Other>>),
}

/// A dtype that no array has.
pub(super) struct Other {
    pub(super) descriptor: Descriptor,
    /// The dtype objects of a record's fields, or of a subarray's base.
    pub(super) parts: Vec<Py<PyDType>>,
    /// The class of the scalars, where it is not the one that the kind has.
    pub(super) class: Option<Py<PyType>>,
}

impl PyDType {
    pub(super) fn new(dtype: DType, shared: bool) -> Self {
        let contents =
            Contents::Number { number: dtype.number(), swapped: AtomicBool::new(!dtype.is_native()) };
        Self { contents, shared, metadata: PyOnceLock::new() }
    }

    pub(super) fn of_other(other: Arc<Other>, shared: bool) -> Self {
        Self { contents: Contents::Other(Mutex::new(other)), shared, metadata: PyOnceLock::new() }
    }

    /// The same dtype, to stand in an object of its own.
    pub(super) fn copied(&self) -> Self {
        match (self.number(), self.other()) {
            (Some(dtype), _) => Self::new(dtype, false),
            (None, Some(other)) => Self::of_other(other, false),
            (None, None) => Self::new(DType::F64, false),
        }
    }

    /// The number dtype, where it is one.
    #[inline]
    pub(crate) fn number(&self) -> Option<DType> {
        match &self.contents {
            Contents::Number { number, swapped } => {
                let native = number.native();
                Some(if swapped.load(Ordering::Relaxed) { native.swap() } else { native })
            }
            Contents::Other(_) => None,
        }
    }

    /// The dtype of an array that is to be made.
    ///
    /// # Errors
    /// Type error where there are no arrays of it.
    #[inline]
    pub(crate) fn for_array(&self, py: Python<'_>) -> PyResult<DType> {
        match self.number() {
            Some(dtype) => Ok(dtype),
            None => Err(raise(py, &self.descriptor().refuse_array())),
        }
    }

    pub(super) fn other(&self) -> Option<Arc<Other>> {
        match &self.contents {
            Contents::Number { .. } => None,
            Contents::Other(other) => Some(other.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        }
    }

    pub(crate) fn descriptor(&self) -> Descriptor {
        match &self.contents {
            Contents::Number { number, swapped } => {
                let native = number.native();
                Descriptor::Number(if swapped.load(Ordering::Relaxed) { native.swap() } else { native })
            }
            Contents::Other(other) => other.lock().unwrap_or_else(PoisonError::into_inner).descriptor.clone(),
        }
    }

    /// Puts something else of the same class into an object that is not shared.
    pub(super) fn replace(&self, new: Replacement) {
        match (&self.contents, new) {
            _ if self.shared => {}
            (Contents::Number { swapped, .. }, Replacement::Number(dtype)) => {
                swapped.store(!dtype.is_native(), Ordering::Relaxed);
            }
            (Contents::Other(cell), Replacement::Other(other)) => {
                let old = std::mem::replace(
                    &mut *cell.lock().unwrap_or_else(PoisonError::into_inner),
                    Arc::new(other),
                );
                // Dropping the last reference may run Python code, which may come back here.
                drop(old);
            }
            _ => {}
        }
    }
}

/// What [`PyDType::replace`] puts in.
pub(super) enum Replacement {
    Number(DType),
    Other(Other),
}

const COUNT: usize = Number::ALL.len();

/// Native dtypes by number, then swapped ones; those of one byte stand twice.
static SHARED: PyOnceLock<[Py<PyDType>; 2 * COUNT]> = PyOnceLock::new();

const OTHER_COUNT: usize = 4;

/// Objects, and bytes, text and memory of open size.
const OTHERS: [Descriptor; 4] =
    [Descriptor::Object, Descriptor::Bytes { length: 0 }, Descriptor::text(0), Descriptor::Void { size: 0 }];

static SHARED_OTHERS: PyOnceLock<[Py<PyDType>; OTHER_COUNT]> = PyOnceLock::new();

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
    let others = OTHERS
        .iter()
        .map(|descriptor| {
            let other = Other { descriptor: descriptor.clone(), parts: Vec::new(), class: None };
            class::instance(py, PyDType::of_other(Arc::new(other), true))
        })
        .collect::<PyResult<Vec<_>>>()?;
    if let Ok(others) = others.try_into() {
        let _ = SHARED_OTHERS.set(py, others);
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

/// The Python object of a descriptor: the shared one where there is one, else a new one.
pub(crate) fn descriptor_object<'py>(
    py: Python<'py>,
    descriptor: &Descriptor,
) -> PyResult<Bound<'py, PyDType>> {
    if let Some(dtype) = descriptor.number() {
        return Ok(dtype_object(py, dtype).into_bound(py).cast_into()?);
    }
    let parts = match descriptor {
        Descriptor::Record(record) => record
            .fields()
            .iter()
            .map(|field| descriptor_object(py, &field.descriptor).map(Bound::unbind))
            .collect::<PyResult<_>>()?,
        Descriptor::Subarray(subarray) => vec![descriptor_object(py, subarray.base())?.unbind()],
        _ => Vec::new(),
    };
    object_with_parts(py, descriptor.clone(), parts, None)
}

/// The Python object of a descriptor whose parts have objects already.
pub(super) fn object_with_parts<'py>(
    py: Python<'py>,
    descriptor: Descriptor,
    parts: Vec<Py<PyDType>>,
    class: Option<Py<PyType>>,
) -> PyResult<Bound<'py, PyDType>> {
    if class.is_none()
        && let Some(place) = OTHERS.iter().position(|other| *other == descriptor)
        && let Some(shared) = SHARED_OTHERS.get(py)
    {
        return Ok(shared[place].bind(py).clone());
    }
    let other = Other { descriptor, parts, class };
    class::instance(py, PyDType::of_other(Arc::new(other), false)).map(|object| object.into_bound(py))
}

/// The object of a block of elements of a dtype.
pub(super) fn repeated<'py>(base: &Bound<'py, PyDType>, shape: Vec<usize>) -> PyResult<Bound<'py, PyDType>> {
    if shape.is_empty() {
        return Ok(base.clone());
    }
    let py = base.py();
    let descriptor = base.get().descriptor().repeated(shape).or_raise(py)?;
    object_with_parts(py, descriptor, vec![base.clone().unbind()], None)
}
