//! Eigenvalues and eigenvectors of any square matrices. They are computed in double precision, and rounded to the array's.

use stridewise_core::dtype::C128;
use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, Number, dispatch};
use stridewise_linalg::{General, Scalar, Space};
use stridewise_run::Fresh;

use super::singular::rounded;
use super::stack::{
    by_columns, common_number, cost, count, double, from_columns, lead, only, outlines, require_square,
    stacked,
};
use super::walk::{Stack, pieces, pieces_of_some};
use crate::{Array, Result};

fn no_convergence() -> Error {
    Error::linear_algebra("Eigenvalues did not converge")
}

fn complex(number: Number) -> Number {
    match number {
        Number::F32 => Number::C64,
        Number::F64 => Number::C128,
        other => other,
    }
}

/// The eigenvalues of each matrix along a last axis: real where the array is and all of them are.
///
/// # Errors
/// Linear algebra error where matrices are not square or an element is not finite; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::eigenvalues};
///
/// let values = eigenvalues(&Array::from_slice(&[2.0, 1.0, 0.0, 3.0], &[2, 2])?)?;
/// assert_eq!(values.to_vec::<f64>(), [2.0, 3.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn eigenvalues(array: &Array) -> Result<Array> {
    Ok(decompose(array, false)?.0)
}

/// The eigenvalues of each matrix along a last axis, and the eigenvectors as columns: of length one, the largest element
/// real. Both are real where the array and all values are.
///
/// # Errors
/// As [`eigenvalues`].
pub fn eigen(array: &Array) -> Result<(Array, Array)> {
    let (values, vectors) = decompose(array, true)?;
    Ok((values, vectors.ok_or_else(no_convergence)?))
}

/// Operations that one matrix takes.
fn flops(n: usize, vectors: bool) -> u64 {
    (n as u64).saturating_pow(3).saturating_mul(if vectors { 25 } else { 10 })
}

fn decompose(array: &Array, with_vectors: bool) -> Result<(Array, Option<Array>)> {
    let n = require_square(array.shape())?;
    let number = common_number(&[array.number()])?;
    let mut values = Fresh::<C128>::new(&stacked(lead(array.shape()), &[n]))?;
    let mut vectors = if with_vectors { Some(Fresh::<C128>::new(array.shape())?) } else { None };
    dispatch!(double(number), T in doubles => {
        let mut matrices = by_columns::<T>(array)?;
        if !matrices.elements().iter().all(|element| element.is_finite_number()) {
            return Err(Error::linear_algebra("Array must not contain infs or NaNs"));
        }
        let bases = pieces_of_some(vectors.as_mut().map(|vectors| vectors.elements()), n * n);
        let found = pieces(values.elements(), n).zip(bases);
        let stack = Stack { count: count(array.shape()), order: n, flops: flops(n, with_vectors) };
        stack.walk(
            pieces(matrices.elements(), n * n).zip(found),
            || Fresh::space(T::general_space(n, with_vectors)),
            |(matrix, (values, basis)), space, crew| {
                T::general(matrix, n, values, basis, &mut Space::with(space.bytes(), crew))
                    .map_err(|_| no_convergence())
            },
        )?;
    }, else => return Err(no_convergence()));
    let is_real = !number.is_complex() && values.elements().iter().all(|value| value.im == 0.0);
    let given_out = |array: Array| -> Result<Array> {
        if is_real {
            crate::shape::real(&array)?.astype(number.native(), stridewise_core::Order::C)
        } else {
            rounded(array, complex(number))
        }
    };
    let vectors = match vectors {
        Some(vectors) => Some(given_out(from_columns(vectors)?)?),
        None => None,
    };
    Ok((given_out(values.finish())?, vectors))
}

/// [`eigen`], or without `vectors` [`eigenvalues`], as an operation. Whether the results of real matrices are real depends
/// on the elements: they are stated as complex.
#[derive(Clone, Copy, Debug)]
pub struct Eigen {
    pub vectors: bool,
}

impl Operation for Eigen {
    fn name(&self) -> &'static str {
        if self.vectors { "eig" } else { "eigvals" }
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        let shape = &array.layout.shape;
        let n = require_square(shape)?;
        let number = complex(common_number(&[array.dtype.number()])?);
        let values = (number, stacked(lead(shape), &[n]));
        if self.vectors { outlines([values, (number, shape.clone())]) } else { outlines([values]) }
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let flops = flops(require_square(shape)?, self.vectors);
        Ok(cost(operands, &results, flops.saturating_mul(count(shape) as u64)))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let number = double(common_number(&[only(self.name(), operands)?.dtype.number()])?);
        let shape = &operands[0].layout.shape;
        let n = require_square(shape)?;
        let size = operands[0].layout.size();
        let copies = size * number.native().size() + if self.vectors { size * size_of::<C128>() } else { 0 };
        Ok(copies + dispatch!(number, T in doubles => T::general_space(n, self.vectors), else => 0))
    }
}
