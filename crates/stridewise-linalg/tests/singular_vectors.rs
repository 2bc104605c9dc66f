//! Singular vectors of matrices that are hard on iterations and divisions: of every kind, shape and number.

use std::mem::MaybeUninit;

use num_complex::Complex;
use stridewise_linalg::{Alone, Iterative, Space, Vectors, qr_work_length};
use stridewise_testkit::matrices::{product, transposed};
use stridewise_testkit::words::Words;

fn random<T: Iterative>(length: usize, seed: u64, make: fn(f64, f64) -> T) -> Vec<T> {
    let mut words = Words::new(seed);
    (0..length).map(|_| make(words.number(), words.number())).collect()
}

fn adjoint<T: Iterative>(matrix: &[T], rows: usize, columns: usize) -> Vec<T> {
    transposed(matrix, rows, columns, T::conjugate)
}

/// `count` orthonormal columns.
fn basis<T: Iterative>(rows: usize, count: usize, seed: u64, make: fn(f64, f64) -> T) -> Vec<T> {
    let mut factors = random(rows * count, seed, make);
    let mut scales = vec![T::ZERO; count];
    let mut work = vec![T::ZERO; qr_work_length(rows)];
    T::factor_qr(&mut factors, rows, count, &mut scales, &mut work, &Alone);
    let mut basis = vec![T::ZERO; rows * count];
    T::form_q(&mut factors, rows, &scales, &mut basis, count, &mut work, &Alone);
    basis
}

fn of_values<T: Iterative>(
    [rows, columns]: [usize; 2],
    make: fn(f64, f64) -> T,
    value: impl Fn(usize) -> f64,
) -> Vec<T> {
    let count = rows.min(columns);
    let mut left = basis(rows, count, 5, make);
    for (place, column) in left.chunks_exact_mut(rows).enumerate() {
        column.iter_mut().for_each(|element| *element = element.times_real(value(place)));
    }
    product(&left, &adjoint(&basis(columns, count, 6, make), columns, count), [rows, count, columns])
}

fn by_place<T: Iterative>([rows, columns]: [usize; 2], element: impl Fn(usize, usize) -> f64) -> Vec<T> {
    (0..rows * columns).map(|place| T::of_real(element(place % rows, place / rows))).collect()
}

fn kinds<T: Iterative>(shape: [usize; 2], make: fn(f64, f64) -> T) -> Vec<(&'static str, Vec<T>)> {
    let [rows, columns] = shape;
    let count = rows.min(columns);
    let scaled =
        |factor| random(rows * columns, 9, make).into_iter().map(|x: T| x.times_real(factor)).collect();
    vec![
        ("random", scaled(1.0)),
        ("huge", scaled(1e300)),
        ("tiny", scaled(1e-310)),
        ("zero", scaled(0.0)),
        ("graded", of_values(shape, make, |place| 10_f64.powf(-16.0 * place as f64 / count as f64))),
        ("steep", of_values(shape, make, |place| 10_f64.powf(-200.0 * place as f64 / count as f64))),
        ("clustered", of_values(shape, make, |place| 1.0 + 1e-13 * place as f64)),
        ("equal", of_values(shape, make, |_| 3.0)),
        ("two values", of_values(shape, make, |place| if place < count / 2 { 2.0 } else { 1.0 })),
        ("one", of_values(shape, make, |place| if place == 0 { 1.0 } else { 0.0 })),
        ("quarter", of_values(shape, make, |place| if place < count / 4 { 1.0 + place as f64 } else { 0.0 })),
        ("half", of_values(shape, make, |place| if place < count / 2 { 1.0 + place as f64 } else { 0.0 })),
        ("all but one", of_values(shape, make, |place| if place + 1 < count { 1.0 } else { 0.0 })),
        ("hilbert", by_place(shape, |row, column| 1.0 / (1 + row + column) as f64)),
        ("ones", by_place(shape, |_, _| 1.0)),
        ("integers", by_place(shape, |row, column| ((row * 7 + column * 3) % 5) as f64)),
        ("bidiagonal", by_place(shape, |row, column| f64::from(row == column || row + 1 == column))),
        ("triangle", by_place(shape, |row, column| f64::from(row <= column))),
        ("block", by_place(shape, |row, column| f64::from(row < rows / 3 && column < columns / 2))),
    ]
}

fn size<T: Iterative>(matrix: &[T]) -> f64 {
    let largest = matrix.iter().fold(0.0_f64, |largest, element| largest.max(element.size()));
    if largest == 0.0 || largest.is_nan() {
        return largest;
    }
    largest * matrix.iter().map(|element| (element.size() / largest).powi(2)).sum::<f64>().sqrt()
}

/// How far columns are from orthonormal ones.
fn off_identity<T: Iterative>(columns: &[T], height: usize) -> f64 {
    let count = columns.len() / height;
    let mut square = product(&adjoint(columns, height, count), columns, [count, height, count]);
    square.iter_mut().step_by(count + 1).for_each(|element| *element -= T::ONE);
    size(&square)
}

fn decompositions_hold<T: Iterative>(make: fn(f64, f64) -> T) {
    for shape in [[20, 20], [33, 33], [100, 100], [70, 40], [40, 70], [130, 50], [50, 130]] {
        let [rows, columns] = shape;
        let count = rows.min(columns);
        for (kind, matrix) in kinds(shape, make) {
            let mut alone = vec![f64::NAN; count];
            let mut space = vec![MaybeUninit::uninit(); T::singular_space(rows, columns, Vectors::None)];
            let space = &mut Space::new(&mut space);
            T::singular(&mut matrix.clone(), shape, Vectors::None, &mut alone, &mut [], &mut [], space)
                .unwrap();
            for vectors in [Vectors::Reduced, Vectors::Full] {
                let what = format!("{kind} {rows} by {columns} {vectors:?}");
                let (left_width, right_width) = vectors.widths(rows, columns);
                let mut values = vec![f64::NAN; count];
                let (mut left, mut right) =
                    (vec![T::ONE; rows * left_width], vec![T::ONE; columns * right_width]);
                let mut space = vec![MaybeUninit::uninit(); T::singular_space(rows, columns, vectors)];
                let space = &mut Space::new(&mut space);
                T::singular(&mut matrix.clone(), shape, vectors, &mut values, &mut left, &mut right, space)
                    .unwrap();
                assert!(
                    values.windows(2).all(|pair| pair[0] >= pair[1]) && values[count - 1] >= 0.0,
                    "{what}"
                );
                let bound = 30.0 * f64::EPSILON * ((rows + columns) as f64).sqrt();
                let (off_left, off_right) = (off_identity(&left, rows), off_identity(&right, columns));
                assert!(off_left.max(off_right) <= bound, "{what}: {off_left:e} {off_right:e}");
                let mut back = left[..rows * count].to_vec();
                for (column, &value) in back.chunks_exact_mut(rows).zip(&values) {
                    column.iter_mut().for_each(|element| *element = element.times_real(value));
                }
                let right = adjoint(&right[..columns * count], columns, count);
                let mut back = product(&back, &right, [rows, count, columns]);
                back.iter_mut().zip(&matrix).for_each(|(element, &other)| *element -= other);
                // Of the tiniest numbers the last digits are missing.
                let bound = bound * values[0] + 1e-320;
                for (one, other) in alone.iter().zip(&values) {
                    assert!((one - other).abs() <= bound, "{what}: {one:e} {other:e}");
                }
                assert!(size(&back) <= bound, "{what}: {:e} {bound:e}", size(&back));
            }
        }
    }
}

#[test]
fn singular_vectors_of_hard_real_matrices_hold() {
    decompositions_hold::<f64>(|a, _| a);
}

#[test]
fn singular_vectors_of_hard_complex_matrices_hold() {
    decompositions_hold::<Complex<f64>>(Complex::new);
}
