//! Typed inner loops: elementwise operations, casts, reductions, sorting, products.
