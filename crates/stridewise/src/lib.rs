//! NumPy's namespace as Rust functions over strided arrays.
//!
//! The rooms are those of NumPy's functions: [`create`], [`shape`], [`random`], and so on. Underneath, and public for
//! those who build on them: [`run`] with the array handle, and [`kernels`].

#![forbid(unsafe_code)]

pub mod arithmetic;
pub mod bits;
pub mod cast;
pub mod complex_domain;
pub mod create;
pub mod differences;
pub mod einsum;
pub mod fft;
pub mod index;
pub mod interpolate;
pub mod iterate;
pub mod linalg;
pub mod logic;
pub mod nan;
pub mod norm;
pub mod npy;
pub mod order;
pub mod polynomial;
pub mod product;
pub mod random;
pub mod reduce;
pub mod scalar;
pub mod sets;
pub mod shape;
pub mod statistics;
pub mod text;
pub mod window;

pub use stridewise_kernels as kernels;
pub use stridewise_run as run;

pub use stridewise_core::{DType, Error, Number, Order, Result, Value};
pub use stridewise_run::Array;
