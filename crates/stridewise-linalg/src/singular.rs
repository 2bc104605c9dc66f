//! Singular values and vectors.

use faer::diag::DiagMut;
use faer::dyn_stack::{MemStack, StackReq};
use faer::linalg::svd::{self, ComputeSvdVectors, SvdParams, bidiag};
use faer::{Auto, Par, Spec};

use crate::bidiagonal_reduction::{self, SMALL};
use crate::matrix::{columns, columns_mut, multiply_by_adjoint};
use crate::probe::Decomposition;
use crate::space::{Space, bytes};
use crate::{Double, NoConvergence, bidiagonal, probe, qr, quotients, range, reflection};

/// Which singular vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vectors {
    None,
    /// As many on either side as there are singular values.
    Reduced,
    /// An orthogonal basis on either side.
    Full,
}

impl Vectors {
    fn computed(self) -> ComputeSvdVectors {
        match self {
            Self::None => ComputeSvdVectors::No,
            Self::Reduced => ComputeSvdVectors::Thin,
            Self::Full => ComputeSvdVectors::Full,
        }
    }

    /// Columns of the left and of the right vectors of a matrix of this shape.
    pub fn widths(self, rows: usize, width: usize) -> (usize, usize) {
        match self {
            Self::None => (0, 0),
            Self::Reduced => (rows.min(width), rows.min(width)),
            Self::Full => (rows, width),
        }
    }
}

/// Bidiagonal matrices from this order on are divided.
const DIVIDED: usize = 32;
const NEVER_DIVIDED: usize = 1 << 40;

fn parameters<T: Double>(divided: usize) -> Spec<SvdParams, T> {
    let mut parameters = <SvdParams as Auto<T>>::auto();
    parameters.recursion_threshold = divided;
    Spec::new(parameters)
}

/// Matrices that are this many times longer than wide are reduced to a triangle first.
const TALL: usize = 2;

/// Bytes that [`decompose`] works in.
pub(crate) fn space<T: Double>(rows: usize, width: usize, vectors: Vectors) -> usize {
    let (long, short) = (rows.max(width), rows.min(width));
    if short == 0 {
        return 0;
    }
    if vectors != Vectors::None {
        let vectors = vectors.computed();
        let values = StackReq::new::<T>(short);
        let way =
            |divided| svd::svd_scratch::<T>(rows, width, vectors, vectors, Par::Seq, parameters(divided));
        let ways = [way(DIVIDED), way(NEVER_DIVIDED), probe::space::<T>([rows, width])];
        return bytes(values.and(StackReq::any_of(&ways)));
    }
    let upright = StackReq::new::<T>(if rows < width { rows * width } else { 0 });
    let tall = is_tall(long, short);
    let triangle = if tall {
        let elements = short * short + short + qr::work_length(short);
        StackReq::new::<T>(elements)
    } else {
        StackReq::EMPTY
    };
    let height = if tall { short } else { long };
    let reduction = bidiag::bidiag_in_place_scratch::<T>(height, short, Par::Seq, Spec::default());
    let numbers =
        StackReq::new::<T>(2 * short).and(StackReq::new::<f64>(short + quotients::work_length(short)));
    bytes(StackReq::all_of(&[upright, triangle, numbers, reduction]))
}

fn is_tall(long: usize, short: usize) -> bool {
    long > TALL * short
}

/// Writes the singular values, the largest first, and the left and right vectors as columns. The matrix is overwritten.
///
/// # Errors
/// Where an element is not finite, or the iteration does not end.
pub(crate) fn decompose<T: Double>(
    matrix: &mut [T],
    [rows, width]: [usize; 2],
    vectors: Vectors,
    values: &mut [f64],
    left: &mut [T],
    right: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    if !matrix.iter().all(|element| element.is_finite_number()) {
        return Err(NoConvergence);
    }
    if rows == 0 || width == 0 {
        for (basis, length) in [(left, rows), (right, width)] {
            basis.fill(T::ZERO);
            basis.iter_mut().step_by(length + 1).for_each(|element| *element = T::ONE);
        }
        return Ok(());
    }
    let factor = range::bring_into(matrix);
    if vectors == Vectors::None {
        values_alone(matrix, [rows, width], values, space)?;
    } else if rows == width && rows <= SMALL {
        let mut above = [0.0; SMALL];
        let above = &mut above[..rows - 1];
        bidiagonal_reduction::reduce(matrix, rows, values, above, left, right);
        bidiagonal::singular_vectors(values, above, left, right)?;
    } else {
        with_vectors(matrix, [rows, width], vectors, values, left, right, space)?;
    }
    values.iter_mut().for_each(|value| *value *= factor);
    Ok(())
}

/// By division; and where what `faer` divides is put together wrongly, as it is for some matrices of deficient rank, once
/// more without.
fn with_vectors<T: Double>(
    matrix: &[T],
    [rows, width]: [usize; 2],
    vectors: Vectors,
    values: &mut [f64],
    left: &mut [T],
    right: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let (left_width, right_width) = vectors.widths(rows, width);
    let (mut found, stack) = space.stack().make_with::<T>(rows.min(width), |_| T::ZERO);
    let mut by = |divided, values: &mut [f64], left: &mut [T], right: &mut [T], stack: &mut MemStack| {
        // Where vectors are added to make a whole basis, not all of what stands there is written first.
        left.fill(T::ZERO);
        right.fill(T::ZERO);
        let (left, right) = (columns_mut(left, rows, left_width), columns_mut(right, width, right_width));
        svd::svd(
            columns(matrix, rows, width),
            DiagMut::from_slice_mut(&mut found),
            Some(left),
            Some(right),
            Par::Seq,
            stack,
            parameters(divided),
        )
        .map_err(|_| NoConvergence)?;
        values.iter_mut().zip(&*found).for_each(|(value, found)| *value = found.real_part());
        Ok(())
    };
    if rows.min(width) >= DIVIDED && by(DIVIDED, values, left, right, stack).is_ok() {
        let found = Decomposition { values, left, right };
        if probe::holds(matrix, [rows, width], found, stack) {
            return Ok(());
        }
    }
    by(NEVER_DIVIDED, values, left, right, stack)
}

fn values_alone<T: Double>(
    matrix: &mut [T],
    [rows, width]: [usize; 2],
    values: &mut [f64],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let (long, short) = (rows.max(width), rows.min(width));
    let lying = rows < width;
    let (mut upright, stack) = space.stack().make_with::<T>(if lying { rows * width } else { 0 }, |place| {
        // The transposed matrix has the same values.
        matrix[place % long * short + place / long]
    });
    let matrix = if lying { &mut *upright } else { matrix };
    if !is_tall(long, short) {
        return by_bidiagonal(matrix, long, short, values, stack);
    }
    let (mut scales, stack) = stack.make_with::<T>(short, |_| T::ZERO);
    let (mut work, stack) = stack.make_with::<T>(qr::work_length(short), |_| T::ZERO);
    qr::factor(matrix, long, short, &mut scales, &mut work);
    let (mut triangle, stack) = stack.make_with::<T>(short * short, |place| {
        let (row, column) = (place % short, place / short);
        if row <= column { matrix[column * long + row] } else { T::ZERO }
    });
    by_bidiagonal(&mut triangle, short, short, values, stack)
}

fn by_bidiagonal<T: Double>(
    matrix: &mut [T],
    rows: usize,
    width: usize,
    values: &mut [f64],
    stack: &mut MemStack,
) -> Result<(), NoConvergence> {
    let (mut left, stack) = stack.make_with::<T>(width, |_| T::ZERO);
    let (mut right, stack) = stack.make_with::<T>(width, |_| T::ZERO);
    let (mut above, stack) = stack.make_with::<f64>(width - 1, |_| 0.0);
    if width == 1 {
        values[0] = reflection::length(matrix);
        return Ok(());
    }
    bidiag::bidiag_in_place(
        columns_mut(matrix, rows, width),
        columns_mut(&mut left, 1, width),
        columns_mut(&mut right[..width - 1], 1, width - 1),
        Par::Seq,
        stack,
        Spec::default(),
    );
    for place in 0..width {
        values[place] = matrix[place * rows + place].size();
        if place + 1 < width {
            above[place] = matrix[(place + 1) * rows + place].size();
        }
    }
    let (mut work, _) = stack.make_with::<f64>(quotients::work_length(width), |_| 0.0);
    quotients::singular_values(values, &mut above, &mut work)
}

/// Writes the pseudo-inverse, `width` by `rows`, from the reduced decomposition: singular values up to `cutoff` count as
/// zero. The right vectors are overwritten.
pub(crate) fn pseudo_inverse<T: Double>(
    values: &[f64],
    left: &[T],
    right: &mut [T],
    [rows, width]: [usize; 2],
    cutoff: f64,
    inverse: &mut [T],
) {
    let count = values.len();
    if count == 0 {
        inverse.fill(T::ZERO);
        return;
    }
    for (vector, &value) in right.chunks_exact_mut(width).zip(values) {
        let scale = if value > cutoff { value.recip() } else { 0.0 };
        vector.iter_mut().for_each(|element| *element = element.times_real(scale));
    }
    multiply_by_adjoint(
        columns_mut(inverse, width, rows),
        columns(right, width, count),
        columns(left, rows, count),
    );
}
