//! Booleans: `True` takes a blank before it in arrays, to be as wide as `False`.

/// The text of one boolean; `scalar`: the array has no axis.
pub fn write_bool(value: bool, scalar: bool) -> String {
    match (value, scalar) {
        (true, true) => "True",
        (true, false) => " True",
        (false, _) => "False",
    }
    .to_owned()
}
