//! Properties that hold for every input, made from arbitrary bytes: what the fuzz targets call, and what
//! `tests/fuzz_properties.rs` runs without a fuzzer.
//!
//! A property panics where it is broken. Bytes that do not make a whole case are no case.

mod dtype_text;
mod index;
mod reshape;
mod strided;

use arbitrary::{Result, Unstructured};

pub use dtype_text::dtype_text_names_one_dtype;
pub use index::basic_index_selects_what_python_would;
pub use reshape::reshape_keeps_the_order_of_elements;
pub use strided::strided_view_stays_inside_its_buffer;

/// A property over arbitrary bytes.
pub type Property = fn(&[u8]);

/// Every property under the name of its fuzz target.
pub const ALL: [(&str, Property); 4] = [
    ("basic_index_selects_what_python_would", basic_index_selects_what_python_would),
    ("dtype_text_names_one_dtype", dtype_text_names_one_dtype),
    ("reshape_keeps_the_order_of_elements", reshape_keeps_the_order_of_elements),
    ("strided_view_stays_inside_its_buffer", strided_view_stays_inside_its_buffer),
];

/// Up to five axes of zero to six elements.
fn small_shape(source: &mut Unstructured<'_>) -> Result<Vec<usize>> {
    let ndim = source.int_in_range(0..=5)?;
    (0..ndim).map(|_| source.int_in_range(0..=6)).collect()
}

/// Mostly small, sometimes at the ends of its range, where arithmetic overflows.
fn hostile(source: &mut Unstructured<'_>) -> Result<i64> {
    Ok(match source.int_in_range(0..=7u8)? {
        0 => i64::MAX - source.int_in_range(0..=2)?,
        1 => i64::MIN + source.int_in_range(0..=2)?,
        2 => source.arbitrary()?,
        _ => source.int_in_range(-9..=9)?,
    })
}

/// Bytes from the first element to every element, in C order, one axis at a time.
fn offsets(shape: &[usize], strides: &[isize]) -> Vec<isize> {
    if shape.contains(&0) {
        return Vec::new();
    }
    shape.iter().zip(strides).fold(vec![0], |heads, (&length, &stride)| {
        heads.iter().flat_map(|head| (0..length as isize).map(move |i| head + i * stride)).collect()
    })
}
