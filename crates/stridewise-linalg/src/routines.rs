//! Every routine as a method of its number type.
//!
//! Methods rather than generic functions, so that their code is made in this crate, once.

use num_complex::Complex;

use crate::elimination::cholesky::NotPositiveDefinite;
use crate::elimination::lu::{LogDeterminant, Singular};
use crate::elimination::{cholesky, lu};
use crate::general::General;
use crate::hermitian::symmetric;
use crate::orthogonal::{least_squares, qr};
use crate::singular_values::singular;
use crate::singular_values::singular::Vectors;
use crate::{Crew, Double, NoConvergence, Scalar, Space};

/// What matrices of every number can do.
pub trait Linear: Scalar {
    /// Bytes that [`solve`](Self::solve) works in.
    fn solve_space(n: usize, width: usize) -> usize;

    /// Solves `matrix · x = right` for `width` right sides at once, in place. Both have their rows one behind the other;
    /// the matrix is overwritten. About `2/3 n³ + 2 n² width` operations.
    ///
    /// # Errors
    /// Where a pivot is zero.
    ///
    /// ```
    /// use stridewise_linalg::{Linear, Space};
    ///
    /// let mut right = [5.0, 6.0];
    /// f64::solve(&mut [1.0, 2.0, 0.0, 3.0], 2, &mut right, 1, &mut Space::new(&mut [])).unwrap();
    /// assert_eq!(right, [1.0, 2.0]);
    /// ```
    fn solve(
        matrix: &mut [Self],
        n: usize,
        right: &mut [Self],
        width: usize,
        space: &mut Space<'_>,
    ) -> Result<(), Singular>;

    /// Bytes that [`invert`](Self::invert) works in.
    fn invert_space(n: usize) -> usize;

    /// Writes the inverse, in the order of the matrix, which is overwritten. About `2 n³` operations.
    ///
    /// # Errors
    /// Where a pivot is zero.
    fn invert(
        matrix: &mut [Self],
        n: usize,
        inverse: &mut [Self],
        space: &mut Space<'_>,
    ) -> Result<(), Singular>;

    /// Bytes that [`determinant`](Self::determinant) and [`log_determinant`](Self::log_determinant) work in.
    fn determinant_space(n: usize) -> usize;

    /// The determinant. The matrix is overwritten. About `2/3 n³` operations.
    fn determinant(matrix: &mut [Self], n: usize, space: &mut Space<'_>) -> Self;

    /// The determinant's sign and the logarithm of its size: zero and minus infinity for a singular matrix. The matrix is
    /// overwritten.
    fn log_determinant(matrix: &mut [Self], n: usize, space: &mut Space<'_>) -> LogDeterminant<Self>;

    /// Bytes that [`cholesky`](Self::cholesky) works in.
    fn cholesky_space(n: usize) -> usize;

    /// Overwrites a Hermitian matrix, of which it reads the lower triangle, by its lower triangular factor. What is above
    /// the diagonal becomes zero. About `n³ / 3` operations.
    ///
    /// # Errors
    /// Where a pivot is not positive; pivots that are no numbers pass, as in NumPy.
    ///
    /// ```
    /// use stridewise_linalg::{Linear, Space};
    ///
    /// let mut matrix = [4.0, 2.0, f64::NAN, 5.0];
    /// f64::cholesky(&mut matrix, 2, &mut Space::new(&mut [])).unwrap();
    /// assert_eq!(matrix, [2.0, 1.0, 0.0, 2.0]);
    /// ```
    fn cholesky(matrix: &mut [Self], n: usize, space: &mut Space<'_>) -> Result<(), NotPositiveDefinite>;

    /// Overwrites a matrix by its orthogonal factors, as LAPACK's `geqrf` stores them: R on and above the diagonal, below
    /// it the reflections, which `scales` completes. `work` has [`qr::work_length`] elements.
    fn factor_qr(
        matrix: &mut [Self],
        rows: usize,
        width: usize,
        scales: &mut [Self],
        work: &mut [Self],
        crew: &dyn Crew,
    );

    /// Writes the first `width` columns of the orthogonal factor. The factors are left as they were found.
    fn form_q(
        factors: &mut [Self],
        rows: usize,
        scales: &[Self],
        target: &mut [Self],
        width: usize,
        work: &mut [Self],
        crew: &dyn Crew,
    );
}

/// What matrices of double precision can do.
pub trait Iterative: Double + Linear + General {
    /// Bytes that [`singular`](Self::singular) works in.
    fn singular_space(rows: usize, width: usize, vectors: Vectors) -> usize;

    /// Writes the singular values, the largest first, and the left and right vectors as columns. The matrix is
    /// overwritten.
    ///
    /// # Errors
    /// Where an element is not finite, or the iteration does not end.
    fn singular(
        matrix: &mut [Self],
        shape: [usize; 2],
        vectors: Vectors,
        values: &mut [f64],
        left: &mut [Self],
        right: &mut [Self],
        space: &mut Space<'_>,
    ) -> Result<(), NoConvergence>;

    /// Writes the pseudo-inverse, `width` by `rows`, from the reduced decomposition: singular values up to `cutoff` count
    /// as zero. The right vectors are overwritten.
    fn pseudo_inverse(
        values: &[f64],
        left: &[Self],
        right: &mut [Self],
        shape: [usize; 2],
        cutoff: f64,
        inverse: &mut [Self],
    );

    /// Bytes that [`symmetric`](Self::symmetric) works in.
    fn symmetric_space(n: usize, vectors: bool) -> usize;

    /// Writes the eigenvalues of a Hermitian matrix, of which it reads the lower triangle, the smallest first; and where
    /// vectors are wanted, as columns, an orthogonal basis of eigenvectors in the same order.
    ///
    /// # Errors
    /// Where an element of the triangle is not finite, or the iteration does not end.
    fn symmetric(
        matrix: &mut [Self],
        n: usize,
        values: &mut [f64],
        vectors: Option<&mut [Self]>,
        space: &mut Space<'_>,
    ) -> Result<(), NoConvergence>;

    /// Elements and bytes that [`least_squares`](Self::least_squares) works in.
    fn least_squares_space(rows: usize, width: usize, right_width: usize) -> (usize, usize);

    /// Writes the shortest vectors that minimise the distance between `matrix · solution` and the columns of `right`, and
    /// the singular values. Those up to `cutoff` times the largest count as zero; tells how many do not. Both operands are
    /// overwritten: what stands behind the first `width` rows of `right` afterwards is as long as the distance.
    ///
    /// # Errors
    /// As [`singular`](Self::singular).
    fn least_squares(
        matrix: &mut [Self],
        shape: [usize; 2],
        right: &mut [Self],
        right_width: usize,
        cutoff: f64,
        values: &mut [f64],
        solution: &mut [Self],
        work: &mut [Self],
        space: &mut Space<'_>,
    ) -> Result<usize, NoConvergence>;
}

macro_rules! forward {
    ($(fn $name:ident($($argument:ident: $type:ty),*) $(-> $result:ty)? = $target:expr;)*) => {$(
        fn $name($($argument: $type),*) $(-> $result)? {
            $target($($argument),*)
        }
    )*};
}

macro_rules! linear {
    ($($number:ty)*) => {$(
        impl Linear for $number {
            forward! {
                fn solve_space(n: usize, width: usize) -> usize = lu::solve_space::<Self>;
                fn solve(
                    matrix: &mut [Self], n: usize, right: &mut [Self], width: usize, space: &mut Space<'_>
                ) -> Result<(), Singular> = lu::solve;
                fn invert_space(n: usize) -> usize = lu::invert_space::<Self>;
                fn invert(
                    matrix: &mut [Self], n: usize, inverse: &mut [Self], space: &mut Space<'_>
                ) -> Result<(), Singular> = lu::invert;
                fn determinant_space(n: usize) -> usize = lu::determinant_space::<Self>;
                fn determinant(matrix: &mut [Self], n: usize, space: &mut Space<'_>) -> Self = lu::determinant;
                fn log_determinant(
                    matrix: &mut [Self], n: usize, space: &mut Space<'_>
                ) -> LogDeterminant<Self> = lu::log_determinant;
                fn cholesky_space(n: usize) -> usize = cholesky::space::<Self>;
                fn cholesky(
                    matrix: &mut [Self], n: usize, space: &mut Space<'_>
                ) -> Result<(), NotPositiveDefinite> = cholesky::factor;
                fn factor_qr(
                    matrix: &mut [Self],
                    rows: usize,
                    width: usize,
                    scales: &mut [Self],
                    work: &mut [Self],
                    crew: &dyn Crew
                ) = qr::factor;
                fn form_q(
                    factors: &mut [Self],
                    rows: usize,
                    scales: &[Self],
                    target: &mut [Self],
                    width: usize,
                    work: &mut [Self],
                    crew: &dyn Crew
                ) = qr::form;
            }
        }
    )*};
}

linear! { f32 f64 Complex<f32> Complex<f64> }

macro_rules! iterative {
    ($($number:ty)*) => {$(
        impl Iterative for $number {
            forward! {
                fn singular_space(rows: usize, width: usize, vectors: Vectors) -> usize = singular::space::<Self>;
                fn singular(
                    matrix: &mut [Self],
                    shape: [usize; 2],
                    vectors: Vectors,
                    values: &mut [f64],
                    left: &mut [Self],
                    right: &mut [Self],
                    space: &mut Space<'_>
                ) -> Result<(), NoConvergence> = singular::decompose;
                fn pseudo_inverse(
                    values: &[f64],
                    left: &[Self],
                    right: &mut [Self],
                    shape: [usize; 2],
                    cutoff: f64,
                    inverse: &mut [Self]
                ) = singular::pseudo_inverse;
                fn symmetric_space(n: usize, vectors: bool) -> usize = symmetric::space::<Self>;
                fn symmetric(
                    matrix: &mut [Self],
                    n: usize,
                    values: &mut [f64],
                    vectors: Option<&mut [Self]>,
                    space: &mut Space<'_>
                ) -> Result<(), NoConvergence> = symmetric::decompose;
                fn least_squares_space(
                    rows: usize, width: usize, right_width: usize
                ) -> (usize, usize) = least_squares::space::<Self>;
                fn least_squares(
                    matrix: &mut [Self],
                    shape: [usize; 2],
                    right: &mut [Self],
                    right_width: usize,
                    cutoff: f64,
                    values: &mut [f64],
                    solution: &mut [Self],
                    work: &mut [Self],
                    space: &mut Space<'_>
                ) -> Result<usize, NoConvergence> = least_squares::solve;
            }
        }
    )*};
}

iterative! { f64 Complex<f64> }
