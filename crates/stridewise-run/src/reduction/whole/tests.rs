//! The tree beside single folds and naive definitions, over lengths, dtypes, numbers of threads and sources.
#![expect(unsafe_code, reason = "calls folds on slices")]

use stridewise_core::dtype::{C64, C128, F16};
use stridewise_core::{Element, Value, dispatch};

use super::*;
use crate::threads::set_count;

/// Work that always pays for threads.
const MUCH: usize = usize::MAX;

/// Elements that are brought into scratch, as a pass that computes them does.
struct Computed<'a, T>(&'a [T]);

impl<T: Element> Elements for Computed<'_, T> {
    type Scratch = Vec<T>;

    fn scratch(&self) -> Vec<T> {
        vec![T::default(); LEAF]
    }

    unsafe fn run(&self, range: Range<usize>, scratch: &mut Vec<T>) -> Run {
        let length = range.len();
        scratch[..length].copy_from_slice(&self.0[range]);
        Run { start: scratch.as_mut_ptr().cast(), stride: size_of::<T>() as isize }
    }

    fn may_stop_early(&self) -> bool {
        false
    }
}

fn in_memory<T>(elements: &[T]) -> InMemory {
    InMemory(Run { start: elements.as_ptr().cast_mut().cast(), stride: size_of::<T>() as isize })
}

fn lengths() -> impl Iterator<Item = usize> {
    (1..5000).step_by(97).chain([LEAF, LEAF + 1, 100_000, 131_072, 1_000_003])
}

/// Numbers of both signs and many sizes, the same for every dtype as far as it holds them.
fn numbers<T: Element>(length: usize) -> Vec<T> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1 << 28) - 4.0
    };
    (0..length)
        .map(|_| {
            let (re, im) = (next(), next());
            let value = match T::NUMBER {
                number if number.is_complex() => Value::Complex(C128::new(re, im)),
                number if number.is_inexact() => Value::Float(re),
                _ => Value::Int((re * 1000.0) as i128),
            };
            value.cast::<T>()
        })
        .collect()
}

/// What every number of threads and both sources give.
fn everywhere<T: Element>(op: Op, number: Number, start: Option<Cell>, elements: &[T]) -> [u8; 16] {
    let whole = Whole::of(op, number, T::NUMBER).unwrap();
    let bytes = |mut cell: Cell| -> [u8; 16] {
        let start = cell.run().start.cast::<[u8; 16]>();
        // SAFETY: a cell holds sixteen bytes.
        unsafe { start.read_unaligned() }
    };
    let alone = bytes(whole.reduce(elements.len(), start, &in_memory(elements), 0));
    for threads in 1..=4 {
        set_count(threads);
        let shared = bytes(whole.reduce(elements.len(), start, &in_memory(elements), MUCH));
        assert_eq!(shared, alone, "{op:?} {number:?} {} on {threads}", elements.len());
        let computed = bytes(whole.reduce(elements.len(), start, &Computed(elements), MUCH));
        assert_eq!(computed, alone, "{op:?} {number:?} {} computed on {threads}", elements.len());
    }
    alone
}

/// One fold over all elements.
fn folded<T: Element>(op: Op, elements: &[T], start: Cell) -> [u8; 16] {
    let fold = reduction::find(op, T::NUMBER).unwrap();
    let mut accumulator = start;
    let target = accumulator.run().start;
    // SAFETY: the slice's own elements, and a cell of their dtype.
    unsafe {
        fold(elements.len(), elements.as_ptr().cast(), size_of::<T>() as isize, target);
        target.cast::<[u8; 16]>().read_unaligned()
    }
}

#[test]
fn sums_have_the_bits_of_one_pairwise_sum() {
    fn check<T: Element>(length: usize) {
        let elements = numbers::<T>(length);
        for start in [Value::Int(0), Value::Float(-0.0), Value::Float(0.3)] {
            let start = Cell::new(T::NUMBER.native(), start);
            let found = everywhere(Op::Add, T::NUMBER, Some(start), &elements);
            assert_eq!(found, folded(Op::Add, &elements, start), "{:?} {length}", T::NUMBER);
        }
    }
    for length in lengths() {
        check::<F16>(length);
        check::<f32>(length);
        check::<f64>(length);
        check::<C64>(length);
        check::<C128>(length);
    }
    check::<f64>(3_000_001);
}

/// The tree as it is defined: halves at multiples of eight, blocks of at most 128 in eight lanes.
fn pairwise(elements: &[f64]) -> f64 {
    let length = elements.len();
    if length < 8 {
        return elements[1..].iter().fold(elements[0], |sum, element| sum + element);
    }
    if length > 128 {
        let (left, right) = elements.split_at(length / 2 / 8 * 8);
        return pairwise(left) + pairwise(right);
    }
    let (rows, rest) = elements.as_chunks::<8>();
    let mut lanes = rows[0];
    for row in &rows[1..] {
        for (sum, element) in lanes.iter_mut().zip(row) {
            *sum += element;
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    rest.iter().fold(((a + b) + (c + d)) + ((e + f) + (g + h)), |sum, element| sum + element)
}

#[test]
fn the_tree_is_the_one_that_is_written_down() {
    for length in (1..1500).chain(lengths()) {
        let elements = numbers::<f64>(length);
        let expected = pairwise(&elements);
        assert_eq!(everywhere(Op::Add, Number::F64, None, &elements), expected.to_bytes(), "{length}");
        let apart: Vec<[f64; 3]> = elements.iter().map(|&element| [element, f64::NAN, 0.0]).collect();
        let run = InMemory(Run { start: apart.as_ptr().cast_mut().cast(), stride: 24 });
        let sum = Whole::of(Op::Add, Number::F64, Number::F64).unwrap().reduce(length, None, &run, 0);
        // SAFETY: a cell holds sixteen bytes.
        let bytes = unsafe { sum.address().cast::<[u8; 16]>().read_unaligned() };
        assert_eq!(bytes, expected.to_bytes(), "{length}");
    }
}

#[test]
fn a_sum_of_negative_zeros_is_one() {
    let zeros = vec![-0.0_f64; 10_000];
    assert_eq!(everywhere(Op::Add, Number::F64, None, &zeros), (-0.0_f64).to_bytes());
}

#[test]
fn every_operation_gives_the_same_bits_everywhere() {
    for op in Op::all().filter(|op| op.row().inputs == 2 && op.row().outputs == 1) {
        for number in
            [Number::Bool, Number::I8, Number::U32, Number::I64, Number::F16, Number::F32, Number::C128]
        {
            dispatch!(number, T => {
                if Whole::of(op, number, number).is_none() || op.row().core_dimensions.is_some() {
                    continue;
                }
                let costly = matches!(op, Op::Gcd | Op::Lcm | Op::Power | Op::FloatPower);
                for length in [1, 7, 40, 2047, 2049, if costly { 5000 } else { 150_001 }] {
                    everywhere(op, number, None, &numbers::<T>(length));
                    stridewise_kernels::status::take_refusal();
                }
            });
        }
    }
}

#[test]
fn integers_and_extremes_are_those_of_a_naive_loop() {
    for length in lengths() {
        let elements = numbers::<i64>(length);
        let sum = elements.iter().fold(0_i64, |a, b| a.wrapping_add(*b));
        assert_eq!(everywhere(Op::Add, Number::I64, None, &elements), sum.to_bytes());
        let product = elements.iter().fold(1_i64, |a, b| a.wrapping_mul(*b));
        assert_eq!(everywhere(Op::Multiply, Number::I64, None, &elements), product.to_bytes());
        let mut floats = numbers::<f64>(length);
        let largest = floats.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(everywhere(Op::Maximum, Number::F64, None, &floats), largest.to_bytes());
        floats[length / 2] = f64::NAN;
        assert_eq!(everywhere(Op::Minimum, Number::F64, None, &floats), f64::NAN.to_bytes());
        if length > 1 {
            assert_eq!(everywhere(Op::Fmax, Number::F64, None, &floats).len(), 16);
        }
    }
}

#[test]
fn truth_is_found_wherever_it_stands() {
    for length in [1, 100, 2048, 5000, 200_000] {
        for place in [0, length / 3, length - 1] {
            let mut elements = vec![0.0_f32; length];
            assert_eq!(everywhere(Op::LogicalOr, Number::Bool, None, &elements)[0], 0);
            elements[place] = 0.5;
            assert_eq!(everywhere(Op::LogicalOr, Number::Bool, None, &elements)[0], 1);
            assert_eq!(everywhere(Op::LogicalAnd, Number::Bool, None, &elements)[0], u8::from(length == 1));
        }
    }
}

#[test]
fn products_leave_the_range_of_numbers_where_they_do_in_order() {
    let naive = |elements: &[f64]| elements.iter().product::<f64>();
    for length in [20, 64, 5000] {
        // Alternating factors whose lanes would overflow and vanish.
        let alternating: Vec<f64> =
            (0..length).map(|place| if place % 2 == 0 { 1e200 } else { 1e-200 }).collect();
        let found = f64::from_bytes(everywhere(Op::Multiply, Number::F64, None, &alternating));
        let expected = naive(&alternating);
        assert!((found - expected).abs() <= expected.abs() * 1e-10, "{found} {expected}");
        // First towards zero, then away from it.
        let falling: Vec<f64> = (0..length).map(|place| 0.001 + place as f64).collect();
        let rising: Vec<f64> = falling.iter().rev().map(|factor| 1.0 / factor).collect();
        for elements in [falling, rising] {
            let found = f64::from_bytes(everywhere(Op::Multiply, Number::F64, None, &elements));
            let expected = naive(&elements);
            assert!(found == expected || (found / expected - 1.0).abs() < 1e-10, "{found} {expected}");
        }
        let mut special = vec![0.5_f64; length];
        special[3] = 0.0;
        special[length - 1] = f64::INFINITY;
        assert!(f64::from_bytes(everywhere(Op::Multiply, Number::F64, None, &special)).is_nan());
    }
}
