//! Distributions by name: their parameters, what those may be, and how to draw.
//!
//! One row per distribution in [`generator`] and [`random_state`]; checking, broadcasting and filling are the same
//! for all of them.

mod constraint;
pub mod generator;
pub mod random_state;

pub use constraint::{Constraint, Parameter};

use crate::error::Result;

/// The values of one parameter: one for all draws, or one per draw.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Real parameters.
    Real(&'a [f64]),
    /// Integer parameters.
    Count(&'a [i64]),
}

impl Values<'_> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Real(values) => values.len(),
            Self::Count(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value for draw `place` as a float.
    #[inline]
    #[must_use]
    pub fn real(&self, place: usize) -> f64 {
        match self {
            Self::Real(values) => repeated(values, place),
            Self::Count(values) => repeated(values, place) as f64,
        }
    }

    /// The value for draw `place` as an integer.
    #[inline]
    #[must_use]
    pub fn count(&self, place: usize) -> i64 {
        match self {
            Self::Real(values) => repeated(values, place) as i64,
            Self::Count(values) => repeated(values, place),
        }
    }
}

#[inline]
fn repeated<T: Copy>(values: &[T], place: usize) -> T {
    if values.len() == 1 { values[0] } else { values[place] }
}

/// The slice that draws go to.
#[derive(Debug)]
pub enum Draws<'a> {
    /// Of a continuous distribution.
    Real(&'a mut [f64]),
    /// Of a discrete distribution.
    Count(&'a mut [i64]),
}

/// How one draw is made from a stream `S` and the parameters.
#[derive(Debug)]
pub enum Sampler<S> {
    /// No parameter.
    Real0(fn(&mut S) -> f64),
    /// One real parameter.
    Real1(fn(&mut S, f64) -> f64),
    /// Two real parameters.
    Real2(fn(&mut S, f64, f64) -> f64),
    /// Three real parameters.
    Real3(fn(&mut S, f64, f64, f64) -> f64),
    /// A count from one real parameter.
    Count1(fn(&mut S, f64) -> i64),
    /// A count from two real parameters.
    Count2(fn(&mut S, f64, f64) -> i64),
    /// A count from a number of trials and a probability.
    Trials(fn(&mut S, i64, f64) -> i64),
    /// A count from three counts.
    Urn(fn(&mut S, i64, i64, i64) -> i64),
}

/// What several parameters must fulfil together; the flag says whether all of them are scalars.
pub type JointCheck = fn(&[Values<'_>], bool) -> Result<()>;

/// One distribution.
#[derive(Debug)]
pub struct Family<S> {
    /// The method's name.
    pub name: &'static str,
    /// The parameters, in the order of the method's signature.
    pub parameters: &'static [Parameter],
    /// What the parameters must fulfil together.
    pub joint: Option<JointCheck>,
    /// How a draw is made.
    pub sampler: Sampler<S>,
    /// The same draws for parameters that are one for all, where filling at once is faster.
    pub bulk: Option<Bulk<S>>,
}

/// Fills a slice for one set of parameters.
#[derive(Debug)]
pub enum Bulk<S> {
    /// Of a continuous distribution.
    Real(fn(&mut S, &[Values<'_>], &mut [f64])),
    /// Of a discrete distribution.
    Count(fn(&mut S, &[Values<'_>], &mut [i64])),
}

impl<S> Family<S> {
    /// Whether draws are integers.
    #[must_use]
    pub fn is_discrete(&self) -> bool {
        matches!(self.sampler, Sampler::Count1(_) | Sampler::Count2(_) | Sampler::Trials(_) | Sampler::Urn(_))
    }

    /// Checks `values`, one per parameter. `scalar` says whether the caller passed scalars only, which messages show.
    ///
    /// # Errors
    /// [`RandomError`](crate::RandomError) naming the parameter and what it may not be.
    pub fn check(&self, values: &[Values<'_>], scalar: bool) -> Result<()> {
        for (parameter, values) in self.parameters.iter().zip(values) {
            parameter.check(values, scalar)?;
        }
        self.joint.map_or(Ok(()), |joint| joint(values, scalar))
    }

    /// Fills `draws`. Each of `values` has one element or as many as there are draws, and has been checked.
    pub fn fill(&self, stream: &mut S, values: &[Values<'_>], draws: Draws<'_>) {
        let one_for_all = values.iter().all(|values| values.len() == 1);
        let draws = match (draws, &self.bulk) {
            (Draws::Real(out), Some(Bulk::Real(fill))) if one_for_all => return fill(stream, values, out),
            (Draws::Count(out), Some(Bulk::Count(fill))) if one_for_all => return fill(stream, values, out),
            (draws, _) => draws,
        };
        match (draws, &self.sampler, values) {
            (Draws::Real(out), Sampler::Real0(draw), []) => fill_with(out, |_| draw(stream)),
            (Draws::Real(out), Sampler::Real1(draw), [a]) => fill_with(out, |i| draw(stream, a.real(i))),
            (Draws::Real(out), Sampler::Real2(draw), [a, b]) => {
                fill_with(out, |i| draw(stream, a.real(i), b.real(i)));
            }
            (Draws::Real(out), Sampler::Real3(draw), [a, b, c]) => {
                fill_with(out, |i| draw(stream, a.real(i), b.real(i), c.real(i)));
            }
            (Draws::Count(out), Sampler::Count1(draw), [a]) => fill_with(out, |i| draw(stream, a.real(i))),
            (Draws::Count(out), Sampler::Count2(draw), [a, b]) => {
                fill_with(out, |i| draw(stream, a.real(i), b.real(i)));
            }
            (Draws::Count(out), Sampler::Trials(draw), [n, p]) => {
                fill_with(out, |i| draw(stream, n.count(i), p.real(i)));
            }
            (Draws::Count(out), Sampler::Urn(draw), [good, bad, sample]) => {
                fill_with(out, |i| draw(stream, good.count(i), bad.count(i), sample.count(i)));
            }
            _ => debug_assert!(false, "{}: parameters or output of another kind", self.name),
        }
    }
}

fn fill_with<T>(out: &mut [T], mut draw: impl FnMut(usize) -> T) {
    for (place, slot) in out.iter_mut().enumerate() {
        *slot = draw(place);
    }
}
