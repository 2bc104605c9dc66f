//! Casts: the one square of dtypes by dtypes. Byte order is seen here and nowhere else.
//!
//! Casts to integers and to float16 leave in the floating-point status what NumPy reports of them, computed from the
//! data: selects between range checks raise flags that mean nothing. Other casts leave what the processor raised.
#![expect(unsafe_code, reason = "instantiates inner loops, which work on raw pointers")]

use smallvec::SmallVec;
use std::cell::Cell;

use stridewise_core::dtype::converts_to_integer;
use stridewise_core::op::FloatErrors;
use stridewise_core::{DType, Element, Number, dispatch};

use crate::copy::copy_loop;
use crate::inner_loop::at_levels;
use crate::inner_loop::{Loop, unary};
use crate::status;

/// The loop that casts native elements of `from` to native elements of `to`.
pub fn cast_loop(from: Number, to: Number) -> Loop {
    dispatch!(from, S => dispatch!(to, D => {
        at_levels!(Loop: (length: usize, pointers: *const *mut u8, strides: *const isize) -> ();
            // Whoever calls a `Loop` keeps its promise for the dtypes that it was found by.
            cast::<S, D>(length, pointers, strides))
    }))
}

/// # Safety
/// As [`Loop`], with one input of `S` and one output of `D`.
#[inline(always)]
unsafe fn cast<S: Element, D: Element>(length: usize, pointers: *const *mut u8, strides: *const isize) {
    let plain = if D::NUMBER == Number::F16 { S::NUMBER == Number::F16 } else { !D::NUMBER.is_integer() };
    if plain || (!S::NUMBER.is_inexact() && D::NUMBER.is_integer()) {
        // SAFETY: the promise is handed on.
        return unsafe { unary::<S, D>(length, pointers, strides, D::convert_from) };
    }
    let before = status::read();
    let [invalid, overflow, underflow] = [const { Cell::new(false) }; 3];
    let convert = |source: S| {
        let target = D::convert_from(source);
        let exact = source.to_f64();
        if D::NUMBER == Number::F16 {
            let rounded = target.to_f64();
            overflow.set(overflow.get() | (rounded.is_infinite() & exact.is_finite()));
            underflow.set(underflow.get() | ((rounded.abs() < SMALLEST_NORMAL_F16) & (rounded != exact)));
        } else {
            invalid.set(invalid.get() | !converts_to_integer(exact, D::NUMBER));
        }
        target
    };
    // SAFETY: the promise is handed on.
    unsafe { unary::<S, D>(length, pointers, strides, convert) };
    let error = |happened: &Cell<bool>, error| if happened.get() { error } else { FloatErrors::NONE };
    status::clear();
    status::raise(
        before
            | error(&invalid, FloatErrors::INVALID)
            | error(&overflow, FloatErrors::OVERFLOW)
            | error(&underflow, FloatErrors::UNDERFLOW),
    );
}

const SMALLEST_NORMAL_F16: f64 = 1.0 / 16384.0;

/// The loop that copies elements and turns their bytes around.
pub fn swap_loop(number: Number) -> Loop {
    dispatch!(number, T => |length, pointers, strides| {
        // SAFETY: the caller keeps the promise of `Loop` for one input and one output of T.
        unsafe { unary::<T, T>(length, pointers, strides, Element::swap_bytes) }
    })
}

/// The loops that, one after the other, bring elements of one dtype to another: at most turning the bytes around,
/// casting, and turning around again. Each step writes native elements of the dtype beside it, the last one the
/// target's bytes.
pub fn cast_steps(from: DType, to: DType) -> SmallVec<[(Loop, Number); 3]> {
    let mut steps = SmallVec::new();
    if from.number() == to.number() {
        let number = from.number();
        let turn = from.is_native() != to.is_native();
        steps.push((if turn { swap_loop(number) } else { copy_loop(number.size()) }, number));
        return steps;
    }
    if !from.is_native() {
        steps.push((swap_loop(from.number()), from.number()));
    }
    steps.push((cast_loop(from.number(), to.number()), to.number()));
    if !to.is_native() {
        steps.push((swap_loop(to.number()), to.number()));
    }
    steps
}

#[cfg(test)]
mod tests {
    use stridewise_core::dtype::F16;

    use super::*;

    fn errors_of<S: Element, D: Element>(value: S) -> FloatErrors {
        let mut found = None;
        // One element runs the tail of a loop, twenty the vector part too.
        for length in [1, 20] {
            let source = vec![value; length];
            let mut target = vec![D::default(); length];
            let pointers = [source.as_ptr().cast_mut().cast::<u8>(), target.as_mut_ptr().cast::<u8>()];
            let strides = [size_of::<S>() as isize, size_of::<D>() as isize];
            status::clear();
            // SAFETY: both vectors hold `length` elements.
            unsafe { cast_loop(S::NUMBER, D::NUMBER)(length, pointers.as_ptr(), strides.as_ptr()) };
            let errors = status::read();
            assert!(target.iter().all(|element| *element == D::convert_from(value)));
            assert!(found.is_none_or(|found| found == errors));
            found = Some(errors);
        }
        found.unwrap_or_default()
    }

    #[test]
    fn casts_to_integers_report_what_numpy_reports() {
        for (value, narrow, wide, unsigned) in [
            (300.7, false, false, false),
            (-2147483648.5, false, false, false),
            (-2147483649.0, true, false, false),
            (2147483648.0, true, false, false),
            (9.2e18, true, false, false),
            (9223372036854775808.0, true, true, false),
            (-1e10, true, false, false),
            (18446744073709551616.0, true, true, true),
            (-1e30, true, true, true),
            (f64::NAN, true, true, true),
            (f64::INFINITY, true, true, true),
        ] {
            let invalid = |expected| if expected { FloatErrors::INVALID } else { FloatErrors::NONE };
            assert_eq!(errors_of::<f64, i8>(value), invalid(narrow), "{value}");
            assert_eq!(errors_of::<f64, u16>(value), invalid(narrow), "{value}");
            assert_eq!(errors_of::<f64, i32>(value), invalid(narrow), "{value}");
            assert_eq!(errors_of::<f64, u32>(value), invalid(wide), "{value}");
            assert_eq!(errors_of::<f64, i64>(value), invalid(wide), "{value}");
            assert_eq!(errors_of::<f64, u64>(value), invalid(unsigned), "{value}");
        }
    }

    #[test]
    fn casts_to_narrower_floats_report_overflow() {
        assert_eq!(errors_of::<f64, f32>(1e39), FloatErrors::OVERFLOW);
        assert_eq!(errors_of::<f64, f32>(f64::INFINITY), FloatErrors::NONE);
        assert_eq!(errors_of::<f64, f32>(0.1), FloatErrors::NONE);
        assert_eq!(errors_of::<f64, F16>(65520.0), FloatErrors::OVERFLOW);
        assert_eq!(errors_of::<f64, F16>(65519.0), FloatErrors::NONE);
        assert_eq!(errors_of::<f32, F16>(1e-8), FloatErrors::UNDERFLOW);
        assert_eq!(errors_of::<f32, F16>(2f32.powi(-24)), FloatErrors::NONE);
        assert_eq!(errors_of::<u32, F16>(65536), FloatErrors::OVERFLOW);
        assert_eq!(errors_of::<u64, u8>(u64::MAX), FloatErrors::NONE);
    }
}
