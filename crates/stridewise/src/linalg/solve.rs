//! Systems of linear equations and inverses.

use stridewise_core::layout::broadcast_shapes;
use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, Number, dispatch};
use stridewise_linalg::{Linear, Real, Scalar, Space};
use stridewise_run::Fresh;

use super::stack::{
    by_rows, common_number, cost, count, lead, only, outlines, require_square, require_stacked, stacked,
};
use super::walk::{Stack, pieces};
use crate::{Array, Result};

fn singular() -> Error {
    Error::linear_algebra("Singular matrix")
}

/// The inverse of each matrix.
///
/// # Errors
/// Linear algebra error where matrices are not square or one is singular; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::inverse};
///
/// let matrix = Array::from_slice(&[2.0, 0.0, 0.0, 4.0], &[2, 2])?;
/// assert_eq!(inverse(&matrix)?.to_vec::<f64>(), [0.5, 0.0, 0.0, 0.25]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn inverse(array: &Array) -> Result<Array> {
    inverse_or(array, |_| Err(singular()))
}

/// As [`inverse`], with NaN for those that have none.
pub(super) fn inverse_or_nan(array: &Array) -> Result<Array> {
    inverse_or(array, |fill| {
        fill();
        Ok(())
    })
}

fn inverse_flops(n: usize) -> u64 {
    (n as u64).saturating_pow(3).saturating_mul(2)
}

fn solve_flops(n: usize, width: usize) -> u64 {
    let [n, width] = [n, width].map(|length| length as u64);
    (n.saturating_pow(3).saturating_mul(2) / 3)
        .saturating_add(n.saturating_pow(2).saturating_mul(width).saturating_mul(2))
}

fn inverse_or(array: &Array, otherwise: impl Fn(&mut dyn FnMut()) -> Result<()> + Sync) -> Result<Array> {
    let n = require_square(array.shape())?;
    let number = common_number(&[array.number()])?;
    dispatch!(number, T in linear => {
        let mut matrices = by_rows::<T>(array)?;
        let mut inverses = Fresh::<T>::new(array.shape())?;
        let stack = Stack { count: if n == 0 { 0 } else { count(array.shape()) }, order: n, flops: inverse_flops(n) };
        stack.walk(
            pieces(matrices.elements(), n * n).zip(pieces(inverses.elements(), n * n)),
            || Fresh::space(T::invert_space(n)),
            |(matrix, inverse), space, crew| {
                if T::invert(matrix, n, inverse, &mut Space::with(space.bytes(), crew)).is_err() {
                    otherwise(&mut || inverse.fill(T::of_real(<T as Scalar>::Size::of_f64(f64::NAN))))?;
                }
                Ok(())
            },
        )?;
        Ok(inverses.finish())
    }, else => Err(singular()))
}

/// The solution of `left · x = right` for each matrix of `left`: where `right` has one axis it is one vector for all of
/// them, else a stack of matrices whose columns are the right sides.
///
/// # Errors
/// Linear algebra error where matrices are not square or one is singular; value error where shapes do not fit; type error
/// for half precision.
pub fn solve(left: &Array, right: &Array) -> Result<Array> {
    let n = require_square(left.shape())?;
    let number = common_number(&[left.number(), right.number()])?;
    let (shape, width) = solution_shape(left.shape(), right.shape())?;
    let matrices = left.broadcast_to(&stacked(solution_lead(&shape, right.ndim()), &[n, n]))?;
    let right = right.broadcast_to(&shape)?;
    dispatch!(number, T in linear => {
        let mut matrices = by_rows::<T>(&matrices)?;
        let mut solutions = by_rows::<T>(&right)?;
        let from = matrices.elements();
        let stack = Stack { count: from.len().checked_div(n * n).unwrap_or(0), order: n, flops: solve_flops(n, width) };
        stack.walk(
            pieces(from, n * n).zip(pieces(solutions.elements(), n * width)),
            || Fresh::space(T::solve_space(n, width)),
            |(matrix, solution), space, crew| {
                T::solve(matrix, n, solution, width, &mut Space::with(space.bytes(), crew)).map_err(|_| singular())
            },
        )?;
        Ok(solutions.finish())
    }, else => Err(singular()))
}

fn solution_lead(shape: &[usize], right_axes: usize) -> &[usize] {
    &shape[..shape.len() - right_axes.min(2)]
}

/// Shape of the solution, and the number of right sides.
fn solution_shape(left: &[usize], right: &[usize]) -> Result<(Vec<usize>, usize)> {
    let n = require_square(left)?;
    let (name, signature) =
        if right.len() == 1 { ("solve1", "(m,m),(m)->(m)") } else { ("solve", "(m,m),(m,n)->(m,n)") };
    let (rows, width, others) = match *right {
        [] => {
            return Err(Error::value(format!(
                "{name}: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature {signature} \
                 requires 2)"
            )));
        }
        [rows] => (rows, None, &[][..]),
        [.., rows, width] => (rows, Some(width), lead(right)),
    };
    if rows != n {
        return Err(Error::value(format!(
            "{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size \
             {rows} is different from {n})"
        )));
    }
    let mut shape = broadcast_shapes(&[lead(left), others])?.to_vec();
    shape.push(n);
    shape.extend(width);
    Ok((shape, width.unwrap_or(1)))
}

/// [`inverse`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Inverse;

impl Operation for Inverse {
    fn name(&self) -> &'static str {
        "inv"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        require_square(&array.layout.shape)?;
        outlines([(common_number(&[array.dtype.number()])?, array.layout.shape.clone())])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let shape = &operands[0].layout.shape;
        let flops = inverse_flops(require_square(shape)?).saturating_mul(count(shape) as u64);
        Ok(cost(operands, &self.infer(operands)?, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let result = &self.infer(operands)?[0];
        let n = require_square(&result.layout.shape)?;
        let copy = result.layout.size() * result.dtype.size();
        Ok(copy + dispatch!(result.dtype.number(), T in linear => T::invert_space(n), else => 0))
    }
}

/// [`solve`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Solve;

impl Solve {
    fn operands<'a>(&self, operands: &'a [Outline]) -> Result<(&'a [usize], &'a [usize], Number)> {
        let [left, right] = operands else {
            return Err(Error::value(format!("solve takes two arrays, got {}", operands.len())));
        };
        require_stacked(&left.layout.shape)?;
        let number = common_number(&[left.dtype.number(), right.dtype.number()])?;
        Ok((&left.layout.shape, &right.layout.shape, number))
    }
}

impl Operation for Solve {
    fn name(&self) -> &'static str {
        "solve"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let (left, right, number) = self.operands(operands)?;
        outlines([(number, solution_shape(left, right)?.0.into())])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let (left, right, _) = self.operands(operands)?;
        let (shape, width) = solution_shape(left, right)?;
        let systems = solution_lead(&shape, right.len()).iter().product::<usize>() as u64;
        let flops = solve_flops(require_square(left)?, width).saturating_mul(systems);
        Ok(cost(operands, &self.infer(operands)?, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let (left, right, number) = self.operands(operands)?;
        let (shape, width) = solution_shape(left, right)?;
        let n = require_square(left)?;
        let copies =
            solution_lead(&shape, right.len()).iter().product::<usize>() * n * n * number.native().size();
        Ok(copies + dispatch!(number, T in linear => T::solve_space(n, width), else => 0))
    }
}
