//! Discrete Fourier transforms along axes.
//!
//! A [`Transform`] is one pass along one axis; [`along_axes`] makes several of them. Lanes of a batch, and the rounds of
//! a long transform, share the threads; how a transform is computed depends on its length alone.

mod axes;
mod frequencies;
mod lanes;
mod long;
mod operation;
mod transform;

pub use axes::{Axes, along_axes};
pub use frequencies::{fftfreq, fftshift, ifftshift, rfftfreq};
pub use transform::{Kind, Norm, Transform};
