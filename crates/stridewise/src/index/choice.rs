//! `where`: one of two values for every element.

use stridewise_core::dtype::{Weak, result_type};
use stridewise_core::layout::broadcast_shapes;
use stridewise_core::{DType, Order, Result, Value};
use stridewise_run::Array;
use stridewise_run::elementwise::Operand;

/// The elements of `yes` where the condition is true, and of `no` elsewhere. All three broadcast together; Python
/// numbers take the dtype of the other side where promotion says so.
///
/// # Errors
/// Value error where the shapes do not broadcast.
pub fn where_(condition: &Array, yes: Operand<'_>, no: Operand<'_>) -> Result<Array> {
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
    let dtype = match (dtypes.as_slice(), weak.as_slice()) {
        ([a, b], []) if a == b => a.to_native(),
        _ => result_type(&dtypes, &weak)?,
    };
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
    let shape = broadcast_shapes(&[condition.shape(), yes.shape(), no.shape()])?;
    let spread =
        |array: Array| if array.shape() == shape.as_slice() { Ok(array) } else { array.broadcast_to(&shape) };
    spread(condition)?.select(&spread(yes)?, &spread(no)?)
}
