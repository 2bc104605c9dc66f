//! Counting integers, and finding the bins of numbers.

use stridewise_core::op::Op;
use stridewise_core::{DType, Error, Number, Order, Value};
use stridewise_run::at::apply_at;
use stridewise_run::elementwise::Operand;
use stridewise_run::reduction::{Reduction, reduce};

use super::tally::Counts;
use crate::index::as_positions;
use crate::{Array, Result};

/// How often each integer from 0 on stands in the array; with weights, their sums. At least `least` bins.
///
/// # Errors
/// Value error where an integer is negative, there are several axes, or the weights differ in length; type error for
/// what is neither of integers nor of booleans, and for complex weights.
pub fn bincount(array: &Array, weights: Option<&Array>, least: usize) -> Result<Array> {
    if array.ndim() != 1 {
        return Err(Error::value(if array.ndim() == 0 {
            "object of too small depth for desired array"
        } else {
            "object too deep for desired array"
        }));
    }
    if array.size() > 0 && !(array.number().is_integer() || array.number() == Number::Bool) {
        return Err(unsafe_cast(array.dtype(), DType::I64));
    }
    let bins = highest(array)?.map_or(0, |highest| highest + 1).max(least);
    stridewise_core::layout::byte_count(&[bins], 8)?;
    let Some(weights) = weights.filter(|_| array.size() > 0) else { return count(array, bins) };
    if weights.size() != array.size() {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    if weights.number().is_complex() {
        return Err(unsafe_cast(weights.dtype(), DType::F64));
    }
    let weights = weights.reshape(&[-1], Order::C)?;
    let sums = Array::zeros(DType::F64, &[bins], Order::C)?;
    apply_at(Op::Add, &sums, &as_positions(array)?, Some(Operand::Array(&weights)))?;
    Ok(sums)
}

fn unsafe_cast(from: DType, to: DType) -> Error {
    Error::type_error(format!(
        "Cannot cast array data from dtype('{from}') to dtype('{to}') according to the rule 'safe'"
    ))
}

/// The largest integer; `None` where there is none.
///
/// # Errors
/// Value error where one is negative.
fn highest(array: &Array) -> Result<Option<usize>> {
    if array.size() == 0 {
        return Ok(None);
    }
    let largest = |array: &Array| -> Result<i128> {
        let largest = reduce(array, &Reduction::over(Op::Maximum, &[0]))?.0;
        Ok(largest.item().map_or(-1, Value::to_integer))
    };
    let highest = match array.reinterpreted(Number::U64.native(), array.layout().clone()) {
        // Without a sign negative ones are larger than any other: one search tells of both.
        Some(unsigned) if array.dtype() == DType::I64 => largest(&unsigned)?,
        _ => {
            let lowest = reduce(array, &Reduction::over(Op::Minimum, &[0]))?.0;
            if lowest.item().is_some_and(|lowest| lowest.to_integer() < 0) { -1 } else { largest(array)? }
        }
    };
    i64::try_from(highest)
        .ok()
        .and_then(|highest| usize::try_from(highest).ok())
        .map(Some)
        .ok_or_else(|| Error::value("'list' argument must have no negative elements"))
}

/// How often each integer stands in the array; all are below `bins`.
fn count(array: &Array, bins: usize) -> Result<Array> {
    if bins > array.size() {
        // Parts with counts of their own would take longer to meet than to make.
        let counts = Array::zeros(DType::I64, &[bins], Order::C)?;
        apply_at(Op::Add, &counts, &as_positions(array)?, Some(Operand::Weak(Value::Int(1))))?;
        return Ok(counts);
    }
    let mut total = Counts::new(bins);
    array.fold_tiles(
        || Counts::new(bins),
        |counts, tile: &[i64]| counts.add(tile, |place| place as usize),
        |counts| total.merge(&counts),
    );
    total.into_array()
}

/// For each number the bin that it falls into, int64: 0 below the first edge. Edges rise or fall; with `right`, each
/// bin holds its upper edge.
///
/// # Errors
/// Value error where the edges are not monotonic; type error for complex numbers.
pub fn digitize(array: &Array, edges: &Array, right: bool) -> Result<Array> {
    if array.number().is_complex() || edges.number().is_complex() {
        return Err(Error::type_error("x may not be complex"));
    }
    let values: Vec<f64> = edges.cast_to_vec()?;
    let rising = values.windows(2).all(|pair| pair[0] <= pair[1]);
    let falling = values.windows(2).all(|pair| pair[0] >= pair[1]);
    if !rising && !falling {
        return Err(Error::value("bins must be monotonically increasing or decreasing"));
    }
    if rising {
        return crate::order::searchsorted(edges, array, !right, None);
    }
    let reversed = crate::shape::flip(edges, None)?;
    let places = crate::order::searchsorted(&reversed, array, !right, None)?;
    let count: Vec<i64> =
        places.to_vec::<i64>().into_iter().map(|place| values.len() as i64 - place).collect();
    Array::from_slice(&count, places.shape())
}
