//! Which of the user's formatters writes an element.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use stridewise_core::dtype::Kind;

/// The formatter for elements of a kind: that of its own name, else of its family, else the one for all.
pub(super) fn formatter_for<'py>(
    formatters: Option<&Bound<'py, PyAny>>,
    kind: Kind,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(formatters) = formatters.filter(|formatters| !formatters.is_none()) else { return Ok(None) };
    let formatters = formatters.cast::<PyDict>()?;
    let names: &[&str] = match kind {
        Kind::Bool => &["bool", "all"],
        Kind::Signed | Kind::Unsigned => &["int", "int_kind", "all"],
        Kind::Float => &["float", "float_kind", "all"],
        Kind::Complex => &["complexfloat", "complex_kind", "all"],
    };
    for name in names {
        if let Some(formatter) = formatters.get_item(name)?.filter(|formatter| !formatter.is_none()) {
            return Ok(Some(formatter));
        }
    }
    Ok(None)
}
