//! Orthogonal factors and least squares, by reflections and rotations.

pub(crate) mod least_squares;
pub(crate) mod qr;
pub(crate) mod reflection;
pub(crate) mod rotation;
