//! What routines say of themselves is what they then do: dtypes and shapes of results, and which operands they refuse.

use stridewise::fft::{Kind, Norm, Transform};
use stridewise::linalg::{
    Cholesky, Determinant, Eigen, Eigh, Inverse, LeastSquares, PseudoInverse, Qr, QrMode, Solve, Svd,
    Triangle, cholesky, determinant, eigen, eigenvalues, eigh, eigvalsh, inverse, least_squares,
    log_determinant, pseudo_inverse, qr, singular_values, solve, svd,
};
use stridewise::run::product::{Product, product};
use stridewise::{Array, Order, Result};
use stridewise_core::Number;
use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_core::operation::{Operation, Outline};
use stridewise_linalg::Vectors;

const NUMBERS: [Number; 7] =
    [Number::F32, Number::F64, Number::C64, Number::C128, Number::I64, Number::Bool, Number::F16];
const SHAPES: [&[usize]; 9] =
    [&[3, 3], &[1, 1], &[0, 0], &[2, 4, 4], &[0, 3, 3], &[3, 5], &[5, 3], &[2, 3, 2], &[4]];

/// A routine over the operands that were described.
type Run = Box<dyn Fn(&[Array]) -> Result<Vec<Array>>>;

/// Positive definite where it is square, and of full rank, in whole numbers too.
fn matrix(shape: &[usize], number: Number) -> Array {
    let columns = shape.last().copied().unwrap_or(1).max(1);
    let rows = if shape.len() < 2 { 1 } else { shape[shape.len() - 2].max(1) };
    let size: usize = shape.iter().product();
    let beside = if number == Number::Bool { 0.0 } else { 0.25 };
    let element = |place: usize| {
        let (row, column) = (place / columns % rows, place % columns);
        if row == column { 3.0 + row as f64 } else { beside }
    };
    let elements: Vec<f64> = (0..size).map(element).collect();
    Array::from_slice(&elements, shape).unwrap().astype(number.native(), Order::C).unwrap()
}

fn outline(array: &Array) -> Outline {
    Outline { dtype: array.dtype(), layout: array.layout().clone() }
}

/// Compares what the operation says with what the routine does; whether it is a result.
fn compare(operation: &dyn Operation, run: &Run, operands: &[Array]) -> bool {
    let outlines: Vec<Outline> = operands.iter().map(outline).collect();
    let told: Vec<String> = operands.iter().map(|o| format!("{:?} {:?}", o.shape(), o.dtype())).collect();
    let what = format!("{operation:?} of {told:?}");
    match (operation.infer(&outlines), run(operands)) {
        (Err(said), Err(met)) => {
            assert_eq!(said, met, "{what}");
            false
        }
        (Ok(said), Ok(results)) => {
            assert_eq!(said.len(), results.len(), "{what}");
            for (said, result) in said.iter().zip(&results) {
                assert_eq!(said.layout.shape[..], *result.shape(), "{what}");
                // Whether eigenvalues of real matrices are real depends on the elements.
                let is_real_after_all = said.dtype.number().is_complex() && !result.number().is_complex();
                let excused = is_real_after_all && operation.name().starts_with("eig");
                assert!(excused || said.dtype == result.dtype(), "{what}: {:?}", result.dtype());
            }
            let bytes: usize = said.iter().map(|one| one.layout.size() * one.dtype.size()).sum();
            let cost = operation.cost(&outlines).unwrap();
            assert_eq!((cost.bytes_written, cost.bytes_allocated), (bytes as u64, bytes as u64), "{what}");
            let read: usize = operands.iter().map(|operand| operand.size() * operand.item_size()).sum();
            assert_eq!(cost.bytes_read, read as u64, "{what}");
            operation.workspace(&outlines).unwrap();
            true
        }
        (said, met) => panic!("{what}: said {said:?}, met {met:?}"),
    }
}

/// Compares over all shapes and dtypes; most operations have results for at least `least` of them.
fn compare_all(operation: &dyn Operation, run: Run, least: usize) {
    let mut results = 0;
    for shape in SHAPES {
        for number in NUMBERS {
            results += usize::from(compare(operation, &run, &[matrix(shape, number)]));
        }
    }
    assert!(results >= least, "{operation:?}: {results}");
}

#[test]
fn of_square_matrices() {
    compare_all(&Inverse, Box::new(|a| Ok(vec![inverse(&a[0])?])), 25);
    for upper in [false, true] {
        compare_all(&Cholesky { upper }, Box::new(move |a| Ok(vec![cholesky(&a[0], upper)?])), 25);
    }
    compare_all(&Determinant { log: false }, Box::new(|a| Ok(vec![determinant(&a[0])?])), 25);
    let run: Run = Box::new(|a| log_determinant(&a[0]).map(|(sign, logarithm)| vec![sign, logarithm]));
    compare_all(&Determinant { log: true }, run, 25);
    compare_all(&Eigen { vectors: false }, Box::new(|a| Ok(vec![eigenvalues(&a[0])?])), 25);
    let run: Run = Box::new(|a| eigen(&a[0]).map(|(values, vectors)| vec![values, vectors]));
    compare_all(&Eigen { vectors: true }, run, 25);
    let run: Run = Box::new(|a| Ok(vec![eigvalsh(&a[0], Triangle::Lower)?]));
    compare_all(&Eigh { vectors: false }, run, 25);
    let run: Run = Box::new(|a| eigh(&a[0], Triangle::Upper).map(|(values, vectors)| vec![values, vectors]));
    compare_all(&Eigh { vectors: true }, run, 25);
}

#[test]
fn of_any_matrices() {
    for mode in [QrMode::Reduced, QrMode::Complete, QrMode::R] {
        let run: Run = Box::new(move |a| qr(&a[0], mode).map(|(q, r)| q.into_iter().chain([r]).collect()));
        compare_all(&Qr { mode }, run, 40);
    }
    for (vectors, full) in [(Vectors::Reduced, false), (Vectors::Full, true)] {
        let run: Run = Box::new(move |a| svd(&a[0], full).map(|(u, s, v)| vec![u, s, v]));
        compare_all(&Svd { vectors }, run, 40);
    }
    compare_all(&Svd { vectors: Vectors::None }, Box::new(|a| Ok(vec![singular_values(&a[0])?])), 40);
    let run: Run = Box::new(|a| Ok(vec![pseudo_inverse(&a[0], &Array::from_elements(&[1e-15])?, false)?]));
    compare_all(&PseudoInverse, run, 40);
}

#[test]
fn of_two_operands() {
    let solving: Run = Box::new(|a| Ok(vec![solve(&a[0], &a[1])?]));
    let multiplying: Run = Box::new(|a| {
        let resolved =
            resolve(Op::Matmul, &[OperandType::Strong(a[0].dtype()), OperandType::Strong(a[1].dtype())])?;
        Ok(vec![product(&resolved, &a[0], &a[1])?.0])
    });
    let fitting: Run = Box::new(|a| {
        let found = least_squares(&a[0], &a[1], None)?;
        let rank = Array::from_slice(&[found.rank as i32], &[])?;
        Ok(vec![found.solution, found.residuals, rank, found.singular_values])
    });
    for left in SHAPES {
        for right in SHAPES {
            for (one, other) in
                [(Number::F64, Number::F64), (Number::F32, Number::C64), (Number::I64, Number::F32)]
            {
                let operands = [matrix(left, one), matrix(right, other)];
                compare(&Solve, &solving, &operands);
                compare(&Product(Op::Matmul), &multiplying, &operands);
                compare(&LeastSquares, &fitting, &operands);
            }
        }
    }
}

#[test]
fn of_transforms() {
    for kind in [Kind::Forward, Kind::Inverse, Kind::RealForward, Kind::RealInverse] {
        for (points, axis) in [(4, 0), (5, 1), (3, 2)] {
            let Ok(transform) = Transform::new(kind, points, axis, Norm::Ortho) else { continue };
            let run: Run = Box::new(move |a| Ok(vec![transform.apply(&a[0], None)?.0]));
            compare_all(&transform, run, 10);
        }
    }
}
