//! Eigenvalues and eigenvectors of matrices without symmetry.

use faer::diag::DiagMut;
use faer::dyn_stack::StackReq;
use faer::linalg::evd::{self, ComputeEigenvectors};
use faer::{Par, Spec};
use num_complex::Complex;

use crate::matrix::{columns, columns_mut};
use crate::space::{Space, bytes};
use crate::{Double, NoConvergence, range};

/// What matrices without symmetry can do.
pub trait General: Double {
    /// Bytes that [`general`](Self::general) works in.
    fn general_space(n: usize, vectors: bool) -> usize;

    /// Writes the eigenvalues of any square matrix, and where they are wanted the eigenvectors as columns: of length one,
    /// their largest element real.
    ///
    /// # Errors
    /// Where an element is not finite, or the iteration does not end.
    fn general(
        matrix: &mut [Self],
        n: usize,
        values: &mut [Complex<f64>],
        vectors: Option<&mut [Complex<f64>]>,
        space: &mut Space<'_>,
    ) -> Result<(), NoConvergence>;
}

fn wanted(vectors: bool) -> ComputeEigenvectors {
    if vectors { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No }
}

fn scratch<T: Double>(n: usize, vectors: bool) -> StackReq {
    evd::evd_scratch::<T>(n, ComputeEigenvectors::No, wanted(vectors), Par::Seq, Spec::default())
}

fn require_finite<T: Double>(matrix: &[T]) -> Result<(), NoConvergence> {
    if matrix.iter().all(|element| element.is_finite_number()) { Ok(()) } else { Err(NoConvergence) }
}

/// Gives a vector length one and a real largest element.
fn normalise(vector: &mut [Complex<f64>]) {
    let largest = vector.iter().copied().fold(Complex::new(0.0, 0.0), |largest: Complex<f64>, element| {
        if element.norm() > largest.norm() { element } else { largest }
    });
    if largest.norm() == 0.0 {
        return;
    }
    // Relative to the largest element no square leaves the range.
    let size = largest.norm();
    let length = size * vector.iter().map(|element| (element / size).norm_sqr()).sum::<f64>().sqrt();
    let is_real = vector.iter().all(|element| element.im == 0.0);
    let turn = if is_real { Complex::new(1.0, 0.0) } else { largest.conj() / size };
    for element in vector.iter_mut() {
        *element = *element / length * turn;
        if !is_real && element.norm() * length == size && element.im.abs() < f64::EPSILON {
            element.im = 0.0;
        }
    }
}

impl General for Complex<f64> {
    fn general_space(n: usize, vectors: bool) -> usize {
        bytes(scratch::<Self>(n, vectors))
    }

    fn general(
        matrix: &mut [Self],
        n: usize,
        values: &mut [Self],
        mut vectors: Option<&mut [Self]>,
        space: &mut Space<'_>,
    ) -> Result<(), NoConvergence> {
        require_finite(matrix)?;
        if n == 0 {
            return Ok(());
        }
        let factor = range::bring_into(matrix);
        evd::evd_cplx(
            columns(matrix, n, n),
            DiagMut::from_slice_mut(values),
            None,
            vectors.as_deref_mut().map(|vectors| columns_mut(vectors, n, n)),
            Par::Seq,
            space.stack(),
            Spec::default(),
        )
        .map_err(|_| NoConvergence)?;
        values.iter_mut().for_each(|value| *value *= factor);
        if let Some(vectors) = vectors {
            vectors.chunks_exact_mut(n).for_each(normalise);
        }
        Ok(())
    }
}

impl General for f64 {
    fn general_space(n: usize, vectors: bool) -> usize {
        let parts = StackReq::new::<f64>(n);
        let packed = StackReq::new::<f64>(if vectors { n * n } else { 0 });
        bytes(StackReq::all_of(&[parts, parts, packed, scratch::<Self>(n, vectors)]))
    }

    fn general(
        matrix: &mut [Self],
        n: usize,
        values: &mut [Complex<f64>],
        vectors: Option<&mut [Complex<f64>]>,
        space: &mut Space<'_>,
    ) -> Result<(), NoConvergence> {
        require_finite(matrix)?;
        if n == 0 {
            return Ok(());
        }
        let factor = range::bring_into(matrix);
        let (mut real, stack) = space.stack().make_with::<f64>(n, |_| 0.0);
        let (mut imaginary, stack) = stack.make_with::<f64>(n, |_| 0.0);
        let packed_length = if vectors.is_some() { n * n } else { 0 };
        let (mut packed, stack) = stack.make_with::<f64>(packed_length, |_| 0.0);
        evd::evd_real(
            columns(matrix, n, n),
            DiagMut::from_slice_mut(&mut real),
            DiagMut::from_slice_mut(&mut imaginary),
            None,
            vectors.is_some().then(|| columns_mut(&mut packed, n, n)),
            Par::Seq,
            stack,
            Spec::default(),
        )
        .map_err(|_| NoConvergence)?;
        for (value, (&re, &im)) in values.iter_mut().zip(real.iter().zip(&*imaginary)) {
            *value = Complex::new(re * factor, im * factor);
        }
        if let Some(vectors) = vectors {
            unpack(&packed, values, vectors, n);
        }
        Ok(())
    }
}

/// Makes complex vectors of packed ones, in which a pair of conjugate eigenvalues has one column for the real parts of the
/// first one's vector and one for the imaginary parts.
fn unpack(packed: &[f64], values: &[Complex<f64>], vectors: &mut [Complex<f64>], n: usize) {
    let mut place = 0;
    while place < n {
        let paired = values[place].im != 0.0 && place + 1 < n;
        let (own, others) = vectors[place * n..].split_at_mut(n);
        let real = &packed[place * n..(place + 1) * n];
        if !paired {
            for (element, &re) in own.iter_mut().zip(real) {
                *element = Complex::new(re, 0.0);
            }
            normalise(own);
            place += 1;
            continue;
        }
        let imaginary = &packed[(place + 1) * n..(place + 2) * n];
        for (element, (&re, &im)) in own.iter_mut().zip(real.iter().zip(imaginary)) {
            *element = Complex::new(re, im);
        }
        normalise(own);
        for (element, first) in others.iter_mut().zip(&*own) {
            *element = first.conj();
        }
        place += 2;
    }
}
