//! Logarithms of the gamma function and of factorials, to the digits that the rejection tests were published with.

const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_7;
const LOG_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// Stirling's series in 1 / x^2: Bernoulli numbers B(2k) / (2k (2k - 1)).
const STIRLING: [f64; 10] = [
    8.333_333_333_333_333e-2,
    -2.777_777_777_777_778e-3,
    7.936_507_936_507_937e-4,
    -5.952_380_952_380_952e-4,
    8.417_508_417_508_418e-4,
    -1.917_526_917_526_918e-3,
    6.410_256_410_256_41e-3,
    -2.955_065_359_477_124e-2,
    1.796_443_723_688_307e-1,
    -1.392_432_216_905_90e0,
];

/// The series is used from here on; smaller arguments climb to it.
const SERIES_START: f64 = 7.0;

/// ln Gamma(x) for x > 0.
pub(crate) fn log_gamma(x: f64) -> f64 {
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let steps = if x < SERIES_START { (SERIES_START - x) as i64 } else { 0 };
    let mut raised = x + steps as f64;
    let inverse_square = (1.0 / raised) * (1.0 / raised);
    let series = STIRLING[..9].iter().rev().fold(STIRLING[9], |sum, &term| sum * inverse_square + term);
    let mut result = series / raised + 0.5 * LOG_TWO_PI + (raised - 0.5) * raised.ln() - raised;
    for _ in 0..steps {
        result -= (raised - 1.0).ln();
        raised -= 1.0;
    }
    result
}

/// Factorials whose logarithms are summed in advance.
const TABULATED: usize = 126;

/// ln k! for k >= 0.
pub(crate) fn log_factorial(k: i64) -> f64 {
    static TABLE: std::sync::LazyLock<[f64; TABULATED]> = std::sync::LazyLock::new(|| {
        // Exact products while they fit, so that each entry is the nearest double or next to it.
        let mut table = [0.0; TABULATED];
        let mut product = 1.0_f64;
        for (k, slot) in table.iter_mut().enumerate().skip(1) {
            product *= k as f64;
            *slot = product.ln();
        }
        table
    });
    if let Some(&tabulated) = usize::try_from(k).ok().and_then(|k| TABLE.get(k)) {
        return tabulated;
    }
    let k = k as f64;
    (k + 0.5) * k.ln() - k + (HALF_LOG_TWO_PI + (1.0 / k) * (1.0 / 12.0 - 1.0 / (360.0 * k * k)))
}
