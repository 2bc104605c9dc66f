//! From Python arguments to what the library takes.

mod array;
mod nested;
mod number;
mod order;
mod shape;

pub(crate) use array::{Copy, Wish, array_argument, array_argument_as, array_of};
pub(crate) use number::python_number;
pub(crate) use order::order_argument;
pub(crate) use shape::{shape_argument, strides_argument};
