//! Vector registers, as far as sums of products need them.
#![expect(unsafe_code, reason = "loads and stores registers behind raw pointers")]

use std::ops::Sub;

use super::blocks::{Heights, UpTo};

/// What a register holds several of.
pub(super) trait Lane: Copy + Default + 'static {
    /// For truth, which is any byte but zero in memory: how it is written.
    const TRUE: Option<Self> = None;
    fn add(self, other: Self) -> Self;
    /// `sum + a * b`; of integers modulo their range, of booleans whether there is any pair.
    fn add_product(sum: Self, a: Self, b: Self) -> Self;
}

macro_rules! lanes {
    ($($type:ty $(= $truth:literal)?: |$sum:ident, $a:ident, $b:ident| $step:expr, |$left:ident, $right:ident| $join:expr;)*) => {$(
        impl Lane for $type {
            $(const TRUE: Option<Self> = Some($truth);)?
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                let ($left, $right) = (self, other);
                $join
            }
            #[inline(always)]
            fn add_product($sum: Self, $a: Self, $b: Self) -> Self {
                $step
            }
        }
    )*};
}

lanes! {
    f32: |sum, a, b| sum + a * b, |x, y| x + y;
    f64: |sum, a, b| sum + a * b, |x, y| x + y;
    i16: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |x, y| x.wrapping_add(y);
    i32: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |x, y| x.wrapping_add(y);
    i64: |sum, a, b| sum.wrapping_add(a.wrapping_mul(b)), |x, y| x.wrapping_add(y);
    u8 = 1: |sum, a, b| sum | a.min(b), |x, y| x | y;
}

/// The most lanes of a register: truth values in AVX-512.
pub(super) const MOST_LANES: usize = 64;

/// A vector register, and the arithmetic of one level of processors on it.
///
/// # Safety
/// Of all methods: the processor must have the register's level; `from` and `to` must be valid for as many lanes, or for
/// `count` of them, which is at least one and at most all. They need not be aligned.
pub(super) trait Register: Copy {
    type Lane: Lane;
    /// Lanes of a register.
    const LANES: usize;
    /// Registers that the processor has.
    const REGISTERS: usize;
    /// The tiles that those hold, and half as tall ones.
    type Heights: Heights;
    type HalfHeights: Heights;

    unsafe fn zero() -> Self;
    /// The number behind `from` in every lane.
    unsafe fn splat(from: *const Self::Lane) -> Self;
    unsafe fn load(from: *const Self::Lane) -> Self;
    /// `count` lanes; the others repeat one of them, so that they meet no error that these do not.
    unsafe fn load_part(from: *const Self::Lane, count: usize) -> Self;
    /// `count` lanes; the others are zero.
    unsafe fn load_first(from: *const Self::Lane, count: usize) -> Self;
    unsafe fn store(self, to: *mut Self::Lane);
    unsafe fn store_part(self, to: *mut Self::Lane, count: usize);
    unsafe fn add(self, other: Self) -> Self;
    /// The sum of all lanes: of both halves, then of their halves, and so on.
    #[inline(always)]
    unsafe fn fold(self) -> Self::Lane {
        let mut lanes = [Self::Lane::default(); MOST_LANES];
        // SAFETY: the caller's promise; there is room for all lanes.
        unsafe { self.store(lanes.as_mut_ptr()) };
        let mut width = Self::LANES;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                lanes[lane] = lanes[lane].add(lanes[lane + width]);
            }
        }
        lanes[0]
    }
    /// [`fold`](Self::fold) of four registers.
    #[inline(always)]
    unsafe fn fold_four(registers: [Self; 4]) -> [Self::Lane; 4] {
        // SAFETY: the caller's promise.
        registers.map(|register| unsafe { register.fold() })
    }
    /// `self + a * b`, rounded once where the level has an instruction for it.
    unsafe fn add_product(self, a: Self, b: Self) -> Self;
}

/// Registers whose lanes are the real and imaginary parts of complex numbers, in turn.
///
/// # Safety
/// Of all methods: as of [`Register`].
pub(super) trait Pairs: Register {
    /// Real and imaginary parts with their places exchanged.
    unsafe fn swap_parts(self) -> Self;
    /// `other` taken from the real parts, and added to the imaginary ones.
    unsafe fn add_alternately(self, other: Self) -> Self;
}

/// A register of the architecture's baseline, left to the compiler.
#[derive(Clone, Copy)]
pub(super) struct Plain<T, const N: usize>([T; N]);

impl<T: Lane, const N: usize> Register for Plain<T, N> {
    type Lane = T;
    const LANES: usize = N;
    const REGISTERS: usize = if cfg!(target_arch = "aarch64") { 32 } else { 16 };
    #[cfg(target_arch = "aarch64")]
    type Heights = UpTo<8>;
    #[cfg(target_arch = "aarch64")]
    type HalfHeights = UpTo<4>;
    #[cfg(not(target_arch = "aarch64"))]
    type Heights = UpTo<4>;
    #[cfg(not(target_arch = "aarch64"))]
    type HalfHeights = UpTo<2>;

    #[inline(always)]
    unsafe fn zero() -> Self {
        Self([T::default(); N])
    }
    #[inline(always)]
    unsafe fn splat(from: *const T) -> Self {
        // SAFETY: the caller's promise.
        Self([unsafe { from.read_unaligned() }; N])
    }
    #[inline(always)]
    unsafe fn load(from: *const T) -> Self {
        // SAFETY: as above.
        Self(unsafe { from.cast::<[T; N]>().read_unaligned() })
    }
    #[inline(always)]
    unsafe fn load_part(from: *const T, count: usize) -> Self {
        // SAFETY: as above.
        Self(std::array::from_fn(|lane| unsafe { from.add(lane.min(count - 1)).read_unaligned() }))
    }
    #[inline(always)]
    unsafe fn load_first(from: *const T, count: usize) -> Self {
        let mut lanes = [T::default(); N];
        for (place, lane) in lanes.iter_mut().enumerate().take(count) {
            // SAFETY: as above.
            *lane = unsafe { from.add(place).read_unaligned() };
        }
        Self(lanes)
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut T) {
        // SAFETY: as above.
        unsafe { to.cast::<[T; N]>().write_unaligned(self.0) };
    }
    #[inline(always)]
    unsafe fn store_part(self, to: *mut T, count: usize) {
        for (lane, value) in self.0.into_iter().enumerate().take(count) {
            // SAFETY: as above.
            unsafe { to.add(lane).write_unaligned(value) };
        }
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane].add(other.0[lane])))
    }
    #[inline(always)]
    unsafe fn add_product(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|lane| T::add_product(self.0[lane], a.0[lane], b.0[lane])))
    }
}

impl<T: Lane + Sub<Output = T>, const N: usize> Pairs for Plain<T, N> {
    #[inline(always)]
    unsafe fn swap_parts(self) -> Self {
        Self(std::array::from_fn(|lane| self.0[(lane ^ 1).min(N - 1)]))
    }
    #[inline(always)]
    unsafe fn add_alternately(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| {
            let (own, other) = (self.0[lane], other.0[lane]);
            if lane % 2 == 0 { own - other } else { Lane::add(own, other) }
        }))
    }
}
