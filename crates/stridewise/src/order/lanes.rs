//! Working on an array lane by lane: the runs of elements along one axis.

use smallvec::SmallVec;
use stridewise_core::{Element, Error, Order};

use crate::shape::moveaxis;
use crate::{Array, Result};

/// Gives every lane along `axis`, as a slice, to `work`, which writes a lane of results; the results, all of one
/// length, stand along the same axis. Takes a copy of the elements.
///
/// # Errors
/// Memory error where there are no bytes; what `work` fails with.
pub(crate) fn map_lanes<T: Element, R: Element>(
    array: &Array,
    axis: usize,
    length: usize,
    mut work: impl FnMut(&mut [T], &mut [R]) -> Result<()>,
) -> Result<Array> {
    let moved = moveaxis(array, &[axis as i64], &[-1])?;
    let mut elements: Vec<T> = moved.try_to_vec()?;
    let lane = array.shape()[axis];
    let mut shape: SmallVec<[usize; 4]> = moved.shape().into();
    if let Some(last) = shape.last_mut() {
        *last = length;
    }
    let count: usize = shape[..shape.len() - 1].iter().product();
    let mut results = Vec::new();
    results
        .try_reserve_exact(count * length)
        .map_err(|_| Error::out_of_memory(&shape, R::NUMBER.native()))?;
    results.resize(count * length, R::default());
    for place in 0..count {
        let lane = &mut elements[place * lane..(place + 1) * lane];
        work(lane, &mut results[place * length..(place + 1) * length])?;
    }
    let result = Array::from_slice(&results, &shape)?;
    let result = moveaxis(&result, &[-1], &[axis as i64])?;
    // Results are laid out as NumPy's are: in C order of their own shape.
    if result.view().is_c_contiguous() { Ok(result) } else { result.copy(Order::C) }
}
