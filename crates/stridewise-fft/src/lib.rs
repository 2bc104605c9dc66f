//! Discrete Fourier transforms of slices.
//!
//! A [`Plan`] transforms complex numbers, a [`RealPlan`] between real numbers and the half of their spectrum that says
//! all. Their tables are kept once they are made. [`Halves`] cuts a transform that outgrows the caches into two rounds of
//! short ones. Nothing here knows of arrays, axes or threads.
//!
//! ```
//! use num_complex::Complex;
//! use stridewise_fft::{Direction, Plan};
//!
//! let plan = Plan::<f64>::of(4, Direction::Forward);
//! let input = [1.0, 2.0, 3.0, 4.0].map(|real| Complex::new(real, 0.0));
//! let mut output = [Complex::default(); 4];
//! plan.transform(&input, &mut output, 1.0, &mut vec![Complex::default(); plan.scratch_length()]);
//! assert_eq!(output[0], Complex::new(10.0, 0.0));
//! ```

#![forbid(unsafe_code)]

mod cache;
mod complex;
mod halves;
mod precision;
mod real;
mod roots;

pub use complex::{Direction, Plan};
pub use halves::Halves;
pub use precision::Precision;
pub use real::{RealPlan, Untangled};
