//! `select`.

use pyo3::prelude::*;
use stridewise::Array;
use stridewise::index::select as selected;
use stridewise_core::{Number, Order};

use crate::convert::array_argument;
use crate::dtype::arrays_of_one_result;
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::wrap;

/// For every element that of the first choice whose condition is true there.
///
/// Parameters
/// ----------
/// condlist : list of array_like of bool
/// choicelist : list of array_like
///     One for each condition.
/// default : number or array_like
///     What stands where no condition is true.
///
/// Raises
/// ------
/// ValueError
///     If there are not as many choices as conditions, or none, or the shapes do not broadcast.
/// TypeError
///     If a condition is not boolean.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> x = np.arange(6)
/// >>> np.select([x < 2, x > 3], [x, x**2], 42).tolist()
/// [0, 1, 42, 42, 16, 25]
#[pyfunction]
#[pyo3(signature = (condlist, choicelist, default=None), text_signature = "(condlist, choicelist, default=0)")]
fn select<'py>(
    condlist: &Bound<'py, PyAny>,
    choicelist: &Bound<'py, PyAny>,
    default: Option<&Bound<'py, PyAny>>,
) -> PyResult<Py<PyAny>> {
    let py = condlist.py();
    let items = |list: &Bound<'py, PyAny>| -> PyResult<Vec<Bound<'py, PyAny>>> { list.try_iter()?.collect() };
    let conditions = items(condlist)?.iter().map(array_argument).collect::<PyResult<Vec<_>>>()?;
    let mut choices = items(choicelist)?;
    let default = match default {
        Some(default) => default.clone(),
        None => 0_i64.into_pyobject(py)?.into_any(),
    };
    // A number too large for the dtype of the choices is no error here: what it becomes is cast.
    let in_range = {
        choices.push(default.clone());
        arrays_of_one_result(&choices)
    };
    let mut choices = match in_range {
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyOverflowError>(py) => {
            choices.pop();
            let mut arrays = arrays_of_one_result(&choices)?;
            let number = arrays.first().map_or(Number::I64, Array::number).native();
            arrays.push(array_argument(&default)?.astype(number, Order::C).or_raise(py)?);
            arrays
        }
        arrays => arrays?,
    };
    let Some(default) = choices.pop() else { return Ok(py.None()) };
    wrap::array(py, selected(&conditions, &choices, &default).or_raise(py)?)
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(select, module)?, &["*condlist", "*choicelist"])
}
