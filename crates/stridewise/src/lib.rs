//! NumPy's namespace as Rust functions over strided arrays.

#![forbid(unsafe_code)]
