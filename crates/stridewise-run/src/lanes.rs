//! Work on the lanes of two arrays: the runs of elements along one axis.
#![expect(unsafe_code, reason = "sees lanes of elements behind raw pointers as slices")]

use std::sync::{Mutex, PoisonError};

use stridewise_core::layout::{Layout, Traversal, overlaps_itself};
use stridewise_core::{Element, Error, Order, Result, Strides};

use crate::threads::share_here;
use crate::{Array, Fresh};

/// Bytes of neighbouring lanes that are brought in at a time: two lines of memory, which strided lanes share.
const LINE: usize = 128;
/// Bytes of a block of lanes at most.
const BLOCK: usize = 256 << 10;
/// Bytes between lanes in scratch, so that lanes of round lengths do not meet in the same sets of the cache.
const GAP: usize = 64;

/// One side of the work: where the lanes of an array start, and the bytes between the elements of one.
struct Side {
    start: usize,
    step: isize,
    length: usize,
    /// Whether a lane can be seen as a slice where it stands.
    direct: bool,
}

impl Side {
    fn of<T: Element>(start: *mut u8, array: &Array, axis: usize) -> Self {
        let (step, length) = (array.strides()[axis], array.shape()[axis]);
        let dense = step == size_of::<T>() as isize || length <= 1;
        Self { start: start as usize, step, length, direct: dense && array.view().is_aligned() }
    }

    fn lane(&self, offset: isize) -> *mut u8 {
        (self.start as *mut u8).wrapping_offset(offset)
    }

    /// Copies `count` lanes, the first at `offset` and `step` bytes apart, into scratch: line of memory by line, not lane
    /// by lane, since lanes at round distances push each other out of the cache.
    ///
    /// # Safety
    /// The lanes must be valid for reads.
    #[inline(always)]
    unsafe fn gather<T: Element>(
        &self,
        count: usize,
        offset: isize,
        step: isize,
        scratch: &mut [T],
        scratch_step: usize,
    ) {
        assert!(scratch.len() >= count * scratch_step && scratch_step >= self.length);
        for element in 0..self.length {
            let from = self.lane(offset.wrapping_add(element as isize * self.step));
            for place in 0..count {
                // SAFETY: the caller's promise; the assertion for scratch.
                unsafe {
                    *scratch.get_unchecked_mut(place * scratch_step + element) =
                        from.wrapping_offset(place as isize * step).cast::<T>().read_unaligned();
                }
            }
        }
    }

    /// The opposite of [`gather`](Self::gather).
    ///
    /// # Safety
    /// The lanes must be valid for writes.
    #[inline(always)]
    unsafe fn scatter<T: Element>(
        &self,
        count: usize,
        offset: isize,
        step: isize,
        scratch: &[T],
        scratch_step: usize,
    ) {
        assert!(scratch.len() >= count * scratch_step && scratch_step >= self.length);
        for element in 0..self.length {
            let into = self.lane(offset.wrapping_add(element as isize * self.step));
            for place in 0..count {
                // SAFETY: the caller's promise; the assertion for scratch.
                unsafe {
                    let number = *scratch.get_unchecked(place * scratch_step + element);
                    into.wrapping_offset(place as isize * step).cast::<T>().write_unaligned(number);
                }
            }
        }
    }
}

/// Gives `work` each lane of `source` along `axis`, and the lane of `target` at the same place, to be written: with the
/// lane's number in C order where there is one other axis, and scratch of `scratch` elements that may hold anything.
///
/// The arrays' shapes are the same but for that axis; `I` and `O` are the Rust types of their dtypes, in native byte
/// order. Where they share memory, results are as if `source` had been copied. Threads share the lanes if `cost`, the
/// bytes moved and operations done on all, pays for them.
///
/// # Errors
/// Type error where a dtype is another, value error where shapes differ, memory error where there is no scratch.
pub fn each_lane<I: Element, O: Element, S: Element>(
    source: &Array,
    target: &Array,
    axis: usize,
    scratch: usize,
    cost: usize,
    work: impl Fn(usize, &[I], &mut [O], &mut [S]) + Sync,
) -> Result<()> {
    if source.dtype() != I::NUMBER.native() || target.dtype() != O::NUMBER.native() {
        return Err(Error::type_error("lanes of another dtype"));
    }
    if source.ndim() <= axis || target.ndim() != source.ndim() {
        return Err(Error::value("lanes of arrays of different shapes"));
    }
    let into = without(target, axis);
    if without(source, axis).shape != into.shape {
        return Err(Error::value("lanes of arrays of different shapes"));
    }
    target.require_writeable("output array")?;
    if into.is_empty() || target.shape()[axis] == 0 {
        return Ok(());
    }
    if may_overlap_itself(target) {
        let apart = Array::empty(target.dtype(), target.shape(), Order::C)?;
        each_lane(source, &apart, axis, scratch, cost, work)?;
        return target.assign(&apart);
    }
    // Lanes that stand on themselves are read before they are written; others must not meet.
    let shared = source.view().may_share_memory(target.view());
    let in_place = shared
        && source.view().place() == target.view().place()
        && source.strides() == target.strides()
        && !may_overlap_itself(source);
    let copied = (shared && !in_place).then(|| source.copy(Order::Keep)).transpose()?;
    let source = copied.as_ref().unwrap_or(source);
    let walk = Walk::new(&without(source, axis), &into);
    let target_side = Side::of::<O>(target.view().address_for_writing(), target, axis);
    let source_side = Side::of::<I>(source.view().address(), source, axis);
    let block = Block::new::<I, O>(&source_side, &target_side, in_place);
    share_lanes(&walk, &block, [&source_side, &target_side], scratch, cost, work)
}

/// As [`each_lane`] with one array, whose lanes are changed where they stand.
///
/// # Errors
/// As there.
pub fn change_each_lane<T: Element, S: Element>(
    array: &Array,
    axis: usize,
    scratch: usize,
    cost: usize,
    work: impl Fn(usize, &mut [T], &mut [S]) + Sync,
) -> Result<()> {
    if array.dtype() != T::NUMBER.native() {
        return Err(Error::type_error("lanes of another dtype"));
    }
    if array.ndim() <= axis {
        return Err(Error::value("lanes of arrays of different shapes"));
    }
    array.require_writeable("output array")?;
    let lead = without(array, axis);
    if array.layout().is_empty() {
        return Ok(());
    }
    if may_overlap_itself(array) {
        let apart = array.copy(Order::C)?;
        change_each_lane(&apart, axis, scratch, cost, work)?;
        return array.assign(&apart);
    }
    let walk = Walk::new(&lead, &lead);
    let side = Side::of::<T>(array.view().address_for_writing(), array, axis);
    let none = Side { length: 0, direct: true, ..side };
    let block = Block { changes: true, ..Block::new::<T, T>(&none, &side, false) };
    share_lanes(
        &walk,
        &block,
        [&none, &side],
        scratch,
        cost,
        |lane, _: &[T], elements: &mut [T], scratch: &mut [S]| {
            work(lane, elements, scratch);
        },
    )
}

/// The layout of all axes but one.
fn without(array: &Array, axis: usize) -> Layout {
    let stays: Vec<usize> = (0..array.ndim()).filter(|&other| other != axis).collect();
    array.layout().permuted(&stays)
}

fn share_lanes<I: Element, O: Element, S: Element>(
    walk: &Walk,
    block: &Block,
    sides: [&Side; 2],
    scratch: usize,
    cost: usize,
    work: impl Fn(usize, &[I], &mut [O], &mut [S]) + Sync,
) -> Result<()> {
    let spare: Mutex<Vec<Room<I, O, S>>> = Mutex::new(Vec::new());
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    share_here(walk.count(), block.lanes, cost, &|range| {
        let room = spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut room = match room.map_or_else(|| Room::new(block, scratch), Ok) {
            Ok(room) => room,
            Err(error) => {
                *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                return;
            }
        };
        // SAFETY: places inside the arrays; the lanes of this range are no other's, as the target does not overlap
        // itself, and source lanes are apart from those of the target or read before they are written.
        walk.runs(range, block.lanes, |first, count, offsets, steps| unsafe {
            room.run(block, sides, count, offsets, steps, |place, input, output, scratch| {
                work(first + place, input, output, scratch);
            });
        });
        spare.lock().unwrap_or_else(PoisonError::into_inner).push(room);
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Whether two elements may stand in the same place; never wrong where it says no.
fn may_overlap_itself(array: &Array) -> bool {
    overlaps_itself(array.layout(), array.item_size(), Some(1)) != Some(false)
}

/// Where lanes start: runs of them, evenly spaced in both arrays.
struct Walk {
    starts: Vec<[isize; 2]>,
    length: usize,
    steps: Strides,
}

impl Walk {
    fn new(from: &Layout, into: &Layout) -> Self {
        // Numbers of lanes mean their place along a lone axis.
        let traversal = Traversal::new(&from.shape, &[&from.strides, &into.strides]);
        let mut starts = Vec::new();
        let _ = traversal.for_each(|offsets| -> std::result::Result<(), ()> {
            starts.push([offsets[0], offsets[1]]);
            Ok(())
        });
        Self { starts, length: traversal.inner_length(), steps: traversal.inner_strides().into() }
    }

    fn count(&self) -> usize {
        self.starts.len() * self.length
    }

    /// Calls `visit` for the lanes of the range, at most `most` at a time: the number of the first, their count, where the
    /// first stands in both arrays, and the bytes from one to the next.
    fn runs(
        &self,
        range: std::ops::Range<usize>,
        most: usize,
        mut visit: impl FnMut(usize, usize, [isize; 2], [isize; 2]),
    ) {
        let steps = [self.steps[0], self.steps[1]];
        let mut lane = range.start;
        while lane < range.end {
            let (run, place) = (lane / self.length, lane % self.length);
            let count = most.min(self.length - place).min(range.end - lane);
            let offsets = std::array::from_fn(|side| self.starts[run][side] + place as isize * steps[side]);
            visit(lane, count, offsets, steps);
            lane += count;
        }
    }
}

/// How many lanes are brought in at a time, and the elements from one to the next there.
struct Block {
    lanes: usize,
    input_step: usize,
    output_step: usize,
    copies_input: bool,
    copies_output: bool,
    /// Whether lanes of the target are read before they are written.
    changes: bool,
}

impl Block {
    fn new<I: Element, O: Element>(source: &Side, target: &Side, in_place: bool) -> Self {
        let lanes = if source.direct && target.direct {
            1
        } else {
            let bytes = (source.length * size_of::<I>()).max(target.length * size_of::<O>()).max(1);
            (LINE / size_of::<I>().max(size_of::<O>())).min(BLOCK / bytes).max(1)
        };
        Self {
            lanes,
            input_step: source.length + GAP / size_of::<I>(),
            output_step: target.length + GAP / size_of::<O>(),
            copies_input: !source.direct || in_place,
            copies_output: !target.direct,
            changes: false,
        }
    }
}

/// The scratch of one thread.
struct Room<I, O, S> {
    inputs: Fresh<I>,
    outputs: Fresh<O>,
    scratch: Fresh<S>,
}

impl<I: Element, O: Element, S: Element> Room<I, O, S> {
    fn new(block: &Block, scratch: usize) -> Result<Self> {
        let when = |copies: bool, step: usize| if copies { block.lanes * step } else { 0 };
        Ok(Self {
            inputs: Fresh::new(&[when(block.copies_input, block.input_step)])?,
            outputs: Fresh::new(&[when(block.copies_output, block.output_step)])?,
            scratch: Fresh::new(&[scratch])?,
        })
    }

    /// # Safety
    /// The `count` lanes, at most as many as the block has, must be valid for reads on the first side, for writes on the
    /// second; and as slices on a side that is direct, without being anybody else's meanwhile.
    unsafe fn run(
        &mut self,
        block: &Block,
        [source, target]: [&Side; 2],
        count: usize,
        offsets: [isize; 2],
        steps: [isize; 2],
        work: impl Fn(usize, &[I], &mut [O], &mut [S]),
    ) {
        let (inputs, outputs) = (self.inputs.elements(), self.outputs.elements());
        let scratch = self.scratch.elements();
        // SAFETY: the caller's promise for both sides; scratch has room for as many lanes.
        unsafe {
            if block.copies_input {
                source.gather(count, offsets[0], steps[0], inputs, block.input_step);
            }
            if block.copies_output && block.changes {
                target.gather(count, offsets[1], steps[1], outputs, block.output_step);
            }
        }
        for place in 0..count {
            let at = |side: usize| offsets[side] + place as isize * steps[side];
            let input: &[I] = if block.copies_input {
                &inputs[place * block.input_step..][..source.length]
            } else if source.length == 0 {
                &[]
            } else {
                // SAFETY: the caller's promise: the lane is dense, aligned, initialised, and not written meanwhile.
                unsafe { std::slice::from_raw_parts(source.lane(at(0)).cast::<I>(), source.length) }
            };
            let output: &mut [O] = if block.copies_output {
                &mut outputs[place * block.output_step..][..target.length]
            } else {
                // SAFETY: the same, and nobody else reads it.
                unsafe { std::slice::from_raw_parts_mut(target.lane(at(1)).cast::<O>(), target.length) }
            };
            work(place, input, output, scratch);
        }
        if block.copies_output {
            // SAFETY: the caller's promise for the target.
            unsafe { target.scatter(count, offsets[1], steps[1], outputs, block.output_step) };
        }
    }
}
