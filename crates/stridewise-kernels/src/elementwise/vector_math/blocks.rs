//! Loops over blocks: elements are brought into an array of a fixed length, computed there without a branch, and
//! written back. A block that is not full repeats its first element, so that every element goes the same way.
//!
//! The processor's floating-point status is left as it was but for the errors that operands and results show:
//! polynomials and selections raise others on the way.
#![expect(unsafe_code, reason = "loops read and write elements behind raw pointers")]

use stridewise_core::op::FloatErrors;

use super::float::Float;
use super::function::{Binary, Unary};
use super::levels::Level;
use crate::elementwise::real::Real;
use crate::status;

/// Elements that are computed one by one rather than in a block that they fill only in part.
const FEW: usize = 3;

/// # Safety
/// As a loop of one input and one output of `S`.
#[inline(always)]
pub(super) unsafe fn unary<L: Level, S: Real<Wide: Float>, G: Unary<S::Wide>, const N: usize>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
) {
    // SAFETY: the caller vouches for two pointers and strides, and for every element they reach.
    unsafe {
        let (mut source, mut target) = (*pointers, *pointers.add(1));
        let (source_step, target_step) = (*strides, *strides.add(1));
        let mut left = length;
        let mut errors = FloatErrors::NONE;
        let before = status::Held::new();
        let mut staged = [S::narrow(S::Wide::ONE); N];
        while left > FEW {
            let count = left.min(N);
            let block = stage(&mut staged, count, source, source_step).read_unaligned();
            let x: [S::Wide; N] = std::array::from_fn(|i| block[i].widen());
            let mut y = [S::Wide::ONE; N];
            let mut right = true;
            for i in 0..N {
                let (result, is_right) = G::common::<L>(x[i]);
                y[i] = result;
                right &= is_right;
            }
            if !right {
                let met;
                (y, met) = L::unary_rare::<S::Wide, G, N>(x, y);
                errors = errors | met;
            }
            errors = errors | write::<S, N>(y, count, target, target_step);
            source = source.wrapping_offset(source_step * count as isize);
            target = target.wrapping_offset(target_step * count as isize);
            left -= count;
        }
        for _ in 0..left {
            let x = source.cast::<S>().read_unaligned().widen();
            let (mut y, right) = G::common::<L>(x);
            if !right {
                y = G::rare::<L>(x);
                errors = errors | G::errors(x, y);
            }
            let (y, narrowing) = S::rounded(y);
            errors = errors | narrowing;
            target.cast::<S>().write_unaligned(y);
            source = source.wrapping_offset(source_step);
            target = target.wrapping_offset(target_step);
        }
        before.restore(errors);
    }
}

/// The results of a block, with those that the common way got wrong computed anew, and the errors met.
#[inline(always)]
pub(super) fn unary_rare<L: Level, F: Float, G: Unary<F>, const N: usize>(
    x: [F; N],
    mut y: [F; N],
) -> ([F; N], FloatErrors) {
    let mut errors = FloatErrors::NONE;
    for (x, y) in x.into_iter().zip(&mut y) {
        if !G::common::<L>(x).1 {
            *y = G::rare::<L>(x);
            errors = errors | G::errors(x, *y);
        }
    }
    (y, errors)
}

/// # Safety
/// As a loop of two inputs and one output of `S`.
#[inline(always)]
pub(super) unsafe fn binary<L: Level, S: Real<Wide: Float>, G: Binary<S::Wide>, const N: usize>(
    length: usize,
    pointers: *const *mut u8,
    strides: *const isize,
) {
    // SAFETY: the caller vouches for three pointers and strides, and for every element they reach.
    unsafe {
        let mut places: [*mut u8; 3] = pointers.cast::<[*mut u8; 3]>().read();
        let steps: [isize; 3] = strides.cast::<[isize; 3]>().read();
        let mut left = length;
        let mut errors = FloatErrors::NONE;
        let before = status::Held::new();
        let mut staged = [[S::narrow(S::Wide::ONE); N]; 2];
        // An accumulator is read again after each element.
        while left > FEW && steps[2] != 0 {
            let count = left.min(N);
            let [first, second] = &mut staged;
            let first = stage(first, count, places[0], steps[0]).read_unaligned();
            let second = stage(second, count, places[1], steps[1]).read_unaligned();
            let a: [S::Wide; N] = std::array::from_fn(|i| first[i].widen());
            let b: [S::Wide; N] = std::array::from_fn(|i| second[i].widen());
            let mut y = [S::Wide::ONE; N];
            let mut right = true;
            let (mut some_short, mut all_short) = (false, true);
            for &b in &b {
                some_short |= G::is_short(b);
                all_short &= G::is_short(b);
            }
            if !all_short {
                for i in 0..N {
                    let (result, is_right) = G::common::<L>(a[i], b[i]);
                    y[i] = result;
                    right &= is_right | G::is_short(b[i]);
                }
            }
            if some_short {
                for i in 0..N {
                    let (result, is_right) = G::short::<L>(a[i], b[i]);
                    y[i] = if G::is_short(b[i]) { result } else { y[i] };
                    right &= is_right | !G::is_short(b[i]);
                }
            }
            if !right {
                let met;
                (y, met) = L::binary_rare::<S::Wide, G, N>(a, b, y);
                errors = errors | met;
            }
            errors = errors | write::<S, N>(y, count, places[2], steps[2]);
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step * count as isize);
            }
            left -= count;
        }
        for _ in 0..left {
            let a = places[0].cast::<S>().read_unaligned().widen();
            let b = places[1].cast::<S>().read_unaligned().widen();
            let (mut y, right) = pair::<L, _, G>(a, b);
            if !right {
                let met;
                (y, met) = G::rare::<L>(a, b);
                errors = errors | met;
            }
            let (y, narrowing) = S::rounded(y);
            errors = errors | narrowing;
            places[2].cast::<S>().write_unaligned(y);
            for (place, step) in places.iter_mut().zip(steps) {
                *place = place.wrapping_offset(step);
            }
        }
        before.restore(errors);
    }
}

/// The result of one pair in its short way or the common one, and whether it is right.
#[inline(always)]
fn pair<L: Level, F: Float, G: Binary<F>>(a: F, b: F) -> (F, bool) {
    if G::is_short(b) { G::short::<L>(a, b) } else { G::common::<L>(a, b) }
}

/// As [`unary_rare`], of two inputs.
#[inline(always)]
pub(super) fn binary_rare<L: Level, F: Float, G: Binary<F>, const N: usize>(
    a: [F; N],
    b: [F; N],
    mut y: [F; N],
) -> ([F; N], FloatErrors) {
    let mut errors = FloatErrors::NONE;
    for ((a, b), y) in a.into_iter().zip(b).zip(&mut y) {
        if !pair::<L, F, G>(a, b).1 {
            let met;
            (*y, met) = G::rare::<L>(a, b);
            errors = errors | met;
        }
    }
    (y, errors)
}

/// Where a block of elements stands one behind the other: where it is, or brought to `staged`, where the first one is
/// repeated if there are fewer than fill it.
///
/// # Safety
/// `count` elements must be readable from `source` on, and there must be one.
#[inline(always)]
unsafe fn stage<S: Real, const N: usize>(
    staged: &mut [S; N],
    count: usize,
    source: *const u8,
    step: isize,
) -> *const [S; N] {
    if count == N && step == size_of::<S>() as isize {
        return source.cast();
    }
    // SAFETY: the caller vouches for each element.
    *staged = [unsafe { source.cast::<S>().read_unaligned() }; N];
    if step == 0 {
        return staged;
    }
    let mut place = source;
    for element in staged.iter_mut().take(count) {
        // SAFETY: as above.
        *element = unsafe { place.cast::<S>().read_unaligned() };
        place = place.wrapping_offset(step);
    }
    staged
}

/// Writes the first `count` elements of a block; returns the errors of rounding them to `S`.
///
/// # Safety
/// `count` elements must be writeable from `target` on.
#[inline(always)]
unsafe fn write<S: Real, const N: usize>(
    block: [S::Wide; N],
    count: usize,
    target: *mut u8,
    step: isize,
) -> FloatErrors {
    let mut errors = FloatErrors::NONE;
    if count == N && step == size_of::<S>() as isize {
        let rounded: [S; N] = std::array::from_fn(|i| {
            let (rounded, met) = S::rounded(block[i]);
            errors = errors | met;
            rounded
        });
        // SAFETY: the caller vouches for each element.
        unsafe { target.cast::<[S; N]>().write_unaligned(rounded) };
        return errors;
    }
    let mut place = target;
    for element in block.into_iter().take(count) {
        let (rounded, met) = S::rounded(element);
        errors = errors | met;
        // SAFETY: as above.
        unsafe { place.cast::<S>().write_unaligned(rounded) };
        place = place.wrapping_offset(step);
    }
    errors
}
