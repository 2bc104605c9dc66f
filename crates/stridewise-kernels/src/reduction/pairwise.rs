//! Pairwise sums: the rounding error grows with the logarithm of the number of elements.
//!
//! The tree is NumPy's: halves (at multiples of eight) down to blocks of at most 128, within a block eight lanes.
#![expect(unsafe_code, reason = "reads elements behind raw pointers")]

use std::ops::Add;

use num_complex::Complex;
use stridewise_core::Number;
use stridewise_core::dtype::F16;

use super::Fold;
use crate::elementwise::Real;

pub(super) fn pairwise(number: Number) -> Option<Fold> {
    Some(match number {
        Number::F16 => |length, source, stride, accumulator| {
            // SAFETY: the caller of a `Fold` vouches for its operands.
            unsafe {
                let sum = sum::<f32>(
                    length,
                    source,
                    stride,
                    &|place| place.cast::<F16>().read_unaligned().to_f32(),
                    8,
                );
                let place = accumulator.cast::<F16>();
                place.write_unaligned(F16::narrow(place.read_unaligned().to_f32() + sum));
            }
        },
        Number::F32 => |length, source, stride, accumulator| {
            // SAFETY: as above.
            unsafe {
                let sum =
                    sum::<f32>(length, source, stride, &|place| place.cast::<f32>().read_unaligned(), 8);
                let place = accumulator.cast::<f32>();
                place.write_unaligned(place.read_unaligned() + sum);
            }
        },
        Number::F64 => |length, source, stride, accumulator| {
            // SAFETY: as above.
            unsafe {
                let sum =
                    sum::<f64>(length, source, stride, &|place| place.cast::<f64>().read_unaligned(), 8);
                let place = accumulator.cast::<f64>();
                place.write_unaligned(place.read_unaligned() + sum);
            }
        },
        Number::C64 => |length, source, stride, accumulator| {
            // SAFETY: as above.
            unsafe {
                let read = |place: *const u8| place.cast::<Complex<f32>>().read_unaligned();
                let sum = sum::<Complex<f32>>(length, source, stride, &read, 4);
                let place = accumulator.cast::<Complex<f32>>();
                place.write_unaligned(place.read_unaligned() + sum);
            }
        },
        Number::C128 => |length, source, stride, accumulator| {
            // SAFETY: as above.
            unsafe {
                let read = |place: *const u8| place.cast::<Complex<f64>>().read_unaligned();
                let sum = sum::<Complex<f64>>(length, source, stride, &read, 4);
                let place = accumulator.cast::<Complex<f64>>();
                place.write_unaligned(place.read_unaligned() + sum);
            }
        },
        _ => return None,
    })
}

/// The sum of a run; `lanes` is eight floats' worth of elements.
///
/// # Safety
/// `read` must be able to read `length` elements from `source` on.
unsafe fn sum<T: Copy + Default + Add<Output = T>>(
    length: usize,
    source: *const u8,
    stride: isize,
    read: &impl Fn(*const u8) -> T,
    lanes: usize,
) -> T {
    if length > lanes * 16 {
        let half = length / 2;
        let half = half - half % lanes;
        let middle = source.wrapping_offset(half as isize * stride);
        // SAFETY: both halves lie within the run.
        return unsafe {
            sum(half, source, stride, read, lanes) + sum(length - half, middle, stride, read, lanes)
        };
    }
    let at = |place: usize| read(source.wrapping_offset(place as isize * stride));
    if length < lanes {
        // Started with the first element: a sum of negative zeros is one.
        return if length == 0 {
            T::default()
        } else {
            (1..length).fold(at(0), |total, place| total + at(place))
        };
    }
    let whole = length - length % lanes;
    let total = if lanes == 8 {
        let mut sums: [T; 8] = std::array::from_fn(at);
        let mut place = 8;
        while place < whole {
            sums = std::array::from_fn(|lane| sums[lane] + at(place + lane));
            place += 8;
        }
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    } else {
        let mut sums: [T; 4] = std::array::from_fn(at);
        let mut place = 4;
        while place < whole {
            sums = std::array::from_fn(|lane| sums[lane] + at(place + lane));
            place += 4;
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    };
    (whole..length).fold(total, |total, place| total + at(place))
}
