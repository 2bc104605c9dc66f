//! Singular values and vectors.

use faer::dyn_stack::{MemStack, StackReq};

use crate::column_passes::{self, ALIGNMENT};
use crate::crew::Crew;
use crate::matrix::{columns, columns_mut, multiply_by_adjoint};
use crate::orthogonal::qr;
use crate::singular_values::bidiagonal_passes::{self, Padded, Right};
use crate::singular_values::bidiagonal_reduction::{self, SMALL};
use crate::singular_values::{bidiagonal, quotients};
use crate::space::{Space, bytes};
use crate::{Double, NoConvergence, divide_and_conquer, range};

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
    /// Columns of the left and of the right vectors of a matrix of this shape.
    pub fn widths(self, rows: usize, width: usize) -> (usize, usize) {
        match self {
            Self::None => (0, 0),
            Self::Reduced => (rows.min(width), rows.min(width)),
            Self::Full => (rows, width),
        }
    }
}

/// Matrices that are this many times longer than wide are reduced to a triangle first.
const TALL: usize = 2;

/// Bytes that [`decompose`] works in.
pub(crate) fn space<T: Double>(rows: usize, width: usize, vectors: Vectors) -> usize {
    let short = rows.min(width);
    if short == 0 {
        return 0;
    }
    bytes(Sizes::of([rows, width]).space::<T>(vectors))
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
        with_vectors(matrix, [rows, width], values, left, right, space)?;
    }
    values.iter_mut().for_each(|value| *value *= factor);
    Ok(())
}

fn with_vectors<T: Double>(
    matrix: &[T],
    shape: [usize; 2],
    values: &mut [f64],
    left: &mut [T],
    right: &mut [T],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    // The adjoint matrix exchanges the bases.
    let (long_basis, short_basis) = if shape[0] < shape[1] { (right, left) } else { (left, right) };
    let crew = space.crew();
    let stack = space.stack();
    let sizes = Sizes::of(shape);
    let Sizes { long, short, height } = sizes;
    let (mut padded, stack) =
        stack.make_aligned_with::<T>(sizes.padded_length::<T>(), ALIGNMENT, |_| T::ZERO);
    let (mut triangle, stack) = stack.make_with::<T>(sizes.factors_length(), |_| T::ZERO);
    let (mut triangle_scales, stack) = stack.make_with::<T>(short, |_| T::ZERO);
    sizes.fill_padded(matrix, shape, &mut padded, &mut triangle, &mut triangle_scales, stack, crew);
    let (mut scales, stack) = stack.make_with::<T>(short, |_| T::ZERO);
    let (mut above, stack) = stack.make_with::<f64>(short - 1, |_| 0.0);
    let (mut right_vectors, stack) = stack.make_with::<T>(short * short, |_| T::ZERO);
    let (mut right_scales, stack) = stack.make_with::<T>(short - 1, |_| T::ZERO);
    let right = Right { vectors: &mut right_vectors, scales: &mut right_scales };
    sizes.reduce(&mut padded, values, &mut above, &mut scales, Some(right), stack, crew);
    let square = &mut long_basis[..short * short];
    if short <= SMALL {
        for basis in [&mut *square, &mut *short_basis] {
            basis.fill(T::ZERO);
            basis.iter_mut().step_by(short + 1).for_each(|element| *element = T::ONE);
        }
        bidiagonal::singular_vectors(values, &mut above, square, short_basis)?;
    } else {
        divide_and_conquer::singular_vectors(values, &mut above, square, short_basis, stack, crew)?;
    }
    spread(long_basis, short, long);
    let count = long_basis.len() / long;
    let (mut work, _) = stack.make_with::<T>(qr::work_length(count), |_| T::ZERO);
    let step = column_passes::step::<T>(height);
    let reduced = if height < long { short } else { count };
    qr::apply_within(&mut padded, step, height, &scales, false, long_basis, long, reduced, &mut work, crew);
    if height < long {
        let (factors, rows) = (&mut triangle, long);
        qr::apply_within(
            factors,
            rows,
            rows,
            &triangle_scales,
            false,
            long_basis,
            long,
            count,
            &mut work,
            crew,
        );
    }
    if short > 1 {
        let (vectors, target) = (&mut right_vectors[1..], &mut short_basis[1..]);
        qr::apply_within(
            vectors,
            short,
            short - 1,
            &right_scales,
            false,
            target,
            short,
            short,
            &mut work,
            crew,
        );
    }
    Ok(())
}

/// Makes a square matrix the upper left of a longer one, and its other columns unit vectors.
fn spread<T: Double>(basis: &mut [T], short: usize, long: usize) {
    for place in (1..short).rev() {
        basis.copy_within(place * short..(place + 1) * short, place * long);
    }
    for (place, column) in basis.chunks_exact_mut(long).enumerate() {
        column[if place < short { short } else { 0 }..].fill(T::ZERO);
        if place >= short {
            column[place] = T::ONE;
        }
    }
}

fn values_alone<T: Double>(
    matrix: &[T],
    shape: [usize; 2],
    values: &mut [f64],
    space: &mut Space<'_>,
) -> Result<(), NoConvergence> {
    let crew = space.crew();
    let sizes = Sizes::of(shape);
    let short = sizes.short;
    let (mut padded, stack) =
        space.stack().make_aligned_with::<T>(sizes.padded_length::<T>(), ALIGNMENT, |_| T::ZERO);
    let (mut scales, stack) = stack.make_with::<T>(short, |_| T::ZERO);
    let (mut above, stack) = stack.make_with::<f64>(short - 1, |_| 0.0);
    {
        let (mut triangle, stack) = stack.make_with::<T>(sizes.factors_length(), |_| T::ZERO);
        sizes.fill_padded(matrix, shape, &mut padded, &mut triangle, &mut scales, stack, crew);
    }
    sizes.reduce(&mut padded, values, &mut above, &mut scales, None, stack, crew);
    let (mut work, _) = stack.make_with::<f64>(quotients::work_length(short), |_| 0.0);
    quotients::singular_values(values, &mut above, &mut work)
}

/// How a matrix is made bidiagonal: upright, and where it is tall, reduced to a triangle first.
#[derive(Clone, Copy)]
struct Sizes {
    long: usize,
    short: usize,
    /// Rows of what is made bidiagonal.
    height: usize,
}

impl Sizes {
    fn of([rows, width]: [usize; 2]) -> Self {
        let (long, short) = (rows.max(width), rows.min(width));
        Self { long, short, height: if long > TALL * short { short } else { long } }
    }

    fn padded_length<T: Double>(self) -> usize {
        column_passes::step::<T>(self.height) * self.short
    }

    /// Elements of the factors that hold the triangle.
    fn factors_length(self) -> usize {
        if self.height < self.long { self.long * self.short } else { 0 }
    }

    fn space<T: Double>(self, vectors: Vectors) -> StackReq {
        let Self { short, height, .. } = self;
        let padded = StackReq::new_aligned::<T>(self.padded_length::<T>(), ALIGNMENT);
        let triangle = StackReq::new::<T>(self.factors_length());
        let work = bidiagonal_passes::work_length::<T>(height, short);
        let reduction =
            StackReq::new_aligned::<T>(work, ALIGNMENT).or(StackReq::new::<T>(qr::work_length(short)));
        let numbers = StackReq::new::<T>(short).and(StackReq::new::<f64>(short));
        if vectors == Vectors::None {
            let iteration = StackReq::new::<f64>(quotients::work_length(short));
            return StackReq::all_of(&[padded, numbers, triangle, reduction.or(iteration)]);
        }
        let right = StackReq::new::<T>(short * short + 2 * short);
        let back = StackReq::new::<T>(qr::work_length(self.long));
        let steps = [reduction, divide_and_conquer::singular_space(short), back];
        StackReq::all_of(&[padded, triangle, numbers, right, StackReq::any_of(&steps)])
    }

    /// Writes the upright matrix or its triangle.
    fn fill_padded<T: Double>(
        self,
        matrix: &[T],
        [rows, width]: [usize; 2],
        padded: &mut [T],
        factors: &mut [T],
        scales: &mut [T],
        stack: &mut MemStack,
        crew: &dyn Crew,
    ) {
        let Self { long, short, height } = self;
        let step = column_passes::step::<T>(height);
        let tall = height < long;
        let (upright, upright_step) = if tall { (&mut *factors, long) } else { (&mut *padded, step) };
        for (place, column) in upright.chunks_exact_mut(upright_step).enumerate() {
            let column = &mut column[..long];
            if rows < width {
                let row = matrix[place..].iter().step_by(short);
                column.iter_mut().zip(row).for_each(|(element, other)| *element = other.conjugate());
            } else {
                column.copy_from_slice(&matrix[place * long..(place + 1) * long]);
            }
        }
        if tall {
            let (mut work, _) = stack.make_with::<T>(qr::work_length(short), |_| T::ZERO);
            qr::factor(factors, long, short, scales, &mut work, crew);
            let columns = padded.chunks_exact_mut(step).zip(factors.chunks_exact(long));
            for (place, (column, factored)) in columns.enumerate() {
                column[..=place].copy_from_slice(&factored[..=place]);
            }
        }
    }

    fn reduce<T: Double>(
        self,
        padded: &mut [T],
        diagonal: &mut [f64],
        above: &mut [f64],
        left_scales: &mut [T],
        right: Option<Right<'_, T>>,
        stack: &mut MemStack,
        crew: &dyn Crew,
    ) {
        let Self { short, height, .. } = self;
        let work = bidiagonal_passes::work_length::<T>(height, short);
        let (mut work, _) = stack.make_aligned_with::<T>(work, ALIGNMENT, |_| T::ZERO);
        let matrix = Padded { elements: padded, rows: height, width: short };
        bidiagonal_passes::reduce(matrix, diagonal, above, left_scales, right, &mut work, crew);
    }
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
