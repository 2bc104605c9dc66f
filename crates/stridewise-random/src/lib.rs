//! Bit streams and distributions that fill slices, equal to NumPy's.

#![forbid(unsafe_code)]
