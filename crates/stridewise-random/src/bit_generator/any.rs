//! One of the bit generators, chosen at run time.

use super::{BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};

/// A bit generator whose kind is known only at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyBitGenerator {
    /// PCG XSL-RR 128/64.
    Pcg64(Pcg64),
    /// PCG CM DXSM 128/64.
    Pcg64Dxsm(Pcg64Dxsm),
    /// The Mersenne Twister, boxed for its 2.5 kB of state.
    Mt19937(Box<Mt19937>),
    /// Philox 4x64-10.
    Philox(Philox),
    /// SFC64.
    Sfc64(Sfc64),
}

/// Runs `$body` with `$bits` bound to the concrete generator, so that its loops are compiled for that one.
#[macro_export]
macro_rules! with_bit_generator {
    ($any:expr, $bits:ident => $body:expr) => {
        match $any {
            $crate::AnyBitGenerator::Pcg64($bits) => $body,
            $crate::AnyBitGenerator::Pcg64Dxsm($bits) => $body,
            $crate::AnyBitGenerator::Mt19937(boxed) => {
                let $bits = &mut **boxed;
                $body
            }
            $crate::AnyBitGenerator::Philox($bits) => $body,
            $crate::AnyBitGenerator::Sfc64($bits) => $body,
        }
    };
}

impl BitGenerator for AnyBitGenerator {
    fn next_u64(&mut self) -> u64 {
        with_bit_generator!(self, bits => bits.next_u64())
    }

    fn next_u32(&mut self) -> u32 {
        with_bit_generator!(self, bits => bits.next_u32())
    }

    fn next_double(&mut self) -> f64 {
        with_bit_generator!(self, bits => bits.next_double())
    }

    fn next_raw(&mut self) -> u64 {
        with_bit_generator!(self, bits => bits.next_raw())
    }
}
