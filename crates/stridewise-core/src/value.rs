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
}
