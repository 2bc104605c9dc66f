//! Decompositions of stacks, on any number of threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use stridewise::linalg::{
    QrMode, Triangle, cholesky, condition, determinant, eigen, eigenvalues, eigh, eigvalsh, hermitian_svd,
    inverse, log_determinant, pseudo_inverse, qr, qr_raw, singular_values, solve, svd,
};
use stridewise::norm::Norm;
use stridewise::run::interrupt;
use stridewise::run::threads::set_count;
use stridewise::{Array, Number, Order, Result};
use stridewise_core::dtype::C128;
use stridewise_core::error::ErrorKind;

type Routine = fn(&Array) -> Result<Vec<Array>>;

const ROUTINES: [(&str, Routine); 20] = [
    ("inverse", |a| Ok(vec![inverse(a)?])),
    ("solve", |a| Ok(vec![solve(a, a)?])),
    ("solve for one vector", |a| {
        Ok(vec![solve(a, &Array::from_elements(&numbers(a.shape()[a.ndim() - 1]))?)?])
    }),
    ("determinant", |a| Ok(vec![determinant(a)?])),
    ("log_determinant", |a| log_determinant(a).map(|(sign, logarithm)| vec![sign, logarithm])),
    ("cholesky", |a| Ok(vec![cholesky(a, false)?])),
    ("upper cholesky", |a| Ok(vec![cholesky(a, true)?])),
    ("qr", |a| qr(a, QrMode::Reduced).map(|(q, r)| q.into_iter().chain([r]).collect())),
    ("r", |a| Ok(vec![qr(a, QrMode::R)?.1])),
    ("raw qr", |a| qr_raw(a).map(|(factors, scales)| vec![factors, scales])),
    ("svd", |a| svd(a, false).map(|(left, values, right)| vec![left, values, right])),
    ("singular_values", |a| Ok(vec![singular_values(a)?])),
    ("hermitian_svd", |a| hermitian_svd(a).map(|(left, values, right)| vec![left, values, right])),
    ("eigh", |a| eigh(a, Triangle::Upper).map(|(values, vectors)| vec![values, vectors])),
    ("eigvalsh", |a| Ok(vec![eigvalsh(a, Triangle::Lower)?])),
    ("eigen", |a| eigen(a).map(|(values, vectors)| vec![values, vectors])),
    ("eigenvalues", |a| Ok(vec![eigenvalues(a)?])),
    ("pseudo_inverse", |a| Ok(vec![pseudo_inverse(a, &Array::from_elements(&[1e-15])?, false)?])),
    ("hermitian pseudo_inverse", |a| Ok(vec![pseudo_inverse(a, &Array::from_elements(&[1e-15])?, true)?])),
    ("condition", |a| Ok(vec![condition(a, Norm::Order(1.0))?])),
];

/// Numbers between minus one and one, always the same.
fn numbers(count: usize) -> Vec<f64> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Positive definite matrices.
fn stack(shape: &[usize], number: Number) -> Array {
    let order = shape[shape.len() - 1];
    let random = numbers(2 * shape.iter().product::<usize>());
    let element = |place: usize| {
        let (row, column) = (place / order % order, place % order);
        let first = place - row * order - column;
        let other = first + row.min(column) * order + row.max(column);
        let imaginary = random[2 * other + 1] * f64::from(i8::from(row > column) - i8::from(row < column));
        C128::new(random[2 * other] + if row == column { 1.5 * order as f64 } else { 0.0 }, imaginary)
    };
    let elements: Vec<C128> = (0..random.len() / 2).map(element).collect();
    Array::from_slice(&elements, shape).unwrap().astype(number.native(), Order::C).unwrap()
}

fn bits(arrays: &[Array]) -> Vec<(u64, u64)> {
    let elements = arrays.iter().flat_map(|array| array.cast_to_vec::<C128>().unwrap());
    elements.map(|element| (element.re.to_bits(), element.im.to_bits())).collect()
}

#[test]
fn bits_do_not_depend_on_threads() {
    let small: &[&[usize]] = &[&[2, 700, 4, 4], &[60, 13, 13]];
    let large: &[&[usize]] = &[&[12, 30, 30], &[3, 70, 70], &[270, 270]];
    let all = [(Number::F64, small), (Number::C128, small), (Number::F32, small), (Number::F64, large)];
    for (number, shapes) in all {
        for shape in shapes {
            let array = stack(shape, number);
            for (name, routine) in ROUTINES {
                let results = [1, 2, 3].map(|threads| {
                    set_count(threads);
                    bits(&routine(&array).unwrap())
                });
                assert!(
                    results[1] == results[0] && results[2] == results[0],
                    "{name} of {shape:?} {number:?}"
                );
            }
        }
    }
}

#[test]
fn a_matrix_of_a_stack_is_decomposed_as_it_is_alone() {
    set_count(2);
    let array = stack(&[2000, 5, 5], Number::F64);
    for (name, routine) in ROUTINES {
        let together = routine(&array).unwrap();
        for place in [0, 1, 1024, 1999] {
            let at =
                |array: &Array| stridewise::shape::slice_along(array, 0, place, Some(place + 1)).unwrap();
            let own: Vec<Array> = together.iter().map(at).collect();
            assert!(bits(&own) == bits(&routine(&at(&array)).unwrap()), "{name} {place}");
        }
    }
}

#[test]
fn one_wrong_matrix_in_the_middle_is_told_or_marked() {
    let mut elements = stack(&[3000, 5, 5], Number::F64).to_vec::<f64>();
    let singular = 1300;
    elements[singular * 25..(singular + 1) * 25].fill(0.0);
    let mut poisoned = elements.clone();
    poisoned[1700 * 25..1701 * 25].fill(f64::NAN);
    let array = Array::from_slice(&elements, &[3000, 5, 5]).unwrap();
    let poisoned = Array::from_slice(&poisoned, &[3000, 5, 5]).unwrap();
    for threads in [1, 2, 3] {
        set_count(threads);
        for (name, message) in [
            ("inverse", "Singular matrix"),
            ("solve", "Singular matrix"),
            ("cholesky", "Matrix is not positive definite"),
        ] {
            let (_, routine) = ROUTINES.into_iter().find(|&(other, _)| other == name).unwrap();
            for array in [&array, &poisoned] {
                let error = routine(array).unwrap_err();
                assert!(matches!(error.kind(), ErrorKind::LinearAlgebra), "{name}");
                assert!(error.to_string().contains(message), "{name}: {error}");
            }
        }
        for (name, routine) in
            ROUTINES.into_iter().filter(|(name, _)| name.contains("eig") || name.contains("svd"))
        {
            assert!(routine(&array).is_ok(), "{name}");
            assert!(routine(&poisoned).is_err(), "{name}");
        }
        let conditions = condition(&array, Norm::Order(1.0)).unwrap().to_vec::<f64>();
        let infinite: Vec<usize> = (0..3000).filter(|&place| conditions[place].is_infinite()).collect();
        assert_eq!(infinite, [singular]);
        let determinants = determinant(&array).unwrap().to_vec::<f64>();
        assert!(determinants.iter().enumerate().all(|(place, &d)| (d == 0.0) == (place == singular)));
    }
}

#[test]
fn stacks_may_be_empty() {
    let shapes: [&[usize]; 4] = [&[0, 3, 3], &[4, 0, 0], &[2, 0, 4, 4], &[0, 0, 0]];
    for threads in [1, 2] {
        set_count(threads);
        for shape in shapes {
            let array = Array::zeros(Number::F64.native(), shape, Order::C).unwrap();
            for (name, routine) in ROUTINES.into_iter().filter(|&(name, _)| name != "condition") {
                let results = routine(&array).unwrap();
                let lead = &shape[..shape.len() - 2];
                assert!(results.iter().all(|result| result.shape().starts_with(lead)), "{name} {shape:?}");
            }
        }
    }
}

#[test]
fn long_walks_end_when_somebody_asks() {
    let array = stack(&[5000, 20, 20], Number::F64);
    for threads in [1, 2] {
        set_count(threads);
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(10));
                    interrupt::ask();
                }
            });
            let outcome: Result<()> = interrupt::open(|| {
                loop {
                    eigh(&array, Triangle::Lower)?;
                }
            });
            over.store(true, Ordering::Relaxed);
            assert!(matches!(outcome.unwrap_err().kind(), ErrorKind::Interrupted));
        });
    }
}
