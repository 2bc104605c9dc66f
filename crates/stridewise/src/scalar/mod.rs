//! One number by itself, and the arithmetic of NumPy's scalars.
//!
//! Results, dtypes and floating-point errors are those of the elementwise operations, whose loops run here on
//! one element. What scalars add: integers report overflow, and complex numbers compare by real part, then
//! imaginary part.

mod arithmetic;
mod comparison;
mod integer;
mod operand;
mod plan;

pub use arithmetic::{BinaryResult, Operator, UnaryOperator, binary, unary};
pub use comparison::{Comparison, ComparisonResult, compare};
pub use operand::{LargeInteger, Operand};

use stridewise_core::dtype::{C64, C128};
use stridewise_core::op::FloatErrors;
use stridewise_core::{Element, Number, Value, dispatch};
use stridewise_kernels::single::ElementBytes;

/// An element of a number type, apart from any array.
///
/// ```
/// use stridewise::scalar::Scalar;
/// use stridewise_core::{Number, Value};
///
/// let half = Scalar::of(0.5_f32);
/// assert_eq!(half.number(), Number::F32);
/// assert_eq!(half.value(), Value::Float(0.5));
/// ```
#[derive(Clone, Copy, Debug)]
#[repr(align(8))]
pub struct Scalar {
    number: Number,
    bytes: ElementBytes,
}

impl Scalar {
    #[inline(always)]
    pub fn of<T: Element>(element: T) -> Self {
        Self { number: T::NUMBER, bytes: element.to_bytes() }
    }

    /// The value cast to a number type, as an array of the value's kind would be.
    #[inline]
    pub fn new(number: Number, value: Value) -> Self {
        Self { number, bytes: dispatch!(number, T => value.cast::<T>().to_bytes()) }
    }

    /// The element of this type whose bytes in memory these are.
    #[inline(always)]
    pub fn from_bytes(number: Number, bytes: ElementBytes) -> Self {
        Self { number, bytes }
    }

    #[inline(always)]
    pub fn number(self) -> Number {
        self.number
    }

    /// The element's bytes in memory, followed by zeros.
    #[inline(always)]
    pub fn bytes(self) -> ElementBytes {
        self.bytes
    }

    #[inline]
    pub fn value(self) -> Value {
        dispatch!(self.number, T => T::from_bytes(self.bytes).to_value())
    }

    /// The element converted to a Rust type, with NumPy's casts.
    #[inline]
    pub fn get<T: Element>(self) -> T {
        if self.number == T::NUMBER {
            return T::from_bytes(self.bytes);
        }
        dispatch!(self.number, S => T::convert_from(S::from_bytes(self.bytes)))
    }

    #[inline]
    pub fn cast(self, number: Number) -> Self {
        if self.number == number {
            return self;
        }
        dispatch!(number, T => Self::of(self.get::<T>()))
    }

    /// As [`Scalar::cast`], with the errors met: overflow where a finite number becomes infinite, invalid where a
    /// float fits no integer of the width that the processor converts to.
    pub fn cast_checked(self, number: Number) -> (Self, FloatErrors) {
        let result = self.cast(number);
        let source = self.get::<C128>();
        let overflow = || number.is_inexact() && source.is_finite() && !result.get::<C128>().is_finite();
        let errors = if self.number.is_inexact() && number.is_integer() {
            let low = -9223372036854775808.0;
            let fits = match number {
                Number::U64 => source.re > low && source.re < 18446744073709551616.0,
                Number::I64 | Number::U32 => (low..9223372036854775808.0).contains(&source.re),
                _ => source.re > -2147483649.0 && source.re < 2147483648.0,
            };
            if fits { FloatErrors::NONE } else { FloatErrors::INVALID }
        } else if overflow() {
            FloatErrors::OVERFLOW
        } else {
            FloatErrors::NONE
        };
        (result, errors)
    }

    /// The real part, of the type's own precision.
    pub fn real(self) -> Self {
        match self.number {
            Number::C64 => Self::of(self.get::<C64>().re),
            Number::C128 => Self::of(self.get::<C128>().re),
            _ => self,
        }
    }

    /// The imaginary part; zero of the same type where the type is not complex.
    pub fn imaginary(self) -> Self {
        match self.number {
            Number::C64 => Self::of(self.get::<C64>().im),
            Number::C128 => Self::of(self.get::<C128>().im),
            number => Self::from_bytes(number, [0; 16]),
        }
    }

    pub fn conjugate(self) -> Self {
        match self.number {
            Number::C64 => Self::of(self.get::<C64>().conj()),
            Number::C128 => Self::of(self.get::<C128>().conj()),
            _ => self,
        }
    }
}
