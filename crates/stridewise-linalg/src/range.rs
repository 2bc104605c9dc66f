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
    let scale = power_of_two(largest);
    let factor = scale.recip();
    elements.iter_mut().for_each(|element| *element = element.times_real(factor));
    scale
}

/// The power of two that is about as large as a number, and whose reciprocal is one, too; one for zero.
pub(crate) fn power_of_two(number: f64) -> f64 {
    if number > 0.0 { number.log2().floor().clamp(-1000.0, 1000.0).exp2() } else { 1.0 }
}
