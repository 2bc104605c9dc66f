//! What happens when an operation meets a floating-point error: the state behind `seterr` and `errstate`.

use std::ffi::CString;

use pyo3::exceptions::{PyFloatingPointError, PyNameError, PyRuntimeWarning, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};
use stridewise_core::op::FloatErrors;

/// What to do about one kind of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Ignore,
    Warn,
    Raise,
    Call,
    Print,
    Log,
}

impl Mode {
    const ALL: [Self; 6] = [Self::Ignore, Self::Warn, Self::Raise, Self::Call, Self::Print, Self::Log];

    fn name(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Warn => "warn",
            Self::Raise => "raise",
            Self::Call => "call",
            Self::Print => "print",
            Self::Log => "log",
        }
    }
}

/// The kinds of errors: name in `seterr`, text in messages, and bit.
const KINDS: [(&str, &str, FloatErrors); 4] = [
    ("divide", "divide by zero", FloatErrors::DIVIDE),
    ("over", "overflow", FloatErrors::OVERFLOW),
    ("under", "underflow", FloatErrors::UNDERFLOW),
    ("invalid", "invalid value", FloatErrors::INVALID),
];

const DEFAULT_BUFFER: usize = 8192;

/// One state of error handling; the current one is the value of a context variable.
#[pyclass(name = "_ErrorState", module = "stridewise", frozen)]
struct ErrorState {
    modes: [Mode; 4],
    call: Option<Py<PyAny>>,
    buffer_size: usize,
}

impl ErrorState {
    fn initial() -> Self {
        Self {
            modes: [Mode::Warn, Mode::Warn, Mode::Ignore, Mode::Warn],
            call: None,
            buffer_size: DEFAULT_BUFFER,
        }
    }
}

/// The context variable; its name is the one under which NumPy's users reset it.
fn variable(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    VARIABLE
        .get_or_try_init(py, || {
            let kwargs = PyDict::new(py);
            kwargs.set_item("default", Py::new(py, ErrorState::initial())?)?;
            let class = py.import("contextvars")?.getattr("ContextVar")?;
            Ok::<_, PyErr>(class.call(("numpy.ufunc.extobj",), Some(&kwargs))?.unbind())
        })
        .map(|variable| variable.bind(py))
}

fn current(py: Python<'_>) -> PyResult<Bound<'_, ErrorState>> {
    Ok(variable(py)?.call_method0(intern!(py, "get"))?.cast_into::<ErrorState>()?)
}

/// Whether the current state is the one that programs start with: underflow is ignored, all else warned of.
pub(crate) fn error_state_is_usual(py: Python<'_>) -> PyResult<bool> {
    Ok(current(py)?.get().modes == ErrorState::initial().modes)
}

/// The texts of those errors that the state that programs start with warns of.
pub(crate) fn warned_kinds(errors: FloatErrors) -> impl Iterator<Item = &'static str> {
    let kinds = KINDS.iter().zip(ErrorState::initial().modes);
    kinds
        .filter(move |((.., bit), mode)| errors.contains(*bit) && *mode == Mode::Warn)
        .map(|((_, text, _), _)| *text)
}

/// Does about the errors that `name` met what the current state says.
#[inline]
pub(crate) fn report(py: Python<'_>, errors: FloatErrors, name: &str) -> PyResult<()> {
    if errors.is_empty() { Ok(()) } else { report_some(py, errors, name) }
}

#[cold]
fn report_some(py: Python<'_>, errors: FloatErrors, name: &str) -> PyResult<()> {
    let state = current(py)?;
    let state = state.get();
    for ((_, text, bit), mode) in KINDS.iter().zip(state.modes) {
        if !errors.contains(*bit) {
            continue;
        }
        let message = || format!("{text} encountered in {name}");
        match mode {
            Mode::Ignore => {}
            Mode::Warn => {
                PyErr::warn(py, py.get_type::<PyRuntimeWarning>().as_any(), &CString::new(message())?, 1)?;
            }
            Mode::Raise => return Err(PyFloatingPointError::new_err(message())),
            Mode::Call => match &state.call {
                Some(call) => {
                    call.call1(py, (*text, errors.0))?;
                }
                None => {
                    return Err(PyNameError::new_err(format!(
                        "python callback specified for {text} (in  {name}) but no function found."
                    )));
                }
            },
            Mode::Print => {
                let line = format!("Warning: {}\n", message());
                py.import(intern!(py, "sys"))?
                    .getattr(intern!(py, "stderr"))?
                    .call_method1(intern!(py, "write"), (line,))?;
            }
            Mode::Log => match &state.call {
                Some(log) => {
                    log.call_method1(py, intern!(py, "write"), (format!("Warning: {}\n", message()),))?;
                }
                None => {
                    return Err(PyNameError::new_err(format!(
                        "log specified for {text} (in {name}) but no object with write method found."
                    )));
                }
            },
        }
    }
    Ok(())
}

/// The buffer size that was last set; it has no effect on results.
#[pyfunction]
fn getbufsize(py: Python<'_>) -> PyResult<usize> {
    Ok(current(py)?.get().buffer_size)
}

/// The current state as a dictionary.
#[pyfunction]
fn _get_extobj_dict(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let state = current(py)?;
    let state = state.get();
    let found = PyDict::new(py);
    for ((name, ..), mode) in KINDS.iter().zip(state.modes) {
        found.set_item(*name, mode.name())?;
    }
    found.set_item("call", state.call.as_ref().map_or_else(|| py.None(), |call| call.clone_ref(py)))?;
    found.set_item("bufsize", state.buffer_size)?;
    Ok(found)
}

/// A state that differs from the current one in what is given.
#[pyfunction]
#[pyo3(signature = (*, all=None, divide=None, over=None, under=None, invalid=None, call=None, bufsize=None))]
fn _make_extobj(
    py: Python<'_>,
    all: Option<&Bound<'_, PyAny>>,
    divide: Option<&Bound<'_, PyAny>>,
    over: Option<&Bound<'_, PyAny>>,
    under: Option<&Bound<'_, PyAny>>,
    invalid: Option<&Bound<'_, PyAny>>,
    call: Option<&Bound<'_, PyAny>>,
    bufsize: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let state = current(py)?;
    let state = state.get();
    let mut modes = state.modes;
    for (place, given) in [divide, over, under, invalid].into_iter().enumerate() {
        let given = given.filter(|given| !given.is_none()).or(all.filter(|all| !all.is_none()));
        if let Some(given) = given {
            modes[place] = mode(
                given,
                if divide.is_some() || over.is_some() || under.is_some() || invalid.is_some() {
                    KINDS[place].0
                } else {
                    "all"
                },
            )?;
        }
    }
    // The object given last stays: `call=` is only absent where nobody sets it.
    let call = match call {
        None => state.call.as_ref().map(|call| call.clone_ref(py)),
        Some(call) if is_reset(call) => None,
        Some(call) => {
            if !call.is_callable() && !call.hasattr(intern!(py, "write"))? {
                return Err(PyTypeError::new_err(
                    "python object must be callable or have a callable write method",
                ));
            }
            Some(call.clone().unbind())
        }
    };
    let buffer_size = match bufsize.filter(|size| !size.is_none()) {
        None => state.buffer_size,
        Some(size) => buffer_size(size)?,
    };
    Ok(Py::new(py, ErrorState { modes, call, buffer_size })?.into_any())
}

/// Whether the caller takes the callback away (`False`, as `None` means no change).
fn is_reset(call: &Bound<'_, PyAny>) -> bool {
    call.cast_exact::<pyo3::types::PyBool>().is_ok_and(|value| !value.is_true())
}

fn mode(given: &Bound<'_, PyAny>, name: &str) -> PyResult<Mode> {
    let Ok(text) = given.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!("{name} must be str, not {}", given.get_type().name()?)));
    };
    let text = text.to_str()?;
    Mode::ALL
        .into_iter()
        .find(|mode| mode.name() == text)
        .ok_or_else(|| PyValueError::new_err(format!("Invalid error mode '{text}' for {name}")))
}

fn buffer_size(size: &Bound<'_, PyAny>) -> PyResult<usize> {
    let size: i64 = size.extract()?;
    if size < 0 {
        return Err(PyValueError::new_err(format!("buffer size must be non-negative, {size}")));
    }
    if size > 10_000_000 {
        return Err(PyValueError::new_err(format!("Buffer size, {size}, is too big")));
    }
    if size < 5 {
        return Err(PyValueError::new_err(format!("Buffer size, {size}, is too small")));
    }
    if size % 16 != 0 {
        return Err(PyValueError::new_err(format!("Buffer size, {size}, is not a multiple of 16")));
    }
    Ok(size as usize)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<ErrorState>()?;
    module.add("_extobj_contextvar", variable(py)?)?;
    module.add_function(wrap_pyfunction!(_get_extobj_dict, module)?)?;
    module.add_function(wrap_pyfunction!(_make_extobj, module)?)?;
    module.add_function(wrap_pyfunction!(getbufsize, module)?)
}
