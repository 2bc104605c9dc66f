//! What factors multiply back to, for matrices of every number and kind.

use std::mem::MaybeUninit;

use num_complex::Complex;
use stridewise_linalg::{Alone, Iterative, Linear, Real, Scalar, Space, Vectors, qr_work_length};
use stridewise_testkit::matrices::{product, transposed};
use stridewise_testkit::words::Words;

fn random<T: Scalar>(words: &mut Words, length: usize, make: fn(f64, f64) -> T) -> Vec<T> {
    (0..length).map(|_| make(words.number(), words.number())).collect()
}

fn bytes(count: usize) -> Vec<MaybeUninit<u8>> {
    vec![MaybeUninit::uninit(); count]
}

fn adjoint<T: Scalar>(matrix: &[T], rows: usize, columns: usize) -> Vec<T> {
    transposed(matrix, rows, columns, T::conjugate)
}

fn require_close<T: Scalar>(found: &[T], expected: &[T], sizes: usize, what: &str) {
    let tolerance = T::Size::EPSILON * T::Size::of_f64(50.0 * (sizes + 3) as f64);
    for (&one, &other) in found.iter().zip(expected) {
        assert!((one - other).size() <= tolerance, "{what}: {one:?} {other:?}");
    }
}

fn identity<T: Scalar>(n: usize) -> Vec<T> {
    (0..n * n).map(|place| if place % (n + 1) == 0 { T::ONE } else { T::ZERO }).collect()
}

fn orthogonal_factors<T: Linear>(make: fn(f64, f64) -> T) {
    let mut words = Words::new(7);
    for (rows, columns) in [(1, 1), (3, 5), (5, 3), (40, 40), (70, 65), (65, 70), (130, 50), (100, 100)] {
        for deficient in [false, true] {
            let mut matrix = random(&mut words, rows * columns, make);
            if deficient {
                let copy = matrix[..rows].to_vec();
                matrix[(columns - 1) * rows..].copy_from_slice(&copy);
                matrix[columns / 2 * rows..(columns / 2 + 1) * rows].fill(T::ZERO);
            }
            let mut factors = matrix.clone();
            let mut scales = vec![T::ZERO; rows.min(columns)];
            let mut work = vec![T::ZERO; qr_work_length(rows.max(columns))];
            T::factor_qr(&mut factors, rows, columns, &mut scales, &mut work, &Alone);
            let mut q = vec![T::ZERO; rows * rows];
            T::form_q(&mut factors, rows, &scales, &mut q, rows, &mut work, &Alone);
            for column in 0..columns {
                for row in column + 1..rows {
                    factors[column * rows + row] = T::ZERO;
                }
            }
            let what = format!("{rows} by {columns}");
            require_close(&product(&q, &factors, [rows, rows, columns]), &matrix, rows + columns, &what);
            let square = product(&adjoint(&q, rows, rows), &q, [rows; 3]);
            require_close(&square, &identity(rows), rows, &what);
        }
    }
}

fn equations<T: Linear>(make: fn(f64, f64) -> T) {
    let mut words = Words::new(11);
    for n in [0, 1, 2, 5, 16, 17, 33, 100] {
        let mut matrix = random(&mut words, n * n, make);
        for place in 0..n {
            matrix[place * (n + 1)] += make((n + 1) as f64, 0.0);
        }
        let mut inverse = vec![T::ZERO; n * n];
        let mut space = bytes(T::invert_space(n));
        T::invert(&mut matrix.clone(), n, &mut inverse, &mut Space::new(&mut space)).unwrap();
        require_close(&product(&matrix, &inverse, [n; 3]), &identity(n), n, "inverse");
        let mut solution = identity(n);
        let mut space = bytes(T::solve_space(n, n));
        T::solve(&mut matrix.clone(), n, &mut solution, n, &mut Space::new(&mut space)).unwrap();
        require_close(&solution, &inverse, n, "solution");
        let hermitian = product(&matrix, &adjoint(&matrix, n, n), [n; 3]);
        let mut lower = hermitian.clone();
        let mut space = bytes(T::cholesky_space(n));
        T::cholesky(&mut lower, n, &mut Space::new(&mut space)).unwrap();
        let scale = T::of_real(T::Size::of_f64(1.0 / (n.max(1) * n.max(1)) as f64));
        let back: Vec<T> =
            product(&lower, &adjoint(&lower, n, n), [n; 3]).into_iter().map(|x| x * scale).collect();
        let expected: Vec<T> = hermitian.into_iter().map(|x| x * scale).collect();
        require_close(&back, &expected, n, "cholesky");
    }
    for n in [3, 20] {
        let mut space = bytes(T::invert_space(n).max(T::determinant_space(n)));
        let ones = vec![T::ONE; n * n];
        assert!(T::invert(&mut ones.clone(), n, &mut ones.clone(), &mut Space::new(&mut space)).is_err());
        assert_eq!(T::determinant(&mut ones.clone(), n, &mut Space::new(&mut space)), T::ZERO);
        let mut space = bytes(T::cholesky_space(n));
        assert!(T::cholesky(&mut vec![-T::ONE; n * n], n, &mut Space::new(&mut space)).is_err());
    }
}

fn spectra<T: Iterative>(make: fn(f64, f64) -> T) {
    let mut words = Words::new(13);
    for (rows, columns) in [(1, 1), (4, 2), (2, 4), (30, 10), (10, 30), (40, 40), (60, 55)] {
        let matrix = random(&mut words, rows * columns, make);
        let length = rows.min(columns);
        let mut values = vec![0.0; length];
        let (mut left, mut right) = (vec![T::ZERO; rows * length], vec![T::ZERO; columns * length]);
        let mut space = bytes(T::singular_space(rows, columns, Vectors::Reduced));
        let (mut copy, shape) = (matrix.clone(), [rows, columns]);
        let space = &mut Space::new(&mut space);
        T::singular(&mut copy, shape, Vectors::Reduced, &mut values, &mut left, &mut right, space).unwrap();
        for (vector, &value) in left.chunks_exact_mut(rows).zip(&values) {
            vector.iter_mut().for_each(|element| *element = element.times_real(value));
        }
        let back = product(&left, &adjoint(&right, columns, length), [rows, length, columns]);
        require_close(&back, &matrix, rows + columns, "singular");
        let mut alone = vec![0.0; length];
        let mut space = bytes(T::singular_space(rows, columns, Vectors::None));
        let space = &mut Space::new(&mut space);
        T::singular(&mut matrix.clone(), shape, Vectors::None, &mut alone, &mut [], &mut [], space).unwrap();
        require_close(&alone, &values, rows + columns, "singular values");
    }
    for n in [1, 2, 3, 20, 90] {
        let any = random(&mut words, n * n, make);
        let other = adjoint(&any, n, n);
        let hermitian: Vec<T> = any.iter().zip(&other).map(|(&a, &b)| (a + b).times_real(0.5)).collect();
        let (mut values, mut vectors) = (vec![0.0; n], vec![T::ZERO; n * n]);
        let mut space = bytes(T::symmetric_space(n, true));
        let space = &mut Space::new(&mut space);
        T::symmetric(&mut hermitian.clone(), n, &mut values, Some(&mut vectors), space).unwrap();
        let mut scaled = vectors.clone();
        for (vector, &value) in scaled.chunks_exact_mut(n).zip(&values) {
            vector.iter_mut().for_each(|element| *element = element.times_real(value));
        }
        require_close(&product(&hermitian, &vectors, [n; 3]), &scaled, n, "eigenvectors");
        let mut alone = vec![0.0; n];
        let mut space = bytes(T::symmetric_space(n, false));
        T::symmetric(&mut hermitian.clone(), n, &mut alone, None, &mut Space::new(&mut space)).unwrap();
        require_close(&alone, &values, n, "eigenvalues");
    }
}

#[test]
fn orthogonal_factors_multiply_back() {
    orthogonal_factors::<f32>(|a, _| a as f32);
    orthogonal_factors::<f64>(|a, _| a);
    orthogonal_factors::<Complex<f32>>(|a, b| Complex::new(a as f32, b as f32));
    orthogonal_factors::<Complex<f64>>(Complex::new);
}

#[test]
fn solutions_satisfy_their_equations() {
    equations::<f32>(|a, _| a as f32);
    equations::<f64>(|a, _| a);
    equations::<Complex<f32>>(|a, b| Complex::new(a as f32, b as f32));
    equations::<Complex<f64>>(Complex::new);
}

#[test]
fn singular_and_eigenvectors_multiply_back() {
    spectra::<f64>(|a, _| a);
    spectra::<Complex<f64>>(Complex::new);
}
