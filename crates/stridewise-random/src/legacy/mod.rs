//! The streams of `RandomState`: frozen, so that old programs draw what they always drew.

pub mod continuous;
pub mod discrete;
pub mod gamma;
pub mod multivariate;

use crate::bit_generator::{AnyBitGenerator, BitGenerator, HalfWord, Sfc64};
use crate::with_bit_generator;

/// A bit generator with the spare normal deviate that the polar method leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct LegacyStream {
    /// Where the bits come from.
    pub bits: AnyBitGenerator,
    /// The second deviate of the last pair, still to be handed out.
    pub spare: Option<f64>,
}

impl LegacyStream {
    /// Runs `work` on a stream made of `bits` and `spare`, and gives both back as it leaves them.
    pub fn lend<R>(
        bits: &mut AnyBitGenerator,
        spare: &mut Option<f64>,
        work: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let vacant = AnyBitGenerator::Sfc64(Sfc64 { words: [0; 4], half: HalfWord::default() });
        let mut stream = Self { bits: std::mem::replace(bits, vacant), spare: *spare };
        let result = work(&mut stream);
        (*bits, *spare) = (stream.bits, stream.spare);
        result
    }

    /// A standard normal double: Marsaglia's polar method, which makes two at a time.
    pub fn gauss(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let (first, second) = gauss_pair(&mut self.bits);
        self.spare = Some(second);
        first
    }

    /// A standard exponential double, by inversion.
    pub fn standard_exponential(&mut self) -> f64 {
        -(1.0 - self.bits.next_double()).ln()
    }

    /// Fills `out` with standard normal doubles.
    pub fn fill_gauss(&mut self, out: &mut [f64]) {
        let mut slots = out.iter_mut();
        if let Some(spare) = self.spare
            && let Some(slot) = slots.next()
        {
            *slot = spare;
            self.spare = None;
        }
        with_bit_generator!(&mut self.bits, bits => {
            while let Some(slot) = slots.next() {
                let (first, second) = gauss_pair(bits);
                *slot = first;
                match slots.next() {
                    Some(slot) => *slot = second,
                    None => self.spare = Some(second),
                }
            }
        });
    }
}

/// Two standard normal doubles, in the order they are handed out.
#[inline]
fn gauss_pair<B: BitGenerator>(bits: &mut B) -> (f64, f64) {
    loop {
        let x = 2.0 * bits.next_double() - 1.0;
        let y = 2.0 * bits.next_double() - 1.0;
        let square = x * x + y * y;
        if square < 1.0 && square != 0.0 {
            let factor = (-2.0 * square.ln() / square).sqrt();
            return (factor * y, factor * x);
        }
    }
}

impl BitGenerator for LegacyStream {
    fn next_u64(&mut self) -> u64 {
        self.bits.next_u64()
    }

    fn next_u32(&mut self) -> u32 {
        self.bits.next_u32()
    }

    fn next_double(&mut self) -> f64 {
        self.bits.next_double()
    }

    fn next_raw(&mut self) -> u64 {
        self.bits.next_raw()
    }
}
