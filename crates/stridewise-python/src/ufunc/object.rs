//! The class `ufunc`: a row of the op table that Python can call.
#![expect(unsafe_code, reason = "implements the vectorcall protocol")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};
use stridewise_core::op::{Identity, Op, Row};

use crate::vectorcall::{self, Vectorcalled};

// No doc comment: its text would become the class's `__doc__`, which hides that of the objects.
#[pyclass(name = "ufunc", module = "stridewise", frozen, dict, weakref)]
#[repr(C)]
pub(crate) struct UFunc {
    /// First, so that Python finds it at a fixed offset.
    vectorcall: ffi::vectorcallfunc,
    op: Op,
}

static OBJECTS: PyOnceLock<Vec<Py<UFunc>>> = PyOnceLock::new();

/// One object per row; made once.
fn objects(py: Python<'_>) -> PyResult<&[Py<UFunc>]> {
    let objects = OBJECTS.get_or_try_init(py, || {
        let mut made = Vec::new();
        for op in Op::all() {
            let object = Bound::new(py, UFunc { vectorcall: call_ufunc, op })?;
            vectorcall::enable(&object);
            made.push(object.unbind());
        }
        Ok::<_, PyErr>(made)
    })?;
    Ok(objects)
}

/// The object of an operation.
pub(crate) fn of<'py>(py: Python<'py>, op: Op) -> PyResult<Bound<'py, PyAny>> {
    Ok(objects(py)?[op as usize].bind(py).clone().into_any())
}

/// The object of NumPy's name for the operation.
pub(crate) fn by_name(py: Python<'_>, name: &str) -> Option<Py<UFunc>> {
    let op = Op::named(name)?;
    objects(py).ok().map(|objects| objects[op as usize].clone_ref(py))
}

impl UFunc {
    pub(super) fn op(&self) -> Op {
        self.op
    }

    pub(super) fn row(&self) -> &'static Row {
        self.op.row()
    }
}

#[pymethods]
impl UFunc {
    /// The call, for who asks for it by this name; calls themselves go by vectorcall.
    #[pyo3(signature = (*args, **kwargs))]
    fn __call__(
        slf: &Bound<'_, Self>,
        args: &Bound<'_, PyTuple>,
        kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Py<PyAny>> {
        super::call::call(slf.as_any(), slf.get().op, args, kwargs)
    }

    fn __repr__(&self) -> String {
        format!("<ufunc '{}'>", self.row().name)
    }

    #[getter]
    fn __name__(&self) -> &'static str {
        self.row().name
    }

    #[getter]
    fn __qualname__(&self) -> &'static str {
        self.row().name
    }

    #[getter]
    fn __doc__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let documentation = slf.py().import("stridewise._core._ufunc_docs")?;
        documentation.call_method1("documentation", (slf,))
    }

    /// The call as `inspect` shows it.
    #[getter]
    fn __signature__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let documentation = slf.py().import("stridewise._core._ufunc_docs")?;
        documentation.call_method1("inspect_signature", (slf,))
    }

    /// The number of inputs.
    #[getter]
    fn nin(&self) -> usize {
        self.row().inputs
    }

    /// The number of outputs.
    #[getter]
    fn nout(&self) -> usize {
        self.row().outputs
    }

    /// The number of inputs and outputs.
    #[getter]
    fn nargs(&self) -> usize {
        self.row().inputs + self.row().outputs
    }

    /// The number of loops.
    #[getter]
    fn ntypes(&self) -> usize {
        self.row().loops.len()
    }

    /// The loops, as `inputs->outputs` in one-letter codes.
    #[getter]
    fn types(&self) -> Vec<String> {
        self.row().loops.iter().map(ToString::to_string).collect()
    }

    /// What reducing no element gives; `None` where that is an error.
    #[getter]
    fn identity(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(match self.row().identity {
            Identity::None | Identity::Reorderable => py.None(),
            Identity::Zero => 0_i64.into_pyobject(py)?.into_any().unbind(),
            Identity::One => 1_i64.into_pyobject(py)?.into_any().unbind(),
            Identity::MinusOne => (-1_i64).into_pyobject(py)?.into_any().unbind(),
            Identity::NegativeInfinity => f64::NEG_INFINITY.into_pyobject(py)?.into_any().unbind(),
            Identity::False => false.into_pyobject(py)?.to_owned().into_any().unbind(),
            Identity::True => true.into_pyobject(py)?.to_owned().into_any().unbind(),
        })
    }

    /// The core dimensions, where it works on vectors or matrices.
    #[getter]
    fn signature(&self) -> Option<&'static str> {
        self.row().core_dimensions
    }

    fn __reduce__(&self) -> &'static str {
        self.row().name
    }
}

// SAFETY: the class is `repr(C)`, and the function stands first.
unsafe impl Vectorcalled for UFunc {}

/// # Safety
/// Called by Python on a `UFunc` by the vectorcall protocol.
unsafe extern "C" fn call_ufunc(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: Python calls functions attached to the interpreter.
    let py = unsafe { Python::assume_attached() };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the callable and the arguments are borrowed for the call, as the protocol says.
        let result = unsafe { called(py, callable, args, ffi::PyVectorcall_NARGS(count) as usize, names) };
        result.map(Py::into_ptr)
    }));
    vectorcall::handed_over(py, outcome, "ufunc")
}

/// # Safety
/// The arguments must be those of a vectorcall on a `UFunc`.
unsafe fn called(
    py: Python<'_>,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    positional: usize,
    names: *mut PyObject,
) -> PyResult<Py<PyAny>> {
    // SAFETY: the class sets this function only on its own objects, which live during the call.
    let callable = unsafe { Bound::from_borrowed_ptr(py, callable) };
    // SAFETY: as above.
    let op = unsafe { callable.cast_unchecked::<UFunc>() }.get().op;
    // SAFETY: there are that many arguments, live during the call.
    let argument = |place: usize| unsafe { Bound::from_borrowed_ptr(py, *args.add(place)) };
    let row = op.row();
    if names.is_null() && positional == row.inputs {
        // SAFETY: as for `argument`; borrowed, since nothing here gives them away.
        let borrowed = |place: usize| unsafe { Borrowed::from_ptr(py, *args.add(place)) };
        let result = match positional {
            2 if row.core_dimensions.is_some() => super::products::quick(py, op, &borrowed(0), &borrowed(1))?,
            1 => super::call::quick(py, op, &[&borrowed(0)])?,
            2 => super::call::quick(py, op, &[&borrowed(0), &borrowed(1)])?,
            _ => None,
        };
        if let Some(result) = result {
            return Ok(result);
        }
    }
    let tuple = PyTuple::new(py, (0..positional).map(argument))?;
    let keywords = if names.is_null() {
        None
    } else {
        // SAFETY: the names are a tuple of strings, their values behind the positional arguments.
        let names = unsafe { Bound::from_borrowed_ptr(py, names).cast_into_unchecked::<PyTuple>() };
        let keywords = PyDict::new(py);
        for (place, name) in names.iter().enumerate() {
            keywords.set_item(name, argument(positional + place))?;
        }
        Some(keywords)
    };
    super::call::call(&callable, op, &tuple, keywords.as_ref())
}

/// Adds every ufunc to the module under NumPy's names.
pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<UFunc>()?;
    // The public `clip` is a function; its ufunc is reachable as `_clip`.
    for object in objects(py)?.iter().filter(|object| object.get().op != Op::Clip) {
        module.add(object.get().row().name, object.clone_ref(py))?;
    }
    const ALIASES: [(&str, Op); 17] = [
        ("abs", Op::Absolute),
        ("acos", Op::Arccos),
        ("acosh", Op::Arccosh),
        ("asin", Op::Arcsin),
        ("asinh", Op::Arcsinh),
        ("atan", Op::Arctan),
        ("atan2", Op::Arctan2),
        ("atanh", Op::Arctanh),
        ("bitwise_invert", Op::Invert),
        ("bitwise_left_shift", Op::LeftShift),
        ("bitwise_not", Op::Invert),
        ("bitwise_right_shift", Op::RightShift),
        ("conj", Op::Conjugate),
        ("mod", Op::Remainder),
        ("pow", Op::Power),
        ("true_divide", Op::Divide),
        ("_clip", Op::Clip),
    ];
    for (name, op) in ALIASES {
        module.add(name, of(py, op)?)?;
    }
    Ok(())
}

/// An error for methods that only binary ufuncs of one output have.
pub(super) fn require_reducible(row: &Row, method: &str) -> PyResult<()> {
    if row.core_dimensions.is_some() {
        return Err(PyRuntimeError::new_err("Reduction not defined on ufunc with signature"));
    }
    if row.inputs != 2 {
        return Err(PyValueError::new_err(format!("{method} only supported for binary functions")));
    }
    if row.outputs != 1 {
        return Err(PyValueError::new_err(format!(
            "{method} only supported for functions returning a single value"
        )));
    }
    Ok(())
}
