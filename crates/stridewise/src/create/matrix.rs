//! Matrices by their diagonals and triangles.

use stridewise_core::layout::normalize_axis;
use stridewise_core::op::Op;
use stridewise_core::{Bool, DType, Error, Layout, Number, Order, Value};

use crate::arithmetic::{binary, with_number};
use crate::{Array, Result};

/// A matrix with ones on diagonal `k` and zeros elsewhere.
///
/// # Errors
/// As [`Array::zeros`].
pub fn eye(rows: usize, columns: usize, k: i64, dtype: DType, order: Order) -> Result<Array> {
    let matrix = Array::zeros(dtype, &[rows, columns], order)?;
    if let Ok(line) = diagonal(&matrix, k, 0, 1) {
        line.with_writeable(true).fill(Value::Int(1))?;
    }
    Ok(matrix)
}

/// A view on diagonal `offset` of the matrices along two axes; the diagonal becomes the last axis.
///
/// # Errors
/// Value error for fewer than two axes or equal ones, axis error where one is out of bounds.
pub fn diagonal(array: &Array, offset: i64, axis1: i64, axis2: i64) -> Result<Array> {
    let ndim = array.ndim();
    if ndim < 2 {
        return Err(Error::value("diag requires an array of at least two dimensions"));
    }
    let first = normalize_axis(axis1, ndim).map_err(|_| Error::axis_of(axis1, ndim, Some("axis1")))?;
    let second = normalize_axis(axis2, ndim).map_err(|_| Error::axis_of(axis2, ndim, Some("axis2")))?;
    if first == second {
        return Err(Error::value("axis1 and axis2 cannot be the same"));
    }
    let source = array.layout();
    let (rows, columns) = (source.shape[first] as i64, source.shape[second] as i64);
    let (down, right) = if offset < 0 { (offset.saturating_neg(), 0) } else { (0, offset) };
    let length = (rows - down).min(columns - right).max(0);
    let mut layout = Layout { shape: Default::default(), strides: Default::default(), offset: source.offset };
    if length > 0 {
        let skip = down as isize * source.strides[first] + right as isize * source.strides[second];
        layout.offset = layout.offset.wrapping_add_signed(skip);
    }
    for axis in (0..ndim).filter(|axis| *axis != first && *axis != second) {
        layout.shape.push(source.shape[axis]);
        layout.strides.push(source.strides[axis]);
    }
    layout.shape.push(length as usize);
    layout.strides.push(source.strides[first].wrapping_add(source.strides[second]));
    Ok(array.with_layout(layout).with_writeable(false))
}

/// Diagonal `k` of a matrix, as a copy; or the matrix with a given vector on that diagonal.
///
/// # Errors
/// Value error for arrays of other than one or two axes.
pub fn diag(array: &Array, k: i64) -> Result<Array> {
    match array.ndim() {
        1 => {
            let length = array.size() + k.unsigned_abs() as usize;
            let matrix = Array::zeros(array.dtype(), &[length, length], Order::C)?;
            diagonal(&matrix, k, 0, 1)?.with_writeable(true).assign(array)?;
            Ok(matrix)
        }
        2 => diagonal(array, k, 0, 1),
        _ => Err(Error::value("Input must be 1- or 2-d.")),
    }
}

/// The matrix with all elements, in C order, on diagonal `k`.
///
/// # Errors
/// As [`Array::zeros`].
pub fn diagflat(array: &Array, k: i64) -> Result<Array> {
    diag(&crate::shape::ravel(array, Order::C)?, k)
}

/// Ones at and below diagonal `k`, zeros above.
///
/// # Errors
/// As [`Array::zeros`].
pub fn tri(rows: usize, columns: usize, k: i64, dtype: DType) -> Result<Array> {
    stridewise_core::layout::byte_count(&[rows, columns], dtype.size())?;
    let mut mask = Vec::with_capacity(rows * columns);
    for row in 0..rows as i64 {
        let ones = (row.saturating_add(k).saturating_add(1)).clamp(0, columns as i64) as usize;
        mask.extend((0..columns).map(|column| Bool::from(column < ones)));
    }
    Array::from_slice(&mask, &[rows, columns])?.astype(dtype, Order::C)
}

/// The elements at and below diagonal `k` of the last two axes, zeros above.
///
/// # Errors
/// Memory error where there are no bytes for the result.
pub fn tril(array: &Array, k: i64) -> Result<Array> {
    triangle(array, k, true)
}

/// The elements at and above diagonal `k` of the last two axes, zeros below.
///
/// # Errors
/// As [`tril`].
pub fn triu(array: &Array, k: i64) -> Result<Array> {
    triangle(array, k.saturating_sub(1), false)
}

/// Keeps the elements at and below diagonal `k` (`lower`), or those above it.
fn triangle(array: &Array, k: i64, lower: bool) -> Result<Array> {
    // A vector stands for the rows of a square matrix.
    let square;
    let array = if array.ndim() == 1 {
        square = array.broadcast_to(&[array.size(), array.size()])?;
        &square
    } else {
        array
    };
    if array.ndim() == 0 {
        return Err(Error::index("tuple index out of range"));
    }
    let (rows, columns) = (array.shape()[array.ndim() - 2], array.shape()[array.ndim() - 1]);
    let mask = tri(rows, columns, k, DType::BOOL)?;
    let keep = if lower { mask } else { with_number(Op::Equal, &mask, Value::Bool(false))? };
    let result = array.copy(Order::C)?;
    let clear = with_number(Op::Equal, &keep, Value::Bool(false))?;
    let zero = Array::zeros(array.dtype(), &[], Order::C)?;
    let spread = clear.broadcast_to(array.shape())?;
    result.assign_where(&zero, &spread)?;
    Ok(result)
}

/// The Vandermonde matrix: powers of each element along the last axis, falling unless `increasing`.
///
/// # Errors
/// Value error where `x` has other than one axis.
pub fn vander(x: &Array, columns: Option<usize>, increasing: bool) -> Result<Array> {
    if x.ndim() != 1 {
        return Err(Error::value("x must be a one-dimensional array or sequence."));
    }
    let columns = columns.unwrap_or_else(|| x.size());
    let number = stridewise_core::dtype::promote(x.number(), Number::I64);
    let result = Array::zeros(number.native(), &[x.size(), columns], Order::C)?;
    let x = x.astype(number.native(), Order::C)?;
    let mut power = Array::full(number.native(), &[x.size()], Value::Int(1))?;
    for exponent in 0..columns {
        let place = if increasing { exponent } else { columns - 1 - exponent };
        let column = result.index(&[
            stridewise_core::layout::BasicIndex::Ellipsis,
            stridewise_core::layout::BasicIndex::Integer(place as isize),
        ])?;
        column.assign(&power)?;
        power = binary(Op::Multiply, &power, &x)?;
    }
    Ok(result)
}
