//! Conversion of one element to another type, with the results that NumPy has on x86-64.

use super::{Bool, C64, C128, Element, F16, Number, half_to_single, single_to_half};

/// The forms that an element can be asked for. Real targets of complex sources take the real part.
///
/// Float to integer truncates; what does not fit gives the smallest value of the 32- or 64-bit integer that the
/// processor converts to, of which narrower types keep the low bits.
pub trait Convert {
    fn to_bool(self) -> bool;
    fn to_i32(self) -> i32;
    fn to_i64(self) -> i64;
    fn to_u64(self) -> u64;
    fn to_f16(self) -> F16;
    fn to_f32(self) -> f32;
    fn to_f64(self) -> f64;
    /// The imaginary part; zero for real types.
    fn imaginary(self) -> f64;
}

/// A type that any element converts to.
pub trait ConvertFrom {
    fn convert_from<S: Element>(source: S) -> Self;
}

#[inline(always)]
fn truncate_to_i32(value: f64) -> i32 {
    if value > -2147483649.0 && value < 2147483648.0 { value as i32 } else { i32::MIN }
}

#[inline(always)]
fn truncate_to_i64(value: f64) -> i64 {
    if (-9223372036854775808.0..9223372036854775808.0).contains(&value) { value as i64 } else { i64::MIN }
}

/// Values from 2^63 on are converted after taking 2^63 off; negative ones wrap; not-a-number is 2^63.
#[inline(always)]
fn truncate_to_u64(value: f64) -> u64 {
    const HALF: f64 = 9223372036854775808.0;
    if value >= HALF {
        truncate_to_i64(value - HALF) as u64 ^ (1 << 63)
    } else {
        truncate_to_i64(value) as u64
    }
}

/// Rounds once, to the nearest. By way of a float32 that is rounded to odd, in which the last bit still tells that
/// something was cut off.
#[inline(always)]
fn round_to_f16(value: f64) -> F16 {
    let nearest = value as f32;
    let back = f64::from(nearest);
    let bits = nearest.to_bits();
    let odd =
        if back == value || value.is_nan() { bits } else { (bits - u32::from(back.abs() > value.abs())) | 1 };
    single_to_half(f32::from_bits(odd))
}

/// Whether a cast to integers of type `number` converts the value without an error: the processor converts to 64 bits
/// for the wide ones and uint32, else to 32, of which narrower types keep the low bits.
#[inline(always)]
pub fn converts_to_integer(value: f64, number: Number) -> bool {
    const TWO_63: f64 = 9223372036854775808.0;
    match number {
        Number::U64 => (-TWO_63..2.0 * TWO_63).contains(&value),
        Number::I64 | Number::U32 => (-TWO_63..TWO_63).contains(&value),
        _ => value > -2147483649.0 && value < 2147483648.0,
    }
}

macro_rules! convert_integers {
    ($($type:ty),*) => {$(
        impl Convert for $type {
            #[inline(always)]
            fn to_bool(self) -> bool { self != 0 }
            #[inline(always)]
            fn to_i32(self) -> i32 { self as i32 }
            #[inline(always)]
            fn to_i64(self) -> i64 { self as i64 }
            #[inline(always)]
            fn to_u64(self) -> u64 { self as u64 }
            #[inline(always)]
            fn to_f16(self) -> F16 { single_to_half(self as f32) }
            #[inline(always)]
            fn to_f32(self) -> f32 { self as f32 }
            #[inline(always)]
            fn to_f64(self) -> f64 { self as f64 }
            #[inline(always)]
            fn imaginary(self) -> f64 { 0.0 }
        }
        impl ConvertFrom for $type {
            #[inline(always)]
            fn convert_from<S: Element>(source: S) -> Self {
                match (S::NUMBER.is_inexact(), size_of::<$type>(), <$type>::MIN == 0) {
                    (true, 8, true) => source.to_u64() as $type,
                    (true, 4, false) | (true, 1 | 2, _) => source.to_i32() as $type,
                    _ => source.to_i64() as $type,
                }
            }
        }
    )*};
}

convert_integers!(i8, u8, i16, u16, i32, u32, i64, u64);

macro_rules! convert_floats {
    ($($type:ty, $value:ident => $f16:expr, $f32:expr, $f64:expr;)*) => {$(
        impl Convert for $type {
            #[inline(always)]
            fn to_bool(self) -> bool { let $value = self; $f64 != 0.0 }
            #[inline(always)]
            fn to_i32(self) -> i32 { let $value = self; truncate_to_i32($f64) }
            #[inline(always)]
            fn to_i64(self) -> i64 { let $value = self; truncate_to_i64($f64) }
            #[inline(always)]
            fn to_u64(self) -> u64 { let $value = self; truncate_to_u64($f64) }
            #[inline(always)]
            fn to_f16(self) -> F16 { let $value = self; $f16 }
            #[inline(always)]
            fn to_f32(self) -> f32 { let $value = self; $f32 }
            #[inline(always)]
            fn to_f64(self) -> f64 { let $value = self; $f64 }
            #[inline(always)]
            fn imaginary(self) -> f64 { 0.0 }
        }
    )*};
}

convert_floats! {
    F16, value => value, half_to_single(value), f64::from(half_to_single(value));
    f32, value => single_to_half(value), value, f64::from(value);
    f64, value => round_to_f16(value), value as f32, value;
}

macro_rules! convert_complexes {
    ($($type:ty),*) => {$(
        impl Convert for $type {
            #[inline(always)]
            fn to_bool(self) -> bool { self.re != 0.0 || self.im != 0.0 }
            #[inline(always)]
            fn to_i32(self) -> i32 { Convert::to_i32(self.re) }
            #[inline(always)]
            fn to_i64(self) -> i64 { Convert::to_i64(self.re) }
            #[inline(always)]
            fn to_u64(self) -> u64 { Convert::to_u64(self.re) }
            #[inline(always)]
            fn to_f16(self) -> F16 { Convert::to_f16(self.re) }
            #[inline(always)]
            fn to_f32(self) -> f32 { Convert::to_f32(self.re) }
            #[inline(always)]
            fn to_f64(self) -> f64 { Convert::to_f64(self.re) }
            #[inline(always)]
            fn imaginary(self) -> f64 { Convert::to_f64(self.im) }
        }
    )*};
}

convert_complexes!(C64, C128);

impl Convert for Bool {
    #[inline(always)]
    fn to_bool(self) -> bool {
        self.get()
    }
    #[inline(always)]
    fn to_i32(self) -> i32 {
        i32::from(self.get())
    }
    #[inline(always)]
    fn to_i64(self) -> i64 {
        i64::from(self.get())
    }
    #[inline(always)]
    fn to_u64(self) -> u64 {
        u64::from(self.get())
    }
    #[inline(always)]
    fn to_f16(self) -> F16 {
        if self.get() { F16::ONE } else { F16::ZERO }
    }
    #[inline(always)]
    fn to_f32(self) -> f32 {
        f32::from(u8::from(self.get()))
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(u8::from(self.get()))
    }
    #[inline(always)]
    fn imaginary(self) -> f64 {
        0.0
    }
}

impl ConvertFrom for Bool {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        source.to_bool().into()
    }
}

impl ConvertFrom for F16 {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        source.to_f16()
    }
}

impl ConvertFrom for f32 {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        source.to_f32()
    }
}

impl ConvertFrom for f64 {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        source.to_f64()
    }
}

impl ConvertFrom for C64 {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        Self::new(source.to_f32(), source.imaginary() as f32)
    }
}

impl ConvertFrom for C128 {
    #[inline(always)]
    fn convert_from<S: Element>(source: S) -> Self {
        Self::new(source.to_f64(), source.imaginary())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_out_of_range_become_what_the_processor_gives() {
        assert_eq!(i64::convert_from(f64::NAN), i64::MIN);
        assert_eq!(i64::convert_from(1e30), i64::MIN);
        assert_eq!(u64::convert_from(f64::NAN), 1 << 63);
        assert_eq!(u64::convert_from(-2.5f64), 2u64.wrapping_neg());
        assert_eq!(u64::convert_from(1.5 * 9223372036854775808.0), 3 << 62);
        assert_eq!(i32::convert_from(3e9f64), i32::MIN);
        assert_eq!(u32::convert_from(-1.0f64), u32::MAX);
        assert_eq!(u32::convert_from(8589934597.0f64), 5);
        assert_eq!(u8::convert_from(300.7f64), 44);
        assert_eq!(i8::convert_from(f32::INFINITY), 0);
    }

    #[test]
    fn float16_is_rounded_once() {
        let tie = 1.0 + 2f64.powi(-11);
        assert_eq!(F16::convert_from(tie).to_f64(), 1.0);
        assert_eq!(F16::convert_from(tie + 2f64.powi(-30)).to_f64(), 1.0 + 2f64.powi(-10));
        assert_eq!(F16::convert_from(tie + 2f64.powi(-52)).to_f64(), 1.0 + 2f64.powi(-10));
        assert_eq!(F16::convert_from(-65519.99999f64).to_f64(), -65504.0);
        assert_eq!(F16::convert_from(65520.0f64), F16::INFINITY);
        assert_eq!(F16::convert_from(f64::MAX), F16::INFINITY);
        assert!(F16::convert_from(f64::NAN).is_nan());
        assert_eq!(F16::convert_from(2f64.powi(-25)).to_f64(), 0.0);
        assert_eq!(F16::convert_from(2f64.powi(-25) * 1.0000001).to_f64(), 2f64.powi(-24));
        assert_eq!(F16::convert_from(65520u16), F16::INFINITY);
    }

    #[test]
    fn complex_targets_keep_the_imaginary_part_and_real_ones_drop_it() {
        assert_eq!(C64::convert_from(C128::new(1.0, -2.0)), C64::new(1.0, -2.0));
        assert_eq!(i16::convert_from(C64::new(-3.9, 7.0)), -3);
        assert!(Bool::convert_from(C128::new(0.0, 1e-300)).get());
    }
}
