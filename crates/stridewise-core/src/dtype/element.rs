//! The Rust types that stand behind the number types.

use half::f16;
use num_complex::Complex;

use super::{Convert, ConvertFrom, Number};
use crate::Value;

/// A boolean element. Any byte may stand in memory; all but zero are true.
#[derive(Clone, Copy, Debug, Default)]
#[repr(transparent)]
pub struct Bool(pub u8);

impl Bool {
    #[inline(always)]
    pub fn get(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Bool {
    #[inline(always)]
    fn from(value: bool) -> Self {
        Self(u8::from(value))
    }
}

impl PartialEq for Bool {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl PartialOrd for Bool {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.get().partial_cmp(&other.get())
    }
}

mod sealed {
    pub trait Sealed {}
}

/// A Rust type whose values are the elements of arrays of dtype [`Element::NUMBER`].
///
/// Sealed: every bit pattern is a valid value and there is no padding, which is what lets views read it from
/// any bytes.
pub trait Element:
    sealed::Sealed + Convert + ConvertFrom + Copy + Default + PartialEq + Send + Sync + std::fmt::Debug + 'static
{
    const NUMBER: Number;

    /// The value with its bytes in the other order; complex parts are swapped each on its own.
    fn swap_bytes(self) -> Self;

    /// The value without its type's width.
    fn to_value(self) -> Value;
}

macro_rules! elements {
    ($($type:ty = $number:ident, |$value:ident| $swap:expr, $to_value:expr;)*) => {$(
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const NUMBER: Number = Number::$number;

            #[inline(always)]
            fn swap_bytes(self) -> Self {
                let $value = self;
                $swap
            }

            #[inline(always)]
            fn to_value(self) -> Value {
                let $value = self;
                $to_value
            }
        }
    )*};
}

elements! {
    Bool = Bool, |v| v, Value::Bool(v.get());
    i8 = I8, |v| v, Value::Int(i128::from(v));
    u8 = U8, |v| v, Value::Int(i128::from(v));
    i16 = I16, |v| v.swap_bytes(), Value::Int(i128::from(v));
    u16 = U16, |v| v.swap_bytes(), Value::Int(i128::from(v));
    i32 = I32, |v| v.swap_bytes(), Value::Int(i128::from(v));
    u32 = U32, |v| v.swap_bytes(), Value::Int(i128::from(v));
    i64 = I64, |v| v.swap_bytes(), Value::Int(i128::from(v));
    u64 = U64, |v| v.swap_bytes(), Value::Int(i128::from(v));
    f16 = F16, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(f64::from(v));
    f32 = F32, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(f64::from(v));
    f64 = F64, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(v);
    Complex<f32> = C64, |v| Self::new(Element::swap_bytes(v.re), Element::swap_bytes(v.im)), Value::Complex(Complex::new(f64::from(v.re), f64::from(v.im)));
    Complex<f64> = C128, |v| Self::new(Element::swap_bytes(v.re), Element::swap_bytes(v.im)), Value::Complex(Complex::new(v.re, v.im));
}
