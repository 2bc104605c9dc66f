//! `repr` of an array: the elements, and what they leave open of shape and dtype.

use stridewise_core::error::tuple;
use stridewise_core::{DType, Number, Result, View};

use super::array::{ArrayText, array_to_string, is_summarised};
use super::options::{Legacy, PrintOptions};

/// Whether an array's elements, written as Python numbers, say this dtype already.
pub fn is_dtype_implied(dtype: DType, legacy: Legacy) -> bool {
    dtype.is_native()
        && match dtype.number() {
            Number::I64 | Number::F64 | Number::C128 => true,
            Number::Bool => legacy > Legacy::V1_13,
            _ => false,
        }
}

/// The dtype as it stands in a `repr`: its name, or the quoted protocol string if its bytes are swapped.
pub fn dtype_text(dtype: DType) -> String {
    if dtype.is_native() { dtype.to_string() } else { format!("'{dtype}'") }
}

/// The `repr` of a view under the name of its class, as in `array([1, 2, 3])`.
///
/// # Errors
/// Runtime error where the precision asks for elements of over 16384 characters.
pub fn array_repr(view: &View, class: &str, options: &PrintOptions) -> Result<String> {
    let prefix = format!("{class}(");
    let text = ArrayText { separator: ", ", prefix: &prefix, suffix: ")" };
    let elements = array_to_string(view, options, text)?;
    Ok(with_extras(&elements, view.shape(), view.dtype(), class, options))
}

/// Elements that are text already, with the class around them and the shape and dtype that they leave open.
pub fn with_extras(
    elements: &str,
    shape: &[usize],
    dtype: DType,
    class: &str,
    options: &PrintOptions,
) -> String {
    let size: usize = shape.iter().product();
    let mut extras = Vec::new();
    if (size == 0 && shape != [0]) || (options.legacy > Legacy::V2_2 && is_summarised(size, options)) {
        extras.push(format!("shape={}", tuple(shape)));
    }
    if size == 0 || !is_dtype_implied(dtype, options.legacy) {
        extras.push(format!("dtype={}", dtype_text(dtype)));
    }
    if extras.is_empty() {
        return format!("{class}({elements})");
    }
    let start = format!("{class}({elements},");
    let end = extras.join(", ") + ")";
    let last_line = start.rsplit('\n').next().map_or(0, |line| line.chars().count());
    let needed = (last_line + end.chars().count() + 1) as i64;
    let wraps = options.legacy > Legacy::V1_13 && needed > options.line_width;
    let gap = if wraps { "\n".to_owned() + &" ".repeat(class.chars().count() + 1) } else { " ".to_owned() };
    start + &gap + &end
}
