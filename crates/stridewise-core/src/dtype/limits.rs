//! What the floats and integers of each width can express.

use super::Number;

/// The parameters of a binary floating-point type, under NumPy's names (`numpy.finfo`). A complex type has those of
/// its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FloatLimits {
    /// The float type described.
    pub number: Number,
    pub bits: u32,
    /// Bits of the mantissa that are stored.
    pub nmant: i32,
    /// Bits of the exponent.
    pub nexp: i32,
    /// The first power of two that overflows.
    pub maxexp: i32,
    /// The exponent of the smallest normal number.
    pub minexp: i32,
    /// Decimal digits that survive being stored.
    pub precision: i32,
}

impl FloatLimits {
    /// `None` for bool and integers.
    pub fn of(number: Number) -> Option<Self> {
        let number = number.real();
        let (nexp, nmant) = match number {
            Number::F16 => (5, 10),
            Number::F32 => (8, 23),
            Number::F64 => (11, 52),
            _ => return None,
        };
        let maxexp = 1 << (nexp - 1);
        // The digits of 2^nmant, rounded down: log10(2) is 0.30103.
        let precision = nmant * 30103 / 100_000;
        Some(Self {
            number,
            bits: 8 * number.size() as u32,
            nmant,
            nexp,
            maxexp,
            minexp: 2 - maxexp,
            precision,
        })
    }

    /// The distance from one to the next larger number.
    pub fn eps(self) -> f64 {
        power_of_two(self.machep())
    }

    /// The distance from one to the next smaller number.
    pub fn epsneg(self) -> f64 {
        power_of_two(self.negep())
    }

    /// The exponent of [`FloatLimits::eps`].
    pub fn machep(self) -> i32 {
        -self.nmant
    }

    /// The exponent of [`FloatLimits::epsneg`].
    pub fn negep(self) -> i32 {
        -self.nmant - 1
    }

    /// The largest finite number.
    pub fn max(self) -> f64 {
        (2.0 - self.eps()) * power_of_two(self.maxexp - 1)
    }

    /// The smallest finite number.
    pub fn min(self) -> f64 {
        -self.max()
    }

    /// The smallest positive number with a full mantissa.
    pub fn smallest_normal(self) -> f64 {
        power_of_two(self.minexp)
    }

    /// The smallest positive number.
    pub fn smallest_subnormal(self) -> f64 {
        power_of_two(self.minexp - self.nmant)
    }

    /// Ten to the power of minus [`FloatLimits::precision`].
    pub fn resolution(self) -> f64 {
        match self.number {
            Number::F16 => 1e-3,
            Number::F32 => 1e-6,
            _ => 1e-15,
        }
    }
}

/// Exact for every power of two that a float64 holds, subnormal ones included.
fn power_of_two(exponent: i32) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

/// The range of an integer type (`numpy.iinfo`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegerLimits {
    pub number: Number,
    pub bits: u32,
    pub min: i128,
    pub max: i128,
}

impl IntegerLimits {
    /// `None` for bool, floats and complex types.
    pub fn of(number: Number) -> Option<Self> {
        crate::dispatch!(number, T in integers => {
            Some(Self { number, bits: T::BITS, min: T::MIN.into(), max: T::MAX.into() })
        }, else => None)
    }

    pub fn contains(self, value: i128) -> bool {
        (self.min..=self.max).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_rusts() {
        let double = FloatLimits::of(Number::C128).unwrap();
        assert_eq!(
            (double.max(), double.smallest_normal(), double.eps()),
            (f64::MAX, f64::MIN_POSITIVE, f64::EPSILON)
        );
        assert_eq!((double.maxexp, double.minexp, double.precision), (1024, -1022, 15));
        assert_eq!(double.smallest_subnormal(), f64::from_bits(1));
        let single = FloatLimits::of(Number::F32).unwrap();
        assert_eq!(single.max(), f64::from(f32::MAX));
        assert_eq!(single.eps(), f64::from(f32::EPSILON));
        assert_eq!(single.smallest_subnormal(), f64::from(f32::from_bits(1)));
        assert_eq!((single.maxexp, single.minexp, single.precision), (128, -126, 6));
        let half = FloatLimits::of(Number::F16).unwrap();
        assert_eq!(half.max(), f64::from(half::f16::MAX));
        assert_eq!(half.epsneg(), 2f64.powi(-11));
        assert_eq!((half.maxexp, half.minexp, half.precision, half.bits), (16, -14, 3, 16));
        assert!(FloatLimits::of(Number::I64).is_none());
    }

    #[test]
    fn integers_are_rusts() {
        let limits = IntegerLimits::of(Number::U64).unwrap();
        assert_eq!((limits.min, limits.max, limits.bits), (0, u64::MAX.into(), 64));
        assert!(IntegerLimits::of(Number::Bool).is_none());
    }
}
