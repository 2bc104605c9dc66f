//! Integers uniform over a range, for every integer dtype.
//!
//! Narrow integers are cut from 32-bit words: two `u16`, four `u8` or 32 `bool` a word, low bits first.

use crate::bit_generator::BitGenerator;

/// How draws beyond the range are avoided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeMethod {
    /// Lemire's multiplication with rejection of the biased remainder: `Generator`.
    Multiply,
    /// Masking to the next power of two and drawing again: `RandomState`.
    Mask,
}

/// A word from which narrow integers are cut.
#[derive(Debug, Clone, Copy, Default)]
pub struct CutWord {
    word: u32,
    left: u32,
}

impl CutWord {
    #[inline]
    fn next<B: BitGenerator + ?Sized>(&mut self, bits: &mut B, width: u32) -> u32 {
        if self.left == 0 {
            self.word = bits.next_u32();
            self.left = 32 / width - 1;
        } else {
            self.word >>= width;
            self.left -= 1;
        }
        self.word & ((1 << width) - 1)
    }
}

/// An integer type that can be drawn uniformly from a range.
pub trait UniformInteger: Copy {
    /// Draws `low + k`, `k` uniform over `0..=span` (a width that fits the type's unsigned form).
    fn draw<B: BitGenerator + ?Sized>(
        bits: &mut B,
        cut: &mut CutWord,
        low: Self,
        span: u64,
        method: RangeMethod,
    ) -> Self;

    /// Draws as often for a range that stays the same.
    fn fill<B: BitGenerator + ?Sized>(
        bits: &mut B,
        cut: &mut CutWord,
        low: Self,
        span: u64,
        method: RangeMethod,
        out: &mut [Self],
    ) {
        for slot in out {
            *slot = Self::draw(bits, cut, low, span, method);
        }
    }
}

/// Fills `out` with integers uniform over `low..=low + span`.
pub fn fill<I: UniformInteger, B: BitGenerator + ?Sized>(
    bits: &mut B,
    low: I,
    span: u64,
    method: RangeMethod,
    out: &mut [I],
) {
    I::fill(bits, &mut CutWord::default(), low, span, method, out);
}

/// Fills `out` with one integer per range; `spans` and `lows` repeat where they have one element.
pub fn fill_ranges<I: UniformInteger, B: BitGenerator + ?Sized>(
    bits: &mut B,
    lows: &[I],
    spans: &[u64],
    method: RangeMethod,
    out: &mut [I],
) {
    let mut cut = CutWord::default();
    for ((slot, &low), &span) in out.iter_mut().zip(lows.iter().cycle()).zip(spans.iter().cycle()) {
        *slot = I::draw(bits, &mut cut, low, span, method);
    }
}

macro_rules! wide_integers {
    ($($integer:ty),*) => {$(
        impl UniformInteger for $integer {
            #[inline]
            fn draw<B: BitGenerator + ?Sized>(
                bits: &mut B, _cut: &mut CutWord, low: Self, span: u64, method: RangeMethod,
            ) -> Self {
                low.wrapping_add(offset_u64(bits, span, method) as Self)
            }

            fn fill<B: BitGenerator + ?Sized>(
                bits: &mut B, cut: &mut CutWord, low: Self, span: u64, method: RangeMethod, out: &mut [Self],
            ) {
                match u32::try_from(span) {
                    Ok(narrow) if multiplies(narrow, method) => {
                        fill_multiplied(bits, narrow, out, |offset| low.wrapping_add(offset as Self));
                    }
                    _ => out.fill_with(|| Self::draw(bits, cut, low, span, method)),
                }
            }
        }
    )*};
}

macro_rules! word_integers {
    ($($integer:ty),*) => {$(
        impl UniformInteger for $integer {
            #[inline]
            fn draw<B: BitGenerator + ?Sized>(
                bits: &mut B, _cut: &mut CutWord, low: Self, span: u64, method: RangeMethod,
            ) -> Self {
                low.wrapping_add(offset_u32(bits, span as u32, method) as Self)
            }

            fn fill<B: BitGenerator + ?Sized>(
                bits: &mut B, cut: &mut CutWord, low: Self, span: u64, method: RangeMethod, out: &mut [Self],
            ) {
                if multiplies(span as u32, method) {
                    fill_multiplied(bits, span as u32, out, |offset| low.wrapping_add(offset as Self));
                } else {
                    out.fill_with(|| Self::draw(bits, cut, low, span, method));
                }
            }
        }
    )*};
}

macro_rules! narrow_integers {
    ($width:literal: $($integer:ty),*) => {$(
        impl UniformInteger for $integer {
            #[inline]
            fn draw<B: BitGenerator + ?Sized>(
                bits: &mut B, cut: &mut CutWord, low: Self, span: u64, method: RangeMethod,
            ) -> Self {
                low.wrapping_add(offset_narrow::<$width, B>(bits, cut, span as u32, method) as Self)
            }
        }
    )*};
}

wide_integers!(u64, i64);
word_integers!(u32, i32);
narrow_integers!(16: u16, i16);
narrow_integers!(8: u8, i8);

impl UniformInteger for bool {
    #[inline]
    fn draw<B: BitGenerator + ?Sized>(
        bits: &mut B,
        cut: &mut CutWord,
        low: Self,
        span: u64,
        _method: RangeMethod,
    ) -> Self {
        if span == 0 { low } else { cut.next(bits, 1) == 1 }
    }
}

/// Whether draws of 32 bits over `0..=span` are made by multiplication.
fn multiplies(span: u32, method: RangeMethod) -> bool {
    method == RangeMethod::Multiply && span != 0 && span != u32::MAX
}

/// Fills `out` with what `made` makes of offsets uniform over `0..=span`: those of [`offset_u32`].
#[inline]
fn fill_multiplied<I, B: BitGenerator + ?Sized>(
    bits: &mut B,
    span: u32,
    out: &mut [I],
    made: impl Fn(u32) -> I,
) {
    let count = span + 1;
    let threshold = (u32::MAX - span) % count;
    for slot in out {
        let product = loop {
            let product = u64::from(bits.next_u32()) * u64::from(count);
            if product as u32 >= threshold {
                break product;
            }
        };
        *slot = made((product >> 32) as u32);
    }
}

/// A `u64` uniform over `0..=span`: from 32 bits where they suffice.
#[inline]
pub fn offset_u64<B: BitGenerator + ?Sized>(bits: &mut B, span: u64, method: RangeMethod) -> u64 {
    if let Ok(narrow) = u32::try_from(span) {
        return u64::from(offset_u32(bits, narrow, method));
    }
    if span == u64::MAX {
        return bits.next_u64();
    }
    match method {
        RangeMethod::Mask => interval(bits, span),
        RangeMethod::Multiply => {
            let count = span + 1;
            let mut product = u128::from(bits.next_u64()) * u128::from(count);
            if (product as u64) < count {
                let threshold = (u64::MAX - span) % count;
                while (product as u64) < threshold {
                    product = u128::from(bits.next_u64()) * u128::from(count);
                }
            }
            (product >> 64) as u64
        }
    }
}

#[inline]
fn offset_u32<B: BitGenerator + ?Sized>(bits: &mut B, span: u32, method: RangeMethod) -> u32 {
    if span == 0 {
        return 0;
    }
    if span == u32::MAX {
        return bits.next_u32();
    }
    match method {
        RangeMethod::Mask => masked(u64::from(span), || u64::from(bits.next_u32())) as u32,
        RangeMethod::Multiply => {
            let count = span + 1;
            let mut product = u64::from(bits.next_u32()) * u64::from(count);
            if (product as u32) < count {
                let threshold = (u32::MAX - span) % count;
                while (product as u32) < threshold {
                    product = u64::from(bits.next_u32()) * u64::from(count);
                }
            }
            (product >> 32) as u32
        }
    }
}

#[inline]
fn offset_narrow<const WIDTH: u32, B: BitGenerator + ?Sized>(
    bits: &mut B,
    cut: &mut CutWord,
    span: u32,
    method: RangeMethod,
) -> u32 {
    let largest = (1 << WIDTH) - 1;
    if span == 0 {
        return 0;
    }
    if span == largest {
        return cut.next(bits, WIDTH);
    }
    match method {
        RangeMethod::Mask => masked(u64::from(span), || u64::from(cut.next(bits, WIDTH))) as u32,
        RangeMethod::Multiply => {
            let count = span + 1;
            let mut product = cut.next(bits, WIDTH) * count;
            if product & largest < count {
                let threshold = (largest - span) % count;
                while product & largest < threshold {
                    product = cut.next(bits, WIDTH) * count;
                }
            }
            product >> WIDTH
        }
    }
}

#[inline]
fn masked(span: u64, mut draw: impl FnMut() -> u64) -> u64 {
    let mask = u64::MAX >> span.leading_zeros();
    loop {
        let value = draw() & mask;
        if value <= span {
            return value;
        }
    }
}

/// An integer uniform over `0..=span` by masking, 32 bits wide where they suffice: what shuffles draw.
#[inline]
pub fn interval<B: BitGenerator + ?Sized>(bits: &mut B, span: u64) -> u64 {
    if span == 0 {
        0
    } else if u32::try_from(span).is_ok() {
        masked(span, || u64::from(bits.next_u32()))
    } else {
        masked(span, || bits.next_u64())
    }
}

/// Fills `out` with random bytes: 32-bit words, least significant byte first. A word is drawn even for no bytes.
pub fn fill_bytes<B: BitGenerator + ?Sized>(bits: &mut B, out: &mut [u8]) {
    if out.is_empty() {
        bits.next_u32();
    }
    for chunk in out.chunks_mut(4) {
        chunk.copy_from_slice(&bits.next_u32().to_le_bytes()[..chunk.len()]);
    }
}
