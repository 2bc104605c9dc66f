//! Pairwise sums: the rounding error grows with the logarithm of the number of elements.
//!
//! The tree is NumPy's: halves (at multiples of eight) down to blocks of at most 128, within a block eight lanes. Blocks
//! that are neighbours are summed side by side, which changes nothing but the time.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use std::hint::black_box;
use std::marker::PhantomData;
use std::ops::Add;

use num_complex::Complex;
use stridewise_core::Number;
use stridewise_core::dtype::F16;

use super::Fold;
use crate::elementwise::Real;
use crate::inner_loop::at_levels;

/// Elements, and what they are summed in.
trait Summand: Copy {
    type Sum: Copy + Default + Add<Output = Self::Sum>;

    fn widen(self) -> Self::Sum;

    /// The accumulator and a sum.
    fn accumulate(self, sum: Self::Sum) -> Self;
}

impl Summand for F16 {
    type Sum = f32;

    #[inline(always)]
    fn widen(self) -> f32 {
        self.to_f32()
    }

    #[inline(always)]
    fn accumulate(self, sum: f32) -> Self {
        Self::narrow(self.to_f32() + sum)
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

pub(super) fn pairwise(number: Number) -> Option<Fold> {
    macro_rules! fold {
        ($type:ty, $lanes:literal) => {
            |length, source, stride, accumulator| {
                type Sum = <$type as Summand>::Sum;
                type Length<const N: usize> = [usize; N];
                type Starts<const N: usize> = [*const u8; N];
                let blocks = Blocks {
                    lanes: $lanes,
                    one: at_levels!(SumBlocks<Sum, 1>: (starts: Starts<1>, lengths: Length<1>, stride: isize) -> [Sum; 1];
                        sum_blocks::<$type, 1, $lanes>(starts, lengths, stride)),
                    two: at_levels!(SumBlocks<Sum, 2>: (starts: Starts<2>, lengths: Length<2>, stride: isize) -> [Sum; 2];
                        sum_blocks::<$type, 2, $lanes>(starts, lengths, stride)),
                    four: at_levels!(SumBlocks<Sum, 4>: (starts: Starts<4>, lengths: Length<4>, stride: isize) -> [Sum; 4];
                        sum_blocks::<$type, 4, $lanes>(starts, lengths, stride)),
                };
                // SAFETY: the caller of a `Fold` vouches for its operands.
                unsafe {
                    let sum = blocks.sum(length, source, stride);
                    let place = accumulator.cast::<$type>();
                    place.write_unaligned(place.read_unaligned().accumulate(sum));
                }
            }
        };
    }
    Some(match number {
        Number::F16 => fold!(F16, 8),
        Number::F32 => fold!(f32, 8),
        Number::F64 => fold!(f64, 8),
        Number::C64 => fold!(Complex<f32>, 4),
        Number::C128 => fold!(Complex<f64>, 4),
        _ => return None,
    })
}

/// The sums of `N` blocks, of which none is longer than a leaf of the tree.
type SumBlocks<S, const N: usize> =
    unsafe fn(starts: [*const u8; N], lengths: [usize; N], stride: isize) -> [S; N];

/// How blocks are summed.
struct Blocks<S> {
    /// Eight floats' worth of elements.
    lanes: usize,
    one: SumBlocks<S, 1>,
    two: SumBlocks<S, 2>,
    four: SumBlocks<S, 4>,
}

impl<S: Copy + Add<Output = S>> Blocks<S> {
    /// The lengths of the two parts of a run.
    fn halves(&self, length: usize) -> (usize, usize) {
        let half = length / 2;
        let half = half - half % self.lanes;
        (half, length - half)
    }

    /// # Safety
    /// There must be `length` elements.
    unsafe fn sum(&self, length: usize, source: *const u8, stride: isize) -> S {
        let longest = self.lanes * 16;
        let at = |place: usize| source.wrapping_offset(place as isize * stride);
        if length <= longest {
            // SAFETY: the caller's promise.
            let [sum] = unsafe { (self.one)([source], [length], stride) };
            return sum;
        }
        // The first half is never the longer one.
        let (a, b) = self.halves(length);
        if b <= longest {
            // SAFETY: the parts lie within the run.
            let [a, b] = unsafe { (self.two)([source, at(a)], [a, b], stride) };
            return a + b;
        }
        let ((aa, ab), (ba, bb)) = (self.halves(a), self.halves(b));
        if a > longest && bb <= longest && ab <= longest {
            let starts = [source, at(aa), at(a), at(a + ba)];
            // SAFETY: as above.
            let [aa, ab, ba, bb] = unsafe { (self.four)(starts, [aa, ab, ba, bb], stride) };
            return (aa + ab) + (ba + bb);
        }
        // SAFETY: as above.
        unsafe { self.sum(a, source, stride) + self.sum(b, at(a), stride) }
    }
}

/// # Safety
/// Each block must have as many elements as its length says.
#[inline(always)]
unsafe fn sum_blocks<T: Summand, const N: usize, const LANES: usize>(
    starts: [*const u8; N],
    lengths: [usize; N],
    stride: isize,
) -> [T::Sum; N] {
    let dense = size_of::<T>() as isize;
    // SAFETY: the caller's promise.
    unsafe {
        if stride == dense {
            sum_blocks_at::<T, N, LANES>(starts, lengths, dense)
        } else {
            sum_blocks_at::<T, N, LANES>(starts, lengths, stride)
        }
    }
}

/// # Safety
/// As [`sum_blocks`].
#[inline(always)]
unsafe fn sum_blocks_at<T: Summand, const N: usize, const LANES: usize>(
    starts: [*const u8; N],
    lengths: [usize; N],
    stride: isize,
) -> [T::Sum; N] {
    let shortest = lengths.into_iter().min().unwrap_or(0);
    let together = shortest - shortest % LANES;
    let block = |place: usize| Block::<T, LANES> {
        start: starts[place],
        length: lengths[place],
        stride,
        summand: PhantomData,
    };
    // SAFETY: the caller's promise: places are below the blocks' lengths.
    unsafe {
        if together == 0 {
            return std::array::from_fn(|place| block(place).sum_of_few());
        }
        // Written out for up to four blocks: sums that are indexed by a variable would not stay in registers.
        let [first, second, third, fourth] =
            [0, 1, 2, 3].map(|place| block(if place < N { place } else { 0 }));
        let (mut a, mut b, mut c, mut d) = (first.row(0), second.row(0), third.row(0), fourth.row(0));
        for place in (LANES..together).step_by(LANES) {
            a = add(a, first.row(place));
            if N > 1 {
                b = add(b, second.row(place));
            }
            if N > 2 {
                c = add(c, third.row(place));
                d = add(d, fourth.row(place));
            }
        }
        let a = first.finish(a, together);
        let b = if N > 1 { second.finish(b, together) } else { a };
        let (c, d) = if N > 2 { (third.finish(c, together), fourth.finish(d, together)) } else { (a, b) };
        std::array::from_fn(|place| [a, b, c, d][place])
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

    /// The sum, where the elements before `place` are in the lanes' sums.
    ///
    /// # Safety
    /// There must be so many elements.
    #[inline(always)]
    unsafe fn finish(&self, sums: [T::Sum; LANES], place: usize) -> T::Sum {
        // Through memory: else the compiler lays the lanes out for the few additions below, not for the many before.
        let InLine(mut sums) = black_box(InLine(sums));
        let whole = self.length - self.length % LANES;
        // SAFETY: the caller's promise.
        unsafe {
            for place in (place..whole).step_by(LANES) {
                sums = add(sums, self.row(place));
            }
            if place < whole {
                InLine(sums) = black_box(InLine(sums));
            }
            let quarter = |lane: usize| (sums[lane] + sums[lane + 1]) + (sums[lane + 2] + sums[lane + 3]);
            let total = if LANES == 8 { quarter(0) + quarter(4) } else { quarter(0) };
            (whole..self.length).fold(total, |total, place| total + self.at(place))
        }
    }
}
