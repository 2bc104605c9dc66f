//! Keeping elements where iterations measure rightly what is small, and their squares within the range of numbers.

use crate::Double;

/// Sizes of largest elements that are left alone. Beyond, `faer`'s iterations take small eigenvalues for zero.
const LARGEST: f64 = 1e3;
const SMALLEST: f64 = 1e-3;

/// Multiplies elements that are too large or too small by a power of two; tells by what results are to be multiplied.
pub(crate) fn bring_into<T: Double>(elements: &mut [T]) -> f64 {
    let largest = elements.iter().fold(0.0_f64, |largest, element| largest.max(element.rough_size()));
    if largest == 0.0 || (SMALLEST..LARGEST).contains(&largest) {
        return 1.0;
    }
    // In two steps where the exponent alone is out of range, as it is for the smallest numbers.
    let exponent = largest.log2().floor().clamp(-1000.0, 1000.0);
    let factor = (-exponent).exp2();
    elements.iter_mut().for_each(|element| *element = element.times_real(factor));
    exponent.exp2()
}
