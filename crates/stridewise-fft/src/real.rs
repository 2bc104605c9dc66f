//! Transforms of real numbers, as complex ones of half their length: even places are real parts, odd ones imaginary.
//!
//! The spectrum of both at once is untangled by its symmetries, as in Press et al., Numerical Recipes, 12.3.

use std::sync::Arc;

use num_complex::Complex;

use crate::complex::{Direction, Plan};
use crate::precision::{Precision, zero};
use crate::roots::Roots;

/// How to transform so many real numbers into the first half of their spectrum, `length / 2 + 1` complex numbers, or
/// back.
///
/// Pairs of real numbers are complex numbers here: where the length is even, slices of them are taken and given without
/// a copy. Odd lengths are transformed as complex numbers of that length.
#[derive(Clone, Debug)]
pub struct RealPlan<T: Precision> {
    length: usize,
    plan: Plan<T>,
    untangled: Option<Untangled<T>>,
}

impl<T: Precision> RealPlan<T> {
    /// The plan for so many real numbers, at least one, in this direction: forward from them, inverse to them.
    pub fn of(length: usize, direction: Direction) -> Self {
        let even = length.is_multiple_of(2);
        Self {
            length,
            plan: Plan::of(if even { length / 2 } else { length }, direction),
            untangled: even.then(|| Untangled::of(length)),
        }
    }

    /// Complex numbers in the half of the spectrum.
    pub fn spectrum_length(&self) -> usize {
        self.length / 2 + 1
    }

    /// The complex numbers of scratch that a transform takes.
    pub fn scratch_length(&self) -> usize {
        self.spectrum_length() + 2 * self.length + self.plan.scratch_length()
    }

    /// Writes the half of the spectrum, times `scale`, of the pairs of an even number of real numbers.
    ///
    /// # Panics
    /// Where the plan's length is odd, or a slice's length another.
    pub fn forward_of_pairs(
        &self,
        pairs: &[Complex<T>],
        output: &mut [Complex<T>],
        scale: T,
        scratch: &mut [Complex<T>],
    ) {
        let half = self.length / 2;
        self.plan.transform(pairs, &mut output[..half], T::from_double(1.0), scratch);
        if let Some(untangled) = &self.untangled {
            untangled.forward(output, scale);
        }
    }

    /// Writes the half of the spectrum, times `scale`, of real numbers; zeros stand for those that are missing.
    ///
    /// # Panics
    /// Where there are more of them than the plan's length, or the output's length is another.
    pub fn forward(&self, numbers: &[T], output: &mut [Complex<T>], scale: T, scratch: &mut [Complex<T>]) {
        let zero_part = T::from_double(0.0);
        let (lane, scratch) = scratch.split_at_mut(self.plan.len());
        lane.fill(zero());
        if self.untangled.is_some() {
            let mut pairs = numbers.chunks_exact(2);
            for (place, pair) in lane.iter_mut().zip(&mut pairs) {
                *place = Complex::new(pair[0], pair[1]);
            }
            if let [last] = pairs.remainder() {
                lane[numbers.len() / 2] = Complex::new(*last, zero_part);
            }
            return self.forward_of_pairs(lane, output, scale, scratch);
        }
        for (place, &number) in lane.iter_mut().zip(numbers) {
            *place = Complex::new(number, zero_part);
        }
        self.plan.transform_in_place(lane, scale, scratch);
        let count = self.spectrum_length();
        output.copy_from_slice(&lane[..count]);
        output[0].im = zero_part;
    }

    /// Writes the pairs of an even number of real numbers, times `scale`, that have this half of a spectrum.
    ///
    /// # Panics
    /// Where the plan's length is odd, or a slice's length another.
    pub fn inverse_to_pairs(
        &self,
        spectrum: &[Complex<T>],
        pairs: &mut [Complex<T>],
        scale: T,
        scratch: &mut [Complex<T>],
    ) {
        if let Some(untangled) = &self.untangled {
            untangled.inverse(spectrum, pairs);
        }
        self.plan.transform_in_place(pairs, scale, scratch);
    }

    /// Writes the real numbers, times `scale`, that have this half of a spectrum; zeros stand for what is missing of it.
    ///
    /// # Panics
    /// Where there is more of it than [`spectrum_length`](Self::spectrum_length), or the output's length is another.
    pub fn inverse(&self, spectrum: &[Complex<T>], output: &mut [T], scale: T, scratch: &mut [Complex<T>]) {
        let (lane, scratch) = scratch.split_at_mut(self.plan.len());
        let (whole, scratch) = scratch.split_at_mut(self.spectrum_length());
        whole[..spectrum.len()].copy_from_slice(spectrum);
        whole[spectrum.len()..].fill(zero());
        if self.untangled.is_some() {
            self.inverse_to_pairs(whole, lane, scale, scratch);
            for (pair, number) in output.chunks_exact_mut(2).zip(lane) {
                (pair[0], pair[1]) = (number.re, number.im);
            }
            return;
        }
        lane[0] = Complex::new(whole[0].re, T::from_double(0.0));
        for (place, number) in whole.iter().enumerate().skip(1) {
            lane[place] = *number;
            lane[self.length - place] = number.conj();
        }
        self.plan.transform_in_place(lane, scale, scratch);
        for (place, number) in output.iter_mut().zip(lane) {
            *place = number.re;
        }
    }
}

/// What turns the spectrum of pairs into half of the spectrum of an even number of real numbers, and back.
#[derive(Clone, Debug)]
pub struct Untangled<T: Precision> {
    /// The first quarter of the roots of order `length`.
    roots: Arc<[Complex<T>]>,
}

impl<T: Precision> Untangled<T> {
    /// For so many real numbers, an even count.
    pub fn of(length: usize) -> Self {
        let make = || {
            let roots = Roots::of(length);
            (0..=length / 4)
                .map(|place| roots.get(place))
                .map(|root| Complex::new(T::from_double(root.re), T::from_double(root.im)))
                .collect()
        };
        Self { roots: T::tables().roots.get(length, length, make) }
    }

    /// From the spectrum of pairs in all places but the last to the half of the spectrum, in place, times `scale`.
    pub fn forward(&self, numbers: &mut [Complex<T>], scale: T) {
        let Some((middle, (front, back))) = Self::split(numbers, scale) else { return };
        self.forward_between(front, back, 1, scale);
        Self::turn_middle(middle, scale);
    }

    /// The place in the middle, where there is one, is its own partner.
    pub fn turn_middle(middle: &mut [Complex<T>], scale: T) {
        for number in middle {
            *number = Complex::new(number.re * scale, -(number.im * scale));
        }
    }

    /// Does the two ends of the spectrum. The places between them fall in two parts, which meet in a middle place if their
    /// number is odd: the middle, and the parts.
    #[expect(clippy::type_complexity, reason = "three slices")]
    pub fn split(
        numbers: &mut [Complex<T>],
        scale: T,
    ) -> Option<(&mut [Complex<T>], (&mut [Complex<T>], &mut [Complex<T>]))> {
        let [first, inner @ .., last] = numbers else { return None };
        let zero_part = T::from_double(0.0);
        let (even, odd) = (first.re * scale, first.im * scale);
        *first = Complex::new(even + odd, zero_part);
        *last = Complex::new(even - odd, zero_part);
        let count = inner.len() / 2;
        let rest = inner.len() % 2;
        let (front, others) = inner.split_at_mut(count);
        let (middle, back) = others.split_at_mut(rest);
        Some((middle, (front, back)))
    }

    /// Untangles the numbers at `first` and on, and their partners, which stand in the opposite order.
    pub fn forward_between(&self, front: &mut [Complex<T>], back: &mut [Complex<T>], first: usize, scale: T) {
        let half = T::from_double(0.5) * scale;
        let pairs = front.iter_mut().zip(back.iter_mut().rev());
        for ((low, high), root) in pairs.zip(&self.roots[first..]) {
            let partner = high.conj();
            let even = (*low + partner) * half;
            let odd = (*low - partner) * half;
            let turned = odd * root;
            let turned = Complex::new(-turned.im, turned.re);
            *low = even - turned;
            *high = (even + turned).conj();
        }
    }

    /// From half of a spectrum to the spectrum of pairs, which has a place less.
    pub fn inverse(&self, spectrum: &[Complex<T>], pairs: &mut [Complex<T>]) {
        let ([first, inner @ .., last], [start, others @ ..]) = (spectrum, pairs) else { return };
        *start = Complex::new(first.re + last.re, first.re - last.re);
        let count = inner.len() / 2;
        let (front, others) = others.split_at_mut(count);
        let back_start = inner.len() - count;
        if let Some(middle) = others.first_mut().filter(|_| inner.len() % 2 == 1) {
            let two = T::from_double(2.0);
            let number = inner[count];
            *middle = Complex::new(number.re * two, -(number.im * two));
        }
        let back = &mut others[back_start - count..];
        let targets = front.iter_mut().zip(back.iter_mut().rev());
        let sources = inner[..count].iter().zip(inner[back_start..].iter().rev());
        for (((low, high), (number, partner)), root) in targets.zip(sources).zip(&self.roots[1..]) {
            let partner = partner.conj();
            let even = *number + partner;
            let turned = (*number - partner) * root.conj();
            let turned = Complex::new(-turned.im, turned.re);
            *low = even + turned;
            *high = (even - turned).conj();
        }
    }
}
