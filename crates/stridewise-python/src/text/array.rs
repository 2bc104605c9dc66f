//! `array2string`, `array_repr`, `array_str`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{PyTypeInfo, intern};
use stridewise::text::array::{array_to_string_with, old_scalar};
use stridewise::text::{ArrayText, PrintOptions, array_to_string, repr, scalar};

use super::formatter::formatter_for;
use super::options;
use crate::array::PyArray;
use crate::error::OrRaise;

/// The text of an array with options that are complete and checked.
fn write(
    array: &Bound<'_, PyArray>,
    options: &PrintOptions,
    formatters: Option<&Bound<'_, PyAny>>,
    text: ArrayText<'_>,
) -> PyResult<String> {
    let py = array.py();
    let view = array.get().array()?.view();
    if view.size() > 0
        && old_scalar(view, options).is_none()
        && let Some(formatter) = formatter_for(formatters, view.dtype().kind())?
    {
        return array_to_string_with(view.shape(), options, text, &mut |index| {
            let item = array.as_any().get_item(PyTuple::new(py, index)?)?;
            formatter.call1((item,))?.extract::<String>()
        });
    }
    array_to_string(view, options, text).or_raise(py)
}

/// The current options with those of a call; `None` leaves an option as it is.
fn current_with(
    py: Python<'_>,
    width: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    suppress_small: Option<&Bound<'_, PyAny>>,
) -> PyResult<(PrintOptions, Option<Py<PyAny>>)> {
    let current = options::current(py)?;
    let own = PyDict::new(py);
    for (name, value) in [("linewidth", width), ("precision", precision), ("suppress", suppress_small)] {
        if let Some(value) = value {
            own.set_item(name, value)?;
        }
    }
    merge(&current, &own)
}

fn merge(
    current: &Bound<'_, PyDict>,
    own: &Bound<'_, PyDict>,
) -> PyResult<(PrintOptions, Option<Py<PyAny>>)> {
    let merged = current.copy()?;
    merged.update(own.as_mapping())?;
    let formatters = merged.get_item("formatter")?.map(Bound::unbind);
    Ok((options::parse(&merged)?, formatters))
}

#[pyfunction]
#[pyo3(signature = (a, separator, prefix, suffix, overrides))]
fn _array2string(
    a: &Bound<'_, PyAny>,
    separator: &str,
    prefix: &str,
    suffix: &str,
    overrides: &Bound<'_, PyDict>,
) -> PyResult<String> {
    let py = a.py();
    let (options, formatters) = merge(&options::current(py)?, overrides)?;
    let array = as_array(a)?;
    let formatters = formatters.as_ref().map(|formatters| formatters.bind(py));
    write(&array, &options, formatters, ArrayText { separator, prefix, suffix })
}

/// Arrays as they are; anything else that can be one.
fn as_array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyArray>> {
    if let Ok(array) = object.cast::<PyArray>() {
        return Ok(array.clone());
    }
    let array = crate::convert::array_argument(object)?;
    Ok(crate::wrap::array(object.py(), array)?.into_bound(object.py()).cast_into::<PyArray>()?)
}

/// The `repr` of an array, under the name of its class.
#[pyfunction]
#[pyo3(signature = (arr, max_line_width=None, precision=None, suppress_small=None))]
pub(super) fn _array_repr(
    arr: &Bound<'_, PyAny>,
    max_line_width: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    suppress_small: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = arr.py();
    let current = options::current(py)?;
    if let Some(own) = current.get_item(intern!(py, "override_repr"))?.filter(|own| !own.is_none()) {
        return Ok(own.call1((arr,))?.unbind());
    }
    let array = as_array(arr)?;
    let (options, formatters) = current_with(py, max_line_width, precision, suppress_small)?;
    let class = class_name(&array.get_type())?;
    let prefix = format!("{class}(");
    let text = ArrayText { separator: ", ", prefix: &prefix, suffix: ")" };
    let elements = write(&array, &options, formatters.as_ref().map(|own| own.bind(py)), text)?;
    let array = array.get().array()?;
    let result = repr::with_extras(&elements, array.shape(), array.dtype(), &class, &options);
    Ok(result.into_pyobject(py)?.into_any().unbind())
}

fn class_name(class: &Bound<'_, PyType>) -> PyResult<String> {
    if class.is(PyArray::type_object(class.py())) {
        return Ok("array".to_owned());
    }
    Ok(class.name()?.to_string())
}

/// The `str` of an array.
#[pyfunction]
#[pyo3(signature = (a, max_line_width=None, precision=None, suppress_small=None))]
pub(super) fn _array_str(
    a: &Bound<'_, PyAny>,
    max_line_width: Option<&Bound<'_, PyAny>>,
    precision: Option<&Bound<'_, PyAny>>,
    suppress_small: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let py = a.py();
    let array = as_array(a)?;
    let view = array.get().array()?.view();
    if let Some(value) = view.value_at(&[]) {
        let legacy = options::current_legacy(py)?;
        if legacy <= stridewise::text::Legacy::V1_13 {
            return Ok(scalar::python_repr(value));
        }
        return Ok(scalar::to_str(value, view.dtype().number(), legacy));
    }
    let (options, formatters) = current_with(py, max_line_width, precision, suppress_small)?;
    write(&array, &options, formatters.as_ref().map(|own| own.bind(py)), ArrayText::default())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(_array2string, module)?)?;
    module.add_function(wrap_pyfunction!(_array_repr, module)?)?;
    module.add_function(wrap_pyfunction!(_array_str, module)?)
}
