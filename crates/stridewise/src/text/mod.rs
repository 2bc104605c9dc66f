//! Numbers as text: what `repr`, `str` and `array2string` write, and what text files hold.
//!
//! [`float`], [`integer`], [`boolean`] and [`complex`] write single numbers, each after a look at the array they
//! stand in, so that columns line up; [`array`] puts them into brackets and lines; [`repr`] and [`scalar`] are the
//! forms that Python shows; [`parse`] reads numbers back, [`sequence`] several of them, and [`table`] rows.

pub mod array;
pub mod boolean;
pub mod complex;
pub mod digits;
pub mod float;
pub mod float_column;
pub mod integer;
pub mod options;
pub mod parse;
pub mod radix;
pub mod repr;
pub mod scalar;
pub mod sequence;
pub mod table;

pub use array::{ArrayText, array_to_string};
pub use float::{FloatText, Trim, format_positional, format_scientific};
pub use options::{FloatMode, Legacy, PrintOptions, Sign};
pub use radix::{base_repr, binary_repr};
pub use repr::array_repr;
