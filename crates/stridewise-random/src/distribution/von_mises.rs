//! The von Mises distribution: the normal distribution's counterpart on a circle.

use std::f64::consts::PI;

use super::normal::standard_normal;
use crate::bit_generator::BitGenerator;

/// Below it the distribution is uniform to within rounding.
const NEARLY_UNIFORM: f64 = 1e-8;
/// Below it the exact width formula loses all digits and a series takes over.
const SERIES: f64 = 1e-5;
/// Above it the distribution is a wrapped normal to within rounding.
const NEARLY_NORMAL: f64 = 1e6;

/// An angle in [-pi, pi] of mode `mode` and concentration `concentration`.
pub fn vonmises<B: BitGenerator + ?Sized>(bits: &mut B, mode: f64, concentration: f64) -> f64 {
    if concentration.is_nan() {
        return f64::NAN;
    }
    if concentration > NEARLY_NORMAL {
        let mut angle = mode + (1.0 / concentration).sqrt() * standard_normal(bits);
        if angle < -PI {
            angle += 2.0 * PI;
        }
        if angle > PI {
            angle -= 2.0 * PI;
        }
        return angle;
    }
    best_fisher(bits, mode, concentration)
}

/// Best and Fisher's rejection from a wrapped Cauchy distribution.
pub(crate) fn best_fisher<B: BitGenerator + ?Sized>(bits: &mut B, mode: f64, concentration: f64) -> f64 {
    if concentration.is_infinite() {
        return mode;
    }
    if concentration < NEARLY_UNIFORM {
        return PI * (2.0 * bits.next_double() - 1.0);
    }
    let width = if concentration < SERIES {
        1.0 / concentration + concentration
    } else {
        let root = 1.0 + (1.0 + 4.0 * concentration * concentration).sqrt();
        let rho = (root - (2.0 * root).sqrt()) / (2.0 * concentration);
        (1.0 + rho * rho) / (2.0 * rho)
    };
    let cosine = loop {
        let uniform = bits.next_double();
        let along = (PI * uniform).cos();
        let cosine = (1.0 + width * along) / (width + along);
        let excess = concentration * (width - cosine);
        let test = bits.next_double();
        if excess * (2.0 - excess) - test >= 0.0 || (excess / test).ln() + 1.0 - excess >= 0.0 {
            break cosine;
        }
    };
    let angle = cosine.acos();
    let angle = mode + if bits.next_double() < 0.5 { -angle } else { angle };
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -wrapped } else { wrapped }
}
