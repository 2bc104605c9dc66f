//! Elements as signed integers in the same order.

use std::fmt::Debug;

use stridewise_core::dtype::F16;
use stridewise_core::{Bool, Element};

/// Keys that a library's sort does best on.
pub(super) const FEW: usize = 64;

/// A signed integer that stands for an element while it is sorted.
pub trait Key: Copy + Ord + Default + Debug + Send + Sync + 'static {
    const LARGEST: Self;

    /// The next larger key; none behind the largest.
    fn successor(self) -> Option<Self>;

    /// As a wide integer of the same order.
    fn widened(self) -> i64;

    /// The key of which a wide integer is the widened one.
    fn narrowed(wide: i64) -> Self;

    /// How many keys [`Key::sort_few`] does best on.
    fn few() -> usize;

    /// Sorts keys, best few.
    fn sort_few(keys: &mut [Self]);

    /// Moves the keys below the pivot before the others; says how many they are.
    fn split(keys: &mut [Self], pivot: Self) -> usize;
}

/// A real element, which has a key.
pub trait Keyed: Element + PartialOrd {
    /// As wide as the element.
    type Key: Key;

    /// The key, from which the element can be had back: -0.0 comes before 0.0, NaN behind everything, by payload. The
    /// sign of a NaN is lost.
    fn to_key(self) -> Self::Key;

    fn from_key(key: Self::Key) -> Self;

    /// The key, equal for equal elements: the zeros have one, and all NaN.
    fn rank(self) -> Self::Key;
}

macro_rules! keyed_integers {
    ($($type:ty as $key:ty: |$value:ident| $to_key:expr, |$from:ident| $from_key:expr;)*) => {$(
        impl Keyed for $type {
            type Key = $key;

            #[inline(always)]
            fn to_key(self) -> $key {
                let $value = self;
                $to_key
            }

            #[inline(always)]
            fn from_key($from: $key) -> Self {
                $from_key
            }

            #[inline(always)]
            fn rank(self) -> $key {
                self.to_key()
            }
        }
    )*};
}

keyed_integers! {
    Bool as i8: |v| i8::from(v.get()), |k| Self(k as u8);
    i8 as i8: |v| v, |k| k;
    u8 as i8: |v| (v ^ 0x80) as i8, |k| k as u8 ^ 0x80;
    i16 as i16: |v| v, |k| k;
    u16 as i16: |v| (v ^ 0x8000) as i16, |k| k as u16 ^ 0x8000;
    i32 as i32: |v| v, |k| k;
    u32 as i32: |v| (v ^ (1 << 31)) as i32, |k| k as u32 ^ (1 << 31);
    i64 as i64: |v| v, |k| k;
    u64 as i64: |v| (v ^ (1 << 63)) as i64, |k| k as u64 ^ (1 << 63);
}

/// Bits of floats that are not negative rise with their values, those of negative ones fall: these are turned round.
macro_rules! keyed_floats {
    ($($type:ty as $key:ty;)*) => {$(
        impl Keyed for $type {
            type Key = $key;

            #[inline(always)]
            fn to_key(self) -> $key {
                let bits = self.to_bits() as $key;
                let all_but_sign = bits & <$key>::MAX;
                let infinity = <$type>::INFINITY.to_bits() as $key;
                let turned = bits ^ ((bits >> (<$key>::BITS - 1)) & <$key>::MAX);
                if all_but_sign > infinity { all_but_sign } else { turned }
            }

            #[inline(always)]
            fn from_key(key: $key) -> Self {
                <$type>::from_bits((key ^ ((key >> (<$key>::BITS - 1)) & <$key>::MAX)) as _)
            }

            #[inline(always)]
            fn rank(self) -> $key {
                let key = self.to_key();
                let infinity = <$type>::INFINITY.to_bits() as $key;
                let key = if key > infinity { <$key>::MAX } else { key };
                // The key of -0.0.
                if key == -1 { 0 } else { key }
            }
        }
    )*};
}

keyed_floats! {
    F16 as i16;
    f32 as i32;
    f64 as i64;
}
