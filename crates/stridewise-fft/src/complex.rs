//! Transforms of complex numbers.

use std::fmt;
use std::sync::Arc;

use num_complex::Complex;
use rustfft::{Fft, FftDirection, FftPlanner, FftPlannerScalar, FftPlannerSse};
use stridewise_kernels::cpu_level::CpuLevel;

use crate::Precision;

/// The sign of the exponent: forward is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Forward,
    Inverse,
}

impl From<Direction> for FftDirection {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Forward => Self::Forward,
            Direction::Inverse => Self::Inverse,
        }
    }
}

/// How to transform so many complex numbers: output `k` is the sum over `j` of input `j` times
/// exp(∓2πi·jk / length).
///
/// Mixed radices for lengths of small factors, Rader's and Bluestein's algorithms for others: O(n log n) always.
#[derive(Clone)]
pub struct Plan<T: Precision> {
    fft: Arc<dyn Fft<T>>,
}

impl<T: Precision> Plan<T> {
    /// The plan for this length, which is at least 1. Which algorithm it is depends on length, precision and processor
    /// alone.
    pub fn of(length: usize, direction: Direction) -> Self {
        let direction = direction.into();
        Self { fft: T::tables().plans.get((length, direction), length, || make(length, direction)) }
    }

    #[expect(clippy::len_without_is_empty, reason = "no plan is empty")]
    pub fn len(&self) -> usize {
        self.fft.len()
    }

    /// The complex numbers of scratch that a transform takes.
    pub fn scratch_length(&self) -> usize {
        self.fft.get_immutable_scratch_len().max(self.fft.get_inplace_scratch_len())
    }

    /// Writes the transform of the input, times `scale`. Both are as long as the plan; the scratch, which may hold
    /// anything, is [`scratch_length`](Self::scratch_length) long or longer.
    ///
    /// # Panics
    /// Where a length is another.
    pub fn transform(
        &self,
        input: &[Complex<T>],
        output: &mut [Complex<T>],
        scale: T,
        scratch: &mut [Complex<T>],
    ) {
        self.fft.process_immutable_with_scratch(input, output, scratch);
        scale_by(output, scale);
    }

    /// As [`transform`](Self::transform), in place.
    ///
    /// # Panics
    /// As there.
    pub fn transform_in_place(&self, numbers: &mut [Complex<T>], scale: T, scratch: &mut [Complex<T>]) {
        self.fft.process_with_scratch(numbers, scratch);
        scale_by(numbers, scale);
    }
}

impl<T: Precision> fmt::Debug for Plan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plan({} {})", self.fft.len(), self.fft.fft_direction())
    }
}

fn make<T: Precision>(length: usize, direction: FftDirection) -> Arc<dyn Fft<T>> {
    if CpuLevel::current() > CpuLevel::Baseline || !cfg!(target_arch = "x86_64") {
        return FftPlanner::new().plan_fft(length, direction);
    }
    match FftPlannerSse::new() {
        Ok(mut planner) => planner.plan_fft(length, direction),
        Err(()) => FftPlannerScalar::new().plan_fft(length, direction),
    }
}

fn scale_by<T: Precision>(numbers: &mut [Complex<T>], scale: T) {
    if scale != T::from_double(1.0) {
        for number in numbers {
            *number = Complex::new(number.re * scale, number.im * scale);
        }
    }
}
