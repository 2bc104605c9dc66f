//! Sums of products along a run: what is left of a contraction of arrays that is no matrix product.
#![expect(unsafe_code, reason = "reads and writes elements behind raw pointers")]

use num_complex::Complex;
use stridewise_core::dtype::F16;
use stridewise_core::{Bool, Element, Number, dispatch};

use crate::inner_loop::{Loop, at_levels};

/// Elements that a contiguous loop brings into registers at a time. Sums along a run have as many lanes at every
/// [`CpuLevel`](crate::cpu_level::CpuLevel), so that their bits are the same.
const LANES: usize = 32;

/// Adds the products of two inputs to a third operand, which is apart from them: to each of its elements or, where its
/// stride is zero, all of them to the one.
pub fn find_multiply_add(number: Number) -> Loop {
    dispatch!(number, T => at_levels!(
        Loop: (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
        multiply_add::<T>(length, pointers, strides)
    ))
}

/// Writes the products of two inputs to a third operand, which may be one of them.
pub fn find_multiply(number: Number) -> Loop {
    dispatch!(number, T => at_levels!(
        Loop: (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
        crate::inner_loop::binary::<T, T, T>(length, pointers, strides, |a, b| a.times(b))
    ))
}

/// Elements with the sum and product that contractions take: of booleans whether any pair is both true.
trait Ring: Element {
    fn times(self, other: Self) -> Self;
    fn plus(self, other: Self) -> Self;
}

macro_rules! ring {
    ($($type:ty: |$a:ident, $b:ident| $product:expr, $sum:expr;)*) => {$(
        impl Ring for $type {
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                let ($a, $b) = (self, other);
                $product
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                let ($a, $b) = (self, other);
                $sum
            }
        }
    )*};
}

ring! {
    Bool: |a, b| Bool(u8::from(a.get() & b.get())), Bool(u8::from(a.get() | b.get()));
    i8: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    u8: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    i16: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    u16: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    i32: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    u32: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    i64: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    u64: |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    F16: |a, b| a * b, a + b;
    f32: |a, b| a * b, a + b;
    f64: |a, b| a * b, a + b;
    Complex<f32>: |a, b| a * b, a + b;
    Complex<f64>: |a, b| a * b, a + b;
}

/// # Safety
/// As [`find_multiply_add`] says, with two inputs and one output of `T`.
#[inline(always)]
unsafe fn multiply_add<T: Ring>(length: usize, pointers: *const *mut u8, strides: *const isize) {
    // SAFETY: the caller vouches for three pointers and strides, and for every element they reach.
    unsafe {
        let [mut left, mut right, mut target] = pointers.cast::<[*mut u8; 3]>().read();
        let steps = strides.cast::<[isize; 3]>().read();
        let size = size_of::<T>() as isize;
        let dense = |step: isize| step == size || step == 0;
        let whole = if steps.into_iter().all(dense) { length - length % LANES } else { 0 };
        let mut sum = T::default();
        if whole > 0 {
            let (a, b) = (left.cast::<T>(), right.cast::<T>());
            // One loop for each pattern: with a choice inside it the compiler makes no vectors of it.
            if steps[2] == 0 {
                sum = match (steps[0] != 0, steps[1] != 0) {
                    (true, true) => sum_in_lanes::<T, true, true>(whole, a, b),
                    (true, false) => sum_in_lanes::<T, true, false>(whole, a, b),
                    (false, true) => sum_in_lanes::<T, false, true>(whole, a, b),
                    (false, false) => sum_in_lanes::<T, false, false>(whole, a, b),
                };
            } else {
                let each = target.cast::<T>();
                match (steps[0] != 0, steps[1] != 0) {
                    (true, true) => add_to_each::<T, true, true>(whole, a, b, each),
                    (true, false) => add_to_each::<T, true, false>(whole, a, b, each),
                    (false, true) => add_to_each::<T, false, true>(whole, a, b, each),
                    (false, false) => add_to_each::<T, false, false>(whole, a, b, each),
                }
            }
            left = left.wrapping_offset(steps[0] * whole as isize);
            right = right.wrapping_offset(steps[1] * whole as isize);
            target = target.wrapping_offset(steps[2] * whole as isize);
        }
        if steps[2] == 0 {
            for _ in whole..length {
                sum = sum.plus(left.cast::<T>().read_unaligned().times(right.cast::<T>().read_unaligned()));
                left = left.wrapping_offset(steps[0]);
                right = right.wrapping_offset(steps[1]);
            }
            let slot = target.cast::<T>();
            slot.write_unaligned(slot.read_unaligned().plus(sum));
            return;
        }
        for _ in whole..length {
            let product = left.cast::<T>().read_unaligned().times(right.cast::<T>().read_unaligned());
            let slot = target.cast::<T>();
            slot.write_unaligned(slot.read_unaligned().plus(product));
            left = left.wrapping_offset(steps[0]);
            right = right.wrapping_offset(steps[1]);
            target = target.wrapping_offset(steps[2]);
        }
    }
}

/// Adds `count` products to as many elements; an input that does not move is read once.
///
/// # Safety
/// Inputs that move, and the target, must be valid for so many elements.
#[inline(always)]
unsafe fn add_to_each<T: Ring, const LEFT_MOVES: bool, const RIGHT_MOVES: bool>(
    count: usize,
    left: *const T,
    right: *const T,
    target: *mut T,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let (first, second) = (left.read_unaligned(), right.read_unaligned());
        for place in 0..count {
            let a = if LEFT_MOVES { left.add(place).read_unaligned() } else { first };
            let b = if RIGHT_MOVES { right.add(place).read_unaligned() } else { second };
            let slot = target.add(place);
            slot.write_unaligned(slot.read_unaligned().plus(a.times(b)));
        }
    }
}

/// The sum of `count` products, a multiple of the lanes.
///
/// # Safety
/// Inputs that move must be valid for so many elements.
#[inline(always)]
unsafe fn sum_in_lanes<T: Ring, const LEFT_MOVES: bool, const RIGHT_MOVES: bool>(
    count: usize,
    left: *const T,
    right: *const T,
) -> T {
    let mut sums = [T::default(); LANES];
    // SAFETY: the caller's promise.
    unsafe {
        let (first, second) = (left.read_unaligned(), right.read_unaligned());
        for start in (0..count).step_by(LANES) {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let a = if LEFT_MOVES { left.add(start + lane).read_unaligned() } else { first };
                let b = if RIGHT_MOVES { right.add(start + lane).read_unaligned() } else { second };
                *sum = sum.plus(a.times(b));
            }
        }
    }
    let mut lanes = LANES;
    while lanes > 1 {
        lanes /= 2;
        for lane in 0..lanes {
            sums[lane] = sums[lane].plus(sums[lane + lanes]);
        }
    }
    sums[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_added_to_each_element_or_to_one() {
        for length in [0, 1, 5, 31, 32, 33, 64, 100] {
            let left: Vec<i64> = (0..length as i64).map(|place| place - 3).collect();
            let right: Vec<i64> = (0..length as i64).map(|place| 2 * place + 1).collect();
            for (left_step, right_step) in [(8, 8), (0, 8), (8, 0)] {
                let at = |values: &[i64], step: isize, place: usize| values[place * step as usize / 8];
                let products: Vec<i64> = (0..length)
                    .map(|place| at(&left, left_step, place) * at(&right, right_step, place))
                    .collect();
                let mut sums = vec![7_i64; length.max(1)];
                for target_step in [8, 0] {
                    let before = sums.clone();
                    let pointers = [
                        left.as_ptr().cast_mut().cast(),
                        right.as_ptr().cast_mut().cast(),
                        sums.as_mut_ptr().cast(),
                    ];
                    if length == 0 {
                        continue;
                    }
                    // SAFETY: all three hold so many elements.
                    unsafe {
                        find_multiply_add(Number::I64)(
                            length,
                            pointers.as_ptr(),
                            [left_step, right_step, target_step].as_ptr(),
                        );
                    }
                    if target_step == 0 {
                        assert_eq!(sums[0], before[0] + products.iter().sum::<i64>());
                    } else {
                        assert!((0..length).all(|place| sums[place] == before[place] + products[place]));
                    }
                }
            }
        }
    }
}
