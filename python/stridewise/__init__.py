"""NumPy's arrays rebuilt in Rust, so that every expression has a plan."""
