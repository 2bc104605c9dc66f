//! Print options as Python keeps them: a dict in a context variable.

use pyo3::exceptions::{PyTypeError, PyUserWarning, PyValueError};
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyString};
use pyo3::{intern, prelude::*};
use stridewise::text::{FloatMode, Legacy, PrintOptions, Sign};

use crate::error::OrRaise;

/// The options of the current context. The dict is shared: copy it before writing to it.
pub(super) fn current(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    static VARIABLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let variable = VARIABLE.get_or_try_init(py, || {
        let module = py.import("stridewise._core.printoptions")?;
        Ok::<_, PyErr>(module.getattr("format_options")?.unbind())
    })?;
    Ok(variable.bind(py).call_method0(intern!(py, "get"))?.cast_into::<PyDict>()?)
}

/// The dict as the library's own options.
pub(super) fn parse(options: &Bound<'_, PyDict>) -> PyResult<PrintOptions> {
    let py = options.py();
    let item = |name: &str| -> PyResult<Bound<'_, PyAny>> {
        options.get_item(name)?.ok_or_else(|| pyo3::exceptions::PyKeyError::new_err(name.to_owned()))
    };
    let precision = item("precision")?;
    Ok(PrintOptions {
        edge_items: count(&item("edgeitems")?)?,
        threshold: count(&item("threshold")?)?,
        float_mode: FloatMode::from_name(item("floatmode")?.extract::<&str>()?).or_raise(py)?,
        precision: if precision.is_none() {
            None
        } else {
            let precision: i64 = precision.extract()?;
            Some(usize::try_from(precision).map_err(|_| PyValueError::new_err("precision must be >= 0"))?)
        },
        suppress_small: item("suppress")?.is_truthy()?,
        line_width: i64::try_from(count(&item("linewidth")?)?).unwrap_or(i64::MAX),
        nan_text: item("nanstr")?.extract()?,
        infinity_text: item("infstr")?.extract()?,
        sign: Sign::from_name(item("sign")?.extract::<&str>()?).or_raise(py)?,
        legacy: legacy(&item("legacy")?)?,
    })
}

/// A count that may be a float, infinite or larger than the machine's integers. Negative ones are zero.
fn count(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(float.value().floor() as usize);
    }
    if let Ok(small) = value.extract::<i64>() {
        return Ok(usize::try_from(small).unwrap_or(0));
    }
    let number: f64 = value.extract()?;
    Ok(number as usize)
}

fn legacy(value: &Bound<'_, PyAny>) -> PyResult<Legacy> {
    match value.cast::<PyString>() {
        Ok(name) => Ok(Legacy::from_name(name.to_str()?).unwrap_or_default()),
        Err(_) => Ok(Legacy::Current),
    }
}

/// The legacy mode of the current context.
pub(super) fn current_legacy(py: Python<'_>) -> PyResult<Legacy> {
    current(py)?.get_item(intern!(py, "legacy"))?.map_or(Ok(Legacy::Current), |value| legacy(&value))
}

/// The options given, checked, without those that are `None`.
#[pyfunction]
#[pyo3(signature = (
    *, precision=None, threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None,
    sign=None, formatter=None, floatmode=None, legacy=None, override_repr=None
))]
pub(super) fn _checked_printoptions<'py>(
    py: Python<'py>,
    precision: Option<&Bound<'py, PyAny>>,
    threshold: Option<&Bound<'py, PyAny>>,
    edgeitems: Option<&Bound<'py, PyAny>>,
    linewidth: Option<&Bound<'py, PyAny>>,
    suppress: Option<&Bound<'py, PyAny>>,
    nanstr: Option<&Bound<'py, PyAny>>,
    infstr: Option<&Bound<'py, PyAny>>,
    sign: Option<&Bound<'py, PyAny>>,
    formatter: Option<&Bound<'py, PyAny>>,
    floatmode: Option<&Bound<'py, PyAny>>,
    legacy: Option<&Bound<'py, PyAny>>,
    override_repr: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyDict>> {
    let options = PyDict::new(py);
    let plain = [
        ("edgeitems", edgeitems),
        ("linewidth", linewidth),
        ("nanstr", nanstr),
        ("infstr", infstr),
        ("formatter", formatter),
        ("override_repr", override_repr),
    ];
    for (name, value) in plain {
        if let Some(value) = value {
            options.set_item(name, value)?;
        }
    }
    if let Some(suppress) = suppress {
        options.set_item("suppress", suppress.is_truthy()?)?;
    }
    if let Some(mode) = floatmode {
        FloatMode::from_name(&text_of(mode)).or_raise(py)?;
        options.set_item("floatmode", mode)?;
    }
    if let Some(sign) = sign {
        Sign::from_name(&text_of(sign)).or_raise(py)?;
        options.set_item("sign", sign)?;
    }
    if let Some(threshold) = threshold {
        options.set_item("threshold", checked_threshold(threshold)?)?;
    }
    if let Some(precision) = precision {
        let index = precision.call_method0(intern!(py, "__index__")).map_err(|cause| {
            let error = PyTypeError::new_err("precision must be an integer");
            error.set_cause(py, Some(cause));
            error
        })?;
        options.set_item("precision", index)?;
    }
    if let Some(legacy) = legacy {
        let known = Legacy::from_name(&text_of(legacy)).is_some();
        let off = legacy.cast::<PyBool>().is_ok_and(|flag| !flag.is_true());
        if known || off {
            options.set_item("legacy", legacy)?;
        } else {
            let text = c"legacy printing option can currently only be '1.13', '1.21', '1.25', '2.1', '2.2' or `False`";
            PyErr::warn(py, &py.get_type::<PyUserWarning>(), text, 3)?;
            options.set_item("legacy", false)?;
        }
    }
    Ok(options)
}

/// The text of a string object; nothing of any other.
fn text_of(value: &Bound<'_, PyAny>) -> String {
    value.extract().unwrap_or_default()
}

fn checked_threshold<'py>(threshold: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if threshold.is_instance_of::<PyString>() || !is_number(threshold) {
        return Err(PyTypeError::new_err("threshold must be numeric"));
    }
    if threshold.extract::<f64>().is_ok_and(f64::is_nan) {
        let text = "threshold must be non-NAN, try sys.maxsize for untruncated representation";
        return Err(PyValueError::new_err(text));
    }
    Ok(threshold.clone())
}

fn is_number(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyFloat>()
        || value.is_instance_of::<pyo3::types::PyInt>()
        || crate::scalar::value_of(value).is_some()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_checked_printoptions, module)?)
}
