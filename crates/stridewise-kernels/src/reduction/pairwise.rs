//! Pairwise sums: the rounding error grows with the logarithm of the number of elements.
//!
//! The tree is NumPy's: halves (at multiples of eight) down to blocks of at most 128, within a block eight lanes. Blocks
//! are summed one after the other: a processor overlaps neighbours by itself, and of streams that run side by side it
//! reads a third as fast from memory as of one.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use std::hint::black_box;
use std::marker::PhantomData;
use std::ops::Add;

use num_complex::Complex;
use stridewise_core::Number;
use stridewise_core::dtype::{F16, half_to_single};

use super::Fold;
use super::lanes::Total;
use crate::elementwise::{Ordered, Real};
use crate::inner_loop::at_levels;

/// Elements, and what they are summed in.
trait Summand: Copy {
    type Sum: Total + Default;

    fn widen(self) -> Self::Sum;

    /// The accumulator and a sum.
    fn accumulate(self, sum: Self::Sum) -> Self;
}

impl Summand for F16 {
    type Sum = f32;

    #[inline(always)]
    fn widen(self) -> f32 {
        half_to_single(self)
    }

    #[inline(always)]
    fn accumulate(self, sum: f32) -> Self {
        Self::narrow(half_to_single(self) + sum)
    }
}

macro_rules! summand {
    ($($type:ty)*) => {$(
        impl Summand for $type {
            type Sum = Self;

            #[inline(always)]
            fn widen(self) -> Self {
                self
            }

            #[inline(always)]
            fn accumulate(self, sum: Self) -> Self {
                self + sum
            }
        }
    )*};
}

summand!(f32 f64 Complex<f32> Complex<f64>);

/// An element that is summed as zero where it is NaN.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Present<T>(T);

impl<T: Summand + Ordered> Summand for Present<T> {
    type Sum = T::Sum;

    #[inline(always)]
    fn widen(self) -> T::Sum {
        if self.0.is_nan() { T::Sum::default() } else { self.0.widen() }
    }

    #[inline(always)]
    fn accumulate(self, sum: T::Sum) -> Self {
        Self(self.0.accumulate(sum))
    }
}

/// The pairwise sum of inexact elements, of those that are not NaN where `skipping`.
pub(super) fn pairwise(number: Number, skipping: bool) -> Option<Fold> {
    macro_rules! fold {
        ($type:ty, $lanes:ident) => {
            |length, source, stride, accumulator| {
                type Sum = <$type as Summand>::Sum;
                let run = at_levels!(SumRun<Sum>: (start: *const u8, length: usize, stride: isize) -> Sum;
                    sum_run::<$type, $lanes>(start, length, stride));
                let tree = Tree { lanes: $lanes, run };
                // SAFETY: the caller of a `Fold` vouches for its operands.
                unsafe {
                    let sum = tree.sum(length, source, stride);
                    let place = accumulator.cast::<$type>();
                    place.write_unaligned(place.read_unaligned().accumulate(sum));
                }
            }
        };
    }
    macro_rules! either {
        ($type:ty, $lanes:ident) => {
            if skipping { fold!(Present<$type>, $lanes) } else { fold!($type, $lanes) }
        };
    }
    Some(match number {
        Number::F16 => either!(F16, REAL_LANES),
        Number::F32 => either!(f32, REAL_LANES),
        Number::F64 => either!(f64, REAL_LANES),
        Number::C64 => either!(Complex<f32>, COMPLEX_LANES),
        Number::C128 => either!(Complex<f64>, COMPLEX_LANES),
        _ => return None,
    })
}

/// Real numbers that are summed side by side.
const REAL_LANES: usize = 8;

/// Complex numbers that are.
const COMPLEX_LANES: usize = 4;

/// Levels of the tree below a run: one more than halving exactly would take, since right halves are longer by up to a row.
const LEVELS: usize = 6;

/// Eights of floats in the longest block.
const ROWS: usize = 16;

/// The sum of a run of at most `ROWS << (LEVELS - 1)` rows: so many that a call costs nothing beside its work.
type SumRun<S> = unsafe fn(start: *const u8, length: usize, stride: isize) -> S;

/// The tree over the runs.
struct Tree<S> {
    /// Eight floats' worth of elements.
    lanes: usize,
    run: SumRun<S>,
}

impl<S: Copy + Add<Output = S>> Tree<S> {
    /// # Safety
    /// There must be `length` elements.
    unsafe fn sum(&self, length: usize, source: *const u8, stride: isize) -> S {
        if length <= self.lanes * (ROWS << (LEVELS - 1)) {
            // SAFETY: the caller's promise.
            return unsafe { (self.run)(source, length, stride) };
        }
        let left = left_of(length, self.lanes);
        let middle = source.wrapping_offset(left as isize * stride);
        // SAFETY: the parts lie within the run.
        unsafe { self.sum(left, source, stride) + self.sum(length - left, middle, stride) }
    }
}

/// How many of the elements, which are summed in this dtype, come to the left where their run is halved: a multiple of the
/// lanes, so that the tree of either half is a part of the whole one's.
pub fn left_half(length: usize, number: Number) -> usize {
    left_of(length, if number.is_complex() { COMPLEX_LANES } else { REAL_LANES })
}

#[inline(always)]
fn left_of(length: usize, lanes: usize) -> usize {
    let half = length / 2;
    half - half % lanes
}

/// # Safety
/// There must be `length` elements.
#[inline(always)]
unsafe fn sum_run<T: Summand, const LANES: usize>(start: *const u8, length: usize, stride: isize) -> T::Sum {
    let dense = size_of::<T>() as isize;
    let run = |stride| Block::<T, LANES> { start, length, stride, summand: PhantomData };
    // SAFETY: the caller's promise.
    unsafe {
        match (length <= ROWS * LANES, stride == dense) {
            (true, true) => run(dense).sum(),
            (true, false) => run(stride).sum(),
            (false, true) => sum_blocks(run(dense)),
            (false, false) => sum_blocks(run(stride)),
        }
    }
}

/// A part of the tree whose left half is summed or being summed.
#[derive(Clone, Copy, Default)]
struct Halved<S> {
    /// Elements of the right half, until they are begun.
    right: usize,
    left: S,
}

/// The sum of a run as a tree over its blocks, the first one first: without recursion and closures, so that all of it is
/// compiled for one kind of processor.
///
/// # Safety
/// As [`sum_run`].
#[inline(always)]
unsafe fn sum_blocks<T: Summand, const LANES: usize>(run: Block<T, LANES>) -> T::Sum {
    let mut halved = [Halved::<T::Sum>::default(); LEVELS];
    let (mut depth, mut block) = (0, run);
    loop {
        while block.length > ROWS * LANES && depth < halved.len() {
            let left = left_of(block.length, LANES);
            halved[depth] = Halved { right: block.length - left, left: T::Sum::default() };
            block.length = left;
            depth += 1;
        }
        // SAFETY: blocks lie within the run.
        let mut sum = unsafe { block.sum() };
        block.start = block.start.wrapping_offset(block.length as isize * block.stride);
        loop {
            if depth == 0 {
                return sum;
            }
            let part = &mut halved[depth - 1];
            if part.right > 0 {
                block.length = part.right;
                *part = Halved { right: 0, left: sum };
                break;
            }
            sum = part.left + sum;
            depth -= 1;
        }
    }
}

#[inline(always)]
fn add<S: Copy + Add<Output = S>, const LANES: usize>(sums: [S; LANES], row: [S; LANES]) -> [S; LANES] {
    std::array::from_fn(|lane| sums[lane] + row[lane])
}

/// What lies in one line of the cache.
#[repr(align(64))]
struct InLine<S>(S);

/// Elements that are summed in lanes, without being halved.
struct Block<T, const LANES: usize> {
    start: *const u8,
    length: usize,
    stride: isize,
    summand: PhantomData<T>,
}

impl<T: Summand, const LANES: usize> Block<T, LANES> {
    /// # Safety
    /// There must be such an element.
    #[inline(always)]
    unsafe fn at(&self, place: usize) -> T::Sum {
        // SAFETY: the caller's promise.
        unsafe { self.start.wrapping_offset(place as isize * self.stride).cast::<T>().read_unaligned() }
            .widen()
    }

    /// As many elements as there are lanes; dense ones are read as a whole.
    ///
    /// # Safety
    /// There must be such elements.
    #[inline(always)]
    unsafe fn row(&self, place: usize) -> [T::Sum; LANES] {
        if self.stride == size_of::<T>() as isize {
            // SAFETY: the caller's promise.
            let row = unsafe { self.start.cast::<T>().add(place).cast::<[T; LANES]>().read_unaligned() };
            std::array::from_fn(|lane| row[lane].widen())
        } else {
            // SAFETY: as above.
            std::array::from_fn(|lane| unsafe { self.at(place + lane) })
        }
    }

    /// The sum where there are fewer elements than lanes.
    ///
    /// # Safety
    /// There must be so many elements.
    #[inline(always)]
    unsafe fn sum_of_few(&self) -> T::Sum {
        if self.length == 0 {
            return T::Sum::default();
        }
        // Started with the first element: a sum of negative zeros is one.
        // SAFETY: the caller's promise.
        unsafe { (1..self.length).fold(self.at(0), |total, place| total + self.at(place)) }
    }

    /// The sum of so many rows, of which there is one.
    ///
    /// # Safety
    /// There must be such elements.
    #[inline(always)]
    unsafe fn sum_rows(&self, rows: usize) -> T::Sum {
        // SAFETY: the caller's promise.
        unsafe {
            let mut sums = self.row(0);
            for row in 1..rows {
                sums = add(sums, self.row(row * LANES));
            }
            // Through memory: else the compiler lays the lanes out for the few additions to come, not for the many before.
            let InLine(sums) = black_box(InLine(sums));
            T::Sum::total(sums)
        }
    }

    /// # Safety
    /// There must be so many elements.
    #[inline(always)]
    unsafe fn sum(&self) -> T::Sum {
        let whole = self.length - self.length % LANES;
        // SAFETY: the caller's promise.
        unsafe {
            if whole == 0 {
                return self.sum_of_few();
            }
            // Loops of known length, since one that ends after a few rows is mostly mispredicted: then the next block
            // would not be begun before this one is done.
            macro_rules! sum_rows {
                ($($rows:literal)*) => {
                    match whole / LANES {
                        $($rows => self.sum_rows($rows),)*
                        rows => self.sum_rows(rows),
                    }
                };
            }
            let mut total = sum_rows!(8 9 10 11 12 13 14 15 16);
            for place in whole..self.length {
                total = total + self.at(place);
            }
            total
        }
    }
}
