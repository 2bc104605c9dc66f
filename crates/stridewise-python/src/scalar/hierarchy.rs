//! The abstract types, from `generic` down, which exist so that `issubclass` has a tree to ask.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

use super::object;

macro_rules! abstract_types {
    ($($(#[$note:meta])* $class:ident = $name:literal $(of $base:ident)?;)*) => {
        $(
            $(#[$note])*
            #[pyclass(name = $name, module = "stridewise", subclass, frozen $(, extends = $base)?)]
            #[derive(Debug)]
            pub(crate) struct $class;
        )*

        fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$class>()?;)*
            Ok(())
        }
    };
}

abstract_types! {
    /// Base class of all scalar types.
    Generic = "generic";
    /// Base class of all types of numbers.
    NumberType = "number" of Generic;
    /// Base class of all integer types.
    Integer = "integer" of NumberType;
    /// Base class of the integer types with a sign.
    SignedInteger = "signedinteger" of Integer;
    /// Base class of the integer types without a sign.
    UnsignedInteger = "unsignedinteger" of Integer;
    /// Base class of the types that round: floating-point and complex numbers.
    Inexact = "inexact" of NumberType;
    /// Base class of the floating-point types.
    Floating = "floating" of Inexact;
    /// Base class of the complex types.
    ComplexFloating = "complexfloating" of Inexact;
    /// Base class of the types whose elements have no fixed size.
    Flexible = "flexible" of Generic;
    /// Base class of the types of text.
    Character = "character" of Flexible;
}

#[pymethods]
impl Generic {
    /// The type with its type variables filled in, for annotations: `number[Any]`, `complexfloating[Any, Any]`.
    #[classmethod]
    fn __class_getitem__<'py>(
        cls: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = cls.py();
        let name = cls.name()?;
        let variables = type_variables(cls)?;
        if variables.is_empty() {
            return Err(PyTypeError::new_err(format!(
                "There are no type variables left in stridewise.{name}"
            )));
        }
        let given = item.cast::<PyTuple>().map_or(1, |items| items.len());
        if !variables.contains(&given) {
            let amount = if given > variables[variables.len() - 1] { "many" } else { "few" };
            return Err(PyTypeError::new_err(format!(
                "Too {amount} arguments for <class 'stridewise.{name}'>"
            )));
        }
        py.import("types")?.getattr("GenericAlias")?.call1((cls, item))
    }
}

/// How many type variables a class may be given.
fn type_variables(class: &Bound<'_, PyType>) -> PyResult<&'static [usize]> {
    let py = class.py();
    if class.is(py.get_type::<ComplexFloating>()) {
        return Ok(&[1, 2]);
    }
    let single = [
        py.get_type::<NumberType>(),
        py.get_type::<Integer>(),
        py.get_type::<SignedInteger>(),
        py.get_type::<UnsignedInteger>(),
        py.get_type::<Inexact>(),
        py.get_type::<Floating>(),
        object::type_object(py, stridewise_core::Number::Bool),
    ];
    Ok(if single.iter().any(|known| class.is(known)) { &[1] } else { &[] })
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    add_classes(module)?;
    object::install_root(py.get_type::<Generic>());
    let numbers = py.import("numbers")?;
    let classes = [
        ("Number", py.get_type::<NumberType>()),
        ("Integral", py.get_type::<Integer>()),
        ("Complex", py.get_type::<Inexact>()),
        ("Real", py.get_type::<Floating>()),
    ];
    for (abc, class) in classes {
        numbers.getattr(abc)?.call_method1("register", (class,))?;
    }
    Ok(())
}
