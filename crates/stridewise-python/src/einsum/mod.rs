//! `einsum` and `einsum_path`.

mod arguments;

use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use stridewise::Array;
use stridewise::einsum::{Call, Equation, Lengths, diagonal_view, path, report};
use stridewise_core::Order;
use stridewise_core::dtype::{Casting, can_cast, result_type};

use arguments::{Search, equation_and_operands, search_argument};

use crate::array::PyArray;
use crate::convert::{Passed, array_argument, order_argument, passed_argument, truth_argument};
use crate::detach::over_arrays;
use crate::dtype::{dtype_argument, dtype_object};
use crate::error::OrRaise;
use crate::overrides::add_function;
use crate::ufunc::output_array;
use crate::wrap;

/// What `einsum` takes beside its operands.
#[derive(Default)]
struct Keywords<'py> {
    dtype: Option<stridewise_core::DType>,
    order: Order,
    casting: Option<Casting>,
    out: Option<Bound<'py, PyAny>>,
}

impl<'py> Keywords<'py> {
    fn read(out: Option<&Bound<'py, PyAny>>, others: Option<&Bound<'py, PyDict>>) -> PyResult<Self> {
        let out = out.filter(|out| !out.is_none()).cloned();
        if out.as_ref().is_some_and(|out| !out.is_instance_of::<PyArray>()) {
            return Err(PyTypeError::new_err("keyword parameter out must be an array for einsum"));
        }
        let mut keywords = Self { order: Order::Keep, out, ..Self::default() };
        for (name, value) in others.into_iter().flatten() {
            match name.extract::<String>()?.as_str() {
                "dtype" if value.is_none() => {}
                "dtype" => keywords.dtype = Some(dtype_argument(&value)?),
                "order" => keywords.order = order_argument(Some(&value), Order::Keep)?,
                "casting" => {
                    let rule = value.extract::<String>()?;
                    keywords.casting = Some(Casting::parse(&rule).or_raise(value.py())?);
                }
                other => {
                    return Err(PyTypeError::new_err(format!(
                        "einsum() got an unexpected keyword argument '{other}'"
                    )));
                }
            }
        }
        Ok(keywords)
    }
}

/// Sums of products of arrays, said by naming their axes.
///
/// Parameters
/// ----------
/// subscripts : str
///     A letter for each axis of each operand, operands apart by commas; what is named twice is walked together. Behind
///     ``->`` the axes of the result, all others are summed; without it those that are named once, in alphabetic order.
///     ``...`` stands for any number of axes that broadcast.
/// *operands : array_like
///     The operands; or each followed by a list of integers in place of the letters, and last the list of the result.
/// out : ndarray, optional
///     Where the result goes.
/// optimize : bool, 'greedy', 'optimal' or a path
///     In which order operands meet. By default that is chosen where it saves work.
/// dtype : data-type, optional
///     The dtype to compute in.
/// order : {'C', 'F', 'A', 'K'}
///     The memory order of the result.
/// casting : {'no', 'equiv', 'safe', 'same_kind', 'unsafe'}
///     Which conversions are allowed.
///
/// Returns
/// -------
/// ndarray
///     A view where a single operand is turned, or its diagonal taken.
///
/// Raises
/// ------
/// ValueError
///     If the subscripts are no equation of such operands, or lengths differ.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = np.arange(6).reshape(2, 3)
/// >>> np.einsum('ij,kj->ik', a, a).tolist()
/// [[5, 14], [14, 50]]
#[pyfunction]
#[pyo3(signature = (*operands, out=None, optimize=Passed::Absent, **kwargs), text_signature = "(*operands, out=None, optimize=False, **kwargs)")]
fn einsum<'py>(
    operands: &Bound<'py, PyTuple>,
    out: Option<&Bound<'py, PyAny>>,
    #[pyo3(from_py_with = passed_argument)] optimize: Passed,
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Py<PyAny>> {
    let py = operands.py();
    let search = optimize.get(py).map_or(Ok(Search::none()), search_argument)?;
    let keywords = Keywords::read(out, kwargs)?;
    let (text, objects) = equation_and_operands(operands)?;
    let arrays = objects.iter().map(array_argument).collect::<PyResult<Vec<Array>>>()?;
    let axes: Vec<usize> = arrays.iter().map(Array::ndim).collect();
    let equation = Equation::parse(&text, &axes).or_raise(py)?;
    let shapes: Vec<&[usize]> = arrays.iter().map(Array::shape).collect();
    // Looked at before a diagonal is taken.
    let lengths = Lengths::of(&equation, &shapes).or_raise(py)?;
    if let ([object], [array], None, None) =
        (objects.as_slice(), arrays.as_slice(), &keywords.out, keywords.dtype)
        && let Some(view) = diagonal_view(&equation, array)
    {
        return match object.cast::<PyArray>() {
            Ok(parent) if crate::array::object::is_exact(parent) && view.ndim() > 0 => {
                wrap::view(parent, view)
            }
            _ => wrap::array_or_scalar(py, view),
        };
    }
    let dtypes: Vec<_> = arrays.iter().map(Array::dtype).collect();
    let dtype = match keywords.dtype {
        Some(dtype) => dtype,
        None => result_type(&dtypes, &[]).or_raise(py)?,
    };
    let target = keywords.out.as_ref().map(output_array).transpose()?.flatten();
    // What an order was asked for assigns its result in the end, as NumPy's matrix products do there.
    let assigns = search.kind != path::Search::None && arrays.len() > 1 && keywords.casting.is_none();
    let checked = target.as_ref().filter(|_| !assigns);
    require_casts(py, &arrays, dtype, checked, keywords.casting.unwrap_or(Casting::Safe))?;
    let call = Call { number: dtype.number(), order: keywords.order, search: search.kind, most: search.most };
    let elements = lengths.size(&equation.labels()) as usize;
    let read: Vec<&Array> = arrays.iter().collect();
    let written: Vec<&Array> = target.iter().collect();
    let result = over_arrays(py, elements, "einsum", &read, &written, || {
        stridewise::einsum::einsum(&equation, &arrays, &call, target.as_ref())
    })
    .or_raise(py)?;
    match keywords.out {
        Some(out) => Ok(out.unbind()),
        None => wrap::array_or_scalar(py, result),
    }
}

fn require_casts(
    py: Python<'_>,
    arrays: &[Array],
    dtype: stridewise_core::DType,
    out: Option<&Array>,
    casting: Casting,
) -> PyResult<()> {
    let text = |dtype| -> PyResult<String> { Ok(dtype_object(py, dtype).bind(py).repr()?.to_string()) };
    for (place, array) in arrays.iter().enumerate() {
        if !can_cast(array.dtype(), dtype, casting) {
            return Err(PyTypeError::new_err(format!(
                "Iterator operand {place} dtype could not be cast from {} to {} according to the rule '{}'",
                text(array.dtype())?,
                text(dtype)?,
                casting.name()
            )));
        }
    }
    match out {
        Some(out) if !can_cast(dtype, out.dtype(), casting) => Err(PyTypeError::new_err(format!(
            "Iterator requested dtype could not be cast from {} to {}, the operand {} dtype, according to the rule '{}'",
            text(dtype)?,
            text(out.dtype())?,
            arrays.len(),
            casting.name()
        ))),
        _ => Ok(()),
    }
}

/// The order in which the operands of `einsum` meet, and a text that says what it costs.
///
/// Parameters
/// ----------
/// subscripts : str
/// *operands : array_like
///     As of `einsum`.
/// optimize : bool, 'greedy', 'optimal', a pair of one of these and a number, or a path
///     How the order is searched for; the number bounds the elements of what is made on the way.
///
/// Returns
/// -------
/// path : list
///     ``'einsum_path'``, and the places of those that meet in each step. What they make goes to the end.
/// text : str
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> np.einsum_path('ij,jk,kl->il', np.ones((2, 3)), np.ones((3, 50)), np.ones((50, 4)))[0]
/// ['einsum_path', (1, 2), (0, 1)]
#[pyfunction]
#[pyo3(signature = (*operands, optimize=Passed::Absent, einsum_call=false), text_signature = "(*operands, optimize='greedy', einsum_call=False)")]
fn einsum_path<'py>(
    operands: &Bound<'py, PyTuple>,
    #[pyo3(from_py_with = passed_argument)] optimize: Passed,
    #[pyo3(from_py_with = truth_argument)] einsum_call: bool,
) -> PyResult<(Bound<'py, PyList>, String)> {
    let _ = einsum_call;
    let py = operands.py();
    let search = optimize.get(py).map_or(Ok(Search::greedy()), search_argument)?;
    let (text, objects) = equation_and_operands(operands)?;
    let arrays = objects.iter().map(array_argument).collect::<PyResult<Vec<Array>>>()?;
    let axes: Vec<usize> = arrays.iter().map(Array::ndim).collect();
    let equation = Equation::parse(&text, &axes).or_raise(py)?;
    let shapes: Vec<&[usize]> = arrays.iter().map(Array::shape).collect();
    let lengths = Lengths::of(&equation, &shapes).or_raise(py)?;
    let (path, steps) = py.detach(|| {
        let path = path::choose(&equation, &lengths, &search.kind, search.most);
        let steps = path::steps(&equation, &lengths, &path);
        (path, steps)
    });
    if steps.len() != path.len() {
        return Err(PyValueError::new_err("einsum_path names operands that are not there"));
    }
    let left = steps.last().map_or(arrays.len(), |step| step.remaining.len());
    if left != 1 {
        return Err(PyRuntimeError::new_err(format!(
            "Invalid einsum_path is specified: {} more operands has to be contracted.",
            left - 1
        )));
    }
    let list = PyList::new(py, [PyString::intern(py, "einsum_path")])?;
    for places in &path {
        list.append(PyTuple::new(py, places)?)?;
    }
    Ok((list, report(&equation, &lengths, &steps)))
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, wrap_pyfunction!(einsum, module)?, &["*"])?;
    add_function(module, wrap_pyfunction!(einsum_path, module)?, &["*"])
}
