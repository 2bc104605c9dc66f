//! The kernels of each dtype at each level.
#![expect(unsafe_code, reason = "calls loops on raw pointers into matrices")]

use std::marker::PhantomData;

use stridewise_core::Number;

use super::arithmetic::{Arithmetic, Paired, Real};
use super::level::{Baseline, Level};
#[cfg(target_arch = "x86_64")]
use super::level::{V3, V4};
use super::register::Plain;
use super::vector::{Lines, Pairs};
#[cfg(target_arch = "x86_64")]
use super::x86::{
    F32x8, F32x16, F64x4, F64x8, I16x16, I16x32, I32x8, I32x16, I64x4, I64x8, Truth32, Truth64,
};
use super::{Dots, Kernels, Matrix, blocks};
use crate::cpu_level::CpuLevel;

/// The dtype that products of elements of this one are computed in: a wider one where the processor cannot multiply them,
/// or where sums would lose too much.
pub fn computing_number(number: Number) -> Number {
    match number {
        Number::I8 | Number::U8 => Number::I16,
        Number::F16 => Number::F32,
        other => other,
    }
}

/// The kernels of a dtype that products are computed in; `None` for others.
#[inline]
pub fn find(number: Number) -> Option<&'static Kernels> {
    kernels_of(CpuLevel::current(), number)
}

/// As [`find`], of a level that the processor has.
pub fn find_at(level: CpuLevel, number: Number) -> Option<&'static Kernels> {
    CpuLevel::available().any(|other| other == level).then(|| kernels_of(level, number)).flatten()
}

/// The kernels of a level over registers of these types.
macro_rules! kernels {
    ($level:ty, $number:ident: $truth:ty, $i16:ty, $i32:ty, $i64:ty, $f32:ty, $f64:ty) => {
        match $number {
            Number::Bool => Some(&Of::<$level, Real<$truth>>::KERNELS),
            Number::I16 | Number::U16 => Some(&Of::<$level, Real<$i16>>::KERNELS),
            Number::I32 | Number::U32 => Some(&Of::<$level, Real<$i32>>::KERNELS),
            Number::I64 | Number::U64 => Some(&Of::<$level, Real<$i64>>::KERNELS),
            Number::F32 => Some(&Of::<$level, Real<$f32>>::KERNELS),
            Number::F64 => Some(&Of::<$level, Real<$f64>>::KERNELS),
            Number::C64 => Some(&Of::<$level, Paired<$f32>>::KERNELS),
            Number::C128 => Some(&Of::<$level, Paired<$f64>>::KERNELS),
            _ => None,
        }
    };
}

fn kernels_of(level: CpuLevel, number: Number) -> Option<&'static Kernels> {
    match level {
        CpuLevel::Baseline => {
            kernels!(Baseline, number: Plain<u8, 16>, Plain<i16, 8>, Plain<i32, 4>, Plain<i64, 2>, Plain<f32, 4>, Plain<f64, 2>)
        }
        #[cfg(target_arch = "x86_64")]
        CpuLevel::V3 => kernels!(V3, number: Truth32, I16x16, I32x8, I64x4, F32x8, F64x4),
        #[cfg(target_arch = "x86_64")]
        CpuLevel::V4 => kernels!(V4, number: Truth64, I16x32, I32x16, I64x8, F32x16, F64x8),
        #[cfg(not(target_arch = "x86_64"))]
        CpuLevel::V3 | CpuLevel::V4 => None,
    }
}

/// The kernels of an arithmetic, compiled for a level.
struct Of<L, A>(PhantomData<(L, A)>);

impl<L: Level, A: Arithmetic> Of<L, A> {
    const KERNELS: Kernels = Kernels {
        size: size_of::<A::Element>(),
        tile_rows: A::ROWS,
        tile_columns: A::ACROSS * A::LANES,
        longest_depth: blocks::longest_depth::<A>(),
        direct: blocks::direct::<L, A>,
        direct_packing: blocks::direct_packing::<L, A>,
        rows_by_vector: Self::rows_by_vector,
        vector_by_rows: Self::vector_by_rows,
        pack_panel: blocks::pack_panel::<L, A>,
        multiply_packed: blocks::multiply_packed::<L, A>,
        dots: Self::dots,
        add: Self::add,
    };

    /// # Safety
    /// As [`Kernels::multiply`], the right matrix having one column.
    unsafe fn rows_by_vector([rows, inner, _]: [usize; 3], left: Matrix, right: Matrix, target: Matrix) {
        // SAFETY: the caller's promise.
        unsafe {
            L::rows_by_vector::<A>(&Lines {
                lines: rows,
                length: inner,
                matrix: left.start.cast::<A::Element>().cast_const(),
                line_step: left.row_step,
                element_step: left.column_step,
                vector: right.start.cast::<A::Element>().cast_const(),
                vector_step: right.row_step,
                target: target.start.cast(),
                target_step: target.row_step,
            });
        }
    }

    /// # Safety
    /// As [`Kernels::multiply`], the right matrix having one column, elements of the left one's columns side by side.
    unsafe fn vector_by_rows([rows, inner, _]: [usize; 3], left: Matrix, right: Matrix, target: Matrix) {
        // SAFETY: the caller's promise.
        unsafe {
            let lines = Lines {
                lines: inner,
                length: rows,
                matrix: left.start.cast::<A::Element>().cast_const(),
                line_step: left.column_step,
                element_step: left.row_step,
                vector: right.start.cast::<A::Element>().cast_const(),
                vector_step: right.row_step,
                target: target.start.cast(),
                target_step: target.row_step,
            };
            L::vector_by_rows::<A>(&lines, blocks::depth(inner, blocks::longest_depth::<A>()));
        }
    }

    /// # Safety
    /// As [`Kernels::dots`].
    unsafe fn dots(dots: &Dots) {
        let Dots { count, length, left_step, right_step, conjugates, next, .. } = *dots;
        // SAFETY: the caller's promise.
        unsafe {
            L::dots::<A>(&Pairs {
                count,
                length,
                left: dots.left.cast(),
                left_step,
                right: dots.right.cast(),
                right_step,
                conjugates,
                target: dots.target.cast(),
                next,
            });
        }
    }

    /// # Safety
    /// As [`Kernels::add`].
    unsafe fn add(count: usize, target: *mut u8, source: *const u8) {
        let (target, source) = (target.cast::<A::Element>(), source.cast::<A::Element>());
        for place in 0..count {
            // SAFETY: the caller's promise.
            unsafe {
                let sum =
                    A::add_elements(target.add(place).read_unaligned(), source.add(place).read_unaligned());
                target.add(place).write_unaligned(sum);
            }
        }
    }
}
