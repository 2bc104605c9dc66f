//! Normal vectors of a given mean and covariance.

use stridewise_core::op::Op;
use stridewise_core::{Error, Number, Order};
use stridewise_random::distribution::normal;
use stridewise_random::legacy::LegacyStream;
use stridewise_random::{AnyBitGenerator, with_bit_generator};

use super::filled;
use crate::arithmetic::{binary, unary};
use crate::linalg::{Triangle, cholesky, eigh, svd};
use crate::logic::{all_true, isclose};
use crate::shape::expand_dims;
use crate::{Array, Result, product};

/// By which decomposition a covariance becomes the factor that standard normal vectors are multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CovarianceFactor {
    /// Left singular vectors, scaled.
    Svd,
    /// Eigenvectors, scaled.
    Eigh,
    /// The lower triangular factor.
    Cholesky,
}

impl CovarianceFactor {
    /// The factor called `name`: `"svd"`, `"eigh"` or `"cholesky"`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "svd" => Some(Self::Svd),
            "eigh" => Some(Self::Eigh),
            "cholesky" => Some(Self::Cholesky),
            _ => None,
        }
    }
}

/// Normal vectors, and what was found about their covariance.
#[derive(Clone, Debug)]
pub struct NormalVectors {
    /// One vector along the last axis.
    pub draws: Array,
    /// Whether the covariance is symmetric and positive semidefinite; true where that was not to be checked.
    pub semidefinite: bool,
}

/// Vectors of shape `size` and a last axis as long as `mean`. The covariance is checked up to `tolerance`, if there is
/// one, and the factor is not that of Cholesky, which checks itself.
///
/// The numbers are drawn before the covariance is decomposed: one that is refused moves the stream, too.
///
/// # Errors
/// Type error for complex arguments; value error where the shapes of mean and covariance do not fit together; linear
/// algebra error where the covariance has no such factor.
///
/// ```
/// use stridewise::Array;
/// use stridewise::random::{AnyBitGenerator, CovarianceFactor, Pcg64, SeedSequence, multivariate_normal};
///
/// // np.random.default_rng(0).multivariate_normal([0, 10], [[1, 0], [0, 4]], method="cholesky")
/// let mut bits = AnyBitGenerator::Pcg64(Pcg64::seeded(&SeedSequence::from_integer(0)));
/// let mean = Array::from_elements(&[0.0, 10.0])?;
/// let covariance = Array::from_slice(&[1.0, 0.0, 0.0, 4.0], &[2, 2])?;
/// let drawn = multivariate_normal(&mut bits, &mean, &covariance, None, CovarianceFactor::Cholesky, None)?;
/// assert_eq!(drawn.draws.to_vec::<f64>(), [0.1257302210933933, 9.735790273417397]);
/// # Ok::<(), stridewise::Error>(())
/// ```
pub fn multivariate_normal(
    bits: &mut AnyBitGenerator,
    mean: &Array,
    covariance: &Array,
    size: Option<&[usize]>,
    factor: CovarianceFactor,
    tolerance: Option<f64>,
) -> Result<NormalVectors> {
    if mean.number().is_complex() || covariance.number().is_complex() {
        return Err(Error::type_error("mean and cov must not be complex"));
    }
    let shape = vector_shape(mean, covariance, size)?;
    let normals = filled(&shape, |part| {
        with_bit_generator!(&mut *bits, bits => normal::fill_standard(bits, part));
    })?;
    let covariance = covariance.astype(Number::F64.native(), Order::C)?;
    let (rows, semidefinite) = match factor {
        CovarianceFactor::Svd => {
            let (left, values, right) = svd(&covariance, true)?;
            let semidefinite = is_product(&right, &values, &covariance, tolerance)?;
            (scaled_rows(&left.transposed(), &values)?, semidefinite)
        }
        CovarianceFactor::Eigh => {
            let (values, vectors) = eigh(&covariance, Triangle::Lower)?;
            let least = values.cast_to_vec::<f64>()?.into_iter().fold(f64::INFINITY, f64::min);
            let semidefinite = tolerance.is_none_or(|tolerance| least >= -tolerance);
            (scaled_rows(&vectors.transposed(), &values)?, semidefinite)
        }
        CovarianceFactor::Cholesky => (cholesky(&covariance, false)?.transposed(), true),
    };
    Ok(NormalVectors { draws: correlated(&normals, &rows, mean)?, semidefinite })
}

/// As [`multivariate_normal`], as `RandomState` draws: by the right singular vectors. Imaginary parts of the covariance
/// are dropped.
///
/// # Errors
/// As [`multivariate_normal`].
pub fn legacy_multivariate_normal(
    stream: &mut LegacyStream,
    mean: &Array,
    covariance: &Array,
    size: Option<&[usize]>,
    tolerance: Option<f64>,
) -> Result<NormalVectors> {
    if mean.number().is_complex() {
        return Err(Error::type_error("mean must not be complex"));
    }
    let shape = vector_shape(mean, covariance, size)?;
    let normals = filled(&shape, |part| stream.fill_gauss(part))?;
    let covariance = covariance.astype(Number::F64.native(), Order::C)?;
    let (_, values, right) = svd(&covariance, true)?;
    let semidefinite = is_product(&right, &values, &covariance, tolerance)?;
    let rows = scaled_rows(&right, &values)?;
    Ok(NormalVectors { draws: correlated(&normals, &rows, mean)?, semidefinite })
}

/// The shape of the draws, once mean and covariance are found to fit together.
fn vector_shape(mean: &Array, covariance: &Array, size: Option<&[usize]>) -> Result<Vec<usize>> {
    let [length] = mean.shape() else { return Err(Error::value("mean must be 1 dimensional")) };
    let [rows, columns] = covariance.shape() else {
        return Err(Error::value("cov must be 2 dimensional and square"));
    };
    if rows != columns {
        return Err(Error::value("cov must be 2 dimensional and square"));
    }
    if length != rows {
        return Err(Error::value("mean and cov must have same length"));
    }
    if *length == 0 {
        return Err(Error::value("mean and cov must not be empty"));
    }
    Ok(size.unwrap_or_default().iter().copied().chain([*length]).collect())
}

/// Whether the right vectors alone and the values make the covariance, as they do where it is symmetric and no
/// eigenvalue is negative.
fn is_product(right: &Array, values: &Array, covariance: &Array, tolerance: Option<f64>) -> Result<bool> {
    let Some(tolerance) = tolerance else { return Ok(true) };
    let tolerance = Array::from_elements(&[tolerance])?;
    let scaled = binary(Op::Multiply, right, &expand_dims(values, &[1])?)?;
    let (product, _) = product::dot(&right.transposed(), &scaled)?;
    Ok(all_true(&isclose(&product, covariance, &tolerance, &tolerance, false)?))
}

/// Each row times the square root of the size of its value.
fn scaled_rows(rows: &Array, values: &Array) -> Result<Array> {
    let scales = unary(Op::Sqrt, &unary(Op::Absolute, values)?)?;
    binary(Op::Multiply, rows, &expand_dims(&scales, &[1])?)
}

/// Vectors of independent numbers times the rows of a factor, about the mean.
fn correlated(normals: &Array, rows: &Array, mean: &Array) -> Result<Array> {
    let (product, _) = product::dot(normals, rows)?;
    binary(Op::Add, &product, mean)
}
