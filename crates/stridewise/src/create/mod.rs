//! Making arrays.
