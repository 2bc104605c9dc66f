//! Array generators over all layouts and the naive loops that tests compare with.

#![forbid(unsafe_code)]

pub mod properties;
