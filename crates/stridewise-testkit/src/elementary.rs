//! The elementary functions of the op table: exact results, and operands to try them on.

use stridewise_core::op::Op;

use crate::double_double::DoubleDouble;

/// The exact result of a function at finite operands of its domain (the second counts for functions of two);
/// `None` for operations that are no elementary functions. Angles are at most some millions.
pub fn exact(op: Op, x: f64, y: f64) -> Option<DoubleDouble> {
    let d = DoubleDouble::from(x);
    Some(match op {
        Op::Exp => d.exp(),
        Op::Exp2 => d.exp2(),
        Op::Expm1 => d.exp_m1(),
        Op::Log => d.ln(),
        Op::Log2 => d.log2(),
        Op::Log10 => d.log10(),
        Op::Log1p => d.ln_1p(),
        Op::Sin => d.sin_cos().0,
        Op::Cos => d.sin_cos().1,
        Op::Tan => d.tan(),
        Op::Arcsin => d.asin(),
        Op::Arccos => d.acos(),
        Op::Arctan => d.atan(),
        Op::Sinh => d.sinh(),
        Op::Cosh => d.cosh(),
        Op::Tanh => d.tanh(),
        Op::Arcsinh => d.asinh(),
        Op::Arccosh => d.acosh(),
        Op::Arctanh => d.atanh(),
        Op::Cbrt => d.cbrt(),
        Op::Power => d.powf(y.into()),
        Op::Arctan2 => d.atan2(y.into()),
        _ => return None,
    })
}

/// The largest float, the least normal one, and the bits of a fraction.
#[derive(Clone, Copy, Debug)]
pub struct FloatFormat {
    pub largest: f64,
    pub smallest: f64,
    pub digits: i32,
    pub least_exponent: i32,
}

impl FloatFormat {
    pub const F32: Self = Self {
        largest: f32::MAX as f64,
        smallest: f32::MIN_POSITIVE as f64,
        digits: 24,
        least_exponent: -126,
    };
    pub const F64: Self =
        Self { largest: f64::MAX, smallest: f64::MIN_POSITIVE, digits: 53, least_exponent: -1022 };
}

/// Intervals of operands (first, second) whose results say how exact a function is; together they cover the domain,
/// some parts of it several times.
pub fn intervals(op: Op, format: FloatFormat) -> Vec<[(f64, f64); 2]> {
    let FloatFormat { largest, smallest, .. } = format;
    let (log_largest, log_smallest) = (largest.ln(), smallest.ln());
    let one = |intervals: &[(f64, f64)]| intervals.iter().map(|&interval| [interval, (1.0, 1.0)]).collect();
    match op {
        Op::Exp => one(&[
            (-1.0, 1.0),
            (-20.0, 20.0),
            (log_smallest, log_largest),
            (log_smallest * 1.05, log_smallest),
        ]),
        Op::Exp2 => one(&[(-1.0, 1.0), (-20.0, 20.0), (smallest.log2(), largest.log2())]),
        Op::Expm1 => one(&[(-0.5, 0.5), (-2.0, 2.0), (-40.0, 60.0), (60.0, log_largest), (1e-20, 1e-5)]),
        Op::Log | Op::Log2 | Op::Log10 => one(&[
            (0.5, 2.0),
            (0.99, 1.01),
            (0.01, 100.0),
            (smallest, largest),
            (smallest / 1000.0, smallest),
        ]),
        Op::Log1p => one(&[(-0.5, 0.5), (-0.999_999, 2.0), (0.01, 100.0), (1e-20, 1e-5), (1.0, largest)]),
        Op::Sin | Op::Cos | Op::Tan => {
            one(&[(-0.8, 0.8), (-4.0, 4.0), (-100.0, 100.0), (-1e5, 1e5), (1e-12, 0.1)])
        }
        Op::Arcsin | Op::Arctanh => one(&[(-0.5, 0.5), (-1.0, 1.0), (0.9, 1.0), (1e-20, 1e-5)]),
        Op::Arccos => one(&[(-0.5, 0.5), (-1.0, 1.0), (0.9, 1.0)]),
        Op::Arctan => one(&[(-1.0, 1.0), (-5.0, 5.0), (1.0, largest), (1e-20, 1e-5)]),
        Op::Sinh => one(&[(-1.0, 1.0), (-20.0, 20.0), (20.0, log_largest), (1e-20, 1e-5)]),
        Op::Cosh => one(&[(-1.0, 1.0), (-20.0, 20.0), (20.0, log_largest)]),
        Op::Tanh => one(&[(-0.6, 0.6), (-2.0, 2.0), (-25.0, 25.0), (1e-20, 1e-5)]),
        Op::Arcsinh => one(&[(-1.0, 1.0), (-100.0, 100.0), (1.0, largest.sqrt()), (1e-20, 1e-5)]),
        Op::Arccosh => one(&[(1.0, 1.1), (1.0, 100.0), (1.0, largest.sqrt())]),
        Op::Cbrt => one(&[(-8.0, 8.0), (smallest, largest), (0.9, 1.1)]),
        Op::Power => vec![
            [(0.5, 2.0), (-60.0, 60.0)],
            [(0.01, 100.0), (-5.0, 5.0)],
            [(0.999, 1.001), (-60_000.0, 60_000.0)],
            [(smallest, largest), (-0.9, 0.9)],
        ],
        Op::Arctan2 => {
            vec![[(-1.0, 1.0), (-1.0, 1.0)], [(-1e5, 1e5), (-1e-5, 1e5)], [(1e-20, 1e-3), (0.5, 1.0)]]
        }
        _ => Vec::new(),
    }
}

/// `count` operands of an interval, from a fixed sequence: of even density, or where the ends are positive and far
/// apart, with exponents of even density.
pub fn operands((low, high): (f64, f64), count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ state >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let part = ((mixed ^ mixed >> 32) >> 11) as f64 / (1_u64 << 53) as f64;
            if low > 0.0 && high / low > 1e3 {
                let exponent = low.log2() + (high.log2() - low.log2()) * part;
                exponent.exp2().clamp(low, high)
            } else {
                low + (high - low) * part
            }
        })
        .collect()
}
