//! NumPy's namespace as Rust functions over strided arrays.
