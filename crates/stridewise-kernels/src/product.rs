//! Products of matrices: rows of the left one gather rows of the right one.
#![expect(unsafe_code, reason = "reads and writes matrices behind raw pointers")]

use num_complex::Complex;
use stridewise_core::dtype::F16;
use stridewise_core::{Bool, Element, Number, dispatch};

use crate::elementwise::Real;

/// A matrix in memory: its first element, and the bytes from one row and one column to the next.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    pub start: *mut u8,
    pub row_step: isize,
    pub column_step: isize,
}

/// Writes the product of a `rows` × `inner` and an `inner` × `columns` matrix.
///
/// # Safety
/// All three must be valid for their shapes, the last one for writes and apart from the others.
pub type Product = unsafe fn(shape: [usize; 3], left: Matrix, right: Matrix, target: Matrix);

/// The product of matrices of this dtype; of booleans, whether any pair of elements is both true.
pub fn find_product(number: Number) -> Product {
    dispatch!(number, T => |shape, left, right, target| {
        // SAFETY: the caller keeps the promise of `Product`.
        unsafe { multiply::<T>(shape, left, right, target) }
    })
}

/// Elements that products of sums compute in.
trait Term: Element {
    /// What sums are kept in.
    type Sum: Copy + Default;
    fn widen(self) -> Self::Sum;
    fn add_product(sum: Self::Sum, a: Self::Sum, b: Self::Sum) -> Self::Sum;
    fn join(a: Self::Sum, b: Self::Sum) -> Self::Sum;
    fn finish(sum: Self::Sum) -> Self;

    /// The sum of eight lanes, pairwise.
    #[inline(always)]
    fn total(lanes: [Self::Sum; 8]) -> Self {
        let pairs: [Self::Sum; 4] =
            std::array::from_fn(|pair| Self::join(lanes[2 * pair], lanes[2 * pair + 1]));
        Self::finish(Self::join(Self::join(pairs[0], pairs[1]), Self::join(pairs[2], pairs[3])))
    }
}

macro_rules! terms {
    ($($type:ty, $sum:ty: |$sum_name:ident, $a:ident, $b:ident| $step:expr, |$value:ident| $widen:expr, |$left:ident, $right:ident| $join:expr, |$total:ident| $finish:expr;)*) => {$(
        impl Term for $type {
            type Sum = $sum;
            #[inline(always)]
            fn widen(self) -> $sum {
                let $value = self;
                $widen
            }
            #[inline(always)]
            fn add_product($sum_name: $sum, $a: $sum, $b: $sum) -> $sum {
                $step
            }
            #[inline(always)]
            fn join($left: $sum, $right: $sum) -> $sum {
                $join
            }
            #[inline(always)]
            fn finish($total: $sum) -> Self {
                $finish
            }
        }
    )*};
}

terms! {
    Bool, u8: |sum, a, b| sum | (a & b), |v| u8::from(v.get()), |x, y| x | y, |sum| Bool(sum);
    i8, i8: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    u8, u8: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    i16, i16: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    u16, u16: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    i32, i32: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    u32, u32: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    i64, i64: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    u64, u64: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |v| v, |x, y| x.wrapping_add(y), |sum| sum;
    F16, f32: |sum, a, b| sum + a * b, |v| v.to_f32(), |x, y| x + y, |sum| F16::narrow(sum);
    f32, f32: |sum, a, b| sum + a * b, |v| v, |x, y| x + y, |sum| sum;
    f64, f64: |sum, a, b| sum + a * b, |v| v, |x, y| x + y, |sum| sum;
    Complex<f32>, Complex<f32>: |sum, a, b| sum + a * b, |v| v, |x, y| x + y, |sum| sum;
    Complex<f64>, Complex<f64>: |sum, a, b| sum + a * b, |v| v, |x, y| x + y, |sum| sum;
}

/// Columns computed at a time: their sums stay in the first-level cache.
const WIDTH: usize = 256;
/// Rows of the right matrix that are kept in one block.
const DEPTH: usize = 128;

/// # Safety
/// As [`Product`].
unsafe fn multiply<T: Term>([rows, inner, columns]: [usize; 3], left: Matrix, right: Matrix, target: Matrix) {
    // SAFETY: only called with places inside the matrices.
    let read = |matrix: Matrix, row: usize, column: usize| unsafe {
        let offset = row as isize * matrix.row_step + column as isize * matrix.column_step;
        matrix.start.wrapping_offset(offset).cast::<T>().read_unaligned().widen()
    };
    let write = |row: usize, column: usize, value: T| {
        let offset = row as isize * target.row_step + column as isize * target.column_step;
        // SAFETY: as above.
        unsafe { target.start.wrapping_offset(offset).cast::<T>().write_unaligned(value) };
    };
    if columns == 1 {
        let column: Vec<T::Sum> = (0..inner).map(|place| read(right, place, 0)).collect();
        for row in 0..rows {
            let mut lanes = [T::Sum::default(); 8];
            let whole = inner - inner % 8;
            let mut place = 0;
            while place < whole {
                for (lane, sum) in lanes.iter_mut().enumerate() {
                    *sum = T::add_product(*sum, read(left, row, place + lane), column[place + lane]);
                }
                place += 8;
            }
            for place in whole..inner {
                lanes[place - whole] =
                    T::add_product(lanes[place - whole], read(left, row, place), column[place]);
            }
            write(row, 0, T::total(lanes));
        }
        return;
    }
    let mut block: Vec<T::Sum> = Vec::with_capacity(DEPTH * WIDTH);
    let mut sums: Vec<T::Sum> = Vec::new();
    for first in (0..columns).step_by(WIDTH) {
        let width = WIDTH.min(columns - first);
        sums.clear();
        sums.resize(rows * width, T::Sum::default());
        for start in (0..inner).step_by(DEPTH) {
            let depth = DEPTH.min(inner - start);
            block.clear();
            for row in 0..depth {
                block.extend((0..width).map(|column| read(right, start + row, first + column)));
            }
            for row in 0..rows {
                let sums = &mut sums[row * width..(row + 1) * width];
                for (place, line) in block.chunks_exact(width).enumerate() {
                    let factor = read(left, row, start + place);
                    for (sum, &element) in sums.iter_mut().zip(line) {
                        *sum = T::add_product(*sum, factor, element);
                    }
                }
            }
        }
        for row in 0..rows {
            for column in 0..width {
                write(row, first + column, T::finish(sums[row * width + column]));
            }
        }
    }
}
