//! The classes of dtypes: `dtype`, its class `_DTypeMeta`, and a subclass per number type; those of all other kinds
//! are in [`class_of_others`].

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::PyTypeError;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{PyClassInitializer, intern, prelude::*};
use stridewise_core::Number;

use super::object::{self, PyDType};
use super::{class_of_others, metaclass};
use crate::scalar;

/// Set once the subclasses exist: then nobody may make more.
static COMPLETE: AtomicBool = AtomicBool::new(false);

#[pymethods]
impl PyDType {
    /// Refuses subclasses.
    #[classmethod]
    #[pyo3(signature = (**_keywords))]
    fn __init_subclass__(_class: &Bound<'_, PyType>, _keywords: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
        if COMPLETE.load(Ordering::Relaxed) {
            return Err(PyTypeError::new_err("Preliminary-API: Cannot subclass DType."));
        }
        Ok(())
    }

    /// `dtype[scalar type]`, for annotations.
    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = item.cast::<PyTuple>().map_or(1, |items| items.len());
        if given != 1 {
            let amount = if given == 0 { "few" } else { "many" };
            let name = class.fully_qualified_name()?;
            return Err(PyTypeError::new_err(format!("Too {amount} arguments for {name}")));
        }
        class.py().import("types")?.getattr("GenericAlias")?.call1((class, item))
    }
}

macro_rules! dtype_classes {
    ($($class:ident = $number:ident;)*) => {
        $(
            #[doc = concat!("The class of the dtypes of `", stringify!($number), "`; called, gives the native one.")]
            #[pyclass(module = "stridewise.dtypes", extends = PyDType, subclass, frozen)]
            struct $class;

            #[pymethods]
            impl $class {
                #[new]
                #[pyo3(signature = (*args, **keywords), text_signature = "()")]
                fn construct(args: &Bound<'_, PyTuple>, keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Py<Self>> {
                    let py = args.py();
                    if !args.is_empty() || keywords.is_some() {
                        return Err(PyTypeError::new_err(
                            "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
                        ));
                    }
                    let shared = object::dtype_object(py, Number::$number.native());
                    Ok(shared.into_bound(py).cast_into::<Self>()?.unbind())
                }
            }
        )*

        fn instance_of_number(
            py: Python<'_>,
            number: Number,
            contents: PyDType,
        ) -> PyResult<Py<PyDType>> {
            Ok(match number {
                $(Number::$number => {
                    let object = PyClassInitializer::from(contents).add_subclass($class);
                    Bound::new(py, object)?.into_super().unbind()
                })*
            })
        }

        fn class_of(py: Python<'_>, number: Number) -> Bound<'_, PyType> {
            match number {
                $(Number::$number => py.get_type::<$class>(),)*
            }
        }
    };
}

dtype_classes! {
    BoolDType = Bool;
    Int8DType = I8;
    UInt8DType = U8;
    Int16DType = I16;
    UInt16DType = U16;
    Int32DType = I32;
    UInt32DType = U32;
    Int64DType = I64;
    UInt64DType = U64;
    Float16DType = F16;
    Float32DType = F32;
    Float64DType = F64;
    Complex64DType = C64;
    Complex128DType = C128;
}

/// A new object of the class for what it holds.
pub(super) fn instance(py: Python<'_>, contents: PyDType) -> PyResult<Py<PyDType>> {
    match contents.number() {
        Some(dtype) => instance_of_number(py, dtype.number(), contents),
        None => class_of_others::instance(py, contents),
    }
}

/// The number type that a subclass stands for.
pub(super) fn number_of_class(class: &Bound<'_, PyType>) -> Option<Number> {
    Number::ALL.into_iter().find(|&number| class_of(class.py(), number).is(class))
}

/// The type of the scalars of a class's dtypes; `None` for `dtype` itself.
#[pyfunction]
pub(super) fn scalar_type<'py>(class: &Bound<'py, PyType>) -> Option<Bound<'py, PyType>> {
    let py = class.py();
    match number_of_class(class) {
        Some(number) => Some(scalar::type_object(py, number)),
        None => class_of_others::scalar_type(class),
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let base = py.get_type::<PyDType>();
    let meta = metaclass::make(py)?;
    let describe =
        |class: &Bound<'_, PyType>, concrete: bool, numeric: bool, parametric: bool| -> PyResult<()> {
            metaclass::adopt(class, &meta);
            class.setattr(intern!(py, "_abstract"), !concrete)?;
            class.setattr(intern!(py, "_legacy"), concrete)?;
            class.setattr(intern!(py, "_parametric"), parametric)?;
            class.setattr(intern!(py, "_is_numeric"), numeric)
        };
    describe(&base, false, false, false)?;
    let mut classes = Vec::with_capacity(Number::ALL.len());
    for number in Number::ALL {
        let class = class_of(py, number);
        describe(&class, true, true, false)?;
        classes.push(class);
    }
    for (class, _, parametric) in class_of_others::all(py) {
        describe(&class, true, false, parametric)?;
        classes.push(class);
    }
    module.setattr("_dtype_classes", PyTuple::new(py, classes)?)?;
    COMPLETE.store(true, Ordering::Relaxed);
    object::make_shared(py)
}
