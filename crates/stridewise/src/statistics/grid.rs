//! Histograms over several dimensions.

use stridewise_core::op::Op;
use stridewise_core::{Error, Order, Value};

use super::bins::Bins;
use super::covariance::total;
use crate::arithmetic::{binary, with_number};
use crate::shape::slice_along;
use crate::{Array, Result};

/// How many points (rows of `points`, one column for each dimension), or what weight of them, fall into each cell
/// between neighbouring edges of all dimensions; float64. The last cell along each dimension holds its upper edge too.
///
/// # Errors
/// Value error where the weights are not as many as the points.
///
/// ```
/// use stridewise::{Array, statistics::histogram_grid};
///
/// let points = Array::from_slice(&[0.5, 0.5, 1.5, 0.5], &[2, 2])?;
/// let edges = Array::from_elements(&[0.0, 1.0, 2.0])?;
/// let counts = histogram_grid(&points, &[edges.clone(), edges], None)?;
/// assert_eq!(counts.to_vec::<f64>(), [1.0, 0.0, 1.0, 0.0]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn histogram_grid(points: &Array, edges: &[Array], weights: Option<&Array>) -> Result<Array> {
    let (count, dimensions) = (points.shape()[0], edges.len());
    let weights: Option<Vec<f64>> = weights.map(Array::cast_to_vec).transpose()?;
    if weights.as_ref().is_some_and(|weights| weights.len() != count) {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    let bins: Vec<Bins> = edges.iter().map(Bins::new).collect::<Result<_>>()?;
    let shape: Vec<usize> = bins.iter().map(Bins::len).collect();
    stridewise_core::layout::byte_count(&shape, 8)?;
    let elements: Vec<f64> = points.cast_to_vec()?;
    let mut cells = vec![0.0; shape.iter().product()];
    for (point, coordinates) in elements.chunks(dimensions.max(1)).enumerate() {
        let mut cell = Some(0);
        for (&coordinate, bins) in coordinates.iter().zip(&bins) {
            cell = cell.zip(bins.of(coordinate)).map(|(cell, bin)| cell * bins.len() + bin);
        }
        if let Some(cell) = cell {
            cells[cell] += weights.as_ref().map_or(1.0, |weights| weights[point]);
        }
    }
    Array::from_slice(&cells, &shape)
}

/// The counts of a grid scaled so that the integral over all cells is one.
///
/// # Errors
/// Those of division and allocation.
pub fn density_of_grid(counts: &Array, edges: &[Array]) -> Result<Array> {
    let whole = total(counts)?;
    let mut result = counts.clone();
    for (axis, edges) in edges.iter().enumerate() {
        let widths =
            binary(Op::Subtract, &slice_along(edges, 0, 1, None)?, &slice_along(edges, 0, 0, Some(-1))?)?;
        let mut shape = vec![1_i64; counts.ndim()];
        shape[axis] = -1;
        result = binary(Op::Divide, &result, &widths.reshape(&shape, Order::C)?)?;
    }
    with_number(Op::Divide, &result, Value::Float(whole))
}
