//! `where` and `select`: one of several values for every element.

use stridewise_core::dtype::{Weak, result_type};
use stridewise_core::layout::broadcast_shapes;
use stridewise_core::{DType, Error, Layout, Order, Result, Value};
use stridewise_run::elementwise::Operand;
use stridewise_run::guard::Outside;
use stridewise_run::{Array, late};

/// The elements of `yes` where the condition is true, and of `no` elsewhere. All three broadcast together; Python
/// numbers take the dtype of the other side where promotion says so.
///
/// # Errors
/// Value error where the shapes do not broadcast.
pub fn where_(condition: &Array, yes: Operand<'_>, no: Operand<'_>) -> Result<Array> {
    match where_later(condition, yes, no, &|wait| wait())? {
        Some(later) => Ok(later),
        None => where_now(condition, yes, no),
    }
}

/// As [`where_`], to be written when somebody needs it; `None` where the call is not put off, and nothing was done. Work
/// that has to run first is run `outside`.
///
/// # Errors
/// As [`where_`].
pub fn where_later(
    condition: &Array,
    yes: Operand<'_>,
    no: Operand<'_>,
    outside: Outside<'_>,
) -> Result<Option<Array>> {
    let sizes = [Operand::Array(condition), yes, no].map(|operand| operand.size());
    if !sizes.into_iter().any(late::postpones) {
        return Ok(None);
    }
    late::select(condition, yes, no, common_dtype(yes, no)?.number(), outside)
}

/// What promotion makes of the two sides.
fn common_dtype(yes: Operand<'_>, no: Operand<'_>) -> Result<DType> {
    let mut dtypes: Vec<DType> = Vec::new();
    let mut weak: Vec<Weak> = Vec::new();
    for side in [yes, no] {
        match side {
            Operand::Array(array) => dtypes.push(array.dtype()),
            Operand::Scalar(number, _) => dtypes.push(number.native()),
            Operand::Weak(Value::Bool(_)) => dtypes.push(DType::BOOL),
            Operand::Weak(Value::Int(_)) => weak.push(Weak::Int),
            Operand::Weak(Value::Float(_)) => weak.push(Weak::Float),
            Operand::Weak(Value::Complex(_)) => weak.push(Weak::Complex),
        }
    }
    match (dtypes.as_slice(), weak.as_slice()) {
        ([a, b], []) if a == b => Ok(a.to_native()),
        _ => result_type(&dtypes, &weak),
    }
}

/// As [`where_`], at once.
///
/// # Errors
/// As [`where_`].
pub fn where_now(condition: &Array, yes: Operand<'_>, no: Operand<'_>) -> Result<Array> {
    let dtype = common_dtype(yes, no)?;
    let mut layouts: Vec<(&Layout, usize)> = vec![(condition.layout(), condition.item_size())];
    for side in [yes, no] {
        if let Operand::Array(array) = side {
            layouts.push((array.layout(), array.item_size()));
        }
    }
    let shapes: Vec<&[usize]> = layouts.iter().map(|(layout, _)| layout.shape.as_slice()).collect();
    let shape = broadcast_shapes(&shapes)?;
    let cast = |side: Operand<'_>| match side {
        Operand::Array(array) if array.dtype() == dtype => Ok(array.clone()),
        Operand::Array(array) => array.astype(dtype, Order::Keep),
        Operand::Weak(value) | Operand::Scalar(_, value) => Array::full(dtype, &[], value),
    };
    let (yes, no) = (cast(yes)?, cast(no)?);
    let condition = if condition.dtype() == DType::BOOL {
        condition.clone()
    } else {
        condition.astype(DType::BOOL, Order::Keep)?
    };
    let spread =
        |array: Array| if array.shape() == shape.as_slice() { Ok(array) } else { array.broadcast_to(&shape) };
    spread(condition)?.select_like(&spread(yes)?, &spread(no)?, &layouts)
}

/// For every element the one of the first choice whose condition is true there, else that of `default`. All broadcast
/// together.
///
/// # Errors
/// Value error where there are not as many choices as conditions, or none, or the shapes do not broadcast; type error
/// for conditions that are not boolean.
pub fn select(conditions: &[Array], choices: &[Array], default: &Array) -> Result<Array> {
    if conditions.len() != choices.len() {
        return Err(Error::value("list of cases must be same length as list of conditions"));
    }
    if conditions.is_empty() {
        return Err(Error::value("select with an empty condition list is not possible"));
    }
    for (place, condition) in conditions.iter().enumerate() {
        if condition.dtype() != DType::BOOL {
            return Err(Error::type_error(format!(
                "invalid entry {place} in condlist: should be boolean ndarray"
            )));
        }
    }
    let dtypes: Vec<DType> = choices.iter().chain([default]).map(Array::dtype).collect();
    let dtype = result_type(&dtypes, &[])?;
    let shapes: Vec<&[usize]> = conditions.iter().chain(choices).chain([default]).map(Array::shape).collect();
    let shape = broadcast_shapes(&shapes)?;
    let result = Array::empty(dtype.to_native(), &shape, Order::C)?;
    result.assign(default)?;
    for (condition, choice) in conditions.iter().zip(choices).rev() {
        result.assign_where(choice, condition)?;
    }
    Ok(result)
}
