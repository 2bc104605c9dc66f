//! Products of many matrices, in the order that takes the fewest multiplications.

use stridewise_core::op::FloatErrors;
use stridewise_core::{Error, Result};

use super::dot_into;
use crate::Array;

/// The product of all matrices, written to `output` where that can take it ([`dot_into`](super::dot_into) says when). The
/// order is found by dynamic programming over all ways to set brackets (Cormen, Leiserson, Rivest and Stein, "Introduction
/// to Algorithms", section 14.2).
///
/// # Errors
/// Value error for no matrix, or where neighbours' lengths differ.
///
/// ```
/// use stridewise::{Array, product::chain_dot};
///
/// let (column, row) = (Array::from_slice(&[1, 2], &[2, 1])?, Array::from_slice(&[3, 4], &[1, 2])?);
/// assert_eq!(chain_dot(&[column.clone(), row, column], None)?.0.to_vec::<i32>(), [11, 22]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn chain_dot(matrices: &[Array], output: Option<&Array>) -> Result<(Array, FloatErrors)> {
    if matrices.is_empty() {
        return Err(Error::value("a product of no matrices"));
    }
    let lengths = |array: &Array| [0, 1].map(|axis| array.shape().get(axis).copied().unwrap_or(1) as f64);
    // The lengths that neighbours share, and those at both ends.
    let mut sizes = vec![lengths(&matrices[0])[0]];
    sizes.extend(matrices.iter().map(|matrix| lengths(matrix)[1]));
    let splits = cheapest_splits(&sizes);
    bracket(matrices, &splits, (0, matrices.len() - 1), output)
}

/// For the matrices from one to another, behind which of them the last product splits: in row `first` at place `last`.
fn cheapest_splits(sizes: &[f64]) -> Vec<Vec<usize>> {
    let count = sizes.len() - 1;
    let mut costs = vec![vec![0.0; count]; count];
    let mut splits = vec![vec![0; count]; count];
    for length in 1..count {
        for first in 0..count - length {
            let last = first + length;
            costs[first][last] = f64::INFINITY;
            for split in first..last {
                let product = sizes[first] * sizes[split + 1] * sizes[last + 1];
                let cost = costs[first][split] + costs[split + 1][last] + product;
                if cost < costs[first][last] {
                    (costs[first][last], splits[first][last]) = (cost, split);
                }
            }
        }
    }
    splits
}

fn bracket(
    matrices: &[Array],
    splits: &[Vec<usize>],
    (first, last): (usize, usize),
    output: Option<&Array>,
) -> Result<(Array, FloatErrors)> {
    if first == last {
        return Ok((matrices[first].clone(), FloatErrors::NONE));
    }
    let split = splits[first][last];
    let (left, left_errors) = bracket(matrices, splits, (first, split), None)?;
    let (right, right_errors) = bracket(matrices, splits, (split + 1, last), None)?;
    let (product, errors) = dot_into(&left, &right, output)?;
    Ok((product, errors | left_errors | right_errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_set_where_they_save_most() {
        // The example of the book: ((0 (1 2)) ((3 4) 5)).
        let splits = cheapest_splits(&[30.0, 35.0, 15.0, 5.0, 10.0, 20.0, 25.0]);
        assert_eq!((splits[0][5], splits[0][2], splits[3][5]), (2, 0, 4));
    }
}
