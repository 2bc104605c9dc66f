//! Properties that hold for every input, beside naive definitions of what is right: for fuzz targets and tests.

#![forbid(unsafe_code)]

pub mod double_double;
pub mod elementary;
pub mod matrices;
pub mod properties;
pub mod words;
