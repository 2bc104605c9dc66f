//! Typed inner loops: elementwise operations, casts, reductions, sorting, products.
//!
//! A loop is a function pointer over a length, pointers and byte strides; it knows nothing of shapes, plans or
//! threads. [`elementwise::find`] gives the loop for a row of the op table.

#![deny(unsafe_code)]

mod by_size;
pub mod cast;
pub mod chosen;
pub mod copy;
pub mod cpu_level;
pub mod elementwise;
pub mod inner_loop;
pub mod mask;
pub mod nonzero;
pub mod order;
pub mod plane;
pub mod product;
pub mod put;
pub mod reduction;
pub mod repeat;
pub mod scan;
pub mod single;
pub mod status;
pub mod stream;
pub mod sum_of_products;
pub mod take;
