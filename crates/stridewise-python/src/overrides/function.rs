//! The function objects of the public namespace: called by vectorcall, one type test per relevant argument away
//! from their implementation.
#![expect(unsafe_code, reason = "implements the vectorcall protocol")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::ffi::{self, PyObject};
use pyo3::types::{PyDict, PyTuple};
use pyo3::{PyTypeInfo, intern, prelude::*};

use super::dispatch;
use super::relevant::Relevant;
use super::signature::require_known_keywords;
use crate::array::PyArray;
use crate::vectorcall::{self, Vectorcalled};

/// What answers a call with one positional argument and nothing else, where that is quickly told.
type Compute = for<'a, 'py> fn(&'a Bound<'py, PyAny>) -> PyResult<Option<Py<PyAny>>>;

/// How calls with one positional argument are answered.
#[derive(Clone, Copy)]
pub(crate) enum Quick {
    Computed(Compute),
    /// The same, but base-class arrays are their own answer.
    KeepsArrays(Compute),
}

/// A function that looks for `__array_function__` in its arguments before it runs.
#[pyclass(name = "_ArrayFunctionDispatcher", module = "stridewise", frozen, dict, weakref)]
#[repr(C)]
pub(crate) struct ArrayFunction {
    /// First, so that Python finds it at a fixed offset.
    vectorcall: ffi::vectorcallfunc,
    implementation: Py<PyAny>,
    relevant: Relevant,
    quick: Option<Compute>,
    /// Whether a base-class array as the only argument is the answer.
    keeps_arrays: bool,
    module: String,
}

#[pymethods]
impl ArrayFunction {
    #[new]
    fn construct(dispatcher: Option<Py<PyAny>>, implementation: Py<PyAny>) -> PyResult<Self> {
        let relevant = dispatcher.map_or(Relevant::LikeAlone, Relevant::Dispatcher);
        Ok(Self {
            vectorcall: call_function,
            implementation,
            relevant,
            quick: None,
            keeps_arrays: false,
            module: "stridewise".to_owned(),
        })
    }

    /// The call, for who asks for it by this name; calls themselves go by vectorcall.
    #[pyo3(signature = (*args, **kwargs))]
    fn __call__<'py>(
        slf: &Bound<'py, Self>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.as_any().call(args, kwargs)
    }

    /// The call as `inspect` shows it.
    #[getter]
    fn __signature__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // What takes no array but for `like` passes for the built-in function it is.
        if !self.relevant.asks_arguments() {
            return Err(PyAttributeError::new_err("__signature__"));
        }
        let overrides = py.import("stridewise._core.overrides")?;
        overrides.getattr("_signature_of")?.call1((&self.implementation,))
    }

    /// What runs when no argument takes the call over.
    #[getter]
    fn _implementation(&self, py: Python<'_>) -> Py<PyAny> {
        self.implementation.clone_ref(py)
    }

    #[getter]
    fn __wrapped__(&self, py: Python<'_>) -> Py<PyAny> {
        self.implementation.clone_ref(py)
    }

    #[getter]
    fn __name__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.implementation.bind(py).getattr(intern!(py, "__name__"))
    }

    #[getter]
    fn __qualname__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.implementation.bind(py).getattr(intern!(py, "__qualname__"))
    }

    #[getter]
    fn __text_signature__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.implementation.bind(py).getattr_opt(intern!(py, "__text_signature__"))
    }

    fn __repr__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.implementation.bind(py).repr()?.into_any())
    }

    fn __get__(slf: Py<Self>, instance: Option<Py<PyAny>>, _owner: Option<Py<PyAny>>) -> PyResult<Py<PyAny>> {
        Python::attach(|py| match instance.filter(|instance| !instance.is_none(py)) {
            // What passes for a built-in function is no method of the class that it is an attribute of.
            Some(_) if !slf.get().relevant.asks_arguments() => Ok(slf.into_any()),
            None => Ok(slf.into_any()),
            Some(instance) => {
                let method = py.import(intern!(py, "types"))?.getattr(intern!(py, "MethodType"))?;
                Ok(method.call1((slf, instance))?.unbind())
            }
        })
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let getter = py.import("stridewise._core.overrides")?.getattr("_function_of")?;
        (getter, (&self.module, self.__name__(py)?)).into_pyobject(py)
    }
}

impl ArrayFunction {
    pub(super) fn create(
        implementation: &Bound<'_, PyAny>,
        relevant: Relevant,
        quick: Option<Quick>,
        module: &str,
    ) -> PyResult<Py<Self>> {
        let py = implementation.py();
        let function = Self {
            vectorcall: call_function,
            implementation: implementation.clone().unbind(),
            relevant,
            quick: match quick {
                Some(Quick::Computed(compute) | Quick::KeepsArrays(compute)) => Some(compute),
                None => None,
            },
            keeps_arrays: matches!(quick, Some(Quick::KeepsArrays(_))),
            module: module.to_owned(),
        };
        let function = Bound::new(py, function)?;
        vectorcall::enable(&function);
        // In the instance's dictionary: descriptors of these names would hide the class's own.
        function.setattr(intern!(py, "__module__"), module)?;
        function.setattr(intern!(py, "__doc__"), implementation.getattr(intern!(py, "__doc__"))?)?;
        Ok(function.unbind())
    }
}

// SAFETY: the class is `repr(C)`, and the function stands first.
unsafe impl Vectorcalled for ArrayFunction {}

/// # Safety
/// Called by Python on an `ArrayFunction` by the vectorcall protocol.
unsafe extern "C" fn call_function(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: Python calls functions attached to the interpreter.
    let py = unsafe { Python::assume_attached() };
    // SAFETY: the callable is borrowed for the call.
    let callable = unsafe { Borrowed::from_ptr(py, callable) };
    // SAFETY: the class sets this pointer only on its own objects.
    let function = unsafe { callable.cast_unchecked::<ArrayFunction>() };
    // SAFETY: arithmetic on the count alone, and the first of the arguments that it counts.
    if function.get().keeps_arrays && names.is_null() && unsafe { ffi::PyVectorcall_NARGS(count) } == 1 {
        // SAFETY: as above; arguments are live objects.
        unsafe {
            let only = *args;
            if ffi::Py_TYPE(only) == PyArray::type_object_raw(py) {
                ffi::Py_INCREF(only);
                return only;
            }
        }
    }
    // SAFETY: the arguments are as Python gave them.
    unsafe { guarded_call(&function, args, count, names) }
}

/// The call, with what goes wrong in it as a Python exception. Apart, so that the short way above has no stack to set up.
///
/// # Safety
/// The arguments must be those of a vectorcall.
#[inline(never)]
unsafe fn guarded_call(
    function: &Bound<'_, ArrayFunction>,
    args: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: arithmetic on the count alone.
        let positional = unsafe { ffi::PyVectorcall_NARGS(count) } as usize;
        let given = Given { args, positional, names };
        // SAFETY: the caller's promise.
        unsafe { call(function, &given, count) }
    }));
    vectorcall::handed_over(function.py(), outcome, "array function")
}

/// A call's arguments by the vectorcall protocol.
struct Given {
    args: *const *mut PyObject,
    positional: usize,
    names: *mut PyObject,
}

/// # Safety
/// `given` must be a vectorcall's arguments.
unsafe fn call(function: &Bound<'_, ArrayFunction>, given: &Given, count: usize) -> PyResult<*mut PyObject> {
    let py = function.py();
    let content = function.get();
    let keywords = if given.names.is_null() {
        0
    } else {
        // SAFETY: the caller's promise: what is not null is a tuple.
        unsafe { ffi::PyTuple_GET_SIZE(given.names) as usize }
    };
    let total = given.positional + keywords;
    let asks = content.relevant.asks_arguments();
    if total == 1
        && keywords == 0
        && let Some(quick) = content.quick
        // SAFETY: there is one argument, live during the call.
        && (!asks || !unsafe { may_override(py, *given.args) })
    {
        // SAFETY: as above.
        let only = unsafe { Borrowed::from_ptr(py, *given.args) };
        if let Some(answer) = quick(&only)? {
            return Ok(answer.into_ptr());
        }
    }
    // SAFETY: the names are a tuple of that length.
    let mut suspicious = content.relevant.always_asks() || unsafe { names_like(py, given.names, keywords) };
    if asks {
        for place in 0..total {
            // SAFETY: there are `total` arguments.
            let argument = unsafe { *given.args.add(place) };
            // SAFETY: arguments are live objects.
            if suspicious || unsafe { may_override(py, argument) } {
                suspicious = true;
                break;
            }
        }
    }
    if suspicious {
        // SAFETY: as above.
        let (args, kwargs) = unsafe { collect(py, given, keywords)? };
        if let Some(answer) = overridden(function, &args, kwargs.as_ref())? {
            return Ok(answer.into_ptr());
        }
    }
    // SAFETY: the arguments are passed on as they came.
    let result = unsafe {
        ffi::PyObject_Vectorcall(
            content.implementation.as_ptr(),
            given.args,
            count & !ffi::PY_VECTORCALL_ARGUMENTS_OFFSET,
            given.names,
        )
    };
    if result.is_null() { Err(PyErr::fetch(py)) } else { Ok(result) }
}

fn overridden<'py>(
    function: &Bound<'py, ArrayFunction>,
    args: &Bound<'py, PyTuple>,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = function.py();
    if let Some(kwargs) = kwargs
        && let Some(like) = kwargs.get_item(intern!(py, "like"))?
        && !like.is_none()
    {
        if !like.get_type().hasattr(intern!(py, "__array_function__"))? {
            return Err(PyTypeError::new_err(
                "The `like` argument must be an array-like that implements the `__array_function__` protocol.",
            ));
        }
        let kwargs = kwargs.copy()?;
        kwargs.del_item(intern!(py, "like"))?;
        require_known_keywords(function.get().implementation.bind(py), &kwargs)?;
        return dispatch::ask(function.as_any(), &[like], args, Some(&kwargs));
    }
    if matches!(function.get().relevant, Relevant::LikeAlone) {
        return Err(PyTypeError::new_err(
            "The `like` argument is missing: this function only runs for the library of another object.",
        ));
    }
    let relevant = function.get().relevant.arguments(args, kwargs)?;
    dispatch::ask(function.as_any(), &relevant, args, kwargs)
}

/// Whether `like` is among the keywords.
///
/// # Safety
/// `names` must be null or a tuple of `keywords` strings.
unsafe fn names_like(py: Python<'_>, names: *mut PyObject, keywords: usize) -> bool {
    let like = intern!(py, "like").as_ptr();
    // SAFETY: the caller's promise; keyword names are interned.
    (0..keywords).any(|place| unsafe { ffi::PyTuple_GET_ITEM(names, place as isize) } == like)
}

/// Whether an argument could bring an override; what is surely none is told by its type alone.
///
/// # Safety
/// `argument` must be a live object.
unsafe fn may_override(py: Python<'_>, argument: *mut PyObject) -> bool {
    // SAFETY: a live object; the static types live as long as the interpreter.
    unsafe {
        let class = ffi::Py_TYPE(argument);
        if class == PyArray::type_object_raw(py)
            || class == &raw mut ffi::PyFloat_Type
            || class == &raw mut ffi::PyLong_Type
            || class == &raw mut ffi::PyBool_Type
            || class == &raw mut ffi::PyUnicode_Type
            || argument == ffi::Py_None()
        {
            return false;
        }
        if class == &raw mut ffi::PyTuple_Type || class == &raw mut ffi::PyList_Type {
            // Sequences are looked into by the slow path; short ones of plain arrays and numbers need none.
            let length = ffi::PySequence_Size(argument);
            return length > 8
                || (0..length).any(|place| {
                    let item = if class == &raw mut ffi::PyTuple_Type {
                        ffi::PyTuple_GET_ITEM(argument, place)
                    } else {
                        ffi::PyList_GET_ITEM(argument, place)
                    };
                    let class = ffi::Py_TYPE(item);
                    !(class == PyArray::type_object_raw(py)
                        || class == &raw mut ffi::PyFloat_Type
                        || class == &raw mut ffi::PyLong_Type)
                });
        }
        true
    }
}

/// The arguments as a tuple and a dictionary.
///
/// # Safety
/// `given` must be a vectorcall's arguments with `keywords` names.
unsafe fn collect<'py>(
    py: Python<'py>,
    given: &Given,
    keywords: usize,
) -> PyResult<(Bound<'py, PyTuple>, Option<Bound<'py, PyDict>>)> {
    // SAFETY: the caller's promise; all arguments are live objects.
    let argument = |place: usize| unsafe { Bound::from_borrowed_ptr(py, *given.args.add(place)) };
    let args = PyTuple::new(py, (0..given.positional).map(argument))?;
    if keywords == 0 {
        return Ok((args, None));
    }
    let kwargs = PyDict::new(py);
    for place in 0..keywords {
        // SAFETY: the names are a tuple of that length.
        let name =
            unsafe { Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(given.names, place as isize)) };
        kwargs.set_item(name, argument(given.positional + place))?;
    }
    Ok((args, Some(kwargs)))
}
