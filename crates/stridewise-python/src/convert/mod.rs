//! From Python arguments to what the library takes.

mod array;
mod cast;
mod nested;
mod number;
mod order;
mod passed;
mod shape;
mod truth;

pub(crate) use array::{
    Copy, Wish, array_argument, array_argument_as, array_handle, array_of, array_of_last_use,
};
pub(crate) use cast::{
    cast_of_same_value, cast_with_warnings, report_cast_of_value, reporting_casts, require_cast,
    warn_of_lost_imaginary_part,
};
pub(crate) use number::{python_number, value_of_leaf};
pub(crate) use order::order_argument;
pub(crate) use passed::{Passed, passed_argument};
pub(crate) use shape::{axes_argument, lone_length, shape_argument, strides_argument};
pub(crate) use truth::{copy_argument, optional_truth, truth_argument};
