//! Random numbers in arrays, equal to NumPy's streams.
//!
//! The bit generators and the distributions are those of [`stridewise_random`], whose names are here too; this
//! room broadcasts parameters, checks them, and gives arrays.
//!
//! ```
//! use stridewise::random::{AnyBitGenerator, Argument, Drawn, Pcg64, SeedSequence, draw, family};
//!
//! // np.random.default_rng(0).normal([0.0, 10.0], 1.0)
//! let mut bits = AnyBitGenerator::Pcg64(Pcg64::seeded(&SeedSequence::from_integer(0)));
//! let means = stridewise::Array::from_elements(&[0.0, 10.0])?;
//! let parameters = [Argument::Array(means), Argument::Real(1.0)];
//! let drawn = draw(&family::generator::NORMAL, &mut bits, &parameters, None)?;
//! let Drawn::Array(array) = drawn else { panic!("two draws") };
//! assert_eq!(array.to_vec::<f64>(), [0.1257302210933933, 9.867895136708698]);
//! # Ok::<(), stridewise::Error>(())
//! ```

mod choice;
mod draw;
mod fill;
mod integers;
mod multivariate_normal;
mod order;
mod vectors;

pub use stridewise_random::{
    AnyBitGenerator, BitGenerator, HalfWord, MT19937_STATE_WORDS, Mt19937, Pcg64, Pcg64Dxsm, Philox,
    RandomError, SeedSequence, Sfc64, choice::Refusal, distribution, family, legacy, system_entropy,
    with_bit_generator, words_of_integer,
};

pub use choice::{Weights, choice, legacy_choice};
pub use draw::{Argument, Drawn, draw};
pub use fill::{fill, filled};
pub use integers::{Bounds, integers};
pub use multivariate_normal::{
    CovarianceFactor, NormalVectors, legacy_multivariate_normal, multivariate_normal,
};
pub use order::{permuted, shuffled, shuffled_order};
pub use vectors::{
    dirichlet, legacy_dirichlet, legacy_multinomial, multinomial, multivariate_hypergeometric,
};

use crate::Error;

/// The library's error for what a generator or distribution refuses.
#[must_use]
pub fn error_of(error: RandomError) -> Error {
    match error {
        RandomError::Value(message) => Error::value(message),
        RandomError::Overflow(message) => Error::overflow(message),
        RandomError::Entropy(message) => Error::new(stridewise_core::ErrorKind::Runtime, message),
    }
}

/// Refuses work on more 64-bit elements than there is memory for, before any of it is drawn.
fn require_memory(elements: usize) -> crate::Result<()> {
    Vec::<i64>::new()
        .try_reserve_exact(elements)
        .map_err(|_| Error::out_of_memory(&[elements], crate::DType::I64))
}

/// Drawn shape and size of parameters disagree.
fn incompatible_size(size: &[usize], broadcast: &[usize]) -> Error {
    use stridewise_core::error::tuple;
    Error::value(format!(
        "Output size {} is not compatible with broadcast dimensions of inputs {}.",
        tuple(size),
        tuple(broadcast)
    ))
}

/// The shape of the draws: what was asked for, which the parameters must broadcast to, or the parameters' own.
fn drawn_shape(shapes: &[&[usize]], size: Option<&[usize]>) -> crate::Result<stridewise_core::Shape> {
    use stridewise_core::layout::{broadcast_shapes, byte_count};
    let common = match size {
        None => broadcast_shapes(shapes)?,
        Some(size) => {
            let mut all = vec![size];
            all.extend_from_slice(shapes);
            let common = broadcast_shapes(&all)?;
            if common.as_slice() != size {
                return Err(incompatible_size(size, &common));
            }
            common
        }
    };
    byte_count(&common, size_of::<f64>())?;
    Ok(common)
}
