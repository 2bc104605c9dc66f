//! The binomial distribution.

use crate::bit_generator::BitGenerator;

/// Expected successes up to which inversion is faster than rejection.
const INVERSION_UP_TO: f64 = 30.0;

/// Successes among `trials` trials of probability `p` each.
pub fn binomial<B: BitGenerator + ?Sized>(bits: &mut B, trials: i64, p: f64) -> i64 {
    if trials == 0 || p == 0.0 {
        return 0;
    }
    binomial_by(bits, trials, p, |p| (-p).ln_1p())
}

/// The same with a chosen logarithm of the probability of failure, which `RandomState` rounds differently; and with
/// bits drawn even where the outcome is certain.
pub(crate) fn binomial_by<B: BitGenerator + ?Sized>(
    bits: &mut B,
    trials: i64,
    p: f64,
    log_failure: fn(f64) -> f64,
) -> i64 {
    if p <= 0.5 {
        return successes(bits, trials, p, log_failure);
    }
    trials - successes(bits, trials, 1.0 - p, log_failure)
}

fn successes<B: BitGenerator + ?Sized>(
    bits: &mut B,
    trials: i64,
    p: f64,
    log_failure: fn(f64) -> f64,
) -> i64 {
    if p * trials as f64 <= INVERSION_UP_TO {
        inversion(bits, trials, p, log_failure(p))
    } else {
        Btpe::new(trials, p).draw(bits)
    }
}

/// Walks the distribution function from zero; starts again past ten deviations, where rounding would loop.
fn inversion<B: BitGenerator + ?Sized>(bits: &mut B, trials: i64, p: f64, log_failure: f64) -> i64 {
    let n = trials as f64;
    let q = 1.0 - p;
    let none = (n * log_failure).exp();
    let mean = n * p;
    let bound = n.min(mean + 10.0 * (mean * q + 1.0).sqrt()) as i64;
    let mut count = 0;
    let mut mass = none;
    let mut uniform = bits.next_double();
    while uniform > mass {
        count += 1;
        if count > bound {
            count = 0;
            mass = none;
            uniform = bits.next_double();
        } else {
            uniform -= mass;
            mass = ((trials - count).wrapping_add(1) as f64 * p * mass) / (count as f64 * q);
        }
    }
    count
}

/// Kachitvichyanukul and Schmeiser's BTPE: a triangle, a parallelogram and two exponential tails over the mode.
struct Btpe {
    trials: i64,
    p: f64,
    q: f64,
    mode: i64,
    variance: f64,
    centre: f64,
    left: f64,
    right: f64,
    height: f64,
    left_rate: f64,
    right_rate: f64,
    triangle: f64,
    parallelogram: f64,
    left_tail: f64,
    right_tail: f64,
}

impl Btpe {
    fn new(trials: i64, p: f64) -> Self {
        let n = trials as f64;
        let q = 1.0 - p;
        let peak = n * p + p;
        let mode = peak.floor() as i64;
        let variance = n * p * q;
        let triangle = (2.195 * variance.sqrt() - 4.6 * q).floor() + 0.5;
        let centre = mode as f64 + 0.5;
        let (left, right) = (centre - triangle, centre + triangle);
        let height = 0.134 + 20.5 / (15.3 + mode as f64);
        let slope = (peak - left) / (peak - left * p);
        let left_rate = slope * (1.0 + slope / 2.0);
        let slope = (right - peak) / (right * q);
        let right_rate = slope * (1.0 + slope / 2.0);
        let parallelogram = triangle * (1.0 + 2.0 * height);
        let left_tail = parallelogram + height / left_rate;
        let right_tail = left_tail + height / right_rate;
        Self {
            trials,
            p,
            q,
            mode,
            variance,
            centre,
            left,
            right,
            height,
            left_rate,
            right_rate,
            triangle,
            parallelogram,
            left_tail,
            right_tail,
        }
    }

    fn draw<B: BitGenerator + ?Sized>(&self, bits: &mut B) -> i64 {
        loop {
            let area = bits.next_double() * self.right_tail;
            let test = bits.next_double();
            if area <= self.triangle {
                return (self.centre - self.triangle * test + area).floor() as i64;
            }
            if let Some((count, ratio)) = self.propose(area, test)
                && self.accepts(count, ratio)
            {
                return count;
            }
        }
    }

    /// A count and the ratio that its mass must reach, or nothing where the point falls outside.
    fn propose(&self, area: f64, test: f64) -> Option<(i64, f64)> {
        if area <= self.parallelogram {
            let x = self.left + (area - self.triangle) / self.height;
            let ratio = test * self.height + 1.0 - (self.mode as f64 - x + 0.5).abs() / self.triangle;
            return (ratio <= 1.0).then(|| (x.floor() as i64, ratio));
        }
        if area <= self.left_tail {
            let count = (self.left + test.ln() / self.left_rate).floor() as i64;
            let ratio = test * (area - self.parallelogram) * self.left_rate;
            return (count >= 0 && test != 0.0).then_some((count, ratio));
        }
        let count = (self.right - test.ln() / self.right_rate).floor() as i64;
        let ratio = test * (area - self.left_tail) * self.right_rate;
        (count <= self.trials && test != 0.0).then_some((count, ratio))
    }

    fn accepts(&self, count: i64, ratio: f64) -> bool {
        let distance = (count - self.mode).abs();
        if distance <= 20 || distance as f64 >= self.variance / 2.0 - 1.0 {
            return ratio <= self.mass_over_mode(count);
        }
        let k = distance as f64;
        let rho =
            (k / self.variance) * ((k * (k / 3.0 + 0.625) + 0.166_666_666_666_666_66) / self.variance + 0.5);
        let squeeze = -k * k / (2.0 * self.variance);
        let log_ratio = ratio.ln();
        if log_ratio < squeeze - rho {
            return true;
        }
        log_ratio <= squeeze + rho && log_ratio <= self.log_mass_over_mode(count)
    }

    /// The probability of `count` over that of the mode, factor by factor.
    fn mass_over_mode(&self, count: i64) -> f64 {
        let odds = self.p / self.q;
        let step = odds * self.trials.wrapping_add(1) as f64;
        let factor = |i: i64| step / i as f64 - odds;
        if self.mode < count {
            (self.mode + 1..=count).fold(1.0, |mass, i| mass * factor(i))
        } else {
            (count + 1..=self.mode).fold(1.0, |mass, i| mass / factor(i))
        }
    }

    /// The logarithm of the same by Stirling's formula.
    fn log_mass_over_mode(&self, count: i64) -> f64 {
        let from_zero = (count + 1) as f64;
        let mode_from_zero = (self.mode + 1) as f64;
        let mode_from_end = self.trials.wrapping_add(1 - self.mode) as f64;
        let from_end = (self.trials - count).wrapping_add(1) as f64;
        self.centre * (mode_from_zero / from_zero).ln()
            + ((self.trials - self.mode) as f64 + 0.5) * (mode_from_end / from_end).ln()
            + (count - self.mode) as f64 * (from_end * self.p / (from_zero * self.q)).ln()
            + stirling_correction(mode_from_zero)
            + stirling_correction(mode_from_end)
            + stirling_correction(from_zero)
            + stirling_correction(from_end)
    }
}

fn stirling_correction(x: f64) -> f64 {
    let square = x * x;
    (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166_320.
}
