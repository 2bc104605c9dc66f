//! Functions that other array types may take over (`__array_function__`).

mod dispatch;
mod function;
mod relevant;
mod signature;

use pyo3::prelude::*;
use pyo3::types::PyCFunction;

pub(crate) use function::{ArrayFunction, Quick};
use relevant::Relevant;

/// Adds a function to the module that looks for overrides in the named parameters before it runs. A name with a
/// star is a sequence whose items count.
pub(crate) fn add_function(
    module: &Bound<'_, PyModule>,
    function: Bound<'_, PyCFunction>,
    parameters: &[&str],
) -> PyResult<()> {
    add(module, &function, parameters, None, "stridewise")
}

/// As [`add_function`], for a function that is public in a namespace of the package.
pub(crate) fn add_function_of(
    module: &Bound<'_, PyModule>,
    function: Bound<'_, PyCFunction>,
    parameters: &[&str],
    namespace: &str,
) -> PyResult<()> {
    add(module, &function, parameters, None, namespace)
}

/// As [`add_function`]; calls with one positional argument ask `quick` first.
pub(crate) fn add_function_with_quick(
    module: &Bound<'_, PyModule>,
    function: Bound<'_, PyCFunction>,
    parameters: &[&str],
    quick: Quick,
) -> PyResult<()> {
    add(module, &function, parameters, Some(quick), "stridewise")
}

fn add(
    module: &Bound<'_, PyModule>,
    function: &Bound<'_, PyCFunction>,
    parameters: &[&str],
    quick: Option<Quick>,
    namespace: &str,
) -> PyResult<()> {
    let name: String = function.getattr("__name__")?.extract()?;
    let relevant = Relevant::named(function.as_any(), parameters)?;
    module.add(name.as_str(), ArrayFunction::create(function.as_any(), relevant, quick, namespace)?)
}

/// A decorator: `array_function("a", "*arrays")` makes a function look for overrides in these parameters.
#[pyfunction]
#[pyo3(signature = (implementation, parameters, module="stridewise"))]
fn array_function(
    implementation: &Bound<'_, PyAny>,
    parameters: Vec<String>,
    module: &str,
) -> PyResult<Py<PyAny>> {
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let relevant = Relevant::named(implementation, &parameters)?;
    Ok(ArrayFunction::create(implementation, relevant, None, module)?.into_any())
}

/// As `array_function`, with a Python callable that gives the relevant arguments.
#[pyfunction]
fn array_function_with_dispatcher(
    implementation: &Bound<'_, PyAny>,
    dispatcher: Option<Py<PyAny>>,
    module: &str,
) -> PyResult<Py<PyAny>> {
    let relevant = dispatcher.map_or(Relevant::LikeAlone, Relevant::Dispatcher);
    Ok(ArrayFunction::create(implementation, relevant, None, module)?.into_any())
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<ArrayFunction>()?;
    module.add_function(wrap_pyfunction!(array_function, module)?)?;
    module.add_function(wrap_pyfunction!(array_function_with_dispatcher, module)?)?;
    module.add_function(wrap_pyfunction!(dispatch::implementing_args, module)?)
}
