//! The forms in which equations, operands and orders of meeting are given.

use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyEllipsis, PyString, PyTuple};
use stridewise::einsum::path;

/// The letters that integers stand for.
const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The equation as text, and the operands: as they are given, or each followed by a list of integers.
pub(super) fn equation_and_operands<'py>(
    given: &Bound<'py, PyTuple>,
) -> PyResult<(String, Vec<Bound<'py, PyAny>>)> {
    let Ok(first) = given.get_item(0) else {
        return Err(PyValueError::new_err(
            "must specify the einstein sum subscripts string and at least one operand, or at least one operand and its \
             corresponding subscripts list",
        ));
    };
    if let Ok(text) = first.cast::<PyString>() {
        if given.len() < 2 {
            return Err(PyValueError::new_err(
                "must specify the einstein sum subscripts string and at least one operand",
            ));
        }
        return Ok((text.to_str()?.to_owned(), given.iter().skip(1).collect()));
    }
    let (mut terms, mut operands) = (Vec::new(), Vec::new());
    for pair in 0..given.len() / 2 {
        operands.push(given.get_item(2 * pair)?);
        terms.push(letters(&given.get_item(2 * pair + 1)?)?);
    }
    let mut text = terms.join(",");
    if given.len() % 2 == 1 {
        text.push_str("->");
        text.push_str(&letters(&given.get_item(given.len() - 1)?)?);
    }
    Ok((text, operands))
}

/// A list of integers and ellipses as text.
fn letters(list: &Bound<'_, PyAny>) -> PyResult<String> {
    let items = list
        .try_iter()
        .map_err(|_| PyTypeError::new_err("the subscripts for each operand must be a list or a tuple"))?;
    let mut text = String::new();
    for item in items {
        let item = item?;
        if item.is_instance_of::<PyEllipsis>() {
            text.push_str("...");
            continue;
        }
        let number: i64 = item
            .extract()
            .map_err(|_| PyTypeError::new_err("each subscript must be either an integer or an ellipsis"))?;
        let letter = usize::try_from(number).ok().and_then(|number| LETTERS.get(number));
        let letter =
            letter.ok_or_else(|| PyValueError::new_err("subscript is not within the valid range [0, 52)"))?;
        text.push(char::from(*letter));
    }
    Ok(text)
}

/// How an order of meetings is searched for, and the elements of what is made on the way at most.
pub(super) struct Search {
    pub(super) kind: path::Search,
    pub(super) most: Option<f64>,
}

impl Search {
    pub(super) fn none() -> Self {
        Self { kind: path::Search::None, most: None }
    }

    pub(super) fn greedy() -> Self {
        Self { kind: path::Search::Greedy, most: None }
    }

    fn named(name: &Bound<'_, PyString>) -> PyResult<path::Search> {
        match name.to_str()? {
            "greedy" => Ok(path::Search::Greedy),
            "optimal" => Ok(path::Search::Optimal),
            other => Err(PyKeyError::new_err(("Path name %s not found", other.to_owned()))),
        }
    }
}

/// The `optimize` argument: a truth, a name, a name and a number, or a path.
pub(super) fn search_argument(optimize: &Bound<'_, PyAny>) -> PyResult<Search> {
    if optimize.is_none() {
        return Ok(Search::none());
    }
    if let Ok(truth) = optimize.cast::<PyBool>() {
        return Ok(if truth.is_true() { Search::greedy() } else { Search::none() });
    }
    if let Ok(name) = optimize.cast::<PyString>() {
        return Ok(Search { kind: Search::named(name)?, most: None });
    }
    let misunderstood = || PyTypeError::new_err(format!("Did not understand the path: {optimize}"));
    let items: Vec<Bound<'_, PyAny>> =
        optimize.try_iter().map_err(|_| misunderstood())?.collect::<PyResult<_>>()?;
    let Some((first, others)) = items.split_first() else { return Ok(Search::none()) };
    let name = first.cast::<PyString>().map_err(|_| misunderstood())?;
    if name.to_str()? == "einsum_path" {
        let path = others.iter().map(|step| step.extract::<Vec<usize>>()).collect::<PyResult<_>>()?;
        return Ok(Search { kind: path::Search::Given(path), most: None });
    }
    match others {
        [most] => Ok(Search { kind: Search::named(name)?, most: Some(most.extract::<f64>()?.trunc()) }),
        _ => Err(misunderstood()),
    }
}
