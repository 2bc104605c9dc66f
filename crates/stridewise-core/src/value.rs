//! One element's value, apart from any array.

use crate::dtype::{C128, Convert, Element, Kind};

/// A number as the widest type of its kind: how single elements cross between layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Bool(bool),
    Int(i128),
    Float(f64),
    Complex(C128),
}

impl Value {
    /// The value as an element, cast as an array of its kind would be (integers wrap, floats truncate).
    pub fn cast<T: Element>(self) -> T {
        match self {
            Self::Bool(value) => T::convert_from(crate::Bool::from(value)),
            Self::Int(value) => match (i64::try_from(value), T::NUMBER.kind()) {
                (Ok(value), _) => T::convert_from(value),
                (Err(_), Kind::Float | Kind::Complex) if value < 0 || value > i128::from(u64::MAX) => {
                    T::convert_from(value as f64)
                }
                (Err(_), _) => T::convert_from(value as u64),
            },
            Self::Float(value) => T::convert_from(value),
            Self::Complex(value) => T::convert_from(value),
        }
    }

    pub fn is_true(self) -> bool {
        match self {
            Self::Bool(value) => value,
            Self::Int(value) => value != 0,
            Self::Float(value) => value.to_bool(),
            Self::Complex(value) => value.to_bool(),
        }
    }

    /// The value as an integer; floats truncate and saturate.
    pub fn to_integer(self) -> i128 {
        match self {
            Self::Bool(value) => i128::from(value),
            Self::Int(value) => value,
            Self::Float(value) => value as i128,
            Self::Complex(value) => value.re as i128,
        }
    }

    /// The real part as a float.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Bool(value) => f64::from(u8::from(value)),
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
            Self::Complex(value) => value.re,
        }
    }

    pub fn to_complex(self) -> C128 {
        match self {
            Self::Complex(value) => value,
            other => C128::new(other.to_f64(), 0.0),
        }
    }

    /// Whether both are exactly the same number, whatever their kinds; a NaN is the same as any other.
    pub fn is_same_number(self, other: Self) -> bool {
        match (self, other) {
            (Self::Bool(value), other) => Self::Int(value.into()).is_same_number(other),
            (value, Self::Bool(other)) => value.is_same_number(Self::Int(other.into())),
            (Self::Int(value), Self::Int(other)) => value == other,
            (Self::Int(integer), Self::Float(float)) | (Self::Float(float), Self::Int(integer)) => {
                // Floats from 2^64 on are no value of an element type; below, the conversion is exact.
                float.fract() == 0.0 && float.abs() < 36893488147419103232.0 && float as i128 == integer
            }
            (Self::Float(value), Self::Float(other)) => value == other || (value.is_nan() && other.is_nan()),
            (value, other) => {
                let (value, other) = (value.parts(), other.parts());
                value.0.is_same_number(other.0) && value.1.is_same_number(other.1)
            }
        }
    }

    /// Real and imaginary part.
    fn parts(self) -> (Self, Self) {
        match self {
            Self::Complex(value) => (Self::Float(value.re), Self::Float(value.im)),
            real => (real, Self::Float(0.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_different_kinds_are_compared_exactly() {
        let (int, float) = (Value::Int, Value::Float);
        assert!(int(1 << 53).is_same_number(float(9007199254740992.0)));
        assert!(!int((1 << 53) + 1).is_same_number(float(9007199254740992.0)));
        assert!(!int(u64::MAX.into()).is_same_number(float(18446744073709551616.0)));
        assert!(!int(0).is_same_number(float(f64::NAN)));
        assert!(!int(i128::MAX).is_same_number(float(f64::INFINITY)));
        assert!(float(f64::NAN).is_same_number(float(f64::NAN)));
        assert!(Value::Bool(true).is_same_number(Value::Complex(C128::new(1.0, 0.0))));
        assert!(!float(1.0).is_same_number(Value::Complex(C128::new(1.0, 1.0))));
    }
}
