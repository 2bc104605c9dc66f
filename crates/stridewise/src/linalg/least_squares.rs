//! Least squares.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, Number, Order, dispatch};
use stridewise_linalg::{Iterative, Scalar, Space};
use stridewise_run::Fresh;

use super::singular::rounded;
use super::stack::{by_columns, common_number, cost, double, from_columns, outlines};
use super::walk::Pool;
use crate::{Array, Result};

/// What [`least_squares`] finds.
#[derive(Clone, Debug)]
pub struct Solution {
    /// A vector for a right side that is one, else a matrix with a column for each.
    pub solution: Array,
    /// The squared distances, one for each right side; none where the rank is not full or the system not overdetermined.
    pub residuals: Array,
    pub rank: usize,
    /// The matrix's singular values, the largest first.
    pub singular_values: Array,
}

/// How far the dtypes and shapes of both operands say what comes out.
struct Problem {
    number: Number,
    rows: usize,
    columns: usize,
    /// Right sides; `None` for a vector.
    width: Option<usize>,
}

impl Problem {
    fn of(left: (&[usize], Number), right: (&[usize], Number)) -> Result<Self> {
        let number = common_number(&[left.1, right.1])?;
        let (rows, columns) = match *left.0 {
            [rows, columns] => (rows, columns),
            _ => return Err(not_two_dimensional(left.0.len())),
        };
        let (length, width) = match *right.0 {
            [length] => (length, None),
            [length, width] => (length, Some(width)),
            _ => return Err(not_two_dimensional(right.0.len())),
        };
        if length != rows {
            return Err(Error::linear_algebra("Incompatible dimensions"));
        }
        Ok(Self { number, rows, columns, width })
    }
}

fn flops(rows: usize, columns: usize, right_width: usize) -> u64 {
    let [large, small] = [rows.max(columns), rows.min(columns)].map(|length| length as u64);
    let times = large.saturating_mul(2).saturating_add(small.saturating_mul(12));
    let applying = large.saturating_mul(small).saturating_mul(4).saturating_mul(right_width as u64);
    small.saturating_mul(small).saturating_mul(times).saturating_add(applying)
}

fn not_two_dimensional(ndim: usize) -> Error {
    Error::linear_algebra(format!("{ndim}-dimensional array given. Array must be two-dimensional"))
}

/// The shortest vectors that minimise the distance between `left · x` and each right side, a vector or the columns of a
/// matrix. Singular values up to `cutoff` times the largest count as zero; by default the precision times the larger
/// length of `left`, if negative half the precision, as in LAPACK. A right side that is not finite has NaN for a solution.
///
/// # Errors
/// Linear algebra error where shapes do not fit or an element of `left` is not finite; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::least_squares};
///
/// let points = Array::from_slice(&[0.0, 1.0, 1.0, 1.0, 2.0, 1.0], &[3, 2])?;
/// let line = least_squares(&points, &Array::from_elements(&[1.0, 3.0, 5.0])?, None)?;
/// assert_eq!(line.rank, 2);
/// assert!((line.solution.to_vec::<f64>()[0] - 2.0).abs() < 1e-12);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn least_squares(left: &Array, right: &Array, cutoff: Option<f64>) -> Result<Solution> {
    let Problem { number, rows, columns, width } =
        Problem::of((left.shape(), left.number()), (right.shape(), right.number()))?;
    let precision = if number.real() == Number::F32 { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let cutoff = match cutoff {
        None => precision * rows.max(columns) as f64,
        Some(cutoff) if cutoff < 0.0 => 0.5 * precision,
        Some(cutoff) => cutoff,
    };
    let right_width = width.unwrap_or(1);
    let right = right.reshape(&[rows as i64, right_width as i64], Order::C)?;
    dispatch!(double(number), T in doubles => {
        let mut matrix = by_columns::<T>(left)?;
        let mut right = by_columns::<T>(&right)?;
        let mut values = Fresh::<f64>::new(&[rows.min(columns)])?;
        let mut solution = Fresh::<T>::new(&[right_width, columns])?;
        let (elements, bytes) = T::least_squares_space(rows, columns, right_width);
        let (mut work, mut space) = (Fresh::<T>::new(&[elements])?, Fresh::space(bytes)?);
        let rank = T::least_squares(
            matrix.elements(),
            [rows, columns],
            right.elements(),
            right_width,
            cutoff,
            values.elements(),
            solution.elements(),
            work.elements(),
            &mut Space::with(space.bytes(), &Pool::of(flops(rows, columns, right_width))),
        )
        .map_err(|_| Error::linear_algebra("SVD did not converge in Linear Least Squares"))?;
        let mut residuals = Fresh::<f64>::new(&[if rank == columns && rows > columns { right_width } else { 0 }])?;
        let right = right.elements();
        for (place, residual) in residuals.elements().iter_mut().enumerate() {
            let left_over = &right[place * rows + columns..(place + 1) * rows];
            *residual = left_over.iter().map(|element| element.size_squared()).sum();
        }
        let solution = rounded(from_columns(solution)?, number)?;
        Ok(Solution {
            solution: if width.is_none() { solution.reshape(&[-1], Order::C)? } else { solution },
            residuals: rounded(residuals.finish(), number.real())?,
            rank,
            singular_values: rounded(values.finish(), number.real())?,
        })
    }, else => Err(Error::type_error("linear algebra computes in single and double precision")))
}

/// [`least_squares`] as an operation. The number of residuals depends on the rank: it is stated as the largest.
#[derive(Clone, Copy, Debug)]
pub struct LeastSquares;

impl LeastSquares {
    fn problem(&self, operands: &[Outline]) -> Result<Problem> {
        let [left, right] = operands else {
            return Err(Error::value(format!("lstsq takes two arrays, got {}", operands.len())));
        };
        Problem::of((&left.layout.shape, left.dtype.number()), (&right.layout.shape, right.dtype.number()))
    }
}

impl Operation for LeastSquares {
    fn name(&self) -> &'static str {
        "lstsq"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let Problem { number, rows, columns, width } = self.problem(operands)?;
        let solution = [columns].into_iter().chain(width).collect();
        let residuals = if rows > columns { width.unwrap_or(1) } else { 0 };
        outlines([
            (number, solution),
            (number.real(), [residuals].into_iter().collect()),
            (Number::I32, [].into_iter().collect()),
            (number.real(), [rows.min(columns)].into_iter().collect()),
        ])
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let Problem { rows, columns, width, .. } = self.problem(operands)?;
        Ok(cost(operands, &self.infer(operands)?, flops(rows, columns, width.unwrap_or(1))))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let Problem { number, rows, columns, width } = self.problem(operands)?;
        let width = width.unwrap_or(1);
        dispatch!(double(number), T in doubles => {
            let (elements, bytes) = T::least_squares_space(rows, columns, width);
            let copies = rows * columns + rows * width + columns * width;
            Ok((copies + elements) * size_of::<T>() + bytes)
        }, else => Ok(0))
    }
}
