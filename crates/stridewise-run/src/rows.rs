//! Sums whose elements do not lie in one run: partial sums are added in a tree, so that many of them do not drift.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views and scratch")]

mod tree;

use smallvec::SmallVec;
use stridewise_core::dtype::C128;
use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Number, Value};
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::reduction::{Fold, Skipping};

use crate::Array;
use tree::Progress;
pub(crate) use tree::{BLOCK, Tree};

/// Elements of a row that are summed at a time; their partial sums stay in the cache.
const WIDTH: usize = 256;

/// How the elements of neighbouring sums lie.
pub(crate) struct Rows {
    /// Over the axes that stay, in source and result.
    pub(crate) kept: Traversal,
    /// Over the reduced axes of the source.
    reduced: Traversal,
    /// Whether the elements of one sum lie closer than those of neighbouring sums: then runs are folded into single
    /// elements. Else rows are added, one element to each of many sums.
    runs: bool,
    /// Rows or runs to each sum.
    count: usize,
}

impl Rows {
    /// Whether `source` summed over `axes` into `result` adds so many rows, or runs, that they want a tree. Where what is
    /// passed by is counted, the counts are walked over with the result.
    pub(crate) fn of(source: &Array, axes: &[usize], result: &Array, counts: Option<&Array>) -> Option<Self> {
        let stays: Vec<usize> = (0..source.ndim()).filter(|axis| !axes.contains(axis)).collect();
        let (stays, goes) = (source.layout().permuted(&stays), source.layout().permuted(axes));
        let kept = match counts {
            None => Traversal::new(&stays.shape, &[&stays.strides, result.strides()]),
            Some(counts) => {
                Traversal::new(&stays.shape, &[&stays.strides, result.strides(), counts.strides()])
            }
        };
        let reduced = Traversal::new(&goes.shape, &[&goes.strides]);
        let runs = kept.inner_length() == 1
            || reduced.inner_strides()[0].unsigned_abs() < kept.inner_strides()[0].unsigned_abs();
        let elements: usize = goes.shape.iter().product();
        let count = if runs { elements / reduced.inner_length().max(1) } else { elements };
        (count > BLOCK).then_some(Self { kept, reduced, runs, count })
    }

    /// So many rows, or runs, of each sum: those of a walk over the reduced axes, for a walk over source and sums.
    pub(crate) fn over(kept: Traversal, reduced: Traversal, runs: bool, count: usize) -> Self {
        Self { kept, reduced, runs, count }
    }

    /// Copies the first element of each sum to the result's place.
    ///
    /// # Safety
    /// Source and result must be valid over the kept axes, with elements of this size.
    pub(crate) unsafe fn copy_first(&self, source: *mut u8, result: *mut u8, size: usize) {
        let (length, steps) = (self.kept.inner_length(), self.kept.inner_strides());
        let _ = self.kept.for_each(|offsets| -> Result<(), ()> {
            for place in 0..length as isize {
                let from = source.wrapping_offset(offsets[0] + place * steps[0]);
                let to = result.wrapping_offset(offsets[1] + place * steps[1]);
                // SAFETY: the caller's promise.
                unsafe { from.copy_to_nonoverlapping(to, size) };
            }
            Ok(())
        });
    }
}

/// What sums are made with.
#[derive(Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) add: Loop,
    /// Takes a run into a sum.
    pub(crate) fold: Fold,
    /// Where NaN is passed by: what rows are added with, and counted.
    pub(crate) skipping: Option<Skipping>,
}

/// Adds the sums over the rows to the result, for the walk `kept`: that of `rows` or a part of it, in which source,
/// result and counts, if what is passed by is counted, start at `starts`.
///
/// # Safety
/// Source and result must be of the dtype that `sums` works on, counts int64, apart from each other, and valid over what
/// `rows` is of.
pub(crate) unsafe fn sum(rows: &Rows, kept: &Traversal, dtype: DType, starts: &[*mut u8], sums: &Sums) {
    let dense = dtype.size() as isize;
    let mut scratch = vec![0_u64; Tree::space(dtype, WIDTH, rows.count).div_ceil(8)];
    // SAFETY: the scratch holds as many levels as blocks of rows need.
    let mut tree = unsafe { Tree::of_rows(sums.add, dtype, WIDTH, scratch.as_mut_ptr().cast()) };
    let result_step = kept.inner_strides()[1];
    stretches(kept, starts, |stretch| {
        tree.turn_to(0, stretch.width, Progress::default());
        // SAFETY: the caller's promise; a level holds a stretch.
        unsafe {
            rows.add_to(&mut tree, &stretch, sums);
            let total = tree.total();
            let into = stretch.sums;
            (sums.add)(
                stretch.width,
                [into, total, into].as_ptr(),
                [result_step, dense, result_step].as_ptr(),
            );
        }
    });
}

/// Adds more rows to a tree, whose sums lie as the result of `rows` does. Source and counts start at `source` and `counts`.
///
/// # Safety
/// As [`sum`]; the tree must have a sum for each element of the result.
pub(crate) unsafe fn add(
    rows: &Rows,
    tree: &mut Tree,
    source: *mut u8,
    counts: Option<*mut u8>,
    sums: &Sums,
) {
    let before = tree.progress;
    let mut starts: SmallVec<[*mut u8; 3]> = SmallVec::from_slice(&[source, std::ptr::null_mut()]);
    starts.extend(counts);
    stretches(&rows.kept, &starts, |stretch| {
        tree.turn_to(stretch.sums as usize, stretch.width, before);
        // SAFETY: the caller's promise.
        unsafe { rows.add_to(tree, &stretch, sums) };
    });
}

/// Some neighbouring sums.
struct Stretch {
    width: usize,
    /// The first row's element of the first sum, and bytes to that of the next.
    source: (*mut u8, isize),
    /// The first sum.
    sums: *mut u8,
    /// As `source`, of counts.
    counts: Option<(*mut u8, isize)>,
}

/// Calls `visit` for sums that one walk over the rows adds to.
fn stretches(kept: &Traversal, starts: &[*mut u8], mut visit: impl FnMut(Stretch)) {
    let (length, steps) = (kept.inner_length(), kept.inner_strides());
    let _ = kept.for_each(|offsets| -> Result<(), ()> {
        for start in (0..length).step_by(WIDTH) {
            let place = |operand: usize| {
                starts[operand].wrapping_offset(offsets[operand] + start as isize * steps[operand])
            };
            visit(Stretch {
                width: WIDTH.min(length - start),
                source: (place(0), steps[0]),
                sums: place(1),
                counts: (starts.len() > 2).then(|| (place(2), steps[2])),
            });
        }
        Ok(())
    });
}

impl Rows {
    /// Adds the rows to the sums that the tree is turned to.
    ///
    /// # Safety
    /// As [`sum`].
    unsafe fn add_to(&self, tree: &mut Tree, stretch: &Stretch, sums: &Sums) {
        let Sums { add, fold, skipping } = *sums;
        let (width, (from, apart)) = (stretch.width, stretch.source);
        let (size, dense) = (tree.size, tree.size as isize);
        let counting = skipping.zip(stretch.counts);
        let reduced = &self.reduced;
        let (run, step) = (reduced.inner_length(), reduced.inner_strides()[0]);
        let _ = reduced.for_each(|offset| -> Result<(), ()> {
            let from = from.wrapping_offset(offset[0]);
            if self.runs {
                tree.begin_block();
                let block = tree.block();
                // SAFETY: runs lie inside the source; scratch holds the stretch in each level.
                unsafe {
                    for place in 0..width {
                        let first = from.wrapping_offset(place as isize * apart);
                        fold(run, first, step, block.wrapping_add(place * size));
                        if let Some((skipping, (counts, step_of_counts))) = counting {
                            let count = counts.wrapping_offset(place as isize * step_of_counts).cast::<i64>();
                            let missing = (skipping.count)(run, first, step) as i64;
                            count.write_unaligned(count.read_unaligned() + missing);
                        }
                    }
                }
                tree.row_added();
                return Ok(());
            }
            for row in 0..run {
                let block = tree.block();
                let first = from.wrapping_offset(row as isize * step);
                let is_first = tree.is_block_empty();
                // SAFETY: as above for rows.
                unsafe {
                    match skipping {
                        None if is_first => copy(size, width, first, apart, block),
                        None => add(width, [block, first, block].as_ptr(), [dense, apart, dense].as_ptr()),
                        Some(skipping) if is_first => {
                            (skipping.replace)(width, [first, block].as_ptr(), [apart, dense].as_ptr());
                        }
                        Some(skipping) => (skipping.inner)(
                            width,
                            [block, first, block].as_ptr(),
                            [dense, apart, dense].as_ptr(),
                        ),
                    }
                    if let Some((skipping, (counts, step_of_counts))) = counting {
                        (skipping.count_each)(
                            width,
                            [first, counts, counts].as_ptr(),
                            [apart, step_of_counts, step_of_counts].as_ptr(),
                        );
                    }
                }
                tree.row_added();
            }
            Ok(())
        });
    }
}

/// What changes no sum, not even one of negative zeros.
pub(crate) fn nothing(number: Number) -> Value {
    if number.is_complex() { Value::Complex(C128::new(-0.0, -0.0)) } else { Value::Float(-0.0) }
}

/// # Safety
/// Source and target must hold `length` elements of `size` bytes.
unsafe fn copy(size: usize, length: usize, source: *const u8, step: isize, target: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        if step == size as isize {
            std::ptr::copy_nonoverlapping(source, target, length * size);
            return;
        }
        for element in 0..length {
            let from = source.wrapping_offset(element as isize * step);
            std::ptr::copy_nonoverlapping(from, target.wrapping_add(element * size), size);
        }
    }
}
