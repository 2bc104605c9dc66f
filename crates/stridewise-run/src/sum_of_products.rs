//! Sums of products of several arrays over chosen axes, without an array of the products.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views and scratch")]

use std::ops::Range;

use stridewise_core::layout::Traversal;
use stridewise_core::{Error, Result, Strides};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::sum_of_products::{find_multiply, find_multiply_add};

use crate::Array;
use crate::threads::share_here;

/// Elements of a run at most: what is summed over and over stays in the first-level cache.
const TILE: usize = 1024;
/// Bytes of the largest element.
const LARGEST_ELEMENT: usize = 16;

/// Adds, to each element of `target`, the sum over the last axes of the products of all operands: each operand has the
/// axes of the target followed by those that are summed, with steps of zero where it does not have one of its own. All are
/// of one dtype, in native byte order; there are two operands at least. The order of each element's sum depends on shapes
/// and steps alone.
///
/// # Errors
/// Value error where shapes do not fit, type error where dtypes differ.
pub fn add_sums_of_products(operands: &[Array], target: &Array) -> Result<()> {
    let [first, ..] = operands else { return Err(Error::value("nothing to multiply")) };
    let shape = first.shape();
    let kept = target.ndim();
    if operands.len() < 2
        || operands.iter().any(|operand| operand.shape() != shape)
        || shape.get(..kept) != Some(target.shape())
    {
        return Err(Error::value("sums of products of arrays of different shapes"));
    }
    if operands.iter().any(|operand| operand.dtype() != target.number().native())
        || !target.dtype().is_native()
    {
        return Err(Error::type_error("sums of products of different dtypes"));
    }
    target.require_writeable("output array")?;
    if shape.contains(&0) {
        return Ok(());
    }
    let mut steps: Vec<Strides> = operands.iter().map(|operand| operand.strides().into()).collect();
    let mut own: Strides = target.strides().into();
    own.resize(shape.len(), 0);
    steps.push(own);
    let nest = Nest::new(shape, kept, &steps, target.item_size());
    let mut starts: Vec<usize> = operands.iter().map(|operand| operand.view().address() as usize).collect();
    starts.push(target.view().address_for_writing() as usize);
    let loops = [find_multiply(target.number()), find_multiply_add(target.number())];
    let cost = shape.iter().product::<usize>().saturating_mul(operands.len());
    let (axis, length) = nest.outer.longest_axis();
    if length >= 4 || !nest.inner_is_kept {
        share_here(length, 1, cost, &|range| {
            let (part, offsets) = nest.outer.part(axis, range);
            let starts: Vec<usize> = starts
                .iter()
                .zip(&offsets)
                .map(|(start, offset)| start.wrapping_add_signed(*offset))
                .collect();
            // SAFETY: places inside the arrays; the parts of the target are apart from each other.
            unsafe { nest.run(&part, 0..nest.inner_length, &starts, loops) };
        });
    } else {
        share_here(nest.inner_length, TILE, cost, &|range| {
            // SAFETY: as above.
            unsafe { nest.run(&nest.outer, range, &starts, loops) };
        });
    }
    Ok(())
}

/// In which order the axes are walked: those of the target without the innermost, tiles of the innermost, those that are
/// summed, and along a tile.
struct Nest {
    outer: Traversal,
    summed: Traversal,
    inner_is_kept: bool,
    inner_length: usize,
    inner_steps: Strides,
    size: usize,
}

impl Nest {
    fn new(shape: &[usize], kept: usize, steps: &[Strides], size: usize) -> Self {
        // The axis along which most operands are dense or stand still, if it is long; among equals one that is summed.
        let score = |axis: usize| {
            let dense = steps.iter().filter(|steps| steps[axis] == size as isize || steps[axis] == 0).count();
            (shape[axis].min(32) * (1 + 3 * usize::from(dense == steps.len())), dense, axis)
        };
        let inner = (0..shape.len()).max_by_key(|&axis| score(axis));
        let over = |axes: Range<usize>| {
            let axes: Vec<usize> = axes.filter(|&axis| Some(axis) != inner).collect();
            let lengths: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
            let steps: Vec<Strides> =
                steps.iter().map(|steps| axes.iter().map(|&axis| steps[axis]).collect()).collect();
            let steps: Vec<&[isize]> = steps.iter().map(|steps| steps.as_slice()).collect();
            if lengths.is_empty() {
                return Traversal::in_c_order(&[1, 1], &vec![[0_isize, 0].as_slice(); steps.len()]);
            }
            Traversal::new(&lengths, &steps)
        };
        Self {
            outer: over(0..kept),
            summed: over(kept..shape.len()),
            inner_is_kept: inner.is_some_and(|axis| axis < kept),
            inner_length: inner.map_or(1, |axis| shape[axis]),
            inner_steps: steps.iter().map(|steps| inner.map_or(0, |axis| steps[axis])).collect(),
            size,
        }
    }

    /// # Safety
    /// Operands and target must be valid over the walk `outer`, all that is summed, and the `inner` part of the innermost
    /// axis; nobody else touches the target there.
    unsafe fn run(
        &self,
        outer: &Traversal,
        inner: Range<usize>,
        starts: &[usize],
        [multiply, add]: [Loop; 2],
    ) {
        let last = starts.len() - 1;
        let tile = if starts.len() > 3 || self.inner_is_kept { TILE } else { inner.len() };
        let mut scratch = vec![0_u64; if starts.len() > 3 { TILE * LARGEST_ELEMENT / 8 } else { 0 }];
        let scratch = scratch.as_mut_ptr().cast::<u8>();
        let dense = self.size as isize;
        // Most often nothing is summed but along the tile.
        let alone = self.summed.is_single_run() && self.summed.inner_length() == 1;
        let nowhere: Strides = std::iter::repeat_n(0, starts.len()).collect();
        each(outer, |offsets| {
            for first in inner.clone().step_by(tile.max(1)) {
                let length = tile.min(inner.end - first);
                let visit = |summed: &[isize]| {
                    let at = |operand: usize| {
                        let start = starts[operand] as *mut u8;
                        let step = self.inner_steps[operand];
                        start.wrapping_offset(offsets[operand] + summed[operand] + first as isize * step)
                    };
                    // SAFETY: the caller's promise; scratch holds a tile.
                    unsafe {
                        let (mut left, mut step) = (at(0), self.inner_steps[0]);
                        for middle in 1..last - 1 {
                            let steps = [step, self.inner_steps[middle], dense];
                            multiply(length, [left, at(middle), scratch].as_ptr(), steps.as_ptr());
                            (left, step) = (scratch, dense);
                        }
                        let steps = [step, self.inner_steps[last - 1], self.inner_steps[last]];
                        add(length, [left, at(last - 1), at(last)].as_ptr(), steps.as_ptr());
                    }
                };
                if alone {
                    visit(&nowhere);
                } else {
                    each(&self.summed, visit);
                }
            }
        });
    }
}

/// Calls `visit` at each place of the walk, those of its inner runs too.
fn each(walk: &Traversal, mut visit: impl FnMut(&[isize])) {
    let mut place: Strides = Strides::new();
    let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
        place.clear();
        place.extend_from_slice(offsets);
        for _ in 0..walk.inner_length() {
            visit(&place);
            place.iter_mut().zip(walk.inner_strides()).for_each(|(place, step)| *place += step);
        }
        Ok(())
    });
}
