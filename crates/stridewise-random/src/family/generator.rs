//! The distributions of `Generator`.

use super::constraint::{Constraint, LARGEST_POISSON_MEAN, Parameter};
use super::{Bulk, Family, Sampler, Values};
use crate::bit_generator::{AnyBitGenerator, BitGenerator};
use crate::distribution::{
    self, binomial::binomial, continuous, discrete, exponential::exponential, gamma,
    hypergeometric::hypergeometric, normal, poisson::poisson, von_mises::vonmises,
};
use crate::error::{RandomError, Result};
use crate::with_bit_generator;

/// Urns of this many balls of a colour, or more, are refused.
const LARGEST_URN: i64 = 1_000_000_000;

type Row = Family<AnyBitGenerator>;

macro_rules! families {
    ($stream:ty: $($constant:ident $name:literal [$($parameter:expr),*] $joint:expr, $sampler:expr $(, $bulk:expr)?;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $constant: $crate::family::Family<$stream> =
                $crate::family::Family {
                    name: $name,
                    parameters: &[$($parameter),*],
                    joint: $joint,
                    sampler: $sampler,
                    bulk: families!(@bulk $($bulk)?),
                };
        )*

        /// All of them.
        pub static ALL: &[&$crate::family::Family<$stream>] = &[$(&$constant),*];
    };
    (@bulk) => { None };
    (@bulk $bulk:expr) => { Some($bulk) };
}
pub(super) use families;

pub(super) const LOCATION: Parameter = Parameter::real("loc", Constraint::Any);
pub(super) const SCALE: Parameter = Parameter::real("scale", Constraint::NonNegative);
pub(super) const fn positive(name: &'static str) -> Parameter {
    Parameter::real(name, Constraint::Positive)
}
pub(super) const fn non_negative(name: &'static str) -> Parameter {
    Parameter::real(name, Constraint::NonNegative)
}
pub(super) const fn any(name: &'static str) -> Parameter {
    Parameter::real(name, Constraint::Any)
}
const POSITIVE_PROBABILITY: Parameter = Parameter::real("p", Constraint::PositiveProbability);

families! { AnyBitGenerator:
    BETA "beta" [positive("a"), positive("b")] None, Sampler::Real2(gamma::beta);
    BINOMIAL "binomial" [
        Parameter::count("n", Constraint::NonNegative), Parameter::real("p", Constraint::Probability)
    ] None, Sampler::Trials(binomial);
    CHISQUARE "chisquare" [positive("df")] None, Sampler::Real1(gamma::chisquare);
    EXPONENTIAL "exponential" [SCALE] None, Sampler::Real1(exponential), Bulk::Real(fill_exponential);
    F "f" [positive("dfnum"), positive("dfden")] None, Sampler::Real2(gamma::f);
    GAMMA "gamma" [non_negative("shape"), SCALE] None, Sampler::Real2(gamma::gamma);
    GEOMETRIC "geometric" [POSITIVE_PROBABILITY] None, Sampler::Count1(discrete::geometric);
    GUMBEL "gumbel" [LOCATION, SCALE] None, Sampler::Real2(continuous::gumbel);
    HYPERGEOMETRIC "hypergeometric" [
        Parameter::count("ngood", Constraint::NonNegative),
        Parameter::count("nbad", Constraint::NonNegative),
        Parameter::count("nsample", Constraint::NonNegative)
    ] Some(check_urn), Sampler::Urn(hypergeometric);
    LAPLACE "laplace" [LOCATION, SCALE] None, Sampler::Real2(continuous::laplace);
    LOGISTIC "logistic" [LOCATION, SCALE] None, Sampler::Real2(continuous::logistic);
    LOGNORMAL "lognormal" [any("mean"), non_negative("sigma")] None, Sampler::Real2(normal::lognormal);
    LOGSERIES "logseries" [Parameter::real("p", Constraint::ProbabilityBelowOne)] None,
        Sampler::Count1(discrete::logseries);
    NEGATIVE_BINOMIAL "negative_binomial" [
        Parameter::real("n", Constraint::PositiveNumber), POSITIVE_PROBABILITY
    ] Some(check_negative_binomial), Sampler::Count2(discrete::negative_binomial);
    NONCENTRAL_CHISQUARE "noncentral_chisquare" [positive("df"), non_negative("nonc")] None,
        Sampler::Real2(gamma::noncentral_chisquare);
    NONCENTRAL_F "noncentral_f" [positive("dfnum"), positive("dfden"), non_negative("nonc")] None,
        Sampler::Real3(gamma::noncentral_f);
    NORMAL "normal" [LOCATION, SCALE] None, Sampler::Real2(normal::normal), Bulk::Real(fill_normal);
    PARETO "pareto" [positive("a")] None, Sampler::Real1(continuous::pareto);
    POISSON "poisson" [Parameter::real("lam", Constraint::PoissonMean)] None, Sampler::Count1(poisson),
        Bulk::Count(fill_poisson);
    POWER "power" [positive("a")] None, Sampler::Real1(continuous::power);
    RAYLEIGH "rayleigh" [SCALE] None, Sampler::Real1(continuous::rayleigh);
    STANDARD_CAUCHY "standard_cauchy" [] None, Sampler::Real0(continuous::standard_cauchy);
    STANDARD_GAMMA "standard_gamma" [non_negative("shape")] None, Sampler::Real1(gamma::standard_gamma);
    STANDARD_T "standard_t" [positive("df")] None, Sampler::Real1(gamma::standard_t);
    TRIANGULAR "triangular" [any("left"), any("mode"), any("right")] Some(check_triangle),
        Sampler::Real3(continuous::triangular);
    UNIFORM "uniform" [any("low"), any("high")] Some(check_interval), Sampler::Real2(uniform_between), Bulk::Real(fill_uniform);
    VONMISES "vonmises" [any("mu"), non_negative("kappa")] None, Sampler::Real2(vonmises);
    WALD "wald" [positive("mean"), positive("scale")] None, Sampler::Real2(continuous::wald);
    WEIBULL "weibull" [non_negative("a")] None, Sampler::Real1(continuous::weibull);
    ZIPF "zipf" [Parameter::real("a", Constraint::AboveOne)] None, Sampler::Count1(discrete::zipf);
}

/// The row called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    ALL.iter().find(|row| row.name == name).copied()
}

pub(super) fn uniform_between<B: BitGenerator>(bits: &mut B, low: f64, high: f64) -> f64 {
    crate::distribution::uniform::uniform(bits, low, high - low)
}

fn fill_exponential(bits: &mut AnyBitGenerator, values: &[Values<'_>], out: &mut [f64]) {
    with_bit_generator!(bits, bits => distribution::exponential::fill_standard(bits, out));
    transform(out, |value| values[0].real(0) * value);
}

fn fill_normal(bits: &mut AnyBitGenerator, values: &[Values<'_>], out: &mut [f64]) {
    with_bit_generator!(bits, bits => normal::fill_standard(bits, out));
    let (mean, deviation) = (values[0].real(0), values[1].real(0));
    transform(out, |value| mean + deviation * value);
}

pub(super) fn fill_uniform(bits: &mut AnyBitGenerator, values: &[Values<'_>], out: &mut [f64]) {
    with_bit_generator!(bits, bits => distribution::uniform::fill_double(bits, out));
    let (low, width) = (values[0].real(0), values[1].real(0) - values[0].real(0));
    transform(out, |value| low + width * value);
}

pub(super) fn fill_poisson(bits: &mut AnyBitGenerator, values: &[Values<'_>], out: &mut [i64]) {
    with_bit_generator!(bits, bits => distribution::poisson::fill(bits, values[0].real(0), out));
}

pub(super) fn transform(out: &mut [f64], by: impl Fn(f64) -> f64) {
    for slot in out {
        *slot = by(*slot);
    }
}

/// Whether any draw's parameters fulfil `wrong`.
pub(super) fn any_draw(values: &[Values<'_>], wrong: impl Fn(usize) -> bool) -> bool {
    (0..draws(values)).any(wrong)
}

/// How many draws broadcast parameters make.
fn draws(values: &[Values<'_>]) -> usize {
    if values.iter().any(Values::is_empty) { 0 } else { values.iter().map(Values::len).max().unwrap_or(1) }
}

fn check_urn(values: &[Values<'_>], _scalar: bool) -> Result<()> {
    let [good, bad, sample] = values else { return Ok(()) };
    if any_draw(values, |i| good.count(i) >= LARGEST_URN || bad.count(i) >= LARGEST_URN) {
        return Err(RandomError::value("both ngood and nbad must be less than 1000000000"));
    }
    if any_draw(values, |i| good.count(i) + bad.count(i) < sample.count(i)) {
        return Err(RandomError::value("ngood + nbad < nsample"));
    }
    Ok(())
}

fn check_negative_binomial(values: &[Values<'_>], _scalar: bool) -> Result<()> {
    let [n, p] = values else { return Ok(()) };
    let largest_mean = |i: usize| (1.0 - p.real(i)) / p.real(i) * (n.real(i) + 10.0 * n.real(i).sqrt());
    if any_draw(values, |i| largest_mean(i) > LARGEST_POISSON_MEAN) {
        return Err(RandomError::value("n too large or p too small, see Generator.negative_binomial Notes"));
    }
    Ok(())
}

pub(super) fn check_triangle(values: &[Values<'_>], _scalar: bool) -> Result<()> {
    let [left, mode, right] = values else { return Ok(()) };
    if any_draw(values, |i| left.real(i) > mode.real(i)) {
        return Err(RandomError::value("left > mode"));
    }
    if any_draw(values, |i| mode.real(i) > right.real(i)) {
        return Err(RandomError::value("mode > right"));
    }
    if any_draw(values, |i| left.real(i) == right.real(i)) {
        return Err(RandomError::value("left == right"));
    }
    Ok(())
}

fn check_interval(values: &[Values<'_>], scalar: bool) -> Result<()> {
    let [low, high] = values else { return Ok(()) };
    if any_draw(values, |i| !(high.real(i) - low.real(i)).is_finite()) {
        let message =
            if scalar { "high - low range exceeds valid bounds" } else { "Range exceeds valid bounds" };
        return Err(RandomError::Overflow(message.to_owned()));
    }
    if any_draw(values, |i| (high.real(i) - low.real(i)).is_sign_negative()) {
        return Err(RandomError::value("high - low < 0"));
    }
    Ok(())
}
