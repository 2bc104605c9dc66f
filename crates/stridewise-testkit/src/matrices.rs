//! What matrices are multiplied to, by definition. Their columns lie one behind the other.

use std::ops::{AddAssign, Mul};

/// `left · right`, of `rows` by `inner` and `inner` by `columns` elements.
pub fn product<T>(left: &[T], right: &[T], [rows, inner, columns]: [usize; 3]) -> Vec<T>
where
    T: Copy + Default + AddAssign + Mul<Output = T>,
{
    let mut result = vec![T::default(); rows * columns];
    for column in 0..columns {
        for place in 0..inner {
            for row in 0..rows {
                result[column * rows + row] += left[place * rows + row] * right[column * inner + place];
            }
        }
    }
    result
}

/// A matrix of `rows` by `columns` elements, its rows and columns exchanged, each element by itself `of` the other.
pub fn transposed<T: Copy>(matrix: &[T], rows: usize, columns: usize, of: impl Fn(T) -> T) -> Vec<T> {
    (0..rows * columns).map(|place| of(matrix[place % columns * rows + place / columns])).collect()
}
