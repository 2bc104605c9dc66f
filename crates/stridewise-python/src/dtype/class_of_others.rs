//! The classes of dtypes that are no numbers.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{PyClassInitializer, PyTypeInfo, prelude::*};
use stridewise_core::dtype::{Date, DateKind, DateUnit, Descriptor, MAX_SIZE};

use super::object::{PyDType, descriptor_object};
use crate::scalar;

fn must_be_made_by_dtype(name: &str) -> PyErr {
    PyTypeError::new_err(format!(
        "Preliminary-API: Flexible/Parametric legacy DType '<class 'numpy.dtypes.{name}'>' can only be instantiated \
         using `np.dtype(...)`"
    ))
}

/// The length that a class of text or bytes is called with.
fn length_argument(
    arguments: &Bound<'_, PyTuple>,
    keywords: Option<&Bound<'_, PyDict>>,
    unit: usize,
) -> PyResult<usize> {
    if arguments.len() != 1 || keywords.is_some_and(|keywords| !keywords.is_empty()) {
        return Err(PyTypeError::new_err(format!(
            "function takes exactly 1 positional argument ({} given)",
            arguments.len()
        )));
    }
    let index = arguments.py().import("operator")?.getattr("index")?.call1((arguments.get_item(0)?,))?;
    let length: i64 = index.extract()?;
    let length = usize::try_from(length).map_err(|_| {
        PyValueError::new_err(format!("Strings cannot have a negative size but a size of {length} was given"))
    })?;
    if length > MAX_SIZE / unit {
        return Err(PyTypeError::new_err("Strings too large to store inside array."));
    }
    Ok(length)
}

fn existing<T: PyTypeInfo>(py: Python<'_>, descriptor: &Descriptor) -> PyResult<Py<T>> {
    Ok(descriptor_object(py, descriptor)?.cast_into::<T>()?.unbind())
}

macro_rules! other_classes {
    ($(
        $(#[$note:meta])*
        $class:ident($signature:literal, $parametric:literal) = $example:expr,
        |$arguments:ident, $keywords:ident| $made:expr;
    )*) => {
        $(
            $(#[$note])*
            #[pyclass(module = "stridewise.dtypes", extends = PyDType, subclass, frozen)]
            struct $class;

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (*$arguments, **$keywords), text_signature = $signature)]
                fn construct(
                    $arguments: &Bound<'_, PyTuple>,
                    $keywords: Option<&Bound<'_, PyDict>>,
                ) -> PyResult<Py<Self>> {
                    let descriptor: Descriptor = $made?;
                    existing($arguments.py(), &descriptor)
                }
            }
        )*

        /// A new object of the class for what it holds.
        pub(super) fn instance(py: Python<'_>, contents: PyDType) -> PyResult<Py<PyDType>> {
            let name = contents.descriptor().class_name();
            $(
                if name == stringify!($class) {
                    let object = PyClassInitializer::from(contents).add_subclass($class);
                    return Ok(Bound::new(py, object)?.into_super().unbind());
                }
            )*
            Err(PyTypeError::new_err(format!("there is no class {name}")))
        }

        /// The classes, an example of what their dtypes describe, and whether those say more than how elements are
        /// stored.
        pub(super) fn all(py: Python<'_>) -> Vec<(Bound<'_, PyType>, Descriptor, bool)> {
            vec![$((py.get_type::<$class>(), $example, $parametric)),*]
        }
    };
}

other_classes! {
    /// The class of the dtype of Python objects; called, gives it.
    ObjectDType("()", false) = Descriptor::Object, |arguments, keywords| {
        if arguments.is_empty() && keywords.is_none() {
            Ok(Descriptor::Object)
        } else {
            Err(PyTypeError::new_err(
                "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
            ))
        }
    };
    /// The class of the dtypes of bytes; called with a length, gives the dtype of that many.
    BytesDType("(size, /)", true) = Descriptor::Bytes { length: 0 }, |arguments, keywords| {
        length_argument(arguments, keywords, 1).map(|length| Descriptor::Bytes { length })
    };
    /// The class of the dtypes of text; called with a length, gives the dtype of that many characters.
    StrDType("(size, /)", true) = Descriptor::text(0), |arguments, keywords| {
        length_argument(arguments, keywords, 4).map(Descriptor::text)
    };
    /// The class of the dtypes of raw memory, records and subarrays, which `dtype` alone makes.
    VoidDType("(length, /)", true) = Descriptor::Void { size: 0 }, |arguments, keywords| {
        let _ = (arguments, keywords);
        Err(must_be_made_by_dtype("VoidDType"))
    };
    /// The class of the dtypes of points in time, which `dtype` alone makes.
    DateTime64DType("(unit, /)", true) = Date::native(DateKind::Point, DateUnit::GENERIC).into(), |arguments, keywords| {
        let _ = (arguments, keywords);
        Err(must_be_made_by_dtype("DateTime64DType"))
    };
    /// The class of the dtypes of spans of time, which `dtype` alone makes.
    TimeDelta64DType("(unit, /)", true) = Date::native(DateKind::Span, DateUnit::GENERIC).into(), |arguments, keywords| {
        let _ = (arguments, keywords);
        Err(must_be_made_by_dtype("TimeDelta64DType"))
    };
}

/// The type of the scalars of a class's dtypes.
pub(super) fn scalar_type<'py>(class: &Bound<'py, PyType>) -> Option<Bound<'py, PyType>> {
    let py = class.py();
    let (_, example, _) = all(py).into_iter().find(|(known, ..)| known.is(class))?;
    scalar::type_of_descriptor(py, &example)
}
