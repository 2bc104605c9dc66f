//! Integers between bounds that broadcast, for every integer dtype.

use stridewise_core::dtype::IntegerLimits;
use stridewise_core::{Bool, Element, Error, Number, Shape};
use stridewise_random::BitGenerator;
use stridewise_random::distribution::integers::{CutWord, RangeMethod, UniformInteger};

use super::fill::SCRATCH;
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
        Number::Bool => ranges.draw(bits, &shape, |value| value != 0, store_truth),
        Number::I8 => ranges.draw(bits, &shape, |value| value as i8, <[i8]>::copy_from_slice),
        Number::U8 => ranges.draw(bits, &shape, |value| value as u8, <[u8]>::copy_from_slice),
        Number::I16 => ranges.draw(bits, &shape, |value| value as i16, <[i16]>::copy_from_slice),
        Number::U16 => ranges.draw(bits, &shape, |value| value as u16, <[u16]>::copy_from_slice),
        Number::I32 => ranges.draw(bits, &shape, |value| value as i32, <[i32]>::copy_from_slice),
        Number::U32 => ranges.draw(bits, &shape, |value| value as u32, <[u32]>::copy_from_slice),
        Number::I64 => ranges.draw(bits, &shape, |value| value as i64, <[i64]>::copy_from_slice),
        Number::U64 => ranges.draw(bits, &shape, |value| value as u64, <[u64]>::copy_from_slice),
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
    /// Integers of `I`, which `store` puts into elements.
    fn draw<I: UniformInteger + Default, T: Element + Default, B: BitGenerator>(
        &self,
        bits: &mut B,
        shape: &[usize],
        narrow: fn(i128) -> I,
        store: fn(&mut [T], &[I]),
    ) -> Result<Array> {
        let mut cut = CutWord::default();
        let mut drawn = [I::default(); SCRATCH];
        let span = |low: i128, high: i128| (high - low - i128::from(!self.endpoint)) as u64;
        let mut ranges = self.lows.iter().cycle().zip(self.highs.iter().cycle());
        filled(shape, |part: &mut [T]| {
            let drawn = &mut drawn[..part.len()];
            if let ([low], [high]) = (self.lows.as_slice(), self.highs.as_slice()) {
                I::fill(bits, &mut cut, narrow(*low), span(*low, *high), self.method, drawn);
            } else {
                for (slot, (&low, &high)) in drawn.iter_mut().zip(&mut ranges) {
                    *slot = I::draw(bits, &mut cut, narrow(low), span(low, high), self.method);
                }
            }
            store(part, drawn);
        })
    }
}

fn store_truth(part: &mut [Bool], drawn: &[bool]) {
    for (slot, &truth) in part.iter_mut().zip(drawn) {
        *slot = truth.into();
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
