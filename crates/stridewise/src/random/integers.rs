//! Integers between bounds that broadcast, for every integer dtype.

use stridewise_core::dtype::IntegerLimits;
use stridewise_core::{Bool, Element, Error, Number, Shape};
use stridewise_random::BitGenerator;
use stridewise_random::distribution::integers::{CutWord, RangeMethod, UniformInteger};

use super::{drawn_shape, filled};
use crate::{Array, Result};

/// Lowest or highest values, wider than any dtype so that what is out of bounds can be told.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// In C order.
    pub values: Vec<i128>,
    /// No axes for a single number.
    pub shape: Shape,
}

impl Bounds {
    /// One bound for all draws.
    #[must_use]
    pub fn one(value: i128) -> Self {
        Self { values: vec![value], shape: Shape::new() }
    }

    /// The bound for the draw at `place` of a result of `shape`.
    fn spread(&self, shape: &[usize]) -> Result<Vec<i128>> {
        if self.values.len() == 1 {
            return Ok(self.values.clone());
        }
        // The positions broadcast as the values would.
        let positions: Vec<i64> = (0..self.values.len() as i64).collect();
        let positions = Array::from_slice(&positions, &self.shape)?.broadcast_to(shape)?;
        Ok(positions.to_vec::<i64>().into_iter().map(|position| self.values[position as usize]).collect())
    }
}

/// Integers from `low` up to `high`, without `high` itself unless `endpoint`, as an array of dtype `number`: of shape
/// `size`, or of the bounds' common shape.
///
/// # Errors
/// Value error where a bound is outside of the dtype or none lies between them; type error where the dtype is none of
/// integers; broadcasting and memory errors.
pub fn integers<B: BitGenerator>(
    bits: &mut B,
    low: &Bounds,
    high: &Bounds,
    size: Option<&[usize]>,
    number: Number,
    endpoint: bool,
    method: RangeMethod,
) -> Result<Array> {
    if size.is_some_and(|size| size.contains(&0)) {
        let shape = size.unwrap_or_default();
        return Array::zeros(number.native(), shape, stridewise_core::Order::C);
    }
    check(low, high, number, endpoint)?;
    let shape = drawn_shape(&[&low.shape, &high.shape], size)?;
    let ranges = Ranges { lows: low.spread(&shape)?, highs: high.spread(&shape)?, endpoint, method };
    match number {
        Number::Bool => ranges.draw::<bool, Bool, B>(bits, &shape, |value| value != 0, Bool::from),
        Number::I8 => ranges.draw(bits, &shape, |value| value as i8, |drawn| drawn),
        Number::U8 => ranges.draw(bits, &shape, |value| value as u8, |drawn| drawn),
        Number::I16 => ranges.draw(bits, &shape, |value| value as i16, |drawn| drawn),
        Number::U16 => ranges.draw(bits, &shape, |value| value as u16, |drawn| drawn),
        Number::I32 => ranges.draw(bits, &shape, |value| value as i32, |drawn| drawn),
        Number::U32 => ranges.draw(bits, &shape, |value| value as u32, |drawn| drawn),
        Number::I64 => ranges.draw(bits, &shape, |value| value as i64, |drawn| drawn),
        Number::U64 => ranges.draw(bits, &shape, |value| value as u64, |drawn| drawn),
        _ => Err(unsupported(number)),
    }
}

struct Ranges {
    lows: Vec<i128>,
    highs: Vec<i128>,
    endpoint: bool,
    method: RangeMethod,
}

impl Ranges {
    fn draw<I: UniformInteger, T: Element + Default, B: BitGenerator>(
        &self,
        bits: &mut B,
        shape: &[usize],
        narrow: fn(i128) -> I,
        element: fn(I) -> T,
    ) -> Result<Array> {
        let mut cut = CutWord::default();
        let span = |low: i128, high: i128| (high - low - i128::from(!self.endpoint)) as u64;
        if let ([low], [high]) = (self.lows.as_slice(), self.highs.as_slice()) {
            let (low, span) = (narrow(*low), span(*low, *high));
            return filled(shape, |part: &mut [T]| {
                for slot in part {
                    *slot = element(I::draw(bits, &mut cut, low, span, self.method));
                }
            });
        }
        let mut ranges = self.lows.iter().cycle().zip(self.highs.iter().cycle());
        filled(shape, |part: &mut [T]| {
            for (slot, (&low, &high)) in part.iter_mut().zip(&mut ranges) {
                *slot = element(I::draw(bits, &mut cut, narrow(low), span(low, high), self.method));
            }
        })
    }
}

fn check(low: &Bounds, high: &Bounds, number: Number, endpoint: bool) -> Result<()> {
    let (smallest, largest) = match number {
        Number::Bool => (0, 1),
        _ => {
            let limits = IntegerLimits::of(number).ok_or_else(|| unsupported(number))?;
            (limits.min, limits.max)
        }
    };
    let largest = largest + i128::from(!endpoint);
    if low.values.iter().any(|&low| low < smallest) {
        return Err(Error::value(format!("low is out of bounds for {}", number.name())));
    }
    if high.values.iter().any(|&high| high > largest) {
        return Err(Error::value(format!("high is out of bounds for {}", number.name())));
    }
    let shape = drawn_shape(&[&low.shape, &high.shape], None)?;
    let (lows, highs) = (low.spread(&shape)?, high.spread(&shape)?);
    let count = lows.len().max(highs.len());
    let mut pairs = lows.iter().cycle().zip(highs.iter().cycle()).take(count);
    if pairs.any(|(low, high)| low > high || (low == high && !endpoint)) {
        let from_zero = low.values.iter().all(|&low| low == 0);
        return Err(Error::value(match (from_zero, endpoint) {
            (true, true) => "high < 0",
            (true, false) => "high <= 0",
            (false, true) => "low > high",
            (false, false) => "low >= high",
        }));
    }
    Ok(())
}

fn unsupported(number: Number) -> Error {
    Error::type_error(format!("Unsupported dtype {} for integers", number.name()))
}
