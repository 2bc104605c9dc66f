//! Transforms of arrays: long ones, layouts, and threads.

use stridewise::fft::{Axes, Kind, Norm, Transform, along_axes};
use stridewise::{Array, Order};
use stridewise_core::dtype::C128;

fn numbers(count: usize) -> Vec<C128> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut draw = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    (0..count).map(|_| C128::new(draw(), draw())).collect()
}

fn apply(kind: Kind, array: &Array, points: usize, axis: usize) -> Array {
    let transform = Transform::new(kind, points as i64, axis, Norm::Backward).unwrap();
    transform.apply(array, None).unwrap().0
}

fn largest_difference(a: &Array, b: &Array) -> f64 {
    let (a, b) = (a.to_vec::<C128>(), b.to_vec::<C128>());
    assert_eq!(a.len(), b.len());
    a.iter().zip(&b).map(|(a, b)| (a - b).norm()).fold(0.0, f64::max)
}

/// Lengths that are cut in two, of every kind of factor, and their neighbours that are not.
const LONG: [usize; 7] = [1 << 15, 1 << 17, 65537, 3 * 5 * 7 * 11 * 64, 257 * 251, 100_000, 211 * 4 * 307];

#[test]
fn long_transforms_are_what_short_ones_of_their_columns_make() {
    for length in LONG {
        let elements = numbers(length);
        let array = Array::from_elements(&elements).unwrap();
        let spectrum = apply(Kind::Forward, &array, length, 0).to_vec::<C128>();
        // The sum itself, for some frequencies.
        for frequency in [0, 1, 2, length / 3, length / 2, length - 1] {
            let sum: C128 = elements
                .iter()
                .enumerate()
                .map(|(place, number)| {
                    let turns = (place as u128 * frequency as u128 % length as u128) as f64 / length as f64;
                    number * C128::cis(-std::f64::consts::TAU * turns)
                })
                .sum();
            assert!((sum - spectrum[frequency]).norm() < 1e-10, "{length} at {frequency}");
        }
        let back = apply(Kind::Inverse, &Array::from_elements(&spectrum).unwrap(), length, 0);
        assert!(largest_difference(&back, &array) < 1e-14, "{length}");
    }
}

#[test]
fn long_real_transforms_are_half_of_the_complex_ones() {
    for length in [1 << 16, 1 << 18, 200_000, 65_538] {
        let reals: Vec<f64> = numbers(length).iter().map(|number| number.re).collect();
        let array = Array::from_elements(&reals).unwrap();
        let complex = array.astype(stridewise::DType::C128, Order::C).unwrap();
        for (kind, of_complex) in [(Kind::Forward, Kind::Forward), (Kind::Inverse, Kind::Inverse)] {
            let (whole, wanted) = (apply(kind, &array, length, 0), apply(of_complex, &complex, length, 0));
            assert!(largest_difference(&whole, &wanted) < 1e-10, "{length} {kind:?}");
        }
        let half = apply(Kind::RealForward, &array, length, 0);
        assert_eq!(half.shape(), [length / 2 + 1]);
        let back = apply(Kind::RealInverse, &half, length, 0).to_vec::<f64>();
        let error = back.iter().zip(&reals).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(error < 1e-14, "{length}");
    }
}

#[test]
fn bits_do_not_depend_on_threads() {
    let results = [1, 2, 3, 7].map(|threads| {
        stridewise::run::threads::set_count(threads);
        let long = Array::from_elements(&numbers(1 << 17)).unwrap();
        let plane = long.reshape(&[1 << 8, 1 << 9], Order::C).unwrap();
        let axes = Axes::default();
        [
            apply(Kind::Forward, &long, 1 << 17, 0).to_vec::<C128>(),
            along_axes(Kind::Inverse, &plane, &axes, Norm::Ortho, None).unwrap().0.to_vec::<C128>(),
            apply(Kind::Forward, &plane.transposed(), 1 << 9, 0).to_vec::<C128>(),
        ]
    });
    assert!(results.iter().all(|result| *result == results[0]));
}

#[test]
fn lanes_may_be_read_where_they_are_written() {
    let elements = numbers(40 * 24);
    for axis in [0, 1] {
        let array = Array::from_slice(&elements, &[40, 24]).unwrap();
        let points = array.shape()[axis];
        let wanted = apply(Kind::Forward, &array, points, axis);
        let transform = Transform::new(Kind::Forward, points as i64, axis, Norm::Backward).unwrap();
        let backwards = stridewise::shape::flip(&array, None).unwrap();
        transform.apply(&array, Some(&backwards)).unwrap();
        assert_eq!(backwards.to_vec::<C128>(), wanted.to_vec::<C128>());
        let array = Array::from_slice(&elements, &[40, 24]).unwrap();
        transform.apply(&array, Some(&array)).unwrap();
        assert_eq!(array.to_vec::<C128>(), wanted.to_vec::<C128>());
    }
}

#[test]
fn what_is_inferred_is_what_comes() {
    use stridewise_core::operation::{Operation, Outline};
    let array = Array::from_slice(&numbers(60), &[3, 4, 5]).unwrap();
    for array in [array.clone(), array.transposed(), array.permuted(&[1, 0, 2])] {
        for (kind, axis) in [(Kind::Forward, 0), (Kind::Inverse, 1), (Kind::RealInverse, 2)] {
            let transform = Transform::new(kind, 7, axis, Norm::Ortho).unwrap();
            let outline = Outline { dtype: array.dtype(), layout: array.layout().clone() };
            let inferred = transform.infer(&[outline]).unwrap();
            let result = transform.apply(&array, None).unwrap().0;
            assert_eq!((inferred[0].dtype, &inferred[0].layout), (result.dtype(), result.layout()));
        }
    }
}
