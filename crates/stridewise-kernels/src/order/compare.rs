//! The order of elements: NaN comes last.

use std::cmp::Ordering;

use stridewise_core::dtype::Kind;
use stridewise_core::{Element, Number};

/// The order of two elements, as NumPy sorts them: NaN behind every number; complex numbers by real, then by
/// imaginary part, those with a NaN in either part last.
#[inline]
pub fn compare<T: Element>(a: T, b: T) -> Ordering {
    match T::NUMBER.kind() {
        Kind::Bool | Kind::Signed | Kind::Unsigned if T::NUMBER == Number::U64 => a.to_u64().cmp(&b.to_u64()),
        Kind::Bool | Kind::Signed | Kind::Unsigned => a.to_i64().cmp(&b.to_i64()),
        Kind::Float => floats(a.to_f64(), b.to_f64()),
        Kind::Complex => {
            let (a, b) = ((a.to_f64(), a.imaginary()), (b.to_f64(), b.imaginary()));
            let spoilt = |(real, imaginary): (f64, f64)| (real.is_nan(), imaginary.is_nan());
            match (spoilt(a), spoilt(b)) {
                ((false, false), (false, false)) => floats(a.0, b.0).then(floats(a.1, b.1)),
                // Numbers first, then NaN in the imaginary part alone, in the real part alone, in both.
                (x, y) if x != y => x.cmp(&y),
                ((false, true), _) => floats(a.0, b.0),
                ((true, false), _) => floats(a.1, b.1),
                _ => Ordering::Equal,
            }
        }
    }
}

/// Whether the element, or a part of it, is NaN.
#[inline]
pub fn is_nan<T: Element>(element: T) -> bool {
    element.to_f64().is_nan() || element.imaginary().is_nan()
}

fn floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// How many of the elements are NaN, or have a part that is.
pub fn count_nan<T: Element>(elements: &[T]) -> usize {
    match T::NUMBER.kind() {
        Kind::Float | Kind::Complex => count_unequal(elements),
        _ => 0,
    }
}

also_wide! {
    /// Counts the elements that do not equal themselves: those in which a part is NaN.
    #[expect(clippy::eq_op, reason = "a NaN equals nothing, not even itself")]
    fn count_unequal<T: Element>(elements: &[T]) -> usize {
        elements.iter().map(|element| usize::from(*element != *element)).sum()
    }
}
