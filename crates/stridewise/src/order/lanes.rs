//! Working on an array lane by lane: the runs of elements along one axis.

use smallvec::SmallVec;
use stridewise_core::{Element, Order};
use stridewise_run::Fresh;
use stridewise_run::parts::{part_count, share_parts};

use crate::shape::moveaxis;
use crate::{Array, Result};

/// What work on an element costs beside a byte moved, about: sorting and selecting look at each several times.
const COST: usize = 16;

/// Rows of elements, one behind the other, each with a row of results.
struct Rows<'a, T, R> {
    count: usize,
    elements: &'a mut [T],
    width: usize,
    results: &'a mut [R],
    result_width: usize,
}

impl<'a, T: Element, R: Send> Rows<'a, T, R> {
    /// The first `count` rows, and the others.
    fn split(self, count: usize) -> (Self, Self) {
        let Self { width, result_width, .. } = self;
        let (elements, other_elements) = self.elements.split_at_mut(count * width);
        let (results, other_results) = self.results.split_at_mut(count * result_width);
        let others = Rows {
            count: self.count - count,
            elements: other_elements,
            width,
            results: other_results,
            result_width,
        };
        (Rows { count, elements, width, results, result_width }, others)
    }

    fn one_by_one(self, free_threads: bool, work: &impl Fn(&mut [T], &mut [R], bool)) {
        for row in 0..self.count {
            let elements = &mut self.elements[row * self.width..(row + 1) * self.width];
            let results = &mut self.results[row * self.result_width..(row + 1) * self.result_width];
            work(elements, results, free_threads);
        }
    }

    /// Gives each row to `work`: several threads take some each where that pays; else one row comes after the other,
    /// and `work` is told that threads are free to help with it.
    fn share(self, work: impl Fn(&mut [T], &mut [R], bool) + Sync) {
        let cost = self.elements.len().max(self.results.len()).saturating_mul(COST);
        let parts = part_count(cost);
        if parts == 1 || self.count < parts {
            return self.one_by_one(true, &work);
        }
        let rows_in_part = self.count.div_ceil(parts);
        let (mut shares, mut rest) = (Vec::with_capacity(parts), self);
        while rest.count > rows_in_part {
            let (share, others) = rest.split(rows_in_part);
            shares.push(share);
            rest = others;
        }
        shares.push(rest);
        share_parts(shares, cost, |_, share| share.one_by_one(false, &work));
    }
}

/// Gives each of `count` rows of elements, and of results, to `work`, and whether threads are free to help with it.
pub(crate) fn each_row<T: Element, R: Send>(
    count: usize,
    elements: &mut [T],
    results: &mut [R],
    work: impl Fn(&mut [T], &mut [R], bool) + Sync,
) {
    let width = |length: usize| length.checked_div(count).unwrap_or(0);
    let (width, result_width) = (width(elements.len()), width(results.len()));
    Rows { count, elements, width, results, result_width }.share(work);
}

/// The elements in C order, with `axis` as the last one: each lane in one run.
fn as_rows<T: Element>(array: &Array, axis: usize) -> Result<Fresh<T>> {
    Fresh::copy_of(&moveaxis(array, &[axis as i64], &[-1])?, Order::C)
}

/// A copy of the array in which `work` has rearranged each lane along `axis`, laid out as [`Order::Keep`] says. `work`
/// is given lanes in one run, and whether threads are free to help with it.
///
/// # Errors
/// Memory error where there are no bytes.
pub(crate) fn rearrange_lanes<T: Element>(
    array: &Array,
    axis: usize,
    work: impl Fn(&mut [T], bool) + Sync,
) -> Result<Array> {
    let width = array.shape()[axis];
    let count = array.size() / width.max(1);
    let rearrange = |rows: &mut Fresh<T>| {
        each_row(count, rows.elements(), &mut [(); 0], |lane, _, free_threads| work(lane, free_threads));
    };
    let layout = array.layout().like(size_of::<T>(), array.item_size(), Order::Keep);
    if width < 2 || layout.strides[axis] == size_of::<T>() as isize {
        let mut rows = Fresh::copy_of(array, Order::Keep)?;
        rearrange(&mut rows);
        return Ok(rows.finish());
    }
    let mut rows = as_rows::<T>(array, axis)?;
    rearrange(&mut rows);
    let result = Array::zeros_with_layout(T::NUMBER.native(), layout)?;
    result.assign(&moveaxis(&rows.finish(), &[-1], &[axis as i64])?)?;
    Ok(result)
}

/// What `work` makes of each lane along `axis`: lanes of results, all of one length, along the same axis, in C order.
/// `work` is given a copy of a lane that it may change, a lane of results that may hold anything, and whether threads
/// are free to help with it.
///
/// # Errors
/// Memory error where there are no bytes.
pub(crate) fn map_lanes<T: Element, R: Element>(
    array: &Array,
    axis: usize,
    length: usize,
    work: impl Fn(&mut [T], &mut [R], bool) + Sync,
) -> Result<Array> {
    let moved = moveaxis(array, &[axis as i64], &[-1])?;
    let mut shape: SmallVec<[usize; 4]> = moved.shape().into();
    if let Some(last) = shape.last_mut() {
        *last = length;
    }
    let count: usize = shape[..shape.len() - 1].iter().product();
    let mut elements = Fresh::<T>::copy_of(&moved, Order::C)?;
    let mut results = Fresh::<R>::new(&shape)?;
    each_row(count, elements.elements(), results.elements(), work);
    let result = moveaxis(&results.finish(), &[-1], &[axis as i64])?;
    if result.view().is_c_contiguous() { Ok(result) } else { result.copy(Order::C) }
}
