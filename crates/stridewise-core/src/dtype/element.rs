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

    /// The value's bytes in memory, followed by zeros.
    fn to_bytes(self) -> [u8; 16];

    /// The value whose bytes these are; what follows them is not looked at.
    fn from_bytes(bytes: [u8; 16]) -> Self;
}

// Whole-slice copies: byte by byte, the processor could not forward the stores to the loads that follow.

#[inline(always)]
fn leading<const N: usize>(bytes: [u8; 16]) -> [u8; N] {
    let mut element = [0; N];
    element.copy_from_slice(&bytes[..N]);
    element
}

#[inline(always)]
fn padded<const N: usize>(element: [u8; N]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..N].copy_from_slice(&element);
    bytes
}

#[inline(always)]
fn two_parts<const N: usize>(real: [u8; N], imaginary: [u8; N]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..N].copy_from_slice(&real);
    bytes[N..2 * N].copy_from_slice(&imaginary);
    bytes
}

#[inline(always)]
fn second<const N: usize>(bytes: [u8; 16]) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[N..2 * N]);
    part
}

macro_rules! elements {
    ($($type:ty = $number:ident, |$value:ident| $swap:expr, $to_value:expr, $to_bytes:expr, |$bytes:ident| $from_bytes:expr;)*) => {$(
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

            #[inline(always)]
            fn to_bytes(self) -> [u8; 16] {
                let $value = self;
                $to_bytes
            }

            #[inline(always)]
            fn from_bytes($bytes: [u8; 16]) -> Self {
                $from_bytes
            }
        }
    )*};
}

elements! {
    Bool = Bool, |v| v, Value::Bool(v.get()), padded([v.0]), |b| Self(b[0]);
    i8 = I8, |v| v, Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    u8 = U8, |v| v, Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    i16 = I16, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    u16 = U16, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    i32 = I32, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    u32 = U32, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    i64 = I64, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    u64 = U64, |v| v.swap_bytes(), Value::Int(i128::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    f16 = F16, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(f64::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    f32 = F32, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(f64::from(v)), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    f64 = F64, |v| Self::from_bits(v.to_bits().swap_bytes()), Value::Float(v), padded(v.to_ne_bytes()), |b| Self::from_ne_bytes(leading(b));
    Complex<f32> = C64, |v| Self::new(Element::swap_bytes(v.re), Element::swap_bytes(v.im)), Value::Complex(Complex::new(f64::from(v.re), f64::from(v.im))), two_parts(v.re.to_ne_bytes(), v.im.to_ne_bytes()), |b| Self::new(f32::from_ne_bytes(leading(b)), f32::from_ne_bytes(second(b)));
    Complex<f64> = C128, |v| Self::new(Element::swap_bytes(v.re), Element::swap_bytes(v.im)), Value::Complex(Complex::new(v.re, v.im)), two_parts(v.re.to_ne_bytes(), v.im.to_ne_bytes()), |b| Self::new(f64::from_ne_bytes(leading(b)), f64::from_ne_bytes(second(b)));
}
