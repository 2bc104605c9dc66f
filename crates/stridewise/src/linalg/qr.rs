//! Orthogonal factors.

use stridewise_core::operation::{Operation, Outline, Outlines};
use stridewise_core::{Cost, Error, dispatch};
use stridewise_linalg::{Linear, Scalar, qr_work_length};
use stridewise_run::Fresh;

use super::stack::{
    by_columns, common_number, cost, count, from_columns, lead, matrix_shape, only, outlines,
    require_stacked, stacked,
};
use super::walk::{Stack, pieces, pieces_of_some};
use crate::{Array, Result};

/// Which factors, and how much of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrMode {
    /// As many columns of Q, and rows of R, as the smaller of the matrix's lengths.
    Reduced,
    /// A square Q.
    Complete,
    /// R alone, as in `Reduced`.
    R,
}

impl QrMode {
    /// Columns of Q and rows of R.
    fn width(self, [rows, columns]: [usize; 2]) -> usize {
        if self == Self::Complete { rows } else { rows.min(columns) }
    }
}

fn no_number() -> Error {
    Error::type_error("linear algebra computes in single and double precision")
}

/// Operations that one matrix takes.
fn flops(shape: [usize; 2], mode: QrMode) -> u64 {
    let [rows, columns] = shape.map(|length| length as u64);
    let small = rows.min(columns);
    let factoring = rows.saturating_mul(columns).saturating_mul(2 * small) - small.saturating_pow(3) / 3 * 2;
    if mode == QrMode::R { factoring } else { factoring.saturating_mul(2) }
}

fn stack(array: &Array, mode: QrMode) -> Stack {
    let shape = matrix_shape(array.shape());
    Stack { count: count(array.shape()), order: shape[0].max(shape[1]), flops: flops(shape, mode) }
}

/// Each matrix as the product of a Q with orthonormal columns, unless only R is asked for, and an upper triangular R.
///
/// # Errors
/// Linear algebra error where there are fewer than two axes; type error for half precision.
///
/// ```
/// use stridewise::{Array, linalg::{QrMode, qr}};
///
/// let (_, r) = qr(&Array::from_slice(&[3.0, 4.0], &[2, 1])?, QrMode::R)?;
/// assert_eq!(r.to_vec::<f64>(), [-5.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn qr(array: &Array, mode: QrMode) -> Result<(Option<Array>, Array)> {
    require_stacked(array.shape())?;
    let [rows, columns] = matrix_shape(array.shape());
    let (width, ahead) = (mode.width([rows, columns]), lead(array.shape()));
    dispatch!(common_number(&[array.number()])?, T in linear => {
        let mut matrices = by_columns::<T>(array)?;
        let mut r = Fresh::<T>::new(&stacked(ahead, &[width, columns]))?;
        let mut q = match mode {
            QrMode::R => None,
            _ => Some(Fresh::<T>::new(&stacked(ahead, &[width, rows]))?),
        };
        let factors = pieces_of_some(q.as_mut().map(|q| q.elements()), width * rows);
        let factors = factors.zip(pieces(r.elements(), width * columns));
        stack(array, mode).walk(
            pieces(matrices.elements(), rows * columns).zip(factors),
            || {
                let work = Fresh::<T>::new(&[qr_work_length(columns.max(width))])?;
                Ok((Fresh::<T>::new(&[rows.min(columns)])?, work))
            },
            |(matrix, (q, r)), (scales, work), crew| {
                T::factor_qr(matrix, rows, columns, scales.elements(), work.elements(), crew);
                write_upper(matrix, rows, columns, r);
                if let Some(q) = q {
                    T::form_q(matrix, rows, scales.elements(), q, width, work.elements(), crew);
                }
                Ok(())
            },
        )?;
        Ok((q.map(from_columns).transpose()?, r.finish()))
    }, else => Err(no_number()))
}

/// Writes the upper triangle, row by row, of a matrix that stands column by column.
fn write_upper<T: Scalar>(matrix: &[T], rows: usize, columns: usize, target: &mut [T]) {
    target.fill(T::ZERO);
    for column in 0..columns {
        for row in 0..=column.min(rows.saturating_sub(1)) {
            if row < rows {
                target[row * columns + column] = matrix[column * rows + row];
            }
        }
    }
}

/// The factors as they are computed: each matrix transposed, R on and below its diagonal, above it the Householder
/// vectors without their leading ones; and the vectors' factors.
///
/// # Errors
/// As [`qr`].
pub fn qr_raw(array: &Array) -> Result<(Array, Array)> {
    require_stacked(array.shape())?;
    let [rows, columns] = matrix_shape(array.shape());
    let length = rows.min(columns);
    dispatch!(common_number(&[array.number()])?, T in linear => {
        let mut matrices = by_columns::<T>(array)?;
        let mut scales = Fresh::<T>::new(&stacked(lead(array.shape()), &[length]))?;
        stack(array, QrMode::R).walk(
            pieces(matrices.elements(), rows * columns).zip(pieces(scales.elements(), length)),
            || Fresh::<T>::new(&[qr_work_length(columns)]),
            |(matrix, scales), work, crew| {
                T::factor_qr(matrix, rows, columns, scales, work.elements(), crew);
                Ok(())
            },
        )?;
        Ok((matrices.finish(), scales.finish()))
    }, else => Err(no_number()))
}

/// [`qr`] as an operation.
#[derive(Clone, Copy, Debug)]
pub struct Qr {
    pub mode: QrMode,
}

impl Operation for Qr {
    fn name(&self) -> &'static str {
        "qr"
    }

    fn infer(&self, operands: &[Outline]) -> Result<Outlines> {
        let array = only(self.name(), operands)?;
        let shape = &array.layout.shape;
        require_stacked(shape)?;
        let number = common_number(&[array.dtype.number()])?;
        let [rows, columns] = matrix_shape(shape);
        let width = self.mode.width([rows, columns]);
        let r = (number, stacked(lead(shape), &[width, columns]));
        match self.mode {
            QrMode::R => outlines([r]),
            _ => outlines([(number, stacked(lead(shape), &[rows, width])), r]),
        }
    }

    fn cost(&self, operands: &[Outline]) -> Result<Cost> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let flops = flops(matrix_shape(shape), self.mode).saturating_mul(count(shape) as u64);
        Ok(cost(operands, &results, flops))
    }

    fn workspace(&self, operands: &[Outline]) -> Result<usize> {
        let results = self.infer(operands)?;
        let shape = &operands[0].layout.shape;
        let [rows, columns] = matrix_shape(shape);
        let width = self.mode.width([rows, columns]);
        let q = if self.mode == QrMode::R { 0 } else { count(shape) * rows * width };
        let elements = operands[0].layout.size() + q + rows.min(columns) + qr_work_length(columns.max(width));
        Ok(elements * results[0].dtype.size())
    }
}
