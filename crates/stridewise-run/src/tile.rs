//! Running a loop over strided operands, tile by tile.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views")]

use std::ops::Range;

use smallvec::SmallVec;
use stridewise_core::layout::Traversal;
use stridewise_core::{DType, Number, Result, Strides, View};
use stridewise_kernels::cast::cast_steps;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::plane::{self, Plane};
use stridewise_kernels::take::Run;

use crate::threads;

/// Elements of one tile: with a few operands of eight bytes, what stays in half of the first-level cache.
pub(crate) const TILE: usize = 512;

/// Places at multiples of which parts of a pass start, along an axis that is long enough.
const GRAIN: usize = 64;

/// Elements from which on walking in squares pays for finding out that it does.
const SMALL_PLANE: usize = 256;

/// Bytes of the largest element.
const LARGEST_ELEMENT: usize = 16;

/// One operand of a pass: where it stands, with strides over the pass's shape.
#[derive(Clone, Debug)]
pub(crate) struct TileOperand<'a> {
    pub address: *mut u8,
    pub strides: &'a [isize],
    pub dtype: DType,
}

/// How an operand's elements get into or out of a tile.
pub(crate) struct Conversion {
    steps: SmallVec<[(Loop, Number); 3]>,
    scratch: Vec<u8>,
}

impl Conversion {
    /// Steps that are run from one place to another, without [`register`](Self::register).
    pub(crate) fn between_places(from: DType, to: DType) -> Self {
        let steps = cast_steps(from, to);
        if steps.len() > 1 { Self::new(from, to) } else { Self { steps, scratch: Vec::new() } }
    }

    fn new(from: DType, to: DType) -> Self {
        let steps = cast_steps(from, to);
        // One register for the tile and one more for each step between two.
        let scratch = vec![0; TILE * LARGEST_ELEMENT * steps.len()];
        Self { steps, scratch }
    }

    /// The register that the loop reads or writes.
    fn register(&mut self) -> *mut u8 {
        self.scratch.as_mut_ptr()
    }

    /// Runs the steps from one place to another; registers beyond the first hold what is between two steps.
    ///
    /// # Safety
    /// Both places must hold `length` elements of the conversion's dtypes, `length` at most a tile.
    pub(crate) unsafe fn run(&mut self, length: usize, from: (*mut u8, isize), to: (*mut u8, isize)) {
        let mut source = from;
        let last = self.steps.len() - 1;
        for (place, (step, number)) in self.steps.iter().enumerate() {
            let target = if place == last {
                to
            } else {
                let register = self.scratch.as_mut_ptr().wrapping_add((place + 1) * TILE * LARGEST_ELEMENT);
                (register, number.size() as isize)
            };
            // SAFETY: the caller vouches for both ends; a register holds a tile of the largest element.
            unsafe { step(length, [source.0, target.0].as_ptr(), [source.1, target.1].as_ptr()) };
            source = target;
        }
    }
}

/// Runs `inner` over operands (inputs, then outputs) of one shape, casting those whose dtype is not the loop's.
///
/// Where `mask` is given, only elements at its true positions are computed and written.
///
/// # Safety
/// Every operand must be valid over the shape, outputs for writes; outputs overlap inputs at most element for
/// element. `loop_dtypes` must be those of `inner`. The mask is a boolean operand.
pub(crate) unsafe fn run(
    inner: Loop,
    loop_dtypes: &[Number],
    inputs: usize,
    shape: &[usize],
    operands: &[TileOperand<'_>],
    mask: Option<&TileOperand<'_>>,
) {
    let strides: SmallVec<[&[isize]; 4]> =
        operands.iter().chain(mask).map(|operand| operand.strides).collect();
    let walk = Traversal::new(shape, &strides);
    let pass = Pass { inner, loop_dtypes, inputs, operands, mask };
    let elements: usize = shape.iter().product();
    let work = elements.saturating_mul(operands.iter().map(|operand| operand.dtype.size()).sum());
    if !threads::pays(work) {
        // SAFETY: the caller's promise.
        unsafe { pass.over(&walk, &Strides::from_elem(0, strides.len())) };
        return;
    }
    let (axis, length) = walk.longest_axis();
    threads::share_here(length, GRAIN.min(length / 16), work, &|range| {
        let (part, starts) = walk.part(axis, range);
        // SAFETY: the caller's promise, for a part that no other thread runs.
        unsafe { pass.over(&part, &starts) };
    });
}

/// What a walk does at each of its runs.
struct Pass<'a> {
    inner: Loop,
    loop_dtypes: &'a [Number],
    inputs: usize,
    operands: &'a [TileOperand<'a>],
    mask: Option<&'a TileOperand<'a>>,
}

// SAFETY: parts of the elements are apart from one another, and the memory outlives the pass.
unsafe impl Sync for Pass<'_> {}

impl Pass<'_> {
    /// # Safety
    /// As for [`run`], over the walk from `starts` on.
    unsafe fn over(&self, walk: &Traversal, starts: &[isize]) {
        let Self { inner, loop_dtypes, inputs, operands, mask } = *self;
        let direct =
            operands.iter().zip(loop_dtypes).all(|(operand, number)| operand.dtype == number.native());
        let length = walk.inner_length();
        let steps = walk.inner_strides();
        let addresses: SmallVec<[*mut u8; 4]> = operands
            .iter()
            .zip(starts)
            .map(|(operand, &start)| operand.address.wrapping_offset(start))
            .collect();
        let moved_mask = mask.zip(starts.last()).map(|(mask, &start)| TileOperand {
            address: mask.address.wrapping_offset(start),
            ..mask.clone()
        });
        let mask = moved_mask.as_ref();
        let mut pointers: SmallVec<[*mut u8; 4]> = SmallVec::from_elem(std::ptr::null_mut(), operands.len());
        if direct && mask.is_none() {
            let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
                for ((pointer, address), &offset) in pointers.iter_mut().zip(&addresses).zip(offsets) {
                    *pointer = address.wrapping_offset(offset);
                }
                // SAFETY: the walk stays inside the shape, over which the caller vouches for the operands.
                unsafe { inner(length, pointers.as_ptr(), steps.as_ptr()) };
                Ok(())
            });
            return;
        }
        let mut conversions: SmallVec<[Option<Conversion>; 4]> = operands
            .iter()
            .zip(loop_dtypes)
            .enumerate()
            .map(|(place, (operand, number))| {
                let (from, to) = (operand.dtype, number.native());
                let (from, to) = if place < inputs { (from, to) } else { (to, from) };
                (from != to).then(|| Conversion::new(from, to))
            })
            .collect();
        let mut tile_steps: SmallVec<[isize; 4]> = SmallVec::from_slice(&steps[..operands.len()]);
        let _ = walk.for_each(|offsets| -> std::result::Result<(), ()> {
            let mut start = 0;
            while start < length {
                let count = run_length(mask, offsets, steps, &mut start, length);
                if count == 0 {
                    break;
                }
                for place in 0..operands.len() {
                    let at = offsets[place] + start as isize * steps[place];
                    pointers[place] = addresses[place].wrapping_offset(at);
                    if let Some(conversion) = &mut conversions[place] {
                        let register = (conversion.register(), loop_dtypes[place].size() as isize);
                        if place < inputs {
                            // SAFETY: the tile lies inside the operand; the register holds a tile.
                            unsafe { conversion.run(count, (pointers[place], steps[place]), register) };
                        }
                        (pointers[place], tile_steps[place]) = register;
                    }
                }
                // SAFETY: every pointer stands for `count` elements of the loop's dtype.
                unsafe { inner(count, pointers.as_ptr(), tile_steps.as_ptr()) };
                for place in inputs..operands.len() {
                    if let Some(conversion) = &mut conversions[place] {
                        let register = (conversion.register(), loop_dtypes[place].size() as isize);
                        let at = offsets[place] + start as isize * steps[place];
                        let target = (addresses[place].wrapping_offset(at), steps[place]);
                        // SAFETY: as above, in the other direction.
                        unsafe { conversion.run(count, register, target) };
                    }
                }
                start += count;
            }
            Ok(())
        });
    }
}

/// The next elements to compute: moves `start` to the first of them and returns how many follow, at most a tile;
/// zero where no more are left.
fn run_length(
    mask: Option<&TileOperand<'_>>,
    offsets: &[isize],
    steps: &[isize],
    start: &mut usize,
    length: usize,
) -> usize {
    let Some(mask) = mask else { return TILE.min(length - *start) };
    let place = offsets.len() - 1;
    let is_true = |element: usize| {
        let at = offsets[place] + element as isize * steps[place];
        // SAFETY: the mask is valid over the shape; a boolean is one byte.
        unsafe { mask.address.wrapping_offset(at).read() != 0 }
    };
    while *start < length && !is_true(*start) {
        *start += 1;
    }
    let limit = TILE.min(length - *start);
    (0..limit).find(|&ahead| !is_true(*start + ahead)).unwrap_or(limit)
}

/// Copies all bytes between dense views of one shape and dtype.
fn copy_bytes(source: &View, target: &View) {
    struct Ends(*mut u8, *mut u8);
    // SAFETY: parts are apart from one another, and the memory outlives the copy.
    unsafe impl Sync for Ends {}
    impl Ends {
        /// # Safety
        /// Both must be valid over the range, the second for writes.
        unsafe fn copy(&self, range: Range<usize>) {
            let at = |start: *mut u8| start.wrapping_add(range.start);
            // SAFETY: the caller's promise. Where the two overlap it is element for element.
            unsafe { std::ptr::copy(at(self.0), at(self.1), range.len()) };
        }
    }
    let ends = Ends(source.address(), target.address_for_writing());
    let bytes = source.size() * source.item_size();
    let copy = |range: Range<usize>| {
        // SAFETY: both views reach that many bytes from their addresses on, and the target is writeable.
        unsafe { ends.copy(range) }
    };
    if threads::pays(2 * bytes) {
        threads::share_here(bytes, 4096, 2 * bytes, &copy);
    } else {
        copy(0..bytes);
    }
}

/// Copies between views of one shape and dtype whose fast axes differ, in small squares over both of them; `false`, and
/// nothing is done, where they do not differ.
fn copy_planes(source: &View, target: &View) -> bool {
    let size = source.item_size() as isize;
    let walk = Traversal::new(source.shape(), &[source.strides(), target.strides()]);
    if walk.is_single_run() || source.size() < SMALL_PLANE {
        return false;
    }
    // The rows of a plane are the source's fast axis, its columns the target's.
    let (inner, outer) = match *walk.inner_strides() {
        [from, to] if from == size && to != size => (0, 1),
        [from, to] if to == size && from != size => (1, 0),
        _ => return false,
    };
    let Some(axis) = walk.outer_axis_with(outer, size) else { return false };
    let (from, to) = (source.address(), target.address_for_writing());
    let ends = [Run { start: from, stride: 0 }, Run { start: to, stride: 0 }];
    let copy = |walk: &Traversal, starts: &[isize]| {
        let (rest, length, steps) = walk.without_outer(axis);
        let fast = (walk.inner_length(), walk.inner_strides());
        let (rows, columns) =
            if inner == 0 { (fast, (length, &steps[..])) } else { ((length, &steps[..]), fast) };
        let _ = rest.for_each(|offsets| -> std::result::Result<(), ()> {
            let plane = |place: usize| Plane {
                start: ends[place].moved(starts[place] + offsets[place]).start,
                row_step: rows.1[place],
                column_step: columns.1[place],
            };
            // SAFETY: the walk stays inside both views, which are apart: the same elements would lie alike.
            unsafe { plane::copy(size as usize, rows.0, columns.0, plane(0), plane(1)) };
            Ok(())
        });
    };
    let work = source.size().saturating_mul(2 * source.item_size());
    let (longest, length) = walk.longest_axis();
    if threads::pays(work) {
        threads::share_here(length, GRAIN.min(length / 16), work, &|range| {
            let (part, starts) = walk.part(longest, range);
            copy(&part, &starts);
        });
    } else {
        copy(&walk, &[0, 0]);
    }
    true
}

/// Copies the elements of one view to another of the same shape, cast to its dtype. The two overlap at most
/// element for element; the target must be writeable.
pub(crate) fn copy(source: &View, target: &View) -> Result<()> {
    debug_assert_eq!(source.shape(), target.shape());
    if target.buffer().is_read_only() {
        return Err(stridewise_core::Error::read_only("assignment destination"));
    }
    let (from, to) = (source.dtype(), target.dtype());
    if from == to && source.is_c_contiguous() && target.is_c_contiguous() {
        copy_bytes(source, target);
        return Ok(());
    }
    if from == to && copy_planes(source, target) {
        return Ok(());
    }
    let steps = cast_steps(from, to);
    let walk_operands = [
        TileOperand { address: source.address(), strides: source.strides(), dtype: from },
        TileOperand { address: target.address_for_writing(), strides: target.strides(), dtype: to },
    ];
    // With one step the loop itself reads and writes the foreign bytes; claiming its operands native keeps the
    // tile from converting them again.
    let (inner, numbers) = match steps.as_slice() {
        [(only, _)] => (*only, [from.number(), to.number()]),
        _ => {
            let (inner, _) = steps.iter().find(|(_, number)| *number == to.number()).unwrap_or(&steps[0]);
            (*inner, [from.number(), to.number()])
        }
    };
    let operands = if steps.len() == 1 {
        walk_operands.map(|operand| TileOperand { dtype: operand.dtype.to_native(), ..operand })
    } else {
        walk_operands
    };
    // SAFETY: views reach only bytes of their buffers; the target is writeable.
    unsafe { run(inner, &numbers, 1, source.shape(), &operands, None) };
    Ok(())
}
