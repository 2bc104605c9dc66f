//! The `order` argument: 'C', 'F', 'A' or 'K'.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use stridewise_core::Order;

/// The memory order asked for; `default` where it is absent or `None`.
pub(crate) fn order_argument(object: Option<&Bound<'_, PyAny>>, default: Order) -> PyResult<Order> {
    let Some(object) = object.filter(|object| !object.is_none()) else { return Ok(default) };
    let Ok(text) = object.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!("order must be str, not {}", object.get_type().name()?)));
    };
    match text.to_str()? {
        "C" | "c" => Ok(Order::C),
        "F" | "f" => Ok(Order::F),
        "A" | "a" => Ok(Order::Any),
        "K" | "k" => Ok(Order::Keep),
        other => {
            Err(PyValueError::new_err(format!("order must be one of 'C', 'F', 'A', or 'K' (got '{other}')")))
        }
    }
}
