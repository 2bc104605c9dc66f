//! Products at all levels beside a naive loop, over layouts and sizes around the edges of tiles and blocks.
#![expect(unsafe_code, reason = "calls products on matrices")]

use std::ops::Range;

use num_complex::Complex;
use stridewise_core::dtype::{C64, C128};
use stridewise_core::op::FloatErrors;
use stridewise_core::{Bool, Element};
use stridewise_kernels::cpu_level::CpuLevel;
use stridewise_kernels::product::{Dots, Kernels, Matrix, Problem, Way, find_at};
use stridewise_kernels::status;
use stridewise_testkit::words::Words;

/// Elements whose products and sums are exact at the sizes here, so that every order of summing gives the same.
trait Exact: Element + PartialEq + std::fmt::Debug {
    fn of(word: u64) -> Self;
    fn sum_of_products(pairs: impl Iterator<Item = (Self, Self)>) -> Self;
}

macro_rules! exact_integers {
    ($($type:ty)*) => {$(
        impl Exact for $type {
            fn of(word: u64) -> Self {
                word as $type
            }
            fn sum_of_products(pairs: impl Iterator<Item = (Self, Self)>) -> Self {
                pairs.fold(0, |sum, (a, b)| sum.wrapping_add(a.wrapping_mul(b)))
            }
        }
    )*};
}

exact_integers!(i16 u16 i32 u32 i64 u64);

macro_rules! exact_floats {
    ($($type:ty: |$word:ident| $of:expr;)*) => {$(
        impl Exact for $type {
            fn of($word: u64) -> Self {
                $of
            }
            fn sum_of_products(pairs: impl Iterator<Item = (Self, Self)>) -> Self {
                pairs.map(|(a, b)| a * b).sum()
            }
        }
    )*};
}

fn small(word: u64) -> f32 {
    (word % 17) as f32 - 8.0
}

exact_floats! {
    f32: |word| small(word);
    f64: |word| f64::from(small(word));
    C64: |word| Complex::new(small(word), small(word >> 32));
    C128: |word| Complex::new(small(word).into(), small(word >> 32).into());
}

impl Exact for Bool {
    fn of(word: u64) -> Self {
        // Any byte but zero is true.
        Self(if word.is_multiple_of(5) { (word >> 8) as u8 | 4 } else { 0 })
    }
    fn sum_of_products(mut pairs: impl Iterator<Item = (Self, Self)>) -> Self {
        Self(u8::from(pairs.any(|(a, b)| a.get() && b.get())))
    }
}

/// A matrix on memory of its own.
struct Owned<T> {
    memory: Vec<T>,
    start: usize,
    steps: [isize; 2],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Lie {
    C,
    Fortran,
    Sliced,
    Reversed,
    OneRow,
    OneColumn,
    OneElement,
}

const OF_OPERANDS: [Lie; 7] =
    [Lie::C, Lie::Fortran, Lie::Sliced, Lie::Reversed, Lie::OneRow, Lie::OneColumn, Lie::OneElement];
const OF_TARGETS: [Lie; 4] = [Lie::C, Lie::Fortran, Lie::Sliced, Lie::Reversed];

impl<T: Exact> Owned<T> {
    fn new(rows: usize, columns: usize, lie: Lie, seed: u64) -> Self {
        let mut words = Words::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let memory = (0..3 * rows * (2 * columns + 1) + 1).map(|_| T::of(words.word())).collect();
        let (rows, columns) = (rows as isize, columns as isize);
        let (start, steps) = match lie {
            Lie::C => (0, [columns, 1]),
            Lie::Fortran => (0, [1, rows]),
            Lie::Sliced => (1, [3 * (2 * columns + 1), 2]),
            Lie::Reversed => ((rows * columns - 1).max(0), [-columns, -1]),
            Lie::OneRow => (0, [0, 1]),
            Lie::OneColumn => (0, [1, 0]),
            Lie::OneElement => (0, [0, 0]),
        };
        Self { memory, start: start as usize, steps }
    }

    fn place(&self, row: usize, column: usize) -> usize {
        (self.start as isize + row as isize * self.steps[0] + column as isize * self.steps[1]) as usize
    }

    fn matrix(&mut self) -> Matrix {
        let size = size_of::<T>() as isize;
        Matrix {
            start: self.memory[self.start..].as_mut_ptr().cast(),
            row_step: self.steps[0] * size,
            column_step: self.steps[1] * size,
        }
    }
}

/// Computes a product as whoever shares it among threads does, in blocks where `way` says so.
fn compute(kernels: &Kernels, problem: Problem, way: Option<Way>) {
    let problem = problem.oriented(kernels.size);
    let [rows, inner, columns] = problem.shape;
    if rows == 0 || columns == 0 {
        return;
    }
    if way.unwrap_or_else(|| problem.way(kernels)) == Way::AtOnce {
        // SAFETY: the matrices are whole and apart.
        return unsafe { kernels.multiply(&problem) };
    }
    let words = |bytes: usize| vec![0_u128; bytes.div_ceil(16)];
    let mut packed = words(kernels.packed_bytes(inner, columns));
    let mut workspace = words(kernels.workspace_bytes(rows, inner));
    let panels = kernels.panels(columns);
    let halves = |length: usize| -> [Range<usize>; 2] { [0..length / 3, length / 3..length] };
    // SAFETY: as above.
    unsafe {
        for panel in 0..panels {
            kernels.pack(&problem, panel, packed.as_mut_ptr().cast());
        }
        for rows in halves(rows) {
            for panels in halves(panels) {
                kernels.multiply_packed(
                    &problem,
                    rows.clone(),
                    panels,
                    packed.as_ptr().cast(),
                    workspace.as_mut_ptr().cast(),
                    false,
                );
            }
        }
    }
}

fn check<T: Exact>(level: CpuLevel, shape: [usize; 3], lies: [Lie; 3], way: Option<Way>) {
    let kernels = find_at(level, T::NUMBER).expect("products of this dtype");
    let [rows, inner, columns] = shape;
    let mut left = Owned::<T>::new(rows, inner, lies[0], 3);
    let mut right = Owned::<T>::new(inner, columns, lies[1], 5);
    let mut target = Owned::<T>::new(rows, columns, lies[2], 7);
    let mut expected = target.memory.clone();
    for row in 0..rows {
        for column in 0..columns {
            let pairs = (0..inner)
                .map(|at| (left.memory[left.place(row, at)], right.memory[right.place(at, column)]));
            expected[target.place(row, column)] = T::sum_of_products(pairs);
        }
    }
    let problem = Problem { shape, left: left.matrix(), right: right.matrix(), target: target.matrix() };
    compute(kernels, problem, way);
    // Nothing beside the target's elements is written.
    assert!(target.memory == expected, "{} {shape:?} {lies:?} {way:?} at {}", T::NUMBER.name(), level.name());
}

macro_rules! for_all_dtypes {
    ($check:ident($($argument:expr),*)) => {
        $check::<Bool>($($argument),*);
        $check::<i16>($($argument),*);
        $check::<u16>($($argument),*);
        $check::<i32>($($argument),*);
        $check::<u32>($($argument),*);
        $check::<i64>($($argument),*);
        $check::<u64>($($argument),*);
        $check::<f32>($($argument),*);
        $check::<f64>($($argument),*);
        $check::<C64>($($argument),*);
        $check::<C128>($($argument),*);
    };
}

/// Lengths around the edges of registers and tiles.
const EDGES: [usize; 14] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 23, 24, 25];

#[test]
fn small_products_of_all_shapes() {
    for level in CpuLevel::available() {
        for rows in EDGES {
            for columns in EDGES {
                for inner in [0, 1, 2, 3, 8, 17] {
                    for_all_dtypes!(check(level, [rows, inner, columns], [Lie::C; 3], None));
                }
            }
        }
    }
}

#[test]
fn products_of_all_layouts() {
    for level in CpuLevel::available() {
        for left in OF_OPERANDS {
            for right in OF_OPERANDS {
                for target in OF_TARGETS {
                    let lies = [left, right, target];
                    for shape in [[5, 6, 7], [9, 33, 26], [1, 40, 9], [9, 40, 1], [1, 70, 1]] {
                        for_all_dtypes!(check(level, shape, lies, None));
                    }
                    for_all_dtypes!(check(level, [13, 20, 29], lies, Some(Way::Blocks)));
                }
            }
        }
    }
}

#[test]
fn products_with_long_vectors() {
    for level in CpuLevel::available() {
        for shape in [[1, 1000, 1], [1, 1027, 3], [6, 515, 1], [2051, 5, 1], [1, 5, 2051], [1030, 9, 1]] {
            for lie in OF_OPERANDS {
                for_all_dtypes!(check(level, shape, [lie, Lie::C, Lie::C], None));
                for_all_dtypes!(check(level, shape, [Lie::C, lie, Lie::C], None));
            }
        }
    }
}

#[test]
fn products_in_blocks() {
    for level in CpuLevel::available() {
        for shape in [[17, 300, 50], [8, 257, 200], [40, 600, 25], [3, 2100, 70]] {
            for_all_dtypes!(check(level, shape, [Lie::C; 3], Some(Way::Blocks)));
        }
        for lies in [[Lie::Fortran, Lie::C, Lie::C], [Lie::C, Lie::Fortran, Lie::Sliced]] {
            for_all_dtypes!(check(level, [30, 520, 60], lies, Some(Way::Blocks)));
        }
    }
}

fn check_dot<T: Exact>(level: CpuLevel, length: usize) {
    let kernels = find_at(level, T::NUMBER).expect("products of this dtype");
    let left = Owned::<T>::new(1, length, Lie::C, 3);
    let mut right = Owned::<T>::new(length, 1, Lie::C, 5);
    let pairs = left.memory[..length].iter().copied().zip(right.memory[..length].iter().copied());
    let expected = T::sum_of_products(pairs);
    let squares = right.memory[..length].iter().copied().zip(right.memory[..length].iter().copied());
    let squares = T::sum_of_products(squares);
    let size = size_of::<T>() as isize;
    let both: Vec<T> = [&left.memory[..length], &right.memory[..length]].concat();
    let (left, right) = (both.as_ptr().cast(), right.matrix().start.cast_const());
    // The left vector and the right one, both with the right one; to the last place first.
    let mut found = [T::of(0); 3];
    let target = (&raw mut found[2]).cast();
    let dots = Dots {
        count: 2,
        length,
        left,
        left_step: size,
        right,
        right_step: size,
        conjugates: false,
        target,
        next: [length as isize * size, 0, -2 * size],
    };
    // SAFETY: all vectors are that long, and both targets are there.
    unsafe { kernels.dots(&dots) };
    let place = format!("{} {length} at {}", T::NUMBER.name(), level.name());
    assert_eq!(found, [squares, T::of(0), expected], "{place}");
}

#[test]
fn dot_products_of_all_lengths() {
    for level in CpuLevel::available() {
        for length in (0..130).chain([255, 256, 257, 1000]) {
            for_all_dtypes!(check_dot(level, length));
        }
    }
}

#[test]
fn the_left_vector_of_a_dot_product_may_be_conjugated() {
    for level in CpuLevel::available() {
        let kernels = find_at(level, C128::NUMBER).expect("products of this dtype");
        let left: Vec<C128> = (0..37).map(|at| Complex::new(f64::from(at), 2.0)).collect();
        let right: Vec<C128> = (0..37).map(|at| Complex::new(1.0, f64::from(-at))).collect();
        let expected: C128 = left.iter().zip(&right).map(|(a, b)| a.conj() * b).sum();
        let mut found = C128::default();
        let dots = Dots {
            count: 1,
            length: 37,
            left: left.as_ptr().cast(),
            left_step: 16,
            right: right.as_ptr().cast(),
            right_step: 16,
            conjugates: true,
            target: (&raw mut found).cast(),
            next: [0; 3],
        };
        // SAFETY: both vectors are that long.
        unsafe { kernels.dots(&dots) };
        assert_eq!(found, expected);
    }
}

/// What is computed beside the result, in registers that it does not fill, must not look like an error of the result.
#[test]
fn only_errors_of_the_result_are_raised() {
    for level in CpuLevel::available() {
        for way in [Way::AtOnce, Way::Blocks] {
            for (rows, inner, columns) in [(3, 4, 5), (3, 4, 1), (1, 3, 9), (7, 5, 31), (9, 9, 3)] {
                let kernels = find_at(level, f64::NUMBER).expect("products of this dtype");
                let way = if columns == 1 { Way::AtOnce } else { way };
                let mut left = Owned::<f64>::new(rows, inner, Lie::C, 3);
                let mut right = Owned::<f64>::new(inner, columns, Lie::C, 5);
                left.memory.fill(f64::INFINITY);
                right.memory.fill(2.0);
                let mut target = Owned::<f64>::new(rows, columns, Lie::C, 7);
                let shape = [rows, inner, columns];
                let matrices = [left.matrix(), right.matrix(), target.matrix()];
                let problem = Problem { shape, left: matrices[0], right: matrices[1], target: matrices[2] };
                status::clear();
                compute(kernels, problem, (rows > 1).then_some(way));
                assert_eq!(status::read(), FloatErrors::NONE, "{shape:?} {way:?} at {}", level.name());
                assert!(target.memory[..rows * columns].iter().all(|&sum| sum == f64::INFINITY));
            }
        }
    }
}

/// `a @ a.T` is symmetric to the last bit, for numbers whose products are not exact.
#[test]
fn products_with_the_transpose_are_symmetric() {
    for level in CpuLevel::available() {
        let kernels = find_at(level, C128::NUMBER).expect("products of this dtype");
        for way in [Way::AtOnce, Way::Blocks] {
            let (rows, inner) = (21, 67);
            let mut memory: Vec<C128> = (0..rows * inner)
                .map(|at| Complex::new((at as f64).sin(), (at as f64 * 1.7).cos()))
                .collect();
            let step = inner as isize * 16;
            let left = Matrix { start: memory.as_mut_ptr().cast(), row_step: step, column_step: 16 };
            let mut sums = vec![C128::default(); rows * rows];
            let target =
                Matrix { start: sums.as_mut_ptr().cast(), row_step: rows as isize * 16, column_step: 16 };
            let problem = Problem { shape: [rows, inner, rows], left, right: left.transposed(), target };
            compute(kernels, problem, Some(way));
            for row in 0..rows {
                for column in 0..row {
                    assert_eq!(sums[row * rows + column], sums[column * rows + row], "{row} {column}");
                }
            }
        }
    }
}

/// Whether a product is packed or not, and which of its rows are asked for, shows in no bit.
#[test]
fn all_ways_sum_alike() {
    for level in CpuLevel::available() {
        let kernels = find_at(level, f32::NUMBER).expect("products of this dtype");
        let (rows, inner, columns) = (19, 1300, 40);
        let numbers = |length: usize, factor: f32| -> Vec<f32> {
            (0..length).map(|at| (at as f32 * factor).sin()).collect()
        };
        let (mut a, mut b) = (numbers(rows * inner, 1.3), numbers(inner * columns, 0.7));
        let mut product = |rows: Range<usize>, way: Way| {
            let mut sums = vec![0_f32; rows.len() * columns];
            let matrix = |start: *mut f32, columns: usize| Matrix {
                start: start.cast(),
                row_step: columns as isize * 4,
                column_step: 4,
            };
            let problem = Problem {
                shape: [rows.len(), inner, columns],
                left: matrix(a[rows.start * inner..].as_mut_ptr(), inner),
                right: matrix(b.as_mut_ptr(), columns),
                target: matrix(sums.as_mut_ptr(), columns),
            };
            compute(kernels, problem, Some(way));
            sums
        };
        let whole = product(0..rows, Way::Blocks);
        assert_eq!(whole, product(0..rows, Way::AtOnce), "{}", level.name());
        for start in [0, 3, 8, 17] {
            for end in [start + 2, rows] {
                let some = &whole[start * columns..end * columns];
                assert_eq!(some, product(start..end, Way::AtOnce), "{}", level.name());
                assert_eq!(some, product(start..end, Way::Blocks), "{}", level.name());
            }
        }
    }
}
