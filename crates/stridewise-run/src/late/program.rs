//! A pass, ready to run: its loops, and where their operands stand.
#![expect(unsafe_code, reason = "calls loops on raw pointers into views and scratch")]

use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};

use smallvec::SmallVec;
use stridewise_core::op::FloatErrors;
use stridewise_kernels::cast::cast_loop;
use stridewise_kernels::inner_loop::Loop;
use stridewise_kernels::mask::select_loop;
use stridewise_kernels::take::Run;
use stridewise_kernels::{elementwise, status, stream};
use stridewise_plan::{Pass, Registers, Slot, Work};

use super::gather::Gather;
use super::last_cache::last_cache;
use crate::reduction::whole::{Elements, LEAF};
use crate::threads;

/// Bytes of scratch and operands that a tile should need: half of the first-level cache.
const TILE_BYTES: usize = 24 << 10;
/// Elements of the shortest and the longest tile; a multiple of what any loop works on at a time.
const SHORTEST: usize = 128;
const LONGEST: usize = 1024;

/// Bytes of a result that are streamed at a time: long enough for whole lines, short enough for the next loads to begin
/// meanwhile.
const STREAMED_BYTES: usize = 2 << 10;

/// Memory that a leaf is read from.
pub(super) enum Place {
    /// Dense, or a single element.
    Direct(*mut u8),
    Gather(Gather),
}

/// The loop of a step; `None` for operations without one.
pub(super) fn loop_of(work: &Work) -> Option<Loop> {
    match work {
        Work::Op(resolved) => elementwise::find(resolved.op, resolved.inputs),
        Work::Cast { from, to } => Some(cast_loop(*from, *to)),
        Work::Select(number) => Some(select_loop(number.size())),
    }
}

/// A pass with its loops and memory.
pub(crate) struct Program<'a> {
    pass: &'a Pass,
    registers: Registers,
    loops: Vec<Loop>,
    leaves: &'a [Place],
    /// For each step where its result is written; null where nobody wants it.
    results: &'a [*mut u8],
    /// Elements of a tile.
    tile: usize,
    /// What each step met, on all threads.
    errors: Vec<AtomicU8>,
}

// SAFETY: parts of the elements are apart from one another; the memory outlives the pass, which its maker vouches for.
unsafe impl Sync for Program<'_> {}

/// An operand of a step: at element `i` it stands at `base + i * scale`.
struct Operand {
    base: *mut u8,
    scale: isize,
    /// Bytes from one element of a tile to the next.
    step: isize,
}

/// Registers of one task, and the operands that stand in them.
pub(crate) struct Scratch {
    _lines: Vec<Line>,
    /// Elements of a tile.
    tile: usize,
    /// Results that are written past the caches.
    streamed: Vec<Streamed>,
    /// For each step its operands, four at most.
    operands: Vec<SmallVec<[Operand; 4]>>,
    /// For each leaf the register that its tiles are gathered into.
    gathered: Vec<*mut u8>,
    /// What a fold reads, where the last step's result is not written to memory.
    _folded: Vec<Line>,
    folded: *mut u8,
}

/// A result whose tiles are computed in a register and streamed from there.
struct Streamed {
    register: *mut u8,
    memory: *mut u8,
    /// Bytes of an element.
    size: usize,
}

#[derive(Clone)]
#[repr(align(64))]
struct Line(#[expect(dead_code, reason = "only its place is used")] [u8; 64]);

impl<'a> Program<'a> {
    /// # Safety
    /// While the program lives: `leaves` must be valid for reads of the pass's elements, `results` for writes, apart from
    /// one another and from the leaves, of the dtypes that the pass says.
    pub(super) unsafe fn new(pass: &'a Pass, leaves: &'a [Place], results: &'a [*mut u8]) -> Option<Self> {
        let loops = pass.steps.iter().map(|step| loop_of(&step.work)).collect::<Option<Vec<Loop>>>()?;
        let registers = Registers::of(pass);
        let live: usize = registers.count * registers.item_size
            + pass.leaves.iter().map(|leaf| leaf.number.size()).sum::<usize>()
            + pass
                .steps
                .iter()
                .filter(|step| step.stored)
                .map(|step| step.work.output().size())
                .sum::<usize>();
        let tile = (TILE_BYTES / live.max(1)).next_power_of_two().clamp(SHORTEST, LONGEST);
        let errors = pass.steps.iter().map(|_| AtomicU8::new(0)).collect();
        Some(Self { pass, registers, loops, leaves, results, tile, errors })
    }

    /// Bytes that are moved and operations that are done, in and out of registers.
    pub(crate) fn work(&self) -> usize {
        let per_element: usize = self.pass.leaves.iter().map(|leaf| leaf.number.size()).sum::<usize>()
            + self
                .pass
                .steps
                .iter()
                .map(|step| step.work.output().size() + step.work.flops() as usize)
                .sum::<usize>();
        self.pass.elements.saturating_mul(per_element)
    }

    /// Runs all elements, on as many threads as that pays for.
    pub(super) fn run(&self) {
        let streams = self.streams();
        threads::share(self.pass.elements, self.tile, self.work(), &|range| {
            let mut scratch = if streams { self.streaming_scratch() } else { self.scratch() };
            self.over(range, &mut scratch);
        });
    }

    /// Whether results are to be written past the caches: where what is read and written would fill most of the last one,
    /// which others use too, little of it stays there anyway. What is read and written in place is there already.
    fn streams(&self) -> bool {
        let leaves = self.pass.leaves.iter().map(|leaf| leaf.elements * leaf.number.size());
        let mut results = self
            .pass
            .steps
            .iter()
            .zip(self.results)
            .filter(|(step, _)| step.stored)
            .map(|(_, result)| *result);
        let written = self.pass.steps.iter().filter(|step| step.stored).map(|step| step.work.output().size());
        let bytes = leaves.sum::<usize>() + self.pass.elements * written.sum::<usize>();
        let is_read = |result: *mut u8| {
            self.leaves.iter().any(|leaf| matches!(leaf, Place::Direct(place) if *place == result))
        };
        bytes > last_cache() / 8 * 5
            && results.all(|result| (result as usize).is_multiple_of(stream::ALIGNMENT) && !is_read(result))
    }

    /// Scratch for one task.
    pub(crate) fn scratch(&self) -> Scratch {
        self.scratch_of(self.tile, &[])
    }

    /// Scratch for one task that streams its results.
    fn streaming_scratch(&self) -> Scratch {
        let stored: SmallVec<[usize; 4]> =
            (0..self.pass.steps.len()).filter(|step| self.pass.steps[*step].stored).collect();
        let largest = stored.iter().map(|step| self.pass.steps[*step].work.output().size()).max();
        let tile = (STREAMED_BYTES / largest.unwrap_or(1)).clamp(SHORTEST, LONGEST);
        self.scratch_of(tile.min(self.tile), &stored)
    }

    /// Scratch for tiles of so many elements, with a register for each of these steps' results.
    fn scratch_of(&self, tile: usize, streamed: &[usize]) -> Scratch {
        let size_of_result = |step: usize| self.pass.steps[step].work.output().size();
        let largest = streamed.iter().map(|step| size_of_result(*step)).max().unwrap_or(0);
        let bytes = (tile * self.registers.item_size.max(largest)).next_multiple_of(64);
        let count = self.registers.count + streamed.len();
        let mut lines = vec![Line([0; 64]); (bytes * count).div_ceil(64)];
        let start = lines.as_mut_ptr().cast::<u8>();
        let register = |place: usize| start.wrapping_add(place * bytes);
        let register_of_result = |step: usize| {
            let place = streamed.iter().position(|streamed| *streamed == step)?;
            Some(register(self.registers.count + place))
        };
        let gathered = self
            .registers
            .gathers
            .iter()
            .map(|gather| gather.map_or(std::ptr::null_mut(), |(place, _)| register(place)))
            .collect();
        let operands = self
            .pass
            .steps
            .iter()
            .zip(&self.registers.operands)
            .map(|(step, slots)| {
                let last = slots.len() - 1;
                let operand = |(place, slot): (usize, &Slot)| {
                    let number = if place == last { step.work.output() } else { step.work.input(place) };
                    let size = number.size() as isize;
                    match *slot {
                        Slot::Leaf(leaf) => {
                            let base = match &self.leaves[leaf] {
                                Place::Direct(base) => *base,
                                Place::Gather(_) => std::ptr::null_mut(),
                            };
                            let fixed = self.pass.leaves[leaf].access == stridewise_plan::Access::Fixed;
                            let step = if fixed { 0 } else { size };
                            Operand { base, scale: step, step }
                        }
                        Slot::Register(place) => Operand { base: register(place), scale: 0, step: size },
                        Slot::Stored(step) => match register_of_result(step) {
                            Some(register) => Operand { base: register, scale: 0, step: size },
                            None => Operand { base: self.results[step], scale: size, step: size },
                        },
                    }
                };
                slots.iter().enumerate().map(operand).collect()
            })
            .collect();
        let mut last = Vec::new();
        let mut folded = std::ptr::null_mut();
        if self.folds_from_scratch() {
            last = vec![Line([0; 64]); (LEAF * self.folded_size()).div_ceil(64)];
            folded = last.as_mut_ptr().cast::<u8>();
        }
        let streamed = streamed
            .iter()
            .filter_map(|&step| {
                let (register, memory) = (register_of_result(step)?, self.results[step]);
                Some(Streamed { register, memory, size: size_of_result(step) })
            })
            .collect();
        Scratch { _lines: lines, tile, streamed, operands, gathered, _folded: last, folded }
    }

    /// Whether a fold reads what is not written to memory.
    fn folds_from_scratch(&self) -> bool {
        self.pass.fold.is_some() && self.results.last().is_some_and(|result| result.is_null())
    }

    /// Bytes of an element that a fold reads.
    fn folded_size(&self) -> usize {
        self.pass.steps.last().map_or(0, |step| step.work.output().size())
    }

    /// Computes the elements of a range to `place`; to memory, too, where the last step's result is wanted there.
    ///
    /// # Safety
    /// The range must lie within the elements, and `place` be valid for writes of so many.
    pub(crate) unsafe fn run_to(&self, range: Range<usize>, scratch: &mut Scratch, place: *mut u8) {
        let size = self.folded_size();
        let (start, bytes) = (range.start * size, range.len() * size);
        let to_memory = self.results.last().copied().unwrap_or(std::ptr::null_mut());
        if to_memory.is_null()
            && let Some(result) = scratch.operands.last_mut().and_then(|operands| operands.last_mut())
        {
            *result = Operand { base: place.wrapping_sub(start), scale: size as isize, step: size as isize };
        }
        // Whoever reads the elements has errors of its own in the status, which steps clear.
        let held = status::Held::new();
        self.over(range, scratch);
        held.restore(FloatErrors::NONE);
        if !to_memory.is_null() {
            // SAFETY: the elements were written, and `place` has room for them.
            unsafe { std::ptr::copy_nonoverlapping(to_memory.wrapping_add(start), place, bytes) };
        }
    }

    /// Runs the elements of a range.
    pub(crate) fn over(&self, range: Range<usize>, scratch: &mut Scratch) {
        let mut met: SmallVec<[u8; 64]> = SmallVec::from_elem(0, self.loops.len());
        let mut start = range.start;
        while start < range.end {
            let count = scratch.tile.min(range.end - start);
            self.tile_at(start, count, scratch, &mut met);
            for result in &scratch.streamed {
                let target = result.memory.wrapping_add(start * result.size);
                // SAFETY: the register holds the tile, and tiles start at multiples of a cache line in the result.
                unsafe { stream::find()(result.register, target, count * result.size) };
            }
            start += count;
        }
        if !scratch.streamed.is_empty() {
            stream::settle();
        }
        for (errors, met) in self.errors.iter().zip(met) {
            if met != 0 {
                errors.fetch_or(met, Ordering::Relaxed);
            }
        }
    }

    fn tile_at(&self, start: usize, count: usize, scratch: &Scratch, met: &mut [u8]) {
        for (place, (step, inner)) in self.pass.steps.iter().zip(&self.loops).enumerate() {
            for (leaf, gather) in self.registers.gathers.iter().enumerate() {
                if let (Some((_, before)), Place::Gather(elements)) = (gather, &self.leaves[leaf])
                    && *before == place
                {
                    // SAFETY: the leaf holds the pass's elements, the register a tile.
                    unsafe { elements.copy(start, count, scratch.gathered[leaf]) };
                }
            }
            let mut pointers = [std::ptr::null_mut(); 4];
            let mut steps = [0; 4];
            for (operand, (pointer, step)) in
                scratch.operands[place].iter().zip(pointers.iter_mut().zip(&mut steps))
            {
                *pointer = operand.base.wrapping_offset(start as isize * operand.scale);
                *step = operand.step;
            }
            let watched = !step.reported.is_empty();
            if watched {
                status::clear();
            }
            // SAFETY: every operand stands for `count` elements of the loop's dtypes: memory that the program's maker
            // vouches for, or a register, which a result shares at most element for element.
            unsafe { inner(count, pointers.as_ptr(), steps.as_ptr()) };
            if watched {
                met[place] |= status::read().0;
            }
        }
    }

    /// The floating-point errors that the operation at this step met, those of casts for it included.
    pub(super) fn errors_of(&self, reporter: usize) -> FloatErrors {
        let steps = self.pass.steps.iter().zip(&self.errors);
        steps
            .filter(|(step, _)| step.reporter == reporter)
            .map(|(step, met)| FloatErrors(met.load(Ordering::Relaxed)) & step.reported)
            .fold(FloatErrors::NONE, |all, one| all | one)
    }
}

impl Elements for Program<'_> {
    type Scratch = Scratch;

    fn scratch(&self) -> Scratch {
        self.scratch()
    }

    unsafe fn run(&self, range: Range<usize>, scratch: &mut Scratch) -> Run {
        let size = self.folded_size();
        let stored = self.results.last().copied().filter(|result| !result.is_null());
        let Some(memory) = stored else {
            let place = scratch.folded;
            // SAFETY: the caller's range; scratch holds a leaf of elements.
            unsafe { self.run_to(range, scratch, place) };
            return Run { start: place, stride: size as isize };
        };
        let start = memory.wrapping_add(range.start * size);
        let held = status::Held::new();
        self.over(range, scratch);
        held.restore(FloatErrors::NONE);
        Run { start, stride: size as isize }
    }

    fn may_stop_early(&self) -> bool {
        self.pass.steps.iter().all(|step| !step.stored && step.reported.is_empty())
    }
}
